"""A question as words: folded to one spelling, with what stood between them."""

import re
import unicodedata
from dataclasses import dataclass, replace

MOST = 2_000  # characters of a question that are read
_MOST_WORDS = 300

_WORD = re.compile(
    r"""\d{4}-\d{1,2}-\d{1,2}(?!\d) | \d{4}-?[wWqQ]\d{1,2}(?!\d)
      | \d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?!\d) | \d{1,2}-\d{1,2}-\d{4}(?!\d)
      | (?<![\d.])\d{4}-(?:0[1-9]|1[0-2])(?![\d-]) | (?<![\d.])\d{1,2}/\d{4}(?!\d) | \d{1,2}/\d{1,2}(?![\d/])
      | \d{1,3}(?:,\d{3})+\+? | \d+\+ | \d+\.\d+
      | [^\W_]+(?:['’ʼ`´][^\W_]+)* | [%&<>≥≤+]""",
    re.VERBOSE,
)
_DASHES = re.compile(r"(?<=\d)[\u2010-\u2015\u2212](?=\d)")
# Who is mentioned is spoken to, unless a word before says that somebody is meant.
_MENTION = re.compile(
    r"(?<!\bfor )(?<!\bof )(?<!\bby )(?<!\bfrom )<@\w*(?:\|[^>]*)?>|(?<![\w@])@hand-?off\b", re.IGNORECASE
)
_SIGNS = {"%": "percent", "&": "and", "+": "and", "<": "under", ">": "over", "≥": "over", "≤": "under"}
_SHORT = re.compile(r"\b(w/c|w/e|w/o|m/m|w/w|q/q|y/y|m-o-m|w-o-w|q-o-q|y-o-y|1:1)\b", re.IGNORECASE)
_SHORTS = {
    "w/c": "wc",
    "w/e": "we",
    "w/o": "without",
    "m/m": "mom",
    "w/w": "wow",
    "q/q": "qoq",
    "y/y": "yoy",
    "1:1": "meeting",
}
# Letters that are no letter with an accent to Unicode, and are written like one by everybody.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_TRANSCRIBED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"})
_QUOTES = "\"“”„«»'‘’`"


@dataclass(frozen=True, slots=True)
class Token:
    """One word: as it was written, folded, and without its ending; `gap` is what stands before it."""

    text: str
    word: str
    stem: str
    start: int
    end: int
    gap: str = ""
    possessive: bool = False

    @property
    def quoted(self) -> bool:
        """Whether a quotation mark opens right before the word."""
        return self.gap[-1:] in _QUOTES and bool(self.gap)

    @property
    def unquoted(self) -> bool:
        """Whether a quotation mark closes somewhere before the word."""
        return any(sign in self.gap[:-1] for sign in _QUOTES)

    @property
    def parted(self) -> bool:
        """Whether a comma or another stop stands before the word."""
        return any(sign in self.gap for sign in ",;:.?!/\n|")

    def spelled(self, word: str) -> "Token":
        """The same word in another spelling."""
        return replace(self, word=word, stem=stem(word))


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text, at most as many as a person would write."""
    text = _DASHES.sub("-", _MENTION.sub(" ", text[:MOST]))
    plain = _SHORT.sub(lambda found: _SHORTS.get(found[0].lower(), found[0].replace("-", "")), text)
    found: list[Token] = []
    end = 0
    for match in _WORD.finditer(plain):
        found.append(_token(match, plain[end : match.start()]))
        end = match.end()
        if len(found) == _MOST_WORDS:
            break
    return tuple(found)


def fold(text: str) -> str:
    """Lower case without accents; an apostrophe within a word goes."""
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(char for char in parts if not unicodedata.combining(char) and char not in "'’ʼ`´")


def transcribed(text: str) -> str:
    """A word as it is typed without an umlaut on the keyboard: Wärme as Waerme, Ørsted as Oersted."""
    return fold(text.casefold().translate(_TRANSCRIBED))


def stem(word: str) -> str:
    """The word without the ending of its plural; the same for both numbers, and not always a word."""
    if len(word) < 4 or not word.isalpha():
        return word
    if word.startswith("program"):
        return "program"
    if word[-1] != "s":
        return word
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")):
        if word.endswith(ending):
            return word[: -len(ending)] + instead
    return word if word.endswith(("ss", "us", "is")) else word[:-1]


def phrase(text: str) -> tuple[str, ...]:
    """The stems of a name or an alias, for tables."""
    return tuple(token.stem for token in tokens(text.replace("_", " ")))


def listed(line: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(line.split())


def joined(stems: tuple[str, ...]) -> str:
    """Words run together, so that `mid market` is `midmarket`; numbers stay apart."""
    return "".join(f"|{one}|" if one[0].isdigit() else one for one in stems)


def _token(match: re.Match[str], gap: str) -> Token:
    text = match[0]
    if text.isascii() and text.isalnum():  # most words: nothing to fold
        plain = text.lower()
        return Token(text, plain, stem(plain), match.start(), match.end(), gap)
    word, possessive = _SIGNS.get(text, text), False
    for mark in "'’ʼ`´":
        head, found, tail = word.rpartition(mark)
        if found and head and fold(tail) in ("s", "re", "ve", "d", "ll", "m"):
            word, possessive = head, fold(tail) == "s"
            break
    folded = fold(word).replace(",", "") or fold(text) or text
    return Token(text, folded, stem(folded), match.start(), match.end(), gap, possessive)
