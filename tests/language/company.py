"""A made-up company with names that look like orders, metrics and periods; and its questions, graded."""

import functools
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.cli import question_file
from bot.domain.query import MetricQuery
from bot.language import vocabulary
from bot.language.parser import Parser

HERE = Path(__file__).parent
TODAY = date(2027, 2, 24)  # a Wednesday

Row = dict[str, Any]


@functools.cache
def parser() -> Parser:
    """The parser of the company's names."""
    return Parser(vocabulary.from_document(json.loads((HERE / "vocabulary.json").read_text("utf-8"))))


@functools.cache
def rows() -> tuple[Row, ...]:
    """The question file, each row with what is expected."""
    return tuple(json.loads(line) for line in (HERE / "questions.jsonl").read_text("utf-8").splitlines())


def read(question: str, today: date = TODAY, context: MetricQuery | None = None) -> Row:
    """What a question asks for, as a question file has it; options left out."""
    found = question_file.prediction(parser().parse(question, today, context))
    found.pop("options", None)
    return found


def answer(row: Row, question: str | None = None) -> Row:
    """The same for a row, or for other words in its place."""
    day = date.fromisoformat(row["today"])
    return read(row["asked"] if question is None else question, day, question_file.context(row))


def right(row: Row, found: Row) -> bool:
    """Whether the outcome is one of those that are expected."""
    return any(_fits(wanted, found) for wanted in [row["expect"], *row.get("accept_also", [])])


def _fits(wanted: Row, found: Row) -> bool:
    if "refuse" in wanted:
        return "refuse" in found
    if "clarify" in wanted:
        return bool(found.get("clarify") == wanted["clarify"])
    return "metric" in found and all(_same(key, wanted[key], found[key]) for key in wanted)


def _same(key: str, wanted: Any, found: Any) -> bool:
    """Order means nothing; a sort or a limit that is not expected is not graded."""
    if key in ("sort", "limit") and wanted is None:
        return True
    if key == "sort":
        return bool(found and found["dir"] == wanted["dir"])
    if key in ("metric", "group_by"):
        return _set(wanted) == _set(found)
    if key == "filters":
        return _filters(wanted) == _filters(found)
    return bool(wanted == found)


def _set(value: Any) -> frozenset[str]:
    return frozenset(value if isinstance(value, list) else [value])


def _filters(value: Mapping[str, Any]) -> dict[str, tuple[bool, frozenset[str]]]:
    return {
        name: (isinstance(each, dict), _set(each["not"] if isinstance(each, dict) else each))
        for name, each in value.items()
    }
