"""What people do with a digest: take on what a signal asks for, say what came of it, see its leads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import period as periods
from bot.domain import post
from bot.domain.agreement import Agreement, Person
from bot.domain.digest import Action, Headline
from bot.domain.figure import Answer
from bot.domain.lead import FieldError
from bot.domain.metric import CATALOGUE, Anchor, Better, Metric
from bot.domain.permission import Action as Guarded
from bot.domain.permission import Denied, check
from bot.domain.query import MetricQuery
from bot.services import digests as runs
from bot.services.digests import key
from bot.services.numbers import Numbers
from digests.findings import Findings, Signal
from storage import digests, handoffs, metrics, posts
from storage.database import Database, Session
from storage.sight import Scope

MOST = 500  # leads in one list


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no such digest or signal any more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who has what a signal asks for; `own`: it is who tried, `new`: it is so since just now."""

    action: Action
    own: bool
    new: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """The leads behind a signal: those that it counts, and the others that it counts among."""

    title: str
    counted: tuple[Headline, ...]
    others: tuple[Headline, ...]
    k: int
    n: int  # of the others
    good: bool  # whether it is good to be counted: then the others are what is asked about

    @property
    def parts(self) -> list[tuple[str, int, tuple[Headline, ...]]]:
        """The lists with their headings and lengths, what is asked about first."""
        found = [("Counted", self.k, self.counted), ("Not counted", self.n, self.others)]
        return found[::-1] if self.good else found


class Followups:
    """The use cases of one agreement's digests."""

    def __init__(
        self, db: Database, agreement: Agreement, numbers: Numbers, wake: Callable[[], None]
    ) -> None:
        self._db = db
        self._agreement = agreement
        self._numbers = numbers
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

    async def ask(self, query: MetricQuery) -> Answer | list[FieldError]:
        """Other numbers, as of now; figures of people are not for everybody and are not asked for here."""
        now = await self._db.now()
        return await self._db.read(lambda tx: self._numbers.ask(tx, query, now))

    async def today(self) -> date:
        """The workspace's day."""
        return periods.local_day(await self._db.now(), self._agreement.zone)

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
        others = sorted(set(among) - set(counted)) if CATALOGUE[metric].denominator else []
        total = f" of {len(counted) + len(others):,}" if others else ""
        return Behind(
            title=f"{one.reading.title}: {len(counted):,}{total}",
            counted=handoffs.headlines(tx, counted[:MOST]),
            others=handoffs.headlines(tx, others[:MOST]),
            k=len(counted),
            n=len(others),
            good=CATALOGUE[metric].better is Better.HIGHER,
        )


def _signal(found: Findings | None, signal: str) -> Signal | None:
    known = (*found.signals, *found.more_signals) if found else ()
    return next((one for one in known if one.key == signal), None)
