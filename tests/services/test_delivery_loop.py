"""The delivery loop: woken, stopped, and never ended by a failure."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import pytest

from bot.domain.patience import Patience
from bot.domain.post import Kind, State
from bot.services.delivery import Delivery
from storage.database import Database, Session
from tests.services.bench import Bench, agreement

T = TypeVar("T")


class Running:
    """The loop as the bot runs it; the server says when something arrived."""

    def __init__(self, bench: Bench) -> None:
        self.stop = asyncio.Event()
        self.arrived = asyncio.Semaphore(0)
        self.hold: asyncio.Event | None = None
        bench.server.before = self.before
        bench.server.after = self.after
        self.task = asyncio.create_task(bench.delivery.run(self.stop))

    async def before(self, method: str) -> None:
        if self.hold is not None and method == "chat.postMessage":
            self.arrived.release()
            await self.hold.wait()

    async def after(self, method: str) -> None:
        if self.hold is None and method == "chat.postMessage":
            self.arrived.release()


async def test_the_loop_sends_at_once_when_it_is_woken(bench: Bench) -> None:
    bench.delivery = Delivery(
        bench.db, bench.client, dict.fromkeys(Kind, bench.render), agreement(), Patience(idle=60)
    )
    running = Running(bench)
    for n in range(3):
        await bench.add(f"card:{n}")
        bench.delivery.wake()
        async with asyncio.timeout(5):
            await running.arrived.acquire()
    running.stop.set()
    await running.task
    assert sorted(bench.server.texts()) == ["card:0 v1", "card:1 v1", "card:2 v1"]


async def test_a_stop_finishes_what_is_in_flight_and_begins_nothing_new(bench: Bench) -> None:
    running = Running(bench)
    running.hold = asyncio.Event()
    for n in range(8):
        await bench.add(f"card:{n}", to=f"C{n}")
    bench.delivery.wake()
    for _ in range(4):
        await running.arrived.acquire()
    running.stop.set()
    running.hold.set()
    await running.task
    states = [(await bench.get(f"card:{n}")).state for n in range(8)]
    assert states == [State.SENT] * 4 + [State.PENDING] * 4


async def test_a_stop_does_not_wait_for_ever(bench: Bench) -> None:
    bench.delivery = Delivery(
        bench.db, bench.client, dict.fromkeys(Kind, bench.render), agreement(), Patience(drain=0.05)
    )
    running = Running(bench)
    running.hold = asyncio.Event()
    await bench.add("card:1")
    bench.delivery.wake()
    await running.arrived.acquire()
    running.stop.set()
    await running.task
    assert (await bench.get("card:1")).state is State.SENDING
    running.hold.set()


class FailingOver(Database):
    """A database whose first unit of work meets a server that goes away."""

    failed = False

    async def run(self, work: Callable[[Session], T]) -> T:
        """Fail once, then work."""
        if not self.failed:
            self.failed = True
            raise ConnectionError("the server closed the connection")
        return await super().run(work)


async def test_a_database_that_is_away_for_a_moment_does_not_end_the_loop(
    bench: Bench, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    db = FailingOver.open(url, clock=bench.clock)
    bench.delivery = Delivery(
        db, bench.client, dict.fromkeys(Kind, bench.render), agreement(), Patience(idle=0.01)
    )
    await bench.add("card:1")
    running = Running(bench)
    await running.arrived.acquire()
    running.stop.set()
    await running.task
    await db.close()
    assert bench.server.texts() == ["card:1 v1"]
    assert "the delivery of a message went wrong" in caplog.text
