"""Signed HTTP delivery: events as JSON, interactions and commands as forms, as the Events API does it.

Signature: `v0=HMAC_SHA256(secret, "v0:{timestamp}:{body}")`, see
docs.slack.dev/authentication/verifying-requests-from-slack.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from urllib.parse import urlencode

import aiohttp

from bot.playground.delivery import Answer, Retry, Route
from bot.playground.payloads import Object


class HttpDelivery:
    """Posts payloads to the app's request URL, signed with the secret."""

    def __init__(self, request_url: str, secret: str, ack_seconds: float) -> None:
        self.request_url = request_url
        self.secret = secret
        self.ack_seconds = ack_seconds
        self._session: aiohttp.ClientSession | None = None

    async def carry(self, route: Route, payload: Object, retry: Retry | None) -> Answer:
        """One signed POST; anything but a 2xx answer in time is an error."""
        body, kind = _body(route, payload)
        headers = {"Content-Type": kind, "User-Agent": "Slackbot 1.0 (playground)", **self.signed(body)}
        if retry is not None:
            headers |= {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason}
        try:
            async with self._open().post(self.request_url, data=body, headers=headers) as response:
                return _answer(response.status, await response.text(), response.headers)
        except TimeoutError:
            return Answer(error="http_timeout")
        except aiohttp.ClientError:
            return Answer(error="connection_failed")

    def signed(self, body: bytes) -> dict[str, str]:
        """The two signature headers, by the machine's clock: the receiver compares with its own."""
        timestamp = str(int(time.time()))
        base = b"v0:" + timestamp.encode() + b":" + body
        digest = hmac.new(self.secret.encode(), base, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}

    async def close(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self.ack_seconds))
        return self._session


def _body(route: Route, payload: Object) -> tuple[bytes, str]:
    form = "application/x-www-form-urlencoded"
    match route:
        case Route.EVENT:
            return json.dumps(payload).encode(), "application/json"
        case Route.INTERACTIVE:
            return urlencode({"payload": json.dumps(payload)}).encode(), form
        case Route.COMMAND:
            return urlencode(payload).encode(), form


def _answer(status: int, text: str, headers: Mapping[str, str]) -> Answer:
    if not 200 <= status < 300:
        final = headers.get("X-Slack-No-Retry") == "1"
        return Answer(error="http_error", final=final)
    if not text.strip():
        return Answer(payload={})
    try:
        payload = json.loads(text)
    except ValueError:
        return Answer(payload={"text": text})
    return Answer(payload=payload if isinstance(payload, dict) else {"text": text})
