"""One pretended Slack: the workspace and everything around it, put together."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.config import Config, Mode
from bot.playground.delivery import Carrier, Delivery
from bot.playground.events import Events
from bot.playground.faults import Faults
from bot.playground.files import Files
from bot.playground.http_delivery import HttpDelivery
from bot.playground.pacing import Pacer
from bot.playground.payloads import Object
from bot.playground.socket_mode import SocketMode
from bot.playground.tickets import Tickets
from bot.playground.views import Views
from bot.playground.workspace import Change, Clock, What, Workspace

REMEMBERED_CALLS = 10_000


@dataclass(frozen=True, slots=True)
class Call:
    """A Web API call that arrived, and the error it was answered with ("" for none)."""

    method: str
    arguments: Object
    error: str


class Slack:
    """The state of a playground. `origin` is its address once it is served."""

    def __init__(self, config: Config, clock: Clock) -> None:
        app = config.app
        self.config = config
        self.clock = clock
        self.origin = ""
        self.workspace = Workspace(config, clock)
        self.views = Views(self.workspace)
        self.tickets = Tickets(clock)
        self.files = Files(clock, app.file_seconds)
        self.pacer = Pacer(clock, on=app.pacing)
        self.faults = Faults()
        self.sessions: dict[tuple[str, str], Object] = {}
        self.prompts: dict[str, Object] = {}
        self.calls: deque[Call] = deque(maxlen=REMEMBERED_CALLS)
        self.sockets = SocketMode(app.ack_seconds, self._connections_changed)
        self.delivery = Delivery(self._carrier(), app.retry_seconds, self.changed)
        self.events = Events(self.workspace, self.delivery.event)
        self._news = asyncio.Event()
        self.workspace.observers += [self.events.notice, self._notice]

    def _carrier(self) -> Carrier:
        app = self.config.app
        if app.mode is Mode.HTTP:
            return HttpDelivery(app.request_url, app.signing_secret, app.ack_seconds)
        return self.sockets

    def deliver_to(self, request_url: str) -> None:
        """From now on events go to this address, signed, instead of over Socket Mode."""
        app = self.config.app
        self.delivery.carrier = HttpDelivery(request_url, app.signing_secret, app.ack_seconds)

    def _connections_changed(self) -> None:
        self.workspace.tell(Change(What.STATE))

    def changed(self) -> None:
        """Wakes everyone who waits for something to become true."""
        self._news.set()
        self._news = asyncio.Event()

    def _notice(self, change: Change) -> None:
        self.changed()

    async def wait_until(self, predicate: Callable[[], object], timeout: float = 30.0) -> None:  # noqa: ASYNC109
        """Returns once the predicate holds, looking after each change. Raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while not predicate():
                await self._news.wait()

    async def close(self) -> None:
        """Stops deliveries and closes connections."""
        await self.delivery.close()
        await self.sockets.close()
