"""What only SQLite promises: commits in groups, one bot, foreign keys, a version that is safe."""

import asyncio
import threading
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.domain.errors import StorageError
from storage import sqlite
from storage.database import Database
from tests.storage import children


@pytest.fixture
def kind() -> str:
    """Nothing here is about PostgreSQL."""
    return "sqlite"


async def test_a_group_commits_together_and_after_a_failure_one_by_one(empty_db: Database) -> None:
    runs: list[str] = []
    busy, gate = threading.Event(), threading.Event()

    def hold(_: Session) -> None:
        busy.set()
        gate.wait()

    def work(_: Session, name: str) -> str:
        runs.append(name)
        if name == "bad":
            raise LookupError
        return name

    first = asyncio.create_task(empty_db.run(hold))
    await asyncio.to_thread(busy.wait)
    group = [asyncio.create_task(empty_db.run(partial(work, name=name))) for name in ("one", "bad", "two")]
    await asyncio.sleep(0)
    gate.set()
    await first
    one, bad, two = await asyncio.gather(*group, return_exceptions=True)

    assert (one, type(bad), two) == ("one", LookupError, "two")
    assert runs == ["one", "bad", "one", "bad", "two"]


def test_another_process_can_write_too_and_no_update_is_lost(empty_db: Database, empty_url: str) -> None:
    with empty_db.altering() as connection:
        children.METADATA.create_all(connection)
        connection.execute(sa.insert(children.TALLY).values(value=0))
    other = children.start("tally", empty_url)
    assert other.stdin is not None
    other.stdin.write("go\n")
    other.stdin.flush()
    for _ in range(100):
        empty_db.run_sync(children.increment)
    other.communicate(timeout=20)

    assert other.returncode == 0
    assert empty_db.run_sync(children.increment) == 201


def test_a_unit_inside_a_unit_is_refused_rather_than_waiting_for_ever(empty_db: Database) -> None:
    with pytest.raises(StorageError, match="may not start another"):
        empty_db.run_sync(lambda _: empty_db.run_sync(lambda _: None))


def test_references_are_enforced(empty_db: Database) -> None:
    with empty_db.altering() as connection:
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TABLE child (parent INTEGER REFERENCES parent (id))")

    with pytest.raises(IntegrityError):
        empty_db.run_sync(lambda session: session.execute(sa.text("INSERT INTO child VALUES (7)")))


def test_commits_reach_the_disk_and_readers_do_not_checkpoint(empty_db: Database) -> None:
    def setting(session: Session, name: str) -> object:
        return session.execute(sa.text(f"PRAGMA {name}")).scalar_one()

    names = ("journal_mode", "synchronous", "foreign_keys", "query_only", "busy_timeout")
    full = 2
    assert [empty_db.run_sync(partial(setting, name=n)) for n in names] == ["wal", full, 1, 0, 10_000]
    reading = [empty_db.read_sync(partial(setting, name=n)) for n in ("query_only", "wal_autocheckpoint")]
    assert reading == [1, 0]


def test_a_second_bot_is_refused_until_the_first_is_gone(empty_db: Database, empty_url: str) -> None:
    child = children.start("claim", empty_url)
    assert child.stdout is not None
    assert child.stdout.readline() == "claimed\n"

    with pytest.raises(
        StorageError, match=r"another Handoff is already running on .*handoff.db; stop it first"
    ):
        empty_db.claim_exclusive()

    child.kill()
    child.communicate(timeout=20)
    empty_db.claim_exclusive()
    empty_db.claim_exclusive()


def test_a_file_claimed_by_one_name_is_claimed_by_all(empty_db: Database, tmp_path: Path) -> None:
    (tmp_path / "alias.db").symlink_to(tmp_path / "handoff.db")
    empty_db.claim_exclusive()

    with (
        Database.open(f"sqlite:///{tmp_path}/alias.db") as alias,
        pytest.raises(StorageError, match="already"),
    ):
        alias.claim_exclusive()


def test_closing_releases_the_claim(empty_url: str) -> None:
    for _ in range(2):
        with Database.open(empty_url) as db:
            db.claim_exclusive()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"the folder .*/nowhere does not exist"):
        Database.open(f"sqlite:///{tmp_path}/nowhere/handoff.db")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("buy milk\n" * 1000)

    with pytest.raises(StorageError, match=r"notes.txt cannot be opened: file is not a database"):
        Database.open(f"sqlite:///{tmp_path}/notes.txt")


def test_nobody_else_on_the_machine_can_read_the_file(empty_db: Database, tmp_path: Path) -> None:
    empty_db.run_sync(lambda session: session.execute(sa.text("CREATE TABLE t (x INTEGER)")))

    assert {path.name: oct(path.stat().st_mode & 0o777) for path in tmp_path.iterdir()} == {
        "handoff.db": "0o600",
        "handoff.db-wal": "0o600",
        "handoff.db-shm": "0o600",
    }


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_versions_with_the_corruption_bug_are_known(version: tuple[int, int, int], safe: bool) -> None:
    assert sqlite.is_safe(version) is safe
