"""The command line as a test uses it: an agreement file, a database, and what was printed."""

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import __main__ as command
from tests.scenarios import world as worlds

AGREEMENT = f"""{worlds.AGREEMENT}
[sources.csv]
mapping = "leads-csv"
verify = {{ scheme = "none" }}

[sources.native]
verify = {{ scheme = "none" }}
"""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a command answered with, and wrote."""

    code: int
    out: str
    err: str


OURS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "PORT")
Run = Callable[[str], Printed]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an agreement file, and an environment that names it and nothing else of ours."""
    for name in (*OURS, "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "handoff.toml"
    path.write_text(AGREEMENT, encoding="utf-8")
    monkeypatch.setenv("HANDOFF_CONFIG", str(path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    return tmp_path


@pytest.fixture
def stored(folder: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is kept in a database of each kind."""
    monkeypatch.setenv("DATABASE_URL", url)


@pytest.fixture
def handoff(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `handoff ...` in this process."""

    def run(line: str) -> Printed:
        try:
            code = command.main(shlex.split(line))
        except SystemExit as ended:  # argparse's own way
            code = int(ended.code or 0)
        out, err = capsys.readouterr()
        return Printed(code, out, err)

    return run
