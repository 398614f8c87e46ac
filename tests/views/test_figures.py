"""Figures in words: small numbers stay counts, times that are not reached stay open, nothing is lost."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.figure import Difference, Figure
from bot.domain.metric import Metric
from bot.domain.period import Period
from bot.views import figures

RATE = Metric.ACCEPTANCE_RATE
TIME = Metric.DECISION_TIME_MEDIAN
MONEY = Metric.PIPELINE_VALUE


@pytest.mark.parametrize(
    ("k", "n", "text"),
    [
        (12, 150, "12 leads with feedback, 8 per 100 decided"),
        (1, 10, "1 lead with feedback, 10 per 100 decided"),
        (3, 9, "3 leads with feedback, 9 decided"),
        (2, 0, "2 leads with feedback, 0 decided"),
        (30, 20, "30 leads with feedback, 150 per 100 decided"),
        (1, 300, "1 lead with feedback, 0.3 per 100 decided"),
        (1, 3_000, "1 lead with feedback, under 0.1 per 100 decided"),
        (0, 300, "0 leads with feedback, 0 per 100 decided"),
    ],
)
def test_feedback_is_told_for_each_hundred_that_are_decided(k: int, n: int, text: str) -> None:
    assert figures.spell(Figure(Metric.FEEDBACK_COUNT, float(k), k, n)) == text
    assert figures.interval(Figure(Metric.FEEDBACK_COUNT, float(k), k, n)) == ""


@pytest.mark.parametrize(
    ("k", "n", "text"),
    [
        (0, 0, "none"),
        (0, 1, "0 of 1, too few to say"),
        (4, 4, "4 of 4, too few to say"),
        (3, 5, "3 of 5"),
        (9, 9, "9 of 9"),
        (5, 10, "50 % (5 of 10)"),
        (21, 36, "58 % (21 of 36)"),
        (0, 40, "0 % (0 of 40)"),
        (40, 40, "100 % (40 of 40)"),
        (1, 300, "0.3 % (1 of 300)"),
        (299, 300, "99.7 % (299 of 300)"),
        (1, 12_000, "under 0.1 % (1 of 12,000)"),
        (11_999, 12_000, "over 99.9 % (11,999 of 12,000)"),
        (1_234, 5_678, "22 % (1,234 of 5,678)"),
    ],
)
def test_shares_are_k_of_n(k: int, n: int, text: str) -> None:
    assert figures.share(k, n) == text
    assert figures.spell(Figure(RATE, k / n if n else None, k, n)) == text


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (0, "0 min"),
        (0.01, "1 min"),
        (0.75, "45 min"),
        (0.999, "1 h"),
        (1, "1 h"),
        (3 + 1 / 3, "3 h 20 min"),
        (9.999, "10 h"),
        (10.4, "10 h"),
        (26.2, "26 h"),
        (1234.6, "1,235 h"),
    ],
)
def test_times_are_said_as_people_say_them(hours: float, text: str) -> None:
    assert figures.hours(hours) == text


def test_a_decision_time_names_both_clocks_and_what_it_rests_on() -> None:
    figure = Figure(TIME, 4.5, 30, 36, low=3, high=6.25, wall=21.0)
    assert figures.spell(figure) == "4 h 30 min of business time, 21 h by the clock (30 of 36 decided)"
    assert figures.interval(figure) == "3 h to 6 h 15 min"
    assert figures.interval(Figure(TIME, 4.5, 30, 36, low=3)) == "3 h to open-ended"


def test_a_time_that_is_not_reached_is_no_number() -> None:
    figure = Figure(TIME, None, 12, 40, beyond=17.0)
    assert figures.spell(figure) == "not reached (> 17 h; 12 of 40 decided)"
    assert figures.interval(figure) == ""


def test_few_times_say_nothing() -> None:
    assert figures.spell(Figure(TIME, 2.0, 4, 4, wall=2.0)) == "too few to say (4 of 4 decided)"
    assert figures.spell(Figure(TIME, None, 0, 0)) == "none"


def test_small_shares_have_no_interval() -> None:
    assert figures.interval(Figure(RATE, 0.5, 4, 8, low=0.2, high=0.8)) == ""
    assert figures.interval(Figure(RATE, 0.5, 8, 16, low=0.281, high=0.719)) == "28-72 %"
    assert figures.interval(Figure(Metric.MQL_COUNT, 20.0, 20)) == ""


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure(MONEY, 0.0, 0), "none"),
        (Figure(MONEY, 0.0, 2, unpriced=2), "no amount in 2 opportunities"),
        (Figure(MONEY, 1500.0, 1, currency="EUR", median=1500.0, largest=1.0),
         "EUR 1,500 (1 opportunity, median EUR 1,500)"),
        (Figure(MONEY, 1e6, 4, currency="USD", median=2e5, largest=0.41),
         "USD 1,000,000 (4 opportunities, median USD 200,000, the largest is 41 % of it)"),
        (Figure(MONEY, 1e6, 4, currency="USD", median=2e5, largest=0.4),
         "USD 1,000,000 (4 opportunities, median USD 200,000)"),
        (Figure(MONEY, 300.0, 3, median=100.0, largest=1 / 3, unpriced=1),
         "300 (3 opportunities, median 100)"),
    ],
)  # fmt: skip
def test_sums_name_their_deals_and_flag_a_large_one(figure: Figure, text: str) -> None:
    assert figures.spell(figure) == text


def test_what_is_left_out_is_named_and_nothing_else() -> None:
    everything = Figure(
        RATE, 0.5, 5, 10, open=3, immature=2, excused=1, set_aside=1234, overdue=0, old=4, unpriced=5
    )
    assert figures.beside(everything) == (
        "3 open, 2 too young, 1 excused, 1,234 withdrawn or test, 4 older than a week, 5 without an amount"
    )
    assert figures.beside(Figure(RATE, 0.5, 5, 10)) == ""


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (Difference(-0.2, -0.3, -0.1), "-20 points (-30 to -10)"),
        (Difference(0.104, 0.012, 0.2), "+10 points (+1 to +20)"),
        (Difference(0.05, -0.1, 0.2), "difference not established: +5 points (-10 to +20)"),
        (Difference(-0.002, -0.1, 0.1), "difference not established: +0 points (-10 to +10)"),
        (Difference(0.1, 0.0, 0.2), "difference not established: +10 points (+0 to +20)"),
    ],
)
def test_a_change_is_established_only_beyond_chance(one: Difference, text: str) -> None:
    assert figures.difference(one) == text


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2026, 10, 5), date(2026, 10, 6), "5 Oct 2026"),
        (date(2026, 10, 5), date(2026, 10, 12), "5-11 Oct 2026"),
        (date(2026, 9, 28), date(2026, 10, 5), "28 Sep - 4 Oct 2026"),
        (date(2026, 12, 28), date(2027, 1, 4), "28 Dec 2026 - 3 Jan 2027"),
        (date(2025, 10, 1), date(2026, 11, 1), "1 Oct 2025 - 31 Oct 2026"),
    ],
)
def test_periods_name_their_last_day(start: date, end: date, text: str) -> None:
    assert figures.days(Period(start, end)) == text


def test_moments_are_told_on_the_clock_of_the_workspace() -> None:
    at = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    assert figures.moment(at, "Europe/Berlin") == "16 Nov 2026 00:30"
    assert figures.moment_of_week(at, "America/New_York") == "Sun 15 Nov 18:30"
