"""The names that exist, by dimension, in a form in which they are found in a sentence.

Made from a catalogue document or from live names; thousands of names cost nothing until a question is read.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from bot.domain import aliases
from bot.domain.metric import Dimension, Metric
from bot.language import words

_UNSAID = frozenset(("other",))
SMALL = words.listed("a an and at by de der die das for from in la le of on or the to und with")

_UMLAUT = re.compile("ae|oe|ue")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Name:
    """One value of a dimension."""

    dimension: Dimension
    value: str
    stems: tuple[str, ...]

    def __hash__(self) -> int:
        return hash(self.value)  # kept by the string, where the tuple's would be reckoned each time


class Vocabulary:
    """Names with their indexes: whole ones run together, and each word with the names that have it.

    Once made it does not change, so that several threads may read questions in it at once.
    """

    def __init__(
        self,
        names: Mapping[Dimension, Iterable[str]],
        metrics: Iterable[Metric] = tuple(Metric),
        more: Mapping[Dimension, Mapping[str, str]] | None = None,
        *,
        of_feedback: bool = False,
    ) -> None:
        self.more = more or {}
        self.is_of_feedback = of_feedback
        self.metrics = frozenset(metrics)
        self.names = {dimension: tuple(dict.fromkeys(values)) for dimension, values in names.items()}
        self.dimensions = frozenset(self.names)
        index = _Index()
        # Reasons and themes are called alike, and a question is about one of them.
        unheard = Dimension.REJECT_REASON if of_feedback else Dimension.THEME
        for dimension, values in self.names.items():
            for value in values if dimension is not unheard else ():
                index.add(dimension, value)
        for dimension, lines in (*aliases.VALUES.items(), *self.more.items()):
            if dimension is not unheard:
                index.alias(dimension, lines, self.names.get(dimension, ()))
        self.longest = index.longest
        self.spelled = tuple(sorted(word for word in index.spelled if len(word) >= 4))
        letters: dict[str, list[str]] = defaultdict(list)
        for word in self.spelled:
            letters["".join(sorted(word))].append(word)
        self.whole: Mapping[str, tuple[Name, ...]] = _frozen(index.whole)
        self.having: Mapping[str, frozenset[Name]] = MappingProxyType(
            {stem: frozenset(names) for stem, names in index.having.items()}
        )
        self.respelled: Mapping[str, str] = MappingProxyType(dict(index.respelled))
        self.letters: Mapping[str, tuple[str, ...]] = _frozen(letters)

    def of_feedback(self) -> "Vocabulary":
        """The same names for questions about feedback: what reasons are called are its themes."""
        return Vocabulary(self.names, self.metrics, self.more, of_feedback=True)

    def of(self, stems: tuple[str, ...]) -> tuple[Name, ...]:
        """The names that are written with exactly these words."""
        return self.whole.get(words.joined(stems), ())


class _Index:
    """The indexes while they are being made."""

    def __init__(self) -> None:
        self.whole: dict[str, list[Name]] = defaultdict(list)
        self.having: dict[str, set[Name]] = defaultdict(set)
        self.spelled: set[str] = set()
        self.respelled: dict[str, str] = {}
        self.longest = 1

    def add(self, dimension: Dimension, value: str) -> None:
        """Make a name findable by all its words, and by each."""
        found = words.tokens(value.replace("_", " "))
        stems = tuple(token.stem for token in found)
        if not stems:
            return
        name = Name(dimension, value, stems)
        if dimension is Dimension.THEME:
            # Said in full or not at all: their words ("good", "other", "customer") are everybody's.
            if len(stems) > 1 or not _UNSAID & set(stems):
                self._put(stems, name)
            return
        self._put(stems, name)
        for stem in stems:
            if stem not in SMALL:
                self.having[stem].add(name)
        self.spelled.update(token.word for token in found if token.word.isalpha())
        for token in found:
            self._respell(token)

    def _respell(self, token: words.Token) -> None:
        """`Waermepumpe` for Wärmepumpe, and `Müller` for somebody who is written Mueller."""
        for other in (words.transcribed(token.text), _UMLAUT.sub(lambda found: found[0][0], token.word)):
            if other != token.word and len(other) > 3:
                self.respelled.setdefault(other, token.word)

    def alias(self, dimension: Dimension, lines: Mapping[str, str], values: Iterable[str]) -> None:
        """Make names findable by what else they are called; nothing that is a name itself."""
        called = {words.joined(words.phrase(value)): value for value in values}
        for value, line in lines.items():
            real = called.get(words.joined(words.phrase(value)))
            if real is None:
                continue
            name = Name(dimension, real, words.phrase(real))
            for alternative in line.split("|"):
                stems = words.phrase(alternative)
                if stems and words.joined(stems) not in self.whole:
                    self._put(stems, name)
                    told = (token.word for token in words.tokens(alternative))
                    self.spelled.update(word for word in told if len(word) > 5)

    def _put(self, stems: tuple[str, ...], name: Name) -> None:
        known = self.whole[words.joined(stems)]
        if name not in known:
            known.append(name)
        self.longest = min(max(self.longest, len(stems) + 2), 16)


def _frozen(index: Mapping[str, list[Value]]) -> Mapping[str, tuple[Value, ...]]:
    return MappingProxyType({key: tuple(values) for key, values in index.items()})


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
