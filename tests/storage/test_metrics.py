"""What is read of facts beside the tallies: spans, times in order, who waits, sums; on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest

from bot.domain.metric import Anchor, Dimension, Metric, Sum
from bot.domain.period import Period
from bot.domain.query import Filter, MetricQuery
from storage import metrics
from storage.database import Database, Session
from storage.metrics import Waiting
from storage.sight import Scope
from tests.digests import medley, worlds
from tests.digests.worlds import Past, PastDeal

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOW = MONDAY + 40 * HOUR
SCOPE = Scope("Asia/Tokyo", NOW)  # nine hours ahead: nobody's evening is the server's
TIMES = MetricQuery((Metric.DECISION_TIME_MEDIAN,), (Dimension.SOURCE,))
MICROS = 3_600_000_000

T = TypeVar("T")


def lead(
    hours: float | None, source: str | None = None, *, worked: float | None = None, **more: object
) -> Past:
    """A lead of Monday morning that is decided after so many hours, or not at all."""
    past = Past(
        MONDAY,
        decided=None if hours is None else MONDAY + hours * HOUR,
        decision=None if hours is None else "accepted",
        worked=worked,
        dimensions={"source": source} if source else {},
    )
    return replace(past, **more)  # type: ignore[arg-type]


async def read(db: Database, pasts: list[Past], what: Callable[[Session], T]) -> T:
    """Something of a database that holds this past."""
    store = medley.store if any(past.deals for past in pasts) else worlds.store
    await db.run(lambda tx: store(tx, pasts))
    return await db.read(what)


def whole(tx: Session) -> Period:
    return metrics.span(tx, TIMES, SCOPE)


async def test_times_come_in_order_of_group_and_length(db: Database) -> None:
    pasts = [
        lead(30, "web"), lead(3, "web", worked=2), lead(2, "web"), lead(7), lead(None, "web"),
        lead(50, "web"), lead(1, "web", left_out="test"),
    ]  # fmt: skip
    found = await read(db, pasts, lambda tx: list(metrics.decided_times(tx, TIMES, SCOPE, whole(tx))))
    assert found == [((None,), 7 * MICROS, 1), (("web",), 2 * MICROS, 2), (("web",), 30 * MICROS, 1)]
    by_clock = await db.read(lambda tx: list(metrics.decided_times(tx, TIMES, SCOPE, whole(tx), wall=True)))
    assert [(time // MICROS, count) for _, time, count in by_clock] == [(7, 1), (2, 1), (3, 1), (30, 1)]


@pytest.mark.parametrize(("place", "hours"), [(1, 2), (2, 2), (3, 7), (4, 30), (5, None)])
async def test_the_time_in_a_place_is_found(db: Database, place: int, hours: int | None) -> None:
    pasts = [lead(30, "web"), lead(3, "web", worked=2), lead(2, "web"), lead(7), lead(None), lead(50)]
    query = replace(TIMES, group_by=())
    found = await read(db, pasts, lambda tx: metrics.nth_time(tx, query, SCOPE, whole(tx), place))
    assert found == (None if hours is None else hours * MICROS)


async def test_whoever_is_undecided_by_then_still_waits(db: Database) -> None:
    pasts = [lead(3), lead(None, "web"), lead(50), lead(None, left_out="withdrawn")]
    pasts.append(replace(lead(None), handed=NOW + HOUR))
    found = await read(db, pasts, lambda tx: list(metrics.waiting(tx, TIMES, SCOPE, whole(tx))))
    handed_at = int(MONDAY.timestamp() * 1_000_000)
    assert sorted(found, key=str) == [
        Waiting((group,), None, handed_at) for group in ("web", None)
    ]  # fmt: skip


async def test_sums_are_of_one_currency_each(db: Database) -> None:
    amounts = [(100.25, "EUR"), (0.5, "EUR"), (None, None), (70, "USD"), (3, None), (9, "EUR"), (8, "EUR")]
    deals = [PastDeal(MONDAY + HOUR, amount, currency) for amount, currency in amounts]
    later = PastDeal(NOW + HOUR, 1e6, "EUR")
    pasts = [lead(1, deals=(*deals[:3], later)), lead(2, deals=tuple(deals[3:])), lead(3)]
    query = MetricQuery((Metric.PIPELINE_VALUE,))
    found = await read(db, pasts, lambda tx: metrics.sums(tx, query, SCOPE, metrics.span(tx, query, SCOPE)))
    assert sorted(found, key=lambda each: each.currency or "") == [
        Sum((), None, 2, 300, 300.0, 300, unpriced=1),
        Sum((), "EUR", 4, 11_775, 850.0, 10_025),
        Sum((), "USD", 1, 7_000, 7_000.0, 7_000),
    ]
    assert all(isinstance(each.total, int) for each in found)


async def test_the_largest_sums_are_exact(db: Database) -> None:
    deals = tuple(PastDeal(MONDAY, 9_000_000_000_000.37, "IDR") for _ in range(3))
    query = MetricQuery((Metric.PIPELINE_VALUE,))
    found = await read(
        db, [lead(1, deals=deals)], lambda tx: metrics.sums(tx, query, SCOPE, metrics.span(tx, query, SCOPE))
    )
    assert found[0].total == 3 * 900_000_000_000_037


async def test_everything_so_far_begins_with_the_first_thing_and_ends_today(db: Database) -> None:
    old = PastDeal(MONDAY - 400 * HOUR, 10, "EUR", MONDAY - 390 * HOUR, won=True)
    found = await read(db, [lead(1, deals=(old,))], whole)
    # By the clock of Tokyo it is Wednesday already.
    assert found == Period((MONDAY - 391 * HOUR).date(), date(2026, 1, 8))


@pytest.mark.parametrize(("hours", "day"), [(-1, None), (0, date(2026, 1, 6)), (500, date(2026, 1, 6))])
async def test_the_first_day_is_that_of_the_first_handoff(db: Database, hours: int, day: date | None) -> None:
    handed = datetime(2026, 1, 5, 20, tzinfo=UTC)  # in Tokyo it is the sixth
    scope = Scope("Asia/Tokyo", handed + hours * HOUR)
    assert await db.read(lambda tx: metrics.first_day(tx, scope)) is None
    found = await read(db, [replace(lead(None), handed=handed)], lambda tx: metrics.first_day(tx, scope))
    assert found == day


async def test_many_are_read_as_they_come(db: Database) -> None:
    """More than are held at once, in order, each once."""
    pasts = [lead(1 + n % 30, "web" if n % 2 else "event") for n in range(5_200)]
    query = MetricQuery((Metric.ACCEPTANCE_RATE,), (Dimension.SOURCE,))
    found = await read(
        db, pasts, lambda tx: list(metrics.behind(tx, query, SCOPE, whole(tx), Metric.ACCEPTANCE_RATE))
    )
    assert [number for _, number in found] == list(range(1, 5_201))
    assert {key for key, number in found if number % 2} == {("event",)}


async def test_a_negated_filter_keeps_what_is_not_set(db: Database) -> None:
    pasts = [lead(1, "web"), lead(1, "event"), lead(1), lead(1)]

    def count(tx: Session, *values: str | None, negated: bool = True) -> int:
        query = MetricQuery(
            (Metric.ACCEPTANCE_RATE,), (), (Filter(Dimension.SOURCE, values, negated),), anchor=Anchor.HANDED
        )
        week_later = Scope("UTC", MONDAY + 24 * 7 * HOUR)
        over = metrics.span(tx, query, week_later)
        return metrics.tallies(tx, query, week_later, over)[Metric.ACCEPTANCE_RATE][0].k

    def counts(tx: Session) -> list[int]:
        return [
            count(tx, "web"), count(tx, "web", None), count(tx, None), count(tx, "nobody's"),
            count(tx, "nobody's", negated=False), count(tx, None, "event", negated=False),
        ]  # fmt: skip

    assert await read(db, pasts, counts) == [3, 1, 2, 4, 0, 3]
