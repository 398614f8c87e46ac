"""Uploads of pictures over real HTTP, against the playground."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.post import Block, Message
from bot.gateways import slack
from bot.gateways.slack import InDoubtError, NotSentError, RefusedError, Slack
from bot.gateways.slack_calls import Calls
from bot.gateways.slack_files import is_unready
from bot.playground import defaults
from bot.playground.config import Config
from bot.playground.server import Playground
from tests.databases import ManualClock

PNG = b"\x89PNG\r\n\x1a\n picture"


@pytest.fixture
async def playground(clock: ManualClock) -> AsyncIterator[Playground]:
    """A Slack that takes two seconds to process an upload."""
    config = Config().with_app(file_seconds=2.0)
    async with Playground.start(config, clock=lambda: clock().timestamp()) as found:
        yield found


@pytest.fixture
async def client(playground: Playground) -> AsyncIterator[Slack]:
    """The gateway, connected to it."""
    async with slack.connect(defaults.BOT_TOKEN, playground.api_url, 2.0) as found:
        yield found


async def upload(client: Slack) -> str:
    """Upload the picture."""
    return await client.files.upload(PNG, "chart.png", "W46 62%")


def showing(file_id: str) -> Message:
    """A message that shows the file."""
    block: Block = {"type": "image", "slack_file": {"id": file_id}, "alt_text": "W46 62%"}
    return Message("The week", (block,))


async def test_a_picture_is_uploaded_with_its_words_and_shared_with_nobody(
    client: Slack, playground: Playground
) -> None:
    file_id = await upload(client)
    kept = playground.slack.files.all[file_id]
    assert (kept.content, kept.name, kept.alt_text, kept.channels) == (PNG, "chart.png", "W46 62%", [])


async def test_a_picture_may_be_shown_once_slack_has_processed_it(client: Slack, clock: ManualClock) -> None:
    file_id = await upload(client)
    assert not await client.files.is_ready(file_id)
    with pytest.raises(RefusedError) as early:
        await client.post(defaults.HANDOFFS, showing(file_id))
    assert is_unready(early.value)
    clock.advance(seconds=2)
    assert await client.files.is_ready(file_id)
    await client.post(defaults.HANDOFFS, showing(file_id))


async def test_other_refusals_are_not_for_want_of_a_file(client: Slack) -> None:
    with pytest.raises(RefusedError) as refused:
        await client.post(defaults.HANDOFFS, Message("The week", ({"type": "hologram"},)))
    assert not is_unready(refused.value)
    assert "unsupported type: hologram" in str(refused.value)


async def test_without_the_scopes_nothing_is_uploaded_and_nothing_told() -> None:
    few = Config().with_app(scopes=("chat:write",))
    async with (
        Playground.start(few) as playground,
        slack.connect(defaults.BOT_TOKEN, playground.api_url, 2.0) as client,
    ):
        for call in (upload(client), client.files.is_ready("F0123456789")):
            with pytest.raises(RefusedError) as refused:
                await call
            assert refused.value.code == "missing_scope"


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
@pytest.mark.parametrize(
    ("kind", "error"), [("http_500", InDoubtError), ("html", InDoubtError), ("rate_limit", NotSentError)]
)
async def test_a_step_that_fails_ends_the_upload(
    client: Slack, playground: Playground, step: str, kind: str, error: type[Exception]
) -> None:
    playground.fault(step, kind, seconds=7.0)
    with pytest.raises(error) as failed:
        await upload(client)
    assert getattr(failed.value, "retry_after", 7.0) == 7.0


async def test_an_address_that_takes_no_bytes_refuses(client: Slack, playground: Playground) -> None:
    address = f"{playground.url}/upload/F0NOWHERE01"
    calls = Calls(client.client)
    with pytest.raises(RefusedError) as refused:
        await calls.send(address, PNG)
    assert refused.value.code == "http_404"
    with pytest.raises(NotSentError):
        await calls.send("http://127.0.0.1:1/upload", PNG)
