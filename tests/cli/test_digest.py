"""`handoff digest`, on half a year of stored handoffs."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import migrate
from storage.database import Database
from tests.cli.conftest import Run
from tests.digests import worlds

# The Monday after 2026-W46, 08:00 in Berlin.
AS_OF = "2026-11-16T08:00+01:00"


@pytest.fixture(autouse=True)
def past(handoff: Run) -> None:
    """Half a year in which the last week's acceptance fell."""
    start = datetime(2026, 11, 16, tzinfo=UTC) - timedelta(weeks=27)
    found = worlds.steady(5, 27, 60, start=start, accept=(*(0.6,) * 26, 0.2))
    with Database.open(os.environ["DATABASE_URL"]) as db:
        migrate.upgrade(db)
        db.run_sync(lambda tx: worlds.store(tx, found))


def test_a_week_is_shown_as_text(handoff: Run) -> None:
    printed = handoff(f"digest --week 2026-W46 --as-of {AS_OF}")
    assert printed.code == 0
    assert "9-15 Nov" in printed.out
    assert "fewer leads accepted" in printed.out
    assert "late" not in printed.out.lower().splitlines()[0]


def test_without_a_week_it_is_the_last_complete_one(handoff: Run) -> None:
    assert "9-15 Nov" in handoff(f"digest --as-of {AS_OF}").out


def test_the_numbers_come_as_json(handoff: Run) -> None:
    printed = handoff(f"digest --week 2026-W46 --as-of {AS_OF} --format json")
    found = json.loads(printed.out)
    assert found["week"]["name"] == "2026-W46"
    assert any(one["reading"]["trend"] == "acceptance_rate" for one in found["signals"])


def test_the_message_comes_as_blocks(handoff: Run) -> None:
    found = json.loads(handoff(f"digest --as-of {AS_OF} --format blocks").out)
    assert found["blocks"][0]["type"] == "header"
    assert found["thread"]


def test_a_folder_for_pictures_that_is_not_there_is_made(handoff: Run, folder: Path) -> None:
    wanted = folder / "new" / "pictures"
    printed = handoff(f"digest --as-of {AS_OF} --format png --out {wanted}")
    assert [Path(line).parent for line in printed.out.split()] == [wanted, wanted]


def test_what_cannot_be_a_folder_is_said(handoff: Run, folder: Path) -> None:
    taken = folder / "taken"
    taken.write_text("a file")
    printed = handoff(f"digest --as-of {AS_OF} --format png --out {taken}")
    assert f"{taken} cannot be written" in printed.err
    assert printed.code == 2


def test_charts_come_as_pictures(handoff: Run, folder: Path) -> None:
    printed = handoff(f"digest --as-of {AS_OF} --format png --out {folder}")
    pictures = [Path(line) for line in printed.out.split()]
    assert pictures
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)


def test_a_week_that_is_not_over_is_refused(handoff: Run) -> None:
    printed = handoff(f"digest --week 2026-W47 --as-of {AS_OF}")
    assert printed.code == 2
    assert "2026-W47 is not over yet" in printed.err


@pytest.mark.parametrize("week", ["46", "2026-W54", "2026-46"])
def test_what_is_no_week_is_told_how_to_write_one(handoff: Run, week: str) -> None:
    printed = handoff(f"digest --week {week}")
    assert printed.code == 2
    assert "2026-W46" in printed.err


def test_looking_sends_nothing_and_sending_twice_sends_once(handoff: Run) -> None:
    assert handoff("digest --week 2026-W40").code == 0
    first, second = handoff("digest --week 2026-W40 --send"), handoff("digest --week 2026-W40 --send")
    assert (first.code, second.code) == (0, 1)
    assert "told already" in second.err


def test_the_past_cannot_be_sent_as_if_it_were_now(handoff: Run) -> None:
    printed = handoff(f"digest --as-of {AS_OF} --send")
    assert printed.code == 2
    assert "leave --as-of out" in printed.err
