"""Every metric counted again from the handoffs themselves, in plain Python and without any SQL.

It is written from the agreement on metrics, section 1, and shares nothing with the code that it judges but
the names of the catalogue: local days come from `zoneinfo`, curves are exact fractions, sets are lists.
"""

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from bot.domain.metric import Dimension, Metric
from bot.domain.period import Period, Unit
from bot.domain.query import MetricQuery
from tests.digests.worlds import Past, PastDeal

Key = tuple[str | None, ...]
Waited = Callable[[str | None, datetime, datetime], timedelta]
Row = tuple[int, Past, PastDeal | None]  # the handoff's number, the handoff, and of deals the deal

DECISION_RATES = (Metric.ACCEPTANCE_RATE, Metric.REJECTION_RATE, Metric.RECYCLE_RATE)
TIMES = {Metric.DECISION_TIME_MEDIAN: Fraction(1, 2), Metric.DECISION_TIME_P90: Fraction(9, 10)}
RATES = (
    *DECISION_RATES, Metric.SLA_ATTAINMENT, Metric.SQL_CONVERSION_RATE, Metric.OPPORTUNITY_RATE,
    Metric.WIN_RATE, Metric.TOUCH_ATTAINMENT, Metric.COMPLETENESS, Metric.RETURN_RATE,
)  # fmt: skip
_VERDICTS = {
    Metric.ACCEPTANCE_RATE: "accepted",
    Metric.REJECTION_RATE: "rejected",
    Metric.RECYCLE_RATE: "recycled",
}
_DUE = (Metric.SLA_ATTAINMENT, Metric.SLA_BREACHES)


@dataclass
class Money:
    """The deals of one currency."""

    amounts: list[float] = field(default_factory=list)
    deals: int = 0

    @property
    def median(self) -> float:
        """The middle amount."""
        return statistics.median(self.amounts) if self.amounts else 0.0


@dataclass
class Expected:
    """What one metric should say of one group."""

    k: list[int] = field(default_factory=list)
    n: list[int] | None = None
    open: int = 0
    immature: int = 0
    excused: int = 0
    set_aside: int = 0
    overdue: int = 0
    old: int = 0
    hours: float | None = None
    wall: float | None = None
    money: dict[str | None, Money] = field(default_factory=lambda: defaultdict(Money))

    @property
    def tells(self) -> bool:
        """Whether anything at all is to be said of the group."""
        counts = (self.open, self.immature, self.excused, self.set_aside, self.overdue, self.old)
        return bool(self.k or self.n or any(counts))


def local_day(at: datetime, zone: str) -> date:
    """The day on the wall calendar."""
    return at.astimezone(ZoneInfo(zone)).date()


def bucket(unit: Unit, day: date) -> str:
    """The name of the day's unit; an ISO week has an ISO year."""
    if unit is Unit.DAY:
        return day.isoformat()
    if unit is Unit.WEEK:
        return day.strftime("%G-W%V")
    return day.strftime("%Y-%m") if unit is Unit.MONTH else f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def office(opens: int, closes: int, zone: str, start: datetime, end: datetime) -> timedelta:
    """How much of [start, end) lies in the hours of weekdays, day by day."""
    found, day, place = timedelta(), local_day(start, zone), ZoneInfo(zone)
    while day <= local_day(end, zone):
        if day.weekday() < 5:
            a = max(datetime.combine(day, time(opens), place), start)
            b = min(datetime.combine(day, time(closes), place), end)
            found += max(b - a, timedelta())
        day += timedelta(days=1)
    return found


def first_reach(times: Iterable[tuple[Fraction, bool]], share: Fraction) -> Fraction | None:
    """The first time by which the Kaplan-Meier curve has come down to 1 - share."""
    found = sorted(times)
    left, curve = len(found), Fraction(1)
    for t in sorted({t for t, _ in found}):
        here = [happened for at, happened in found if at == t]
        curve *= 1 - Fraction(sum(here), left)
        left -= len(here)
        if sum(here) and curve <= 1 - share:
            return t
    return None


class Oracle:
    """One past, looked at from one zone at one instant; the handoffs are numbered from 1."""

    def __init__(self, pasts: Sequence[Past], zone: str, now: datetime, waited: Waited) -> None:
        self.zone = zone
        self.now = now
        self._waited = waited
        # What was handed over later has not happened yet, and neither have its deals.
        self._known: list[Row] = [
            (number, past, None) for number, past in enumerate(pasts, 1) if past.handed <= now
        ]

    def ask(self, query: MetricQuery, over: Period) -> dict[Metric, dict[Key, Expected]]:
        """What each metric says of each group in the days of `over`."""
        return {metric: dict(_Question(self, query, over, metric).groups()) for metric in query.metrics}

    def span(self) -> Period:
        """Everything so far: from the first thing that happened until today."""
        today = local_day(self.now, self.zone)
        found = [today]
        for _, past, _ in self._known:
            moments = [past.handed, past.decided, past.due, *(deal.created for deal in past.deals)]
            found += [local_day(at, self.zone) for at in moments if at is not None]
        return Period(min(found), today + timedelta(days=1))

    def rows(self, metric: Metric) -> list[Row]:
        """What a metric looks at: deals, or handoffs."""
        if metric in (Metric.WIN_RATE, Metric.PIPELINE_VALUE):
            return [(number, past, deal) for number, past, _ in self._known for deal in past.deals]
        return self._known

    def decided(self, row: Row) -> bool:
        """Whether there is a first decision by now."""
        return self.past(row[1].decided)

    def past(self, at: datetime | None) -> bool:
        """Whether it has happened by now."""
        return at is not None and at <= self.now

    def took(self, past: Past, *, wall: bool) -> tuple[Fraction, bool]:
        """How many hours the decision took, or has been waited for, and whether it came."""
        hour = timedelta(hours=1)
        if past.decided is not None and past.decided <= self.now:
            if past.worked is not None and not wall:
                return Fraction(past.worked), True
            return _hours(past.decided - past.handed), True
        if wall:
            return _hours(self.now - past.handed), False
        waited = self._waited(past.dimensions.get("owner"), past.handed, self.now)
        return Fraction(waited // timedelta(microseconds=1), hour // timedelta(microseconds=1)), False


@dataclass
class _Question:
    """One metric of a query."""

    oracle: Oracle
    query: MetricQuery
    over: Period
    metric: Metric

    def groups(self) -> Iterator[tuple[Key, Expected]]:
        found: dict[Key, Expected] = defaultdict(self._nothing)
        if not self.query.group_by:
            found |= {(): self._nothing()}
        for key in (self._whole() or {}) if not self._by_reason and self.metric in RATES else ():
            found[key] = self._nothing()
        self._count(found)
        yield from found.items()

    def _nothing(self) -> Expected:
        return Expected(n=[] if self.metric in (*RATES, *TIMES) else None)

    def _count(self, found: dict[Key, Expected]) -> None:
        whole = self._whole()
        for row in self._looked_at():
            key = self._key(row)
            if row[1].left_out is not None:
                found[key].set_aside += self._dated(row)
                continue
            self._sort(row, found[key])
        for key, one in found.items():
            if whole is not None and one.n is not None:
                one.n = whole[self._without_reason(key)]
            self._quantile(one)

    def _sort(self, row: Row, into: Expected) -> None:
        """Put one row where it belongs: counted, among whom it is counted, or left out."""
        number, past, deal = row
        into.open += self._is_open(row)
        if not self._dated(row):
            return
        if self._young(row):
            # Who was not accepted is never going to be in the rate of those taken back.
            into.immature += self.metric is not Metric.RETURN_RATE or self._among(row)
            return
        into.excused += self.metric in _DUE and past.excused
        into.overdue += self.metric is Metric.OPEN_LEADS and self._overdue(past)
        into.old += self.metric is Metric.OPEN_LEADS and self.oracle.now - past.handed > timedelta(days=7)
        if self._counted(row):
            into.k.append(number)
            if self.metric is Metric.PIPELINE_VALUE and deal is not None:
                self._add(into.money[deal.currency], deal)
        if into.n is not None and self._among(row):
            into.n.append(number)

    def _add(self, money: Money, deal: PastDeal) -> None:
        money.deals += 1
        money.amounts += [] if deal.amount is None else [deal.amount]

    def _overdue(self, past: Past) -> bool:
        return self.oracle.past(past.due) and not past.excused

    # --- which rows ---

    def _looked_at(self) -> Iterator[Row]:
        for row in self.oracle.rows(self.metric):
            if self._passes(row[1]) and (not self._by_reason or self._sent_back(row)):
                yield row

    @property
    def _by_reason(self) -> bool:
        return Dimension.REJECT_REASON in self.query.group_by

    def _sent_back(self, row: Row) -> bool:
        return self.oracle.decided(row) and row[1].decision in ("rejected", "recycled")

    def _passes(self, past: Past, *, whatever_reason: bool = False) -> bool:
        for one in self.query.filters:
            if one.dimension is Dimension.REJECT_REASON and whatever_reason:
                continue
            if (self._value(past, one.dimension) in one.values) is one.negated:
                return False
        return True

    def _value(self, past: Past, dimension: Dimension) -> str | None:
        if dimension is Dimension.REJECT_REASON and not self.oracle.past(past.decided):
            return None
        return past.dimensions.get(dimension)

    def _key(self, row: Row) -> Key:
        day = local_day(self._shown_at(row), self.oracle.zone)
        return tuple(
            bucket(group, day) if isinstance(group, Unit) else self._value(row[1], group)
            for group in self.query.group_by
        )

    def _shown_at(self, row: Row) -> datetime:
        """In whose day the row is shown: what is still to come is shown where it began."""
        at = self._anchor(row)
        aside = row[1].left_out is not None and self._decisions_dated
        if at is not None and self.oracle.past(at) and not aside:
            return at
        return row[2].created if row[2] is not None else row[1].handed

    def _without_reason(self, key: Key) -> Key:
        groups = zip(key, self.query.group_by, strict=True)
        return tuple(value for value, group in groups if group is not Dimension.REJECT_REASON)

    def _whole(self) -> Mapping[Key, list[int]] | None:
        """Of rates by reason: everybody decided, whatever the reason."""
        filtered = any(one.dimension is Dimension.REJECT_REASON for one in self.query.filters)
        if not filtered and not self._by_reason:
            return None
        found: dict[Key, list[int]] = defaultdict(list)
        for row in self.oracle.rows(self.metric):
            fits = self._passes(row[1], whatever_reason=True) and row[1].left_out is None
            if fits and self._dated(row) and not self._young(row) and self._among(row):
                found[self._without_reason(self._key(row))].append(row[0])
        return found

    # --- dates ---

    @property
    def _cohort(self) -> bool:
        """Whether the rates of decisions follow those handed over, and not the decisions of the period."""
        if self.query.anchor is not None:
            return self.query.anchor == "handed"
        about = [*self.query.group_by, *(one.dimension for one in self.query.filters)]
        return Dimension.CAMPAIGN in about

    def _anchor(self, row: Row) -> datetime | None:
        _, past, deal = row
        if self.metric in DECISION_RATES:
            return past.handed if self._cohort else past.decided
        if deal is not None:
            return deal.created if self.metric is Metric.PIPELINE_VALUE else deal.closed
        return {
            Metric.RETURN_RATE: past.decided,
            Metric.SLA_ATTAINMENT: past.due,
            Metric.SLA_BREACHES: past.due,
            Metric.TOUCH_ATTAINMENT: past.touch_due,
        }.get(self.metric, past.handed)

    def _dated(self, row: Row) -> bool:
        """Whether the row belongs to the period; withdrawn leads have no decision and count when handed."""
        if self.metric is Metric.OPEN_LEADS:
            return not self.oracle.decided(row)
        aside = row[1].left_out is not None and self._decisions_dated
        return self._within(row[1].handed if aside else self._anchor(row))

    @property
    def _decisions_dated(self) -> bool:
        return self.metric is Metric.RETURN_RATE or (self.metric in DECISION_RATES and not self._cohort)

    def _within(self, at: datetime | None) -> bool:
        return at is not None and self.oracle.past(at) and self.over.holds(local_day(at, self.oracle.zone))

    def _young(self, row: Row) -> bool:
        past, now = row[1], self.oracle.now
        if self.metric in DECISION_RATES:
            return self._cohort and now - past.handed < timedelta(days=7)
        if self.metric is Metric.RETURN_RATE:
            return past.decided is not None and now - past.decided < timedelta(days=14)
        days = {Metric.SQL_CONVERSION_RATE: 30, Metric.OPPORTUNITY_RATE: 60}.get(self.metric, 0)
        return now - past.handed < timedelta(days=days)

    # --- populations ---

    def _counted(self, row: Row) -> bool:
        return _COUNTED[self.metric](self.oracle, row)

    def _among(self, row: Row) -> bool:
        return _AMONG.get(self.metric, _anybody)(self.oracle, row)

    def _is_open(self, row: Row) -> bool:
        """What is printed as open beside the figure."""
        if self.metric is Metric.WIN_RATE:
            return self._open_deal(row)
        if self.metric in _DUE:
            return not self.oracle.decided(row) and not row[1].excused and self._within(row[1].due)
        shown = (*DECISION_RATES, *TIMES, Metric.RETURN_RATE, *_HANDED)
        return self.metric in shown and not self.oracle.decided(row) and self._within(row[1].handed)

    def _open_deal(self, row: Row) -> bool:
        deal = row[2]
        if deal is None or self.oracle.past(deal.closed) or not self.oracle.past(deal.created):
            return False
        day = local_day(deal.created, self.oracle.zone)
        timed = any(isinstance(group, Unit) for group in self.query.group_by)
        return self.over.holds(day) if timed else day < self.over.end

    # --- times ---

    def _quantile(self, one: Expected) -> None:
        if self.metric not in TIMES or not one.n:
            return
        pasts = {number: past for number, past, _ in self.oracle.rows(self.metric)}
        for name, wall in (("hours", False), ("wall", True)):
            found = first_reach((self.oracle.took(pasts[i], wall=wall) for i in one.n), TIMES[self.metric])
            setattr(one, name, None if found is None else float(found))


def _hours(length: timedelta) -> Fraction:
    return Fraction(length // timedelta(microseconds=1), 3_600_000_000)


def _anybody(oracle: Oracle, row: Row) -> bool:
    return True


def _decided_as(oracle: Oracle, row: Row, verdict: str) -> bool:
    return oracle.decided(row) and row[1].decision == verdict


def _met(oracle: Oracle, row: Row) -> bool:
    past = row[1]
    return past.decided is not None and past.due is not None and past.decided <= past.due


def _touched(oracle: Oracle, row: Row) -> bool:
    past = row[1]
    return past.touched is not None and past.touch_due is not None and past.touched <= past.touch_due


def _reached(oracle: Oracle, row: Row, at: datetime | None, days: int) -> bool:
    return at is not None and at <= oracle.now and at <= row[1].handed + timedelta(days=days)


_HANDED = (
    Metric.MQL_COUNT, Metric.SQL_CONVERSION_RATE, Metric.OPPORTUNITY_RATE, Metric.COMPLETENESS,
)  # fmt: skip

_COUNTED: Mapping[Metric, Callable[[Oracle, Row], bool]] = {
    Metric.MQL_COUNT: _anybody,
    Metric.ACCEPTANCE_RATE: lambda o, row: _decided_as(o, row, "accepted"),
    Metric.REJECTION_RATE: lambda o, row: _decided_as(o, row, "rejected"),
    Metric.RECYCLE_RATE: lambda o, row: _decided_as(o, row, "recycled"),
    Metric.DECISION_TIME_MEDIAN: Oracle.decided,
    Metric.DECISION_TIME_P90: Oracle.decided,
    Metric.SLA_ATTAINMENT: lambda o, row: not row[1].excused and _met(o, row),
    Metric.SLA_BREACHES: lambda o, row: not row[1].excused and not _met(o, row),
    Metric.OPEN_LEADS: _anybody,
    Metric.SQL_CONVERSION_RATE: lambda o, row: _reached(o, row, row[1].sql, 30),
    Metric.OPPORTUNITY_RATE: lambda o, row: _reached(o, row, row[1].opportunity, 60),
    Metric.WIN_RATE: lambda o, row: row[2] is not None and row[2].won is True,
    Metric.PIPELINE_VALUE: _anybody,
    Metric.TOUCH_ATTAINMENT: _touched,
    Metric.COMPLETENESS: lambda o, row: row[1].complete is True,
    Metric.RETURN_RATE: lambda o, row: _decided_as(o, row, "accepted") and o.past(row[1].returned),
}
_AMONG: Mapping[Metric, Callable[[Oracle, Row], bool]] = {
    **dict.fromkeys(DECISION_RATES, Oracle.decided),
    Metric.SLA_ATTAINMENT: lambda o, row: not row[1].excused,
    Metric.COMPLETENESS: lambda o, row: row[1].complete is not None,
    Metric.RETURN_RATE: lambda o, row: _decided_as(o, row, "accepted"),
}
