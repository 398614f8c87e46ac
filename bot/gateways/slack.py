"""Slack's Web API, as far as we use it: typed calls, and what their failures mean for the message.

Only this and `slack_calls` import the SDK. Blocks and views go as plain dictionaries, because the SDK's
models drop what they do not know. Text is escaped by whoever renders it.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.post import Message, View
from bot.gateways import slack_answers as answers
from bot.gateways import slack_messages as messages
from bot.gateways.slack_answers import (
    Answer,
    Channel,
    Identity,
    InDoubtError,
    NotSentError,
    RefusedError,
    Sighting,
    User,
    storable,
)
from bot.gateways.slack_calls import Calls
from bot.gateways.slack_files import Files
from bot.gateways.slack_messages import Page, gone, has_words, said, words

__all__ = [
    "Channel",
    "Identity",
    "InDoubtError",
    "NotSentError",
    "Page",
    "RefusedError",
    "Sighting",
    "Slack",
    "User",
    "connect",
    "gone",
    "has_words",
    "said",
    "storable",
    "words",
]


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
        self._calls = Calls(client)
        self.files = Files(self._calls)

    async def post(
        self, channel: str, message: Message, marker: str | None = None, thread_ts: str | None = None
    ) -> tuple[str, str]:
        """Post a message; answers with the id of the channel and the `ts`. Not idempotent."""
        answer = await self._calls.json(
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
        await self._calls.json("chat.update", channel=channel, ts=ts, **_said(message, marker))

    async def delete(self, channel: str, ts: str) -> None:
        """Delete a message of ours; one that is gone already is no error."""
        await self._unless("message_not_found", "chat.delete", channel=channel, ts=ts)

    async def whisper(self, channel: str, user: str, message: Message, thread_ts: str | None = None) -> None:
        """Say something that only `user` sees. Slack does not promise that it arrives."""
        said = _said(message, None)
        await self._calls.json("chat.postEphemeral", channel=channel, user=user, thread_ts=thread_ts, **said)

    async def replace(self, address: str, message: Message) -> None:
        """Show another message in place of the whisper that came with this address, its `response_url`.

        Slack takes it for 30 minutes (https://docs.slack.dev/interactivity/handling-user-interaction).
        """
        said = json.dumps({"replace_original": True, **_said(message, None)}).encode()
        await self._calls.send(address, said, "response_url", "application/json")

    async def history(self, channel: str, oldest: float) -> tuple[Sighting, ...]:
        """The channel's messages since `oldest` (Unix seconds), threads' answers not included."""
        return await self._sightings("conversations.history", channel=channel, oldest=f"{oldest:.6f}")

    async def replies(self, channel: str, thread_ts: str, oldest: float) -> tuple[Sighting, ...]:
        """A thread's messages since `oldest` (Unix seconds); its first message may come along."""
        return await self._sightings(
            "conversations.replies", channel=channel, ts=thread_ts, oldest=f"{oldest:.6f}"
        )

    async def thread(
        self, channel: str, thread_ts: str, oldest: str, bot_user: str, cursor: str | None = None
    ) -> Page:
        """What people said in a thread after a ts, a page at a time; its first message may come along."""
        answer = await self._calls.form(
            "conversations.replies", channel=channel, ts=thread_ts, oldest=oldest, limit=200, cursor=cursor
        )
        found = answers.entries(answer, "messages")
        following = str(answers.part(answer, "response_metadata").get("next_cursor") or "")
        return messages.page(channel, thread_ts, found, bot_user, following)

    async def react(self, channel: str, ts: str, name: str) -> None:
        """Put our reaction on a message; may be repeated freely."""
        await self._unless("already_reacted", "reactions.add", channel=channel, timestamp=ts, name=name)

    async def unreact(self, channel: str, ts: str, name: str) -> None:
        """Take our reaction off a message; one that is not there is no error."""
        await self._unless("no_reaction", "reactions.remove", channel=channel, timestamp=ts, name=name)

    async def open_dm(self, user: str) -> str:
        """The channel of the conversation with one person.

        A server that does not know the method takes the user's id for a channel.
        """
        try:
            answer = await self._calls.json("conversations.open", users=user)
        except RefusedError as error:
            if error.code == "unknown_method":
                return user
            raise
        return answers.text(answers.part(answer, "channel"), "id")

    async def channel_info(self, channel: str) -> Channel:
        """A channel by its id."""
        answer = await self._calls.form("conversations.info", channel=channel)
        return answers.channel(answers.part(answer, "channel"))

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
        answer = await self._calls.form("users.info", user=user)
        return answers.user(answers.part(answer, "user"))

    async def user_by_email(self, email: str) -> User | None:
        """A member by their e-mail address; None when nobody has it."""
        try:
            answer = await self._calls.form("users.lookupByEmail", email=email)
        except RefusedError as error:
            if error.code == "users_not_found":
                return None
            raise
        return answers.user(answers.part(answer, "user"))

    async def open_view(self, trigger_id: str, view: View) -> str:
        """Open a modal within 3 s of the click; answers with the view's id."""
        answer = await self._calls.json("views.open", trigger_id=trigger_id, view=view)
        return answers.text(answers.part(answer, "view"), "id")

    async def update_view(self, view_id: str, view: View, hash_: str | None = None) -> None:
        """Replace an open modal; with `hash_` only if it did not change meanwhile (`hash_conflict`)."""
        await self._calls.json("views.update", view_id=view_id, view=view, hash=hash_)

    async def publish_home(self, user: str, view: View) -> None:
        """Show a person's Home tab; may be repeated freely."""
        await self._calls.json("views.publish", user_id=user, view=view)

    async def auth(self) -> Identity:
        """Who the bot is, and what it may do."""
        answer, headers = await self._calls.whole("auth.test")
        scopes = headers.get("x-oauth-scopes")
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
        _, headers = await self._calls.whole("auth.test")
        told = headers.get("Date")
        try:
            return parsedate_to_datetime(told).astimezone(UTC) if told else None
        except ValueError:
            return None

    async def open_socket(self, app_token: str) -> str:
        """Ask whether an app-level token may open a socket; answers with an address that nobody need use."""
        return answers.text(await self._calls.json("apps.connections.open", token=app_token), "url")

    async def _unless(self, harmless: str, method: str, **payload: object) -> None:
        """Write; a refusal that says it is done already is no error."""
        try:
            await self._calls.json(method, **payload)
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
            answer = await self._calls.form(method, cursor=cursor, **payload)
            for one in answers.entries(answer, name):
                yield one
            cursor = str(answers.part(answer, "response_metadata").get("next_cursor") or "")


def _said(message: Message, marker: str | None) -> dict[str, object]:
    """Text and blocks, both marked: some servers drop metadata, some do not give back block ids."""
    blocks = list(message.blocks)
    if marker is None:
        return {"text": message.text, "blocks": blocks}
    if blocks:
        blocks[0] = {**blocks[0], "block_id": marker}
    metadata = {"event_type": "handoff_post", "event_payload": {"marker": marker}}
    return {"text": message.text, "blocks": blocks, "metadata": metadata}
