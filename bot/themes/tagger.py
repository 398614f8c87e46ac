"""A comment's themes, each with the words that say so, and the competitors that it names."""

import functools
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.theme import USUAL, Competitor, Theme
from bot.themes import chatter, irony, lexicon, names, pattern, repeats, speech, words
from bot.themes.lexicon import HINT, NOTHING, PRAISE, Hit, Lexicon
from bot.themes.names import Mention
from bot.themes.repeats import GOOD, OTHER, RIVAL, TIMING
from bot.themes.scope import DENIALS, Scope
from bot.themes.words import Token

_FINE = frozenset((PRAISE, GOOD))
_REACHING = {"no_response", "bad_contact_data"}
_BESIDE = ({PRAISE, GOOD}, {"no_budget", TIMING}, {RIVAL, TIMING}, _REACHING)


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
        hits = self._lexicon.find(tokens)
        found = [hit for hit in _sifted(hits, tokens) if not _is_courtesy(hit, text, tokens)]
        scope = Scope(tokens, found)
        counted = [hit for hit in found if scope.counts(hit)]
        meant = _apart(_meant(counted, scope), scope)
        cues, aside = _by_token(counted), _by_token([hit for hit in hits if hit.theme == NOTHING])
        told = [
            hit
            for hit in meant
            # What a house's own phrase says is not doubted.
            if hit.theme not in lexicon.THEMES or not _is_chatter(hit, tokens, scope, cues, aside)
        ]
        for theme in self._themes:
            hit = next((one for one in told if one.theme == theme), None)
            if hit:
                start, end = tokens[hit.start].start, tokens[hit.end - 1].end
                yield Finding(theme, start, end, text[start:end])


def _is_chatter(
    hit: Hit, tokens: Sequence[Token], scope: Scope, cues: Container[int], aside: Container[int]
) -> bool:
    """Whether the sentence around a cue is about other things, to judge by its words.

    What means nothing is left `aside`: a plan beside a report says nothing of the report.
    """
    start, end = scope.sentence(hit.start)
    here = [number for number in range(start, min(end + 1, len(tokens))) if number not in aside]
    if not chatter.usual().is_chatter([tokens[number] for number in here]):
        return False
    spoken = [tokens[number] for number in here if number in cues]
    return not chatter.is_most(spoken, [tokens[number] for number in here if number not in cues])


def _sifted(hits: Sequence[Hit], tokens: Sequence[Token]) -> list[Hit]:
    """The cues that nothing explains away; of two that overlap the longer one stays, or that which denies."""
    at = _by_token(hits)
    left = [
        hit
        for hit in hits
        if hit.theme != NOTHING and all(other.theme != NOTHING for other in _touching(hit, at))
    ]
    at = _by_token(left)
    left = [
        hit
        for hit in left
        if hit.theme not in _FINE or not any(_denies(other, hit, tokens) for other in _touching(hit, at))
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


def _denies(hit: Hit, good: Hit, tokens: Sequence[Token]) -> bool:
    """`no budget` before `budget, project`: whether a cue begins with the denial of good words."""
    return hit.theme not in _FINE and hit.start + 1 == good.start and tokens[hit.start].word in DENIALS


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


def _apart(hits: Sequence[Hit], scope: Scope) -> list[Hit]:
    """Without what another theme already says: the rest beside a reason, good news of a running deal."""
    return [hit for hit in hits if not any(repeats.is_repeated(hit, other, scope) for other in hits)]
