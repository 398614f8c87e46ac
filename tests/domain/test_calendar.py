"""Business time against arithmetic done by hand; each comment shows the sum."""

from datetime import UTC, date, datetime
from typing import NamedTuple

import pytest

from bot.domain import calendar
from bot.domain.calendar import BusinessCalendar
from tests.domain.calendars import (
    BERLIN,
    EVERY_DAY,
    FRIDAY,
    LORD_HOWE,
    MONDAY,
    NEW_YORK,
    NEW_YORK_CLOSED,
    SAO_PAULO,
    SATURDAY,
    SUNDAY,
    TUESDAY,
    WEDNESDAY,
    WORKDAYS,
    always,
    at,
    office,
    on,
    week,
)

HOUR = 3600.0

OFFICE = office()
OFFICE_NY = office(NEW_YORK, NEW_YORK_CLOSED)
OFFICE_LH = office(LORD_HOWE, {})
LATE = on([MONDAY], "18:00-24:00", zone=BERLIN)
NIGHTS = on(WORKDAYS, "22:00-06:00", zone=BERLIN)
NIGHTS_NY = on(WORKDAYS, "22:00-06:00", zone=NEW_YORK, closed=NEW_YORK_CLOSED)
NIGHTS_SP = on(WORKDAYS, "22:00-06:00", zone=SAO_PAULO)
SATURDAY_NIGHT_NY = on([SATURDAY], "22:00-06:00", zone=NEW_YORK)
SUNDAY_MORNING = on([SUNDAY], "00:30-08:00", zone=BERLIN)
WEEKEND_MORNINGS = on([SATURDAY, SUNDAY], "00:30-08:00", zone=BERLIN)
SUNDAY_SP = on([SUNDAY], "00:00-24:00", zone=SAO_PAULO)
FAR_WEST = on([WEDNESDAY], "23:00-22:00", zone="Pacific/Pago_Pago")
FAR_EAST = on([FRIDAY], "00:00-08:00", zone="Pacific/Kiritimati")
# Blocks with an edge inside Lord Howe's change of half an hour.
LH_0145_0300 = on([SUNDAY], "01:45-03:00", zone=LORD_HOWE)
LH_0100_0145 = on([SUNDAY], "01:00-01:45", zone=LORD_HOWE)
LH_0210_0300 = on([SUNDAY], "02:10-03:00", zone=LORD_HOWE)
LH_0100_0215 = on([SUNDAY], "01:00-02:15", zone=LORD_HOWE)


class Case(NamedTuple):
    name: str
    calendar: BusinessCalendar
    start: str
    hours: float
    due: str


# Every case is read in both directions: `add` gives `due`, and `between` gives the hours back.
# 2026-11-23 is a Monday.
CASES = [
    Case("before opening", OFFICE, "2026-11-23T07:00+01:00", 1, "2026-11-23T10:00+01:00"),
    Case("after closing", OFFICE, "2026-11-23T19:30+01:00", 1, "2026-11-24T10:00+01:00"),
    # Monday 09-12 = 3 h, 13-18 = 5 h.
    Case("from a Saturday, one whole day", OFFICE, "2026-11-21T12:00+01:00", 8, "2026-11-23T18:00+01:00"),
    # 11:30-12:00 = 30 min, 13:00-13:30 = 30 min.
    Case("over lunch", OFFICE, "2026-11-23T11:30+01:00", 1, "2026-11-23T13:30+01:00"),
    Case("from within lunch", OFFICE, "2026-11-23T12:20+01:00", 0.5, "2026-11-23T13:30+01:00"),
    # The hour is complete when lunch begins, and not only when it is over.
    Case("until lunch exactly", OFFICE, "2026-11-23T11:00+01:00", 1, "2026-11-23T12:00+01:00"),
    Case("until closing exactly", OFFICE, "2026-11-23T17:00+01:00", 1, "2026-11-23T18:00+01:00"),
    # Mon 17-18 = 1, Tue to Thu 3 x 8 = 24, Fri 09-12 = 3 and 13-15 = 2: 30.
    Case("most of a week", OFFICE, "2026-11-23T17:00+01:00", 30, "2026-11-27T15:00+01:00"),
    # Thu 17-18 = 1; Good Friday, weekend and Easter Monday closed; Tue 09-10 = 1.
    Case("over Easter", OFFICE, "2026-04-02T17:00+02:00", 2, "2026-04-07T10:00+02:00"),
    # Mon 16-18 = 2, Tue Epiphany, Wed 8, Thu 8, Fri 09-12 = 3 and 13-16 = 3: 24.
    Case("over Epiphany", OFFICE, "2026-01-05T16:00+01:00", 24, "2026-01-09T16:00+01:00"),
    # Thu 15-18 = 3; Fri and Sat holidays, Sun; Mon 09-12 = 3, 13-15 = 2: 8.
    Case("over Christmas", OFFICE, "2026-12-24T15:00+01:00", 8, "2026-12-28T15:00+01:00"),
    # Thu 17-18 = 1; Fri 1 January; Mon 4 January 09-10 = 1.
    Case("into the next year", OFFICE, "2026-12-31T17:00+01:00", 2, "2027-01-04T10:00+01:00"),
    Case("until the year's last closing", OFFICE, "2026-12-31T17:00+01:00", 1, "2026-12-31T18:00+01:00"),
    # Thu 17:30-18:00 = 30 min; Fri 3 July is the observed holiday; Mon 09:00-09:30 = 30 min.
    Case("over the Fourth of July", OFFICE_NY, "2026-07-02T17:30-04:00", 1, "2026-07-06T09:30-04:00"),
    # 17-18 = 1 before the clocks change on Sunday, 09-10 = 1 after it.
    Case("over Berlin's spring", OFFICE, "2026-03-27T17:00+01:00", 2, "2026-03-30T10:00+02:00"),
    Case("over Berlin's autumn", OFFICE, "2026-10-23T17:00+02:00", 2, "2026-10-26T10:00+01:00"),
    Case("over New York's spring", OFFICE_NY, "2026-03-06T17:00-05:00", 2, "2026-03-09T10:00-04:00"),
    Case("over New York's autumn", OFFICE_NY, "2026-10-30T17:00-04:00", 2, "2026-11-02T10:00-05:00"),
    Case("over Lord Howe's autumn", OFFICE_LH, "2026-04-03T17:00+11:00", 2, "2026-04-06T10:00+10:30"),
    Case("over Lord Howe's spring", OFFICE_LH, "2026-10-02T17:00+10:30", 2, "2026-10-05T10:00+11:00"),
    # 01:00 summer time is 23:00Z; 4 h later it is 03:00Z, and winter.
    Case("24/7, a night in autumn", always(BERLIN), "2026-10-25T01:00+02:00", 4, "2026-10-25T04:00+01:00"),
    Case("24/7, 25 hours", always(BERLIN), "2026-10-25T00:00+02:00", 25, "2026-10-26T00:00+01:00"),
    Case("24/7, 23 hours", always(BERLIN), "2026-03-29T00:00+01:00", 23, "2026-03-30T00:00+02:00"),
    Case("24/7, 24.5 hours", always(LORD_HOWE), "2026-04-05T00:00+11:00", 24.5, "2026-04-06T00:00+10:30"),
    Case("24/7, 23.5 hours", always(LORD_HOWE), "2026-10-04T00:00+10:30", 23.5, "2026-10-05T00:00+11:00"),
    Case("24/7, a year", always(BERLIN), "2026-01-01T00:00+01:00", 24 * 365, "2027-01-01T00:00+01:00"),
    Case("late shift to 24:00", LATE, "2026-11-23T12:00+01:00", 6, "2026-11-24T00:00+01:00"),
    # Fri 23-24 = 1 and Sat 00-06 = 6; Mon 22-23 = 1: 8.
    Case("night shift, weekend", NIGHTS, "2026-11-27T23:00+01:00", 8, "2026-11-30T23:00+01:00"),
    # Sat 22:00-05:00 is 03:00Z, Sun 06:00-04:00 is 10:00Z: 7 h; half an hour is left for next week.
    Case("night shift of 7 h", SATURDAY_NIGHT_NY, "2026-03-07T22:00-05:00", 7.5, "2026-03-14T22:30-04:00"),
    # Sat 22:00-04:00 is 02:00Z, Sun 06:00-05:00 is 11:00Z: 9 h.
    Case("night shift of 9 h", SATURDAY_NIGHT_NY, "2026-10-31T22:00-04:00", 9, "2026-11-01T06:00-05:00"),
    # The next five are wrong in well-known libraries.
    # 00:30-08:00 is 7.5 h by the clock, 6.5 h without the skipped hour; 30 min of the next shift remain.
    Case("Sunday in spring", SUNDAY_MORNING, "2026-03-29T00:30+01:00", 7, "2026-04-05T01:00+02:00"),
    Case("weekend in spring", WEEKEND_MORNINGS, "2026-03-29T00:30+01:00", 7, "2026-04-04T01:00+02:00"),
    # 03:35-06:00 = 2 h 25; Thursday's shift starts on an open day and gives 7 h 35 by 05:35 on Good Friday.
    Case("shift ends on Good Friday", NIGHTS_NY, "2026-04-02T03:35-04:00", 10, "2026-04-03T05:35-04:00"),
    # Thu 23-06 = 7 h; Friday's shift is cancelled, Saturday's early hours with it; Mon 22-23 = 1.
    Case("none starts on Good Friday", NIGHTS_NY, "2026-04-02T23:00-04:00", 8, "2026-04-06T23:00-04:00"),
    Case("shift in progress", NIGHTS_SP, "2026-04-02T00:09-03:00", 3, "2026-04-02T03:09-03:00"),
    # Samoa is 11 h behind: Wed 23:00 to Thu 22:00 ends on 1 January at 09:00Z, 9 h into the year of UTC.
    Case("two days behind UTC", FAR_WEST, "2027-01-01T00:00Z", 9, "2027-01-01T09:00Z"),
    # Kiribati is 14 h ahead: Friday 1 January 00:00-08:00 is 31 December 10:00Z-18:00Z.
    Case("a day ahead of UTC", FAR_EAST, "2026-12-31T00:00Z", 8, "2026-12-31T18:00Z"),
    # Lord Howe, 5 April: 02:00 becomes 01:30 at 15:00Z. 01:45 is first at 14:45Z; 03:00 is 16:30Z: 1 h 45.
    Case("opens at first pass", LH_0145_0300, "2026-04-05T00:00+11:00", 1.75, "2026-04-05T03:00+10:30"),
    # 01:00 is 14:00Z, 01:45 for the second time 15:15Z: 1 h 15.
    Case("closes at second pass", LH_0100_0145, "2026-04-05T00:00+11:00", 1.25, "2026-04-05T01:45+10:30"),
    # Lord Howe, 4 October: 02:00 becomes 02:30 at 15:30Z. 03:00 is 16:00Z: 30 min from the change.
    Case("opens in the gap", LH_0210_0300, "2026-10-04T00:00+10:30", 0.5, "2026-10-04T03:00+11:00"),
    # 01:00 is 14:30Z; the change closes at 15:30Z: 1 h.
    Case("closes in the gap", LH_0100_0215, "2026-10-04T00:00+10:30", 1, "2026-10-04T02:30+11:00"),
    # Sao Paulo skipped 00:00-01:00 on 4 November 2018: that Sunday had 23 h.
    Case("midnight is skipped", SUNDAY_SP, "2018-11-03T12:00-03:00", 23, "2018-11-05T00:00-02:00"),
    # And it had 23:00-24:00 twice on Saturday 17 February; Sunday's 24 h begin after them.
    Case("midnight comes twice", SUNDAY_SP, "2018-02-17T22:00-02:00", 24, "2018-02-19T00:00-03:00"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_due_time_is_the_one_computed_by_hand(case: Case) -> None:
    assert case.calendar.add(at(case.start), case.hours * HOUR) == at(case.due)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_counted_hours_are_those_computed_by_hand(case: Case) -> None:
    assert case.calendar.between(at(case.start), at(case.due)) == case.hours * HOUR


def test_time_outside_hours_does_not_count() -> None:
    # Friday 18:00 to Monday 09:00.
    assert OFFICE.between(at("2026-11-20T18:00+01:00"), at("2026-11-23T09:00+01:00")) == 0
    # From early Monday to late Tuesday: two whole days of 8 h.
    assert OFFICE.between(at("2026-11-23T06:00+01:00"), at("2026-11-24T23:00+01:00")) == 16 * HOUR


def test_nothing_lies_between_a_later_and_an_earlier_instant() -> None:
    assert OFFICE.between(at("2026-11-23T15:00+01:00"), at("2026-11-23T10:00+01:00")) == 0
    assert OFFICE.between(at("2026-11-23T15:00+01:00"), at("2026-11-23T15:00+01:00")) == 0


def test_an_opening_minute_is_open_and_a_closing_one_is_not() -> None:
    moments = {
        "08:59:59.999999": False,
        "09:00": True,
        "11:59:59.999999": True,
        "12:00": False,
        "13:00": True,
    }
    assert {t: OFFICE.is_open(at(f"2026-11-23T{t}+01:00")) for t in moments} == moments


@pytest.mark.parametrize(
    ("t", "expected"),
    [
        ("2026-11-23T10:17+01:00", "2026-11-23T10:17+01:00"),
        ("2026-11-23T12:00+01:00", "2026-11-23T13:00+01:00"),
        ("2026-11-20T18:00+01:00", "2026-11-23T09:00+01:00"),
        ("2026-04-02T18:00+02:00", "2026-04-07T09:00+02:00"),
        ("2026-12-31T18:00+01:00", "2027-01-04T09:00+01:00"),
    ],
)
def test_the_next_opening_is_now_when_open(t: str, expected: str) -> None:
    assert OFFICE.next_open(at(t)) == at(expected)


def test_instants_of_any_zone_come_back_in_utc() -> None:
    berlin = datetime.fromisoformat("2026-11-23T10:00+01:00")
    for found in (OFFICE.add(berlin, HOUR), OFFICE.add(berlin, 0), OFFICE.next_open(berlin)):
        assert found.tzinfo is UTC
    assert OFFICE.add(berlin, HOUR) == at("2026-11-23T11:00+01:00")


def test_a_naive_instant_is_refused() -> None:
    naive = at("2026-11-23T10:00+01:00").replace(tzinfo=None)
    with pytest.raises(ValueError, match="with its zone"):
        OFFICE.add(naive, 1)


def test_business_time_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="forward only"):
        OFFICE.add(at("2026-11-23T10:00+01:00"), -1)


def test_microseconds_are_kept() -> None:
    # 11:59:59.9 has 0.1 s before lunch, so 0.3 s end 0.2 s after it.
    start = at("2026-11-23T11:59:59.900000+01:00")
    assert OFFICE.add(start, 0.3) == at("2026-11-23T13:00:00.200000+01:00")
    assert OFFICE.between(start, at("2026-11-23T13:00:00.200001+01:00")) == 0.200001 + 0.1


def test_overlapping_and_adjacent_blocks_count_once() -> None:
    # 09-18 in three pieces is 9 h; Tuesday's block overlaps with the end of Monday's night shift for 2 h.
    pieces = on([MONDAY], "09:00-14:00", "12:00-15:00", "15:00-18:00", zone=BERLIN)
    assert pieces.between(at("2026-11-23T00:00+01:00"), at("2026-11-24T00:00+01:00")) == 9 * HOUR
    nights = BusinessCalendar(BERLIN, week([MONDAY], "22:00-06:00") + week([TUESDAY], "04:00-08:00"))
    assert nights.between(at("2026-11-23T20:00+01:00"), at("2026-11-24T20:00+01:00")) == 10 * HOUR


def test_it_works_from_2000_to_2100() -> None:
    # 3 January 2000 is a Monday. 1 January 2100 is a Friday.
    assert OFFICE.add(at("2000-01-03T08:00+01:00"), 8 * HOUR) == at("2000-01-03T18:00+01:00")
    assert OFFICE.add(at("2100-01-01T17:00+01:00"), 2 * HOUR) == at("2100-01-04T10:00+01:00")


# --- absences ---


def test_a_day_off_in_the_middle_does_not_count() -> None:
    off = frozenset({date(2026, 11, 24), date(2026, 11, 25)})
    person = BusinessCalendar(BERLIN, week(WORKDAYS, "09:00-12:00", "13:00-18:00"), away_days=off)
    # Mon 17-18 = 1, Tue and Wed off, Thu 09-10 = 1.
    assert person.add(at("2026-11-23T17:00+01:00"), 2 * HOUR) == at("2026-11-26T10:00+01:00")


def test_hours_off_in_the_middle_do_not_count() -> None:
    # Overlapping and out of order, as people enter them: away 10-15.
    off = [
        (at("2026-11-23T11:00+01:00"), at("2026-11-23T15:00+01:00")),
        (at("2026-11-23T10:00+01:00"), at("2026-11-23T14:00+01:00")),
    ]
    person = BusinessCalendar(BERLIN, week(WORKDAYS, "09:00-12:00", "13:00-18:00"), away=off)
    # Mon 09-10 = 1, 15-18 = 3.
    assert person.add(at("2026-11-23T09:00+01:00"), 4 * HOUR) == at("2026-11-23T18:00+01:00")
    assert not person.is_open(at("2026-11-23T10:00+01:00"))
    assert person.is_open(at("2026-11-23T15:00+01:00"))


def test_an_absence_may_run_over_the_turn_of_the_year() -> None:
    off = [(at("2026-12-22T12:00+01:00"), at("2027-01-05T10:00+01:00"))]
    person = BusinessCalendar(BERLIN, week(WORKDAYS, "09:00-12:00", "13:00-18:00"), away=off)
    # Tue 22 Dec 11-12 = 1, Tue 5 Jan 10-11 = 1.
    assert person.add(at("2026-12-22T11:00+01:00"), 2 * HOUR) == at("2027-01-05T11:00+01:00")


# --- never open ---


@pytest.mark.parametrize(
    "never",
    [
        BusinessCalendar(BERLIN, []),
        BusinessCalendar(BERLIN, week(EVERY_DAY, "00:00-24:00"), closed=lambda _: ""),
        BusinessCalendar(
            BERLIN, week(WORKDAYS, "09:00-17:00"), away=[(at("2000-01-01T00:00Z"), at("9999-01-01T00:00Z"))]
        ),
    ],
    ids=["no hours", "always closed", "always away"],
)
def test_a_calendar_that_never_opens_says_so(never: BusinessCalendar) -> None:
    with pytest.raises(calendar.NeverOpen, match="30 years after 2026-11-23"):
        never.add(at("2026-11-23T10:00+01:00"), 1)
    with pytest.raises(calendar.NeverOpen, match="30 years after 2026-11-23"):
        never.next_open(at("2026-11-23T10:00+01:00"))
    assert never.between(at("2026-11-23T10:00+01:00"), at("2027-11-23T10:00+01:00")) == 0
    assert not never.is_open(at("2026-11-23T10:00+01:00"))
