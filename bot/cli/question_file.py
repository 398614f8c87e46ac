"""Files of questions: rows of `{id, asked, today, context?}` in, `{"id", "pred"}` out; nothing but parsing.

A prediction is a typed query, `{"refuse": code}` or `{"clarify": slot, "options": [...]}`. No network, no
database and no agreement are needed.
"""

import json
from collections.abc import Iterator, Mapping
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


def predictions(questions: Path, names: Path) -> Iterator[dict[str, object]]:
    """The prediction for each row of a file. Raises `QuestionFileError`."""
    parser = Parser(vocabulary.from_document(_object(_text(names), str(names))))
    for number, line in enumerate(_text(questions).splitlines(), 1):
        if line.strip():
            yield _predict(
                parser, _object(line, f"{questions}, line {number}"), f"{questions}, line {number}"
            )


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


def _predict(parser: Parser, row: Mapping[str, object], where: str) -> dict[str, object]:
    try:
        today = date.fromisoformat(str(row["today"]))
        asked, number = str(row["asked"]), row["id"]
    except (KeyError, ValueError) as error:
        raise QuestionFileError(f"{where}: a row has id, asked, and today as 2026-09-16 ({error})") from error
    return {"id": number, "pred": prediction(parser.parse(asked, today, context(row)))}


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
