"""The tables of leads, handoffs and messages; those of the numbers are in `storage.figures`.

Rows never leave `storage`: queries answer with domain objects.

Points in time are aware UTC (`UtcDateTime`). The tables that settle races say so by a UNIQUE constraint.
"""

from datetime import date, datetime

from sqlalchemy import JSON, Column, Index, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.types import UtcDateTime

Json = dict[str, object]
DOCUMENT = JSON(none_as_null=True)


class Meta(SQLModel, table=True):
    """Single facts about this installation, e.g. the key that hashes erased persons."""

    key: str = Field(primary_key=True)
    value: str


class AgreementRow(SQLModel, table=True):
    """Every version of the agreement file that was ever in force; running handoffs name theirs."""

    __tablename__ = "agreements"
    version: str = Field(primary_key=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    loaded_at: datetime = Field(sa_type=UtcDateTime)


class RawEvent(SQLModel, table=True):
    """What a source sent, before anything was made of it. The key makes a second delivery a duplicate."""

    __tablename__ = "raw_events"
    __table_args__ = (
        UniqueConstraint("source", "event_key"),
        Index(
            "raw_events_todo",
            "id",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
        Index("raw_events_state", "state", "received_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    source: str
    event_key: str
    body: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    received_at: datetime = Field(sa_type=UtcDateTime)
    state: str = "new"  # new, done, dead, waiting (for its person)
    attempts: int = 0
    reason: str | None = None
    problems: list[Json] | None = Field(default=None, sa_type=DOCUMENT)
    outcome: str | None = None  # opened, updated, withdrawn, ignored ...
    handoff_id: int | None = None
    import_id: int | None = Field(default=None, foreign_key="imports.id", index=True)
    line: int | None = None


class Import(SQLModel, table=True):
    """A file that was brought in; the same file again resumes instead of repeating."""

    __tablename__ = "imports"
    __table_args__ = (UniqueConstraint("source", "file_hash"),)
    id: int | None = Field(default=None, primary_key=True)
    source: str
    file_hash: str
    name: str
    mode: str
    started_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    rows: int = 0
    # The past is brought in without raw events: up to which line of the file, and what became of the rows.
    line: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    tally: dict[str, int] | None = Field(default=None, sa_type=DOCUMENT)


class LeadRow(SQLModel, table=True):
    """A person, as merged from every event about them."""

    __tablename__ = "leads"
    id: int | None = Field(default=None, primary_key=True)
    email: str | None = Field(default=None, unique=True)
    name: str = Field(default="", index=True)
    data: Json = Field(sa_type=DOCUMENT)
    flags: list[str] = Field(default_factory=list, sa_type=DOCUMENT)
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class LeadRef(SQLModel, table=True):
    """How another system calls a lead."""

    __tablename__ = "lead_refs"
    system: str = Field(primary_key=True)
    account: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    lead_id: int = Field(foreign_key="leads.id", index=True)
    object: str | None = None
    url: str | None = None


class HandoffRow(SQLModel, table=True):
    """One pass of a lead from marketing to sales."""

    __tablename__ = "handoffs"
    __table_args__ = (
        # One open pass per lead: the constraint settles two events that arrive together.
        Index(
            "handoffs_one_open",
            "lead_id",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
        Index("handoffs_owner", "owner", "status"),
        Index("handoffs_lead", "lead_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    lead_id: int = Field(foreign_key="leads.id")
    status: str
    source: str
    tier: str
    tier_label: str
    definition: str | None = None
    criteria: list[Json] = Field(default_factory=list, sa_type=DOCUMENT)
    agreement: str
    policy: dict[str, float] = Field(sa_type=DOCUMENT)
    team: str | None = None
    owner: str | None = None
    offered: list[str] = Field(default_factory=list, sa_type=DOCUMENT)
    handed_at: datetime = Field(sa_type=UtcDateTime, index=True)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    decided_by: str | None = None
    reason: str | None = None
    detail: str | None = None
    return_on: date | None = Field(default=None, index=True)
    touched_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    touched_how: str | None = None
    snoozes: int = 0
    snoozed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    excused: str | None = None
    quiet: bool = False
    prior_id: int | None = None
    import_id: int | None = Field(default=None, index=True)
    campaign: str | None = Field(default=None, index=True)
    dimensions: Json = Field(default_factory=dict, sa_type=DOCUMENT)
    # The decision that stood when its undo window closed; kept when the handoff is opened again.
    first_status: str | None = None
    first_decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    first_reason: str | None = None


class LogRow(SQLModel, table=True):
    """The append-only log of every handoff."""

    __tablename__ = "handoff_log"
    id: int | None = Field(default=None, primary_key=True)
    handoff_id: int = Field(foreign_key="handoffs.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    step: str
    by: str | None = None
    facts: dict[str, str] = Field(default_factory=dict, sa_type=DOCUMENT)


class PromiseRow(SQLModel, table=True):
    """What one side owes and by when. Due work is a query on `next_nudge_at`."""

    __tablename__ = "promises"
    __table_args__ = (
        Index(
            "promises_due",
            "next_nudge_at",
            sqlite_where=text("next_nudge_at IS NOT NULL"),
            postgresql_where=text("next_nudge_at IS NOT NULL"),
        ),
        Index("promises_owner", "owner", "ended_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    handoff_id: int | None = Field(default=None, foreign_key="handoffs.id", index=True)
    feedback_id: int | None = Field(default=None, index=True)  # of what is to be answered
    kind: str
    side: str
    owner: str | None = None
    budget: float
    escalate: float
    legs: list[Json] = Field(default_factory=list, sa_type=DOCUMENT)
    started_at: datetime = Field(sa_type=UtcDateTime)
    warn_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime, index=True)
    kept_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    spent: float | None = None  # business seconds until it was kept; a decision from the hand-off on
    excused: str | None = None
    step: str | None = None
    next_nudge_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NudgeRow(SQLModel, table=True):
    """A step of a promise's ladder that was taken, once: the constraint claims it."""

    __tablename__ = "nudges"
    __table_args__ = (UniqueConstraint("promise_id", "step", "person", "round"),)
    id: int | None = Field(default=None, primary_key=True)
    promise_id: int = Field(foreign_key="promises.id")
    step: str
    person: str = Field(index=True)
    round: int = 1  # a lead that is handed over goes through the ladder again
    planned_at: datetime = Field(sa_type=UtcDateTime)
    at: datetime = Field(sa_type=UtcDateTime)
    post_id: int | None = Field(default=None, foreign_key="posts.id", index=True)


class PostRow(SQLModel, table=True):
    """A Slack message that we own, and what Slack has seen of it."""

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("key"),
        Index(
            "posts_behind",
            "next_attempt_at",
            sqlite_where=text("shown < wanted"),
            postgresql_where=text("shown < wanted"),
        ),
        Index("posts_place", "channel", "ts"),
        Index("posts_subject", "kind", "subject"),
    )
    id: int | None = Field(default=None, primary_key=True)
    key: str
    nonce: str
    kind: str
    lane: int
    subject: int
    to: str
    thread_key: str | None = Field(default=None, index=True)
    thread_ts: str | None = None  # the message of somebody else in whose thread it belongs
    state: str = "pending"
    wanted: int = 1
    wanted_at: datetime = Field(sa_type=UtcDateTime)
    shown: int = 0
    channel: str | None = None
    ts: str | None = None
    attempts: int = 0
    misses: int = 0
    next_attempt_at: datetime = Field(sa_type=UtcDateTime)
    first_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    token: str | None = None
    error: str | None = None


class Pace(SQLModel, table=True):
    """When a channel, or a method in all channels, may be called next; shared by replicas."""

    channel: str = Field(primary_key=True)
    next_free_at: datetime = Field(sa_type=UtcDateTime)
    blocked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)  # Slack said so


class PersonRow(SQLModel, table=True):
    """What we learned about a person of the agreement from Slack and from themselves."""

    __tablename__ = "people"
    key: str = Field(primary_key=True)
    slack_id: str | None = Field(default=None, index=True)
    dm_channel: str | None = None
    last_dm_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    home_opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Absence(SQLModel, table=True):
    """When somebody is away: half-open."""

    __tablename__ = "absences"
    id: int | None = Field(default=None, primary_key=True)
    person: str = Field(index=True)
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    by: str


class Rotation(SQLModel, table=True):
    """Whose turn it was last in a team's round robin."""

    __tablename__ = "rotations"
    team: str = Field(primary_key=True)
    last: str


class Seen(SQLModel, table=True):
    """Slack deliveries that were handled; a second one of the same key changes nothing."""

    key: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class Erased(SQLModel, table=True):
    """Keyed hashes of erased persons' identities, so that a replay cannot bring them back."""

    digest: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
