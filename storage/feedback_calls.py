"""Which items a language model is asked about: those of which the rules do not say what they are about.

A call is claimed before it is made: after a crash it is made again when the claim ends, and only so often.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, update
from sqlmodel import Session, col, select

from bot.domain.feedback import Item
from bot.domain.metric import Dimension
from bot.domain.theme import OTHER
from storage import feedback, inserting, labels
from storage.feedback_tables import FeedbackCall, FeedbackLabel, FeedbackRow, FeedbackTheme

MOST = 4  # calls about one version of a text


@dataclass(frozen=True, slots=True)
class Call:
    """A call that one worker may make now; the number of the try tells whether it still may."""

    item: Item
    tries: int


def waiting(tx: Session, rules: str, since: datetime, now: datetime) -> Item | None:
    """The newest item said since then whose present text these rules have read, and are silent on.

    None that a person labelled, nor one about whose text a call was made or is being made.
    """
    read = exists().where(*_of_text(FeedbackLabel), col(FeedbackLabel.by_rules) == rules)
    person = col(FeedbackLabel.by_person).is_not(None)
    said = exists().where(col(FeedbackLabel.feedback_id) == col(FeedbackRow.id), person)
    other = labels.numbers(tx, Dimension.THEME, (OTHER,)).values()
    themed = exists().where(
        col(FeedbackTheme.feedback_id) == col(FeedbackRow.id), col(FeedbackTheme.label_id).not_in(other)
    )
    next_at, tries = col(FeedbackCall.next_at), col(FeedbackCall.tries)
    called = exists().where(*_of_text(FeedbackCall), or_(next_at.is_(None), next_at > now, tries >= MOST))
    row = tx.exec(
        select(FeedbackRow)
        .where(feedback.COUNTS, col(FeedbackRow.text) != "", col(FeedbackRow.said_at) >= since)
        .where(read, ~said, ~themed, ~called)
        .order_by(col(FeedbackRow.said_at).desc(), col(FeedbackRow.id).desc())
        .limit(1)
    ).first()
    return feedback.as_item(row) if row else None


def claim(tx: Session, item: Item, now: datetime, lease: timedelta) -> Call | None:
    """The call about the item's text; nobody else makes it until the lease ends. None where somebody does."""
    until = now + lease
    first = inserting.insert(tx, FeedbackCall).values(
        feedback_id=item.id, version=item.version, tries=1, next_at=until
    )
    again = first.on_conflict_do_update(
        index_elements=["feedback_id", "version"],
        set_={"tries": col(FeedbackCall.tries) + 1, "next_at": until},
        where=and_(col(FeedbackCall.next_at) <= now, col(FeedbackCall.tries) < MOST),
    )
    tries = tx.connection().execute(again.returning(col(FeedbackCall.tries))).scalar()
    return None if tries is None else Call(item, tries)


def settle(tx: Session, call: Call, again_at: datetime | None) -> bool:
    """The call was made, and may be again from then on, if at all; False when somebody took it over."""
    done = tx.connection().execute(
        update(FeedbackCall)
        .where(
            col(FeedbackCall.feedback_id) == call.item.id,
            col(FeedbackCall.version) == call.item.version,
            col(FeedbackCall.tries) == call.tries,
        )
        .values(next_at=again_at)
    )
    return done.rowcount == 1


def _of_text(table: type[FeedbackLabel | FeedbackCall]) -> tuple[ColumnElement[bool], ...]:
    """That a row is about the present text of an item."""
    return col(table.feedback_id) == col(FeedbackRow.id), col(table.version) == col(FeedbackRow.version)
