"""What people type becomes what Slack stores."""

import pytest

from bot.playground import defaults, writing
from bot.playground.config import Config
from bot.playground.workspace import Workspace

from .clients import Ticker


@pytest.fixture
def workspace(ticker: Ticker) -> Workspace:
    return Workspace(Config(), ticker)


@pytest.mark.parametrize(
    ("input_", "stored"),
    [
        ("R&D <b>", "R&amp;D &lt;b&gt;"),
        ("hi @ana, see #general", f"hi <@{defaults.ANA}>, see <#{defaults.GENERAL}|general>"),
        ("@nobody in #nowhere", "@nobody in #nowhere"),
        ("@here @channel", "<!here> <!channel>"),
        ("<!channel>", "<!channel>"),
        (f"<@{defaults.BEN}> ok?", f"<@{defaults.BEN}> ok?"),
        ("see https://example.com/a?b=1&c=2.", "see <https://example.com/a?b=1&amp;c=2>."),
        ("ask dana@lumen.example", "ask <mailto:dana@lumen.example|dana@lumen.example>"),
        ("#handoff-admin is private", "#handoff-admin is private"),
    ],
)
def test_typed_text_is_marked_up_as_slack_does(workspace: Workspace, input_: str, stored: str) -> None:
    assert writing.typed(workspace, input_) == stored


def test_a_command_names_people_and_channels_by_id(workspace: Workspace) -> None:
    text = writing.command_text(workspace, "away @ben #general <x>")
    assert text == f"away <@{defaults.BEN}|ben> <#{defaults.GENERAL}|general> <x>"
