"""Events, interactions and commands over Socket Mode, heard by a real Bolt app."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond

from bot.playground import defaults
from bot.playground.server import Playground

from .clients import app_of, listening

BUTTON = {
    "type": "actions",
    "block_id": "decide",
    "elements": [
        {
            "type": "button",
            "text": {"type": "plain_text", "text": "Accept"},
            "action_id": "accept",
            "value": "42",
        }
    ],
}


async def test_a_message_and_a_mention_arrive_as_two_events(pg: Playground) -> None:
    app = app_of(pg)
    heard: list[dict[str, Any]] = []

    @app.event("app_mention")
    async def on_mention(event: dict[str, Any]) -> None:
        heard.append(event)

    @app.event("message")
    async def on_message(event: dict[str, Any]) -> None:
        heard.append(event)

    async with listening(pg, app):
        ts = await pg.post("ana", "general", "@handoff how are leads?")
        await pg.settled()
    assert sorted(event["type"] for event in heard) == ["app_mention", "message"]
    assert {event["ts"] for event in heard} == {ts}
    assert heard[0]["text"] == f"<@{defaults.BOT_USER_ID}> how are leads?"


async def test_a_failing_listener_gets_the_event_again(pg: Playground) -> None:
    app = app_of(pg)
    attempts: list[str] = []

    @app.event("message")
    async def on_message(body: dict[str, Any], request: Any) -> None:
        attempts.append(request.headers.get("x-slack-retry-num", ["0"])[0])
        if len(attempts) < 3:
            raise RuntimeError("not yet")

    async with listening(pg, app):
        await pg.post("ana", "general", "hello")
        await pg.settled()
    assert attempts == ["0", "1", "2"]
    assert pg.slack.delivery.unheard == []


async def test_a_click_carries_message_value_and_trigger(pg: Playground) -> None:
    app = app_of(pg)
    seen: list[dict[str, Any]] = []

    @app.action("accept")
    async def on_accept(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        seen.append(body)
        await respond("Ana took it", response_type="ephemeral", replace_original=False)
        await ack()

    async with listening(pg, app):
        card = await app.client.chat_postMessage(channel=defaults.HANDOFFS, text="Dana", blocks=[BUTTON])
        outcome = await pg.click("ana", "handoffs", card["ts"], "accept")
    assert outcome.ok
    [body] = seen
    assert body["actions"][0]["value"] == "42"
    assert body["user"]["id"] == defaults.ANA
    assert body["container"]["message_ts"] == body["message"]["ts"] == card["ts"]
    assert [message.text for message in pg.ephemerals("ana")] == ["Ana took it"]


async def test_a_click_without_acknowledgement_shows_an_error(pg: Playground) -> None:
    app = app_of(pg)
    async with listening(pg, app):
        card = await app.client.chat_postMessage(channel=defaults.HANDOFFS, text="Dana", blocks=[BUTTON])
        outcome = await pg.click("ana", "handoffs", card["ts"], "accept")
    assert not outcome.ok
    assert outcome.error == "The app did not answer within 3 seconds."


async def test_a_command_answers_with_its_acknowledgement(pg: Playground) -> None:
    app = app_of(pg)
    heard: list[dict[str, Any]] = []

    @app.command("/handoff")
    async def on_command(ack: AsyncAck, command: dict[str, Any]) -> None:
        heard.append(command)
        await ack("Your queue is empty.")

    async with listening(pg, app):
        await pg.command("ana", "general", "/handoff ask @ben about #general")
    assert heard[0]["text"] == f"ask <@{defaults.BEN}|ben> about <#{defaults.GENERAL}|general>"
    assert [message.text for message in pg.ephemerals("ana")] == ["Your queue is empty."]


async def test_an_app_that_is_away_is_reported_to_the_person(pg: Playground) -> None:
    outcome = await pg.command("ana", "general", "/handoff queue")
    assert not outcome.ok
    assert pg.ephemerals("ana")[0].text == '/handoff failed with the error "dispatch_failed"'
