"""Running the clocks of promises: start, keep, void, resume, hand over, recompute.

The arithmetic is `domain.calendar`'s; this module knows whose calendar counts and writes the ledger.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.domain import calendar, feedback, promise
from bot.domain.agreement import Agreement, CalendarRule
from bot.domain.calendar import BusinessCalendar
from bot.domain.handoff import Handoff
from bot.domain.promise import Kind, Leg, Nudge, Promise, PromiseId, Side
from storage import campaigns, people, promises
from storage.database import Session

Absences = tuple[tuple[datetime, datetime], ...]
ClosedDays = Callable[[str, date], str | None]  # holiday set, local date -> the holiday's name


class Clocks:
    """Calendars of the agreement's people and the promises that run on them."""

    def __init__(self, agreement: Agreement, holidays: ClosedDays) -> None:
        self._agreement = agreement
        self._holidays = holidays
        self._built: dict[tuple[str | None, Absences], BusinessCalendar] = {}

    def hours(self, tx: Session, person: str | None) -> BusinessCalendar:
        """A person's working hours with their absences; the agreement's first calendar for nobody."""
        return self._build(person, people.absences(tx, person).get(person, ()) if person else ())

    def opens_at(self, tx: Session, person: str | None, now: datetime) -> datetime:
        """When the person is next at work; `now` when they are."""
        return self.hours(tx, person).next_open(now)

    def start_decide(self, tx: Session, handoff: Handoff, now: datetime, *, tell: bool = False) -> Promise:
        """Sales owes a decision from `now` on. `tell`: the owner gets a message at once."""
        at_work = self.opens_at(tx, handoff.owner, now) <= now
        silent = handoff.owner is None or (at_work and not tell)
        first = Nudge.WARN if silent else Nudge.START
        return self._start(tx, Kind.DECIDE, handoff, handoff.owner, handoff.policy.decide, first, now)

    def start_touch(self, tx: Session, handoff: Handoff, owner: str, now: datetime) -> Promise:
        """Whoever accepted owes a first touch."""
        return self._start(tx, Kind.TOUCH, handoff, owner, handoff.policy.touch, Nudge.WARN, now)

    def start_answer(self, tx: Session, feedback_id: int, owner: str | None, since: datetime) -> Promise:
        """Marketing owes an answer to an item of feedback, counted from `since` on."""
        budget = self._agreement.feedback.answer_days * self._business_day(owner)
        legs = (Leg(owner, since),)
        times = self._times(tx, Kind.ANSWER, budget, legs)
        new = Promise(
            id=PromiseId(0), handoff_id=None, feedback_id=feedback_id, kind=Kind.ANSWER, side=Side.MARKETING,
            owner=owner, budget=budget, escalate=0.0, legs=legs, started_at=since, step=Nudge.WARN,
            next_nudge_at=times["warn_at"], warn_at=times["warn_at"], due_at=times["due_at"],
        )  # fmt: skip
        return promises.insert(tx, new)

    def answerer(self, tx: Session, campaign_id: int | None) -> str | None:
        """Who owes answers about a campaign, or about none, as the agreement and the campaign say now."""
        found = campaigns.owner(tx, campaign_id, self._agreement) if campaign_id else None
        return found or feedback.answerer(self._agreement, None)

    def move_answer(self, tx: Session, running: Promise, owner: str | None) -> Promise:
        """Somebody else owes the answer, from the beginning."""
        legs = (Leg(owner, running.started_at),)
        budget = self._agreement.feedback.answer_days * self._business_day(owner)
        times = self._times(tx, Kind.ANSWER, budget, legs)
        promises.change(
            tx, running, owner=owner, budget=budget, legs=legs, step=Nudge.WARN,
            next_nudge_at=times["warn_at"], **times,
        )  # fmt: skip
        return promises.get(tx, running.id) or running

    def keep(self, tx: Session, handoff_id: int, kind: Kind, now: datetime) -> None:
        """What was promised happened; in time or late is a comparison of `kept_at` and `due_at`.

        The business time that it took is noted also of a promise that was excused before.
        """
        owed = [one for one in promises.of_handoff(tx, handoff_id) if one.kind is kind]
        if owed and owed[-1].ended_at is None:
            promises.change(tx, owed[-1], kept_at=now, ended_at=now, next_nudge_at=None)
        if owed:
            self._note(tx, owed if kind is Kind.DECIDE else owed[-1:], now)

    def note_decision(self, tx: Session, handoff: Handoff) -> None:
        """Note the business time of a decision that was taken before such times were noted."""
        at = handoff.first_decided_at or handoff.decided_at
        owed = [one for one in promises.of_handoff(tx, handoff.id) if one.kind is Kind.DECIDE]
        before = [one for one in owed if at is not None and one.started_at <= at]
        if before and at is not None:
            self._note(tx, before, at)

    def _note(self, tx: Session, owed: Sequence[Promise], now: datetime) -> None:
        """The time of a decision begins with the hand-off, whatever was parked or reopened since."""
        legs = [leg for one in owed for leg in self.legs(tx, one)]
        promises.note_spent(tx, owed[-1], calendar.elapsed(legs, now))

    def resume(self, tx: Session, handoff: Handoff, now: datetime) -> None:
        """Take the last decide promise up again: its clock ran on, as if it had never been kept."""
        ended = [p for p in promises.of_handoff(tx, handoff.id) if p.kind is Kind.DECIDE]
        if ended:
            # Absences may have changed since, and move the times of running promises only.
            times = self._times(tx, Kind.DECIDE, ended[-1].budget, ended[-1].legs)
            last = replace(ended[-1], warn_at=times["warn_at"], due_at=times["due_at"])
            planned = self._planned(tx, last, now) if last.step and not handoff.quiet else None
            promises.resume(tx, last, next_nudge_at=planned, **times)

    def hand_over(self, tx: Session, handoff: Handoff, to: str | None, now: datetime) -> None:
        """Another person's open hours count from `now` on; the ladder starts again for them."""
        running = promises.running(tx, handoff.id, Kind.DECIDE)
        if running is None:
            # A parked lead that somebody gets is a lead again.
            first = Nudge.START if to else Nudge.POOL
            self._start(tx, Kind.DECIDE, handoff, to, handoff.policy.decide, first, now)
            return
        legs = (*running.legs, Leg(to, now))
        times = self._times(tx, running.kind, running.budget, legs)
        step = Nudge.START if to else Nudge.POOL
        promises.change(
            tx, running, owner=to, legs=legs, step=step, next_nudge_at=None if handoff.quiet else now, **times
        )

    def left(self, tx: Session, one: Promise, now: datetime) -> float:
        """Business seconds left until the promise is due; negative once it is overdue."""
        return one.budget - calendar.elapsed(self.legs(tx, one), now)

    def legs(self, tx: Session, one: Promise) -> list[calendar.Leg]:
        """The promise's legs with the calendars they count in."""
        return [calendar.Leg(self.hours(tx, leg.owner), leg.since) for leg in one.legs]

    def recompute(self, tx: Session, person: str, now: datetime) -> None:
        """A person's absences changed: move the times of their running promises.

        Whoever is back before the time is over is reminded again; offers that were made meanwhile stand.
        """
        back = not any(start <= now < end for start, end in people.absences(tx, person).get(person, ()))
        for one in promises.running_of(tx, person):
            times: dict[str, datetime | Nudge] = {**self._times(tx, one.kind, one.budget, one.legs)}
            early = back and one.next_nudge_at is not None and now < one.warn_at and one.kind is Kind.DECIDE
            if early and one.step in (Nudge.BACKUP, Nudge.POOL, Nudge.MANAGER):
                times |= {"step": Nudge.WARN, "next_nudge_at": times["warn_at"]}
            elif one.step is Nudge.WARN and one.next_nudge_at is not None:
                times["next_nudge_at"] = times["warn_at"]
            elif one.step is Nudge.BACKUP and one.next_nudge_at is not None:
                times["next_nudge_at"] = times["due_at"]
            promises.change(tx, one, **times)

    def later(self, tx: Session, person: str | None, now: datetime, seconds: float) -> datetime:
        """`seconds` of the person's business time after `now`."""
        return self.hours(tx, person).add(now, seconds)

    def _start(
        self,
        tx: Session,
        kind: Kind,
        handoff: Handoff,
        owner: str | None,
        budget: float,
        first: Nudge,
        now: datetime,
    ) -> Promise:
        legs = (Leg(owner, now),)
        times = self._times(tx, kind, budget, legs)
        planned = times["warn_at"] if first is Nudge.WARN else self.opens_at(tx, owner, now)
        new = Promise(
            id=PromiseId(0),
            handoff_id=handoff.id,
            kind=kind,
            side=Side.SALES,
            owner=owner,
            budget=budget,
            escalate=handoff.policy.escalate,
            legs=legs,
            started_at=now,
            step=first,
            next_nudge_at=None if handoff.quiet else planned,
            warn_at=times["warn_at"],
            due_at=times["due_at"],
        )
        return promises.insert(tx, new)

    def _business_day(self, key: str | None) -> float:
        """Seconds of an average working day of somebody's calendar."""
        hours = self._rule(key).hours
        spans = [(one.end.hour - one.start.hour) * 60 + one.end.minute - one.start.minute for one in hours]
        open_for = sum(minutes if minutes > 0 else minutes + 24 * 60 for minutes in spans)
        return 60.0 * open_for / max(len({one.weekday for one in hours}), 1)

    def _times(self, tx: Session, kind: Kind, budget: float, legs: tuple[Leg, ...]) -> dict[str, datetime]:
        timing = self._agreement.timing
        counted = [calendar.Leg(self.hours(tx, leg.owner), leg.since) for leg in legs]
        warn = promise.warn_budget(budget, timing.warn_share, timing.warn_least)
        return {"warn_at": calendar.due(counted, warn), "due_at": calendar.due(counted, budget)}

    def _build(self, key: str | None, absences: Absences) -> BusinessCalendar:
        """Building a calendar costs milliseconds, asking it microseconds: each is built once."""
        if (key, absences) not in self._built:
            person, rule = self._agreement.person(key), self._rule(key)
            zone = rule.zone or (person.zone if person else None) or self._agreement.zone
            self._built[key, absences] = BusinessCalendar(
                zone, rule.hours, closed=self._closed(rule), away=absences
            )
        return self._built[key, absences]

    def _rule(self, key: str | None) -> CalendarRule:
        person = self._agreement.person(key)
        named = self._agreement.calendars.get(person.calendar or "") if person else None
        return named or next(iter(self._agreement.calendars.values()))

    def _closed(self, rule: CalendarRule) -> Callable[[date], str | None]:
        def closed(day: date) -> str | None:
            if day in rule.closures:
                return "closed"
            return self._holidays(rule.holidays, day) if rule.holidays else None

        return closed

    def _planned(self, tx: Session, one: Promise, now: datetime) -> datetime:
        match one.step:
            case Nudge.WARN:
                return max(one.warn_at, now)
            case Nudge.BACKUP:
                return max(one.due_at, now)
            case Nudge.POOL | Nudge.MANAGER:
                # The steps before it were taken; it comes no sooner than it would have.
                steps = 1 if one.step is Nudge.POOL else 2
                return max(self.later(tx, one.owner, one.due_at, steps * one.escalate), now)
            case _:
                return now


def void(tx: Session, handoff_id: int, kind: Kind, now: datetime, why: str) -> None:
    """The promise is no longer owed; it is excused, and counted apart."""
    running = promises.running(tx, handoff_id, kind)
    if running is not None:
        promises.change(tx, running, ended_at=now, excused=why, next_nudge_at=None)
