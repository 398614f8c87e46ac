"""Reading threads again: Slack does not repeat what was said while nobody listened.

Every thread that we follow is read after a start, after the line to Slack was cut, and now and then: what is
missing is stored, with edits, and what is gone is withdrawn. A thread is claimed for a while and settled when
it was read to its end, so a killed process leaves nothing out and two replicas do not read the same thread.
Slack allows 50 calls a minute (https://docs.slack.dev/reference/methods/conversations.replies), which all
replicas share; a thread whose reading is cut by that is gone on with at the page where it was cut.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.asked import Place, asks
from bot.domain.errors import SlackError
from bot.domain.feedback import Item, Said
from bot.domain.post import Kind
from bot.gateways.slack import NotSentError, Page, RefusedError, Slack
from bot.services import guard
from bot.services.directory import Directory
from bot.services.feedback import Feedback, FromOwner
from bot.services.questions import MOST
from storage import feedback, feedback_gone, feedback_lists, feedback_threads, labels, pace, questions
from storage.database import Database, Session
from storage.feedback_threads import Thread

_log = logging.getLogger(__name__)

_LEASE = 120.0
_CARDS, _CAMPAIGNS = 30, 180  # days without a word after which a thread is read no more
_WINDOW = timedelta(days=7)  # edits and deletions are noticed for so long after a message
_LIVELY, _SLOW = timedelta(days=1), timedelta(days=7)
_AGAIN = timedelta(minutes=5)
_PATIENCE = timedelta(minutes=5)  # when Slack cannot be asked
_REFUSED = timedelta(hours=1)  # when it says no, for instance because we are not in the channel
_CUT = timedelta(hours=1)  # for longer no reading that was cut is gone on with
_UNSURE = timedelta(days=1)  # for longer no words of a missing message are kept


@dataclass(slots=True)
class _Reading:
    """How far a thread was read: up to `cursor`, and what stands there so far."""

    began: datetime
    oldest: str
    cursor: str | None = None
    present: set[str] = field(default_factory=set)
    whole: bool = False  # its first message came along
    done: bool = False

    def add(self, page: Page) -> None:
        """One page more."""
        self.present |= page.present
        self.whole = self.whole or page.whole
        self.cursor = page.cursor
        self.done = page.cursor is None


class Threads:
    """The threads of one workspace. Any number of replicas may read them beside each other."""

    def __init__(
        self, db: Database, slack: Slack, taking: Feedback, directory: Directory, wake: Callable[[], None]
    ) -> None:
        self._db = db
        self._slack = slack
        self._taking = taking
        self._directory = directory
        self._wake = wake
        self.bot_user = ""  # who we are; nothing is read while that is unknown
        self._line: object = None
        self._cut: dict[tuple[str, str], _Reading] = {}  # by thread; what another replica read is its own

    async def follow(self) -> None:
        """Begin to read the threads of new posts and cards, and leave those that became quiet."""
        now = await self._db.now()
        self._cut = {key: one for key, one in self._cut.items() if one.began > now - _CUT}

        def work(tx: Session) -> None:
            feedback_threads.follow(tx, Kind.CARD, _CARDS, now)
            feedback_threads.follow(tx, Kind.CAMPAIGN, _CAMPAIGNS, now)
            feedback_threads.follow_logged(tx, _WINDOW.days, now)
            feedback_threads.drop(tx, now)
            feedback_gone.wipe(tx, now - _UNSURE)

        await self._db.run(work)

    async def missed(self, channel: str | None = None) -> None:
        """Nobody listened for a while, there or anywhere: read again the threads where that may matter."""
        now = await self._db.now()
        since = now - timedelta(days=_CAMPAIGNS)
        await self._db.run(lambda tx: feedback_threads.all_due(tx, since, now, channel))

    async def watch(self, line: object) -> None:
        """`line` is the present connection to Slack: what was said before it was there may be missing."""
        if line is not None and line is not self._line:
            self._line = line
            await self.follow()
            await self.missed()

    async def read_due(self) -> int:
        """Read the threads that are due, as far as Slack's limit allows; answers with how many."""
        done = 0
        while self.bot_user and (one := await self._take()) is not None:
            finished = await self._read(one)
            self._wake()
            if not finished:
                break
            done += 1
        return done

    async def _take(self) -> Thread | None:
        """The next thread, with leave for one call."""
        now = await self._db.now()

        def work(tx: Session) -> Thread | None:
            one = feedback_threads.take(tx, now, _LEASE)
            if one is not None and not pace.spend(tx, pace.READ, now):
                feedback_threads.settle(tx, one, one.seen, now)
                return None
            return one

        return await self._db.run(work)

    async def _read(self, one: Thread) -> bool:
        """Read a thread, on from where it was cut; False when the next call has to wait."""
        now = await self._db.now()
        begun = _Reading(now, min(one.seen, f"{(now - _WINDOW).timestamp():.6f}"))
        reading = self._cut.pop((one.channel, one.ts), begun)
        try:
            await self._pages(one, reading)
        except RefusedError as error:
            _log.info("the thread %s in %s is not read: %s", one.ts, one.channel, error)
            code = error.code
            await self._db.run(lambda tx: self._refused(tx, one, reading, code, now))
            return True
        except SlackError as error:
            _log.info("the thread %s in %s is read later: %s", one.ts, one.channel, error)
            self._cut[one.channel, one.ts] = reading
            await self._wait(one, error)
            return False
        if not reading.done:
            self._cut[one.channel, one.ts] = reading
            await self._db.run(lambda tx: feedback_threads.settle(tx, one, one.seen, now))
            return False
        await self._db.run(lambda tx: self._settle(tx, one, reading, now))
        return True

    async def _pages(self, one: Thread, reading: "_Reading") -> None:
        """Read page by page while Slack's limit allows; the leave for the first one was taken already."""
        while True:
            page = await self._slack.thread(
                one.channel, one.ts, reading.oldest, self.bot_user, reading.cursor
            )
            await self._store(one, page)
            reading.add(page)
            if reading.done or not await self._may_go_on():
                return

    async def _may_go_on(self) -> bool:
        now = await self._db.now()
        return await self._db.run(lambda tx: pace.spend(tx, pace.READ, now))

    async def _wait(self, one: Thread, error: SlackError) -> None:
        """Slack cannot be asked: this thread waits, and when Slack says for how long all of them do."""
        now = await self._db.now()
        told = error.retry_after if isinstance(error, NotSentError) else None
        until = now + (timedelta(seconds=told) if told else _PATIENCE)

        def work(tx: Session) -> None:
            feedback_threads.settle(tx, one, one.seen, until)
            if told:
                pace.hold(tx, pace.READ, until, now)

        await self._db.run(work)

    async def _store(self, one: Thread, page: Page) -> None:
        """A page at a time, because others wait for a unit of work on SQLite.

        Where that fails, each message by itself: one that cannot be stored does not lose the others.
        """
        heard = (page.root, *page.said) if page.root else page.said
        with guard.guarded("storing a page of a thread") as trouble:
            await self._take_in(one, heard)
        for said in heard if trouble.error is not None else ():
            with guard.guarded(f"storing the message {said.ts} in {said.channel}"):
                await self._take_in(one, (said,))

    async def _take_in(self, one: Thread, heard: tuple[Said, ...]) -> None:
        now = await self._db.now()
        if heard:
            await self._db.run(lambda tx: self._hear(tx, one, heard, now))

    def _hear(self, tx: Session, one: Thread, heard: tuple[Said, ...], now: datetime) -> None:
        labels.hold_campaigns(tx, alone=False)  # before any row, as all do
        missing = feedback_lists.missing_in_thread(tx, one.channel, one.ts)
        wrote: FromOwner | None = None
        for said in heard:
            if said.ts in missing:
                self._taking.stand(tx, said)
            found = self._taking.store(tx, said, now)
            wrote = found if isinstance(found, FromOwner) else wrote
            if found is None and said.ts > one.seen and self._taking.asks(tx, said):
                self._ask(tx, said, now)
        # Of several things that they wrote the last one is most likely the answer.
        if wrote is not None:
            self._taking.offer(tx, wrote, now)

    def _ask(self, tx: Session, said: Said, now: datetime) -> None:
        """A question that nobody heard is answered where it was asked; once, whether or not it was heard."""
        person = self._directory.who(said.user)
        text = said.text.replace(f"@{self.bot_user}", " ").strip()
        if person is not None and now - said.at < _LIVELY and asks(text):
            place = Place(said.channel, said.ts, said.thread_ts)
            questions.record(tx, place, said.user, person.key, text[: MOST + 1], said.at)

    def _settle(self, tx: Session, one: Thread, reading: "_Reading", now: datetime) -> None:
        """Withdraw what is gone. Where not even the first message came along, the answer proves nothing."""
        known, present = self._known(tx, one, reading), reading.present
        for item in known:
            if reading.whole and item.ts not in present and item.stored_at < reading.began:
                self._taking.miss(tx, item, now)
        again = self._known(tx, one, reading)
        last = max((item.said_at for item in known), default=one.active_at)
        # One reading may lack what is there: another one soon says so.
        pause = _AGAIN if any(item.unsure for item in again) else _pause(now - last)
        feedback_threads.settle(tx, one, max(one.seen, *present, "0"), now + pause)

    def _refused(self, tx: Session, one: Thread, reading: "_Reading", code: str, now: datetime) -> None:
        """A thread that is not found has no first message any more, which somebody may have logged."""
        logged = feedback.find(tx, one.channel, one.ts) if code == "thread_not_found" else None
        if logged is not None and logged.stored_at < reading.began:
            self._taking.miss(tx, logged, now)
            logged = feedback.find(tx, one.channel, one.ts)
        # A place in a list may be forgotten; whatever else it was, somebody may mend it.
        pause = _AGAIN if reading.cursor or (logged and logged.unsure) else _REFUSED
        feedback_threads.settle(tx, one, one.seen, now + pause)

    def _known(self, tx: Session, one: Thread, reading: "_Reading") -> tuple[Item, ...]:
        return feedback_lists.in_thread(tx, one.channel, one.ts, reading.oldest)


def _pause(quiet: timedelta) -> timedelta:
    """How long a thread is left alone: the livelier it is, the shorter."""
    if quiet < _LIVELY:
        return _AGAIN
    return timedelta(hours=1) if quiet < _SLOW else _LIVELY
