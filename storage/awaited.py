"""Events about somebody who is not known yet: kept with their body until the person comes or is forgotten."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, update
from sqlmodel import Session, col, func, select

from storage import inserting
from storage.figures import Awaited
from storage.tables import RawEvent

Key = tuple[str, str, str]  # system, account, id

STATE = "waiting"
_SEPARATOR = "\x1f"  # no identity holds a control character


def identities(refs: Iterable[Key], email: str | None) -> list[str]:
    """A person's identities, each as one text."""
    found = [_SEPARATOR.join(("ref", *ref)) for ref in refs]
    return [*found, _SEPARATOR.join(("email", email))] if email else found


def wait(tx: Session, event_id: int, known_by: Iterable[str]) -> None:
    """The event waits for somebody with one of these identities."""
    _set(tx, [event_id], STATE)
    rows = [{"identity": each, "raw_event_id": event_id} for each in dict.fromkeys(known_by)]
    if rows:
        tx.connection().execute(inserting.insert(tx, Awaited).values(rows).on_conflict_do_nothing())


def release(tx: Session, known_by: Sequence[str]) -> int:
    """Somebody with these identities is known now: what waited for them is taken in like new."""
    events = _take(tx, known_by)
    _set(tx, events, "new")
    return len(events)


def forget(tx: Session, known_by: Sequence[str]) -> None:
    """Somebody is to be forgotten: so is what waited for them."""
    _set(tx, _take(tx, known_by), "done", body=None, outcome="erased before")


def any_waiting(tx: Session) -> bool:
    """Whether anything waits at all."""
    return tx.exec(select(Awaited.identity).limit(1)).first() is not None


def count(tx: Session) -> int:
    """How many events wait for their person."""
    return tx.exec(select(func.count()).select_from(RawEvent).where(RawEvent.state == STATE)).one()


def _take(tx: Session, known_by: Sequence[str]) -> list[int]:
    """Take the events of these identities off the list."""
    if not known_by:
        return []
    found = select(Awaited.raw_event_id).where(col(Awaited.identity).in_(known_by)).distinct()
    events = sorted(tx.exec(found))
    if events:
        tx.connection().execute(delete(Awaited).where(col(Awaited.raw_event_id).in_(events)))
    return events


def _set(tx: Session, events: Sequence[int], state: str, **values: object) -> None:
    if events:
        changed = update(RawEvent).where(col(RawEvent.id).in_(events))
        tx.connection().execute(changed.values(state=state, attempts=0, **values))
        tx.expire_all()
