"""The names that exist, by dimension, in a form in which they are found in a sentence.

Made from a catalogue document or from live names; thousands of names cost nothing until a question is read.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain import aliases
from bot.domain.metric import Dimension, Metric
from bot.language import words

SMALL = words.listed("a an and at by de der die das for from in la le of on or the to und with")


@dataclass(frozen=True, slots=True)
class Name:
    """One value of a dimension."""

    dimension: Dimension
    value: str
    stems: tuple[str, ...]


class Vocabulary:
    """Names with their indexes: whole ones run together, and each word with the names that have it."""

    def __init__(
        self,
        names: Mapping[Dimension, Iterable[str]],
        metrics: Iterable[Metric] = tuple(Metric),
        more: Mapping[Dimension, Mapping[str, str]] | None = None,
    ) -> None:
        self.metrics = frozenset(metrics)
        self.names = {dimension: tuple(dict.fromkeys(values)) for dimension, values in names.items()}
        self.dimensions = frozenset(self.names)
        self.whole: dict[str, list[Name]] = defaultdict(list)
        self.having: dict[str, set[Name]] = defaultdict(set)
        self.longest = 1
        spelled: set[str] = set()
        for dimension, values in self.names.items():
            for value in values:
                spelled |= self._add(dimension, value)
        for dimension, lines in aliases.VALUES.items():
            spelled |= self._alias(dimension, lines)
        for dimension, lines in (more or {}).items():
            spelled |= self._alias(dimension, lines)
        self.spelled = tuple(sorted(word for word in spelled if len(word) >= 4))
        self.letters: dict[str, list[str]] = defaultdict(list)
        for word in self.spelled:
            self.letters["".join(sorted(word))].append(word)

    def of(self, stems: tuple[str, ...]) -> list[Name]:
        """The names that are written with exactly these words."""
        return self.whole.get(words.joined(stems), [])

    def _add(self, dimension: Dimension, value: str) -> set[str]:
        found = words.tokens(value.replace("_", " "))
        stems = tuple(token.stem for token in found)
        if not stems:
            return set()
        name = Name(dimension, value, stems)
        self._index(stems, name)
        for stem in set(stems) - SMALL:
            self.having[stem].add(name)
        return {token.word for token in found if token.word.isalpha()}

    def _index(self, stems: tuple[str, ...], name: Name) -> None:
        known = self.whole[words.joined(stems)]
        if name not in known:
            known.append(name)
        self.longest = min(max(self.longest, len(stems) + 2), 16)

    def _alias(self, dimension: Dimension, lines: Mapping[str, str]) -> set[str]:
        spelled: set[str] = set()
        called = {words.joined(words.phrase(value)): value for value in self.names.get(dimension, ())}
        for value, line in lines.items():
            real = called.get(words.joined(words.phrase(value)))
            if real is None:
                continue
            name = Name(dimension, real, words.phrase(real))
            for alternative in line.split("|"):
                stems = words.phrase(alternative)
                if stems and not self.whole.get(words.joined(stems)):
                    self._index(stems, name)
                    spelled |= {token.word for token in words.tokens(alternative) if len(token.word) > 5}
        return spelled


def from_document(document: Mapping[str, object]) -> Vocabulary:
    """The vocabulary of a catalogue document: `metrics`, and `dimensions` with their values."""
    listed, dimensions = document.get("metrics"), document.get("dimensions")
    metrics = (
        [Metric(str(one)) for one in listed if one in list(Metric)] if isinstance(listed, list) else [*Metric]
    )
    names: dict[Dimension, list[str]] = {}
    if isinstance(dimensions, Mapping):
        for dimension, values in dimensions.items():
            if dimension in list(Dimension) and isinstance(values, list):
                names[Dimension(str(dimension))] = [str(value) for value in values]
    return Vocabulary(names, metrics)
