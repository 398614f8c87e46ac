"""`handoff ask`: a question in plain words, answered from the stored data; or a file of them, only parsed."""

import argparse
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.cli.setting import Commands
from bot.domain import query_document
from bot.domain.errors import HandoffError
from bot.domain.query import MetricQuery
from bot.language import vocabulary
from bot.language.outcome import Clarification, Outcome, Query
from bot.language.parser import Parser


class BatchError(HandoffError):
    """A file of questions or names cannot be read; says which line, and what would be right."""


def add(commands: Commands) -> None:
    """The parser of `ask`."""
    parser = commands.add_parser("ask", help="a question in plain words")
    parser.add_argument("question", nargs="*", metavar="QUESTION")
    parser.add_argument("--batch", type=Path, metavar="FILE")
    parser.add_argument("--vocabulary", type=Path, metavar="FILE")
    parser.set_defaults(do=ask)


def ask(args: argparse.Namespace) -> int:
    """Answer one question, or parse a file of them."""
    with args.vocabulary.open(encoding="utf-8") as file:
        parser = Parser(vocabulary.from_document(json.load(file)))
    with args.batch.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                row = json.loads(line)
                outcome = parser.parse(row["asked"], date.fromisoformat(row["today"]), _context(row))
                print(json.dumps({"id": row["id"], "pred": predicted(outcome)}, ensure_ascii=False))
    return 0


def predicted(outcome: Outcome) -> dict[str, object]:
    """The outcome as question files have it."""
    if isinstance(outcome, Query):
        found = query_document.document(outcome.query)
        if outcome.query.sort:
            found["sort"] = {"by": "metric", "dir": str(outcome.query.sort.direction)}
        return found
    if isinstance(outcome, Clarification):
        return {"clarify": str(outcome.slot), "options": list(outcome.options)}
    return {"refuse": str(outcome.code)}


def _context(row: Mapping[str, object]) -> MetricQuery | None:
    turns = row.get("context")
    for turn in reversed(turns if isinstance(turns, list) else []):
        said = turn.get("expect") or turn.get("query") or turn.get("pred") or {}
        if "metric" in said:
            document = dict(said)
            metrics = document["metric"]
            first = metrics[0] if isinstance(metrics, list) else metrics
            if document.get("sort"):
                document["sort"] = {**document["sort"], "by": first}
            found = query_document.read(document)
            return found if isinstance(found, MetricQuery) else None
    return None
