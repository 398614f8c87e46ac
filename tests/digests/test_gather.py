"""A week's numbers against an independent count of the same past, week by week and in odd weeks.

Everything is counted again here from the handoffs themselves, with the standard library and without SQL.
"""

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, SQLModel, create_engine

from bot.domain.agreement import Change, Hours
from bot.domain.calendar import BusinessCalendar
from bot.domain.document import from_json, to_json
from bot.domain.period import Period, instants, midnight, read_week, week_of
from digests import gather, judge, wording
from digests.findings import State
from digests.gather import Order
from digests.week import Pair, Point, Trend, Week
from tests.digests import worlds
from tests.digests.worlds import Past, PastDeal
from tests.views import samples

WORK = [Hours(day, time(9), time(17)) for day in range(5)]
CHRISTMAS = {date(2026, 12, 24) + timedelta(days=day): "Christmas" for day in range(11)}
ZONE = "Europe/Berlin"
AGREEMENT = replace(samples.AGREEMENT, zone=ZONE)
WEEK = timedelta(weeks=1)


def calendar(tx: Session, person: str | None) -> BusinessCalendar:
    """Nine to five on weekdays, closed from Christmas Eve to 3 January."""
    return BusinessCalendar(ZONE, WORK, closed=CHRISTMAS.get)


@contextmanager
def stored(pasts: Sequence[Past]) -> Iterator[Session]:
    """A database that holds this past."""
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as tx:
        worlds.store(tx, pasts)
        yield tx
    engine.dispose()


def told(
    tx: Session, week: Period, previous: Week | None = None, *, changes: tuple[Change, ...] = ()
) -> Week:
    """The numbers of a week as of eight on its Monday, frozen and thawed as in a snapshot."""
    as_of = midnight(week.end, ZONE) + timedelta(hours=8)
    agreement = replace(AGREEMENT, digest=replace(AGREEMENT.digest, changes=changes))
    found = gather.gather(tx, Order(week, as_of, previous=previous), agreement, calendar)
    return from_json(Week, to_json(found))


def walk(tx: Session, first: Period, weeks: int) -> list[Week]:
    """The digests of so many weeks, each knowing the one before."""
    found: list[Week] = []
    for number in range(weeks):
        week = Period(first.start + number * WEEK, first.end + number * WEEK)
        found.append(told(tx, week, found[-1] if found else None))
    return found


def points(week: Week, trend: Trend) -> tuple[Point, ...]:
    series = week.of(trend)
    return series.points if series else ()


def state(week: Week, trend: Trend) -> State:
    series = week.of(trend)
    assert series is not None
    return judge.reading(series).state


def monday(at: datetime) -> date:
    return week_of(at.astimezone(ZoneInfo(ZONE)).date()).start


# An independent count


def counted(pasts: Sequence[Past], now: datetime) -> dict[Trend, dict[date, tuple[int, int]]]:
    """k of n of every rate by the Monday of its week."""
    decided = [past for past in pasts if past.decided and past.decided <= now]
    due = [past for past in pasts if past.due and past.due <= now]
    old = [past for past in pasts if past.handed <= now - timedelta(days=30)]
    return {
        Trend.ACCEPTANCE_RATE: shares((past.decided, past.decision == "accepted") for past in decided),
        Trend.RECYCLE_RATE: shares((past.decided, past.decision == "recycled") for past in decided),
        Trend.SLA_ATTAINMENT: shares(
            (past.due, bool(past.decided and past.due and past.decided <= past.due)) for past in due
        ),
        Trend.SQL_CONVERSION: shares(
            (past.handed, bool(past.sql and past.sql <= min(now, past.handed + timedelta(days=30))))
            for past in old
        ),
    }


def shares(dated: Iterator[tuple[datetime | None, bool]]) -> dict[date, tuple[int, int]]:
    found: dict[date, tuple[int, int]] = {}
    for at, hit in dated:
        if at is not None:
            k, n = found.get(monday(at), (0, 0))
            found[monday(at)] = (k + hit, n + 1)
    return found


def test_a_median_that_is_not_reached_says_how_far_it_was_looked_for() -> None:
    """By hand: from ten on a Monday, nine to five until Friday, are 7 + 4 * 8 hours."""
    week = read_week("2026-W46")
    with stored([Past(midnight(week.start, ZONE) + timedelta(hours=10)) for _ in range(3)]) as tx:
        series = told(tx, week).of(Trend.DECISION_TIME)
    assert series is not None
    assert (series.points[-1].value, series.points[-1].beyond) == (None, 39)
    assert wording.level(judge.reading(series)) == "not reached (over 39 h)"


def test_currencies_of_most_opportunities_come_first_and_what_has_none_last() -> None:
    week = read_week("2026-W46")
    handed = midnight(week.start, ZONE) + timedelta(hours=10)
    names = (None, None, "EUR", "USD", "USD", "AUD")
    deals = tuple(PastDeal(handed, 100, name) for name in names)
    with stored([Past(handed, deals=deals)]) as tx:
        assert [(one.currency, one.deals) for one in told(tx, week).money] == [
            ("USD", 2), ("AUD", 1), ("EUR", 1), (None, 2),
        ]  # fmt: skip


def test_every_point_of_every_trend_is_the_count_of_that_week() -> None:
    """Over both changes of the clocks; some leads are open, and some are handed over only afterwards."""
    pasts = worlds.steady(3, 39, 30, start=datetime(2025, 9, 28, 22, tzinfo=UTC))
    week = read_week("2026-W22")
    now = midnight(week.end, ZONE) + timedelta(hours=8)
    with stored(pasts) as tx:
        found = told(tx, week)
    known = [past for past in pasts if past.handed <= now]
    expected = counted(known, now)
    for trend, by_week in expected.items():
        line = points(found, trend)
        assert len(line) == 27
        assert {each.week: (each.k, each.n) for each in line} == {
            each.week: by_week.get(each.week, (0, 0)) for each in line
        }
    leads = Counter(monday(past.handed) for past in known)
    assert {each.week: each.value for each in points(found, Trend.MQL_COUNT)} == {
        each.week: float(leads[each.week]) for each in points(found, Trend.MQL_COUNT)
    }
    # Thirty days before 1 June is 2 May, and the week that ends next before it began on 20 April.
    assert points(found, Trend.SQL_CONVERSION)[-1].week == date(2026, 4, 20)
    assert (found.mqls, found.decided) == (
        leads[week.start],
        expected[Trend.ACCEPTANCE_RATE][week.start][1],
    )


def test_the_median_is_the_time_in_the_middle_when_all_are_decided() -> None:
    pasts = worlds.steady(4, 20, 21)
    with stored(pasts) as tx:
        found = told(tx, read_week("2025-W22"))
    for point in points(found, Trend.DECISION_TIME):
        times = sorted(past.worked or 0.0 for past in pasts if monday(past.handed) == point.week)
        if times:
            assert point.value is not None
            assert statistics.median_low(times) - 1e-6 <= point.value <= statistics.median_high(times) + 1e-6


def test_a_split_adds_up_to_the_weeks_of_its_base_and_to_its_own() -> None:
    """The base has a gap where Christmas was, and so has its split."""
    rates = [*[0.6] * 30, 0.05]
    pasts = worlds.steady(6, 31, 40, start=datetime(2026, 8, 3, tzinfo=UTC), accept=rates)
    with stored(pasts) as tx:
        found = told(tx, read_week("2027-W09"))
    series = found.of(Trend.ACCEPTANCE_RATE)
    assert series is not None
    assert state(found, Trend.ACCEPTANCE_RATE) is State.SIGNAL
    assert date(2026, 12, 28) not in {point.week for point in series.base}
    whole = Pair(sum(each.k for each in series.base), sum(each.n or 0 for each in series.base))
    splits = found.splits[Trend.ACCEPTANCE_RATE]
    assert [split.dimension for split in splits] == ["source", "segment", "region", "campaign"]
    for split in splits:
        assert Pair(sum(part.k for part in split.base), sum(part.n for part in split.base)) == whole
        assert sum(part.n for part in split.week) == series.points[-1].n


def test_campaigns_count_leads_of_twelve_weeks_that_are_a_week_old() -> None:
    pasts = worlds.steady(7, 30, 20)
    week = read_week("2025-W28")
    now = midnight(week.end, ZONE) + timedelta(hours=8)
    with stored(pasts) as tx:
        found = told(tx, week)
    start, _ = instants(Period(week.end - 12 * WEEK, week.end), ZONE)
    cohort = [
        past
        for past in pasts
        if start <= past.handed <= now - timedelta(days=7) and past.decided and past.decided <= now
    ]
    expected = Counter(past.dimensions["campaign"] for past in cohort)
    accepted = Counter(past.dimensions["campaign"] for past in cohort if past.decision == "accepted")
    assert {part.name: (part.k, part.n) for part in found.campaigns} == {
        name: (accepted[name], n) for name, n in expected.items()
    }


def test_a_young_cohort_is_compared_with_six_at_the_same_age() -> None:
    pasts = worlds.steady(8, 30, 30)
    week = read_week("2025-W28")
    with stored(pasts) as tx:
        [young] = told(tx, week).young
    soon = shares(
        (past.handed, bool(past.sql and past.sql <= past.handed + timedelta(days=7))) for past in pasts
    )
    newest = week.start - WEEK
    assert (young.now.k, young.now.n) == soon[newest]
    before = [soon[newest - number * WEEK] for number in range(1, 7)]
    assert young.before == Pair(sum(k for k, _ in before), sum(n for _, n in before))


# Weeks that are told


def test_a_steady_year_has_hardly_a_signal() -> None:
    """63 of 3,670 judged weeks of all trends (1.7 %) were signals in 10 worlds of 70 first weeks."""
    with stored(worlds.steady(1, 36, 30)) as tx:
        found = walk(tx, read_week("2025-W02"), 35)
    states = [judge.reading(series).state for week in found for series in week.series]
    judged = sum(one in (State.STEADY, State.SIGNAL) for one in states)
    assert judged > 120
    assert states.count(State.SIGNAL) / judged < 0.05


def test_a_new_installation_learns_for_eight_weeks_and_is_provisional_for_four_more() -> None:
    with stored(worlds.steady(2, 14, 30)) as tx:
        found = walk(tx, read_week("2025-W02"), 13)
    readings = [judge.reading(series) for week in found if (series := week.of(Trend.MQL_COUNT))]
    assert [one.learned for one in readings] == list(range(13))
    assert {one.state for one in readings[:8]} == {State.LEARNING}
    assert [one.usual is not None and one.usual.provisional for one in readings] == [
        *[False] * 8,
        *[True] * 4,
        False,
    ]


def test_a_week_without_any_lead_is_told() -> None:
    pasts = [past for past in worlds.steady(2, 20, 30) if monday(past.handed) != date(2025, 4, 28)]
    with stored(pasts) as tx:
        found = told(tx, read_week("2025-W18"))
    assert (found.mqls, points(found, Trend.MQL_COUNT)[-1].value) == (0, 0.0)
    assert state(found, Trend.MQL_COUNT) is State.SIGNAL
    assert state(found, Trend.DECISION_TIME) is State.NOTHING


def test_one_lead_is_told_and_judges_nothing() -> None:
    handed = datetime(2025, 3, 4, 9, tzinfo=UTC)
    one = Past(handed, handed + timedelta(hours=8), handed + timedelta(hours=1), "accepted", 1.0)
    with stored([one]) as tx:
        found = told(tx, read_week("2025-W10"))
    assert points(found, Trend.ACCEPTANCE_RATE) == (Point(date(2025, 3, 3), 1, 1),)
    assert not judge.findings(found).signals
    assert found.of(Trend.SQL_CONVERSION) is None


def test_before_the_first_lead_there_is_nothing() -> None:
    with stored([]) as tx:
        week = read_week("2025-W10")
        assert not gather.has_begun(tx, week, ZONE)
        assert told(tx, week).series == ()


@pytest.mark.parametrize(
    ("name", "first", "after"),
    [
        ("2026-W13", datetime(2026, 3, 22, 23, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        ("2026-W43", datetime(2026, 10, 18, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        ("2026-W53", datetime(2026, 12, 27, 23, tzinfo=UTC), datetime(2027, 1, 3, 23, tzinfo=UTC)),
    ],
    ids=["167 hours", "169 hours", "week 53"],
)
def test_odd_weeks_begin_and_end_at_local_midnight(name: str, first: datetime, after: datetime) -> None:
    """The instants are by hand: Berlin is one hour before UTC, two in summer."""
    moment = timedelta(microseconds=1)
    handed = [first - moment, first, after - moment, after]
    with stored([Past(at) for at in handed]) as tx:
        found = told(tx, read_week(name))
    assert (found.name, found.mqls) == (name, 2)
    assert [each.value for each in points(found, Trend.MQL_COUNT)] == [1.0, 2.0]


def test_christmas_leaves_the_base_and_is_marked() -> None:
    with stored(worlds.steady(5, 34, 30, start=datetime(2026, 6, 1, tzinfo=UTC))) as tx:
        own = told(tx, read_week("2026-W53"))
        later = told(tx, read_week("2027-W02"), own)
    marked = {point.week for point in points(later, Trend.MQL_COUNT) if point.holiday}
    assert marked == {date(2026, 12, 21), date(2026, 12, 28)}  # two of five days closed, and all five
    assert {state(own, trend) for trend in (Trend.MQL_COUNT, Trend.ACCEPTANCE_RATE)} == {State.HOLIDAY}
    for series in later.series:
        assert not marked & {point.week for point in series.base}


def test_a_month_without_digests_leaves_no_gap_in_the_base() -> None:
    with stored(worlds.steady(9, 34, 30)) as tx:
        before = told(tx, read_week("2025-W20"))
        back = told(tx, read_week("2025-W25"), before)
    series = back.of(Trend.ACCEPTANCE_RATE)
    assert series is not None
    assert [point.week for point in series.base] == [date(2025, 1, 6) + number * WEEK for number in range(23)]
    assert {one.week for one in back.told} <= {point.week for point in points(before, Trend.MQL_COUNT)}


def test_a_metric_that_begins_later_learns_later() -> None:
    """Touches are promised from the tenth week on."""
    pasts = [
        replace(past, touch_due=past.handed + timedelta(hours=2), touched=past.handed)
        if monday(past.handed) >= date(2025, 3, 10)
        else past
        for past in worlds.steady(9, 25, 30)
    ]
    with stored(pasts) as tx:
        found = walk(tx, read_week("2025-W02"), 20)
    touched = [judge.reading(series) for week in found if (series := week.of(Trend.TOUCH_ATTAINMENT))]
    assert {one.state for one in touched[:9]} == {State.NOTHING}
    assert [one.learned for one in touched] == [*[0] * 10, *range(1, 11)]


def test_a_named_change_begins_the_base_of_every_trend_anew() -> None:
    with stored(worlds.steady(9, 25, 30)) as tx:
        before = told(tx, read_week("2025-W20"))
        change = (Change(date(2025, 5, 14), "a new form"),)
        after = told(tx, read_week("2025-W21"), before, changes=change)
        later = told(tx, read_week("2025-W22"), after, changes=change)
    assert [len(series.base) for series in after.series if series.trend is Trend.MQL_COUNT] == [0]
    assert [len(series.base) for series in later.series if series.trend is Trend.MQL_COUNT] == [1]


# Corrections


def late(pasts: Sequence[Past], week: date, count: int) -> list[Past]:
    """The same past with so many more leads turned down in a week."""
    at = datetime(week.year, week.month, week.day, 12, tzinfo=UTC)
    return [*pasts, *(Past(at, at, at, "rejected", 0.0) for _ in range(count))]


def corrections(week: Week) -> list[tuple[str, date, Pair, Pair]]:
    found = judge.findings(week).corrections
    return [(one.title, one.week, one.then, one.now) for one in found if one.title == "acceptance rate"]


def test_a_late_decision_is_told_once_and_not_again() -> None:
    pasts, moved = worlds.steady(9, 20, 40), date(2025, 4, 28)
    with stored(pasts) as tx:
        first = told(tx, read_week("2025-W18"))
    k, n = points(first, Trend.ACCEPTANCE_RATE)[-1].k, points(first, Trend.ACCEPTANCE_RATE)[-1].n or 0
    with stored(late(pasts, moved, 3)) as tx:
        second = told(tx, read_week("2025-W19"), first)
        third = told(tx, read_week("2025-W20"), second)
    assert corrections(second) == [("acceptance rate", moved, Pair(k, n), Pair(k, n + 3))]
    assert corrections(third) == []


def test_small_moves_are_told_when_they_add_up_to_a_point() -> None:
    """One more of about a hundred moves a rate of sixty by 0.6 points: too little, and twice is enough."""
    pasts, moved = worlds.steady(9, 20, 100), date(2025, 4, 28)
    with stored(pasts) as tx:
        first = told(tx, read_week("2025-W18"))
    at = points(first, Trend.ACCEPTANCE_RATE)[-1]
    then = Pair(at.k, at.n or 0)
    with stored(late(pasts, moved, 1)) as tx:
        second = told(tx, read_week("2025-W19"), first)
    with stored(late(pasts, moved, 2)) as tx:
        third = told(tx, read_week("2025-W20"), second)
        fourth = told(tx, read_week("2025-W21"), third)
    assert corrections(second) == []
    assert corrections(third) == [("acceptance rate", moved, then, Pair(then.k, then.n + 2))]
    assert corrections(fourth) == []
