"""What all tables share: the column that keeps instants alike on both databases, and how keys are named."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, DateTime
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel

# Every constraint has a name, so that a later migration can drop it on both databases.
SQLModel.metadata.naming_convention = {
    "ix": "%(table_name)s_%(column_0_N_name)s",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, always UTC when read, exact to the microsecond.

    PostgreSQL keeps it as TIMESTAMPTZ. SQLite has no type for instants and drops the offset of a
    datetime without a word, so there it is an INTEGER: microseconds since 1970-01-01 UTC. Integers
    sort and compare as the instants do, and SQLite aggregates them about 1.3 times faster than text.

    Comparing, ordering, min and max work alike on both databases; arithmetic in SQL does not:
    subtract in Python, or write it per dialect. A naive datetime raises StatementError when the
    statement is executed. In a table: ``at: datetime = Field(sa_type=UtcDateTime)``, which goes
    before SQLModel's own mapping of datetime.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """BIGINT on SQLite, TIMESTAMP WITH TIME ZONE elsewhere."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | int | None:
        """What the driver is given: an aware UTC datetime, or microseconds on SQLite."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"{value!r} has no time zone: only aware datetimes are stored")
        if dialect.name == "sqlite":
            return (value - EPOCH) // MICROSECOND
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The instant read, in UTC."""
        if value is None:
            return None
        instant: datetime = EPOCH + value * MICROSECOND if dialect.name == "sqlite" else value
        return instant.astimezone(UTC)


class Micros(FunctionElement[int]):
    """A column of instants as microseconds since 1970, on both databases: facts hold theirs so."""

    inherit_cache = True
    name = "micros"
    type = BigInteger()


@compiles(Micros)
def _counted(element: Micros, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(Micros, "postgresql")
def _counted_on_postgres(element: Micros, compiler: SQLCompiler, **options: Any) -> str:
    # Exact: since PostgreSQL 14 what is extracted is a numeric.
    return f"CAST(EXTRACT(EPOCH FROM {compiler.process(element.clauses, **options)}) * 1000000 AS BIGINT)"
