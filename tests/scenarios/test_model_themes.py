"""A language model tags what the rules are silent on, where the house wants it, and people see that."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from bot.domain.feedback import Tagged
from storage.database import Database
from tests import loopback_model
from tests.databases import ManualClock
from tests.loopback_model import Held, Model, failing, saying
from tests.scenarios import world as worlds
from tests.scenarios.talking import edit, items, labels, lead, say
from tests.scenarios.test_corrections import choose
from tests.scenarios.world import AGREEMENT, World

WANTED = f"{AGREEMENT}\n[feedback]\nmodel = true\n"
PURSE = "The CFO has sewn up her purse"
SHOWN = "Tagged: No budget (by the model: “sewn up her purse”)"
FILLED = json.dumps({"themes": [{"theme": "no_budget", "words": "sewn up her purse"}]})


@pytest.fixture
async def server() -> AsyncIterator[Model]:
    """A model that finds no budget in everything."""
    async with loopback_model.serving() as made:
        made.always(saying(FILLED))
        yield made


def environ(server: Model) -> dict[str, str]:
    """The environment that names the model."""
    return {"OPENAI_API_KEY": loopback_model.KEY, "OPENAI_MODEL": "made-up", "OPENAI_BASE_URL": server.url}


@pytest.fixture
async def asking(db: Database, clock: ManualClock, server: Model) -> AsyncIterator[World]:
    """A house that wants the model."""
    async with worlds.world(db, clock, WANTED, more=environ(server)) as made:
        yield made


async def tag(world: World) -> None:
    """Let the rules and then the model read, and deliver what follows."""
    await labels(world)
    assert world.bot.model_tagging is not None
    await world.bot.model_tagging.tag_silent()
    await world.deliver()


async def home(world: World, who: str) -> str:
    """What somebody's Home tab says."""
    await world.slack.open_home(who)
    await world.slack.settled()
    await world.deliver()
    return str(getattr(world.slack.home(who), "given", ""))


@pytest.mark.parametrize(("agreement", "keyed"), [(AGREEMENT, True), (WANTED, False)])
async def test_a_key_alone_sends_no_comment_and_neither_does_the_switch(
    db: Database, clock: ManualClock, server: Model, agreement: str, keyed: bool
) -> None:
    async with worlds.world(db, clock, agreement, more=environ(server) if keyed else {}) as world:
        await say(world, "ana", PURSE, await lead(world))
        await labels(world)
        assert world.bot.model_tagging is None
    assert server.asked == []


async def test_the_models_tag_is_shown_as_such_where_the_answer_is_owed_and_given(asking: World) -> None:
    await say(asking, "ana", PURSE, await lead(asking))
    assert "Tagged" not in asking.slack.ephemerals("ana", "handoffs")[-1].text
    assert SHOWN not in await home(asking, "chloe")
    await tag(asking)
    view = asking.slack.home("chloe")
    assert view is not None
    assert SHOWN in str(view.given)
    await asking.slack.click_in_view("chloe", view, "feedback.answer")
    dialog = str(getattr(asking.slack.modal("chloe"), "given", ""))
    assert SHOWN in dialog
    assert "initial_options" in dialog


async def test_a_correction_is_stronger_than_the_model_and_no_longer_its(asking: World) -> None:
    message = await say(asking, "ana", PURSE, await lead(asking))
    await tag(asking)
    told = await choose(asking, "ana", "no_budget", "bad_timing")
    assert "Tagged: No budget, Bad timing." in told
    await edit(asking, message, "Her wallet is under the mattress, says the CFO who has sewn up her purse")
    await tag(asking)
    [found] = (await labels(asking)).values()
    assert (found.themes, found.by_model) == (("no_budget", "bad_timing"), False)


async def test_the_note_shows_the_models_tag_when_it_is_shown_again(asking: World) -> None:
    await say(asking, "ana", PURSE, await lead(asking))
    await tag(asking)
    for action in ("feedback.aside", "feedback.back"):
        note = asking.slack.ephemerals("ana", "handoffs")[-1]
        await asking.slack.click("ana", "handoffs", note.ts, action)
    assert SHOWN in asking.slack.ephemerals("ana", "handoffs")[-1].text


async def test_comments_are_heard_and_acknowledged_while_the_model_thinks(
    asking: World, server: Model
) -> None:
    held, ts = Held(), await lead(asking)
    await say(asking, "ana", PURSE, ts)
    await labels(asking)
    assert asking.bot.model_tagging is not None
    server.always(held)
    thinking = asyncio.create_task(asking.bot.model_tagging.tag_silent())
    await held.arrived.wait()
    message = await say(asking, "ben", "They have no budget", ts)
    assert not thinking.done()
    assert [item.text for item in await items(asking)] == [PURSE, "They have no budget"]
    assert list(message.reactions) == ["memo"]
    assert "Tagged: No budget." in asking.slack.ephemerals("ben", "handoffs")[-1].text
    held.release.set()
    await thinking


async def test_a_model_that_fails_is_never_mentioned_to_people(asking: World, server: Model) -> None:
    server.always(failing(500))
    await say(asking, "ana", PURSE, await lead(asking))
    await tag(asking)
    assert list((await labels(asking)).values()) == [Tagged()]
    assert "model" not in await home(asking, "chloe")
    assert "model" not in asking.slack.ephemerals("ana", "handoffs")[-1].text
    assert not asking.slack.messages("handoff-admin")


async def test_a_bot_that_runs_asks_by_itself(db: Database, clock: ManualClock, server: Model) -> None:
    clock.set(worlds.START)
    held = Held()
    server.always(held)
    async with (
        worlds.workspace(clock) as slack,
        worlds.joined(slack, db, clock, WANTED, ticking=True, more=environ(server)) as world,
    ):
        await slack.connected()
        await world.post(world.event(campaign={"name": "Webinar", "source": "webinar"}))
        await slack.wait_until(lambda: world.cards(), 30)
        await world.slack.command("ana", "handoffs", f"/handoff feedback Webinar: {PURSE}")
        await asyncio.wait_for(held.arrived.wait(), 30)
        held.release.set()
