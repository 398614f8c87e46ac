"""Slips in short words, which only their place gives away: `las 30 dys`, `in aprl`, `hw many leeds`.

A word of three or four letters is near too many others. It is mended where the words beside it leave room for
one word alone: a unit has "last" before it, "many" has the leads after it, "in" may have a month.
"""

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from bot.language import lexicon, words
from bot.language.time_words import MONTHS, NUMBERS, UNITS
from bot.language.words import Token

_BACK = ("last", "past", "this", "previous")
_LEADS = ("leads", "mqls")
_WIN = words.listed("wim wib wih wij wun wjn wkn wn")  # the keys beside, or one left out
_SPANS = ("days", "weeks", "months", "quarters", "day", "week", "month", "quarter")
_DATING = words.listed("in from since during of for until last this and to vs")
# Numbers that came out as another word.
_SOUNDS = {"there": "three", "tree": "three", "thee": "three", "for": "four", "to": "two", "too": "two"}
_COUNTING = words.listed("top bottom best worst first last past previous prior trailing which")
_LONG = tuple(month for month in MONTHS if len(month) > 3)
_MUCH = words.listed("many much long")


def mended(found: Sequence[Token], unknown: Iterable[int]) -> dict[int, str]:
    """What unknown words at these places were meant to be, by their place."""
    read, meant = [token.word for token in found], dict[int, str]()
    for at in sorted(unknown, reverse=True):
        named = at > 0 and found[at].text[:1].isupper() and not found[at].text.isupper()
        other = None if named else _fitting(read, at)
        if other:
            read[at] = meant[at] = other
    numbers = {at: number for at in range(1, len(read) - 1) if (number := _sounds_like(read, at))}
    return meant | numbers


def _sounds_like(read: Sequence[str], at: int) -> str | None:
    """`top there sources`, `last for weeks`: a number that came out as another word."""
    before, after = read[at - 1], read[at + 1]
    if after == words.stem(after) or before not in _COUNTING:
        return None
    timed = after in UNITS and before in lexicon.TIMES
    symbol = lexicon.PHRASES.whole((words.stem(after),))
    counted = symbol is not None and symbol.kind == "dimension"
    return _SOUNDS.get(read[at]) if timed or counted else None


def _fitting(read: Sequence[str], at: int) -> str | None:
    """The one word that the place has room for."""
    word, before, after = read[at], read[at - 1] if at else "", read[at + 1] if at + 1 < len(read) else ""
    if _counts(before):
        return _only(word, _SPANS)
    if after in UNITS or (_counts(after) and at + 2 < len(read) and read[at + 2] in UNITS):
        return _only(word, _BACK)
    if after in ("rate", "rates"):
        return "win" if word in _WIN else None
    if before in _DATING and len(word) > 3:
        return _only(word, (month for month in _LONG if _lost_vowel(word, month)))
    asked = before == "many" or (before == "of" and at > 1 and read[at - 2] == "number")
    if asked and len(word) > 3 and after not in ("leads", "mqls", "lead"):
        return _only(word, _LEADS)
    return _only(word, ("how",)) if after in _MUCH else None


def _counts(word: str) -> bool:
    return word.isdigit() or word in NUMBERS


def _only(word: str, choice: Iterable[str]) -> str | None:
    """The only one that is one slip away."""
    near = [one for one in choice if OSA.distance(word, one) == 1 and word[0] == one[0]]
    return near[0] if len(near) == 1 else None


def _lost_vowel(word: str, meant: str) -> bool:
    """`aprl`; `marc` and `jane` are people."""
    inner = range(1, len(meant) - 1)
    return any(meant[at] in "aeiou" and meant[:at] + meant[at + 1 :] == word for at in inner)
