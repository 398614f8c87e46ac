"""How payloads reach the app: one port with two implementations, Socket Mode and signed HTTP; the retries.

Events are sent again when the app does not acknowledge them; interactions and commands are sent once.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from bot.playground.payloads import Object


class Route(StrEnum):
    """The kinds of payload, as Socket Mode names them."""

    EVENT = "events_api"
    INTERACTIVE = "interactive"
    COMMAND = "slash_commands"


@dataclass(frozen=True, slots=True)
class Retry:
    """Which repetition of an event this is, and why it was needed."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back in time: `payload` when acknowledged, else `error` says what went wrong."""

    payload: Object | None = None
    error: str = ""
    final: bool = False

    @property
    def ok(self) -> bool:
        """Whether the app acknowledged."""
        return not self.error


class Carrier(Protocol):
    """Takes one payload to the app and brings back its answer."""

    async def carry(self, route: Route, payload: Object, retry: Retry | None) -> Answer:
        """One attempt."""
        ...

    async def close(self) -> None:
        """Lets go of all connections."""
        ...


class Delivery:
    """Everything under way to the app; `settled` is called when one thing less is."""

    def __init__(
        self, carrier: Carrier, retry_seconds: tuple[float, ...], settled: Callable[[], None]
    ) -> None:
        self.carrier = carrier
        self.retry_seconds = retry_seconds
        self.settled = settled
        self.under_way = 0
        self.unheard: list[Object] = []
        self._tasks: set[asyncio.Task[Any]] = set()

    def event(self, payload: Object) -> None:
        """Sends an event in the background, again if need be; given up, it ends in `unheard`."""
        self.under_way += 1
        self.start(self._insist(payload))

    async def once(self, route: Route, payload: Object) -> Answer:
        """Sends an interaction or a command, and waits for the answer."""
        self.under_way += 1
        try:
            return await self.carrier.carry(route, payload, None)
        finally:
            self._end()

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Runs something in the background until the playground closes."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stops all that is under way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.carrier.close()

    async def _insist(self, payload: Object) -> None:
        answer = await self.carrier.carry(Route.EVENT, payload, None)
        for number, seconds in enumerate(self.retry_seconds, start=1):
            if answer.ok or answer.final:
                break
            await asyncio.sleep(seconds)
            answer = await self.carrier.carry(Route.EVENT, payload, Retry(number, answer.error))
        if not answer.ok:
            self.unheard.append(payload)
        self._end()

    def _end(self) -> None:
        self.under_way -= 1
        self.settled()
