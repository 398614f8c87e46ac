"""INSERT ... ON CONFLICT, which both databases have and SQLAlchemy spells once for each."""

import functools
from collections.abc import Mapping

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

Insert = sqlite.Insert | postgresql.Insert


def insert(tx: Session, table: type[SQLModel]) -> Insert:
    """An INSERT into a table that may say `on_conflict_do_nothing` or `on_conflict_do_update`."""
    return sqlite.insert(table) if tx.get_bind().dialect.name == "sqlite" else postgresql.insert(table)


def put(tx: Session, table: type[SQLModel], key: str, row: Mapping[str, object]) -> None:
    """Write a row, in place of the columns that it names where its key is there already."""
    statement = _putting(tx.get_bind().dialect.name, table, key, tuple(row))
    tx.connection().execute(statement, dict(row))


@functools.cache
def _putting(dialect: str, table: type[SQLModel], key: str, columns: tuple[str, ...]) -> Insert:
    """The statement for rows of these columns: building it takes longer than running it."""
    rows = table.__table__  # type: ignore[attr-defined]
    statement: Insert = sqlite.insert(rows) if dialect == "sqlite" else postgresql.insert(rows)
    given = {name: statement.excluded[name] for name in columns if name != key}
    return statement.on_conflict_do_update(index_elements=[key], set_=given)
