"""Ordered misbehaviour, suffered by the real client."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import defaults
from bot.playground.payloads import SlackError
from bot.playground.server import Playground

from .clients import browser, refusal

POST = "chat.postMessage"


async def post(client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=defaults.GENERAL, text="Dana")


async def test_an_answer_lost_after_the_message_was_posted(client: AsyncWebClient, pg: Playground) -> None:
    pg.fault(POST, "drop_after")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await post(client)
    assert [message.text for message in pg.messages("general")] == ["Dana"]
    await post(client)
    assert len(pg.messages("general")) == 2


async def test_a_connection_lost_before_anything_happened(client: AsyncWebClient, pg: Playground) -> None:
    pg.fault(POST, "drop_before")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await post(client)
    assert pg.messages("general") == []


async def test_the_default_client_posts_twice_after_a_lost_answer(pg: Playground) -> None:
    pg.fault(POST, "drop_after")
    habitual = AsyncWebClient(token=defaults.BOT_TOKEN, base_url=pg.api_url)
    await post(habitual)
    assert len(pg.messages("general")) == 2


@pytest.mark.parametrize(
    ("kind", "status", "error"),
    [
        ("http_500", 500, "internal_error"),
        ("error", 200, "fatal_error"),
        ("unknown_method", 200, "unknown_method"),
    ],
)
async def test_slack_answers_an_error(
    client: AsyncWebClient, pg: Playground, kind: str, status: int, error: str
) -> None:
    pg.fault(POST, kind, error=error)
    with pytest.raises(SlackApiError) as refused:
        await post(client)
    assert refused.value.response.status_code == status
    assert refused.value.response["error"] == error
    assert pg.messages("general") == []


async def test_slack_is_too_busy(client: AsyncWebClient, pg: Playground) -> None:
    pg.fault(POST, "rate_limit", seconds=7)
    with pytest.raises(SlackApiError) as refused:
        await post(client)
    assert refused.value.response.headers["Retry-After"] == "7"


async def test_a_proxy_answers_with_a_page(client: AsyncWebClient, pg: Playground) -> None:
    pg.fault(POST, "html")
    with pytest.raises(SlackApiError) as refused:
        await post(client)
    assert refused.value.response.status_code == 502


async def test_an_answer_can_be_late(client: AsyncWebClient, pg: Playground) -> None:
    pg.fault(POST, "delay_after", seconds=0.01)
    pg.fault(POST, "delay", seconds=0.01)
    await post(client)
    await post(client)
    assert len(pg.messages("general")) == 2


async def test_a_fault_hits_so_many_calls_of_one_method(client: AsyncWebClient, pg: Playground) -> None:
    pg.fault(POST, "error", count=2, skip=1)
    refusals = [await refusal(post(client)) for _ in range(4)]
    assert refusals == ["", "internal_error", "internal_error", ""]
    assert await refusal(client.auth_test()) == ""
    assert [call.error for call in pg.calls(POST)] == ["", "error", "error", ""]


async def test_faults_are_ordered_and_cleared_at_the_page(client: AsyncWebClient, pg: Playground) -> None:
    async with browser(pg) as page:
        await page.post("/page/fault", json={"method": "*", "kind": "http_500", "count": 5})
        async with page.get("/page/faults") as answer:
            assert (await answer.json())["faults"][0]["count"] == 5
        await page.delete("/page/faults")
        assert await refusal(post(client)) == ""
        async with page.post("/page/fault", json={"kind": "explode"}) as answer:
            assert answer.status == 400


async def test_the_pace_can_be_switched_off(client: AsyncWebClient, pg: Playground) -> None:
    async with browser(pg) as page:
        await page.post("/page/fault", json={"kind": "pacing", "on": False})
    for _ in range(6):
        await post(client)
    assert len(pg.messages("general")) == 6


def test_an_impossible_fault_is_refused(pg: Playground) -> None:
    with pytest.raises(SlackError):
        pg.fault(POST, "drop_after", count="many")
    with pytest.raises(SlackError):
        pg.fault(POST, "drop_after", often=True)
