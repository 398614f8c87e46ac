"""Keeping facts true: whatever changes a handoff marks it, and the end of the unit of work derives it anew.

A row is derived from the handoff, its promises and its outcomes and depends on nothing that was there before,
but for handoffs without promises, which were imported as the past: their due time came with them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.domain import facts as dimensions
from bot.domain.handoff import Status
from bot.domain.metric import Dimension
from bot.domain.promise import Kind
from storage import inserting
from storage.figures import Fact, OutcomeRow
from storage.labels import Labels
from storage.tables import HandoffRow, PromiseRow
from storage.types import EPOCH, MICROSECOND

NONE, ACCEPTED, REJECTED, RECYCLED = range(4)
COUNTS, WITHDRAWN, TEST, DUPLICATE = range(4)

DECISION: Mapping[str, int] = {
    Status.ACCEPTED: ACCEPTED,
    Status.REJECTED: REJECTED,
    Status.RECYCLED: RECYCLED,
}
RETURNED = timedelta(days=14)  # accepted and recycled within this time, see the agreement on metrics

# What the frozen attributes of a handoff are called.
FROZEN = (
    Dimension.SOURCE, Dimension.MEDIUM, Dimension.SEGMENT, Dimension.REGION, Dimension.PERSONA,
    Dimension.INDUSTRY, Dimension.COMPANY_SIZE, Dimension.SCORE_BAND,
)  # fmt: skip
_SQL = ("sql", "opportunity", "won", "lost")
_OPPORTUNITY = ("opportunity", "won", "lost")
_MARK = "facts to derive"

Values = dict[str, object]


def micros(at: datetime | None) -> int | None:
    """An instant as facts hold it: microseconds since 1970-01-01 UTC."""
    return None if at is None else (at - EPOCH) // MICROSECOND


def instant(at: int) -> datetime:
    """The instant that facts hold as a number, aware UTC."""
    return EPOCH + at * MICROSECOND


def mark(tx: Session, handoff_id: int | None) -> None:
    """Something about a handoff has changed: its facts are derived when this unit of work ends."""
    if handoff_id is not None:
        tx.info.setdefault(_MARK, set()).add(handoff_id)


def settle(tx: Session) -> None:
    """Derive the facts of all handoffs that were marked, always in one order."""
    marked: set[int] = tx.info.pop(_MARK, set())
    if marked:
        tx.flush()
        labels = Labels(tx)
        for handoff_id in sorted(marked):
            derive(tx, handoff_id, labels)


def derive(tx: Session, handoff_id: int, labels: Labels) -> None:
    """Write a handoff's facts as its rows have them now."""
    row = tx.get(HandoffRow, handoff_id, populate_existing=True)
    if row is None:
        return
    values = {
        "handoff_id": handoff_id,
        **_decision(row),
        **_promised(tx, row),
        **_outcomes(tx, handoff_id),
        **_dimensions(row, labels),
    }
    inserting.put(tx, Fact, "handoff_id", values)


def missing(tx: Session, after: int, limit: int) -> list[int]:
    """Handoffs without facts, from before there were any, in order; those beyond the one that is given."""
    rows = tx.exec(
        select(HandoffRow.id)
        .outerjoin(Fact, col(Fact.handoff_id) == col(HandoffRow.id))
        .where(col(Fact.handoff_id).is_(None), col(HandoffRow.id) > after)
        .order_by(col(HandoffRow.id))
        .limit(limit)
    )
    return [one for one in rows if one is not None]


def reached(told: Iterable[tuple[str, datetime]]) -> dict[str, int | None]:
    """When a handoff of these outcomes got how far."""
    outcomes = list(told)
    return {
        "sql_at": micros(min((at for kind, at in outcomes if kind in _SQL), default=None)),
        "opportunity_at": micros(min((at for kind, at in outcomes if kind in _OPPORTUNITY), default=None)),
    }


def _decision(row: HandoffRow) -> Values:
    """The first decision, and how the handoff stands now."""
    decided = row.status in DECISION
    status = row.first_status or (row.status if decided else None)
    at = row.first_decided_at or (row.decided_at if decided else None)
    return {
        "handed_at": micros(row.handed_at),
        "decided_at": micros(at),
        "decision": DECISION.get(status or "", NONE),
        "is_open": row.status == Status.OPEN,
        "left_out": _left_out(row),
        "returned_at": micros(_returned(row)),
        "complete": all(one.get("met") is True for one in row.criteria) if row.criteria else None,
    }


def _left_out(row: HandoffRow) -> int:
    if row.dimensions.get("test"):
        return TEST
    if row.dimensions.get("duplicate"):
        return DUPLICATE
    return WITHDRAWN if row.status == Status.WITHDRAWN else COUNTS


def _returned(row: HandoffRow) -> datetime | None:
    accepted_first = row.first_status == Status.ACCEPTED and row.first_decided_at is not None
    if not accepted_first or row.status != Status.RECYCLED or row.decided_at is None:
        return None
    soon = row.first_decided_at is not None and row.decided_at - row.first_decided_at <= RETURNED
    return row.decided_at if soon else None


def _promised(tx: Session, row: HandoffRow) -> Values:
    """What sales owed: the decision that the figures count, and the first touch."""
    owed = tx.exec(
        select(PromiseRow).where(PromiseRow.handoff_id == row.id).order_by(col(PromiseRow.id))
    ).all()
    if not owed:
        return {"excused": row.excused is not None, "touched_at": micros(row.touched_at)}
    touch = next((one for one in reversed(owed) if one.kind == Kind.TOUCH and one.excused is None), None)
    return {
        **_decide_promised(row, [one for one in owed if one.kind == Kind.DECIDE]),
        "touch_due_at": micros(touch.due_at) if touch else None,
        "touched_at": micros(touch.kept_at) if touch else None,
    }


def _decide_promised(row: HandoffRow, owed: Sequence[PromiseRow]) -> Values:
    if not owed:
        # The past, left open, and decided since: only the first touch was promised here.
        return {"excused": row.excused is not None}
    decided_at = row.first_decided_at or row.decided_at
    # What was promised after the first decision is about another one.
    before = [one for one in owed if decided_at is None or one.started_at <= decided_at]
    decide = (before or owed)[-1]
    return {
        "due_at": micros(decide.due_at),
        "worked": None if decide.spent is None else round(decide.spent * 1_000_000),
        "excused": decide.excused is not None,
    }


def _outcomes(tx: Session, handoff_id: int) -> Values:
    """When it got how far; whoever reached a later stage has passed the earlier ones."""
    told = tx.exec(select(OutcomeRow.kind, OutcomeRow.at).where(OutcomeRow.handoff_id == handoff_id)).all()
    return {**reached(told)}


def _dimensions(row: HandoffRow, labels: Labels) -> Values:
    frozen = {one: str(row.dimensions.get(one) or "") or None for one in FROZEN}
    numbers = labels.of_all(
        frozen
        | {
            Dimension.OWNER: row.owner,
            Dimension.REJECT_REASON: row.first_reason if row.first_status else row.reason,
            Dimension.TIER: row.tier,
            Dimension.DEFINITION_VERSION: row.definition,
        }
    )
    named = str(row.dimensions.get("campaign") or row.campaign or "") or None
    campaign_id = str(row.dimensions.get("campaign_id") or "") or None
    campaign = labels.campaign(campaign_id, named, (row.handed_at - EPOCH) // MICROSECOND)
    # It is known from now on; what it was called long ago renames nothing.
    labels.campaign(*dimensions.first_campaign(row.dimensions), 0)
    return {**{str(one): number for one, number in numbers.items()}, str(Dimension.CAMPAIGN): campaign}
