"""Brings a database's schema to the newest version, at every start, before anything else uses it."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage.database import Database

FOLDER = Path(__file__).parent / "migrations"

# Alembic keeps the running migration in module globals.
_ONE_AT_A_TIME = threading.Lock()


def upgrade(db: Database, target: str = "head") -> None:
    """Apply the migrations that are missing, all in one transaction; blocks until done.

    Replicas that start together wait for each other and then find nothing left to do. When a
    migration fails its error is raised and the schema is as it was.
    """
    with _ONE_AT_A_TIME, db.altering() as connection:
        command.upgrade(configuration(connection), target)


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's settings, as code: there is no ini file to find at run time."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
