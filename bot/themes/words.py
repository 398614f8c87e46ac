"""A comment as words: folded to one spelling, with marks for what parts them and a way back to the text."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.themes import spelling

MOST = 6_000  # characters of a comment that are read

COMMA, STOP, ASK, SOFT = ",", ".", "?", ":"
MARKS = frozenset((COMMA, STOP, ASK, SOFT))
RIVAL = "@rival"
INVERTED = "¿"  # opens a Spanish question

_PIECE = re.compile(
    r"""(?P<gone><[@\#!][^<>\s]{1,80}> | (?:https?://|www\.)[^\s<>|]{1,300} | <https?://[^<>\s]{1,300}>)
      | (?P<mail>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4})
      | (?P<emoji>:[a-z][a-z0-9_+-]{1,30}:(?!\w))
      | (?P<with>\bw/(?:o\b)?)
      | (?P<number>\d+(?:[.,]\d+)+)
      | (?P<word>[Ee]-[Mm]ail\w*|[^\W_]+(?:['’ʼ`´][^\W_]+)*)
      | (?P<money>[$€£]+)
      | (?P<stop>(?:\.|!|\?|…|;|\n)[.!?…;\n\s]*)
      | (?P<comma>,|\s[-–—]+(?=\s)|[—–]|--+)
      | (?P<quote>["“”„«»])
      | (?P<and>[&+](?!\d))
      | (?P<soft>[:/()\[\]|>=*~-])
      | (?P<other>[^\s\w])""",
    re.VERBOSE,
)
# Beside these `im` is German; anywhere else it is `I'm` without its apostrophe.
_GERMAN = re.compile(
    r"\b(?:der|das|dem|und|ist|nicht|haben|bei|auf|sie|wir|ich|keine?|nur|noch|erst|schon|wieder|für|sind"
    r"|eine?[nmr]?|im (?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|herbst|sommer|winter|früh\w+|moment|urlaub|haus|gespräch|einsatz|neuen|nächsten|vertrag|ruhestand))\b",
    re.IGNORECASE,
)
_IM = "im"
_INITIAL = re.compile(r"(?:^|\W)[A-Z]$")
_INSIDE = re.compile(r"(?<=\w)\.(?=\w)")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark in its one spelling, and which characters of the comment it stands for."""

    word: str
    start: int
    end: int
    quoted: bool = False

    @property
    def is_mark(self) -> bool:
        """Whether it parts words and is none."""
        return self.word in MARKS


@dataclass(frozen=True, slots=True)
class Name:
    """Characters of the comment that name a rival or another vendor; they are read as one word."""

    start: int
    end: int


def read(text: str, names: Sequence[Name] = (), known: frozenset[str] = frozenset()) -> tuple[Token, ...]:
    """The tokens of a comment; a word that is a slip of one in `known` is read as that one."""
    return tuple(_collapsed(_tokens(text[:MOST], names, known)))


def _tokens(text: str, names: Sequence[Name], known: frozenset[str]) -> Iterator[Token]:
    quoted = False
    german = bool(_GERMAN.search(text))
    left = list(names)
    for piece in _PIECE.finditer(text):
        start, end, kind = piece.start(), piece.end(), piece.lastgroup or ""
        while left and left[0].end <= start:
            left.pop(0)
        if left and start >= left[0].start:
            if start == left[0].start:
                yield Token(RIVAL, left[0].start, left[0].end, quoted)
            continue
        if kind == "quote":
            quoted = not quoted
            continue
        if german and piece[0].casefold() == _IM:
            yield Token(_IM, start, end, quoted)
            continue
        for word in _spelled(kind, piece, text, known):
            yield Token(word, start, end, quoted)


def _spelled(kind: str, piece: re.Match[str], text: str, known: frozenset[str]) -> tuple[str, ...]:
    """The words or the mark that a piece of the text stands for."""
    found = piece[0]
    match kind:
        case "word" | "number":
            return spelling.words(found.replace("-", ""), known)
        case "stop":
            return _stop(piece, text)
        case "with":
            return ("without" if found.endswith("o") else "with",)
        case "emoji":
            return (spelling.sign(found),)
        case "other" if found == INVERTED:
            return (INVERTED,)
        case "other":
            return (spelling.sign(found),) if unicodedata.category(found) == "So" else ()
    return _FIXED.get(kind, ())


_FIXED = {"mail": ("@mail",), "money": ("$",), "comma": (COMMA,), "and": ("and",), "soft": (SOFT,)}


def _stop(piece: re.Match[str], text: str) -> tuple[str, ...]:
    if "?" in piece[0]:
        return (ASK,)
    # A stop inside a word parts an abbreviation or a domain, one behind an initial a name; both end nothing.
    inside = piece[0] == "." and _INSIDE.match(text, piece.start())
    initial = piece[0] == ". " and _INITIAL.search(text, max(0, piece.start() - 2), piece.start())
    return (SOFT,) if inside or initial else (STOP,)


def _collapsed(tokens: Iterator[Token]) -> Iterator[Token]:
    """At most one soft mark in a row, and none beside a firmer one."""
    before: Token | None = None
    for token in tokens:
        if token.word == SOFT and (before is None or before.is_mark):
            continue
        yield token
        before = token
