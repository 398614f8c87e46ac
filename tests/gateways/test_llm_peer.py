"""The language model's gateway beside a published mock of OpenAI's API, where one is installed.

`npm install --global @copilotkit/aimock` brings it; it is no package of Python's, and the other tests have a
server of their own.
"""

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest

from bot.domain.metric import Dimension, Metric
from bot.gateways import llm
from bot.gateways.llm import Failure, Limits, Reason
from bot.language.form import Form
from tests.language import forms

MOCK = shutil.which("llmock")
pytestmark = pytest.mark.skipif(MOCK is None, reason="there is no llmock")

FORM = forms.query(
    (Metric.ACCEPTANCE_RATE, "uptake"),
    names=[(Dimension.SOURCE, "podcast")],
    period=forms.last("last month"),
)
BROKE = {"message": "no", "type": "insufficient_quota", "code": "insufficient_quota"}
LOCKED = {"message": "no", "type": "invalid_request_error", "code": "invalid_api_key"}
FIXTURES = [
    {"match": {"userMessage": "podcast uptake"}, "response": {"content": json.dumps(asdict(FORM))}},
    {"match": {"userMessage": "prose"}, "response": {"content": "Sure! It was 60 %."}},
    {"match": {"userMessage": "broke"}, "response": {"status": 429, "error": BROKE}},
    {"match": {"userMessage": "locked"}, "response": {"status": 401, "error": LOCKED}},
]


@pytest.fixture
def fixtures(tmp_path: Path) -> Path:
    """What the mock answers."""
    path = tmp_path / "fixtures.json"
    path.write_text(json.dumps({"fixtures": FIXTURES}), encoding="utf-8")
    return path


@contextmanager
def mocking(fixtures: Path, *more: str) -> Iterator[str]:
    """The mock's address, for as long as the context lasts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(MOCK), "--port", str(port), "--fixtures", str(fixtures), "--log-level", "info", *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout is not None
            assert any(f":{port}" in line for line in process.stdout)  # it says when it listens
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()


async def ask(url: str, text: str) -> Form | Failure:
    async with llm.connect("k", url, "gpt-4o", Limits(5.0, 5.0, 0)) as client:
        return await client.ask("Fill the form.", text, Form)


async def test_a_form_comes_back_from_another_server(fixtures: Path) -> None:
    with mocking(fixtures) as url:
        assert await ask(url, "podcast uptake last month") == FORM
        found = {text: await ask(url, text) for text in ("prose", "broke", "locked", "something else")}
    assert {text: each.reason for text, each in found.items() if isinstance(each, Failure)} == {
        "prose": Reason.UNREADABLE,
        "broke": Reason.QUOTA,
        "locked": Reason.KEY,
        "something else": Reason.MISSING,
    }


@pytest.mark.parametrize(
    ("chaos", "reason"),
    [
        ("--chaos-drop", Reason.SERVER),
        ("--chaos-malformed", Reason.UNREADABLE),
        ("--chaos-disconnect", Reason.UNREACHABLE),
        ("--chaos-ratelimit", Reason.BUSY),
    ],
)
async def test_another_servers_troubles_have_their_reasons(
    fixtures: Path, chaos: str, reason: Reason
) -> None:
    with mocking(fixtures, chaos, "1") as url:
        found = await ask(url, "podcast uptake last month")
    assert isinstance(found, Failure)
    assert found.reason is reason
