"""Closed tables of phrases, matched longest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.language import words


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a phrase stands for: a `kind` of the grammar and its value."""

    kind: str
    value: str = ""


class Phrases:
    """Phrases by their first word; made once from lines of alternatives parted by `|`."""

    def __init__(self, lines: Iterable[tuple[Symbol, str]]) -> None:
        by_first: dict[str, dict[tuple[str, ...], Symbol]] = {}
        spelled: set[str] = set()
        parted: set[tuple[str, ...]] = set()
        for symbol, line in lines:
            for alternative in line.split("|"):
                stems = words.phrase(alternative)
                parted |= {stems} if "," in alternative else set()
                spelled |= {token.word for token in words.tokens(alternative)}
                if stems:
                    by_first.setdefault(stems[0], {}).setdefault(stems, symbol)
        self._by_first: Mapping[str, tuple[tuple[tuple[str, ...], Symbol], ...]] = {
            first: tuple(sorted(found.items(), key=lambda each: -len(each[0])))
            for first, found in by_first.items()
        }
        self._parted = frozenset(parted)
        self.spelled = frozenset(spelled)
        self.words = frozenset(stem for found in by_first.values() for stems in found for stem in stems)

    def match(
        self, stems: Sequence[str], at: int, stops: frozenset[int] = frozenset()
    ) -> tuple[Symbol, int] | None:
        """The longest phrase that begins at a place, and where it ends; none reaches over a stop."""
        for phrase, symbol in self._by_first.get(stems[at], ()):
            end = at + len(phrase)
            if tuple(stems[at:end]) != phrase:
                continue
            if phrase in self._parted or not any(at < stop < end for stop in stops):
                return symbol, end
        return None

    def whole(self, stems: tuple[str, ...]) -> Symbol | None:
        """What the words are when they are exactly one phrase."""
        found = self.match(stems, 0) if stems else None
        return found[0] if found and found[1] == len(stems) else None
