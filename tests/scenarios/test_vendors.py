"""Vendors that nobody listed are proposed to the administrators: weekly, once a name, and counted nowhere."""

from bot.services.vendors import Vendors
from storage.database import Database
from tests.databases import ManualClock
from tests.scenarios import world as worlds
from tests.scenarios.talking import labels, lead, say
from tests.scenarios.world import AGREEMENT, World


def proposals(world: World) -> list[str]:
    """What the administrators' channel was asked."""
    return [str(one.blocks) for one in world.slack.messages("handoff-admin") if "vendor" in one.text]


async def ring(world: World, **later: float) -> None:
    """Let time pass and the bell ring."""
    world.clock.advance(**later)
    await world.bot.vendors.ring()
    await world.deliver()


async def test_a_name_is_proposed_once_with_how_often_and_where(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "They use Zorblatt", ts)
    await say(world, "ben", "They switched to Zorblatt last year", ts)
    await ring(world)
    assert proposals(world) == []
    await ring(world, days=7)
    [asked] = proposals(world)
    assert "*Zorblatt*: in 2 comments" in asked
    assert "/archives/" in asked
    assert all(found.competitors == () for found in (await labels(world)).values())
    await say(world, "ana", "They use Zorblatt too", ts)
    await ring(world, days=7)
    assert len(proposals(world)) == 1
    await say(world, "ana", "They use Quuxly", ts)
    await ring(world, days=7)
    assert len(proposals(world)) == 2
    assert "Zorblatt" not in proposals(world)[1]


async def test_another_process_proposes_nothing_twice(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "They use Zorblatt", ts)
    await ring(world, days=7)
    agreement = world.bot.services.agreement
    other = Vendors(world.db, agreement, world.bot.tagging, lambda: None)
    assert await other.ring() == 0
    await world.deliver()
    assert len(proposals(world)) == 1


async def test_nothing_is_proposed_without_a_channel_of_administrators(
    db: Database, clock: ManualClock
) -> None:
    alone = AGREEMENT.replace('admin = "#handoff-admin"\n', "")
    async with worlds.world(db, clock, alone) as world:
        ts = await lead(world)
        await say(world, "ana", "They use Zorblatt", ts)
        world.clock.advance(days=7)
        assert await world.bot.vendors.ring() == 0
