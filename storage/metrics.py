"""Metric queries as SQL: counts, sums and times for each group, and the handoffs behind a figure.

One pass over the rows of an anchor for all metrics that share it (`storage.counting`). Nothing is estimated.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, null, select
from sqlmodel import Session

from bot.domain import period as periods
from bot.domain.metric import CATALOGUE, Anchor, Definition, Dimension, Kind, Metric, Sum, Tally
from bot.domain.period import Period
from bot.domain.query import MetricQuery
from storage import counting, facts, feedback_sight, sight
from storage.sight import D, F, Scope
from storage.view import Key, View

_AT_ONCE = 5000  # rows that are held while many are read


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
    said = tx.connection().execute(select(feedback_sight.first_said())).scalar()
    today = periods.local_day(scope.now, scope.zone)
    known = [facts.instant(at) for at in (handed, decided, due, created, said) if at is not None]
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
        found |= counting.count(View(tx, query, scope, over, anchor), definitions)
    return found


def tally(tx: Session, query: MetricQuery, definition: Definition, scope: Scope, over: Period) -> list[Tally]:
    """What one definition counts, also one that is no metric of the catalogue, such as a cohort at an age."""
    view = View(tx, query, scope, over, query.anchor_of(definition))
    return counting.count(view, [definition])[definition.metric]


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

    There are as many as the tally's `k`, or `n`; a handoff with two deals is there twice. Those that parts
    are counted among have no reason or theme in their group; deals of a sum have their currency after it. Of
    feedback it is the first handoff of each lead; messages about no lead are in `messages_behind`.
    """
    definition = CATALOGUE[metric]
    view = View(tx, query, scope, over, query.anchor_of(definition))
    which = definition.numerator
    if among and definition.denominator:
        which = definition.denominator
        view = view.whole() if view.in_parts else view
    if view.said:
        yield from _said(view, definition, func.min(feedback_sight.HANDOFF), about_leads=True)
        return
    in_money = definition.kind is Kind.MONEY
    currency = D.currency if in_money else null()
    statement = (
        view.select(*view.groups, currency, F.handoff_id)
        .where(view.population(which, definition))
        .order_by(F.handoff_id)
    )
    for *codes, currency_of, handoff_id in _read(tx, statement):
        yield (*view.key(codes), *([currency_of] if in_money else [])), handoff_id


def messages_behind(
    tx: Session, query: MetricQuery, scope: Scope, over: Period, definition: Definition
) -> Iterator[tuple[Key, int]]:
    """The items of feedback about no lead that a figure counts, each with its group."""
    view = View(tx, query, scope, over, Anchor.FEEDBACK)
    yield from _said(view, definition, func.min(feedback_sight.ITEM), about_leads=False)


def _said(
    view: View, definition: Definition, column: ColumnElement[int], *, about_leads: bool
) -> Iterator[tuple[Key, int]]:
    groups = view.groups
    about = feedback_sight.HANDOFF.is_not(None) if about_leads else feedback_sight.HANDOFF.is_(None)
    statement = (
        view.select(*groups, column)
        .where(view.population(definition.numerator, definition), about)
        .group_by(*groups, feedback_sight.WHO)
        .order_by(column)
    )
    for *codes, number in _read(view.tx, statement):
        yield view.key(codes), number


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
