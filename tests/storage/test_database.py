"""The promises of `Database`, kept on both databases."""

import asyncio
import threading
from datetime import UTC, datetime
from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from bot.domain.errors import StorageError
from storage.database import Database
from tests.databases import ManualClock

METADATA = sa.MetaData()
COUNTERS = sa.Table(
    "counters",
    METADATA,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)


@pytest.fixture
def counters(empty_db: Database) -> Database:
    """A database with one counter, ``a``, at 0."""
    with empty_db.altering() as connection:
        METADATA.create_all(connection)
    empty_db.run_sync(partial(put, name="a", value=0))
    return empty_db


def put(session: Session, name: str, value: int) -> None:
    session.execute(sa.insert(COUNTERS).values(name=name, value=value))


def value(session: Session, name: str = "a") -> int | None:
    return session.execute(sa.select(COUNTERS.c.value).where(COUNTERS.c.name == name)).scalar_one_or_none()


def names(session: Session) -> list[str]:
    return list(session.execute(sa.select(COUNTERS.c.name).order_by(COUNTERS.c.name)).scalars())


def increment(session: Session) -> None:
    """Reads, then writes what it read plus one: lost updates show. The lock is a no-op on SQLite."""
    seen = session.execute(sa.select(COUNTERS.c.value).with_for_update()).scalar_one()
    session.execute(sa.update(COUNTERS).values(value=seen + 1))


def test_eight_threads_lose_no_update(counters: Database) -> None:
    def hundred() -> None:
        for _ in range(100):
            counters.run_sync(increment)

    threads = [threading.Thread(target=hundred) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert counters.read_sync(value) == 800


async def test_many_tasks_lose_no_update(counters: Database) -> None:
    await asyncio.gather(*(counters.run(increment) for _ in range(200)))

    assert await counters.read(value) == 200


async def test_a_failing_unit_fails_alone(counters: Database) -> None:
    def twice(session: Session) -> None:
        put(session, "lost", 1)
        put(session, "a", 1)

    units = [counters.run(partial(put, name=f"n{n}", value=n)) for n in range(5)]
    outcomes = await asyncio.gather(*units[:2], counters.run(twice), *units[2:], return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [type(None)] * 2 + [IntegrityError] + [type(None)] * 3
    assert await counters.read(names) == ["a", "n0", "n1", "n2", "n3", "n4"]


async def test_a_read_cannot_write(counters: Database) -> None:
    with pytest.raises(DBAPIError):
        await counters.read(partial(put, name="b", value=1))

    assert await counters.read(names) == ["a"]


async def test_the_given_clock_is_the_clock(empty_db: Database, clock: ManualClock) -> None:
    assert await empty_db.now() == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    clock.advance(hours=1.5)
    assert await empty_db.now() == datetime(2026, 3, 2, 10, 30, tzinfo=UTC)


async def test_closing_twice_is_harmless_and_then_nothing_runs(counters: Database) -> None:
    await counters.close()
    await counters.close()

    with pytest.raises(StorageError, match="closed"):
        await counters.run(increment)
