"""A language model behind an API of OpenAI's shape: one question, one filled form, or why there is none.

The only import of `openai`, and a late one, because it takes half a second. The form is a frozen dataclass of
texts, numbers, enumerations, other such dataclasses and tuples of them; the server is told its schema and to
keep nothing. Whatever goes wrong is a `Failure`, never an exception.
"""

import asyncio
import dataclasses
import functools
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

import pydantic
from pydantic.dataclasses import dataclass as checked

from bot.gateways.breaker import Breaker
from bot.gateways.llm_answers import Failure, Limits, Reason

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from openai import AsyncOpenAI

__all__ = ["Failure", "Limits", "Llm", "Reason", "connect"]

T = TypeVar("T", bound="DataclassInstance")

_WAIT = 2.0  # seconds that a server may make us wait before the second try
_LACKING = (404, 405, 501)  # how a server says that it has no such address


@asynccontextmanager
async def connect(
    key: str,
    base_url: str,
    model: str,
    limits: Limits | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> AsyncIterator["Llm"]:
    """A model for as long as the context lasts. `clock` times the breaker."""
    llm = Llm(key, base_url, model, limits or Limits(), clock)
    try:
        yield llm
    finally:
        await llm.close()


class Llm:
    """One model of one server."""

    def __init__(
        self, key: str, base_url: str, model: str, limits: Limits, clock: Callable[[], float]
    ) -> None:
        self.model = model
        self._key = key
        self._base_url = base_url
        self._limits = limits
        self._breaker = Breaker(clock)
        self._client: AsyncOpenAI | None = None
        self._chats = False  # the server is known to have the older address only

    @property
    def is_resting(self) -> bool:
        """Whether it failed too often just now and would not be asked."""
        return self._breaker.is_open

    async def ask(self, instructions: str, text: str, shape: type[T]) -> T | Failure:
        """The form `shape`, filled by the model for the text."""
        if self.is_resting:
            return Failure(Reason.RESTING)
        found = await self._attempt(instructions, text, shape)
        if isinstance(found, Failure) and found.reason is not Reason.DECLINED:
            self._breaker.failed()
        else:
            self._breaker.succeeded()
        return found

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()

    async def _attempt(self, instructions: str, text: str, shape: type[T]) -> T | Failure:
        try:
            async with asyncio.timeout(self._limits.total):
                client = await self._connected()
                if not self._chats:
                    found = await self._respond(client, instructions, text, shape)
                    if found is not None:
                        return found
                answer = await _chat(client, self.model, instructions, text, shape)
                self._chats = True
                return answer
        except _expected() as error:
            return _failure(error)

    async def _respond(
        self, client: "AsyncOpenAI", instructions: str, text: str, shape: type[T]
    ) -> T | Failure | None:
        """By the newer address; None when the server has none."""
        import openai

        try:
            found = await client.responses.parse(
                model=self.model,
                instructions=instructions,
                input=text,
                text_format=_strict(shape),
                store=False,
            )
        except openai.APIStatusError as error:
            if error.status_code in _LACKING:
                return None
            raise
        if isinstance(found.output_parsed, shape):
            return _plain(found.output_parsed, shape)
        if found.status == "incomplete":
            return Failure(Reason.TRUNCATED)
        said = [part.type for item in found.output if item.type == "message" for part in item.content]
        return Failure(Reason.DECLINED if "refusal" in said else Reason.UNREADABLE)

    async def _connected(self) -> "AsyncOpenAI":
        if self._client is None:
            await asyncio.to_thread(_load)
        if self._client is None:
            self._client = self._made()
        return self._client

    def _made(self) -> "AsyncOpenAI":
        import openai

        # The environment's proxy is taken for every address, and no proxy reaches this machine.
        local = urlsplit(self._base_url).hostname in ("127.0.0.1", "::1", "localhost")
        return openai.AsyncOpenAI(
            api_key=self._key,
            base_url=self._base_url,
            timeout=self._limits.call,
            max_retries=self._limits.retries,
            http_client=openai.DefaultAsyncHttpxClient(
                trust_env=not local, event_hooks={"response": [_impatient]}
            ),
        )


async def _impatient(response: Any) -> None:
    """Do not ask again where a server wants it much later: the SDK would wait up to two minutes."""
    try:
        wait = float(response.headers.get("retry-after", 0))
    except ValueError:
        wait = math.inf
    if wait > _WAIT:
        response.headers["x-should-retry"] = "false"


async def _chat(
    client: "AsyncOpenAI", model: str, instructions: str, text: str, shape: type[T]
) -> T | Failure:
    """By the older address, which every compatible server has."""
    found = await client.chat.completions.parse(
        model=model,
        messages=[{"role": "system", "content": instructions}, {"role": "user", "content": text}],
        response_format=_strict(shape),
    )
    message = found.choices[0].message
    if isinstance(message.parsed, shape):
        return _plain(message.parsed, shape)
    return Failure(Reason.DECLINED if message.refusal else Reason.UNREADABLE)


def _load() -> None:
    import openai.resources.chat
    import openai.resources.responses  # noqa: F401 - the SDK loads these late itself, and not in a thread


@functools.cache
def _checked(shape: type) -> type:
    """The dataclass with a check of every field, and without room for others."""
    found: type = checked(shape, frozen=True, config=pydantic.ConfigDict(extra="forbid", strict=True))
    return found


def _strict(shape: type[T]) -> type[T]:
    return cast("type[T]", _checked(shape))


def _plain(found: T, shape: type[T]) -> T:
    """The checked dataclass as the one that it was made from."""
    return shape(**{each.name: getattr(found, each.name) for each in dataclasses.fields(shape)})


def _expected() -> tuple[type[Exception], ...]:
    """What the SDK raises: its own errors, and others where an answer has another form than it thinks."""
    import openai

    return (openai.OpenAIError, TimeoutError, ValueError, AttributeError, TypeError, LookupError)


def _failure(error: Exception) -> Failure:
    import openai

    status = error.status_code if isinstance(error, openai.APIStatusError) else None
    detail = type(error).__name__ + (f" {status}" if status else "")
    if isinstance(error, openai.RateLimitError):
        return Failure(Reason.QUOTA if error.code == "insufficient_quota" else Reason.BUSY, detail)
    reasons: tuple[tuple[type[Exception], Reason], ...] = (
        (TimeoutError, Reason.TIMEOUT),
        (openai.APITimeoutError, Reason.TIMEOUT),
        (openai.APIConnectionError, Reason.UNREACHABLE),
        (openai.AuthenticationError, Reason.KEY),
        (openai.PermissionDeniedError, Reason.KEY),
        (openai.LengthFinishReasonError, Reason.TRUNCATED),
        (openai.ContentFilterFinishReasonError, Reason.DECLINED),
        (openai.InternalServerError, Reason.SERVER),
    )
    known = next((reason for kind, reason in reasons if isinstance(error, kind)), Reason.UNREADABLE)
    if known is Reason.UNREADABLE and status:
        known = Reason.MISSING if status in _LACKING else Reason.REQUEST
    return Failure(known, detail)
