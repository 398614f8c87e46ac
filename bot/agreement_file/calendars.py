"""Time zones and working hours in the agreement file."""

import functools
import itertools
import zoneinfo
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from bot.agreement_file import report
from bot.agreement_file.fields import Table
from bot.domain import calendar
from bot.domain.agreement import CalendarRule, Hours
from bot.gateways import holidays

# Who names no calendar works by this one; the file may define it anew.
DEFAULT = "office"

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = 'hours such as ["09:00-12:00", "13:00-18:00"]'
_WORKDAY = ((time(9), time(12)), (time(13), time(18)))


def zone(table: Table, key: str) -> str | None:
    """An IANA zone that this machine knows, or None when the key is absent."""
    name = table.maybe(key, like='an IANA time zone such as "Europe/Berlin"')
    if name and name not in _zones():
        hint = report.suggest(name, _zones(), 'write an IANA name such as "Europe/Berlin"')
        table.wrong(key, f'there is no time zone "{name}"; {hint}')
    return name


def read(root: Table) -> Mapping[str, CalendarRule]:
    """The calendars by key, with the built-in one unless the file defines it."""
    found = {key: _calendar(key, table) for key, table in root.named("calendars").items()}
    return {DEFAULT: standard()} | found


def standard() -> CalendarRule:
    """Monday to Friday, 09:00-12:00 and 13:00-18:00 in the person's zone, no holidays."""
    return CalendarRule(DEFAULT, tuple(Hours(day, *block) for day in range(5) for block in _WORKDAY))


def _calendar(key: str, table: Table) -> CalendarRule:
    rule = CalendarRule(
        key=key,
        hours=_week(table),
        zone=zone(table, "zone"),
        holidays=_holidays(table),
        closures=_closures(table),
    )
    table.done()
    return rule


def _week(table: Table) -> tuple[Hours, ...]:
    """A day that is not mentioned is closed; `weekdays` speaks for Monday to Friday."""
    shorthand = _day(table, "weekdays", range(5))
    named = [_day(table, name, (day,)) for day, name in enumerate(_DAYS)]
    if shorthand is None and all(blocks is None for blocks in named):
        return standard().hours
    week: list[Hours] = []
    for day, blocks in enumerate(named):
        usual = tuple(block for block in shorthand or () if block.weekday == day)
        week.extend(usual if blocks is None else blocks)
    if not week:
        table.report.wrong(table.path, 'has no open hours; write for example weekdays = ["09:00-17:00"]')
    return tuple(week)


def _day(table: Table, key: str, days: Sequence[int]) -> tuple[Hours, ...] | None:
    """The blocks under a key, on each of `days`. An empty list says closed, None that the key is absent."""
    if not table.has(key):
        return None
    texts = () if table.values[key] == [] else table.texts(key, like=_HOURS)
    try:
        blocks = sorted(calendar.parse_hours(text) for text in texts)
    except calendar.HoursError as error:
        table.wrong(key, str(error))
        return ()
    for (_, end), (start, _) in itertools.pairwise(blocks):
        if start < end:
            table.wrong(key, f"two blocks overlap: one ends at {end:%H:%M}, the next starts at {start:%H:%M}")
    return tuple(Hours(day, start, end) for day in days for start, end in blocks)


def _holidays(table: Table) -> str | None:
    name = table.maybe("holidays", like='a holiday set such as "DE-BY" or "US"')
    if name is None:
        return None
    try:
        holidays.dates(name)
    except holidays.UnknownHolidaysError as error:
        table.wrong("holidays", str(error))
    return name


def _closures(table: Table) -> frozenset[date]:
    """Days as TOML dates or as texts."""
    value = table.values["closures"] if table.has("closures") else []
    found = [_date(entry) for entry in (value if isinstance(value, list) else [value])]
    for position, day in enumerate(found):
        if day is None:
            path = (*table.path, "closures", position)
            table.report.wrong(path, 'must be a list of days such as ["2026-12-24", "2026-12-31"]')
    return frozenset(day for day in found if day is not None)


def _date(value: object) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


@functools.cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())
