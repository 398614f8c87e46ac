"""Answers against an independent count of the same past: every count to the unit, with the ids behind it."""

import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import lifelines
import pytest
from lifelines.utils import median_survival_times
from sqlmodel import Session, SQLModel, create_engine

from bot.domain import query_document
from bot.domain.agreement import Hours
from bot.domain.calendar import BusinessCalendar
from bot.domain.figure import Answer, Figure
from bot.domain.metric import Dimension, Metric
from bot.domain.period import Period, Unit, read_week
from bot.domain.query import Direction, Filter, MetricQuery, Sort
from digests import answer_document, measure
from storage import metrics
from storage.database import Database
from storage.sight import Scope
from tests.digests import medley, oracle, worlds
from tests.digests.oracle import Expected, Oracle
from tests.digests.worlds import Past, PastDeal

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
    expected = judged.ask(query, answer.period)
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


@pytest.mark.parametrize("seed", range(3))
async def test_every_figure_equals_an_independent_count(db: Database, seed: int) -> None:
    luck = random.Random(seed)
    since, days = datetime(2025, 11, 20, tzinfo=UTC), 150
    pasts = medley.pasts(seed, 250, since, days)
    asked = [medley.query(luck, since, days) for _ in range(40)]
    nows = [since + timedelta(days=luck.choice((60, 151, 260)), minutes=7) for _ in asked]
    await db.run(lambda tx: medley.store(tx, pasts))

    def ask(tx: Session) -> None:
        for query, now in zip(asked, nows, strict=True):
            judge(tx, pasts, query, now)

    await db.read(ask)


def test_a_question_survives_being_written_and_read() -> None:
    luck = random.Random(7)
    for _ in range(200):
        query = medley.query(luck, datetime(2026, 1, 1, tzinfo=UTC), 100)
        assert query_document.read(query_document.document(query)) == query


def asked(pasts: Sequence[Past], query: MetricQuery, now: datetime, zone: str = ZONE) -> Answer:
    """An answer that agrees with the oracle."""
    with stored(pasts) as tx:
        return judge(tx, pasts, query, now, zone)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def counts(answer: Answer) -> dict[oracle.Key, int]:
    return {row.group: row.figures[0].k for row in answer.rows}


def half_hourly(start: datetime, days: int) -> list[Past]:
    """A handoff every half hour, decided at once."""
    moments = [start + timedelta(minutes=30 * place) for place in range(days * 48)]
    return [Past(moment, decided=moment, decision="accepted") for moment in moments]


@pytest.mark.parametrize(
    ("zone", "monday", "week", "length"),
    [
        ("Europe/London", "2026-03-23", "2026-W13", 167),
        ("Europe/London", "2026-10-19", "2026-W43", 169),
        ("America/New_York", "2026-03-02", "2026-W10", 167),
        ("America/New_York", "2026-10-26", "2026-W44", 169),
        ("Australia/Lord_Howe", "2026-03-30", "2026-W14", 168.5),  # half an hour of summer time
        ("Asia/Kolkata", "2026-12-28", "2026-W53", 168),
        ("Africa/Cairo", "2026-04-20", "2026-W17", 167),  # midnight is skipped on a Friday
        ("America/Sao_Paulo", "2018-10-29", "2018-W44", 167),  # and here on a Sunday
        ("America/Sao_Paulo", "2018-02-12", "2018-W07", 169),
    ],
)
def test_a_week_has_the_hours_that_its_zone_has(zone: str, monday: str, week: str, length: float) -> None:
    pasts = half_hourly(at(monday) - timedelta(days=2), 12)
    now = at(monday) + timedelta(days=20)
    over = read_week(week)
    assert over.start.isoformat() == monday
    for metrics_asked, unit in ((Metric.MQL_COUNT, Unit.WEEK), (Metric.ACCEPTANCE_RATE, Unit.DAY)):
        whole = asked(pasts, MetricQuery((metrics_asked,), period=over), now, zone)
        assert counts(whole) == {(): 2 * length}
        parts = asked(pasts, MetricQuery((metrics_asked,), (unit,), period=over), now, zone)
        assert sum(counts(parts).values()) == 2 * length
        assert len(parts.rows) == (1 if unit is Unit.WEEK else 7)
    everything = asked(pasts, MetricQuery((Metric.MQL_COUNT,), (Unit.WEEK,)), now, zone)
    assert counts(everything)[week,] == 2 * length


@pytest.mark.parametrize("unit", list(Unit))
def test_buckets_run_over_the_end_of_a_year(unit: Unit) -> None:
    pasts = half_hourly(at("2026-12-20"), 24)
    over = Period(date(2026, 12, 21), date(2027, 1, 12))
    answer = asked(pasts, MetricQuery((Metric.MQL_COUNT,), (unit,), period=over), at("2027-02-01"))
    names = {
        Unit.WEEK: ["2026-W52", "2026-W53", "2027-W01", "2027-W02"],
        Unit.MONTH: ["2026-12", "2027-01"],
        Unit.QUARTER: ["2026-Q4", "2027-Q1"],
    }
    if unit in names:
        assert [row.group[0] for row in answer.rows] == names[unit]
    assert sum(counts(answer).values()) == 22 * 48


def test_days_before_1970_are_days_like_others() -> None:
    pasts = half_hourly(at("1969-12-29"), 6)
    for unit in Unit:
        asked(pasts, MetricQuery((Metric.MQL_COUNT,), (unit,)), at("1970-02-01"))


def test_a_period_before_the_first_handoff_has_nothing() -> None:
    over = Period(date(2020, 1, 1), date(2020, 4, 1))
    pasts = half_hourly(at("2026-01-05"), 2)
    answer = asked(pasts, MetricQuery(medley.ASKED, period=over), at("2026-02-01"))
    (row,) = answer.rows
    assert {figure.k for figure in row.figures if figure.metric is not Metric.OPEN_LEADS} == {0}
    groups = asked(pasts, MetricQuery((Metric.MQL_COUNT,), (Unit.WEEK,), period=over), at("2026-02-01"))
    assert groups.rows == ()


def test_without_any_handoff_there_is_an_answer_and_it_is_nothing() -> None:
    answer = asked([], MetricQuery(medley.ASKED), at("2026-02-01T12:00"))
    assert answer.period == Period(date(2026, 2, 1), date(2026, 2, 2))
    assert [figure.metric for figure in answer.rows[0].figures] == list(medley.ASKED)


def test_one_lead_is_one_of_one() -> None:
    handed = at("2026-01-05T10:00")
    one = Past(
        handed, due=handed + timedelta(hours=8), decided=handed + timedelta(hours=2), decision="accepted"
    )
    answer = asked([one], MetricQuery(medley.ASKED), at("2026-06-01"))
    found = {figure.metric: (figure.k, figure.n) for figure in answer.rows[0].figures}
    assert found[Metric.ACCEPTANCE_RATE] == found[Metric.SLA_ATTAINMENT] == (1, 1)
    assert found[Metric.SQL_CONVERSION_RATE] == (0, 1)
    assert answer.rows[0].figures[medley.ASKED.index(Metric.DECISION_TIME_MEDIAN)].value == 2


def test_a_group_of_open_leads_alone_is_told() -> None:
    open_one = Past(at("2026-01-05"), dimensions={"source": "event"})
    decided = Past(at("2026-01-05"), decided=at("2026-01-06"), decision="accepted")
    query = MetricQuery((Metric.ACCEPTANCE_RATE,), (Dimension.SOURCE,))
    answer = asked([open_one, decided], query, at("2026-03-01"))
    assert {row.group: row.figures[0].open for row in answer.rows} == {(None,): 0, ("event",): 1}


def test_open_deals_stand_in_the_week_in_which_they_were_created() -> None:
    deals = tuple(PastDeal(at("2026-01-05") + timedelta(weeks=week), 10, "EUR") for week in range(3))
    won = PastDeal(at("2026-01-05"), 10, "EUR", at("2026-01-14"), won=True)
    past = Past(at("2026-01-05"), deals=(*deals, won))
    answer = asked([past], MetricQuery((Metric.WIN_RATE,), (Unit.WEEK,)), at("2026-03-01"))
    assert [(row.group[0], row.figures[0].k, row.figures[0].open) for row in answer.rows] == [
        ("2026-W02", 0, 1), ("2026-W03", 1, 1), ("2026-W04", 0, 1),
    ]  # fmt: skip


def test_a_reason_is_not_known_before_the_decision() -> None:
    past = Past(
        at("2026-01-05"), decided=at("2026-01-09"), decision="rejected",
        dimensions={"reject_reason": "no_budget"},
    )  # fmt: skip
    by_reason = MetricQuery((Metric.MQL_COUNT,), (Dimension.REJECT_REASON,))
    of_reason = MetricQuery((Metric.MQL_COUNT,), (), (Filter(Dimension.REJECT_REASON, ("no_budget",)),))
    assert asked([past], by_reason, at("2026-01-08")).rows == ()
    assert counts(asked([past], of_reason, at("2026-01-08"))) == {(): 0}
    assert counts(asked([past], by_reason, at("2026-01-10"))) == {("no_budget",): 1}


def test_rejections_by_reason_sum_to_the_whole() -> None:
    pasts = medley.pasts(3, 300, at("2026-01-01"), 60)
    now = at("2026-06-01")
    for metric in (Metric.REJECTION_RATE, Metric.RECYCLE_RATE):
        for filters in (
            (),
            (Filter(Dimension.REGION, ("EMEA",)),),
            (Filter(Dimension.TIER, ("hot",), True),),
        ):
            (total,) = asked(pasts, MetricQuery((metric,), (), filters), now).rows
            parts = asked(pasts, MetricQuery((metric,), (Dimension.REJECT_REASON,), filters), now).rows
            assert sum(row.figures[0].k for row in parts) == total.figures[0].k
            assert {row.figures[0].n for row in parts} == {total.figures[0].n}
            assert (None,) in [row.group for row in parts]


def test_the_three_rates_sum_to_all() -> None:
    pasts = medley.pasts(4, 300, at("2026-01-01"), 60)
    for group_by in ((), (Dimension.CAMPAIGN,), (Unit.WEEK, Dimension.REGION)):
        for row in asked(pasts, MetricQuery(oracle.DECISION_RATES, group_by), at("2026-03-04")).rows:
            assert sum(figure.k for figure in row.figures) == row.figures[0].n


def test_who_waits_counts_as_waiting_until_now() -> None:
    """Twelve leads of nobody's, the first from Monday midnight on: by Tuesday noon for 23 and 12 hours."""
    pasts = [Past(at("2026-01-05") + timedelta(hours=n)) for n in range(12)]
    (row,) = asked(pasts, MetricQuery((Metric.DECISION_TIME_MEDIAN,)), at("2026-01-06T12:00")).rows
    assert (row.figures[0].value, row.figures[0].beyond) == (None, 35)


def test_lifelines_agrees_on_a_median_and_its_interval() -> None:
    """By Saturday midnight whoever is not decided has waited for five days of 23 hours."""
    luck, monday = random.Random(11), at("2026-01-05")
    taken = [luck.randrange(1, 160) for _ in range(61)]
    pasts = [Past(monday, decided=monday + timedelta(hours=h), decision="accepted", worked=h) for h in taken]
    known = [(hours, True) if hours <= 120 else (115, False) for hours in taken]
    fitter = lifelines.KaplanMeierFitter().fit(*zip(*known, strict=True))
    low, high = median_survival_times(fitter.confidence_interval_).to_numpy()[0]
    (row,) = asked(pasts, MetricQuery((Metric.DECISION_TIME_MEDIAN,)), at("2026-01-10")).rows
    figure = row.figures[0]
    assert (figure.value, figure.low, figure.high) == (fitter.median_survival_time_, low, high)


def test_the_last_instant_of_a_time_is_still_in_it() -> None:
    """Decided when it was due, SQL on the thirtieth day, a week old, closed now: all of it is in time."""
    handed = at("2026-01-05")
    in_time, month = handed + timedelta(hours=8), handed + timedelta(days=30)
    pasts = [
        Past(handed, due=in_time, decided=in_time, decision="accepted", sql=month, opportunity=month),
        Past(month - timedelta(days=7), deals=(PastDeal(handed, 10, "EUR", month, won=True),)),
    ]
    metrics_asked = (
        Metric.SLA_ATTAINMENT, Metric.SQL_CONVERSION_RATE, Metric.OPEN_LEADS, Metric.WIN_RATE,
    )  # fmt: skip
    (row,) = asked(pasts, MetricQuery(metrics_asked), month).rows
    assert [(one.k, one.n, one.open, one.old) for one in row.figures] == [
        (1, 1, 0, None), (1, 1, 1, None), (1, None, 0, 0), (1, 1, 0, None),
    ]  # fmt: skip


def test_medians_of_weeks_are_those_of_the_curve() -> None:
    """Without reading every time: also where many still wait, and where the curve never gets there."""
    for seed, age in itertools.product((8, 9), (40, 62, 200)):
        since = at("2026-01-05")
        pasts, now = medley.pasts(seed, 300, since, 60), since + timedelta(days=age)
        over = Period(since.date(), since.date() + timedelta(weeks=9))
        query = MetricQuery((Metric.DECISION_TIME_MEDIAN,), (Unit.WEEK,), period=over)
        with stored(pasts) as tx:
            found = measure.weekly_medians(tx, over, Scope(ZONE, now), hours)
        wish = Oracle(pasts, ZONE, now, waited).ask(query, over)[Metric.DECISION_TIME_MEDIAN]
        told = {key: one for key, one in wish.items() if one.n}
        assert {(f"{week:%G-W%V}",) for week in found} == set(told)
        for (week,), one in told.items():
            decided, median = found[read_week(week or "").start]
            assert decided == len(one.k)
            assert median == pytest.approx(one.hours)


def test_another_period_stands_beside_this_one() -> None:
    pasts = medley.pasts(5, 400, at("2026-01-01"), 120)
    now = at("2026-08-01")
    january, march = Period(date(2026, 1, 1), date(2026, 2, 1)), Period(date(2026, 3, 1), date(2026, 4, 1))
    metrics_asked = (Metric.PIPELINE_VALUE, Metric.ACCEPTANCE_RATE, Metric.MQL_COUNT)
    query = MetricQuery(metrics_asked, (Dimension.SOURCE,), period=march, compare_to=january)
    with stored(pasts) as tx:
        answer = measure.answer(tx, query, Scope(ZONE, now), hours)
        alone = replace(query, compare_to=None)
        parts = [judge(tx, pasts, replace(alone, period=one), now).rows for one in (march, january)]
    here, there = ({row.group: row.figures for row in rows} for rows in parts)
    assert {row.group for row in answer.rows} == {*here, *there}
    for row in answer.rows:
        assert [(one.metric, one.currency) for one in row.figures] == [
            (one.metric, one.currency) for one in row.before
        ]
        assert {one for one in row.figures if one.k} == {one for one in here[row.group] if one.k}
        assert {one for one in row.before if one.k} == {one for one in there[row.group] if one.k}
        rates = [place for place, one in enumerate(row.figures) if one.metric is Metric.ACCEPTANCE_RATE]
        assert [place for place, one in enumerate(row.differences) if one is not None] == rates


def test_a_group_and_a_currency_that_are_gone_are_still_compared() -> None:
    past = Past(
        at("2026-01-05"), deals=(PastDeal(at("2026-01-06"), 10, "EUR"),), dimensions={"source": "event"}
    )
    query = MetricQuery(
        (Metric.PIPELINE_VALUE, Metric.MQL_COUNT), (Dimension.SOURCE,),
        period=Period(date(2026, 2, 1), date(2026, 3, 1)),
        compare_to=Period(date(2026, 1, 1), date(2026, 2, 1)),
    )  # fmt: skip
    with stored([past]) as tx:
        (row,) = measure.answer(tx, query, Scope(ZONE, at("2026-03-01")), hours).rows
    assert [(one.k, one.currency) for one in row.figures] == [(0, "EUR"), (0, None)]
    assert [(one.k, one.currency) for one in row.before] == [(1, "EUR"), (1, None)]


def campaign(name: str, accepted: int, decided: int, deals: int = 0) -> list[Past]:
    """A campaign with so many accepted of so many decided leads, and deals in two currencies."""
    handed = at("2026-01-05")
    return [
        Past(
            handed,
            decided=handed + timedelta(hours=1),
            decision="accepted" if n < accepted else "rejected",
            deals=tuple(PastDeal(handed, 10, one) for one in ("EUR", "USD")[:deals]) if n == 0 else (),
            dimensions={"campaign": name},
        )
        for n in range(decided)
    ]


def ranking(direction: Direction, limit: int | None = None) -> Answer:
    """Twelve campaigns by their rate, beside their pipeline."""
    pasts = [
        *(past for n in range(9) for past in campaign(f"steady {n}", 12 + n % 3, 20, deals=n % 3)),
        *campaign("perfect, of nine", 9, 9), *campaign("good, of eleven", 10, 11), *campaign("nobody", 0, 40),
    ]  # fmt: skip
    query = MetricQuery(
        (Metric.PIPELINE_VALUE, Metric.ACCEPTANCE_RATE), (Dimension.CAMPAIGN,),
        sort=Sort(Metric.ACCEPTANCE_RATE, direction), limit=limit,
    )  # fmt: skip
    with stored(pasts) as tx:
        return measure.answer(tx, query, Scope(ZONE, at("2026-03-01")), hours)


@pytest.mark.parametrize("direction", list(Direction))
def test_campaigns_are_ranked_by_what_luck_leaves_and_small_ones_come_last(direction: Direction) -> None:
    names = [row.group[0] for row in ranking(direction).rows]
    assert names[-1] == "perfect, of nine"
    assert names[0 if direction is Direction.DESC else -2] == "good, of eleven"
    assert names[-2 if direction is Direction.DESC else 0] == "nobody"


def test_a_limit_says_how_many_it_left_out() -> None:
    whole, cut = ranking(Direction.DESC), ranking(Direction.DESC, 5)
    assert (len(whole.rows), whole.more) == (12, 0)
    assert (cut.rows, cut.more) == (whole.rows[:5], 7)


def test_each_currency_has_the_handoffs_behind_its_own_sum() -> None:
    pasts = medley.pasts(6, 200, at("2026-01-01"), 60)
    query = MetricQuery((Metric.PIPELINE_VALUE, Metric.WIN_RATE), (Dimension.REGION,))
    with stored(pasts) as tx:
        scope = Scope(ZONE, at("2026-08-01"))
        answer = measure.answer(tx, query, scope, hours)
        behind: dict[tuple[Metric, str], dict[oracle.Key, list[int]]] = {}
        for metric, part in itertools.product(query.metrics, "kn"):
            ids = behind.setdefault((metric, part), defaultdict(list))
            for key, number in metrics.behind(tx, query, scope, answer.period, metric, among=part == "n"):
                ids[key].append(number)
    rows: Any = answer_document.document(answer, behind)["rows"]
    figures = [figure for row in rows for figure in row["figures"]]
    assert len({figure.get("currency") for figure in figures}) == 3
    assert all(len(figure["ids"]) == figure["k"] for figure in figures)
    assert all(len(figure["among_ids"]) == figure["n"] for figure in figures if figure["n"] is not None)
