"""Bringing in handoffs of the past: a batch at a time, and how far the file is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.domain.past import Decision
from storage import awaited, bulk
from storage.crowd import Crowd
from storage.past_rows import Entry, Numbers, Origin, Writing
from storage.tables import Import, RawEvent

KNOWN, ERASED, BAD = "known before", "erased before", "dead"

_EVENT = ("source", "event_key", "received_at", "state", "attempts", "reason", "import_id", "line")


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot be a handoff, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: the last line that was dealt with, and what became of the rows up to it."""

    line: int
    tally: Counter[str]


def progress(tx: Session, import_id: int, *, hold: bool = False) -> Progress:
    """How far the import is; `hold` keeps others who bring in the same file from going on meanwhile."""
    query = select(Import.line, Import.tally).where(Import.id == import_id)
    line, tally = tx.exec(query.with_for_update() if hold else query).one()
    return Progress(line, Counter(tally or {}))


def advance(tx: Session, origin: Origin, to: Progress, bad: Sequence[Bad], now: datetime) -> None:
    """The rows up to a line are dealt with; the bad ones are kept for `handoff events`."""
    number = origin.import_id
    rows = [
        (origin.label, f"import:{number}:{one.line}", now, "dead", 0, one.reason, number, one.line)
        for one in bad
    ]
    bulk.insert(tx, RawEvent, _EVENT, rows)
    mark = update(Import).where(col(Import.id) == number).values(line=to.line, tally=dict(to.tally))
    tx.connection().execute(mark)


def store(
    tx: Session, entries: Sequence[Entry], origin: Origin, now: datetime, numbers: Numbers
) -> tuple[Counter[str], list[Bad]]:
    """Write a batch; what became of its rows and outcomes by name, and which of them cannot be.

    A pass of the same lead that was handed over at the same time is the same pass, and is not repeated.
    `numbers` learns those of new values.
    """
    tally: Counter[str] = Counter()
    bad: list[Bad] = []
    crowd = Crowd(tx, [entry.past for entry in entries])
    writing = Writing(tx, origin, numbers, len(entries))
    for entry in entries:
        past = entry.past
        found = crowd.find(past)
        member = found[0] if found else None
        if member is not None and past.handed_at in member.passes:
            tally[KNOWN] += 1
        elif past.decision is Decision.OPEN and member is not None and member.open is not None:
            bad.append(Bad(past.line, _second_open(member.open)))
        else:
            member = crowd.take(past, found)
            prior = member.before(past.handed_at)
            handoff_id = member.passes[past.handed_at] = writing.add(entry, member.id, prior)
            member.open = handoff_id if past.decision is Decision.OPEN else member.open
            tally[past.decision] += 1
            for told in past.told:
                tally[told.kind] += 1
    crowd.save(now)
    writing.save()
    if awaited.any_waiting(tx):
        for some in bulk.pieces(crowd.identities()):
            awaited.release(tx, some)
    return tally, bad


def _second_open(handoff_id: int) -> str:
    return (
        f"handoff.decision is open, and so is an earlier pass of the same lead (handoff {handoff_id}): "
        "a lead has one open handoff at most, so say how one of them ended"
    )
