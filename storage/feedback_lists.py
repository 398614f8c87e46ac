"""Lists of feedback: of a thread, of whoever owes the answers, of a campaign, of whoever said it."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import Session, col, func, select

from bot.domain.feedback import AnswerId, Item
from bot.domain.promise import Kind
from storage.feedback import COUNTS, OPEN, as_item
from storage.feedback_tables import FeedbackLabel, FeedbackRow
from storage.tables import PromiseRow


def in_thread(tx: Session, channel: str, thread_ts: str, since: str) -> tuple[Item, ...]:
    """The messages of a thread after a ts that were not deleted, or that are missing, oldest first.

    Its first message is one of them.
    """
    return _items(
        tx,
        _stands_in(channel, thread_ts),
        col(FeedbackRow.ts) > since,
        or_(col(FeedbackRow.deleted_at).is_(None), col(FeedbackRow.missing_at).is_not(None)),
    )


def missing_in_thread(tx: Session, channel: str, thread_ts: str) -> set[str]:
    """The ts of messages that a reading of the thread lacked, its first message among them."""
    missing = and_(_stands_in(channel, thread_ts), col(FeedbackRow.missing_at).is_not(None))
    rows = select(FeedbackRow.ts).where(missing)
    return {ts for ts in tx.exec(rows) if ts}


def authors_in_thread(tx: Session, channel: str, thread_ts: str) -> set[str]:
    """Who of the agreement said something in a thread that was not deleted."""
    there = (FeedbackRow.channel == channel, FeedbackRow.thread_ts == thread_ts)
    return {one for one in tx.exec(select(FeedbackRow.author).where(*there).distinct()) if one}


def open_in_thread(tx: Session, channel: str, thread_ts: str) -> tuple[Item, ...]:
    """What waits for an answer in a thread, oldest first."""
    return _items(tx, OPEN, FeedbackRow.channel == channel, FeedbackRow.thread_ts == thread_ts)


def open_of_owner(tx: Session, owner: str, limit: int) -> tuple[tuple[Item, ...], int]:
    """What somebody owes answers to, the soonest due first: at most `limit`, and how many in all."""
    mine = and_(OPEN, col(FeedbackRow.owner) == owner)
    total = tx.exec(select(func.count()).select_from(FeedbackRow).where(mine)).one()
    runs = and_(
        col(PromiseRow.feedback_id) == col(FeedbackRow.id),
        col(PromiseRow.kind) == str(Kind.ANSWER),
        col(PromiseRow.ended_at).is_(None),
    )
    due = func.coalesce(col(PromiseRow.due_at), col(FeedbackRow.said_at))
    rows = select(FeedbackRow).outerjoin(PromiseRow, runs).where(mine).order_by(due, col(FeedbackRow.id))
    found = tx.exec(rows.limit(limit), execution_options={"populate_existing": True})
    return tuple(as_item(row) for row in found), total


def open_owners(tx: Session) -> Sequence[tuple[int | None, str | None]]:
    """Every campaign about which something waits for an answer, with everybody who owes one."""
    return tx.exec(select(FeedbackRow.campaign_id, FeedbackRow.owner).where(OPEN).distinct()).all()


def open_owed(tx: Session, campaign_id: int | None, owner: str | None) -> Sequence[int]:
    """The ids of what waits for this person's answer about this campaign, the oldest first."""
    theirs = (col(FeedbackRow.campaign_id) == campaign_id, col(FeedbackRow.owner) == owner)
    found = tx.exec(select(FeedbackRow.id).where(OPEN, *theirs).order_by(col(FeedbackRow.id)))
    return [one for one in found if one is not None]


def open_of_campaign(tx: Session, campaign_id: int, limit: int) -> tuple[Item, ...]:
    """What waits for an answer about a campaign, the oldest first."""
    return _items(tx, OPEN, FeedbackRow.campaign_id == campaign_id, limit=limit)


def answered_of_author(tx: Session, author: str, limit: int) -> tuple[Item, ...]:
    """Somebody's items to which an answer stands, the newest first."""
    mine = (FeedbackRow.author == author, col(FeedbackRow.answer_id).is_not(None), COUNTS)
    return _items(tx, *mine, limit=limit, newest=True)


def of_answer(tx: Session, answer_id: AnswerId) -> tuple[Item, ...]:
    """The items to which this answer stands."""
    return _items(tx, FeedbackRow.answer_id == answer_id)


def chosen_in_thread(tx: Session, channel: str, thread_ts: str) -> int | None:
    """Which campaign people said last that a thread with several candidates is about."""
    chosen = (
        select(FeedbackRow.campaign_id)
        .where(FeedbackRow.channel == channel, FeedbackRow.thread_ts == thread_ts, FeedbackRow.chosen)
        .order_by(col(FeedbackRow.id).desc())
    )
    return tx.exec(chosen).first()


def untagged(tx: Session, rules: str, limit: int) -> tuple[Item, ...]:
    """Items whose present text these rules have not read yet, oldest first."""
    read = exists().where(
        col(FeedbackLabel.feedback_id) == col(FeedbackRow.id),
        col(FeedbackLabel.by_rules) == rules,
        col(FeedbackLabel.version) == col(FeedbackRow.version),
    )
    # What was erased keeps the labels that it had.
    return _items(tx, COUNTS, col(FeedbackRow.text) != "", ~read, limit=limit)


def _stands_in(channel: str, thread_ts: str) -> ColumnElement[bool]:
    """Of a thread: its answers, and its first message."""
    here = or_(col(FeedbackRow.thread_ts) == thread_ts, col(FeedbackRow.ts) == thread_ts)
    return and_(col(FeedbackRow.channel) == channel, here)


def _items(
    tx: Session, *which: ColumnElement[bool] | bool, limit: int | None = None, newest: bool = False
) -> tuple[Item, ...]:
    place = (col(FeedbackRow.said_at), col(FeedbackRow.id))
    order = [one.desc() for one in place] if newest else list(place)
    rows = tx.exec(
        select(FeedbackRow).where(*which).order_by(*order).limit(limit),
        execution_options={"populate_existing": True},
    )
    return tuple(as_item(row) for row in rows)
