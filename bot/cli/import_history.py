"""`handoff import --history`: past handoffs, for the baseline of a new installation."""

import argparse
import asyncio
import gc
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from bot import parts, sources
from bot.agreement_file import Loaded
from bot.cli import import_report, output, progress, setting
from bot.config import Settings
from bot.domain.errors import ConfigError
from bot.domain.lead import OutcomeKind
from bot.gateways import mapping, tabular
from bot.gateways.history import Reader
from bot.services import history
from bot.services.history import Historian, Order, Rehearsal, Report
from bot.services.intake import Intake
from storage.database import Database

SHIPPED = "history-csv"
_KINDS = tuple(map(str, OutcomeKind))
_WORDS: Mapping[str, str] = {
    "open": "still open",
    "test": "tests: left out of every figure",
    "duplicate": "duplicates: left out of every figure",
    "withdrawn": "withdrawn: left out of every figure",
    "known before": "known before: the same lead, handed over at the same time",
    "ignored": "ignored: the mapping wants nothing of them",
    "erased before": "erased before: the person asked to be forgotten",
    "dead": "bad: listed below",
}


def bring_in(args: argparse.Namespace, given: Settings, loaded: Loaded) -> int:
    """Bring in the past, or rehearse that."""
    if args.post:
        raise ConfigError("--post means nothing with --history: the past is not posted.")
    order = Order(args.file, args.source or history.MODE, args.encoding)
    reader = Reader(_mapping(args, loaded), tabular.file_hash(order.path) if order.path.is_file() else "")
    if args.dry_run:
        with progress.bar(order.path) as moved:
            found = history.rehearse(order, reader, datetime.now(UTC), moved)
        import_report.say(_rehearsed(found, order))
        return 0
    with setting.database(given) as db:
        setting.remember(db, given.agreement, loaded)
        return _run(db, loaded, order, reader)


def _run(db: Database, loaded: Loaded, order: Order, reader: Reader) -> int:
    clocks, agreement = parts.core(db, loaded).clocks, loaded.agreement
    intake = Intake(db, agreement, clocks, sources.readers(loaded.sources), wake=lambda: None)
    historian = Historian(db, agreement, clocks, intake)
    try:
        with _patient(), progress.bar(order.path) as moved:
            report = asyncio.run(historian.bring_in(order, reader, moved))
    except KeyboardInterrupt:
        print("Stopped. The same command goes on where it stopped.", file=sys.stderr)
        return progress.INTERRUPTED
    import_report.say(_told(report, order))
    return 0


@contextmanager
def _patient() -> Iterator[None]:
    """A batch makes a hundred thousand objects and few cycles: looking for them takes a tenth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _mapping(args: argparse.Namespace, loaded: Loaded) -> mapping.Mapping:
    """How the rows are read; ConfigError for a mapping that does not say when they were handed over."""
    name = args.mapping or SHIPPED
    if args.source is not None and not args.mapping:
        source = loaded.sources.get(args.source)
        if source is None:
            raise sources.unknown(loaded, args.source)
        name = source.mapping or SHIPPED
    found = sources.load_mapping(name)
    if all(field.name != "handoff.handed_at" for field in found.fields):
        raise ConfigError(
            f'The mapping {name} does not say when the rows were handed over: give it "handoff.handed_at"; '
            f"{SHIPPED} is an example."
        )
    return found


def _rehearsed(found: Rehearsal, order: Order) -> Iterator[str]:
    yield f"{_title(order, found.rows)}. Nothing was written."
    yield from _counts(found.tally)
    yield from import_report.bad_rows(found.bad)
    yield from _more(found.tally, len(found.bad), order)


def _told(report: Report, order: Order) -> Iterator[str]:
    yield f"{_title(order, report.rows)}, blank ones not counted."
    yield from _counts(report.tally)
    if report.repeated:
        yield f"{report.repeated:,} of them had been brought in before: not repeated."
    if report.freed:
        yield f"Taken in after waiting for their lead: {output.counted(report.freed, 'event')}."
    yield from import_report.bad_rows(report.bad)
    yield from _more(report.tally, len(report.bad), order)


def _title(order: Order, rows: int) -> str:
    return f"{output.one_line(order.path.name)}: {output.counted(rows, 'row')} of the past"


def _counts(tally: Mapping[str, int]) -> Iterator[str]:
    rows = {name: count for name, count in tally.items() if count and name not in _KINDS}
    yield from import_report.counted(rows, _WORDS)
    told = [f"{tally[kind]:,} {kind}" for kind in _KINDS if tally.get(kind)]
    if told:
        yield f"Outcomes: {', '.join(told)}."


def _more(tally: Mapping[str, int], shown: int, order: Order) -> Iterator[str]:
    if tally.get("dead", 0) > shown:
        yield f"and {tally['dead'] - shown:,} more: `handoff events dead --source {history.label(order)}`"
    if tally.get("dead"):
        yield "Mend them in the file and bring it in again: what is known already is not repeated,"
        yield "if the rows have an e-mail address, a reference or an id."
