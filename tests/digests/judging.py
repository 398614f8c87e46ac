"""Answers held against the oracle: every count to the unit, and the ids behind every figure."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlmodel import Session, SQLModel, create_engine

from bot.domain.agreement import Hours
from bot.domain.calendar import BusinessCalendar
from bot.domain.figure import Answer, Figure
from bot.domain.metric import Dimension, Metric
from bot.domain.query import MetricQuery
from digests import measure
from storage import metrics
from storage.sight import Scope
from tests.digests import oracle, questioning, worlds
from tests.digests.oracle import Expected, Oracle
from tests.digests.worlds import Past

ZONE = "Europe/London"
SHIFTS = {"ana": (9, 17), "ben": (7, 12), None: (0, 23)}
FIELDS = ("open", "immature", "excused", "set_aside")


def hours(tx: Session, person: str | None) -> BusinessCalendar:
    """Everybody has hours of their own; nobody's leads have nearly the whole day."""
    opens, closes = SHIFTS[person]
    return BusinessCalendar(ZONE, [Hours(day, time(opens), time(closes)) for day in range(5)])


def waited(person: str | None, start: datetime, end: datetime) -> timedelta:
    """The same hours, counted day by day."""
    return oracle.office(*SHIFTS[person], ZONE, start, end)


@contextmanager
def stored(pasts: Sequence[Past]) -> Iterator[Session]:
    """A database that holds this past."""
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as tx:
        worlds.store(tx, pasts)
        yield tx
    engine.dispose()


def judge(tx: Session, pasts: Sequence[Past], query: MetricQuery, now: datetime, zone: str = ZONE) -> Answer:
    """The answer, after all of it was held against the oracle."""
    scope, judged = Scope(zone, now), Oracle(pasts, zone, now, waited)
    answer = measure.answer(tx, query, scope, hours)
    assert query.period is not None or answer.period == judged.span()
    expected = questioning.ask(judged, query, answer.period)
    by_reason = Dimension.REJECT_REASON in query.group_by
    wanted = {
        key
        for by_key in expected.values()
        for key, one in by_key.items()
        if one.k or (one.tells and not by_reason) or not query.group_by
    }
    assert Counter(row.group for row in answer.rows) == Counter(wanted)
    for row in answer.rows:
        for metric in query.metrics:
            found = [figure for figure in row.figures if figure.metric is metric]
            nobody = Expected(n=[] if metric in (*oracle.RATES, *oracle.TIMES) else None)
            wish = expected[metric].get(row.group) or nobody
            if wish.k or not by_reason:
                same(found, wish)
    ids_match(tx, query, scope, answer, expected)
    return answer


def same(found: Sequence[Figure], wish: Expected) -> None:
    """The figures of one metric and group; of money one for each currency."""
    if found[0].metric is Metric.PIPELINE_VALUE:
        same_money(found, wish)
        return
    (figure,) = found
    assert figure.k == len(wish.k)
    assert figure.n == (None if wish.n is None else len(wish.n))
    assert {name: getattr(figure, name) for name in FIELDS} == {name: getattr(wish, name) for name in FIELDS}
    if figure.metric is Metric.OPEN_LEADS:
        assert (figure.overdue, figure.old) == (wish.overdue, wish.old)
    if figure.metric in oracle.TIMES:
        assert figure.value == pytest.approx(wish.hours)
        assert figure.wall == pytest.approx(wish.wall)
    elif wish.n is not None:
        assert figure.value == (len(wish.k) / len(wish.n) if wish.n else None)
    else:
        assert figure.value == len(wish.k)


def same_money(found: Sequence[Figure], wish: Expected) -> None:
    """Every currency's count, sum and median."""
    assert {one.currency for one in found if one.k} == set(wish.money)
    assert {one.set_aside for one in found} == {wish.set_aside}
    for one in (one for one in found if one.k):
        money = wish.money[one.currency]
        assert (one.k, one.unpriced) == (money.deals, money.deals - len(money.amounts))
        assert one.value == pytest.approx(sum(money.amounts))
        assert one.median == pytest.approx(money.median)


def ids_match(
    tx: Session,
    query: MetricQuery,
    scope: Scope,
    answer: Answer,
    expected: dict[Metric, dict[oracle.Key, Expected]],
) -> None:
    """Behind each figure are the right handoffs, as many as it says."""
    width = len(query.group_by)
    for metric in query.metrics:
        found: dict[oracle.Key, Counter[int]] = defaultdict(Counter)
        for key, handoff_id in metrics.behind(tx, query, scope, answer.period, metric):
            found[key[:width]][handoff_id] += 1
        wish = {key: Counter(one.k) for key, one in expected[metric].items() if one.k}
        assert dict(found) == wish
        among: dict[oracle.Key, Counter[int]] = defaultdict(Counter)
        for key, handoff_id in metrics.behind(tx, query, scope, answer.period, metric, among=True):
            among[key[:width]][handoff_id] += 1
        if Dimension.REJECT_REASON not in query.group_by and metric in (*oracle.RATES, *oracle.TIMES):
            assert dict(among) == {key: Counter(one.n) for key, one in expected[metric].items() if one.n}


def asked(pasts: Sequence[Past], query: MetricQuery, now: datetime, zone: str = ZONE) -> Answer:
    """An answer that agrees with the oracle."""
    with stored(pasts) as tx:
        return judge(tx, pasts, query, now, zone)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def counts(answer: Answer) -> dict[oracle.Key, int]:
    return {row.group: row.figures[0].k for row in answer.rows}
