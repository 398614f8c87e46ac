"""Bands of numbers: "under 40", "80 and above", "more than 5,000 employees" as the bands that exist."""

import re
from collections.abc import Mapping, Sequence

from bot.domain.metric import Dimension
from bot.language import words
from bot.language.marks import Doubt, Sheet
from bot.language.vocabulary import Name, Vocabulary

_BAND = re.compile(r"(\d[\d,]*)\s*(?:[-–]|to)\s*(\d[\d,]*)|(\d[\d,]*)\s*\+")
_CUES: Mapping[Dimension, frozenset[str]] = {
    Dimension.COMPANY_SIZE: words.listed(
        "employee employees staff headcount people company companies size sized firms firm businesses "
        "business accounts organisations organizations seats heads workers"
    ),
    Dimension.SCORE_BAND: words.listed("score scores scored scoring band bands points"),
}
_BELOW = frozenset(("under", "below", "smaller", "fewer", "less", "lower"))
_ABOVE = frozenset(("over", "above", "more", "larger", "bigger", "exceeding", "greater", "higher", "upwards"))
_LINKS = frozenset(("than", "of", "a", "score", "the"))

_Bounds = tuple[int, int | None]


class Bands:
    """The bands of one vocabulary, by dimension."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._bands = {
            dimension: {
                value: bounds for value in vocabulary.names.get(dimension, ()) if (bounds := _bounds(value))
            }
            for dimension in _CUES
        }

    def mark(self, sheet: Sheet) -> None:
        """Mark what says a range of scores or sizes."""
        read = [token.word for token in sheet.tokens]
        for at in range(len(read)):
            found = _range(read, at) if sheet.free(at, at + 1) else None
            if found:
                self._put(sheet, read, at, *found)

    def _put(self, sheet: Sheet, read: Sequence[str], at: int, low: int, high: int | None, last: int) -> None:
        cued = [
            dimension for dimension in _CUES if self._bands[dimension] and _cued(read, at, last, dimension)
        ]
        if len(cued) != 1 or not sheet.free(at, last):
            return
        dimension = cued[0]
        values = _fitting(self._bands[dimension], low, high)
        if values:
            sheet.put(
                "band", tuple(Name(dimension, value, words.phrase(value)) for value in values), at, last
            )
        else:
            sheet.put("doubt", Doubt(tuple(self._bands[dimension])[:5], dimension), at, last)


def _bounds(value: str) -> _Bounds | None:
    found = _BAND.fullmatch(value.strip())
    if not found:
        return None
    low = int((found[1] or found[3]).replace(",", ""))
    return low, int(found[2].replace(",", "")) if found[2] else None


def _number(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 8 else None


def _range(read: Sequence[str], at: int) -> tuple[int, int | None, int] | None:
    """The range that begins at a place, lowest and highest, and where it ends."""
    word, here = read[at], at + 1
    plus = re.fullmatch(r"(\d{1,7})\+", word)
    if plus:
        return int(plus[1]), None, here
    if word == "at" and here < len(read) and read[here] in ("least", "most"):
        word, here = ("over" if read[here] == "least" else "upto"), here + 1
    if word == "up" and here < len(read) and read[here] == "to":
        word, here = "upto", here + 1
    if word in _BELOW | _ABOVE | {"upto"}:
        return _one_sided(read, word, here)
    return _between(read, at + (word == "between"))


def _between(read: Sequence[str], at: int) -> tuple[int, int | None, int] | None:
    """`60 to 79`, `40 or more`."""
    low = _number(read[at]) if at < len(read) else None
    if low is None or at + 2 >= len(read):
        return None
    tail = (read[at + 1], read[at + 2])
    if tail[0] in ("to", "and") and (high := _number(tail[1])) is not None and high > low:
        return low, high, at + 3
    if tail[0] in ("or", "and") and tail[1] in _ABOVE | {"up"}:
        return low, None, at + 3
    return (0, low, at + 3) if tail[0] in ("or", "and") and tail[1] in _BELOW else None


def _one_sided(read: Sequence[str], word: str, here: int) -> tuple[int, int | None, int] | None:
    while here < len(read) and read[here] in _LINKS:
        here += 1
    number = _number(read[here]) if here < len(read) else None
    if number is None:
        return None
    if word in _ABOVE:
        return number, None, here + 1
    return 0, (number if word == "upto" else number - 1), here + 1


def _cued(read: Sequence[str], first: int, last: int, dimension: Dimension) -> bool:
    near = [*read[max(0, first - 4) : first], *read[first : last + 3]]
    return any(word in _CUES[dimension] for word in near)


def _fitting(bands: Mapping[str, _Bounds], low: int, high: int | None) -> tuple[str, ...]:
    """The bands that tile the range exactly, give or take the bound itself; none if no set of them does."""
    chosen = {
        value: (lowest, highest)
        for value, (lowest, highest) in bands.items()
        if lowest >= low and (high is None or (highest is not None and highest <= high + 1))
    }
    if not chosen:
        return ()
    starts = min(lowest for lowest, _ in chosen.values())
    ends = [highest for _, highest in chosen.values()]
    fits_below = low <= 1 or starts in (low, low + 1)
    top = None if None in ends else max(end for end in ends if end is not None)
    fits_above = (high is None and top == _top(bands)) or (
        high is not None and top in (high, high - 1, high + 1)
    )
    return tuple(chosen) if fits_below and fits_above else ()


def _top(bands: Mapping[str, _Bounds]) -> int | None:
    ends = [highest for _, highest in bands.values()]
    return None if None in ends else max(end for end in ends if end is not None)
