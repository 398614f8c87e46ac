"""The configuration of a playground: who is in the workspace, which app is installed, how events reach it.

A file is TOML with `[workspace]`, `[app]`, `[[users]]`, `[[channels]]`, `[[commands]]`, `[[shortcuts]]`;
whatever it leaves out comes from `defaults`.
"""

import tomllib
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from bot.playground import defaults

Section = TypeVar("Section")


class ConfigError(Exception):
    """The file cannot be used; the message names the key and what would be right."""


class Mode(StrEnum):
    """How events reach the app."""

    SOCKET = "socket"
    HTTP = "http"


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the workspace, as configured."""

    id: str
    name: str
    real_name: str = ""
    email: str = ""
    tz: str = "UTC"
    title: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """A channel, as configured. An empty list of members means everybody; the app is always added."""

    id: str
    name: str
    private: bool = False
    members: tuple[str, ...] = ()
    topic: str = ""
    ext_shared: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command of the app."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = True


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut of the app; `type` is "message" (in a message's menu) or "global"."""

    callback_id: str
    name: str
    type: str = "message"


@dataclass(frozen=True, slots=True)
class App:
    """The installed app: its keys, and how it wants to hear. Times are in seconds."""

    bot_name: str = defaults.BOT_NAME
    bot_token: str = defaults.BOT_TOKEN
    app_token: str = defaults.APP_TOKEN
    signing_secret: str = defaults.SIGNING_SECRET
    mode: Mode = Mode.SOCKET
    request_url: str = ""
    events: tuple[str, ...] = defaults.EVENTS
    scopes: tuple[str, ...] = defaults.SCOPES
    ack_seconds: float = 3.0
    retry_seconds: tuple[float, ...] = (0.0, 60.0, 300.0)
    pacing: bool = True
    file_seconds: float = 0.0
    # Block types that have not come to this workspace yet; a message with one is refused.
    unknown_blocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a playground starts from."""

    team_id: str = defaults.TEAM_ID
    name: str = defaults.TEAM_NAME
    port: int = defaults.PORT
    app: App = field(default_factory=App)
    users: tuple[Person, ...] = tuple(Person(*row) for row in defaults.USERS)
    channels: tuple[Room, ...] = tuple(Room(*row) for row in defaults.CHANNELS)
    commands: tuple[Command, ...] = tuple(Command(*row) for row in defaults.COMMANDS)
    shortcuts: tuple[Shortcut, ...] = tuple(Shortcut(*row) for row in defaults.SHORTCUTS)

    def with_app(self, **changes: Any) -> "Config":
        """The same configuration with some fields of the app changed."""
        return replace(self, app=replace(self.app, **changes))


LISTS = {"users": Person, "channels": Room, "commands": Command, "shortcuts": Shortcut}


def read(path: Path) -> Config:
    """The configuration in the file. Raises ConfigError."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise ConfigError(f"{path}: cannot be read ({problem.strerror})") from problem
    except ValueError as problem:
        raise ConfigError(f"{path}: is not TOML ({problem})") from problem
    return parse(document)


def parse(document: dict[str, Any]) -> Config:
    """The configuration a TOML document describes. Raises ConfigError with the offending key."""
    known = {"workspace", "app", *LISTS}
    for key in document:
        if key not in known:
            raise ConfigError(f"{key}: unknown section; known are {', '.join(sorted(known))}")
    workspace = _table(document.get("workspace", {}), "workspace")
    values: dict[str, Any] = _checked(Config, workspace, "workspace", {"name", "team_id", "port"})
    values["app"] = _section(App, document.get("app", {}), "app")
    for key, kind in LISTS.items():
        if key in document:
            values[key] = _sections(kind, document[key], key)
    config = Config(**values)
    _cross_check(config)
    return config


def _cross_check(config: Config) -> None:
    people = {person.id for person in config.users}
    for number, room in enumerate(config.channels):
        for member in room.members:
            if member not in people:
                raise ConfigError(f"channels[{number}].members: no user has the id {member!r}")
    if config.app.mode is Mode.HTTP and not config.app.request_url.startswith(("http://", "https://")):
        raise ConfigError('app.request_url: mode = "http" needs the address that events are sent to')


def _sections(kind: type[Section], value: Any, key: str) -> tuple[Section, ...]:
    if not isinstance(value, list):
        raise ConfigError(f"{key}: should be a list of tables, written [[{key}]]")
    return tuple(_section(kind, entry, f"{key}[{number}]") for number, entry in enumerate(value))


def _section(kind: type[Section], value: Any, key: str) -> Section:
    values = _checked(kind, _table(value, key), key, set())
    try:
        return kind(**values)
    except TypeError as problem:
        missing = str(problem).rsplit(":", 1)[-1].strip()
        raise ConfigError(f"{key}: missing {missing}") from problem


def _table(value: Any, key: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ConfigError(f"{key}: should be a table, not {value!r}")
    return value


def _checked(kind: type[Any], table: dict[str, Any], key: str, only: set[str]) -> dict[str, Any]:
    types = {entry.name: entry.type for entry in fields(kind) if not only or entry.name in only}
    for name in table:
        if name not in types:
            raise ConfigError(f"{key}.{name}: unknown key; known are {', '.join(sorted(types))}")
    return {name: _value(types[name], value, f"{key}.{name}") for name, value in table.items()}


def _value(kind: Any, value: Any, key: str) -> Any:
    if kind is Mode:
        if value not in set(Mode):
            raise ConfigError(f'{key}: should be "socket" or "http", not {value!r}')
        return Mode(value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(kind, type) and isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
        return value
    return _tuple(kind, value, key)


def _tuple(kind: Any, value: Any, key: str) -> tuple[Any, ...]:
    inner = {tuple[str, ...]: str, tuple[float, ...]: float}.get(kind)
    if inner is None or not isinstance(value, list):
        raise ConfigError(f"{key}: should be {getattr(kind, '__name__', 'a list')}, not {value!r}")
    return tuple(_value(inner, entry, f"{key}[{number}]") for number, entry in enumerate(value))
