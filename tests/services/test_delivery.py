"""Delivery against a Slack on this machine: what is sent, when, and what is given up."""

from datetime import datetime, timedelta

import pytest

from bot.domain.post import Block, Content, Kind, Message, Post, State
from bot.services.delivery import Delivery
from storage import posts
from storage.database import Session
from tests.loopback_slack import Payload, Trouble
from tests.services.bench import Bench, agreement

BUTTON: Block = {
    "type": "button",
    "action_id": "accept",
    "text": {"type": "plain_text", "text": "Accept"},
    "visible_to_user_ids": ["U1"],
}
CARD: tuple[Block, ...] = (
    {"type": "data_visualization", "title": "Score"},
    {"type": "actions", "elements": [BUTTON]},
)


async def test_a_card_is_posted_once_and_then_updated(bench: Bench) -> None:
    await bench.add("card:1")
    assert await bench.flush() == 1
    assert bench.server.texts() == ["card:1 v1"]
    await bench.touch("card:1")
    await bench.touch("card:1")
    assert await bench.flush() == 1
    assert bench.server.texts() == ["card:1 v3"]
    assert bench.server.calls["chat.postMessage"] == 1


async def test_a_line_goes_into_its_cards_thread(bench: Bench) -> None:
    await bench.add("card:1")
    await bench.add("line:1", Kind.LINE, thread="card:1")
    await bench.flush()
    assert bench.server.texts((await bench.get("card:1")).ts) == ["line:1 v1"]


async def test_what_is_no_longer_true_is_not_said(bench: Bench) -> None:
    await bench.add("dm:1", Kind.DM, "@ana")
    bench.said["dm:1"] = None
    await bench.flush()
    assert bench.server.messages == []
    assert (await bench.get("dm:1")).state is State.SUPERSEDED


async def test_what_stands_in_slack_stays_when_there_is_nothing_to_say(bench: Bench) -> None:
    await bench.add("card:1")
    await bench.flush()
    bench.said["card:1"] = None
    await bench.touch("card:1")
    assert await bench.flush() == 1
    assert bench.server.texts() == ["card:1 v1"]
    assert (await bench.get("card:1")).state is State.SENT


async def test_an_update_without_an_answer_is_repeated_at_once(bench: Bench) -> None:
    await bench.add("card:1")
    await bench.flush()
    await bench.touch("card:1")
    bench.fail("chat.update", Trouble.DROP_AFTER, Trouble.ERROR_BEFORE)
    for _ in range(3):
        await bench.flush()
        bench.clock.advance(seconds=2)
    assert bench.server.texts() == ["card:1 v2"]
    assert (await bench.get("card:1")).shown == 2
    assert bench.server.calls["chat.update"] == 3


async def test_retry_after_is_obeyed_and_other_channels_go_on(bench: Bench) -> None:
    bench.server.retry_after = 10
    await bench.add("card:1", to="C1")
    await bench.add("card:2", to="C2")
    bench.fail("chat.postMessage", Trouble.LIMITED)
    await bench.flush()
    assert bench.server.texts() == ["card:2 v1"]
    bench.clock.advance(seconds=9.9)
    assert await bench.flush() == 0
    bench.clock.advance(seconds=0.1)
    await bench.flush()
    assert bench.server.texts() == ["card:2 v1", "card:1 v1"]
    assert (await bench.get("card:1")).attempts == 0


async def test_a_refused_message_is_parked_in_words_and_the_administrators_are_told(bench: Bench) -> None:
    def trouble(method: str, payload: Payload) -> str | None:
        return "not_in_channel" if payload.get("channel") == "C1" and method == "chat.postMessage" else None

    bench.server.trouble = trouble
    await bench.add("card:1")
    await bench.add("card:2")
    await bench.flush()
    parked = await bench.get("card:1")
    assert parked.state is State.DEAD
    assert parked.error == "The bot is not a member of C1. Invite it there: /invite @handoff (not_in_channel)"
    assert bench.server.texts() == ["notice:not_in_channel:2026-03-02T09 v1"]
    bench.server.trouble = lambda method, payload: None
    now = bench.clock.advance(seconds=5)
    assert await bench.db.run(lambda tx: posts.revive(tx, now, to=("C1",))) == 2
    await bench.flush()
    assert sorted(bench.server.texts())[:2] == ["card:1 v1", "card:2 v1"]


async def test_nobody_is_told_about_a_notice_that_was_refused(bench: Bench) -> None:
    bench.server.trouble = lambda method, payload: "is_archived" if method == "chat.postMessage" else None
    await bench.add("card:1")
    await bench.flush()
    dead = await bench.db.read(posts.dead)
    assert [post.kind for post in dead] == [Kind.CARD, Kind.NOTICE]


@pytest.mark.parametrize("code", ["message_not_found", "cant_update_message", "edit_window_closed"])
async def test_a_message_that_was_deleted_in_slack_is_not_posted_again(bench: Bench, code: str) -> None:
    await bench.add("card:1")
    await bench.flush()
    await bench.touch("card:1")
    bench.fail("chat.update", code)
    await bench.flush()
    assert (await bench.get("card:1")).state is State.DEAD
    assert bench.server.calls["chat.postMessage"] == 2  # the card and the notice


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_without_a_valid_token_everything_waits_and_nothing_is_given_up(
    bench: Bench, code: str
) -> None:
    for n in range(5):
        await bench.add(f"card:{n}", to=f"C{n}")
    bench.fail("conversations.info", *[code] * 5)
    bench.fail("chat.postMessage", *[code] * 5)
    assert await bench.flush() == 1
    assert (await bench.get("card:0")).state is State.PENDING
    bench.server.trouble = lambda method, payload: None
    bench.clock.advance(seconds=60)
    await bench.flush()
    assert sorted(bench.server.texts()) == [f"card:{n} v1" for n in range(5)]


async def test_a_refused_block_costs_the_block_and_not_the_lead(bench: Bench) -> None:
    bench.said["card:1"] = Message("Dana of Lumen is Ana's", CARD)

    def trouble(method: str, payload: Payload) -> str | None:
        return "invalid_blocks" if "data_visualization" in str(payload) else None

    bench.server.trouble = trouble
    await bench.add("card:1")
    await bench.flush()
    said = bench.server.messages[0]
    assert said.text == "Dana of Lumen is Ana's"
    button = {key: value for key, value in BUTTON.items() if key != "visible_to_user_ids"}
    assert said.blocks == [
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": "Dana of Lumen is Ana's"},
            "block_id": (await bench.get("card:1")).marker,
        },
        {"type": "actions", "elements": [button]},
    ]


async def test_a_message_that_is_refused_even_when_plain_is_parked(bench: Bench) -> None:
    bench.fail("chat.postMessage", "invalid_blocks", "msg_too_long")
    await bench.add("card:1")
    await bench.flush()
    assert (await bench.get("card:1")).state is State.DEAD


async def test_a_message_without_blocks_still_carries_its_marker(bench: Bench) -> None:
    bench.said["dm:1"] = Message("Two leads wait for you", ())
    await bench.add("dm:1", Kind.DM, "@ana")
    await bench.flush()
    assert bench.server.messages[0].blocks[0]["block_id"] == (await bench.get("dm:1")).marker


async def test_a_message_that_cannot_be_made_is_parked_after_two_minutes(bench: Bench) -> None:
    def broken(tx: Session, post: Post, now: datetime) -> Content | None:
        raise KeyError("reason")

    bench.delivery = Delivery(bench.db, bench.client, {Kind.CARD: broken}, agreement())
    await bench.add("card:1")
    began = bench.clock()
    while (await bench.get("card:1")).state is not State.DEAD:
        await bench.flush()
        bench.clock.advance(seconds=8)
    assert timedelta(minutes=1) < bench.clock() - began < timedelta(minutes=3)
    assert bench.server.messages == []


async def test_without_an_admin_channel_a_refusal_is_only_logged(bench: Bench) -> None:
    bench.delivery = bench.build(admin=None)
    bench.fail("chat.postMessage", "is_archived")
    await bench.add("card:1")
    await bench.flush()
    assert len(await bench.db.read(posts.dead)) == 1
    assert bench.server.messages == []
