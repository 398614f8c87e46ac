"""Asking reps how a lead was, after they decided it or the CRM told what became of it.

At most once a lead, so often a week and person as the agreement says, within that person's hours, never while
they are away, and not about what they said something of. A UNIQUE place in the week settles replicas.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.domain import period as periods
from bot.domain.agreement import Agreement, Person
from bot.domain.feedback import Item, Origin
from bot.domain.outcome import Invalid
from bot.domain.permission import Denied
from bot.domain.post import Kind
from bot.services import guard
from bot.services.clocks import Clocks
from bot.services.feedback import Feedback, Noted
from bot.services.tagging import Tagging
from bot.views import asks as views
from storage import campaigns, feedback, feedback_asks, labels, people, posts
from storage.database import Database, Session
from storage.feedback_asks import Ask

_AGE = timedelta(days=4)  # after which a lead is not fresh in anybody's mind; a weekend is shorter
FRESH = timedelta(minutes=15)  # an ask that cannot go out for so long never does
_GONE = "This question does not exist any more."
_ANSWERED = "It was answered meanwhile. Say it in the lead's thread, then it is answered too."


def key(ask_id: int) -> str:
    """The key of the message that asks, and of the item that its answer is."""
    return f"ask:{ask_id}"


class Asks:
    """The use cases of one agreement. `wake` tells delivery that there is work."""

    def __init__(
        self,
        db: Database,
        agreement: Agreement,
        clocks: Clocks,
        taking: Feedback,
        tagging: Tagging,
        wake: Callable[[], None],
    ) -> None:
        self._db = db
        self._agreement = agreement
        self._clocks = clocks
        self._taking = taking
        self._tagging = tagging
        self._wake = wake

    async def ring(self) -> int:
        """Ask whoever may be asked now; answers with how many asks that was."""
        if self._agreement.feedback.asks == 0:
            return 0
        now = await self._db.now()
        # A decision that can still be undone is not settled.
        until = now - timedelta(seconds=self._agreement.timing.undo)
        found = await self._db.read(lambda tx: feedback_asks.candidates(tx, now - _AGE, until))
        count = 0
        for person in dict.fromkeys(person for _, person in found):
            mine = [handoff_id for handoff_id, each in found if each == person]
            with guard.guarded(f"asking {person}"):
                count += await self._db.run(partial(self._ask, person=person, about=mine[0], now=now))
        if count:
            self._wake()
        return count

    async def answer(self, ask_id: int, theme: str, by: Person | None, user: str) -> Noted | Denied:
        """One tap: it is feedback on the lead's campaign with that theme. The first tap counts."""
        now = await self._db.now()

        def work(tx: Session) -> Noted | Denied:
            labels.hold_campaigns(tx, alone=False)
            ask = feedback_asks.get(tx, ask_id)
            if ask is None or by is None or ask.person != by.key or theme not in views.ANSWERS:
                return Denied(_GONE if ask is None else "Only whoever was asked can answer.")
            item, new = self._write(tx, ask, theme, user, now)
            if new:
                self._tagging.correct(tx, item, [theme], by.key, now)
            posts.touch(tx, key(ask_id), now)
            return self._taking.noted(tx, item, new, now)

        done = await self._db.run(work)
        self._wake()
        return done

    async def add_line(self, ask_id: int, text: str, by: Person | None) -> Noted | Denied | Invalid:
        """The same in their own words."""
        if not text.strip():
            return Invalid("Say it in a few words.", "detail")
        now = await self._db.now()

        def work(tx: Session) -> Noted | Denied:
            item = feedback.keyed(tx, key(ask_id))
            if item is None or by is None or item.author != by.key:
                return Denied(_GONE if item is None else "Only whoever was asked can answer.")
            if item.answer_id is not None:
                return Denied(_ANSWERED)
            feedback.reword(tx, item.id, text.strip(), now)
            posts.touch(tx, key(ask_id), now)
            return self._taking.noted(tx, feedback.get(tx, item.id) or item, False, now)

        done = await self._db.run(work)
        self._wake()
        return done

    def _ask(self, tx: Session, person: str, about: int, now: datetime) -> bool:
        people.hold(tx, person)
        if not self._may_be_asked(tx, person, now) or feedback_asks.has_said(tx, about, person):
            return False
        week = periods.week_name(periods.week_of(periods.local_day(now, self._agreement.zone)))
        most = self._agreement.feedback.asks
        ask = feedback_asks.claim(tx, about, person, week, most, now)
        if ask is None:
            return False
        people.remember(tx, person, last_dm_at=now)
        posts.add(tx, key(ask.id), Kind.ASK, ask.id, f"@{person}", now)
        return True

    def _may_be_asked(self, tx: Session, person: str, now: datetime) -> bool:
        """They are here, at work for a while yet, and were not written to just now."""
        gap, last = timedelta(seconds=self._agreement.timing.bundle), people.last_dm(tx, person)
        if self._agreement.person(person) is None or (last is not None and now < last + gap):
            return False
        at_work = all(self._clocks.opens_at(tx, person, at) <= at for at in (now, now + FRESH))
        return at_work and person not in people.away(tx, now)

    def _write(self, tx: Session, ask: Ask, theme: str, user: str, now: datetime) -> tuple[Item, bool]:
        campaign = next(iter(campaigns.of_handoff(tx, ask.handoff_id)), None)
        return feedback.write(
            tx, key(ask.id), views.ANSWERS[theme], now, user=user, author=ask.person, origin=Origin.ASK,
            campaign_id=campaign, handoff_id=ask.handoff_id, owner=self._taking.owner(tx, campaign),
        )  # fmt: skip
