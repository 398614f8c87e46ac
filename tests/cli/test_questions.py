"""`handoff questions`: reviewing what was not understood, and teaching words."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.asked import Place
from bot.domain.metric import Dimension
from storage import questions
from storage.database import Database, Session
from storage.labels import Labels
from tests.cli.conftest import Run

NOW = datetime(2026, 9, 16, 8, 0, tzinfo=UTC)


@pytest.fixture
def complaint(folder: Path, migrated_file: Path) -> None:
    """A question that was not understood, and a campaign that was meant."""

    def work(tx: Session) -> None:
        Labels(tx).of_all({Dimension.CAMPAIGN: "Growth Summit", Dimension.REGION: "DACH"})
        place = Place("C1", "1.1", "1.1")
        outcome = {"clarify": "entity", "unexplained": ["summit", "thing"]}
        number = questions.record(tx, place, "U1", "chloe", "MQLs of the summit thing", NOW, outcome)
        questions.complain(tx, number or 0, "the Growth Summit campaign", NOW)

    path = folder / "none.db"
    path.write_bytes(migrated_file.read_bytes())
    with Database.open(f"sqlite:///{path}") as db:
        db.run_sync(work)


def test_the_list_says_what_was_asked_understood_and_meant(handoff: Run, complaint: None) -> None:
    printed = handoff("questions review")
    assert printed.out.splitlines()[:3] == [
        "1  2026-09-16 08:00  MQLs of the summit thing",
        "    understood: entity; not understood: ['summit', 'thing']",
        "    meant: the Growth Summit campaign",
    ]
    assert handoff("questions reviewed 1").code == 0
    assert handoff("questions review").out == "Nothing is to be reviewed.\n"
    assert handoff("questions reviewed 1").code == 1


def test_taught_words_are_understood_until_they_are_forgotten(handoff: Run, complaint: None) -> None:
    asked = 'ask "MQLs of the summit thing last month"'
    assert handoff(asked).code == 1
    assert handoff('questions alias "Summit  Thing" campaign "Growth Summit"').code == 0
    assert "campaign: Growth Summit" in handoff(asked).out
    assert handoff("questions aliases").out == "campaign “Growth Summit”: summit thing\n"
    assert handoff('questions forget "summit thing"').code == 0
    assert handoff(asked).code == 1
    assert handoff("questions aliases").out == "No words were taught.\n"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('"summit thing" campaign "Groth Sumit"', "is no campaign; there is “Growth Summit”"),
        ('"to" campaign "Growth Summit"', "too short"),
        ('"dach" campaign "Growth Summit"', "the name of “DACH” already"),
        ('"summit" planet "Mars"', "invalid choice"),
    ],
)
def test_words_that_cannot_stand_for_a_name_are_refused(
    handoff: Run, complaint: None, line: str, problem: str
) -> None:
    printed = handoff(f"questions alias {line}")
    assert printed.code == 2
    assert problem in printed.err
