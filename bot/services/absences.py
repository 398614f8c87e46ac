"""Being away: who sets it, and what it does to clocks and open leads.

An absence closes the person's calendar: running clocks pause, no reminder reaches them, and their open leads
are offered to the backup by the next tick (see `nudges`).
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.agreement import Agreement, Person
from bot.services import timeline
from bot.services.clocks import Clocks
from storage import handoffs, people, promises
from storage.database import Database, Session


class Absences:
    """Setting and ending absences of the agreement's people."""

    def __init__(self, db: Database, agreement: Agreement, clocks: Clocks, wake: Callable[[], None]) -> None:
        self._db = db
        self._agreement = agreement
        self._clocks = clocks
        self._wake = wake

    async def away(self, person: Person, first: date, last: date) -> None:
        """`person` is away from the first to the last day, both included, in their own zone.

        From today on it starts now, so that what is left of today counts as away too.
        """
        now = await self._db.now()
        zone = self.zone(person)
        starts = max(now, datetime.combine(first, time(), zone).astimezone(now.tzinfo))
        ends = datetime.combine(last + timedelta(days=1), time(), zone).astimezone(now.tzinfo)

        def work(tx: Session) -> None:
            people.add_absence(tx, person.key, starts, ends, person.key)
            self._follow(tx, person, now)

        await self._db.run(work)
        self._wake()

    async def back(self, person: Person) -> bool:
        """`person` is here again; False when they were not away."""
        now = await self._db.now()

        def work(tx: Session) -> bool:
            ended = people.end_absences(tx, person.key, now)
            self._follow(tx, person, now)
            return ended

        ended = await self._db.run(work)
        self._wake()
        return ended

    async def today(self, person: Person) -> date:
        """The day it is where the person works."""
        return (await self._db.now()).astimezone(self.zone(person)).date()

    async def of(self, person: Person) -> tuple[tuple[datetime, datetime], ...]:
        """The person's present and coming absences."""
        now = await self._db.now()
        found = await self._db.read(lambda tx: people.absences(tx, person.key).get(person.key, ()))
        return tuple((start, end) for start, end in found if end > now)

    def zone(self, person: Person) -> ZoneInfo:
        """The zone in which the person's days begin and end."""
        rule = self._agreement.calendars.get(person.calendar or "")
        return ZoneInfo(person.zone or (rule.zone if rule else None) or self._agreement.zone)

    def _follow(self, tx: Session, person: Person, now: datetime) -> None:
        self._clocks.recompute(tx, person.key, now)
        for one in promises.running_of(tx, person.key):
            handoff = handoffs.get(tx, one.handoff_id) if one.handoff_id else None
            if handoff is not None:
                timeline.show(tx, handoff, now)
        timeline.show_home(tx, person.key, now)
