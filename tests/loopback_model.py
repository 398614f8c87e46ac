"""A language model over real HTTP on this machine, answering as it is told, in the shapes of OpenAI's API.

Both addresses are there, `/v1/responses` and `/v1/chat/completions`; what was asked is kept.
"""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Body = dict[str, Any]

KEY = "sk-very-secret"
# Without it the SDK waits half a second and asks again.
ONCE = {"x-should-retry": "false"}


class Model:
    """What the server answers: by each address, or the same by both."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Body]] = []
        self.keys: list[str] = []
        self.url = ""
        self.forms: dict[str, Body] = {}
        self.responses: Handler = self.fill
        self.chat: Handler = self.fill

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Note the call, then answer."""
        self.asked.append((request.path.removeprefix("/v1/"), await request.json()))
        self.keys.append(request.headers.get("Authorization", ""))
        return await (self.responses if request.path.endswith("/responses") else self.chat)(request)

    async def fill(self, request: web.Request) -> web.StreamResponse:
        """The form for the question that was asked."""
        path, body = self.asked[-1]
        text = body["input"] if path == "responses" else body["messages"][-1]["content"]
        return said(path, json.dumps(self.forms[text]))

    def always(self, handler: Handler) -> None:
        """Answer like this by both addresses."""
        self.responses = self.chat = handler


@asynccontextmanager
async def serving() -> AsyncIterator[Model]:
    """A server for as long as the context lasts."""
    model = Model()
    app = web.Application()
    app.router.add_post("/v1/responses", model.handle)
    app.router.add_post("/v1/chat/completions", model.handle)
    async with TestServer(app) as server:
        model.url = str(server.make_url("/v1"))
        yield model


@contextmanager
def threaded() -> Iterator[Model]:
    """The same beside code that has no event loop, or one of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    served = serving()
    try:
        yield asyncio.run_coroutine_threadsafe(served.__aenter__(), loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(served.__aexit__(None, None, None), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def said(path: str, text: str, *, cut: bool = False) -> web.Response:
    """The text as the model's answer; `cut` when it ran out of room."""
    return web.json_response(_response(text, cut) if path == "responses" else _completion(text, cut))


def saying(text: str, *, cut: bool = False) -> Handler:
    """A handler that always answers with a text."""

    async def handle(request: web.Request) -> web.StreamResponse:
        return said(request.path.removeprefix("/v1/"), text, cut=cut)

    return handle


async def declining(request: web.Request) -> web.StreamResponse:
    """The model does not want to."""
    if request.path.endswith("/responses"):
        refusal = {"type": "refusal", "refusal": "I cannot help with that."}
        return web.json_response(_response("", cut=False, content=refusal))
    return web.json_response(_completion(None, cut=False, refusal="I cannot help with that."))


class Held:
    """A handler that does not answer before it is released."""

    def __init__(self) -> None:
        self.arrived = asyncio.Event()
        self.release = asyncio.Event()

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        self.arrived.set()
        await self.release.wait()
        return web.Response()


def failing(status: int, code: str = "some_error", **more: str) -> Handler:
    """A handler that answers with an error of the API."""

    async def handle(request: web.Request) -> web.StreamResponse:
        error = {"message": f"no, {KEY} will not do", "type": code, "code": code, "param": None}
        return web.json_response({"error": error}, status=status, headers={**ONCE, **more})

    return handle


def raw(status: int, text: str, kind: str) -> Handler:
    """A handler that answers with any text."""

    async def handle(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=text, content_type=kind, headers=ONCE)

    return handle


def _response(text: str, cut: bool, content: Body | None = None) -> Body:
    part = content or {"type": "output_text", "text": text, "annotations": []}
    message = {"type": "message", "id": "msg_1", "role": "assistant", "content": [part],
               "status": "incomplete" if cut else "completed"}  # fmt: skip
    thinking = {"type": "reasoning", "id": "rs_1", "summary": []}
    return {
        "id": "resp_1", "object": "response", "created_at": 1790000000, "model": "made-up",
        "status": "incomplete" if cut else "completed",
        "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
        "output": [thinking, message] if text or content else [thinking],
        "parallel_tool_calls": True, "tool_choice": "auto", "tools": [], "error": None,
        "instructions": None, "metadata": {},
    }  # fmt: skip


def _completion(text: str | None, cut: bool, refusal: str | None = None) -> Body:
    message = {"role": "assistant", "content": text, "refusal": refusal}
    return {
        "id": "chat_1", "object": "chat.completion", "created": 1790000000, "model": "made-up",
        "choices": [{"index": 0, "finish_reason": "length" if cut else "stop", "message": message,
                     "logprobs": None}],
    }  # fmt: skip


def laxities(schema: Any) -> list[str]:
    """What a strict schema may not have (platform.openai.com, Structured Outputs, supported schemas)."""
    if isinstance(schema, list):
        return [each for one in schema for each in laxities(one)]
    if not isinstance(schema, dict):
        return []
    found = [each for one in schema.values() for each in laxities(one)]
    found += sorted(set(schema) & {"oneOf", "discriminator", "default", "prefixItems", "patternProperties"})
    if "$ref" in schema and len(schema) > 1:
        found.append(f"{schema['$ref']} with more beside it")
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        found.append(f"{schema.get('title')} has room for more")
    if schema.get("type") == "object" and schema.get("required") != list(schema.get("properties", {})):
        found.append(f"{schema.get('title')} has optional parts")
    return found
