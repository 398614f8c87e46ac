"""The little language in which a cue is one line, made into a regular expression over the words of a comment.

    no budget            the words, in any number and spelling that `spelling` knows
    (no|zero) budget     one of several
    [the] budget         with or without
    _ account            any one word
    budget * cut         up to three words between, within one clause; `**` up to seven
    <n>                  a class of words from `classes.txt`; `<n>` is any number, `<nn>` one below a hundred
    ^later               these words where a clause begins
    ^^later              these words alone, between two marks
    later^               these words where a clause ends

Every repetition is bounded, so that matching takes time in proportion to the text.
"""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.errors import HandoffError
from bot.themes import spelling

_PART = re.compile(r"<[a-z]+>|\*\*?|[()\[\]|]|[^\s()\[\]|<>*]+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[@$][a-z]*|[^\s\w]")
_PIECE = r"(?: :)? "
_GAPS = {"*": rf"(?:{_PIECE}[^ ,.?:]+){{0,3}}?", "**": rf"(?:{_PIECE}[^ ,.?:]+){{0,7}}?"}
NUMBER, ANY = "#", "_"
_ANYTHING = frozenset((NUMBER, ANY))
ALONE, OPENING = "^^", "^"
_ALONE_BEFORE = r"(?:(?<= [,.?:])|(?<![\s\S]))"
_OPENING_BEFORE = r"(?:(?<= [,.?:])|(?<= (?:and|but|und))|(?<= so)|(?<= y)|(?<![\s\S]))"
_ALONE_AFTER = r"(?= (?:[,.?:] |$))"


class PatternError(HandoffError):
    """A cue is not written as cues are; says which and what is wrong."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A part of a cue: its expression, the words it may begin with, and whether it may be nothing at all.

    One of `needs`, if there are any, stands in every text that it matches, behind the word it begins with.
    """

    expression: str
    first: frozenset[str]
    empty: bool = False
    needs: frozenset[str] = frozenset()


Classes = Mapping[str, Pattern]
NUMBERS = Pattern(rf"{_PIECE}\d[^ ]*", frozenset((NUMBER,)))
LOW_NUMBERS = Pattern(rf"{_PIECE}\d{{1,2}}(?= )", frozenset((NUMBER,)))


def parse(line: str, classes: Classes) -> Pattern:
    """The pattern of a line. Raises `PatternError`."""
    bare = line.removeprefix(OPENING).removeprefix(OPENING).removesuffix(OPENING)
    reader = _Reader(line, _PART.findall(bare), classes)
    found = reader.alternatives()
    if reader.parts:
        raise PatternError(f"{line!r}: there is a {reader.parts[0]!r} too many")
    if found.empty:
        raise PatternError(f"{line!r}: at least one word must be there")
    alone = line.startswith(ALONE)
    before = _ALONE_BEFORE if alone else _OPENING_BEFORE if line.startswith(OPENING) else ""
    after = _ALONE_AFTER if alone or line.endswith(OPENING) else ""
    return Pattern(f"{before}{found.expression}{after}", found.first, needs=found.needs)


def plain(line: str) -> str:
    """Words of a person as a pattern: what means something in the language is taken out."""
    return " ".join(re.sub(r"[()\[\]|<>*]", " ", line).split())


@dataclass(slots=True)
class _Reader:
    line: str
    parts: list[str]
    classes: Classes

    def alternatives(self) -> Pattern:
        found = [self.sequence()]
        while self.parts and self.parts[0] == "|":
            self.parts.pop(0)
            found.append(self.sequence())
        if len(found) == 1:
            return found[0]
        expression = "|".join(one.expression for one in found)
        first = frozenset().union(*(one.first for one in found))
        needs = (
            frozenset().union(*(one.needs for one in found))
            if all(one.needs for one in found)
            else frozenset()
        )
        return Pattern(f"(?:{expression})", first, any(one.empty for one in found), needs)

    def sequence(self) -> Pattern:
        found: list[Pattern] = []
        while self.parts and self.parts[0] not in "|)]":
            found.append(self.element(self.parts.pop(0)))
        first: set[str] = set()
        for one in found:
            first |= one.first
            if not one.empty:
                break
        expression = "".join(one.expression for one in found)
        return Pattern(expression, frozenset(first), all(one.empty for one in found), _needs(found))

    def element(self, part: str) -> Pattern:
        if part in ("(", "["):
            inner = self.alternatives()
            if not self.parts or self.parts.pop(0) != {"(": ")", "[": "]"}[part]:
                raise PatternError(f"{self.line!r}: a {part!r} is not closed")
            return inner if part == "(" else Pattern(f"(?:{inner.expression})?", inner.first, True)
        if part in _GAPS:
            return Pattern(_GAPS[part], frozenset(), True)
        if part == "_":
            return Pattern(rf"{_PIECE}[^ ,.?:]+", frozenset((ANY,)))
        if part.startswith("<") and part.endswith(">"):
            if part[1:-1] not in self.classes:
                raise PatternError(f"{self.line!r}: there is no class {part}")
            return self.classes[part[1:-1]]
        return _words(part)


def _needs(found: Sequence[Pattern]) -> frozenset[str]:
    """The fewest words of which a sequence needs one, behind the part that it begins with."""
    must = [one for one in found if not one.empty]
    known = [one.needs for one in must] + [one.first for one in must[1:] if not one.first & _ANYTHING]
    return min((words for words in known if words), key=len, default=frozenset())


@functools.lru_cache(maxsize=16_384)
def _words(part: str) -> Pattern:
    words = [word for piece in _WORD.findall(part) for word in _spelled(piece)]
    expression = "".join(_PIECE + re.escape(word) + "(?= )" for word in words)
    return Pattern(expression, frozenset(words[:1]), not words)


def _spelled(piece: str) -> tuple[str, ...]:
    if piece == "im":  # German, as cues have it
        return (piece,)
    return spelling.words(piece) if piece[0].isalnum() else (spelling.sign(piece),)
