"""Business time against the minute-stepping oracle, and against its own laws."""

import itertools
import operator
import random
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.agreement import Hours
from bot.domain.calendar import BusinessCalendar
from tests.domain.calendar_oracle import MINUTE, Clock, Oracle, Rule
from tests.domain.calendars import (
    BAVARIA,
    BERLIN,
    EVERY_DAY,
    KOLKATA,
    LORD_HOWE,
    NEW_YORK,
    SAO_PAULO,
    SATURDAY,
    SUNDAY,
    WORKDAYS,
    at,
)

# Around the clock changes of 2026, and around the holidays; each with room for the longest budget below.
ZONES: Mapping[str, tuple[str, ...]] = {
    BERLIN: ("2026-03-24", "2026-10-20", "2026-12-22"),
    NEW_YORK: ("2026-03-03", "2026-10-27"),
    LORD_HOWE: ("2026-03-31", "2026-09-29"),
    SAO_PAULO: ("2018-02-13", "2018-10-30"),
    KOLKATA: ("2026-03-30",),
}
WINDOW = timedelta(days=14)
RULES: Mapping[str, list[Rule]] = {
    "office": [(day, 540, 1020) for day in WORKDAYS],
    "office with lunch": [(day, *block) for day in WORKDAYS for block in ((540, 720), (780, 1080))],
    "nights": [(day, 1320, 1800) for day in WORKDAYS],
    "weekend mornings": [(day, 30, 480) for day in (SATURDAY, SUNDAY)],
    "always": [(day, 0, 1440) for day in EVERY_DAY],
    "within the change": [(SATURDAY, 1410, 1590), (SUNDAY, 100, 135), (SUNDAY, 150, 200)],
}


def as_hours(rules: Iterable[Rule]) -> list[Hours]:
    return [Hours(day, time(*divmod(a, 60)), time(*divmod(b % 1440, 60))) for day, a, b in rules]


def random_rules(rng: random.Random) -> list[Rule]:
    starts = [(rng.randrange(7), rng.randrange(1440)) for _ in range(rng.randint(1, 9))]
    return [(day, start, start + rng.randint(1, 1440)) for day, start in starts]


def pairs(zone: str, first: str, rng: random.Random) -> Iterable[tuple[BusinessCalendar, Oracle, datetime]]:
    """The same calendar for both, for each rule and a random one, with random closed days and absences."""
    begin = at(f"{first}T00:00Z")
    clock = Clock(zone, begin, begin + WINDOW)
    for rules in (*RULES.values(), random_rules(rng)):
        shut = {(begin + timedelta(days=rng.randrange(14))).date(): "shut" for _ in range(rng.randint(0, 2))}
        gone = begin + rng.randrange(10 * 1440) * MINUTE
        away = [(gone, gone + rng.randrange(1, 2880) * MINUTE)] if rng.random() < 0.4 else []
        own = BusinessCalendar(zone, as_hours(rules), closed=shut.get, away=away)
        yield own, Oracle(clock, rules, closed=shut.__contains__, away=away), begin


def agree(own: BusinessCalendar, oracle: Oracle, begin: datetime, rng: random.Random) -> None:
    a = begin + rng.randrange(1440, 8 * 1440) * MINUTE
    b = a + rng.randrange(6 * 1440) * MINUTE
    budget = rng.choice((rng.randint(1, 60), rng.randint(60, 1000), rng.randint(1000, 5000)))
    assert own.is_open(a) == oracle.is_open(a), a
    assert own.between(a, b) == 60 * oracle.between(a, b), (a, b)
    expected = oracle.add(a, budget), oracle.next_open(a)
    if expected[0] is not None:
        assert own.add(a, 60 * budget) == expected[0], (a, budget)
    if expected[1] is not None:
        assert own.next_open(a) == expected[1], a


@pytest.mark.parametrize(("zone", "first"), [(zone, first) for zone in ZONES for first in ZONES[zone]])
def test_it_agrees_with_stepping_through_the_minutes(zone: str, first: str) -> None:
    rng = random.Random(f"{zone} {first}")
    for own, oracle, begin in pairs(zone, first, rng):
        for _ in range(20):
            agree(own, oracle, begin, rng)


# Few years, because each costs every calendar a moment; among them the first, the last and leap years.
YEARS = st.sampled_from([datetime(year, 1, 1, tzinfo=UTC) for year in (2000, 2018, 2026, 2099)])
INSTANTS = st.builds(operator.add, YEARS, st.timedeltas(timedelta(), timedelta(days=366)))
BUDGETS = st.integers(0, 40 * 3600 * 10**6).map(lambda n: n / 10**6)
KNOWN: Mapping[str, BusinessCalendar] = {
    f"{name}, {zone}": BusinessCalendar(zone, as_hours(rules), closed=BAVARIA.get)
    for zone in ZONES
    for name, rules in RULES.items()
    if name in ("office with lunch", "nights", "always")
}
CALENDARS = st.sampled_from(sorted(KNOWN)).map(KNOWN.__getitem__)
law = settings(derandomize=True, deadline=None, max_examples=100)


@law
@given(CALENDARS, INSTANTS, BUDGETS)
def test_between_undoes_add_to_the_microsecond(own: BusinessCalendar, t: datetime, seconds: float) -> None:
    assert own.between(t, own.add(t, seconds)) == seconds


@law
@given(CALENDARS, INSTANTS, BUDGETS, BUDGETS)
def test_adding_twice_is_adding_the_sum(own: BusinessCalendar, t: datetime, one: float, two: float) -> None:
    both = (timedelta(seconds=one) + timedelta(seconds=two)).total_seconds()
    assert own.add(own.add(t, one), two) == own.add(t, both)


@law
@given(CALENDARS, st.tuples(INSTANTS, st.timedeltas(timedelta(), timedelta(days=9)), st.floats(0, 1)))
def test_parts_add_up_to_the_whole(own: BusinessCalendar, drawn: tuple[datetime, timedelta, float]) -> None:
    a, length, share = drawn
    middle, b = a + length * share, a + length
    assert own.counted(a, middle) + own.counted(middle, b) == own.counted(a, b)


@law
@given(CALENDARS, INSTANTS, st.timedeltas(timedelta(microseconds=1), timedelta(days=9)))
def test_an_explanation_is_complete_and_adds_up(
    own: BusinessCalendar, a: datetime, length: timedelta
) -> None:
    found = own.explain(a, a + length)
    assert [found[0].start, *(part.end for part in found)] == [*(part.start for part in found), a + length]
    assert all(one.why != two.why for one, two in itertools.pairwise(found))
    counted = sum((part.end - part.start for part in found if part.open), timedelta())
    assert counted == own.counted(a, a + length)


@law
@given(CALENDARS, INSTANTS)
def test_the_next_opening_is_open_and_nothing_counts_before_it(own: BusinessCalendar, t: datetime) -> None:
    found = own.next_open(t)
    assert own.is_open(found)
    assert own.between(t, found) == 0
