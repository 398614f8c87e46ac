"""Reading threads again: what one reading proves, what Slack refuses, and texts that no database keeps."""

import logging
from datetime import datetime

import pytest
from slack_bolt.async_app import AsyncBoltRequest

from bot.domain.feedback import Said
from bot.playground.messages import Message
from bot.services.feedback import Feedback, FromOwner, Noted
from storage.database import Session
from tests.scenarios.talking import counted, lead
from tests.scenarios.world import World

ANA, CHANNEL = "U0ANA00001", "C0HANDOFFS"
CUT = "cut emoji \ud83d and a zero\x00, wrong persona"


async def read(world: World) -> None:
    """Read every thread that is due, and let follow what follows."""
    await world.bot.threads.follow()
    while await world.bot.threads.read_due():
        pass
    await world.deliver()


def unheard(world: World, text: str, ts: str, who: str = ANA) -> Message:
    """A reply of which Slack tells the bot nothing."""
    subscribed, world.slack.slack.events.subscribed = world.slack.slack.events.subscribed, frozenset()
    written = world.slack.workspace.post(Message("", CHANNEL, who, text, thread_ts=ts))
    world.slack.slack.events.subscribed = subscribed
    return written


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
