"""What a metric query sees of facts and deals: populations, anchors, filters and groups as SQL expressions.

Everything is as of one instant: what happened after it has not happened yet. The same expressions serve both
databases, because instants are whole numbers: a local day is the number plus the zone's offset, divided.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, FromClause, Table, and_, case, false, literal, or_, true
from sqlmodel import Session

from bot.domain import period as periods
from bot.domain.metric import Anchor, Definition, Dimension, Population
from bot.domain.period import Period, Unit
from bot.domain.query import Filter, Group
from storage import facts, feedback_sight, labels
from storage.figures import Deal, Fact
from storage.types import EPOCH, MICROSECOND

FACTS: Table = Fact.__table__  # type: ignore[attr-defined]
DEALS: Table = Deal.__table__  # type: ignore[attr-defined]
F = FACTS.c
D = DEALS.c
OF_DEALS = DEALS.join(FACTS, D.handoff_id == F.handoff_id)

Expression = ColumnElement[int]
Condition = ColumnElement[bool]

_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
# Days are counted from 1 January of the year 1, a Monday: no division is ever of a negative number, which
# SQL would round up.
_FIRST = date.min
_EPOCH_DAYS = (EPOCH.date() - _FIRST).days


@dataclass(frozen=True, slots=True)
class Scope:
    """From where a query is asked: the workspace's zone, and the instant as of which it is answered."""

    zone: str
    now: datetime

    @property
    def micros(self) -> int:
        """The instant as facts hold it."""
        return (self.now - EPOCH) // MICROSECOND


def anchor(which: Anchor) -> Expression:
    """The column that dates a handoff or a deal."""
    return _ANCHORS[which]


def source(which: Anchor) -> FromClause:
    """What the anchor dates: handoffs, deals or items of feedback, the latter two beside their handoffs."""
    if which is Anchor.FEEDBACK:
        return feedback_sight.SOURCE
    return OF_DEALS if which in (Anchor.CREATED, Anchor.CLOSED) else FACTS


def population(which: Population, definition: Definition, now: int) -> Condition:
    """Who belongs to a population as of `now`; null counts as no."""
    within = (definition.within or 0) * _DAY
    return _POPULATIONS[which](now, within)


def undecided(now: int) -> Condition:
    """Handoffs without a first decision."""
    return or_(F.decided_at.is_(None), F.decided_at > now)


def due(now: int) -> Condition:
    """Handoffs that were to be decided by now; excused ones are counted apart."""
    return and_(F.due_at <= now, F.excused.is_(false()))


def value(dimension: Dimension, now: int, of: Anchor) -> Expression:
    """The number of the value of what an anchor dates; whoever is not decided by now has no reason yet."""
    if of is Anchor.FEEDBACK:
        return feedback_sight.value(dimension)
    column: Expression = F[str(dimension)]
    if dimension is not Dimension.REJECT_REASON:
        return column
    return case((F.decided_at <= now, column), else_=labels.NOT_SET)


def filtered(tx: Session, filters: Sequence[Filter], now: int, of: Anchor) -> list[Condition]:
    """The filters; a name that nobody has holds for nothing."""
    return [_filtered(tx, each, now, of) for each in filters]


def grouped(group: Group, of: Anchor, scope: Scope, span: Period) -> Expression:
    """The number of the group that a row belongs to: a label's, a day's, or a bucket's of `span`."""
    if isinstance(group, Dimension):
        return value(group, scope.micros, of)
    at = anchor(of)
    if group in (Unit.DAY, Unit.WEEK):
        day = _day(at, scope, span)
        return day if group is Unit.DAY else day // 7
    return _bucket(at, group, scope.zone, span)


def named(tx: Session, group: Group, numbers: set[int], span: Period) -> dict[int, str | None]:
    """What the numbers of a group are called; None for what is not set."""
    if isinstance(group, Dimension):
        return {labels.NOT_SET: None, **labels.shown(tx, numbers)}
    return {number: periods.bucket_name(group, _start(group, number, span)) for number in numbers}


def _filtered(tx: Session, one: Filter, now: int, of: Anchor) -> Condition:
    known = labels.numbers(tx, one.dimension, [name for name in one.values if name is not None])
    numbers = list(known.values())
    if None in one.values:
        numbers.append(labels.NOT_SET)
    if one.negated and one.dimension is Dimension.THEME:
        return feedback_sight.without_themes(numbers)
    column = value(one.dimension, now, of)
    return column.not_in(numbers) if one.negated else column.in_(numbers)


def _day(at: Expression, scope: Scope, span: Period) -> Expression:
    """Days since the first one on the local calendar."""
    return (at + _shift(at, scope.zone, span) + _EPOCH_DAYS * _DAY) // _DAY


def _shift(at: Expression, zone: str, span: Period) -> Expression:
    """The zone's offset from UTC at that instant, in microseconds."""
    shifts = periods.shifts(zone, span)
    if len(shifts) == 1:
        return literal(shifts[0][1] * _SECOND)
    ends = [facts.micros(since) for since, _ in shifts[1:]]
    whens = [(at < end, offset * _SECOND) for end, (_, offset) in zip(ends, shifts, strict=False)]
    return case(*whens, else_=shifts[-1][1] * _SECOND)


def _bucket(at: Expression, unit: Unit, zone: str, span: Period) -> Expression:
    starts = periods.buckets(unit, span)[1:]
    ends = [facts.micros(periods.midnight(start, zone)) for start in starts]
    if not ends:
        return literal(0)
    return case(*[(at < end, number) for number, end in enumerate(ends)], else_=len(ends))


def _start(unit: Unit, number: int, span: Period) -> date:
    match unit:
        case Unit.DAY:
            return _FIRST + timedelta(days=number)
        case Unit.WEEK:
            return _FIRST + timedelta(weeks=number)
        case _:
            return periods.buckets(unit, span)[number]


_ANCHORS: Mapping[Anchor, Expression] = {
    Anchor.HANDED: F.handed_at,
    Anchor.NOW: F.handed_at,
    Anchor.DECIDED: F.decided_at,
    Anchor.DUE: F.due_at,
    Anchor.TOUCH_DUE: F.touch_due_at,
    Anchor.CREATED: D.created_at,
    Anchor.CLOSED: D.closed_at,
    Anchor.FEEDBACK: feedback_sight.SAID_AT,
}

_POPULATIONS: Mapping[Population, Callable[[int, int], Condition]] = {
    Population.HANDED: lambda now, within: true(),
    Population.DECIDED: lambda now, within: F.decided_at <= now,
    Population.ACCEPTED: lambda now, within: and_(F.decided_at <= now, F.decision == facts.ACCEPTED),
    Population.REJECTED: lambda now, within: and_(F.decided_at <= now, F.decision == facts.REJECTED),
    Population.RECYCLED: lambda now, within: and_(F.decided_at <= now, F.decision == facts.RECYCLED),
    Population.DUE: lambda now, within: due(now),
    Population.MET: lambda now, within: and_(due(now), F.decided_at <= F.due_at),
    Population.MISSED: lambda now, within: and_(
        due(now), or_(F.decided_at.is_(None), F.decided_at > F.due_at)
    ),
    Population.TOUCH_DUE: lambda now, within: F.touch_due_at <= now,
    Population.TOUCHED: lambda now, within: and_(F.touch_due_at <= now, F.touched_at <= F.touch_due_at),
    Population.DEFINED: lambda now, within: F.complete.is_not(None),
    Population.COMPLETE: lambda now, within: F.complete.is_(true()),
    Population.RETURNED: lambda now, within: and_(F.decision == facts.ACCEPTED, F.returned_at <= now),
    Population.OPEN: lambda now, within: or_(undecided(now), F.is_open.is_(true())),
    Population.SQL: lambda now, within: and_(F.sql_at <= now, F.sql_at <= F.handed_at + within),
    Population.OPPORTUNITY: lambda now, within: and_(
        F.opportunity_at <= now, F.opportunity_at <= F.handed_at + within
    ),
    Population.WON: lambda now, within: and_(D.closed_at <= now, D.won.is_(true())),
    Population.CLOSED: lambda now, within: D.closed_at <= now,
    Population.CREATED: lambda now, within: D.created_at <= now,
    Population.FEEDBACK: lambda now, within: feedback_sight.STANDS,
}
