"""A query that is shown field by field and sent off unchanged is the same query."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.asked import Field, Fields
from bot.domain.metric import Dimension, Metric
from bot.domain.period import Period, Unit
from bot.domain.query import Direction, Filter, MetricQuery, Sort
from bot.language.parser import Parser
from bot.language.vocabulary import Vocabulary
from bot.services import editing
from bot.views import question_modals

TODAY = date(2026, 9, 16)
NAMES = {
    Dimension.CAMPAIGN: ["Webinar, part 2: Growth", "Webinar", "Not Today", "Webinar,part 3"],
    Dimension.REGION: ["DACH", "EMEA"],
}
PARSER = Parser(Vocabulary(NAMES))

days = st.dates(date(2024, 1, 1), date(2026, 9, 1))
# Nothing is asked of days to come.
spans = st.builds(
    lambda day, more: Period(day, min(day + timedelta(days=more), TODAY + timedelta(days=1))),
    days,
    st.integers(1, 400),
)
filters = (
    st.sampled_from(Dimension)
    .filter(NAMES.__contains__)
    .flatmap(
        lambda one: st.builds(
            Filter,
            st.just(one),
            st.lists(st.sampled_from([*NAMES[one], None]), min_size=1, max_size=3, unique=True).map(tuple),
            st.booleans(),
        )
    )
)
queries = st.builds(
    MetricQuery,
    st.lists(st.sampled_from([Metric.MQL_COUNT, Metric.ACCEPTANCE_RATE]), min_size=1, unique=True).map(tuple),
    st.sampled_from([(), (Dimension.REGION,), (Dimension.REGION, Dimension.SOURCE)]),
    st.lists(filters, max_size=2, unique_by=lambda one: one.dimension).map(tuple),
    spans,
    st.none() | spans,
).flatmap(
    lambda query: st.builds(
        MetricQuery,
        *map(st.just, (query.metrics, query.group_by, query.filters, query.period, query.compare_to)),
        st.none() | st.builds(Sort, st.sampled_from(query.metrics), st.just(Direction.ASC)),
        st.sampled_from([None, 5]),
    )
)


def filled(query: MetricQuery) -> Fields:
    """What the dialog sends when nothing in it is touched."""
    texts: dict[str, str] = {}
    several: dict[str, tuple[str, ...]] = {}
    for block in question_modals.edit(query, 7)["blocks"]:  # type: ignore[attr-defined]
        element = block["element"]
        if "initial_options" in element:
            several[block["block_id"]] = tuple(each["value"] for each in element["initial_options"])
        elif "initial_option" in element:
            texts[block["block_id"]] = element["initial_option"]["value"]
        elif "initial_value" in element:
            texts[block["block_id"]] = element["initial_value"]
    return question_modals.read(texts, several)


@given(queries)
@settings(max_examples=150, deadline=None)
def test_a_dialog_that_is_sent_off_as_it_was_shown_changes_nothing(query: MetricQuery) -> None:
    found = editing.query(filled(query), query, PARSER, TODAY)
    assert isinstance(found, MetricQuery), found
    in_order = sorted(query.metrics, key=list(Metric).index)
    assert set(found.metrics) == set(in_order)
    assert (found.group_by, found.filters) == (query.group_by, query.filters)
    assert found.sort == query.sort
    assert (found.period, found.compare_to, found.limit) == (query.period, query.compare_to, query.limit)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        (Fields((), period="Q3"), Field.METRICS),
        (Fields(("mql_count",), period="blue"), Field.PERIOD),
        (Fields(("mql_count",), period="webinar last month"), Field.PERIOD),
        (Fields(("mql_count",), period="last month by region"), Field.PERIOD),
        (Fields(("mql_count",), compared="last month"), Field.COMPARED),
        (Fields(("mql_count",), period="Q2", compared="by region"), Field.COMPARED),
        (Fields(("mql_count",), filters="galaxy: far"), Field.FILTERS),
        (Fields(("mql_count",), filters="region: DACH, Mars"), Field.FILTERS),
        (Fields(("mql_count",), limit="-1"), Field.LIMIT),
        (Fields(("mql_count",), limit="0"), Field.LIMIT),
        (Fields(("open_leads",), ("week",)), Field.GROUPS),
        (Fields(("open_leads",), filters="reject reason: x"), Field.FILTERS),
    ],
)
def test_each_mistake_is_told_at_its_field(fields: Fields, wrong: Field) -> None:
    found = editing.query(fields, MetricQuery((Metric.MQL_COUNT,)), PARSER, TODAY)
    assert not isinstance(found, MetricQuery)
    assert list(found) == [wrong]


def test_words_of_periods_are_those_of_questions() -> None:
    told = Fields(("mql_count",), ("week",), period="last full month")
    found = editing.query(told, MetricQuery((Metric.MQL_COUNT,)), PARSER, TODAY)
    assert isinstance(found, MetricQuery)
    assert found.period == Period(date(2026, 8, 1), date(2026, 9, 1))
    assert found.group_by == (Unit.WEEK,)
