"""SQLite: one writer that commits in groups, readers that cannot write, one bot process.

Figures behind the choices, eight threads doing 100 read-modify-writes each: SQLAlchemy's default
lost 699 of 800, a deferred BEGIN failed 647 with "database is locked", BEGIN IMMEDIATE kept all.
Sixteen callers who insert a row each get 1,100 to 1,800 units a second committed in groups and 900
one by one, where a sync takes 0.1 ms; the slower the disk, the more the groups gain.
"""

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine, NullPool, QueuePool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, Pool
from sqlmodel import Session

from bot.domain.errors import StorageError
from storage import units

try:
    from pysqlite3 import dbapi2 as driver
except ImportError:
    import sqlite3 as driver

T = TypeVar("T")

READERS = 4
# Another process (an import on the command line) may hold the write lock for this long.
BUSY_MS = 10_000

_WRITING = (
    "PRAGMA synchronous = FULL",
    "PRAGMA journal_size_limit = 67108864",
)
_KEYS = ("PRAGMA foreign_keys = ON",)
# Only the writer checkpoints: a reader that did could meet it and corrupt the log (see is_safe).
_READING = ("PRAGMA query_only = ON", "PRAGMA wal_autocheckpoint = 0")


def is_safe(version: tuple[int, ...] = driver.sqlite_version_info) -> bool:
    """Whether this SQLite is free of the bug by which two writers can corrupt a WAL database.

    It was fixed in 3.51.3 and carried back to 3.50.7 and 3.44.6.
    """
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def safety_warning() -> str | None:
    """A sentence for the operator when the linked SQLite is too old, or None."""
    if is_safe():
        return None
    return (
        f"SQLite {driver.sqlite_version} can corrupt a database that two processes write at once; "
        "3.51.3 cannot. Run `pip install pysqlite3`, or use PostgreSQL."
    )


class Sqlite:
    """A database in one file. Raises StorageError when the file cannot be opened."""

    name = "sqlite"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: int | None = None
        self._writer = units.Writer(_writing_connection(path))
        self._reading = _engine(path, _READING, begin="BEGIN", pool=QueuePool)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="handoff-reader")

    @property
    def location(self) -> str:
        """Where the data are, for people."""
        return f"sqlite:///{self._path}"

    @property
    def warning(self) -> str | None:
        """What the operator should know about this SQLite, if anything."""
        return safety_warning()

    def submit(self, work: Callable[[Session], T]) -> Future[T]:
        """Queue a unit of work for the writer."""
        return self._writer.submit(work)

    def submit_read(self, work: Callable[[Session], T]) -> Future[T]:
        """Queue work that only reads; all its statements see one state of the data."""
        return self._readers.submit(self._read, work)

    def clock(self) -> datetime:
        """The machine's clock: SQLite has no other machine."""
        return datetime.now(UTC)

    @contextmanager
    def altering(self) -> Iterator[Connection]:
        """A transaction that may rebuild tables: it holds the write lock, with foreign keys off.

        Rebuilding a table drops it, and a drop with foreign keys on deletes what refers to it. The
        keys are checked before the commit instead; StorageError when one is broken.
        """
        engine = _engine(self._path, _WRITING, begin="BEGIN IMMEDIATE", pool=NullPool)
        with engine.begin() as connection:
            yield connection
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise StorageError(f"the migration would break {len(broken)} references: {broken[:3]}")

    def claim_exclusive(self) -> None:
        """Be the only bot on this file until closed; the kernel lets go when the process dies."""
        if self._lock is not None:
            return
        lock = os.open(f"{self._path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise StorageError(
                f"another Handoff is already running on {self._path}; stop it first, "
                "or use PostgreSQL, on which any number can run"
            ) from None
        self._lock = lock

    def close(self) -> None:
        """Finish what is queued, close all connections, release the lock."""
        self._readers.shutdown()
        self._reading.dispose()
        self._writer.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _read(self, work: Callable[[Session], T]) -> T:
        with self._reading.begin() as connection:
            return units.perform(connection, work)


def _engine(path: Path, pragmas: Sequence[str], *, begin: str, pool: type[Pool]) -> Engine:
    size = {"pool_size": READERS, "max_overflow": 0} if pool is QueuePool else {}
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        module=driver,
        poolclass=pool,
        hide_parameters=True,  # an error's text goes to the log, and people's words must not
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
        **size,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # Else the driver decides when to begin, and it begins too late.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _writing_connection(path: Path) -> Connection:
    """The writer's connection to a file in WAL mode, made if it is missing."""
    if not path.parent.is_dir():
        raise StorageError(f"DATABASE_URL: the folder {path.parent} does not exist; create it first")
    engine = _engine(path, (*_WRITING, *_KEYS), begin="BEGIN IMMEDIATE", pool=NullPool)
    try:
        # It holds personal data: nobody else on the machine may read it.
        path.touch(mode=0o600)
        connection = engine.connect()
    except (DBAPIError, OSError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error.strerror
        raise StorageError(f"DATABASE_URL: {path} cannot be opened: {reason}") from error
    if not _uses_wal(connection):
        connection.close()
        raise StorageError(f"DATABASE_URL: {path} is on a file system without WAL; use a local disk")
    return connection


def _uses_wal(connection: Connection) -> bool:
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    answer = cursor.fetchone()
    cursor.close()
    return answer == ("wal",)
