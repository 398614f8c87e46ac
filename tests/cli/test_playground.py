"""`handoff playground`, as far as it does not serve."""

import socket
from pathlib import Path

from tests.cli.conftest import Run


def test_a_wrong_configuration_is_refused_with_its_key(handoff: Run, folder: Path) -> None:
    path = folder / "workspace.toml"
    path.write_text('[workspace]\nname = "Lumen"\n[channel]\n', encoding="utf-8")
    printed = handoff(f"playground --config {path}")
    assert printed.code == 2
    assert "channel: unknown section" in printed.err
    assert handoff("playground --config nowhere.toml").code == 2


def test_a_port_that_is_taken_is_said_plainly(handoff: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        printed = handoff(f"playground --port {taken.getsockname()[1]}")
    assert printed.code == 2
    assert "in use" in printed.err
