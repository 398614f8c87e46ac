"""What follows from an item of feedback as it stands: the promise to answer it, and who is shown what.

Everything here is derived from the stored item, so that it does not matter in which order Slack told of a
message, its edits and its deletion.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain import post
from bot.domain.feedback import Item
from bot.domain.promise import ASKED_BACK, NO_FEEDBACK, Promise
from bot.services import timeline
from bot.services.clocks import Clocks
from storage import digests, feedback, posts, promises
from storage.database import Session


def settle(
    tx: Session, item: Item, clocks: Clocks, now: datetime, since: datetime | None = None
) -> Promise | None:
    """Bring the promise and everything that shows the item level with it; answers with what is owed now.

    Whoever answers for its campaign by now owes the answer. A new promise counts from when it was said, or
    from `since`.
    """
    item, running = _owned(tx, item, clocks), _running(tx, item)
    owed_before = running.owner if running else None
    if item.is_open and running is None:
        before = promises.of_feedback(tx, item.id)
        from_ = since or (before[-1].started_at if before else item.said_at)
        running = clocks.start_answer(tx, item.id, item.owner, from_)
    elif running is not None and not item.is_open:
        promises.change(tx, running, ended_at=now, excused=NO_FEEDBACK, next_nudge_at=None)
        running = None
    elif running is not None and running.owner != item.owner:
        running = clocks.move_answer(tx, running, item.owner)
        posts.touch(tx, item.key, now)  # where we asked, our message says who answers
    show(tx, [item], now, (owed_before,))
    _acknowledge(tx, item, now)
    digests.retell(tx, [item.id], now)
    return running


def begin(tx: Session, item: Item, clocks: Clocks, now: datetime) -> Promise | None:
    """The same for an item that was not there before: nothing else can know of it yet."""
    if not item.is_open:
        return None
    promise = clocks.start_answer(tx, item.id, item.owner, item.said_at)
    if item.channel and item.ts:
        posts.add(tx, ack_key(item), post.Kind.ACK, item.id, item.channel, now)
    timeline.show_homes(tx, (item.owner,), now)
    return promise


def keep(tx: Session, item: Item, now: datetime) -> None:
    """It was answered."""
    running = _running(tx, item)
    if running is not None:
        promises.change(tx, running, kept_at=now, ended_at=now, next_nudge_at=None)


def ask_back(tx: Session, item: Item, now: datetime) -> None:
    """Marketing cannot answer yet: the promise is neither kept nor missed, and is counted apart."""
    running = _running(tx, item)
    if running is not None:
        promises.change(tx, running, ended_at=now, excused=ASKED_BACK, next_nudge_at=None)


def show(tx: Session, items: Sequence[Item], now: datetime, concerned: Iterable[str | None] = ()) -> None:
    """Mark as behind what shows the items: reminders and Home tabs, also of those who are `concerned`.

    Always in one order, so that units of work do not deadlock.
    """
    for key in sorted({key for item in items for key in promises.carriers_of_feedback(tx, item.id)}):
        posts.touch(tx, key, now)
    theirs = (person for item in items for person in (item.owner, item.author))
    timeline.show_homes(tx, (*theirs, *concerned), now)


def ack_key(item: Item) -> str:
    """The key of our reaction on an item's message."""
    return f"feedback:{item.id}:ack"


def _acknowledge(tx: Session, item: Item, now: datetime) -> None:
    """Whoever said it sees that it was heard; what counts no more loses its sign."""
    known = posts.get(tx, ack_key(item))
    if known is None and item.counts and item.channel and item.ts:
        posts.add(tx, ack_key(item), post.Kind.ACK, item.id, item.channel, now)
    elif known is not None:
        posts.touch(tx, ack_key(item), now)


def _owned(tx: Session, item: Item, clocks: Clocks) -> Item:
    """The open item as whoever owes the answer now has it."""
    owner = clocks.answerer(tx, item.campaign_id) if item.is_open else item.owner
    if owner == item.owner:
        return item
    feedback.own(tx, item.id, owner)
    return replace(item, owner=owner)


def _running(tx: Session, item: Item) -> Promise | None:
    return next((one for one in promises.of_feedback(tx, item.id) if one.ended_at is None), None)
