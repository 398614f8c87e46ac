"""Trends that go on week by week, each digest knowing the one before, and chance worlds for them."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from digests import baseline
from digests.week import Point, Series, Trend

FIRST = date(2025, 1, 6)
WINDOW = 27  # weeks that a digest looks at, its own among them

World = Callable[[random.Random, int], Point]


def monday(number: int) -> date:
    """The Monday of a week, counted from 0."""
    return FIRST + timedelta(weeks=number)


def rates(counts: Sequence[tuple[int, int]]) -> list[Point]:
    """Weeks of k of n."""
    return [Point(monday(number), k, n) for number, (k, n) in enumerate(counts)]


def values(levels: Sequence[float], k: int = 30) -> list[Point]:
    """Weeks of a number that is no rate, of as many leads."""
    return [Point(monday(number), k, None, float(level)) for number, level in enumerate(levels)]


def told(
    trend: Trend, points: Sequence[Point], previous: Series | None = None, changes: Sequence[date] = ()
) -> Series:
    """The series of the last point's week."""
    base = baseline.choose(points, previous, trend, changes)
    return Series(trend, tuple(points), base.points, base.since, named=base.named)


def walk(trend: Trend, points: Sequence[Point]) -> Iterator[Series]:
    """The series of each week's digest, one after the other."""
    previous = None
    for end in range(1, len(points) + 1):
        previous = told(trend, points[max(0, end - WINDOW) : end], previous)
        yield previous


def chance(world: World, seed: int, weeks: int) -> list[Point]:
    """Weeks in which nothing but chance happens."""
    luck = random.Random(seed)
    return [world(luck, number) for number in range(weeks)]


def rate(share: float, n: int, later: float | None = None, since: int = 0) -> World:
    """About `n` decided a week, accepted by one rate; by the rate `later` from the week `since` on."""

    def week(luck: random.Random, number: int) -> Point:
        held = share if later is None or number < since else later
        decided = poisson(luck, n)
        return Point(monday(number), sum(luck.random() < held for _ in range(decided)), decided)

    return week


def uneven(share: float, n: int, spread: float) -> World:
    """Weeks that differ by more than the binomial law has them: their own rate varies around `share`."""

    def week(luck: random.Random, number: int) -> Point:
        held = min(max(luck.gauss(share, spread), 0.0), 1.0)
        return Point(monday(number), sum(luck.random() < held for _ in range(n)), n)

    return week


def count(mean: float) -> World:
    """Leads that arrive independently."""
    return lambda luck, number: Point(monday(number), value=float(poisson(luck, mean)))


def median(n: int) -> World:
    """The median of decision times that are lognormal, as such times are."""

    def week(luck: random.Random, number: int) -> Point:
        times = sorted(luck.lognormvariate(1.2, 0.8) for _ in range(n))
        return Point(monday(number), n, None, times[n // 2])

    return week


def poisson(luck: random.Random, mean: float) -> int:
    """How many of many rare things happen: arrivals one after the other until the week is over."""
    number, passed = 0, luck.expovariate(mean)
    while passed < 1:
        number, passed = number + 1, passed + luck.expovariate(mean)
    return number
