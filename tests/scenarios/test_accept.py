"""A lead comes in and somebody accepts it: one decision, whatever else happens at the same time."""

import asyncio

from bot.domain.handoff import Status
from storage import handoffs, promises
from tests.scenarios.world import World


async def test_a_lead_becomes_one_card_that_says_who_which_company_why_and_until_when(world: World) -> None:
    await world.lead()
    [card] = world.cards()
    assert "Dana Ruiz" in card.text
    assert "Lumen GmbH" in card.text
    assert "Request a demo" in card.text
    assert "11:00 (Europe/Berlin)" in card.text  # handed over at 10:00, one business hour


async def test_accepting_is_one_click_and_the_card_says_so(world: World) -> None:
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.accept")
    [card] = world.cards()
    assert "Accepted by Ana Lima" in card.text
    assert "handoff.accept" not in str(card.blocks)
    assert [line.text for line in world.slack.thread("handoffs", card.ts)] == ["Ana Lima accepted it."]
    [whisper] = world.slack.ephemerals("ana", "handoffs")
    assert "dana@lumen.example.com" in str(whisper.blocks)


async def test_accepting_keeps_one_promise_and_starts_the_next(world: World) -> None:
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.accept")
    decide, touch = await world.db.read(lambda tx: promises.of_handoff(tx, 1))
    assert decide.kept_at is not None
    assert touch.owner == "ana"
    assert touch.ended_at is None


async def test_the_second_click_is_told_who_won(world: World) -> None:
    await world.lead()
    [card] = world.cards()
    await asyncio.gather(
        world.slack.click("ana", "handoffs", card.ts, "handoff.accept"),
        world.slack.click("ben", "handoffs", card.ts, "handoff.accept"),
    )
    await world.tick()
    handoff = await world.db.read(lambda tx: handoffs.get(tx, 1))
    assert handoff is not None
    assert handoff.status is Status.ACCEPTED
    loser, winner = ("ben", "Ana") if handoff.owner == "ana" else ("ana", "Ben")
    [told] = world.slack.ephemerals(loser, "handoffs")
    assert winner in told.text
    assert len(world.slack.thread("handoffs", card.ts)) == 1


async def test_a_double_click_is_one_decision(world: World) -> None:
    await world.lead()
    [card] = world.cards()
    await asyncio.gather(*(world.slack.click("ana", "handoffs", card.ts, "handoff.accept") for _ in range(2)))
    await world.tick()
    assert len(world.slack.thread("handoffs", card.ts)) == 1
    texts = [one.text for one in world.slack.ephemerals("ana", "handoffs")]
    assert any("already" in text for text in texts)


async def test_somebody_without_permission_is_told_why_and_changes_nothing(world: World) -> None:
    await world.lead()
    [card] = world.cards()
    await world.press("chloe", card, "handoff.accept")
    [told] = world.slack.ephemerals("chloe", "handoffs")
    assert "Only reps of EMEA sales" in told.text
    assert "handoff.accept" in str(world.cards()[0].blocks)


async def test_touching_is_one_tap(world: World) -> None:
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.accept")
    await world.press("ana", world.cards()[0], "handoff.touch.called")
    [card] = world.cards()
    assert "called" in card.text.lower()
    touch = (await world.db.read(lambda tx: promises.of_handoff(tx, 1)))[-1]
    assert touch.kept_at is not None
