"""Follow-ups: a new turn changes what it names, everything else stays (conventions, rule 12)."""

from dataclasses import replace
from datetime import date

from bot.domain.metric import Metric
from bot.domain.query import Filter, Group, MetricQuery, Sort
from bot.language import comparison, ranking, span
from bot.language.desk import Draft
from bot.language.outcome import Doubted, Slot


def merge(before: MetricQuery, draft: Draft, today: date) -> MetricQuery:
    """The query before with what the new turn says."""
    if {*draft.pointed} - {each.dimension for each in before.filters}:
        raise Doubted(Slot.ENTITY)
    if draft.recount and before.limit is None:
        raise Doubted(Slot.PERIOD)  # `make that 10` may be days as well
    metrics = _metrics(before, draft)
    if draft.why and metrics != (Metric.REJECTION_RATE,):
        raise Doubted(Slot.METRIC, (Metric.REJECTION_RATE,))
    _compared(draft)
    times = comparison.resolve(draft.said, today, before.period)
    period = times.period or before.period
    if draft.earlier and times.period == before.period and before.period:
        period = span.before(span.of_period(before.period, today))  # `now the previous month`
    compared = times.compare_to
    if compared is None and not draft.uncompare and before.compare_to and before.period and period:
        compared = (
            comparison.inherited(before.period, before.compare_to, period, today)
            if times.period
            else before.compare_to
        )
    if metrics == (Metric.OPEN_LEADS,):
        comparison.check_stock(draft.said)
        period, compared = None, None
    groups = _groups(before, draft)
    found = MetricQuery(
        metrics, groups, _filters(before, draft), period, compared, before.sort, before.limit, before.anchor
    )
    return _ranked(found, draft)


def _compared(draft: Draft) -> None:
    """`compare both`: a comparison has to name something. Raises `Doubted`."""
    said = draft.said
    timed = said.found or said.relative or said.over or said.event or draft.uncompare
    if draft.rest or (
        draft.versus and not (timed or draft.filters or draft.groups or len(draft.metrics) > 1)
    ):
        raise Doubted(Slot.COMPARISON)


def _metrics(before: MetricQuery, draft: Draft) -> tuple[Metric, ...]:
    if not draft.metrics:
        return before.metrics
    named = tuple(draft.metrics)
    if draft.also and not draft.filters and not draft.groups:
        return tuple(dict.fromkeys((*before.metrics, *named)))
    return named


def _groups(before: MetricQuery, draft: Draft) -> tuple[Group, ...]:
    base: tuple[Group, ...] = () if draft.ungroup else before.group_by
    named = tuple(draft.groups)
    if draft.versus and not named:
        several = [each for each in draft.filters if each not in base]
        return (*base, *several)
    if not named:
        return base
    return tuple(dict.fromkeys((*base, *named))) if draft.also else named


def _filters(before: MetricQuery, draft: Draft) -> tuple[Filter, ...]:
    found = {each.dimension: each for each in before.filters}
    for dimension in draft.unfilter or ():
        found.pop(dimension, None)
    for dimension, new in draft.filters.items():
        kept = _met(found.get(dimension), new, draft)
        if kept is None:
            found.pop(dimension, None)
        else:
            found[dimension] = kept
    return tuple(found.values())


def _met(old: Filter | None, new: Filter, draft: Draft) -> Filter | None:
    if old is None:
        return new
    if new.negated and not old.negated and set(new.values) & set(old.values):
        if draft.inverted:
            return new  # `not webinars - everything else`
        if not set(new.values) <= set(old.values):
            raise Doubted(Slot.ENTITY)  # `not EMEA, APAC`
        values = tuple(value for value in old.values if value not in new.values)
        return replace(old, values=values) if values else None
    if (draft.also or draft.versus) and old.negated == new.negated:
        return replace(old, values=tuple(dict.fromkeys((*old.values, *new.values))))
    return new


def _ranked(found: MetricQuery, draft: Draft) -> MetricQuery:
    if draft.ungroup and not found.group_by:
        return replace(found, sort=None, limit=None)
    sort = found.sort
    if sort and sort.by is not None and sort.by not in found.metrics:
        sort = replace(sort, by=found.metrics[0])
    if draft.rank and not (draft.rank == "top" and sort):
        sort = ranking.sort(draft.rank, found.metrics[0])
    if draft.reverse:
        sort = Sort(sort.by if sort else found.metrics[0], ranking.opposite(sort.direction if sort else
                    ranking.direction("desc", found.metrics[0])))  # fmt: skip
    return replace(found, sort=sort, limit=draft.limit or found.limit)
