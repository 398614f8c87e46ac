"""`handoff import`: leads, or what became of them, from a CSV file or from JSON lines."""

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot import parts, sources
from bot.agreement_file import Loaded
from bot.cli import import_history, import_report, progress, setting
from bot.cli.setting import Commands
from bot.domain.errors import ConfigError
from bot.gateways import tabular
from bot.services import imports
from bot.services.imports import Mode, Order
from bot.services.intake import Intake, Reader
from storage.database import Database


def add(commands: Commands) -> None:
    """The parser of `import`."""
    parser = commands.add_parser(
        "import",
        help="bring in leads, what became of them, or past handoffs, from a file",
        description="Bring in leads from a CSV file, or from JSON lines. The same file again goes on where "
        "it stopped and repeats nothing. Bad rows are named and kept for `handoff events`; they do not "
        "change the exit code.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--source", help="a source of the agreement file; its mapping reads the rows")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument(
        "--outcomes",
        action="store_true",
        help="the file tells what became of leads; without --source the mapping outcomes-csv reads it",
    )
    kind.add_argument(
        "--history",
        action="store_true",
        help="the file tells of past handoffs, which are counted and neither posted nor owed; without "
        "--source or --mapping the mapping history-csv reads it",
    )
    parser.add_argument("--mapping", help="with --history: the mapping file, or the name of a shipped one")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    parser.add_argument(
        "--post",
        type=Mode,
        choices=list(Mode),
        metavar="WHAT",
        help="none (the default with --outcomes), digest (one summary card, else the default), or cards "
        "(one for each lead)",
    )
    parser.add_argument("--encoding", help="such as cp1252; found out when left out")
    parser.set_defaults(do=bring_in)


def bring_in(args: argparse.Namespace) -> int:
    """Import the file, or rehearse it; bad rows are reported and are no failure of the command."""
    given = setting.settings()
    loaded = setting.agreement(given.agreement)
    if args.history:
        return import_history.bring_in(args, given, loaded)
    order = _order(args)
    read = _reader(loaded, order)
    if args.dry_run:
        with progress.bar(order.path) as moved:
            found = imports.rehearse(order, read, datetime.now(UTC), moved)
        import_report.say(import_report.rehearsed(found, order))
        return 0
    with setting.database(given) as db:
        setting.remember(db, given.agreement, loaded)
        return _run(db, loaded, order)


def _order(args: argparse.Namespace) -> Order:
    if args.mapping:
        raise ConfigError("--mapping goes with --history; other files are read by the mapping of --source.")
    source = args.source or (sources.OUTCOMES if args.outcomes else None)
    if source is None:
        raise ConfigError("Say with --source which source of the agreement file the file comes from.")
    mode = args.post or (Mode.NONE if args.outcomes else Mode.DIGEST)
    return Order(args.file, source, mode, args.encoding)


def _run(db: Database, loaded: Loaded, order: Order) -> int:
    clocks, readers = parts.core(db, loaded).clocks, sources.readers(loaded.sources)
    # The running bot looks every second, so nobody is woken from here.
    intake = Intake(db, loaded.agreement, clocks, readers, wake=lambda: None)
    channel = loaded.agreement.channels.handoffs
    try:
        with progress.bar(order.path) as moved:
            report = asyncio.run(imports.bring_in(db, intake, order, channel, moved))
    except KeyboardInterrupt:
        print("Stopped. The same command goes on where it stopped.", file=sys.stderr)
        return progress.INTERRUPTED
    import_report.say(import_report.told(report, order))
    return 0


def _reader(loaded: Loaded, order: Order) -> Reader:
    """How the source's rows are read; raises ConfigError for a source that cannot read this file."""
    known = sources.known(loaded.sources)
    source = known.get(order.source)
    if source is None:
        raise sources.unknown(loaded, order.source)
    layout = tabular.inspect(order.path, order.encoding)
    if source.mapping is None and layout.delimiter is not None:
        raise ConfigError(
            f'The source "{order.source}" has no mapping, so columns mean nothing to it: give it one in the '
            'agreement file, such as mapping = "leads-csv", or import JSON lines.'
        )
    return sources.readers({order.source: source})[order.source]
