"""`handoff events`: dead letters, shown and tried again."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("dead")


@pytest.fixture
def dead(handoff: Run, folder: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two dead letters of an import: 2 lacks an address that can be read, 3 could not be read at all."""
    monkeypatch.setenv("DATABASE_URL", url)
    path = folder / "leads.csv"
    path.write_text("Email,Name\nann@example.com,\nnobody,\u202egnp\none,two,three\n", encoding="utf-8")
    assert handoff(f"import {path} --source csv").code == 0


def test_dead_letters_are_listed_with_their_line_and_reason(handoff: Run) -> None:
    lines = handoff("events dead").out.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("2  ")
    assert "csv, line 3 of import 1: person.email" in lines[0]
    assert "csv, line 4 of import 1: has 3 cells where the header has 2" in lines[1]


def test_the_list_may_be_cut_or_of_one_source(handoff: Run) -> None:
    assert "1 of 2 in all." in handoff("events dead --limit 1").out
    assert "none of website" in handoff("events dead --source website").out


def test_an_event_is_shown_with_what_was_sent_and_what_is_wrong(handoff: Run) -> None:
    out = handoff("events show 2").out
    assert "Event 2 from csv" in out
    assert "Line 3 of import 1" in out
    assert "State: dead" in out
    assert "person.email: " in out
    assert '"Email": "nobody"' in out
    assert "\u202e" not in out
    assert "\\u202egnp" in out
    assert "not kept" in handoff("events show 3").out
    assert "worked in, opened, handoff 1" in handoff("events show 1").out


def test_an_event_that_is_not_there_is_said_plainly(handoff: Run) -> None:
    printed = handoff("events show 77")
    assert (printed.code, printed.err) == (2, "There is no event 77.\n")


def test_replay_lets_the_bot_try_again_what_can_be_tried(handoff: Run) -> None:
    printed = handoff("events replay 1 2 3 77")
    assert printed.code == 1
    assert printed.out.splitlines() == [
        "Event 1 is not dead: worked in, opened, handoff 1.",
        "Event 3 has nothing to try again with: has 3 cells where the header has 2",
        "There is no event 77.",
        "1 event will be tried again by the bot, at once if it is running.",
    ]
    assert "waiting to be worked in" in handoff("events show 2").out


def test_replaying_all_takes_those_of_a_source(handoff: Run) -> None:
    assert handoff("events replay --all --source website").out.startswith("0 events")
    printed = handoff("events replay --all")
    assert (printed.code, printed.out[:7]) == (0, "1 event")


def test_replay_wants_to_know_which(handoff: Run) -> None:
    assert handoff("events replay").code == 2
    assert handoff("events replay 2 --all").code == 2
