"""What is said to the bot in the threads where feedback is: feedback where it asserts, else a question."""

import pytest

from storage.database import Database
from tests.databases import ManualClock
from tests.scenarios import world as worlds
from tests.scenarios.talking import counted, edit, items, lead, say
from tests.scenarios.test_questions import told
from tests.scenarios.world import World

ASSERTED = (
    "@handoff these webinar leads are junk, wrong persona",
    "fyi @handoff too many students",
    "they have no budget @handoff, as always",
    "@handoff who checks these e-mails? They all bounce",
    "@handoff acceptance rate is low because they are all students",
)
ASKED = (
    "@handoff is that so?",
    "@handoff how many leads were wrong persona last month",
    "@handoff are they all students",
    "@handoff which of them have no budget?",
    "@handoff how often did sales say wrong persona in Q1",
    "@handoff count of wrong persona comments",
)


@pytest.mark.parametrize("text", ASSERTED)
async def test_what_asserts_something_is_feedback_once_and_gets_no_rebuff(world: World, text: str) -> None:
    ts = await lead(world)
    before = told(world, ts)
    message = await say(world, "ana", text, ts)
    [item] = await items(world)
    assert item.counts
    assert "handoff" not in item.text.lower()
    assert list(message.reactions) == ["memo"]
    assert told(world, ts) == before
    assert len(world.slack.ephemerals("ana", "handoffs")) == 1


@pytest.mark.parametrize("text", ASKED)
async def test_what_asks_stays_a_question(world: World, text: str) -> None:
    ts = await lead(world)
    before = len(told(world, ts))
    message = await say(world, "ana", text, ts)
    assert await items(world) == []
    assert message.reactions == {}
    assert len(told(world, ts)) == before + 1


async def test_what_neither_asserts_nor_asks_is_told_how_to_be_feedback(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "@handoff the moon is made of cheese", ts)
    assert await items(world) == []
    assert "write it here again without mentioning me" in told(world, ts)[-1].text
    elsewhere = await say(world, "ana", "@handoff the moon is made of cheese", "")
    assert "without mentioning me" not in told(world, elsewhere.ts)[-1].text


async def test_the_thread_that_is_read_again_tells_the_same(db: Database, clock: ManualClock) -> None:
    clock.set(worlds.START)
    async with worlds.workspace(clock) as slack:
        async with worlds.joined(slack, db, clock) as world:
            await slack.connected()
            ts = await lead(world)
        for text in (*ASSERTED, *ASKED):
            await slack.post("ana", "handoffs", text, ts)
        async with worlds.joined(slack, db, clock) as world:
            await slack.connected()
            await world.bot.threads.follow()
            await world.bot.threads.watch(object())
            while await world.bot.threads.read_due():
                pass
            assert len(await counted(world)) == len(ASSERTED)


async def test_an_edit_makes_feedback_a_question_and_back(world: World) -> None:
    ts = await lead(world)
    message = await say(world, "ana", "too many students", ts)
    await edit(world, message, "@handoff is that so?")
    assert await counted(world) == []
    await edit(world, message, "@handoff too many students, really")
    assert await counted(world) == ["too many students, really"]


async def test_a_claim_that_mentions_the_bot_can_be_checked(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "@handoff webinar leads are junk", ts)
    await say(world, "ben", "@handoff is that so?", ts)
    assert told(world, ts)[-1].text.startswith("acceptance rate · source: webinar · ")


async def test_what_somebody_logged_counts_whatever_its_edits_say(world: World) -> None:
    ts = await lead(world)
    campaign = (await world.bot.services.log.campaigns())[0][0]
    message = await say(world, "ana", "@handoff is that so, webinar people?", ts)
    await world.slack.shortcut("ben", "log_feedback", "handoffs", message.ts)
    await world.slack.submit("ben", {"campaign": str(campaign), "detail": "is that so, webinar people?"})
    await edit(world, message, "@handoff is that so?")
    assert await counted(world) == ["is that so?"]


async def test_what_stopped_counting_counts_again_when_somebody_logs_it(world: World) -> None:
    ts = await lead(world)
    campaign = (await world.bot.services.log.campaigns())[0][0]
    message = await say(world, "ana", "too many students", ts)
    await edit(world, message, "@handoff is that so?")
    await world.slack.shortcut("ben", "log_feedback", "handoffs", message.ts)
    await world.slack.submit("ben", {"campaign": str(campaign), "detail": "is that so?"})
    assert await counted(world) == ["is that so?"]
