"""Days, weeks, months and quarters of zones in which they are odd, in answers that agree with the oracle."""

from datetime import date, datetime, timedelta

import pytest

from bot.domain.metric import Metric
from bot.domain.period import Period, Unit, read_week
from bot.domain.query import MetricQuery
from tests.digests import medley
from tests.digests.judging import asked, at, counts
from tests.digests.worlds import Past


def half_hourly(start: datetime, days: int) -> list[Past]:
    """A handoff every half hour, decided at once."""
    moments = [start + timedelta(minutes=30 * place) for place in range(days * 48)]
    return [Past(moment, decided=moment, decision="accepted") for moment in moments]


@pytest.mark.parametrize(
    ("zone", "monday", "week", "length"),
    [
        ("Europe/London", "2026-03-23", "2026-W13", 167),
        ("Europe/London", "2026-10-19", "2026-W43", 169),
        ("America/New_York", "2026-03-02", "2026-W10", 167),
        ("America/New_York", "2026-10-26", "2026-W44", 169),
        ("Australia/Lord_Howe", "2026-03-30", "2026-W14", 168.5),  # half an hour of summer time
        ("Asia/Kolkata", "2026-12-28", "2026-W53", 168),
        ("Africa/Cairo", "2026-04-20", "2026-W17", 167),  # midnight is skipped on a Friday
        ("America/Sao_Paulo", "2018-10-29", "2018-W44", 167),  # and here on a Sunday
        ("America/Sao_Paulo", "2018-02-12", "2018-W07", 169),
    ],
)
def test_a_week_has_the_hours_that_its_zone_has(zone: str, monday: str, week: str, length: float) -> None:
    pasts = half_hourly(at(monday) - timedelta(days=2), 12)
    now = at(monday) + timedelta(days=20)
    over = read_week(week)
    assert over.start.isoformat() == monday
    for metrics_asked, unit in ((Metric.MQL_COUNT, Unit.WEEK), (Metric.ACCEPTANCE_RATE, Unit.DAY)):
        whole = asked(pasts, MetricQuery((metrics_asked,), period=over), now, zone)
        assert counts(whole) == {(): 2 * length}
        parts = asked(pasts, MetricQuery((metrics_asked,), (unit,), period=over), now, zone)
        assert sum(counts(parts).values()) == 2 * length
        assert len(parts.rows) == (1 if unit is Unit.WEEK else 7)
    everything = asked(pasts, MetricQuery((Metric.MQL_COUNT,), (Unit.WEEK,)), now, zone)
    assert counts(everything)[week,] == 2 * length


@pytest.mark.parametrize("unit", list(Unit))
def test_buckets_run_over_the_end_of_a_year(unit: Unit) -> None:
    pasts = half_hourly(at("2026-12-20"), 24)
    over = Period(date(2026, 12, 21), date(2027, 1, 12))
    answer = asked(pasts, MetricQuery((Metric.MQL_COUNT,), (unit,), period=over), at("2027-02-01"))
    names = {
        Unit.WEEK: ["2026-W52", "2026-W53", "2027-W01", "2027-W02"],
        Unit.MONTH: ["2026-12", "2027-01"],
        Unit.QUARTER: ["2026-Q4", "2027-Q1"],
    }
    if unit in names:
        assert [row.group[0] for row in answer.rows] == names[unit]
    assert sum(counts(answer).values()) == 22 * 48


def test_days_before_1970_are_days_like_others() -> None:
    pasts = half_hourly(at("1969-12-29"), 6)
    for unit in Unit:
        asked(pasts, MetricQuery((Metric.MQL_COUNT,), (unit,)), at("1970-02-01"))


def test_a_period_before_the_first_handoff_has_nothing() -> None:
    over = Period(date(2020, 1, 1), date(2020, 4, 1))
    pasts = half_hourly(at("2026-01-05"), 2)
    answer = asked(pasts, MetricQuery(medley.ASKED, period=over), at("2026-02-01"))
    (row,) = answer.rows
    assert {figure.k for figure in row.figures if figure.metric is not Metric.OPEN_LEADS} == {0}
    groups = asked(pasts, MetricQuery((Metric.MQL_COUNT,), (Unit.WEEK,), period=over), at("2026-02-01"))
    assert groups.rows == ()


def test_without_any_handoff_there_is_an_answer_and_it_is_nothing() -> None:
    answer = asked([], MetricQuery(medley.ASKED), at("2026-02-01T12:00"))
    assert answer.period == Period(date(2026, 2, 1), date(2026, 2, 2))
    assert [figure.metric for figure in answer.rows[0].figures] == list(medley.ASKED)


def test_one_lead_is_one_of_one() -> None:
    handed = at("2026-01-05T10:00")
    one = Past(
        handed, due=handed + timedelta(hours=8), decided=handed + timedelta(hours=2), decision="accepted"
    )
    answer = asked([one], MetricQuery(medley.ASKED), at("2026-06-01"))
    found = {figure.metric: (figure.k, figure.n) for figure in answer.rows[0].figures}
    assert found[Metric.ACCEPTANCE_RATE] == found[Metric.SLA_ATTAINMENT] == (1, 1)
    assert found[Metric.SQL_CONVERSION_RATE] == (0, 1)
    assert answer.rows[0].figures[medley.ASKED.index(Metric.DECISION_TIME_MEDIAN)].value == 2
