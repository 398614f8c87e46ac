"""What only PostgreSQL promises: time limits, one retry when nothing happened, no password shown."""

from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot.domain.errors import StorageError
from storage.database import Database
from tests.databases import PostgresServer


@pytest.fixture
def kind() -> str:
    """Nothing here is about SQLite."""
    return "postgresql"


def execute(session: Session, statement: str) -> None:
    session.execute(sa.text(statement))


@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
def test_a_unit_that_met_another_runs_once_more(empty_db: Database, sqlstate: str) -> None:
    runs: list[int] = []

    def clash(session: Session) -> int:
        runs.append(1)
        if len(runs) == 1:
            execute(session, f"DO $$ BEGIN RAISE EXCEPTION 'clash' USING ERRCODE = '{sqlstate}'; END $$")
        return len(runs)

    assert empty_db.run_sync(clash) == 2


def test_a_unit_that_fails_twice_fails(empty_db: Database) -> None:
    runs: list[int] = []

    def clash(session: Session) -> None:
        runs.append(1)
        execute(session, "DO $$ BEGIN RAISE EXCEPTION 'clash' USING ERRCODE = '40001'; END $$")

    with pytest.raises(StorageError) as caught:
        empty_db.run_sync(clash)
    assert "clash" in str(caught.value.__cause__)
    assert len(runs) == 2


def test_a_connection_lost_before_the_commit_is_replaced(
    empty_db: Database, pg_server: PostgresServer
) -> None:
    empty_db.run_sync(partial(execute, statement="SELECT 1"))
    pg_server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'handoff'"
    )

    assert empty_db.run_sync(lambda session: session.execute(sa.text("SELECT 7")).scalar_one()) == 7


def test_a_connection_lost_under_the_commit_is_an_error_because_it_may_have_happened(
    empty_db: Database,
) -> None:
    runs: list[int] = []
    with empty_db.altering() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x INTEGER)")
        connection.exec_driver_sql(
            "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'"
        )
        connection.exec_driver_sql(
            "CREATE CONSTRAINT TRIGGER last_moment AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION die()"
        )

    def insert(session: Session) -> None:
        runs.append(1)
        execute(session, "INSERT INTO t VALUES (1)")

    with pytest.raises(StorageError):
        empty_db.run_sync(insert)
    assert len(runs) == 1


def test_every_connection_has_time_limits_and_lives_in_utc(empty_db: Database) -> None:
    def setting(session: Session, name: str) -> object:
        return session.execute(sa.text(f"SHOW {name}")).scalar_one()

    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "timezone")
    expected = ["30s", "10s", "1min", "UTC"]
    assert [empty_db.run_sync(partial(setting, name=name)) for name in names] == expected
    # The same connection again, after a rollback.
    with pytest.raises(DBAPIError):
        empty_db.run_sync(partial(execute, statement="SELECT 1 / 0"))
    assert [empty_db.read_sync(partial(setting, name=name)) for name in names] == expected


def test_replicas_need_no_claim(empty_db: Database, empty_url: str) -> None:
    empty_db.claim_exclusive()
    with Database.open(empty_url) as replica:
        replica.claim_exclusive()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_an_unreachable_server_is_named_without_its_password(scheme: str) -> None:
    with pytest.raises(StorageError) as caught:
        Database.open(f"{scheme}://bot:hush@127.0.0.1:1/leads?password=hush")

    assert str(caught.value).startswith("postgresql://bot:***@127.0.0.1:1/leads cannot be reached: ")
    assert "hush" not in str(caught.value)


def test_the_location_shows_no_password(empty_url: str) -> None:
    address = sa.make_url(empty_url).set(password="hush")
    with Database.open(address.render_as_string(hide_password=False)) as db:
        assert "hush" not in db.location
        assert db.location.startswith("postgresql://postgres:***@")
