"""Delivery against a Slack on this machine: what is sent, when, and what is left alone."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from sqlmodel import Session

from bot.domain.agreement import Agreement, Channels
from bot.domain.post import Content, Kind, Message, Post
from bot.gateways import slack
from bot.services.delivery import Delivery
from storage import posts
from storage.database import Database
from tests.databases import ManualClock
from tests.loopback_slack import LoopbackSlack, serve


def render(tx: Session, post: Post, now: datetime) -> Content | None:
    return Message(f"{post.key} v{post.wanted}", ({"type": "divider"},))


@pytest.fixture
async def server(clock: ManualClock) -> AsyncIterator[LoopbackSlack]:
    async with serve(LoopbackSlack(clock)) as state:
        yield state


AGREEMENT = Agreement(
    version="1", zone="UTC", channels=Channels("C1", "C9"), people={}, teams={}, calendars={}, tiers=(),
    routes=(), reject=(), recycle=(),
)  # fmt: skip


async def test_a_card_is_posted_once(db: Database, server: LoopbackSlack, clock: ManualClock) -> None:
    now = clock()
    await db.run(lambda tx: posts.add(tx, "handoff:1:card", Kind.CARD, 1, "C1", now))
    async with slack.connect("xoxb-1", server.url, 5.0) as client:
        delivery = Delivery(db, client, {Kind.CARD: render}, AGREEMENT)
        assert await delivery.deliver_one()
        assert not await delivery.deliver_one()
    assert server.texts() == ["handoff:1:card v1"]
