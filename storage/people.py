"""What we remember of people: their Slack ids, when they are away, and whose turn it was."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import literal
from sqlmodel import Session, SQLModel, col, delete, select

from storage import inserting
from storage.tables import Absence, PersonRow, Rotation, Seen


def remember(tx: Session, key: str, **facts: object) -> None:
    """Set facts of a person, e.g. `slack_id`, `dm_channel`, `home_opened_at`."""
    upsert(tx, PersonRow, {"key": key}, facts)


def hold(tx: Session, key: str) -> None:
    """Hold what is remembered of a person against everybody else until this unit of work ends."""
    _ensure(tx, PersonRow, {"key": key})
    tx.exec(select(PersonRow.key).where(PersonRow.key == key).with_for_update()).first()


def slack_ids(tx: Session) -> dict[str, str]:
    """Person key -> Slack user id, for everybody whose id was found."""
    rows = tx.exec(select(PersonRow).where(col(PersonRow.slack_id).is_not(None)))
    return {row.key: row.slack_id for row in rows if row.slack_id}


def get(tx: Session, key: str) -> PersonRow | None:
    """What is remembered of one person. For `storage` only."""
    return tx.get(PersonRow, key, populate_existing=True)


def has_home(tx: Session, key: str) -> bool:
    """Whether the person ever opened their Home tab."""
    row = get(tx, key)
    return row is not None and row.home_opened_at is not None


def homes(tx: Session) -> Sequence[str]:
    """Everybody who ever opened their Home tab."""
    return tx.exec(select(PersonRow.key).where(col(PersonRow.home_opened_at).is_not(None))).all()


def last_dm(tx: Session, key: str) -> datetime | None:
    """When the person got the last reminder DM."""
    row = get(tx, key)
    return row.last_dm_at if row else None


def add_absence(tx: Session, person: str, starts_at: datetime, ends_at: datetime, by: str) -> None:
    """Somebody is away from `starts_at` until just before `ends_at`."""
    tx.add(Absence(person=person, starts_at=starts_at, ends_at=ends_at, by=by))
    tx.flush()


def end_absences(tx: Session, person: str, now: datetime) -> bool:
    """The person is back: future absences go, the present one ends now. False when there was none."""
    found = tx.exec(select(Absence).where(Absence.person == person, Absence.ends_at > now)).all()
    for absence in found:
        if absence.starts_at >= now:
            tx.delete(absence)
        else:
            absence.ends_at = now
            tx.add(absence)
    tx.flush()
    return bool(found)


def absences(tx: Session, person: str | None = None) -> dict[str, tuple[tuple[datetime, datetime], ...]]:
    """Every absence, oldest first: person -> half-open intervals."""
    query = select(Absence).order_by(col(Absence.starts_at))
    if person is not None:
        query = query.where(Absence.person == person)
    found: dict[str, tuple[tuple[datetime, datetime], ...]] = {}
    for row in tx.exec(query):
        found[row.person] = (*found.get(row.person, ()), (row.starts_at, row.ends_at))
    return found


def away(tx: Session, now: datetime) -> frozenset[str]:
    """Who is away at `now`."""
    rows = tx.exec(select(Absence.person).where(Absence.starts_at <= now, Absence.ends_at > now))
    return frozenset(rows)


def turns(tx: Session, teams: Iterable[str]) -> dict[str, str]:
    """Team -> who had the last turn in its round robin; "" where nobody had one yet.

    The turns are held until this unit of work ends. A row must exist to be held, so each team gets one.
    """
    for team in teams:
        _ensure(tx, Rotation, {"team": team, "last": ""})
    rows = tx.exec(select(Rotation).order_by(col(Rotation.team)).with_for_update())
    return {row.team: row.last for row in rows}


def take_turn(tx: Session, team: str, person: str) -> None:
    """It was this person's turn."""
    upsert(tx, Rotation, {"team": team}, {"last": person})


def first_time(tx: Session, key: str, now: datetime) -> bool:
    """Whether a Slack delivery is new; False for one that was handled before."""
    return _ensure(tx, Seen, {"key": key, "at": now})


def forget_seen(tx: Session, before: datetime) -> None:
    """Drop the keys of deliveries that Slack will not repeat any more."""
    tx.connection().execute(delete(Seen).where(col(Seen.at) < before))


def _ensure(tx: Session, table: type[SQLModel], values: dict[str, object]) -> bool:
    """Insert a row unless one of that key is there; True when it was not."""
    insert = inserting.insert(tx, table).values(**values).on_conflict_do_nothing().returning(literal(1))
    # The row count of an INSERT is not reported by every driver.
    return tx.connection().execute(insert).first() is not None


def upsert(tx: Session, table: type[SQLModel], key: dict[str, str], values: dict[str, object]) -> None:
    """Insert or update one row by its primary key, in one statement."""
    row = inserting.insert(tx, table).values(**key, **values)
    tx.connection().execute(row.on_conflict_do_update(index_elements=list(key), set_=values))
    tx.expire_all()
