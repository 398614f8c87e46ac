"""Outcomes of handoffs, and the deals that follow from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from bot.domain import deal as deals
from bot.domain.deal import Told
from bot.domain.lead import OutcomeKind
from bot.domain.metric import Anchor
from bot.domain.query import Filter
from storage import facts, inserting, sight
from storage.figures import Deal, Fact, OutcomeRow
from storage.tables import HandoffRow


@dataclass(frozen=True, slots=True)
class Reported:
    """An outcome that the CRM reported of a handoff; the amount in hundredths of its currency."""

    kind: OutcomeKind
    handoff_id: int
    amount: int | None
    currency: str | None


_UNIQUE = ["handoff_id", "deal", "kind", "at"]


def record(tx: Session, handoff_id: int, deal: str, told: Iterable[Told]) -> int:
    """Keep what was reported of a handoff's deal, and derive the deal; answers with how much of it is new.

    The same report again only corrects its amount and currency.
    """
    new = sum(_keep(tx, handoff_id, deal, one) for one in told)
    derive(tx, handoff_id, deal)
    return new


def first_told(tx: Session, lead_id: int, deal: str) -> datetime | None:
    """When the earliest outcome of a deal happened, on whichever pass of the lead it is kept."""
    of_lead = select(func.min(OutcomeRow.at)).join(HandoffRow, col(HandoffRow.id) == OutcomeRow.handoff_id)
    return tx.exec(of_lead.where(HandoffRow.lead_id == lead_id, OutcomeRow.deal == deal)).one()


def gather(tx: Session, lead_id: int, deal: str, into: int) -> None:
    """A deal is one: what other passes of the lead hold of it becomes `into`'s."""
    elsewhere = (
        select(OutcomeRow)
        .join(HandoffRow, col(HandoffRow.id) == OutcomeRow.handoff_id)
        .where(HandoffRow.lead_id == lead_id, OutcomeRow.deal == deal, OutcomeRow.handoff_id != into)
        .order_by(col(OutcomeRow.id))
    )
    moved = [(row.id, row.handoff_id, _told(row)) for row in tx.exec(elsewhere)]
    for row_id, _, told in moved:
        tx.connection().execute(delete(OutcomeRow).where(col(OutcomeRow.id) == row_id))
        _keep(tx, into, deal, told)
    for left in sorted({handoff_id for _, handoff_id, _ in moved}):
        derive(tx, left, deal)


def reported(tx: Session, start: datetime, end: datetime, filters: Sequence[Filter]) -> tuple[Reported, ...]:
    """What happened in [start, end) to handoffs that figures count and the filters let through."""
    rows = tx.exec(
        select(OutcomeRow)
        .join(Fact, col(Fact.handoff_id) == OutcomeRow.handoff_id)
        .where(
            OutcomeRow.at >= start,
            OutcomeRow.at < end,
            Fact.left_out == facts.COUNTS,
            *sight.filtered(tx, filters, facts.micros(end) or 0, Anchor.HANDED),
        )
        .order_by(col(OutcomeRow.at), col(OutcomeRow.id))
    )
    return tuple(Reported(OutcomeKind(row.kind), row.handoff_id, row.amount, row.currency) for row in rows)


def of_handoff(tx: Session, handoff_id: int) -> tuple[tuple[str, Told], ...]:
    """What was reported of a handoff: the deal and the outcome, in the order in which they happened."""
    rows = tx.exec(
        select(OutcomeRow)
        .where(OutcomeRow.handoff_id == handoff_id)
        .order_by(col(OutcomeRow.at), col(OutcomeRow.id))
    )
    return tuple((row.deal, _told(row)) for row in rows)


def derive(tx: Session, handoff_id: int, deal: str) -> None:
    """Write a deal as its outcomes tell it now; one without any is gone."""
    rows: Sequence[OutcomeRow] = tx.exec(
        select(OutcomeRow).where(OutcomeRow.handoff_id == handoff_id, OutcomeRow.deal == deal)
    ).all()
    facts.mark(tx, handoff_id)
    found = deals.state(_told(row) for row in rows)
    if found is None:
        gone = delete(Deal).where(col(Deal.handoff_id) == handoff_id, col(Deal.key) == deal)
        tx.connection().execute(gone)
        return
    values = deal_values(found)
    insert = inserting.insert(tx, Deal).values(handoff_id=handoff_id, key=deal, **values)
    tx.connection().execute(
        insert.on_conflict_do_update(index_elements=["handoff_id", "key"], set_=values),
    )
    tx.expire_all()


def deal_values(deal: deals.Deal) -> dict[str, object]:
    """A deal as its row holds it."""
    return {
        "created_at": facts.micros(deal.created_at),
        "amount": deal.amount,
        "currency": deal.currency,
        "closed_at": facts.micros(deal.closed_at),
        "won": deal.won,
    }


def _keep(tx: Session, handoff_id: int, deal: str, told: Told) -> bool:
    """Store one outcome; False when it was there, with this amount or another one."""
    insert = inserting.insert(tx, OutcomeRow).values(
        handoff_id=handoff_id, deal=deal, kind=str(told.kind), at=told.at,
        amount=told.amount, currency=told.currency,
    )  # fmt: skip
    same = (
        OutcomeRow.handoff_id == handoff_id, OutcomeRow.deal == deal,
        OutcomeRow.kind == told.kind, OutcomeRow.at == told.at,
    )  # fmt: skip
    known = tx.exec(select(OutcomeRow.id).where(*same)).first() is not None
    # What a report does not name it does not correct.
    named = {"amount": told.amount, "currency": told.currency}
    corrected = {name: value for name, value in named.items() if value is not None}
    tx.connection().execute(
        insert.on_conflict_do_update(index_elements=_UNIQUE, set_=corrected)
        if corrected
        else insert.on_conflict_do_nothing()
    )
    tx.expire_all()
    return not known


def _told(row: OutcomeRow) -> Told:
    return Told(OutcomeKind(row.kind), row.at, row.amount, row.currency)
