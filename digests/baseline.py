"""Which weeks a trend's limits come from, and what those limits are for the newest week.

The new week is never in its own limits; holiday weeks leave the baseline; it is frozen at 26 weeks, and
begins anew only after a confirmed run or a change that people named: the agreement on metrics, section 2,
rules 2 and 9.

Eight in a row come about by chance as well. A baseline that began anew with each of them would be made of
weeks that were picked for lying on one side: its limits would be too narrow and beside the truth, and one
false run would lead to the next. So a run is *confirmed* only when its weeks taken together lie outside the
limits of so many leads; any other run is named once, and the baseline stays.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from digests.findings import FIRM, Range
from digests.statistics import control
from digests.statistics.control import Limits, Shares
from digests.week import Point, Series, Trend

LEAST = 8  # under this there are no limits
FROZEN = 26

_LEAST_SPREAD = 0.5
_FEW = 2  # with fewer cases expected in a week than this, the normal law says nothing of it
_LOGARITHMIC = (Trend.DECISION_TIME,)
_ROUNDING = 1e-9  # what is as good as equal


@dataclass(frozen=True, slots=True)
class Base:
    """The baseline of a week: its points, since when it counts, and up to where a run in it was named."""

    points: tuple[Point, ...]
    since: date
    named: date | None = None


def choose(
    points: Sequence[Point], previous: Series | None, trend: Trend, changes: Sequence[date] = ()
) -> Base:
    """The baseline of the last point.

    `previous` is the series as the digest before told it; without one the weeks are gone through from the
    first. `changes` are days on which something changed that people named.
    """
    *past, newest = points
    base = _replayed(points, trend) if previous is None else _following(previous)
    changed = max((day for day in changes if day <= newest.week), default=date.min)
    if changed > base.since:
        base = Base((), changed)
    return Base(_grown(base.points, past, base.since), base.since, base.named)


def limits(trend: Trend, base: Sequence[Point], n: int | None) -> Range | None:
    """The usual range for a week of `n`; None while there are fewer than eight weeks, or nothing to compare.

    Rates: Laney's p' chart. Counts and medians: XmR, on a logarithmic scale for durations.
    """
    if len(base) < LEAST or n == 0:
        return None
    if n is not None and base[0].n is not None:
        found = _of_shares(_shares([(point.k, point.n or 0) for point in base]), n)
    else:
        found = _of_values([point.level or 0.0 for point in base], trend)
    return Range(found.centre, max(found.low, 0.0), found.high, len(base))


def is_outside(level: float, usual: Range | Limits) -> bool:
    """Whether a value lies outside limits, by more than floats lose."""
    slack = _ROUNDING * abs(usual.centre)
    return not usual.low - slack <= level <= usual.high + slack


def run_start(series: Series) -> date | None:
    """The first week of a run that ends with the last point: eight or more on one side of the centre.

    It counts weeks since the baseline began, from twelve weeks of it on. A week is on a side when it is on
    that side of the mean and of the median: of a skewed number, such as a promise that is nearly always kept,
    most weeks lie above the mean.
    """
    run = _run(series)
    return run[0].week if run else None


def is_confirmed(series: Series) -> bool:
    """Whether a run that ends with the last point is more than chance: together its weeks are outside.

    A week of as many leads as the whole run would be outside its limits; of counts and medians the mean
    would be outside limits that are narrower by the root of the run's length.
    """
    run = _run(series)
    if not run:
        return False
    if run[0].n is not None:
        n = sum(point.n or 0 for point in run)
        usual = limits(series.trend, series.base, n)
        return usual is not None and is_outside(sum(point.k for point in run) / n, usual)
    return _is_beside([point.level or 0.0 for point in run], series)


def is_new_run(series: Series) -> bool:
    """Whether there is a run to be named: one that no digest named before, or one that is now confirmed."""
    start = run_start(series)
    if start is None:
        return False
    return series.named is None or start > series.named or is_confirmed(series)


def _of_shares(chart: Shares, n: int) -> Limits:
    """Limits of a share of `n`; where hardly a case is expected on one side, so many as a week may have."""
    found = chart.limits(n)
    rare = n * min(chart.pbar, 1 - chart.pbar)
    if rare >= _FEW:
        return found
    most = min(control.most(rare) / n, 1.0)
    if chart.pbar < 0.5:
        return Limits(found.centre, found.low, max(found.high, most))
    return Limits(found.centre, min(found.low, 1 - most), found.high)


def _of_values(values: Sequence[float], trend: Trend) -> Limits:
    """Limits of counts and medians; counts vary by at least half of what the Poisson law has them vary."""
    found = control.xmr(values, log=_is_logarithmic(values, trend))
    if trend is not Trend.MQL_COUNT:
        return found
    half = max(found.high - found.centre, 3 * _LEAST_SPREAD * math.sqrt(found.centre))
    most = control.most(found.centre) if found.centre < _FEW else 0
    return Limits(found.centre, found.centre - half, max(found.centre + half, most))


def _is_logarithmic(values: Sequence[float], trend: Trend) -> bool:
    return trend in _LOGARITHMIC and min(values) > 0


def _shares(counts: Sequence[tuple[int, int]]) -> Shares:
    """Laney's chart, kept from being surer than its weeks allow.

    Weeks that are alike by luck would leave no width at all, and a record without a miss would make one miss
    a signal: the spread is at least half the binomial one, and half a case is added to none and to all.
    """
    found = control.laney(counts)
    n = sum(n for _, n in counts)
    inside = min(max(found.pbar, 0.5 / n), 1 - 0.5 / n)
    return Shares(inside, max(found.sigma_z, _LEAST_SPREAD))


def _run(series: Series) -> list[Point]:
    """The points of a run that ends with the last one; none of fewer than eight."""
    last = series.points[-1]
    usual = limits(series.trend, series.base, last.n)
    if usual is None or len(series.base) < FIRM or not _counts(last):
        return []
    told = [point for point in series.points if point.week >= series.since and _counts(point)]
    middle = statistics.median(point.level or 0.0 for point in series.base)
    sides = [_side(point.level or 0.0, usual.centre, middle) for point in told]
    length = abs(control.run_length(sides, 0.0))
    return told[-length:] if length >= control.RUN else []


def _side(level: float, mean: float, median: float) -> int:
    """1 for above both, -1 for below both, 0 for neither."""
    slack = _ROUNDING * abs(mean)
    above, below = level > max(mean, median) + slack, level < min(mean, median) - slack
    return above - below


def _is_beside(values: Sequence[float], series: Series) -> bool:
    base = [point.level or 0.0 for point in series.base]
    if _is_logarithmic([*base, *values], series.trend):
        base, values = [math.log(value) for value in base], [math.log(value) for value in values]
    found = control.xmr(base)
    off = abs(statistics.fmean(values) - found.centre)
    return off * math.sqrt(len(values)) > found.high - found.centre


def _following(previous: Series) -> Base:
    """What the digest before leaves: its baseline, or a new one that begins with its confirmed run."""
    run = run_start(previous)
    if run is not None and is_confirmed(previous):
        return Base((), run)
    return Base(previous.base, previous.since, previous.points[-1].week if run else None)


def _replayed(points: Sequence[Point], trend: Trend) -> Base:
    """Since when the baseline counts, had every past week had its digest; nothing was named by one."""
    since = points[0].week
    for end in range(FIRM, len(points) - 1):
        series = Series(trend, tuple(points[: end + 1]), _grown((), points[:end], since), since)
        if is_confirmed(series):
            since = run_start(series) or since
    return Base((), since)


def _grown(known: Sequence[Point], past: Sequence[Point], since: date) -> tuple[Point, ...]:
    """The first 26 weeks from `since` on that say something; those of an earlier digest stay as they were."""
    frozen = {point.week: point for point in past if point.week >= since and _counts(point)}
    frozen |= {point.week: point for point in known}
    return tuple(frozen[week] for week in sorted(frozen))[:FROZEN]


def _counts(point: Point) -> bool:
    return not point.holiday and point.level is not None
