"""Files of leads on each database: nothing lost, nothing twice, and sums that are right."""

import asyncio
import csv
import io
import random
from collections import Counter
from pathlib import Path

import pytest

from bot import agreement_file, parts, sources
from bot.parts import Core
from bot.services import imports
from bot.services.imports import Mode, Order
from bot.services.intake import Intake, Reader
from storage import handoffs, posts, raw_events
from storage.database import Database, Session
from tests.cli.conftest import AGREEMENT
from tests.databases import ManualClock

CHANNEL = "#handoffs"
BATCH = 6
HEADER = ("Email", "First name", "Company", "Employees")


class StoppedError(Exception):
    """The process ends here."""


class Office:
    """An import as the command line makes it, and a second worker such as the running bot has."""

    def __init__(self, db: Database, folder: Path) -> None:
        loaded = agreement_file.load_agreement(
            AGREEMENT, name="handoff.toml", environ={}, needs_secrets=False
        )
        core: Core = parts.core(db, loaded)
        self.db = db
        self.path = folder / "leads.csv"
        self.readers = sources.readers(loaded.sources)
        self.intake = Intake(db, loaded.agreement, core.clocks, self.readers, wake=lambda: None)
        self.bot = Intake(db, loaded.agreement, core.clocks, self.readers, wake=lambda: None)

    @property
    def reader(self) -> Reader:
        """How rows are read."""
        return self.readers["csv"]

    def write(self, *rows: tuple[str, ...]) -> None:
        """The file, with these rows after its header."""
        text = io.StringIO()
        csv.writer(text).writerows((HEADER, *rows))
        self.path.write_text(text.getvalue(), encoding="utf-8")

    def people(self, count: int) -> list[tuple[str, ...]]:
        """Rows that are in order, each about somebody else."""
        return [(f"p{n}@example.com", f"P{n}", "Acme", str(n + 1)) for n in range(count)]

    async def bring_in(self, mode: Mode = Mode.DIGEST, stop_after: int = -1) -> imports.Report:
        """Import the file; after so many batches the process ends, if asked to."""
        told = iter(range(1, 1000))

        def progress(_: int) -> None:
            if next(told) == stop_after:
                raise StoppedError

        order = Order(self.path, "csv", mode)
        return await imports.bring_in(self.db, self.intake, order, CHANNEL, progress, BATCH)

    async def cards(self) -> list[str]:
        """The keys of the messages that are to be posted."""

        def read(tx: Session) -> list[str]:
            keys = [f"handoff:{n}:card" for n in range(1, 20)] + ["import:1:summary"]
            return [key for key in keys if posts.get(tx, key)]

        return await self.db.read(read)


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    """An import on each database."""
    return Office(db, tmp_path)


async def test_every_row_is_counted_once(office: Office) -> None:
    dice = random.Random(7)
    kinds = [
        ("{n}@example.com", "A", "Acme", "1"),
        ("same@example.com", "A", "Acme", "1"),
        ("nobody", "A", "Acme", "1"),
        ("{n}@example.com", "A"),
    ]
    rows = [tuple(cell.format(n=n) for cell in dice.choice(kinds)) for n in range(4 * BATCH + 3)]
    office.write(*rows)
    bad = sum(len(row) < 4 or row[0] == "nobody" for row in rows)
    same = sum(row[0] == "same@example.com" for row in rows)
    report = await office.bring_in()
    assert report.rows == len(rows)
    assert sum(report.outcomes.values()) == len(rows)
    assert report.outcomes == {"opened": len(rows) - bad - same + 1, "nothing new": same - 1, "dead": bad}
    assert 0 < bad < len(rows) - same
    lines = {number for number, row in enumerate(rows, start=2) if len(row) < 4 or row[0] == "nobody"}
    assert {bad.line for bad in report.bad} == lines
    assert all(bad.reason and bad.event for bad in report.bad)


async def test_a_rehearsal_foretells_the_import(office: Office) -> None:
    office.write(*office.people(5), ("p1@example.com", "P1", "Acme", "2"), ("nobody", "", "", ""))
    found = imports.rehearse(Order(office.path, "csv"), office.reader, await office.db.now(), lambda _: None)
    report = await office.bring_in()
    assert (found.rows, found.events, found.ignored) == (7, Counter({"lead.qualified": 6}), 0)
    assert found.again == report.outcomes["nothing new"] == 1
    assert [(bad.line, bad.reason) for bad in found.bad] == [(bad.line, bad.reason) for bad in report.bad]


@pytest.mark.parametrize("batches", [1, 2])
async def test_an_import_that_was_killed_goes_on_and_repeats_nothing(office: Office, batches: int) -> None:
    office.write(*office.people(2 * BATCH + 3))
    with pytest.raises(StoppedError):
        await office.bring_in(stop_after=batches)
    report = await office.bring_in()
    assert report.repeated == batches * BATCH
    assert report.outcomes == {"opened": 2 * BATCH + 3}
    again = await office.bring_in()
    assert (again.repeated, again.outcomes) == (report.rows, report.outcomes)
    assert again.id == report.id


async def test_rows_that_were_stored_and_not_worked_in_are_worked_in_later(office: Office) -> None:
    office.write(*office.people(3))
    await office.bring_in()
    office.write(*office.people(3), ("new@example.com", "New", "Acme", "1"))
    report = await office.bring_in()
    assert report.repeated == 0  # another file
    assert report.outcomes == {"opened": 1, "nothing new": 3}


async def test_the_bot_may_work_at_the_same_time(office: Office) -> None:
    office.write(*office.people(2 * BATCH + 3))
    stop = asyncio.Event()

    async def bot() -> int:
        worked = 0
        while not stop.is_set():
            worked += await office.bot.work_off()
            await asyncio.sleep(0)
        return worked

    running = asyncio.create_task(bot())
    report = await office.bring_in()
    stop.set()
    await running
    assert report.outcomes == {"opened": 2 * BATCH + 3}
    assert await office.db.read(raw_events.backlog) == 0


async def test_two_imports_of_one_file_at_a_time_are_one(office: Office) -> None:
    office.write(*office.people(2 * BATCH + 3))
    one, other = await asyncio.gather(office.bring_in(), office.bring_in())
    assert one.id == other.id
    assert (await office.bring_in()).outcomes == {"opened": 2 * BATCH + 3}


@pytest.mark.parametrize(
    ("mode", "keys"),
    [
        (Mode.NONE, []),
        (Mode.DIGEST, ["import:1:summary"]),
        (Mode.CARDS, ["handoff:1:card", "handoff:2:card"]),
    ],
)
async def test_an_import_posts_one_summary_or_nothing_or_every_card(
    office: Office, mode: Mode, keys: list[str]
) -> None:
    office.write(*office.people(2))
    await office.bring_in(mode)
    assert await office.cards() == keys
    await office.bring_in(Mode.CARDS)  # what was chosen first holds
    assert await office.cards() == keys


async def test_a_corrected_row_is_taken_from_the_mended_file(office: Office, clock: ManualClock) -> None:
    office.write(("ann@example.com", "Ann", "Acme", "1"), ("bob@example", "Bob", "Bolt", "1"))
    assert (await office.bring_in()).outcomes == {"opened": 1, "dead": 1}
    clock.advance(minutes=5)
    office.write(("ann@example.com", "Ann", "Acme", "1"), ("bob@bolt.example.com", "Bob", "Bolt", "1"))
    assert (await office.bring_in()).outcomes == {"nothing new": 1, "opened": 1}
    both = await office.db.read(lambda tx: handoffs.team_queue(tx, "emea", 9))
    assert both[1] == 2
