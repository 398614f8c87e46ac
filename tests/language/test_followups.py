"""A new turn changes what it names; everything else stays."""

from datetime import date

import pytest

from bot.domain import query_document
from bot.domain.query import MetricQuery
from tests.language import company
from tests.language.company import Row

BEFORE: Row = {
    "metric": "acceptance_rate",
    "group_by": ["source"],
    "filters": {"region": ["DACH"]},
    "period": {"start": "2027-01-01", "end": "2027-02-01"},
    "compare_to": None,
    "sort": None,
    "limit": None,
}
DECEMBER = {"start": "2026-12-01", "end": "2027-01-01"}
JANUARY_2026 = {"start": "2026-01-01", "end": "2026-02-01"}


def context(**changes: object) -> MetricQuery:
    found = query_document.read(BEFORE | changes)
    assert isinstance(found, MetricQuery)
    return found


def changes(turn: str, **before: object) -> Row:
    """What a turn changes of the query before."""
    found = company.read(turn, date(2027, 2, 24), context(**before))
    assert "metric" in found, (turn, found)
    return {key: value for key, value in found.items() if value != (BEFORE | before)[key]}


@pytest.mark.parametrize(
    ("turn", "wanted"),
    [
        ("and Iberia?", {"filters": {"region": ["Iberia"]}}),
        ("only Konzern", {"filters": {"region": ["DACH"], "segment": ["Konzern"]}}),
        ("include the Nordics as well", {"filters": {"region": ["DACH", "Nordics"]}}),
        ("without podcasts", {"filters": {"region": ["DACH"], "source": {"not": ["podcast"]}}}),
        ("drop the region filter", {"filters": {}}),
        ("for all regions", {"filters": {}}),
        ("and worldwide?", {"filters": {}}),
        ("what about the month before", {"period": DECEMBER}),
        ("remove all filters", {"filters": {}}),
        ("now by segment", {"group_by": ["segment"]}),
        ("also by segment", {"group_by": ["source", "segment"]}),
        ("per week", {"group_by": ["week"]}),
        ("in total", {"group_by": []}),
        ("without the breakdown", {"group_by": []}),
        ("and December?", {"period": DECEMBER}),
        ("vs the month before?", {"compare_to": DECEMBER}),
        ("vs last year?", {"compare_to": JANUARY_2026}),
        ("how does that compare to the previous month", {"compare_to": DECEMBER}),
        ("same for win rate", {"metric": "win_rate"}),
        ("also the rejection rate", {"metric": ["acceptance_rate", "rejection_rate"]}),
        ("just the top 3", {"sort": {"by": "metric", "dir": "desc"}, "limit": 3}),
        ("the worst two", {"sort": {"by": "metric", "dir": "asc"}, "limit": 2}),
        ("lowest first", {"sort": {"by": "metric", "dir": "asc"}}),
    ],
)
def test_a_turn_changes_what_it_names(turn: str, wanted: Row) -> None:
    assert changes(turn) == wanted


def test_a_comparison_moves_with_its_period() -> None:
    compared = {"compare_to": DECEMBER}
    assert changes("what about December?", **compared) == {
        "period": DECEMBER,
        "compare_to": {"start": "2026-11-01", "end": "2026-12-01"},
    }
    assert changes("drop the comparison", **compared) == {"compare_to": None}


def test_one_of_several_values_is_taken_out() -> None:
    assert changes("without DACH", filters={"region": ["DACH", "Iberia"]}) == {
        "filters": {"region": ["Iberia"]}
    }


def test_what_was_not_understood_is_asked_back_in_a_follow_up_too() -> None:
    assert company.read("and Initech?", context=context()) == {"clarify": "entity"}
    assert company.read("and Anna?", context=context()) == {"clarify": "entity"}
    assert company.read("can you predict it", context=context()) == {"refuse": "forecast"}


def test_a_follow_up_without_a_question_before_lacks_its_metric() -> None:
    assert company.read("and Iberia?") == {"clarify": "metric"}
