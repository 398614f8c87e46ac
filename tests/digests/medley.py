"""Pasts in which everything happens at once, and questions of every kind about them; all of it seeded."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.metric import Anchor, Dimension, Metric
from bot.domain.period import Period, Unit
from bot.domain.query import Filter, Group, MetricQuery
from storage.database import Session
from storage.tables import HandoffRow, LeadRow
from tests.digests import worlds
from tests.digests.worlds import Past, PastDeal

REASONED = (Metric.REJECTION_RATE, Metric.RECYCLE_RATE, Metric.MQL_COUNT)
ASKED = tuple(metric for metric in Metric if metric is not Metric.FEEDBACK_COUNT)
NAMES: dict[Dimension, tuple[str | None, ...]] = {
    Dimension.CAMPAIGN: ("Spring", "Autumn", "فصل", None),
    Dimension.SOURCE: ("webinar", "paid_search", None),
    Dimension.REGION: ("EMEA", "APAC"),
    Dimension.OWNER: ("ana", "ben", None),
    Dimension.TIER: ("hot", "cold"),
}
_REASONS: dict[str, tuple[str | None, ...]] = {
    "accepted": (None,),
    "rejected": ("no_budget", "wrong_persona", None),
    "recycled": ("bad_timing", "no_budget", None),
}
_FLAGS = (None,) * 9 + ("withdrawn", "test", "duplicate")


def past(luck: random.Random, since: datetime, days: int) -> Past:
    """One handoff: perhaps decided, late, excused, returned, with deals, or nothing of all that."""
    handed = since + timedelta(minutes=luck.randrange(days * 24 * 60))
    decided = handed + timedelta(minutes=luck.randrange(1, 9 * 24 * 60)) if luck.random() < 0.75 else None
    decision = luck.choice(("accepted", "accepted", "rejected", "recycled")) if decided else None
    left_out = luck.choice(_FLAGS)
    if left_out == "withdrawn":
        decided = decision = None
    accepted = decided if decision == "accepted" else None
    return Past(
        handed,
        due=_after(luck, handed, 4 * 24, 0.95),
        decided=decided,
        decision=decision,
        worked=luck.randrange(1, 400) / 4 if decided and luck.random() < 0.8 else None,
        left_out=left_out,
        excused=luck.random() < 0.1,
        touch_due=_after(luck, accepted, 48, 0.9),
        touched=_after(luck, accepted, 72, 0.7),
        returned=_after(luck, accepted, 14 * 24, 0.2),
        complete=luck.choice((None, True, True, False)),
        sql=_after(luck, handed, 45 * 24, 0.4),
        opportunity=_after(luck, handed, 90 * 24, 0.3),
        deals=tuple(_deal(luck, handed) for _ in range(luck.choice((0, 0, 0, 1, 2)))),
        dimensions=_dimensions(luck, decision),
    )


def pasts(seed: int, count: int, since: datetime, days: int) -> list[Past]:
    """Many of them, in no order."""
    luck = random.Random(seed)
    return [past(luck, since, days) for _ in range(count)]


def store(tx: Session, found: Sequence[Past]) -> None:
    """The facts and deals, and of their handoffs as much as deals refer to."""
    first = found[0].handed
    tx.add(LeadRow(id=1, data={}, created_at=first, updated_at=first))
    tx.flush()
    tx.add_all(
        HandoffRow(
            id=number, lead_id=1, status="accepted", source="", tier="", tier_label="", agreement="",
            policy={}, handed_at=one.handed,
        )
        for number, one in enumerate(found, 1)
    )  # fmt: skip
    tx.flush()
    worlds.store(tx, found)


def query(luck: random.Random, since: datetime, days: int) -> MetricQuery:
    """A question that a query document may ask."""
    by_reason = luck.random() < 0.2
    metrics = tuple(luck.sample(REASONED if by_reason else ASKED, luck.randrange(1, 4)))
    groups: list[Group] = list(luck.sample(tuple(NAMES), luck.choice((0, 0, 1, 1, 2))))
    groups += [Dimension.REJECT_REASON] if by_reason and luck.random() < 0.6 else []
    if Metric.OPEN_LEADS not in metrics and luck.random() < 0.4:
        groups.append(luck.choice(tuple(Unit)))
    return MetricQuery(
        metrics,
        tuple(luck.sample(groups, min(len(groups), 3))),
        _filters(luck, by_reason=by_reason),
        _period(luck, since, days) if luck.random() < 0.8 else None,
        anchor=luck.choice((None, None, Anchor.HANDED, Anchor.DECIDED)),
    )


def _filters(luck: random.Random, *, by_reason: bool) -> tuple[Filter, ...]:
    names = dict(NAMES)
    if by_reason:
        names[Dimension.REJECT_REASON] = ("no_budget", "bad_timing", None)
    return tuple(
        Filter(dimension, _values(luck, names[dimension]), negated=luck.random() < 0.4)
        for dimension in luck.sample(tuple(names), luck.choice((0, 0, 1, 2)))
    )


def _values(luck: random.Random, known: Sequence[str | None]) -> tuple[str | None, ...]:
    among = (*known, "a name that nobody has")
    return tuple(luck.sample(among, luck.randrange(1, 3)))


def _period(luck: random.Random, since: datetime, days: int) -> Period:
    start = since.date() + timedelta(days=luck.randrange(-20, days))
    return Period(start, start + timedelta(days=luck.choice((1, 7, 31, 120))))


def _deal(luck: random.Random, handed: datetime) -> PastDeal:
    """An opportunity; some were there before the hand-off, and some of those were won before it."""
    created = handed + timedelta(minutes=luck.randrange(-20 * 24 * 60, 60 * 24 * 60))
    closed = _after(luck, created, 40 * 24, 0.6)
    amount = luck.choice((None, 0.01, 100.5, float(luck.randrange(1, 1_000_000))))
    currency = luck.choice(("EUR", "USD", None)) if amount is not None else None
    return PastDeal(created, amount, currency, closed, luck.random() < 0.5 if closed else None)


def _dimensions(luck: random.Random, decision: str | None) -> dict[str, str]:
    chosen: dict[str, str | None] = {str(one): luck.choice(names) for one, names in NAMES.items()}
    if decision:
        chosen["reject_reason"] = luck.choice(_REASONS[decision])
    return {name: value for name, value in chosen.items() if value is not None}


def _after(luck: random.Random, at: datetime | None, hours: int, share: float) -> datetime | None:
    """Some time in the hours after an instant, in so many of all cases."""
    if at is None or luck.random() >= share:
        return None
    return at + timedelta(minutes=luck.randrange(hours * 60))
