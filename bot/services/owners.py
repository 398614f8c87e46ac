"""Open feedback belongs to whoever answers for its campaign now, not when it was said.

An owner hands over or leaves the agreement, campaigns become one or get other names: what waits moves on,
with its promise. What moved already is left alone, so any number of replicas may do it at once.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from bot.services import owed
from bot.services.clocks import Clocks
from storage import feedback, feedback_lists
from storage.database import Database, Session


class Owners:
    """The owners of one agreement's open feedback. `wake` tells delivery that there is work."""

    def __init__(self, db: Database, clocks: Clocks, wake: Callable[[], None]) -> None:
        self._db = db
        self._clocks = clocks
        self._wake = wake

    async def level(self) -> int:
        """Hand what waits to whom owes it now; answers with how many items that were.

        Each in a unit of work of its own, because each locks what shows it.
        """
        behind = await self._db.read(self._behind)
        if not behind:
            return 0
        now = await self._db.now()
        moved = [await self._db.run(partial(self._move, feedback_id=one, now=now)) for one in behind]
        self._wake()
        return sum(moved)

    def _behind(self, tx: Session) -> Sequence[int]:
        return [
            one
            for campaign_id, owner in feedback_lists.open_owners(tx)
            if self._clocks.answerer(tx, campaign_id) != owner
            for one in feedback_lists.open_owed(tx, campaign_id, owner)
        ]

    def _move(self, tx: Session, feedback_id: int, now: datetime) -> bool:
        item = feedback.hold(tx, feedback_id)
        if item is None or not item.is_open or item.owner == self._clocks.answerer(tx, item.campaign_id):
            return False
        owed.settle(tx, item, self._clocks, now)
        return True
