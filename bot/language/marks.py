"""A question as it is being read: its words, and what stretches of them were found to mean."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.domain.metric import Dimension
from bot.language.words import Token


@dataclass(frozen=True, slots=True)
class Mark:
    """The words from `first` up to `last` mean something: a `kind` of the grammar and its value."""

    kind: str
    value: object
    first: int
    last: int


@dataclass(slots=True)
class Sheet:
    """The words of one question with the marks on them, in order; `raw` are the words as they were typed."""

    tokens: tuple[Token, ...]
    raw: tuple[Token, ...]
    guessed: frozenset[int] = frozenset()
    marks: list[Mark] = field(default_factory=list)

    def free(self, first: int, last: int) -> bool:
        """Whether nothing is marked there yet."""
        return last <= len(self.tokens) and not any(m.first < last and first < m.last for m in self.marks)

    def put(self, kind: str, value: object, first: int, last: int) -> None:
        """Mark a stretch."""
        self.marks.append(Mark(kind, value, first, last))
        self.marks.sort(key=lambda mark: mark.first)

    def at(self, place: int) -> Mark | None:
        """The mark that covers a word."""
        return next((mark for mark in self.marks if mark.first <= place < mark.last), None)

    def of(self, *kinds: str) -> list[Mark]:
        """All marks of these kinds, in order."""
        return [mark for mark in self.marks if mark.kind in kinds]

    def telling(self) -> list[Mark]:
        """The marks without the words that are passed over."""
        return [mark for mark in self.marks if mark.kind != "noise"]

    def unmarked(self) -> Iterator[int]:
        """The places of words that mean nothing so far."""
        covered = {place for mark in self.marks for place in range(mark.first, mark.last)}
        return (place for place in range(len(self.tokens)) if place not in covered)

    def text(self, first: int, last: int) -> str:
        """Words as they were typed."""
        return " ".join(token.text for token in self.raw[first:last])

    def plain(self) -> str:
        """The folded words, with each name as its dimension and without asides, as the refusals read them."""
        parts: list[str] = []
        names = {mark.first: mark for mark in self.of("name", "doubt", "noise")}
        at = 0
        while at < len(self.tokens):
            if at in names:
                mark = names[at]
                named = str(mark.value.dimension) if hasattr(mark.value, "dimension") else "owner"
                parts += ["\x00" + named] if mark.kind != "noise" else []
                at = mark.last
            else:
                parts.append(self.tokens[at].word)
                at += 1
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that may mean several names, or a name that does not exist."""

    options: tuple[str, ...]
    dimension: Dimension | None = None
