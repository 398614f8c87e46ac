"""The deals that are stored, as the domain has them."""

from sqlmodel import col, select

from bot.domain.deal import Deal
from storage import facts, figures
from storage.database import Session


def of_handoff(tx: Session, handoff_id: int) -> dict[str, Deal]:
    """The deals of a handoff by their keys."""
    rows = tx.exec(select(figures.Deal).where(col(figures.Deal.handoff_id) == handoff_id))
    return {row.key: _deal(row) for row in rows}


def _deal(row: figures.Deal) -> Deal:
    closed_at = None if row.closed_at is None else facts.instant(row.closed_at)
    return Deal(facts.instant(row.created_at), row.amount, row.currency, closed_at, row.won)
