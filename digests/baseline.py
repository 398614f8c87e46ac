"""Which weeks a trend's limits come from, and what those limits are for the newest week.

The new week is never in its own limits; holiday weeks leave the baseline; it is frozen at 26 weeks, and
begins anew only after a confirmed run or a change that people named: the agreement on metrics, section 2,
rules 2 and 9.
"""

from collections.abc import Sequence
from datetime import date

from digests.findings import Range
from digests.statistics import control
from digests.statistics.control import Shares
from digests.week import Point, Series, Trend

LEAST = 8  # under this there are no limits
FROZEN = 26

_LEAST_SPREAD = 0.5
_LOGARITHMIC = (Trend.DECISION_TIME,)


def choose(
    points: Sequence[Point], previous: Series | None, trend: Trend, changes: Sequence[date] = ()
) -> tuple[tuple[Point, ...], date]:
    """The baseline of the last point, and since when it counts.

    `previous` is the series as the digest before told it; without one the weeks are gone through from the
    first. `changes` are days on which something changed that people named.
    """
    *past, newest = points
    if previous is None:
        since = _replayed(past, trend)
        known: tuple[Point, ...] = ()
    else:
        run = run_start(previous)
        since = run or previous.since
        known = () if run else previous.base
    named = [day for day in changes if day <= newest.week]
    if named and max(named) > since:
        since, known = max(named), ()
    return _base(known, past, since), since


def limits(trend: Trend, base: Sequence[Point], n: int | None) -> Range | None:
    """The usual range for a week of `n`; None while there are fewer than eight weeks, or nothing to compare.

    Rates: Laney's p' chart. Counts and medians: XmR, on a logarithmic scale for durations.
    """
    if len(base) < LEAST or n == 0:
        return None
    if n is not None and base[0].n is not None:
        found = _shares([(point.k, point.n or 0) for point in base]).limits(n)
    else:
        values = [point.level or 0.0 for point in base]
        found = control.xmr(values, log=trend in _LOGARITHMIC and min(values) > 0)
    return Range(found.centre, max(found.low, 0.0), found.high, len(base))


def _shares(counts: Sequence[tuple[int, int]]) -> Shares:
    """Laney's chart, kept from being surer than its weeks allow.

    Weeks that are alike by luck would leave no width at all, and a record without a miss would make one miss
    a signal: the spread is at least half the binomial one, and half a case is added to none and to all.
    """
    found = control.laney(counts)
    n = sum(n for _, n in counts)
    inside = min(max(found.pbar, 0.5 / n), 1 - 0.5 / n)
    return Shares(inside, max(found.sigma_z, _LEAST_SPREAD))


def run_start(series: Series) -> date | None:
    """The first week of a run that ends with the last point: eight or more on one side of the centre."""
    last = series.points[-1]
    usual = limits(series.trend, series.base, last.n)
    told = [point for point in series.points if _counts(point)]
    if usual is None or not _counts(last):
        return None
    length = abs(control.run_length([point.level or 0.0 for point in told], usual.centre))
    return told[-length].week if length >= control.RUN else None


def _replayed(past: Sequence[Point], trend: Trend) -> date:
    """Since when the baseline counts, had every past week had its digest."""
    since = past[0].week if past else date.min
    for end in range(LEAST, len(past)):
        base = _base((), past[:end], since)
        run = run_start(Series(trend, tuple(past[: end + 1]), base, since))
        if run is not None:
            since = run
    return since


def _base(known: Sequence[Point], past: Sequence[Point], since: date) -> tuple[Point, ...]:
    """The first 26 weeks from `since` on that say something; those of an earlier digest stay as they were."""
    frozen = {point.week: point for point in past if point.week >= since and _counts(point)}
    frozen |= {point.week: point for point in known}
    return tuple(frozen[week] for week in sorted(frozen))[:FROZEN]


def _counts(point: Point) -> bool:
    return not point.holiday and point.level is not None
