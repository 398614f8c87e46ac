"""A handoff's life: its states, the steps between them, and what each step leaves in the log.

    open -> accepted | rejected | recycled | withdrawn

Undo (10 minutes, same person) and reopen (later, with a reason) lead back to open. Every step is one entry of
the append-only log; a step is legal or not by the table `FROM`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

HandoffId = NewType("HandoffId", int)
LeadId = NewType("LeadId", int)


class Status(StrEnum):
    """Where a handoff stands. Accepted, rejected and recycled are the decided ones; they sum to 100 %."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RECYCLED = "recycled"
    WITHDRAWN = "withdrawn"


DECIDED = frozenset({Status.ACCEPTED, Status.REJECTED, Status.RECYCLED})


class Step(StrEnum):
    """Everything that can happen to a handoff, one value per kind of log entry."""

    OPENED = "opened"
    ROUTED = "routed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RECYCLED = "recycled"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"
    REOPENED = "reopened"
    REASSIGNED = "reassigned"
    OFFERED = "offered"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    SNOOZED = "snoozed"
    TOUCHED = "touched"
    EXCUSED = "excused"
    UPDATED = "updated"
    OUTCOME = "outcome"


# Which states a step may start from; a step that is not listed may come at any time.
FROM: Mapping[Step, frozenset[Status]] = {
    Step.ACCEPTED: frozenset({Status.OPEN}),
    Step.REJECTED: frozenset({Status.OPEN}),
    Step.RECYCLED: frozenset({Status.OPEN}),
    Step.WITHDRAWN: frozenset({Status.OPEN}),
    Step.UNDONE: DECIDED,
    Step.REOPENED: DECIDED,
    Step.REASSIGNED: frozenset({Status.OPEN}),
    Step.SNOOZED: frozenset({Status.OPEN}),
    Step.EXCUSED: frozenset({Status.OPEN}),
    Step.TOUCHED: frozenset({Status.ACCEPTED}),
}


@dataclass(frozen=True, slots=True)
class CriterionMet:
    """One criterion as it stood at hand-off."""

    label: str
    met: bool | None  # None: the source did not say
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """The SLA a handoff started with and keeps: business seconds to decide, to touch, and between steps."""

    decide: float
    touch: float
    escalate: float


@dataclass(frozen=True, slots=True)
class Handoff:
    """One pass of a lead from marketing to sales. Dimensions are frozen when it starts."""

    id: HandoffId
    lead_id: LeadId
    status: Status
    source: str
    tier: str
    tier_label: str
    definition: str | None
    criteria: tuple[CriterionMet, ...]
    agreement: str  # version of the agreement it started with
    policy: Policy
    team: str | None
    owner: str | None
    offered: tuple[str, ...]  # who else was offered it after a breach or an absence
    handed_at: datetime
    decided_at: datetime | None = None
    decided_by: str | None = None
    reason: str | None = None
    detail: str | None = None  # what the reason asked for
    return_on: date | None = None  # a recycled lead comes back on this day
    touched_at: datetime | None = None
    touched_how: str | None = None
    snoozes: int = 0
    snoozed_until: datetime | None = None
    excused: str | None = None
    quiet: bool = False  # no card and no pings: imported or too old
    prior_id: HandoffId | None = None  # the earlier pass of the same lead
    import_id: int | None = None
    campaign: str | None = None
    # The decision that stood when its undo window closed, if the handoff was opened again after that.
    first_status: Status | None = None
    first_decided_at: datetime | None = None
    first_reason: str | None = None

    @property
    def decided(self) -> bool:
        """Whether a decision stands."""
        return self.status in DECIDED


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a handoff's log: what, who, when, why. Append-only."""

    id: int
    handoff_id: HandoffId
    at: datetime
    step: Step
    by: str | None  # person key, or None for the bot itself
    facts: Mapping[str, str]


def undo_ends(handoff: Handoff, window: float) -> datetime | None:
    """When the undo of the standing decision closes; `window` in seconds."""
    return handoff.decided_at + timedelta(seconds=window) if handoff.decided_at else None


def first_decision(handoff: Handoff, now: datetime, window: float) -> dict[str, object]:
    """What is to be kept of a decision when its handoff is opened again: the first that outlived its undo.

    The figures count that one, see the agreement on metrics, section 1.
    """
    ends = undo_ends(handoff, window)
    if handoff.first_status is not None or not handoff.decided or ends is None or now < ends:
        return {}
    return {
        "first_status": handoff.status,
        "first_decided_at": handoff.decided_at,
        "first_reason": handoff.reason,
    }


def may_undo(handoff: Handoff, by: str, now: datetime, window: float) -> bool:
    """Undo is for the person who decided, and only until the window closes."""
    ends = undo_ends(handoff, window)
    return handoff.decided and handoff.decided_by == by and ends is not None and now < ends
