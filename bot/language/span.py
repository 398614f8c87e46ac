"""Spans of time as a question names them: the days, the unit, and whether the unit has run its course."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.period import DAY, Period

DAYS, WEEKS, MONTHS, QUARTERS, HALVES, YEARS = "day", "week", "month", "quarter", "half", "year"

_MONTHS_OF: Mapping[str, int] = {MONTHS: 1, QUARTERS: 3, HALVES: 6, YEARS: 12}


@dataclass(frozen=True, slots=True)
class Span:
    """`period` is what was meant, `whole` the complete units that it lies in.

    `count` units of `unit`; `said` tells whether it was named by its distance ("last", "this") or its name.
    """

    period: Period
    unit: str = DAYS
    count: int = 1
    whole: Period | None = None
    said: str = "name"
    full: bool = False  # the user insisted on the whole unit
    parts: tuple["Span", ...] = ()  # both ends of a range

    @property
    def to_date(self) -> bool:
        """Whether the unit is still running."""
        return self.whole is not None and self.period.end < self.whole.end

    @property
    def units(self) -> Period:
        """The complete units."""
        return self.whole or self.period


@dataclass(frozen=True, slots=True)
class Unclear:
    """A period that may be read in several ways, or in none."""

    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ahead:
    """A period that has not begun."""


Found = Span | Unclear | Ahead


def start_of(unit: str, day: date) -> date:
    """The first day of the unit that holds the day."""
    if unit == DAYS:
        return day
    if unit == WEEKS:
        return day - timedelta(days=day.weekday())
    months = _MONTHS_OF[unit]
    return date(day.year, months * ((day.month - 1) // months) + 1, 1)


def shifted(unit: str, start: date, by: int) -> date:
    """The first day of the unit that lies `by` units after the one beginning on `start`."""
    if unit in (DAYS, WEEKS):
        return start + by * timedelta(days=7 if unit == WEEKS else 1)
    months = start.year * 12 + start.month - 1 + by * _MONTHS_OF[unit]
    return start.replace(year=min(max(months // 12, 1), 9999), month=months % 12 + 1)


def unit_at(unit: str, day: date, today: date) -> Found:
    """The unit that holds the day: to date if it is running, ahead if it has not begun."""
    start = start_of(unit, day)
    whole = Period(start, shifted(unit, start, 1))
    return cut(Span(whole, unit, whole=whole), today)


def cut(span: Span, today: date) -> Found:
    """The span up to today."""
    if span.period.start > today:
        return Ahead()
    if span.period.end > today + DAY:
        return replace(span, period=Period(span.period.start, today + DAY))
    return span


def last_units(unit: str, count: int, today: date) -> Span:
    """So many complete units before the one that holds today."""
    end = start_of(unit, today)
    whole = Period(shifted(unit, end, -count), end)
    return Span(whole, unit, count, whole, "last")


def aligned(first: Span, last: Span) -> Span:
    """`Q1 vs Q2 2025`: the year that is said of the later one holds for both."""
    while first.said == "name" and last.said == "dated" and first.period.start > last.period.start:
        units = year_before(first.units)
        if units == last.units:
            break
        first = replace(first, period=units, whole=units if first.whole else None)
    return first


def year_before(period: Period) -> Period:
    """The same dates a year earlier; 29 February becomes the 28th."""
    return Period(_year_before(period.start), _year_before(period.end))


def before(span: Span) -> Period:
    """As many units right before the span; of one that is still running, as many days."""
    start = shifted(span.unit, span.units.start, -span.count) if _whole(span) else None
    if start is None:
        return Period(span.period.start - timedelta(days=span.period.days), span.period.start)
    return alike(span, Period(start, span.units.start))


def alike(span: Span, other: Period) -> Period:
    """Of another period as many days from its start as the span has, when the span is still running."""
    if not span.to_date:
        return other
    return Period(other.start, min(other.end, other.start + timedelta(days=span.period.days)))


def of_period(period: Period, today: date) -> Span:
    """The span that a stored period was: a unit, or several, or just days."""
    for unit in (YEARS, HALVES, QUARTERS, MONTHS, WEEKS):
        if start_of(unit, period.start) != period.start:
            continue
        whole = Period(period.start, shifted(unit, period.start, 1))
        if period.end == whole.end or (
            period.end == today + DAY and period.end < whole.end and _running(unit)
        ):
            return Span(period, unit, whole=whole)
    return _several(period)


def _several(period: Period) -> Span:
    for unit in (QUARTERS, MONTHS, WEEKS):
        if start_of(unit, period.start) == period.start and start_of(unit, period.end) == period.end:
            count, at = 0, period.start
            while at < period.end:
                at, count = shifted(unit, at, 1), count + 1
            return Span(period, unit, count, period)
    return Span(period, DAYS, period.days)


def month_end(year: int, month: int) -> int:
    """The last day of a month."""
    return calendar.monthrange(year, month)[1]


def _running(unit: str) -> bool:
    return unit != HALVES


def _whole(span: Span) -> bool:
    return span.unit != DAYS and span.whole is not None


def _year_before(day: date) -> date:
    moved = day.year - 1
    return day.replace(year=moved, day=min(day.day, month_end(moved, day.month)))
