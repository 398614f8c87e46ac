"""The tables of what people say to the bot: their questions, and words of theirs that stand for names."""

from datetime import datetime

from sqlalchemy import Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.tables import DOCUMENT, Json
from storage.types import UtcDateTime


class QuestionRow(SQLModel, table=True):
    """A question, what was understood, and what its reader made of the answer."""

    __tablename__ = "questions"
    __table_args__ = (
        # Slack tells of one message more than once: as a mention, as a message, and again.
        UniqueConstraint("channel", "ts"),
        Index("questions_thread", "channel", "thread_ts", "id"),
        Index(
            "questions_todo",
            "id",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    ts: str | None = None  # of the message that asked; None for a command, a button or a dialog
    thread_ts: str | None = None  # where the answer belongs; None where there is no thread
    direct: bool = False  # in a conversation with the bot alone
    asker: str  # as Slack calls them
    person: str | None = None  # the same in the agreement
    text: str = Field(sa_column=Column(Text, nullable=False))
    asked_at: datetime = Field(sa_type=UtcDateTime, index=True)
    state: str = "new"  # new, read, failed
    attempts: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: Json | None = Field(default=None, sa_type=DOCUMENT)
    review_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # somebody said that it is wrong
    remark: str | None = Field(default=None, sa_column=Column(Text))
    reviewed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AliasRow(SQLModel, table=True):
    """Words that people use for a name of a dimension, as somebody who reviewed questions said."""

    __tablename__ = "aliases"
    words: str = Field(primary_key=True)
    dimension: str
    value: str
    added_at: datetime = Field(sa_type=UtcDateTime)
