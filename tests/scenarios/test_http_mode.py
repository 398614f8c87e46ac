"""Slack heard over HTTP: the same bot, signed requests instead of a socket, and whoever forges them."""

import hashlib
import hmac
import io
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from bot import joining
from bot.config import Settings
from bot.domain.handoff import Status
from bot.gateways.bodies import MAX_BYTES
from bot.playground import defaults
from bot.playground.config import Mode
from storage.database import Database
from tests.databases import ManualClock
from tests.scenarios import world as worlds
from tests.scenarios.world import World

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

# What Slack sends and is answered does not depend on the kind of database.
pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
async def world(db: Database, clock: ManualClock) -> AsyncIterator[World]:
    """A bot that Slack reaches over HTTP."""
    async with worlds.world(db, clock, mode=Mode.HTTP) as made:
        yield made


def signed(
    body: bytes, kind: str = JSON, secret: str = defaults.SIGNING_SECRET, at: object = None
) -> dict[str, str]:
    """The headers with which Slack sends a body; `at`: the timestamp, when it is not now."""
    sent = str(int(time.time()) if at is None else at)
    digest = hmac.new(secret.encode(), b"v0:" + sent.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": sent,
        "X-Slack-Signature": f"v0={digest}",
    }


async def send(
    world: World, body: bytes | io.BytesIO, headers: Mapping[str, str], method: str = "POST"
) -> tuple[int, str]:
    """What the bot answers: status and body."""
    url = f"http://127.0.0.1:{world.bot.port}/slack/events"
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, url, data=body, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


def click(user: str = defaults.ANA, handoff: int = 1) -> bytes:
    """Somebody presses Accept, as Slack puts it."""
    payload = {
        "type": "block_actions",
        "user": {"id": user, "team_id": defaults.TEAM_ID},
        "team": {"id": defaults.TEAM_ID, "domain": defaults.TEAM_DOMAIN},
        "container": {"type": "message", "channel_id": defaults.HANDOFFS, "message_ts": "1.0"},
        "channel": {"id": defaults.HANDOFFS, "name": "handoffs"},
        "trigger_id": "1.2.3",
        "actions": [
            {"type": "button", "action_id": "handoff.accept", "block_id": "b", "value": str(handoff)}
        ],
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


def mention(ts: str) -> bytes:
    """Somebody speaks to the bot."""
    event = {
        "type": "app_mention",
        "user": defaults.ANA,
        "channel": defaults.HANDOFFS,
        "ts": ts,
        "text": f"<@{defaults.BOT_USER_ID}> help",
    }
    envelope = {"type": "event_callback", "team_id": defaults.TEAM_ID, "event_id": "Ev1", "event": event}
    return json.dumps(envelope).encode()


async def test_a_lead_is_accepted_touched_and_undone_over_http(world: World) -> None:
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.accept")
    assert "Accepted by Ana Lima" in world.cards()[0].text
    await world.press("ana", world.cards()[0], "handoff.more", "undo:1")
    assert (await world.handoff()).status is Status.OPEN


async def test_a_modal_is_opened_changed_refused_and_sent_over_http(world: World) -> None:
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.reject")
    modal = world.slack.modal("ana")
    assert modal is not None
    await world.slack.click_in_view("ana", modal, "handoff.reason", {"value": "other"})
    outcome = await world.slack.submit("ana", {"reason": "other"})
    assert "detail" in outcome.errors
    await world.slack.submit("ana", {"reason": "other", "detail": "She is our landlord"})
    await world.tick()
    handoff = await world.handoff()
    assert (handoff.status, handoff.detail) == (Status.REJECTED, "She is our landlord")


async def test_the_home_tab_and_the_command_work_over_http(world: World) -> None:
    await world.lead()
    await world.slack.open_home("ana")
    await world.slack.settled()
    await world.tick()
    view = world.slack.home("ana")
    assert view is not None
    assert "Dana Ruiz" in str(view.given["blocks"])
    await world.slack.command("ana", "handoffs", "/handoff queue")
    assert "Dana Ruiz" in str(world.slack.ephemerals("ana", "handoffs")[-1].blocks)


async def test_the_challenge_is_answered(world: World) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a", "token": "t"}).encode()
    status, text = await send(world, body, signed(body))
    assert (status, json.loads(text)) == (200, {"challenge": "3eZbrw1a"})


async def test_a_certificate_check_is_answered_unsigned_and_does_nothing(world: World) -> None:
    await world.lead()
    body = b"ssl_check=1&" + click()
    assert (await send(world, body, {"Content-Type": FORM}))[0] == 200
    assert (await world.handoff()).status is Status.OPEN


# Made when asked for: a signature is fresh for five minutes only.
FORGED: dict[str, Callable[[], Mapping[str, str]]] = {
    "another secret": lambda: signed(click(), FORM, secret="another-signing-secret"),
    "another body": lambda: signed(click(defaults.BEN), FORM),
    "six minutes old": lambda: signed(click(), FORM, at=int(time.time()) - 360),
    "an hour early": lambda: signed(click(), FORM, at=int(time.time()) + 3600),
    "no number": lambda: signed(click(), FORM, at="yesterday"),
    "a fraction": lambda: signed(click(), FORM, at=f"{time.time()}"),
    "infinite": lambda: signed(click(), FORM, at="inf"),
    "other digits": lambda: signed(click(), FORM, at="١٢٣"),
    "very long": lambda: signed(click(), FORM, at="1" * 5000),
    "no headers": lambda: {"Content-Type": FORM},
    "no signature": lambda: {
        name: value for name, value in signed(click(), FORM).items() if "Sig" not in name
    },
    "no timestamp": lambda: {
        name: value for name, value in signed(click(), FORM).items() if "Time" not in name
    },
    "an empty signature": lambda: signed(click(), FORM) | {"X-Slack-Signature": ""},
    "a signature in umlauts": lambda: signed(click(), FORM) | {"X-Slack-Signature": "v0=äöü"},
}


@pytest.mark.parametrize("forgery", FORGED)
async def test_what_slack_did_not_sign_lately_is_refused_without_effect(world: World, forgery: str) -> None:
    await world.lead()
    await world.slack.settled()
    before = len(world.slack.slack.calls)
    assert (await send(world, click(), FORGED[forgery]()))[0] == 401
    assert (await world.handoff()).status is Status.OPEN
    assert len(world.slack.slack.calls) == before


async def test_the_same_click_in_order_is_accepted(world: World) -> None:
    """The judge of the test before: nothing but the signature was wrong there."""
    await world.lead()
    assert (await send(world, click(), signed(click(), FORM)))[0] == 200
    assert (await world.handoff()).status is Status.ACCEPTED


@pytest.mark.parametrize(
    "body",
    [b"{", b"[1]", b'{"type":' + b"[" * 50_000, b"\xff\xfe", b"payload=%7B", b"payload=[]", b"null"],
    ids=["cut off", "a list", "deep", "not UTF-8", "cut off in a form", "a list in a form", "null"],
)
@pytest.mark.parametrize("content", [JSON, FORM])
async def test_unsigned_rubbish_is_refused_and_never_parsed(world: World, body: bytes, content: str) -> None:
    assert (await send(world, body, {"Content-Type": content}))[0] == 401


async def test_signed_rubbish_is_a_bad_request(world: World) -> None:
    for body in (b"{", b"\xff\xfe", b"payload=%7B"):
        assert (await send(world, body, signed(body)))[0] == 400


async def test_a_body_may_not_be_larger_than_a_mebibyte(world: World) -> None:
    body = b"x" * (MAX_BYTES + 1)
    assert (await send(world, io.BytesIO(body), signed(body)))[0] == 413


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_only_post_is_taken(world: World, method: str) -> None:
    assert (await send(world, b"", {}, method))[0] == 405


async def test_an_event_that_slack_sends_again_changes_nothing(world: World) -> None:
    await world.lead()
    body = mention("1772528400.000100")
    again = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    for more in ({}, again, again):
        assert (await send(world, body, signed(body) | more))[0] == 200
    assert len(world.slack.ephemerals("ana", "handoffs")) == 1


async def test_a_click_that_comes_again_is_told_that_it_happened(world: World) -> None:
    await world.lead()
    for _ in range(2):
        assert (await send(world, click(), signed(click(), FORM)))[0] == 200
    assert (await world.log()).count("accepted") == 1
    assert "already" in world.slack.ephemerals("ana", "handoffs")[-1].text


async def test_what_could_not_be_stored_is_asked_for_again(world: World) -> None:
    """An answer that is no success makes Slack send an event again; nothing was done by halves."""
    await world.db.close()
    body = mention("1772528400.000200")
    status, _ = await send(world, body, signed(body))
    assert status == 500


async def test_events_that_nobody_listens_to_are_taken_quietly(world: World) -> None:
    envelope: dict[str, Any] = json.loads(mention("1.0"))
    envelope["event"] = {"type": "emoji_changed", "subtype": "add", "name": "wave"}
    body = json.dumps(envelope).encode()
    assert (await send(world, body, signed(body)))[0] == 200


async def test_bolt_warns_of_nothing_where_the_token_is_in_the_environment(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    environ = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "secret"}
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    joining.bolt(Settings.load(environ, needs_slack=True), world.bot.services.slack, world.bot.services)
    assert [record.getMessage() for record in caplog.records if record.name == "slack_bolt"] == []
