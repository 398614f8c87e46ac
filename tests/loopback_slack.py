"""A very small Slack over real HTTP on this machine, which fails in the ways that matter for delivery.

It keeps messages, answers the few methods that delivery uses, and can be told to lose answers, to drop
connections before or after it did the work, and to say no.
"""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from aiohttp import web
from aiohttp.test_utils import TestServer

Payload = dict[str, object]


class Trouble(StrEnum):
    """What can become of a call."""

    DROP_BEFORE = "drop before"  # nothing was done, the connection is cut
    DROP_AFTER = "drop after"  # it was done, the connection is cut
    ERROR_BEFORE = "500 before"
    ERROR_AFTER = "500 after"  # it was done, the answer is a 500
    LIMITED = "429"


@dataclass
class Said:
    """A message in the channel."""

    channel: str
    ts: str
    thread_ts: str | None
    text: str
    blocks: list[Payload]
    metadata: Payload


class Say(Exception):  # noqa: N818 - it is an answer
    """Answer `{"ok": false, "error": code}`."""


async def _nothing(method: str) -> None:
    """Nothing happens."""


@dataclass
class LoopbackSlack:
    """The server's state; `trouble` is asked before every call."""

    clock: Callable[[], datetime]
    trouble: Callable[[str, Payload], Trouble | str | None] = lambda method, payload: None
    messages: list[Said] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    homes: dict[str, Payload] = field(default_factory=dict)
    channels: dict[str, Payload] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    keeps_metadata: bool = True
    retry_after: int = 1
    lag: float = 0.0  # seconds before a new message shows in the history
    before: Callable[[str], Awaitable[None]] = _nothing
    after: Callable[[str], Awaitable[None]] = _nothing
    url: str = ""

    def texts(self, thread_ts: str | None = None) -> list[str]:
        """What stands in the channels, or in a thread, from top to bottom."""
        return [m.text for m in sorted(self.messages, key=lambda m: m.ts) if m.thread_ts == thread_ts]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call of the Web API."""
        method = request.match_info["method"]
        payload: Payload = await arguments(request)
        self.calls[method] += 1
        trouble = self.trouble(method, payload)
        match trouble:
            case Trouble.LIMITED:
                return web.json_response(
                    {"ok": False, "error": "ratelimited"},
                    status=429,
                    headers={"Retry-After": str(self.retry_after)},
                )
            case Trouble.DROP_BEFORE:
                return _cut(request)
            case Trouble.ERROR_BEFORE:
                return web.Response(status=500, text="<h1>oops</h1>", content_type="text/html")
            case Trouble.DROP_AFTER | Trouble.ERROR_AFTER | None:
                pass
            case code:
                return web.json_response({"ok": False, "error": code})
        await self.before(method)
        answer = self._answer(method, payload)
        await self.after(method)
        if trouble is Trouble.DROP_AFTER:
            return _cut(request)
        return web.json_response(answer, status=500 if trouble is Trouble.ERROR_AFTER else 200)

    def _answer(self, method: str, payload: Payload) -> Payload:
        does = getattr(self, "_" + method.replace(".", "_"), None)
        if does is None:
            return {"ok": False, "error": "unknown_method"}
        try:
            return {"ok": True, **does(payload)}
        except Say as no:
            return {"ok": False, "error": str(no)}

    def _chat_postMessage(self, payload: Payload) -> Payload:  # noqa: N802 - Slack's name
        ts = f"{int(self.clock().timestamp())}.{len(self.messages) + len(self.deleted):06}"
        metadata = payload.get("metadata") if self.keeps_metadata else None
        blocks, thread = payload["blocks"], payload.get("thread_ts")
        assert isinstance(blocks, list)
        assert thread is None or any(m.ts == thread for m in self.messages), "no such thread"
        said = Said(
            str(payload["channel"]), ts, str(thread) if thread else None, str(payload["text"]), [], {}
        )
        said.blocks, said.metadata = blocks, metadata if isinstance(metadata, dict) else {}
        self.messages.append(said)
        return {"channel": said.channel, "ts": ts}

    def _chat_update(self, payload: Payload) -> Payload:
        said = self._find(payload)
        said.text = str(payload["text"])
        return {"channel": said.channel, "ts": said.ts}

    def _chat_delete(self, payload: Payload) -> Payload:
        said = self._find(payload)
        self.messages.remove(said)
        self.deleted.append(said.ts)
        return {}

    def _conversations_history(self, payload: Payload) -> Payload:
        return self._page(payload, [m for m in self.messages if m.thread_ts is None])

    def _conversations_replies(self, payload: Payload) -> Payload:
        return self._page(payload, [m for m in self.messages if payload["ts"] in (m.thread_ts, m.ts)])

    def _conversations_list(self, payload: Payload) -> Payload:
        return {"channels": list(self.channels.values())}

    def _conversations_info(self, payload: Payload) -> Payload:
        found = self.channels.get(str(payload["channel"]))
        return {"channel": found or {"id": payload["channel"], "name": "handoffs", "is_member": True}}

    def _conversations_open(self, payload: Payload) -> Payload:
        return {"channel": {"id": f"D{payload['users']}"}}

    def _views_publish(self, payload: Payload) -> Payload:
        view = payload["view"]
        assert isinstance(view, dict)
        self.homes[str(payload["user_id"])] = view
        return {}

    def _find(self, payload: Payload) -> Said:
        for said in self.messages:
            if (said.channel, said.ts) == (payload["channel"], payload["ts"]):
                return said
        raise Say("message_not_found")

    def _page(self, payload: Payload, messages: list[Said]) -> Payload:
        since, until = float(str(payload.get("oldest", 0))), self.clock().timestamp() - self.lag
        times = [(m, float(m.ts)) for m in messages if m.channel == payload["channel"]]
        found = [m for m, ts in times if since < ts and ts <= until + 0.999]
        start = int(str(payload.get("cursor") or 0))
        shown = found[start : start + 5]  # short pages, so that paging is always tried
        more = str(start + 5) if len(found) > start + 5 else ""
        return {
            "messages": [
                {"ts": m.ts, "text": m.text, "blocks": m.blocks, "metadata": m.metadata} for m in shown
            ],
            "response_metadata": {"next_cursor": more},
        }


async def arguments(request: web.Request) -> Payload:
    """What a call was asked, as a form or as JSON; a read in any other way is not understood."""
    assert request.method == "POST"
    if request.content_type == "application/x-www-form-urlencoded":
        return dict(await request.post())
    found: Payload = await request.json()
    return found


def _cut(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@asynccontextmanager
async def serve(state: LoopbackSlack) -> AsyncIterator[LoopbackSlack]:
    """The server for as long as the context lasts; its address is in `url`."""
    app = web.Application()
    app.router.add_route("*", "/api/{method}", state.handle)
    async with TestServer(app) as server:
        state.url = str(server.make_url("/api/"))
        yield state
