"""An instant comes back as it went in, from both databases."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import Database
from storage.types import EPOCH, UtcDateTime


class Moment(SQLModel, table=True):
    """A table of these tests alone, taken out of the metadata that all real tables share."""

    __tablename__ = "test_moments"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


TABLE: sa.Table = SQLModel.metadata.tables["test_moments"]
SQLModel.metadata.remove(TABLE)


@pytest.fixture
def db(empty_db: Database) -> Database:
    """A database with the table of moments."""
    with empty_db.altering() as connection:
        TABLE.create(connection)
    return empty_db


def add(session: Session, *instants: datetime) -> None:
    session.add_all(Moment(at=instant) for instant in instants)


def replaced(session: Session, instant: datetime) -> Moment:
    session.execute(sa.delete(TABLE))
    add(session, instant)
    session.flush()
    session.expire_all()
    return session.exec(select(Moment)).one()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(microseconds=st.integers(-(10**15) * 2, 10**17 * 2), zone=st.timezones())
def test_any_aware_instant_comes_back_equal_and_in_utc(
    db: Database, microseconds: int, zone: ZoneInfo
) -> None:
    instant = (EPOCH + timedelta(microseconds=microseconds)).astimezone(zone)

    moment = db.run_sync(lambda session: replaced(session, instant))

    assert moment.at == instant.astimezone(UTC)
    assert moment.at.tzinfo is UTC
    assert moment.ended_at is None


def test_a_naive_datetime_is_refused(db: Database) -> None:
    with pytest.raises(StatementError, match="only aware datetimes are stored"):
        db.run_sync(lambda session: add(session, datetime(2026, 3, 2, 9, 0)))  # noqa: DTZ001


def test_instants_compare_and_sort_by_time_not_by_wall_clock(db: Database) -> None:
    berlin, noon = timezone(timedelta(hours=2)), datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    later_wall_clock = datetime(2026, 7, 1, 13, 59, 59, 999999, tzinfo=berlin)
    db.run_sync(
        lambda session: add(session, noon, datetime(1969, 12, 31, 23, 0, tzinfo=UTC), later_wall_clock)
    )

    def ordered(session: Session) -> list[datetime]:
        return list(session.exec(select(Moment.at).order_by(col(Moment.at))))

    def before_noon(session: Session) -> tuple[int, datetime | None]:
        counted = session.exec(select(sa.func.count()).select_from(Moment).where(col(Moment.at) < noon)).one()
        return counted, session.exec(select(sa.func.max(Moment.at))).one()

    expected = [datetime(1969, 12, 31, 23, 0, tzinfo=UTC), later_wall_clock, noon]
    assert db.read_sync(ordered) == expected
    assert db.read_sync(before_noon) == (2, noon)


def test_sqlite_keeps_microseconds_since_1970_and_postgresql_an_instant(db: Database) -> None:
    db.run_sync(lambda session: add(session, datetime(1970, 1, 2, 0, 0, 1, 5, tzinfo=UTC)))

    raw = db.read_sync(lambda session: session.execute(sa.text("SELECT at FROM test_moments")).scalar_one())

    assert (
        raw
        == {"sqlite": 86_401_000_005, "postgresql": datetime(1970, 1, 2, 0, 0, 1, 5, tzinfo=UTC)}[db.dialect]
    )
