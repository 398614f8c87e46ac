"""Metric queries as JSON: what is right is read, what is wrong is told with what would be right."""

import json
from datetime import date
from typing import Any

import pytest

from bot.domain import query_document
from bot.domain.metric import CATALOGUE, Anchor, Dimension, Metric
from bot.domain.period import Period, Unit
from bot.domain.query import Direction, Filter, MetricQuery, Sort

QUARTER = {"start": "2026-07-01", "end": "2026-10-01"}


def read(**document: Any) -> MetricQuery:
    found = query_document.read(document)
    assert isinstance(found, MetricQuery), found
    return found


def wrong(document: object) -> dict[str, str]:
    """What is wrong, by where it is."""
    found = query_document.read(document)
    assert not isinstance(found, MetricQuery), found
    return {error.path: error.problem for error in found}


def test_a_whole_query_is_read_and_written() -> None:
    document = {
        "metric": ["acceptance_rate", "mql_count"],
        "group_by": ["campaign", "week"],
        "filters": {"region": {"not": ["LATAM", None]}, "source": ["webinar"]},
        "period": QUARTER,
        "compare_to": None,
        "sort": {"by": "acceptance_rate", "dir": "asc"},
        "limit": 5,
        "anchor": "handed",
    }
    query = read(**document)
    assert query == MetricQuery(
        (Metric.ACCEPTANCE_RATE, Metric.MQL_COUNT),
        (Dimension.CAMPAIGN, Unit.WEEK),
        (Filter(Dimension.REGION, ("LATAM", None), negated=True), Filter(Dimension.SOURCE, ("webinar",))),
        Period(date(2026, 7, 1), date(2026, 10, 1)),
        sort=Sort(Metric.ACCEPTANCE_RATE, Direction.ASC),
        limit=5,
        anchor=Anchor.HANDED,
    )
    assert query_document.document(query) == document
    assert json.loads(json.dumps(query_document.document(query))) == document


@pytest.mark.parametrize(
    "document",
    [
        {"metric": "mql_count"},
        {"metric": "mql_count", "sort": {"dir": "asc"}},
        {"metric": "mql_count", "sort": {}, "group_by": ["month"]},
        {"metric": "mql_count", "sort": {"by": "region"}, "group_by": ["region", "source"]},
        {"metric": "mql_count", "filters": {"owner": "ana"}},
        {"metric": "mql_count", "filters": {"owner": None}},
        {"metric": "recycle_rate", "period": QUARTER, "compare_to": QUARTER, "group_by": ["reject_reason"]},
        *({"metric": metric} for metric in Metric),
        *({"metric": "mql_count", "group_by": [group]} for group in (*Dimension, *Unit) if group != "theme"),
        {"metric": "feedback_count", "group_by": ["theme", "month"], "filters": {"theme": [None]}},
    ],
)
def test_what_is_read_is_written_so_that_it_is_read_again(document: dict[str, Any]) -> None:
    query = read(**document)
    assert query_document.read(query_document.document(query)) == query


def test_a_single_value_is_a_list_of_one() -> None:
    assert read(metric="mql_count", filters={"owner": None}).filters == (Filter(Dimension.OWNER, (None,)),)


def test_what_is_said_twice_counts_once() -> None:
    query = read(metric=["mql_count", "mql_count"], group_by=["owner", "owner"], filters={"tier": ["a", "a"]})
    assert (query.metrics, query.group_by) == ((Metric.MQL_COUNT,), (Dimension.OWNER,))
    assert query.filters[0].values == ("a",)


@pytest.mark.parametrize(
    ("document", "where", "what"),
    [
        ({}, "metric", "is missing: one of mql_count, "),
        ({"metric": []}, "metric", "is missing"),
        ({"metric": "acceptance"}, "metric", "did you mean acceptance_rate?"),
        ({"metric": 7}, "metric", "“7” is not known"),
        ({"metric": ["mql_count", {"a": 1}]}, "metric", "is not known"),
        ({"metrics": "mql_count"}, "metrics", "did you mean metric?"),
        ({"group_by": "week"}, "group_by", "should be a list"),
        ({"group_by": ["campagne"]}, "group_by", "did you mean campaign?"),
        ({"group_by": ["week", "month"]}, "group_by", "one of day, week, month and quarter"),
        ({"group_by": ["owner", "tier", "source", "region"]}, "group_by", "3 entries at most"),
        ({"filters": ["region"]}, "filters", "should be an object"),
        ({"filters": {"regio": ["EMEA"]}}, "filters", "did you mean region?"),
        ({"filters": {"region": []}}, "filters", "should list texts"),
        ({"filters": {"region": [1]}}, "filters", "should list texts"),
        ({"filters": {"region": {"not": []}}}, "filters", "should list texts"),
        ({"filters": {"region": {"nor": ["EMEA"]}}}, "filters", '{"not": [...]}'),
        ({"filters": {"week": ["2026-W01"]}}, "filters", "is not known"),
        ({"period": "2026-Q3"}, "period", "the end is not part of it"),
        ({"period": {"start": "2026-07-01"}}, "period", "the end is not part of it"),
        ({"period": {"start": "1 July", "end": "2026-10-01"}}, "period", "written as 2026-07-01"),
        ({"period": {"start": "2026-10-01", "end": "2026-10-01"}}, "period", "ends after it begins"),
        ({"period": {"start": "0001-01-01", "end": "2026-10-01"}}, "period", "between the years 1970 and"),
        ({"period": {"start": "2026-10-01", "end": "9999-12-31"}}, "period", "between the years 1970 and"),
        ({"compare_to": QUARTER}, "compare_to", "needs a period"),
        (
            {"compare_to": QUARTER, "period": QUARTER, "group_by": ["week"]},
            "compare_to",
            "which compares already",
        ),
        ({"sort": "asc"}, "sort", "should be {"),
        ({"sort": {"by": "mql_count", "dir": "down"}}, "sort", "“down” is not known"),
        ({"sort": {"by": "mql"}}, "sort", "is not known"),
        ({"sort": {"by": "win_rate"}}, "sort.by", "should be one of mql_count"),
        ({"sort": {"by": "tier"}, "group_by": ["owner", "tier"]}, "sort.by", "one of mql_count, owner"),
        ({"sort": {"by": "tier"}}, "sort.by", "should be one of mql_count"),
        ({"limit": 0}, "limit", "from 1 to"),
        ({"limit": True}, "limit", "from 1 to"),
        ({"limit": 2.5}, "limit", "from 1 to"),
        ({"limit": 10_001}, "limit", "from 1 to"),
        ({"anchor": "due"}, "anchor", '"handed" (the cohort) or "decided"'),
        ({"metric": "open_leads", "group_by": ["week"]}, "group_by", "has no history by time"),
        (
            {"metric": "open_leads", "period": QUARTER, "compare_to": QUARTER},
            "compare_to",
            "has no earlier figure",
        ),
        ({"metric": "win_rate", "group_by": ["reject_reason"]}, "reject_reason", "ask it of rejection_rate"),
        (
            {"metric": "acceptance_rate", "filters": {"reject_reason": ["no_budget"]}},
            "reject_reason",
            "ask it of rejection_rate, recycle_rate, mql_count",
        ),
    ],
)
def test_what_is_wrong_is_told_with_what_would_be_right(
    document: dict[str, Any], where: str, what: str
) -> None:
    whole = (
        document
        if {"metric", "metrics"} & set(document) or not document
        else {"metric": "mql_count", **document}
    )
    assert what in wrong(whole)[where]


@pytest.mark.parametrize("document", [None, [], "acceptance_rate", 3])
def test_what_is_no_object_is_told_so(document: object) -> None:
    assert wrong(document) == {"": 'should be an object such as {"metric": "acceptance_rate"}'}


def test_all_mistakes_are_told_at_once() -> None:
    found = wrong({"metric": "mql", "group_by": "week", "limit": -1, "perid": QUARTER})
    assert set(found) == {"metric", "group_by", "limit", "perid"}


def test_questions_about_campaigns_follow_the_cohort() -> None:
    rate = CATALOGUE[Metric.ACCEPTANCE_RATE]
    by_campaign = read(metric="acceptance_rate", group_by=["campaign"])
    of_campaign = read(metric="acceptance_rate", filters={"campaign": ["Spring"]})
    assert {query.anchor_of(rate) for query in (by_campaign, of_campaign)} == {Anchor.HANDED}
    assert read(metric="acceptance_rate", group_by=["source"]).anchor_of(rate) is Anchor.DECIDED
    asked = read(metric="acceptance_rate", group_by=["campaign"], anchor="decided")
    assert asked.anchor_of(rate) is Anchor.DECIDED
    # A definition without a choice keeps its date.
    assert asked.anchor_of(CATALOGUE[Metric.SLA_ATTAINMENT]) is Anchor.DUE


def test_every_metric_is_defined() -> None:
    assert list(CATALOGUE) == list(Metric)
    assert all(definition.formula and definition.version >= 1 for definition in CATALOGUE.values())
