"""Units of work: one on one connection, and the thread that commits many of them together."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection
from sqlmodel import Session

from bot.domain.errors import StorageError
from storage import facts

T = TypeVar("T")

GROUP = 64


def perform(connection: Connection, work: Callable[[Session], T]) -> T:
    """What ``work`` returns, its changes flushed into the connection's open transaction.

    The caller owns the transaction. A unit that ended it (by a rollback of its own, or by hiding a
    failed flush) would take its neighbours' changes with it, so that is an error.
    """
    transaction = connection.get_transaction()
    with Session(connection, expire_on_commit=False) as session:
        result = work(session)
        session.flush()
        facts.settle(session)
    if transaction is None or not transaction.is_active:
        raise StorageError("a unit of work ended its own transaction; to undo its changes it must raise")
    return result


class Unit(Generic[T]):
    """A piece of work that somebody awaits: the answer is given only after the commit."""

    def __init__(self, work: Callable[[Session], T]) -> None:
        self.future: Future[T] = Future()
        self._work = work
        self._result: list[T] = []

    def attempt(self, connection: Connection) -> None:
        """Run the work and keep its result; may be called again after a rollback."""
        self._result = [perform(connection, self._work)]

    def succeed(self) -> None:
        """Hand over the result, now that it is durable."""
        self.future.set_result(self._result[0])


class Writer:
    """One thread that owns the only writing connection and commits what is queued in groups.

    It never waits for a group to fill: it takes what is there, at most 64 units. When a group fails
    it is rolled back and its units run again one by one, so that a failing unit fails alone.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._queue: SimpleQueue[Unit[Any] | None] = SimpleQueue()
        self._gate = threading.Lock()
        self._closing = False
        self._thread = threading.Thread(target=self._loop, name="handoff-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Session], T]) -> Future[T]:
        """Queue the work. Raises StorageError once closing, and when called by a unit of work."""
        if threading.current_thread() is self._thread:
            raise StorageError("a unit of work may not start another one")
        unit = Unit(work)
        with self._gate:
            if self._closing:
                raise StorageError("the database is closed")
            self._queue.put(unit)
        return unit.future

    def close(self) -> None:
        """Finish what is queued, then stop the thread and close its connection."""
        with self._gate:
            if not self._closing:
                self._queue.put(None)
            self._closing = True
        self._thread.join()

    def _loop(self) -> None:
        with self._connection:
            while group := self._next_group():
                self._settle([unit for unit in group if unit.future.set_running_or_notify_cancel()])

    def _next_group(self) -> list[Unit[Any]]:
        group: list[Unit[Any]] = []
        unit = self._queue.get()
        while unit is not None:
            group.append(unit)
            if len(group) == GROUP or self._queue.empty():
                return group
            unit = self._queue.get()
        # The end mark stays, for the call that finds nothing before it.
        self._queue.put(None)
        return group

    def _settle(self, units: Sequence[Unit[Any]]) -> None:
        failure = self._attempt(units)
        if failure is None:
            for unit in units:
                unit.succeed()
        elif len(units) == 1:
            units[0].future.set_exception(failure)
        else:
            for unit in units:
                self._settle([unit])

    def _attempt(self, units: Sequence[Unit[Any]]) -> BaseException | None:
        try:
            with self._connection.begin():
                for unit in units:
                    unit.attempt(self._connection)
        # Nothing is swallowed: like an executor, the thread hands every error to whoever awaits the unit.
        except BaseException as error:
            return error
        return None
