"""Conversations turn by turn: what was asked is never dropped on the way to an answer."""

from datetime import UTC, date, datetime

import pytest

from bot.domain import query_document
from bot.domain.asked import Asked, Place
from bot.domain.metric import Dimension
from bot.language import record
from bot.language.outcome import Clarification, Outcome, Query
from bot.language.parser import Parser
from bot.language.vocabulary import Vocabulary
from bot.services import questions

TODAY = date(2026, 9, 16)
PARSER = Parser(
    Vocabulary(
        {
            Dimension.OWNER: ["James Whitfield", "James O'Connor"],
            Dimension.SOURCE: ["webinar", "paid_search", "event"],
            Dimension.CAMPAIGN: ["Glow Summit", "Growth Summit 2025", "Growth Summit 2026"],
            Dimension.REGION: ["DACH", "EMEA"],
        }
    )
)


def talk(*said: str) -> Outcome:
    """What comes of the last of several turns; each is stored, as the worker stores it, before the next."""
    turns: list[Asked] = []
    outcome: Outcome | None = None
    for text in said:
        outcome = questions.in_conversation(PARSER, text, TODAY, turns[:20])
        document = record.write(outcome)
        at = datetime(2026, 9, 16, tzinfo=UTC)
        turns.insert(0, Asked(len(turns), Place("C1", "1", "1"), "U1", None, text, at, document))
        assert record.read(document) == outcome
    assert outcome is not None
    return outcome


def query(outcome: Outcome) -> dict[str, object]:
    """The parts of a query that are set."""
    assert isinstance(outcome, Query), outcome
    return {name: value for name, value in query_document.document(outcome.query).items() if value}


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        (("growth summit MQLs last month", "Growth Summit 2026"), "MQLs for Growth Summit 2026 last month"),
        (
            ("SLA for James from webinar last month", "whitfield", "James Whitfield"),
            "SLA for James Whitfield from webinar last month",
        ),
        (
            ("what's the rate for webinars excluding Zork", "acceptance", "DACH"),
            "acceptance for webinars excluding DACH",
        ),
        (
            ("MQLs from Globex", "last month", "Glow Summit"),
            "MQLs from Glow Summit last month",
        ),
        (("MQLs from Globex last week", "MQLs by region in Q2"), "MQLs by region in Q2"),
    ],
)
def test_answers_of_several_turns_add_up_to_the_whole_question(said: tuple[str, ...], whole: str) -> None:
    assert query(talk(*said)) == query(PARSER.parse(whole, TODAY))


def test_the_name_of_a_figure_is_no_answer_to_what_else_was_not_understood() -> None:
    more = talk("what's the rate for webinars excluding Zork", "acceptance")
    assert isinstance(more, Clarification)
    assert more.unexplained == ("Zork",)
    more = talk("MQLs from Globex last month", "by region")
    assert isinstance(more, Clarification)
    assert more.unexplained == ("Globex",)
    assert query(talk("MQLs from Globex last month", "by region", "webinar")) == query(
        PARSER.parse("MQLs from webinar last month by region", TODAY)
    )


def test_what_is_offered_is_never_a_part_of_what_was_asked_in_the_words_of_another_query() -> None:
    before = questions.context([])
    asked = PARSER.parse("MQLs from Globex on 05/06/2026", TODAY)
    assert isinstance(asked, Clarification)
    context = PARSER.parse("acceptance by region last month", TODAY)
    assert isinstance(context, Query)
    for last in (before, context.query):
        for choice in questions.choices(PARSER, "MQLs from Globex on 05/06/2026", asked, TODAY, last):
            found = PARSER.parse(choice.question, TODAY, last)
            assert isinstance(found, Query)
            assert "acceptance_rate" not in map(str, found.query.metrics)


def test_open_leads_of_the_past_are_said_not_to_be_kept() -> None:
    asked = PARSER.parse("open leads last month", TODAY)
    assert isinstance(asked, Clarification)
    offered = questions.choices(PARSER, "open leads last month", asked, TODAY, None)
    assert next(choice.question for choice in offered) == "open leads by region"


def test_somebody_who_is_mentioned_is_not_passed_over_where_they_are_meant() -> None:
    assert isinstance(PARSER.parse("<@U024BE7LH> MQLs last month", TODAY), Query)
    assert isinstance(PARSER.parse("MQLs last month <@U024BE7LH>", TODAY), Query)
    assert isinstance(PARSER.parse("MQLs for <@U024BE7LH> last month", TODAY), Clarification)


def test_thirty_turns_are_followed() -> None:
    said = ["MQLs from webinar last month", *(["and paid search?", "and event?"] * 15)]
    assert query(talk(*said)) == query(PARSER.parse("MQLs from event last month", TODAY))


def test_a_question_that_would_not_fit_into_a_button_is_not_offered() -> None:
    long = "what's the rate for webinars " + "in DACH " * 200
    asked = PARSER.parse(long, TODAY)
    assert isinstance(asked, Clarification)
    offered = list(questions.choices(PARSER, long, asked, TODAY, None))
    assert all(len(choice.question) <= questions.MOST for choice in offered)
