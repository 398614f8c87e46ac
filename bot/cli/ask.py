"""`handoff ask`: a question in plain words, answered from the stored data; or a file of them, only parsed."""

import argparse
import asyncio
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from bot import parts
from bot.agreement_file import Loaded
from bot.cli import output, question_file, setting
from bot.cli.question_file import QuestionFileError
from bot.cli.setting import Commands
from bot.config import Settings
from bot.domain import query_document
from bot.domain.figure import Answer
from bot.domain.lead import FieldError
from bot.domain.period import DAY, midnight
from bot.domain.query import MetricQuery
from bot.language import replies
from bot.language.outcome import Outcome, Query
from bot.language.parser import Parser
from bot.services.interpreter import Interpretation
from bot.views import answers
from digests import answer_document
from storage.database import Database

_NOT_ANSWERED = 1

_Found = Answer | list[FieldError] | None


def add(commands: Commands) -> None:
    """The parser of `ask`."""
    parser = commands.add_parser(
        "ask",
        help="a question in plain words",
        description="Answer a question about the stored handoffs, such as: MQLs by source, last month. "
        "With --batch, parse a file of questions and print what each asks for.",
    )
    parser.add_argument("question", nargs="*", metavar="QUESTION", help="the question")
    parser.add_argument(
        "--as-of", type=day, metavar="DATE", help="as if it were that day, such as 2026-11-16"
    )
    parser.add_argument("--json", action="store_true", help="what was understood, and the answer, as JSON")
    parser.add_argument(
        "--batch", type=Path, metavar="FILE", help="a file of questions, one JSON object a line"
    )
    parser.add_argument(
        "--vocabulary", type=Path, metavar="FILE", help="the names that --batch may use, as JSON"
    )
    parser.set_defaults(do=ask)


def day(text: str) -> date:
    """A day as an argument."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write 2026-11-16") from error


def ask(args: argparse.Namespace) -> int:
    """Answer one question, or parse a file of them; 1 when a question is not answered."""
    if args.batch:
        return _batch(args)
    question = " ".join(args.question)
    if not question.strip():
        raise QuestionFileError("Ask something: handoff ask acceptance rate by source, last month")
    given = setting.settings()
    loaded = setting.agreement(given.agreement)
    with setting.database(given) as db:
        told, found = _answer(given, db, loaded, question, _now(db, loaded, args.as_of))
    if args.json:
        print(json.dumps(_document(question, told, found), ensure_ascii=False, indent=2))
    else:
        for line in _lines(told.outcome, found):
            print(output.safe(line))
    return 0 if isinstance(found, Answer) else _NOT_ANSWERED


def _batch(args: argparse.Namespace) -> int:
    if args.vocabulary is None:
        raise QuestionFileError("--batch needs --vocabulary: a JSON file with the names of each dimension")
    for row in question_file.predictions(args.batch, args.vocabulary):
        print(json.dumps(row, ensure_ascii=False))
    return 0


def _now(db: Database, loaded: Loaded, as_of: date | None) -> datetime:
    """The end of the day that was named, or now."""
    return midnight(as_of + DAY, loaded.agreement.zone) - DAY / 86_400 if as_of else db.now_sync()


def _answer(
    given: Settings, db: Database, loaded: Loaded, question: str, now: datetime
) -> tuple[Interpretation, _Found]:
    core = parts.core(db, loaded)
    questions, numbers = core.questions, core.numbers
    parser = db.read_sync(questions.parser)
    told = asyncio.run(_interpreted(given, parser, question, questions.day(now)))
    outcome = told.outcome
    if not isinstance(outcome, Query):
        return told, None
    sound = query_document.read(query_document.document(outcome.query))
    if not isinstance(sound, MetricQuery):
        return told, sound
    return told, db.read_sync(lambda tx: numbers.ask(tx, sound, now))


async def _interpreted(given: Settings, parser: Parser, question: str, today: date) -> Interpretation:
    async with parts.interpreting(given) as interpreter:
        return await interpreter.interpret(parser, question, today)


def _lines(outcome: Outcome, found: _Found) -> Iterator[str]:
    if isinstance(found, Answer):
        yield from answers.lines(found)
        return
    if outcome.readings:
        yield "Understood: " + "; ".join(f"“{each.text}” as {each.meaning}" for each in outcome.readings)
    if isinstance(outcome, Query):
        yield from (f"{each.path} {each.problem}".strip() for each in found or [])
        return
    said = replies.reply(outcome)
    yield said.text
    yield from (f"  {suggestion}" for suggestion in said.suggestions)


def _document(question: str, told: Interpretation, found: _Found) -> dict[str, object]:
    outcome = told.outcome
    understood = [{"text": each.text, "meaning": each.meaning} for each in outcome.readings]
    document: dict[str, object] = {
        "asked": question,
        "understood": understood,
        "unexplained": list(outcome.unexplained),
    }
    document |= {"outcome": question_file.prediction(outcome)}
    document |= {"model": asdict(told.call)} if told.call else {}
    if isinstance(found, Answer):
        return document | {"answer": answer_document.document(found)}
    if isinstance(outcome, Query):
        return document | {"problems": [f"{each.path} {each.problem}".strip() for each in found or []]}
    said = replies.reply(outcome)
    return document | {"text": said.text, "suggestions": list(said.suggestions)}
