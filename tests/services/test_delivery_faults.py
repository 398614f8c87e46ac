"""Delivery under faults: whatever breaks and whenever, every message is visible exactly once.

One in ten answers is lost after Slack did the work; others are cut before it, or come as 500 or 429. The
sender dies at any write to the database, before it or after it, and the next one starts with nothing in its
memory. The seeds are fixed, no time passes but the clock's.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from sqlmodel import Session

from bot.domain.agreement import Agreement, Channels
from bot.domain.post import Content, Kind, Message, Post
from bot.gateways import slack
from bot.services.delivery import Delivery
from storage import posts
from storage.database import Database
from tests.databases import ManualClock
from tests.loopback_slack import LoopbackSlack, Payload, Trouble, serve

T = TypeVar("T")

CARDS = 60
CHANNELS = 20
TALKED_ABOUT = 10  # cards with a thread
LINES = 3
CHANGES = 40
LATEST = datetime(2026, 3, 3, tzinfo=UTC)

AGREEMENT = Agreement(
    version="1", zone="UTC", channels=Channels("C0"), people={}, teams={}, calendars={}, tiers=(), routes=(),
    reject=(), recycle=(),
)  # fmt: skip


class Killed(BaseException):
    """The process ends here: no clean-up that matters may run."""


class Mortal(Database):
    """A database whose user is killed now and then, just before or just after a unit of work is durable."""

    fate: Callable[[], str | None] = staticmethod(lambda: None)

    async def run(self, work: Callable[[Session], T]) -> T:
        """The unit of work, unless the process ends first."""
        fate = self.fate()
        if fate == "before":
            raise Killed
        result = await super().run(work)
        if fate == "after":
            raise Killed
        return result


class Nemesis:
    """Chooses what goes wrong; the same for the same seed and the same calls."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self.changes = CHANGES

    def trouble(self, method: str, payload: Payload) -> Trouble | None:
        """One call in five fails, half of those after the work was done."""
        if self._dice.random() > 0.2:
            return None
        return self._dice.choice(
            [
                Trouble.DROP_AFTER,
                Trouble.ERROR_AFTER,
                Trouble.DROP_BEFORE,
                Trouble.ERROR_BEFORE,
                Trouble.LIMITED,
            ]
        )

    def change(self) -> str | None:
        """Every other message sent, a card changes."""
        if self.changes == 0 or self._dice.random() > 0.5:
            return None
        self.changes -= 1
        return f"card:{self._dice.randrange(CARDS)}"

    def fate(self) -> str | None:
        """One write in fourteen is the sender's last."""
        if self._dice.random() > 0.07:
            return None
        return self._dice.choice(["before", "after"])


def render(tx: Session, post: Post, now: datetime) -> Content | None:
    """The key and the version, so that a stale message is seen to be stale."""
    return Message(f"{post.key} v{post.wanted}", ({"type": "divider"},))


def fill(tx: Session, now: datetime) -> None:
    """The cards, and the lines of their threads."""
    for n in range(CARDS):
        to = f"C{n % CHANNELS}"
        posts.add(tx, f"card:{n}", Kind.CARD, n, to, now)
        for line in range(lines(n)):
            posts.add(tx, f"line:{n}:{line}", Kind.LINE, n, to, now, thread_key=f"card:{n}")


async def live(db: Database, client: slack.Slack, clock: ManualClock, nemesis: Nemesis) -> None:
    """One sender's life: until nothing is left to do, or until it is killed."""
    delivery = Delivery(db, client, dict.fromkeys(Kind, render), AGREEMENT)
    while await db.read(lambda tx: posts.audit(tx, clock(), overdue=0).behind):
        while await delivery.deliver_one():
            if (changed := nemesis.change()) is not None:
                await db.run(lambda tx, key=changed: posts.touch(tx, key, clock()))  # type: ignore[misc]
        await delivery.settle(clock.advance(seconds=3))
        assert clock() < LATEST, "it does not come to an end"


def assert_each_is_visible_once(server: LoopbackSlack, wanted: dict[str, int]) -> None:
    """One card per key in its newest version, and under it its lines in order."""
    cards = sorted(server.messages, key=lambda said: said.text)
    tops = {said.text: said.ts for said in cards if said.thread_ts is None}
    assert len(tops) == len([said for said in cards if said.thread_ts is None])
    assert set(tops) == {f"card:{n} v{wanted[f'card:{n}']}" for n in range(CARDS)}
    for n in range(CARDS):
        thread = server.texts(tops[f"card:{n} v{wanted[f'card:{n}']}"])
        assert thread == [f"line:{n}:{line} v1" for line in range(lines(n))]


@pytest.fixture
async def server(clock: ManualClock) -> AsyncIterator[LoopbackSlack]:
    async with serve(LoopbackSlack(clock, lag=30)) as state:
        yield state


@pytest.mark.parametrize(("kind", "seed"), [("sqlite", 1), ("sqlite", 2), ("postgresql", 3)])
async def test_every_message_is_visible_once_whatever_breaks(
    url: str, clock: ManualClock, server: LoopbackSlack, seed: int
) -> None:
    nemesis, lives = Nemesis(seed), 1
    server.trouble = nemesis.trouble
    with Mortal.open(url, clock=clock) as db:
        await db.run(lambda tx: fill(tx, clock()))
        db.fate = nemesis.fate
        async with slack.connect("xoxb-1", server.url, 5.0) as client:
            while not await survives(live(db, client, clock, nemesis)):
                lives += 1
                assert lives < 500, "it does not come to an end"
        wanted = await db.read(versions)
    assert lives > 20, "nobody was killed"
    assert server.calls["chat.postMessage"] > CARDS + TALKED_ABOUT * LINES, "nothing was sent again"
    assert_each_is_visible_once(server, wanted)


async def survives(life: Coroutine[None, None, None]) -> bool:
    """Whether it came to its natural end."""
    try:
        await life
    except Killed:
        return False
    return True


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_two_replicas_send_every_message_once(
    url: str, clock: ManualClock, server: LoopbackSlack
) -> None:
    dbs = [Database.open(url, clock=clock) for _ in range(2)]
    await dbs[0].run(lambda tx: fill(tx, clock()))
    async with slack.connect("xoxb-1", server.url, 5.0) as client:
        replicas = [Delivery(db, client, dict.fromkeys(Kind, render), AGREEMENT) for db in dbs]
        while await dbs[0].read(lambda tx: posts.audit(tx, clock(), overdue=0).behind):
            await asyncio.gather(*(drain(replica) for replica in replicas * 2))
            clock.advance(seconds=1)
        wanted = await dbs[1].read(versions)
    for db in dbs:
        await db.close()
    assert server.calls["chat.postMessage"] == CARDS + TALKED_ABOUT * LINES
    assert_each_is_visible_once(server, wanted)


async def drain(replica: Delivery) -> None:
    """Send what can be sent now."""
    while await replica.deliver_one():
        pass


def lines(n: int) -> int:
    """How many lines the thread of a card has."""
    return LINES if n < TALKED_ABOUT else 0


def versions(tx: Session) -> dict[str, int]:
    """What every card should show."""
    found = [posts.get(tx, f"card:{n}") for n in range(CARDS)]
    return {post.key: post.wanted for post in found if post}
