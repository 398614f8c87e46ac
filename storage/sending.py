"""The states that a message goes through on its way to Slack; see `bot.domain.post`.

A claim is committed before the call to Slack, and every outcome is written only under the claim's token: a
sender that was paused for longer than its lease changes nothing and is told so.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot.domain.patience import Patience
from bot.domain.post import Kind, Post, State
from storage import pace
from storage.posts import BEHIND, as_post, change
from storage.tables import PostRow
from storage.types import UtcDateTime

_UNDELIVERED = (str(State.PENDING), str(State.SENDING), str(State.IN_DOUBT))


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that one sender may send now. `version` is what it will have shown afterwards."""

    post: Post
    version: int
    token: str
    channel: str | None  # where its thread is, when it belongs to one
    thread_ts: str | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A message that may or may not have arrived, and the thread in which it would be."""

    post: Post
    channel: str | None
    thread_ts: str | None


def claim(tx: Session, now: datetime, patience: Patience, token: str) -> Claim | None:
    """The next message to send, by lane and then by age; None when there is nothing to do now.

    It is left alone by everybody else until its lease ends.
    """
    while (found := _next(tx, now)) is not None:
        row, channel, thread_ts = found
        if pace.take(tx, as_post(row), now):
            row.state, row.token = str(State.SENDING), token
            row.lease_until = now + timedelta(seconds=patience.lease)
            row.first_at = row.first_at or now
            tx.flush()
            return Claim(as_post(row), row.wanted, token, channel, thread_ts)
    return None


def sent(tx: Session, claim: Claim, place: tuple[str, str] | None = None) -> bool:
    """Slack shows the claimed version; `place` is the channel and the `ts` of a new message."""
    values: dict[str, object] = {"channel": place[0], "ts": place[1]} if place else {}
    return _settle(tx, claim, state=State.SENT, shown=claim.version, attempts=0, error=None, **values)


def retry(tx: Session, claim: Claim, at: datetime, error: str, *, counted: bool = True) -> bool:
    """It was certainly not delivered: again at `at`. Waiting because Slack said so is not `counted`."""
    attempts = claim.post.attempts + counted
    return _settle(tx, claim, state=_rest(claim.post), attempts=attempts, error=error, next_attempt_at=at)


def doubt(tx: Session, claim: Claim, at: datetime, error: str) -> bool:
    """It may have arrived: look at `at`. The token stays, so that looks at older doubts do not count."""
    return change(tx, _held(claim), state=str(State.IN_DOUBT), misses=0, error=error, next_attempt_at=at) == 1


def park(tx: Session, claim: Claim, error: str) -> bool:
    """Slack will not take it until somebody acts."""
    return _settle(tx, claim, state=State.DEAD, error=error)


def supersede(tx: Session, claim: Claim) -> bool:
    """What it said is no longer true. A change since the claim may have made it true again."""
    changed = col(PostRow.wanted) > claim.version
    state = case((changed, str(State.PENDING)), else_=str(State.SUPERSEDED))
    return _settle(tx, claim, state=state, shown=claim.version, error=None)


def expire(tx: Session, now: datetime, patience: Patience) -> int:
    """Take back what was left behind by senders that are gone; answers with how many messages that is."""
    overdue = and_(BEHIND, col(PostRow.state) == str(State.SENDING), col(PostRow.lease_until) <= now)
    repeatable = col(PostRow.kind).in_([str(Kind.HOME), str(Kind.ACK)])
    known = col(PostRow.ts).is_not(None)
    state = case((known, str(State.SENT)), (repeatable, str(State.PENDING)), else_=str(State.IN_DOUBT))
    look = now + timedelta(seconds=patience.look)
    return change(
        tx, overdue, state=state, misses=0, error="the sender was gone before it knew", next_attempt_at=look
    )


def abandon(tx: Session, now: datetime) -> int:
    """End every lease at once: whoever held one is known to be gone."""
    return change(tx, BEHIND, col(PostRow.state) == str(State.SENDING), lease_until=now)


def drop_orphans(tx: Session) -> int:
    """Supersede what belongs into the thread of a message that will not be sent."""
    parent = aliased(PostRow)
    gone = exists().where(
        col(parent.key) == col(PostRow.thread_key),
        col(parent.state) == str(State.SUPERSEDED),
        col(parent.ts).is_(None),
    )
    waiting = col(PostRow.state) == str(State.PENDING)
    return change(tx, BEHIND, waiting, gone, state=str(State.SUPERSEDED), shown=col(PostRow.wanted))


def doubtful(tx: Session, now: datetime, patience: Patience, limit: int = 200) -> tuple[Doubt, ...]:
    """The doubts that are due for a look; nobody else looks at them meanwhile."""
    parent = aliased(PostRow)
    rows = tx.execute(
        select(PostRow, col(parent.channel), _thread(parent))
        .outerjoin(parent, col(parent.key) == col(PostRow.thread_key))
        .where(BEHIND, col(PostRow.state) == str(State.IN_DOUBT), col(PostRow.next_attempt_at) <= now)
        .order_by(col(PostRow.id))
        .limit(limit)
        .with_for_update(of=PostRow, skip_locked=True)
    ).all()
    for row, _, _ in rows:
        row.next_attempt_at = now + timedelta(seconds=patience.look_again)
    tx.flush()
    return tuple(Doubt(as_post(row), channel, ts) for row, channel, ts in rows)


def missed(tx: Session, post: Post, looked_at: datetime, patience: Patience) -> bool:
    """A look did not find it. True when that makes certain that it may be sent again."""
    misses = post.misses + 1
    again = patience.may_send_again(post, misses, looked_at)
    state = State.PENDING if again else State.IN_DOUBT
    at = looked_at if again else looked_at + timedelta(seconds=patience.look_again)
    done = change(tx, _doubted(post), state=str(state), misses=misses, attempts=0, next_attempt_at=at)
    return again and done == 1


def unreadable(tx: Session, post: Post, at: datetime, error: str) -> None:
    """The channel could not be read: it stays in doubt, because late is better than twice."""
    change(tx, _doubted(post), attempts=post.attempts + 1, error=error, next_attempt_at=at)


def recheck(tx: Session, post: Post, now: datetime, patience: Patience) -> None:
    """A second copy may stand in the channel: look, keep the older one and delete the other."""
    change(
        tx,
        col(PostRow.id) == post.id,
        col(PostRow.ts) == post.ts,
        state=str(State.IN_DOUBT),
        ts=None,
        shown=0,
        misses=0,
        lease_until=now,
        next_attempt_at=now + timedelta(seconds=patience.look),
    )


def _next(tx: Session, now: datetime) -> tuple[PostRow, str | None, str | None] | None:
    found = tx.execute(_NEXT, {"now": now}, execution_options={"populate_existing": True}).first()
    return (found[0], found[1], found[2]) if found else None


def _settle(tx: Session, claim: Claim, **values: object) -> bool:
    """Write an outcome and let go; False when the claim is no longer ours."""
    named = {name: str(value) if isinstance(value, State) else value for name, value in values.items()}
    return change(tx, _held(claim), token=None, lease_until=None, **named) == 1


def _held(claim: Claim) -> ColumnElement[bool]:
    return and_(
        col(PostRow.id) == claim.post.id,
        col(PostRow.token) == claim.token,
        col(PostRow.state) == str(State.SENDING),
    )


def _doubted(post: Post) -> ColumnElement[bool]:
    return and_(
        col(PostRow.id) == post.id,
        col(PostRow.state) == str(State.IN_DOUBT),
        col(PostRow.token) == post.token,
        col(PostRow.misses) == post.misses,
    )


def _rest(post: Post) -> State:
    return State.SENT if post.ts is not None else State.PENDING


def _thread(parent: type[PostRow]) -> ColumnElement[str | None]:
    """The message in whose thread one belongs: one of ours, or somebody else's."""
    return func.coalesce(col(parent.ts), col(PostRow.thread_ts))


def _waits_for_another() -> ColumnElement[bool]:
    """A thread is read from top to bottom: no line before an earlier one has arrived."""
    earlier = aliased(PostRow)
    return and_(
        col(PostRow.ts).is_(None),
        exists().where(
            col(earlier.thread_key) == col(PostRow.thread_key),
            col(earlier.id) < col(PostRow.id),
            col(earlier.ts).is_(None),
            col(earlier.state).in_(_UNDELIVERED),
        ),
    )


def _statement() -> Select[PostRow, str | None, str | None]:
    """The first message that may go now; built once, because building it takes longer than running it."""
    parent, now = aliased(PostRow), bindparam("now", type_=UtcDateTime())
    return (
        select(PostRow, col(parent.channel), _thread(parent))
        .outerjoin(parent, col(parent.key) == col(PostRow.thread_key))
        .where(
            BEHIND,
            col(PostRow.state).in_([str(State.PENDING), str(State.SENT)]),
            col(PostRow.next_attempt_at) <= now,
            or_(col(PostRow.thread_key).is_(None), col(parent.ts).is_not(None)),
            ~_waits_for_another(),
            pace.allowed(now),
        )
        .order_by(col(PostRow.lane), col(PostRow.id))
        .limit(1)
        .with_for_update(of=PostRow, skip_locked=True)
    )


_NEXT = _statement()
