"""What every sub-command starts with: the settings, the agreement, a migrated database."""

import argparse
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from bot import agreement_file, sources
from bot.agreement_file import Loaded
from bot.config import Settings
from storage import agreements, migrate
from storage.database import Database

_MOST = 2**31  # ids are whole numbers of four bytes

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def port(text: str) -> int:
    """A port, as an argument of the command line."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, and not {text!r}")
    return int(text)


def settings(*, needs_slack: bool = False) -> Settings:
    """The settings from the environment; raises `ConfigError`."""
    return Settings.load(os.environ, needs_slack=needs_slack)


def agreement(path: Path, *, needs_secrets: bool = False) -> Loaded:
    """The agreement file at `path`, checked; raises `ConfigError`."""
    text = agreement_file.read(path)
    loaded = agreement_file.load_agreement(
        text, name=str(path), environ=os.environ, needs_secrets=needs_secrets
    )
    return sources.beside(loaded, path.parent)


@contextmanager
def database(given: Settings) -> Iterator[Database]:
    """The database, brought to the newest schema; raises `StorageError`."""
    with Database.open(given.database_url) as db:
        migrate.upgrade(db)
        yield db


def remember(db: Database, path: Path, loaded: Loaded) -> None:
    """Keep the text of this version of the agreement: running handoffs name it."""
    text, now = agreement_file.read(path), db.now_sync()
    db.run_sync(lambda tx: agreements.remember(tx, loaded.agreement.version, text, now))


def number(text: str) -> int:
    """An argument that is the number of something stored; ValueError for what can be none."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < _MOST):
        raise ValueError(text)
    return int(text)


def start_logging(level: str) -> None:
    """Log to standard error; the libraries only when something is wrong."""
    logging.basicConfig(level=level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for noisy in (
        "slack_bolt",
        "slack_sdk",
        "apscheduler",
        "alembic",
        "aiohttp",
        "openai",
        "httpx2",
        "httpcore2",
    ):
        logging.getLogger(noisy).setLevel(logging.WARNING)
