"""Periods of the workspace's calendar: half-open spans of local days, weeks from Monday, and their instants.

A week is named as ISO 8601 names it (2026-W53); the year of a week is the ISO year, never the calendar's.
A day begins at local midnight, so that a week has 167 or 169 hours where the clocks change.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain import interval

DAY = timedelta(days=1)
WEEK = timedelta(days=7)

_ISO_WEEK = re.compile(r"(\d{4})-?W(\d{2})", re.ASCII | re.IGNORECASE)


class Unit(StrEnum):
    """What a period is cut into."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The local days from `start` up to `end`, which is not one of them. ValueError if there are none."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"a period ends after it begins, and {self.end} is not after {self.start}")

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    def holds(self, day: date) -> bool:
        """Whether the day is in it."""
        return self.start <= day < self.end


def instants(period: Period, zone: str) -> tuple[datetime, datetime]:
    """The first instant of the period and the first one after it, aware UTC."""
    return midnight(period.start, zone), midnight(period.end, zone)


def midnight(day: date, zone: str) -> datetime:
    """The instant at which a local day begins; where midnight is skipped, the moment of the change."""
    return interval.instant(day, time(), ZoneInfo(zone), last=False)


def local_day(at: datetime, zone: str) -> date:
    """The local day of an aware instant."""
    return at.astimezone(ZoneInfo(zone)).date()


def week_of(day: date) -> Period:
    """The week, Monday to Sunday, in which a day lies."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + WEEK)


def last_week(now: datetime, zone: str) -> Period:
    """The last complete week in `zone`."""
    return earlier(week_of(local_day(now, zone)), 1)


def earlier(week: Period, weeks: int) -> Period:
    """The same span that many weeks before; after, for a negative number."""
    return Period(week.start - weeks * WEEK, week.end - weeks * WEEK)


def week_name(week: Period) -> str:
    """The ISO name of a week, such as `2026-W53`."""
    year, number, _ = week.start.isocalendar()
    return f"{year:04}-W{number:02}"


def read_week(text: str) -> Period:
    """The week of an ISO name. Raises ValueError, which says what would be right."""
    found = _ISO_WEEK.fullmatch(text.strip())
    try:
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        monday = None
    if monday is None:
        raise ValueError(f"'{text}' is not a week; write it like 2026-W46")
    return week_of(monday)


def start_of(unit: Unit, day: date) -> date:
    """The first day of the day's own unit."""
    match unit:
        case Unit.DAY:
            return day
        case Unit.WEEK:
            return day - timedelta(days=day.weekday())
        case Unit.MONTH:
            return day.replace(day=1)
        case Unit.QUARTER:
            return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def next_start(unit: Unit, start: date) -> date:
    """The first day of the unit that follows the one that begins on `start`."""
    return start_of(unit, start + _LONGEST[unit])


def buckets(unit: Unit, period: Period) -> tuple[date, ...]:
    """The first days of all units that the period touches, in order; the first may lie before it."""
    starts = [start_of(unit, period.start)]
    while (following := next_start(unit, starts[-1])) < period.end:
        starts.append(following)
    return tuple(starts)


def bucket_name(unit: Unit, start: date) -> str:
    """How the unit that begins on `start` is called: 2026-03-02, 2026-W10, 2026-03, 2026-Q1."""
    return _NAMES[unit](start)


def previous(unit: Unit, day: date) -> Period:
    """The last complete unit before the day's own."""
    end = start_of(unit, day)
    return Period(start_of(unit, end - DAY), end)


def so_far(unit: Unit, day: date) -> Period:
    """The day's own unit up to and with the day."""
    return Period(start_of(unit, day), day + DAY)


def shifts(zone: str, period: Period) -> tuple[tuple[datetime, int], ...]:
    """The offsets from UTC in seconds that hold in the period: since when, in order.

    The first entry holds at the beginning of the period.
    """
    start, end = instants(period, zone)
    found = [(start, _offset(start, zone))]
    at = start
    # No zone changes twice within a day.
    while at < end:
        following = min(at + DAY, end)
        if _offset(following, zone) != found[-1][1]:
            change = _change(at, following, zone)
            found.append((change, _offset(change, zone)))
        at = following
    return tuple(found)


def _offset(at: datetime, zone: str) -> int:
    shift = at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    return int(shift.total_seconds())


def _change(a: datetime, b: datetime, zone: str) -> datetime:
    """The first second after `a` with the offset of `b`."""
    wanted = _offset(b, zone)
    low, high = int(a.timestamp()), int(b.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (low, middle)
            if _offset(datetime.fromtimestamp(middle, UTC), zone) == wanted
            else (
                middle,
                high,
            )
        )
    return datetime.fromtimestamp(high, UTC)


def _quarter(start: date) -> str:
    return f"{start.year:04}-Q{(start.month + 2) // 3}"


# Long enough to reach into the next unit from the first day of any, and too short to reach the one after it.
_LONGEST: Mapping[Unit, timedelta] = {
    Unit.DAY: DAY,
    Unit.WEEK: WEEK,
    Unit.MONTH: timedelta(days=31),
    Unit.QUARTER: timedelta(days=92),
}
_NAMES: Mapping[Unit, Callable[[date], str]] = {
    Unit.DAY: date.isoformat,
    Unit.WEEK: lambda start: week_name(Period(start, start + WEEK)),
    Unit.MONTH: lambda start: f"{start:%Y-%m}",
    Unit.QUARTER: _quarter,
}
