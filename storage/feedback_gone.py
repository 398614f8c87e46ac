"""Feedback whose words go: deleted by who wrote it, missing where it stood, or erased with its lead.

A deletion is for ever and may be told before the message; that a thread lacks a message may be wrong, so its
words stay until that is confirmed.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, update
from sqlmodel import Session, col, select

from bot.domain.feedback import Item, Origin, Said, key_of, moment
from storage import bulk, feedback, inserting
from storage.feedback_tables import FeedbackLabel, FeedbackRow
from storage.tables import HandoffRow

_WIPED = {"text": "", "user": "", "author": None}


def withdraw(tx: Session, channel: str, ts: str, now: datetime, thread_ts: str | None = None) -> Item:
    """The message was deleted: its words and its author go. What was not heard of yet stays away for good."""
    key = key_of(channel, ts)
    gone = {**_WIPED, "spoken": False, "deleted_at": now, "version": "", "missing_at": None}
    stone = inserting.insert(tx, FeedbackRow).values(
        key=key, origin=str(Origin.THREAD), channel=channel, ts=ts, thread_ts=thread_ts,
        said_at=moment(ts), stored_at=now, candidates=[], chosen=False, **gone,
    )  # fmt: skip
    tx.connection().execute(stone.on_conflict_do_nothing())
    unsure = or_(col(FeedbackRow.deleted_at).is_(None), col(FeedbackRow.missing_at).is_not(None))
    feedback.change(tx, and_(col(FeedbackRow.key) == key, unsure), **gone)
    item = feedback.by_key(tx, key)
    _unquote(tx, [item.id])
    return item


def miss(tx: Session, feedback_id: int, now: datetime) -> bool:
    """Its thread was read and lacks it: it counts no more, and keeps its words until that is confirmed."""
    standing = and_(col(FeedbackRow.id) == feedback_id, col(FeedbackRow.deleted_at).is_(None))
    return feedback.change(tx, standing, deleted_at=now, missing_at=now) == 1


def stand(tx: Session, said: Said, author: str | None) -> None:
    """Its thread was read and has it: that it was deleted had only been inferred. Its words are `hear`'s."""
    key = key_of(said.channel, said.ts)
    missing = and_(col(FeedbackRow.key) == key, col(FeedbackRow.missing_at).is_not(None))
    feedback.change(tx, missing, deleted_at=None, missing_at=None, user=said.user, author=author)


def wipe(tx: Session, before: datetime, within: Iterable[int] | None = None) -> None:
    """What is missing since before then loses its words and its author: of these items, or of all."""
    missing = and_(col(FeedbackRow.missing_at) <= before, col(FeedbackRow.user) != "")
    which = missing if within is None else and_(missing, col(FeedbackRow.id).in_(list(within)))
    ids = [one for one in tx.exec(select(FeedbackRow.id).where(which)).all() if one is not None]
    if ids:
        feedback.change(tx, col(FeedbackRow.id).in_(ids), **_WIPED)
        _unquote(tx, ids)


def forget(tx: Session, lead_id: int) -> Sequence[int]:
    """The words of what was said about a lead go, for good; that something was said stays as a count.

    Answers with the items that it was.
    """
    passes = select(col(HandoffRow.id)).where(HandoffRow.lead_id == lead_id)
    about = tx.exec(select(FeedbackRow.id).where(col(FeedbackRow.handoff_id).in_(passes))).all()
    seal(tx, about)
    return [one for one in about if one is not None]


def seal(tx: Session, ids: Iterable[int | None]) -> None:
    """These items lose their words, and the words that labels quote; no later edit brings any back."""
    for some in bulk.pieces([one for one in ids if one is not None]):
        feedback.change(tx, col(FeedbackRow.id).in_(some), text="", version=feedback.SEALED)
        _unquote(tx, some)


def _unquote(tx: Session, ids: Sequence[int]) -> None:
    """The words that labels quote go too."""
    quoted = update(FeedbackLabel).where(col(FeedbackLabel.feedback_id).in_(ids))
    tx.connection().execute(quoted.values(evidence={}))
