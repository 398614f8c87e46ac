"""Vendors that feedback names and no list has: each is proposed once, however many replicas find it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage import inserting
from storage.feedback import COUNTS
from storage.feedback_tables import FeedbackName, FeedbackRow


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name as somebody wrote it, in how many comments, and where the newest of them stands."""

    name: str
    comments: int
    feedback_id: int
    channel: str | None = None
    ts: str | None = None


def texts(tx: Session, since: datetime, until: datetime, after: int, limit: int) -> Sequence[tuple[int, str]]:
    """What was said from `since` on and before `until` and counts: some with a greater id, in their order."""
    said = (
        select(FeedbackRow.id, FeedbackRow.text)
        .where(COUNTS, FeedbackRow.said_at >= since, FeedbackRow.said_at < until, col(FeedbackRow.id) > after)
        .order_by(col(FeedbackRow.id))
        .limit(limit)
    )
    return [(number or 0, text) for number, text in tx.exec(said)]


def known(tx: Session) -> set[str]:
    """The keys of all names that were proposed."""
    return set(tx.exec(select(FeedbackName.key)))


def propose(tx: Session, key: str, one: Proposal, week: str) -> bool:
    """Put a name on the list of a week; False when it was proposed before."""
    row = inserting.insert(tx, FeedbackName).values(
        key=key, name=one.name, week=week, comments=one.comments, feedback_id=one.feedback_id
    )
    added = row.on_conflict_do_nothing().returning(col(FeedbackName.key))
    return tx.connection().execute(added).first() is not None


def of_week(tx: Session, week: str) -> tuple[Proposal, ...]:
    """What is proposed after a week, the most frequent first."""
    rows = tx.exec(
        select(FeedbackName, FeedbackRow)
        .join(FeedbackRow, col(FeedbackRow.id) == col(FeedbackName.feedback_id))
        .where(FeedbackName.week == week)
        .order_by(col(FeedbackName.comments).desc(), col(FeedbackName.key))
    )
    return tuple(
        Proposal(name.name, name.comments, name.feedback_id, item.channel, item.ts) for name, item in rows
    )
