"""Who was asked how a lead was, and about which leads somebody may be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, col, select

from bot.domain.handoff import DECIDED
from storage import inserting
from storage.feedback import COUNTS
from storage.feedback_tables import FeedbackAsk, FeedbackRow
from storage.figures import OutcomeRow
from storage.tables import HandoffRow

_MOST = 1000  # leads that are looked at in one go


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to one person about one lead's pass."""

    id: int
    handoff_id: int
    person: str
    at: datetime


def candidates(tx: Session, since: datetime, until: datetime) -> Sequence[tuple[int, str]]:
    """Handoffs with a decision or an outcome between, and who may be asked about each, the newest first.

    Not those that were imported or told nobody, nor those about whose lead the person was asked, or said
    something, already.
    """
    decided = (
        select(HandoffRow.id, HandoffRow.decided_by)
        .where(
            col(HandoffRow.decided_at).between(since, until),
            col(HandoffRow.status).in_([str(one) for one in DECIDED]),
            *_free(col(HandoffRow.decided_by)),
        )
        .order_by(col(HandoffRow.decided_at).desc())
    )
    ended = (
        select(HandoffRow.id, HandoffRow.owner)
        .join(OutcomeRow, col(OutcomeRow.handoff_id) == col(HandoffRow.id))
        .where(col(OutcomeRow.at).between(since, until), *_free(col(HandoffRow.owner)))
        .order_by(col(OutcomeRow.at).desc())
    )
    rows = [*tx.exec(decided.limit(_MOST)), *tx.exec(ended.limit(_MOST))]
    return list(dict.fromkeys((number, person) for number, person in rows if number and person))


def claim(tx: Session, handoff_id: int, person: str, week: str, most: int, now: datetime) -> Ask | None:
    """Ask now, in the first place of the person's week that is free; None when all are taken."""
    for place in range(1, most + 1):
        row = inserting.insert(tx, FeedbackAsk).values(
            handoff_id=handoff_id, person=person, week=week, place=place, at=now
        )
        added = row.on_conflict_do_nothing().returning(col(FeedbackAsk.id))
        number = tx.connection().execute(added).scalar_one_or_none()
        if number is not None:
            return Ask(number, handoff_id, person, now)
    return None


def get(tx: Session, ask_id: int) -> Ask | None:
    """The ask of that id."""
    row = tx.get(FeedbackAsk, ask_id, populate_existing=True)
    return Ask(row.id or 0, row.handoff_id, row.person, row.at) if row else None


def of_handoff(tx: Session, handoff_id: int) -> Sequence[int]:
    """The ids of what was asked about a handoff."""
    asked = select(FeedbackAsk.id).where(FeedbackAsk.handoff_id == handoff_id)
    return [number or 0 for number in tx.exec(asked.order_by(col(FeedbackAsk.id)))]


def has_said(tx: Session, handoff_id: int, person: str) -> bool:
    """Whether the person said something of the handoff's lead that counts."""
    here = select(HandoffRow.id).where(HandoffRow.id == handoff_id, _said(col(HandoffRow.lead_id), person))
    return tx.exec(here).first() is not None


def _free(person: Mapped[str | None]) -> tuple[ColumnElement[bool], ...]:
    passes = aliased(HandoffRow)
    asked = exists().where(
        col(FeedbackAsk.person) == person,
        col(FeedbackAsk.handoff_id) == col(passes.id),
        col(passes.lead_id) == col(HandoffRow.lead_id),
    )
    return (
        person.is_not(None),
        col(HandoffRow.import_id).is_(None),
        ~col(HandoffRow.quiet),
        ~asked,
        ~_said(col(HandoffRow.lead_id), person),
    )


def _said(lead: Mapped[int], person: Mapped[str | None] | str) -> ColumnElement[bool]:
    """The person said something of any pass of the lead."""
    passes = aliased(HandoffRow)
    return exists().where(
        and_(
            COUNTS,
            col(FeedbackRow.author) == person,
            col(FeedbackRow.handoff_id) == col(passes.id),
            col(passes.lead_id) == lead,
        )
    )
