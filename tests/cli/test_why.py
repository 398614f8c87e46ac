"""`handoff why` and `handoff posts`, on what an import left."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.patience import Patience
from storage import sending
from storage.database import Database, Session
from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def leads(handoff: Run, folder: Path) -> None:
    """Two people called Lee."""
    path = folder / "leads.csv"
    rows = "ann@example.com,Ann,Lee,Acme\nbob@example.com,Bob,Lee,Bolt\n"
    path.write_text(f"Email,First name,Last name,Company\n{rows}", encoding="utf-8")
    assert handoff(f"import {path} --source csv").code == 0


def park(tx: Session, now: datetime) -> bool:
    """Give up the next message, as delivery does when the bot is not in the channel."""
    claim = sending.claim(tx, now, Patience(), "token")
    return claim is not None and sending.park(tx, claim, "not_in_channel")


@pytest.mark.parametrize("named", ["ann@example.com", "1", "#1", "Ann Lee", "ann"])
def test_a_lead_is_explained_by_number_address_or_name(handoff: Run, named: str) -> None:
    printed = handoff(f"why '{named}'")
    assert printed.code == 0
    assert "Ann Lee, Acme · open" in printed.out
    assert "everything else" in printed.out  # the rule
    assert "Decision (" in printed.out


def test_several_that_match_are_listed_to_choose_from(handoff: Run) -> None:
    printed = handoff("why Lee")
    assert printed.code == 1
    assert "1  Ann Lee, Acme" in printed.out
    assert "2  Bob Lee, Bolt" in printed.out


def test_nobody_is_said_plainly(handoff: Run) -> None:
    printed = handoff("why Nobody at all")
    assert printed.code == 1
    assert "“Nobody at all”" in printed.out


def test_parked_messages_are_listed_with_a_remedy_and_retried(handoff: Run, folder: Path) -> None:
    assert "No message is parked." in handoff("posts parked").out
    with Database.open(f"sqlite:///{folder / 'none.db'}") as db:
        now = db.now_sync()
        assert db.run_sync(lambda tx: park(tx, now))
    [line] = handoff("posts parked").out.splitlines()
    assert "Invite it there: /invite @handoff" in line
    number = line.partition(" ")[0]
    assert handoff("posts retry 999").code == 1
    assert handoff(f"posts retry {number}").out.startswith("1 message will be sent again")
    assert "No message is parked." in handoff("posts parked").out
    assert handoff("posts retry").code == 2
    assert handoff("posts retry --all").out.startswith("0 messages")
