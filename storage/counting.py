"""Counting the rows of a view: for each metric and group k, n, and what stands beside them.

One pass over the rows for all metrics of an anchor, and one more for what the anchor does not date.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import false, func, or_, select, true

from bot.domain import period as periods
from bot.domain.metric import CATALOGUE, PARTS, Anchor, Definition, Metric, Population, Tally
from storage import facts, sight
from storage.sight import Condition, D, F
from storage.view import DAY, Codes, View

Counts = Mapping[Codes, Mapping[str, int]]  # for each group, how many of what

_OLD = 7 * DAY


def count(view: View, definitions: Sequence[Definition]) -> dict[Metric, list[Tally]]:
    """One tally for each metric and group of a view."""
    wanted = _beside(view)
    for definition in definitions:
        wanted |= _conditions(view, definition)
    rows = _joined(view.tally(wanted), _elsewhere(view), wanted)
    if view.in_parts:
        rows = _among_all(view, definitions, rows, wanted)
    if view.per_part:
        counted = [f"{definition.metric} k" for definition in definitions]
        rows = {codes: row for codes, row in rows.items() if any(row[k] for k in counted)}
    found: dict[Metric, list[Tally]] = {}
    for definition in definitions:
        tallies = [_tally(view, definition, codes, row) for codes, row in rows.items()]
        # A total is always told, a group if it is more than what other metrics found.
        found[definition.metric] = [one for one in tallies if one.tells or not view.query.group_by]
    return found


def _joined(rows: Counts, more: Counts, wanted: Mapping[str, Condition]) -> Counts:
    """The counts of each group; a group of either has all of them."""
    nothing = dict.fromkeys(wanted, 0)
    return {codes: {**nothing, **rows.get(codes, {}), **more.get(codes, {})} for codes in {**rows, **more}}


def _conditions(view: View, definition: Definition) -> dict[str, Condition]:
    """What is counted for one metric, by names that no other metric has."""
    name = definition.metric
    found = {f"{name} k": view.population(definition.numerator, definition)}
    if definition.denominator:
        # What feedback stands beside is no row of its own: see `_among_all`.
        among = false() if view.said else view.population(definition.denominator, definition)
        found[f"{name} n"] = among
    young = view.young(definition)
    if young is not None:
        # Whoever was sent back at first is never among those who were accepted and then recycled.
        decided = definition.denominator if view.anchor is Anchor.DECIDED else None
        whom = sight.population(decided, definition, view.now) if decided else true()
        found[f"{name} immature"] = view.counts & young & whom
    return found


def _beside(view: View) -> dict[str, Condition]:
    """What is counted beside the metrics of an anchor, in the same pass."""
    undecided, aside = view.counts & sight.undecided(view.now), {"set_aside": ~view.counts}
    match view.anchor:
        case Anchor.HANDED:
            return {"open": undecided, **aside}
        case Anchor.DUE:
            excused = view.counts & (F.due_at <= view.now) & F.excused
            return {"open": undecided & sight.due(view.now), "excused": excused, **aside}
        case Anchor.NOW:
            still_open = view.counts & sight.population(
                Population.OPEN, CATALOGUE[Metric.OPEN_LEADS], view.now
            )
            return {
                "overdue": still_open & sight.due(view.now),
                "old": still_open & (F.handed_at < view.now - _OLD),
                **aside,
            }
        case Anchor.DECIDED:
            # Withdrawn leads have no decision: see `_elsewhere`.
            return {}
        case _:
            return aside


def _elsewhere(view: View) -> Counts:
    """What stands beside figures that are dated by a decision or a closing: who has none yet.

    Handoffs of the period that are still open or set aside, and all deals created by its end that are not
    closed; of a part of the period those that were created in it.
    """
    if view.anchor is Anchor.DECIDED:
        handed = view.at(Anchor.HANDED)
        return handed.tally({"open": handed.counts & sight.undecided(view.now), "set_aside": ~handed.counts})
    if view.anchor is Anchor.CLOSED:
        return _open_deals(view)
    return {}


def _open_deals(view: View) -> Counts:
    not_closed = or_(D.closed_at.is_(None), D.closed_at > view.now)
    created = view.at(Anchor.CREATED)
    if view.timed:
        return created.tally({"open": view.counts & not_closed})
    end = periods.midnight(view.over.end, view.scope.zone)
    before = min(facts.micros(end) or 0, view.now + 1)
    groups = view.groups
    statement = (
        select(*groups, func.count())
        .select_from(sight.OF_DEALS)
        .where(view.counts, *view.asked(), D.created_at < before, not_closed)
        .group_by(*groups)
    )
    return {tuple(codes): {"open": count} for *codes, count in view.tx.connection().execute(statement)}


def _among_all(
    view: View, definitions: Sequence[Definition], rows: Counts, wanted: Mapping[str, Condition]
) -> Counts:
    """The same counts, the parts being counted among all that are decided, whatever their reason or theme."""
    rates = [each for each in definitions if each.denominator]
    if not rates:
        return rows
    everybody = view.whole()
    whole = everybody.tally(
        {f"{e.metric} n": everybody.population(e.denominator, e) for e in rates if e.denominator}
    )
    if not view.per_part:
        return _joined(rows, whole, wanted)
    nobody = {f"{each.metric} n": 0 for each in rates}
    return {codes: {**row, **whole.get(_without_parts(view, codes), nobody)} for codes, row in rows.items()}


def _without_parts(view: View, codes: Codes) -> Codes:
    asked = zip(codes, view.query.group_by, strict=True)
    return tuple(code for code, group in asked if group not in PARTS)


def _tally(view: View, definition: Definition, codes: Codes, row: Mapping[str, int]) -> Tally:
    name = definition.metric
    beside = {each: row[each] for each in ("open", "excused", "set_aside", "overdue", "old") if each in row}
    n, immature = row.get(f"{name} n"), row.get(f"{name} immature", 0)
    return Tally(view.key(codes), row[f"{name} k"], n, immature=immature, **beside)
