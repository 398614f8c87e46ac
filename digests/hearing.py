"""Gathering the feedback of a week: who said something of what, and what marketing made of it."""

from bot.domain import period as periods
from bot.domain.metric import LEAST, Dimension, Metric
from bot.domain.period import Period
from bot.domain.query import Group, MetricQuery
from digests.week import Heard, Pair, Part
from storage import feedback_weeks, metrics
from storage.database import Session
from storage.sight import Scope

MOST_CHANGED = 3


def heard(tx: Session, over: Period, scope: Scope) -> Heard | None:
    """The feedback of a week as of `scope.now`; None where there is nothing to say.

    A theme is named from ten items on: the agreement on metrics, section 3.
    """
    start, end = periods.instants(over, scope.zone)
    until = min(end, scope.now)
    owed, items = feedback_weeks.owed(tx, start, until), feedback_weeks.items(tx, start, until)
    if not (items or owed.given or owed.open):
        return None
    of_theme = feedback_weeks.themes(tx, items)
    leads = _leads(tx, over, scope, Dimension.THEME)
    named = [Part(one, leads[one].k, len(ids)) for one, ids in of_theme.items() if len(ids) >= LEAST]
    shown = tuple(sorted(named, key=lambda part: (-part.k, -part.n, part.name or "")))
    tagged, corrected = feedback_weeks.readings(tx, items)
    biggest = shown[0].name if shown else None
    quotable = of_theme.get(biggest or "", [])
    return Heard(
        leads=_leads(tx, over, scope).get(None, Pair(0, 0)),
        themes=shown,
        tagged=tagged,
        corrected=corrected,
        given=owed.given,
        open=owed.open,
        late=owed.late,
        changed=feedback_weeks.changed(tx, start, until, MOST_CHANGED),
        quote=quotable[-1] if quotable else None,
        quoted=biggest,
        among=len(quotable),
    )


def _leads(tx: Session, over: Period, scope: Scope, *groups: Group) -> dict[str | None, Pair]:
    """Leads with feedback beside those decided, by the value of the group; in all under None."""
    query = MetricQuery((Metric.FEEDBACK_COUNT,), groups, period=over)
    found = metrics.tallies(tx, query, scope, over)[Metric.FEEDBACK_COUNT]
    return {one.group[0] if groups else None: Pair(one.k, one.n or 0) for one in found}
