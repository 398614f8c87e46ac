"""Clocks that change owners, and clocks that explain themselves."""

from collections.abc import Iterable
from datetime import date, timedelta, timezone

from bot.domain import calendar
from bot.domain.calendar import BusinessCalendar, Leg
from tests.domain.calendars import (
    BAVARIA,
    BERLIN,
    FRIDAY,
    MONDAY,
    NEW_YORK,
    NEW_YORK_CLOSED,
    WEDNESDAY,
    WORKDAYS,
    always,
    at,
    office,
    on,
    week,
)

HOUR = 3600.0


def told(stretches: Iterable[calendar.Stretch], offset: int) -> list[tuple[str, str, str]]:
    """Starts and ends as `dd HH:MM`, so many hours ahead of UTC, with the reason."""
    zone = timezone(timedelta(hours=offset))
    return [
        (f"{part.start.astimezone(zone):%d %H:%M}", f"{part.end.astimezone(zone):%d %H:%M}", part.why)
        for part in stretches
    ]


def test_an_explanation_names_lunch_nights_holidays_and_absences() -> None:
    person = BusinessCalendar(
        BERLIN,
        week(WORKDAYS, "09:00-12:00", "13:00-18:00"),
        closed=BAVARIA.get,
        away=[(at("2026-04-02T16:00+02:00"), at("2026-04-02T17:00+02:00"))],
        away_days=frozenset({date(2026, 4, 7)}),
    )
    # Thursday before Easter, 11:00, to Wednesday, 10:00.
    found = person.explain(at("2026-04-02T11:00+02:00"), at("2026-04-08T10:00+02:00"))
    assert told(found, 2) == [
        ("02 11:00", "02 12:00", "open"),
        ("02 12:00", "02 13:00", "outside hours"),
        ("02 13:00", "02 16:00", "open"),
        ("02 16:00", "02 17:00", "away"),
        ("02 17:00", "02 18:00", "open"),
        ("02 18:00", "03 09:00", "outside hours"),
        ("03 09:00", "03 12:00", "Good Friday"),
        ("03 12:00", "03 13:00", "outside hours"),
        ("03 13:00", "03 18:00", "Good Friday"),
        ("03 18:00", "06 09:00", "outside hours"),
        ("06 09:00", "06 12:00", "Easter Monday"),
        ("06 12:00", "06 13:00", "outside hours"),
        ("06 13:00", "06 18:00", "Easter Monday"),
        ("06 18:00", "07 09:00", "outside hours"),
        ("07 09:00", "07 12:00", "away"),
        ("07 12:00", "07 13:00", "outside hours"),
        ("07 13:00", "07 18:00", "away"),
        ("07 18:00", "08 09:00", "outside hours"),
        ("08 09:00", "08 10:00", "open"),
    ]
    assert [part.open for part in found] == [part.why == "open" for part in found]
    assert found[0].day == date(2026, 4, 2)
    assert found[-1].day == date(2026, 4, 8)


def test_a_cancelled_night_shift_is_named_after_the_day_it_starts_on() -> None:
    nights = on(WORKDAYS, "22:00-06:00", zone=NEW_YORK, closed=NEW_YORK_CLOSED)
    found = nights.explain(at("2026-04-03T05:00-04:00"), at("2026-04-04T12:00-04:00"))
    assert told(found, -4) == [
        ("03 05:00", "03 06:00", "open"),
        ("03 06:00", "03 22:00", "outside hours"),
        ("03 22:00", "04 06:00", "Good Friday"),
        ("04 06:00", "04 12:00", "outside hours"),
    ]


def test_an_explanation_of_the_turn_of_the_year_is_not_cut_in_two() -> None:
    found = always(BERLIN).explain(at("2026-12-31T12:00Z"), at("2027-01-01T12:00Z"))
    assert told(found, 0) == [("31 12:00", "01 12:00", "open")]


def test_overlapping_blocks_of_a_closed_day_are_named_once() -> None:
    person = on(
        [MONDAY], "09:00-18:00", "10:00-12:00", zone=BERLIN, closed={date(2026, 11, 23): "Stocktaking"}
    )
    found = person.explain(at("2026-11-23T08:00+01:00"), at("2026-11-23T20:00+01:00"))
    assert told(found, 1) == [
        ("23 08:00", "23 09:00", "outside hours"),
        ("23 09:00", "23 18:00", "Stocktaking"),
        ("23 18:00", "23 20:00", "outside hours"),
    ]


def test_a_closed_day_is_named_however_far_its_zone_is_from_utc() -> None:
    # Samoa, 11 h behind: Wednesday 23:00 to Thursday 22:00 would have ended on Friday at 09:00Z.
    west = on([WEDNESDAY], "23:00-22:00", zone="Pacific/Pago_Pago", closed={date(2026, 11, 25): "Storm"})
    found = west.explain(at("2026-11-27T00:00Z"), at("2026-11-27T12:00Z"))
    assert told(found, 0) == [("27 00:00", "27 09:00", "Storm"), ("27 09:00", "27 12:00", "outside hours")]
    # Kiribati, 14 h ahead: Friday begins on Thursday at 10:00Z.
    east = on([FRIDAY], "00:00-08:00", zone="Pacific/Kiritimati", closed={date(2026, 11, 27): "Storm"})
    found = east.explain(at("2026-11-26T08:00Z"), at("2026-11-26T12:00Z"))
    assert told(found, 0) == [("26 08:00", "26 10:00", "outside hours"), ("26 10:00", "26 12:00", "Storm")]


def test_there_is_nothing_to_explain_in_no_time() -> None:
    assert office().explain(at("2026-11-23T12:00Z"), at("2026-11-23T12:00Z")) == []
    assert office().explain(at("2026-11-23T12:00Z"), at("2026-11-23T11:00Z")) == []


def test_each_owner_counts_by_their_own_calendar() -> None:
    legs = [
        Leg(office(BERLIN), at("2026-11-23T15:00+01:00")),
        Leg(office(NEW_YORK), at("2026-11-23T17:00+01:00")),
    ]
    # Berlin 15-17 = 2 h. Then it is 11:00 in New York: 11-12 = 1 h, lunch, 13-14 = 1 h.
    assert calendar.due(legs, 4 * HOUR) == at("2026-11-23T14:00-05:00")
    assert calendar.elapsed(legs, at("2026-11-23T16:30+01:00")) == 1.5 * HOUR
    assert calendar.elapsed(legs, at("2026-11-23T12:30-05:00")) == 3 * HOUR
    assert calendar.elapsed(legs, at("2026-11-23T14:00-05:00")) == 4 * HOUR
    found = calendar.explain(legs, at("2026-11-23T14:00-05:00"))
    assert told(found, -5) == [
        ("23 09:00", "23 11:00", "open"),
        ("23 11:00", "23 12:00", "open"),
        ("23 12:00", "23 13:00", "outside hours"),
        ("23 13:00", "23 14:00", "open"),
    ]


def test_a_budget_used_up_before_the_change_stays_due_before_it() -> None:
    legs = [
        Leg(office(), at("2026-11-23T17:00+01:00")),
        Leg(always(NEW_YORK), at("2026-11-23T21:00+01:00")),
    ]
    # Berlin 17-18 uses the hour up exactly; the second owner's clock starts three hours later.
    assert calendar.due(legs, HOUR) == at("2026-11-23T18:00+01:00")
    assert calendar.due(legs, HOUR + 1) == at("2026-11-23T21:00:01+01:00")


def test_an_owner_who_was_away_hands_over_the_whole_budget() -> None:
    away = BusinessCalendar(BERLIN, week(WORKDAYS, "09:00-18:00"), away_days=frozenset({date(2026, 11, 23)}))
    legs = [Leg(away, at("2026-11-23T10:00+01:00")), Leg(office(), at("2026-11-23T14:00+01:00"))]
    assert calendar.due(legs, HOUR) == at("2026-11-23T15:00+01:00")
    assert calendar.elapsed(legs, at("2026-11-23T09:00+01:00")) == 0
