"""Reminders and escalations: asking the ledger what is due, and taking each step of a ladder once.

Each due promise is looked at in a unit of work of its own: decide again whether the step still makes
sense, claim it (a UNIQUE constraint lets one replica win), plan the next one, and write the message's row.
Sending is delivery's business, so after an outage only what is still true goes out, once.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain import post, promise
from bot.domain.agreement import Agreement
from bot.domain.handoff import Handoff, Step
from bot.domain.promise import Kind, Nudge, Promise, PromiseId, Send, Situation, Skip, Wait
from bot.services import guard, timeline
from bot.services.clocks import Clocks
from storage import handoffs, people, posts, promises
from storage.database import Database, Session

_BATCH = 100
_AGAIN = timedelta(minutes=5)


class Nudges:
    """The ladder of every running promise, driven by the ticker."""

    def __init__(self, db: Database, agreement: Agreement, clocks: Clocks, wake: Callable[[], None]) -> None:
        self._db = db
        self._agreement = agreement
        self._clocks = clocks
        self._wake = wake

    async def send_due(self) -> int:
        """Take every step that is due; answers with how many promises were looked at."""
        looked_at = 0
        now = await self._db.now()
        await self._db.run(lambda tx: self._sweep_absent(tx, now))
        while due := await self._db.read(lambda tx: promises.due(tx, now, _BATCH)):
            for promise_id in due:
                await self._guarded(promise_id, now)
            looked_at += len(due)
        if looked_at:
            self._wake()
        return looked_at

    async def _guarded(self, promise_id: PromiseId, now: datetime) -> None:
        """One promise. Whatever goes wrong with it must not stop the others; it is looked at again later."""
        with guard.guarded(f"promise {promise_id}") as trouble:
            await self._db.run(lambda tx: self._send_one(tx, promise_id, now))
        if trouble.error is not None:
            await self._db.run(lambda tx: promises.postpone(tx, promise_id, now + _AGAIN))

    def _sweep_absent(self, tx: Session, now: datetime) -> None:
        """Whoever is away cannot be reminded: their promises are looked at now rather than at 75 %."""
        promises.hasten(tx, people.away(tx, now), (Nudge.START, Nudge.WARN), now)

    def _send_one(self, tx: Session, promise_id: PromiseId, now: datetime) -> None:
        found = promises.get(tx, promise_id)
        handoff = handoffs.hold(tx, found.handoff_id) if found and found.handoff_id else None
        one = promises.take_due(tx, promise_id, now)
        if one is None:
            return
        if one.kind is Kind.ANSWER:
            self._remind(tx, one, now)
            return
        if handoff is None or one.step is None or one.ended_at is not None:
            promises.rest(tx, one)
            return
        recipients = self._recipients(one, handoff)
        situation = self._situation(tx, one, handoff, recipients, now)
        match promise.next_step(one, one.step, situation, now, self._agreement.timing.warn_least):
            case Wait(until):
                promises.change(tx, one, next_nudge_at=until)
            case Skip(why):
                self._skip(tx, one, handoff, situation, why, now)
            case Send():
                self._take(tx, one, handoff, recipients, now)

    def _remind(self, tx: Session, one: Promise, now: datetime) -> None:
        """Feedback waits for an answer: its owner hears of it once, when they are next at work."""
        owner = self._agreement.person(one.owner)
        if one.step is None or one.ended_at is not None or owner is None:
            promises.rest(tx, one)
            return
        opens_at = self._clocks.opens_at(tx, owner.key, now)
        if opens_at > now:
            promises.change(tx, one, next_nudge_at=opens_at)
            return
        nudge = promises.claim_nudge(tx, one, one.step, owner.key, one.next_nudge_at or now, now)
        if nudge is not None:
            self._bundle(tx, nudge, owner.key, now)
        promises.change(tx, one, step=None, next_nudge_at=None)

    def _recipients(self, one: Promise, handoff: Handoff) -> tuple[str, ...]:
        owner = self._agreement.person(one.owner)
        wanted: tuple[str | None, ...]
        match one.step:
            case Nudge.START | Nudge.WARN:
                wanted = (owner.key if owner else None,)
            case Nudge.BACKUP:
                wanted = (owner.backup if owner else None,)
            case Nudge.POOL:
                # A team that was renamed since is found by its member.
                team = self._agreement.teams.get(handoff.team or "") or self._agreement.team_of(one.owner)
                told = {one.owner, owner.backup if owner else None}
                wanted = tuple(key for key in (team.pool if team else ()) if key not in told)
            case _:
                wanted = (self._agreement.manager_of(one.owner, handoff.team),)
        return tuple(key for key in wanted if key and self._agreement.person(key))

    def _situation(
        self, tx: Session, one: Promise, handoff: Handoff, recipients: tuple[str, ...], now: datetime
    ) -> Situation:
        away = people.away(tx, now)
        here = [key for key in recipients if key not in away]
        # The chain ends with the manager: an absent one is waited for, not passed over.
        everybody_away = bool(recipients) and not here and one.step is not Nudge.MANAGER
        opens = [self._clocks.opens_at(tx, key, now) for key in (here or recipients)]
        return Situation(
            recipients=recipients,
            away=everybody_away,
            opens_at=min(opens, default=now),
            left=self._clocks.left(tx, one, now),
            snoozed_until=handoff.snoozed_until,
        )

    def _skip(
        self, tx: Session, one: Promise, handoff: Handoff, situation: Situation, why: str, now: datetime
    ) -> None:
        """Pass on to the next step; for an absent owner at once, else when that step is due."""
        step = promise.after(one.kind, one.step) if one.step else None
        owners = one.step in (Nudge.START, Nudge.WARN)
        if one.step is Nudge.START and not situation.away:
            at = one.warn_at
        elif owners and (one.kind is Kind.TOUCH or not situation.away):
            # Nobody can stand in for the first touch of an accepted lead, so it is not early for anybody.
            at = self._breach_at(tx, one)
        else:
            at = now
        if one.step not in (Nudge.START, Nudge.WARN) or situation.away:
            handoffs.record(tx, handoff.id, now, Step.REMINDED, None, {"skipped": str(one.step), "why": why})
        promises.change(tx, one, step=step, next_nudge_at=at if step else None)

    def _take(
        self, tx: Session, one: Promise, handoff: Handoff, recipients: tuple[str, ...], now: datetime
    ) -> None:
        step = one.step
        if step is None:
            return
        planned = one.next_nudge_at or now
        present = self._present(tx, recipients, now) if step is Nudge.POOL else recipients
        self._write(tx, one, handoff, step, recipients, now)
        for person in present:
            nudge = promises.claim_nudge(tx, one, step, person, planned, now)
            if nudge is None:
                continue
            if step is Nudge.MANAGER:
                key = f"promise:{one.id}:escalation:{person}:{len(one.legs)}"
                made = posts.add(tx, key, post.Kind.ESCALATION, one.id, f"@{person}", now)
                promises.bundle(tx, nudge, made.id)
            else:
                self._bundle(tx, nudge, person, now)
        self._advance(tx, one, step, recipients, now)

    def _write(
        self,
        tx: Session,
        one: Promise,
        handoff: Handoff,
        step: Nudge,
        recipients: tuple[str, ...],
        now: datetime,
    ) -> None:
        """Leave the step in the log; an offer also widens who may take the lead."""
        to = {"to": " ".join(recipients), "promise": str(one.kind), "step": str(step)}
        if step is Nudge.BACKUP and one.owner in people.away(tx, now):
            to["why"] = f"{self._agreement.name(one.owner)} is away"
        match step:
            case Nudge.BACKUP | Nudge.POOL:
                offered = list(dict.fromkeys((*handoff.offered, *recipients)))
                handoffs.change(tx, handoff.id, offered=offered)
                now_is = handoffs.get(tx, handoff.id) or handoff
                timeline.record(tx, now_is, Step.OFFERED, None, now, to, offered)
            case Nudge.MANAGER:
                timeline.record(tx, handoff, Step.ESCALATED, None, now, to, recipients)
            case _:
                handoffs.record(tx, handoff.id, now, Step.REMINDED, None, to)

    def _advance(
        self, tx: Session, one: Promise, step: Nudge, recipients: tuple[str, ...], now: datetime
    ) -> None:
        """Plan the step after this one, counted in the hours of whoever was just asked."""
        following = promise.after(one.kind, step)
        match following:
            case None:
                at = None
            case Nudge.WARN:
                at = max(one.warn_at, now)
            case Nudge.BACKUP:
                at = max(self._breach_at(tx, one), now)
            case Nudge.MANAGER if one.kind is Kind.TOUCH:
                at = max(one.due_at, now)
            case _:
                away = people.away(tx, now)
                asked = [key for key in recipients if key not in away] or list(recipients)
                at = min(self._clocks.later(tx, key, now, one.escalate) for key in asked)
        promises.change(tx, one, step=following, next_nudge_at=at)

    def _breach_at(self, tx: Session, one: Promise) -> datetime:
        """When the steps after a breach begin: whoever was handed an overdue lead gets some time first."""
        if len(one.legs) == 1 or one.kind is Kind.TOUCH:
            return one.due_at
        return max(one.due_at, self._clocks.later(tx, one.owner, one.legs[-1].since, one.escalate))

    def _present(self, tx: Session, recipients: tuple[str, ...], now: datetime) -> tuple[str, ...]:
        away = people.away(tx, now)
        return tuple(k for k in recipients if k not in away and self._clocks.opens_at(tx, k, now) <= now)

    def _bundle(self, tx: Session, nudge: int, person: str, now: datetime) -> None:
        """Let the nudge ride on the person's next reminder DM: one in 15 minutes at most."""
        people.hold(tx, person)
        waiting = posts.join_unsent(tx, post.Kind.DM, f"@{person}")
        if waiting is None:
            last = people.last_dm(tx, person)
            gap = timedelta(seconds=self._agreement.timing.bundle)
            # The wait may end outside the person's hours.
            at = self._clocks.opens_at(tx, person, max(now, last + gap)) if last else now
            people.remember(tx, person, last_dm_at=at)
            waiting = posts.add(tx, f"dm:{person}:{nudge}", post.Kind.DM, 0, f"@{person}", at, not_before=at)
        promises.bundle(tx, nudge, waiting.id)
