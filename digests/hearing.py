"""Gathering the feedback of a week: who said something of what, and what marketing made of it."""

from collections.abc import Iterator

from bot.domain import period as periods
from bot.domain.metric import LEAST, Dimension, Metric
from bot.domain.period import Period, Unit
from bot.domain.query import Group, MetricQuery
from digests import baseline
from digests.trends import WINDOW
from digests.week import Heard, Pair, Part, Point, Trend, Unusual
from storage import feedback_labels, feedback_weeks, metrics
from storage.database import Session
from storage.sight import Scope

MOST_CHANGED = 3
MOST_RIVALS = 3


def heard(tx: Session, over: Period, scope: Scope) -> Heard | None:
    """The feedback of a week as of `scope.now`; None where there is nothing to say.

    A theme is named from ten items on, or if its leads are more or fewer than chance alone explains: the
    agreement on metrics, section 3.
    """
    start, end = periods.instants(over, scope.zone)
    until = min(end, scope.now)
    owed, items = feedback_weeks.owed(tx, start, until), feedback_weeks.items(tx, start, until)
    if not (items or owed.given or owed.open):
        return None
    read = feedback_labels.readings(tx, items)
    of_theme = feedback_weeks.themes(read, items)
    leads = _leads(tx, over, scope, Dimension.THEME)
    unusual = tuple(_unusual(tx, over, scope))
    wanted = {theme for theme, ids in of_theme.items() if len(ids) >= LEAST} | {one.theme for one in unusual}
    named = [Part(one, leads[one].k if one in leads else 0, len(of_theme.get(one, ()))) for one in wanted]
    shown = tuple(sorted(named, key=lambda part: (-part.k, -part.n, part.name or "")))
    tagged, corrected = feedback_weeks.tagged(tx, read)
    biggest = shown[0].name if shown else None
    said = of_theme.get(biggest or "", [])
    quotable = feedback_weeks.quotable(tx, said)
    return Heard(
        leads=_leads(tx, over, scope).get(None, Pair(0, 0)),
        themes=shown,
        unusual=unusual,
        tagged=tagged,
        corrected=corrected,
        given=owed.given,
        open=owed.open,
        late=owed.late,
        changed=feedback_weeks.changed(tx, start, until, MOST_CHANGED),
        quote=quotable[-1] if quotable else None,
        quoted=biggest,
        among=len(said),
        rivals=tuple(feedback_weeks.competitors(read)[:MOST_RIVALS]),
    )


def _unusual(tx: Session, over: Period, scope: Scope) -> Iterator[Unusual]:
    """Themes whose leads are outside the limits of the weeks before (XmR), from eight weeks on.

    The weeks count from the first on in which anything of a theme was said, at most half a year.
    """
    window = Period(periods.earlier(over, WINDOW).start, over.end)
    query = MetricQuery((Metric.FEEDBACK_COUNT,), (Dimension.THEME, Unit.WEEK), period=window)
    found: dict[str, dict[str, int]] = {}
    for one in metrics.tallies(tx, query, scope, window)[Metric.FEEDBACK_COUNT]:
        theme, week = one.group
        if theme and week:
            found.setdefault(theme, {})[week] = one.k
    first = min((week for by_week in found.values() for week in by_week), default="")
    before = [periods.earlier(over, back) for back in range(WINDOW, 0, -1)]
    base = [week for week in before if periods.week_name(week) >= first]
    for theme, by_week in sorted(found.items()):
        counts = [by_week.get(periods.week_name(week), 0) for week in base]
        points = [Point(week.start, k, None, float(k)) for week, k in zip(base, counts, strict=True)]
        usual = baseline.limits(Trend.MQL_COUNT, points, None)
        if usual and baseline.is_outside(by_week.get(periods.week_name(over), 0), usual):
            yield Unusual(theme, usual.low, usual.high)


def _leads(tx: Session, over: Period, scope: Scope, *groups: Group) -> dict[str | None, Pair]:
    """Leads with feedback beside those decided, by the value of the group; in all under None."""
    query = MetricQuery((Metric.FEEDBACK_COUNT,), groups, period=over)
    found = metrics.tallies(tx, query, scope, over)[Metric.FEEDBACK_COUNT]
    return {one.group[0] if groups else None: Pair(one.k, one.n or 0) for one in found}
