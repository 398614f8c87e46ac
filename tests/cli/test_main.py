"""The command as a whole: help, version, and errors in one sentence."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_without_arguments_the_help_is_printed(handoff: Run) -> None:
    printed = handoff("")
    assert printed.code == 0
    for word in (
        "demo",
        "run",
        "check",
        "doctor",
        "import",
        "why",
        "events",
        "posts",
        "mapping",
        "playground",
    ):
        assert word in printed.out


def test_the_version_is_told(handoff: Run) -> None:
    printed = handoff("--version")
    assert printed.code == 0
    assert printed.out.startswith("handoff ")


def test_a_wrong_setting_is_one_sentence_and_exit_code_2(
    handoff: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://localhost/handoff")
    printed = handoff("events dead")
    assert (printed.code, printed.out) == (2, "")
    assert printed.err.count("\n") == 1
    assert "DATABASE_URL" in printed.err


def test_a_folder_that_is_not_there_is_said_plainly(
    handoff: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder / 'nowhere' / 'x.db'}")
    printed = handoff("posts parked")
    assert printed.code == 2
    assert "does not exist" in printed.err


def test_running_without_a_token_says_which_one_is_missing(handoff: Run) -> None:
    printed = handoff("run")
    assert printed.code == 2
    assert "SLACK_BOT_TOKEN" in printed.err


@pytest.mark.parametrize("line", ["events show x", "events show 0", "posts retry 99999999999", "nonsense"])
def test_what_cannot_be_meant_is_refused_with_the_usage(handoff: Run, line: str) -> None:
    printed = handoff(line)
    assert printed.code == 2
    assert "usage:" in printed.err
