"""Promises: what one side owes the other, by when, and what happens as the clock runs.

A promise to decide, to touch a lead or to answer feedback runs in its owner's open hours. `warn_at` is at
75 % of the budget, `due_at` at 100 %. After a breach a lead is offered to the backup, then to the pool, then
it goes to the manager and stays there; the clock keeps measuring. `next_step` is the one pure decision about
the next ping.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.handoff import HandoffId

PromiseId = NewType("PromiseId", int)


class Kind(StrEnum):
    """What is owed."""

    DECIDE = "decide"
    TOUCH = "touch"
    ANSWER = "answer"  # of feedback; marketing owes it


class Side(StrEnum):
    """Who owes it."""

    SALES = "sales"
    MARKETING = "marketing"


class State(StrEnum):
    """How a promise stands at a moment; excused ones are counted apart, never deleted."""

    RUNNING = "running"
    AT_RISK = "at risk"
    BREACHED = "breached"
    MET = "met"
    MET_LATE = "met late"
    EXCUSED = "excused"


class Nudge(StrEnum):
    """The steps of the ladder, in order. START is the DM at the start of the owner's shift."""

    START = "start"
    WARN = "warn"
    BACKUP = "backup"
    POOL = "pool"
    MANAGER = "manager"


# Why an answer is owed no more, though none was given: the first is counted apart, the other not at all.
ASKED_BACK = "asked back"
NO_FEEDBACK = "no feedback"

LADDER = {
    Kind.DECIDE: (Nudge.START, Nudge.WARN, Nudge.BACKUP, Nudge.POOL, Nudge.MANAGER),
    Kind.TOUCH: (Nudge.WARN, Nudge.MANAGER),
    Kind.ANSWER: (Nudge.WARN,),
}


@dataclass(frozen=True, slots=True)
class Leg:
    """From `since` on, the clock counts the open hours of `owner` (nobody: the team's default calendar)."""

    owner: str | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Promise:
    """One row of the ledger. Budgets are business seconds, frozen when it starts."""

    id: PromiseId
    handoff_id: HandoffId | None  # None of an answer: it is owed for feedback
    kind: Kind
    side: Side
    owner: str | None
    budget: float
    escalate: float
    legs: tuple[Leg, ...]
    started_at: datetime
    warn_at: datetime
    due_at: datetime
    kept_at: datetime | None = None
    ended_at: datetime | None = None  # no longer owed: kept, withdrawn, undone
    excused: str | None = None
    step: Nudge | None = None  # the next step of the ladder; None: the ladder is done
    next_nudge_at: datetime | None = None
    feedback_id: int | None = None

    def state(self, now: datetime) -> State:
        """How the promise stands at `now`."""
        if self.excused is not None:
            return State.EXCUSED
        if self.kept_at is not None:
            return State.MET if self.kept_at <= self.due_at else State.MET_LATE
        if now >= self.due_at:
            return State.BREACHED
        return State.AT_RISK if now >= self.warn_at else State.RUNNING


@dataclass(frozen=True, slots=True)
class Send:
    """Take the step now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not yet: look again at `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Skip:
    """The step makes no sense any more; `why` goes into the log."""

    why: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What the decision about a step depends on, besides the promise itself."""

    recipients: tuple[str, ...]  # who would be told; empty: there is nobody
    away: bool  # every recipient is away
    opens_at: datetime  # when the first recipient is next at work; `now` when at work already
    left: float  # business seconds left until due
    snoozed_until: datetime | None = None


def next_step(
    promise: Promise, step: Nudge, situation: Situation, now: datetime, warn_least: float
) -> Send | Wait | Skip:
    """Whether a step of the ladder is taken now, later or never.

    A warning that comes too late to help is skipped: the breach step says more. Nobody is told outside their
    hours or while away; a step without recipients gives way to the next one.
    """
    if step is Nudge.WARN and (now >= promise.due_at or _too_late(promise, situation, warn_least)):
        return Skip("too little time was left for a warning")
    if not situation.recipients:
        return Skip(
            "everybody in the pool was asked already" if step is Nudge.POOL else f"there is no {_ROLE[step]}"
        )
    if situation.away:
        return Skip(f"the {_ROLE[step]} is away")
    if situation.snoozed_until is not None and now < situation.snoozed_until:
        return Wait(situation.snoozed_until)
    if situation.opens_at > now:
        return Wait(situation.opens_at)
    return Send()


def after(kind: Kind, step: Nudge) -> Nudge | None:
    """The step that follows on the ladder."""
    ladder = LADDER[kind]
    position = ladder.index(step) + 1
    return ladder[position] if position < len(ladder) else None


def warn_budget(budget: float, share: float, least: float) -> float:
    """Business seconds from the start to the warning: 75 %, and 15 minutes before the end at the latest."""
    if budget <= max(3600, least):
        return budget * share
    return min(budget * share, budget - least)


_ROLE = {
    Nudge.START: "owner",
    Nudge.WARN: "owner",
    Nudge.BACKUP: "backup",
    Nudge.POOL: "pool",
    Nudge.MANAGER: "manager",
}


def _too_late(promise: Promise, situation: Situation, warn_least: float) -> bool:
    return promise.budget > 3600 and situation.left < warn_least
