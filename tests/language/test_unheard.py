"""Questions with words that the grammar lacks: alone it asks back, with a good model it answers most of them.

`unheard.jsonl` is a question file; beside it each row has the form that a good model fills. A bad one, which
overlooks a name or puts it aside, must not bring about a single wrong answer.
"""

import copy
import functools
import json
import random
from collections.abc import Callable
from typing import Any

import pydantic
import pytest

from bot.cli import question_file
from bot.language import grading, settling
from bot.language.form import Form
from bot.language.grading import Mark
from tests.language import company
from tests.language.company import Row

FORM = pydantic.TypeAdapter(Form)


@functools.cache
def rows() -> tuple[Row, ...]:
    """The file."""
    return tuple(
        json.loads(line) for line in (company.HERE / "unheard.jsonl").read_text("utf-8").splitlines()
    )


def graded(row: Row, form: dict[str, Any] | None) -> Mark:
    """The mark for a row, with a form or without."""
    parser, asked = company.parser(), row["asked"]
    study = parser.study(asked, company.TODAY)
    outcome = study.outcome
    if form is not None and study.left:
        outcome = settling.settle(FORM.validate_python(form), study, parser, asked, company.TODAY)
    return grading.mark([row["expect"], *row.get("accept_also", [])], question_file.prediction(outcome))


def test_the_grammar_alone_answers_hardly_any_and_none_wrongly() -> None:
    marks = [graded(row, None) for row in rows()]
    assert not [row["asked"] for row, mark in zip(rows(), marks, strict=True) if mark.silent]
    assert sum(mark.right for mark in marks) <= 0.3 * len(marks)


def test_with_a_good_model_nine_of_ten_are_right_and_none_is_silently_wrong() -> None:
    marks = [graded(row, row["form"]) for row in rows()]
    assert sum(mark.right for mark in marks) >= 0.9 * len(marks)
    assert not any(mark.silent for mark in marks)


def without_a_name(form: dict[str, Any], asked: str, luck: random.Random) -> None:
    form["names"] = form["names"][1:]


def name_aside(form: dict[str, Any], asked: str, luck: random.Random) -> None:
    form["aside"] += [name["words"] for name in form["names"]]
    form["names"] = []


def name_as_figure(form: dict[str, Any], asked: str, luck: random.Random) -> None:
    form["metrics"] = [{"metric": "acceptance_rate", "words": name["words"]} for name in form["names"]]
    form["names"] = []


def without_period(form: dict[str, Any], asked: str, luck: random.Random) -> None:
    form["period"] = None


def without_breakdown(form: dict[str, Any], asked: str, luck: random.Random) -> None:
    form["groups"] = []


def excluding(form: dict[str, Any], asked: str, luck: random.Random) -> None:
    for name in form["names"]:
        name["negation"] = None if name["negation"] else luck.choice(asked.split())


def more_aside(form: dict[str, Any], asked: str, luck: random.Random) -> None:
    form["aside"] += luck.sample(asked.split(), 2)


BAD = (without_a_name, name_aside, name_as_figure, without_period, without_breakdown, excluding, more_aside)


@pytest.mark.parametrize("spoil", BAD)
def test_a_careless_model_makes_no_wrong_answer(
    spoil: Callable[[dict[str, Any], str, random.Random], None],
) -> None:
    luck = random.Random(3)
    for row in rows():
        for _ in range(3):
            form = copy.deepcopy(row["form"])
            spoil(form, row["asked"], luck)
            assert not graded(row, form).silent, (row["asked"], form)
