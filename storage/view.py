"""The rows that a metric query looks at for one anchor: which period, which filters, which groups."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, func, or_, select, true
from sqlmodel import Session

from bot.domain import period as periods
from bot.domain.metric import Anchor, Definition, Dimension, Population
from bot.domain.period import Period, Unit
from bot.domain.query import Group, MetricQuery
from storage import facts, sight
from storage.sight import Condition, D, Expression, F, Scope

DAY = 86_400_000_000
DEALS = sight.DEALS.join(sight.FACTS, D.handoff_id == F.handoff_id)

# Whom a breakdown by reason is about, also where no reason was told.
_SENT_BACK = F.decision.in_([facts.REJECTED, facts.RECYCLED])

Key = tuple[str | None, ...]
Codes = tuple[int, ...]


class View:
    """The rows of one anchor."""

    def __init__(self, tx: Session, query: MetricQuery, scope: Scope, over: Period, anchor: Anchor) -> None:
        self.tx = tx
        self.query = query
        self.scope = scope
        self.over = over
        self.anchor = anchor
        self.now = scope.micros
        self.counts: Condition = F.left_out == facts.COUNTS
        self._source = DEALS if sight.of_deals(anchor) else sight.FACTS
        self._at = sight.anchor(anchor)
        self._filters = sight.filtered(tx, query.filters, self.now)
        self._names: dict[Group, dict[int, str | None]] = {group: {} for group in query.group_by}

    @property
    def groups(self) -> list[Expression]:
        """The expressions to group by, in the query's order."""
        return [sight.grouped(group, self._at, self.scope, self.over) for group in self.query.group_by]

    @property
    def timed(self) -> bool:
        """Whether the groups are days, weeks, months or quarters."""
        return any(isinstance(group, Unit) for group in self.query.group_by)

    @property
    def per_reason(self) -> bool:
        """Whether each reason is a group of its own."""
        return Dimension.REJECT_REASON in self.query.group_by

    @property
    def by_reason(self) -> bool:
        """Whether the query asks for reasons, which only those sent back have."""
        return self.per_reason or any(
            each.dimension is Dimension.REJECT_REASON for each in self.query.filters
        )

    def without_reasons(self) -> "View":
        """The same rows, whatever their reason: what a rate by reason is a part of."""
        query = replace(
            self.query,
            group_by=tuple(g for g in self.query.group_by if g is not Dimension.REJECT_REASON),
            filters=tuple(f for f in self.query.filters if f.dimension is not Dimension.REJECT_REASON),
        )
        return View(self.tx, query, self.scope, self.over, self.anchor)

    def at(self, anchor: Anchor) -> "View":
        """The same question about another anchor's rows."""
        return View(self.tx, self.query, self.scope, self.over, anchor)

    def select(self, *columns: Any) -> Select[Any]:
        """These columns of all rows of the period, also of those that no definition counts."""
        return select(*columns).select_from(self._source).where(*self._in_period(), *self.asked())

    def asked(self) -> Sequence[Condition]:
        """What is asked about, whenever it was: handed over by now, and let through by filters and groups."""
        reasons = [_SENT_BACK, F.decided_at <= self.now] if self.per_reason else []
        return (F.handed_at <= self.now, *self._filters, *reasons)

    def tally(self, conditions: Mapping[str, Condition]) -> dict[Codes, dict[str, int]]:
        """For each group, how many rows meet each of the named conditions, in one pass."""
        groups = self.groups
        counts = [func.count().filter(condition) for condition in conditions.values()]
        rows = self.tx.connection().execute(self.select(*groups, *counts).group_by(*groups))
        width = len(groups)
        return {tuple(row[:width]): dict(zip(conditions, row[width:], strict=True)) for row in rows}

    def population(self, which: Population, definition: Definition) -> Condition:
        """The counted rows of a population; of a cohort those that are old enough."""
        found = self.counts & sight.population(which, definition, self.now)
        young = self.young(definition)
        return found if young is None else found & ~young

    def young(self, definition: Definition) -> Condition | None:
        """Who is too young for the cohort; None where age does not matter."""
        if definition.maturity is None or self.anchor is not definition.ages_from:
            return None
        condition: Condition = self._at > self.now - definition.maturity * DAY
        return condition

    def key(self, codes: Iterable[int]) -> Key:
        """What the numbers of a row's groups are called."""
        return tuple(self._name(group, code) for group, code in zip(self.query.group_by, codes, strict=True))

    def _name(self, group: Group, code: int) -> str | None:
        known = self._names[group]
        if code not in known:
            known |= sight.named(self.tx, group, {code}, self.over)
        return known[code]

    def _in_period(self) -> Sequence[Condition]:
        if self.anchor is Anchor.NOW:
            # Said here as well, so that an index finds the few that are open.
            return (or_(sight.undecided(self.now), F.is_open.is_(true())),)
        start, end = (facts.micros(at) for at in periods.instants(self.over, self.scope.zone))
        return (self._at >= start, self._at < min(end or 0, self.now + 1))
