"""Which version of a message this Slack takes: with its charts, with pictures of them, without, or plain.

Each simpler version goes out only after Slack has certainly refused the one before, so nothing is said twice.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.domain import refusal
from bot.domain.post import Message, plain
from bot.gateways.slack import RefusedError
from bot.gateways.slack_files import is_unready
from bot.services.outcomes import Place
from bot.services.pictures import Pictures
from bot.views import charts

_log = logging.getLogger(__name__)

# Sends one version; where a new message stands, or None when one was replaced.
Put = Callable[[Message], Awaitable[Place | None]]

_DAY = timedelta(days=1)  # charts come to a workspace sooner or later


class Fallback:
    """Sends messages and remembers, while the process lives, whether the workspace draws charts."""

    def __init__(self, pictures: Pictures, pauses: Sequence[float]) -> None:
        self._pictures = pictures
        self._pauses = pauses
        self._chartless_until: datetime | None = None

    async def send(self, key: str, message: Message, put: Put, now: datetime) -> Place | None:
        """Send the fullest version that is not refused. Raises what `put` raises for any other reason."""
        for version in (self._whole, self._pictured, self._bare):
            made = await version(message, now)
            if made is None:
                continue
            try:
                place = await self._patiently(put, made)
            except RefusedError as error:
                if refusal.cure(error.code) is not refusal.Cure.SIMPLIFY:
                    raise
                if is_unready(error):
                    self._pictures.forget(message.charts)
                _log.warning("%s was refused, sending a simpler version: %s", key, error)
                continue
            self._learn(message, made, now)
            return place
        return await put(plain(message))

    async def _whole(self, message: Message, now: datetime) -> Message | None:
        return None if message.charts and self._is_chartless(now) else message

    async def _pictured(self, message: Message, now: datetime) -> Message | None:
        files = await self._pictures.of(message.charts, now) if message.charts else ()
        return charts.redrawn(message, files) if any(files) else None

    async def _bare(self, message: Message, now: datetime) -> Message | None:
        bare = charts.redrawn(message, ())
        return bare if message.charts and bare.blocks else None

    async def _patiently(self, put: Put, message: Message) -> Place | None:
        """Send a message whose pictures Slack may still be processing."""
        for pause in self._pauses:
            try:
                return await put(message)
            except RefusedError as error:
                if not is_unready(error):
                    raise
            await asyncio.sleep(pause)
        return await put(message)

    def _is_chartless(self, now: datetime) -> bool:
        return self._chartless_until is not None and now < self._chartless_until

    def _learn(self, message: Message, sent: Message, now: datetime) -> None:
        """What was refused with charts and taken without them was refused because of them."""
        if sent is not message and not self._is_chartless(now):
            self._chartless_until = now + _DAY
