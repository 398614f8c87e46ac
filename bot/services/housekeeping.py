"""What has to be done now and then: leads return, old bodies and keys go, facts of the past are made."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.agreement import Agreement
from bot.domain.handoff import Handoff, Status
from bot.services import guard, openings
from bot.services.clocks import Clocks
from bot.services.openings import Opening
from storage import facts, handoffs, leads, people, questions, raw_events
from storage.database import Database, Session

_DONE_BODIES = timedelta(days=30)
_DEAD_BODIES = timedelta(days=90)
_SEEN = timedelta(days=1)  # Slack repeats a delivery for minutes, or hours after an outage
_QUESTIONS = timedelta(days=400)  # last year's question may be asked again
_FACTS = 50  # handoffs in one unit of work: others wait for it on SQLite


class Housekeeping:
    """Jobs of the ticker that ask the database what is due."""

    def __init__(self, db: Database, agreement: Agreement, clocks: Clocks, wake: Callable[[], None]) -> None:
        self._db = db
        self._agreement = agreement
        self._clocks = clocks
        self._wake = wake
        self._derived: int | None = 0  # up to which handoff there are facts; None when of all

    async def bring_back(self) -> int:
        """Open the recycled leads whose day has come, in the workspace's zone; answers with how many."""
        now = await self._db.now()
        today = now.astimezone(ZoneInfo(self._agreement.zone)).date()
        due = await self._db.read(lambda tx: handoffs.returning(tx, today, 100))
        for recycled in due:
            await self._guarded(recycled, now)
        if due:
            self._wake()
        return len(due)

    async def tidy(self) -> None:
        """Forget what is kept long enough."""
        now = await self._db.now()

        def work(tx: Session) -> None:
            raw_events.drop_bodies(tx, now - _DONE_BODIES, now - _DEAD_BODIES)
            people.forget_seen(tx, now - _SEEN)
            questions.forget(tx, now - _QUESTIONS)

        await self._db.run(work)

    async def catch_up(self) -> int:
        """Derive the facts of some handoffs from before there were facts; answers with how many.

        Once there are none left it does not look again: every change of a handoff brings its facts along.
        """
        after = self._derived
        if after is None:
            return 0
        found = await self._db.read(lambda tx: facts.missing(tx, after, _FACTS))
        if found:
            await self._db.run(lambda tx: self._derive(tx, found))
        self._derived = found[-1] if found else None
        return len(found)

    def _derive(self, tx: Session, missing: Sequence[int]) -> None:
        for handoff_id in missing:
            held = handoffs.hold(tx, handoff_id)
            if held is not None:
                self._clocks.note_decision(tx, held)
            facts.mark(tx, handoff_id)

    async def _guarded(self, recycled: Handoff, now: datetime) -> None:
        """One lead. Whatever goes wrong with it must not keep the others away; the next ring tries again."""
        with guard.guarded(f"the return of handoff {recycled.id}"):
            await self._db.run(partial(self._bring_back, recycled=recycled, now=now))

    def _bring_back(self, tx: Session, recycled: Handoff, now: datetime) -> None:
        held = handoffs.hold(tx, recycled.id)
        if held is None or not handoffs.take_return(tx, recycled.id):
            return
        known = leads.get(tx, held.lead_id)
        passes = [h for h in handoffs.of_lead(tx, held.lead_id) if h.status is not Status.WITHDRAWN]
        # What people made of a later pass counts more than what was agreed before it.
        if known is None or passes[-1].id != recycled.id:
            return
        owner = recycled.owner if self._agreement.person(recycled.owner) else None
        opening = Opening(
            recycled.source, prior=recycled, owner=owner, why="had it before, and asked for this day"
        )
        openings.open_handoff(tx, known.id, known.lead, opening, self._agreement, self._clocks, now)
