"""Control charts: the range in which a number lies when nothing but chance moves it."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

RUN = 8  # so many in a row on one side of the centre are a signal (Western Electric 1956)

_D2 = 1.128  # the mean range of two standard normal values
_XMR = 2.66  # 3 / _D2, as charts of individual values have it


@dataclass(frozen=True, slots=True)
class Limits:
    """The centre and the limits around it."""

    centre: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Shares:
    """A chart of shares: the mean share, and by how much weeks differ more than the binomial law explains."""

    pbar: float
    sigma_z: float

    def limits(self, n: int) -> Limits:
        """The limits of a share of `n`, within 0 and 1. Raises ValueError for no observations."""
        if n < 1:
            raise ValueError("limits of a share need observations")
        half = 3 * math.sqrt(self.pbar * (1 - self.pbar) / n) * self.sigma_z
        return Limits(self.pbar, max(self.pbar - half, 0.0), min(self.pbar + half, 1.0))


def laney(counts: Sequence[tuple[int, int]]) -> Shares:
    """Laney's p' chart of weekly k of n (Laney 2002); weeks without observations are left out.

    sigma_z is used as it comes, also below 1. Where all shares are 0 or all are 1 there is nothing to scale.
    Raises ValueError for fewer than two weeks.
    """
    plain = p_chart(counts)
    spread = math.sqrt(plain.pbar * (1 - plain.pbar))
    if spread == 0:
        return plain
    z = [(k / n - plain.pbar) / (spread / math.sqrt(n)) for k, n in counts if n]
    return Shares(plain.pbar, _mean_range(z) / _D2)


def p_chart(counts: Sequence[tuple[int, int]]) -> Shares:
    """The plain p chart of k of n: no more spread than the binomial law explains."""
    known = [(k, n) for k, n in counts if n]
    if len(known) < 2:
        raise ValueError("a chart needs two weeks or more")
    return Shares(sum(k for k, _ in known) / sum(n for _, n in known), 1.0)


def xmr(values: Sequence[float], *, log: bool = False) -> Limits:
    """The chart of individual values: the mean, and 2.66 mean moving ranges around it (Shewhart, Wheeler).

    With `log` it is made on logarithms and told on the scale of the values, as fits durations and money.
    Raises ValueError for fewer than two values, and for values that have no logarithm.
    """
    if len(values) < 2:
        raise ValueError("a chart needs two values or more")
    if log and min(values) <= 0:
        raise ValueError("a logarithmic chart needs values above 0")
    scaled = [math.log(value) for value in values] if log else values
    mean, half = sum(scaled) / len(scaled), _XMR * _mean_range(scaled)
    found = (mean, mean - half, mean + half)
    return Limits(*(math.exp(each) for each in found)) if log else Limits(*found)


def run_length(values: Sequence[float], centre: float) -> int:
    """How many of the last values lie on one side of the centre, negative for below; on it a run ends."""
    sides = [(value > centre) - (value < centre) for value in reversed(values)]
    return sum(itertools.takewhile(lambda side: side != 0 and side == sides[0], sides))


def most(expected: float, tail: float = 0.005) -> int:
    """The least count that a Poisson law of this mean exceeds with a probability of `tail` at most."""
    count, chance = 0, math.exp(-expected)
    left = 1 - chance
    while left > tail:
        count += 1
        chance *= expected / count
        left -= chance
    return count


def _mean_range(values: Sequence[float]) -> float:
    moves = [abs(after - before) for before, after in itertools.pairwise(values)]
    return sum(moves) / len(moves)
