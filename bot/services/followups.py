"""What people do with a digest: take on what a signal asks for, say what came of it, see its leads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.domain import period as periods
from bot.domain import post
from bot.domain.agreement import Agreement, Person
from bot.domain.digest import Action, Headline
from bot.domain.metric import Anchor, Metric
from bot.domain.permission import Action as Guarded
from bot.domain.permission import Denied, check
from bot.domain.query import MetricQuery
from bot.services import behind
from bot.services import digests as runs
from bot.services.behind import Behind
from bot.services.digests import key
from digests.findings import Findings, Signal
from storage import digests, metrics, posts
from storage.database import Database, Session
from storage.sight import Scope


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no such digest or signal any more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who has what a signal asks for; `own`: it is who tried, `new`: it is so since just now."""

    action: Action
    own: bool
    new: bool


class Followups:
    """The use cases of one agreement's digests."""

    def __init__(self, db: Database, agreement: Agreement, wake: Callable[[], None]) -> None:
        self._db = db
        self._agreement = agreement
        self._wake = wake
        self.workspace = ""  # its address in Slack; "" while unknown

    async def take(self, digest_id: int, signal: str, by: Person | None) -> Standing | Missing | Denied:
        """Take it on, until the day that the digest asks for; the first one gets it."""

        def work(tx: Session, now: datetime, who: Person, found: Findings, one: Signal) -> Standing | Missing:
            new = digests.take(tx, digest_id, signal, one.ask.what, who.key, now, one.ask.by)
            return self._standing(tx, digest_id, found, one, who, new=new, now=now)

        return await self._attempt(digest_id, signal, by, work)

    async def finish(
        self, digest_id: int, signal: str, by: Person | None, result: str
    ) -> Standing | Missing | Denied:
        """Say what came of it; the next digest tells it."""

        def work(tx: Session, now: datetime, who: Person, found: Findings, one: Signal) -> Standing | Missing:
            new = digests.finish(tx, digest_id, signal, who.key, result.strip(), now)
            return self._standing(tx, digest_id, found, one, who, new=new, now=now)

        return await self._attempt(digest_id, signal, by, work)

    async def leads(self, digest_id: int, signal: str, by: Person | None) -> Behind | Missing | Denied:
        """The leads behind a signal's figure, as of when the digest was told."""
        denied = check(by, Guarded.SEE, None, self._agreement)
        if denied is not None:
            return denied
        return await self._db.read(lambda tx: self._behind(tx, digest_id, signal))

    def address(self, one: Headline) -> str | None:
        """Where a lead's card is."""
        return post.permalink(self.workspace, one.channel, one.ts)

    async def _attempt(
        self,
        digest_id: int,
        signal: str,
        by: Person | None,
        verb: Callable[[Session, datetime, Person, Findings, Signal], Standing | Missing],
    ) -> Standing | Missing | Denied:
        now = await self._db.now()

        def work(tx: Session) -> Standing | Missing | Denied:
            denied = check(by, Guarded.SEE, None, self._agreement)
            if denied is not None or by is None:
                return denied or Denied("You are not in this agreement.")
            found = runs.findings(tx, digest_id)
            one = _signal(found, signal)
            return Missing() if found is None or one is None else verb(tx, now, by, found, one)

        outcome = await self._db.run(work)
        self._wake()
        return outcome

    def _standing(
        self,
        tx: Session,
        digest_id: int,
        found: Findings,
        one: Signal,
        who: Person,
        *,
        new: bool,
        now: datetime,
    ) -> Standing | Missing:
        action = digests.actions(tx, digest_id).get(one.key)
        if action is None:
            return Missing()
        if new:
            for person in (None, *self._agreement.digest.direct):
                posts.touch(tx, key(found.week.name, person), now)
        return Standing(action, action.owner == who.key, new)

    def _behind(self, tx: Session, digest_id: int, signal: str) -> Behind | Missing:
        found = runs.findings(tx, digest_id)
        one = _signal(found, signal)
        if found is None or one is None:
            return Missing()
        week = periods.week_of(one.reading.point.week)
        metric = Metric(one.reading.trend.value)
        query = MetricQuery((metric,), period=week, anchor=Anchor.DECIDED)
        scope = Scope(found.week.zone, found.week.as_of)
        counted = [i for _, i in metrics.behind(tx, query, scope, week, metric)]
        among = [i for _, i in metrics.behind(tx, query, scope, week, metric, among=True)]
        return behind.of(tx, one.reading.title, metric, counted, among)


def _signal(found: Findings | None, signal: str) -> Signal | None:
    known = (*found.signals, *found.more_signals) if found else ()
    return next((one for one in known if one.key == signal), None)
