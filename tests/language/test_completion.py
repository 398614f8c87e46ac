"""What somebody answers to a question back is put into their question, and never takes away what it said."""

from datetime import date

import pytest

from bot.domain.metric import Dimension
from bot.language import completion
from bot.language.outcome import Clarification, Query
from bot.language.parser import Parser
from bot.language.vocabulary import Vocabulary

TODAY = date(2026, 9, 16)
PARSER = Parser(
    Vocabulary(
        {
            Dimension.OWNER: ["James Whitfield", "James O'Connor"],
            Dimension.SOURCE: ["webinar", "paid_search"],
            Dimension.CAMPAIGN: ["Glow Summit"],
        }
    )
)


def understood(question: str, answer: str) -> Query | None:
    """The first completion that is understood in full."""
    asked = PARSER.parse(question, TODAY)
    assert isinstance(asked, Clarification)
    for wording in completion.completed(question, asked, answer):
        outcome = PARSER.parse(wording, TODAY)
        if isinstance(outcome, Query):
            return outcome
    return None


@pytest.mark.parametrize(
    ("question", "answer", "whole"),
    [
        ("SLA for James this month", "James Whitfield", "SLA for James Whitfield this month"),
        ("acceptance on 05/06/2026", "2026-06-05", "acceptance on 2026-06-05"),
        ("how are we doing?", "acceptance rate last month", "acceptance rate last month"),
        ("MQLs from the Globex campaign last week", "Glow Summit", "MQLs from Glow Summit last week"),
        ("now by source", "MQLs in Q2", "MQLs by source in Q2"),
    ],
)
def test_an_answer_completes_the_question(question: str, answer: str, whole: str) -> None:
    found, wanted = understood(question, answer), PARSER.parse(whole, TODAY)
    assert isinstance(wanted, Query)
    assert found is not None
    assert found.query == wanted.query


def test_a_figure_does_not_take_the_place_of_an_unknown_name() -> None:
    assert understood("what's the rate for podcasts this week", "acceptance") is None


def test_no_answer_is_no_completion() -> None:
    assert understood("SLA for James this month", "the tall one") is None
