"""PostgreSQL: threads with a connection each, time limits on everything, one retry."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from bot.domain.errors import StorageError
from storage import units

T = TypeVar("T")

WRITERS = 8
READERS = 4

# Set by statement, not in the connection's start-up packet, because poolers refuse them there.
_LIMITS = """
    SET statement_timeout = '30s';
    SET lock_timeout = '10s';
    SET idle_in_transaction_session_timeout = '60s';
    SET TIME ZONE 'UTC'
"""
# A peer that vanished is noticed within about a minute.
_KEEPALIVES = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
# serialization_failure and deadlock_detected: nothing was done, trying again is the remedy.
_TRANSIENT = frozenset({"40001", "40P01"})


class Postgres:
    """A database on a server. Raises StorageError when it cannot be reached."""

    name = "postgresql"
    warning = None
    # This machine's clock is not the one that replicas share: see server_time.
    clock = None

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engine = _engine(url)
        self._snapshots = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._check()
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="handoff-writer")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="handoff-reader")

    @property
    def location(self) -> str:
        """Where the data are, for people: without the password and the options."""
        return self._url.set(drivername=self.name, query={}).render_as_string(hide_password=True)

    def submit(self, work: Callable[[Session], T]) -> Future[T]:
        """Queue a unit of work, READ COMMITTED."""
        return self._writers.submit(_run, self._engine, work)

    def submit_read(self, work: Callable[[Session], T]) -> Future[T]:
        """Queue work that only reads; all its statements see one state of the data."""
        return self._readers.submit(_run, self._snapshots, work)

    @contextmanager
    def altering(self) -> Iterator[Connection]:
        """A transaction without time limits in which the schema may change, one at a time."""
        with self._engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('handoff.schema'))")
            yield connection

    def claim_exclusive(self) -> None:
        """Nothing to claim: replicas share the database, and rows settle who does what."""

    def close(self) -> None:
        """Finish what is queued and close all connections."""
        self._writers.shutdown()
        self._readers.shutdown()
        self._engine.dispose()

    def _check(self) -> None:
        try:
            with self._engine.connect():
                pass
        except DBAPIError as error:
            self._engine.dispose()
            raise StorageError(f"{self.location} cannot be reached: {error.orig}") from error


def server_time(session: Session) -> datetime:
    """The server's clock, aware UTC: the one that all replicas share."""
    instant: datetime = session.connection().execute(text("SELECT clock_timestamp()")).scalar_one()
    return instant.astimezone(UTC)


def _engine(url: URL) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=WRITERS + READERS,
        max_overflow=2,
        hide_parameters=True,  # an error's text goes to the log, and people's words must not
        connect_args=_KEEPALIVES | {"application_name": "handoff"},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # In a transaction the settings would be gone with the first rollback.
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(_LIMITS)
        cursor.close()
        connection.autocommit = False

    return engine


def _run(engine: Engine, work: Callable[[Session], T]) -> T:
    try:
        return _once(engine, work)
    except DBAPIError as error:
        if not _may_try_again(error):
            raise
    return _once(engine, work)


def _once(engine: Engine, work: Callable[[Session], T]) -> T:
    with engine.begin() as connection:
        return units.perform(connection, work)


def _may_try_again(error: DBAPIError) -> bool:
    """Whether the transaction certainly did not happen.

    A connection lost under a statement is safe to repeat; one lost under COMMIT, which SQLAlchemy
    reports without a statement, is not: the server may have committed.
    """
    if error.connection_invalidated:
        return error.statement is not None
    return getattr(error.orig, "sqlstate", None) in _TRANSIENT
