"""How calls arrive: JSON and forms, permissions, malformed bodies, files for the page."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import defaults
from bot.playground.config import Config
from bot.playground.server import Playground

from .clients import browser, client_of, refusal

HEADERS = {"Authorization": f"Bearer {defaults.BOT_TOKEN}", "Content-Type": "application/json"}


@pytest.fixture
async def narrow() -> AsyncIterator[Playground]:
    """A playground whose app has few permissions."""
    config = Config().with_app(scopes=("chat:write", "channels:read", "channels:history", "users:read"))
    async with Playground.start(config) as playground:
        yield playground


async def test_a_form_and_a_json_body_mean_the_same(pg: Playground) -> None:
    form = {"token": defaults.BOT_TOKEN, "channel": defaults.GENERAL, "text": "as a form", "blocks": "[]"}
    body = {"channel": defaults.GENERAL, "text": "as JSON"}
    async with browser(pg) as session:
        await session.post("/api/chat.postMessage", data=form)
        await session.post("/api/chat.postMessage", json=body, headers=HEADERS)
        await session.get("/api/conversations.info", params={"channel": defaults.GENERAL})
    assert [message.text for message in pg.messages("general")] == ["as a form", "as JSON"]


@pytest.mark.parametrize(
    ("body", "error"),
    [("{broken", "invalid_json"), ('{"x": NaN}', "invalid_json"), ("[]", "json_not_object")],
)
async def test_a_malformed_body_is_refused(pg: Playground, body: str, error: str) -> None:
    async with browser(pg) as session, session.post("/api/auth.test", data=body, headers=HEADERS) as answer:
        assert (await answer.json())["error"] == error


async def test_a_missing_permission_is_named(narrow: Playground) -> None:
    client = client_of(narrow)
    with pytest.raises(SlackApiError) as refused:
        await client.conversations_history(channel=defaults.ADMIN)
    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "groups:history"
    assert "chat:write" in refused.value.response["provided"]
    assert await refusal(client.users_lookupByEmail(email="ana@example.com")) == "missing_scope"
    assert await refusal(client.conversations_list(types="public_channel,im")) == "missing_scope"
    assert await refusal(client.conversations_history(channel=defaults.GENERAL)) == ""


async def test_the_granted_permissions_stand_in_a_header(narrow: Playground) -> None:
    answer = await client_of(narrow).auth_test()
    assert answer.headers["X-OAuth-Scopes"] == "chat:write,channels:read,channels:history,users:read"


async def test_addresses_are_hidden_without_their_permission(
    client: AsyncWebClient, narrow: Playground
) -> None:
    hidden = await client_of(narrow).users_info(user=defaults.ANA)
    assert "email" not in hidden["user"]["profile"]
    shown = await client.users_info(user=defaults.ANA)
    assert shown["user"]["profile"]["email"] == "ana@example.com"


async def test_a_file_is_shown_at_the_page_and_never_run(client: AsyncWebClient, pg: Playground) -> None:
    uploaded = await client.files_upload_v2(content="<script>alert(1)</script>", filename="note.html")
    async with browser(pg) as session, session.get(f"/page/file/{uploaded['file']['id']}") as answer:
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    async with browser(pg) as session, session.get("/page/file/F0NOWHERE01") as answer:
        assert answer.status == 404


async def test_the_simple_methods_answer(client: AsyncWebClient, pg: Playground) -> None:
    assert (await client.api_test(foo="bar"))["args"] == {"foo": "bar"}
    assert await refusal(client.api_test(error="my_error")) == "my_error"
    assert (await client.team_info())["team"]["name"] == "Lumen Demo"
    assert (await client.bots_info(bot=defaults.BOT_ID))["bot"]["user_id"] == defaults.BOT_USER_ID
    assert await refusal(client.bots_info(bot="B0")) == "bot_not_found"
