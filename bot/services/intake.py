"""Working in what sources sent: who is it, is a handoff to be opened or updated, what must people see?

One raw event is one unit of work. Whatever goes wrong with an event, its neighbours are worked in, and the
event stays where `handoff events` shows it.
"""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import merging
from bot.domain.agreement import Agreement
from bot.domain.handoff import Handoff, HandoffId, Status, Step
from bot.domain.lead import EventType, FieldError, Lead, LeadEvent
from bot.services import changes, deals, erasure, guard, openings, timeline
from bot.services.clocks import Clocks
from bot.services.openings import Opening
from storage import awaited, handoffs, leads, raw_events
from storage.database import Database, Session
from storage.leads import Known
from storage.raw_events import Raw

Reader = Callable[[object, datetime], LeadEvent | Sequence[FieldError] | None]

ATTEMPTS = 5
_BATCH = 32


@dataclass(frozen=True, slots=True)
class Settled:
    """What was made of an event; `outcome` is the word that counts are kept by.

    `waits_for`: nothing yet, because it is about somebody who is not known by any of these identities.
    """

    outcome: str
    handoff: HandoffId | None = None
    waits_for: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Arrived:
    """An event with the person it is about, as far as known, and what is odd about it."""

    event: LeadEvent
    known: Known | None
    flags: tuple[str, ...]
    raw: Raw
    now: datetime


class Intake:
    """The worker. `readers`: source -> how an item becomes a lead event, its errors, or None to ignore it."""

    def __init__(
        self,
        db: Database,
        agreement: Agreement,
        clocks: Clocks,
        readers: Mapping[str, Reader],
        wake: Callable[[], None],
    ) -> None:
        self._db = db
        self._agreement = agreement
        self._clocks = clocks
        self._readers = readers
        self._wake = wake
        self._verbs: Mapping[EventType, Callable[[Session, Arrived], Settled]] = {
            EventType.QUALIFIED: self._qualified,
            EventType.UPDATED: self._updated,
            EventType.UNQUALIFIED: self._unqualified,
            EventType.OUTCOME: self._outcome,
            EventType.DELETED: self._deleted,
            EventType.MERGED: self._merged,
        }

    async def work_off(self, import_id: int | None = None) -> int:
        """Work in everything that waits; answers with how many events were looked at."""
        worked = 0
        while ids := await self._db.read(lambda tx: raw_events.waiting(tx, _BATCH, import_id)):
            await self._work_in_order(ids)
            worked += len(ids)
            self._wake()
        return worked

    async def _work_in_order(self, ids: Sequence[int]) -> None:
        """As they came: what unqualifies a person must not overtake what qualified them.

        An exclusive database runs units in the order in which they are given, and commits them together.
        """
        if self._db.is_exclusive:
            await asyncio.gather(*(self._guarded(event_id) for event_id in ids))
            return
        for event_id in ids:
            await self._guarded(event_id)

    async def _guarded(self, event_id: int) -> None:
        """One event. One that raises is tried again, a few times, and then shown as dead."""
        now = await self._db.now()
        with guard.guarded(f"raw event {event_id}") as trouble:
            await self._db.run(lambda tx: self.work_in(tx, event_id, now))
        if trouble.error is not None:
            reason = f"internal error: {type(trouble.error).__name__}"
            await self._db.run(lambda tx: raw_events.failed(tx, event_id, reason, ATTEMPTS))

    def work_in(self, tx: Session, event_id: int, now: datetime) -> None:
        """Map, validate, match and hand off one raw event, and settle it."""
        raw = raw_events.take(tx, event_id)
        if raw is None:
            return
        reader = self._readers.get(raw.source)
        if reader is None:
            raw_events.bury(tx, raw.id, f"the agreement file has no source “{raw.source}” any more")
            return
        try:
            item = json.loads(raw.body or b"")
        except ValueError:
            raw_events.bury(tx, raw.id, "it is not JSON")
            return
        event = reader(item, raw.received_at)
        match event:
            case None:
                raw_events.settle(tx, raw.id, "ignored")
            case LeadEvent():
                _conclude(tx, raw, self._settle(tx, event, raw, now))
            case problems:
                found: list[raw_events.Problem] = [{"field": p.path, "problem": p.problem} for p in problems]
                raw_events.bury(
                    tx, raw.id, "; ".join(f"{p.path} {p.problem}".strip() for p in problems), found
                )

    def _settle(self, tx: Session, event: LeadEvent, raw: Raw, now: datetime) -> Settled:
        if erasure.is_erased(tx, event):
            raw_events.forget_body(tx, raw.id)
            return Settled("erased before")
        known, flags = leads.match(tx, event.refs, event.person.email)
        return self._verbs[event.type](tx, Arrived(event, known, (*flags, *event.flags), raw, now))

    def _qualified(self, tx: Session, new: Arrived) -> Settled:
        passes = handoffs.of_lead(tx, new.known.id) if new.known else ()
        last = next((h for h in reversed(passes) if h.status is not Status.WITHDRAWN), None)
        if last and (settled := self._standing(tx, new, last)):
            return settled
        lead = merging.merge(new.known.lead if new.known else Lead(), new.event)
        stored = leads.save(tx, new.known, lead, new.flags, new.now)
        opening = Opening(
            source=new.event.source,
            quiet=self._is_quiet(tx, new),
            import_id=new.raw.import_id,
            prior=passes[-1] if passes else None,
        )
        handoff = openings.open_handoff(
            tx, stored.id, stored.lead, opening, self._agreement, self._clocks, new.now
        )
        return Settled("opened", handoff.id)

    def _standing(self, tx: Session, new: Arrived, last: Handoff) -> Settled | None:
        """Sameness rule 3: what an earlier pass makes of a new qualification; None lets it open a new one."""
        if last.status is Status.OPEN and last.quiet and not self._is_quiet(tx, new):
            self._updated(tx, new)
            openings.speak_up(tx, last, self._agreement, self._clocks, new.now)
            return Settled("updated", last.id)
        if last.status in (Status.OPEN, Status.ACCEPTED):
            return self._updated(tx, new)
        cool_down = timedelta(seconds=self._agreement.timing.cool_down)
        cooled = last.decided_at is not None and new.now - last.decided_at >= cool_down
        if last.status is Status.REJECTED and not cooled and last.reason != "bad_timing":
            self._updated(tx, new)
            return Settled("cooling down", last.id)
        return None

    def _updated(self, tx: Session, new: Arrived) -> Settled:
        """Merge what is new; an open or accepted handoff gets a line that says what changed."""
        if new.known is None:
            return Settled("unknown person")
        stored = leads.save(tx, new.known, merging.merge(new.known.lead, new.event), new.flags, new.now)
        passes = [h for h in handoffs.of_lead(tx, stored.id) if h.status is not Status.WITHDRAWN]
        current = passes[-1] if passes else None
        what = [
            *changes.between(new.known.lead, stored.lead),
            *(f for f in stored.flags if f not in new.known.flags),
        ]
        if current is None or not what:
            return Settled("updated" if what else "nothing new", current.id if current else None)
        if current.status in (Status.OPEN, Status.ACCEPTED):
            facts = {"what": ", ".join(what), "source": new.event.source}
            timeline.record(tx, current, Step.UPDATED, None, new.now, facts, current.offered)
        return Settled("updated", current.id)

    def _unqualified(self, tx: Session, new: Arrived) -> Settled:
        passes = handoffs.of_lead(tx, new.known.id) if new.known else ()
        current = next((h for h in passes if h.status is Status.OPEN), None)
        if current is None or new.known is None:
            return Settled("nothing open" if new.known else "unknown person")
        qualified_at = new.known.lead.written.get("qualification")
        if qualified_at is not None and new.event.occurred_at < qualified_at:
            return Settled("older than the qualification", current.id)
        why = new.event.qualification.reason or "marketing no longer counts it as qualified"
        withdrawn = openings.withdraw(tx, current, why, new.now)
        return Settled("withdrawn" if withdrawn else "decided before", current.id)

    def _deleted(self, tx: Session, new: Arrived) -> Settled:
        erasure.remember(tx, new.event, new.now)
        if new.known is not None:
            erasure.erase(tx, new.known, new.now)
        raw_events.forget_body(tx, new.raw.id)
        return Settled("erased")

    def _merged(self, tx: Session, new: Arrived) -> Settled:
        """The CRM says that several of its records are one person: the first reference stays."""
        found = [known for ref in new.event.refs if (known := leads.match(tx, [ref], None)[0])]
        once = list({known.id: known for known in found}.values())
        if len(once) < 2:
            return Settled("nothing to merge")
        kept, *others = once
        for other in others:
            self._keep_one_open(tx, kept, other, new.now)
            leads.absorb(tx, kept.id, other.id)
        return Settled("merged")

    def _outcome(self, tx: Session, new: Arrived) -> Settled:
        """What became of the lead; one that is not known yet is waited for."""
        if new.known is None:
            identities = awaited.identities((ref.key for ref in new.event.refs), new.event.person.email)
            # Somebody known by a phone number alone can never be recognised.
            return Settled("unknown person", waits_for=identities)
        return Settled(*deals.take_in(tx, new.known.id, new.event, new.now, quiet=self._is_quiet(tx, new)))

    def _keep_one_open(self, tx: Session, kept: Known, other: Known, now: datetime) -> None:
        """Two open passes of one person are one too many: the younger one is withdrawn."""
        both = [h for lead in (kept, other) for h in handoffs.of_lead(tx, lead.id) if h.status is Status.OPEN]
        for surplus in sorted(both, key=lambda h: h.id)[1:]:
            openings.withdraw(tx, surplus, "it is the same person as in an earlier handoff", now)

    def _is_quiet(self, tx: Session, new: Arrived) -> bool:
        """Old events and bulk imports get no card and no ping."""
        if new.now - new.event.occurred_at > timedelta(seconds=self._agreement.timing.stale):
            return True
        mode = raw_events.import_mode(tx, new.raw.import_id) if new.raw.import_id is not None else "cards"
        return mode != "cards"


def _conclude(tx: Session, raw: Raw, settled: Settled) -> None:
    if settled.waits_for:
        awaited.wait(tx, raw.id, settled.waits_for)
    else:
        raw_events.settle(tx, raw.id, settled.outcome, settled.handoff)
