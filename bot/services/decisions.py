"""What people do with a handoff: accept, reject, recycle, undo, reopen, reassign, snooze, touch, park.

Each use case is one unit of work: read, ask permission, one conditional UPDATE that decides who wins, log,
promises, posts. The answer is an `Outcome`; nothing is sent here.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain import duration, permission, promise
from bot.domain import handoff as life
from bot.domain import reason as reasons
from bot.domain.agreement import Agreement, Ask, Person, Reason, Role
from bot.domain.handoff import Entry, Handoff, Status, Step
from bot.domain.outcome import Done, Invalid, Lost, Missing, Outcome
from bot.domain.permission import Action, Denied
from bot.domain.reason import Answer
from bot.services import clocks, openings, timeline
from bot.services.clocks import Clocks
from storage import handoffs
from storage.database import Database, Session

Verb = Callable[[Session, Handoff, datetime, str], Outcome]


class Decisions:
    """The use cases, bound to one database and one agreement. `wake` tells delivery that there is work."""

    def __init__(
        self, db: Database, agreement: Agreement, clocks_of: Clocks, wake: Callable[[], None]
    ) -> None:
        self._db = db
        self._agreement = agreement
        self._clocks = clocks_of
        self._wake = wake

    async def accept(self, handoff_id: int, by: Person | None) -> Outcome:
        """The lead is `by`'s from now on; the decide promise is kept and the touch promise starts."""

        def verb(tx: Session, handoff: Handoff, now: datetime, who: str) -> Outcome:
            facts = {**_before(handoff), "team_before": handoff.team or ""}
            person = self._agreement.person(who)
            team = person.team if person and person.team else handoff.team
            won = handoffs.move(
                tx, handoff.id, life.FROM[Step.ACCEPTED], status=Status.ACCEPTED, owner=who, team=team,
                offered=[], decided_at=now, decided_by=who, reason=None, detail=None, return_on=None,
                snoozed_until=None,
            )  # fmt: skip
            if not won:
                return self._lost(tx, handoff.id)
            self._clocks.keep(tx, handoff.id, promise.Kind.DECIDE, now)
            self._clocks.start_touch(tx, handoff, who, now)
            return self._done(tx, handoff, Step.ACCEPTED, who, now, facts)

        return await self._attempt(handoff_id, by, Action.DECIDE, verb)

    async def reject(self, handoff_id: int, by: Person | None, reason: str, answer: Answer) -> Outcome:
        """Refuse the lead before contact, with a reason of the agreement and what the reason asks for."""
        chosen = reasons.choose(self._agreement.reject, reason, answer)
        if isinstance(chosen, Invalid):
            return chosen
        return await self._decide(handoff_id, by, Status.REJECTED, Step.REJECTED, chosen, answer)

    async def recycle(self, handoff_id: int, by: Person | None, reason: str, answer: Answer) -> Outcome:
        """Give the lead back to marketing; with a date it returns as a new handoff on that day."""
        chosen = reasons.choose(self._agreement.recycle, reason, answer)
        if isinstance(chosen, Invalid):
            return chosen
        today = (await self._db.now()).astimezone(ZoneInfo(self._agreement.zone)).date()
        if chosen.ask is Ask.DATE and answer.on is not None and answer.on <= today:
            return Invalid("Choose a day that is still to come.", "on")
        return await self._decide(handoff_id, by, Status.RECYCLED, Step.RECYCLED, chosen, answer)

    async def undo(self, handoff_id: int, by: Person | None) -> Outcome:
        """Take one's own decision back within the window; the original clock continues."""

        def verb(tx: Session, handoff: Handoff, now: datetime, who: str) -> Outcome:
            if not handoff.decided:
                return Invalid("There is no decision to undo.")
            if not life.may_undo(handoff, who, now, self._agreement.timing.undo):
                return self._no_undo(handoff, who)
            follower = openings.withdraw_follower(tx, handoff, now)
            if follower is not None:
                return Invalid(follower)
            before = _last(tx, handoff.id, handoff.status)
            if not handoffs.move(tx, handoff.id, life.FROM[Step.UNDONE], **_opened(before, handoff)):
                return self._lost(tx, handoff.id)
            clocks.void(tx, handoff.id, promise.Kind.TOUCH, now, "undone")
            if not (before and before.facts.get("excused_before")):
                self._clocks.resume(tx, handoff, now)
            return self._done(tx, handoff, Step.UNDONE, who, now, {"decision": str(handoff.status)})

        return await self._attempt(handoff_id, by, Action.UNDO, verb)

    async def reopen(self, handoff_id: int, by: Person | None, why: str) -> Outcome:
        """Open a decided handoff again, with a reason and a fresh clock."""

        def verb(tx: Session, handoff: Handoff, now: datetime, who: str) -> Outcome:
            if not why.strip():
                return Invalid("Say in a few words why it is opened again.", "detail")
            standing = [h for h in handoffs.of_lead(tx, handoff.lead_id) if h.status is not Status.WITHDRAWN]
            if standing and standing[-1].id != handoff.id:
                return Invalid(f"This lead went on as handoff {standing[-1].id}: reopen that one.")
            first = life.first_decision(handoff, now, self._agreement.timing.undo)
            if not handoffs.move(tx, handoff.id, life.FROM[Step.REOPENED], **_opened(None, handoff), **first):
                return self._lost(tx, handoff.id)
            clocks.void(tx, handoff.id, promise.Kind.TOUCH, now, "reopened")
            self._clocks.start_decide(tx, handoff, now, tell=who != handoff.owner)
            return self._done(tx, handoff, Step.REOPENED, who, now, {"why": why.strip()})

        return await self._attempt(handoff_id, by, Action.REOPEN, verb)

    async def reassign(self, handoff_id: int, by: Person | None, to: str | None, why: str = "") -> Outcome:
        """Give an open lead to somebody else, or to the whole pool when `to` is None."""

        def verb(tx: Session, handoff: Handoff, now: datetime, who: str) -> Outcome:
            person = self._agreement.person(to)
            if to is not None and not (person and Role.REP in person.roles):
                return Invalid("Choose one of the agreement's reps.", "person")
            if to is not None and to == handoff.owner and handoff.excused is None:
                return Invalid(f"{self._agreement.name(to)} has it already.", "person")
            team = person.team if person and person.team else handoff.team
            group = self._agreement.teams.get(team or "")
            pool = group.pool if to is None and group else ()
            won = handoffs.move(
                tx, handoff.id, life.FROM[Step.REASSIGNED],
                owner=to, team=team, offered=list(pool), snoozed_until=None, excused=None,
            )  # fmt: skip
            if not won:
                return self._lost(tx, handoff.id)
            self._clocks.hand_over(tx, handoff, to, now)
            facts = {"from": handoff.owner or "", "to": to or "", "why": why.strip()}
            return self._done(tx, handoff, Step.REASSIGNED, who, now, facts, (handoff.owner, to, *pool))

        return await self._attempt(handoff_id, by, Action.REASSIGN, verb)

    async def snooze(self, handoff_id: int, by: Person | None) -> Outcome:
        """No reminder and no escalation for half an hour; the clock runs on. Twice at most."""

        def verb(tx: Session, handoff: Handoff, now: datetime, who: str) -> Outcome:
            timing = self._agreement.timing
            if handoff.status is not Status.OPEN:
                return self._lost(tx, handoff.id)
            if handoff.snoozed_until is not None and now < handoff.snoozed_until:
                return Invalid("It is snoozed already.")
            if handoff.snoozes >= timing.snoozes:
                return Invalid(f"It was snoozed {handoff.snoozes} times already; that is the most.")
            until = now + timedelta(seconds=timing.snooze)
            won = handoffs.move(
                tx, handoff.id, life.FROM[Step.SNOOZED], snoozes=handoff.snoozes + 1, snoozed_until=until
            )
            if not won:
                return self._lost(tx, handoff.id)
            return self._done(tx, handoff, Step.SNOOZED, who, now, {"until": until.isoformat()})

        return await self._attempt(handoff_id, by, Action.SNOOZE, verb)

    async def touch(self, handoff_id: int, by: Person | None, how: str) -> Outcome:
        """The first human attempt was made: the touch promise is kept."""

        def verb(tx: Session, handoff: Handoff, now: datetime, who: str) -> Outcome:
            if how not in self._agreement.touches:
                return Invalid(f"A touch is one of: {', '.join(self._agreement.touches)}.")
            if not handoffs.touch(tx, handoff.id, how, now):
                return self._lost(tx, handoff.id)
            self._clocks.keep(tx, handoff.id, promise.Kind.TOUCH, now)
            return self._done(tx, handoff, Step.TOUCHED, who, now, {"how": how})

        return await self._attempt(handoff_id, by, Action.TOUCH, verb)

    async def excuse(self, handoff_id: int, by: Person | None, why: str) -> Outcome:
        """Park an open lead with a reason: its clock stops, and the miss is counted apart."""

        def verb(tx: Session, handoff: Handoff, now: datetime, who: str) -> Outcome:
            if not why.strip():
                return Invalid("Say in a few words why it is parked.", "detail")
            if handoff.excused is not None:
                return Invalid("It is parked already.")
            if not handoffs.move(tx, handoff.id, life.FROM[Step.EXCUSED], excused=why.strip()):
                return self._lost(tx, handoff.id)
            clocks.void(tx, handoff.id, promise.Kind.DECIDE, now, why.strip())
            return self._done(tx, handoff, Step.EXCUSED, who, now, {"why": why.strip()})

        return await self._attempt(handoff_id, by, Action.EXCUSE, verb)

    async def _attempt(
        self,
        handoff_id: int,
        by: Person | None,
        action: Action,
        verb: Verb,
    ) -> Outcome:
        now = await self._db.now()

        def work(tx: Session) -> Outcome:
            found = handoffs.hold(tx, handoff_id)
            if found is None:
                return Missing()
            denied = permission.check(by, action, found, self._agreement)
            if denied is not None or by is None:
                return denied or Denied("You are not in this agreement.")
            return verb(tx, found, now, by.key)

        outcome = await self._db.run(work)
        self._wake()
        return outcome

    async def _decide(
        self, handoff_id: int, by: Person | None, status: Status, step: Step, reason: Reason, answer: Answer
    ) -> Outcome:
        def verb(tx: Session, handoff: Handoff, now: datetime, who: str) -> Outcome:
            given = answer.given(reason.ask)
            right = self._agreement.person(given)
            if reason.ask is Ask.PERSON and not (right and Role.REP in right.roles):
                return Invalid("Choose one of the agreement's reps.", "person")
            won = handoffs.move(
                tx, handoff.id, life.FROM[step], status=status, decided_at=now, decided_by=who, offered=[],
                reason=reason.key, detail=given, snoozed_until=None,
                return_on=answer.on if reason.ask is Ask.DATE else None,
            )  # fmt: skip
            if not won:
                return self._lost(tx, handoff.id)
            self._clocks.keep(tx, handoff.id, promise.Kind.DECIDE, now)
            facts = {
                **_before(handoff),
                "reason": reason.label,
                "given": self._agreement.name(given) if reason.ask is Ask.PERSON else given or "",
            }
            done = self._done(tx, handoff, step, who, now, facts)
            if reason.ask is Ask.PERSON and given is not None:
                openings.reroute(tx, done.handoff, given, self._agreement, self._clocks, now)
            return done

        return await self._attempt(handoff_id, by, Action.DECIDE, verb)

    def _no_undo(self, handoff: Handoff, who: str) -> Invalid:
        if handoff.decided_by != who:
            name = self._agreement.name(handoff.decided_by)
            return Invalid(f"Only {name} can undo this. You can reopen it with a reason.")
        window = duration.spell(self._agreement.timing.undo)
        return Invalid(
            f"An undo is possible for {window}, and that is over. You can reopen it with a reason."
        )

    def _done(
        self,
        tx: Session,
        before: Handoff,
        step: Step,
        who: str,
        now: datetime,
        facts: dict[str, str],
        concerned: tuple[str | None, ...] = (),
    ) -> Done:
        after = handoffs.get(tx, before.id) or before
        everyone = (before.owner, *before.offered, *concerned, *after.offered)
        entry = timeline.record(tx, after, step, who, now, facts, everyone)
        return Done(after, entry)

    def _lost(self, tx: Session, handoff_id: int) -> Outcome:
        now_is = handoffs.get(tx, handoff_id)
        return Lost(now_is, _last(tx, handoff_id, now_is.status)) if now_is else Missing()


def _last(tx: Session, handoff_id: int, status: Status) -> Entry | None:
    """The log entry that brought the handoff where it stands."""
    steps = {str(status), Step.REOPENED, Step.UNDONE}
    return next((e for e in reversed(handoffs.entries(tx, handoff_id)) if str(e.step) in steps), None)


def _before(handoff: Handoff) -> dict[str, str]:
    """What an undo gives back."""
    return {
        "owner_before": handoff.owner or "",
        "offered_before": " ".join(handoff.offered),
        "excused_before": handoff.excused or "",
    }


def _opened(decision: Entry | None, handoff: Handoff) -> dict[str, object]:
    """The columns of an open handoff; an undone decision gives back the owner from before."""
    facts = decision.facts if decision else {}
    return {
        "status": Status.OPEN,
        "owner": (facts.get("owner_before") or None) if decision else handoff.owner,
        "team": facts.get("team_before") or handoff.team,
        "offered": facts.get("offered_before", "").split(),
        "decided_at": None, "decided_by": None, "reason": None, "detail": None, "return_on": None,
        "touched_at": None, "touched_how": None, "excused": facts.get("excused_before") or None,
    }  # fmt: skip
