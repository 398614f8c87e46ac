"""Handoffs of the past, as a file tells them: what was decided, and what became of it.

They become handoffs like all others, so that a new installation has its baseline in the first week.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.deal import Told
from bot.domain.handoff import Status
from bot.domain.lead import FieldError, OutcomeKind, Ref

Json = Mapping[str, Mapping[str, object]]

MAX_AHEAD = timedelta(days=1)  # as for events: clocks and zones differ


class Decision(StrEnum):
    """How a past handoff ended; the last three leave every figure's denominator."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RECYCLED = "recycled"
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    TEST = "test"
    DUPLICATE = "duplicate"


DECIDED = frozenset({Decision.ACCEPTED, Decision.REJECTED, Decision.RECYCLED})
STATUS: Mapping[Decision, Status] = {
    Decision.ACCEPTED: Status.ACCEPTED,
    Decision.REJECTED: Status.REJECTED,
    Decision.RECYCLED: Status.RECYCLED,
    Decision.OPEN: Status.OPEN,
    Decision.WITHDRAWN: Status.WITHDRAWN,
    Decision.TEST: Status.WITHDRAWN,
    Decision.DUPLICATE: Status.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Past:
    """One past handoff. `groups` are those of the canonical lead, as JSON; `told` its outcomes."""

    line: int
    handed_at: datetime
    decision: Decision = Decision.OPEN
    decided_at: datetime | None = None
    due_at: datetime | None = None
    touch_due_at: datetime | None = None
    touched_at: datetime | None = None
    reason: str | None = None
    owner: str | None = None
    tier: str | None = None
    definition: str | None = None
    told: tuple[Told, ...] = ()
    deal: str = ""
    email: str | None = None
    refs: tuple[Ref, ...] = ()
    groups: Json = field(default_factory=dict)
    flags: tuple[str, ...] = ()


def judge(past: Past, now: datetime) -> Iterator[FieldError]:
    """What cannot be true of a past handoff, field by field, and what would be right.

    An outcome before the hand-off is real: deals are won before the first contact.
    """
    decided = past.decision in DECIDED
    if decided and past.decided_at is None:
        yield FieldError("handoff.decided_at", f"is missing: when was it {past.decision}?")
    if past.decided_at is not None and past.decision is Decision.OPEN:
        yield FieldError(
            "handoff.decision", "is missing: there is a time of the decision; leave both out if open"
        )
    for name, at in (("decided_at", past.decided_at), ("due_at", past.due_at)):
        if at is not None and at < past.handed_at:
            yield FieldError(
                f"handoff.{name}", f"is before handoff.handed_at ({past.handed_at:%Y-%m-%d %H:%M} UTC)"
            )
    for path, at in _happened(past):
        if at > now + MAX_AHEAD:
            yield FieldError(path, "is more than a day ahead of now; the past lies behind")


def _happened(past: Past) -> Iterator[tuple[str, datetime]]:
    """What the file says has happened, not what was due."""
    yield "handoff.handed_at", past.handed_at
    if past.decided_at is not None:
        yield "handoff.decided_at", past.decided_at
    if past.touched_at is not None:
        yield "handoff.touched_at", past.touched_at
    for told in past.told:
        yield f"handoff.{_COLUMNS.get(told.kind, told.kind)}", told.at


_COLUMNS: Mapping[OutcomeKind, str] = {
    OutcomeKind.SQL: "sql_at",
    OutcomeKind.OPPORTUNITY: "opportunity_at",
    OutcomeKind.WON: "won_at",
    OutcomeKind.LOST: "lost_at",
}
