"""Gathering everything that is known of a handoff, for showing it."""

from datetime import datetime

from bot.domain.agreement import Agreement
from bot.domain.brief import Brief
from bot.domain.handoff import Handoff
from bot.services.clocks import Clocks
from storage import handoffs, leads, people, promises
from storage.database import Session


class Briefs:
    """Briefs of one agreement's handoffs."""

    def __init__(self, agreement: Agreement, clocks: Clocks) -> None:
        self._agreement = agreement
        self._clocks = clocks

    def of(self, tx: Session, handoff_id: int, now: datetime) -> Brief | None:
        """The brief of a handoff as of `now`."""
        handoff = handoffs.get(tx, handoff_id)
        return self.about(tx, handoff, now) if handoff else None

    def about(self, tx: Session, handoff: Handoff, now: datetime) -> Brief | None:
        """The brief of a handoff that was read already."""
        known = leads.get(tx, handoff.lead_id)
        if known is None:
            return None
        all_promises = promises.of_handoff(tx, handoff.id)
        running = next((p for p in reversed(all_promises) if p.ended_at is None), None)
        at_work = handoff.owner is not None and self._clocks.opens_at(tx, handoff.owner, now) <= now
        return Brief(
            handoff=handoff,
            lead=known.lead,
            promises=all_promises,
            log=handoffs.entries(tx, handoff.id),
            agreement=self._agreement,
            now=now,
            left=self._clocks.left(tx, running, now) if running else 0.0,
            owner_at_work=at_work,
            prior=handoffs.get(tx, handoff.prior_id) if handoff.prior_id else None,
            flags=known.flags,
            slack_ids=people.slack_ids(tx),
        )
