"""A brief: everything known of one handoff at one moment, gathered for showing it.

Services fill it from the database; views are pure functions of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.agreement import Agreement
from bot.domain.handoff import Entry, Handoff
from bot.domain.lead import Lead
from bot.domain.promise import Kind, Promise


@dataclass(frozen=True, slots=True)
class Brief:
    """One handoff with its lead, promises, log and earlier pass, as of `now`."""

    handoff: Handoff
    lead: Lead
    promises: tuple[Promise, ...]
    log: tuple[Entry, ...]
    agreement: Agreement
    now: datetime
    left: float  # business seconds left on the running promise, negative after its due time
    owner_at_work: bool  # in office hours and not away
    prior: Handoff | None = None
    flags: Sequence[str] = ()  # what intake noticed, e.g. two references that point at different persons
    slack_ids: dict[str, str] | None = None  # person key -> Slack user id, as far as known

    def promise(self, kind: Kind) -> Promise | None:
        """The latest promise of that kind."""
        return next((p for p in reversed(self.promises) if p.kind is kind), None)

    @property
    def running(self) -> Promise | None:
        """The promise whose clock is running."""
        return next((p for p in reversed(self.promises) if p.ended_at is None), None)
