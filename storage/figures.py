"""The tables of the numbers: labels and facts, outcomes and deals, digests and what people took on.

Facts are derived and can be derived again; the reason for a table of their own is in
docs/decisions/0006-facts-are-narrow-rows.md.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index, SmallInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables import DOCUMENT, Json
from storage.types import UtcDateTime


class Label(SQLModel, table=True):
    """A value of a dimension, by the number that facts hold; number 0 means "not set"."""

    __tablename__ = "labels"
    id: int | None = Field(default=None, primary_key=True)
    dimension: str = Field(index=True)
    name: str


class LabelKey(SQLModel, table=True):
    """What a value goes by: its text, and for a campaign also its id, under which it may be renamed."""

    __tablename__ = "label_keys"
    dimension: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    label_id: int = Field(foreign_key="labels.id")


def _moment(*, index: bool = False) -> Any:
    """A column of microseconds since 1970-01-01 UTC: facts are added up and subtracted in SQL."""
    return Field(default=None, sa_type=BigInteger, index=index)


def _code() -> Any:
    return Field(default=0, sa_type=SmallInteger)


class Fact(SQLModel, table=True):
    """What the metrics count of a handoff: narrow, derived from the other tables by `storage.facts`.

    Points in time are microseconds since 1970; dimensions are numbers of `labels`, 0 where nothing is set.
    """

    __tablename__ = "facts"
    __table_args__ = (Index("facts_campaign", "campaign", "handed_at"),)
    handoff_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    handed_at: int = Field(sa_type=BigInteger, index=True)
    due_at: int | None = _moment(index=True)
    decided_at: int | None = _moment(index=True)  # the first decision
    decision: int = _code()  # 0 none, 1 accepted, 2 rejected, 3 recycled
    worked: int | None = _moment()  # business microseconds from hand-off to the first decision
    is_open: bool = Field(default=False, index=True)
    left_out: int = _code()  # 0 counts, 1 withdrawn, 2 test, 3 duplicate
    excused: bool = False
    touch_due_at: int | None = _moment(index=True)
    touched_at: int | None = _moment()
    returned_at: int | None = _moment()  # accepted at first, recycled later
    complete: bool | None = None  # whether it met every criterion of its definition; None without one
    sql_at: int | None = _moment()
    opportunity_at: int | None = _moment()
    campaign: int = 0
    source: int = 0
    medium: int = 0
    segment: int = 0
    region: int = 0
    owner: int = 0
    reject_reason: int = 0
    persona: int = 0
    industry: int = 0
    company_size: int = 0
    score_band: int = 0
    tier: int = 0
    definition_version: int = 0


class OutcomeRow(SQLModel, table=True):
    """What the CRM reported of a handoff, append-only; the same report again changes its amount at most."""

    __tablename__ = "outcomes"
    __table_args__ = (UniqueConstraint("handoff_id", "deal", "kind", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    handoff_id: int = Field(foreign_key="handoffs.id")
    deal: str  # which opportunity of the handoff; "" when the source has one at most
    kind: str
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    amount: int | None = _moment()  # in hundredths of the currency
    currency: str | None = None


class Deal(SQLModel, table=True):
    """An opportunity as its outcomes tell it: when it was created and with what amount, and how it closed."""

    __tablename__ = "deals"
    __table_args__ = (UniqueConstraint("handoff_id", "key"),)
    id: int | None = Field(default=None, primary_key=True)
    handoff_id: int = Field(foreign_key="handoffs.id")
    key: str
    created_at: int = Field(sa_type=BigInteger, index=True)
    amount: int | None = _moment()  # hundredths, at creation
    currency: str | None = None
    closed_at: int | None = _moment(index=True)
    won: bool | None = None


class Awaited(SQLModel, table=True):
    """An event about somebody who is not known yet, by one of the person's identities."""

    __tablename__ = "awaited"
    identity: str = Field(primary_key=True)
    raw_event_id: int = Field(primary_key=True, foreign_key="raw_events.id")


class DigestRow(SQLModel, table=True):
    """The numbers of a week as they were told, frozen; the constraint claims the week."""

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("week"),)
    id: int | None = Field(default=None, primary_key=True)
    week: str
    claimed_at: datetime = Field(sa_type=UtcDateTime)
    late: bool = False
    snapshot: Json | None = Field(default=None, sa_type=DOCUMENT)


class ActionRow(SQLModel, table=True):
    """What somebody took on because of a digest; the constraint lets one person take it."""

    __tablename__ = "actions"
    __table_args__ = (UniqueConstraint("digest_id", "signal"),)
    id: int | None = Field(default=None, primary_key=True)
    digest_id: int = Field(foreign_key="digests.id")
    signal: str
    ask: str
    owner: str = Field(index=True)
    taken_at: datetime = Field(sa_type=UtcDateTime)
    due_on: date
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    result: str | None = None
