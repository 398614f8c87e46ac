"""response_url: five uses, thirty minutes, replacing and deleting what was clicked."""

from typing import Any

import aiohttp
import pytest

from bot.playground import defaults
from bot.playground.messages import Message
from bot.playground.server import Playground

from .clients import Ticker


@pytest.fixture
async def card(pg: Playground) -> Message:
    """A message of the app that somebody acted on."""
    return pg.workspace.post(Message("", defaults.GENERAL, defaults.BOT_USER_ID, "card", by_app=True))


async def respond(pg: Playground, key: str, **body: Any) -> tuple[int, str]:
    url = f"{pg.url}/response/{key}"
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        return answer.status, await answer.text()


async def test_five_answers_and_no_more(pg: Playground) -> None:
    key = pg.slack.tickets.address(defaults.ANA, defaults.GENERAL, None)
    for _ in range(5):
        assert await respond(pg, key, text="noted") == (200, "ok")
    status, text = await respond(pg, key, text="noted")
    assert status == 404
    assert "used_url" in text
    assert len(pg.ephemerals("ana")) == 5


async def test_no_answer_after_thirty_minutes(pg: Playground, ticker: Ticker) -> None:
    key = pg.slack.tickets.address(defaults.ANA, defaults.GENERAL, None)
    ticker.advance(30 * 60 + 1)
    status, text = await respond(pg, key, text="noted")
    assert status == 404
    assert "expired_url" in text


async def test_the_default_is_a_whisper_and_in_channel_is_for_all(pg: Playground) -> None:
    key = pg.slack.tickets.address(defaults.ANA, defaults.GENERAL, None)
    await respond(pg, key, text="for you")
    await respond(pg, key, text="for all", response_type="in_channel")
    assert [message.text for message in pg.ephemerals("ana")] == ["for you"]
    assert [message.text for message in pg.messages("general")] == ["for all"]


async def test_an_answer_can_go_to_a_thread(pg: Playground, card: Message) -> None:
    key = pg.slack.tickets.address(defaults.ANA, defaults.GENERAL, card)
    await respond(pg, key, text="detail", response_type="in_channel", thread_ts=card.ts)
    assert [message.text for message in pg.thread("general", card.ts)] == ["detail"]


async def test_the_original_can_be_replaced_and_deleted(pg: Playground, card: Message) -> None:
    key = pg.slack.tickets.address(defaults.ANA, defaults.GENERAL, card)
    await respond(pg, key, text="Accepted by Ana", replace_original=True)
    assert [message.text for message in pg.messages("general")] == ["Accepted by Ana"]
    await respond(pg, key, delete_original=True)
    assert pg.messages("general") == []
    status, text = await respond(pg, key, text="again", replace_original=True)
    assert status == 400
    assert "message_not_found" in text


async def test_a_whisper_can_replace_itself(pg: Playground) -> None:
    whisper = Message("", defaults.GENERAL, defaults.BOT_USER_ID, "sure?", by_app=True, to=defaults.ANA)
    pg.workspace.post(whisper)
    key = pg.slack.tickets.address(defaults.ANA, defaults.GENERAL, whisper)
    await respond(pg, key, text="done", replace_original=True)
    assert [message.text for message in pg.ephemerals("ana")] == ["done"]
    await respond(pg, key, delete_original=True)
    assert pg.ephemerals("ana") == []


async def test_wrong_blocks_are_refused(pg: Playground) -> None:
    key = pg.slack.tickets.address(defaults.ANA, defaults.GENERAL, None)
    status, text = await respond(pg, key, blocks=[{"type": "nonsense"}])
    assert status == 400
    assert "invalid_blocks" in text
