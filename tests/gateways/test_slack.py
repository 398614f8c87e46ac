"""The gateway over real HTTP: what each kind of failure means for the message."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.domain.post import Message
from bot.gateways import slack
from bot.gateways.slack import InDoubtError, NotSentError, RefusedError, Slack
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


@pytest.fixture
def script() -> Script:
    """What the server answers."""
    return Script()


@pytest.fixture
async def client(script: Script) -> AsyncIterator[Slack]:
    """The gateway, connected to the script."""
    app = web.Application()
    app.router.add_route("*", "/api/{method}", script.handle)
    async with (
        TestServer(app) as server,
        slack.connect("xoxb-1", str(server.make_url("/api/")), 0.5) as found,
    ):
        yield found


def answering(
    status: int = 200, text: str = "", kind: str = "application/json", **headers: str
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A handler that always answers the same."""

    async def handle(request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=status, text=text, content_type=kind, headers=named)

    return handle


async def cut(request: web.Request) -> web.StreamResponse:
    """Break the connection instead of answering."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def never(request: web.Request) -> web.StreamResponse:
    """Do not answer before the caller has gone."""
    await asyncio.Event().wait()
    return web.Response()


async def cut_in_the_answer(request: web.Request) -> web.StreamResponse:
    """Break the connection in the middle of the answer."""
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "100"})
    await response.prepare(request)
    await response.write(b'{"ok": true')
    assert request.transport is not None
    request.transport.abort()
    return response


async def test_a_posted_message_is_answered_with_its_place(client: Slack, script: Script) -> None:
    assert await client.post("C1", HELLO, "ho:handoff:1:card:ab", thread_ts="1.1") == ("C1", "1.2")
    method, body = script.asked[0]
    assert method == "chat.postMessage"
    assert body["text"] == "Dana of Lumen is yours"
    assert body["thread_ts"] == "1.1"
    assert body["blocks"] == [{"type": "divider", "block_id": "ho:handoff:1:card:ab"}]
    assert body["metadata"] == {
        "event_type": "handoff_post",
        "event_payload": {"marker": "ho:handoff:1:card:ab"},
    }
    assert HELLO.blocks == ({"type": "divider"},)


async def test_what_is_not_given_is_not_sent(client: Slack, script: Script) -> None:
    await client.post("C1", HELLO)
    assert set(script.asked[0][1]) == {"channel", "text", "blocks", "unfurl_links", "unfurl_media"}


DOUBTFUL = {
    "connection cut after the request": cut,
    "connection cut within the answer": cut_in_the_answer,
    "no answer in time": never,
    "server error as a page": answering(502, "<h1>Bad gateway</h1>", "text/html"),
    "server error as text": answering(503, "upstream connect error", "text/plain"),
    "server error as JSON": answering(500, '{"ok": false, "error": "some_error"}'),
    "internal error": answering(200, '{"ok": false, "error": "internal_error"}'),
    "fatal error": answering(200, '{"ok": false, "error": "fatal_error"}'),
    "request timeout": answering(200, '{"ok": false, "error": "request_timeout"}'),
    "service unavailable": answering(503, '{"ok": false, "error": "service_unavailable"}'),
    "a page instead of JSON": answering(200, "<h1>Sign in</h1>", "text/html"),
    "text instead of JSON": answering(200, "ok", "text/plain"),
    "half a JSON": answering(200, '{"ok": tr'),
    "a JSON list": answering(200, "[1]"),
    "an empty body": answering(200, ""),
    "no reason given": answering(200, '{"ok": false}'),
    "no place given": answering(200, '{"ok": true}'),
}


@pytest.mark.parametrize("handler", DOUBTFUL.values(), ids=DOUBTFUL.keys())
async def test_a_missing_or_unclear_answer_leaves_the_message_in_doubt(
    client: Slack, script: Script, handler: Handler
) -> None:
    script.answer = handler
    with pytest.raises(InDoubtError):
        await client.post("C1", HELLO)
    assert len(script.asked) == 1, "it must not be sent a second time"


CODES = [
    "not_in_channel",
    "invalid_blocks",
    "channel_not_found",
    "is_archived",
    "unknown_method",
    "brand_new",
]


@pytest.mark.parametrize("code", CODES)
async def test_a_no_from_slack_is_certain(client: Slack, script: Script, code: str) -> None:
    script.answer = answering(200, f'{{"ok": false, "error": "{code}"}}')
    with pytest.raises(RefusedError) as refused:
        await client.post("C1", HELLO)
    assert refused.value.code == code


NOT_THERE = {
    "as a page": answering(404, "<h1>Not found</h1>", "text/html"),
    "as JSON of its own": answering(404, '{"message": "Not Found"}'),
    "as an empty body": answering(404, ""),
    "as a verb not allowed": answering(405, "POST only", "text/plain"),
    "as not implemented": answering(501, "", "text/plain"),
}


@pytest.mark.parametrize("handler", NOT_THERE.values(), ids=NOT_THERE.keys())
async def test_a_method_that_the_server_lacks_is_refused_and_what_all_need_is_tried_again(
    client: Slack, script: Script, handler: Handler
) -> None:
    script.answer = handler
    with pytest.raises(RefusedError) as refused:
        await client.channel_info("C1")
    assert refused.value.code == "unknown_method"
    assert await client.open_dm("U1") == "U1"
    with pytest.raises(NotSentError):
        await client.post("C1", HELLO)


async def test_reading_asks_as_a_form_which_every_server_understands(client: Slack, script: Script) -> None:
    seen: list[str] = []

    async def note(request: web.Request) -> web.StreamResponse:
        seen.append(f"{request.method} {request.content_type} {request.query_string}")
        return web.json_response({"ok": True, "channels": []})

    script.answer = note
    await client.channel_by_name("handoffs")
    assert seen == ["POST application/x-www-form-urlencoded "]
    assert script.asked[0][1] == {
        "limit": "1000",
        "exclude_archived": "1",
        "types": "public_channel,private_channel",
    }


WAITS = {
    "as JSON": (answering(429, '{"ok": false, "error": "ratelimited"}', Retry_After="7"), 7.0),
    "as text": (answering(429, "slow down", "text/plain", Retry_After="7"), 7.0),
    "as broken JSON": (answering(429, "{", Retry_After="7"), 7.0),
    "with status 200": (answering(200, '{"ok": false, "error": "ratelimited"}', Retry_After="7"), 7.0),
    "without a time": (answering(429, "{}"), 30.0),
    "with a date": (answering(429, "{}", Retry_After="Mon, 02 Mar 2026 09:00:00 GMT"), 30.0),
}


@pytest.mark.parametrize(("handler", "seconds"), WAITS.values(), ids=WAITS.keys())
async def test_being_told_to_wait_means_that_nothing_was_done(
    client: Slack, script: Script, handler: Handler, seconds: float
) -> None:
    script.answer = handler
    with pytest.raises(NotSentError) as waiting:
        await client.post("C1", HELLO)
    assert waiting.value.retry_after == seconds
    assert len(script.asked) == 1


async def test_without_a_connection_nothing_was_sent() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        async with slack.connect("xoxb-1", f"http://127.0.0.1:{port}/api/", 2.0) as client:
            with pytest.raises(NotSentError) as refused:
                await client.post("C1", HELLO)
    assert refused.value.retry_after is None


async def test_a_failed_handshake_is_before_the_first_byte() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(b"this is not TLS\r\n\r\n")
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, slack.connect("xoxb-1", f"https://127.0.0.1:{port}/api/", 2.0) as client:
        with pytest.raises(NotSentError):
            await client.post("C1", HELLO)


async def test_history_is_read_over_all_pages_with_every_mark(client: Slack, script: Script) -> None:
    marked = {"ts": "1.1", "metadata": {"event_payload": {"marker": "ho:a:1"}}}
    blocks = {"ts": "1.2", "blocks": [{"type": "section", "block_id": "ho:b:2"}, {"type": "divider"}]}
    script.pages = [
        {"messages": [marked], "response_metadata": {"next_cursor": "p2"}},
        {"messages": [blocks, {"ts": "1.3", "text": "hi"}], "response_metadata": {"next_cursor": ""}},
    ]
    seen = await client.history("C1", 1772442000.0)
    assert [(one.ts, set(one.marks)) for one in seen] == [
        ("1.1", {"ho:a:1"}),
        ("1.2", {"ho:b:2"}),
        ("1.3", set()),
    ]
    assert [body.get("cursor") for _, body in script.asked] == [None, "p2"]
    assert script.asked[0][1]["include_all_metadata"] == "1"
    assert script.asked[0][1]["oldest"] == "1772442000.000000"


async def test_a_page_that_is_missing_makes_the_whole_history_unknown(client: Slack, script: Script) -> None:
    script.pages = [{"messages": [{"ts": "1.1"}], "response_metadata": {"next_cursor": "p2"}}]
    reading = script.answer

    async def once(request: web.Request) -> web.StreamResponse:
        script.answer = answering(200, '{"ok": false, "error": "missing_scope"}')
        return await reading(request)

    script.answer = once
    with pytest.raises(RefusedError):
        await client.replies("C1", "1.1", 0.0)


async def test_a_person_without_an_account_is_nobody(client: Slack, script: Script) -> None:
    script.answer = answering(200, '{"ok": false, "error": "users_not_found"}')
    assert await client.user_by_email("dana@lumen.example") is None


async def test_a_person_comes_with_zone_and_team(client: Slack, script: Script) -> None:
    user = {"id": "U1", "tz": "Europe/Berlin", "team_id": "T1", "profile": {"real_name": "Ana Ruiz"}}
    script.pages = [{"user": user}]
    assert await client.user("U1") == slack.User("U1", "Ana Ruiz", "Europe/Berlin", False, "T1")


async def test_a_channel_is_found_by_name_on_any_page(client: Slack, script: Script) -> None:
    first = {"id": "C1", "name": "general"}
    second = {"id": "C2", "name": "handoffs", "is_ext_shared": True, "is_member": True}
    script.pages = [
        {"channels": [first], "response_metadata": {"next_cursor": "p2"}},
        {"channels": [second]},
    ]
    assert await client.channel_by_name("handoffs") == slack.Channel("C2", "handoffs", True, False, True)
    script.pages = [{"channels": [first]}]
    assert await client.channel_by_name("nowhere") is None


async def test_where_conversations_cannot_be_opened_the_user_id_serves(client: Slack, script: Script) -> None:
    script.answer = answering(200, '{"ok": false, "error": "unknown_method"}')
    assert await client.open_dm("U1") == "U1"
    script.answer = answering(200, '{"ok": false, "error": "user_disabled"}')
    with pytest.raises(RefusedError):
        await client.open_dm("U1")


async def test_what_is_done_already_is_no_error(client: Slack, script: Script) -> None:
    script.answer = answering(200, '{"ok": false, "error": "already_reacted"}')
    await client.add_reaction("C1", "1.2", "eyes")
    with pytest.raises(RefusedError):
        await client.delete("C1", "1.2")
    script.answer = answering(200, '{"ok": false, "error": "message_not_found"}')
    await client.delete("C1", "1.2")


async def test_the_bot_learns_who_it_is_and_what_it_may(client: Slack, script: Script) -> None:
    script.pages = [
        {"bot_id": "B1", "user_id": "U9", "team_id": "T1", "team": "Acme", "url": "https://acme/"}
    ]
    known = await client.auth()
    assert known == slack.Identity(
        "B1", "U9", "T1", "Acme", "https://acme/", frozenset({"chat:write", "commands"})
    )


async def test_modals_are_answered_with_their_id(client: Slack, script: Script) -> None:
    script.pages = [{"view": {"id": "V1"}}, {"view": {"id": "V2"}}]
    assert await client.open_view("t1", {"type": "modal"}) == "V1"
    assert await client.push_view("t2", {"type": "modal"}) == "V2"
    await client.update_view("V2", {"type": "modal"}, "h1")
    await client.publish_home("U1", {"type": "home"})
    await client.whisper("C1", "U1", HELLO)
    assert [method for method, _ in script.asked] == [
        "views.open", "views.push", "views.update", "views.publish", "chat.postEphemeral",
    ]  # fmt: skip
    assert script.asked[2][1]["hash"] == "h1"


async def test_a_permalink_and_a_channel_are_read_by_id(client: Slack, script: Script) -> None:
    script.pages = [{"permalink": "https://acme/p1"}, {"channel": {"id": "C1", "is_archived": True}}]
    assert await client.permalink("C1", "1.2") == "https://acme/p1"
    assert await client.channel_info("C1") == slack.Channel("C1", "", False, True, False)
    assert script.asked[0][1] == {"channel": "C1", "message_ts": "1.2"}
