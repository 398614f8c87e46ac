"""The one way to write into a handoff's log, so that everything that shows the handoff follows.

Recording a step appends the entry, adds its line to the card's thread, and marks the card and the Home tabs
of those concerned as behind. Delivery does the rest.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.domain import post
from bot.domain.handoff import Entry, Handoff, Step
from storage import handoffs, people, posts, promises
from storage.database import Session


def card_key(handoff_id: int) -> str:
    """The key of a handoff's card."""
    return f"handoff:{handoff_id}:card"


def record(
    tx: Session,
    handoff: Handoff,
    step: Step,
    by: str | None,
    now: datetime,
    facts: Mapping[str, str] | None = None,
    concerned: Iterable[str | None] = (),
) -> Entry:
    """Append a step to the log and bring everything that shows the handoff behind.

    `concerned`: people besides the owner whose Home tab shows this handoff.
    """
    entry = handoffs.record(tx, handoff.id, now, step, by, facts)
    card = posts.get(tx, card_key(handoff.id)) if not handoff.quiet else None
    if card is not None:
        _say(tx, card, entry, now)
    show(tx, handoff, now, (handoff.owner, by, *concerned))
    return entry


def note(tx: Session, handoff: Handoff, step: Step, now: datetime, facts: Mapping[str, str]) -> None:
    """Tell the thread of a handoff's card, if it has one, of something that nothing else shows."""
    card = posts.get(tx, card_key(handoff.id)) if not handoff.quiet else None
    if card is not None:
        _say(tx, card, handoffs.record(tx, handoff.id, now, step, None, facts), now)


def _say(tx: Session, card: post.Post, entry: Entry, now: datetime) -> None:
    key = f"handoff:{entry.handoff_id}:log:{entry.id}"
    posts.add(tx, key, post.Kind.LINE, entry.id, card.to, now, thread_key=card.key)


def show(tx: Session, handoff: Handoff, now: datetime, concerned: Iterable[str | None] = ()) -> None:
    """Mark everything as behind that shows the handoff: its card, reminders, and the Home tabs."""
    if not handoff.quiet:
        posts.touch(tx, card_key(handoff.id), now)
        for key in promises.carriers(tx, handoff.id):
            posts.touch(tx, key, now)
    show_homes(tx, concerned, now)


def show_homes(tx: Session, concerned: Iterable[str | None], now: datetime) -> None:
    """Mark the Home tabs of people as behind, always in one order, so that units of work do not deadlock."""
    for person in sorted({key for key in concerned if key}):
        show_home(tx, person, now)


def show_home(tx: Session, person: str, now: datetime) -> None:
    """Mark a person's Home tab as behind, if they ever opened it."""
    if people.has_home(tx, person):
        posts.add(tx, f"home:{person}", post.Kind.HOME, 0, f"@{person}", now)
        posts.touch(tx, f"home:{person}", now)
