"""What is said to the bot, in each of the shapes in which Slack and other servers tell of it."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest
from sqlmodel import col, select

from bot.playground.messages import Message
from storage.talk import QuestionRow
from tests.scenarios.world import World

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])

BOT = "<@U0HANDOFF1>"
CHLOE, STRANGER = "U0CHLOE001", "U0EVE00001"
CHANNEL, DIRECT = "C0HANDOFFS", "D0CHLOE001"


async def hear(world: World, shared: bool | None = None, **event: Any) -> None:
    """Hand an event to the bot, as it comes out of Slack's envelope, and let it work."""
    team = world.slack.workspace.config.team_id
    spoken = {
        "type": "message",
        "user": CHLOE,
        "channel": CHANNEL,
        "team": team,
        "ts": "1772530000.000100",
        "text": f"{BOT} MQLs this week",
        **event,
    }
    known = {name: value for name, value in spoken.items() if value is not None}
    body = {"type": "event_callback", "team_id": team, "event_id": "Ev1", "event": known}
    more = {} if shared is None else {"is_ext_shared_channel": shared}
    answer = await world.bot.bolt.async_dispatch(AsyncBoltRequest(body={**body, **more}, mode="socket_mode"))
    assert answer.status == 200
    await world.tick()


async def asked(world: World) -> list[QuestionRow]:
    """The questions that are stored."""

    return await world.db.read(lambda tx: list(tx.exec(select(QuestionRow).order_by(col(QuestionRow.id)))))


def said(world: World) -> list[Message]:
    """What the bot said in the channel."""
    return [one for one in world.slack.messages("handoffs") if one.user == "U0HANDOFF1"]


async def test_a_mention_that_comes_as_two_events_and_again_is_one_question(world: World) -> None:
    for _ in range(2):
        await hear(world, type="app_mention")
        await hear(world, channel_type="channel")
    (one,) = await asked(world)
    assert (one.text, one.thread_ts, one.direct) == ("MQLs this week", "1772530000.000100", False)


async def test_what_is_said_to_the_bot_alone_is_private(world: World) -> None:
    shapes: list[dict[str, Any]] = [
        {"channel_type": "im"},
        {"channel_type": "im", "subtype": "file_share", "files": [{"id": "F1"}]},
        {"type": "app_mention"},  # says nothing of the kind of channel
        {"channel_type": "im", "team": None},
    ]
    for number, event in enumerate(shapes):
        await hear(world, channel=DIRECT, ts=f"1772530000.00000{number}", **event)
    assert [(one.direct, one.asker, one.person) for one in await asked(world)] == [
        (True, CHLOE, "chloe") for _ in shapes
    ]


async def test_what_programs_and_slack_itself_write_is_no_question(world: World) -> None:
    shapes: list[dict[str, Any]] = [
        {"type": "app_mention", "bot_id": "B0OTHER"},
        {"subtype": "bot_message", "bot_id": "B0OTHER", "user": None},
        {"type": "app_mention", "user": None},
        {"channel": DIRECT, "channel_type": "im", "subtype": "message_changed", "message": {"text": "MQLs"}},
        {"channel": DIRECT, "channel_type": "im", "subtype": "message_deleted"},
        {"subtype": "channel_join", "channel_type": "channel"},
        {"channel_type": "channel", "text": None},
    ]
    for number, event in enumerate(shapes):
        await hear(world, ts=f"1772530000.00000{number}", **event)
    assert await asked(world) == []
    assert said(world) == []


async def test_somebody_goes_on_asking_in_a_thread_that_they_show_in_the_channel(world: World) -> None:
    ts = await world.slack.post("chloe", "handoffs", f"{BOT} MQLs this week")
    await world.slack.settled()
    await world.tick()
    later: dict[str, Any] = {"ts": "1772540000.000100", "thread_ts": ts, "text": "by source"}
    await hear(world, subtype="thread_broadcast", channel_type="channel", **later)
    assert [one.text for one in await asked(world)] == ["MQLs this week", "by source"]


async def test_where_another_company_reads_along_answers_are_whispered(world: World) -> None:
    for _ in range(2):
        await hear(world, shared=True, type="app_mention")
    (whisper,) = world.slack.ephemerals("chloe")
    assert "mql_count v1" in whisper.text
    assert said(world) == []
    await world.slack.click("chloe", "handoffs", whisper.ts, "question.definition")
    assert "MQL" in str(world.slack.modal("chloe"))


async def test_people_of_another_company_get_no_figures(world: World) -> None:
    teams: list[dict[str, Any]] = [{"team": "T0OTHER"}, {"user_team": "T0OTHER"}, {"team": None}]
    for number, team in enumerate(teams):
        await hear(world, shared=True, type="app_mention", ts=f"1772530000.00000{number}", **team)
    assert await asked(world) == []
    assert all("handoff agreement" in one.text for one in world.slack.ephemerals("chloe"))
    assert len(world.slack.ephemerals("chloe")) == len(teams)


async def test_a_greeting_is_told_what_can_be_asked(world: World) -> None:
    greetings = ("", "help", "hello!", "What can you do?", "👋", ":wave:", "???")
    for number, text in enumerate(greetings):
        await hear(world, type="app_mention", text=f"{BOT} {text}", ts=f"1772530000.00000{number}")
    told = [one.text for one in world.slack.ephemerals("chloe")]
    assert ["/handoff ask acceptance by source" in text for text in told] == [True] * len(greetings)
    assert await asked(world) == []


async def test_members_who_are_not_in_the_agreement_are_told_that_they_may_ask(world: World) -> None:
    world.slack.workspace.add_user("eve", "Eve Stranger", "eve@example.com", "Europe/Berlin")
    user = next(user.id for user in world.slack.workspace.users.values() if user.name == "eve")
    await hear(world, type="app_mention", text=f"{BOT} help", user=user)
    assert "/handoff ask acceptance by source" in world.slack.ephemerals("eve")[-1].text


async def test_signs_that_no_database_keeps_do_not_lose_a_question(world: World) -> None:
    await hear(world, type="app_mention", text=f"{BOT} MQLs\x00 this \ud83dweek")
    assert [one.text for one in await asked(world)] == ["MQLs this week"]
