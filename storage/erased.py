"""Keyed hashes of forgotten persons, and dropping what sources had sent about them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage import bulk, inserting
from storage.tables import Erased, LogRow, Meta, RawEvent

_KEY = "erasure key"


def key(tx: Session) -> str | None:
    """This installation's secret for hashing; None while nobody was ever erased."""
    return tx.exec(select(Meta.value).where(Meta.key == _KEY)).first()


def make_key(tx: Session, fresh: str) -> str:
    """The secret; `fresh` becomes it when there is none yet."""
    tx.connection().execute(inserting.insert(tx, Meta).values(key=_KEY, value=fresh).on_conflict_do_nothing())
    return tx.exec(select(Meta.value).where(Meta.key == _KEY)).one()


def add(tx: Session, digests: Sequence[str], now: datetime) -> None:
    """Remember the hashes of a forgotten person's identities."""
    for digest in digests:
        if tx.get(Erased, digest) is None:
            tx.add(Erased(digest=digest, at=now))
    tx.flush()


def any_of(tx: Session, digests: Sequence[str]) -> bool:
    """Whether one of the hashes is a forgotten person's."""
    return tx.exec(select(Erased.digest).where(col(Erased.digest).in_(digests))).first() is not None


def which(tx: Session, digests: Sequence[str]) -> set[str]:
    """Those of many hashes that are a forgotten person's."""
    found: set[str] = set()
    for some in bulk.pieces(digests):
        found |= set(tx.exec(select(Erased.digest).where(col(Erased.digest).in_(some))))
    return found


def drop_bodies(tx: Session, handoff_id: int) -> None:
    """Forget what was sent about a handoff, and what its log quoted from it."""
    tx.connection().execute(update(RawEvent).where(col(RawEvent.handoff_id) == handoff_id).values(body=None))
    tx.connection().execute(
        update(LogRow)
        .where(col(LogRow.handoff_id) == handoff_id, col(LogRow.step) == "updated")
        .values(facts={})
    )
    tx.expire_all()
