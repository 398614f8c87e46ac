"""Turns of speech in which names, units and periods come: transcribed, possessive, replaced, in full."""

from datetime import date
from typing import Any

import pytest

from bot.cli import question_file
from bot.domain import query_document
from bot.domain.metric import Dimension
from bot.domain.query import MetricQuery
from bot.language.parser import Parser
from bot.language.vocabulary import Vocabulary

TODAY = date(2026, 11, 18)  # a Wednesday
OCTOBER = {"start": "2026-10-01", "end": "2026-11-01"}
SEPTEMBER = {"start": "2026-09-01", "end": "2026-10-01"}
READER = Parser(
    Vocabulary(
        {
            Dimension.CAMPAIGN: [
                "Grüne Küche für Späteinsteiger",
                "Łódź na co dzień",
                "Fête d'été",
                "Reset Week",
            ],
            Dimension.OWNER: ["June Hall", "Chase Ortiz", "Mark Sørensen", "Jürgen Weiß", "Anna Mueller"],
            Dimension.REGION: ["Nordics", "Iberia"],
            Dimension.SOURCE: ["webinar", "radio"],
            Dimension.SCORE_BAND: ["A", "B", "C"],
            Dimension.REJECT_REASON: ["no_feed", "too_late"],
        }
    )
)


def read(question: str, context: MetricQuery | None = None) -> dict[str, Any]:
    return dict(question_file.prediction(READER.parse(question, TODAY, context)))


def before(**changes: object) -> MetricQuery:
    told: dict[str, object] = {
        "metric": "acceptance_rate", "group_by": [], "filters": {"region": ["Nordics"]}, "period": OCTOBER,
        "compare_to": None, "sort": None, "limit": None,
    }  # fmt: skip
    found = query_document.read(told | changes)
    assert isinstance(found, MetricQuery)
    return found


@pytest.mark.parametrize(
    ("said", "filters"),
    [
        ("gruene kueche fuer spaeteinsteiger mqls", {"campaign": ["Grüne Küche für Späteinsteiger"]}),
        ("GRUNE KUCHE FUR SPATEINSTEIGER MQLS", {"campaign": ["Grüne Küche für Späteinsteiger"]}),
        ("MQLs from lodz na co dzien", {"campaign": ["Łódź na co dzień"]}),
        ("MQLs from fete d'ete", {"campaign": ["Fête d'été"]}),
        ("MQLs of Soerensen", {"owner": ["Mark Sørensen"]}),
        ("MQLs of Sorensen", {"owner": ["Mark Sørensen"]}),
        ("MQLs of Juergen Weiss", {"owner": ["Jürgen Weiß"]}),
        ("MQLs of Anna Müller", {"owner": ["Anna Mueller"]}),
    ],
)
def test_letters_that_a_keyboard_lacks_are_no_obstacle(said: str, filters: dict[str, list[str]]) -> None:
    assert read(said)["filters"] == filters


@pytest.mark.parametrize("said", ["June's MQLs in October", "June's MQLs for the month of October"])
def test_a_person_called_like_a_month_is_one_beside_another_period(said: str) -> None:
    found = read(said)
    assert (found["filters"], found["period"]) == ({"owner": ["June Hall"]}, OCTOBER)


@pytest.mark.parametrize("said", ["June's MQLs", "June's MQLs vs October"])
def test_alone_or_compared_with_a_month_it_is_asked_back(said: str) -> None:
    assert read(said)["clarify"] == "entity"


def test_a_verb_behind_a_preposition_is_somebody() -> None:
    assert read("and for Mark", before())["filters"] == {"region": ["Nordics"], "owner": ["Mark Sørensen"]}
    assert read("what about Chase's", before())["filters"]["owner"] == ["Chase Ortiz"]


@pytest.mark.parametrize(
    ("said", "day"),
    [("how many leads came in on Monday", "2026-11-16"), ("MQLs that got in on Friday", "2026-11-13")],
)
def test_what_came_in_on_a_weekday_came_on_the_latest_one(said: str, day: str) -> None:
    assert read(said)["period"]["start"] == day


@pytest.mark.parametrize("said", ["the same length of time before", "as many days before"])
def test_as_long_before_is_as_many_days(said: str) -> None:
    found = read(f"MQLs since 9 November against {said}")
    assert found["compare_to"] == {"start": "2026-10-30", "end": "2026-11-09"}


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("rejection rather than acceptance", {"metric": "rejection_rate"}),
        ("September instead of October", {"period": SEPTEMBER}),
        ("Iberia rather than the Nordics", {"filters": {"region": ["Iberia"]}}),
        ("instead of the Nordics, Iberia", {"filters": {"region": ["Iberia"]}}),
        ("by source rather than by region", {"group_by": ["source"]}),
        ("show weeks", {"group_by": ["week"]}),
        ("make it band C", {"filters": {"region": ["Nordics"], "score_band": ["C"]}}),
    ],
)
def test_a_turn_that_only_names_what_it_wants_changes_that(said: str, changed: dict[str, object]) -> None:
    found = read(said, before())
    assert found | changed == found


@pytest.mark.parametrize(
    "said", ["rejection rather than", "rather than the Nordics", "rather than Iberia and radio"]
)
def test_what_nothing_takes_the_place_of_is_asked_back(said: str) -> None:
    assert "clarify" in read(said, before())


def test_a_month_in_full_is_compared_whole() -> None:
    found = read(
        "compare it with last month in full", before(period={"start": "2026-11-01", "end": "2026-11-19"})
    )
    assert found["compare_to"] == OCTOBER


@pytest.mark.parametrize(
    "said", ["mean time until our reps decide", "average time before the sellers decide"]
)
def test_what_the_time_is_taken_to_is_no_period(said: str) -> None:
    found = read(said)
    assert (found["metric"], found["period"]) == ("decision_time_median", None)


def test_pieces_of_feedback_are_counted() -> None:
    assert read("how many pieces of feedback arrived in during October")["metric"] == "feedback_count"


@pytest.mark.parametrize(
    "said",
    [
        "wipe everything from Iberia", "change Chase's deadline to 3 days", "tell Mark to decide faster",
        "extend the SLA for Iberia", "hand the backlog to June Hall",
        "who is our weakest seller, we are letting one go",
        "should we let Chase go",
    ],
)  # fmt: skip
def test_orders_and_judgements_are_refused_in_other_words(said: str) -> None:
    assert "refuse" in read(said)


def test_an_order_about_other_things_is_refused_in_a_conversation() -> None:
    assert "refuse" in read("delete the failures for good", before())
    assert read("remove Wintershow", before()).get("clarify") == "entity"
