"""Live updates of the page: a stream of server-sent events for each person looking."""

import asyncio
import json
from contextlib import suppress

from aiohttp import web

from bot.playground.payloads import Object
from bot.playground.slack import Slack
from bot.playground.workspace import Change, What

HEARTBEAT_SECONDS = 15.0
PERSONAL = (What.EPHEMERAL, What.HOME, What.MODAL, What.READ)


class Live:
    """The open streams, by person."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self._queues: list[tuple[str, asyncio.Queue[Object | None]]] = []
        slack.workspace.observers.append(self._notice)

    async def stream(self, request: web.Request, who: str) -> web.StreamResponse:
        """Tells of every change the person can see, until either side goes."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        await response.write(b": hello\n\n")
        entry = (who, asyncio.Queue[Object | None]())
        self._queues.append(entry)
        try:
            # A closed tab is found out only when something is written to it.
            with suppress(ConnectionResetError):
                await self._pump(response, entry[1])
        finally:
            self._queues.remove(entry)
        return response

    async def close(self) -> None:
        """Ends every stream."""
        for _, queue in self._queues:
            queue.put_nowait(None)

    async def _pump(self, response: web.StreamResponse, queue: asyncio.Queue[Object | None]) -> None:
        while True:
            try:
                news = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if news is None:
                return
            await response.write(f"data: {json.dumps(news)}\n\n".encode())

    def _notice(self, change: Change) -> None:
        news = _news(change)
        for who, queue in self._queues:
            if self._concerns(change, who):
                queue.put_nowait(news)

    def _concerns(self, change: Change, who: str) -> bool:
        if change.what in PERSONAL:
            return change.user == who
        channel = self.slack.workspace.channels.get(change.channel or "")
        return channel is None or who in channel.members


def _news(change: Change) -> Object:
    what = What.CHANNEL if change.what is What.JOINED else change.what
    news: Object = {"type": str(what)}
    if change.channel is not None:
        news["channel"] = change.channel
    if change.message is not None:
        news["ts"] = change.message.ts
        if change.message.thread_ts:
            news["thread_ts"] = change.message.thread_ts
    return news
