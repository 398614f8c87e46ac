"""The tables of campaign feedback: what was said, how it was labelled, and what was answered.

Labels and answers are only ever added. What an item's text says now, whether it was deleted or set aside, and
which answer stands are columns of `feedback`, each written so that any order of Slack's events ends alike.
"""

from datetime import datetime

from sqlalchemy import Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables import DOCUMENT, Json
from storage.types import UtcDateTime


class FeedbackRow(SQLModel, table=True):
    """One thing that somebody said of a campaign or a lead. The key makes a second delivery a duplicate."""

    __tablename__ = "feedback"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("feedback_thread", "channel", "thread_ts"),
        Index("feedback_owner", "owner", "answer_id"),
        Index("feedback_author", "author", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    key: str  # `channel:ts` of a message, else what made it
    origin: str  # thread, shortcut, command, ask
    channel: str | None = None
    ts: str | None = None
    thread_ts: str | None = None
    user: str = ""  # Slack user id
    author: str | None = None  # of the agreement, where they are in it
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    version: str = ""  # ts of the edit that the text is from; a later one compares greater
    spoken: bool = True  # the text says something, and does not speak to the bot
    said_at: datetime = Field(sa_type=UtcDateTime, index=True)
    stored_at: datetime = Field(sa_type=UtcDateTime)
    handoff_id: int | None = Field(default=None, foreign_key="handoffs.id", index=True)
    campaign_id: int | None = Field(default=None, index=True)
    candidates: list[int] = Field(
        default_factory=list, sa_type=DOCUMENT
    )  # every campaign that it may be about
    chosen: bool = False  # a person said which; else the first one counts
    owner: str | None = None  # who owes the answer
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # since when its thread lacks it: that it was deleted is only inferred
    missing_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    set_aside_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    set_aside_by: str | None = None
    answer_id: int | None = Field(default=None, foreign_key="feedback_answers.id", index=True)


class FeedbackLabel(SQLModel, table=True):
    """What one reading of an item's text found: the rules of a version, a language model, or a person."""

    __tablename__ = "feedback_labels"
    __table_args__ = (Index("feedback_labels_item", "feedback_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    feedback_id: int = Field(foreign_key="feedback.id")
    at: datetime = Field(sa_type=UtcDateTime)
    by_person: str | None = None  # a person's reading is stronger than any machine's
    by_rules: str | None = None  # the version of the rules
    by_model: str | None = None  # the name of the language model
    version: str = ""  # of the text that was read
    themes: list[str] = Field(default_factory=list, sa_type=DOCUMENT)
    competitors: list[str] = Field(default_factory=list, sa_type=DOCUMENT)
    evidence: Json = Field(default_factory=dict, sa_type=DOCUMENT)


class FeedbackCall(SQLModel, table=True):
    """A language model is asked about a version of an item's text: how often it was, and when it may be."""

    __tablename__ = "feedback_calls"
    feedback_id: int = Field(foreign_key="feedback.id", primary_key=True)
    version: str = Field(primary_key=True)  # of the text, as in `feedback`
    tries: int
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # None: it need not be asked again


class FeedbackTheme(SQLModel, table=True):
    """A theme of an item as its standing reading has it, by its number in `labels`: what the metrics count.

    Derived from `feedback_labels`, whenever one is added.
    """

    __tablename__ = "feedback_themes"
    feedback_id: int = Field(foreign_key="feedback.id", primary_key=True)
    label_id: int = Field(foreign_key="labels.id", primary_key=True, index=True)


class FeedbackAnswer(SQLModel, table=True):
    """What marketing said to some items at once."""

    __tablename__ = "feedback_answers"
    id: int | None = Field(default=None, primary_key=True)
    kind: str  # changed, planned, declined, need_more
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class FeedbackAnswered(SQLModel, table=True):
    """Which items an answer was given to, and whether its author said that it did not help, once."""

    __tablename__ = "feedback_answered"
    feedback_id: int = Field(foreign_key="feedback.id", primary_key=True)
    answer_id: int = Field(foreign_key="feedback_answers.id", primary_key=True, index=True)
    reopened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reopened_why: str = Field(default="", sa_column=Column(Text, nullable=False))


class FeedbackName(SQLModel, table=True):
    """A vendor that feedback names and no list has, proposed to an administrator once."""

    __tablename__ = "feedback_names"
    key: str = Field(primary_key=True)  # the same in all spellings
    name: str
    week: str = Field(index=True)  # after which it was proposed
    comments: int  # that named it in the weeks before
    feedback_id: int = Field(foreign_key="feedback.id")  # the newest of them


class FeedbackAsk(SQLModel, table=True):
    """Somebody was asked how a lead was: once a lead's pass, and in one of so many places a week."""

    __tablename__ = "feedback_asks"
    __table_args__ = (UniqueConstraint("handoff_id", "person"), UniqueConstraint("person", "week", "place"))
    id: int | None = Field(default=None, primary_key=True)
    handoff_id: int = Field(foreign_key="handoffs.id")
    person: str
    week: str
    place: int  # from 1 on: the first ask of that person and week, the second ...
    at: datetime = Field(sa_type=UtcDateTime)


class FeedbackThread(SQLModel, table=True):
    """A thread that is read again now and then, because Slack does not repeat what we did not hear."""

    __tablename__ = "feedback_threads"
    channel: str = Field(primary_key=True)
    ts: str = Field(primary_key=True)
    seen: str = "0"  # ts up to which every message was read
    days: int = 30  # without a message, after which it is read no more
    next_at: datetime = Field(sa_type=UtcDateTime, index=True)
    active_at: datetime = Field(sa_type=UtcDateTime)  # its last message that we know of
