"""A signal's rate by each dimension, in the weeks of its base and in its own, to tell mix from rate."""

from collections.abc import Iterator, Sequence

from bot.domain import period as periods
from bot.domain.metric import CATALOGUE, Anchor, Definition, Dimension, Kind, Metric, Tally
from bot.domain.period import Period
from bot.domain.query import MetricQuery
from digests import judge
from digests.week import Pair, Part, Point, Series, Split
from storage import metrics
from storage.database import Session
from storage.sight import Scope

_DIMENSIONS = (Dimension.SOURCE, Dimension.SEGMENT, Dimension.REGION, Dimension.CAMPAIGN)


def are_needed(series: Series) -> bool:
    """Whether it has to be told where a change comes from: of the rates among the signals."""
    return CATALOGUE[Metric(series.trend.value)].kind is Kind.RATE and judge.is_signal(series)


def of(tx: Session, series: Series, scope: Scope) -> Iterator[Split]:
    """The series' rate by each dimension, base and week."""
    definition = CATALOGUE[Metric(series.trend.value)]
    before = [one for over in _stretches(series.base) for one in _broken_down(tx, definition, scope, over)]
    after = _broken_down(tx, definition, scope, periods.week_of(series.points[-1].week))
    for place, dimension in enumerate(_DIMENSIONS):
        yield Split(str(dimension), _summed(before, place), _summed(after, place))


def _broken_down(tx: Session, definition: Definition, scope: Scope, over: Period) -> list[Tally]:
    query = MetricQuery((definition.metric,), _DIMENSIONS, period=over, anchor=Anchor.DECIDED)
    return [one for one in metrics.tally(tx, query, definition, scope, over) if one.counts]


def _stretches(base: Sequence[Point]) -> Iterator[Period]:
    """The periods of a base: it has gaps where holiday weeks were."""
    start = base[0].week
    for here, following in zip(base, [*base[1:], None], strict=True):
        end = here.week + periods.WEEK
        if following is None or following.week != end:
            yield Period(start, end)
        if following is not None and following.week != end:
            start = following.week


def _summed(tallies: Sequence[Tally], place: int) -> tuple[Part, ...]:
    """The counts by one of several groups."""
    found: dict[str | None, Pair] = {}
    for one in tallies:
        so_far = found.get(one.group[place], Pair(0, 0))
        found[one.group[place]] = Pair(so_far.k + one.k, so_far.n + (one.n or 0))
    return tuple(Part(name, pair.k, pair.n) for name, pair in found.items())
