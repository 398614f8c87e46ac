"""What people say in the threads of leads is heard, once, whatever Slack does with it."""

import asyncio

from bot.domain.feedback import Said
from bot.playground.messages import Message
from tests.scenarios.talking import counted, delete, edit, items, lead, promised, say
from tests.scenarios.world import World


async def test_a_message_in_a_leads_thread_is_feedback_and_gets_a_sign(world: World) -> None:
    ts = await lead(world)
    message = await say(world, "ana", "Wrong persona: a <student> & intern", ts)
    [item] = await items(world)
    assert (item.text, item.author, item.handoff_id) == ("Wrong persona: a <student> & intern", "ana", 1)
    assert item.campaign_id is not None
    assert item.owner == "chloe"
    assert list(message.reactions) == ["memo"]
    [whisper] = world.slack.ephemerals("ana", "handoffs")
    assert "Webinar AI forecasting" in whisper.text
    assert "Chloé Martin answers" in whisper.text


async def test_only_people_who_speak_among_themselves_give_feedback(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "@handoff is that so?", ts)
    bot = Message("", "C0HANDOFFS", "U0OTHERBOT", "I am a bot", thread_ts=ts, subtype="bot_message")
    world.slack.workspace.post(bot)
    world.slack.workspace.post(
        Message("", "C0HANDOFFS", "U0MAX00001", "joined", thread_ts=ts, subtype="channel_join")
    )
    await say(world, "ana", "not in a thread", "")
    await world.press("ana", world.cards()[0], "handoff.accept")  # our own line in the thread
    assert await items(world) == []


async def test_a_message_without_a_word_is_none(world: World) -> None:
    ts = await lead(world)
    for text in (":+1:", ":tada: :fire:", "\N{THUMBS UP SIGN}", "@ben", "https://crm.example.com/5", "???"):
        message = await say(world, "ana", text, ts)
        assert message.reactions == {}
    assert await items(world) == []
    assert world.slack.ephemerals("ana", "handoffs") == []
    await say(world, "ana", "2 of 3 :+1:", ts)
    assert await counted(world) == ["2 of 3 :+1:"]


async def test_a_reply_that_is_sent_to_the_channel_too_counts_once(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "Great lead", ts, broadcast=True)
    assert await counted(world) == ["Great lead"]


async def test_an_edit_is_followed_and_a_deletion_withdraws_it_with_its_promise(world: World) -> None:
    ts = await lead(world)
    message = await say(world, "ana", "No budget", ts)
    await edit(world, message, "No budget before May")
    assert await counted(world) == ["No budget before May"]
    [owed] = await promised(world, 1)
    assert owed.ended_at is None
    await delete(world, message)
    assert await counted(world) == []
    [item] = await items(world)
    assert (item.text, item.user, item.author) == ("", "", None)
    [owed] = await promised(world, 1)
    assert owed.excused == "no feedback"


async def test_slacks_second_delivery_changes_nothing(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "Good quality", ts)
    [first] = await items(world)
    again = Said("C0HANDOFFS", first.ts or "", ts, first.user, "Good quality")
    await asyncio.gather(*(world.bot.services.feedback.hear(again) for _ in range(3)))
    assert await items(world) == [first]
    assert len(await promised(world, 1)) == 1


async def test_one_tap_says_that_it_is_no_feedback_and_another_one_that_it_is(world: World) -> None:
    ts = await lead(world)
    message = await say(world, "ana", "lunch at 12?", ts)
    [whisper] = world.slack.ephemerals("ana", "handoffs")
    await world.slack.click("ana", "handoffs", whisper.ts, "feedback.aside")
    await world.tick()
    assert await counted(world) == []
    assert message.reactions == {}
    assert [one.excused for one in await promised(world, 1)] == ["no feedback"]
    await world.slack.click("ana", "handoffs", world.slack.ephemerals("ana")[-1].ts, "feedback.back")
    await world.tick()
    assert await counted(world) == ["lunch at 12?"]
    assert list(message.reactions) == ["memo"]
    first, second = await promised(world, 1)
    assert (second.started_at, second.due_at) == (first.started_at, first.due_at)


async def test_an_answer_is_owed_in_five_business_days_of_whoever_owes_it(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "No budget", ts)
    [owed] = await promised(world, 1)
    # Chloé works 09:00-12:00 and 13:00-18:00 in Berlin: Tuesday 10:00 and five days is Tuesday 10:00.
    assert (owed.side, owed.owner) == ("marketing", "chloe")
    assert owed.due_at.replace(second=0, microsecond=0).isoformat() == "2026-03-10T09:00:00+00:00"


async def test_without_a_right_to_react_feedback_is_stored_all_the_same(world: World) -> None:
    ts = await lead(world)
    world.slack.fault("reactions.add", "unknown_method")
    message = await say(world, "ana", "No budget", ts)
    assert await counted(world) == ["No budget"]
    assert message.reactions == {}
    await say(world, "ana", "No need either", ts)
    assert len(await counted(world)) == 2
