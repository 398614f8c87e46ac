"""The messages that we own: putting one on the list, marking it as behind, and finding it again.

How they get to Slack is in `storage.sending`.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.post import LANE, Kind, Post, PostId, State, read_marker
from storage import inserting
from storage.tables import PersonRow, PostRow
from storage.types import UtcDateTime

# What Slack has not seen yet. Every query for work says so, because a partial index holds just these rows.
BEHIND = col(PostRow.shown) < col(PostRow.wanted)

_UNDELIVERED = (str(State.PENDING), str(State.SENDING), str(State.IN_DOUBT))


@dataclass(frozen=True, slots=True)
class Audit:
    """What should have gone out by now: how many are behind, since when, and what needs somebody."""

    behind: int
    oldest: datetime | None  # since when the oldest of them is behind
    overdue: tuple[Post, ...]  # behind or in doubt for too long
    in_doubt: int
    dead: int


def add(
    tx: Session,
    key: str,
    kind: Kind,
    subject: int,
    to: str,
    now: datetime,
    thread_key: str | None = None,
    not_before: datetime | None = None,
    thread_ts: str | None = None,
) -> Post:
    """Put a message on the list, once per key; answers with the one that is there.

    It belongs into the thread of our message `thread_key`, or of somebody else's at `thread_ts`.
    """
    due = max(now, not_before) if not_before else now
    values = {
        "key": key,
        "nonce": secrets.token_hex(8),
        "kind": str(kind),
        "lane": LANE[kind],
        "subject": subject,
        "to": to,
        "thread_key": thread_key,
        "thread_ts": thread_ts,
        "state": str(State.PENDING),
        "wanted": 1,
        "wanted_at": due,
        "shown": 0,
        "attempts": 0,
        "misses": 0,
        "next_attempt_at": due,
    }
    tx.connection().execute(inserting.insert(tx, PostRow).values(values).on_conflict_do_nothing())
    return as_post(tx.exec(select(PostRow).where(PostRow.key == key)).one())


def touch(tx: Session, key: str, now: datetime) -> bool:
    """What the message shows has changed; False when there is no such message.

    One that was superseded gets another look: what it says may be true again.
    """
    level, superseded = col(PostRow.shown) >= col(PostRow.wanted), str(State.SUPERSEDED)
    done = change(
        tx,
        col(PostRow.key) == key,
        wanted=col(PostRow.wanted) + 1,
        # A bare value in CASE would not be stored as the column's type.
        wanted_at=case((level, literal(now, UtcDateTime())), else_=col(PostRow.wanted_at)),
        state=case((col(PostRow.state) == superseded, str(State.PENDING)), else_=col(PostRow.state)),
    )
    return done == 1


def hasten(tx: Session, key: str, now: datetime) -> None:
    """What was to go out later may go out now."""
    unsent = and_(col(PostRow.key) == key, col(PostRow.state) == str(State.PENDING))
    change(tx, unsent, next_attempt_at=now, wanted_at=now)


def cancel(tx: Session, key: str) -> None:
    """What was to go out later need not any more."""
    unsent = and_(col(PostRow.key) == key, col(PostRow.state) == str(State.PENDING))
    change(tx, unsent, state=str(State.SUPERSEDED), shown=col(PostRow.wanted))


def get(tx: Session, key: str) -> Post | None:
    """The message of that key."""
    row = tx.exec(select(PostRow).where(PostRow.key == key)).first()
    return as_post(row) if row else None


def by_id(tx: Session, post_id: int) -> Post | None:
    """The message of that id."""
    row = tx.get(PostRow, post_id, populate_existing=True)
    return as_post(row) if row else None


def by_place(tx: Session, channel: str, ts: str) -> Post | None:
    """The message that stands there, e.g. the one whose button was clicked."""
    row = tx.exec(select(PostRow).where(PostRow.channel == channel, PostRow.ts == ts)).first()
    return as_post(row) if row else None


def join_unsent(tx: Session, kind: Kind, to: str) -> Post | None:
    """A message to `to` that nobody has begun to send, held until this unit of work ends."""
    row = tx.exec(
        select(PostRow)
        .where(BEHIND, PostRow.kind == kind, PostRow.to == to, PostRow.state == State.PENDING)
        .order_by(col(PostRow.id))
        .limit(1)
        .with_for_update()
    ).first()
    return as_post(row) if row else None


def adopt(tx: Session, post_id: PostId, channel: str, ts: str) -> bool:
    """The message was found at its place in Slack; False when it is known to stand somewhere already.

    What it shows is not known, so it stays behind and is updated.
    """
    found: dict[str, object] = {"channel": channel, "ts": ts, "state": str(State.SENT), "shown": 0}
    unknown = and_(col(PostRow.id) == post_id, col(PostRow.ts).is_(None))
    return change(tx, unknown, token=None, lease_until=None, attempts=0, error=None, **found) == 1


def adopt_by_marker(tx: Session, marker: str, channel: str, ts: str) -> Post | None:
    """The message that a click came from, by the marker among its block ids.

    A click proves that the message arrived, whatever became of the answer to our call.
    """
    known = read_marker(marker)
    post = get(tx, known[0]) if known else None
    if post is None or known is None or post.nonce != known[1]:
        return None
    return by_id(tx, post.id) if adopt(tx, post.id, channel, ts) else post


def dead(tx: Session) -> tuple[Post, ...]:
    """The messages that were given up until somebody acts; `error` says why."""
    rows = tx.exec(select(PostRow).where(BEHIND, PostRow.state == State.DEAD).order_by(col(PostRow.id)))
    return tuple(as_post(row) for row in rows)


def revive(tx: Session, now: datetime, ids: Collection[int] | None = None, to: Collection[str] = ()) -> int:
    """Try given-up messages again: all, or those of `ids`, or those to `to`; answers with how many.

    A message in doubt is revived only by its id: whoever asks for that has looked into the channel.
    """
    gone, doubt = col(PostRow.state) == str(State.DEAD), col(PostRow.state) == str(State.IN_DOUBT)
    if ids is not None:
        which: ColumnElement[bool] = and_(or_(gone, doubt), col(PostRow.id).in_(list(ids)))
    else:
        which = and_(gone, col(PostRow.to).in_(list(to))) if to else gone
    state = case((col(PostRow.ts).is_(None), str(State.PENDING)), else_=str(State.SENT))
    return change(tx, which, state=state, attempts=0, misses=0, token=None, error=None, next_attempt_at=now)


def audit(tx: Session, now: datetime, overdue: float) -> Audit:
    """What should have gone out by now, counted without trusting delivery; `overdue` in seconds."""
    behind, since = tx.exec(select(func.count(), func.min(PostRow.wanted_at)).where(_behind(now))).one()
    return Audit(
        behind=behind,
        oldest=since,
        overdue=_late(tx, now, overdue) if behind else (),
        in_doubt=_count(tx, State.IN_DOUBT),
        dead=_count(tx, State.DEAD),
    )


def _late(tx: Session, now: datetime, overdue: float) -> tuple[Post, ...]:
    late = _behind(now) & (col(PostRow.wanted_at) < now - timedelta(seconds=overdue))
    rows = tx.exec(select(PostRow).where(late).order_by(col(PostRow.wanted_at)).limit(20))
    return tuple(as_post(row) for row in rows)


def recipient(tx: Session, person: str) -> tuple[str | None, str | None]:
    """A person's Slack id and the channel of our conversation, as far as they are known."""
    row = tx.get(PersonRow, person, populate_existing=True)
    return (row.slack_id, row.dm_channel) if row else (None, None)


def change(tx: Session, *which: ColumnElement[bool], **values: object) -> int:
    """Set columns of some rows in one statement; answers with how many rows. For `storage` only."""
    # What the unit changed before must not be forgotten with what it has read.
    tx.flush()
    done = tx.connection().execute(update(PostRow).where(*which).values(**values))
    tx.expire_all()
    return done.rowcount


def as_post(row: PostRow) -> Post:
    """The row as the domain knows it. For `storage` only."""
    facts = {name: getattr(row, name) for name in _SAME}
    return Post(id=PostId(row.id or 0), kind=Kind(row.kind), state=State(row.state), **facts)


_SAME: Sequence[str] = (
    "key", "nonce", "subject", "to", "thread_key", "wanted", "wanted_at", "shown", "channel", "ts",
    "attempts", "misses", "next_attempt_at", "first_at", "lease_until", "token", "error",
)  # fmt: skip


def _behind(now: datetime) -> ColumnElement[bool]:
    """Not level although due; what waits for a dead message's thread is counted with that message."""
    parent = aliased(PostRow)
    buried = select(col(parent.key)).where(col(parent.state) == str(State.DEAD), col(parent.ts).is_(None))
    states = (*_UNDELIVERED, str(State.SENT))
    return and_(
        BEHIND,
        col(PostRow.state).in_(states),
        col(PostRow.wanted_at) <= now,
        or_(col(PostRow.thread_key).is_(None), col(PostRow.thread_key).not_in(buried)),
    )


def _count(tx: Session, state: State) -> int:
    return tx.exec(select(func.count()).select_from(PostRow).where(BEHIND, PostRow.state == state)).one()
