"""The reading side: one handoff, somebody's queue, a Home tab, and the answer to "why?"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import calendar, permission
from bot.domain.agreement import Agreement, Person, Role
from bot.domain.brief import Brief
from bot.domain.calendar import Stretch
from bot.domain.handoff import Handoff
from bot.domain.promise import Promise
from bot.services.briefs import Briefs
from bot.services.clocks import Clocks
from bot.services.inbox import Inbox
from bot.views import explain
from bot.views.home import HomeFacts, TeamFacts
from storage import handoffs, leads, people
from storage.database import Database, Session

PAGE = 10


@dataclass(frozen=True, slots=True)
class Queue:
    """Somebody's work, soonest due first; `total` may be more than the briefs at hand."""

    briefs: tuple[Brief, ...]
    total: int


class Desk:
    """Everything that is read to be shown, always as of now."""

    def __init__(self, db: Database, agreement: Agreement, clocks: Clocks, briefs: Briefs) -> None:
        self._db = db
        self._agreement = agreement
        self._clocks = clocks
        self._briefs = briefs
        self.inbox = Inbox(agreement)

    async def brief(self, handoff_id: int) -> Brief | None:
        """One handoff."""
        now = await self._db.now()
        return await self._db.read(lambda tx: self._briefs.of(tx, handoff_id, now))

    async def queue(self, person: Person, limit: int = PAGE) -> Queue:
        """What the person has to do."""
        now = await self._db.now()
        return await self._db.read(lambda tx: self._queue(tx, person, now, limit))

    async def find(self, text: str) -> Sequence[Brief]:
        """The latest handoff of every lead that an id, an e-mail or a name may mean."""
        now = await self._db.now()
        return await self._db.read(lambda tx: self.matching(tx, text, now))

    async def why(self, handoff_id: int) -> tuple[str, ...]:
        """Which rule gave the lead to whom, which minutes counted, and who was told when."""
        now = await self._db.now()
        return await self._db.read(lambda tx: self.explained(tx, handoff_id, now))

    def matching(self, tx: Session, text: str, now: datetime) -> tuple[Brief, ...]:
        """`find` inside a unit of work."""
        wanted = text.strip().lstrip("#")
        if wanted.isascii() and wanted.isdigit():
            found = [self._briefs.of(tx, int(wanted), now)]
        else:
            latest = [handoffs.of_lead(tx, known.id)[-1:] for known in leads.find(tx, wanted)]
            found = [self._briefs.about(tx, passes[0], now) for passes in latest if passes]
        return tuple(brief for brief in found if brief is not None)

    def explained(self, tx: Session, handoff_id: int, now: datetime) -> tuple[str, ...]:
        """`why` inside a unit of work."""
        brief = self._briefs.of(tx, handoff_id, now)
        if brief is None:
            return ()
        clocks = [(one, self._stretches(tx, one, now)) for one in brief.promises]
        return explain.lines(brief, clocks)

    def home(self, tx: Session, person: Person, now: datetime) -> HomeFacts:
        """What a person's Home tab shows."""
        queue = self._queue(tx, person, now, PAGE)
        waiting, total = self.inbox.to_answer(tx, person.key)
        return HomeFacts(
            person=person,
            agreement=self._agreement,
            now=now,
            queue=queue.briefs,
            total=queue.total,
            offered=self._offered(tx, person, now),
            absences=people.absences(tx, person.key).get(person.key, ()),
            teams=tuple(self._team(tx, key, now) for key in self._teams_of(person)),
            sourced=self._sourced(tx, person, now),
            inbox=waiting,
            inbox_total=total,
            answered=self.inbox.answered(tx, person.key),
        )

    def _queue(self, tx: Session, person: Person, now: datetime, limit: int) -> Queue:
        found, total = handoffs.queue(tx, person.key, limit)
        return Queue(self._all(tx, found, now), total)

    def _offered(self, tx: Session, person: Person, now: datetime) -> tuple[Brief, ...]:
        return self._all(tx, handoffs.offered_to(tx, person.key, PAGE), now)

    def _sourced(self, tx: Session, person: Person, now: datetime) -> tuple[Brief, ...]:
        """For marketers: the newest leads, and what became of them."""
        return self._all(tx, handoffs.newest(tx, PAGE), now) if Role.MARKETER in person.roles else ()

    def _teams_of(self, person: Person) -> tuple[str, ...]:
        if permission.check(person, permission.Action.TEAM, None, self._agreement) is not None:
            return ()
        if Role.ADMIN in person.roles:
            return tuple(self._agreement.teams)
        managed = [t.key for t in self._agreement.teams.values() if t.manager == person.key]
        return tuple(managed)

    def _team(self, tx: Session, key: str, now: datetime) -> TeamFacts:
        found, total = handoffs.team_queue(tx, key, 200)
        return TeamFacts(self._agreement.teams[key], self._all(tx, found, now), total)

    def _all(self, tx: Session, found: Sequence[Handoff], now: datetime) -> tuple[Brief, ...]:
        briefs = (self._briefs.about(tx, one, now) for one in found)
        return tuple(brief for brief in briefs if brief is not None)

    def _stretches(self, tx: Session, one: Promise, now: datetime) -> list[Stretch]:
        """The promise's time from its start to its end or now, leg by leg in each owner's calendar."""
        return calendar.explain(self._clocks.legs(tx, one), one.ended_at or now)
