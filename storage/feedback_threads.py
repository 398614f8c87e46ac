"""Which threads are read again, when, and up to where each was read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, update
from sqlmodel import Session, col, func, select

from bot.domain.feedback import Origin
from bot.domain.post import Kind
from storage import inserting
from storage.feedback_tables import FeedbackRow, FeedbackThread
from storage.tables import PostRow
from storage.types import UtcDateTime


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread that is to be read; every message up to `seen` was read before."""

    channel: str
    ts: str
    seen: str
    active_at: datetime


def follow(tx: Session, kind: Kind, days: int, now: datetime) -> int:
    """Begin to read the threads of messages that went out in the last days; answers with how many are new.

    Each is read until nothing was said in it for as many days.
    """
    known = select(FeedbackThread.ts).where(
        FeedbackThread.channel == PostRow.channel, FeedbackThread.ts == PostRow.ts
    )
    rows = tx.exec(
        select(PostRow.channel, PostRow.ts, PostRow.first_at)
        .where(
            PostRow.kind == kind,
            col(PostRow.ts).is_not(None),
            col(PostRow.first_at) > now - timedelta(days=days),
            ~known.exists(),
        )
        .order_by(col(PostRow.id).desc())
        .limit(500)
    ).all()
    for channel, ts, first_at in rows:
        if channel and ts:
            new = inserting.insert(tx, FeedbackThread).values(
                channel=channel, ts=ts, seen="0", days=days, next_at=now, active_at=first_at or now
            )
            tx.connection().execute(new.on_conflict_do_nothing())
    return len(rows)


def follow_logged(tx: Session, days: int, now: datetime) -> None:
    """Begin to read the threads of messages that somebody logged; one in no thread is a thread of one."""
    place = func.coalesce(FeedbackRow.thread_ts, FeedbackRow.ts)
    known = select(FeedbackThread.ts).where(
        FeedbackThread.channel == FeedbackRow.channel, FeedbackThread.ts == place
    )
    rows = tx.exec(
        select(FeedbackRow.channel, place, func.max(FeedbackRow.said_at, type_=UtcDateTime()))
        .where(
            FeedbackRow.origin == Origin.SHORTCUT,
            col(FeedbackRow.said_at) > now - timedelta(days=days),
            or_(col(FeedbackRow.deleted_at).is_(None), col(FeedbackRow.missing_at).is_not(None)),
            ~known.exists(),
        )
        .group_by(col(FeedbackRow.channel), place)
        .limit(500)
    ).all()
    for channel, ts, said_at in rows:
        new = inserting.insert(tx, FeedbackThread).values(
            channel=channel, ts=ts, seen="0", days=days, next_at=now, active_at=said_at
        )
        tx.connection().execute(new.on_conflict_do_nothing())


def heard(tx: Session, channel: str, ts: str, at: datetime) -> None:
    """Something was said there: it is read again sooner."""
    here = and_(
        col(FeedbackThread.channel) == channel,
        col(FeedbackThread.ts) == ts,
        col(FeedbackThread.active_at) < at,
    )
    tx.connection().execute(update(FeedbackThread).where(here).values(active_at=at))


def all_due(tx: Session, since: datetime, now: datetime, channel: str | None = None) -> None:
    """We may have missed something, there or anywhere: read every thread again that was active since then."""
    active = and_(col(FeedbackThread.active_at) > since, col(FeedbackThread.next_at) > now)
    if channel is not None:
        active = and_(active, col(FeedbackThread.channel) == channel)
    tx.connection().execute(update(FeedbackThread).where(active).values(next_at=now))


def take(tx: Session, now: datetime, lease: float) -> Thread | None:
    """The thread to read next, the liveliest first; nobody else reads it for `lease` seconds."""
    row = tx.exec(
        select(FeedbackThread)
        .where(FeedbackThread.next_at <= now)
        .order_by(col(FeedbackThread.active_at).desc())
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    row.next_at = now + timedelta(seconds=lease)
    tx.add(row)
    tx.flush()
    return Thread(row.channel, row.ts, row.seen, row.active_at)


def settle(tx: Session, one: Thread, seen: str, next_at: datetime) -> None:
    """The thread was read up to `seen`."""
    here = and_(col(FeedbackThread.channel) == one.channel, col(FeedbackThread.ts) == one.ts)
    tx.connection().execute(update(FeedbackThread).where(here).values(seen=seen, next_at=next_at))


def drop(tx: Session, now: datetime) -> None:
    """Read no more in threads that have been quiet for long."""
    for days in tx.exec(select(FeedbackThread.days).distinct()).all():
        quiet = col(FeedbackThread.active_at) <= now - timedelta(days=days)
        tx.connection().execute(delete(FeedbackThread).where(col(FeedbackThread.days) == days, quiet))
    tx.expire_all()
