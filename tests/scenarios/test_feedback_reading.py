"""Reading threads again: what one reading proves, what Slack refuses, and texts that no database keeps."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from slack_bolt.async_app import AsyncBoltRequest

from bot.domain.feedback import Said
from bot.playground import defaults
from bot.playground.messages import Message
from bot.services.feedback import Feedback, FromOwner, Noted
from storage.database import Session
from tests.scenarios.talking import counted, delete, items, lead, promised, say
from tests.scenarios.world import World

ANA, CHANNEL = "U0ANA00001", "C0HANDOFFS"
CUT = "cut emoji \ud83d and a zero\x00, wrong persona"


async def read(world: World) -> None:
    """Read every thread that is due, and let follow what follows."""
    await world.bot.threads.follow()
    while await world.bot.threads.read_due():
        pass
    await world.deliver()


@contextmanager
def deaf(world: World) -> Iterator[None]:
    """Slack tells the bot nothing."""
    subscribed, world.slack.slack.events.subscribed = world.slack.slack.events.subscribed, frozenset()
    yield
    world.slack.slack.events.subscribed = subscribed


def unheard(world: World, text: str, ts: str, who: str = ANA) -> Message:
    """A reply of which Slack tells the bot nothing."""
    with deaf(world):
        return world.slack.workspace.post(Message("", CHANNEL, who, text, thread_ts=ts))


async def read_again(world: World, minutes: float = 6) -> None:
    """Some minutes later."""
    world.clock.advance(minutes=minutes)
    await read(world)


@contextmanager
def lacking(world: World, message: Message) -> Iterator[None]:
    """Slack's answers lack a message that stands there, as one of its copies may that lags behind."""
    thread = world.slack.workspace._threads[(CHANNEL, message.thread_ts or "")]
    place = thread.index(message)
    thread.remove(message)
    yield
    thread.insert(place, message)


async def test_what_one_reading_lacks_counts_again_when_the_next_one_has_it(world: World) -> None:
    ts = await lead(world)
    message = await say(world, "ana", "no budget", ts)
    before = (await items(world))[0]
    with lacking(world, message):
        await read_again(world)
        assert await counted(world) == []
    await read_again(world)
    assert await items(world) == [before]
    first, second = await promised(world, 1)
    assert (first.excused, second.excused, second.due_at) == ("no feedback", None, first.due_at)


async def test_what_two_readings_lack_is_forgotten_and_comes_back_only_if_it_stands_there(
    world: World,
) -> None:
    ts = await lead(world)
    message = await say(world, "ana", "no budget", ts)
    with lacking(world, message):
        await read_again(world)
        assert [one.text for one in await items(world)] == ["no budget"]
        world.clock.advance(minutes=1)
        await world.bot.threads.missed()  # a restart: too soon after the first reading to confirm it
        await read(world)
        assert [one.text for one in await items(world)] == ["no budget"]
        await read_again(world)
        [gone] = await items(world)
        assert (gone.text, gone.user, gone.author, gone.counts) == ("", "", None, False)
    await read_again(world, minutes=70)
    [item] = await items(world)
    assert (item.text, item.author, item.counts) == ("no budget", "ana", True)


async def test_a_deletion_that_slack_told_of_is_final(world: World) -> None:
    ts = await lead(world)
    message = await say(world, "ana", "no budget", ts)
    with lacking(world, message):
        await read_again(world)
    await delete(world, message)
    [gone] = await items(world)
    assert (gone.text, gone.user, gone.missing_at) == ("", "", None)
    world.slack.workspace._threads[(CHANNEL, ts)].append(message)
    await read_again(world)
    assert await counted(world) == []


async def test_words_of_what_is_missing_are_not_kept_where_its_thread_cannot_be_read(world: World) -> None:
    ts = await lead(world)
    message = await say(world, "ana", "no budget", ts)
    with lacking(world, message):
        await read_again(world)
    world.slack.fault("conversations.replies", "error", error="not_in_channel", count=1000)
    await read_again(world, minutes=24 * 60)
    assert [one.text for one in await items(world)] == [""]


async def test_a_text_that_no_database_keeps_is_heard_without_its_broken_signs(world: World) -> None:
    ts = await lead(world)
    event = {"type": "message", "user": ANA, "channel": CHANNEL, "ts": f"{float(ts) + 1:.6f}"}
    body = {"type": "event_callback", "event_id": "Ev1", "event": {**event, "thread_ts": ts, "text": CUT}}
    answer = await world.bot.bolt.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
    assert answer.status == 200
    assert await counted(world) == ["cut emoji  and a zero, wrong persona"]


async def test_a_text_that_no_database_keeps_does_not_stop_the_reading_of_its_thread(world: World) -> None:
    ts = await lead(world)
    unheard(world, CUT, ts)
    unheard(world, "no budget", ts)
    await read(world)
    assert await counted(world) == ["cut emoji  and a zero, wrong persona", "no budget"]


async def test_one_message_that_cannot_be_stored_does_not_lose_the_rest_of_its_page(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    whole = Feedback.store

    def store(self: Feedback, tx: Session, said: Said, now: datetime) -> Noted | FromOwner | None:
        if said.text == "poison":
            raise LookupError("no such thing")
        return whole(self, tx, said, now)

    monkeypatch.setattr(Feedback, "store", store)
    ts = await lead(world)
    for text in ("no budget", "poison", "wrong persona"):
        unheard(world, text, ts)
    with caplog.at_level(logging.ERROR):
        await read(world)
    assert await counted(world) == ["no budget", "wrong persona"]
    assert "poison" not in caplog.text


async def test_a_bot_that_is_let_in_again_reads_at_once_what_was_said_meanwhile(world: World) -> None:
    ts = await lead(world)
    world.slack.slack.events.subscribed |= {"member_joined_channel"}
    channel = world.slack.workspace.channels[CHANNEL]
    channel.members.remove(defaults.BOT_USER_ID)
    unheard(world, "no budget", ts)
    await read(world)
    world.slack.workspace.join(channel, defaults.BOT_USER_ID)
    await world.slack.settled()
    await read(world)
    assert await counted(world) == ["no budget"]


async def test_a_thread_that_slack_refuses_is_read_again_within_the_hour(world: World) -> None:
    ts = await lead(world)
    world.slack.fault("conversations.replies", "error", error="is_archived")
    await read(world)
    unheard(world, "no budget", ts)
    await read_again(world, minutes=59)
    assert await counted(world) == []
    await read_again(world, minutes=2)
    assert await counted(world) == ["no budget"]


async def test_told_to_wait_the_bot_reads_no_other_thread_either(world: World) -> None:
    for name in ("eva", "eli"):
        ts = await lead(world, person={"email": f"{name}@lumen.example.com", "first_name": name})
        unheard(world, f"no budget: {name}", ts)
    await world.bot.threads.follow()
    world.slack.fault("conversations.replies", "rate_limit", seconds=30)
    for _ in range(5):
        await world.bot.threads.missed()
        assert await world.bot.threads.read_due() == 0
        world.clock.advance(seconds=5)
    assert len(world.slack.calls("conversations.replies")) == 1
    for _ in range(2):
        world.clock.advance(seconds=6)
        await read(world)
    assert sorted(await counted(world)) == ["no budget: eli", "no budget: eva"]


async def test_a_reading_that_was_cut_goes_on_at_its_page(world: World) -> None:
    ts = await lead(world)
    for number in range(210):
        unheard(world, f"comment {number}", ts)
    gone = await say(world, "ana", "comment 210", ts)
    await world.bot.threads.follow()
    world.clock.advance(seconds=1)
    world.slack.fault("conversations.replies", "rate_limit", seconds=30, skip=1)
    await world.bot.threads.read_due()
    assert len(await counted(world)) == 200
    with lacking(world, gone):
        world.clock.advance(seconds=31)
        await world.bot.threads.read_due()
    asked = [call.arguments.get("cursor") for call in world.slack.calls("conversations.replies")]
    assert [bool(cursor) for cursor in asked] == [False, True, True]
    assert asked[1] == asked[2]
    # What stands on a page that was read before the cut is not missing; what stands on none is.
    assert sorted(await counted(world)) == sorted(f"comment {number}" for number in range(210))


async def test_no_minute_has_more_readings_than_slack_allows(world: World) -> None:
    ts = await lead(world)
    await world.bot.threads.follow()
    for _ in range(60):
        await world.bot.threads.missed()
        await world.bot.threads.read_due()
        world.clock.advance(seconds=1)
    assert 40 <= len(world.slack.calls("conversations.replies")) <= 48
    assert ts


async def log(world: World, message: Message) -> None:
    """Log a message by its shortcut, in its own words."""
    campaign = (await world.bot.services.log.campaigns())[0][0]
    await world.slack.shortcut("ana", "log_feedback", "handoffs", message.ts)
    await world.slack.submit("ana", {"campaign": str(campaign), "detail": message.text})
    await world.tick()


async def test_messages_logged_elsewhere_are_followed_although_slack_told_nothing(world: World) -> None:
    await lead(world)
    alone = [await say(world, "ben", text, "") for text in ("no budget", "wrong persona", "lunch?")]
    first = await say(world, "ben", "bad data", "")
    inside = [await say(world, "ben", text, first.ts) for text in ("a student", "bad timing", "or dinner?")]
    for message in (*alone[:2], first, *inside[:2]):
        await log(world, message)
    await read(world)
    world.clock.advance(minutes=6)
    with deaf(world):
        for edited in (alone[0], inside[0]):
            world.slack.workspace.edit(edited, text=f"{edited.text}, really")
        for deleted in (alone[1], inside[1], first):  # the first one leaves a tombstone
            world.slack.workspace.delete(deleted)
    for _ in range(3):
        await read_again(world)
    assert await counted(world) == ["no budget, really", "a student, really"]
    assert [one.text for one in await items(world) if not one.counts] == ["", "", ""]


async def test_a_logged_message_is_read_again_for_seven_days_and_no_longer(world: World) -> None:
    await lead(world)
    message = await say(world, "ben", "no budget", "")
    await log(world, message)
    await read_again(world)
    world.clock.advance(days=6, hours=23)
    await read(world)
    before = len(world.slack.calls("conversations.replies"))
    asked = [call.arguments["ts"] for call in world.slack.calls("conversations.replies")]
    assert message.ts in asked
    world.clock.advance(days=1)
    await world.bot.threads.missed()
    await read(world)
    later = [call.arguments["ts"] for call in world.slack.calls("conversations.replies")[before:]]
    assert message.ts not in later


async def test_a_question_that_nobody_heard_is_answered_once_where_it_was_asked(world: World) -> None:
    ts, bot = await lead(world), f"<@{defaults.BOT_USER_ID}>"
    await say(world, "ana", f"{bot} MQLs last week", ts)  # heard
    for text in ("MQLs this week", "help", ""):
        unheard(world, f"{bot} {text}", ts)
    for _ in range(3):
        await read_again(world)
        await world.tick()
    answers = [message for message in world.slack.thread("handoffs", ts) if message.by_app]
    assert len(answers) == 2
    assert "MQLs" in answers[1].text


async def test_a_question_of_long_ago_is_not_answered_any_more(world: World) -> None:
    ts = await lead(world)
    unheard(world, f"<@{defaults.BOT_USER_ID}> MQLs this week", ts)
    await read_again(world, minutes=25 * 60)
    await world.tick()
    told = [message.text for message in world.slack.thread("handoffs", ts) if message.by_app]
    assert [text for text in told if "MQLs" in text] == []
