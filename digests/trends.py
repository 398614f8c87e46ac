"""Every trend of a digest, week by week: one pass over the facts for all trends that share a date."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.domain import period as periods
from bot.domain.agreement import Agreement
from bot.domain.metric import CATALOGUE, Anchor, Metric, Tally
from bot.domain.period import Period, Unit
from bot.domain.query import MetricQuery
from digests import baseline, measure
from digests.measure import Hours
from digests.week import Point, Series, Trend, Week
from storage import metrics
from storage.database import Session
from storage.sight import Scope

WINDOW = 26  # weeks before the digest's
_OPEN_SHARE = 0.7  # with fewer open hours than this, a week is a holiday week
_COUNTED = (
    Trend.MQL_COUNT,
    Trend.ACCEPTANCE_RATE,
    Trend.RECYCLE_RATE,
    Trend.SLA_ATTAINMENT,
    Trend.TOUCH_ATTAINMENT,
    Trend.COMPLETENESS,
)


class Trends:
    """The trends up to one week, as they are put together; `previous` is what the digest before told."""

    def __init__(
        self,
        tx: Session,
        week: Period,
        scope: Scope,
        agreement: Agreement,
        hours: Hours,
        previous: Week | None,
    ) -> None:
        self._tx = tx
        self._over = week
        self._scope = scope
        self._agreement = agreement
        self._hours = hours
        self._previous = previous
        self._window = Period(periods.earlier(week, WINDOW).start, week.end)
        self._mature = self._mature_window()
        self._holidays = self._find_holidays()

    def series(self) -> Iterator[Series]:
        """Every trend that has a week to tell of, in the order of `Trend`."""
        counted = self._weekly(_COUNTED, self._window)
        counted |= self._weekly((Trend.SQL_CONVERSION,), self._mature)
        points = {trend: _points(trend, tallies) for trend, tallies in counted.items()}
        points[Trend.DECISION_TIME] = self._times()
        handed = [week for week, point in points[Trend.MQL_COUNT].items() if point.value]
        for trend in Trend:
            window = self._mature if trend is Trend.SQL_CONVERSION else self._window
            first = min((*handed, *points[trend]), default=window.end)
            line = [self._point(trend, points[trend], week) for week in _weeks(window) if week >= first]
            beside = counted.get(trend, {}).get(line[-1].week) if line else None
            if line:
                yield self._told_series(trend, line, beside)

    def _told_series(self, trend: Trend, line: Sequence[Point], last: Tally | None) -> Series:
        previous = self._previous.of(trend) if self._previous else None
        changes = [change.on for change in self._agreement.digest.changes]
        base = baseline.choose(line, previous, trend, changes)
        return Series(
            trend,
            tuple(line),
            base.points,
            base.since,
            open=last.open if last else 0,
            excused=last.excused if last else 0,
            named=base.named,
        )

    def _point(self, trend: Trend, found: dict[date, Point], week: date) -> Point:
        empty = Point(week, value=0.0) if trend is Trend.MQL_COUNT else Point(week, n=0)
        nothing = Point(week) if trend is Trend.DECISION_TIME else empty
        return replace(found.get(week, nothing), holiday=week in self._holidays)

    def _weekly(self, trends: Iterable[Trend], over: Period) -> dict[Trend, dict[date, Tally]]:
        """The tallies of each trend by the Monday of their week."""
        chosen = {Metric(trend.value): trend for trend in trends}
        query = MetricQuery(tuple(chosen), (Unit.WEEK,), period=over, anchor=Anchor.DECIDED)
        tallied = metrics.tallies(self._tx, query, self._scope, over)
        return {trend: by_week(tallied[metric]) for metric, trend in chosen.items()}

    def _times(self) -> dict[date, Point]:
        """The median decision time of each week's leads; `k` decided of `n` handed over."""
        found = measure.weekly_medians(self._tx, self._window, self._scope, self._hours)
        return {
            week: Point(week, decided, None, median, beyond=beyond)
            for week, (decided, median, beyond) in found.items()
        }

    def _mature_window(self) -> Period:
        """The same number of weeks, the last being the newest whose leads are all old enough for SQL."""
        age = timedelta(days=CATALOGUE[Metric.SQL_CONVERSION_RATE].maturity or 0)
        newest = self._over
        while periods.midnight(newest.end, self._scope.zone) + age > self._scope.now:
            newest = periods.earlier(newest, 1)
        return Period(periods.earlier(newest, WINDOW).start, newest.end)

    def _find_holidays(self) -> frozenset[date]:
        """Weeks in which the agreement's first calendar has far fewer open hours than usual."""
        calendar = self._hours(self._tx, None)
        over = Period(self._mature.start, self._window.end)
        weeks = [periods.week_of(week) for week in _weeks(over)]
        opened = {week.start: calendar.between(*periods.instants(week, self._scope.zone)) for week in weeks}
        usual = sorted(opened.values())[len(opened) // 2]
        return frozenset(week for week, seconds in opened.items() if seconds < _OPEN_SHARE * usual)


def _points(trend: Trend, tallies: dict[date, Tally]) -> dict[date, Point]:
    return {
        week: Point(week, one.k, one.n) if one.n is not None else Point(week, one.k, None, float(one.k))
        for week, one in tallies.items()
    }


def by_week(tallies: Iterable[Tally]) -> dict[date, Tally]:
    """Tallies by the Monday of the week that they are grouped by."""
    return {_monday(one.group[0]): one for one in tallies if one.counts}


def _monday(name: str | None) -> date:
    return periods.read_week(name or "").start


def _weeks(over: Period) -> tuple[date, ...]:
    return periods.buckets(Unit.WEEK, over)
