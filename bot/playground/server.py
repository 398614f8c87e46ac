"""Serving a playground: for the demo (`run`), and inside a test (`Playground`)."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.playground import acting, defaults, guard, interactions, looking
from bot.playground.config import Config
from bot.playground.faults import Fault
from bot.playground.interactions import Outcome
from bot.playground.messages import Message
from bot.playground.page import Page
from bot.playground.payloads import Object
from bot.playground.slack import Call, Slack
from bot.playground.views import View
from bot.playground.web_api import UPLOAD_BYTES, WebApi
from bot.playground.workspace import Clock, Workspace

STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'self'; img-src 'self' data: https:; "
    "style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
)


class PortTaken(Exception):  # noqa: N818 - it says what happened
    """Something else listens on the port; the message names it."""


def create_app(slack: Slack) -> web.Application:
    """The web application of a playground: page, Web API, Socket Mode."""
    app = web.Application(middlewares=[guard.same_machine], client_max_size=UPLOAD_BYTES)
    page = Page(slack)
    app.add_routes([*WebApi(slack).routes(), *page.routes(), web.get("/", _index)])
    app.add_routes([web.get("/archives/{channel}/{message}", _index)])
    app.router.add_static("/static", STATIC)

    async def stop(_: web.Application) -> None:
        await page.live.close()
        await slack.close()

    app.on_shutdown.append(stop)
    return app


async def _index(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(STATIC / "index.html", headers={"Content-Security-Policy": POLICY})


@asynccontextmanager
async def serving(slack: Slack, port: int) -> AsyncIterator[str]:
    """Serves the playground on this machine (0 picks a free port) and gives its address. Raises PortTaken."""
    runner = web.AppRunner(create_app(slack), shutdown_timeout=0.5, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, defaults.HOST, port)
        try:
            await site.start()
        except OSError as problem:
            raise PortTaken(f"port {port} is in use; choose another one") from problem
        slack.origin = f"http://{defaults.HOST}:{runner.addresses[0][1]}"
        yield slack.origin
    finally:
        await runner.cleanup()


@asynccontextmanager
async def serving_config(config: Config) -> AsyncIterator[str]:
    """Serves the playground that the configuration describes and gives its address. Raises PortTaken."""
    async with serving(Slack(config, time.time), config.port) as origin:
        yield origin


async def run(config: Config, ready: Callable[[str], None]) -> None:
    """Serves a playground until cancelled; `ready` receives its address. Raises PortTaken."""
    async with serving_config(config) as origin:
        ready(origin)
        await asyncio.Event().wait()


class Playground:
    """A served playground in a test, with people to act in it.

    People are named by id or name ("ana"), channels by id or name ("handoffs"), direct messages by the other
    side ("@handoff").
    """

    def __init__(self, slack: Slack) -> None:
        self.slack = slack

    @staticmethod
    @asynccontextmanager
    async def start(
        config: Config | None = None, port: int = 0, clock: Clock = time.time
    ) -> "AsyncIterator[Playground]":
        """A playground that is served while the context is open."""
        slack = Slack(config or Config(), clock)
        async with serving(slack, port):
            yield Playground(slack)

    @property
    def url(self) -> str:
        """The address of the page."""
        return self.slack.origin

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL should be."""
        return f"{self.slack.origin}/api/"

    @property
    def workspace(self) -> Workspace:
        """The state, for looking at it directly."""
        return self.slack.workspace

    # Waiting.

    async def wait_until(self, predicate: Callable[[], object], timeout: float = 30.0) -> None:  # noqa: ASYNC109
        """Returns once the predicate holds. Raises TimeoutError."""
        await self.slack.wait_until(predicate, timeout)

    async def connected(self, count: int = 1) -> None:
        """Returns once the app has that many Socket Mode connections."""
        await self.wait_until(lambda: len(self.slack.sockets.connections) >= count)

    async def settled(self) -> None:
        """Returns once every event and interaction is acknowledged or given up."""
        await self.wait_until(lambda: self.slack.delivery.under_way == 0)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Asks the app's Socket Mode connections to go, as Slack does when it refreshes them."""
        await self.slack.sockets.disconnect(reason)

    def deliver_to(self, request_url: str) -> None:
        """Sends events to this address from now on, signed, instead of over Socket Mode."""
        self.slack.deliver_to(request_url)

    # Acting.

    async def post(self, user: str, channel: str, text: str, thread_ts: str = "") -> str:
        """Writes a message; gives its timestamp."""
        who, where = self._at(user, channel)
        return acting.post(self.slack, who, where, text, thread_ts).ts

    async def click(
        self, user: str, channel: str, ts: str, action_id: str, selected: Any = None, block_id: str = ""
    ) -> Outcome:
        """Uses an element of a message (also of an ephemeral one)."""
        who, where = self._at(user, channel)
        ephemeral = any(one.ts == ts for one in self.workspace.whispers)
        target = acting.message(self.slack, who, where, ts, ephemeral=ephemeral)
        return await acting.use(self.slack, who, target, action_id, block_id, selected, {})

    async def click_in_view(self, user: str, view: View, action_id: str, selected: Any = None) -> Outcome:
        """Uses an element of a modal or of the Home tab."""
        who = acting.user(self.slack, user).id
        return await acting.use(self.slack, who, view, action_id, "", selected, {})

    async def submit(self, user: str, values: dict[str, Any] | None = None) -> Outcome:
        """Fills the modal in front (answers by block id) and sends it off."""
        view = self.modal(user)
        if view is None:
            raise AssertionError(f"{user} has no modal open")
        return await interactions.submit(self.slack, view.user, view, acting.filled(view, values or {}))

    async def close_modal(self, user: str) -> None:
        """Closes the modal in front."""
        view = self.modal(user)
        if view is not None:
            await interactions.close(self.slack, view.user, view)

    async def command(self, user: str, channel: str, text: str) -> Outcome:
        """Types a slash command, such as "/handoff queue"."""
        who, where = self._at(user, channel)
        name, _, rest = text.partition(" ")
        return await interactions.command(self.slack, who, where, name, rest)

    async def shortcut(self, user: str, callback_id: str, channel: str = "", ts: str = "") -> Outcome:
        """Picks a shortcut, on a message when one is given."""
        if not ts:
            return await interactions.global_shortcut(
                self.slack, acting.user(self.slack, user).id, callback_id
            )
        who, where = self._at(user, channel)
        target = acting.message(self.slack, who, where, ts)
        return await interactions.message_shortcut(self.slack, who, callback_id, target)

    async def react(self, user: str, channel: str, ts: str, name: str) -> None:
        """Reacts to a message."""
        who, where = self._at(user, channel)
        self.workspace.react(acting.message(self.slack, who, where, ts), who, name)

    async def open_home(self, user: str, tab: str = "home") -> None:
        """Opens the app's Home (or Messages) tab."""
        interactions.home_opened(self.slack, acting.user(self.slack, user).id, tab)

    def fault(self, method: str, kind: str, **more: Any) -> Fault:
        """Orders that calls of the method go wrong."""
        return self.slack.faults.order({"method": method, "kind": kind, **more})

    # Looking.

    def messages(self, channel: str) -> list[Message]:
        """The messages of a channel, without thread replies, oldest first."""
        found = self.workspace.named(channel)
        if found is None:
            raise AssertionError(f"there is no channel {channel}")
        return [message for message in self.workspace.messages[found.id] if message.in_channel]

    def thread(self, channel: str, ts: str) -> list[Message]:
        """The replies to a message, oldest first."""
        found = self.workspace.named(channel)
        return self.workspace.replies(found.id, ts) if found else []

    def dm_messages(self, user: str) -> list[Message]:
        """The direct messages between the person and the app, thread replies included, oldest first."""
        who = acting.user(self.slack, user).id
        return self.workspace.messages[self.workspace.direct(who, defaults.BOT_USER_ID).id]

    def ephemerals(self, user: str, channel: str = "") -> list[Message]:
        """What only the person was shown (in that channel, or anywhere)."""
        who = acting.user(self.slack, user).id
        where = self.workspace.named(channel)
        return [
            one for one in self.workspace.whispers if one.to == who and (not where or one.channel == where.id)
        ]

    def modal(self, user: str) -> View | None:
        """The modal in front of the person."""
        return self.slack.views.top(acting.user(self.slack, user).id)

    def home(self, user: str) -> View | None:
        """The person's Home tab."""
        return self.slack.views.homes.get(acting.user(self.slack, user).id)

    def page_state(self, user: str) -> Object:
        """What the page shows the person around the messages."""
        return looking.state(self.slack, acting.user(self.slack, user).id)

    def calls(self, method: str) -> list[Call]:
        """The Web API calls of the method so far."""
        return [call for call in self.slack.calls if call.method == method]

    def _at(self, user: str, channel: str) -> tuple[str, Any]:
        who = acting.user(self.slack, user).id
        return who, acting.channel(self.slack, who, channel)
