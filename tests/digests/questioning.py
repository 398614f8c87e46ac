"""The oracle asked: which handoffs each metric of a query counts, among whom, and what it leaves out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.metric import Dimension, Metric
from bot.domain.period import Period, Unit
from bot.domain.query import MetricQuery
from tests.digests import oracle
from tests.digests.oracle import Expected, Key, Money, Oracle, Row
from tests.digests.worlds import Past, PastDeal


def ask(seen: Oracle, query: MetricQuery, over: Period) -> dict[Metric, dict[Key, Expected]]:
    """What each metric says of each group in the days of `over`."""
    return {metric: dict(_Question(seen, query, over, metric).groups()) for metric in query.metrics}


@dataclass
class _Question:
    """One metric of a query."""

    seen: Oracle
    query: MetricQuery
    over: Period
    metric: Metric

    def groups(self) -> Iterator[tuple[Key, Expected]]:
        found: dict[Key, Expected] = defaultdict(self._nothing)
        if not self.query.group_by:
            found |= {(): self._nothing()}
        for key in (self._whole() or {}) if not self._by_reason and self.metric in oracle.RATES else ():
            found[key] = self._nothing()
        self._count(found)
        yield from found.items()

    def _nothing(self) -> Expected:
        return Expected(n=[] if self.metric in (*oracle.RATES, *oracle.TIMES) else None)

    def _count(self, found: dict[Key, Expected]) -> None:
        whole = self._whole()
        for row in self._looked_at():
            key = self._key(row)
            if row[1].left_out is not None:
                found[key].set_aside += self._dated(row)
                continue
            self._sort(row, found[key])
        for key, one in found.items():
            if whole is not None and one.n is not None:
                one.n = whole[self._without_reason(key)]
            self._quantile(one)

    def _sort(self, row: Row, into: Expected) -> None:
        """Put one row where it belongs: counted, among whom it is counted, or left out."""
        number, past, deal = row
        into.open += self._is_open(row)
        if not self._dated(row):
            return
        if self._young(row):
            # Who was not accepted is never going to be in the rate of those taken back.
            into.immature += self.metric is not Metric.RETURN_RATE or self._among(row)
            return
        into.excused += self.metric in oracle.DUE and past.excused
        into.overdue += self.metric is Metric.OPEN_LEADS and self._overdue(past)
        into.old += self.metric is Metric.OPEN_LEADS and self.seen.now - past.handed > timedelta(days=7)
        if self._counted(row):
            into.k.append(number)
            if self.metric is Metric.PIPELINE_VALUE and deal is not None:
                self._add(into.money[deal.currency], deal)
        if into.n is not None and self._among(row):
            into.n.append(number)

    def _add(self, money: Money, deal: PastDeal) -> None:
        money.deals += 1
        money.amounts += [] if deal.amount is None else [deal.amount]

    def _overdue(self, past: Past) -> bool:
        return self.seen.past(past.due) and not past.excused

    # --- which rows ---

    def _looked_at(self) -> Iterator[Row]:
        for row in self.seen.rows(self.metric):
            if self._passes(row[1]) and (not self._by_reason or self._sent_back(row)):
                yield row

    @property
    def _by_reason(self) -> bool:
        return Dimension.REJECT_REASON in self.query.group_by

    def _sent_back(self, row: Row) -> bool:
        return self.seen.decided(row) and row[1].decision in ("rejected", "recycled")

    def _passes(self, past: Past, *, whatever_reason: bool = False) -> bool:
        for one in self.query.filters:
            if one.dimension is Dimension.REJECT_REASON and whatever_reason:
                continue
            if (self._value(past, one.dimension) in one.values) is one.negated:
                return False
        return True

    def _value(self, past: Past, dimension: Dimension) -> str | None:
        if dimension is Dimension.REJECT_REASON and not self.seen.past(past.decided):
            return None
        return past.dimensions.get(dimension)

    def _key(self, row: Row) -> Key:
        day = oracle.local_day(self._shown_at(row), self.seen.zone)
        return tuple(
            oracle.bucket(group, day) if isinstance(group, Unit) else self._value(row[1], group)
            for group in self.query.group_by
        )

    def _shown_at(self, row: Row) -> datetime:
        """In whose day the row is shown: what is still to come is shown where it began."""
        at = self._anchor(row)
        aside = row[1].left_out is not None and self._decisions_dated
        if at is not None and self.seen.past(at) and not aside:
            return at
        return row[2].created if row[2] is not None else row[1].handed

    def _without_reason(self, key: Key) -> Key:
        groups = zip(key, self.query.group_by, strict=True)
        return tuple(value for value, group in groups if group is not Dimension.REJECT_REASON)

    def _whole(self) -> Mapping[Key, list[int]] | None:
        """Of rates by reason: everybody decided, whatever the reason."""
        filtered = any(one.dimension is Dimension.REJECT_REASON for one in self.query.filters)
        if not filtered and not self._by_reason:
            return None
        found: dict[Key, list[int]] = defaultdict(list)
        for row in self.seen.rows(self.metric):
            fits = self._passes(row[1], whatever_reason=True) and row[1].left_out is None
            if fits and self._dated(row) and not self._young(row) and self._among(row):
                found[self._without_reason(self._key(row))].append(row[0])
        return found

    # --- dates ---

    @property
    def _cohort(self) -> bool:
        """Whether the rates of decisions follow those handed over, and not the decisions of the period."""
        if self.query.anchor is not None:
            return self.query.anchor == "handed"
        about = [*self.query.group_by, *(one.dimension for one in self.query.filters)]
        return Dimension.CAMPAIGN in about

    def _anchor(self, row: Row) -> datetime | None:
        _, past, deal = row
        if self.metric in oracle.DECISION_RATES:
            return past.handed if self._cohort else past.decided
        if deal is not None:
            return deal.created if self.metric is Metric.PIPELINE_VALUE else deal.closed
        return {
            Metric.RETURN_RATE: past.decided,
            Metric.SLA_ATTAINMENT: past.due,
            Metric.SLA_BREACHES: past.due,
            Metric.TOUCH_ATTAINMENT: past.touch_due,
        }.get(self.metric, past.handed)

    def _dated(self, row: Row) -> bool:
        """Whether the row belongs to the period; withdrawn leads have no decision and count when handed."""
        if self.metric is Metric.OPEN_LEADS:
            return not self.seen.decided(row)
        aside = row[1].left_out is not None and self._decisions_dated
        return self._within(row[1].handed if aside else self._anchor(row))

    @property
    def _decisions_dated(self) -> bool:
        return self.metric is Metric.RETURN_RATE or (
            self.metric in oracle.DECISION_RATES and not self._cohort
        )

    def _within(self, at: datetime | None) -> bool:
        return at is not None and self.seen.past(at) and self.over.holds(oracle.local_day(at, self.seen.zone))

    def _young(self, row: Row) -> bool:
        past, now = row[1], self.seen.now
        if self.metric in oracle.DECISION_RATES:
            return self._cohort and now - past.handed < timedelta(days=7)
        if self.metric is Metric.RETURN_RATE:
            return past.decided is not None and now - past.decided < timedelta(days=14)
        days = {Metric.SQL_CONVERSION_RATE: 30, Metric.OPPORTUNITY_RATE: 60}.get(self.metric, 0)
        return now - past.handed < timedelta(days=days)

    # --- populations ---

    def _counted(self, row: Row) -> bool:
        return oracle.COUNTED[self.metric](self.seen, row)

    def _among(self, row: Row) -> bool:
        return oracle.AMONG.get(self.metric, oracle.anybody)(self.seen, row)

    def _is_open(self, row: Row) -> bool:
        """What is printed as open beside the figure."""
        if self.metric is Metric.WIN_RATE:
            return self._open_deal(row)
        if self.metric in oracle.DUE:
            return not self.seen.decided(row) and not row[1].excused and self._within(row[1].due)
        shown = (*oracle.DECISION_RATES, *oracle.TIMES, Metric.RETURN_RATE, *oracle.HANDED)
        return self.metric in shown and not self.seen.decided(row) and self._within(row[1].handed)

    def _open_deal(self, row: Row) -> bool:
        deal = row[2]
        if deal is None or self.seen.past(deal.closed) or not self.seen.past(deal.created):
            return False
        day = oracle.local_day(deal.created, self.seen.zone)
        timed = any(isinstance(group, Unit) for group in self.query.group_by)
        return self.over.holds(day) if timed else day < self.over.end

    # --- times ---

    def _quantile(self, one: Expected) -> None:
        if self.metric not in oracle.TIMES or not one.n:
            return
        pasts = {number: past for number, past, _ in self.seen.rows(self.metric)}
        for name, wall in (("hours", False), ("wall", True)):
            found = oracle.first_reach(
                (self.seen.took(pasts[i], wall=wall) for i in one.n), oracle.TIMES[self.metric]
            )
            setattr(one, name, None if found is None else float(found))
