"""Quantiles of decision times by Kaplan-Meier, read as they come: memory does not grow with them."""

import heapq
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from digests.statistics import survival

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile with its interval, None where the curve never gets there, and how far it was followed."""

    value: float | None
    low: float | None
    high: float | None
    followed: float


def quantile(n: int, counts: Iterable[tuple[float, int, int]], share: float) -> Quantile:
    """The time by which `share` of the handoffs are decided, by Kaplan-Meier, read step by step.

    The interval is that of the log-log transform; its ends are the first times at which the curve's own lower
    and upper limits have come down to what is left (Brookmeyer and Crowley 1982).
    """
    left, followed = 1 - share + _ROUNDING, 0.0
    value = low = high = None
    for step in survival.walk(n, counts):
        followed = step.t
        limits = survival.interval_at(step, survival.Transform.LOG_LOG)
        value = step.t if value is None and step.survival <= left else value
        low = step.t if low is None and limits.low <= left else low
        high = step.t if high is None and limits.high <= left else high
        if high is not None:
            break
    return Quantile(value, low, high, followed)


def merged(events: Iterable[tuple[int, int]], censored: Iterable[int]) -> Iterator[tuple[float, int, int]]:
    """Events and censorings in one ascending order: time, how many events, how many censorings."""
    both = heapq.merge(
        ((time, count, 0) for time, count in events), ((time, 0, 1) for time in censored), key=_time
    )
    for time, each in itertools.groupby(both, key=_time):
        found = list(each)
        yield float(time), sum(one[1] for one in found), sum(one[2] for one in found)


def _time(each: tuple[int, int, int]) -> int:
    return each[0]
