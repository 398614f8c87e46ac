"""`handoff import --outcomes`: what became of leads, from a file of the CRM, without configuration."""

from pathlib import Path

import pytest

from storage.database import Database
from tests import deals
from tests.cli.conftest import Run
from tests.cli.test_imports import counts

LEADS = "Email,First name\nann@example.com,Ann\nbob@example.com,Bob\n"
OUTCOMES = """Opportunity ID,Email,Stage,Amount,Currency,Created Date,Close Date
006A,ann@example.com,Closed Won,"1,200.50",EUR,2026-01-10,2026-02-20
006B,ann@example.com,Negotiation,300,,2026-02-01,2199-01-01
006C,cy@example.com,Closed Lost,9,EUR,2026-01-01,2026-01-31
006D,bob@example.com,Maybe,9,EUR,2026-01-01,2026-01-31
"""

pytestmark = pytest.mark.usefixtures("stored")


@pytest.fixture
def stored(folder: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two leads, in a database of each kind, and a file of outcomes."""
    monkeypatch.setenv("DATABASE_URL", url)
    (folder / "leads.csv").write_text(LEADS, encoding="utf-8")
    (folder / "outcomes.csv").write_text(OUTCOMES, encoding="utf-8")


def test_outcomes_are_recorded_and_those_of_others_wait(handoff: Run, folder: Path, url: str) -> None:
    handoff(f"import {folder}/leads.csv --source csv")
    printed = handoff(f"import --outcomes {folder}/outcomes.csv")
    assert (printed.code, printed.err) == (0, "")
    assert counts(printed) == {"outcomes": 2, "waiting": 1, "bad": 1}
    assert "line 5: outcome.kind “Maybe” is none of" in printed.out
    with Database.open(url) as db:
        found = db.read_sync(lambda tx: deals.of_handoff(tx, 1))
    assert {key: (deal.amount, deal.currency, deal.won) for key, deal in found.items()} == {
        "006A": (120050, "EUR", True),
        "006B": (30000, None, None),
    }
    assert counts(handoff(f"import --outcomes {folder}/outcomes.csv")) == counts(printed)


def test_waiting_outcomes_are_listed_and_taken_in_when_their_lead_comes(handoff: Run, folder: Path) -> None:
    handoff(f"import --outcomes {folder}/outcomes.csv")
    out = handoff("events waiting").out
    assert "outcomes, line 2 of import 1" in out
    assert "3 events wait for their lead." in out
    assert "waiting for its lead" in handoff("events show 1").out
    assert "3 events wait for their lead: see `handoff events waiting`." in handoff("events dead").out
    printed = handoff(f"import {folder}/leads.csv --source csv")
    assert counts(printed) == {"opened": 2}
    assert "Taken in beside them: 2 events that had waited." in printed.out
    assert "outcome recorded, handoff 1" in handoff("events show 1").out
    assert "1 event waits for its lead." in handoff("events waiting").out


def test_a_source_of_the_agreement_may_read_the_outcomes(handoff: Run, folder: Path) -> None:
    path = folder / "handoff.toml"
    crm = '[sources.crm]\nmapping = "outcomes-csv"\nverify = { scheme = "none" }\n'
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{crm}", encoding="utf-8")
    handoff(f"import {folder}/leads.csv --source csv")
    assert "outcomes recorded" in handoff(f"import --outcomes {folder}/outcomes.csv --source crm").out
    assert "from crm" in handoff("events show 3").out
    assert handoff(f"import --outcomes {folder}/outcomes.csv --source nobody").code == 2
