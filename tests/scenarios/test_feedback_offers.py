"""What whoever owes the answer writes in a thread is offered as the answer, whatever happens to the offer."""

from typing import Any

import pytest

from bot.domain.feedback import AnswerKind, Said
from bot.playground.messages import Message
from tests.scenarios.talking import items, lead, say
from tests.scenarios.world import World

CHANNEL, CHLOE = "C0HANDOFFS", "U0CHLOE001"
WROTE = "From June on we ask for the budget year"


def offers(world: World) -> list[str]:
    """The offers in Chloé's direct messages."""
    return [text for text in world.dms("chloe") if "Is it the answer?" in text]


async def use(world: World) -> str:
    """Click the newest offer there; answers with what the dialog shows."""
    message: Any = world.slack.dm_messages("chloe")[-1]
    await world.slack.click("chloe", message.channel, message.ts, "feedback.use")
    modal = world.slack.modal("chloe")
    assert modal is not None
    return str(modal.given)


async def read_again(world: World) -> None:
    """Some minutes later."""
    world.clock.advance(minutes=6)
    await world.bot.threads.follow()
    await world.bot.threads.read_due()
    await world.deliver()


async def test_what_was_written_while_nobody_listened_is_offered_once(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "no budget", ts)
    subscribed, world.slack.slack.events.subscribed = world.slack.slack.events.subscribed, frozenset()
    for text in ("hm", WROTE):
        world.slack.workspace.post(Message("", CHANNEL, CHLOE, text, thread_ts=ts))
    world.slack.slack.events.subscribed = subscribed
    await read_again(world)
    await read_again(world)
    assert offers(world) == ["You wrote in a thread where 1 comment waited. Is it the answer?"]
    assert WROTE in await use(world)
    await world.slack.submit("chloe", {"kind": "planned", "detail": WROTE})
    await world.tick()
    assert [item.is_open for item in await items(world)] == [False]


@pytest.mark.parametrize(
    "fault", [{"kind": "error", "error": "user_not_in_channel"}, {"kind": "rate_limit", "seconds": 20}]
)
async def test_where_the_whisper_fails_it_is_offered_in_a_direct_message(
    world: World, fault: dict[str, Any]
) -> None:
    ts = await lead(world)
    await say(world, "ana", "no budget", ts)
    world.slack.fault("chat.postEphemeral", **fault)
    wrote = await say(world, "chloe", WROTE, ts)
    assert len(offers(world)) == 1
    await world.bot.services.feedback.hear(Said(CHANNEL, wrote.ts, ts, CHLOE, WROTE))  # told again
    await read_again(world)
    assert len(offers(world)) == 1
    assert WROTE in await use(world)


async def test_an_offer_shows_what_the_message_says_now(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "no budget", ts)
    world.slack.fault("chat.postEphemeral", "error", error="user_not_in_channel")
    wrote = await say(world, "chloe", "soon", ts)
    world.slack.workspace.edit(wrote, text=WROTE)
    assert WROTE in await use(world)
    world.slack.workspace.delete(wrote)
    assert WROTE not in await use(world)


async def test_whoever_got_the_whisper_gets_no_direct_message(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "no budget", ts)
    await say(world, "chloe", WROTE, ts)
    assert len(world.slack.ephemerals("chloe", "handoffs")) == 1
    for _ in range(2):
        await read_again(world)
    assert offers(world) == []


async def test_a_bot_that_died_before_its_whisper_offers_it_a_minute_later_if_it_still_waits(
    world: World,
) -> None:
    ts = await lead(world)
    other = await lead(world, person={"email": "eva@lumen.example.com", "first_name": "Eva"})
    for root in (ts, other):
        await say(world, "ana", "no budget", root)
        at = f"{world.clock().timestamp() + 5:.6f}"
        await world.bot.services.feedback.hear(Said(CHANNEL, at, root, CHLOE, WROTE))
        world.clock.advance(seconds=1)
    answered = (await items(world))[0]
    await world.bot.services.answers.answer([answered.id], AnswerKind.CHANGED, "", world.person("chloe"))
    await world.deliver()
    assert offers(world) == []
    await world.tick(minutes=1)
    assert len(offers(world)) == 1


async def test_what_was_written_before_anything_was_said_is_no_answer_to_it(world: World) -> None:
    ts = await lead(world)
    await say(world, "chloe", "What do you think of her?", ts)
    await say(world, "ana", "no budget", ts)
    await read_again(world)
    assert offers(world) == []
