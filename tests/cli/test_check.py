"""`handoff check`."""

from pathlib import Path

from tests.cli.conftest import AGREEMENT, Run


def test_a_good_file_is_told_in_words(handoff: Run) -> None:
    printed = handoff("check")
    assert printed.code == 0
    assert "EMEA sales: Ana Lima [rep], Ben Okafor [rep]" in printed.out
    assert "csv: leads-csv, no proof asked, this machine only" in printed.out
    assert "Warnings" in printed.out  # its secret is not set here


def test_a_wrong_file_is_refused_with_all_its_problems(handoff: Run, folder: Path) -> None:
    wrong = AGREEMENT.replace('manager = "max"', 'manager = "moritz"').replace('"leads-csv"', '"leeds-csv"')
    (folder / "wrong.toml").write_text(wrong, encoding="utf-8")
    printed = handoff(f"check {folder / 'wrong.toml'}")
    assert (printed.code, printed.out) == (2, "")
    assert len(printed.err.splitlines()) == 2
    assert "moritz" in printed.err
    assert 'did you mean "leads-csv"?' in printed.err


def test_checking_touches_no_database(handoff: Run, folder: Path) -> None:
    handoff("check")
    assert list(folder.glob("*.db*")) == []


def test_a_missing_file_is_said_plainly(handoff: Run) -> None:
    printed = handoff("check nowhere.toml")
    assert printed.code == 2
    assert "nowhere.toml" in printed.err
