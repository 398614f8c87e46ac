"""Files of questions: rows of `{id, asked, today, context?}` in, `{"id", "pred"}` out; nothing but parsing.

A prediction is a typed query, `{"refuse": code}` or `{"clarify": slot, "options": [...]}`. No network, no
database and no agreement are needed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.domain import query_document
from bot.domain.errors import HandoffError
from bot.domain.query import MetricQuery
from bot.language import vocabulary
from bot.language.outcome import Clarification, Outcome, Query
from bot.language.parser import Parser


class QuestionFileError(HandoffError):
    """A file of questions or of names cannot be read; says where, and what would be right."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question; `expected` are the outcomes that are right, the first of them the best."""

    id: object
    asked: str
    today: date
    context: MetricQuery | None
    category: str
    expected: tuple[Mapping[str, object], ...]


def predictions(questions: Path, names: Path) -> Iterator[dict[str, object]]:
    """The prediction for each row of a file. Raises `QuestionFileError`."""
    known = parser(names)
    for row in rows(questions):
        yield {"id": row.id, "pred": prediction(known.parse(row.asked, row.today, row.context))}


def parser(names: Path) -> Parser:
    """The parser of the names in a file. Raises `QuestionFileError`."""
    return Parser(vocabulary.from_document(_object(_text(names), str(names))))


def rows(questions: Path) -> Iterator[Row]:
    """The rows of a file. Raises `QuestionFileError` with the line of one that is wrong."""
    for number, line in enumerate(_text(questions).splitlines(), 1):
        if line.strip():
            where = f"{questions}, line {number}"
            yield _row(_object(line, where), where)


def prediction(outcome: Outcome) -> dict[str, object]:
    """The outcome as question files have it."""
    if isinstance(outcome, Clarification):
        return {"clarify": str(outcome.slot), "options": list(outcome.options)}
    if not isinstance(outcome, Query):
        return {"refuse": str(outcome.code)}
    found = query_document.document(outcome.query)
    sort = outcome.query.sort
    return found | {"sort": {"by": "metric", "dir": str(sort.direction)} if sort else None}


def context(row: Mapping[str, object]) -> MetricQuery | None:
    """The last query of the turns before."""
    turns = row.get("context")
    for turn in reversed(turns if isinstance(turns, list) else []):
        said = turn.get("expect") or turn.get("query") if isinstance(turn, Mapping) else None
        found = _query(said) if isinstance(said, Mapping) and "metric" in said else None
        if found:
            return found
    return None


def _row(row: Mapping[str, object], where: str) -> Row:
    try:
        today = date.fromisoformat(str(row["today"]))
        asked, number = str(row["asked"]), row["id"]
    except (KeyError, ValueError) as error:
        raise QuestionFileError(f"{where}: a row has id, asked, and today as 2026-09-16 ({error})") from error
    also = row.get("accept_also")
    expected = [row.get("expect"), *(also if isinstance(also, list) else [])]
    right = tuple(each for each in expected if isinstance(each, Mapping))
    return Row(number, asked, today, context(row), str(row.get("category") or ""), right)


def _query(said: Mapping[str, object]) -> MetricQuery | None:
    """A query of a question file, where a sort is by "metric"."""
    metric, sort = said["metric"], said.get("sort")
    first = metric[0] if isinstance(metric, list) and metric else metric
    by = {"sort": {**sort, "by": first}} if isinstance(sort, Mapping) and sort.get("by") == "metric" else {}
    found = query_document.read({**said, **by})
    return found if isinstance(found, MetricQuery) else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(f"{path} cannot be read: {error}") from error


def _object(text: str, where: str) -> Mapping[str, object]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise QuestionFileError(f"{where} is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise QuestionFileError(f"{where} should be a JSON object")
    return found
