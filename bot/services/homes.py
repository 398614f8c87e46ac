"""Home tabs: remembering who opened theirs, and once-only handling of Slack's deliveries."""

from collections.abc import Callable

from bot.domain.agreement import Person
from bot.services import timeline
from storage import people
from storage.database import Database, Session


class Homes:
    """Bookkeeping for events; the tab itself is rendered and published by delivery."""

    def __init__(self, db: Database, wake: Callable[[], None]) -> None:
        self._db = db
        self._wake = wake

    async def opened(self, person: Person) -> None:
        """The person looks at their Home tab: from now on it is kept level."""
        now = await self._db.now()

        def work(tx: Session) -> None:
            people.remember(tx, person.key, home_opened_at=now)
            timeline.show_home(tx, person.key, now)

        await self._db.run(work)
        self._wake()

    async def first_time(self, delivery: str) -> bool:
        """Whether one of Slack's deliveries is new; a repeated one changes nothing."""
        now = await self._db.now()
        return await self._db.run(lambda tx: people.first_time(tx, delivery, now))
