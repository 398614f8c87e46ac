"""Reps are asked how a lead was: seldom, at work, once a lead, and one tap is feedback."""

import asyncio

from bot.domain.feedback import AnswerKind
from bot.playground.messages import Message
from bot.services.asks import Asks
from bot.services.clocks import Clocks
from storage.database import Database
from tests.databases import ManualClock
from tests.scenarios import world as worlds
from tests.scenarios.talking import CAMPAIGN, items, labels, promised, say
from tests.scenarios.world import AGREEMENT, World


async def decided(world: World, number: int = 1, how: str = "handoff.accept") -> str:
    """A lead that Ana decided, past the time for an undo; answers with the ts of its card."""
    await world.lead(campaign=CAMPAIGN, person={"email": f"p{number}@lumen.example.com", "first_name": "Eva"})
    card = world.cards()[-1]
    await world.press("ana", card, how)
    world.clock.advance(minutes=11)
    ts: str = card.ts
    return ts


async def ring(world: World, **later: float) -> None:
    """Let time pass and the bell ring."""
    world.clock.advance(**later)
    await world.bot.services.asks.ring()
    await world.deliver()


def asked(world: World, who: str = "ana") -> list[Message]:
    """The questions that somebody got, as they stand now."""
    found = world.slack.dm_messages(who)
    return [each for each in found if "How was this lead?" in each.text or "Noted as" in each.text]


async def line_opened(world: World) -> None:
    """Somebody was asked, tapped "something else", and is about to say more."""
    await decided(world)
    await ring(world)
    [question] = asked(world)
    await world.slack.click("ana", "@handoff", question.ts, "feedback.asked.other")
    await world.tick()
    await world.slack.click("ana", "@handoff", question.ts, "feedback.line")


async def test_a_tap_is_feedback_on_the_lead_s_campaign_once_and_the_message_says_so(world: World) -> None:
    await decided(world)
    await ring(world)
    [question] = asked(world)
    assert "How was this lead? Eva, Lumen GmbH" in question.text
    assert str(question.blocks).count("feedback.asked.") == 4
    await world.slack.click("ana", "@handoff", question.ts, "feedback.asked.wrong_persona")
    await world.bot.services.asks.answer(1, "good_quality", world.person("ana"), "U1")  # a second tap
    await world.tick()
    [item] = await items(world)
    assert (item.origin, item.author, item.handoff_id) == ("ask", "ana", 1)
    assert item.campaign_id == (await world.bot.services.log.campaigns())[0][0]
    assert len(await promised(world, item.id)) == 1
    assert (await labels(world))[item.id].themes == ("wrong_persona",)
    [question] = asked(world)
    assert "Noted as feedback: “Wrong person”. Chloé Martin answers" in question.text
    assert "feedback.asked." not in str(question.blocks)


async def test_a_line_can_be_added_and_the_theme_that_was_tapped_stays(world: World) -> None:
    await line_opened(world)
    assert (await world.slack.submit("ana", {"detail": " "})).errors
    await world.slack.submit("ana", {"detail": "The e-mail bounced <!channel>"})
    await world.tick()
    [item] = await items(world)
    assert item.text == "The e-mail bounced <!channel>"
    assert (await labels(world))[item.id].themes == ("other",)
    assert "The e-mail bounced" in asked(world)[0].text
    assert "<!channel>" not in str(asked(world)[0].blocks)


async def test_a_line_after_the_answer_is_said_where_it_is_answered_too(world: World) -> None:
    await line_opened(world)
    await world.bot.services.answers.answer((1,), AnswerKind.PLANNED, "In June", world.person("chloe"))
    await world.slack.submit("ana", {"detail": "The e-mail bounced"})
    [item] = await items(world)
    assert item.text == "Something else"
    assert "Say it in the lead's thread" in world.slack.ephemerals("ana")[-1].text


async def test_nobody_is_asked_more_than_twice_a_week_or_about_a_lead_twice(world: World) -> None:
    for number in range(4):
        await decided(world, number)
        await ring(world)
    for _ in range(3):
        await ring(world, hours=1)
    assert len(asked(world)) == 2
    await ring(world, days=6)  # Monday; what was decided last Tuesday is not fresh any more
    assert len(asked(world)) == 2


async def test_a_lead_that_comes_back_is_not_asked_about_again(world: World) -> None:
    await world.lead(campaign=CAMPAIGN)
    await world.press("ana", world.cards()[-1], "handoff.more", "recycle:1")
    modal = world.slack.modal("ana")
    assert modal is not None
    await world.slack.click_in_view("ana", modal, "handoff.reason", {"value": "bad_timing"})
    await world.slack.submit("ana", {"reason": "bad_timing", "on": "2026-03-05"})
    await ring(world, minutes=11)
    assert len(asked(world)) == 1
    await world.tick(days=2)
    assert (await world.handoff(2)).prior_id == 1
    await world.press("ana", world.cards()[-1], "handoff.accept")
    await ring(world, minutes=11)
    assert len(asked(world)) == 1


async def test_nobody_is_asked_while_it_can_be_undone_outside_hours_or_while_away(world: World) -> None:
    await world.lead(campaign=CAMPAIGN)
    await world.press("ana", world.cards()[-1], "handoff.accept")
    await ring(world)
    assert asked(world) == []
    await ring(world, hours=9)  # 19:00
    assert asked(world) == []
    await world.slack.command("ana", "general", "/handoff away 4 Mar")
    await ring(world, hours=15)
    assert asked(world) == []
    await ring(world, days=1)
    assert len(asked(world)) == 1


async def test_whoever_said_something_of_the_lead_is_not_asked(world: World) -> None:
    ts = await decided(world)
    await say(world, "ana", "wrong persona", ts)
    await ring(world)
    assert asked(world) == []


async def test_what_cannot_go_out_at_once_never_does(world: World) -> None:
    await decided(world)
    await world.bot.services.asks.ring()
    world.clock.advance(hours=1)
    await world.deliver()
    assert asked(world) == []


async def test_two_processes_ask_once(world: World) -> None:
    await decided(world)
    services = world.bot.services
    again = Asks(
        world.db,
        services.agreement,
        Clocks(services.agreement, lambda _, day: None),
        services.feedback,
        world.bot.tagging,
        lambda: None,
    )
    assert sum(await asyncio.gather(services.asks.ring(), again.ring())) == 1
    await world.deliver()
    assert len(asked(world)) == 1


async def test_only_whoever_was_asked_answers(world: World) -> None:
    await decided(world)
    await ring(world)
    denied = await world.bot.services.asks.answer(1, "other", world.person("ben"), "U2")
    assert "Only whoever was asked" in str(denied)
    assert await items(world) == []


async def test_an_outcome_is_asked_about_and_erasing_the_lead_empties_the_question(world: World) -> None:
    await decided(world)
    world.clock.advance(days=7)
    person = {"email": "p1@lumen.example.com"}
    await world.lead(event={"type": "lead.outcome"}, person=person, outcome={"kind": "disqualified"})
    await ring(world, minutes=11)
    [question] = asked(world)
    await world.lead(event={"type": "person.deleted"}, person=person)
    assert "Eva" not in str(asked(world)[0].blocks)
    assert question.ts == asked(world)[0].ts


async def test_the_agreement_may_say_never(db: Database, clock: ManualClock) -> None:
    async with worlds.world(db, clock, f"{AGREEMENT}\n[feedback]\nasks = 0\n") as world:
        await decided(world)
        await ring(world)
        assert asked(world) == []
