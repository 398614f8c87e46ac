"""Signed HTTP delivery to a real Bolt app behind a real web server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.playground import defaults
from bot.playground.server import Playground

from .clients import app_of


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def hearing(pg: Playground, app: AsyncApp) -> AsyncIterator[None]:
    async with serving(app.web_app(path="/slack/events")) as url:
        pg.deliver_to(url)
        yield


async def test_an_event_passes_signature_verification(pg: Playground) -> None:
    app = app_of(pg)
    heard: list[str] = []

    @app.event("message")
    async def on_message(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    async with hearing(pg, app):
        await pg.post("ana", "general", "Grüße")
        await pg.settled()
    assert heard == ["Grüße"]


async def test_a_wrong_secret_is_refused_and_given_up_after_three_retries(pg: Playground) -> None:
    app = AsyncApp(client=app_of(pg).client, signing_secret="another")
    async with hearing(pg, app):
        await pg.post("ana", "general", "hello")
        await pg.settled()
    assert len(pg.slack.delivery.unheard) == 1


async def test_a_failed_event_comes_again_with_number_and_reason(pg: Playground) -> None:
    app = app_of(pg)
    retries: list[tuple[str, str]] = []

    @app.event("message")
    async def on_message(request: Any) -> None:
        number = request.headers.get("x-slack-retry-num", ["0"])[0]
        retries.append((number, request.headers.get("x-slack-retry-reason", [""])[0]))
        if number != "2":
            raise RuntimeError("not yet")

    async with hearing(pg, app):
        await pg.post("ana", "general", "hello")
        await pg.settled()
    assert retries == [("0", ""), ("1", "http_error"), ("2", "http_error")]


async def test_an_app_can_decline_retries(pg: Playground) -> None:
    attempts: list[str] = []

    async def busy(request: web.Request) -> web.Response:
        attempts.append(request.path)
        return web.Response(status=503, headers={"X-Slack-No-Retry": "1"})

    app = web.Application()
    app.router.add_post("/slack/events", busy)
    async with serving(app) as url:
        pg.deliver_to(url)
        await pg.post("ana", "general", "hello")
        await pg.settled()
    assert len(attempts) == 1


async def test_commands_and_clicks_are_sent_once_as_forms(pg: Playground) -> None:
    app = app_of(pg)
    heard: list[dict[str, Any]] = []

    @app.command("/handoff")
    async def on_command(ack: AsyncAck, command: dict[str, Any]) -> None:
        heard.append(command)
        await ack({"text": "For everyone", "response_type": "in_channel"})

    @app.shortcut("log_feedback")
    async def on_shortcut(ack: AsyncAck, shortcut: dict[str, Any]) -> None:
        heard.append(shortcut)
        raise RuntimeError("broken")

    async with hearing(pg, app):
        await pg.command("ana", "general", "/handoff queue")
        ts = pg.messages("general")[-1].ts
        outcome = await pg.shortcut("ana", "log_feedback", "general", ts)
    assert heard[0]["text"] == "queue"
    assert heard[0]["channel_name"] == "general"
    assert pg.messages("general")[-1].text == "For everyone"
    assert heard[1]["message"]["ts"] == ts
    assert len(heard) == 2
    assert outcome.error == "The app answered an error."


async def test_nobody_at_the_address_is_a_failed_connection(pg: Playground) -> None:
    async with serving(web.Application()) as url:
        pass
    pg.deliver_to(url)
    outcome = await pg.command("ana", "general", "/handoff queue")
    assert outcome.error == "dispatch_failed"
    await pg.post("ana", "general", "hello")
    await pg.settled()
    assert pg.slack.delivery.unheard[0]["event"]["user"] == defaults.ANA
