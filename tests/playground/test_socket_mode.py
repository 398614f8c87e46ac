"""Events, interactions and commands over Socket Mode, heard by a real Bolt app."""

from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import defaults
from bot.playground.server import Playground

from .clients import app_of, client_of, listening, refusal

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


async def connection(pg: Playground, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    opened = await client_of(pg).apps_connections_open(app_token=defaults.APP_TOKEN)
    return await session.ws_connect(opened["url"])


async def test_every_payload_goes_to_one_of_the_connections(pg: Playground) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = [await connection(pg, session) for _ in range(2)]
        hellos = [await socket.receive_json() for socket in sockets]
        for text in ("one", "two"):
            await pg.post("ana", "general", text)
        envelopes = [await socket.receive_json() for socket in sockets]
        for socket, envelope in zip(sockets, envelopes, strict=True):
            await socket.send_json({"envelope_id": envelope["envelope_id"]})
        await pg.settled()
        for socket in sockets:
            await socket.close()
    assert [hello["num_connections"] for hello in hellos] == [1, 2]
    assert hellos[0]["debug_info"]["approximate_connection_time"] > 0
    assert {envelope["payload"]["event"]["text"] for envelope in envelopes} == {"one", "two"}
    assert envelopes[0]["type"] == "events_api"
    assert envelopes[0]["accepts_response_payload"] is False


async def test_the_eleventh_connection_is_turned_away(pg: Playground) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = [await connection(pg, session) for _ in range(11)]
        assert (await sockets[-1].receive_json())["reason"] == "too_many_websockets"
        assert len(pg.slack.sockets.connections) == 10
        for socket in sockets:
            await socket.close()


async def test_an_unacknowledged_envelope_is_repeated_with_its_number(pg: Playground) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await connection(pg, session)
        await socket.receive_json()
        await pg.post("ana", "general", "hello")
        first = await socket.receive_json()
        second = await socket.receive_json()
        await socket.send_str("this is not JSON")
        await socket.send_json({"envelope_id": second["envelope_id"]})
        await pg.settled()
        await socket.close()
    assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert first["payload"]["event_id"] == second["payload"]["event_id"]


async def test_a_ticket_opens_one_connection(pg: Playground) -> None:
    opened = await client_of(pg).apps_connections_open(app_token=defaults.APP_TOKEN)
    async with aiohttp.ClientSession() as session:
        socket = await session.ws_connect(opened["url"])
        async with session.get(opened["url"].replace("ws", "http", 1)) as again:
            assert again.status == 403
        await socket.close()


async def test_only_the_app_level_token_opens_connections(pg: Playground, client: AsyncWebClient) -> None:
    wrong = client.apps_connections_open(app_token=defaults.BOT_TOKEN)
    assert await refusal(wrong) == "not_allowed_token_type"


async def test_the_client_comes_back_after_a_refresh(pg: Playground) -> None:
    app = app_of(pg)
    heard: list[str] = []

    @app.event("message")
    async def on_message(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    async with listening(pg, app):
        await pg.disconnect("refresh_requested")
        assert pg.slack.sockets.connections == []
        await pg.connected()
        await pg.post("ana", "general", "still there?")
        await pg.settled()
    assert heard == ["still there?"]


async def test_a_menu_sends_the_whole_option_and_the_state(pg: Playground) -> None:
    app = app_of(pg)
    seen: list[dict[str, Any]] = []

    @app.action("owner")
    async def on_owner(ack: AsyncAck, body: dict[str, Any]) -> None:
        seen.append(body)
        await ack()

    options = [
        {"text": {"type": "plain_text", "text": name}, "value": name.lower()} for name in ("Ana", "Ben")
    ]
    block = {
        "type": "actions",
        "block_id": "pick",
        "elements": [
            {"type": "static_select", "action_id": "owner", "options": options, "initial_option": options[0]},
            {"type": "users_select", "action_id": "other"},
        ],
    }
    async with listening(pg, app):
        card = await app.client.chat_postMessage(channel=defaults.GENERAL, text="Whose?", blocks=[block])
        await pg.click("ana", "general", card["ts"], "owner", "ben")
    [body] = seen
    assert body["actions"][0]["selected_option"]["value"] == "ben"
    assert body["state"]["values"]["pick"]["owner"]["selected_option"]["value"] == "ben"
    assert body["state"]["values"]["pick"]["other"] == {"type": "users_select", "selected_user": None}
