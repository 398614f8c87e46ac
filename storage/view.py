"""The rows that a metric query looks at for one anchor: which period, which filters, which groups."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, func, or_, select, true
from sqlmodel import Session

from bot.domain import period as periods
from bot.domain.metric import PARTS, Anchor, Definition, Dimension, Population
from bot.domain.period import Period, Unit
from bot.domain.query import Group, MetricQuery
from storage import facts, feedback_sight, sight
from storage.sight import Condition, Expression, F, Scope

DAY = 86_400_000_000

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
        self.said = anchor is Anchor.FEEDBACK
        self.counts: Condition = (
            feedback_sight.counted(facts.COUNTS) if self.said else F.left_out == facts.COUNTS
        )
        self._source = sight.source(anchor)
        self._at = sight.anchor(anchor)
        self._filters = sight.filtered(tx, query.filters, self.now, anchor)
        self._names: dict[Group, dict[int, str | None]] = {group: {} for group in query.group_by}

    @property
    def groups(self) -> list[Expression]:
        """The expressions to group by, in the query's order."""
        return [sight.grouped(group, self.anchor, self.scope, self.over) for group in self.query.group_by]

    @property
    def timed(self) -> bool:
        """Whether the groups are days, weeks, months or quarters."""
        return any(isinstance(group, Unit) for group in self.query.group_by)

    @property
    def per_reason(self) -> bool:
        """Whether each reason is a group of its own."""
        return Dimension.REJECT_REASON in self.query.group_by

    @property
    def per_part(self) -> bool:
        """Whether each reason, or each theme, is a group of its own."""
        return not PARTS.isdisjoint(self.query.group_by)

    @property
    def in_parts(self) -> bool:
        """Whether what is counted stands beside others: reasons and themes, and all feedback."""
        return self.said or self.per_part or any(each.dimension in PARTS for each in self.query.filters)

    def whole(self) -> "View":
        """What the parts are counted among: the same rows whatever their reason; of feedback, decisions."""
        query = replace(
            self.query,
            group_by=tuple(group for group in self.query.group_by if group not in PARTS),
            filters=tuple(each for each in self.query.filters if each.dimension not in PARTS),
        )
        anchor = Anchor.DECIDED if self.said else self.anchor
        return View(self.tx, query, self.scope, self.over, anchor)

    def at(self, anchor: Anchor) -> "View":
        """The same question about another anchor's rows."""
        return View(self.tx, self.query, self.scope, self.over, anchor)

    def select(self, *columns: Any) -> Select[Any]:
        """These columns of all rows of the period, also of those that no definition counts."""
        return select(*columns).select_from(self._source).where(*self._in_period(), *self.asked())

    def asked(self) -> Sequence[Condition]:
        """What is asked about, whenever it was: handed over by now, and let through by filters and groups."""
        reasons = [_SENT_BACK, F.decided_at <= self.now] if self.per_reason else []
        handed = feedback_sight.known(self.now) if self.said else F.handed_at <= self.now
        return (handed, *self._filters, *reasons)

    def tally(self, conditions: Mapping[str, Condition]) -> dict[Codes, dict[str, int]]:
        """For each group, how many rows, or leads of feedback, meet each of the conditions, in one pass."""
        groups = self.groups
        each = func.count(feedback_sight.WHO.distinct()) if self.said else func.count()
        counts = [each.filter(condition) for condition in conditions.values()]
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
