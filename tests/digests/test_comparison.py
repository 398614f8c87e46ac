"""Rows beside those of another period, in the order of what luck leaves, with the ids behind each."""

import itertools
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.figure import Answer
from bot.domain.metric import Dimension, Metric
from bot.domain.period import Period
from bot.domain.query import Direction, MetricQuery, Sort
from digests import answer_document, measure
from storage import metrics
from storage.sight import Scope
from tests.digests import medley, oracle
from tests.digests.judging import ZONE, at, hours, judge, stored
from tests.digests.worlds import Past, PastDeal


def test_another_period_stands_beside_this_one() -> None:
    pasts = medley.pasts(5, 400, at("2026-01-01"), 120)
    now = at("2026-08-01")
    january, march = Period(date(2026, 1, 1), date(2026, 2, 1)), Period(date(2026, 3, 1), date(2026, 4, 1))
    metrics_asked = (Metric.PIPELINE_VALUE, Metric.ACCEPTANCE_RATE, Metric.MQL_COUNT)
    query = MetricQuery(metrics_asked, (Dimension.SOURCE,), period=march, compare_to=january)
    with stored(pasts) as tx:
        answer = measure.answer(tx, query, Scope(ZONE, now), hours)
        alone = replace(query, compare_to=None)
        parts = [judge(tx, pasts, replace(alone, period=one), now).rows for one in (march, january)]
    here, there = ({row.group: row.figures for row in rows} for rows in parts)
    assert {row.group for row in answer.rows} == {*here, *there}
    for row in answer.rows:
        assert [(one.metric, one.currency) for one in row.figures] == [
            (one.metric, one.currency) for one in row.before
        ]
        assert {one for one in row.figures if one.k} == {one for one in here[row.group] if one.k}
        assert {one for one in row.before if one.k} == {one for one in there[row.group] if one.k}
        rates = [place for place, one in enumerate(row.figures) if one.metric is Metric.ACCEPTANCE_RATE]
        assert [place for place, one in enumerate(row.differences) if one is not None] == rates


def test_a_group_and_a_currency_that_are_gone_are_still_compared() -> None:
    past = Past(
        at("2026-01-05"), deals=(PastDeal(at("2026-01-06"), 10, "EUR"),), dimensions={"source": "event"}
    )
    query = MetricQuery(
        (Metric.PIPELINE_VALUE, Metric.MQL_COUNT), (Dimension.SOURCE,),
        period=Period(date(2026, 2, 1), date(2026, 3, 1)),
        compare_to=Period(date(2026, 1, 1), date(2026, 2, 1)),
    )  # fmt: skip
    with stored([past]) as tx:
        (row,) = measure.answer(tx, query, Scope(ZONE, at("2026-03-01")), hours).rows
    assert [(one.k, one.currency) for one in row.figures] == [(0, "EUR"), (0, None)]
    assert [(one.k, one.currency) for one in row.before] == [(1, "EUR"), (1, None)]


def campaign(name: str, accepted: int, decided: int, deals: int = 0) -> list[Past]:
    """A campaign with so many accepted of so many decided leads, and deals in two currencies."""
    handed = at("2026-01-05")
    return [
        Past(
            handed,
            decided=handed + timedelta(hours=1),
            decision="accepted" if n < accepted else "rejected",
            deals=tuple(PastDeal(handed, 10, one) for one in ("EUR", "USD")[:deals]) if n == 0 else (),
            dimensions={"campaign": name},
        )
        for n in range(decided)
    ]


def ranking(direction: Direction, limit: int | None = None) -> Answer:
    """Twelve campaigns by their rate, beside their pipeline."""
    pasts = [
        *(past for n in range(9) for past in campaign(f"steady {n}", 12 + n % 3, 20, deals=n % 3)),
        *campaign("perfect, of nine", 9, 9), *campaign("good, of eleven", 10, 11), *campaign("nobody", 0, 40),
    ]  # fmt: skip
    query = MetricQuery(
        (Metric.PIPELINE_VALUE, Metric.ACCEPTANCE_RATE), (Dimension.CAMPAIGN,),
        sort=Sort(Metric.ACCEPTANCE_RATE, direction), limit=limit,
    )  # fmt: skip
    with stored(pasts) as tx:
        return measure.answer(tx, query, Scope(ZONE, at("2026-03-01")), hours)


@pytest.mark.parametrize("direction", list(Direction))
def test_campaigns_are_ranked_by_what_luck_leaves_and_small_ones_come_last(direction: Direction) -> None:
    names = [row.group[0] for row in ranking(direction).rows]
    assert names[-1] == "perfect, of nine"
    assert names[0 if direction is Direction.DESC else -2] == "good, of eleven"
    assert names[-2 if direction is Direction.DESC else 0] == "nobody"


def test_a_limit_says_how_many_it_left_out() -> None:
    whole, cut = ranking(Direction.DESC), ranking(Direction.DESC, 5)
    assert (len(whole.rows), whole.more) == (12, 0)
    assert (cut.rows, cut.more) == (whole.rows[:5], 7)


def test_each_currency_has_the_handoffs_behind_its_own_sum() -> None:
    pasts = medley.pasts(6, 200, at("2026-01-01"), 60)
    query = MetricQuery((Metric.PIPELINE_VALUE, Metric.WIN_RATE), (Dimension.REGION,))
    with stored(pasts) as tx:
        scope = Scope(ZONE, at("2026-08-01"))
        answer = measure.answer(tx, query, scope, hours)
        behind: dict[tuple[Metric, str], dict[oracle.Key, list[int]]] = {}
        for metric, part in itertools.product(query.metrics, "kn"):
            ids = behind.setdefault((metric, part), defaultdict(list))
            for key, number in metrics.behind(tx, query, scope, answer.period, metric, among=part == "n"):
                ids[key].append(number)
    rows: Any = answer_document.document(answer, behind)["rows"]
    figures = [figure for row in rows for figure in row["figures"]]
    assert len({figure.get("currency") for figure in figures}) == 3
    assert all(len(figure["ids"]) == figure["k"] for figure in figures)
    assert all(len(figure["among_ids"]) == figure["n"] for figure in figures if figure["n"] is not None)
