"""Who is who in Slack."""

import logging

import pytest

from bot.services.directory import Directory
from tests.services.bench import Bench, agreement


async def test_where_nobody_can_be_looked_up_the_ids_of_the_agreement_serve(bench: Bench) -> None:
    directory = Directory(bench.db, agreement(), bench.client)
    await directory.resolve()
    assert bench.server.calls["users.lookupByEmail"] == 1
    ana = directory.who("U1")
    assert ana is not None
    assert ana.key == "ana"
    assert [person.key for person in directory.missing] == ["ben"]


async def test_somebody_who_stays_missing_is_mentioned_once(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    directory = Directory(bench.db, agreement(), bench.client)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            await directory.resolve()
    assert sum("was not found in Slack" in line for line in caplog.messages) == 1
