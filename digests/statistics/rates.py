"""Intervals for shares and their differences."""

import math
from dataclasses import dataclass

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval unless another z was asked for."""

    low: float
    high: float


def wilson(k: int, n: int, z: float = Z95) -> Interval:
    """Wilson's score interval of k of n (Wilson 1927); everything from 0 to 1 for no observations.

    Raises ValueError when k is not between 0 and n.
    """
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
    if n == 0:
        return Interval(0.0, 1.0)
    p, square = k / n, z * z
    centre = (p + square / (2 * n)) / (1 + square / n)
    half = z * math.sqrt(p * (1 - p) / n + square / (4 * n * n)) / (1 + square / n)
    return Interval(0.0 if k == 0 else centre - half, 1.0 if k == n else centre + half)


def newcombe(k1: int, n1: int, k2: int, n2: int, z: float = Z95) -> Interval:
    """The interval of k1/n1 - k2/n2 by Newcombe's method 10 (Newcombe 1998, Stat Med 17:873).

    Raises ValueError for shares of nothing.
    """
    if not (n1 and n2):
        raise ValueError("a difference needs observations on both sides")
    p1, p2 = k1 / n1, k2 / n2
    one, other = wilson(k1, n1, z), wilson(k2, n2, z)
    low = math.hypot(p1 - one.low, other.high - p2)
    high = math.hypot(one.high - p1, p2 - other.low)
    return Interval(p1 - p2 - low, p1 - p2 + high)
