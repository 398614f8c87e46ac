"""One call to Slack, and which of our errors its failure is.

The SDK's client never retries by itself: its default handler sends a message a second time when the
connection breaks after Slack took it.
"""

from collections.abc import Mapping

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.errors import SlackError
from bot.gateways import slack_answers as answers
from bot.gateways.slack_answers import Answer, InDoubtError, NotSentError, RefusedError

# Everything that fails before the first byte of the request is written.
_BEFORE_WRITING = (
    aiohttp.ClientConnectorError,  # refused, no route, DNS, TLS, certificate, proxy not reachable
    aiohttp.ConnectionTimeoutError,
    aiohttp.ServerFingerprintMismatch,
    aiohttp.ClientHttpProxyError,  # the proxy would not connect
    aiohttp.InvalidURL,
)
_MAYBE_DONE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
_LATER = frozenset({"ratelimited", "rate_limited", "external_channel_migrating", "team_added_to_org"})
# How a server that is not Slack itself says that it has no such method.
_ABSENT = frozenset({404, 405, 501})
# Without these there is no bot at all: they are not absent, their server is not itself.
_NEEDED = frozenset({"auth.test", "chat.postMessage", "chat.update"})
_WAIT = 30.0  # seconds, when Slack says to wait and not how long


class Calls:
    """Calls of the Web API. Each raises one of the three errors of `slack_answers`."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def json(self, method: str, **payload: object) -> Answer:
        """Call with JSON, as methods that write take it; what is None is left out."""
        return _data(await self._call(method, json=_given(payload)))

    async def form(self, method: str, **payload: object) -> Answer:
        """Call with a form: every method takes one, while some ignore JSON and some servers know no GET."""
        return _data(await self._call(method, data=_form(_given(payload))))

    async def whole(self, method: str) -> tuple[Answer, Mapping[str, str]]:
        """Call without arguments; the answer and its headers."""
        response = await self._call(method, json={})
        return _data(response), response.headers

    async def send(
        self, url: str, content: bytes, what: str = "upload", kind: str = "application/octet-stream"
    ) -> None:
        """Post bytes to an address that Slack gave for them, which is not the Web API and takes no token."""
        session, headers = self._client.session, {"Content-Type": kind}
        if session is None:
            raise NotSentError(f"{what}: there is no session")
        try:
            async with session.post(url, data=content, headers=headers, proxy=self._client.proxy) as response:
                status, wait = response.status, response.headers.get("Retry-After")
        except _BEFORE_WRITING as error:
            raise NotSentError(f"{what}: {_named(error)}") from error
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise InDoubtError(f"{what}: {_named(error)}") from error
        if status == 429:
            raise NotSentError(f"{what}: 429", _seconds(wait))
        if status >= 500:
            raise InDoubtError(f"{what}: HTTP {status}")
        if status >= 300:
            raise RefusedError(what, f"http_{status}")

    async def _call(
        self, method: str, *, json: dict[str, object] | None = None, data: dict[str, object] | None = None
    ) -> AsyncSlackResponse:
        try:
            return await self._client.api_call(method, json=json, data=data)
        except SlackApiError as error:
            raise _meaning(method, error) from error
        except _BEFORE_WRITING as error:
            raise NotSentError(f"{method}: {_named(error)}") from error
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise InDoubtError(f"{method}: {_named(error)}") from error
        except (AttributeError, ValueError) as error:
            # This is how the SDK fails on an answer of plain text or of broken UTF-8.
            raise InDoubtError(f"{method}: the answer cannot be read") from error


def _given(payload: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in payload.items() if value is not None}


def _form(given: Mapping[str, object]) -> dict[str, object]:
    """The values as a form has them: texts, with 1 and 0 for true and false."""
    return {name: str(int(value) if isinstance(value, bool) else value) for name, value in given.items()}


def _data(response: AsyncSlackResponse) -> Answer:
    if isinstance(response.data, dict):
        answer: Answer = answers.storable(response.data)
        return answer
    raise InDoubtError(f"{response.api_url}: the answer cannot be read")


def _meaning(method: str, error: SlackApiError) -> SlackError:
    """Which of our errors an answer without `"ok": true` is."""
    # With a body that is no JSON the SDK hands over aiohttp's own response.
    response = error.response
    status = response.status_code if isinstance(response, AsyncSlackResponse) else response.status
    body = response.data if isinstance(response, AsyncSlackResponse) else None
    code = body.get("error") if isinstance(body, dict) else None
    if status == 429 or code in _LATER:
        return NotSentError(f"{method}: {code or status}", _seconds(response.headers.get("Retry-After")))
    if not code and status in _ABSENT:
        absent = f"{method}: HTTP {status}"
        return NotSentError(absent) if method in _NEEDED else RefusedError(method, "unknown_method")
    if isinstance(code, str) and code not in _MAYBE_DONE and status < 500:
        return RefusedError(method, code, answers.reasons(body))
    return InDoubtError(f"{method}: {code or f'HTTP {status}'}")


def _seconds(text: str | None) -> float:
    try:
        return max(float(text or _WAIT), 0.0)
    except ValueError:
        return _WAIT


def _named(error: Exception) -> str:
    return f"{type(error).__name__} {error}".strip()
