"""The parser as a whole: it never raises, never says what it does not know, and always the same."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import query_document
from bot.domain.metric import CATALOGUE, Dimension, Metric
from bot.domain.query import MetricQuery
from bot.language import replies, vocabulary
from bot.language.outcome import Clarification, Query, Refusal, Slot
from bot.language.parser import parse
from bot.language.refusals import Code
from bot.language.vocabulary import Vocabulary
from tests.language import company

SPARE = Vocabulary(dict.fromkeys(Dimension, ()))
WORDS = sorted({word for row in company.rows() for word in row["asked"].split()})
SALAD = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@given(question=st.one_of(st.text(max_size=80), SALAD), today=DAYS)
@settings(max_examples=250, deadline=None)
def test_any_text_has_an_outcome_and_the_same_one_again(question: str, today: date) -> None:
    found = company.parser().parse(question, today)
    assert found == company.parser().parse(question, today)


@given(question=SALAD, before=SALAD, today=DAYS)
@settings(max_examples=150, deadline=None)
def test_any_follow_up_has_an_outcome(question: str, before: str, today: date) -> None:
    first = company.parser().parse(before, today)
    context = first.query if isinstance(first, Query) else MetricQuery((Metric.WIN_RATE,))
    company.parser().parse(question, today, context)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?!",
        "\x00",
        "🙂",
        "a" * 5000,
        "5 " * 3000,
        "\u202eabc",
        "1/1/1/1",
        "0000-00-00",
        "MQLs 0000-05",
    ],
)
def test_odd_texts_are_no_questions(text: str) -> None:
    assert not isinstance(company.parser().parse(text, company.TODAY), Query)


@pytest.mark.parametrize("metric", list(Metric))
def test_every_metric_is_asked_for_by_its_title(metric: Metric) -> None:
    found = parse(f"{CATALOGUE[metric].title}, by campaign", company.TODAY, SPARE)
    assert isinstance(found, Query), found
    assert found.query.metrics == (metric,)


@pytest.mark.parametrize("dimension", list(Dimension))
def test_every_dimension_is_asked_for_by_its_name(dimension: Dimension) -> None:
    metric = "feedback" if dimension is Dimension.THEME else "rejection rate"
    found = parse(f"{metric} by {dimension.replace('_', ' ')}", company.TODAY, SPARE)
    assert isinstance(found, Query), found
    assert found.query.group_by == (dimension,)


def test_a_vocabulary_file_says_which_metrics_there_are() -> None:
    few = vocabulary.from_document({"metrics": ["win_rate"], "dimensions": {"region": ["EMEA"]}})
    unknown = parse("completeness", company.TODAY, few)
    assert isinstance(unknown, Refusal)
    assert unknown.code is Code.UNSUPPORTED_METRIC
    assert isinstance(parse("win rate EMEA", company.TODAY, few), Query)
    assert isinstance(parse("win rate by persona", company.TODAY, few), Refusal)


def test_what_was_understood_is_said_word_by_word() -> None:
    found = company.parser().parse("acceptance for DACH last month", company.TODAY)
    assert [(each.text, each.meaning) for each in found.readings] == [
        ("acceptance", "acceptance rate"),
        ("DACH", "region DACH"),
        ("last month", "2027-01-01 up to 2027-02-01"),
    ]


def test_an_unknown_word_is_named_with_the_nearest_names() -> None:
    found = company.parser().parse("acceptance for Logistik", company.TODAY)
    assert isinstance(found, Clarification)
    assert found.unexplained == ("Logistik",)
    assert "Logistics" in found.options


def test_every_query_can_be_written_and_read_again() -> None:
    for row in company.rows():
        found = company.parser().parse(row["asked"], date.fromisoformat(row["today"]))
        if isinstance(found, Query):
            assert (
                query_document.read(json.loads(json.dumps(query_document.document(found.query))))
                == found.query
            )


@pytest.mark.parametrize("slot", list(Slot))
def test_a_question_back_is_a_sentence_with_three_choices_at_most(slot: Slot) -> None:
    said = replies.reply(Clarification(slot, ("a", "b", "c", "d") if slot is Slot.ENTITY else ()))
    assert said.text.endswith("?")
    assert 1 <= len(said.suggestions) <= 3


@pytest.mark.parametrize("code", list(Code))
def test_a_refusal_is_a_sentence_and_says_what_can_be_asked(code: Code) -> None:
    said = replies.reply(Refusal(code))
    assert said.text.endswith(".")
    for suggestion in said.suggestions:
        assert isinstance(parse(f"MQL count {suggestion}", company.TODAY, SPARE), Query) or isinstance(
            parse(suggestion, company.TODAY, SPARE), Query
        )
