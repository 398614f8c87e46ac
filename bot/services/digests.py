"""The weekly digest's run: a bell asks whether a week is due, the database claims it, its numbers are frozen.

Claiming, freezing and putting the messages on the list are one unit of work, so that a digest comes once,
whoever rings and however often, and a re-run finds nothing to do. A missed Monday gives one late digest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.domain import digest, document, post
from bot.domain import period as periods
from bot.domain.agreement import Agreement, Person, Role
from bot.domain.digest import Digest
from bot.domain.period import Period
from bot.domain.post import Kind
from bot.services.clocks import Clocks
from digests import gather, judge
from digests.findings import Findings
from digests.gather import Order
from digests.voices import Voices
from digests.week import Taken, Week
from storage import digests, feedback, feedback_answers, feedback_labels, posts
from storage.database import Database, Session


@dataclass(frozen=True, slots=True)
class Sent:
    """A digest that was claimed now, or before: `new` tells which."""

    digest: Digest
    new: bool


def key(week: str, person: str | None = None) -> str:
    """The key of a digest's message: the channel's, or the one to a person."""
    return f"digest:{week}" + (f":@{person}" if person else "")


def numbers(tx: Session, digest_id: int) -> Week | None:
    """The frozen numbers of a digest."""
    found = digests.get(tx, digest_id)
    return document.from_json(Week, found.snapshot) if found else None


def findings(tx: Session, digest_id: int) -> Findings | None:
    """What a digest said, from its frozen numbers."""
    week = numbers(tx, digest_id)
    return judge.findings(week) if week else None


def voices(tx: Session, week: Week, workspace: str) -> Voices:
    """The words that a digest quotes, as they stand now; none that were taken back or say something else."""
    heard = week.heard
    if heard is None:
        return Voices()
    item = feedback.get(tx, heard.quote) if heard.quote else None
    given = (feedback_answers.get(tx, one) for one in heard.changed)
    changed = tuple(one.text for one in given if one and one.text)
    if item is None or not item.counts or heard.quoted not in feedback_labels.standing(tx, item.id).themes:
        return Voices(changed=changed)
    return Voices(item.text, post.permalink(workspace, item.channel, item.ts), changed)


class Digests:
    """The digests of one agreement."""

    def __init__(self, db: Database, agreement: Agreement, clocks: Clocks, wake: Callable[[], None]) -> None:
        self._db = db
        self._agreement = agreement
        self._clocks = clocks
        self._wake = wake

    async def ring(self) -> Sent | None:
        """Send the digest that is due; None when there is none, or it was sent before."""
        now = await self._db.now()
        week = digest.due_week(self._agreement.digest, self._agreement.zone, now)
        if await self._db.read(lambda tx: self._is_needless(tx, week)):
            return None
        return await self.send(week, now)

    async def send(self, week: Period, now: datetime) -> Sent | None:
        """Claim a week and put its messages on the list; None when somebody else was faster just now."""
        due = digest.send_at(self._agreement.digest, self._agreement.zone, week)
        numbers = await self._db.read(lambda tx: self.numbers(tx, week, now, late=now - due > digest.LATE))
        sent = await self._db.run(lambda tx: self.claim(tx, numbers, now))
        self._wake()
        return sent

    def numbers(self, tx: Session, week: Period, now: datetime, *, late: bool = False) -> Week:
        """The numbers of a week as of `now`, with what earlier digests told; `late` when it says so."""
        name = periods.week_name(week)
        before = digests.before(tx, name)
        previous = document.from_json(Week, before.snapshot) if before else None
        taken = digests.unreported(tx, name, before.claimed_at if before else None)
        order = Order(
            week=week,
            as_of=now,
            late=late,
            previous=previous,
            taken=tuple(
                Taken(told, one.ask, one.owner, one.due_on, one.done_at, one.result) for told, one in taken
            ),
        )
        return gather.gather(tx, order, self._agreement, self._clocks.hours)

    def claim(self, tx: Session, numbers: Week, now: datetime) -> Sent | None:
        """Freeze the numbers and put the messages on the list, once for each week."""
        snapshot = document.to_json(numbers)
        claimed = digests.claim(tx, numbers.name, now, late=numbers.late, snapshot=snapshot)
        found = digests.by_week(tx, numbers.name)
        if found is None:
            return None
        if claimed is not None:
            self._post(tx, found, now)
        return Sent(found, claimed is not None)

    def _is_needless(self, tx: Session, week: Period) -> bool:
        """It was sent; or it would be the first and there was nothing yet to tell of."""
        if digests.by_week(tx, periods.week_name(week)) is not None:
            return True
        if digests.before(tx, periods.week_name(week)) is not None:
            return False
        return not gather.has_begun(tx, week, self._agreement.zone)

    def _post(self, tx: Session, found: Digest, now: datetime) -> None:
        plan = self._agreement.digest
        channel = plan.channel or self._agreement.channels.handoffs
        main = posts.add(tx, key(found.week), Kind.DIGEST, found.id, channel, now)
        posts.add(tx, f"{main.key}:more", Kind.DIGEST_MORE, found.id, channel, now, thread_key=main.key)
        for person in plan.direct:
            self._post_to(tx, found, Kind.DIGEST, person, now)
        for member in self._agreement.people.values():
            if Role.MARKETER in member.roles:
                self._post_to(tx, found, Kind.OUTCOMES, member.key, now)

    def _post_to(self, tx: Session, found: Digest, kind: Kind, person: str, now: datetime) -> None:
        """A direct message in the person's own morning, or when they are next at work after it."""
        name = key(found.week, person) + (":outcomes" if kind is Kind.OUTCOMES else "")
        posts.add(tx, name, kind, found.id, f"@{person}", now, not_before=self._morning(tx, person, now))

    def _morning(self, tx: Session, person: str, now: datetime) -> datetime:
        plan, member = self._agreement.digest, self._agreement.person(person)
        zone = self._zone_of(member)
        today = digest.morning(periods.local_day(now, zone), plan.at, zone)
        return self._clocks.opens_at(tx, person, max(today, now))

    def _zone_of(self, person: Person | None) -> str:
        calendar = self._agreement.calendars.get(person.calendar or "") if person else None
        return (
            (person.zone if person else None) or (calendar.zone if calendar else None) or self._agreement.zone
        )
