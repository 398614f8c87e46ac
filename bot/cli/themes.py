"""`handoff themes`: tag a file of comments, or score the tags against a labelled one."""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.cli import theme_file
from bot.cli.setting import Commands
from bot.cli.theme_file import Labelled
from bot.domain.theme import USUAL
from bot.themes import scoring
from bot.themes.scoring import Labels, Score
from bot.themes.tagger import Tagger, Tags


def add(commands: Commands) -> None:
    """The parser of `themes`."""
    parser = commands.add_parser("themes", help="themes and competitors of comments in a file")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    tagging = actions.add_parser("tag", help="print the labels and competitors of each comment")
    tagging.add_argument(
        "--batch", type=Path, required=True, metavar="FILE", help="JSON lines of id and text"
    )
    tagging.set_defaults(do=tag)
    evaluating = actions.add_parser("evaluate", help="precision, recall and kappa on a labelled file")
    evaluating.add_argument(
        "file", type=Path, metavar="FILE", help="JSON lines of id, text, labels, competitors"
    )
    evaluating.set_defaults(do=evaluate)
    for one in (tagging, evaluating):
        one.add_argument(
            "--competitors", type=Path, metavar="FILE", help="name, aliases and rule of each, as JSON"
        )


def tag(args: argparse.Namespace) -> int:
    """Print one JSON object a comment."""
    tagger = Tagger(competitors=theme_file.competitors(args.competitors))
    for number, text in theme_file.comments(args.batch):
        found = tagger.tag(text)
        row = {"id": number, "labels": list(found.labels), "competitors": list(found.competitors)}
        print(json.dumps(row, ensure_ascii=False))
    return 0


def evaluate(args: argparse.Namespace) -> int:
    """Print the scores, strict and lenient."""
    tagger = Tagger(competitors=theme_file.competitors(args.competitors))
    rows = theme_file.labelled(args.file)
    found = [tagger.tag(row.text) for row in rows]
    for line in _report(rows, found):
        print(line)
    return 0


def _report(rows: Sequence[Labelled], found: Sequence[Tags]) -> Iterator[str]:
    told = [frozenset(tags.labels) for tags in found]
    strict = [(one, row.accepted[0]) for one, row in zip(told, rows, strict=True)]
    lenient = [(one, scoring.nearest(one, row.accepted)) for one, row in zip(told, rows, strict=True)]
    yield f"{len(rows)} comments"
    yield from _table("strict", strict)
    yield from _table("lenient", lenient)
    chatter = [one for one, row in zip(told, rows, strict=True) if not row.accepted[0]]
    yield f"chatter left alone: {sum(not one for one in chatter)} of {len(chatter)}"
    named = [frozenset(tags.competitors) == row.competitors for tags, row in zip(found, rows, strict=True)]
    yield f"competitors right: {sum(named)} of {len(named)}"


def _table(title: str, pairs: Sequence[tuple[Labels, Labels]]) -> Iterator[str]:
    scores = {theme.key: scoring.score(pairs, theme.key) for theme in USUAL}
    yield f"{title:<24}{'precision':>10}{'recall':>10}{'kappa':>10}{'right':>7}{'wrong':>7}{'missed':>8}"
    for name, one in (*scores.items(), ("micro", scoring.micro(scores.values()))):
        yield _line(name, one)


def _line(name: str, one: Score) -> str:
    shown = "".join(_share(value) for value in (one.precision, one.recall, one.kappa))
    return f"  {name:<22}{shown}{one.right:>7}{one.wrong:>7}{one.missed:>8}"


def _share(value: float | None) -> str:
    return f"{'-' if value is None else format(value, '.3f'):>10}"
