"""The tables of campaigns: what people declared of them, other names, merges, and what their posts said.

A campaign's id is the number of its label: what counts its leads and what describes it are one thing.
"""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from storage.types import UtcDateTime


class CampaignRow(SQLModel, table=True):
    """A campaign. Its name is its label's; everything else was declared by people."""

    __tablename__ = "campaigns"
    id: int = Field(primary_key=True, foreign_key="labels.id", sa_column_kwargs={"autoincrement": False})
    owner: str | None = None
    source: str | None = None
    medium: str | None = None
    persona: str | None = None
    starts: date | None = None
    ends: date | None = None
    target: str | None = None
    offer: str | None = None
    expected: int | None = None
    named: bool = False  # people chose the name: systems that call it otherwise do not rename it
    merged_into: int | None = Field(default=None, foreign_key="campaigns.id", index=True)


class CampaignAlias(SQLModel, table=True):
    """A name that people say means a campaign; the key lets it mean one."""

    __tablename__ = "campaign_aliases"
    alias: str = Field(primary_key=True)
    campaign_id: int = Field(foreign_key="campaigns.id", index=True)
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    declared: str | None = None  # which words of the agreement file about this name were taken over last


class CampaignMerge(SQLModel, table=True):
    """Two campaigns that are one, append-only: the key lets each be merged into one other."""

    __tablename__ = "campaign_merges"
    other: int = Field(
        primary_key=True, foreign_key="campaigns.id", sa_column_kwargs={"autoincrement": False}
    )
    kept: int = Field(foreign_key="campaigns.id")
    name: str  # what the other one was called
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class CampaignPost(SQLModel, table=True):
    """A campaign that has a post, what the post was last asked to say, and when its numbers were looked at.

    The constraint hands out each day's few places for new posts.
    """

    __tablename__ = "campaign_posts"
    campaign_id: int = Field(
        primary_key=True, foreign_key="campaigns.id", sa_column_kwargs={"autoincrement": False}
    )
    place: str = Field(unique=True)
    said: str
    said_at: datetime = Field(sa_type=UtcDateTime)
    looked_at: datetime = Field(sa_type=UtcDateTime)
