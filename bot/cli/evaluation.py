"""`handoff eval`: how well a file of questions is understood, without a language model and with one.

For each row `{id, asked, today, context?, expect, accept_also?, category?}` the outcome is graded by
`bot.language.grading`. Neither a database nor an agreement file is needed.
"""

import argparse
import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from bot import parts
from bot.cli import evaluation_table, output, question_file, setting
from bot.cli.evaluation_table import Run
from bot.cli.question_file import QuestionFileError, Row
from bot.cli.setting import Commands
from bot.config import Settings
from bot.language import grading
from bot.language.parser import Parser
from bot.services.interpreter import Call, Interpreter


def add(commands: Commands) -> None:
    """The parser of `eval`."""
    parser = commands.add_parser(
        "eval",
        help="grade a file of questions, also with the language model that is set",
        description="Read a file of questions with what is expected of each, and grade what is understood. "
        "Where OPENAI_API_KEY and OPENAI_MODEL are set, the file is read a second time with the model, which "
        "is asked about the words that the grammar lacks.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="questions, one JSON object a line")
    parser.add_argument(
        "--vocabulary", type=Path, metavar="FILE", required=True, help="the names that exist, as JSON"
    )
    parser.add_argument("--json", action="store_true", help="the grades as JSON")
    parser.set_defaults(do=evaluate)


def evaluate(args: argparse.Namespace) -> int:
    """Print the grades."""
    given, parser = setting.settings(), question_file.parser(args.vocabulary)
    rows = list(question_file.rows(args.file))
    for row in rows:
        if not row.expected:
            raise QuestionFileError(f"{args.file}: row {row.id} says in expect what is right")
    runs = asyncio.run(_runs(given, parser, rows))
    if args.json:
        print(json.dumps(evaluation_table.document(runs), ensure_ascii=False, indent=2))
    else:
        for line in evaluation_table.lines(runs):
            print(output.safe(line))
    return 0


async def _runs(given: Settings, parser: Parser, rows: Sequence[Row]) -> list[Run]:
    runs = [await _run("", Interpreter(), parser, rows)]
    if given.has_model:
        async with parts.interpreting(given) as interpreter:
            runs.append(await _run(given.openai_model or "", interpreter, parser, rows))
    return runs


async def _run(model: str, interpreter: Interpreter, parser: Parser, rows: Sequence[Row]) -> Run:
    marks: list[tuple[str, str, grading.Mark]] = []
    took: list[float] = []
    calls: list[Call] = []
    for row in rows:
        start = perf_counter()
        found = await interpreter.interpret(parser, row.asked, row.today, row.context, row.id)
        took.append(1_000 * (perf_counter() - start))
        calls += [found.call] if found.call else []
        mark = grading.mark(row.expected, question_file.prediction(found.outcome))
        marks.append((str(row.id), row.category, mark))
    return Run(model, grading.grade(marks), took, calls)
