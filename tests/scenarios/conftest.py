"""Fixtures of the scenarios: a world on each database."""

import os
import zlib
from collections import defaultdict
from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.databases import ManualClock
from tests.scenarios import world as worlds
from tests.scenarios.world import World


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A scenario runs on one of the two databases, which its name decides; on both with HANDOFF_BOTH=1.

    What the databases do differently is tested in `tests/storage`, and by scenarios that are marked `both`.
    """
    if os.environ.get("HANDOFF_BOTH"):
        return
    twins: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if "tests/scenarios/" in item.nodeid and item.get_closest_marker("both") is None:
            twins[item.nodeid.replace("postgresql", "*").replace("sqlite", "*")].append(item)
    pairs = {name: sorted(pair, key=lambda one: one.nodeid) for name, pair in twins.items() if len(pair) == 2}
    gone = {pair[zlib.crc32(name.encode()) % 2] for name, pair in pairs.items()}
    items[:] = [item for item in items if item not in gone]
    config.hook.pytest_deselected(items=list(gone))


@pytest.fixture
async def world(db: Database, clock: ManualClock) -> AsyncIterator[World]:
    """A bot in a playground of its own, Tuesday 10:00 in Berlin."""
    async with worlds.world(db, clock) as made:
        yield made
