"""The gateway over real HTTP: what each kind of failure means for the message."""

import asyncio
import socket

import pytest
from aiohttp import web

from bot.gateways import slack
from bot.gateways.slack import InDoubtError, NotSentError, RefusedError, Slack
from tests.gateways.script import HELLO, Handler, Script, answering


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
