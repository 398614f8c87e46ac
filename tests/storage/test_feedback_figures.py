"""Feedback as the metrics count it, against counts in plain Python over made-up items; on both databases."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.domain.feedback import Origin, Said, Tagged
from bot.domain.metric import CATALOGUE, PARTS, Dimension, Metric
from bot.domain.period import Period, Unit
from bot.domain.query import Filter, Group, MetricQuery
from storage import campaign_changes, feedback, feedback_gone, feedback_labels, labels, leads, metrics
from storage.database import Database, Session
from storage.feedback_tables import FeedbackRow
from storage.sight import Scope
from storage.tables import HandoffRow, LeadRow
from tests.digests import medley, worlds
from tests.digests.worlds import Past

SINCE = datetime(2026, 3, 2, tzinfo=UTC)  # with a change of the clocks in between
DAYS = 60
NOW = SINCE + timedelta(days=50)
ZONE = "Europe/Berlin"
SCOPE = Scope(ZONE, NOW)
THEMES = ("wrong_persona", "no_budget", "good_quality")
COUNT = (Metric.FEEDBACK_COUNT,)

Key = tuple[str | None, ...]
Who = tuple[str, int]
Values = dict[Dimension, Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody said, of a hand-off (by its place) or of a campaign alone."""

    number: int
    past: int | None
    campaign: str | None
    at: datetime
    fate: str  # stands, deleted, aside, to the bot
    readings: tuple[tuple[str | None, tuple[str, ...]], ...]  # by whom, None for the rules; what was read

    @property
    def themes(self) -> tuple[str | None, ...]:
        """What the last person read, else the last machine."""
        last = [found for person, found in self.readings if person] or [found for _, found in self.readings]
        return (last[-1] if last else ()) or (None,)


@dataclass(frozen=True, slots=True)
class World:
    """Hand-offs with whose they are, and what was said."""

    pasts: Sequence[Past]
    lead: Sequence[int]
    remarks: Sequence[Remark]


def world(seed: int) -> World:
    luck = random.Random(seed)
    pasts = medley.pasts(seed, 40, SINCE, DAYS)
    return World(pasts, [luck.randrange(1, 25) for _ in pasts], [_remark(luck, n) for n in range(1, 121)])


def _remark(luck: random.Random, number: int) -> Remark:
    past = luck.randrange(40) if luck.random() < 0.75 else None
    readings = [
        (luck.choice((None, None, "ana")), tuple(luck.sample(THEMES, luck.choice((0, 1, 1, 2)))))
        for _ in range(luck.choice((0, 1, 2, 3)))
    ]
    fate = luck.choice(("stands", "stands", "stands", "stands", "deleted", "aside", "to the bot"))
    campaign = luck.choice(("Spring", "Autumn", "Frühling", None))
    at = SINCE + timedelta(minutes=luck.randrange(DAYS * 24 * 60), microseconds=number)
    return Remark(number, past, campaign, at, fate, tuple(readings))


def store(tx: Session, one: World) -> None:
    """Everything, in the way in which it comes; then Frühling turns out to be Spring."""
    tx.add_all(LeadRow(id=n, data={}, created_at=SINCE, updated_at=SINCE) for n in range(1, 26))
    tx.flush()
    tx.add_all(
        HandoffRow(
            id=n, lead_id=one.lead[n - 1], status="accepted", source="", tier="", tier_label="",
            agreement="", policy={}, handed_at=past.handed,
        )
        for n, past in enumerate(one.pasts, 1)
    )  # fmt: skip
    tx.flush()
    worlds.store(tx, one.pasts)
    known = labels.Labels(tx)
    numbers = {name: known.campaign(None, name, 0) for name in ("Spring", "Autumn", "Frühling")}
    for each in one.remarks:
        _say(tx, each, numbers.get(each.campaign or ""))
    campaign_changes.merge(tx, numbers["Frühling"], numbers["Spring"], "chloe", NOW)


def _say(tx: Session, one: Remark, campaign: int | None) -> None:
    ts = f"{one.at.timestamp():.6f}"
    said = Said("C1", ts, None, "U1", "words", to_bot=one.fate == "to the bot")
    handoff = None if one.past is None else one.past + 1
    item, _ = feedback.hear(tx, said, NOW, handoff_id=handoff, campaign_id=campaign, origin=Origin.THREAD)
    for person, found in one.readings:
        feedback_labels.add(tx, item, Tagged(found), NOW, rules=None if person else "1", person=person)
    if one.fate == "deleted":
        feedback_gone.withdraw(tx, "C1", ts, NOW)
    if one.fate == "aside":
        feedback.set_aside(tx, item.id, "ana", NOW)


# The judge: nothing of storage.


def local(at: datetime) -> date:
    return at.astimezone(ZoneInfo(ZONE)).date()


def time_group(unit: Unit, day: date) -> str:
    if unit is Unit.MONTH:
        return f"{day:%Y-%m}"
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}" if unit is Unit.WEEK else day.isoformat()


def values(one: World, remark: Remark, dimension: Dimension) -> Sequence[str | None]:
    """The values of a remark; themes are several."""
    past = None if remark.past is None else one.pasts[remark.past]
    if dimension is Dimension.THEME:
        return remark.themes
    if dimension is Dimension.CAMPAIGN and remark.campaign:
        return ["Spring" if remark.campaign == "Frühling" else remark.campaign]
    return [past.dimensions.get(dimension) if past else None]


def keys(query: MetricQuery, at: datetime, found: Values) -> list[Key]:
    made: list[Key] = [()]
    for group in query.group_by:
        options = [time_group(group, local(at))] if isinstance(group, Unit) else found[group]
        made = [(*key, option) for key in made for option in options]
    return made


def passing(query: MetricQuery, found: Values) -> bool:
    return all(bool(set(found[one.dimension]) & set(one.values)) != one.negated for one in query.filters)


def judged(one: World, query: MetricQuery) -> tuple[dict[Key, set[Who]], dict[Key, set[int]]]:
    """Who is counted in each group, and which hand-offs were decided in it."""
    period = query.period or Period(date.min, date.max)
    counted: dict[Key, set[Who]] = defaultdict(set)
    for remark in one.remarks:
        past = None if remark.past is None else one.pasts[remark.past]
        known = past is None or (past.handed <= NOW and not past.left_out)
        if remark.fate != "stands" or remark.at > NOW or not known or not period.holds(local(remark.at)):
            continue
        found: Values = {dimension: values(one, remark, dimension) for dimension in Dimension}
        if not passing(query, found):
            continue
        asked = next((f for f in query.filters if f.dimension is Dimension.THEME and not f.negated), None)
        if asked:
            found[Dimension.THEME] = [theme for theme in remark.themes if theme in asked.values]
        who = ("message", remark.number) if remark.past is None else ("lead", one.lead[remark.past])
        for key in keys(query, remark.at, found):
            counted[key].add(who)
    return counted, _decided(one, query, period)


def _decided(one: World, query: MetricQuery, period: Period) -> dict[Key, set[int]]:
    found: dict[Key, set[int]] = defaultdict(set)
    whole = MetricQuery(
        COUNT,
        tuple(group for group in query.group_by if group not in PARTS),
        tuple(each for each in query.filters if each.dimension not in PARTS),
    )
    for number, past in enumerate(one.pasts, 1):
        of: Values = {dimension: [past.dimensions.get(dimension)] for dimension in Dimension}
        due = past.decided is not None and past.decided <= NOW and past.handed <= NOW and not past.left_out
        if past.decided and due and period.holds(local(past.decided)) and passing(whole, of):
            for key in keys(whole, past.decided, of):
                found[key].add(number)
    return found


def query(luck: random.Random) -> MetricQuery:
    names: dict[Dimension, tuple[str | None, ...]] = {
        Dimension.CAMPAIGN: ("Spring", "Autumn", "Frühling", None),
        Dimension.REGION: ("EMEA", "APAC", None),
        Dimension.OWNER: ("ana", None),
        Dimension.THEME: (*THEMES, None),
    }
    among: list[Group] = [*names, Unit.WEEK, Unit.DAY]
    groups = luck.sample(among, luck.choice((0, 1, 1, 2)))
    if Unit.DAY in groups and Unit.WEEK in groups:
        groups.remove(Unit.DAY)
    filters = tuple(
        Filter(each, tuple(luck.sample(names[each], luck.choice((1, 2)))), luck.random() < 0.4)
        for each in luck.sample(tuple(names), luck.choice((0, 1, 1, 2)))
    )
    start = SINCE.date() + timedelta(days=luck.randrange(DAYS))
    period = Period(start, start + timedelta(days=luck.choice((1, 7, 30, 90))))
    return MetricQuery(COUNT, tuple(groups), filters, period if luck.random() < 0.8 else None)


def spelled(one: MetricQuery) -> MetricQuery:
    """The same for the judge, who knows no other name of a campaign."""
    return MetricQuery(
        one.metrics,
        one.group_by,
        tuple(
            Filter(f.dimension, tuple("Spring" if v == "Frühling" else v for v in f.values), f.negated)
            for f in one.filters
        ),
        one.period,
    )


def check(tx: Session, one: World, asked: MetricQuery) -> None:
    counted, decided = judged(one, spelled(asked))
    over = metrics.span(tx, asked, SCOPE)
    found = metrics.tallies(tx, asked, SCOPE, over)[Metric.FEEDBACK_COUNT]
    wanted = {key: who for key, who in counted.items() if who}
    told = {each.group: each.k for each in found if each.k}
    assert told == {key: len(who) for key, who in wanted.items()}, asked
    for each in found:
        key = tuple(v for v, g in zip(each.group, asked.group_by, strict=True) if g not in PARTS)
        assert each.n == len(decided.get(key, ())), (asked, each)
    if PARTS.isdisjoint(asked.group_by):
        assert {key for key, ids in decided.items() if ids} <= {each.group for each in found}
    behind(tx, one, asked, over, wanted)
    among = grouped(metrics.behind(tx, asked, SCOPE, over, Metric.FEEDBACK_COUNT, among=True))
    assert {key: set(ids) for key, ids in among.items()} == {k: v for k, v in decided.items() if v}


def behind(tx: Session, one: World, asked: MetricQuery, over: Period, wanted: dict[Key, set[Who]]) -> None:
    """The lists have each lead and each message once."""
    handoffs = grouped(metrics.behind(tx, asked, SCOPE, over, Metric.FEEDBACK_COUNT))
    definition = CATALOGUE[Metric.FEEDBACK_COUNT]
    messages = grouped(metrics.messages_behind(tx, asked, SCOPE, over, definition))
    numbers = {remark.at: remark.number for remark in one.remarks}
    said = {row.id: numbers[row.said_at] for row in tx.exec(select(FeedbackRow))}
    for key in {*handoffs, *messages, *wanted}:
        whose = [("lead", one.lead[number - 1]) for number in handoffs[key]]
        whose += [("message", said[number]) for number in messages[key]]
        assert sorted(whose) == sorted(wanted[key])


def grouped(rows: Iterable[tuple[Key, int]]) -> dict[Key, list[int]]:
    found: dict[Key, list[int]] = defaultdict(list)
    for key, number in rows:
        found[key].append(number)
    return found


@pytest.mark.parametrize("seed", range(2))
async def test_every_count_is_the_judges(db: Database, seed: int) -> None:
    made, luck = world(seed), random.Random(seed)
    await db.run(lambda tx: store(tx, made))

    def work(tx: Session) -> None:
        for _ in range(25):
            check(tx, made, query(luck))

    await db.read(work)


def plain(*remarks: tuple[int | None, tuple[str, ...]]) -> World:
    """Two leads of Spring, both decided, and what was said on the first day."""
    past = Past(SINCE, decided=SINCE, decision="accepted", dimensions={"campaign": "Spring"})
    made = [
        Remark(n, of, "Spring", SINCE + timedelta(seconds=n), "stands", ((None, themes),))
        for n, (of, themes) in enumerate(remarks, 1)
    ]
    return World([past, past], [1, 2], made)


def ask(tx: Session, *groups: Group) -> dict[Key, tuple[int, int | None]]:
    asked = MetricQuery(COUNT, groups)
    found = metrics.tallies(tx, asked, SCOPE, metrics.span(tx, asked, SCOPE))
    return {each.group: (each.k, each.n) for each in found[Metric.FEEDBACK_COUNT]}


async def test_an_item_of_two_themes_counts_once_in_each_and_once_in_all(db: Database) -> None:
    made = plain((0, ("no_budget", "wrong_persona")), (0, ("no_budget",)), (1, ()))
    await db.run(lambda tx: store(tx, made))
    assert await db.read(ask) == {(): (2, 2)}
    assert await db.read(lambda tx: ask(tx, Dimension.THEME)) == {
        ("no_budget",): (1, 2), ("wrong_persona",): (1, 2), (None,): (1, 2),
    }  # fmt: skip


async def test_two_leads_that_were_one_person_count_once(db: Database) -> None:
    await db.run(lambda tx: store(tx, plain((0, ()), (1, ()))))
    await db.run(lambda tx: leads.absorb(tx, 1, 2))
    assert await db.read(ask) == {(): (1, 2)}


async def test_what_was_said_of_an_erased_lead_stays_as_a_count(db: Database) -> None:
    await db.run(lambda tx: store(tx, plain((0, ("no_budget",)))))

    def work(tx: Session) -> None:
        feedback_gone.forget(tx, 1)
        leads.erase(tx, 1, NOW)

    await db.run(work)
    assert await db.read(lambda tx: ask(tx, Dimension.THEME)) == {("no_budget",): (1, 2)}


async def test_everything_so_far_begins_with_the_first_item_that_counts(db: Database) -> None:
    early = Remark(1, None, "Spring", SINCE - timedelta(days=9), "stands", ())
    gone = Remark(2, None, "Spring", SINCE - timedelta(days=20), "deleted", ())
    await db.run(lambda tx: store(tx, World([], [], [early, gone])))
    over = await db.read(lambda tx: metrics.span(tx, MetricQuery(COUNT), SCOPE))
    assert over.start == date(2026, 2, 21)
