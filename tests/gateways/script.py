"""A server that answers calls of the Web API as it is told."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.domain.post import Message
from tests.loopback_slack import arguments

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


HELLO = Message("Dana of Lumen is yours", ({"type": "divider"},))


class Script:
    """A server that answers every call as `answer` says, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, object]]] = []
        self.answer: Handler = self.ok
        self.pages: list[dict[str, object]] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Note the call, then answer."""
        body = await arguments(request)
        self.asked.append((request.match_info["method"], body))
        return await self.answer(request)

    async def ok(self, request: web.Request) -> web.StreamResponse:
        """The next page, or what a posted message is answered with."""
        page = self.pages.pop(0) if self.pages else {"channel": "C1", "ts": "1.2"}
        return web.json_response({"ok": True, **page}, headers={"x-oauth-scopes": "chat:write, commands"})


def answering(
    status: int = 200, text: str = "", kind: str = "application/json", **headers: str
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A handler that always answers the same."""

    async def handle(request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=status, text=text, content_type=kind, headers=named)

    return handle
