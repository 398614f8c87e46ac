"""What tests run in a process of its own: ``python -m tests.storage.children <what> <url> ...``."""

import asyncio
import itertools
import subprocess
import sys
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from storage.database import Database

METADATA = sa.MetaData()
NOTES = sa.Table("notes", METADATA, sa.Column("number", sa.Integer, primary_key=True))
TALLY = sa.Table("tally", METADATA, sa.Column("value", sa.Integer, nullable=False))


def start(what: str, url: str, *more: str) -> "subprocess.Popen[str]":
    """Run one of the functions below elsewhere; its standard input and output are pipes."""
    command = [sys.executable, "-m", "tests.storage.children", what, url, *more]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def increment(session: Session) -> int:
    """Read, then write what was read plus one, so that lost updates show. The lock is a no-op on SQLite."""
    seen: int = session.execute(sa.select(TALLY.c.value).with_for_update()).scalar_one()
    session.execute(sa.update(TALLY).values(value=seen + 1))
    return seen + 1


def _insert(session: Session, number: int) -> None:
    session.execute(sa.insert(NOTES).values(number=number))


async def note(url: str) -> None:
    """Sixteen tasks store numbers for ever and say each number once it is stored."""
    db = Database.open(url)
    numbers = itertools.count()

    async def store() -> None:
        for number in numbers:
            await db.run(partial(_insert, number=number))
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()

    await asyncio.gather(*(store() for _ in range(16)))


def tally(url: str) -> None:
    """Wait for a line, then count a hundred."""
    with Database.open(url) as db:
        sys.stdin.readline()
        for _ in range(100):
            db.run_sync(increment)


def claim(url: str) -> None:
    """Be the only bot until the input ends."""
    with Database.open(url) as db:
        db.claim_exclusive()
        sys.stdout.write("claimed\n")
        sys.stdout.flush()
        sys.stdin.readline()


def upgrade(url: str, versions: str) -> None:
    """Wait for a line, then migrate."""
    # Alembic is slow to load, and the other functions do without it.
    from storage import migrate

    with Database.open(url) as db:
        sys.stdin.readline()
        migrate.upgrade(db, versions=Path(versions))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["note", url]:
            asyncio.run(note(url))
        case ["tally", url]:
            tally(url)
        case ["claim", url]:
            claim(url)
        case ["upgrade", url, versions]:
            upgrade(url, versions)
