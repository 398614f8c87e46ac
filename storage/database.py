"""The database: every read and every unit of work of the project goes through here."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeVar

from sqlalchemy import URL, Connection, exc, make_url
from sqlmodel import Session as Session

from bot.domain.errors import StorageError
from storage.postgres import Postgres, server_time
from storage.sqlite import Sqlite

T = TypeVar("T")

_AWAY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_FULL", "SQLITE_CANTOPEN")
_ADVICE = "write sqlite:///handoff.db or postgresql://user:password@host/name"


class Backend(Protocol):
    """What a kind of database has to offer; see `storage.sqlite` and `storage.postgres`."""

    @property
    def name(self) -> str: ...
    @property
    def location(self) -> str: ...
    @property
    def warning(self) -> str | None: ...
    def submit(self, work: Callable[[Session], T]) -> Future[T]: ...
    def submit_read(self, work: Callable[[Session], T]) -> Future[T]: ...
    @property
    def clock(self) -> Callable[[], datetime] | None: ...
    def altering(self) -> AbstractContextManager[Connection]: ...
    def claim_exclusive(self) -> None: ...
    def close(self) -> None: ...


class Database:
    """Units of work on SQLite or PostgreSQL, awaited (`run`, `read`) or not (`run_sync`, `read_sync`).

    The work is a plain function of a session. It runs in a thread, in one transaction, and is
    committed when it returns; when it raises, nothing of it happened and the caller gets the error.
    **It may run more than once** (its group or its connection failed), so it must have no other
    effect than through its session, and take the time as an argument. It must not commit, roll back,
    or start another unit. A caller that is cancelled may or may not have written.
    """

    def __init__(self, backend: Backend, clock: Callable[[], datetime] | None) -> None:
        self._backend = backend
        self._clock = clock or backend.clock
        self._closed = False

    @classmethod
    def open(cls, url: str, *, clock: Callable[[], datetime] | None = None) -> Self:
        """The database at ``url``, reachable when this returns; StorageError says what is wrong.

        It blocks while it connects, because nothing can be done before that; the command line calls
        it as it is. ``clock`` replaces the database's clock.
        """
        return cls(_backend(url), clock)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._backend.name

    @property
    def is_exclusive(self) -> bool:
        """Whether one bot at a time uses this database, see `claim_exclusive`."""
        return self._backend.name == "sqlite"

    @property
    def location(self) -> str:
        """Where the data are, for people; never with a password."""
        return self._backend.location

    @property
    def warning(self) -> str | None:
        """A sentence that the operator should read at start, if there is one."""
        return self._backend.warning

    async def run(self, work: Callable[[Session], T]) -> T:
        """What ``work`` returns, once it is durable."""
        with _translated():
            return await asyncio.wrap_future(self._open().submit(work))

    async def read(self, work: Callable[[Session], T]) -> T:
        """What ``work`` returns; it sees one state of the data and cannot write."""
        with _translated():
            return await asyncio.wrap_future(self._open().submit_read(work))

    async def now(self) -> datetime:
        """The one clock, aware UTC: PostgreSQL's server, or this machine on SQLite."""
        return self._clock() if self._clock else await self.read(server_time)

    def run_sync(self, work: Callable[[Session], T]) -> T:
        """`run` for the command line; never call it on the event loop."""
        with _translated():
            return self._open().submit(work).result()

    def read_sync(self, work: Callable[[Session], T]) -> T:
        """`read` for the command line; never call it on the event loop."""
        with _translated():
            return self._open().submit_read(work).result()

    def now_sync(self) -> datetime:
        """`now` for the command line."""
        return self._clock() if self._clock else self.read_sync(server_time)

    def altering(self) -> AbstractContextManager[Connection]:
        """The one transaction in which the schema may change; for `storage.migrate`."""
        return self._open().altering()

    def claim_exclusive(self) -> None:
        """On SQLite be the only bot on the file, else StorageError; on PostgreSQL nothing."""
        self._open().claim_exclusive()

    async def close(self) -> None:
        """Finish what is queued and let go of everything; may be called twice."""
        await asyncio.to_thread(self.close_sync)

    def close_sync(self) -> None:
        """`close` for the command line."""
        self._closed = True
        self._backend.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close_sync()

    def _open(self) -> Backend:
        if self._closed:
            raise StorageError("the database is closed")
        return self._backend


@contextmanager
def _translated() -> Iterator[None]:
    """A database that is away or busy for too long is our error; a mistake in a unit of work is not."""
    try:
        yield
    except (exc.OperationalError, exc.InterfaceError, exc.TimeoutError) as error:
        # SQLite's name of the error; PostgreSQL reports mistakes as another class.
        name = getattr(getattr(error, "orig", None), "sqlite_errorname", None)
        if name is not None and not name.startswith(_AWAY):
            raise
        raise StorageError(f"the database did not answer: {type(error).__name__}") from error


def _backend(text: str) -> Backend:
    try:
        url = make_url(text)
    # The text may hold a password, so neither it nor the parser's error is shown.
    except (exc.ArgumentError, ValueError):
        raise StorageError(f"DATABASE_URL cannot be read; {_ADVICE}") from None
    match url.drivername:
        case "sqlite" | "sqlite+pysqlite":
            return Sqlite(_file(url))
        case "postgresql" | "postgres" | "postgresql+psycopg":
            return Postgres(url)
        case other:
            raise StorageError(f"DATABASE_URL begins with {other!r}, which Handoff does not know; {_ADVICE}")


def _file(url: URL) -> Path:
    if url.database in (None, "", ":memory:"):
        raise StorageError(f"DATABASE_URL names no file, and memory forgets; {_ADVICE}")
    if url.query:
        raise StorageError(f"DATABASE_URL has options, which SQLite does not take here; {_ADVICE}")
    # Absolute and without links, so that two names of one file are claimed as one.
    return Path(str(url.database)).expanduser().resolve()
