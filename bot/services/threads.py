"""Reading threads again: Slack does not repeat what was said while nobody listened.

Every thread that we follow is read after a start, after the line to Slack was cut, and now and then: what is
missing is stored, with edits, and what is gone is withdrawn. A thread is claimed for a while and settled when
it was read to its end, so a killed process leaves nothing out and two replicas do not read the same thread.
Slack allows 50 calls a minute (https://docs.slack.dev/reference/methods/conversations.replies), so a ring of
the bell, every five seconds, makes four.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.errors import SlackError
from bot.domain.feedback import Said
from bot.domain.post import Kind
from bot.gateways.slack import NotSentError, Page, RefusedError, Slack
from bot.services import guard
from bot.services.feedback import Feedback
from storage import feedback, feedback_lists, feedback_threads
from storage.database import Database, Session
from storage.feedback_threads import Thread

_log = logging.getLogger(__name__)

CALLS = 4  # in one ring
_LEASE = 120.0
_CARDS, _CAMPAIGNS = 30, 180  # days without a word after which a thread is read no more
_WINDOW = timedelta(days=7)  # edits and deletions are noticed for so long after a message
_LIVELY, _SLOW = timedelta(days=1), timedelta(days=7)
_AGAIN = timedelta(minutes=5)
_PATIENCE = timedelta(minutes=5)  # when Slack cannot be asked
_UNSURE = timedelta(days=1)  # for longer no words of a missing message are kept


class Threads:
    """The threads of one workspace. Any number of replicas may read them beside each other."""

    def __init__(self, db: Database, slack: Slack, taking: Feedback, wake: Callable[[], None]) -> None:
        self._db = db
        self._slack = slack
        self._taking = taking
        self._wake = wake
        self.bot_user = ""  # who we are; nothing is read while that is unknown
        self._line: object = None

    async def follow(self) -> None:
        """Begin to read the threads of new posts and cards, and leave those that became quiet."""
        now = await self._db.now()

        def work(tx: Session) -> None:
            feedback_threads.follow(tx, Kind.CARD, _CARDS, now)
            feedback_threads.follow(tx, Kind.CAMPAIGN, _CAMPAIGNS, now)
            feedback_threads.drop(tx, now)
            feedback.wipe(tx, now - _UNSURE)

        await self._db.run(work)

    async def missed(self) -> None:
        """Nobody listened for a while: read again every thread in which that may matter."""
        now = await self._db.now()
        since = now - timedelta(days=_CAMPAIGNS)
        await self._db.run(lambda tx: feedback_threads.all_due(tx, since, now))

    async def watch(self, line: object) -> None:
        """`line` is the present connection to Slack: what was said before it was there may be missing."""
        if line is not None and line is not self._line:
            self._line = line
            await self.follow()
            await self.missed()

    async def read_due(self) -> int:
        """Read some threads that are due; answers with how many."""
        done = calls = 0
        while self.bot_user and calls < CALLS:
            now = await self._db.now()
            one = await self._take(now)
            if one is None:
                break
            pages = await self._read(one, now)
            if pages is None:
                break
            calls += pages
            done += 1
        if done:
            self._wake()
        return done

    async def _take(self, now: datetime) -> Thread | None:
        return await self._db.run(lambda tx: feedback_threads.take(tx, now, _LEASE))

    async def _read(self, one: Thread, now: datetime) -> int | None:
        """How many calls it took; None when Slack wants to be left alone."""
        oldest = min(one.seen, f"{(now - _WINDOW).timestamp():.6f}")
        present: set[str] = set()
        pages, cursor = 0, None
        try:
            while pages == 0 or cursor:
                page = await self._slack.thread(one.channel, one.ts, oldest, self.bot_user, cursor)
                await self._store(one, page)
                present |= page.present
                pages, cursor = pages + 1, page.cursor
        except RefusedError as error:
            _log.info("the thread %s in %s is not read: %s", one.ts, one.channel, error)
            await self._db.run(lambda tx: feedback_threads.settle(tx, one, one.seen, now + _SLOW))
            return pages + 1
        except SlackError as error:
            told = error.retry_after if isinstance(error, NotSentError) else None
            at = now + (timedelta(seconds=told) if told else _PATIENCE)
            _log.info("the thread %s in %s is read later: %s", one.ts, one.channel, error)
            await self._db.run(lambda tx: feedback_threads.settle(tx, one, one.seen, at))
            return None
        await self._db.run(lambda tx: self._settle(tx, one, oldest, present, now))
        return pages

    async def _store(self, one: Thread, page: Page) -> None:
        """A page at a time, because others wait for a unit of work on SQLite.

        Where that fails, each message by itself: one that cannot be stored does not lose the others.
        """
        with guard.guarded("storing a page of a thread") as trouble:
            await self._take_in(one, page.said)
        for said in page.said if trouble.error is not None else ():
            with guard.guarded(f"storing the message {said.ts} in {said.channel}"):
                await self._take_in(one, (said,))

    async def _take_in(self, one: Thread, heard: tuple[Said, ...]) -> None:
        now = await self._db.now()
        if heard:
            await self._db.run(lambda tx: self._hear(tx, one, heard, now))

    def _hear(self, tx: Session, one: Thread, heard: tuple[Said, ...], now: datetime) -> None:
        known = feedback_lists.in_thread(tx, one.channel, one.ts, "0")
        missing = {item.ts for item in known if item.missing_at}
        for said in heard:
            if said.ts in missing:
                self._taking.stand(tx, said)
            self._taking.store(tx, said, now)

    def _settle(self, tx: Session, one: Thread, oldest: str, present: set[str], now: datetime) -> None:
        """Withdraw what is gone. Where not even the first message came along, the answer proves nothing."""
        known = feedback_lists.in_thread(tx, one.channel, one.ts, oldest)
        for item in known:
            if one.ts in present and item.ts not in present and item.stored_at < now:
                self._taking.miss(tx, item, now)
        again = feedback_lists.in_thread(tx, one.channel, one.ts, oldest)
        last = max((item.said_at for item in known), default=one.active_at)
        # One reading may lack what is there: another one soon says so.
        pause = _AGAIN if any(item.unsure for item in again) else _pause(now - last)
        feedback_threads.settle(tx, one, max(one.seen, *present, "0"), now + pause)


def _pause(quiet: timedelta) -> timedelta:
    """How long a thread is left alone: the livelier it is, the shorter."""
    if quiet < _LIVELY:
        return _AGAIN
    return timedelta(hours=1) if quiet < _SLOW else _LIVELY
