"""A comment's themes, each with the words that say so, and the competitors that it names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.theme import USUAL, Competitor, Theme
from bot.themes import lexicon, names, pattern, words
from bot.themes.lexicon import NOTHING, PRAISE, Hit, Lexicon
from bot.themes.scope import Scope
from bot.themes.words import Token

GOOD, OTHER, RIVAL, CUSTOMER = "good_quality", "other", "competitor_in_place", "duplicate_or_customer"
_IRONIC = frozenset(["🙄", "🤡", "🙃", "😂", "😒", "🤦", "💩", "😭", "🤣", "😑", "💀"])
_MOCKING = re.compile(
    r"(?:^|[.,:] )not(?: [.])?$|yeah right|supposedly"
    r"|as if(?: [.]|$)|my (?:ass|arse|foot)\b|\blol\b|\bhaha|so called"
)
_BUT = frozenset(
    [
        "but",
        "though",
        "although",
        "however",
        "only",
        "shame",
        "pity",
        "sadly",
        "unfortunately",
        "except",
        "yet",
        "still",
        "just",
        "alas",
        "aber",
        "pero",
        "leider",
        "until",
        "downside",
        "hitch",
        "catch",
        "problem",
        "snag",
        "despite",
        "while",
        "too",
        "now",
        "currently",
    ]
)
_BESIDE = ({PRAISE, GOOD}, {"no_budget", "bad_timing"}, {"no_response", "bad_contact_data"})
_SURE = frozenset(("no_budget", "bad_timing", RIVAL))


@dataclass(frozen=True, slots=True)
class Finding:
    """A theme and its evidence: `text` is what the comment says from `start` to before `end`."""

    theme: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Tags:
    """What a comment is about; both are empty for chatter."""

    themes: tuple[Finding, ...]
    competitors: tuple[str, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The keys of the themes, in the agreement's order."""
        return tuple(finding.theme for finding in self.themes)


class Tagger:
    """Tags comments by rules alone; made once for the themes and competitors of an agreement."""

    def __init__(self, themes: Sequence[Theme] = USUAL, competitors: Sequence[Competitor] = ()) -> None:
        self._themes = tuple(theme.key for theme in themes if theme.active)
        self._names = names.Names(competitors)
        house = [(theme.key, pattern.plain(cue)) for theme in themes for cue in theme.cues]
        self._lexicon = Lexicon((*lexicon.usual(), *house), lexicon.classes())
        self._known = self._lexicon.words | lexicon.common()

    def tag(self, text: str) -> Tags:
        """The themes and competitors of one comment."""
        mentions = self._names.find(text)
        tokens = words.read(text, [mention.name for mention in mentions], self._known)
        listed = dict.fromkeys(mention.competitor for mention in mentions if mention.competitor)
        return Tags(tuple(self._findings(text, tokens)), tuple(listed))

    def unknown_names(self, text: str) -> tuple[str, ...]:
        """Vendors that the comment names and no list of the house has; for a proposal, never counted."""
        return tuple(names.unknown(text, self._names))

    def _findings(self, text: str, tokens: Sequence[Token]) -> Iterable[Finding]:
        found = _sifted(self._lexicon.find(tokens))
        scope = Scope(tokens, found)
        meant = _apart(_meant([hit for hit in found if scope.counts(hit)], scope), scope)
        for theme in self._themes:
            hit = next((one for one in meant if one.theme == theme), None)
            if hit:
                start, end = tokens[hit.start].start, tokens[hit.end - 1].end
                yield Finding(theme, start, end, text[start:end])


def _sifted(hits: Sequence[Hit]) -> list[Hit]:
    """The cues that nothing explains away; of two that overlap the longer one stays."""
    void = [hit for hit in hits if hit.theme == NOTHING]
    left = [hit for hit in hits if hit.theme != NOTHING and not any(hit.overlaps(one) for one in void)]
    return [hit for hit in left if not any(_gives_way(hit, other) for other in left)]


def _gives_way(hit: Hit, other: Hit) -> bool:
    if hit.theme == other.theme or {hit.theme, other.theme} in _BESIDE or not hit.overlaps(other):
        return False
    return (hit.length, -hit.start) < (other.length, -other.start)


def _meant(hits: Sequence[Hit], scope: Scope) -> list[Hit]:
    """Praise is taken at its word or as irony, and becomes what is meant."""
    plain = [hit for hit in hits if hit.theme != PRAISE]
    praise = [hit for hit in hits if hit.theme == PRAISE]
    bad = [hit for hit in plain if hit.theme != GOOD]
    honest = [Hit(GOOD, hit.start, hit.end) for hit in praise if not _is_ironic(hit, bad, scope)]
    if praise and not honest and not bad:
        return [*(hit for hit in plain if hit.theme != GOOD), Hit(OTHER, praise[0].start, praise[0].end)]
    return sorted((*plain, *honest), key=lambda hit: hit.start)


def _apart(hits: Sequence[Hit], scope: Scope) -> list[Hit]:
    """Without what another theme already says: the rest beside a reason, good news of a running deal."""
    return [hit for hit in hits if not any(_repeats(hit, other, scope) for other in hits)]


def _repeats(hit: Hit, other: Hit, scope: Scope) -> bool:
    if hit.theme == OTHER and other.theme != OTHER:
        return not scope.parted(hit, other)
    if hit.theme == GOOD and other.theme == CUSTOMER:
        return scope.sentence(hit.start) == scope.sentence(other.start) and not _contrasted(hit, other, scope)
    return False


def _is_ironic(praise: Hit, bad: Sequence[Hit], scope: Scope) -> bool:
    mocked = any(word in _IRONIC for word in scope.words) or bool(_MOCKING.search(" ".join(scope.words)))
    if mocked or scope.tokens[praise.start].quoted:
        return True
    start, end = scope.sentence(praise.start)
    short = end - start <= 4
    for hit in bad:
        near = start <= hit.start < end or (
            short and end < hit.start <= scope.sentence(min(end + 1, len(scope.words) - 1))[1]
        )
        if near and not (
            _contrasted(praise, hit, scope)
            or (hit.theme in _SURE and praise.start < hit.start and "another" not in scope.words)
        ):
            return True
    return False


def _contrasted(one: Hit, other: Hit, scope: Scope) -> bool:
    first, last = sorted((one, other), key=lambda hit: hit.start)
    return any(word in _BUT for word in scope.words[first.end : last.end + 4]) and first is one
