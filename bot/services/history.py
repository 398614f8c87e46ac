"""Bringing in a file of past handoffs, so that a new installation has its baseline in the first week.

They become leads, handoffs, facts, outcomes and deals like all others, without cards, promises, messages or
pings. A batch of rows and the mark of how far the file has come are one unit of work: an import that was
killed goes on where it stopped.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

from bot.domain.agreement import Agreement
from bot.domain.past import Past
from bot.gateways import tabular
from bot.gateways.history import Reader
from bot.gateways.records import BadRow, Row
from bot.services import bygone, erasure
from bot.services.bygone import Translator
from bot.services.clocks import Clocks
from bot.services.imports import Bad, Progress, spell
from bot.services.intake import Intake
from storage import history, raw_events
from storage.database import Database, Session
from storage.past_rows import Entry, Numbers, Origin

BATCH = 2000
SHOWN = 200  # bad rows that a report lists
MODE = "history"
IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be brought in: `source` is what the handoffs are said to come from."""

    path: Path
    source: str
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file: `tally` counts rows by decision, and outcomes by kind.

    `repeated` rows had been dealt with by an earlier run. `bad` are the first bad rows. `freed` events had
    waited for somebody whom the file tells of.
    """

    rows: int
    repeated: int
    tally: Mapping[str, int]
    bad: tuple[Bad, ...]
    freed: int = 0


@dataclass(slots=True)
class Rehearsal:
    """What would become of a file."""

    rows: int = 0
    tally: Counter[str] = field(default_factory=Counter)
    bad: list[Bad] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Page:
    """Some rows of the file, read: handoffs, the lines that the mapping ignores, and bad rows."""

    last: int
    entries: Sequence[Entry]
    ignored: Sequence[int]
    bad: Sequence[history.Bad]


def rehearse(order: Order, reader: Reader, now: datetime, moved: Progress) -> Rehearsal:
    """Read the whole file and write nothing. Raises `tabular.TableError` if it is no table.

    Second open passes of one lead, and passes that are known, are found when the file is brought in.
    """
    found = Rehearsal()
    for row in tabular.open_rows(order.path, order.encoding):
        found.rows += 1
        moved(row.read)
        match _judge(row, reader, now):
            case history.Bad(line, reason):
                found.tally[history.BAD] += 1
                if len(found.bad) < SHOWN:
                    found.bad.append(Bad(line, reason))
            case None:
                found.tally[IGNORED] += 1
            case Past() as one:
                found.tally[one.decision] += 1
                found.tally.update(str(told.kind) for told in one.told)
    return found


class Historian:
    """Brings in files of the past."""

    def __init__(self, db: Database, agreement: Agreement, clocks: Clocks, intake: Intake) -> None:
        self._db = db
        self._agreement = agreement
        self._clocks = clocks
        self._intake = intake

    async def bring_in(self, order: Order, reader: Reader, moved: Progress, batch: int = BATCH) -> Report:
        """Store the whole file, `batch` rows at a time. Raises `tabular.TableError` if it is no table."""
        rows = tabular.open_rows(order.path, order.encoding)
        now = await self._db.now()
        hours = await self._db.read(lambda tx: bygone.hours(tx, self._agreement, self._clocks))
        translator = Translator(self._agreement, order.source, hours)
        origin = await self._start(order, now)
        before = done = await self._db.read(lambda tx: history.progress(tx, origin.import_id))
        numbers = Numbers()
        count = repeated = 0
        while some := list(islice(rows, batch)):
            count += len(some)
            fresh = [row for row in some if row.line > before.line]
            repeated += len(some) - len(fresh)
            if fresh:
                page = _read(fresh, reader, translator, now)
                write = partial(_write, page=page, origin=origin, now=now, known=numbers)
                done, numbers = await self._db.run(write)
            moved(some[-1].read)
        return await self._end(origin, Report(count, repeated, done.tally, ()), now)

    async def _start(self, order: Order, now: datetime) -> Origin:
        name, digest = label(order), tabular.file_hash(order.path)
        import_id = await self._db.run(
            lambda tx: raw_events.start_import(tx, name, digest, order.path.name, MODE, now)
        )
        return Origin(order.source, name, self._agreement.version, import_id)

    async def _end(self, origin: Origin, report: Report, now: datetime) -> Report:
        def work(tx: Session) -> tuple[Bad, ...]:
            raw_events.end_import(tx, origin.import_id, report.rows, now)
            dead = raw_events.dead_of_import(tx, origin.import_id, SHOWN)
            return tuple(Bad(raw.line or 0, raw.reason or "", raw.id) for raw in dead)

        bad = await self._db.run(work)
        # Outcomes may have waited for somebody whom the file tells of.
        freed = await self._intake.work_off()
        return Report(report.rows, report.repeated, report.tally, bad, freed)


def label(order: Order) -> str:
    """What the import and its bad rows are found by."""
    return MODE if order.source == MODE else f"{MODE}:{order.source}"


def _read(rows: Sequence[Row | BadRow], reader: Reader, translator: Translator, now: datetime) -> _Page:
    entries: list[Entry] = []
    ignored: list[int] = []
    bad: list[history.Bad] = []
    for row in rows:
        match _judge(row, reader, now):
            case Past() as one:
                entries.append(translator.entry(one))
            case None:
                ignored.append(row.line)
            case wrong:
                bad.append(wrong)
    return _Page(rows[-1].line, entries, ignored, bad)


def _judge(row: Row | BadRow, reader: Reader, now: datetime) -> Past | history.Bad | None:
    if isinstance(row, BadRow):
        return history.Bad(row.line, row.reason)
    found = reader.read(row, now)
    return found if found is None or isinstance(found, Past) else history.Bad(row.line, spell(found))


def _write(
    tx: Session, page: _Page, origin: Origin, now: datetime, known: Numbers
) -> tuple[history.Progress, Numbers]:
    """Store a page, as far as nobody else did, and mark it as dealt with; the numbers are those known now."""
    raw_events.hold(tx)
    before = history.progress(tx, origin.import_id, hold=True)
    if before.line >= page.last:
        return before, known
    numbers = known.copy()
    entries = [one for one in page.entries if one.past.line > before.line]
    gone = erasure.gone(tx, [([ref.key for ref in one.past.refs], one.past.email) for one in entries])
    kept = [one for one, is_gone in zip(entries, gone, strict=True) if not is_gone]
    tally, bad = history.store(tx, kept, origin, now, numbers)
    bad += [one for one in page.bad if one.line > before.line]
    tally[history.ERASED] += sum(gone)
    tally[IGNORED] += sum(line > before.line for line in page.ignored)
    tally[history.BAD] = len(bad)
    to = history.Progress(page.last, before.tally + tally)
    history.advance(tx, origin, to, bad, now)
    return to, numbers
