"""The cues, as the files beside this module hold them: one line is one cue, one file is one theme.

`classes.txt` names groups of words that cues share. `nothing.txt` holds what looks like a cue and is none:
whatever touches it gives no label. `praise.txt` holds the good words that people also say in irony,
`hint.txt` what marketing should hear only where nothing more precise is said.
"""

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from bot.domain.theme import USUAL
from bot.themes import pattern
from bot.themes.pattern import Pattern, PatternError
from bot.themes.words import Token

NOTHING, PRAISE, HINT = "nothing", "praise", "hint"
_SPELLED = re.compile(r" ([a-z]{4,})(?=\(\?= \))")
THEMES = tuple(theme.key for theme in USUAL)


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found in a comment: its theme, and its tokens from `start` to before `end`."""

    theme: str
    start: int
    end: int

    def overlaps(self, other: "Hit") -> bool:
        """Whether the two share a token."""
        return self.start < other.end and other.start < self.end

    def inside(self, other: "Hit") -> bool:
        """Whether the other one covers this one and more."""
        return other.start <= self.start and self.end <= other.end and other.length > self.length

    @property
    def length(self) -> int:
        """In tokens."""
        return self.end - self.start


class _Cue:
    """A cue of a theme. Its expression is compiled when a comment first has a word that it begins with."""

    def __init__(self, theme: str, found: Pattern) -> None:
        self.theme = theme
        self.needs = found.needs
        self._expression = found.expression

    @functools.cached_property
    def find(self) -> re.Pattern[str]:
        """The expression, to be matched where a word begins."""
        return re.compile(f"(?:{self._expression})(?= )")


@functools.cache
def _cue(theme: str, found: Pattern) -> _Cue:
    """The cue, which the lexicons of several houses share: what it compiled takes longer than all else."""
    return _Cue(theme, found)


class Lexicon:
    """Cues by the word that they begin with; made once."""

    def __init__(self, lines: Iterable[tuple[str, str]], classes: Mapping[str, Pattern]) -> None:
        self._by_first: dict[str, list[_Cue]] = {}
        spelled: set[str] = set()
        for theme, line in lines:
            found = pattern.parse(line, classes)
            cue = _cue(theme, found)
            for word in found.first:
                self._by_first.setdefault(word, []).append(cue)
            spelled.update(_SPELLED.findall(found.expression), found.first)
        self.words = frozenset(word for word in spelled if word.isalpha())

    def find(self, tokens: Sequence[Token]) -> list[Hit]:
        """Every cue of every theme, each as long as it can be, in the order of the text."""
        line, places = _joined(tokens)
        at_end = {place: number for number, place in enumerate(places)}
        said = {token.word for token in tokens}
        hits: list[Hit] = []
        for number, token in enumerate(tokens):
            for cue in self._beginning(token.word):
                if cue.needs and cue.needs.isdisjoint(said):
                    continue
                found = cue.find.match(line, places[number])
                if found:
                    hits.append(Hit(cue.theme, number, at_end[found.end()]))
        return hits

    def _beginning(self, word: str) -> Iterable[_Cue]:
        numbers = self._by_first.get(pattern.NUMBER, ()) if word[0].isdigit() else ()
        return (*self._by_first.get(word, ()), *numbers, *self._by_first.get(pattern.ANY, ()))


def _joined(tokens: Sequence[Token]) -> tuple[str, list[int]]:
    """The words in one line, and where each begins, with the end of the line as the last."""
    places, parts, at = [], [], 0
    for token in tokens:
        places.append(at)
        parts.append(f" {token.word}")
        at += len(token.word) + 1
    return "".join(parts) + " ", [*places, at]


@functools.cache
def classes() -> Mapping[str, Pattern]:
    """The groups of words by name. Raises `PatternError` for a line that is not `name: pattern`."""
    found: dict[str, Pattern] = {"n": pattern.NUMBERS, "nn": pattern.LOW_NUMBERS}
    for line in lines("classes"):
        name, colon, alternatives = line.partition(":")
        if not colon:
            raise PatternError(f"{line!r}: a class is written as name: words")
        known = found.get(name)
        parsed = pattern.parse(alternatives, found)
        found[name] = _either(known, parsed) if known else parsed
    return found


def _either(one: Pattern, other: Pattern) -> Pattern:
    return Pattern(f"(?:{one.expression}|{other.expression})", one.first | other.first)


def lines(name: str) -> tuple[str, ...]:
    """The lines of a file of the lexicon, without what stands behind `#`."""
    text = resources.files("bot.themes").joinpath("cues", f"{name}.txt").read_text(encoding="utf-8")
    bare = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in bare if line)


@functools.cache
def usual() -> tuple[tuple[str, str], ...]:
    """Every cue that ships, as theme and line."""
    return tuple((name, line) for name in (*THEMES, NOTHING, PRAISE, HINT) for line in lines(name))


@functools.cache
def common() -> frozenset[str]:
    """Ordinary words that are near to a cue's word and must not be taken for it."""
    return frozenset(word for line in lines("common") for word in line.split())
