"""Brings a database's schema to the newest version, at every start, before anything else uses it."""

import sys
import tempfile
import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage.database import Database

FOLDER = Path(__file__).parent / "migrations"
VERSIONS = FOLDER / "versions"

# Alembic keeps the running migration in module globals.
_ONE_AT_A_TIME = threading.Lock()


def upgrade(db: Database, target: str = "head", *, versions: Path = VERSIONS) -> None:
    """Apply the migrations that are missing up to ``target``, in one transaction; blocks until done.

    Replicas that start together wait for each other and then find nothing left to do. When a
    migration fails its error is raised and the schema is as it was.
    """
    with _ONE_AT_A_TIME, db.altering() as connection:
        command.upgrade(_configuration(connection, versions), target)


def propose(message: str, *, versions: Path = VERSIONS) -> None:
    """Write the migration from the existing ones to the tables, to be read, edited and tested.

    Used while developing: ``python -m storage.migrate "Add the channel of a campaign."``
    """
    number = f"{len(list(versions.glob('[0-9]*.py'))) + 1:04}"
    with tempfile.TemporaryDirectory() as folder, Database.open(f"sqlite:///{folder}/scratch.db") as db:
        upgrade(db, versions=versions)
        with _ONE_AT_A_TIME, db.altering() as connection:
            configuration = _configuration(connection, versions)
            command.revision(configuration, message, autogenerate=True, rev_id=number)


def _configuration(connection: Connection, versions: Path) -> Config:
    """Alembic's settings, as code: there is no ini file to find at run time."""
    config = Config()
    settings = {
        "script_location": str(FOLDER),
        "version_locations": str(versions),
        "path_separator": "os",
        "file_template": "%(rev)s_%(slug)s",
    }
    for name, setting in settings.items():
        config.set_main_option(name, setting.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


if __name__ == "__main__":
    propose(sys.argv[1])
