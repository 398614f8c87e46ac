"""`handoff ask`: on a small past that can be counted by hand, and on files of questions."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.metric import Dimension, Metric
from bot.language.form import Named
from storage.database import Database
from tests import loopback_model
from tests.cli.conftest import Run
from tests.digests import medley
from tests.digests.worlds import Past
from tests.language import forms
from tests.loopback_model import Model

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def lead(owner: str, campaign: str, decision: str | None, reason: str | None = None) -> Past:
    """A lead of that Monday, decided two business hours later."""
    names = {"owner": owner, "campaign": campaign, "reject_reason": reason}
    return Past(
        MONDAY,
        due=MONDAY + 8 * HOUR,
        decided=MONDAY + 2 * HOUR if decision else None,
        decision=decision,
        worked=2.0 if decision else None,
        dimensions={name: value for name, value in names.items() if value is not None},
    )


# Of twelve leads of Spring six were accepted and four rejected; two are open.
PASTS = [
    *(lead("ana", "Spring Fair", "accepted") for _ in range(6)),
    *(lead("ben", "Spring Fair", "rejected", "bad_data") for _ in range(4)),
    *(lead("ben", "Spring Fair", None) for _ in range(2)),
    lead("ana", "Herbstmesse", "accepted"),
]


@pytest.fixture(scope="module")
def past_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds the past, to be copied."""
    path = tmp_path_factory.mktemp("past") / "handoff.db"
    shutil.copyfile(migrated_file, path)
    with Database.open(f"sqlite:///{path}") as db:
        db.run_sync(lambda tx: medley.store(tx, PASTS))
    return path


@pytest.fixture
def past(folder: Path, past_file: Path) -> None:
    """The database of the command line holds the past."""
    shutil.copyfile(past_file, folder / "none.db")


def test_a_question_is_answered_and_first_says_how_it_was_understood(handoff: Run, past: None) -> None:
    printed = handoff("ask acceptance of the Spring Fair in Q1 --as-of 2026-05-01")
    assert printed.code == 0, printed.out + printed.err
    assert printed.out.splitlines()[:2] == [
        "acceptance rate · campaign: Spring Fair · 1 Jan - 31 Mar 2026 · n = 10 · "
        "as of 1 May 2026 23:59 (Europe/Berlin)",
        "  60 % (6 of 10); 31-83 %; 2 open",
    ]


def test_today_is_the_day_that_is_named(handoff: Run, past: None) -> None:
    printed = handoff("ask 'how many leads last month?' --as-of 2026-04-15")
    assert printed.out.splitlines()[0].startswith("MQLs · 1-31 Mar 2026")
    assert printed.out.splitlines()[1] == "  13; 2 open"


def test_an_unknown_name_is_asked_back_with_the_nearest_ones(handoff: Run, past: None) -> None:
    printed = handoff("ask acceptance of the Winter Fayre last month --as-of 2026-04-15")
    assert printed.code == 1
    assert "Understood: “acceptance” as acceptance rate" in printed.out
    assert printed.out.splitlines()[1:] == [
        "I do not understand “Fayre”. Whom or what do you mean?",
        "  Spring Fair",
    ]


def test_a_refusal_is_a_plain_sentence_with_suggestions(handoff: Run, past: None) -> None:
    printed = handoff("ask 'predict the acceptance rate'")
    assert printed.code == 1
    assert printed.out.splitlines()[0] == "I only tell what has happened, and make no forecasts."
    assert len(printed.out.splitlines()) <= 4


def test_json_has_what_was_understood_and_the_answer(handoff: Run, past: None) -> None:
    printed = handoff("ask --json --as-of 2026-05-01 rejection rate by campaign")
    document: Any = json.loads(printed.out)
    assert printed.code == 0
    assert document["understood"][0] == {"text": "rejection rate", "meaning": "rejection rate"}
    assert document["outcome"]["group_by"] == ["campaign"]
    rows = {row["group"]["campaign"]: row["figures"][0] for row in document["answer"]["rows"]}
    assert (rows["Spring Fair"]["k"], rows["Spring Fair"]["n"]) == (4, 10)


def test_json_says_why_there_is_no_answer(handoff: Run, past: None) -> None:
    document: Any = json.loads(handoff("ask --json tell me a joke").out)
    assert document["outcome"] == {"refuse": "out_of_scope"}
    assert document["text"]


def test_what_cannot_be_combined_is_said(handoff: Run, past: None) -> None:
    printed = handoff("ask SLA attainment by reason")
    assert printed.code == 1
    assert "reject_reason says why leads were sent back" in printed.out


def test_a_question_is_needed(handoff: Run, folder: Path) -> None:
    assert handoff("ask").code == 2


@pytest.fixture
def names(folder: Path) -> Path:
    """A vocabulary file."""
    path = folder / "vocabulary.json"
    path.write_text(
        json.dumps({"metrics": ["win_rate"], "dimensions": {"region": ["EMEA"]}}), encoding="utf-8"
    )
    return path


def test_a_file_of_questions_is_parsed_without_agreement_or_database(
    handoff: Run, names: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDOFF_CONFIG", "nowhere.toml")
    monkeypatch.setenv("DATABASE_URL", "nothing://at.all")
    query: dict[str, Any] = {
        "metric": "win_rate",
        "group_by": [],
        "filters": {},
        "period": None,
        "compare_to": None,
    }
    turn = {"asked": "win rate", "expect": query | {"sort": {"by": "metric", "dir": "desc"}, "limit": None}}
    rows = [
        {"id": "a", "asked": "win rate EMEA in Q1", "today": "2026-05-01"},
        {"id": "b", "asked": "and EMEA?", "today": "2026-05-01", "context": [turn]},
        {"id": "c", "asked": "MQLs", "today": "2026-05-01"},
    ]
    path = names.with_name("questions.jsonl")
    path.write_text("\n\n".join(map(json.dumps, rows)), encoding="utf-8")
    printed = handoff(f"ask --batch {path} --vocabulary {names}")
    found = {row["id"]: row["pred"] for row in map(json.loads, printed.out.splitlines())}
    quarter = {"start": "2026-01-01", "end": "2026-04-01"}
    assert found == {
        "a": query | {"filters": {"region": ["EMEA"]}, "period": quarter, "sort": None, "limit": None},
        "b": query
        | {"filters": {"region": ["EMEA"]}, "sort": {"by": "metric", "dir": "desc"}, "limit": None},
        "c": {"refuse": "unsupported_metric"},
    }


@pytest.mark.parametrize("line", ["nonsense", "[]", '{"id": 1}', '{"id": 1, "asked": "x", "today": "soon"}'])
def test_a_wrong_row_is_told_with_its_line(handoff: Run, names: Path, line: str) -> None:
    path = names.with_name("questions.jsonl")
    path.write_text(f"\n{line}\n", encoding="utf-8")
    printed = handoff(f"ask --batch {path} --vocabulary {names}")
    assert printed.code == 2
    assert "line 2" in printed.err


def test_files_that_are_not_there_are_told(handoff: Run, names: Path) -> None:
    assert handoff(f"ask --batch nowhere.jsonl --vocabulary {names}").code == 2
    assert handoff(f"ask --batch {names}").code == 2


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Model]:
    """A language model that the settings name; its server runs in a thread of its own."""
    with loopback_model.threaded() as server:
        monkeypatch.setenv("OPENAI_API_KEY", loopback_model.KEY)
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_MODEL", "made-up")
        yield server


UPTAKE = "uptake of the Spring Fair in Q1"
FORM = forms.query(
    (Metric.ACCEPTANCE_RATE, "uptake"),
    names=[(Dimension.CAMPAIGN, "Spring Fair")],
    period=forms.called("Q1", Named.Q1),
)


def test_a_language_model_explains_a_word_that_nobody_knows(handoff: Run, past: None, model: Model) -> None:
    model.forms[UPTAKE] = asdict(FORM)
    printed = handoff(f"ask --as-of 2026-05-01 {UPTAKE}")
    assert printed.out.splitlines()[1] == "  60 % (6 of 10); 31-83 %; 2 open"
    document: Any = json.loads(handoff(f"ask --json --as-of 2026-05-01 {UPTAKE}").out)
    assert {"text": "uptake", "meaning": "acceptance rate"} in document["understood"]
    assert (document["model"]["model"], document["model"]["result"]) == ("made-up", "answered")


def test_a_language_model_that_fails_changes_nothing(
    handoff: Run, past: None, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.always(loopback_model.failing(500))
    failed = handoff(f"ask --as-of 2026-05-01 {UPTAKE}")
    monkeypatch.delenv("OPENAI_API_KEY")
    alone = handoff(f"ask --as-of 2026-05-01 {UPTAKE}")
    assert (failed.code, failed.out) == (alone.code, alone.out)
    assert alone.code == 1
