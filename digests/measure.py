"""From a metric query to its answer: storage counts, this adds intervals, quantiles and differences."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from bot.domain import period as periods
from bot.domain.calendar import BusinessCalendar
from bot.domain.figure import Answer, Difference, Figure, Key, Row
from bot.domain.metric import CATALOGUE, PARTS, Definition, Kind, Metric, Sum, Tally
from bot.domain.period import Period, Unit
from bot.domain.query import MetricQuery
from digests import ranking, times
from digests.statistics import rates
from digests.statistics.survival import Crossing
from storage import facts, metrics
from storage.database import Session
from storage.sight import Scope
from storage.types import MICROSECOND

_HOUR = 3_600_000_000  # microseconds

_Figures = Mapping[Key, tuple[Figure, ...]]


class Hours(Protocol):
    """Whose business time counts: the calendar of a person, or the agreement's for nobody."""

    def __call__(self, tx: Session, person: str | None) -> BusinessCalendar: ...


def answer(tx: Session, query: MetricQuery, scope: Scope, hours: Hours) -> Answer:
    """The answer to a query as of `scope.now`."""
    over = metrics.span(tx, query, scope)
    now = _Measure(tx, query, scope, hours, over).figures()
    rows = _rows(query, now, _before(tx, query, scope, hours))
    ranked = ranking.ordered(rows, query)
    kept = ranked[: query.limit]
    more = len(ranked) - len(kept)
    return Answer(query, over, scope.zone, scope.now, tuple(kept), more, _contrast(query, kept))


def _contrast(query: MetricQuery, rows: Sequence[Row]) -> tuple[Difference | None, ...]:
    """How two groups differ, where the question compares nothing else.

    Not of reasons: they are parts of one rate, and the interval is that of two separate samples.
    """
    if query.compare_to is not None or len(rows) != 2 or not PARTS.isdisjoint(query.group_by):
        return ()
    first, second = rows[0].figures, rows[1].figures
    if [figure.metric for figure in first] != [figure.metric for figure in second]:
        return ()
    return tuple(map(difference, first, second))


def _before(tx: Session, query: MetricQuery, scope: Scope, hours: Hours) -> _Figures:
    if query.compare_to is None:
        return {}
    earlier = replace(query, period=query.compare_to, compare_to=None)
    return _Measure(tx, earlier, scope, hours, query.compare_to).figures()


def weekly_medians(
    tx: Session, over: Period, scope: Scope, hours: Hours
) -> dict[date, tuple[int, float | None, float | None]]:
    """For each week of `over`: how many are decided, the median decision time in business hours, and where
    the curve never gets there, how far it was followed.

    The same as `answer` gives, without intervals and therefore without reading every time: while nobody still
    waits for less than the median, it is simply the time in the middle.
    """
    query = MetricQuery((Metric.DECISION_TIME_MEDIAN,), (Unit.WEEK,), period=over)
    measured = _Measure(tx, query, scope, hours, over)
    counted = metrics.tallies(tx, query, scope, over)[Metric.DECISION_TIME_MEDIAN]
    waits = measured.censored(wall=False)
    found: dict[date, tuple[int, float | None, float | None]] = {}
    for one in counted:
        if one.counts:
            week = periods.read_week(one.group[0] or "")
            value, beyond = measured.median(week, one.n or 0, waits.get(one.group, []))
            found[week.start] = (one.k, _hours(value), _hours(beyond))
    return found


@dataclass(frozen=True, slots=True)
class _Measure:
    """One query over one period."""

    tx: Session
    query: MetricQuery
    scope: Scope
    hours: Hours
    over: Period
    calendars: dict[str | None, BusinessCalendar] = field(default_factory=dict)

    def figures(self) -> dict[Key, tuple[Figure, ...]]:
        """The figures of each group in the order of the metrics, also where there is nothing to count."""
        tallies = metrics.tallies(self.tx, self.query, self.scope, self.over)
        found: dict[Metric, dict[Key, list[Figure]]] = {}
        for metric in self.query.metrics:
            found[metric] = defaultdict(list)
            for key, figure in self._of(CATALOGUE[metric], tallies[metric]):
                found[metric][key].append(figure)
        keys = dict.fromkeys(key for by_key in found.values() for key in by_key)
        return {
            key: tuple(
                figure for metric, by_key in found.items() for figure in by_key.get(key) or [_nothing(metric)]
            )
            for key in keys
        }

    def _of(self, definition: Definition, tallied: Iterable[Tally]) -> Iterator[tuple[Key, Figure]]:
        match definition.kind:
            case Kind.QUANTILE:
                yield from self._quantiles(definition, tallied)
            case Kind.MONEY:
                yield from self._money(tallied)
            case _:
                for tally in tallied:
                    yield tally.group, counted(definition, tally)

    def _money(self, tallied: Iterable[Tally]) -> Iterator[tuple[Key, Figure]]:
        beside = {tally.group: tally for tally in tallied}
        for each in metrics.sums(self.tx, self.query, self.scope, self.over):
            yield each.group, money(each, beside[each.group].set_aside)
        for tally in beside.values():
            if not tally.k:
                yield tally.group, replace(_nothing(Metric.PIPELINE_VALUE), set_aside=tally.set_aside)

    def _quantiles(self, definition: Definition, tallied: Iterable[Tally]) -> Iterator[tuple[Key, Figure]]:
        tallies = list(tallied)
        worked = self._curves(tallies, definition.quantile or 0.5, wall=False)
        waited = self._curves(tallies, definition.quantile or 0.5, wall=True)
        for tally in tallies:
            yield tally.group, _timed(definition, tally, worked.get(tally.group), waited.get(tally.group))

    def _curves(self, tallies: Iterable[Tally], share: float, *, wall: bool) -> dict[Key, Crossing]:
        sizes = {tally.group: tally.n or 0 for tally in tallies}
        censored = self.censored(wall=wall)
        taken = metrics.decided_times(self.tx, self.query, self.scope, self.over, wall=wall)
        found: dict[Key, Crossing] = {}
        for key, events in itertools.groupby(taken, key=lambda each: each[0]):
            counts = times.merged(((time, count) for _, time, count in events), censored.pop(key, []))
            found[key] = times.quantile(sizes[key], counts, share)
        for key, waits in censored.items():
            found[key] = times.quantile(sizes[key], times.merged((), waits), share)
        return found

    def median(self, week: Period, n: int, waits: Sequence[int]) -> tuple[float | None, float | None]:
        """The median of one week's `n` handoffs, some of which still wait, or how far it was looked for."""
        whole = replace(self.query, group_by=(), period=week)
        middle = metrics.nth_time(self.tx, whole, self.scope, week, (n + 1) // 2)
        if middle is not None and (not waits or middle <= waits[0]):
            return middle, None
        events = metrics.decided_times(self.tx, whole, self.scope, week)
        found = times.quantile(n, times.merged(((t, count) for _, t, count in events), waits), 0.5)
        return found.value, found.followed if found.value is None else None

    def censored(self, *, wall: bool) -> dict[Key, list[int]]:
        """How long the undecided handoffs have waited by now, in microseconds and ascending order."""
        found: dict[Key, list[int]] = defaultdict(list)
        for each in metrics.waiting(self.tx, self.query, self.scope, self.over):
            found[each.group].append(self._waited(each, wall=wall))
        return {key: sorted(waits) for key, waits in found.items()}

    def _waited(self, each: metrics.Waiting, *, wall: bool) -> int:
        if wall:
            return self.scope.micros - each.handed_at
        calendar = self.calendars.get(each.owner) or self.hours(self.tx, each.owner)
        self.calendars[each.owner] = calendar
        return calendar.counted(facts.instant(each.handed_at), self.scope.now) // MICROSECOND


def _nothing(metric: Metric, currency: str | None = None) -> Figure:
    """The figure of a group in which there is nothing to count."""
    nothing = counted(CATALOGUE[metric], Tally((), 0, 0 if CATALOGUE[metric].denominator else None))
    return replace(nothing, currency=currency)


def counted(definition: Definition, tally: Tally) -> Figure:
    """The figure of what was counted: a share with its Wilson interval, or a number."""
    beside = Figure(
        definition.metric, float(tally.k), tally.k, tally.n, open=tally.open, immature=tally.immature,
        excused=tally.excused, set_aside=tally.set_aside,
    )  # fmt: skip
    if definition.kind is Kind.STOCK:
        return replace(beside, overdue=tally.overdue, old=tally.old)
    if tally.n is None or definition.kind is Kind.FREQUENCY:
        return beside
    if tally.n == 0:
        return replace(beside, value=None)
    limits = rates.wilson(tally.k, tally.n)
    return replace(beside, value=tally.k / tally.n, low=limits.low, high=limits.high)


def money(each: Sum, set_aside: int) -> Figure:
    """The figure of amounts in one currency, in whole units of it."""
    return Figure(
        Metric.PIPELINE_VALUE, each.total / 100, each.deals, currency=each.currency, median=each.median / 100,
        largest=each.largest / each.total if each.total else None, unpriced=each.unpriced,
        set_aside=set_aside,
    )  # fmt: skip


def _timed(definition: Definition, tally: Tally, worked: Crossing | None, waited: Crossing | None) -> Figure:
    """The figure of a decision time; of a cohort without handoffs there is none."""
    beside = replace(counted(definition, tally), value=None, low=None, high=None)
    if worked is None or waited is None:
        return beside
    return replace(
        beside,
        value=_hours(worked.value),
        low=_hours(worked.low),
        high=_hours(worked.high),
        wall=_hours(waited.value),
        beyond=_hours(worked.followed) if worked.value is None else None,
    )


def _hours(micros: float | None) -> float | None:
    return None if micros is None else micros / _HOUR


def _rows(query: MetricQuery, now: _Figures, before: _Figures) -> list[Row]:
    """A row for each group; compared ones also for groups that only the other period has."""
    if query.compare_to is None:
        return [Row(key, figures) for key, figures in now.items()]
    return [_compared(query, key, now.get(key, ()), before.get(key, ())) for key in {**now, **before}]


def _compared(query: MetricQuery, key: Key, now: tuple[Figure, ...], then: tuple[Figure, ...]) -> Row:
    """Each figure beside the one of the same metric, and of money the same currency."""
    new = {(figure.metric, figure.currency): figure for figure in now}
    old = {(figure.metric, figure.currency): figure for figure in then}
    pairs = [
        (new.get((metric, currency)) or _nothing(metric, currency), old.get((metric, currency)))
        for metric in query.metrics
        for currency in _currencies(metric, (*now, *then))
    ]
    before = tuple(was or _nothing(figure.metric, figure.currency) for figure, was in pairs)
    figures = tuple(figure for figure, _ in pairs)
    return Row(key, figures, before, tuple(map(difference, figures, before)))


def _currencies(metric: Metric, figures: Iterable[Figure]) -> list[str | None]:
    """Every currency in which there is anything; none at all of what is no money."""
    found = (figure.currency for figure in figures if figure.metric is metric and figure.k)
    return list(dict.fromkeys(found)) or [None]


def difference(now: Figure, then: Figure) -> Difference | None:
    """Newcombe's interval of the difference of two shares; None of what is no share, or rests on nothing."""
    if CATALOGUE[now.metric].kind is not Kind.RATE or not now.n or not then.n:
        return None
    limits = rates.newcombe(now.k, now.n, then.k, then.n)
    return Difference(now.k / now.n - then.k / then.n, limits.low, limits.high)
