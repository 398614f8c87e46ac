"""Small worlds of past handoffs: written into the facts, and kept beside them for an independent count."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from bot.domain.metric import Dimension
from storage import facts
from storage.figures import Deal, Fact
from storage.labels import Labels

DECISIONS = ("accepted", "rejected", "recycled")
LEFT_OUT = {"withdrawn": facts.WITHDRAWN, "test": facts.TEST, "duplicate": facts.DUPLICATE}


@dataclass(frozen=True, slots=True)
class PastDeal:
    """An opportunity of a handoff; the amount in whole units of its currency."""

    created: datetime
    amount: float | None = None
    currency: str | None = None
    closed: datetime | None = None
    won: bool | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """One handoff as it was. `worked`: business hours to the decision, the clock's hours when absent."""

    handed: datetime
    due: datetime | None = None
    decided: datetime | None = None
    decision: str | None = None
    worked: float | None = None
    left_out: str | None = None
    excused: bool = False
    touch_due: datetime | None = None
    touched: datetime | None = None
    returned: datetime | None = None
    complete: bool | None = None
    sql: datetime | None = None
    opportunity: datetime | None = None
    deals: tuple[PastDeal, ...] = ()
    dimensions: dict[str, str] = field(default_factory=dict)


def store(tx: Session, pasts: Iterable[Past]) -> None:
    """Write the facts and deals of handoffs, numbered from 1 in their order."""
    labels, connection = Labels(tx), tx.connection()
    rows, deals = [], []
    for number, past in enumerate(pasts, 1):
        rows.append(_fact(number, past, labels))
        deals += [_deal(number, str(place), deal) for place, deal in enumerate(past.deals)]
    tx.flush()
    if rows:
        connection.execute(Fact.__table__.insert(), rows)  # type: ignore[attr-defined]
    if deals:
        connection.execute(Deal.__table__.insert(), deals)  # type: ignore[attr-defined]


def _fact(number: int, past: Past, labels: Labels) -> dict[str, object]:
    numbers = labels.of_all(
        {one: past.dimensions.get(one) for one in Dimension if one is not Dimension.THEME}
    )
    worked = None if past.worked is None else round(past.worked * 3_600_000_000)
    return {
        "handoff_id": number,
        "handed_at": facts.micros(past.handed),
        "due_at": facts.micros(past.due),
        "decided_at": facts.micros(past.decided),
        "decision": DECISIONS.index(past.decision) + 1 if past.decision else 0,
        "worked": worked,
        "is_open": past.decision is None,
        "left_out": LEFT_OUT.get(past.left_out or "", facts.COUNTS),
        "excused": past.excused,
        "touch_due_at": facts.micros(past.touch_due),
        "touched_at": facts.micros(past.touched),
        "returned_at": facts.micros(past.returned),
        "complete": past.complete,
        "sql_at": facts.micros(past.sql),
        "opportunity_at": facts.micros(past.opportunity),
        **{str(one): label for one, label in numbers.items()},
    }


def _deal(number: int, key: str, deal: PastDeal) -> dict[str, object]:
    return {
        "handoff_id": number,
        "key": key,
        "created_at": facts.micros(deal.created),
        "amount": None if deal.amount is None else round(deal.amount * 100),
        "currency": deal.currency,
        "closed_at": facts.micros(deal.closed),
        "won": deal.won,
    }


def steady(
    seed: int,
    weeks: int,
    per_week: int,
    *,
    start: datetime = datetime(2025, 1, 6, tzinfo=UTC),
    accept: Sequence[float] = (0.6,),
    campaigns: int = 5,
) -> list[Past]:
    """Weeks in which nothing happens: leads through the week, decided within days, accepted by one rate.

    `accept` gives the rate of each week; its last entry holds for all later ones.
    """
    luck = random.Random(seed)
    return [
        _one(luck, start + timedelta(weeks=week), accept[min(week, len(accept) - 1)], campaigns)
        for week in range(weeks)
        for _ in range(_poisson(luck, per_week))
    ]


def _one(luck: random.Random, monday: datetime, accept: float, campaigns: int) -> Past:
    handed = monday + timedelta(seconds=luck.random() * 5 * 86_400)
    hours = luck.lognormvariate(1.2, 0.8)
    decided = handed + timedelta(hours=hours)
    sent_back = luck.choice(("rejected", "rejected", "recycled"))
    accepted = luck.random() < accept
    return Past(
        handed=handed,
        due=handed + timedelta(hours=8),
        decided=decided,
        decision="accepted" if accepted else sent_back,
        worked=hours,
        sql=decided + timedelta(days=luck.random() * 20) if accepted and luck.random() < 0.4 else None,
        dimensions={
            "campaign": f"Campaign {luck.randrange(campaigns)}",
            "source": luck.choice(("webinar", "paid_search", "event")),
            "segment": luck.choice(("SMB", "Enterprise")),
            "region": luck.choice(("EMEA", "APAC")),
        },
    )


def _poisson(luck: random.Random, mean: float) -> int:
    """How many of many rare things happen: arrivals one after the other until the week is over."""
    count, passed = 0, luck.expovariate(mean)
    while passed < 1:
        count, passed = count + 1, passed + luck.expovariate(mean)
    return count
