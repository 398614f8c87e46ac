"""Migrations: together or not at all, once however many start them, and without losing rows."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel, select

from bot.domain.campaign import Declared
from bot.domain.errors import StorageError
from bot.domain.metric import Dimension
from storage import campaign_changes, campaigns, labels, migrate
from storage.database import Database
from storage.feedback_tables import FeedbackTheme
from storage.figures import LabelKey
from storage.types import UtcDateTime
from tests.storage import children

WHEN = datetime(2026, 3, 2, tzinfo=UTC)
HEAD = """
import sqlalchemy as sa
from alembic import op
revision = {number!r}
down_revision = {before!r}
def upgrade() -> None:
"""

FIRST = """
    op.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY, name VARCHAR)")
    op.execute("CREATE TABLE child (id INTEGER, parent INTEGER REFERENCES parent (id) ON DELETE CASCADE)")
    op.execute("INSERT INTO parent VALUES (1, 'one')")
    op.execute("INSERT INTO child VALUES (10, 1)")
"""

# On SQLite this copies the table and drops the old one.
REBUILD = """
    with op.batch_alter_table("parent") as parent:
        parent.alter_column("name", new_column_name="title", nullable=False, existing_type=sa.String())
"""

BROKEN = """
    op.execute("UPDATE parent SET title = 'two'")
    op.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
"""

ORPHANS = """
    op.execute("DELETE FROM parent")
"""


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    """A folder of migrations of this test alone."""
    folder = tmp_path / "versions"
    folder.mkdir()
    return folder


def write(versions: Path, *bodies: str) -> None:
    before = None
    for number, body in enumerate(bodies, start=1):
        head = HEAD.format(number=f"{number:04}", before=before)
        (versions / f"{number:04}.py").write_text(head + body)
        before = f"{number:04}"


def rows(session: Session) -> list[tuple[object, ...]]:
    query = sa.text("SELECT child.id, title FROM child JOIN parent ON parent.id = child.parent")
    return [tuple(row) for row in session.execute(query)]


def version(session: Session) -> str | None:
    return session.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def test_a_rebuilt_table_keeps_its_rows_and_what_refers_to_them(empty_db: Database, versions: Path) -> None:
    write(versions, FIRST, REBUILD)
    migrate.upgrade(empty_db, "0001", versions=versions)
    migrate.upgrade(empty_db, versions=versions)

    assert empty_db.read_sync(rows) == [(10, "one")]
    assert empty_db.read_sync(version) == "0002"


def test_migrating_again_changes_nothing(empty_db: Database, versions: Path) -> None:
    write(versions, FIRST, REBUILD)
    migrate.upgrade(empty_db, versions=versions)
    migrate.upgrade(empty_db, versions=versions)

    assert empty_db.read_sync(rows) == [(10, "one")]


def test_a_failing_migration_leaves_everything_as_it_was(empty_db: Database, versions: Path) -> None:
    write(versions, FIRST, REBUILD)
    migrate.upgrade(empty_db, versions=versions)
    write(versions, FIRST, REBUILD, BROKEN)

    with pytest.raises(DBAPIError, match="parent"):
        migrate.upgrade(empty_db, versions=versions)

    assert empty_db.read_sync(rows) == [(10, "one")]
    assert empty_db.read_sync(version) == "0002"


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_migration_that_leaves_orphans_is_undone(empty_db: Database, versions: Path) -> None:
    write(versions, FIRST, REBUILD, ORPHANS)
    migrate.upgrade(empty_db, "0002", versions=versions)

    with pytest.raises(StorageError, match="would break 1 references"):
        migrate.upgrade(empty_db, versions=versions)

    assert empty_db.read_sync(rows) == [(10, "one")]


def test_processes_that_start_together_migrate_once(empty_url: str, versions: Path) -> None:
    write(versions, FIRST, REBUILD)
    starting = [children.start("upgrade", empty_url, str(versions)) for _ in range(2)]
    for process in starting:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in starting:
        process.communicate(timeout=20)

    assert [process.returncode for process in starting] == [0, 0]
    with Database.open(empty_url) as db:
        assert db.read_sync(rows) == [(10, "one")]


def test_themes_that_were_read_before_they_were_counted_are_counted(empty_db: Database) -> None:
    """A person's reading is stronger than a later one of the rules; nothing read is nothing to count."""
    migrate.upgrade(empty_db, "0006")
    readings: tuple[tuple[int, str | None, list[str]], ...] = (
        (1, "ana", ["no_budget", "other", "no_budget"]), (1, None, ["bad_timing"]),
        (2, None, ["other"]), (2, None, ["bad_timing"]), (3, None, []),
    )  # fmt: skip

    def fill(tx: Session) -> None:
        then = {"user": "", "text": "", "version": "", "spoken": True, "candidates": [], "chosen": False}
        item = {"origin": "command", "said_at": WHEN, "stored_at": WHEN, **then}
        said = [{"id": number, "key": str(number), **item} for number in (1, 2, 3)]
        tx.connection().execute(sa.insert(SQLModel.metadata.tables["feedback"]), said)
        empty = {"at": WHEN, "version": "", "competitors": [], "evidence": {}}
        rows = [{"feedback_id": item, "by_person": by, "themes": found} for item, by, found in readings]
        table = SQLModel.metadata.tables["feedback_labels"]
        tx.connection().execute(sa.insert(table), [{**empty, **row} for row in rows])

    empty_db.run_sync(fill)
    migrate.upgrade(empty_db)

    def counted(tx: Session) -> set[tuple[int, str]]:
        numbers = labels.numbers(tx, Dimension.THEME, ["no_budget", "other", "bad_timing"])
        names = {number: name for name, number in numbers.items()}
        return {(row.feedback_id, names[row.label_id]) for row in tx.exec(select(FeedbackTheme))}

    assert empty_db.read_sync(counted) == {(1, "no_budget"), (1, "other"), (2, "bad_timing")}


def test_the_migrations_make_exactly_the_tables(db: Database) -> None:
    with db.altering() as connection:
        made = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(made, SQLModel.metadata) == []


async def test_what_was_renamed_in_slack_is_not_what_the_file_says_anew(empty_db: Database) -> None:
    declared = Declared("Delta", target="CFOs")
    words = hashlib.sha256(repr(declared).encode()).hexdigest()[:16]
    migrate.upgrade(empty_db, "0010")

    def fill(tx: Session) -> None:
        run = tx.connection().execute
        run(sa.text("INSERT INTO labels (id, dimension, name) VALUES (4, 'campaign', 'Delta 2026')"))
        told = "INSERT INTO campaigns (id, named, declared, target) VALUES (4, true, :words, 'CIOs')"
        run(sa.text(told), {"words": words})
        for alias in ("Delta", "Delta 2026"):
            tx.add(LabelKey(dimension="campaign", key=f"name:{alias}", label_id=4))
            names: tuple[sa.Column[Any], ...] = tuple(map(sa.Column, ("alias", "campaign_id", "by")))
            aliases = sa.Table("campaign_aliases", sa.MetaData(), *names, sa.Column("at", UtcDateTime()))
            run(aliases.insert().values(alias=alias, campaign_id=4, by="chloe", at=WHEN))

    empty_db.run_sync(fill)
    migrate.upgrade(empty_db)
    empty_db.run_sync(lambda tx: campaign_changes.declare(tx, [declared], "agreement 1", WHEN))
    found = empty_db.read_sync(lambda tx: campaigns.read(tx, 4))
    assert found is not None
    assert (found.name, found.target) == ("Delta 2026", "CIOs")
