"""Socket Mode: WebSocket connections of the app, envelopes over them, acknowledgements back.

https://docs.slack.dev/apis/events-api/using-socket-mode - up to ten connections, each payload to one of them.
"""

import asyncio
import json
import uuid
from collections.abc import Callable

from aiohttp import WSMsgType, web

from bot.playground import defaults
from bot.playground.delivery import Answer, Retry, Route
from bot.playground.payloads import Object

CONNECTIONS = 10
CONNECTION_SECONDS = 18_060


class SocketMode:
    """The connections of the app. `ack_seconds` is how long it may take to acknowledge."""

    def __init__(self, ack_seconds: float, changed: Callable[[], None]) -> None:
        self.ack_seconds = ack_seconds
        self.changed = changed
        self.connections: list[web.WebSocketResponse] = []
        self._tickets: set[str] = set()
        self._waiting: dict[str, asyncio.Future[Object]] = {}
        self._turn = 0

    def ticket(self) -> str:
        """A new one-time ticket for a connection."""
        name = uuid.uuid4().hex
        self._tickets.add(name)
        return name

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serves one connection until it closes."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403, text="unknown ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self.connections) >= CONNECTIONS:
            await self._dismiss(socket, "too_many_websockets")
            return socket
        self.connections.append(socket)
        try:
            await socket.send_json(self._hello())
            self.changed()
            await self._listen(socket)
        finally:
            self._forget(socket)
        return socket

    async def carry(self, route: Route, payload: Object, retry: Retry | None) -> Answer:
        """Sends an envelope over the next connection and waits for its acknowledgement."""
        if not self.connections:
            return Answer(error="connection_failed")
        self._turn += 1
        socket = self.connections[self._turn % len(self.connections)]
        envelope = _envelope(route, payload, retry)
        waiting = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = waiting
        try:
            await socket.send_json(envelope)
            return Answer(payload=await asyncio.wait_for(waiting, self.ack_seconds))
        except (TimeoutError, ConnectionError):
            return Answer(error="timeout")
        finally:
            del self._waiting[envelope["envelope_id"]]

    async def disconnect(self, reason: str) -> None:
        """Asks every connection to go: "warning" only announces it, anything else also closes."""
        for socket in list(self.connections):
            if reason == "warning":
                await socket.send_json(_farewell(reason))
            else:
                self._forget(socket)
                await self._dismiss(socket, reason)

    async def close(self) -> None:
        """Closes every connection."""
        for socket in list(self.connections):
            await socket.close()

    def _hello(self) -> Object:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "connection_info": {"app_id": defaults.APP_ID},
            "debug_info": {"host": "playground", "approximate_connection_time": CONNECTION_SECONDS},
        }

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                answer = json.loads(message.data)
            except ValueError:
                continue
            waiting = self._waiting.get(answer.get("envelope_id", ""))
            if waiting is not None and not waiting.done():
                waiting.set_result(answer.get("payload") or {})

    def _forget(self, socket: web.WebSocketResponse) -> None:
        if socket in self.connections:
            self.connections.remove(socket)
            self.changed()

    async def _dismiss(self, socket: web.WebSocketResponse, reason: str) -> None:
        await socket.send_json(_farewell(reason))
        await socket.close()


def _farewell(reason: str) -> Object:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}


def _envelope(route: Route, payload: Object, retry: Retry | None) -> Object:
    envelope: Object = {
        "envelope_id": str(uuid.uuid4()),
        "type": str(route),
        "accepts_response_payload": route is not Route.EVENT,
        "payload": payload,
    }
    if route is Route.EVENT:
        envelope["retry_attempt"] = retry.number if retry else 0
        envelope["retry_reason"] = retry.reason if retry else ""
    return envelope
