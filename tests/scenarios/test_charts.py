"""A digest at a Slack that draws no charts: pictures of them, the same after a change, or none at all."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from bot.playground.config import Config
from bot.playground.messages import Message
from bot.playground.server import Playground
from storage.database import Database
from tests.databases import ManualClock
from tests.digests import worlds as numbers
from tests.scenarios import world as worlds
from tests.scenarios.world import AGREEMENT, World

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])

# A Monday, 08:00 in Berlin: the time of the digest.
MONDAY = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
DIRECT = f'{AGREEMENT}\n[digest]\nchannel = "#handoffs"\ndirect = ["max"]\n'
CHARTLESS = ("data_visualization",)


async def monday(slack: Playground, world: World) -> None:
    """Half a year behind it, in whose last week far fewer leads were accepted; the bell has rung."""
    start = MONDAY - timedelta(weeks=27, hours=7)
    past = numbers.steady(5, 27, 60, start=start, accept=(*(0.6,) * 26, 0.2))
    await world.db.run(lambda tx: numbers.store(tx, past))
    world.clock.set(MONDAY)
    await world.bot.digests.ring()
    await world.deliver()


def digest(messages: list[Message]) -> Message:
    """The one digest among the messages."""
    [found] = [message for message in messages if "Weekly digest" in message.text]
    return found


def kinds(message: Message) -> list[str]:
    """What a message is made of."""
    return [str(block["type"]) for block in message.blocks or []]


def files(message: Message) -> list[str]:
    """The pictures that a message shows."""
    return [block["slack_file"]["id"] for block in message.blocks or [] if block["type"] == "image"]


@pytest.mark.parametrize("unknown", [(), CHARTLESS, (*CHARTLESS, "image")])
async def test_the_digest_shows_its_charts_as_well_as_slack_can(
    db: Database, clock: ManualClock, unknown: tuple[str, ...]
) -> None:
    config = Config().with_app(unknown_blocks=unknown)
    clock.set(worlds.START)
    async with (
        Playground.start(config, clock=lambda: clock().timestamp()) as slack,
        worlds.joined(slack, db, clock, DIRECT) as world,
    ):
        await monday(slack, world)
        made = kinds(digest(slack.messages("handoffs")))
    shown = {(): "data_visualization", CHARTLESS: "image"}.get(unknown)
    assert [kind for kind in made if kind in ("data_visualization", "image")] == [shown] * (2 if shown else 0)
    assert {"header", "actions", "section"} <= set(made)


async def test_channel_manager_and_change_share_the_pictures(db: Database, clock: ManualClock) -> None:
    config = Config().with_app(unknown_blocks=CHARTLESS)
    clock.set(worlds.START)
    async with (
        Playground.start(config, clock=lambda: clock().timestamp()) as slack,
        worlds.joined(slack, db, clock, DIRECT) as world,
    ):
        await slack.connected()
        await monday(slack, world)
        told = digest(slack.messages("handoffs"))
        first = files(told)
        for file_id in first:
            picture = Image.open(io.BytesIO(slack.slack.files.all[file_id].content or b""))
            assert picture.size == (1080, 720)
        await world.tick(hours=1)
        assert files(digest(slack.dm_messages("max"))) == first
        await world.press("max", told, "digest.take")
        changed = digest(slack.messages("handoffs"))
        assert "Max Weber has it" in str(changed.blocks)
        assert files(changed) == first
        assert len(slack.calls("files.getUploadURLExternal")) == 2
        posted = [call for call in slack.calls("chat.postMessage") if call.error]
        assert len(posted) == 1, "one refusal is enough to know"
