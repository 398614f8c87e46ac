"""The ticker: rings bells at steady intervals and holds no state. The only import of apscheduler.

A bell asks the database what is due. Missing a ring is harmless, so late rings are merged into one and never
dropped, and a bell that still rings is not rung again.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger


@dataclass(frozen=True, slots=True)
class Bell:
    """What is rung every so many seconds."""

    name: str
    seconds: float
    ring: Callable[[], Awaitable[object]]


class Ticker:
    """Rings the bells of a running event loop, from `start` until `stop`."""

    def __init__(self, bells: Sequence[Bell]) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        for bell in bells:
            self._scheduler.add_job(bell.ring, IntervalTrigger(seconds=bell.seconds), id=bell.name)

    def start(self) -> None:
        """Begin to ring; call it on the event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Ring no more; a bell that is ringing is left to end by itself."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
