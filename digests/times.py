"""Quantiles of decision times by Kaplan-Meier, read as they come: memory does not grow with them."""

import heapq
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace

from digests.statistics import survival
from digests.statistics.survival import Crossing, Transform


def quantile(n: int, counts: Iterable[tuple[float, int, int]], share: float) -> Crossing:
    """The time by which `share` of `n` handoffs are decided, with the interval of the log-log transform.

    Where it is not reached, the curve was followed as long as anybody has waited.
    """
    longest = 0.0

    def followed() -> Iterator[tuple[float, int, int]]:
        nonlocal longest
        for each in counts:
            longest = each[0]
            yield each

    found = survival.crossing(survival.walk(n, followed()), share, Transform.LOG_LOG)
    return replace(found, followed=longest)


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
