"""The web page in a real browser: people use what the app shows them, and the app hears of it."""

import asyncio

import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import defaults
from bot.playground.config import Config
from bot.playground.server import Playground

from . import kit
from .clients import app_of, listening
from .kit import Json
from .window import Visit, Window

pytestmark = pytest.mark.browser


@pytest.fixture
def config() -> Config:
    """Deadlines for a busy machine."""
    return kit.PATIENT


async def test_a_click_is_shown_at_once_and_changes_the_card_in_place(pg: Playground, visit: Visit) -> None:
    app = app_of(pg)
    clicked, proceed = asyncio.Event(), asyncio.Event()

    @app.action("accept")
    async def accept(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        clicked.set()
        await proceed.wait()
        channel, ts = body["channel"]["id"], body["message"]["ts"]
        blocks = [{"type": "section", "text": kit.mrkdwn(f"Accepted by <@{body['user']['id']}>")}]
        await client.chat_update(channel=channel, ts=ts, text="Accepted", blocks=blocks)
        await client.chat_postEphemeral(channel=channel, user=body["user"]["id"], text="dana@lumen.example")
        await ack()

    async with listening(pg, app):
        blocks = kit.card(kit.button("Accept", "accept", style="primary", accessibility_label="Accept Lumen"))
        await app.client.chat_postMessage(channel=defaults.HANDOFFS, text="New lead", blocks=blocks)
        ana, ben = await visit(), await visit()
        await ana.open(pg.url, user="ana", channel="handoffs")
        await ben.open(pg.url, user="ben", channel="handoffs")
        await ana.sees("Dana Ruiz")
        pressed = "(b => (b.click(), b.getAttribute('aria-busy')))(document.querySelector('.button.primary'))"
        assert await ana.value(pressed) == "true"
        await clicked.wait()
        proceed.set()
        await ana.sees("Only visible to you")
        await ana.sees("dana@lumen.example")
        await ben.sees("@Ana Lima")
    assert await ben.count(".button.primary") == 0
    assert await ben.count(".ephemeral") == 0


async def test_an_app_that_does_not_answer_is_reported(page: Window) -> None:
    stuck = asyncio.Event()
    async with Playground.start(Config().with_app(ack_seconds=0.2)) as pg:
        app = app_of(pg)

        @app.action("accept")
        async def accept() -> None:
            await stuck.wait()

        async with listening(pg, app):
            blocks = kit.card(kit.button("Accept", "accept"))
            await app.client.chat_postMessage(channel=defaults.HANDOFFS, text="x", blocks=blocks)
            await page.open(pg.url, user="ana", channel="handoffs")
            await page.click("Accept")
            await page.sees("handoff did not answer in time", within="#toasts")
            await page.until("document.querySelector('.busy') === null")
            stuck.set()


async def test_a_confirmation_is_asked_for_and_can_be_declined(pg: Playground, page: Window) -> None:
    app = app_of(pg)
    heard: list[str] = []

    @app.action("drop")
    async def drop(ack: AsyncAck, body: Json) -> None:
        heard.append(body["actions"][0]["value"])
        await ack()

    confirm = {
        "title": kit.plain("Erase?"),
        "text": kit.mrkdwn("This *cannot* be undone."),
        "confirm": kit.plain("Erase"),
        "deny": kit.plain("Keep"),
    }
    async with listening(pg, app):
        blocks = kit.card(
            kit.button("Erase lead", "drop", confirm=confirm),
            kit.button("For Max", "max", visible_to_user_ids=[defaults.MAX]),
        )
        await app.client.chat_postMessage(channel=defaults.HANDOFFS, text="x", blocks=blocks)
        await page.open(pg.url, user="ana", channel="handoffs")
        await page.click("Erase lead")
        await page.click("Keep", within="dialog")
        assert heard == []
        assert await page.count("text=For Max") == 0
        await page.click("Erase lead")
        await page.click("Erase", within="dialog .dialog-foot")
        await page.until("document.querySelector('dialog') === null")
        await pg.settled()
    assert heard == ["42"]


async def test_a_modal_dispatches_shows_errors_under_fields_and_closes(pg: Playground, page: Window) -> None:
    app = app_of(pg)
    submitted: list[Json] = []

    @app.action("open")
    async def opened(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=kit.modal(kit.REASON))
        await ack()

    @app.action("reason")
    async def chosen(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        assert body["actions"][0]["selected_option"]["value"] == "other"
        await client.views_update(view_id=body["view"]["id"], view=kit.modal(kit.REASON, kit.NOTE))
        await ack()

    @app.view("reject")
    async def submit(ack: AsyncAck, view: Json) -> None:
        values = view["state"]["values"]
        submitted.append(values)
        if len(values["note"]["note"]["value"]) < 10:
            await ack(response_action="errors", errors={"note": "Please say more."})
        else:
            await ack()

    async with listening(pg, app):
        await app.client.chat_postMessage(
            channel=defaults.HANDOFFS, text="x", blocks=kit.card(kit.button("Reject", "open"))
        )
        await page.open(pg.url, user="ana", channel="handoffs")
        await page.click("Reject", within="#main")
        await page.click("Reject", within="dialog")
        await page.sees("Please complete this required field.")
        assert submitted == []
        await page.click("Other", "radio")
        await page.fill("What happened?", "Dunno")
        assert await page.value("document.querySelector('[type=radio][value=other]').checked")
        await page.press("Enter")
        await page.sees("Please say more.", within=".block-input.invalid")
        await page.fill("What happened?", "She never asked for it")
        await page.click("Reject", within="dialog")
        await page.until("document.querySelector('dialog') === null")
    assert submitted[-1] == {
        "reason": {
            "reason": {
                "type": "radio_buttons",
                "selected_option": {"text": kit.plain("Other") | {"emoji": True}, "value": "other"},
            }
        },
        "note": {"note": {"type": "plain_text_input", "value": "She never asked for it"}},
    }


async def test_the_home_tab_shows_the_app_s_view_and_takes_clicks(pg: Playground, page: Window) -> None:
    app = app_of(pg)

    words = "One lead is waiting"

    def view() -> Json:
        section = {"type": "section", "text": kit.plain(words), "accessory": kit.button("Done", "done")}
        return {"type": "home", "blocks": [section]}

    @app.event("app_home_opened")
    async def opened(event: Json, client: AsyncWebClient) -> None:
        if event["tab"] == "home":
            await client.views_publish(user_id=event["user"], view=view())

    @app.action("done")
    async def done(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        nonlocal words
        words = "All done"
        await ack()
        await client.views_publish(user_id=body["user"]["id"], view=view())

    async with listening(pg, app):
        await page.open(pg.url, user="ana", channel="handoffs")
        await page.click("Handoff", within="#sidebar")
        await page.sees("One lead is waiting")
        await page.click("Done")
        await page.sees("All done")
        await page.click("Messages", "tab")
        await page.sees("This is the beginning of your conversation with Handoff.")
        await page.click("Home", "tab")
        await page.until("location.search === '?user=ana&home=1'")
        await page.open(await page.value("location.href"))
        await page.sees("All done")


async def test_a_command_is_completed_and_answered_for_one_s_eyes_only(pg: Playground, page: Window) -> None:
    app = app_of(pg)

    @app.command("/handoff")
    async def handoff(ack: AsyncAck, command: Json) -> None:
        await ack(f"Nothing for: {command['text']}")

    async with listening(pg, app):
        await page.open(pg.url, user="ana", channel="handoffs")
        await page.click_on("#main .composer-field")
        await page.type("/han")
        await page.sees("My queue, days away, why a lead came to me", within=".completion")
        await page.press("Enter")
        await page.type("queue")
        await page.press("Enter")
        await page.sees("Nothing for: queue", within=".message.ephemeral")


async def test_a_message_shortcut_reaches_the_app_with_the_message(pg: Playground, page: Window) -> None:
    app = app_of(pg)
    heard: list[str] = []

    @app.shortcut("log_feedback")
    async def log(ack: AsyncAck, shortcut: Json) -> None:
        heard.append(shortcut["message"]["text"])
        await ack()

    async with listening(pg, app):
        await pg.post("ben", "handoffs", "Leads from the fair are students")
        await page.open(pg.url, user="ana", channel="handoffs")
        await page.use_tool("More actions for this message", "students")
        await page.click("Log campaign feedback", "menuitem")
        await pg.wait_until(lambda: heard)
    assert heard == ["Leads from the fair are students"]


async def test_modals_are_stacked_and_taken_away_one_by_one(pg: Playground, page: Window) -> None:
    app = app_of(pg)
    second = kit.modal(kit.NOTE) | {"title": kit.plain("Second"), "callback_id": "second"}

    @app.action("open")
    async def opened(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=kit.modal(kit.NOTE))
        await ack()

    @app.view("reject")
    async def push(ack: AsyncAck) -> None:
        await ack(response_action="push", view=second)

    @app.view("second")
    async def clear(ack: AsyncAck) -> None:
        await ack(response_action="clear")

    async with listening(pg, app):
        await app.client.chat_postMessage(
            channel=defaults.HANDOFFS, text="x", blocks=kit.card(kit.button("Open", "open"))
        )
        await page.open(pg.url, user="ana", channel="handoffs")
        await page.click("Open")
        await page.fill("What happened?", "first")
        await page.press("Enter")
        await page.sees("Second", within="dialog")
        await page.press("Escape")
        await page.sees("Reject lead", within="dialog")
        assert await page.value("document.querySelector('dialog .field').value") == "first"
        await page.click("Reject", within="dialog")
        await page.sees("Second", within="dialog")
        await page.fill("What happened?", "second")
        await page.press("Enter")
        await page.until("document.querySelector('dialog') === null")


async def test_a_whisper_can_be_dismissed(pg: Playground, page: Window) -> None:
    app = app_of(pg)
    await app.client.chat_postEphemeral(channel=defaults.HANDOFFS, user=defaults.ANA, text="Just for you")
    await page.open(pg.url, user="ana", channel="handoffs")
    await page.use_tool("More actions for this message", "Just for you")
    await page.click("Dismiss message", "menuitem")
    await page.misses("Just for you")
    assert pg.ephemerals("ana") == []


async def test_the_next_call_can_be_made_to_fail_from_the_page(pg: Playground, page: Window) -> None:
    await page.open(pg.url, user="ana", channel="handoffs")
    await page.click("Misbehave")
    await page.click("Server error", "menuitem")
    await pg.wait_until(lambda: pg.slack.faults.ordered)
    assert [(fault.kind, fault.method) for fault in pg.slack.faults.ordered] == [
        ("http_500", "chat.postMessage")
    ]
    await page.click("Misbehave")
    await page.click("Call off 1 waiting", "menuitem")
    await pg.wait_until(lambda: not pg.slack.faults.ordered)
