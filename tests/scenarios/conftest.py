"""Fixtures of the scenarios: a world on each database."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.databases import ManualClock
from tests.scenarios import world as worlds
from tests.scenarios.world import World


@pytest.fixture
async def world(db: Database, clock: ManualClock) -> AsyncIterator[World]:
    """A bot in a playground of its own, Tuesday 10:00 in Berlin."""
    async with worlds.world(db, clock) as made:
        yield made
