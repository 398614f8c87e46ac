"""A made-up pipeline of two years, any number of handoffs long, as rows of the facts table."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.domain.metric import Dimension
from storage import facts
from storage.database import Database, Session
from storage.labels import Labels
from storage.sight import FACTS

END = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)  # a Monday, when the digest of 2026-W46 is due
SPAN = timedelta(weeks=104)
SIZES = {
    Dimension.CAMPAIGN: 60, Dimension.SOURCE: 10, Dimension.MEDIUM: 5, Dimension.SEGMENT: 3,
    Dimension.REGION: 4, Dimension.OWNER: 30, Dimension.REJECT_REASON: 9, Dimension.PERSONA: 7,
    Dimension.INDUSTRY: 8, Dimension.COMPANY_SIZE: 5, Dimension.SCORE_BAND: 4, Dimension.TIER: 2,
    Dimension.DEFINITION_VERSION: 3,
}  # fmt: skip
_HOUR = 3_600_000_000
_BATCH = 20_000

Row = dict[str, object]


def fill(db: Database, count: int) -> None:
    """Write `count` handoffs, in order of time."""
    numbers = db.run_sync(_labels)
    batch: list[Row] = []
    for row in rows(count, numbers):
        batch.append(row)
        if len(batch) == _BATCH:
            db.run_sync(partial(_insert, some=batch))
            batch = []
    if batch:
        db.run_sync(partial(_insert, some=batch))


def rows(count: int, numbers: dict[Dimension, list[int]]) -> Iterator[Row]:
    """The rows; the same for the same count."""
    luck = random.Random(count)
    first = facts.micros(END - SPAN) or 0
    step = ((facts.micros(END) or 0) - first) // count
    for number in range(count):
        yield _row(luck, number + 1, first + number * step, numbers)


def _row(luck: random.Random, number: int, handed: int, numbers: dict[Dimension, list[int]]) -> Row:
    worked = int(luck.lognormvariate(1.2, 0.8) * _HOUR)
    decided = handed + 3 * worked if luck.random() < 0.97 else None
    decision = luck.choices((1, 2, 3), (60, 28, 12))[0] if decided else 0
    touched = (decided or 0) + int(luck.expovariate(0.1) * _HOUR) if decision == 1 else None
    sql = (
        decided + int(luck.random() * 24 * 30 * _HOUR)
        if decided and decision == 1 and luck.random() < 0.4
        else None
    )
    return {
        "handoff_id": number, "handed_at": handed, "due_at": handed + 20 * _HOUR, "decided_at": decided,
        "decision": decision, "worked": worked if decided else None, "is_open": decided is None,
        "left_out": facts.WITHDRAWN if luck.random() < 0.01 else facts.COUNTS, "excused": False,
        "touch_due_at": decided + 24 * _HOUR if decided and decision == 1 else None, "touched_at": touched,
        "returned_at": None, "complete": luck.random() < 0.9, "sql_at": sql,
        "opportunity_at": sql + 10 * _HOUR if sql and luck.random() < 0.5 else None,
        **{str(one): luck.choice(labels) for one, labels in numbers.items()},
    }  # fmt: skip


def _labels(tx: Session) -> dict[Dimension, list[int]]:
    labels = Labels(tx)
    return {
        one: [labels.of_all({one: f"{one} {number}"})[one] for number in range(size)]
        for one, size in SIZES.items()
    }


def _insert(tx: Session, some: list[Row]) -> None:
    tx.connection().execute(FACTS.insert(), some)
