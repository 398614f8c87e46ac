"""One opportunity: what its outcomes, in whatever order they were reported, say of it by now.

The figures of the agreement on metrics, section 1, rest on it: the pipeline is the sum of amounts at the
creation of opportunities, the win rate is won among won and lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from bot.domain.lead import LeadEvent, OutcomeKind

# What happened at one instant happened in this order.
_ORDER: Mapping[OutcomeKind, int] = {
    OutcomeKind.SQL: 0,
    OutcomeKind.DISQUALIFIED: 1,
    OutcomeKind.OPPORTUNITY: 2,
    OutcomeKind.LOST: 3,
    OutcomeKind.WON: 4,
}
CLOSING = frozenset({OutcomeKind.WON, OutcomeKind.LOST})
_OF_DEALS = CLOSING | {OutcomeKind.OPPORTUNITY}
_DEAL_WORDS = ("opportunity", "deal")


@dataclass(frozen=True, slots=True)
class Told:
    """One outcome as it was reported; `amount` in hundredths of the currency."""

    kind: OutcomeKind
    at: datetime
    amount: int | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity: `amount`, in hundredths, is the one at its creation; `won` is None while it is open."""

    created_at: datetime
    amount: int | None
    currency: str | None
    closed_at: datetime | None
    won: bool | None


def state(told: Iterable[Told]) -> Deal | None:
    """The deal that the outcomes tell of; None when they tell of none, such as an SQL alone.

    It is created by its first opportunity event, else by its first closing. Its amount is that of the first
    opportunity event that names one, else of the first event that does. The last closing closes it, unless a
    later opportunity event opens it again.
    """
    ordered = sorted(told, key=_place)
    steps = [one for one in ordered if one.kind in _OF_DEALS]
    if not steps:
        return None
    opened = [one for one in steps if one.kind is OutcomeKind.OPPORTUNITY]
    priced = next((one for one in (*opened, *ordered) if one.amount is not None), None)
    last = steps[-1]
    closed = last.kind in CLOSING
    return Deal(
        created_at=(opened or steps)[0].at,
        amount=priced.amount if priced else None,
        currency=priced.currency if priced else None,
        closed_at=last.at if closed else None,
        won=last.kind is OutcomeKind.WON if closed else None,
    )


def hundredths(amount: int | float | Decimal) -> int:
    """An amount in whole hundredths, halves away from zero.

    A float is taken as the decimal number that it is written as: 0.29 has 29 hundredths, although the binary
    number is a little less.
    """
    return int((Decimal(str(amount)) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def key(event: LeadEvent) -> str:
    """Which opportunity an event is about: by its own word, else by a reference to one; "" for neither."""
    if event.outcome.deal:
        return event.outcome.deal
    objects = ((ref.id, (ref.object or "").casefold()) for ref in event.refs)
    return next((name for name, what in objects if any(word in what for word in _DEAL_WORDS)), "")


def outcomes(event: LeadEvent) -> tuple[Told, ...]:
    """What an event reports: what became of the lead, and the creation of the opportunity, if it says when.

    A deal that was noted in the CRM only after it had closed was created when it closed. The amount of a
    closing is not the one at the creation: it stands in for that only while nothing else names one.
    """
    said = event.outcome
    if said.kind is None:
        return ()
    at = said.at or event.occurred_at
    amount = None if said.amount is None else hundredths(said.amount)
    told = Told(said.kind, at, amount, said.currency if amount is not None else None)
    if said.created_at is None or said.kind not in _OF_DEALS:
        return (told,)
    created = Told(OutcomeKind.OPPORTUNITY, min(said.created_at, at))
    if said.kind not in CLOSING:
        created = replace(created, amount=told.amount, currency=told.currency)
    return (created, told) if created != told else (told,)


def _place(one: Told) -> tuple[datetime, int, int, str]:
    """Where an outcome stands among the others, whenever it arrived."""
    return one.at, _ORDER[one.kind], -1 if one.amount is None else one.amount, one.currency or ""
