"""Brings Slack level with what is stored: takes the messages that are behind, renders and sends them.

A message is claimed and the claim committed before Slack is called; what becomes of it is recorded after.
What is unclear in between is left to `bot.services.reconcile`. Nothing here needs a clean end.
"""

import asyncio
import functools
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import uuid4

from bot.domain import refusal
from bot.domain.agreement import Agreement
from bot.domain.errors import StorageError
from bot.domain.patience import Patience
from bot.domain.post import Content, Kind, Message, Post, Reaction, View, plain
from bot.gateways.slack import InDoubtError, NotSentError, RefusedError, Slack
from bot.services import guard
from bot.services.addresses import Addresses
from bot.services.fallback import Fallback
from bot.services.outcomes import Outcomes, Place
from bot.services.pictures import Draw, Pictures
from bot.services.reconcile import Reconciler
from storage import posts, sending
from storage.database import Database, Session
from storage.sending import Claim

_log = logging.getLogger(__name__)

# What a message of one kind says now, from the present state; None when it is no longer true.
Renderer = Callable[[Session, Post, datetime], Content | None]

AT_ONCE = 4  # calls in flight
RENDERINGS = 7  # attempts, over two minutes, before a message that cannot be rendered is given up


class Delivery:
    """Sends messages, several at once. Any number of replicas may run beside each other.

    `draw` makes the pictures for a Slack that refuses charts.
    """

    def __init__(
        self,
        db: Database,
        slack: Slack,
        renderers: Mapping[Kind, Renderer],
        agreement: Agreement,
        patience: Patience | None = None,
        draw: Draw = lambda chart: None,
    ) -> None:
        self._db = db
        self._slack = slack
        self._renderers = renderers
        # The event tells an id, the agreement may tell a name: both mean the same messages.
        self._channels = {agreement.channels.handoffs, agreement.channels.admin or ""}
        self._patience = patience or Patience()
        self._addresses = Addresses(db, slack, agreement)
        self._reconciler = Reconciler(db, slack, self._addresses, agreement, self._patience)
        self._outcomes = Outcomes(db, slack, agreement, self._patience)
        pauses = self._patience.processing
        self._fallback = Fallback(Pictures(slack.files, draw, pauses), pauses)
        self._woken = asyncio.Event()
        self._watched = False

    def wake(self) -> None:
        """There is something to send: call it after a commit. Without it a message waits for a second."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set; then finish within 10 s what is in flight."""
        workers = [asyncio.create_task(self._work(stop)) for _ in range(AT_ONCE)]
        try:
            await stop.wait()
            await asyncio.wait(workers, timeout=self._patience.drain)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def deliver_one(self) -> bool:
        """Bring one message level; False when there is nothing to send now."""
        now, token = await self._db.now(), uuid4().hex
        claim = await self._db.run(lambda tx: sending.claim(tx, now, self._patience, token))
        if claim is None:
            return False
        self.wake()  # another worker may find more
        await self._deliver(claim)
        return True

    async def take_over(self) -> None:
        """What an earlier process left unfinished is looked for now, not when its leases end.

        Only for whoever knows that no other process sends.
        """
        now = await self._db.now()
        await self._db.run(lambda tx: sending.abandon(tx, now))

    async def settle(self, now: datetime) -> None:
        """Resolve leases that ended and doubts; the ticker calls it every few seconds."""
        await self._reconciler.settle(now)
        self.wake()

    async def seen(self, marker: str, channel: str, ts: str) -> None:
        """Somebody clicked in a message of ours: where it stands is certain, should we have been in doubt."""
        if await self._db.read(lambda tx: posts.by_place(tx, channel, ts)) is None:
            await self._db.run(lambda tx: posts.adopt_by_marker(tx, marker, channel, ts))

    async def revive(self, channel: str) -> None:
        """The bot may speak in a channel again: what was given up there is tried once more."""
        now = await self._db.now()
        names = {channel, *self._channels}
        if await self._db.run(lambda tx: posts.revive(tx, now, to=names)):
            self.wake()

    async def _work(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            if not await self._guarded():
                await self._rest(stop)

    async def _guarded(self) -> bool:
        """One message. Whatever goes wrong with it must not stop the others; its lease will end."""
        found = False
        try:
            with guard.guarded("the delivery of a message"):
                found = await self.deliver_one()
        except StorageError as error:
            _log.error("nothing can be delivered now: %s", error)
        return found

    async def _rest(self, stop: asyncio.Event) -> None:
        """Sleep until woken. One of those who rest looks for work now and then, and wakes the others."""
        watches, self._watched = not self._watched, True
        waiting = [asyncio.ensure_future(event.wait()) for event in (stop, self._woken)]
        pause = self._patience.idle if watches else None
        await asyncio.wait(waiting, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
        for one in waiting:
            one.cancel()
        self._woken.clear()
        self._watched = self._watched and not watches

    async def _deliver(self, claim: Claim) -> None:
        try:
            content = await self._render(claim.post)
            if content is None:
                await self._outcomes.nothing_to_say(claim)
                return
            place = await self._send(claim, content)
        except NotSentError as error:
            await self._outcomes.not_sent(claim, error)
        except RefusedError as error:
            await self._outcomes.refused(claim, error)
        except InDoubtError as error:
            await self._outcomes.in_doubt(claim, error)
        else:
            await self._shown(claim, place)

    async def _shown(self, claim: Claim, place: Place | None) -> None:
        if await self._outcomes.shown(claim, place) and place is not None:
            await self._addresses.remember(claim.post, place[0])

    async def _render(self, post: Post) -> Content | None:
        now = await self._db.now()
        content: Content | None = None
        with guard.guarded(f"rendering {post.key}") as trouble:
            renderer = self._renderers[post.kind]
            content = await self._db.read(lambda tx: renderer(tx, post, now))
        if trouble.error is not None:
            # A mistake of ours, which a newer version may have mended after a restart.
            if post.attempts < RENDERINGS:
                raise NotSentError("it could not be rendered") from trouble.error
            raise RefusedError("render", "not_rendered") from trouble.error
        # The first block carries the marker.
        return plain(content) if isinstance(content, Message) and not content.blocks else content

    async def _send(self, claim: Claim, content: Content) -> Place | None:
        """Where the new message stands; None when something that is known to Slack was replaced."""
        if isinstance(content, Reaction):
            await self._react(content)
            return None
        post = claim.post
        channel = post.channel if post.ts else claim.channel
        channel = channel or await self._addresses.of(post, await self._db.now())
        if not isinstance(content, Message):
            return await self._put(claim, channel, content)
        # A lead must not be lost because of a block that this workspace does not know.
        put = functools.partial(self._put, claim, channel)
        return await self._fallback.send(post.key, content, put, await self._db.now())

    async def _react(self, wanted: Reaction) -> None:
        """Put a reaction or take it off. One that is not to be had is done without: nothing was promised."""
        change = self._slack.react if wanted.present else self._slack.unreact
        try:
            await change(wanted.channel, wanted.ts, wanted.name)
        except RefusedError as error:
            if refusal.cure(error.code) is refusal.Cure.HOLD:
                raise
            _log.info("feedback goes without its reaction: %s", error)

    async def _put(self, claim: Claim, channel: str, content: Message | View) -> Place | None:
        post = claim.post
        until = self._patience.writes_until(post)
        if until is not None and await self._db.now() > until:
            raise NotSentError("the lease is about to end")
        if not isinstance(content, Message):
            await self._slack.publish_home(channel, content)
            return None
        if post.ts is not None:
            await self._slack.update(channel, post.ts, content, post.marker)
            return None
        return await self._slack.post(channel, content, post.marker, claim.thread_ts)
