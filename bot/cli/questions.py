"""`handoff questions`: answers that people said are not right, and words that stand for names from now on."""

import argparse
from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.cli import output, setting
from bot.cli.setting import Commands
from bot.domain.asked import Asked
from bot.domain.errors import ConfigError
from bot.domain.metric import Dimension
from bot.services import aliasing
from bot.services.questions import Questions
from storage import aliases, questions
from storage.database import Session

_NOT_FOUND = 1


def add(commands: Commands) -> None:
    """The parsers of `questions`."""
    parser = commands.add_parser("questions", help="review what was not understood, and teach words")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    listing = verbs.add_parser("review", help="list the answers that people said are not right")
    listing.set_defaults(do=review)
    done = verbs.add_parser("reviewed", help="take questions off that list")
    done.add_argument("ids", type=setting.number, nargs="+", metavar="ID")
    done.set_defaults(do=reviewed)
    alias = verbs.add_parser("alias", help="let words stand for a name from now on")
    alias.add_argument("words", metavar="WORDS", help='such as "summit thing"')
    alias.add_argument("dimension", choices=[str(one) for one in Dimension], metavar="DIMENSION")
    alias.add_argument("value", metavar="NAME", help='such as "Growth Summit 2026"')
    alias.set_defaults(do=teach)
    known = verbs.add_parser("aliases", help="list the words that stand for names")
    known.set_defaults(do=taught)
    gone = verbs.add_parser("forget", help="let words stand for nothing again")
    gone.add_argument("words", metavar="WORDS")
    gone.set_defaults(do=unteach)


def review(_: argparse.Namespace) -> int:
    """List what is to be reviewed, each with what was understood and what was meant."""
    with setting.database(setting.settings()) as db:
        found = db.read_sync(questions.to_review)
    for one in found:
        for line in _lines(one):
            print(line)
    if not found:
        print("Nothing is to be reviewed.")
    else:
        print('Teach words: handoff questions alias "the words" campaign "The Name". Then: reviewed ID')
    return 0


def reviewed(args: argparse.Namespace) -> int:
    """Take questions off the list."""

    def work(tx: Session) -> list[int]:
        return [each for each in args.ids if questions.reviewed(tx, each, now)]

    with setting.database(setting.settings()) as db:
        now = db.now_sync()
        done = db.run_sync(work)
    print(f"{output.counted(len(done), 'question')} reviewed.")
    return 0 if len(done) == len(set(args.ids)) else _NOT_FOUND


def teach(args: argparse.Namespace) -> int:
    """Let words stand for a name."""
    given = setting.settings()
    read, dimension = Questions(setting.agreement(given.agreement).agreement), Dimension(args.dimension)
    words = " ".join(args.words.split())

    def work(tx: Session, now: datetime) -> str | None:
        wrong = aliasing.problem(read.parser(tx).vocabulary, words, dimension, args.value)
        if wrong is None:
            aliases.add(tx, words.lower(), dimension, args.value, now)
        return wrong

    with setting.database(given) as db:
        now = db.now_sync()
        wrong = db.run_sync(lambda tx: work(tx, now))
    if wrong:
        raise ConfigError(output.one_line(wrong))
    print(f"“{output.one_line(words)}” stands for {dimension} “{output.one_line(args.value)}” from now on.")
    return 0


def taught(_: argparse.Namespace) -> int:
    """List the words that stand for names."""
    with setting.database(setting.settings()) as db:
        found = db.read_sync(aliases.all_)
    for dimension, names in found.items():
        for name, words in names.items():
            print(output.one_line(f"{dimension} “{name}”: {', '.join(words)}"))
    if not found:
        print("No words were taught.")
    return 0


def unteach(args: argparse.Namespace) -> int:
    """Let words stand for nothing again."""
    words = " ".join(args.words.split()).lower()
    with setting.database(setting.settings()) as db:
        gone = db.run_sync(lambda tx: aliases.remove(tx, words))
    print(f"“{output.one_line(words)}” stands for nothing {'any more' if gone else 'as it is'}.")
    return 0 if gone else _NOT_FOUND


def _lines(one: Asked) -> Iterator[str]:
    yield f"{one.id}  {one.at:%Y-%m-%d %H:%M}  {output.one_line(one.text)}"
    yield f"    understood: {output.one_line(_outcome(one.outcome or {}))}"
    yield f"    meant: {output.one_line(one.remark or 'not said')}"


def _outcome(document: Mapping[str, object]) -> str:
    told = document.get("query") or document.get("refuse") or document.get("clarify") or "nothing"
    unexplained = document.get("unexplained")
    words = f"; not understood: {unexplained}" if unexplained else ""
    return f"{told}{words}"
