"""Open feedback moves on with whoever answers for its campaign: by the file, by an edit, by a merge."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.domain.campaign import Declared
from bot.domain.feedback import AnswerKind
from bot.playground.server import Playground
from storage import campaign_changes, campaigns
from storage.database import Database, Session
from tests.databases import ManualClock
from tests.scenarios import world as worlds
from tests.scenarios.talking import items, lead, promised, say
from tests.scenarios.test_asks import asked, decided, ring
from tests.scenarios.test_campaigns import fill, typed
from tests.scenarios.test_feedback_answers import home
from tests.scenarios.world import AGREEMENT, World

# Olga is a marketer, too, and at work for four hours a day only.
SHARED = AGREEMENT.replace('roles = ["admin"]', 'roles = ["marketer"]\ncalendar = "short"').replace(
    "[calendars.office]", '[calendars.short]\nweekdays = ["12:00-16:00"]\n\n[calendars.office]'
)
SHARED = SHARED.replace("[people.ana]", '[digest]\nmarketing = "chloe"\n\n[people.ana]', 1)
HANDED_OVER = f"""{SHARED}
[[campaigns]]
name = "Webinar AI forecasting"
owner = "olga"
"""
CHLOE = SHARED[SHARED.index("[people.chloe]") : SHARED.index("[people.max]")]
LEFT = SHARED.replace(CHLOE, "").replace('marketing = "chloe"', 'marketing = "olga"')


@pytest.fixture
async def shared(db: Database, clock: ManualClock) -> AsyncIterator[World]:
    """The world with two marketers."""
    async with worlds.world(db, clock, SHARED) as made:
        yield made


@asynccontextmanager
async def again(slack: Playground, db: Database, clock: ManualClock, agreement: str) -> AsyncIterator[World]:
    """The bot started once more, with this agreement."""
    async with worlds.joined(slack, db, clock, agreement) as made:
        await slack.connected()
        yield made


@pytest.mark.parametrize("agreement", [HANDED_OVER, LEFT], ids=["hands over", "leaves"])
async def test_what_waits_goes_to_whom_the_file_names_now(
    db: Database, clock: ManualClock, agreement: str
) -> None:
    clock.set(worlds.START)
    async with worlds.workspace(clock) as slack:
        async with again(slack, db, clock, SHARED) as world:
            ts = await lead(world)
            await world.press("ana", world.cards()[0], "handoff.accept")
            await world.press("ana", world.cards()[0], "handoff.touch.called")
            await say(world, "ana", "no budget", ts)
            assert "no budget" in await home(world, "chloe")
            assert "no budget" not in await home(world, "olga")
            [before] = await promised(world, 1)
        async with again(slack, db, clock, agreement) as world:
            await world.tick()
            assert [item.owner for item in await items(world)] == ["olga"]
            [owed] = await promised(world, 1)
            assert (owed.owner, owed.started_at) == ("olga", before.started_at)
            # Tuesday before noon and five of her days of four hours: her last one ends on Monday at 16:00.
            assert owed.due_at.isoformat() == "2026-03-09T15:00:00+00:00"
            assert "no budget" not in str(getattr(slack.home("chloe"), "given", ""))
            assert "no budget" in str(getattr(slack.home("olga"), "given", ""))
            await world.tick(days=3, hours=5)
            assert world.dms("chloe") == []
            assert world.dms("olga") == ["1 comment waiting for your answer."]
            assert await world.bot.owners.level() == 0


async def edit(world: World, name: str, **given: str) -> None:
    """Chloé edits a campaign in Slack."""
    shown = await typed(world, "chloe", f"campaign {name}")
    await world.slack.click("chloe", "handoffs", shown.ts, "campaign.edit")
    await world.slack.submit("chloe", given)
    await world.slack.settled()
    await world.tick()


async def test_what_waits_goes_to_whom_slack_names_as_the_owner(shared: World) -> None:
    ts = await lead(shared)
    await say(shared, "ana", "no budget", ts)
    await home(shared, "olga")
    assert "no budget" in await home(shared, "chloe")
    await edit(shared, "Webinar AI forecasting", owner="olga")
    [owed] = await promised(shared, 1)
    assert [item.owner for item in await items(shared)] == [owed.owner] == ["olga"]
    assert "no budget" not in str(getattr(shared.slack.home("chloe"), "given", ""))
    assert "no budget" in str(getattr(shared.slack.home("olga"), "given", ""))


async def test_what_waits_goes_to_the_owner_of_the_campaign_that_its_own_became(shared: World) -> None:
    await fill(shared, "chloe", "campaign new Oslo summit", owner="olga")
    ts = await lead(shared)
    await say(shared, "ana", "no budget", ts)
    await edit(shared, "Oslo summit", same="Webinar AI forecasting")
    [item], [owed] = await items(shared), await promised(shared, 1)
    assert item.owner == owed.owner == "olga"


async def test_a_reminder_that_went_out_says_that_somebody_else_answers_now(shared: World) -> None:
    ts = await lead(shared)
    await say(shared, "ana", "no budget", ts)
    await shared.tick(days=6, hours=1)  # Monday, 11:00
    [reminder] = shared.slack.dm_messages("chloe")
    assert reminder.text == "1 comment waiting for your answer."
    await edit(shared, "Webinar AI forecasting", owner="olga")
    assert "Somebody else owes this answer now" in reminder.text
    assert "feedback.answer" not in str(reminder.blocks)
    await shared.tick(hours=1)
    assert shared.dms("olga") == ["1 comment waiting for your answer."]


async def test_the_message_that_asked_says_who_answers_now(shared: World) -> None:
    await decided(shared)
    await ring(shared)
    [question] = asked(shared)
    await shared.slack.click("ana", "@handoff", question.ts, "feedback.asked.wrong_persona")
    await shared.tick()
    assert "Chloé Martin answers" in question.text
    await edit(shared, "Webinar AI forecasting", owner="olga")
    assert "Olga Petrov answers" in question.text


async def test_what_is_owed_again_is_owed_by_whoever_answers_now(shared: World) -> None:
    ts = await lead(shared)
    await say(shared, "ana", "no budget", ts)
    await say(shared, "ana", "lunch?", ts)
    services = shared.bot.services
    await services.answers.answer([1], AnswerKind.PLANNED, "", shared.person("chloe"))
    await services.corrections.set_aside(2, shared.person("ana"))
    await edit(shared, "Webinar AI forecasting", owner="olga")
    await services.answers.reopen(1, shared.person("ana"), "when?")
    await services.corrections.set_aside(2, shared.person("ana"), back=True)
    assert [item.owner for item in await items(shared)] == ["olga", "olga"]
    assert [(await promised(shared, one))[-1].owner for one in (1, 2)] == ["olga", "olga"]


async def test_several_replicas_move_what_waits_once(shared: World) -> None:
    ts = await lead(shared)
    for text in ("no budget", "wrong persona"):
        await say(shared, "ana", text, ts)
    moved = 0
    for owner in ("olga", "chloe"):
        await rename_owner(shared, owner)
        moved += sum(await asyncio.gather(*(shared.bot.owners.level() for _ in range(4))))
        assert {item.owner for item in await items(shared)} == {owner}
        assert [len(await promised(shared, one)) for one in (1, 2)] == [1, 1]
    assert moved == 4


async def rename_owner(world: World, owner: str) -> None:
    """The campaign gets another owner, and nobody looked at what waits yet."""

    def work(tx: Session) -> None:
        number = campaigns.named(tx, "Webinar AI forecasting")
        assert number is not None
        told = Declared(name="Webinar AI forecasting", owner=owner)
        campaign_changes.edit(tx, number, told, "chloe", world.clock())

    await world.db.run(work)
