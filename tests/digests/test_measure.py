"""Answers against an independent count of the same past: every count to the unit, with the ids behind it."""

import itertools
import random
from datetime import UTC, datetime, timedelta

import lifelines
import pytest
from lifelines.utils import median_survival_times
from sqlmodel import Session

from bot.domain import query_document
from bot.domain.metric import Dimension, Metric
from bot.domain.period import Period, Unit, read_week
from bot.domain.query import Filter, MetricQuery
from digests import measure
from storage.database import Database
from storage.sight import Scope
from tests.digests import medley, oracle, questioning
from tests.digests.judging import ZONE, asked, at, counts, hours, judge, stored, waited
from tests.digests.oracle import Oracle
from tests.digests.worlds import Past, PastDeal


@pytest.mark.parametrize("seed", range(3))
async def test_every_figure_equals_an_independent_count(db: Database, seed: int) -> None:
    luck = random.Random(seed)
    since, days = datetime(2025, 11, 20, tzinfo=UTC), 150
    pasts = medley.pasts(seed, 250, since, days)
    asked = [medley.query(luck, since, days) for _ in range(40)]
    nows = [since + timedelta(days=luck.choice((60, 151, 260)), minutes=7) for _ in asked]
    await db.run(lambda tx: medley.store(tx, pasts))

    def ask(tx: Session) -> None:
        for query, now in zip(asked, nows, strict=True):
            judge(tx, pasts, query, now)

    await db.read(ask)


def test_a_question_survives_being_written_and_read() -> None:
    luck = random.Random(7)
    for _ in range(200):
        query = medley.query(luck, datetime(2026, 1, 1, tzinfo=UTC), 100)
        assert query_document.read(query_document.document(query)) == query


def test_a_group_of_open_leads_alone_is_told() -> None:
    open_one = Past(at("2026-01-05"), dimensions={"source": "event"})
    decided = Past(at("2026-01-05"), decided=at("2026-01-06"), decision="accepted")
    query = MetricQuery((Metric.ACCEPTANCE_RATE,), (Dimension.SOURCE,))
    answer = asked([open_one, decided], query, at("2026-03-01"))
    assert {row.group: row.figures[0].open for row in answer.rows} == {(None,): 0, ("event",): 1}


def test_open_deals_stand_in_the_week_in_which_they_were_created() -> None:
    deals = tuple(PastDeal(at("2026-01-05") + timedelta(weeks=week), 10, "EUR") for week in range(3))
    won = PastDeal(at("2026-01-05"), 10, "EUR", at("2026-01-14"), won=True)
    past = Past(at("2026-01-05"), deals=(*deals, won))
    answer = asked([past], MetricQuery((Metric.WIN_RATE,), (Unit.WEEK,)), at("2026-03-01"))
    assert [(row.group[0], row.figures[0].k, row.figures[0].open) for row in answer.rows] == [
        ("2026-W02", 0, 1), ("2026-W03", 1, 1), ("2026-W04", 0, 1),
    ]  # fmt: skip


def test_a_reason_is_not_known_before_the_decision() -> None:
    past = Past(
        at("2026-01-05"), decided=at("2026-01-09"), decision="rejected",
        dimensions={"reject_reason": "no_budget"},
    )  # fmt: skip
    by_reason = MetricQuery((Metric.MQL_COUNT,), (Dimension.REJECT_REASON,))
    of_reason = MetricQuery((Metric.MQL_COUNT,), (), (Filter(Dimension.REJECT_REASON, ("no_budget",)),))
    assert asked([past], by_reason, at("2026-01-08")).rows == ()
    assert counts(asked([past], of_reason, at("2026-01-08"))) == {(): 0}
    assert counts(asked([past], by_reason, at("2026-01-10"))) == {("no_budget",): 1}


def test_rejections_by_reason_sum_to_the_whole() -> None:
    pasts = medley.pasts(3, 300, at("2026-01-01"), 60)
    now = at("2026-06-01")
    for metric in (Metric.REJECTION_RATE, Metric.RECYCLE_RATE):
        for filters in (
            (),
            (Filter(Dimension.REGION, ("EMEA",)),),
            (Filter(Dimension.TIER, ("hot",), True),),
        ):
            (total,) = asked(pasts, MetricQuery((metric,), (), filters), now).rows
            parts = asked(pasts, MetricQuery((metric,), (Dimension.REJECT_REASON,), filters), now).rows
            assert sum(row.figures[0].k for row in parts) == total.figures[0].k
            assert {row.figures[0].n for row in parts} == {total.figures[0].n}
            assert (None,) in [row.group for row in parts]


def test_the_three_rates_sum_to_all() -> None:
    pasts = medley.pasts(4, 300, at("2026-01-01"), 60)
    for group_by in ((), (Dimension.CAMPAIGN,), (Unit.WEEK, Dimension.REGION)):
        for row in asked(pasts, MetricQuery(oracle.DECISION_RATES, group_by), at("2026-03-04")).rows:
            assert sum(figure.k for figure in row.figures) == row.figures[0].n


def test_who_waits_counts_as_waiting_until_now() -> None:
    """Twelve leads of nobody's, the first from Monday midnight on: by Tuesday noon for 23 and 12 hours."""
    pasts = [Past(at("2026-01-05") + timedelta(hours=n)) for n in range(12)]
    (row,) = asked(pasts, MetricQuery((Metric.DECISION_TIME_MEDIAN,)), at("2026-01-06T12:00")).rows
    assert (row.figures[0].value, row.figures[0].beyond) == (None, 35)


def test_lifelines_agrees_on_a_median_and_its_interval() -> None:
    """By Saturday midnight whoever is not decided has waited for five days of 23 hours."""
    luck, monday = random.Random(11), at("2026-01-05")
    taken = [luck.randrange(1, 160) for _ in range(61)]
    pasts = [Past(monday, decided=monday + timedelta(hours=h), decision="accepted", worked=h) for h in taken]
    known = [(hours, True) if hours <= 120 else (115, False) for hours in taken]
    fitter = lifelines.KaplanMeierFitter().fit(*zip(*known, strict=True))
    low, high = median_survival_times(fitter.confidence_interval_).to_numpy()[0]
    (row,) = asked(pasts, MetricQuery((Metric.DECISION_TIME_MEDIAN,)), at("2026-01-10")).rows
    figure = row.figures[0]
    assert (figure.value, figure.low, figure.high) == (fitter.median_survival_time_, low, high)


def test_the_last_instant_of_a_time_is_still_in_it() -> None:
    """Decided when it was due, SQL on the thirtieth day, a week old, closed now: all of it is in time."""
    handed = at("2026-01-05")
    in_time, month = handed + timedelta(hours=8), handed + timedelta(days=30)
    pasts = [
        Past(handed, due=in_time, decided=in_time, decision="accepted", sql=month, opportunity=month),
        Past(month - timedelta(days=7), deals=(PastDeal(handed, 10, "EUR", month, won=True),)),
    ]
    metrics_asked = (
        Metric.SLA_ATTAINMENT, Metric.SQL_CONVERSION_RATE, Metric.OPEN_LEADS, Metric.WIN_RATE,
    )  # fmt: skip
    (row,) = asked(pasts, MetricQuery(metrics_asked), month).rows
    assert [(one.k, one.n, one.open, one.old) for one in row.figures] == [
        (1, 1, 0, None), (1, 1, 1, None), (1, None, 0, 0), (1, 1, 0, None),
    ]  # fmt: skip


def test_medians_of_weeks_are_those_of_the_curve() -> None:
    """Without reading every time: also where many still wait, and where the curve never gets there."""
    for seed, age in itertools.product((8, 9), (40, 62, 200)):
        since = at("2026-01-05")
        pasts, now = medley.pasts(seed, 300, since, 60), since + timedelta(days=age)
        over = Period(since.date(), since.date() + timedelta(weeks=9))
        query = MetricQuery((Metric.DECISION_TIME_MEDIAN,), (Unit.WEEK,), period=over)
        with stored(pasts) as tx:
            found = measure.weekly_medians(tx, over, Scope(ZONE, now), hours)
        wish = questioning.ask(Oracle(pasts, ZONE, now, waited), query, over)[Metric.DECISION_TIME_MEDIAN]
        told = {key: one for key, one in wish.items() if one.n}
        assert {(f"{week:%G-W%V}",) for week in found} == set(told)
        for (week,), one in told.items():
            decided, median, beyond = found[read_week(week or "").start]
            assert decided == len(one.k)
            assert median == pytest.approx(one.hours)
            assert (beyond is None) == (one.hours is not None)
