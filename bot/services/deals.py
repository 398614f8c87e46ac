"""What became of a lead, as the CRM reports it: kept with the pass that it came out of."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import deal as deals
from bot.domain.deal import Told
from bot.domain.handoff import Handoff, HandoffId, Status, Step
from bot.domain.lead import LeadEvent
from bot.services import timeline
from storage import handoffs, outcomes
from storage.database import Session

RECORDED, KNOWN, NOTHING = "outcome recorded", "outcome known before", "no handoff"


def take_in(
    tx: Session, lead_id: int, event: LeadEvent, now: datetime, *, quiet: bool
) -> tuple[str, HandoffId | None]:
    """Keep the outcomes of an event; says what became of it, and for which handoff.

    An opportunity that has a key stays one, on the pass of its first outcome, in whatever order its outcomes
    arrive. `quiet`: the card's thread does not hear of it.
    """
    passes = handoffs.of_lead(tx, lead_id)
    told, key = deals.outcomes(event), deals.key(event)
    if not passes or not told:
        return NOTHING, None
    first = min(one.at for one in told)
    earlier = outcomes.first_told(tx, lead_id, key) if key else None
    handoff = pass_at(passes, min(first, earlier) if earlier else first)
    if key:
        outcomes.gather(tx, lead_id, key, handoff.id)
    new = outcomes.record(tx, handoff.id, key, told)
    if new and not quiet:
        timeline.note(tx, handoff, Step.OUTCOME, now, _facts(told[-1]))
    return RECORDED if new else KNOWN, handoff.id


def pass_at(passes: Sequence[Handoff], at: datetime) -> Handoff:
    """The pass that an outcome belongs to: the latest one handed over by then.

    What happened before the first contact belongs to the first pass. Withdrawn passes are passed over as long
    as there are others.
    """
    counted = [one for one in passes if one.status is not Status.WITHDRAWN] or list(passes)
    ordered = sorted(counted, key=lambda one: (one.handed_at, one.id))
    return next((one for one in reversed(ordered) if one.handed_at <= at), ordered[0])


def _facts(told: Told) -> dict[str, str]:
    amount = {} if told.amount is None else {"amount": str(told.amount), "currency": told.currency or ""}
    return {"outcome": str(told.kind), **amount}
