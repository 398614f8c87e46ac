"""The range that a week is judged by: where it comes from, when it begins anew, how often chance leaves it.

The agreement on metrics, section 2, rules 2 and 9. The rates that comments state were measured outside this
suite over 300 worlds of 200 weeks each; what is asserted here holds by a wide margin in fewer of them.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from digests import baseline, judge
from digests.findings import State
from digests.week import Point, Series, Trend
from tests.digests import walks
from tests.digests.walks import World

RATE = Trend.ACCEPTANCE_RATE
EVEN = [(14, 20), (16, 20)]  # swings around 75 %: pbar .75, |dz| = .1 / sqrt(.75 * .25 / 20) = 1.0328


def last(trend: Trend, points: Sequence[Point]) -> Series:
    """The newest week's series, had every week had its digest."""
    return list(walks.walk(trend, points))[-1]


def state(series: Series) -> State:
    return judge.reading(series).state


@pytest.mark.parametrize(("weeks", "expected"), [(7, None), (8, True), (11, True), (12, False), (30, False)])
def test_limits_come_with_eight_weeks_and_are_firm_from_twelve(weeks: int, expected: bool | None) -> None:
    series = last(RATE, walks.rates(EVEN * 16)[: weeks + 1])
    usual = baseline.limits(RATE, series.base, 20)
    assert (usual.provisional if usual else None) == expected
    assert state(series) is (State.LEARNING if expected is None else State.STEADY)


def test_limits_of_a_rate_are_laneys() -> None:
    """By hand: sigma_z is 1.0328 / 1.128 = .9156, and three of .75 * .25 / 20 under the root are .2905."""
    usual = baseline.limits(RATE, walks.rates(EVEN * 6), 20)
    assert usual is not None
    assert (usual.centre, usual.low, usual.high) == pytest.approx(
        (0.75, 0.75 - 0.9156 * 0.29047, 1.0), abs=2e-4
    )


def test_limits_widen_with_fewer_leads() -> None:
    """By hand: the range for a quarter of the leads is twice as wide."""
    points = walks.rates([(120, 200), (124, 200)] * 6)
    wide, narrow = (baseline.limits(RATE, points, n) for n in (50, 200))
    assert wide is not None
    assert narrow is not None
    assert wide.centre - wide.low == pytest.approx(2 * (narrow.centre - narrow.low))


def test_limits_of_counts_are_the_mean_and_its_moving_ranges() -> None:
    """By hand: 50 and 56 take turns, so the mean is 53 and the limits 2.66 * 6 away."""
    usual = baseline.limits(Trend.MQL_COUNT, walks.values([50, 56] * 5), None)
    assert usual is not None
    assert (usual.low, usual.centre, usual.high) == pytest.approx((53 - 15.96, 53, 53 + 15.96))


def test_limits_of_durations_are_made_on_logarithms() -> None:
    """By hand: 2 and 8 hours take turns, so the centre is 4 and the limits are 4 ** 2.66 apart from it."""
    usual = baseline.limits(Trend.DECISION_TIME, walks.values([2, 8] * 5), None)
    assert usual is not None
    assert (usual.low, usual.centre, usual.high) == pytest.approx((4 / 4**2.66, 4, 4 * 4**2.66))


def test_the_new_week_is_never_in_its_own_limits() -> None:
    for series in walks.walk(RATE, walks.chance(walks.rate(0.6, 30), 1, 60)):
        assert series.points[-1].week not in {point.week for point in series.base}


def test_the_base_is_frozen_at_twenty_six_weeks() -> None:
    points = walks.rates(EVEN * 40)
    assert [len(series.base) for series in walks.walk(RATE, points)] == [*range(26), *[26] * 54]
    assert last(RATE, points).base == tuple(points[:26])


def test_a_base_stays_as_it_was_told_when_late_decisions_move_its_weeks() -> None:
    points = walks.rates(EVEN * 10)
    before = last(RATE, points[:-1])
    moved = [replace(point, k=point.k - 5) for point in points]
    assert walks.told(RATE, moved, before).base == (*before.base, moved[-2])


def test_holiday_weeks_leave_the_base_and_break_no_run() -> None:
    points = walks.rates([*EVEN * 7, *[(8, 20)] * 8])
    points[3] = replace(points[3], holiday=True)
    points[18] = replace(points[18], k=20, holiday=True)
    series = last(RATE, points)
    assert points[3] not in series.base
    assert points[18] not in series.base
    assert baseline.run_start(series) is None
    one_more = [*points, Point(walks.monday(22), 8, 20)]
    assert baseline.run_start(last(RATE, one_more)) == walks.monday(14)


def test_a_week_without_leads_is_no_week_of_the_base() -> None:
    points = walks.rates([*EVEN * 6, (0, 0), (15, 20)])
    assert len(last(RATE, points).base) == 12


# Runs


def test_eight_in_a_row_are_a_signal_and_seven_are_not() -> None:
    points = walks.rates([*EVEN * 13, *[(14, 20)] * 9])
    states = [state(series) for series in walks.walk(RATE, points)]
    # The last even week was above, so the run begins with the 27th week and is complete with the 34th.
    assert states[33] is State.SIGNAL
    assert State.SIGNAL not in states[:33]


def test_a_run_that_may_be_chance_is_named_once_and_the_base_stays() -> None:
    """By hand: 14 of 20 is 5 points low, and eight such weeks have limits 9.4 points wide."""
    points = walks.rates([*EVEN * 13, *[(14, 20)] * 12])
    found = list(walks.walk(RATE, points))
    assert [number for number, one in enumerate(found) if state(one) is State.SIGNAL] == [33]
    assert {one.since for one in found} == {walks.monday(0)}


def test_after_a_confirmed_run_the_base_begins_anew_and_the_signal_stops() -> None:
    """By hand: 10 of 20 is 25 points low, which is inside for one week (26.6) and outside for eight (9.4)."""
    points = walks.rates([*EVEN * 13, *[(9, 20), (11, 20)] * 10])
    found = list(walks.walk(RATE, points))
    run = next(number for number, one in enumerate(found) if baseline.run_start(one))
    assert run == 33
    assert found[33].since == walks.monday(0)
    assert found[34].since == walks.monday(26)
    assert found[34].base == tuple(points[26:34])
    assert all(state(one) is State.STEADY for one in found[34:])


def test_a_run_counts_only_weeks_since_the_base_began() -> None:
    points = walks.rates([*EVEN * 6, *[(14, 20)] * 4, *EVEN * 6, *[(14, 20)] * 4])
    change = walks.monday(16)
    series = walks.told(RATE, points, changes=[change])
    assert series.since == change
    assert baseline.run_start(series) is None


def test_a_base_under_twelve_weeks_gives_no_runs() -> None:
    points = walks.rates([*EVEN, *[(14, 20)] * 9])
    assert State.SIGNAL not in {state(one) for one in walks.walk(RATE, points)}


def test_a_promise_that_is_nearly_always_kept_makes_no_runs_of_kept_ones() -> None:
    """Of ten due with 97 % kept, three weeks in four are without a miss and so above the mean."""
    points = walks.rates([*[(10, 10), (10, 10), (9, 10), (10, 10)] * 5, *[(10, 10)] * 20])
    assert {state(one) for one in list(walks.walk(Trend.SLA_ATTAINMENT, points))[8:]} == {State.STEADY}


def test_a_run_over_a_month_without_digests_is_named_when_they_come_back() -> None:
    points = walks.rates([*EVEN * 13, *[(14, 20)] * 11])
    before = last(RATE, points[:31])
    back = walks.told(RATE, points[-27:], before)
    assert state(back) is State.SIGNAL
    following = [*points, Point(walks.monday(37), 14, 20)]
    assert state(walks.told(RATE, following[-27:], back)) is State.STEADY


def test_a_first_digest_finds_the_base_that_all_earlier_ones_would_have_left() -> None:
    for seed in range(30):
        points = walks.chance(walks.rate(0.7, 40, later=0.45, since=10), seed, 27)
        assert walks.told(RATE, points).since == last(RATE, points).since
        assert walks.told(RATE, points).base == last(RATE, points).base


# Named changes


def test_a_named_change_begins_a_base_with_the_first_whole_week_after_it() -> None:
    points = walks.rates(EVEN * 10)
    before = last(RATE, points[:-1])
    wednesday = walks.monday(15) + timedelta(days=2)
    series = walks.told(RATE, points, before, [wednesday])
    assert series.base == tuple(points[16:-1])
    assert state(series) is State.LEARNING


def test_a_change_to_come_changes_nothing_yet() -> None:
    points = walks.rates(EVEN * 10)
    assert walks.told(RATE, points, changes=[date(2030, 1, 1)]).since == walks.monday(0)


# Edges


@pytest.mark.parametrize("hours", [3.0, 0.1, 7.3, 0.0])
def test_a_duration_that_never_changes_is_steady(hours: float) -> None:
    """The logarithm and back loses the last digit of a float."""
    series = last(Trend.DECISION_TIME, walks.values([hours] * 30))
    assert state(series) is State.STEADY


def test_a_count_that_never_changes_still_varies() -> None:
    """By hand: half of what the Poisson law has 16 leads vary is 3 * .5 * 4."""
    usual = baseline.limits(Trend.MQL_COUNT, walks.values([16] * 10), None)
    assert usual is not None
    assert (usual.low, usual.high) == pytest.approx((10, 22))


def test_one_lead_after_many_weeks_with_hardly_any_is_no_signal() -> None:
    series = last(Trend.MQL_COUNT, walks.values([1, *[0] * 20, 1]))
    assert state(series) is State.STEADY


@pytest.mark.parametrize("share", [0, 1])
def test_one_miss_after_a_record_without_any_is_no_signal(share: int) -> None:
    points = walks.rates([*[(20 * share, 20)] * 20, (abs(20 * share - 1), 20)])
    assert state(last(RATE, points)) is State.STEADY


def test_many_misses_after_a_record_without_any_are_a_signal() -> None:
    assert state(last(RATE, walks.rates([*[(20, 20)] * 20, (15, 20)]))) is State.SIGNAL


def test_a_new_installation_learns_for_eight_weeks() -> None:
    found = list(walks.walk(RATE, walks.rates(EVEN * 5)))
    assert [state(one) for one in found] == [*[State.LEARNING] * 8, State.STEADY, State.STEADY]
    assert [judge.reading(one).learned for one in found] == list(range(10))


# Chance

# False signals a week, in per cent: points outside + runs, over 60,000 weeks each.
STEADY = [
    pytest.param(RATE, walks.rate(0.6, 10), id="acceptance of 10"),
    pytest.param(RATE, walks.rate(0.6, 30), id="acceptance of 30"),
    pytest.param(Trend.SLA_ATTAINMENT, walks.rate(0.97, 10), id="97 % of 10"),
    pytest.param(Trend.SLA_ATTAINMENT, walks.rate(0.9, 30), id="90 % of 30"),
    pytest.param(RATE, walks.uneven(0.6, 100, 0.07), id="uneven weeks of 100"),
    pytest.param(Trend.MQL_COUNT, walks.count(15), id="15 leads"),
    pytest.param(Trend.DECISION_TIME, walks.median(21), id="medians of 21"),
]


@pytest.mark.parametrize(("trend", "world"), STEADY)
def test_nothing_happens_and_hardly_anything_is_signalled(trend: Trend, world: World) -> None:
    signals = weeks = 0
    for seed in range(12):
        for series in walks.walk(trend, walks.chance(world, seed, 100)):
            found = state(series)
            signals += found is State.SIGNAL
            weeks += found in (State.SIGNAL, State.STEADY)
    assert weeks > 1000
    assert signals / weeks < 0.035


@pytest.mark.parametrize(("n", "within_four", "within_eight"), [(30, 0.35, 0.8), (60, 0.75, 0.9)])
def test_a_shift_from_sixty_to_forty_is_found(n: int, within_four: float, within_eight: float) -> None:
    found = [
        first_signal(walks.chance(walks.rate(0.6, n, later=0.4, since=30), seed, 38)) for seed in range(50)
    ]
    assert sum(after < 4 for after in found) / len(found) > within_four
    assert sum(after < 8 for after in found) / len(found) > within_eight


def first_signal(points: Sequence[Point]) -> float:
    """How many weeks after the shift in week 30 it is first a signal downwards."""
    for number, series in enumerate(walks.walk(RATE, points)):
        usual = baseline.limits(RATE, series.base, series.points[-1].n)
        if number >= 30 and usual and state(series) is State.SIGNAL:
            return number - 30
    return math.inf


def test_weeks_that_differ_more_than_the_binomial_law_has_them_have_wider_limits() -> None:
    """By hand: a standard deviation of 7 points beside 4.9 of chance makes sigma_z about 1.74."""
    luck = random.Random(5)
    world = walks.uneven(0.6, 100, 0.07)
    usual = baseline.limits(RATE, [world(luck, number) for number in range(400)], 100)
    assert usual is not None
    assert (usual.high - usual.centre) / (3 * 0.049) == pytest.approx(1.74, abs=0.15)
