"""The language model over real HTTP: forms that come back filled, and every way in which they do not."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum

import pytest
from aiohttp import web

from bot.gateways import llm
from bot.gateways.llm import Failure, Limits, Llm, Reason
from tests import loopback_model
from tests.loopback_model import Handler, Held, Model, failing, raw, saying

FAST = Limits(call=5.0, total=5.0, retries=0)


class Colour(StrEnum):
    """A closed list."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Dot:
    """A part."""

    colour: Colour
    size: int | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A form."""

    title: str
    dots: tuple[Dot, ...]


FILLED = '{"title": "night", "dots": [{"colour": "blue", "size": 3}, {"colour": "red", "size": null}]}'
PICTURE = Picture("night", (Dot(Colour.BLUE, 3), Dot(Colour.RED, None)))


class Clock:
    """Seconds that pass when the test says so."""

    now = 50.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def model() -> AsyncIterator[Model]:
    """The server."""
    async with loopback_model.serving() as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(model: Model, clock: Clock) -> AsyncIterator[Llm]:
    """The gateway, connected to the server."""
    async with llm.connect(loopback_model.KEY, model.url, "made-up", FAST, clock) as found:
        yield found


async def ask(client: Llm) -> Picture | Failure:
    return await client.ask("Describe the picture.", "a starry night", Picture)


async def reason(client: Llm) -> Reason | None:
    found = await ask(client)
    return found.reason if isinstance(found, Failure) else None


async def test_the_form_comes_back_filled(client: Llm, model: Model) -> None:
    model.responses = saying(FILLED)
    assert await ask(client) == PICTURE
    [(path, body)] = model.asked
    assert path == "responses"
    assert (body["model"], body["instructions"], body["input"]) == (
        "made-up", "Describe the picture.", "a starry night",
    )  # fmt: skip
    assert body["store"] is False
    assert model.keys == [f"Bearer {loopback_model.KEY}"]


async def test_the_schema_is_strict_in_every_part(client: Llm, model: Model) -> None:
    model.responses = saying(FILLED)
    await ask(client)
    told = model.asked[0][1]["text"]["format"]
    assert (told["type"], told["strict"]) == ("json_schema", True)
    assert "Dot" in told["schema"]["$defs"]
    assert loopback_model.laxities(told["schema"]) == []


MISSING = {
    "as the API says it": failing(404, "not_found"),
    "as a page": raw(404, "<h1>Not found</h1>", "text/html"),
    "as a verb not allowed": raw(405, "GET only", "text/plain"),
    "as not implemented": raw(501, "", "text/plain"),
}


@pytest.mark.parametrize("handler", MISSING.values(), ids=MISSING.keys())
async def test_a_server_without_the_newer_address_is_asked_by_the_older_one(
    client: Llm, model: Model, handler: Handler
) -> None:
    model.responses, model.chat = handler, saying(FILLED)
    assert await ask(client) == PICTURE
    assert await ask(client) == PICTURE
    assert [path for path, _ in model.asked] == ["responses", "chat/completions", "chat/completions"]
    told = model.asked[1][1]["response_format"]["json_schema"]
    assert (told["strict"], told["schema"]["additionalProperties"]) == (True, False)
    assert [each["role"] for each in model.asked[1][1]["messages"]] == ["system", "user"]


async def cut(request: web.Request) -> web.StreamResponse:
    """Break the connection instead of answering."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


EXPECTED: dict[str, tuple[Handler, Reason]] = {
    "a wrong key": (failing(401, "invalid_api_key"), Reason.KEY),
    "a key without the model": (failing(403, "model_not_allowed"), Reason.KEY),
    "no such model": (failing(404, "model_not_found"), Reason.MISSING),
    "too many requests": (failing(429, "rate_limit_exceeded"), Reason.BUSY),
    "too many requests, as a page": (raw(429, "slow down", "text/html"), Reason.BUSY),
    "nothing left to spend": (failing(429, "insufficient_quota"), Reason.QUOTA),
    "a form that the server does not take": (failing(400, "unsupported_value"), Reason.REQUEST),
    "a server in trouble": (failing(500, "server_error"), Reason.SERVER),
    "a proxy in trouble": (raw(502, "<h1>Bad gateway</h1>", "text/html"), Reason.SERVER),
    "an overloaded server": (failing(503, "overloaded"), Reason.SERVER),
    "a connection cut": (cut, Reason.UNREACHABLE),
    "a model that declines": (loopback_model.declining, Reason.DECLINED),
    "no room for a word": (saying("", cut=True), Reason.TRUNCATED),
    "prose": (saying("Sure! Here is the picture."), Reason.UNREADABLE),
    "a form between fences": (saying(f"```json\n{FILLED}\n```"), Reason.UNREADABLE),
    "a word that is not on the list": (saying(FILLED.replace("blue", "green")), Reason.UNREADABLE),
    "a field too many": (saying(FILLED.replace('"title"', '"artist": "me", "title"')), Reason.UNREADABLE),
    "a field too many within": (saying(FILLED.replace('"size"', '"x": 1, "size"')), Reason.UNREADABLE),
    "a field too few": (saying('{"title": "night"}'), Reason.UNREADABLE),
    "a text in place of a number": (saying(FILLED.replace("3", '"3"')), Reason.UNREADABLE),
    "a list": (saying("[]"), Reason.UNREADABLE),
    "a page with status 200": (raw(200, "<h1>Sign in</h1>", "text/html"), Reason.UNREADABLE),
    "text with status 200": (raw(200, "ok", "text/plain"), Reason.UNREADABLE),
    "half a JSON": (raw(200, '{"id": "resp', "application/json"), Reason.UNREADABLE),
    "an empty body": (raw(200, "", "application/json"), Reason.UNREADABLE),
    "a JSON list": (raw(200, "[1]", "application/json"), Reason.UNREADABLE),
    "a JSON null": (raw(200, "null", "application/json"), Reason.UNREADABLE),
    "another API's JSON": (raw(200, '{"ok": true}', "application/json"), Reason.UNREADABLE),
}  # fmt: skip


@pytest.mark.parametrize(("handler", "expected"), EXPECTED.values(), ids=EXPECTED.keys())
@pytest.mark.parametrize("older", [False, True], ids=["responses", "chat"])
async def test_what_goes_wrong_is_told_by_its_reason(
    client: Llm, model: Model, handler: Handler, expected: Reason, older: bool
) -> None:
    model.responses, model.chat = (failing(404), handler) if older else (handler, failing(404))
    found = await ask(client)
    assert isinstance(found, Failure)
    assert found.reason is expected
    assert loopback_model.KEY not in repr(found)


@pytest.mark.parametrize("older", [False, True], ids=["responses", "chat"])
async def test_a_form_cut_in_the_middle_is_no_form(client: Llm, model: Model, older: bool) -> None:
    model.responses = failing(404) if older else saying(FILLED[:40], cut=True)
    model.chat = saying(FILLED[:40], cut=True)
    assert await reason(client) is (Reason.TRUNCATED if older else Reason.UNREADABLE)


async def test_a_failed_try_is_repeated_once(model: Model) -> None:
    failed = failing(500, **{"x-should-retry": "true", "retry-after-ms": "1"})

    async def at_first(request: web.Request) -> web.StreamResponse:
        return await (failed if len(model.asked) == 1 else saying(FILLED))(request)

    model.responses = at_first
    async with llm.connect("k", model.url, "m", Limits(5.0, 5.0)) as client:
        assert await ask(client) == PICTURE
    assert len(model.asked) == 2


@pytest.mark.parametrize("wait", ["30", "Mon, 02 Mar 2026 09:00:00 GMT"])
async def test_a_server_that_wants_to_be_asked_much_later_is_not_waited_for(model: Model, wait: str) -> None:
    model.responses = failing(429, **{"x-should-retry": "true", "retry-after": wait})
    async with llm.connect("k", model.url, "m", Limits(5.0, 5.0)) as client:
        assert await reason(client) is Reason.BUSY
    assert len(model.asked) == 1


@pytest.mark.parametrize("limits", [Limits(0.05, 5.0, 0), Limits(5.0, 0.05, 0)], ids=["one call", "all"])
async def test_a_slow_answer_is_not_waited_for(model: Model, limits: Limits) -> None:
    model.responses = held = Held()
    async with llm.connect("k", model.url, "m", limits) as client:
        assert await reason(client) is Reason.TIMEOUT
    held.release.set()


async def test_a_server_that_is_not_there_is_unreachable() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        async with llm.connect("k", f"http://127.0.0.1:{port}/v1", "m", FAST) as client:
            assert await reason(client) is Reason.UNREACHABLE


async def test_after_three_failures_it_rests_for_a_minute(client: Llm, model: Model, clock: Clock) -> None:
    model.responses = failing(500)
    assert [await reason(client) for _ in range(4)] == [Reason.SERVER] * 3 + [Reason.RESTING]
    assert len(model.asked) == 3
    model.responses = saying(FILLED)
    clock.now += 59
    assert await reason(client) is Reason.RESTING
    clock.now += 1
    assert await ask(client) == PICTURE
    assert await ask(client) == PICTURE


async def test_a_model_that_declines_is_no_failure_of_the_server(client: Llm, model: Model) -> None:
    model.responses = loopback_model.declining
    assert [await reason(client) for _ in range(5)] == [Reason.DECLINED] * 5


async def test_whoever_gives_up_waiting_is_not_held_back(client: Llm, model: Model) -> None:
    model.responses = held = Held()
    task = asyncio.create_task(ask(client))
    await held.arrived.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    held.release.set()


def test_the_sdk_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, bot.app, bot.__main__; sys.exit('openai' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
