"""Asking for numbers: names are checked against the live data, people are called by their names."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain import near
from bot.domain import period as periods
from bot.domain.agreement import Agreement
from bot.domain.figure import Answer, Figure, Key, Row
from bot.domain.lead import FieldError
from bot.domain.metric import CATALOGUE, LEAST, Anchor, Dimension, Kind, Metric
from bot.domain.period import Period
from bot.domain.query import Filter, MetricQuery
from bot.services.clocks import Clocks
from digests import measure
from storage import labels, metrics
from storage.database import Session
from storage.sight import Scope


class Numbers:
    """The metrics of one agreement's handoffs."""

    def __init__(self, agreement: Agreement, clocks: Clocks) -> None:
        self._agreement = agreement
        self._clocks = clocks
        self._owners = _Owners(agreement)

    def ask(self, tx: Session, query: MetricQuery, now: datetime) -> Answer | list[FieldError]:
        """The answer as of `now`, or the names in the query that nobody knows, each with the nearest ones."""
        known = self._by_key(query)
        themes = [theme.key for theme in self._agreement.themes]
        unknown = [error for each in known.filters for error in _unknown(tx, each, self._owners, themes)]
        if unknown:
            return unknown
        found = measure.answer(tx, known, self.scope(now), self._clocks.hours)
        told = self.called(tx, query)
        return replace(found, query=told, rows=tuple(self._named(row, query) for row in found.rows))

    def against_rest(self, tx: Session, query: MetricQuery, now: datetime) -> Answer | list[FieldError]:
        """The answer to a query with one filter and no groups, with all others beside it."""
        found = self.ask(tx, query, now)
        others = replace(query, filters=tuple(replace(f, negated=not f.negated) for f in query.filters))
        rest = self.ask(tx, others, now)
        if isinstance(found, list) or isinstance(rest, list):
            return found
        shown, beside = found.rows[0].figures, rest.rows[0].figures
        contrast, so_far = tuple(map(measure.difference, shown, beside)), self._so_far(tx, query, found, now)
        return replace(found, rest=beside, contrast=contrast, so_far=so_far)

    def _so_far(self, tx: Session, query: MetricQuery, found: Answer, now: datetime) -> Figure | None:
        """What is decided already, however young, where a cohort has fewer than are told as a share."""
        [mature] = found.rows[0].figures
        if (mature.n or 0) >= LEAST:
            return None
        until = periods.local_day(now, self._agreement.zone) + periods.DAY
        over = Period(found.period.start, until)
        all_ = self.ask(tx, replace(query, period=over, anchor=Anchor.DECIDED), now)
        so_far = None if isinstance(all_, list) else all_.rows[0].figures[0]
        return so_far if so_far and so_far.n != mature.n else None

    def called(self, tx: Session, query: MetricQuery) -> MetricQuery:
        """The same with campaigns as they are called now: one may have been merged into another since."""
        filters = tuple(
            replace(each, values=_called(tx, each.values)) if each.dimension is Dimension.CAMPAIGN else each
            for each in query.filters
        )
        return replace(query, filters=filters)

    def behind(
        self, tx: Session, query: MetricQuery, metric: Metric, now: datetime, *, among: bool = False
    ) -> Iterator[tuple[Key, int]]:
        """The handoffs behind a figure, each with its group; see `storage.metrics.behind`."""
        known, scope = self._by_key(query), self.scope(now)
        over = metrics.span(tx, known, scope)
        for key, handoff_id in metrics.behind(tx, known, scope, over, metric, among=among):
            yield self._key(key, query), handoff_id

    def messages_behind(
        self, tx: Session, query: MetricQuery, metric: Metric, now: datetime
    ) -> Iterator[tuple[Key, int]]:
        """The items about no lead that a figure of feedback counts; of any other figure there are none."""
        definition = CATALOGUE[metric]
        if definition.kind is Kind.FREQUENCY:
            known, scope = self._by_key(query), self.scope(now)
            over = metrics.span(tx, known, scope)
            for key, item in metrics.messages_behind(tx, known, scope, over, definition):
                yield self._key(key, query), item

    def scope(self, now: datetime) -> Scope:
        """From where the agreement's numbers are looked at."""
        return Scope(self._agreement.zone, now)

    def _by_key(self, query: MetricQuery) -> MetricQuery:
        """The same query with owners as the database calls them."""
        filters = tuple(
            replace(each, values=tuple(map(self._owners.key, each.values)))
            if each.dimension is Dimension.OWNER
            else each
            for each in query.filters
        )
        return replace(query, filters=filters)

    def _named(self, row: Row, query: MetricQuery) -> Row:
        return replace(row, group=self._key(row.group, query))

    def _key(self, key: Key, query: MetricQuery) -> Key:
        """The group with owners as people call them."""
        if Dimension.OWNER not in query.group_by:
            return key
        groups = itertools.zip_longest(key, query.group_by)
        return tuple(
            self._owners.name(value) if group is Dimension.OWNER and value else value
            for value, group in groups
        )


class _Owners:
    """People by the names that they are called; those of one name are told apart by their keys."""

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        self._known: dict[str, list[str]] = defaultdict(list)
        for person in agreement.people.values():
            self._known[person.name].append(person.key)

    def name(self, key: str) -> str:
        """What somebody is called in an answer."""
        name = self._agreement.name(key)
        return f"{name} ({key})" if len(self.of_name(name)) > 1 else name

    def key(self, value: str | None) -> str | None:
        """The key of somebody who is meant by it or by a name; any other value as it is."""
        keys = [key for key in self._agreement.people if value == self.name(key)]
        return keys[0] if keys else value

    def of_name(self, name: str) -> list[str]:
        """The keys of all who have a name."""
        return self._known.get(name, [])

    def known(self, key: str) -> bool:
        """Whether the agreement names somebody by this key, who may have had no lead yet."""
        return key in self._agreement.people


def _called(tx: Session, names: Sequence[str | None]) -> tuple[str | None, ...]:
    numbers = labels.numbers(tx, Dimension.CAMPAIGN, filter(None, names))
    now = labels.shown(tx, numbers.values())
    return tuple(dict.fromkeys(now.get(numbers.get(name or "", 0), name) for name in names))


def _unknown(tx: Session, one: Filter, owners: _Owners, themes: Sequence[str]) -> Iterator[FieldError]:
    wanted = [value for value in one.values if value is not None]
    if one.dimension is Dimension.THEME:
        # Nothing may have been said of it yet.
        wanted = [value for value in wanted if value not in themes]
    known = labels.numbers(tx, one.dimension, wanted)
    by_owner = one.dimension is Dimension.OWNER
    for value in wanted:
        if by_owner and len(owners.of_name(value)) > 1 and value not in known:
            several = ", ".join(f"“{key}”" for key in owners.of_name(value))
            yield FieldError(f"filters.{one.dimension}", f"“{value}” is what several are called: {several}")
        elif value not in known and not (by_owner and owners.known(value)):
            yield FieldError(f"filters.{one.dimension}", _nearest(tx, one.dimension, value, owners))


def _nearest(tx: Session, dimension: Dimension, value: str, owners: _Owners) -> str:
    names = [owners.name(name) if dimension is Dimension.OWNER else name
             for name in labels.names(tx, dimension)]  # fmt: skip
    return f"“{value}” is not known; {near.offer(value, names)}"
