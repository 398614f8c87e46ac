"""Questions that people asked: each stored once, read by one worker at a time, kept for the conversation."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, delete, exists, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot.domain.asked import Asked, Place
from storage import bulk, inserting
from storage.talk import QuestionRow

_NEW, _READ, _FAILED = "new", "read", "failed"
_TURNS = 20  # a conversation is remembered for so many questions
_ERASED = "(erased)"


@dataclass(frozen=True, slots=True)
class Claim:
    """A question that one worker may read now; the number of attempts tells whether it still may."""

    asked: Asked
    attempts: int


def record(
    tx: Session,
    place: Place,
    user: str,
    person: str | None,
    text: str,
    now: datetime,
    outcome: Mapping[str, object] | None = None,
) -> int | None:
    """Store a question, with `outcome` one that needs no reading; None when its message is stored already."""
    values = {
        "channel": place.channel,
        "ts": place.ts,
        "thread_ts": place.thread_ts,
        "direct": place.direct,
        "asker": user,
        "person": person,
        "text": text,
        "asked_at": now,
        "state": _NEW if outcome is None else _READ,
        "attempts": 0,
        "outcome": outcome,
    }
    stored = (
        inserting.insert(tx, QuestionRow)
        .values(values)
        .on_conflict_do_nothing()
        .returning(col(QuestionRow.id))
    )
    found: int | None = tx.connection().execute(stored).scalar()
    return found


def waiting(tx: Session, now: datetime) -> bool:
    """Whether there is a question to read."""
    return tx.execute(_next(now).with_only_columns(col(QuestionRow.id))).first() is not None


def claim(tx: Session, now: datetime, lease: timedelta) -> Claim | None:
    """The next question to read; nobody else reads it until the lease ends."""
    row = tx.execute(_next(now).with_for_update(of=QuestionRow, skip_locked=True)).scalar()
    if row is None:
        return None
    row.attempts += 1
    row.lease_until = now + lease
    tx.flush()
    return Claim(_asked(row), row.attempts)


def settle(tx: Session, claimed: Claim, outcome: Mapping[str, object] | None) -> bool:
    """What was understood, None when it cannot be read; False when somebody else has read it meanwhile."""
    done = tx.connection().execute(
        update(QuestionRow)
        .where(
            col(QuestionRow.id) == claimed.asked.id,
            col(QuestionRow.attempts) == claimed.attempts,
            col(QuestionRow.state) == _NEW,
        )
        .values(lease_until=None, state=_READ if outcome else _FAILED, outcome=outcome)
    )
    tx.expire_all()
    return done.rowcount == 1


def get(tx: Session, question_id: int) -> Asked | None:
    """The question of that id."""
    row = tx.get(QuestionRow, question_id, populate_existing=True)
    return _asked(row) if row else None


def before(tx: Session, one: Asked) -> Sequence[Asked]:
    """What was asked before it in the same thread and was read, newest first."""
    thread = one.place.thread_ts
    return turns(tx, one.place.channel, thread, one.id) if thread else ()


def turns(tx: Session, channel: str, thread_ts: str, before: int | None = None) -> Sequence[Asked]:
    """What was asked in a thread and was read, newest first; with `before` only what came before that id."""
    rows = tx.execute(
        select(QuestionRow)
        .where(
            col(QuestionRow.channel) == channel,
            col(QuestionRow.thread_ts) == thread_ts,
            col(QuestionRow.state) == _READ,
            *([col(QuestionRow.id) < before] if before is not None else []),
        )
        .order_by(col(QuestionRow.id).desc())
        .limit(_TURNS)
    ).scalars()
    return [_asked(row) for row in rows]


def begun_by(tx: Session, channel: str, thread_ts: str) -> str | None:
    """Who began a thread by asking; None when its first message was no question."""
    return tx.execute(
        select(col(QuestionRow.asker)).where(
            col(QuestionRow.channel) == channel, col(QuestionRow.ts) == thread_ts
        )
    ).scalar()


def complain(tx: Session, question_id: int, remark: str, now: datetime) -> bool:
    """Somebody says that the answer is not what was asked: it is to be reviewed (again).

    False when there is no such question any more.
    """
    return _change(tx, question_id, review_at=now, remark=remark, reviewed_at=None)


def reviewed(tx: Session, question_id: int, now: datetime) -> bool:
    """It was looked at; False when it was not on the list."""
    return _change(tx, question_id, only_listed=True, reviewed_at=now)


def to_review(tx: Session, limit: int = 200) -> Sequence[Asked]:
    """What people said is wrong and nobody has looked at, oldest first."""
    rows = tx.execute(
        select(QuestionRow).where(_listed()).order_by(col(QuestionRow.id)).limit(limit)
    ).scalars()
    return [_asked(row) for row in rows]


def forget(tx: Session, before: datetime) -> int:
    """Delete the questions that were asked before; answers with how many."""
    return tx.connection().execute(delete(QuestionRow).where(col(QuestionRow.asked_at) < before)).rowcount


def erase(tx: Session, words: Sequence[str]) -> None:
    """Forget the text of every question that holds one of these, in any case.

    Databases know capitals of few alphabets, so this reads every question; it is rarely done.
    """
    sought = [_folded(each) for each in words if each]
    rows = tx.execute(select(col(QuestionRow.id), col(QuestionRow.text), col(QuestionRow.remark))).all()
    held = [
        number
        for number, text, remark in rows
        if any(each in _folded(f"{text}\n{remark or ''}") for each in sought)
    ]
    for some in bulk.pieces(held):
        tx.connection().execute(
            update(QuestionRow)
            .where(col(QuestionRow.id).in_(some))
            .values(text=_ERASED, remark=None, outcome=None)
        )
    tx.expire_all()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _next(now: datetime) -> Select[QuestionRow]:
    """A conversation is read in its order: what came before may be what a question refers to."""
    earlier = aliased(QuestionRow)
    waits = exists().where(
        col(earlier.channel) == col(QuestionRow.channel),
        col(earlier.thread_ts) == col(QuestionRow.thread_ts),
        col(earlier.id) < col(QuestionRow.id),
        col(earlier.state) == _NEW,
    )
    free = or_(col(QuestionRow.lease_until).is_(None), col(QuestionRow.lease_until) <= now)
    return (
        select(QuestionRow)
        .where(col(QuestionRow.state) == _NEW, free, ~waits)
        .order_by(col(QuestionRow.id))
        .limit(1)
    )


def _change(tx: Session, question_id: int, *, only_listed: bool = False, **values: object) -> bool:
    where = [col(QuestionRow.id) == question_id, *([_listed()] if only_listed else [])]
    done = tx.connection().execute(update(QuestionRow).where(*where).values(**values))
    tx.expire_all()
    return done.rowcount == 1


def _listed() -> ColumnElement[bool]:
    return and_(col(QuestionRow.review_at).is_not(None), col(QuestionRow.reviewed_at).is_(None))


def _asked(row: QuestionRow) -> Asked:
    place = Place(row.channel, row.ts, row.thread_ts, row.direct)
    return Asked(row.id or 0, place, row.asker, row.person, row.text, row.asked_at, row.outcome, row.remark)
