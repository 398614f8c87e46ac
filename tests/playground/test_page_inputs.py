"""The web page in a real browser: what people enter reaches the app in the shape Slack gives it."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import defaults
from bot.playground.config import Config
from bot.playground.server import Playground

from . import kit
from .clients import app_of, listening
from .kit import Json
from .window import Window

pytestmark = pytest.mark.browser


@pytest.fixture
def config() -> Config:
    """Deadlines for a busy machine."""
    return kit.PATIENT


async def test_every_kind_of_input_arrives_in_slack_s_shape(pg: Playground, page: Window) -> None:
    app = app_of(pg)
    submitted: list[Json] = []
    view = {
        "type": "modal",
        "callback_id": "all",
        "title": kit.plain("Everything"),
        "submit": kit.plain("Send"),
        "blocks": [
            kit.field("text", "plain_text_input"),
            kit.field("number", "number_input", is_decimal_allowed=False),
            kit.field("mail", "email_text_input"),
            kit.field("url", "url_text_input"),
            kit.field("one", "static_select", options=kit.options("red", "blue")),
            kit.field("many", "multi_static_select", options=kit.options("red", "blue")),
            kit.field("user", "users_select"),
            kit.field("channel", "channels_select"),
            kit.field("conversation", "conversations_select"),
            kit.field("radio", "radio_buttons", options=kit.options("yes", "no")),
            kit.field("checks", "checkboxes", options=kit.options("a", "b")),
            kit.field("date", "datepicker", initial_date="2026-12-03"),
            kit.field("time", "timepicker"),
            kit.field("both", "datetimepicker"),
            kit.field("empty", "users_select"),
        ],
    }

    @app.action("open")
    async def opened(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.view("all")
    async def submit(ack: AsyncAck, view: Json) -> None:
        submitted.append(view["state"]["values"])
        await ack()

    async with listening(pg, app):
        await app.client.chat_postMessage(
            channel=defaults.HANDOFFS, text="x", blocks=kit.card(kit.button("Open", "open"))
        )
        await page.open(pg.url, user="ana", channel="handoffs")
        await page.click("Open")
        for label, words in {
            "text": "hi",
            "number": "x",
            "mail": "a@b.example",
            "url": "https://x.example",
        }.items():
            await page.fill(label, words, within="dialog")
        await page.click("Send", within="dialog")
        await page.sees("Please write a whole number.")
        await page.fill("number", "42", within="dialog")
        for label, option in {
            "one": "blue",
            "user": "Ben Okafor",
            "channel": "#general",
            "conversation": "Handoff",
        }.items():
            await page.choose(label, option, within="dialog")
        await page.click_on(".multi")
        await page.click("blue", "checkbox", within=".multi-box")
        await page.press("Escape")
        await page.click("no", "radio")
        await page.click("a", "checkbox", within="dialog")
        await page.fill("time", "09:30", within="dialog")
        await page.fill("both", "2026-12-03T09:30", within="dialog")
        await page.click("Send", within="dialog")
        await page.until("document.querySelector('dialog') === null")
    blue, no, a = ({"text": kit.plain(word) | {"emoji": True}, "value": word} for word in ("blue", "no", "a"))
    direct = next(
        one["id"] for one in pg.page_state("ana")["channels"] if one.get("user") == defaults.BOT_USER_ID
    )
    expected: dict[str, tuple[str, str, Any]] = {
        "text": ("plain_text_input", "value", "hi"),
        "number": ("number_input", "value", "42"),
        "mail": ("email_text_input", "value", "a@b.example"),
        "url": ("url_text_input", "value", "https://x.example"),
        "one": ("static_select", "selected_option", blue),
        "many": ("multi_static_select", "selected_options", [blue]),
        "user": ("users_select", "selected_user", defaults.BEN),
        "channel": ("channels_select", "selected_channel", defaults.GENERAL),
        "conversation": ("conversations_select", "selected_conversation", direct),
        "radio": ("radio_buttons", "selected_option", no),
        "checks": ("checkboxes", "selected_options", [a]),
        "date": ("datepicker", "selected_date", "2026-12-03"),
        "time": ("timepicker", "selected_time", "09:30"),
        "both": (
            "datetimepicker",
            "selected_date_time",
            1_796_286_600,
        ),  # 09:30 in Berlin, an hour before UTC
        "empty": ("users_select", "selected_user", None),
    }
    assert submitted == [
        {name: {name: {"type": kind, key: value}} for name, (kind, key, value) in expected.items()}
    ]
