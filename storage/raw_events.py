"""What sources sent, raw and first: stored before anything is made of it, and kept until it is settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from storage import inserting
from storage.tables import Import, RawEvent

Problem = dict[str, object]


@dataclass(frozen=True, slots=True)
class Raw:
    """One raw event. `line` is its line in an imported file."""

    id: int
    source: str
    event_key: str
    body: bytes | None
    received_at: datetime
    state: str
    attempts: int = 0
    reason: str | None = None
    problems: tuple[Problem, ...] = ()
    outcome: str | None = None
    handoff_id: int | None = None
    import_id: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something to be stored: its key makes it unique within its source. `dead` says why it is no lead.

    Without a `body`, such as for a row that cannot be read, nothing can be tried again.
    """

    key: str
    body: bytes | None
    line: int | None = None
    dead: str | None = None


def receive(
    tx: Session, source: str, arrivals: Sequence[Arrival], now: datetime, import_id: int | None = None
) -> int:
    """Store what is new and answer with how many that were; the others are duplicates."""
    if not arrivals:
        return 0
    rows = [
        {
            "source": source,
            "event_key": arrival.key,
            "body": arrival.body,
            "received_at": now,
            "state": "dead" if arrival.dead else "new",
            "reason": arrival.dead,
            "attempts": 0,
            "import_id": import_id,
            "line": arrival.line,
        }
        for arrival in arrivals
    ]
    stored = inserting.insert(tx, RawEvent).values(rows).on_conflict_do_nothing().returning(col(RawEvent.id))
    return len(tx.connection().execute(stored).all())


def waiting(tx: Session, limit: int, import_id: int | None = None) -> Sequence[int]:
    """Ids of events that nobody has worked on yet, oldest first."""
    query = select(RawEvent.id).where(RawEvent.state == "new").order_by(col(RawEvent.id)).limit(limit)
    if import_id is not None:
        query = query.where(RawEvent.import_id == import_id)
    return [found for found in tx.exec(query) if found is not None]


def backlog(tx: Session) -> int:
    """How many events wait for the worker."""
    return tx.exec(select(func.count()).select_from(RawEvent).where(RawEvent.state == "new")).one()


def dead_count(tx: Session) -> int:
    """Of how many events nothing could be made."""
    return tx.exec(select(func.count()).select_from(RawEvent).where(RawEvent.state == "dead")).one()


def take(tx: Session, event_id: int) -> Raw | None:
    """The event, for this unit of work alone; None when somebody had it already.

    One event at a time is worked in, by all replicas together, so that they keep their order.
    """
    hold(tx)
    row = tx.exec(select(RawEvent).where(RawEvent.id == event_id, RawEvent.state == "new")).first()
    return _raw(row) if row else None


def hold(tx: Session) -> None:
    """Keep everybody else from working anything in until this unit of work ends."""
    if tx.get_bind().dialect.name != "sqlite":
        tx.connection().exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('handoff.intake'))")


def settle(tx: Session, event_id: int, outcome: str, handoff_id: int | None = None) -> None:
    """The event was worked in."""
    _set(tx, event_id, state="done", outcome=outcome, handoff_id=handoff_id, reason=None, problems=None)


def bury(tx: Session, event_id: int, reason: str, problems: Sequence[Problem] = ()) -> None:
    """Nothing can be made of the event; it stays to be shown and replayed."""
    _set(tx, event_id, state="dead", reason=reason, problems=list(problems))


def forget_body(tx: Session, event_id: int) -> None:
    """Drop what was sent at once: it is about somebody who must be forgotten."""
    _set(tx, event_id, body=None)


def failed(tx: Session, event_id: int, reason: str, most: int) -> None:
    """Working on the event raised an error: try again later, at most `most` times."""
    row = tx.get(RawEvent, event_id)
    if row is not None and row.state == "new":
        dead = row.attempts + 1 >= most
        _set(tx, event_id, attempts=row.attempts + 1, reason=reason, state="dead" if dead else "new")


def get(tx: Session, event_id: int) -> Raw | None:
    """One event."""
    row = tx.get(RawEvent, event_id)
    return _raw(row) if row else None


def dead(tx: Session, limit: int, source: str | None = None) -> tuple[Raw, ...]:
    """Events of which nothing could be made, oldest first."""
    return in_state(tx, "dead", limit, source)


def in_state(tx: Session, state: str, limit: int, source: str | None = None) -> tuple[Raw, ...]:
    """Events that stand so, oldest first."""
    query = select(RawEvent).where(RawEvent.state == state).order_by(col(RawEvent.id)).limit(limit)
    if source is not None:
        query = query.where(RawEvent.source == source)
    return tuple(_raw(row) for row in tx.exec(query))


def replay(tx: Session, event_ids: Sequence[int] | None = None, source: str | None = None) -> int:
    """Let the worker try dead events again: those given, or all (of a source); answers with how many.

    They keep their keys, so nothing is posted twice. One whose body is gone stays as it is.
    """
    which = [col(RawEvent.state) == "dead", col(RawEvent.body).is_not(None)]
    if event_ids is not None:
        which.append(col(RawEvent.id).in_(event_ids))
    if source is not None:
        which.append(col(RawEvent.source) == source)
    again = update(RawEvent).where(*which).values(state="new", attempts=0, reason=None, problems=None)
    return tx.connection().execute(again).rowcount


def drop_bodies(tx: Session, done_before: datetime, dead_before: datetime) -> None:
    """Forget what was sent, once it is settled for long enough; the keys stay and refuse repetitions."""
    for state, before in (("done", done_before), ("dead", dead_before)):
        tx.connection().execute(
            update(RawEvent)
            .where(
                col(RawEvent.state) == state,
                col(RawEvent.received_at) < before,
                col(RawEvent.body).is_not(None),
            )
            .values(body=None)
        )


def start_import(tx: Session, source: str, file_hash: str, name: str, mode: str, now: datetime) -> int:
    """The import of a file; the same file again is the same import, also when two begin at once."""
    new = {"source": source, "file_hash": file_hash, "name": name, "mode": mode, "started_at": now, "rows": 0}
    tx.connection().execute(inserting.insert(tx, Import).values(new).on_conflict_do_nothing())
    same = select(Import.id).where(Import.source == source, Import.file_hash == file_hash)
    return tx.exec(same).one() or 0


def end_import(tx: Session, import_id: int, rows: int, now: datetime) -> None:
    """Every row of the file was stored and worked on."""
    tx.connection().execute(update(Import).where(col(Import.id) == import_id).values(rows=rows, ended_at=now))


def import_mode(tx: Session, import_id: int) -> str:
    """What an import asked to be posted: none, digest or cards."""
    row = tx.get(Import, import_id)
    return row.mode if row else "none"


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """How an import went: `outcomes` counts rows by outcome, dead ones under "dead"."""

    id: int
    source: str
    name: str
    mode: str
    rows: int
    outcomes: dict[str, int]


def import_facts(tx: Session, import_id: int) -> ImportFacts | None:
    """The counts of an import as they are now."""
    row = tx.get(Import, import_id)
    if row is None:
        return None
    counts = tx.exec(
        select(RawEvent.state, RawEvent.outcome, func.count())
        .where(RawEvent.import_id == import_id)
        .group_by(col(RawEvent.state), col(RawEvent.outcome))
    )
    outcomes: dict[str, int] = {}
    for state, outcome, n in counts:
        name = (outcome or "done") if state == "done" else state
        outcomes[name] = outcomes.get(name, 0) + n
    return ImportFacts(import_id, row.source, row.name, row.mode, row.rows, outcomes)


def dead_of_import(tx: Session, import_id: int, limit: int | None = None) -> tuple[Raw, ...]:
    """The rows of an import of which nothing could be made, by line: all, or the first ones."""
    rows = tx.exec(
        select(RawEvent)
        .where(RawEvent.import_id == import_id, RawEvent.state == "dead")
        .order_by(col(RawEvent.line))
        .limit(limit)
    )
    return tuple(_raw(row) for row in rows)


def _set(tx: Session, event_id: int, **values: object) -> None:
    tx.connection().execute(update(RawEvent).where(col(RawEvent.id) == event_id).values(**values))
    tx.expire_all()


def _raw(row: RawEvent) -> Raw:
    return Raw(
        row.id or 0, row.source, row.event_key, row.body, row.received_at, row.state, row.attempts,
        row.reason, tuple(row.problems or ()), row.outcome, row.handoff_id, row.import_id, row.line,
    )  # fmt: skip
