"""The web page in a real browser: people talk, react, edit, and come back to where they were."""

import re

import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import defaults
from bot.playground.config import Config
from bot.playground.server import STATIC, Playground

from . import kit
from .clients import app_of, listening
from .kit import Json
from .window import PHONE, Visit, Window

pytestmark = pytest.mark.browser


@pytest.fixture
def config() -> Config:
    """Deadlines for a busy machine."""
    return kit.PATIENT


async def test_two_people_talk_in_a_channel_and_in_a_thread(pg: Playground, visit: Visit) -> None:
    ana, ben = await visit(), await visit()
    await ana.open(pg.url, user="ana", channel="handoffs")
    await ben.open(pg.url, user="ben", channel="general")
    await ana.write("The webinar leads are *here*, @ben")
    await ben.until("document.querySelector('.room.unread .badge')?.textContent === '1'")
    await ben.click("channel handoffs, 1 unread, 1 for you")
    await ben.sees("The webinar leads are", within="#main")
    await ben.until("document.querySelectorAll('.room.unread').length === 0")
    await ben.use_tool("Reply in thread", "webinar leads")
    await ben.click_on("#thread .also-row input")
    await ben.write("I take them", within="#thread")
    await ana.sees("1 reply", within="#main")
    await ana.sees("I take them", within="#main")
    await ana.click("1 reply")
    await ana.sees("I take them", within="#thread")
    assert [message.text for message in pg.messages("handoffs")] == [
        f"The webinar leads are *here*, <@{defaults.BEN}>",
        "I take them",
    ]


async def test_a_reaction_is_given_seen_and_taken_back(pg: Playground, visit: Visit) -> None:
    ts = await pg.post("ana", "handoffs", "New lead")
    ana, ben = await visit(), await visit()
    await ana.open(pg.url, user="ana", channel="handoffs")
    await ben.open(pg.url, user="ben", channel="handoffs")
    await ana.use_tool("Add a reaction", "New lead")
    await ana.click("eyes", within=".emoji-box")
    await ben.click("eyes: Ana Lima")
    await ana.click("eyes: Ana Lima, Ben Okafor")
    await ben.until("document.querySelector('.reaction-count')?.textContent === '1'")
    message = pg.workspace.message(defaults.HANDOFFS, ts)
    assert message is not None
    assert message.reactions == {"eyes": [defaults.BEN]}


async def test_ones_own_message_is_edited_and_deleted_and_nobody_elses(pg: Playground, page: Window) -> None:
    await pg.post("ben", "handoffs", "Ben's words")
    await pg.post("ana", "handoffs", "Fist & <draft>")
    await page.open(pg.url, user="ana", channel="handoffs")
    await page.use_tool("More actions for this message", "draft")
    await page.click("Edit message", "menuitem")
    await page.fill("Edit message", "First & <final>")
    await page.press("Enter")
    await page.sees("First & <final>")
    await page.sees("(edited)")
    await page.use_tool("More actions for this message", "final")
    await page.click("Delete message…", "menuitem")
    await page.click("Delete", within="dialog")
    await page.misses("First & <final>")
    await page.use_tool("More actions for this message", "words")
    assert "Edit message" not in await page.texts(".menu-item")


async def test_the_keyboard_alone_is_enough(pg: Playground, page: Window) -> None:
    app = app_of(pg)

    @app.action("open")
    async def opened(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=kit.modal(kit.NOTE))
        await ack()

    async with listening(pg, app):
        await app.client.chat_postMessage(
            channel=defaults.HANDOFFS, text="x", blocks=kit.card(kit.button("Reject", "open"))
        )
        await page.open(pg.url, user="ana", channel="handoffs")
        await page.press("Tab", "Enter")
        assert await page.value("document.activeElement.id") == "main"
        for _ in range(20):
            if await page.value("document.activeElement.innerText?.trim()") == "Reject":
                break
            await page.press("Tab")
        await page.press("Enter")
        await page.until("document.activeElement?.closest('dialog .block-input')")
        for _ in range(8):
            await page.press("Tab")
            assert await page.value("document.activeElement.closest('dialog, body').tagName") in (
                "DIALOG",
                "BODY",
            )
        await page.press("Escape")
        await page.until("document.querySelector('dialog') === null")
        await page.until("document.activeElement.innerText?.trim() === 'Reject'")
        assert pg.modal("ana") is None


async def test_a_reload_stays_in_the_thread_and_another_person_can_be_acted(
    pg: Playground, page: Window
) -> None:
    ts = await pg.post("ana", "handoffs", "New lead")
    await pg.post("ben", "handoffs", "Mine", ts)
    await page.open(pg.url, user="ana", channel="handoffs", thread=ts)
    await page.sees("Mine", within="#thread")
    assert await page.value("location.search") == f"?user=ana&channel=handoffs&thread={ts}"
    await page.click("You act as Ana Lima. Change")
    await page.click("Ben Okafor", "menuitemradio")
    await page.click("You act as Ben Okafor. Change")
    await page.until("location.search.startsWith('?user=ben&channel=handoffs')")


async def test_after_a_restart_the_page_catches_up(visit: Visit) -> None:
    async with Playground.start() as first:
        page = await visit()
        await page.open(first.url, user="ana", channel="handoffs")
        await first.post("ben", "handoffs", "Before")
        await page.sees("Before")
        port = int(first.url.rpartition(":")[2])
    await page.sees("The playground does not answer.")
    async with Playground.start(port=port) as second:
        await second.post("ben", "handoffs", "After")
        await page.sees("After")
        await page.misses("The playground does not answer.")


async def test_on_a_phone_one_goes_from_list_to_channel_to_thread_and_back(
    pg: Playground, visit: Visit
) -> None:
    ts = await pg.post("ana", "handoffs", "New lead")
    await pg.post("ben", "handoffs", "Mine", ts)
    phone = await visit(PHONE)
    await phone.open(pg.url, user="ana")
    await phone.click("channel handoffs")
    await phone.sees("New lead")
    await phone.misses("general", within="#sidebar")
    await phone.click("1 reply")
    await phone.sees("Mine")
    await phone.misses("New lead", within="#main")
    await phone.click("Back", within="#thread")
    await phone.sees("New lead", within="#main")
    await phone.click("Back", within="#main")
    await phone.sees("general", within="#sidebar")


async def test_the_message_of_a_permalink_has_the_focus(pg: Playground, page: Window) -> None:
    stamps = [await pg.post("ben", "handoffs", f"Message {number}") for number in range(130)]
    link = f"{pg.url}/archives/{defaults.HANDOFFS}/p{stamps[60].replace('.', '')}"
    await page.open(f"{link}?user=ana")
    await page.until(f"document.activeElement.dataset.ts === '{stamps[60]}'")
    await page.misses("Message 29")
    await page.click("Load earlier messages")
    await page.sees("This is the very beginning of #handoffs.")
    assert await page.count("#main .message") == 130


async def test_a_first_direct_message_opens_the_conversation(pg: Playground, visit: Visit) -> None:
    ana, ben = await visit(), await visit()
    await ana.open(pg.url, user="ana", channel="handoffs")
    await ben.open(pg.url, user="ben", channel="handoffs")
    await ana.click("New direct message")
    await ana.choose("To", "Ben Okafor", within="dialog")
    await ana.fill("Message", "Lunch?", within="dialog")
    await ana.press("Enter")
    await ana.sees("Lunch?", within="#main .message")
    await ben.click("Ana Lima, 1 unread, 1 for you")
    await ben.write("At noon")
    await ana.sees("At noon", within="#main .message")


async def test_a_new_channel_is_made_and_filled(pg: Playground, visit: Visit) -> None:
    ana, ben = await visit(), await visit()
    await ana.open(pg.url, user="ana", channel="handoffs")
    await ben.open(pg.url, user="ben", channel="handoffs")
    await ana.click("New channel")
    await ana.fill("Name", "Not A Name", within="dialog")
    await ana.click("Create")
    await ana.sees("That was refused (invalid_name).")
    ana.problems.clear()  # Chromium itself notes every refused request
    await ana.fill("Name", "fair-2026", within="dialog")
    await ana.click("Create")
    await ana.sees("This is the very beginning of #fair-2026.")
    await ana.click("1 member")
    await ana.choose("Add to the channel", "Ben Okafor")
    await ana.click("Add", within="dialog")
    await ben.sees("fair-2026", within="#sidebar")


async def test_every_module_of_the_page_is_named_for_loading() -> None:
    page = (STATIC / "index.html").read_text()
    assert {path.name for path in STATIC.glob("js/*.js")} == set(re.findall(r"/static/js/(\w+\.js)", page))
