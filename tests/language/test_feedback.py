"""Questions about feedback and its themes; what else they might mean keeps its meaning."""

from datetime import date

import pytest

from bot.domain import query_document
from bot.domain.metric import Dimension, Metric
from bot.domain.query import MetricQuery
from bot.domain.theme import USUAL
from bot.language.outcome import Query, Refusal
from bot.language.parser import Parser
from bot.language.refusals import Code
from bot.language.replies import reply
from bot.language.vocabulary import Vocabulary

TODAY = date(2026, 11, 18)  # a Wednesday
NAMES = {
    Dimension.CAMPAIGN: ["Webinar Series", "Spring Launch", "Customer Day"],
    Dimension.SOURCE: ["webinar", "paid_search"],
    Dimension.REGION: ["EMEA", "APAC"],
    Dimension.PERSONA: ["CIO"],
    Dimension.OWNER: ["Ana Lima"],
    Dimension.REJECT_REASON: ["no_budget", "bad_timing", "bad_data"],
}
PLAIN = Parser(Vocabulary(NAMES))
PARSER = Parser(
    Vocabulary(
        {**NAMES, Dimension.THEME: [theme.key for theme in USUAL]},
        more={Dimension.THEME: {theme.key: theme.label for theme in USUAL}},
    )
)
Q3 = {"start": "2026-07-01", "end": "2026-10-01"}
OCTOBER = {"start": "2026-10-01", "end": "2026-11-01"}


def told(text: str, context: MetricQuery | None = None) -> dict[str, object]:
    """What a question asks for, without what it leaves out."""
    found = PARSER.parse(text, TODAY, context)
    assert isinstance(found, Query), found
    return {key: value for key, value in query_document.document(found.query).items() if value}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("feedback by theme last month", {"group_by": ["theme"], "period": OCTOBER}),
        (
            "how often did sales say wrong persona in Q3 for the webinar campaign",
            {"filters": {"theme": ["wrong_persona"], "source": ["webinar"]}, "period": Q3},
        ),
        (
            "how often did sales say wrong person last month",
            {"filters": {"theme": ["wrong_persona"]}, "period": OCTOBER},
        ),
        (
            "feedback about no budget by campaign, last quarter",
            {"filters": {"theme": ["no_budget"]}, "group_by": ["campaign"], "period": Q3},
        ),
        (
            "top 3 themes last month",
            {
                "group_by": ["theme"],
                "period": OCTOBER,
                "sort": {"by": "feedback_count", "dir": "desc"},
                "limit": 3,
            },
        ),
        (
            "comments on the Spring Launch by theme",
            {"filters": {"campaign": ["Spring Launch"]}, "group_by": ["theme"]},
        ),
        (
            "feedback without no budget last month",
            {"filters": {"theme": {"not": ["no_budget"]}}, "period": OCTOBER},
        ),
        (
            "complaints about bad data by region in October",
            {"filters": {"theme": ["bad_contact_data"]}, "group_by": ["region"], "period": OCTOBER},
        ),
        (
            "wrong persona vs no budget feedback last quarter",
            {"filters": {"theme": ["wrong_persona", "no_budget"]}, "group_by": ["theme"], "period": Q3},
        ),
        ("feedback per theme per campaign", {"group_by": ["theme", "campaign"]}),
        ("themes by month", {"group_by": ["theme", "month"]}),
    ],
)  # fmt: skip
def test_themes_are_asked_for_in_plain_words(text: str, wanted: dict[str, object]) -> None:
    assert told(text) == {"metric": "feedback_count", **wanted}


def test_a_theme_can_be_named_in_the_next_turn() -> None:
    before = MetricQuery((Metric.FEEDBACK_COUNT,))
    assert told("what about bad timing?", before)["filters"] == {"theme": ["bad_timing"]}
    assert told("and by theme", before)["group_by"] == ["theme"]


@pytest.mark.parametrize(
    "text",
    [
        *("feedback by Ana Lima last month", "how many comments did Ana Lima make in Q3"),
        *("Ana Lima's comments", "who said no budget most often", "how often did Ana Lima say wrong persona"),
        *("comments from Ana Lima", "who commented most, feedback last month", "feedback by author"),
        *("how much feedback did I give", "my feedback last month", "who gave the most feedback in Q3"),
    ],
)
def test_who_said_it_is_not_counted(text: str) -> None:
    found = PARSER.parse(text, TODAY)
    assert isinstance(found, Refusal), found
    assert found.code is Code.UNSUPPORTED_DIMENSION
    assert "not by who said it" in reply(found).text


@pytest.mark.parametrize(
    "text",
    [
        *("feedback on Ana Lima's leads last month", "feedback by rep in October", "comments for Ana Lima"),
        *("feedback on leads owned by Ana Lima", "feedback about no budget from Ana Lima's campaigns"),
    ],
)
def test_feedback_counts_by_the_owner_of_the_lead(text: str) -> None:
    assert "owner" in str(told(text))


@pytest.mark.parametrize(
    "text",
    [
        *("can I get comments by theme last month", "I want comments by theme", "which rep got comments"),
        *("which campaigns did I get comments on", "who gets comments about no budget last month"),
    ],
)
def test_whoever_asks_for_comments_says_none(text: str) -> None:
    assert told(text)["metric"] == "feedback_count"


@pytest.mark.parametrize(
    "text", ["who sent the most leads last month", "how many leads has Ana Lima sent back last month"]
)
def test_a_question_about_leads_after_one_about_feedback_is_not_about_who_said_it(text: str) -> None:
    found = PARSER.parse(text, TODAY, MetricQuery((Metric.FEEDBACK_COUNT,)))
    assert not isinstance(found, Refusal) or found.code is not Code.UNSUPPORTED_DIMENSION


@pytest.mark.parametrize(
    "text",
    [
        "rejected for no budget last month",
        "rejections because of bad timing, by region",
        "how often did sales say yes to webinar leads in Q3",
        "which reasons did Ana Lima give last month",
        "rejection rate by reason",
        "acceptance rate for Customer Day",
        "what did sales say about Spring Launch",
        "no budget last month",
        "MQLs of all other regions",
        "feedback in other regions by region",
    ],
)
def test_whatever_is_not_about_feedback_means_what_it_meant_without_themes(text: str) -> None:
    assert PARSER.parse(text, TODAY) == PLAIN.parse(text, TODAY)


def test_words_that_a_theme_shares_with_everybody_name_no_theme() -> None:
    assert told("feedback from the Customer Day")["filters"] == {"campaign": ["Customer Day"]}
