"""`handoff import`: leads from a CSV file or from JSON lines."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from bot import app, sources
from bot.agreement_file import Loaded
from bot.agreement_file.report import suggest
from bot.cli import output, setting
from bot.cli.setting import Commands
from bot.domain.errors import ConfigError
from bot.gateways import tabular
from bot.services import imports
from bot.services.imports import Bad, Mode, Order, Rehearsal, Report
from bot.services.intake import Intake, Reader
from storage.database import Database

_INTERRUPTED = 130
_WORDS: Mapping[str, str] = {
    "opened": "opened: a handoff each",
    "updated": "updated: the person was known",
    "nothing new": "nothing new: the person was known, and all of it",
    "cooling down": "cooling down: rejected lately, kept and not handed off again",
    "unknown person": "unknown person: about somebody who was never handed off",
    "ignored": "ignored: the mapping wants nothing of them",
    "erased before": "erased before: the person asked to be forgotten",
    "dead": "bad: listed below",
}


def add(commands: Commands) -> None:
    """The parser of `import`."""
    parser = commands.add_parser(
        "import",
        help="bring in leads from a file",
        description="Bring in leads from a CSV file, or from JSON lines. The same file again goes on where "
        "it stopped and repeats nothing. Bad rows are named and kept for `handoff events`; they do not "
        "change the exit code.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--source", required=True, help="a source of the agreement file; its mapping reads the rows"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    parser.add_argument(
        "--post",
        type=Mode,
        choices=list(Mode),
        default=Mode.DIGEST,
        metavar="WHAT",
        help="none, digest (one summary card, the default), or cards (one for each lead)",
    )
    parser.add_argument("--encoding", help="such as cp1252; found out when left out")
    parser.set_defaults(do=bring_in)


def bring_in(args: argparse.Namespace) -> int:
    """Import the file, or rehearse it; bad rows are reported and are no failure of the command."""
    given = setting.settings()
    loaded = setting.agreement(given.agreement)
    order = Order(args.file, args.source, args.post, args.encoding)
    read = _reader(loaded, order)
    if args.dry_run:
        with _progress(order.path) as progress:
            found = imports.rehearse(order, read, datetime.now(UTC), progress)
        _print(_rehearsed(found, order))
        return 0
    with setting.database(given) as db:
        setting.remember(db, given.agreement, loaded)
        return _run(db, loaded, order)


def _run(db: Database, loaded: Loaded, order: Order) -> int:
    clocks, readers = app.core(db, loaded).clocks, sources.readers(loaded.sources)
    # The running bot looks every second, so nobody is woken from here.
    intake = Intake(db, loaded.agreement, clocks, readers, wake=lambda: None)
    channel = loaded.agreement.channels.handoffs
    try:
        with _progress(order.path) as progress:
            report = asyncio.run(imports.bring_in(db, intake, order, channel, progress))
    except KeyboardInterrupt:
        print("Stopped. The same command goes on where it stopped.", file=sys.stderr)
        return _INTERRUPTED
    _print(_told(report, order))
    return 0


def _reader(loaded: Loaded, order: Order) -> Reader:
    """How the source's rows are read; raises ConfigError for a source that cannot read this file."""
    source = loaded.sources.get(order.source)
    if source is None:
        hint = suggest(order.source, loaded.sources)
        raise ConfigError(f'There is no source "{order.source}" in the agreement file; {hint}')
    layout = tabular.inspect(order.path, order.encoding)
    if source.mapping is None and layout.delimiter is not None:
        raise ConfigError(
            f'The source "{order.source}" has no mapping, so columns mean nothing to it: give it one in the '
            'agreement file, such as mapping = "leads-csv", or import JSON lines.'
        )
    return sources.readers({order.source: source})[order.source]


def _rehearsed(found: Rehearsal, order: Order) -> Iterator[str]:
    yield f"{output.one_line(order.path.name)}: {output.counted(found.rows, 'row')}. Nothing was written."
    for kind, count in found.events.most_common():
        yield f"  {count:>7,} would be taken as {kind}"
    if found.again:
        yield f"          ({found.again:,} of them about somebody whom an earlier row is about)"
    if found.ignored:
        yield f"  {found.ignored:>7,} would be ignored by the mapping"
    if found.bad:
        yield f"  {len(found.bad):>7,} bad: listed below"
    yield from _bad(found.bad)


def _told(report: Report, order: Order) -> Iterator[str]:
    yield f"{output.one_line(order.path.name)}: {output.counted(report.rows, 'row')}, blank ones not counted."
    for outcome, count in sorted(report.outcomes.items(), key=lambda pair: (pair[0] == "dead", -pair[1])):
        yield f"  {count:>7,} {_WORDS.get(outcome, outcome)}"
    if report.repeated:
        yield f"{report.repeated:,} of them had been brought in before and were not repeated."
    if report.mode is not order.mode:
        yield f"The first import of this file was made with --post {report.mode}, and that holds."
    yield from _bad(report.bad)
    if any(bad.event for bad in report.bad):
        yield "They are kept: see `handoff events show ID`, and after a correction of the mapping"
        yield "`handoff events replay ID`. Rows that you mend in the file are taken from the mended file."


def _bad(rows: "list[Bad] | tuple[Bad, ...]") -> Iterator[str]:
    if rows:
        yield ""
        yield "Bad rows:"
    for bad in rows:
        event = f"  [event {bad.event}]" if bad.event else ""
        yield f"  line {bad.line}: {output.one_line(bad.reason, 400)}{event}"


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        print(line)


@contextmanager
def _progress(path: Path) -> Iterator[Callable[[int], None]]:
    """A bar that moves with the bytes that were read, if somebody watches."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda read: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Importing", total=tabular.count_bytes(path))
        yield lambda read: bar.update(task, completed=read)
