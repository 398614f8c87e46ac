"""Every metric counted again from the handoffs themselves, in plain Python and without any SQL.

It is written from the agreement on metrics, section 1, and shares nothing with the code that it judges but
the names of the catalogue: local days come from `zoneinfo`, curves are exact fractions, sets are lists.
"""

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from bot.domain.metric import Metric
from bot.domain.period import Period, Unit
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
DUE = (Metric.SLA_ATTAINMENT, Metric.SLA_BREACHES)


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


def _hours(length: timedelta) -> Fraction:
    return Fraction(length // timedelta(microseconds=1), 3_600_000_000)


def anybody(oracle: Oracle, row: Row) -> bool:
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


HANDED = (
    Metric.MQL_COUNT, Metric.SQL_CONVERSION_RATE, Metric.OPPORTUNITY_RATE, Metric.COMPLETENESS,
)  # fmt: skip

COUNTED: Mapping[Metric, Callable[[Oracle, Row], bool]] = {
    Metric.MQL_COUNT: anybody,
    Metric.ACCEPTANCE_RATE: lambda o, row: _decided_as(o, row, "accepted"),
    Metric.REJECTION_RATE: lambda o, row: _decided_as(o, row, "rejected"),
    Metric.RECYCLE_RATE: lambda o, row: _decided_as(o, row, "recycled"),
    Metric.DECISION_TIME_MEDIAN: Oracle.decided,
    Metric.DECISION_TIME_P90: Oracle.decided,
    Metric.SLA_ATTAINMENT: lambda o, row: not row[1].excused and _met(o, row),
    Metric.SLA_BREACHES: lambda o, row: not row[1].excused and not _met(o, row),
    Metric.OPEN_LEADS: anybody,
    Metric.SQL_CONVERSION_RATE: lambda o, row: _reached(o, row, row[1].sql, 30),
    Metric.OPPORTUNITY_RATE: lambda o, row: _reached(o, row, row[1].opportunity, 60),
    Metric.WIN_RATE: lambda o, row: row[2] is not None and row[2].won is True,
    Metric.PIPELINE_VALUE: anybody,
    Metric.TOUCH_ATTAINMENT: _touched,
    Metric.COMPLETENESS: lambda o, row: row[1].complete is True,
    Metric.RETURN_RATE: lambda o, row: _decided_as(o, row, "accepted") and o.past(row[1].returned),
}
AMONG: Mapping[Metric, Callable[[Oracle, Row], bool]] = {
    **dict.fromkeys(DECISION_RATES, Oracle.decided),
    Metric.SLA_ATTAINMENT: lambda o, row: not row[1].excused,
    Metric.COMPLETENESS: lambda o, row: row[1].complete is not None,
    Metric.RETURN_RATE: lambda o, row: _decided_as(o, row, "accepted"),
}
