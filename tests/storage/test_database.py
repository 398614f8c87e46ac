"""The promises of `Database`, kept on both databases."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from bot.domain.errors import StorageError
from storage.database import Database
from tests.databases import ManualClock
from tests.storage import children
from tests.storage.children import METADATA, NOTES, TALLY


@pytest.fixture
def db(empty_db: Database) -> Database:
    """A database with the tables of `children`; the tally stands at 0."""
    with empty_db.altering() as connection:
        METADATA.create_all(connection)
        connection.execute(sa.insert(TALLY).values(value=0))
    return empty_db


def store(session: Session, number: int) -> int:
    session.execute(sa.insert(NOTES).values(number=number))
    return number


def stored(session: Session) -> list[int]:
    return list(session.execute(sa.select(NOTES.c.number).order_by(NOTES.c.number)).scalars())


def tally(session: Session) -> int:
    value: int = session.execute(sa.select(TALLY.c.value)).scalar_one()
    return value


def test_eight_threads_lose_no_update(db: Database) -> None:
    def hundred() -> None:
        for _ in range(100):
            db.run_sync(children.increment)

    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(hundred) for _ in range(8)]:
            done.result()

    assert db.read_sync(tally) == 800


async def test_many_tasks_lose_no_update(db: Database) -> None:
    answers = await asyncio.gather(*(db.run(children.increment) for _ in range(150)))

    assert sorted(answers) == list(range(1, 151))
    assert await db.read(tally) == 150


async def test_a_failing_unit_fails_alone(db: Database) -> None:
    def twice(session: Session) -> None:
        store(session, 9)
        store(session, 9)

    before, after = ([db.run(partial(store, number=n)) for n in numbers] for numbers in ([1, 2], [3, 4, 5]))
    *outcomes, failure = await asyncio.gather(*before, *after, db.run(twice), return_exceptions=True)

    assert outcomes == [1, 2, 3, 4, 5]
    assert isinstance(failure, IntegrityError)
    assert await db.read(stored) == [1, 2, 3, 4, 5]


async def test_an_error_does_not_tell_what_was_to_be_stored(db: Database) -> None:
    with pytest.raises(DBAPIError) as told:
        await db.run(lambda tx: tx.execute(sa.text("SELECT :words FROM nowhere"), {"words": "wrong persona"}))
    assert "wrong persona" not in str(told.value)


async def test_an_error_of_the_work_itself_reaches_its_caller_and_undoes_its_changes(db: Database) -> None:
    def refuse(session: Session) -> None:
        store(session, 1)
        raise LookupError("no such lead")

    with pytest.raises(LookupError, match="no such lead"):
        await db.run(refuse)

    assert await db.read(stored) == []


async def test_a_unit_may_undo_a_part_of_itself(db: Database) -> None:
    def insist(session: Session) -> None:
        store(session, 1)
        with pytest.raises(IntegrityError), session.begin_nested():
            store(session, 1)
        store(session, 2)

    await db.run(insist)

    assert await db.read(stored) == [1, 2]


async def test_a_unit_that_rolls_back_by_itself_is_refused_and_harms_nobody(db: Database) -> None:
    def sneak(session: Session) -> None:
        store(session, 3)
        session.rollback()

    *outcomes, failure = await asyncio.gather(
        db.run(partial(store, number=1)),
        db.run(partial(store, number=2)),
        db.run(sneak),
        return_exceptions=True,
    )

    assert outcomes == [1, 2]
    assert isinstance(failure, StorageError)
    assert await db.read(stored) == [1, 2]


async def test_a_read_cannot_write(db: Database) -> None:
    with pytest.raises(DBAPIError):
        await db.read(partial(store, number=1))

    assert await db.read(stored) == []


async def test_a_read_sees_one_state_while_others_write(db: Database) -> None:
    def look_twice(session: Session) -> tuple[list[int], list[int]]:
        first = stored(session)
        db.run_sync(partial(store, number=1))
        return first, stored(session)

    assert await db.read(look_twice) == ([], [])
    assert await db.read(stored) == [1]


def test_what_was_acknowledged_survives_kill_9(db: Database, empty_url: str) -> None:
    child = children.start("note", empty_url)
    assert child.stdout is not None
    said = [child.stdout.readline() for _ in range(300)]
    child.kill()
    rest, _ = child.communicate(timeout=20)
    acknowledged = {int(line) for line in [*said, *rest.splitlines(keepends=True)] if line.endswith("\n")}

    assert len(acknowledged) >= 300
    assert acknowledged <= set(db.read_sync(stored))


async def test_a_cancelled_caller_does_not_stop_the_others(db: Database) -> None:
    started, gate = threading.Semaphore(0), threading.Event()
    threads = {"sqlite": 1, "postgresql": 8}[db.dialect]

    def hold(_: Session) -> bool:
        started.release()
        return gate.wait()

    holding = [asyncio.create_task(db.run(hold)) for _ in range(threads)]
    for _ in holding:
        await asyncio.to_thread(started.acquire)
    waiting = asyncio.create_task(db.run(partial(store, number=1)))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting])
    gate.set()

    assert await asyncio.gather(*holding) == [True] * threads
    assert await db.run(partial(store, number=2)) == 2
    assert await db.read(stored) == [2]


async def test_closing_finishes_what_is_queued(db: Database, empty_url: str) -> None:
    units = [asyncio.create_task(db.run(partial(store, number=n))) for n in range(100)]
    await asyncio.sleep(0)
    await db.close()

    assert await asyncio.gather(*units) == list(range(100))


async def test_closing_twice_is_harmless_and_then_nothing_runs(db: Database) -> None:
    await db.close()
    await db.close()

    with pytest.raises(StorageError, match="closed"):
        await db.run(children.increment)
    with pytest.raises(StorageError, match="closed"):
        await db.read(tally)


async def test_the_given_clock_is_the_clock(empty_db: Database, clock: ManualClock) -> None:
    assert await empty_db.now() == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    clock.advance(hours=1.5)
    assert await empty_db.now() == empty_db.now_sync() == datetime(2026, 3, 2, 10, 30, tzinfo=UTC)


async def test_the_databases_own_clock_is_this_moment_in_utc(empty_url: str) -> None:
    with Database.open(empty_url) as db:
        before, now, after = datetime.now(UTC), await db.now(), datetime.now(UTC)

    # The server of the tests runs on this machine, so it has the same clock.
    assert before <= now <= after
    assert now.tzinfo is UTC


@pytest.mark.parametrize(
    "url",
    [
        "",
        "handoff.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///handoff.db?timeout=5",
        "mysql://bot:hush@host/name",
        "postgresql+asyncpg://bot:hush@host/name",
        "postgresql://bot:hush@host:port/name",
    ],
)
def test_a_wrong_address_is_explained_without_its_password(url: str) -> None:
    advice = "DATABASE_URL .*; write sqlite:///handoff.db or postgresql://user:password@host/name"
    with pytest.raises(StorageError, match=advice) as caught:
        Database.open(url)

    assert "hush" not in str(caught.value)
    assert caught.value.__cause__ is None
