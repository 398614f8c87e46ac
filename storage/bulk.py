"""Many rows at a time, past the object mapper: a million handoffs of the past are to take minutes.

SQLite gets them by the driver's own executemany, PostgreSQL by COPY.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import JSON, Dialect, Table, text
from sqlmodel import Session, SQLModel

T = TypeVar("T")
Values = Sequence[object]

PIECE = 4096  # values in one list of a query; SQLite takes 32,766 parameters


def insert(tx: Session, model: type[SQLModel], names: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert rows whose values stand in the order of `names`; types are converted as everywhere."""
    if not rows:
        return
    table: Table = model.__table__  # type: ignore[attr-defined]
    connection = tx.connection()
    quoted = [connection.dialect.identifier_preparer.quote(name) for name in names]
    into = f"{connection.dialect.identifier_preparer.quote(table.name)} ({', '.join(quoted)})"
    ready = _converted(table, names, rows, connection.dialect)
    if connection.dialect.name == "sqlite":
        # Names of our own tables and columns only; the values are parameters.
        marks = ", ".join("?" for _ in names)
        connection.exec_driver_sql(f"INSERT INTO {into} VALUES ({marks})", list(ready))  # noqa: S608
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in ready:
            copy.write_row(row)


def ids(tx: Session, model: type[SQLModel], count: int) -> list[int]:
    """Numbers for so many new rows, in ascending order. On SQLite nobody else writes until this unit ends."""
    name = model.__table__.name  # type: ignore[attr-defined]
    if tx.get_bind().dialect.name == "sqlite":
        query = text(f"SELECT coalesce(max(id), 0) FROM {name}")  # noqa: S608
        last: int = tx.connection().execute(query).scalar_one()
        return list(range(last + 1, last + 1 + count))
    query = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
    return sorted(tx.connection().execute(query, {"name": name, "count": count}).scalars())


def pieces(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in lists that are short enough to be looked for in one query.

    Each is filled up with its last value to a power of two: a driver that remembers statements by their text
    then has a dozen of them to remember, and not one for every length.
    """
    whole = list(values)
    for start in range(0, len(whole), PIECE):
        some = whole[start : start + PIECE]
        yield some + some[-1:] * (2 ** (len(some) - 1).bit_length() - len(some))


def _converted(
    table: Table, names: Sequence[str], rows: Sequence[Values], dialect: Dialect
) -> Iterator[Values]:
    """The rows as the driver takes them, converted column by column."""
    columns: list[Sequence[object]] = list(zip(*rows, strict=True))
    for place, name in enumerate(names):
        kind = table.c[name].type
        convert = kind.dialect_impl(dialect).bind_processor(dialect)
        if convert is not None and isinstance(kind, JSON):
            # The same document stands in many rows; the rows keep it, so its id is its own.
            once = {id(value): value for value in columns[place]}
            ready = {key: None if value is None else convert(value) for key, value in once.items()}
            columns[place] = [ready[id(value)] for value in columns[place]]
        elif convert is not None:
            columns[place] = [None if value is None else convert(value) for value in columns[place]]
    return zip(*columns, strict=True)
