"""Slack's Web API, as far as we use it: typed calls, and what their failures mean for the message.

The only place that imports the SDK. Its client never retries by itself: its default handler sends a message a
second time when the connection breaks after Slack took it. Blocks and views go as plain dictionaries, because
the SDK's models drop what they do not know. Text is escaped by whoever renders it.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.errors import SlackError
from bot.domain.post import Message, View
from bot.gateways import slack_answers as answers
from bot.gateways.slack_answers import (
    Answer,
    Channel,
    Identity,
    InDoubtError,
    NotSentError,
    RefusedError,
    Sighting,
    User,
)

__all__ = [
    "Channel",
    "Identity",
    "InDoubtError",
    "NotSentError",
    "RefusedError",
    "Sighting",
    "Slack",
    "User",
    "connect",
]

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


@asynccontextmanager
async def connect(token: str, base_url: str, longest: float) -> AsyncIterator["Slack"]:
    """A Slack for as long as the context lasts. `longest`: seconds for one call, connecting included."""
    limits = aiohttp.ClientTimeout(total=longest, connect=longest / 2)
    async with aiohttp.ClientSession(timeout=limits) as session:
        client = AsyncWebClient(token=token, base_url=base_url, session=session, retry_handlers=[])
        if urlsplit(base_url).hostname in ("127.0.0.1", "::1", "localhost"):
            # The SDK takes the environment's proxy for every address, and no proxy reaches this machine.
            client.proxy = None
        yield Slack(client)


class Slack:
    """One workspace, one bot. Every call raises one of the three errors above."""

    def __init__(self, client: AsyncWebClient) -> None:
        self.client = client  # for Bolt, which wants the SDK's client

    async def post(
        self, channel: str, message: Message, marker: str | None = None, thread_ts: str | None = None
    ) -> tuple[str, str]:
        """Post a message; answers with the id of the channel and the `ts`. Not idempotent."""
        answer = await self._write(
            "chat.postMessage",
            channel=channel,
            thread_ts=thread_ts,
            unfurl_links=False,
            unfurl_media=False,
            **_said(message, marker),
        )
        return answers.text(answer, "channel"), answers.text(answer, "ts")

    async def update(self, channel: str, ts: str, message: Message, marker: str | None = None) -> None:
        """Replace a message; may be repeated freely."""
        await self._write("chat.update", channel=channel, ts=ts, **_said(message, marker))

    async def delete(self, channel: str, ts: str) -> None:
        """Delete a message of ours; one that is gone already is no error."""
        await self._unless("message_not_found", "chat.delete", channel=channel, ts=ts)

    async def whisper(self, channel: str, user: str, message: Message, thread_ts: str | None = None) -> None:
        """Say something that only `user` sees. Slack does not promise that it arrives."""
        said = _said(message, None)
        await self._write("chat.postEphemeral", channel=channel, user=user, thread_ts=thread_ts, **said)

    async def history(self, channel: str, oldest: float) -> tuple[Sighting, ...]:
        """The channel's messages since `oldest` (Unix seconds), threads' answers not included."""
        return await self._sightings("conversations.history", channel=channel, oldest=f"{oldest:.6f}")

    async def replies(self, channel: str, thread_ts: str, oldest: float) -> tuple[Sighting, ...]:
        """A thread's messages since `oldest` (Unix seconds); its first message may come along."""
        return await self._sightings(
            "conversations.replies", channel=channel, ts=thread_ts, oldest=f"{oldest:.6f}"
        )

    async def open_dm(self, user: str) -> str:
        """The channel of the conversation with one person.

        A server that does not know the method takes the user's id for a channel.
        """
        try:
            answer = await self._write("conversations.open", users=user)
        except RefusedError as error:
            if error.code == "unknown_method":
                return user
            raise
        return answers.text(answers.part(answer, "channel"), "id")

    async def channel_info(self, channel: str) -> Channel:
        """A channel by its id."""
        return answers.channel(
            answers.part(await self._read("conversations.info", channel=channel), "channel")
        )

    async def channel_by_name(self, name: str) -> Channel | None:
        """A channel by its name without '#'; None when the bot is shown none of that name."""
        pages = self._pages(
            "conversations.list",
            "channels",
            limit=1000,
            exclude_archived=True,
            types="public_channel,private_channel",
        )
        async for one in pages:
            if one.get("name") == name:
                return answers.channel(one)
        return None

    async def user(self, user: str) -> User:
        """A member by their id."""
        return answers.user(answers.part(await self._read("users.info", user=user), "user"))

    async def user_by_email(self, email: str) -> User | None:
        """A member by their e-mail address; None when nobody has it."""
        try:
            return answers.user(answers.part(await self._read("users.lookupByEmail", email=email), "user"))
        except RefusedError as error:
            if error.code == "users_not_found":
                return None
            raise

    async def open_view(self, trigger_id: str, view: View) -> str:
        """Open a modal within 3 s of the click; answers with the view's id."""
        answer = await self._write("views.open", trigger_id=trigger_id, view=view)
        return answers.text(answers.part(answer, "view"), "id")

    async def update_view(self, view_id: str, view: View, hash_: str | None = None) -> None:
        """Replace an open modal; with `hash_` only if it did not change meanwhile (`hash_conflict`)."""
        await self._write("views.update", view_id=view_id, view=view, hash=hash_)

    async def publish_home(self, user: str, view: View) -> None:
        """Show a person's Home tab; may be repeated freely."""
        await self._write("views.publish", user_id=user, view=view)

    async def auth(self) -> Identity:
        """Who the bot is, and what it may do."""
        response = await self._call("auth.test", json={})
        answer = _data(response)
        scopes = response.headers.get("x-oauth-scopes")
        return Identity(
            bot_id=str(answer.get("bot_id") or ""),
            user_id=answers.text(answer, "user_id"),
            team_id=answers.text(answer, "team_id"),
            team=str(answer.get("team") or ""),
            url=str(answer.get("url") or ""),
            scopes=frozenset(one.strip() for one in scopes.split(",")) if scopes else None,
        )

    async def clock(self) -> datetime | None:
        """What time it is by Slack's answer, to the second; None when it does not say."""
        told = (await self._call("auth.test", json={})).headers.get("Date")
        try:
            return parsedate_to_datetime(told).astimezone(UTC) if told else None
        except ValueError:
            return None

    async def open_socket(self, app_token: str) -> str:
        """Ask whether an app-level token may open a socket; answers with an address that nobody need use."""
        return answers.text(await self._write("apps.connections.open", token=app_token), "url")

    async def _write(self, method: str, **payload: object) -> Answer:
        return _data(await self._call(method, json=_given(payload)))

    async def _read(self, method: str, **payload: object) -> Answer:
        # As a form: every method takes one, while reading methods ignore JSON and some servers know no GET.
        return _data(await self._call(method, data=_form(_given(payload))))

    async def _unless(self, harmless: str, method: str, **payload: object) -> None:
        """Write; a refusal that says it is done already is no error."""
        try:
            await self._write(method, **payload)
        except RefusedError as error:
            if error.code != harmless:
                raise

    async def _sightings(self, method: str, **payload: object) -> tuple[Sighting, ...]:
        pages = self._pages(method, "messages", limit=200, include_all_metadata=True, **payload)
        return tuple([Sighting(answers.text(one, "ts"), answers.marks(one)) async for one in pages])

    async def _pages(self, method: str, name: str, **payload: object) -> AsyncIterator[Answer]:
        """The entries of a list over all its pages."""
        cursor: str | None = None
        while cursor != "":
            answer = await self._read(method, cursor=cursor, **payload)
            for one in answers.entries(answer, name):
                yield one
            cursor = str(answers.part(answer, "response_metadata").get("next_cursor") or "")

    async def _call(
        self, method: str, *, json: dict[str, object] | None = None, data: dict[str, object] | None = None
    ) -> AsyncSlackResponse:
        try:
            return await self.client.api_call(method, json=json, data=data)
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
        return response.data
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
        return RefusedError(method, code)
    return InDoubtError(f"{method}: {code or f'HTTP {status}'}")


def _seconds(text: str | None) -> float:
    try:
        return max(float(text or _WAIT), 0.0)
    except ValueError:
        return _WAIT


def _named(error: Exception) -> str:
    return f"{type(error).__name__} {error}".strip()


def _said(message: Message, marker: str | None) -> dict[str, object]:
    """Text and blocks, both marked: some servers drop metadata, some do not give back block ids."""
    blocks = list(message.blocks)
    if marker is None:
        return {"text": message.text, "blocks": blocks}
    if blocks:
        blocks[0] = {**blocks[0], "block_id": marker}
    metadata = {"event_type": "handoff_post", "event_payload": {"marker": marker}}
    return {"text": message.text, "blocks": blocks, "metadata": metadata}
