"""Helpers of these tests: a movable clock, and real Slack clients and apps pointed at a playground."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import defaults
from bot.playground.server import Playground


class Ticker:
    """A clock that stands still until it is moved."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        """Moves on."""
        self.now += seconds


def client_of(pg: Playground, token: str = defaults.BOT_TOKEN) -> AsyncWebClient:
    """A client that calls once and never again."""
    return AsyncWebClient(token=token, base_url=pg.api_url, retry_handlers=[])


def app_of(pg: Playground, **options: Any) -> AsyncApp:
    """A real Bolt app talking to the playground."""
    options = {"process_before_response": True, **options}
    return AsyncApp(client=client_of(pg), signing_secret=defaults.SIGNING_SECRET, **options)


@asynccontextmanager
async def listening(pg: Playground, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    """The app connected in Socket Mode while the context is open."""
    handler = AsyncSocketModeHandler(app, defaults.APP_TOKEN, web_client=client_of(pg))
    await handler.connect_async()  # type: ignore[no-untyped-call] # Bolt leaves it untyped
    try:
        await pg.connected()
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # Bolt leaves it untyped


async def refusal(call: Awaitable[Any]) -> str:
    """The error the call is refused with."""
    try:
        await call
    except SlackApiError as problem:
        return str(problem.response["error"])
    return ""


@asynccontextmanager
async def browser(pg: Playground) -> AsyncIterator[aiohttp.ClientSession]:
    """A visitor of the page."""
    async with aiohttp.ClientSession(pg.url) as session:
        yield session
