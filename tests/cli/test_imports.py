"""`handoff import`: what it says, and that it adds up."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Printed, Run

LEADS = """Email,First name,Last name,Company,Employees
ann@example.com,Ann,Lee,Acme,200
bob@example.com,Bob,Ray,Bolt,1200

not-an-address,X,Y,Z,1
ann@example.com,Ann,Lee,Acme,200
cy@example.com,Cy
dee@example.com,"Dé",Zed,Dot,10
"""


@pytest.fixture
def leads(folder: Path) -> Path:
    """Six rows and a blank one: three people, one of them twice, two bad rows."""
    path = folder / "leads.csv"
    path.write_text(LEADS, encoding="utf-8")
    return path


def counts(printed: Printed) -> dict[str, int]:
    """The figures of the report by their first word."""
    found = re.findall(r"^ +([\d,]+) (\w+)", printed.out, re.MULTILINE)
    return {word: int(figure.replace(",", "")) for figure, word in found}


def test_a_rehearsal_says_what_would_happen_and_writes_nothing(
    handoff: Run, leads: Path, folder: Path
) -> None:
    printed = handoff(f"import {leads} --source csv --dry-run")
    assert printed.code == 0
    assert "6 rows" in printed.out
    assert "4 would be taken as lead.qualified" in printed.out
    assert "1 of them about somebody whom an earlier row is about" in printed.out
    assert "line 5: person.email" in printed.out
    assert "line 7: has 2 cells where the header has 5" in printed.out
    assert list(folder.glob("*.db*")) == []


@pytest.mark.usefixtures("stored")
def test_the_figures_of_an_import_add_up_and_name_every_bad_row(handoff: Run, leads: Path) -> None:
    printed = handoff(f"import {leads} --source csv")
    assert (printed.code, printed.err) == (0, "")
    assert "6 rows" in printed.out
    assert counts(printed) == {"opened": 3, "nothing": 1, "bad": 2}
    assert "line 5: person.email" in printed.out
    assert "line 7: has 2 cells where the header has 5" in printed.out


@pytest.mark.usefixtures("stored")
def test_the_same_file_again_repeats_nothing(handoff: Run, leads: Path) -> None:
    first = handoff(f"import {leads} --source csv")
    again = handoff(f"import {leads} --source csv --post cards")
    assert counts(again) == counts(first)
    assert "6 of them had been brought in before" in again.out
    assert "made with --post digest" in again.out


@pytest.mark.usefixtures("stored")
def test_json_lines_hold_the_canonical_lead(handoff: Run, folder: Path) -> None:
    lead = {
        "event": {"event_id": "1", "type": "lead.qualified", "occurred_at": "2026-03-02T08:00:00Z"},
        "person": {"email": "ann@example.com"},
        "qualification": {"qualified_at": "2026-03-02T08:00:00Z"},
    }
    path = folder / "leads.ndjson"
    path.write_text(f"{json.dumps(lead)}\n\n{{broken\n[]\n{json.dumps({**lead, 'person': {}})}\n")
    printed = handoff(f"import {path} --source native")
    assert "4 rows" in printed.out
    assert counts(printed) == {"opened": 1, "bad": 3}
    for line in ("line 3: ", "line 4: ", "line 5: person.email"):
        assert line in printed.out


@pytest.mark.usefixtures("stored")
def test_another_encoding_is_found_or_told(handoff: Run, folder: Path) -> None:
    path = folder / "leads.csv"
    path.write_bytes("Email;First name\ndee@example.com;Dé\n".encode("cp1252"))
    assert "1 opened" in handoff(f"import {path} --source csv --encoding cp1252").out
    assert handoff(f"import {path} --source csv --encoding klingon").code == 2


def test_columns_need_a_mapping(handoff: Run, leads: Path) -> None:
    printed = handoff(f"import {leads} --source native")
    assert printed.code == 2
    assert 'mapping = "leads-csv"' in printed.err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("import {folder}/leads.csv --source cvs", 'did you mean "csv"?'),
        ("import {folder}/nothing.csv --source csv", "cannot be read"),
        ("import {folder} --source csv", "cannot be read"),
        ("import {folder}/leads.csv", "--source"),
        ("import {folder}/leads.csv --source csv --post some", "--post"),
    ],
)
def test_what_cannot_work_is_said_plainly(
    handoff: Run, leads: Path, folder: Path, line: str, said: str
) -> None:
    printed = handoff(line.format(folder=folder))
    assert printed.code == 2
    assert said in printed.err


def test_foreign_text_cannot_play_with_the_terminal(handoff: Run, folder: Path) -> None:
    path = folder / "leads.csv"
    path.write_text("Email\n\x1b[31mred\x07\n", encoding="utf-8")
    printed = handoff(f"import {path} --source csv --dry-run")
    assert "1 bad" in printed.out
    assert "\x1b" not in printed.out
