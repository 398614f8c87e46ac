"""Zones, calendars and instants that the tests of business time share."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from bot.domain import calendar
from bot.domain.agreement import Hours
from bot.domain.calendar import BusinessCalendar

BERLIN = "Europe/Berlin"
NEW_YORK = "America/New_York"
LORD_HOWE = "Australia/Lord_Howe"
SAO_PAULO = "America/Sao_Paulo"
KOLKATA = "Asia/Kolkata"

WORKDAYS = range(5)
EVERY_DAY = range(7)
MONDAY, TUESDAY, WEDNESDAY, FRIDAY, SATURDAY, SUNDAY = 0, 1, 2, 4, 5, 6

# Bavaria 2026 and the turn of the year, from the state's own list.
BAVARIA = {
    date(2026, 1, 1): "New Year's Day",
    date(2026, 1, 6): "Epiphany",
    date(2026, 4, 3): "Good Friday",
    date(2026, 4, 6): "Easter Monday",
    date(2026, 5, 1): "Labor Day",
    date(2026, 5, 14): "Ascension Day",
    date(2026, 5, 25): "Pentecost Monday",
    date(2026, 6, 4): "Corpus Christi",
    date(2026, 10, 3): "German Unity Day",
    date(2026, 11, 1): "All Saints' Day",
    date(2026, 12, 25): "Christmas Day",
    date(2026, 12, 26): "Second Day of Christmas",
    date(2027, 1, 1): "New Year's Day",
}
NEW_YORK_CLOSED = {date(2026, 4, 3): "Good Friday", date(2026, 7, 3): "Independence Day (observed)"}


def at(text: str) -> datetime:
    """An instant written with its offset, so that no zone database helps an expectation."""
    return datetime.fromisoformat(text).astimezone(UTC)


def week(days: Iterable[int], *blocks: str) -> list[Hours]:
    """The same blocks on each of the weekdays."""
    return [Hours(day, *calendar.parse_hours(block)) for day in days for block in blocks]


def on(
    days: Iterable[int], *blocks: str, zone: str, closed: Mapping[date, str] | None = None
) -> BusinessCalendar:
    """A calendar with these blocks on these weekdays."""
    return BusinessCalendar(zone, week(days, *blocks), closed=(closed or {}).get)


def office(zone: str = BERLIN, closed: Mapping[date, str] = BAVARIA) -> BusinessCalendar:
    """Eight hours a day: 09:00-12:00 and 13:00-18:00."""
    return on(WORKDAYS, "09:00-12:00", "13:00-18:00", zone=zone, closed=closed)


def always(zone: str) -> BusinessCalendar:
    """Every hour of every day."""
    return on(EVERY_DAY, "00:00-24:00", zone=zone)
