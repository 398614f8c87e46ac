"""The HTTP side: intake, Slack's events, health and metrics. Thin: sizes, headers and statuses only."""

import asyncio
import errno
import hashlib
import hmac
import ipaddress
import logging
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from bot.domain.errors import ConfigError, StorageError
from bot.gateways.bodies import MAX_BYTES
from bot.services import door
from bot.services.door import Door, Parcel, Receipt
from bot.services.health import Health

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# Vendors give up after 4 to 5 seconds; sending again what was stored after all is a duplicate.
_PATIENCE = 3.5
# Slack's own rule: https://docs.slack.dev/authentication/verifying-requests-from-slack
_FRESH = 300
# A proxy or a browser speaks for somebody else.
_FOREIGN = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", "Origin")


@dataclass(frozen=True, slots=True)
class Ear:
    """How Slack is heard over HTTP: what listens, and the secret by which Slack signs."""

    app: AsyncApp
    secret: str = field(repr=False)


def build(intake: Door, health: Health, slack: Ear | None, patience: float = _PATIENCE) -> web.Application:
    """The web application; `slack` is None when Slack is heard through Socket Mode.

    `patience`: after how many seconds without an answer of the database a delivery is sent back.
    """
    app = web.Application(client_max_size=MAX_BYTES, middlewares=[_problems])
    receive = _intake(intake, patience)
    app.router.add_post("/intake/{source}", receive)
    # Segment's libraries are given an address and append this to it.
    app.router.add_post("/intake/{source}/v1/batch", receive)
    app.router.add_get("/healthz", _healthz)
    app.router.add_get("/readyz", _readyz(health))
    app.router.add_get("/metrics", _metrics(health))
    if slack is not None:
        app.router.add_post("/slack/events", _slack(slack))
    return app


def runner(app: web.Application) -> web.AppRunner:
    """What serves the application; signatures are made over bodies as they come, so none is unpacked."""
    return web.AppRunner(app, access_log=None, shutdown_timeout=2.0, auto_decompress=False)


def _intake(intake: Door, patience: float) -> Handler:
    async def receive(request: web.Request) -> web.Response:
        body = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        parcel = Parcel(headers, body, _is_local(request))
        try:
            async with asyncio.timeout(patience):
                receipt = await intake.receive(request.match_info["source"], parcel)
        except (StorageError, TimeoutError) as error:
            log.error("the intake could not store a delivery: %r", error)
            receipt = door.problem(503, "Not stored", "Send it again in a moment.", retry_after=5)
        return _respond(receipt)

    return receive


def _is_local(request: web.Request) -> bool:
    """Whether a program on this machine sent the request, for itself."""
    try:
        sender = ipaddress.ip_address(request.remote or "")
    except ValueError:
        return False
    return sender.is_loopback and not any(name in request.headers for name in _FOREIGN)


def _slack(slack: Ear) -> Handler:
    async def events(request: web.Request) -> web.Response:
        body = await request.read()
        # Slack tries the certificate of a command's address so, and signs it no more than a stranger would.
        if b"ssl_check=1" in body.split(b"&"):
            return web.Response()
        if not _is_from_slack(slack.secret, request, body):
            return web.Response(status=401)
        try:
            bolt = AsyncBoltRequest(
                body=body.decode(), query=request.query_string, headers=dict(request.headers)
            )
        except ValueError:
            return web.Response(status=400)
        return await to_aiohttp_response(await slack.app.async_dispatch(bolt))

    return events


def _is_from_slack(secret: str, request: web.Request, body: bytes) -> bool:
    """Whether Slack signed the request lately. Bolt asks the same, but not before it has parsed the body."""
    sent = request.headers.get("X-Slack-Request-Timestamp", "")
    if not re.fullmatch("[0-9]{1,15}", sent) or abs(time.time() - int(sent)) > _FRESH:
        return False
    signed = hmac.new(secret.encode(), b"v0:" + sent.encode() + b":" + body, hashlib.sha256)
    given = request.headers.get("X-Slack-Signature", "").encode(errors="surrogateescape")
    return hmac.compare_digest(f"v0={signed.hexdigest()}".encode(), given)


async def _healthz(_: web.Request) -> web.Response:
    return web.json_response({"status": "alive"})


def _readyz(health: Health) -> Handler:
    async def ready(_: web.Request) -> web.Response:
        trouble = await health.trouble()
        status = 503 if trouble else 200
        return web.json_response(
            {"status": "not ready" if trouble else "ready", "why": trouble}, status=status
        )

    return ready


def _metrics(health: Health) -> Handler:
    async def metrics(_: web.Request) -> web.Response:
        return web.Response(text=await health.metrics(), content_type="text/plain")

    return metrics


@web.middleware
async def _problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refusals by the web server itself, in the same form as the door's."""
    try:
        return await handler(request)
    except web.HTTPRequestEntityTooLarge:
        return _respond(door.problem(413, "Too large", f"A body should have at most {MAX_BYTES} bytes."))
    except web.HTTPException as error:
        if error.status < 400:
            raise
        response = _respond(door.problem(error.status, error.reason))
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
        return response


def _respond(receipt: Receipt) -> web.Response:
    kind = "application/problem+json" if receipt.status >= 400 else "application/json"
    headers = {"Retry-After": str(receipt.retry_after)} if receipt.retry_after else {}
    return web.json_response(dict(receipt.body), status=receipt.status, headers=headers, content_type=kind)


async def bind(runner: web.AppRunner, host: str, port: int) -> None:
    """Listen there. Raises ConfigError that says what to set where one cannot."""
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ConfigError(f"Port {port} is taken: set PORT to a free one.") from error
        raise ConfigError(f"Cannot listen on {host}:{port} ({error.strerror}): set HOST and PORT.") from error
