"""`handoff query`: one typed question about numbers, answered from the stored data."""

import argparse
import json
from collections import defaultdict
from datetime import UTC, datetime

from bot import parts
from bot.cli import output, setting
from bot.cli.setting import Commands
from bot.domain import query_document
from bot.domain.errors import HandoffError
from bot.domain.figure import Key
from bot.domain.lead import FieldError
from bot.domain.metric import Metric
from bot.domain.query import MetricQuery
from bot.services.numbers import Numbers
from bot.views import answers
from digests import answer_document
from digests.answer_document import Behind
from storage.database import Session

EXAMPLE = '{"metric": "acceptance_rate", "group_by": ["campaign"]}'


class QueryError(HandoffError):
    """The question cannot be answered as it is; says what would be right."""


def add(commands: Commands) -> None:
    """The parser of `query`."""
    parser = commands.add_parser(
        "query",
        help="a figure with everything that belongs to it",
        description="Answer one question about the stored handoffs, such as " + EXAMPLE,
        epilog=f"Metrics: {', '.join(Metric)}. docs/metrics.md has their definitions.",
    )
    parser.add_argument("query", metavar="JSON", help="the query as a JSON object")
    parser.add_argument(
        "--as-of", type=moment, metavar="TIME", help="as if it were then, such as 2026-11-16T08:00"
    )
    parser.add_argument("--json", action="store_true", help="the answer as JSON, with the handoffs behind it")
    parser.set_defaults(do=query)


def moment(text: str) -> datetime:
    """A point in time as an argument; without an offset it is UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no time; write 2026-11-16T08:00+01:00") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def query(args: argparse.Namespace) -> int:
    """Answer the query; a wrong one is told with everything that is wrong in it."""
    asked = _read(args.query)
    given = setting.settings()
    loaded = setting.agreement(given.agreement)
    with setting.database(given) as db:
        numbers, now = parts.core(db, loaded).numbers, args.as_of or db.now_sync()
        answer = db.read_sync(lambda tx: numbers.ask(tx, asked, now))
        if isinstance(answer, list):
            raise QueryError(_spelled(answer))
        if args.json:
            behind = db.read_sync(lambda tx: _behind(tx, numbers, asked, now))
            print(json.dumps(answer_document.document(answer, behind), ensure_ascii=False, indent=2))
        else:
            for line in answers.lines(answer):
                print(output.safe(line))
    return 0


def _read(text: str) -> MetricQuery:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise QueryError(f"The query is not JSON ({error}); write it like {EXAMPLE}") from error
    found = query_document.read(document)
    if isinstance(found, MetricQuery):
        return found
    raise QueryError(_spelled(found))


def _spelled(problems: list[FieldError]) -> str:
    return "\n".join(f"{each.path} {each.problem}".strip() for each in problems)


def _behind(tx: Session, numbers: Numbers, asked: MetricQuery, now: datetime) -> Behind:
    found: dict[tuple[Metric, str], dict[Key, list[int]]] = {}
    for metric in asked.metrics:
        for part in ("k", "n"):
            ids: dict[Key, list[int]] = defaultdict(list)
            for key, handoff_id in numbers.behind(tx, asked, metric, now, among=part == "n"):
                ids[key].append(handoff_id)
            found[metric, part] = ids
        messages: dict[Key, list[int]] = defaultdict(list)
        for key, item in numbers.messages_behind(tx, asked, metric, now):
            messages[key].append(item)
        found[metric, "messages"] = messages
    return found
