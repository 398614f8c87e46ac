"""The configuration file: defaults, a whole example, and complaints that name the key."""

import tomllib
from pathlib import Path

import pytest

from bot.playground import config as configs
from bot.playground.config import Config, ConfigError, Mode

EXAMPLE = """
[workspace]
name = "Acme"
team_id = "T0ACME00001"
port = 9000

[app]
mode = "http"
request_url = "http://127.0.0.1:3000/slack/events"
bot_name = "relay"
retry_seconds = [0, 1.5]

[[users]]
id = "U1"
name = "kim"
real_name = "Kim Park"
email = "kim@example.com"
tz = "Asia/Seoul"

[[channels]]
id = "C1"
name = "leads"
private = true
members = ["U1"]
"""


def test_an_empty_file_gives_the_default_workspace() -> None:
    config = configs.parse({})
    assert config == Config()
    assert [person.name for person in config.users] == ["ana", "ben", "chloe", "max", "olga"]
    assert [room.name for room in config.channels] == ["handoffs", "general", "handoff-admin"]


def test_a_file_describes_another_workspace(tmp_path: Path) -> None:
    path = tmp_path / "playground.toml"
    path.write_text(EXAMPLE, encoding="utf-8")
    config = configs.read(path)
    assert config.name == "Acme"
    assert config.port == 9000
    assert config.app.mode is Mode.HTTP
    assert config.app.retry_seconds == (0.0, 1.5)
    assert config.users[0].real_name == "Kim Park"
    assert config.channels[0].members == ("U1",)
    assert config.commands == Config().commands


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[works]", "works: unknown section"),
        ("app = 3", "app: should be a table"),
        ('[app]\nmode = "pigeon"', 'app.mode: should be "socket" or "http"'),
        ('[app]\nmode = "http"', "app.request_url:"),
        ("[app]\npacing = 1", "app.pacing: should be bool"),
        ("[app]\nbot_tokn = 'x'", "app.bot_tokn: unknown key"),
        ("[workspace]\nport = '9'", "workspace.port: should be int"),
        ("[workspace]\nport = true", "workspace.port: should be int"),
        ("[users]\nid = 'U1'", "users: should be a list of tables"),
        ("[[users]]\nid = 'U1'", "users[0]: missing 'name'"),
        ("[[users]]\nid = 1\nname = 'x'", "users[0].id: should be str"),
        (
            "[[channels]]\nid = 'C1'\nname = 'x'\nmembers = ['U9']",
            "channels[0].members: no user has the id 'U9'",
        ),
        ("[[channels]]\nid = 'C1'\nname = 'x'\nmembers = 'U9'", "channels[0].members: should be"),
        ("[app]\nretry_seconds = ['x']", "app.retry_seconds[0]: should be float"),
    ],
)
def test_a_mistake_is_named_with_its_key(text: str, complaint: str) -> None:
    with pytest.raises(ConfigError) as refused:
        configs.parse(tomllib.loads(text))
    assert str(refused.value).startswith(complaint)


def test_an_unreadable_file_says_so(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[app", encoding="utf-8")
    with pytest.raises(ConfigError, match="is not TOML"):
        configs.read(broken)
    with pytest.raises(ConfigError, match="cannot be read"):
        configs.read(tmp_path / "missing.toml")
