"""Metric queries as SQL: counts, sums and times for each group, and the handoffs behind a figure.

One pass over the rows of an anchor for all metrics that share it. Nothing here is estimated.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session

from bot.domain import period as periods
from bot.domain.metric import CATALOGUE, Anchor, Definition, Dimension, Metric, Population, Sum, Tally
from bot.domain.period import Period
from bot.domain.query import MetricQuery
from storage import facts, sight
from storage.sight import Condition, D, F, Scope
from storage.view import DAY, DEALS, Codes, Key, View

_AT_ONCE = 5000  # rows that are held while many are read
_OLD = 7 * DAY


@dataclass(frozen=True, slots=True)
class Waiting:
    """An undecided handoff of a cohort: its group, its owner's key and when it was handed over."""

    group: Key
    owner: str | None
    handed_at: int


def span(tx: Session, query: MetricQuery, scope: Scope) -> Period:
    """The local days that the query is about: its period, or everything so far."""
    if query.period is not None:
        return query.period
    handed, decided, due = (
        tx.connection()
        .execute(select(func.min(F.handed_at), func.min(F.decided_at), func.min(F.due_at)))
        .one()
    )
    created = tx.connection().execute(select(func.min(D.created_at))).scalar()
    today = periods.local_day(scope.now, scope.zone)
    known = [facts.instant(at) for at in (handed, decided, due, created) if at is not None]
    return Period(min([today, *(periods.local_day(at, scope.zone) for at in known)]), today + periods.DAY)


def first_day(tx: Session, scope: Scope) -> date | None:
    """The local day on which the first handoff was handed over; None when there was none yet."""
    first = tx.connection().execute(select(func.min(F.handed_at))).scalar()
    return (
        None if first is None or first > scope.micros else periods.local_day(facts.instant(first), scope.zone)
    )


def tallies(tx: Session, query: MetricQuery, scope: Scope, over: Period) -> dict[Metric, list[Tally]]:
    """What is counted for each metric of the query in the period `over`, one tally for each group."""
    by_anchor: dict[Anchor, list[Definition]] = defaultdict(list)
    for metric in query.metrics:
        definition = CATALOGUE[metric]
        by_anchor[query.anchor_of(definition)].append(definition)
    found: dict[Metric, list[Tally]] = {}
    for anchor, definitions in by_anchor.items():
        found |= _count(View(tx, query, scope, over, anchor), definitions)
    return found


def tally(tx: Session, query: MetricQuery, definition: Definition, scope: Scope, over: Period) -> list[Tally]:
    """What one definition counts, also one that is no metric of the catalogue, such as a cohort at an age."""
    view = View(tx, query, scope, over, query.anchor_of(definition))
    return _count(view, [definition])[definition.metric]


def decided_times(
    tx: Session, query: MetricQuery, scope: Scope, over: Period, *, wall: bool = False
) -> Iterator[tuple[Key, int, int]]:
    """The decision times of the cohort: group, microseconds, how many; in order of group and time.

    In the owner's business time, or by the wall clock. It is read as it comes: memory does not grow with it.
    """
    view = View(tx, query, scope, over, Anchor.HANDED)
    waited = F.decided_at - F.handed_at
    taken = waited if wall else func.coalesce(F.worked, waited)
    columns = [*view.groups, taken]
    statement = (
        view.select(*columns, func.count())
        .where(view.counts, F.decided_at <= view.now)
        .group_by(*columns)
        .order_by(*columns)
    )
    for *codes, time, count in _read(tx, statement):
        yield view.key(codes), time, count


def nth_time(tx: Session, query: MetricQuery, scope: Scope, over: Period, place: int) -> int | None:
    """The `place`-th shortest decision time of the whole cohort, from 1 on; None when there are fewer."""
    view = View(tx, query, scope, over, Anchor.HANDED)
    taken = func.coalesce(F.worked, F.decided_at - F.handed_at)
    statement = view.select(taken).where(view.counts, F.decided_at <= view.now).order_by(taken)
    found: int | None = tx.connection().execute(statement.offset(place - 1).limit(1)).scalar()
    return found


def waiting(tx: Session, query: MetricQuery, scope: Scope, over: Period) -> Iterator[Waiting]:
    """The undecided handoffs of the cohort."""
    view = View(tx, query, scope, over, Anchor.HANDED)
    statement = view.select(*view.groups, F.owner, F.handed_at).where(view.counts, sight.undecided(view.now))
    owners: dict[int, str | None] = {}
    for *codes, owner, handed_at in _read(tx, statement):
        if owner not in owners:
            owners |= sight.named(tx, Dimension.OWNER, {owner}, over)
        yield Waiting(view.key(codes), owners[owner], handed_at)


def sums(tx: Session, query: MetricQuery, scope: Scope, over: Period) -> list[Sum]:
    """The amounts of opportunities at their creation, for each group and currency."""
    view = View(tx, query, scope, over, Anchor.CREATED)
    columns = [*view.groups, func.coalesce(D.currency, "")]
    counts = (func.count(), func.sum(D.amount), func.max(D.amount), func.count(D.amount))
    totals = tx.connection().execute(view.select(*columns, *counts).where(view.counts).group_by(*columns))
    ordered = (
        view.select(*columns, D.amount).where(view.counts, D.amount.is_not(None)).order_by(*columns, D.amount)
    )
    rows = totals.all()
    medians = _medians(tx, ordered, {tuple(row[:-4]): row[-1] for row in rows})
    return [
        Sum(view.key(codes), currency or None, deals, int(total or 0), medians.get((*codes, currency), 0.0),
            int(largest or 0), deals - priced)
        for *codes, currency, deals, total, largest, priced in rows
    ]  # fmt: skip


def behind(
    tx: Session, query: MetricQuery, scope: Scope, over: Period, metric: Metric, *, among: bool = False
) -> Iterator[tuple[Key, int]]:
    """The handoffs behind a figure, each with its group: those it counts, or those it counts among.

    There are as many as the tally's `k`, or `n`; a handoff with two deals is there twice. Those that a rate
    by reason counts among have no reason in their group.
    """
    definition = CATALOGUE[metric]
    view = View(tx, query, scope, over, query.anchor_of(definition))
    which = definition.numerator
    if among and definition.denominator:
        which = definition.denominator
        view = view.without_reasons() if view.by_reason else view
    statement = (
        view.select(*view.groups, F.handoff_id)
        .where(view.population(which, definition))
        .order_by(F.handoff_id)
    )
    for *codes, handoff_id in _read(tx, statement):
        yield view.key(codes), handoff_id


def _count(view: View, definitions: Sequence[Definition]) -> dict[Metric, list[Tally]]:
    """One tally for each metric and group of a view."""
    wanted: dict[str, Condition] = {"set_aside": ~view.counts, **_beside(view)}
    for definition in definitions:
        wanted |= _conditions(view, definition)
    rows = view.tally(wanted)
    elsewhere = _elsewhere(view)
    whole = _whole(view, [each for each in definitions if each.denominator])
    found: dict[Metric, list[Tally]] = {}
    for definition in definitions:
        found[definition.metric] = [
            _tally(view, definition, codes, row | elsewhere.get(codes, {}), whole)
            for codes, row in rows.items()
            if _says_something(definition, row, view)
        ]
    return found


def _conditions(view: View, definition: Definition) -> dict[str, Condition]:
    """What is counted for one metric, by names that no other metric has."""
    name = definition.metric
    found = {f"{name} k": view.population(definition.numerator, definition)}
    if definition.denominator:
        found[f"{name} n"] = view.population(definition.denominator, definition)
    young = view.young(definition)
    if young is not None:
        found[f"{name} immature"] = view.counts & young
    return found


def _beside(view: View) -> dict[str, Condition]:
    """What is counted beside the metrics of an anchor, in the same pass."""
    undecided = view.counts & sight.undecided(view.now)
    match view.anchor:
        case Anchor.HANDED:
            return {"open": undecided}
        case Anchor.DUE:
            excused = view.counts & (F.due_at <= view.now) & F.excused
            return {"open": undecided & sight.due(view.now), "excused": excused}
        case Anchor.NOW:
            still_open = view.counts & sight.population(
                Population.OPEN, CATALOGUE[Metric.OPEN_LEADS], view.now
            )
            return {
                "overdue": still_open & sight.due(view.now),
                "old": still_open & (F.handed_at < view.now - _OLD),
            }
        case _:
            return {}


def _elsewhere(view: View) -> Mapping[Codes, dict[str, int]]:
    """What stands beside figures that are dated by a decision or a closing: who has none yet.

    Handoffs of the period that are still open, and all deals created by its end that are not closed.
    """
    if view.anchor is Anchor.DECIDED:
        handed = view.at(Anchor.HANDED)
        return handed.tally({"open": handed.counts & sight.undecided(view.now), "set_aside": ~handed.counts})
    if view.anchor is Anchor.CLOSED:
        return _open_deals(view)
    return {}


def _open_deals(view: View) -> dict[Codes, dict[str, int]]:
    start = periods.midnight(view.over.end, view.scope.zone)
    before = min(facts.micros(start) or 0, view.now + 1)
    not_closed = or_(D.closed_at.is_(None), D.closed_at > view.now)
    groups = view.groups
    statement = (
        select(*groups, func.count())
        .select_from(DEALS)
        .where(view.counts, *sight.filtered(view.tx, view.query.filters), D.created_at < before, not_closed)
        .group_by(*groups)
    )
    return {tuple(codes): {"open": count} for *codes, count in view.tx.connection().execute(statement)}


def _whole(view: View, rates: Sequence[Definition]) -> dict[str, dict[Codes, int]] | None:
    """For rates by reason, the decided handoffs whatever their reason; None where no reason is asked for."""
    if not view.by_reason or not rates:
        return None
    everybody = view.without_reasons()
    rows = everybody.tally(
        {each.metric: everybody.population(each.denominator, each) for each in rates if each.denominator}
    )
    return {each.metric: {codes: row[each.metric] for codes, row in rows.items()} for each in rates}


def _tally(
    view: View,
    definition: Definition,
    codes: Codes,
    row: Mapping[str, int],
    whole: Mapping[str, Mapping[Codes, int]] | None,
) -> Tally:
    name = definition.metric
    n = row.get(f"{name} n")
    if whole is not None and definition.denominator:
        asked = zip(codes, view.query.group_by, strict=True)
        n = whole[name].get(tuple(c for c, group in asked if group is not Dimension.REJECT_REASON), 0)
    beside = {each: row[each] for each in ("open", "excused", "set_aside", "overdue", "old") if each in row}
    return Tally(view.key(codes), row[f"{name} k"], n, immature=row.get(f"{name} immature", 0), **beside)


def _says_something(definition: Definition, row: Mapping[str, int], view: View) -> bool:
    """Whether a group is more than what other metrics found; a total is always told."""
    parts = ("k",) if view.by_reason else ("k", "n", "immature")
    return not view.query.group_by or any(row.get(f"{definition.metric} {part}") for part in parts)


def _medians(
    tx: Session, ordered: Select[Any], counts: Mapping[tuple[Any, ...], int]
) -> dict[tuple[Any, ...], float]:
    """The middle amount of each group, the mean of the two middle ones of an even number."""
    found: dict[tuple[Any, ...], float] = defaultdict(float)
    place = 0
    at: tuple[Any, ...] | None = None
    for *codes, amount in _read(tx, ordered):
        group = tuple(codes)
        place = place + 1 if group == at else 1
        at = group
        count = counts[group]
        if place in ((count + 1) // 2, count // 2 + 1):
            found[group] += amount if count % 2 else amount / 2
    return found


def _read(tx: Session, statement: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """Many rows, a few thousand in memory at a time."""
    yield from tx.connection().execute(statement.execution_options(yield_per=_AT_ONCE))
