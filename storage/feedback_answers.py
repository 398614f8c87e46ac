"""Answers to feedback, only ever added, and which items each was given to."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.domain.feedback import Answer, AnswerId, AnswerKind
from bot.domain.post import Kind
from storage.feedback_tables import FeedbackAnswer, FeedbackAnswered, FeedbackRow
from storage.tables import HandoffRow, PostRow


def add(tx: Session, kind: AnswerKind, text: str, by: str, now: datetime) -> Answer:
    """Store an answer."""
    row = FeedbackAnswer(kind=str(kind), text=text, by=by, at=now)
    tx.add(row)
    tx.flush()
    return _answer(row)


def give(tx: Session, answer_id: AnswerId, feedback_id: int) -> None:
    """The answer was given to this item."""
    tx.add(FeedbackAnswered(feedback_id=feedback_id, answer_id=answer_id))
    tx.flush()


def get(tx: Session, answer_id: int) -> Answer | None:
    """The answer of that id."""
    row = tx.get(FeedbackAnswer, answer_id, populate_existing=True)
    return _answer(row) if row else None


def items(tx: Session, answer_id: int) -> tuple[int, ...]:
    """The items that an answer was given to, whether it stands or not."""
    given = select(FeedbackAnswered.feedback_id).where(FeedbackAnswered.answer_id == answer_id)
    return tuple(tx.exec(given.order_by(col(FeedbackAnswered.feedback_id))))


def given(tx: Session, items: Sequence[int]) -> tuple[int, ...]:
    """The answers that were given to any of these items, whether they stand or not."""
    to = select(FeedbackAnswered.answer_id).where(col(FeedbackAnswered.feedback_id).in_(items)).distinct()
    return tuple(tx.exec(to))


def take_back(tx: Session, answer_id: int, feedback_id: int, why: str, now: datetime) -> bool:
    """Its author says that the answer did not help: once per answer; False for the second time."""
    standing = (
        (col(FeedbackAnswered.feedback_id) == feedback_id)
        & (col(FeedbackAnswered.answer_id) == answer_id)
        & col(FeedbackAnswered.reopened_at).is_(None)
    )
    tx.flush()
    done = tx.connection().execute(
        update(FeedbackAnswered).where(standing).values(reopened_at=now, reopened_why=why)
    )
    tx.expire_all()
    return done.rowcount == 1


def why_reopened(tx: Session, feedback_id: int) -> str:
    """What the author said last about an answer that did not help; "" when there is nothing."""
    said = (
        select(FeedbackAnswered.reopened_why)
        .where(FeedbackAnswered.feedback_id == feedback_id, col(FeedbackAnswered.reopened_at).is_not(None))
        .order_by(col(FeedbackAnswered.answer_id).desc())
    )
    return tx.exec(said).first() or ""


def forget(tx: Session, lead_id: int) -> Sequence[str]:
    """The words of answers to what was said about a lead go, and of what came back to them.

    Answers with the keys of the messages that show such an answer.
    """
    passes = select(col(HandoffRow.id)).where(HandoffRow.lead_id == lead_id)
    about = select(col(FeedbackRow.id)).where(col(FeedbackRow.handoff_id).in_(passes))
    given = select(col(FeedbackAnswered.answer_id)).where(col(FeedbackAnswered.feedback_id).in_(about))
    tx.flush()
    connection = tx.connection()
    connection.execute(update(FeedbackAnswer).where(col(FeedbackAnswer.id).in_(given)).values(text=""))
    told = col(FeedbackAnswered.feedback_id).in_(about)
    connection.execute(update(FeedbackAnswered).where(told).values(reopened_why=""))
    tx.expire_all()
    shown = select(PostRow.key).where(PostRow.kind == Kind.ANSWER, col(PostRow.subject).in_(given))
    return tx.exec(shown.order_by(col(PostRow.key))).all()


def _answer(row: FeedbackAnswer) -> Answer:
    return Answer(AnswerId(row.id or 0), AnswerKind(row.kind), row.text, row.by, row.at)
