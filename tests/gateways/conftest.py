"""What the tests of the gateways share."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.gateways import slack
from bot.gateways.slack import Slack
from tests.gateways.script import Script


@pytest.fixture
def script() -> Script:
    """What the server answers."""
    return Script()


@pytest.fixture
async def client(script: Script) -> AsyncIterator[Slack]:
    """The gateway, connected to the script."""
    app = web.Application()
    app.router.add_route("*", "/api/{method}", script.handle)
    async with (
        TestServer(app) as server,
        slack.connect("xoxb-1", str(server.make_url("/api/")), 0.5) as found,
    ):
        yield found
