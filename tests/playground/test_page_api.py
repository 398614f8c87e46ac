"""The page's interface: what a person sees and does, live updates, and who is kept out."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncAck

from bot.playground import defaults, server
from bot.playground.config import Config
from bot.playground.server import Playground, PortTaken

from .clients import app_of, browser, listening

ANA, GENERAL = defaults.ANA, defaults.GENERAL
BUTTON = {
    "type": "actions",
    "block_id": "decide",
    "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Accept"}, "action_id": "accept"}],
}


class Person:
    """Somebody at the page."""

    def __init__(self, session: aiohttp.ClientSession, user: str) -> None:
        self.session = session
        self.user = user

    async def get(self, name: str, /, **query: Any) -> Any:
        async with self.session.get(f"/page/{name}", params={"user": self.user, **query}) as answer:
            return await answer.json()

    async def do(self, name: str, /, **body: Any) -> Any:
        async with self.session.post(f"/page/{name}", json={"user": self.user, **body}) as answer:
            return await answer.json()


@pytest.fixture
async def visitor(pg: Playground) -> AsyncIterator[aiohttp.ClientSession]:
    async with browser(pg) as session:
        yield session


@pytest.fixture
def ana(visitor: aiohttp.ClientSession) -> Person:
    return Person(visitor, ANA)


@pytest.fixture
def ben(visitor: aiohttp.ClientSession) -> Person:
    return Person(visitor, defaults.BEN)


async def test_the_state_names_team_people_channels_and_the_app(ana: Person) -> None:
    state = await ana.get("state")
    assert state["team"] == {"id": defaults.TEAM_ID, "name": "Lumen Demo"}
    assert state["me"]["real_name"] == "Ana Lima"
    kinds = {channel["name"] or channel["user"]: channel["kind"] for channel in state["channels"]}
    assert kinds == {"handoffs": "channel", "general": "channel", defaults.BOT_USER_ID: "im"}
    assert [command["command"] for command in state["commands"]] == ["/handoff"]
    assert state["shortcuts"][0]["callback_id"] == "log_feedback"
    assert state["app"]["user_id"] == defaults.BOT_USER_ID


async def test_messages_are_read_oldest_first_in_portions(ana: Person) -> None:
    for number in range(3):
        await ana.do("message", channel=GENERAL, text=f"message {number}")
    latest = await ana.get("messages", channel=GENERAL, limit=2)
    assert [message["text"] for message in latest["messages"]] == ["message 1", "message 2"]
    assert latest["has_more"] is True
    first = latest["messages"][0]["ts"]
    earlier = await ana.get("messages", channel=GENERAL, before=first)
    assert [message["text"] for message in earlier["messages"]] == ["message 0"]
    assert earlier["has_more"] is False


async def test_a_thread_shows_its_head_and_replies(ana: Person, ben: Person) -> None:
    head = (await ana.do("message", channel=GENERAL, text="head"))["ts"]
    await ben.do("message", channel=GENERAL, text="reply", thread_ts=head)
    thread = await ana.get("messages", channel=GENERAL, thread=head)
    assert [message["text"] for message in thread["messages"]] == ["head", "reply"]
    assert thread["messages"][0]["reply_count"] == 1
    channel = await ana.get("messages", channel=GENERAL)
    assert [message["text"] for message in channel["messages"]] == ["head"]


async def test_unread_messages_and_mentions_are_counted(ana: Person, ben: Person) -> None:
    async def counts() -> tuple[int, int]:
        [channel] = [one for one in (await ana.get("state"))["channels"] if one["id"] == GENERAL]
        return channel["unread"], channel["mentions"]

    await ben.do("message", channel=GENERAL, text="hello")
    await ben.do("message", channel=GENERAL, text="hello @ana")
    assert await counts() == (2, 1)
    await ana.do("read", channel=GENERAL)
    assert await counts() == (0, 0)


async def test_one_edits_reacts_to_and_deletes_ones_own(ana: Person, ben: Person) -> None:
    ts = (await ana.do("message", channel=GENERAL, text="frist"))["ts"]
    await ana.do("edit", channel=GENERAL, ts=ts, text="first")
    await ben.do("reaction", channel=GENERAL, ts=ts, name="eyes")
    [message] = (await ana.get("messages", channel=GENERAL))["messages"]
    assert message["text"] == "first"
    assert message["edited"] is True
    assert message["reactions"] == [{"name": "eyes", "users": [defaults.BEN]}]
    assert (await ben.do("delete", channel=GENERAL, ts=ts))["error"] == "cant_update_message"
    await ben.do("reaction", channel=GENERAL, ts=ts, name="eyes", remove=True)
    await ana.do("delete", channel=GENERAL, ts=ts)
    assert (await ana.get("messages", channel=GENERAL))["messages"] == []


async def test_a_whisper_is_shown_to_one_person_until_dismissed(
    pg: Playground, ana: Person, ben: Person
) -> None:
    await app_of(pg).client.chat_postEphemeral(channel=GENERAL, user=ANA, text="psst")
    [whisper] = (await ana.get("messages", channel=GENERAL))["messages"]
    assert whisper["ephemeral"] is True
    assert (await ben.get("messages", channel=GENERAL))["messages"] == []
    await ana.do("delete", channel=GENERAL, ts=whisper["ts"], ephemeral=True)
    assert (await ana.get("messages", channel=GENERAL))["messages"] == []


async def test_a_click_at_the_page_reaches_the_app(pg: Playground, ana: Person) -> None:
    app = app_of(pg)
    clicked: list[str] = []

    @app.action("accept")
    async def on_accept(ack: AsyncAck, body: dict[str, Any]) -> None:
        clicked.append(body["user"]["id"])
        await ack()

    async with listening(pg, app):
        card = await app.client.chat_postMessage(channel=GENERAL, text="Dana", blocks=[BUTTON])
        action = {"channel": GENERAL, "ts": card["ts"], "block_id": "decide", "type": "button"}
        assert (await ana.do("action", **action, action_id="accept"))["ok"] is True
        assert (await ana.do("action", **action, action_id="gone"))["error"] == "action_not_found"
    assert clicked == [ANA]


async def test_a_modal_is_filled_in_and_sent_at_the_page(pg: Playground, ana: Person) -> None:
    app = app_of(pg)
    field = {
        "type": "input",
        "block_id": "note",
        "label": {"type": "plain_text", "text": "Note"},
        "element": {"type": "plain_text_input", "action_id": "text"},
    }
    view = {
        "type": "modal",
        "callback_id": "note",
        "title": {"type": "plain_text", "text": "Note"},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": [field],
    }
    notes: list[str] = []

    @app.shortcut("log_feedback")
    async def on_shortcut(ack: AsyncAck, body: dict[str, Any]) -> None:
        await app.client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.view("note")
    async def on_note(ack: AsyncAck, view: dict[str, Any]) -> None:
        notes.append(view["state"]["values"]["note"]["text"]["value"])
        await ack()

    async with listening(pg, app):
        ts = await pg.post("ben", "general", "they lack SSO")
        await ana.do("shortcut", callback_id="log_feedback", channel=GENERAL, ts=ts)
        shown = await ana.get("modal")
        assert shown["depth"] == 1
        view_id = shown["view"]["id"]
        empty = await ana.do("submit", view_id=view_id, state={})
        assert empty["errors"] == {"note": "Please complete this required field."}
        state = {"note": {"text": {"type": "plain_text_input", "value": "SSO"}}}
        assert (await ana.do("submit", view_id=view_id, state=state))["ok"] is True
    assert notes == ["SSO"]
    assert await ana.get("modal") == {"view": None, "depth": 0}


async def test_the_home_tab_is_shown_as_published(pg: Playground, ana: Person) -> None:
    assert await ana.get("home") == {"view": None}
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    await app_of(pg).client.views_publish(user_id=ANA, view=home)
    assert (await ana.get("home"))["view"]["blocks"][0]["type"] == "divider"
    assert await ana.do("home_opened", tab="home") == {"ok": True}
    assert (await ana.do("home_opened", tab="attic"))["error"] == "invalid_arguments"


async def test_people_and_channels_can_be_added(pg: Playground, ana: Person) -> None:
    kim = {"name": "kim", "real_name": "Kim Park", "email": "kim@example.com", "tz": "Asia/Seoul"}
    added = await ana.do("user", **kim)
    assert added["tz"] == "Asia/Seoul"
    assert (await ana.do("user", **kim))["error"] == "user_already_exists"
    channel = await ana.do("channel", name="pipeline", private=True)
    assert channel["kind"] == "private"
    assert channel["members"] == [ANA]
    assert (await ana.do("channel", name="pipeline"))["error"] == "name_taken"
    assert (await ana.do("channel", name="Two Words"))["error"] == "invalid_name"
    await ana.do("invite", channel=channel["id"], user=added["id"])
    assert pg.workspace.channels[channel["id"]].members == [ANA, added["id"]]
    direct = await ana.do("message", channel=added["id"], text="welcome")
    assert direct["ok"] is True


async def test_strangers_and_empty_messages_are_refused(visitor: aiohttp.ClientSession, ana: Person) -> None:
    assert (await Person(visitor, "U0NOBODY01").get("state"))["error"] == "user_not_found"
    assert (await ana.do("message", channel=GENERAL, text="  "))["error"] == "no_text"
    assert (await ana.do("message", channel=defaults.ADMIN, text="x"))["error"] == "channel_not_found"
    async with visitor.post("/page/message", data="not json") as answer:
        assert (await answer.json())["error"] == "invalid_json"


async def news(stream: aiohttp.ClientResponse) -> dict[str, Any]:
    """The next event of the stream."""
    while True:
        line = (await asyncio.wait_for(stream.content.readline(), 5)).decode()
        if line.startswith("data: "):
            found: dict[str, Any] = json.loads(line.removeprefix("data: "))
            return found


async def test_changes_are_streamed_to_those_who_may_see_them(pg: Playground, ana: Person) -> None:
    async with ana.session.get("/page/events", params={"user": ANA}) as stream:
        assert (await stream.content.readline()).startswith(b": ")
        await pg.post("max", "handoff-admin", "not for ana")
        ts = await pg.post("ben", "general", "for all")
        assert await news(stream) == {"type": "message", "channel": GENERAL, "ts": ts}
        await pg.post("ben", "general", "reply", thread_ts=ts)
        assert (await news(stream))["thread_ts"] == ts
        await app_of(pg).client.chat_postEphemeral(channel=GENERAL, user=ANA, text="psst")
        assert (await news(stream))["type"] == "ephemeral"
        await app_of(pg).client.views_publish(user_id=ANA, view={"type": "home", "blocks": []})
        assert (await news(stream))["type"] == "home"
        await ana.do("read", channel=GENERAL)
        assert (await news(stream))["type"] == "read"


async def test_a_closed_tab_is_forgotten_without_a_complaint(
    pg: Playground, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    async with ana.session.get("/page/events", params={"user": ANA}) as stream:
        async with ana.session.get("/page/events", params={"user": ANA}) as closed:
            await closed.content.readline()
        for text in ("one", "two", "three"):
            await pg.post("ben", "general", text)
            await news(stream)
    assert caplog.records == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/page/state?user=U0ANA00001", "/static/icon.svg", "/page/events"])
async def test_other_sites_are_kept_out(
    visitor: aiohttp.ClientSession, headers: dict[str, str], path: str
) -> None:
    async with visitor.get(path, headers=headers) as answer:
        assert answer.status == 403


async def test_the_pages_own_origin_is_let_in(pg: Playground, visitor: aiohttp.ClientSession) -> None:
    async with visitor.get("/page/state", params={"user": "ana"}, headers={"Origin": pg.url}) as answer:
        assert answer.status == 200
    localhost = {"Host": "localhost:8765", "Origin": "http://localhost:8765"}
    async with visitor.get("/page/state", params={"user": "ana"}, headers=localhost) as answer:
        assert answer.status == 200


async def test_a_playground_runs_until_it_is_cancelled() -> None:
    address = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(server.run(Config(port=0), address.set_result))
    async with aiohttp.ClientSession(await address) as session, session.get("/") as answer:
        assert answer.status == 200
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_port_in_use_is_said_plainly(pg: Playground) -> None:
    port = int(pg.url.rsplit(":", 1)[1])
    with pytest.raises(PortTaken, match=f"port {port} is in use"):
        async with Playground.start(port=port):
            pass


async def test_without_a_name_the_page_starts_as_the_first_member(pg: Playground) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{pg.url}/page/state") as answer:
        found = await answer.json()
    assert found["me"]["name"] == "ana"
