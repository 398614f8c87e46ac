"""Periods of the calendar against other judges: `strftime`, `calendar`, and counting day by day."""

import calendar
import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain import period as periods
from bot.domain.period import Period, Unit

ZONES = (
    "Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo",
    "Africa/Cairo", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns", "UTC",
)  # fmt: skip
HOUR = timedelta(hours=1)


def days(since: date, count: int) -> list[date]:
    return [since + timedelta(days=n) for n in range(count)]


@pytest.mark.parametrize(
    ("zone", "week", "hours"),
    [
        ("Europe/London", "2026-W13", 167),
        ("Europe/London", "2026-W43", 169),
        ("America/New_York", "2026-W10", 167),
        ("America/New_York", "2026-W44", 169),
        ("Australia/Lord_Howe", "2026-W14", 168.5),
        ("Africa/Cairo", "2026-W17", 167),
        ("America/Sao_Paulo", "2018-W44", 167),
        ("Pacific/Apia", "2011-W52", 144),  # a Friday that never was
        ("Asia/Kolkata", "2026-W53", 168),
    ],
)
def test_a_week_has_the_hours_that_its_zone_has(zone: str, week: str, hours: float) -> None:
    start, end = periods.instants(periods.read_week(week), zone)
    assert (end - start) / HOUR == hours


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_begins_with_the_first_instant_that_shows_it(zone: str) -> None:
    place = ZoneInfo(zone)
    for day in days(date(2018, 10, 25), 20) + days(date(2026, 3, 1), 60) + days(date(2026, 10, 15), 40):
        began = periods.midnight(day, zone)
        assert began.astimezone(place).date() == day
        assert (began - timedelta(microseconds=1)).astimezone(place).date() < day
        assert periods.local_day(began, zone) == day


def test_a_skipped_midnight_is_the_moment_of_the_change() -> None:
    assert periods.midnight(date(2018, 11, 4), "America/Sao_Paulo") == datetime(2018, 11, 4, 3, tzinfo=UTC)
    assert periods.midnight(date(2026, 4, 24), "Africa/Cairo") == datetime(2026, 4, 23, 22, tzinfo=UTC)


def test_weeks_are_named_as_iso_names_them() -> None:
    for day in days(date(2019, 12, 20), 3000):
        week = periods.week_of(day)
        assert week.holds(day)
        assert (week.start.weekday(), week.days) == (0, 7)
        assert periods.week_name(week) == day.strftime("%G-W%V")
        assert periods.read_week(periods.week_name(week)) == week


@pytest.mark.parametrize("text", ["2026-W53", "2026w53", " 2026W53 "])
def test_a_week_is_read_however_it_is_written(text: str) -> None:
    assert periods.read_week(text) == Period(date(2026, 12, 28), date(2027, 1, 4))


@pytest.mark.parametrize(
    "text", ["2025-W53", "2026-W00", "2026-53", "W46", "0000-W01", "2026-W4", "٢٠٢٦-W46", ""]
)
def test_what_is_no_week_is_told_so(text: str) -> None:
    with pytest.raises(ValueError, match="write it like 2026-W46"):
        periods.read_week(text)


def test_the_last_week_is_over_in_its_zone() -> None:
    sunday_in_new_york = datetime(2026, 11, 16, 3, tzinfo=UTC)
    assert periods.week_name(periods.last_week(sunday_in_new_york, "America/New_York")) == "2026-W45"
    assert periods.week_name(periods.last_week(sunday_in_new_york, "Europe/Berlin")) == "2026-W46"


def test_earlier_and_later_weeks() -> None:
    week = periods.read_week("2027-W01")
    assert periods.week_name(periods.earlier(week, 1)) == "2026-W53"
    assert periods.week_name(periods.earlier(week, -1)) == "2027-W02"


def names(unit: Unit, day: date) -> str:
    """An independent name of the unit in which a day lies."""
    quarter = f"{day.year}-Q{1 + [day.month in range(m, m + 3) for m in (1, 4, 7, 10)].index(True)}"
    return {
        Unit.DAY: f"{day:%Y-%m-%d}", Unit.WEEK: f"{day:%G-W%V}", Unit.MONTH: f"{day:%Y-%m}",
        Unit.QUARTER: quarter,
    }[unit]  # fmt: skip


@pytest.mark.parametrize("unit", list(Unit))
def test_buckets_are_the_units_that_days_lie_in(unit: Unit) -> None:
    luck = random.Random(3)
    for _ in range(60):
        start = date(2023, 11, 1) + timedelta(days=luck.randrange(1200))
        over = Period(start, start + timedelta(days=luck.randrange(1, 500)))
        found = periods.buckets(unit, over)
        wanted = list(dict.fromkeys(names(unit, day) for day in days(over.start, over.days)))
        assert [periods.bucket_name(unit, one) for one in found] == wanted
        assert all(periods.start_of(unit, one) == one for one in found)


def test_the_unit_before_and_the_one_so_far() -> None:
    for day in days(date(2023, 12, 1), 800):
        month, quarter = periods.previous(Unit.MONTH, day), periods.previous(Unit.QUARTER, day)
        assert month.days == calendar.monthrange(month.start.year, month.start.month)[1]
        assert (month.end.year, month.end.month, month.end.day) == (day.year, day.month, 1)
        assert quarter.end == periods.start_of(Unit.QUARTER, day)
        assert quarter.start.month in (1, 4, 7, 10)
        so_far = periods.so_far(Unit.MONTH, day)
        assert (so_far.start, so_far.days) == (day.replace(day=1), day.day)


@pytest.mark.parametrize("zone", ZONES)
def test_shifts_give_the_offset_of_every_instant(zone: str) -> None:
    over = Period(date(2011, 12, 1), date(2012, 4, 20)) if zone == "Pacific/Apia" else Period(
        date(2018, 1, 1), date(2019, 3, 1)
    )  # fmt: skip
    shifts = periods.shifts(zone, over)
    start, end = periods.instants(over, zone)
    assert shifts[0][0] == start
    luck = random.Random(8)
    moments = [start + luck.random() * (end - start) for _ in range(300)]
    moments += [since + timedelta(microseconds=n) for since, _ in shifts[1:] for n in (-1, 0)]
    for at in moments:
        offset = [offset for since, offset in shifts if since <= at][-1]
        wanted = at.astimezone(ZoneInfo(zone)).utcoffset()
        assert wanted == timedelta(seconds=offset)


def test_a_period_has_days() -> None:
    with pytest.raises(ValueError, match="2026-01-01 is not after 2026-01-01"):
        Period(date(2026, 1, 1), date(2026, 1, 1))
    one = Period(date(2026, 1, 1), date(2026, 1, 2))
    assert (one.days, one.holds(date(2026, 1, 1)), one.holds(date(2026, 1, 2))) == (1, True, False)
