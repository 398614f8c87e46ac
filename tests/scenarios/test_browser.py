"""The real bot in a real browser: what a rep and a manager click, and what they then see.

It is Tuesday 10:00 in Berlin; a hand-raiser is decided within an hour, and an hour of the asked person's time
lies between two steps of the ladder.
"""

from datetime import UTC, datetime, timedelta

import pytest

from bot.playground import defaults
from tests.databases import Kind
from tests.digests import worlds
from tests.playground.window import PHONE, Visit, Window
from tests.scenarios.world import World

pytestmark = pytest.mark.browser

DANA = "Dana Ruiz, Lumen GmbH"


@pytest.fixture
def kind() -> Kind:
    """One database is enough: what is tested here lies before it."""
    return "sqlite"


@pytest.fixture
async def ana(world: World, visit: Visit) -> Window:
    """Ana's window on the channel, where a lead has just come in for her."""
    await world.lead()
    window = await visit()
    await window.open(world.slack.url, user="ana", channel="handoffs")
    await window.sees("decide by")
    return window


async def done(world: World) -> None:
    """The click has reached the bot, and the bot has done what follows."""
    await world.slack.settled()
    await world.tick()


async def rejected(world: World, window: Window, reason: str) -> None:
    """Reject the lead for a reason that asks nothing more."""
    await window.click(f"Reject {DANA}")
    await window.sees("Why?", within="dialog")
    await window.click(reason, "radio", within="dialog")
    await world.slack.settled()
    await window.click("Reject", within="dialog")
    await window.misses("Why?")
    await done(world)


async def test_a_rep_accepts_with_one_click_undoes_it_and_rejects_with_a_reason(
    world: World, ana: Window
) -> None:
    await ana.click(f"Accept {DANA}")
    await done(world)
    await ana.sees("Accepted by Ana Lima", within="#main")
    await ana.sees("is yours.", within="#main")
    await ana.click("Undo")
    await done(world)
    await ana.misses("Accepted by Ana Lima", within="#main")
    await ana.sees("decide by", within="#main")
    await rejected(world, ana, "No sign of real interest")
    await ana.sees("Rejected by Ana Lima", within="#main")
    assert await world.log() == ["opened", "routed", "accepted", "undone", "rejected"]


async def test_on_a_phone_nothing_is_wider_than_the_screen(world: World, visit: Visit) -> None:
    title = "Senior Vice President, Global Supply Chain Planning, Procurement and Operational Excellence"
    await world.lead(
        person={"email": "nour@manara.example.org", "first_name": "نور", "last_name": "هادي", "title": title},
        company={"name": "Donaudampfschifffahrtsgesellschaft" * 2, "region": "DACH"},
    )
    phone = await visit(PHONE)
    await phone.open(world.slack.url, user="ana", channel="handoffs")
    await phone.sees("decide by")
    assert not await phone.overflows()
    # The Arabic name does not turn its line around: what it begins with stands at the left.
    left = "document.querySelector('#main .message b').getBoundingClientRect().left"
    assert await phone.value(left) < PHONE[0] / 3
    await phone.click_on("#main .message button:has-text('Reject')")
    await phone.sees("Why?", within="dialog")
    assert not await phone.overflows()


async def test_a_manager_sees_the_escalation_and_gives_the_lead_to_somebody(
    world: World, visit: Visit
) -> None:
    await world.lead()
    for minutes in (46, 16, 121):  # the reminder, the offer to the backup, an hour of Ben's time and lunch
        await world.tick(minutes=minutes)
    window = await visit()
    conversation = world.slack.workspace.direct(defaults.MAX, defaults.BOT_USER_ID).id
    await window.open(world.slack.url, user="max", channel=conversation)
    await window.sees("This lead needs your help.")
    await window.click(f"Assign {DANA}")
    await window.choose("Who should have it?", "Ben Okafor", within="dialog")
    await window.click("Give", within="dialog")
    await done(world)
    await window.sees("Max Weber gave it to Ben Okafor.")
    await window.misses("Offer to the pool")
    assert (await world.handoff()).owner == "ben"


async def test_a_manager_reads_the_digest_on_a_phone_and_takes_on_what_it_asks_for(
    world: World, visit: Visit
) -> None:
    monday = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
    past = worlds.steady(
        5, 27, 60, start=monday - timedelta(weeks=27, hours=7), accept=(*(0.6,) * 26, 0.2), campaigns=12
    )
    await world.db.run(lambda tx: worlds.store(tx, past))
    world.clock.set(monday)
    await world.bot.digests.ring()
    await world.deliver()
    phone = await visit(PHONE)
    await phone.open(world.slack.url, user="max", channel="handoffs")
    await phone.sees("fewer leads accepted")
    assert not await phone.overflows()
    await phone.click("See the leads: fewer leads accepted")
    await phone.sees("The leads", within="dialog")
    await phone.press("Escape")
    await phone.click("Take it: fewer leads accepted")
    await done(world)
    await phone.sees("Max Weber has it")
