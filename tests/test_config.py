"""Settings: what a newcomer forgets, mixes up or pastes wrongly is said in one sentence."""

from pathlib import Path

import pytest

from bot import config
from bot.domain.errors import ConfigError

SOCKET = {"SLACK_BOT_TOKEN": "xoxb-bot-secret", "SLACK_APP_TOKEN": "xapp-app-secret"}
HTTP = {"SLACK_BOT_TOKEN": "xoxb-bot-secret", "SLACK_SIGNING_SECRET": "signing-secret"}


def test_two_variables_are_enough_for_socket_mode() -> None:
    settings = config.Settings.load(SOCKET, needs_slack=True)

    assert settings.bot_token == "xoxb-bot-secret"
    assert settings.app_token == "xapp-app-secret"
    assert settings.signing_secret is None
    assert settings.socket_mode
    assert settings.slack_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite:///handoff.db"
    assert settings.agreement == Path("handoff.toml")
    assert (settings.host, settings.port, settings.log_level) == ("127.0.0.1", 3000, "info")


def test_a_signing_secret_instead_of_an_app_token_means_http() -> None:
    settings = config.Settings.load(HTTP, needs_slack=True)

    assert settings.signing_secret == "signing-secret"
    assert not settings.socket_mode


def test_everything_can_be_set() -> None:
    settings = config.Settings.load(
        HTTP
        | {
            "SLACK_API_URL": "http://127.0.0.1:8765/api",
            "DATABASE_URL": "postgresql://u:pw@db/handoff",
            "HANDOFF_CONFIG": "/etc/handoff.toml",
            "HOST": "0.0.0.0",
            "PORT": "8080",
            "HANDOFF_LOG": "DEBUG",
            "OPENAI_API_KEY": "sk-1",
            "OPENAI_BASE_URL": "http://127.0.0.1:11434/v1",
            "OPENAI_MODEL": "some-model",
        },
        needs_slack=True,
    )

    assert settings.slack_url == "http://127.0.0.1:8765/api/"
    assert settings.database_url == "postgresql://u:pw@db/handoff"
    assert settings.agreement == Path("/etc/handoff.toml")
    assert (settings.host, settings.port, settings.log_level) == ("0.0.0.0", 8080, "debug")
    assert (settings.openai_key, settings.openai_model) == ("sk-1", "some-model")
    assert settings.openai_url == "http://127.0.0.1:11434/v1"
    assert settings.has_model


@pytest.mark.parametrize(
    "given", [{}, {"OPENAI_API_KEY": "sk-1"}, {"OPENAI_MODEL": "some-model"}, {"OPENAI_API_KEY": " "}]
)
def test_a_language_model_is_used_only_where_both_its_key_and_its_name_are_set(given: dict[str, str]) -> None:
    settings = config.Settings.load(given, needs_slack=False)

    assert not settings.has_model
    assert settings.openai_url == "https://api.openai.com/v1"


def test_a_line_end_pasted_with_a_token_does_no_harm() -> None:
    settings = config.Settings.load(SOCKET | {"SLACK_BOT_TOKEN": " xoxb-1\n"}, needs_slack=True)

    assert settings.bot_token == "xoxb-1"


def test_secrets_and_the_databases_password_never_appear_when_settings_are_printed() -> None:
    model = {"OPENAI_API_KEY": "sk-secret", "OPENAI_BASE_URL": "https://u:pw@models.example.com/v1"}
    shown = repr(
        config.Settings.load(
            HTTP | model | {"DATABASE_URL": "postgresql://u:pw@db/handoff"}, needs_slack=True
        )
    ) + repr(config.Settings.load(SOCKET, needs_slack=True))

    for secret in ("xoxb", "xapp", "secret", "pw@"):
        assert secret not in shown


def test_a_command_that_talks_to_nobody_needs_no_token() -> None:
    settings = config.Settings.load({}, needs_slack=False)

    assert settings.bot_token == ""
    assert settings.app_token is None


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({}, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "  "}, "SLACK_BOT_TOKEN is not set"),
        (SOCKET | {"SLACK_BOT_TOKEN": "xapp-1"}, "move it to SLACK_APP_TOKEN"),
        (SOCKET | {"SLACK_BOT_TOKEN": "xoxp-1"}, 'starts with "xoxb-"'),
        (SOCKET | {"SLACK_BOT_TOKEN": "xoxe.xoxb-1"}, "rotation off"),
        (SOCKET | {"SLACK_BOT_TOKEN": '"xoxb-1"'}, "starts with a quotation mark"),
        (SOCKET | {"SLACK_APP_TOKEN": "xoxb-1"}, 'starts with "xapp-"'),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET"),
        (SOCKET | HTTP, "both set"),
        (SOCKET | {"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2"}, "unset both"),
        (SOCKET | {"SLACK_CLIENT_ID": "", "SLACK_CLIENT_SECRET": ""}, "unset both"),
        (SOCKET | {"SLACK_API_URL": "slack.com/api"}, "https://slack.com/api/"),
        (SOCKET | {"DATABASE_URL": "mysql://x"}, "sqlite:///"),
        (SOCKET | {"OPENAI_BASE_URL": "api.openai.com"}, "https://api.openai.com/v1"),
        (SOCKET | {"PORT": "http"}, "from 1 to 65535"),
        (SOCKET | {"PORT": "0"}, "from 1 to 65535"),
        (SOCKET | {"PORT": "70000"}, "from 1 to 65535"),
        (SOCKET | {"PORT": "²"}, "from 1 to 65535"),
        (SOCKET | {"HANDOFF_LOG": "loud"}, "debug, info, warning, error"),
    ],
)
def test_a_missing_or_contradictory_setting_is_refused_in_one_sentence(
    environ: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ConfigError) as refusal:
        config.Settings.load(environ, needs_slack=True)

    text = str(refusal.value)
    assert sentence in text
    assert text.endswith(".")
    assert "\n" not in text


def test_a_refusal_does_not_print_the_token() -> None:
    with pytest.raises(ConfigError) as refusal:
        config.Settings.load({"SLACK_BOT_TOKEN": "xoxp-very-secret"}, needs_slack=True)

    assert "very-secret" not in str(refusal.value)
