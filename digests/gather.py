"""Gathering the numbers of a week from storage: a few passes over the facts, whatever their number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import period as periods
from bot.domain.agreement import Agreement, Role
from bot.domain.metric import CATALOGUE, Anchor, Dimension, Metric, Tally
from bot.domain.period import Period, Unit
from bot.domain.promise import ASKED_BACK, NO_FEEDBACK, Kind, Promise, State
from bot.domain.query import MetricQuery
from digests import hearing, judge, splits, trends
from digests.measure import Hours
from digests.trends import Trends
from digests.week import (
    TO_FRIDAY,
    Answered,
    Asked,
    Money,
    Pair,
    Part,
    Series,
    Split,
    Taken,
    Told,
    Week,
    Young,
    returned_week,
)
from storage import metrics, promises
from storage.database import Session
from storage.sight import Scope

_CAMPAIGN_WEEKS = 12
_FUNNEL_WEEKS = 4
_YOUNG = 7  # days
_SAME_AGE = 6  # cohorts
_RESTATED = 8  # weeks back in which a correction is looked for


@dataclass(frozen=True, slots=True)
class Order:
    """Which week is told, when, and what is known from earlier digests."""

    week: Period
    as_of: datetime
    late: bool = False
    previous: Week | None = None
    taken: tuple[Taken, ...] = ()


def has_begun(tx: Session, week: Period, zone: str) -> bool:
    """Whether anything had been handed over by the end of a week."""
    return metrics.first_day(tx, Scope(zone, periods.midnight(week.end, zone))) is not None


def gather(tx: Session, order: Order, agreement: Agreement, hours: Hours) -> Week:
    """The numbers of the week as of `order.as_of`."""
    return _Gathering(tx, order, agreement, hours).week()


class _Gathering:
    """One week's numbers, as they are put together."""

    def __init__(self, tx: Session, order: Order, agreement: Agreement, hours: Hours) -> None:
        self._tx = tx
        self._order = order
        self._agreement = agreement
        self._hours = hours
        self._over = order.week
        self._scope = Scope(agreement.zone, order.as_of)

    def week(self) -> Week:
        """Everything."""
        order, series = self._order, self._series()
        counts = self._tallies(MetricQuery((Metric.MQL_COUNT, Metric.ACCEPTANCE_RATE), anchor=Anchor.DECIDED))
        won = self._tallies(MetricQuery((Metric.WIN_RATE,)))[Metric.WIN_RATE]
        stock = self._tallies(MetricQuery((Metric.OPEN_LEADS,)))[Metric.OPEN_LEADS]
        campaign_period = Period(periods.earlier(self._over, _CAMPAIGN_WEEKS - 1).start, self._over.end)
        funnel_period = self._funnel_period()
        return Week(
            name=periods.week_name(self._over),
            period=self._over,
            zone=self._scope.zone,
            as_of=order.as_of,
            late=order.late,
            mqls=counts[Metric.MQL_COUNT].k,
            decided=counts[Metric.ACCEPTANCE_RATE].n or 0,
            set_aside=counts[Metric.MQL_COUNT].set_aside,
            series=series,
            splits=self._splits(series),
            campaigns=self._campaigns(campaign_period),
            campaign_period=campaign_period,
            funnel=self._funnel(funnel_period),
            funnel_period=funnel_period,
            returned=self._returned(),
            won=Pair(won.k, won.n or 0),
            open_deals=won.open,
            money=self._money(),
            young=tuple(self._young()),
            open_leads=stock.k,
            overdue=stock.overdue,
            old=stock.old,
            told=tuple(self._told(series)),
            taken=order.taken,
            asked=self._asked(),
            answered=self._answered(),
            heard=hearing.heard(self._tx, self._over, self._scope),
            definitions=tuple(CATALOGUE[Metric(one.trend.value)].reference for one in series),
        )

    def _series(self) -> tuple[Series, ...]:
        previous = self._order.previous
        line = Trends(self._tx, self._over, self._scope, self._agreement, self._hours, previous)
        return tuple(line.series())

    def _splits(self, series: Sequence[Series]) -> dict[str, tuple[Split, ...]]:
        needed = [one for one in series if splits.are_needed(one)]
        return {one.trend: tuple(splits.of(self._tx, one, self._scope)) for one in needed}

    def _campaigns(self, over: Period) -> tuple[Part, ...]:
        definition = CATALOGUE[Metric.ACCEPTANCE_RATE]
        query = MetricQuery((definition.metric,), (Dimension.CAMPAIGN,), period=over)
        found = metrics.tally(self._tx, query, definition, self._scope, over)
        return tuple(Part(one.group[0], one.k, one.n or 0) for one in found if one.n)

    def _funnel_period(self) -> Period:
        """The four newest weeks whose leads are all old enough to have become opportunities."""
        age = timedelta(days=CATALOGUE[Metric.OPPORTUNITY_RATE].maturity or 0)
        newest = periods.earlier(
            periods.week_of(periods.local_day(self._scope.now - age, self._scope.zone)), 1
        )
        return Period(periods.earlier(newest, _FUNNEL_WEEKS - 1).start, newest.end)

    def _funnel(self, over: Period) -> tuple[Part, ...]:
        """How many leads got how far."""
        asked = (
            Metric.MQL_COUNT,
            Metric.ACCEPTANCE_RATE,
            Metric.SQL_CONVERSION_RATE,
            Metric.OPPORTUNITY_RATE,
        )
        found = self._tallies(MetricQuery(asked, period=over, anchor=Anchor.HANDED))
        handed = found[Metric.MQL_COUNT].k
        names = ("MQLs", "accepted", "SQL, 30 days", "opportunity, 60 days")
        counts = [handed, *(found[metric].k for metric in asked[1:])]
        return tuple(Part(name, count, handed) for name, count in zip(names, counts, strict=True))

    def _returned(self) -> Pair:
        """Accepted two weeks before, and recycled since."""
        over = returned_week(self._over)
        found = self._tallies(MetricQuery((Metric.RETURN_RATE,), period=over))[Metric.RETURN_RATE]
        return Pair(found.k, found.n or 0)

    def _money(self) -> tuple[Money, ...]:
        """One currency at a time, those of most opportunities first; what has none comes last."""
        query = MetricQuery((Metric.PIPELINE_VALUE,), period=self._over)
        found = metrics.sums(self._tx, query, self._scope, self._over)
        ordered = sorted(found, key=lambda one: (one.currency is None, -one.deals, one.currency or ""))
        return tuple(Money(one.currency, one.deals, one.total, one.median, one.largest) for one in ordered)

    def _young(self) -> Iterator[Young]:
        """The cohort of the week before at the age of seven days, beside earlier ones at the same age."""
        for metric in (Metric.SQL_CONVERSION_RATE,):
            definition = replace(CATALOGUE[metric], within=_YOUNG, maturity=_YOUNG)
            over = Period(periods.earlier(self._over, _SAME_AGE + 1).start, self._over.start)
            query = MetricQuery((metric,), (Unit.WEEK,), period=over)
            by_week = trends.by_week(metrics.tally(self._tx, query, definition, self._scope, over))
            newest = periods.earlier(self._over, 1).start
            now = by_week.pop(newest, Tally((), 0, 0))
            before = Pair(sum(one.k for one in by_week.values()), sum(one.n or 0 for one in by_week.values()))
            if now.n and before.k:
                yield Young(metric, newest, _YOUNG, Pair(now.k, now.n), before)

    def _told(self, series: Sequence[Series]) -> Iterator[Told]:
        """What digests told of recent weeks, beside what is so now.

        What moved by too little to be corrected is held against what was told at first, so that weeks cannot
        creep away unnoticed.
        """
        before = self._order.previous
        first = (
            {(one.trend, one.week): one.then for one in before.told if not judge.is_restated(one)}
            if before
            else {}
        )
        since = periods.earlier(self._over, _RESTATED).start
        for one in series:
            earlier = before.of(one.trend) if before else None
            told = {point.week: point for point in earlier.points} if earlier else {}
            for point in one.points:
                then = told.get(point.week)
                if then is not None and then.n is not None and point.n is not None and point.week >= since:
                    known = first.get((one.trend, point.week), Pair(then.k, then.n))
                    yield Told(one.trend, point.week, known, Pair(point.k, point.n))

    def _answered(self) -> Answered | None:
        """Marketing's answers to feedback, by the week in which they were due."""
        start, end = periods.instants(self._over, self._scope.zone)
        until = min(end, self._scope.now)
        found = promises.due_between(self._tx, Kind.ANSWER, start, until)
        counted = [one for one in found if one.excused is None]
        kept = sum(one.state(until) is State.MET for one in counted)
        excused = sum(_is_excused(one) for one in found)
        waiting = sum(one.kept_at is None for one in counted)
        return Answered(Pair(kept, len(counted)), excused, waiting) if counted or excused else None

    def _asked(self) -> Asked:
        plan, people = self._agreement.digest, self._agreement.people.values()
        manager = next((one.key for one in people if Role.MANAGER in one.roles), None)
        marketer = next((one.key for one in people if Role.MARKETER in one.roles), manager)
        today = periods.local_day(self._scope.now, self._scope.zone)
        by = max(periods.week_of(today).start + TO_FRIDAY, today + periods.DAY)
        return Asked(plan.sales or manager, plan.marketing or marketer, by)

    def _tallies(self, query: MetricQuery) -> dict[Metric, Tally]:
        """The totals of a query, in the digest's week unless it names a period."""
        over = query.period or self._over
        found = metrics.tallies(self._tx, replace(query, period=over), self._scope, over)
        return {metric: tallies[0] if tallies else Tally((), 0, 0) for metric, tallies in found.items()}


def _is_excused(one: Promise) -> bool:
    """Whether an answer is counted apart: asked back, or late already when its comment was taken back."""
    late = one.ended_at is not None and one.ended_at >= one.due_at
    return one.excused == ASKED_BACK or (one.excused == NO_FEEDBACK and late)
