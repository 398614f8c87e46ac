"""Grading by hand-made cases, and beside the grading that the tests of the parser have of their own."""

import random
from typing import Any

import pytest

from bot.language import grading
from bot.language.grading import Kind
from tests.language import company
from tests.language.company import Row

PLAIN: Row = {
    "metric": "win_rate",
    "group_by": [],
    "filters": {},
    "period": {"start": "2026-01-01", "end": "2026-02-01"},
    "compare_to": None,
    "sort": None,
    "limit": None,
}
RANKED = PLAIN | {"group_by": ["source"], "sort": {"by": "win_rate", "dir": "desc"}, "limit": 3}
BOTH = PLAIN | {"metric": ["win_rate", "mql_count"], "group_by": ["week", "source"]}
FILTERED = PLAIN | {"filters": {"region": ["DACH", "Iberia"]}}

CASES: dict[str, tuple[Row, Row, bool]] = {
    "the same query": (PLAIN, PLAIN, True),
    "another metric": (PLAIN, PLAIN | {"metric": "mql_count"}, False),
    "a list of one metric": (PLAIN, PLAIN | {"metric": ["win_rate"]}, True),
    "metrics and groups in another order": (
        BOTH, BOTH | {"metric": ["mql_count", "win_rate"], "group_by": ["source", "week"]}, True),
    "a metric too many": (PLAIN, BOTH | {"group_by": []}, False),
    "values in another order": (FILTERED, FILTERED | {"filters": {"region": ["Iberia", "DACH"]}}, True),
    "all but the values": (FILTERED, FILTERED | {"filters": {"region": {"not": ["Iberia", "DACH"]}}}, False),
    "a filter too many": (PLAIN, FILTERED, False),
    "another end": (PLAIN, PLAIN | {"period": {"start": "2026-01-01", "end": "2026-02-02"}}, False),
    "no period": (PLAIN, PLAIN | {"period": None}, False),
    "a comparison too many": (PLAIN, PLAIN | {"compare_to": PLAIN["period"]}, False),
    "a sort and a limit that nobody expects": (RANKED | {"sort": None, "limit": None}, RANKED, True),
    "the other direction": (RANKED, RANKED | {"sort": {"by": "win_rate", "dir": "asc"}}, False),
    "a sort by another name": (RANKED, RANKED | {"sort": {"by": "metric", "dir": "desc"}}, True),
    "no sort where one is expected": (RANKED, RANKED | {"sort": None}, False),
    "another limit": (RANKED, RANKED | {"limit": 5}, False),
    "keys left out for nothing": (PLAIN, {"metric": "win_rate", "period": PLAIN["period"]}, True),
    "a refusal with another code": ({"refuse": "pii"}, {"refuse": "forecast"}, True),
    "a question back about the same": ({"clarify": "entity"}, {"clarify": "entity", "options": []}, True),
    "a question back about something else": ({"clarify": "entity"}, {"clarify": "period"}, False),
    "a refusal instead of a question back": ({"clarify": "entity"}, {"refuse": "pii"}, False),
    "a question back instead of an answer": (PLAIN, {"clarify": "metric"}, False),
    "an answer instead of a refusal": ({"refuse": "pii"}, PLAIN, False),
}  # fmt: skip


@pytest.mark.parametrize(("expected", "told", "right"), CASES.values(), ids=CASES.keys())
def test_a_prediction_is_right_or_wrong(expected: Row, told: Row, right: bool) -> None:
    found = grading.mark([expected], told)
    assert found.right is right
    assert found.silent is (not right and "metric" in told)


def test_any_of_the_expectations_will_do_and_the_first_tells_what_is_wanted() -> None:
    found = grading.mark([{"clarify": "entity"}, PLAIN], PLAIN)
    assert (found.right, found.wanted, found.told) == (True, Kind.CLARIFY, Kind.ANSWER)


def test_the_parts_are_those_beside_the_nearest_expectation() -> None:
    told = RANKED | {"limit": 5}
    assert [name for name, agrees in grading.mark([FILTERED, RANKED], told).parts.items() if not agrees] == [
        "limit"
    ]


def test_the_grade_counts_what_the_marks_say() -> None:
    rows: list[tuple[str, str, list[Row], Row]] = [
        ("a", "simple", [PLAIN], PLAIN),
        ("b", "simple", [PLAIN], {"clarify": "metric"}),
        ("c", "simple", [PLAIN], BOTH),
        ("d", "refuse", [{"refuse": "pii"}], PLAIN),
        ("e", "refuse", [{"refuse": "pii"}, {"refuse": "forecast"}], {"refuse": "forecast"}),
        ("f", "refuse", [{"refuse": "pii"}], {"refuse": "forecast"}),
        ("g", "", [PLAIN, {"refuse": "pii"}], {"refuse": "pii"}),
    ]
    found = grading.grade((row, name, grading.mark(expected, told)) for row, name, expected, told in rows)
    assert (found.total, found.right) == (7, 4)
    assert (found.silent, found.unrefused, found.unanswered) == (["c", "d"], ["d"], ["b", "g"])
    assert found.codes == (1, 2)
    assert found.told == {Kind.ANSWER: 3, Kind.REFUSE: 3, Kind.CLARIFY: 1}
    assert found.categories == {"": (1, 1), "refuse": (2, 3), "simple": (1, 3)}
    assert (found.parts["metric"], found.parts["group_by"], found.parts["period"]) == ((1, 2), (1, 2), (2, 2))


def test_two_graders_agree_on_answers_that_were_mixed_up() -> None:
    luck = random.Random(11)
    answers = [company.answer(row) for row in company.rows()]
    for row, own in zip(company.rows(), answers, strict=True):
        for told in (own, luck.choice(answers), mixed(own, luck.choice(answers), luck)):
            found = grading.mark([row["expect"], *row.get("accept_also", [])], told)
            assert found.right == company.right(row, told), (row["asked"], told)


def mixed(one: Row, other: Row, luck: random.Random) -> Row:
    """An answer with one part of another."""
    if "metric" not in one or "metric" not in other:
        return one
    part: Any = luck.choice(list(PLAIN))
    return one | {part: other[part]}
