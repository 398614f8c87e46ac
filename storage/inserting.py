"""INSERT ... ON CONFLICT, which both databases have and SQLAlchemy spells once for each."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

Insert = sqlite.Insert | postgresql.Insert


def insert(tx: Session, table: type[SQLModel]) -> Insert:
    """An INSERT into a table that may say `on_conflict_do_nothing` or `on_conflict_do_update`."""
    return sqlite.insert(table) if tx.get_bind().dialect.name == "sqlite" else postgresql.insert(table)
