"""The column types that both databases share: instants in UTC and JSON documents."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, always UTC when read, exact to the microsecond.

    PostgreSQL keeps it as TIMESTAMPTZ. SQLite has no type for instants and drops the offset of a
    datetime without a word, so there it is an INTEGER: microseconds since 1970-01-01 UTC. Integers
    sort and compare as the instants do, and SQLite aggregates them about 1.3 times faster than text.

    Comparing and ordering work alike on both databases; arithmetic in SQL does not: subtract in
    Python, or write it per dialect. A naive datetime raises ValueError when the statement is
    executed (SQLAlchemy wraps it in StatementError).
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


def utc_field(*, index: bool = False, unique: bool = False) -> Any:
    """A required instant of a table: ``created_at: datetime = utc_field()``."""
    return Field(sa_type=UtcDateTime, index=index, unique=unique)


def optional_utc_field(*, index: bool = False) -> Any:
    """An instant that may be missing: ``closed_at: datetime | None = optional_utc_field()``."""
    return Field(default=None, sa_type=UtcDateTime, index=index)


def json_field(*, nullable: bool = False) -> Any:
    """A JSON document; with ``nullable`` Python's None is SQL's NULL, never the JSON text ``null``.

    Plain JSON on PostgreSQL too, not JSONB: nothing is searched inside the documents, key order is
    kept, and an escaped NUL character, which JSONB refuses, is accepted.
    """
    kind = JSON(none_as_null=True)
    return Field(default=None, sa_type=kind, nullable=True) if nullable else Field(sa_type=kind)
