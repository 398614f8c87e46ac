"""Uploads with the real client, and pictures that are not ready at once."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import defaults
from bot.playground.config import Config
from bot.playground.server import Playground

from .clients import Ticker, browser, client_of, refusal

PNG = b"\x89PNG\r\n\x1a\n picture"


@pytest.fixture
async def slow(ticker: Ticker) -> AsyncIterator[Playground]:
    """A playground that takes two seconds to process an upload."""
    async with Playground.start(Config().with_app(file_seconds=2.0), clock=ticker) as playground:
        yield playground


async def test_a_picture_may_be_shown_once_it_is_processed(slow: Playground, ticker: Ticker) -> None:
    client = client_of(slow)
    uploaded = await client.files_upload_v2(content=PNG, filename="weeks.png", alt_txt="MQLs by week")
    file_id = uploaded["file"]["id"]
    block = {"type": "image", "slack_file": {"id": file_id}, "alt_text": "MQLs by week"}

    def post() -> object:
        return client.chat_postMessage(channel=defaults.GENERAL, text="Digest", blocks=[block])

    assert "mimetype" not in (await client.files_info(file=file_id))["file"]
    assert await refusal(post()) == "invalid_blocks"  # type: ignore[arg-type] # the client gives coroutines
    ticker.advance(2.0)
    assert (await client.files_info(file=file_id))["file"]["mimetype"] == "image/png"
    assert await refusal(post()) == ""  # type: ignore[arg-type] # the client gives coroutines
    async with browser(slow) as page, page.get(f"/files/{file_id}/weeks.png") as response:
        assert await response.read() == PNG


async def test_bytes_can_be_lost_on_their_way(client: AsyncWebClient, pg: Playground) -> None:
    pg.fault("upload", "http_500")
    asked = await client.files_getUploadURLExternal(filename="x.png", length=len(PNG))
    async with browser(pg) as page, page.post(f"/upload/{asked['file_id']}", data=PNG) as answer:
        assert answer.status == 500
    assert pg.slack.files.all[asked["file_id"]].content is None


async def test_a_file_can_be_shared_with_a_comment(client: AsyncWebClient, pg: Playground) -> None:
    await client.files_upload_v2(
        channel=defaults.GENERAL, content=PNG, filename="weeks.png", initial_comment="The week"
    )
    [message] = pg.messages("general")
    assert message.text == "The week"
    assert message.files[0]["name"] == "weeks.png"


async def test_a_file_that_was_never_sent_cannot_be_completed(client: AsyncWebClient) -> None:
    asked = await client.files_getUploadURLExternal(filename="x.png", length=3)
    completion = client.files_completeUploadExternal(files=[{"id": asked["file_id"], "title": "x"}])
    assert await refusal(completion) == "file_not_found"
    assert await refusal(client.files_info(file="F0NOWHERE01")) == "file_not_found"
