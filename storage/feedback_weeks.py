"""What was said of campaigns and leads in a while, how it was read, and what marketing made of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import Session, col, func, select

from bot.domain.feedback import AnswerId, AnswerKind, Origin
from bot.domain.post import Kind as Post
from bot.domain.promise import Kind
from storage import bulk, facts, feedback_sight
from storage.feedback_labels import Readings
from storage.feedback_tables import FeedbackAnswer, FeedbackRow
from storage.tables import PostRow, PromiseRow


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


def themes(read: Mapping[int, Readings], ids: Sequence[int]) -> Mapping[str, list[int]]:
    """The items of each theme, in the order in which they are given."""
    found: dict[str, list[int]] = {}
    for one in ids:
        for theme in dict.fromkeys(read[one].standing.themes if one in read else ()):
            found.setdefault(theme, []).append(one)
    return found


def competitors(read: Mapping[int, Readings]) -> Sequence[tuple[str, int]]:
    """The listed competitors that the items name, with how many items name each; the most named first."""
    named = Counter(name for one in read.values() for name in set(one.standing.competitors))
    return sorted(named.items(), key=lambda one: (-one[1], one[0]))


def tagged(tx: Session, read: Mapping[int, Readings]) -> tuple[int, int]:
    """How many items have a theme, and of how many people said other themes than the machines had found.

    A tap on a theme that was offered corrects nobody.
    """
    tapped = _which(tx, tuple(read), col(FeedbackRow.origin) == str(Origin.ASK))
    both = [(one.machines, one.person) for number, one in read.items() if number not in tapped]
    corrected = sum(set(found.themes) != set(said.themes) for found, said in both if found and said)
    return sum(bool(one.standing.themes) for one in read.values()), corrected


def quotable(tx: Session, ids: Sequence[int]) -> tuple[int, ...]:
    """The items, in their order, that everybody may read again: those said where leads are handed over."""
    ours = exists().where(
        col(PostRow.channel) == col(FeedbackRow.channel),
        col(PostRow.kind).in_([str(Post.CARD), str(Post.CAMPAIGN)]),
    )
    open_ = _which(tx, ids, and_(col(FeedbackRow.ts).is_not(None), ours))
    return tuple(one for one in ids if one in open_)


def _which(tx: Session, ids: Sequence[int], such: ColumnElement[bool]) -> set[int]:
    """Those of the items that are such."""
    return {
        one or 0
        for some in bulk.pieces(ids)
        for one in tx.exec(select(FeedbackRow.id).where(col(FeedbackRow.id).in_(some), such))
    }


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
