"""What was said of campaigns and leads in a while, how it was read, and what marketing made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from bot.domain.feedback import AnswerId, AnswerKind
from bot.domain.promise import Kind
from storage import facts, feedback_labels, feedback_sight
from storage.feedback_tables import FeedbackAnswer
from storage.tables import PromiseRow


@dataclass(frozen=True, slots=True)
class Owed:
    """Marketing's answers: those given in a while, what waits at its end, and what of it waits too long."""

    given: int
    open: int
    late: int


def items(tx: Session, start: datetime, end: datetime) -> tuple[int, ...]:
    """The items that were said in [start, end) and count, as the metrics count them, oldest first."""
    said = feedback_sight.SAID_AT
    rows = tx.connection().execute(
        select(feedback_sight.ITEM, said)
        .select_from(feedback_sight.SOURCE)
        .where(
            said >= facts.micros(start),
            said < facts.micros(end),
            feedback_sight.STANDS,
            feedback_sight.counted(facts.COUNTS),
            feedback_sight.known(facts.micros(end) or 0),
        )
        .order_by(said, feedback_sight.ITEM)
        .distinct()
    )
    return tuple(row[0] for row in rows)


def themes(tx: Session, ids: Sequence[int]) -> Mapping[str, list[int]]:
    """The items of each theme, in the order in which they are given."""
    found: dict[str, list[int]] = {}
    read = feedback_labels.of(tx, ids)
    for one in ids:
        for theme in dict.fromkeys(read[one].themes if one in read else ()):
            found.setdefault(theme, []).append(one)
    return found


def readings(tx: Session, ids: Sequence[int]) -> tuple[int, int]:
    """How many items were tagged, and of how many people said other themes than the machines had found."""
    found = feedback_labels.readings(tx, ids).values()
    both = [(one.machines, one.person) for one in found if one.machines and one.person]
    corrected = sum(set(read.themes) != set(said.themes) for read, said in both)
    return len(found), corrected


def owed(tx: Session, start: datetime, until: datetime) -> Owed:
    """The promises to answer: kept in [start, until), running at its end, and of those the late ones."""
    mine = select(func.count()).select_from(PromiseRow).where(PromiseRow.kind == Kind.ANSWER)
    kept, ended = col(PromiseRow.kept_at), col(PromiseRow.ended_at)
    running = mine.where(col(PromiseRow.started_at) < until, (ended.is_(None)) | (ended >= until))
    return Owed(
        given=tx.exec(mine.where(kept >= start, kept < until)).one(),
        open=tx.exec(running).one(),
        late=tx.exec(running.where(col(PromiseRow.due_at) < until)).one(),
    )


def changed(tx: Session, start: datetime, end: datetime, limit: int) -> tuple[AnswerId, ...]:
    """The newest answers of [start, end) by which marketing said what it had changed."""
    rows = tx.exec(
        select(FeedbackAnswer.id)
        .where(
            FeedbackAnswer.kind == AnswerKind.CHANGED,
            FeedbackAnswer.at >= start,
            FeedbackAnswer.at < end,
            FeedbackAnswer.text != "",
        )
        .order_by(col(FeedbackAnswer.at).desc(), col(FeedbackAnswer.id).desc())
        .limit(limit)
    )
    return tuple(AnswerId(one) for one in rows if one is not None)
