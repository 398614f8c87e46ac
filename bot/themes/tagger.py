"""A comment's themes, each with the words that say so, and the competitors that it names."""

import functools
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.theme import USUAL, Competitor, Theme
from bot.themes import chatter, irony, lexicon, names, pattern, speech, words
from bot.themes.lexicon import HINT, NOTHING, PRAISE, Hit, Lexicon
from bot.themes.names import Mention
from bot.themes.scope import Scope
from bot.themes.words import Token

GOOD, OTHER, RIVAL, CUSTOMER = "good_quality", "other", "competitor_in_place", "duplicate_or_customer"
_TURNS = frozenset(("but", "though", "although", "however", "aber", "pero"))
# Happy with whom, signed with whom: beside a rival it is the rival unless the words say us.
_FOND = frozenset(
    (
        *("thrilled", "happy", "delighted", "love", "loved", "impressed", "satisfied"),
        *("signed", "closed", "won", "hooked"),
    )
)
_US = frozenset(("u", "us", "our", "we", "demo"))
TIMING = "bad_timing"
_TIMED = frozenset((TIMING, "no_budget", RIVAL))
_REACHING = {"no_response", "bad_contact_data"}
_BESIDE = ({PRAISE, GOOD}, {"no_budget", TIMING}, {RIVAL, TIMING}, _REACHING)
_UNFIT = frozenset(("wrong_persona", "wrong_company_fit", "bad_contact_data"))
_CHAT = frozenset(("chat", "talk", "conversation", "call", "exchange", "discussion"))


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


@functools.lru_cache(maxsize=8)
def _lexicon(house: tuple[tuple[str, str], ...]) -> Lexicon:
    """The usual cues and those of a house: reading them takes half a second, and they are only looked up."""
    return Lexicon((*lexicon.usual(), *house), lexicon.classes())


class Tagger:
    """Tags comments by rules alone; made once for the themes and competitors of an agreement."""

    def __init__(self, themes: Sequence[Theme] = USUAL, competitors: Sequence[Competitor] = ()) -> None:
        self._themes = tuple(theme.key for theme in themes if theme.active)
        self._names = names.Names(competitors)
        house = tuple((theme.key, pattern.plain(cue)) for theme in themes for cue in theme.cues)
        self._lexicon = _lexicon(house)
        self._known = self._lexicon.words | lexicon.common()

    def tag(self, text: str) -> Tags:
        """The themes and competitors of one comment."""
        mentions = self._names.find(text)
        listed = dict.fromkeys(mention.competitor for mention in mentions if mention.competitor)
        return Tags(tuple(self._findings(text, self._tokens(text, mentions))), tuple(listed))

    def read(self, text: str) -> tuple[Token, ...]:
        """The words and marks of a comment, with each vendor that it names as one word."""
        return self._tokens(text, self._names.find(text))

    def _tokens(self, text: str, mentions: Sequence[Mention]) -> tuple[Token, ...]:
        return words.read(text, [mention.name for mention in mentions], self._known)

    def unknown_names(self, text: str) -> tuple[str, ...]:
        """Vendors that the comment names and no list of the house has; for a proposal, never counted."""
        return tuple(names.unknown(text, self._names))

    def _findings(self, text: str, tokens: Sequence[Token]) -> Iterable[Finding]:
        found = [hit for hit in _sifted(self._lexicon.find(tokens)) if not _is_courtesy(hit, text, tokens)]
        scope = Scope(tokens, found)
        counted = [hit for hit in found if scope.counts(hit)]
        cues = _by_token(counted)
        meant = _apart(_meant(counted, scope), scope)
        # What a house's own phrase says is not doubted.
        told = [h for h in meant if h.theme not in lexicon.THEMES or not _is_chatter(h, tokens, scope, cues)]
        for theme in self._themes:
            hit = next((one for one in told if one.theme == theme), None)
            if hit:
                start, end = tokens[hit.start].start, tokens[hit.end - 1].end
                yield Finding(theme, start, end, text[start:end])


def _is_chatter(hit: Hit, tokens: Sequence[Token], scope: Scope, cues: Container[int]) -> bool:
    """Whether the sentence around a cue is about other things, to judge by its words."""
    start, end = scope.sentence(hit.start)
    said = tokens[start : end + 1]  # with its mark
    if not chatter.usual().is_chatter(said):
        return False
    here = range(start, start + len(said))
    spoken = [token for number, token in zip(here, said, strict=True) if number in cues]
    return not chatter.is_most(spoken, [token for token in said if token not in spoken])


def _sifted(hits: Sequence[Hit]) -> list[Hit]:
    """The cues that nothing explains away; of two that overlap the longer one stays."""
    at = _by_token(hits)
    left = [
        hit
        for hit in hits
        if hit.theme != NOTHING and all(other.theme != NOTHING for other in _touching(hit, at))
    ]
    at = _by_token(left)
    return [hit for hit in left if not any(_gives_way(hit, other) for other in _touching(hit, at))]


def _by_token(hits: Sequence[Hit]) -> Mapping[int, Sequence[Hit]]:
    """The cues that cover each token, so that a cue is compared with its neighbours only."""
    found: dict[int, list[Hit]] = {}
    for hit in hits:
        for number in range(hit.start, hit.end):
            found.setdefault(number, []).append(hit)
    return found


def _touching(hit: Hit, at: Mapping[int, Sequence[Hit]]) -> Iterable[Hit]:
    return (other for number in range(hit.start, hit.end) for other in at[number])


def _is_courtesy(hit: Hit, text: str, tokens: Sequence[Token]) -> bool:
    return hit.theme in (PRAISE, GOOD) and speech.is_to_colleague(
        text, tokens[hit.start].start, tokens[hit.end - 1].end
    )


def _gives_way(hit: Hit, other: Hit) -> bool:
    themes = {hit.theme, other.theme}
    if themes == _REACHING and hit.inside(other):
        return True
    if len(themes) == 1 or themes in _BESIDE or not hit.overlaps(other):
        return False
    if HINT in themes and not themes & {PRAISE, GOOD, RIVAL}:
        return hit.theme == HINT
    return (hit.length, hit.theme == GOOD, -hit.start) < (other.length, other.theme == GOOD, -other.start)


def _meant(hits: Sequence[Hit], scope: Scope) -> list[Hit]:
    """Praise is taken at its word or as irony, a hint where nothing else is said or a `but` sets it off."""
    plain = [
        hit
        for hit in hits
        if hit.theme not in (PRAISE, HINT) and not (hit.theme == GOOD and irony.is_scorned(hit, scope))
    ]
    praise = [hit for hit in hits if hit.theme == PRAISE]
    hints = [Hit(OTHER, hit.start, hit.end) for hit in hits if hit.theme == HINT]
    bad = [hit for hit in plain if hit.theme != GOOD]
    mocked = bool(praise) and irony.is_mocking(scope.words)
    mocked = mocked or any(irony.is_ironic(hit, [*bad, *hints], scope) for hit in praise)
    honest = [Hit(GOOD, hit.start, hit.end) for hit in praise if not mocked]
    if praise and not honest and not bad:
        return [
            *(hit for hit in plain if hit.theme != GOOD),
            *(hints or [Hit(OTHER, praise[0].start, praise[0].end)]),
        ]
    told = sorted((*plain, *honest), key=lambda hit: hit.start)
    if bad or not hints:
        return told
    return [*told, *(hint for hint in hints if not told or irony.contrasted(told[-1], hint, scope))]


def _is_told_by(hit: Hit, other: Hit, scope: Scope) -> bool:
    """A freeze with an end is the lead's timing; a rival's contract is so only where its end is named."""
    timing = hit if hit.theme == TIMING else other
    dated = speech.is_dated(scope.words, timing.start, timing.end)
    if RIVAL in (hit.theme, other.theme):
        return not dated and (hit.length, hit.theme == RIVAL) < (other.length, other.theme == RIVAL)
    return dated and hit.theme == "no_budget" and hit.inside(other)


def _apart(hits: Sequence[Hit], scope: Scope) -> list[Hit]:
    """Without what another theme already says: the rest beside a reason, good news of a running deal."""
    return [hit for hit in hits if not any(_repeats(hit, other, scope) for other in hits)]


def _repeats(hit: Hit, other: Hit, scope: Scope) -> bool:
    if hit.theme in _TIMED and other.theme in _TIMED and hit.overlaps(other) and hit.theme != other.theme:
        return _is_told_by(hit, other, scope)
    if hit.theme == OTHER and other.theme == CUSTOMER and hit.start > other.start:
        return scope.sentence(hit.start) == scope.sentence(other.start) and _TURNS.isdisjoint(
            scope.words[other.end : hit.start]
        )
    if hit.theme == OTHER and other.theme != OTHER:
        return not scope.parted(hit, other)
    if hit.theme == GOOD and other.theme in _UNFIT and _CHAT & set(scope.words[hit.start : hit.end]):
        return not irony.contrasted(hit, other, scope)
    if hit.theme == GOOD and other.theme == RIVAL and not irony.contrasted(other, hit, scope):
        said = set(scope.words[hit.start : hit.end])
        return scope.sentence(hit.start) == scope.sentence(other.start) and bool(
            said & _FOND and not said & _US
        )
    if hit.theme == GOOD and other.theme == CUSTOMER:
        return scope.sentence(hit.start) == scope.sentence(other.start) and not (
            irony.contrasted(hit, other, scope) or irony.contrasted(other, hit, scope)
        )
    return False
