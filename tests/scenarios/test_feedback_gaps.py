"""What is said while nobody listens is found by reading the threads again."""

from collections.abc import AsyncIterator

import pytest

from bot.playground.config import App, Config
from bot.playground.server import Playground
from storage.database import Database
from tests.databases import ManualClock
from tests.scenarios import world as worlds
from tests.scenarios.talking import counted, items, lead, promised, say
from tests.scenarios.world import World


@pytest.fixture
async def slack(clock: ManualClock) -> AsyncIterator[Playground]:
    """A workspace that outlives the bot."""
    clock.set(worlds.START)
    async with worlds.workspace(clock) as made:
        yield made


async def catch_up(world: World) -> None:
    """What the bells do after a start."""
    await world.bot.threads.follow()
    await world.bot.threads.watch(object())
    while await world.bot.threads.read_due():
        pass
    await world.deliver()


async def test_a_bot_that_was_down_for_an_hour_finds_what_it_missed(
    slack: Playground, db: Database, clock: ManualClock
) -> None:
    async with worlds.joined(slack, db, clock) as world:
        await slack.connected()
        ts = await lead(world)
        kept = await say(world, "ana", "No budget", ts)
        gone = await say(world, "ana", "lunch?", ts)
        await catch_up(world)
    clock.advance(minutes=30)
    slack.workspace.edit(kept, text="No budget before May")
    slack.workspace.delete(gone)
    await slack.post("ben", "handoffs", "Wrong persona", ts)
    await slack.post("ben", "handoffs", "@handoff is that so?", ts)
    clock.advance(minutes=30)
    async with worlds.joined(slack, db, clock) as world:
        await slack.connected()
        await catch_up(world)
        assert await counted(world) == ["No budget before May", "Wrong persona"]
        assert [one.excused for one in await promised(world, 2)] == ["no feedback"]
        # The promise counts from when it was said, not from when it was found.
        found = (await items(world))[2]
        assert [one.started_at for one in await promised(world, found.id)] == [found.said_at]
        assert [bool(one.reactions) for one in slack.thread("handoffs", ts)] == [True, True, False]


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_a_long_thread_is_read_to_its_end_and_not_again_before_it_is_time(
    slack: Playground, db: Database, clock: ManualClock
) -> None:
    async with worlds.joined(slack, db, clock) as world:
        await slack.connected()
        ts = await lead(world)
    for number in range(210):
        await slack.post("ana", "handoffs", f"comment {number}", ts)
    async with worlds.joined(slack, db, clock) as world:
        await world.bot.threads.follow()
        await world.bot.threads.watch(object())
        while await world.bot.threads.read_due():
            pass
        assert len(await counted(world)) == 210
        assert len(slack.calls("conversations.replies")) == 2
        assert await world.bot.threads.read_due() == 0
        clock.advance(minutes=6)
        assert await world.bot.threads.read_due() == 1


async def test_when_slack_wants_to_be_left_alone_the_thread_waits(world: World) -> None:
    ts = await lead(world)
    await world.bot.threads.follow()
    world.slack.fault("conversations.replies", "rate_limit", seconds=30)
    assert await world.bot.threads.read_due() == 0
    await say(world, "ana", "No budget", ts)
    world.clock.advance(seconds=31)
    assert await world.bot.threads.read_due() == 1
    assert await counted(world) == ["No budget"]


async def test_a_thread_that_is_gone_withdraws_nothing(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "No budget", ts)
    await world.bot.threads.follow()
    world.slack.fault("conversations.replies", "error", error="thread_not_found")
    await world.bot.threads.read_due()
    assert await counted(world) == ["No budget"]


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_two_hundred_comments_in_a_burst_are_stored_and_each_gets_its_sign(
    db: Database, clock: ManualClock
) -> None:
    clock.set(worlds.START)
    # The socket hands over one event after the other, so the last ones wait for longer than usual.
    config = Config(app=App(ack_seconds=60.0))
    async with (
        Playground.start(config, clock=lambda: clock().timestamp()) as slack,
        worlds.joined(slack, db, clock) as world,
    ):
        await slack.connected()
        ts = await lead(world)
        for number in range(200):
            await world.slack.post("ana" if number % 2 else "ben", "handoffs", f"comment {number}", ts)
        await world.slack.wait_until(lambda: world.slack.slack.delivery.under_way == 0, 30)
        assert sorted(await counted(world)) == sorted(f"comment {number}" for number in range(200))
        began = world.clock()
        await world.deliver(300)
        signs = [message for message in world.slack.thread("handoffs", ts) if message.reactions]
        assert len(signs) == 200
        assert len(world.slack.calls("reactions.add")) == 200
        assert (world.clock() - began).total_seconds() > 200  # at Slack's pace: 50 a minute
        assert len(world.slack.ephemerals("ana", "handoffs")) == 1
