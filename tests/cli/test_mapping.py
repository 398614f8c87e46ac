"""`handoff mapping check`."""

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_a_mapping_is_tried_on_a_sample(handoff: Run, folder: Path) -> None:
    (folder / "own.toml").write_text(
        '[[events]]\ntype = "lead.qualified"\n[fields]\n"person.email" = "mail"\n', encoding="utf-8"
    )
    sample = folder / "sample.json"
    sample.write_text(json.dumps({"mail": "Ann@Example.com", "plan": {"seats": 3}}), encoding="utf-8")
    printed = handoff(f"mapping check {folder / 'own.toml'} {sample}")
    assert printed.code == 0
    assert '"email": "ann@example.com"' in printed.out
    assert "Nothing used: plan.seats" in printed.out


def test_a_shipped_mapping_is_known_by_its_name_and_a_table_is_a_sample_too(
    handoff: Run, folder: Path
) -> None:
    sample = folder / "sample.csv"
    sample.write_text("Work email,Shoe size\nann@example.com,38\nnobody,40\n", encoding="utf-8")
    printed = handoff(f"mapping check leads-csv {sample}")
    assert printed.code == 1
    assert '"email": "ann@example.com"' in printed.out
    assert "Item 2: refused" in printed.out
    assert "Nothing used: Shoe size" in printed.out


def test_a_mapping_of_the_past_is_tried_by_its_own_command(handoff: Run, folder: Path) -> None:
    sample = folder / "past.csv"
    sample.write_text("Handed at,Email\n2025-01-06,ann@example.com\n", encoding="utf-8")
    printed = handoff(f"mapping check history-csv {sample}")
    assert (printed.code, printed.out) == (2, "")
    assert f"import --history {sample} --mapping history-csv --dry-run" in printed.err
    assert handoff(f"import --history {sample} --mapping history-csv --dry-run").code == 0


def test_mistakes_in_the_mapping_are_told_with_their_keys(handoff: Run, folder: Path) -> None:
    (folder / "own.toml").write_text('[fields]\n"person.emial" = "mail"\n', encoding="utf-8")
    (folder / "sample.json").write_text("{}", encoding="utf-8")
    printed = handoff(f"mapping check {folder / 'own.toml'} {folder / 'sample.json'}")
    assert printed.code == 1
    assert "did you mean person.email?" in printed.out
    assert "events: " in printed.out


def test_files_that_are_not_there_are_said_plainly(handoff: Run, folder: Path) -> None:
    assert handoff("mapping check no.toml no.json").code == 2
    assert "no.json cannot be read" in handoff("mapping check segment no.json").err
