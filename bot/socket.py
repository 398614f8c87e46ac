"""Hearing Slack through Socket Mode, and noticing when the line is dead although it looks alive."""

import asyncio
import logging
import time

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

log = logging.getLogger(__name__)

_PING = 10.0
# After this long without a sign of life the connection is built anew.
_SILENCE = 4 * _PING
_CLOSE = 3.0


class Socket:
    """One Socket Mode connection, kept up from `start` until `stop`.

    `silence`: seconds without a sign of life after which `watch` connects anew.
    """

    def __init__(self, app: AsyncApp, app_token: str, silence: float = _SILENCE) -> None:
        self._app = app
        self._token = app_token
        self._silence = silence
        self._handler: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._since = 0.0

    def start(self) -> None:
        """Connect in the background: with a wrong token the library would try for ever."""
        self._handler = AsyncSocketModeHandler(self._app, self._token, ping_interval=_PING)
        self._since = time.monotonic()
        self._connecting = asyncio.create_task(self._handler.connect_async())  # type: ignore[no-untyped-call]

    def connected(self) -> bool:
        """Whether there is a session that Slack answered on lately."""
        client = self._handler.client if self._handler else None
        session = client.current_session if client else None
        return session is not None and not session.closed

    def line(self) -> object:
        """The present session, a new one after each time that the line was cut; None without one."""
        client = self._handler.client if self._handler else None
        return client.current_session if client and self.connected() else None

    async def watch(self) -> None:
        """Build the connection anew when it has been silent for too long; rung by the ticker."""
        heard = self._handler.client.last_ping_pong_time if self._handler else None
        silent = time.time() - heard if heard else time.monotonic() - self._since
        if silent > self._silence and not (self.connected() and heard is None):
            log.warning("Slack has been silent for %.0f s: connecting anew", silent)
            await self.stop()
            self.start()

    async def stop(self) -> None:
        """Hang up; nothing is heard any more."""
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        if self._handler is not None:
            try:
                async with asyncio.timeout(_CLOSE):
                    await self._handler.close_async()  # type: ignore[no-untyped-call]
            except TimeoutError:
                log.warning("the connection to Slack did not close in %.0f s", _CLOSE)
            self._handler = None
