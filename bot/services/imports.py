"""Bringing in a file of leads: stored row by row as raw events, then worked in like everything else.

A row's key is the file's hash and the line in which it begins, so that the same file again goes on where it
stopped and repeats nothing. The bot may run meanwhile: every unit of work is short, and whoever comes first
works a row in.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path

from bot.domain.lead import FieldError, LeadEvent
from bot.domain.post import Kind
from bot.gateways import tabular
from bot.gateways.records import BadRow, Row
from bot.services.intake import Intake, Reader
from storage import posts, raw_events
from storage.database import Database, Session
from storage.raw_events import Arrival, ImportFacts, Raw

BATCH = 200

Progress = Callable[[int], None]  # is told how many bytes of the file were read


class Mode(StrEnum):
    """What an import posts: nothing, one summary card, or a card for every lead."""

    NONE = "none"
    DIGEST = "digest"
    CARDS = "cards"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be brought in, and how. `encoding`: None to find it out."""

    path: Path
    source: str
    mode: Mode = Mode.DIGEST
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Bad:
    """A row of which nothing could be made; `event` is its number for `handoff events`, if it is stored."""

    line: int
    reason: str
    event: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file: `outcomes` count every one of its `rows` once, the bad ones as "dead".

    `repeated` rows had been stored by an earlier run; `mode` is what that one chose, if there was one.
    `freed` events of others had waited, such as outcomes for a lead that came in with this file.
    """

    id: int
    mode: Mode
    rows: int
    repeated: int
    outcomes: Mapping[str, int]
    bad: tuple[Bad, ...]
    freed: int = 0


@dataclass(slots=True)
class Rehearsal:
    """What would become of a file: `rows` are `events` by type, `ignored` and `bad` ones together.

    `again` of the events are about somebody whom an earlier row of the file is about, too.
    """

    rows: int = 0
    events: Counter[str] = field(default_factory=Counter)
    ignored: int = 0
    again: int = 0
    bad: list[Bad] = field(default_factory=list)


def rehearse(order: Order, read: Reader, now: datetime, progress: Progress) -> Rehearsal:
    """Read the whole file and write nothing. Raises `tabular.TableError` if it is no table."""
    found = Rehearsal()
    people: set[object] = set()
    for row in tabular.open_rows(order.path, order.encoding):
        found.rows += 1
        progress(row.read)
        match _judge(row, read, now):
            case Bad() as bad:
                found.bad.append(bad)
            case None:
                found.ignored += 1
            case event:
                found.events[event.type.value] += 1
                names = {*(ref.key for ref in event.refs), event.person.email} - {None}
                found.again += not names.isdisjoint(people)
                people |= names
    return found


async def bring_in(
    db: Database, intake: Intake, order: Order, channel: str, progress: Progress, batch: int = BATCH
) -> Report:
    """Store and work in the whole file, `batch` rows at a time; `channel` is where a summary goes.

    Raises `tabular.TableError` if the file is no table.
    """
    rows = tabular.open_rows(order.path, order.encoding)
    digest = tabular.file_hash(order.path)
    now = await db.now()
    import_id = await db.run(
        lambda tx: raw_events.start_import(tx, order.source, digest, order.path.name, order.mode, now)
    )
    count = stored = 0
    while some := list(islice(rows, batch)):
        arrivals = [_arrival(row, digest) for row in some]
        stored += await _store(db, order.source, arrivals, import_id)
        await intake.work_off(import_id)
        count += len(some)
        progress(some[-1].read)
    # Rows that an earlier run stored may still wait.
    await intake.work_off(import_id)
    freed = await intake.work_off()
    facts, bad = await _end(db, import_id, count, channel)
    return Report(import_id, Mode(facts.mode), count, count - stored, facts.outcomes, bad, freed)


async def _store(db: Database, source: str, arrivals: Sequence[Arrival], import_id: int) -> int:
    now = await db.now()
    return await db.run(lambda tx: raw_events.receive(tx, source, arrivals, now, import_id))


async def _end(db: Database, import_id: int, rows: int, channel: str) -> tuple[ImportFacts, tuple[Bad, ...]]:
    now = await db.now()

    def work(tx: Session) -> tuple[ImportFacts, tuple[Raw, ...]]:
        raw_events.end_import(tx, import_id, rows, now)
        facts = raw_events.import_facts(tx, import_id)
        if facts is None:
            raise LookupError(f"import {import_id} is gone")
        if facts.mode == Mode.DIGEST:
            key = f"import:{import_id}:summary"
            posts.add(tx, key, Kind.IMPORT, import_id, channel, now)
            posts.touch(tx, key, now)
        return facts, raw_events.dead_of_import(tx, import_id)

    facts, dead = await db.run(work)
    return facts, tuple(Bad(raw.line or 0, raw.reason or "", raw.id) for raw in dead)


def _arrival(row: Row | BadRow, digest: str) -> Arrival:
    key = f"file:{digest}:{row.line}"
    match row:
        case Row():
            return Arrival(key, json.dumps(row.values).encode(), row.line)
        case BadRow():
            return Arrival(key, None, row.line, dead=row.reason)


def _judge(row: Row | BadRow, read: Reader, now: datetime) -> LeadEvent | Bad | None:
    if isinstance(row, BadRow):
        return Bad(row.line, row.reason)
    found = read(row.values, now)
    if found is None or isinstance(found, LeadEvent):
        return found
    return Bad(row.line, spell(found))


def spell(errors: Sequence[FieldError]) -> str:
    """The errors of one row in one line."""
    return "; ".join(f"{error.path} {error.problem}".strip() for error in errors)
