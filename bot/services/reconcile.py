"""Finds out what became of messages whose sender was gone, or whose answer never came.

The channel is read once for all its doubts. A message that stands there is adopted and further copies are
deleted; one that is absent twice, late enough, may be sent again; while the channel cannot be read nothing is
sent, because late is better than twice.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain import refusal
from bot.domain.agreement import Agreement
from bot.domain.errors import SlackError
from bot.domain.patience import Patience
from bot.domain.post import Post
from bot.gateways.slack import NotSentError, RefusedError, Slack
from bot.services import notices
from bot.services.addresses import Addresses
from storage import posts, sending
from storage.database import Database, Session
from storage.sending import Doubt

_log = logging.getLogger(__name__)

Place = tuple[str, str | None]  # channel, and the thread in it


class Reconciler:
    """Resolves leases that ended and doubts; any number of replicas may do so at once."""

    def __init__(
        self, db: Database, slack: Slack, addresses: Addresses, agreement: Agreement, patience: Patience
    ) -> None:
        self._db = db
        self._slack = slack
        self._addresses = addresses
        self._admin = agreement.channels.admin
        self._patience = patience

    async def settle(self, now: datetime) -> None:
        """Take back what dead senders left, then look for every message in doubt that is due."""
        doubts = await self._db.run(lambda tx: self._take(tx, now))
        for (channel, thread_ts), group in (await self._by_place(doubts, now)).items():
            await self._look(channel, thread_ts, group, now)

    def _take(self, tx: Session, now: datetime) -> tuple[Doubt, ...]:
        sending.expire(tx, now, self._patience)
        sending.drop_orphans(tx)
        return sending.doubtful(tx, now, self._patience)

    async def _by_place(self, doubts: Sequence[Doubt], now: datetime) -> dict[Place, list[Post]]:
        places: dict[Place, list[Post]] = {}
        for doubt in doubts:
            try:
                channel = doubt.channel or await self._addresses.of(doubt.post, now)
            except SlackError as error:
                await self._leave(doubt.post, error, now)
            else:
                places.setdefault((channel, doubt.thread_ts), []).append(doubt.post)
        return places

    async def _look(self, channel: str, thread_ts: str | None, group: list[Post], now: datetime) -> None:
        since = min(post.first_at or now for post in group) - timedelta(seconds=self._patience.skew)
        try:
            if thread_ts is None:
                seen = await self._slack.history(channel, since.timestamp())
            else:
                seen = await self._slack.replies(channel, thread_ts, since.timestamp())
        except SlackError as error:
            for post in group:
                await self._leave(post, error, now)
            return
        for post in group:
            await self._resolve(post, channel, sorted(s.ts for s in seen if post.marker in s.marks), now)

    async def _resolve(self, post: Post, channel: str, copies: list[str], now: datetime) -> None:
        if not copies:
            again = await self._db.run(lambda tx: sending.missed(tx, post, now, self._patience))
            if again:
                _log.warning("%s never arrived and is sent again", post.key)
            return
        try:
            for ts in copies[1:]:
                await self._slack.delete(channel, ts)
        except SlackError as error:
            await self._leave(post, error, now)
            return
        await self._db.run(lambda tx: posts.adopt(tx, post.id, channel, copies[0]))

    async def _leave(self, post: Post, error: SlackError, now: datetime) -> None:
        """Nothing is known yet; an administrator is told when waiting alone will not help."""
        told = error.retry_after if isinstance(error, NotSentError) else None
        at = max(self._patience.look_at(post.attempts, now), now + timedelta(seconds=told or 0.0))

        def write(tx: Session) -> None:
            if isinstance(error, RefusedError):
                sending.unreadable(tx, post, at, refusal.doubt(error.code, post.to, post.id))
                notices.tell(tx, self._admin, post, f"doubt:{error.code}", now)
            else:
                sending.unreadable(tx, post, at, str(error))

        _log.warning("cannot find out whether %s arrived: %s", post.key, error)
        await self._db.run(write)
