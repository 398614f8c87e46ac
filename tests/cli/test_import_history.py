"""`handoff import --history`: the past from a file, and what is said of it."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_imports import counts

PAST = """Handed at,Email,Decision,Decided at,Reason,Won at,Amount
2025-01-06T09:00:00Z,ann@example.com,Accepted,2025-01-06T11:00:00Z,,2025-03-01,"1,200.50"
2025-01-07T09:00:00Z,bob@example.com,Rejected,2025-01-08T11:00:00Z,no_intent,,

2025-01-08T09:00:00Z,cy@example.com,Rejected,,no_intent,,
2025-01-09T09:00:00Z,dee@example.com,,,,,
"""
MAPPING = """timezone = "UTC"
[[events]]
type = "lead.qualified"
[fields]
"handoff.handed_at" = { column = "When", as = "date", format = "%d.%m.%Y" }
"person.email" = { column = "Who" }
"""


@pytest.fixture
def past(folder: Path) -> Path:
    """Four rows and a blank one, one of them bad."""
    path = folder / "past.csv"
    path.write_text(PAST, encoding="utf-8")
    return path


def test_a_rehearsal_of_the_past_writes_nothing(handoff: Run, past: Path, folder: Path) -> None:
    printed = handoff(f"import --history {past} --dry-run")
    assert printed.code == 0
    assert "4 rows of the past. Nothing was written." in printed.out
    assert counts(printed) == {"accepted": 1, "rejected": 1, "still": 1, "bad": 1}
    assert "Outcomes: 1 won." in printed.out
    assert "line 5: handoff.decided_at is missing: when was it rejected?" in printed.out
    assert list(folder.glob("*.db*")) == []


@pytest.mark.usefixtures("stored")
def test_the_past_is_brought_in_once(handoff: Run, past: Path) -> None:
    printed = handoff(f"import --history {past}")
    assert (printed.code, printed.err) == (0, "")
    assert counts(printed) == {"accepted": 1, "rejected": 1, "still": 1, "bad": 1}
    assert "line 5: handoff.decided_at" in printed.out
    assert "[event 1]" in printed.out
    assert "handoff.decided_at is missing" in handoff("events dead --source history").out
    again = handoff(f"import --history {past}")
    assert counts(again) == counts(printed)
    assert "4 of them had been brought in before: not repeated." in again.out
    past.write_text(PAST.replace("cy@example.com,Rejected,,", "cy@example.com,Rejected,2025-01-09,"))
    assert counts(handoff(f"import --history {past}")) == {"rejected": 1, "known": 3}


@pytest.mark.usefixtures("stored")
def test_a_mapping_of_ones_own_reads_the_past(handoff: Run, folder: Path) -> None:
    (folder / "own.toml").write_text(MAPPING, encoding="utf-8")
    rows = folder / "rows.ndjson"
    rows.write_text('{"When": "6.1.2025", "Who": "ann@example.com"}\n{"When": null}\n', encoding="utf-8")
    printed = handoff(f"import --history {rows} --mapping {folder}/own.toml")
    assert counts(printed) == {"still": 1, "bad": 1}
    assert "line 2: handoff.handed_at is missing" in printed.out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--source cvs", 'did you mean "csv"?'),
        ("--source csv", "does not say when the rows were handed over"),
        ("--mapping nothing.toml", "cannot be read"),
        ("--mapping history", 'did you mean "history-csv"?'),
        ("--post cards", "the past is not posted"),
        ("--outcomes", "not allowed with"),
    ],
)
def test_what_cannot_be_the_past_is_said_plainly(handoff: Run, past: Path, line: str, said: str) -> None:
    printed = handoff(f"import --history {past} {line}")
    assert printed.code == 2
    assert said in printed.err


def test_a_mapping_is_for_the_past_alone(handoff: Run, past: Path) -> None:
    assert "--mapping goes with --history" in handoff(f"import {past} --source csv --mapping x.toml").err


def test_a_file_that_is_not_there_is_said_plainly(handoff: Run, folder: Path) -> None:
    assert "cannot be read" in handoff(f"import --history {folder}/nothing.csv").err
