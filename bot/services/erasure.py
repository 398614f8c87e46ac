"""Forgetting one person: their data, references and raw bodies go; a keyed hash stays.

The hash lets a replayed delivery be recognised, so that it cannot bring the person back. The handoffs stay as
counts, and their cards are rendered again without the person. What was said about them in threads loses its
words here; the messages in Slack are their writers' own.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from bot.domain.handoff import Status
from bot.domain.lead import LeadEvent
from bot.services import asks, openings, timeline
from storage import (
    awaited,
    digests,
    erased,
    feedback,
    feedback_answers,
    feedback_asks,
    feedback_gone,
    handoffs,
    leads,
    posts,
    questions,
)
from storage.database import Session
from storage.leads import Known

Key = tuple[str, str, str]  # system, account, id


def erase(tx: Session, known: Known, now: datetime) -> None:
    """Forget the person."""
    _keep(tx, leads.refs_of(tx, known.id), known.lead.person.email, now)
    for handoff in handoffs.of_lead(tx, known.id):
        if handoff.status is Status.OPEN:
            openings.withdraw(tx, handoff, "the person asked to be forgotten", now)
        erased.drop_bodies(tx, handoff.id)
        for number in feedback_asks.of_handoff(tx, handoff.id):
            posts.touch(tx, asks.key(number), now)
        timeline.show_homes(tx, feedback.concerned(tx, handoff.id), now)
        timeline.show(tx, handoff, now, (handoff.owner,))
    person = known.lead.person
    # A first or a last name alone is that of others as well.
    both = f"{person.first_name} {person.last_name}" if person.first_name and person.last_name else None
    questions.erase(tx, [words for words in (person.email, both) if words])
    for key in feedback_answers.forget(tx, known.id):
        posts.touch(tx, key, now)
    about = feedback_gone.forget(tx, known.id)
    digests.retell(tx, about, now, feedback_answers.given(tx, about))
    leads.erase(tx, known.id, now)


def remember(tx: Session, event: LeadEvent, now: datetime) -> None:
    """Keep the hashes of the identities that a deletion names, also when they are not known (yet)."""
    _keep(tx, [ref.key for ref in event.refs], event.person.email, now)


def is_erased(tx: Session, event: LeadEvent) -> bool:
    """Whether the event is about somebody who was forgotten."""
    secret = erased.key(tx)
    if secret is None:
        return False
    return erased.any_of(tx, _digests(secret, [ref.key for ref in event.refs], event.person.email))


def gone(tx: Session, people: Sequence[tuple[Sequence[Key], str | None]]) -> list[bool]:
    """Of many people, by their references and e-mail, who was forgotten."""
    secret = erased.key(tx)
    if secret is None:
        return [False] * len(people)
    digests = [_digests(secret, refs, email) for refs, email in people]
    found = erased.which(tx, [one for each in digests for one in each])
    return [not found.isdisjoint(each) for each in digests]


def _keep(tx: Session, refs: Sequence[Key], email: str | None, now: datetime) -> None:
    """Keep the hashes, and forget what still waits for the person."""
    awaited.forget(tx, awaited.identities(refs, email))
    secret = erased.make_key(tx, secrets.token_hex(32))
    erased.add(tx, _digests(secret, refs, email), now)


def _digests(secret: str, refs: Sequence[Key], email: str | None) -> list[str]:
    identities = [*refs, ("email", email or "", "")]
    told = ("\x00".join(identity) for identity in identities if any(identity[1:]))
    return [hmac.new(bytes.fromhex(secret), one.encode(), hashlib.sha256).hexdigest() for one in told]
