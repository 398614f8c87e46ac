"""Whether a difference may be chance, and how many such findings may be false."""

import math
from collections.abc import Sequence

_TIE = 1 + 1e-7  # two probabilities this close are the same, as in R
_NOTHING = 1e-300  # a table this much rarer than the commonest is not looked at; further down floats end


def fisher_exact(a: int, b: int, c: int, d: int) -> float:
    """The two-sided p of Fisher's exact test of the table ((a, b), (c, d)).

    The sum of the probabilities of all tables with the same margins that are no more likely than this one, as
    R and scipy have it. The probabilities follow from the commonest table's by recurrence, without large
    numbers; a p below about 1e-300 is told as 0. Raises ValueError for a count below 0.
    """
    if min(a, b, c, d) < 0:
        raise ValueError("a table holds counts of 0 or more")
    rows, columns, total = a + b, a + c, a + b + c + d
    low, high = max(0, rows + columns - total), min(rows, columns)
    if low == high:
        return 1.0
    mode = min(max((rows + 1) * (columns + 1) // (total + 2), low), high)
    weights = {mode: 1.0}
    for x in range(mode, high):
        weights[x + 1] = (
            weights[x] * (rows - x) * (columns - x) / ((x + 1) * (total - rows - columns + x + 1))
        )
        if weights[x + 1] < _NOTHING:
            break
    for x in range(mode, low, -1):
        weights[x - 1] = weights[x] * x * (total - rows - columns + x) / ((rows - x + 1) * (columns - x + 1))
        if weights[x - 1] < _NOTHING:
            break
    seen = weights.get(a, 0.0) * _TIE
    return min(math.fsum(w for w in weights.values() if w <= seen) / math.fsum(weights.values()), 1.0)


def benjamini_hochberg(p: Sequence[float]) -> tuple[float, ...]:
    """The p values adjusted for the false discovery rate, in the order given (Benjamini and Hochberg 1995).

    Calling those at or below q different lets a share of about q of what is called so be chance.
    """
    adjusted = [0.0] * len(p)
    least = 1.0
    for rank, place in reversed(list(enumerate(sorted(range(len(p)), key=p.__getitem__), 1))):
        least = min(least, p[place] * len(p) / rank)
        adjusted[place] = least
    return tuple(adjusted)
