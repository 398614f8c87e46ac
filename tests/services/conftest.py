"""What the tests of services share."""

from collections.abc import AsyncIterator

import pytest

from bot.gateways import slack
from storage.database import Database
from tests.databases import ManualClock
from tests.loopback_slack import LoopbackSlack, serve
from tests.services.bench import Bench


@pytest.fixture
async def server(clock: ManualClock) -> AsyncIterator[LoopbackSlack]:
    async with serve(LoopbackSlack(clock)) as state:
        yield state


@pytest.fixture
async def bench(db: Database, clock: ManualClock, server: LoopbackSlack) -> AsyncIterator[Bench]:
    async with slack.connect("xoxb-1", server.url, 5.0) as client:
        yield Bench(db, clock, server, client)
