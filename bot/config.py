"""Settings: the secrets and addresses that come from the environment, checked once at start.

The only reader of the environment. What the two teams agreed is in the agreement file instead
(`bot/agreement_file`). `Settings` stays in the composition root; services get plain values.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.errors import ConfigError

_WANTED = (
    'it must be the bot token, which starts with "xoxb-" '
    "(your app's page at api.slack.com/apps, OAuth & Permissions)"
)
_DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://", "postgres://")
_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that the environment says. Secrets and the database's address never appear in `repr`.

    `bot_token` is empty only when the settings were loaded with `needs_slack=False`. Exactly one of
    `app_token` (Socket Mode) and `signing_secret` (HTTP) is set when Slack is needed.
    """

    bot_token: str = field(repr=False)
    app_token: str | None = field(repr=False)
    signing_secret: str | None = field(repr=False)
    slack_url: str  # ends with a slash
    database_url: str = field(repr=False)
    agreement: Path
    host: str
    port: int
    log_level: str
    openai_key: str | None = field(repr=False)
    openai_url: str = field(repr=False)  # may hold a password, as addresses do
    openai_model: str | None

    @property
    def has_model(self) -> bool:
        """Whether a language model may be asked: only where both a key and a model are named.

        A key alone may be meant for other programs on the machine; no word leaves the house by accident.
        """
        return self.openai_key is not None and self.openai_model is not None

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is heard through a socket that the bot opens; it then needs no public address."""
        return self.app_token is not None

    @classmethod
    def load(cls, environ: Mapping[str, str], *, needs_slack: bool) -> "Settings":
        """Read and check `environ`; raises `ConfigError` with one sentence that says what would be right.

        `needs_slack` is False for commands that talk to nobody; they leave Slack's secrets unread.
        """
        given = {name: value.strip() for name, value in environ.items() if value.strip()}
        if needs_slack:
            _refuse_oauth(environ)
        return cls(
            bot_token=_bot_token(given) if needs_slack else "",
            app_token=_app_token(given) if needs_slack else None,
            signing_secret=given.get("SLACK_SIGNING_SECRET") if needs_slack else None,
            slack_url=_slack_url(given.get("SLACK_API_URL", "https://slack.com/api/")),
            database_url=_database_url(given.get("DATABASE_URL", "sqlite:///handoff.db")),
            agreement=Path(given.get("HANDOFF_CONFIG", "handoff.toml")),
            # Lead data is not offered to the network unless somebody says so; in a container set 0.0.0.0.
            host=given.get("HOST", "127.0.0.1"),
            port=_port(given.get("PORT", "3000")),
            log_level=_log_level(given.get("HANDOFF_LOG", "info")),
            openai_key=given.get("OPENAI_API_KEY"),
            openai_url=_openai_url(given.get("OPENAI_BASE_URL", "https://api.openai.com/v1")),
            openai_model=given.get("OPENAI_MODEL"),
        )


def _refuse_oauth(environ: Mapping[str, str]) -> None:
    # Bolt looks at these itself, even when they are empty, and then drops the bot token without a word.
    if "SLACK_CLIENT_ID" in environ and "SLACK_CLIENT_SECRET" in environ:
        raise ConfigError(
            "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET would make Slack's library ignore SLACK_BOT_TOKEN; "
            "unset both, this bot is installed in one workspace and needs only its tokens."
        )


def _bot_token(given: Mapping[str, str]) -> str:
    token = given.get("SLACK_BOT_TOKEN", "")
    if not token:
        raise ConfigError(f"SLACK_BOT_TOKEN is not set: {_WANTED}.")
    if token.startswith("xapp-"):
        raise ConfigError(
            'SLACK_BOT_TOKEN holds an app-level token ("xapp-"): move it to SLACK_APP_TOKEN, and put the '
            'bot token, which starts with "xoxb-", here.'
        )
    if token.startswith("xoxe"):
        raise ConfigError(
            'SLACK_BOT_TOKEN holds a rotating token ("xoxe"), which expires after 12 hours: turn token '
            'rotation off for the app and use its "xoxb-" token.'
        )
    if token[0] in "\"'":
        raise ConfigError("SLACK_BOT_TOKEN starts with a quotation mark: set it without any around it.")
    if token.startswith("xox") and not token.startswith("xoxb-"):
        raise ConfigError(f"SLACK_BOT_TOKEN holds another kind of token: {_WANTED}.")
    # Any other form is for Slack to judge: it is asked at start.
    return token


def _app_token(given: Mapping[str, str]) -> str | None:
    token, secret = given.get("SLACK_APP_TOKEN"), given.get("SLACK_SIGNING_SECRET")
    if token and secret:
        raise ConfigError(
            "SLACK_APP_TOKEN (Socket Mode) and SLACK_SIGNING_SECRET (HTTP) are both set, and Slack delivers "
            "one way only: unset the one that your app does not use."
        )
    if not token and not secret:
        raise ConfigError(
            "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set: set SLACK_APP_TOKEN (Socket Mode, "
            "needs no public address) or SLACK_SIGNING_SECRET (HTTP)."
        )
    if token and token.startswith("xox"):
        raise ConfigError(
            'SLACK_APP_TOKEN must be an app-level token, which starts with "xapp-" '
            "(your app's page at api.slack.com/apps, Basic Information, App-Level Tokens)."
        )
    return token


def _slack_url(url: str) -> str:
    if not re.match(r"https?://[^/\s]+", url):
        raise ConfigError(
            f"SLACK_API_URL must be an address such as https://slack.com/api/, and not {url!r}."
        )
    return url if url.endswith("/") else url + "/"


def _openai_url(url: str) -> str:
    if not re.match(r"https?://[^/\s]+", url):
        raise ConfigError("OPENAI_BASE_URL must be an address such as https://api.openai.com/v1.")
    return url


def _database_url(url: str) -> str:
    if not url.startswith(_DATABASES):
        raise ConfigError(
            "DATABASE_URL must start with sqlite:/// (a file, such as sqlite:///handoff.db) or postgresql:// "
            "(user, password, host and database)."
        )
    return url


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise ConfigError(f"PORT must be a number from 1 to 65535, such as 3000, and not {text!r}.")
    return int(text)


def _log_level(text: str) -> str:
    if text.lower() not in _LEVELS:
        raise ConfigError(f"HANDOFF_LOG must be one of {', '.join(_LEVELS)}, and not {text!r}.")
    return text.lower()
