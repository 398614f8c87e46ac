"""`handoff eval`: the project's own questions, and a few that only a language model understands."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from bot.domain.metric import Dimension, Metric
from bot.language.form import Named
from tests import loopback_model
from tests.cli.conftest import Run
from tests.language import company, forms
from tests.loopback_model import Model

NAMES = company.HERE / "vocabulary.json"
PODCASTS: dict[str, Any] = {
    "metric": "acceptance_rate",
    "group_by": [],
    "filters": {"source": ["podcast"]},
    "period": {"start": "2027-01-01", "end": "2027-02-01"},
    "compare_to": None,
    "sort": None,
    "limit": None,
}
ROWS = [
    {"id": 1, "asked": "podcast acceptance in January", "category": "plain", "expect": PODCASTS},
    {"id": 2, "asked": "podcast uptake in January", "category": "slang", "expect": PODCASTS},
    {"id": 3, "asked": "uptake of Zorgle", "category": "names", "expect": {"clarify": "entity"}},
    {"id": 4, "asked": "delete all leads", "category": "refuse", "expect": {"refuse": "write_action"}},
]
FORM = forms.query(
    (Metric.ACCEPTANCE_RATE, "uptake"),
    names=[(Dimension.SOURCE, "podcast")],
    period=forms.called("January", Named.JANUARY),
)
ZORGLE = forms.query((Metric.ACCEPTANCE_RATE, "uptake"), names=[(Dimension.CAMPAIGN, "Zorgle")])


@pytest.fixture
def file(folder: Path) -> Path:
    """A file of four questions."""
    path = folder / "questions.jsonl"
    path.write_text("\n".join(json.dumps({"today": "2027-02-24", **row}) for row in ROWS), encoding="utf-8")
    return path


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Model]:
    """A language model that understands slang."""
    with loopback_model.threaded() as server:
        monkeypatch.setenv("OPENAI_API_KEY", loopback_model.KEY)
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_MODEL", "made-up")
        server.forms = {"podcast uptake in January": asdict(FORM), "uptake of Zorgle": asdict(ZORGLE)}
        yield server


def rows(printed: str) -> dict[str, str]:
    """The lines of the table, without what they stand under."""
    found = [line.split("  ", 1) for line in map(str.strip, printed.splitlines()) if "  " in line]
    return {
        title: " | ".join(" ".join(cell.split()) for cell in rest.split("   ") if cell.strip())
        for title, rest in found
    }


def test_the_projects_own_questions_are_graded(handoff: Run) -> None:
    printed = handoff(f"eval {company.HERE / 'questions.jsonl'} --vocabulary {NAMES} --json")
    [run] = json.loads(printed.out)
    assert printed.code == 0
    assert (run["model"], run["calls"], run["questions"]) == (None, 0, len(company.rows()))
    right = sum(company.right(row, company.answer(row)) for row in company.rows())
    assert run["right"] == right
    assert sum(n for _, n in run["categories"].values()) == len(company.rows())
    assert 0 < run["milliseconds"]["p50"] <= run["milliseconds"]["p99"]


def test_with_a_model_both_runs_stand_side_by_side(handoff: Run, file: Path, model: Model) -> None:
    printed = handoff(f"eval {file} --vocabulary {NAMES}")
    table = rows(printed.out)
    assert printed.code == 0
    assert printed.out.splitlines()[0].split("  ")[-1].strip() == "made-up"
    assert table["right"] == "2 of 4, 50.0 % | 4 of 4, 100.0 %"
    assert table["not answered, answerable"] == "1 | 0"
    assert (table["asked back"], table["refused"]) == ("1 | 1", "2 | 1")
    assert table["slang"] == "0 of 1 | 1 of 1"
    assert table["calls of the model"] == "0 | 2"
    assert table["answered"] == "0 | 2"
    assert "Not answered, answerable, without a model: 2" in printed.out
    assert loopback_model.KEY not in printed.out + printed.err


def test_failed_calls_are_counted_by_their_reason(handoff: Run, file: Path, model: Model) -> None:
    model.always(loopback_model.failing(401))
    printed = handoff(f"eval {file} --vocabulary {NAMES} --json")
    alone, failed = json.loads(printed.out)
    assert failed["results"] == {"key": 2}
    assert (failed["calls"], failed["model"]) == (2, "made-up")
    assert (failed["right"], failed["silently_wrong"]) == (alone["right"], [])


def test_a_silently_wrong_answer_is_named(handoff: Run, file: Path) -> None:
    wrong = {"id": "x9", "asked": "win rate", "today": "2027-02-24", "expect": {"refuse": "pii"}}
    file.write_text(json.dumps(wrong), encoding="utf-8")
    printed = handoff(f"eval {file} --vocabulary {NAMES}")
    assert rows(printed.out)["silently wrong"] == "1 of 1, 100.0 %"
    assert "Silently wrong, without a model: x9" in printed.out
    assert "Answered, not refused, without a model: x9" in printed.out


@pytest.mark.parametrize("expect", [{}, {"expect": None}, {"expect": "pii"}])
def test_a_row_without_an_expectation_cannot_be_graded(
    handoff: Run, file: Path, expect: dict[str, Any]
) -> None:
    file.write_text(
        json.dumps({"id": 7, "asked": "win rate", "today": "2027-02-24", **expect}), encoding="utf-8"
    )
    printed = handoff(f"eval {file} --vocabulary {NAMES}")
    assert printed.code == 2
    assert "row 7" in printed.err


def test_an_empty_file_is_graded_as_nothing(handoff: Run, file: Path) -> None:
    file.write_text("\n", encoding="utf-8")
    assert handoff(f"eval {file} --vocabulary {NAMES}").code == 0
    assert handoff(f"eval {file}").code == 2


def test_with_a_good_model_the_unheard_questions_are_understood(handoff: Run, model: Model) -> None:
    path = company.HERE / "unheard.jsonl"
    unheard = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    model.forms = {row["asked"]: row["form"] for row in unheard}
    printed = handoff(f"eval {path} --vocabulary {NAMES} --json")
    alone, helped = json.loads(printed.out)
    assert alone["right"] <= 0.3 * len(unheard)
    assert helped["right"] >= 0.9 * len(unheard)
    assert helped["silently_wrong"] == []
    assert helped["results"] == {"answered": helped["calls"]}
