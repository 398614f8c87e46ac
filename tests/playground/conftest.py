"""A served playground, and the real Slack clients that talk to it."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import defaults
from bot.playground.config import Config
from bot.playground.server import Playground

from .clients import Ticker, client_of

EVERY_EVENT = (*defaults.EVENTS, "reaction_removed", "member_joined_channel")


@pytest.fixture
def ticker() -> Ticker:
    """A clock that the test moves."""
    return Ticker(1_795_000_000.0)


@pytest.fixture
def config() -> Config:
    """Deadlines short enough for tests of silence."""
    return Config().with_app(ack_seconds=0.5, retry_seconds=(0.0, 0.0, 0.0), events=EVERY_EVENT)


@pytest.fixture
async def pg(config: Config, ticker: Ticker) -> AsyncIterator[Playground]:
    """A playground on a free port."""
    async with Playground.start(config, clock=ticker) as playground:
        yield playground


@pytest.fixture
def client(pg: Playground) -> AsyncWebClient:
    """The app's Web API client, without its habit of sending again."""
    return client_of(pg)
