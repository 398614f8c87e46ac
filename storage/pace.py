"""How fast we may talk to Slack: one row per channel and per method, shared by all replicas.

Slack takes about one message a second in a channel, with short bursts, and counts chat.update (50 a minute),
reactions.add (50), conversations.replies (50) and views.publish (100) per workspace (https://docs.slack.dev/apis/web-api/rate-limits).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, select
from sqlmodel import Session, col

from bot.domain.post import Kind, Post
from storage import inserting
from storage.tables import Pace, PostRow

POST, UPDATE, PUBLISH = "chat.postMessage", "chat.update", "views.publish"
REACT, READ = "reactions.add", "conversations.replies"


@dataclass(frozen=True, slots=True)
class Rate:
    """One call every `interval` seconds, and `burst` of them at once after a rest."""

    interval: float
    burst: int


def a_minute(calls: int, burst: int) -> Rate:
    """The rate that stays within so many calls in any minute, the one that begins with a burst included."""
    return Rate(60 / (calls - burst), burst)


# A channel's own rate; the methods that have a row of their own are counted for the whole workspace.
_CHANNEL = Rate(1.0, 3)
_METHODS: Mapping[str, Rate] = {
    UPDATE: a_minute(50, 10),
    PUBLISH: a_minute(100, 10),
    REACT: a_minute(50, 4),
    READ: a_minute(48, 4),  # two are left for those who wait for an answer
}


def method(post: Post) -> str:
    """The method by which a post is brought level."""
    if post.kind is Kind.HOME:
        return PUBLISH
    if post.kind is Kind.ACK:
        return REACT
    return POST if post.ts is None else UPDATE


def allowed(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Which rows of `posts` may be sent at `now`, as a condition."""
    busy = select(col(Pace.channel)).where(col(Pace.next_free_at) > now).scalar_subquery()
    home, known = col(PostRow.kind) == str(Kind.HOME), col(PostRow.ts).is_not(None)
    ack = col(PostRow.kind) == str(Kind.ACK)
    by = case((home, PUBLISH), (ack, REACT), (known, UPDATE), else_=POST)
    where = case((home, PUBLISH), (ack, REACT), (known, UPDATE), else_=col(PostRow.to))
    return by.not_in(busy) & where.not_in(busy)


def take(tx: Session, post: Post, now: datetime) -> bool:
    """Take the next slot for a post; False when another replica was faster."""
    used = method(post)
    return spend(tx, post.to if used == POST else used, now)


def spend(tx: Session, key: str, now: datetime) -> bool:
    """Take the next slot of a channel, or of a method that has a row of its own; False before it is free."""
    row = _locked(tx, key, now)
    if row.next_free_at > now:
        return False
    rate = _METHODS.get(key, _CHANNEL)
    step = timedelta(seconds=rate.interval)
    # After a rest the next free moment lies in the past, as many steps as the burst allows.
    row.next_free_at = max(row.next_free_at, now - step * (rate.burst - 1)) + step
    tx.flush()
    return True


def block(tx: Session, post: Post, until: datetime, now: datetime) -> None:
    """Slack told us to wait: with this channel, or with the method when it says so in a second channel."""
    used = method(post)
    if used == POST:
        hold(tx, post.to, until, now)
        if not _others_blocked(tx, post.to, now):
            return
    hold(tx, used, until, now)


def block_all(tx: Session, until: datetime, now: datetime) -> None:
    """Nothing can be sent before `until`."""
    for used in sorted((POST, UPDATE, PUBLISH, REACT)):
        hold(tx, used, until, now)


def _others_blocked(tx: Session, to: str, now: datetime) -> bool:
    known = [to, POST, UPDATE, PUBLISH, REACT, READ]
    others = col(Pace.channel).not_in(known) & (col(Pace.blocked_until) > now)
    return tx.execute(select(col(Pace.channel)).where(others).limit(1)).first() is not None


def hold(tx: Session, key: str, until: datetime, now: datetime) -> None:
    """Nothing is sent to a channel, or by a method that has a row of its own, before `until`."""
    row = _locked(tx, key, now)
    row.next_free_at = max(row.next_free_at, until)
    row.blocked_until = until
    tx.flush()


def _locked(tx: Session, key: str, now: datetime) -> Pace:
    rested = now - timedelta(days=1)
    fresh = inserting.insert(tx, Pace).values(channel=key, next_free_at=rested)
    tx.connection().execute(fresh.on_conflict_do_nothing())
    found = select(Pace).where(col(Pace.channel) == key).with_for_update()
    row: Pace = tx.execute(found, execution_options={"populate_existing": True}).scalar_one()
    return row
