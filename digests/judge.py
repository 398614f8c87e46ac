"""Judging a week: from its numbers to its findings, by the rules of the agreement on metrics, section 2."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.metric import CATALOGUE, LEAST, TOO_FEW, Better, Definition, Metric
from digests import baseline, reasons
from digests.findings import (
    Ask,
    Cause,
    Correction,
    Differing,
    Findings,
    PromiseLine,
    Range,
    Reading,
    Side,
    Signal,
    State,
    Unit,
)
from digests.statistics import shrinkage, significance
from digests.week import TO_FRIDAY, Asked, Pair, Part, Series, Told, Trend, Week

MOST_SIGNALS = 3
FALSE_DISCOVERY = 0.10  # rule 6
_POINTS = 100  # a correction is named from one of them on, rule 10


@dataclass(frozen=True, slots=True)
class Watched:
    """What a trend is measured in, and which side is asked for what when it got worse."""

    unit: Unit
    side: Side
    worse: str
    promise: str | None = None  # what it is called as a promise


_KEEP = "say what was done differently, so that it stays"

WATCHED: Mapping[Trend, Watched] = {
    Trend.MQL_COUNT: Watched(Unit.COUNT, Side.MARKETING, "say where the change in volume comes from"),
    Trend.ACCEPTANCE_RATE: Watched(
        Unit.SHARE, Side.MARKETING, "go through the leads that were sent back and say what changes"
    ),
    Trend.RECYCLE_RATE: Watched(
        Unit.SHARE, Side.MARKETING, "go through the recycled leads and say what changes"
    ),
    Trend.DECISION_TIME: Watched(
        Unit.HOURS, Side.SALES, "say what keeps decisions waiting and what changes"
    ),
    Trend.SLA_ATTAINMENT: Watched(
        Unit.SHARE, Side.SALES, "go through the late decisions and say what changes", "decide in time"
    ),
    Trend.TOUCH_ATTAINMENT: Watched(
        Unit.SHARE, Side.SALES, "go through the leads touched late and say what changes",
        "first touch in time",
    ),
    Trend.COMPLETENESS: Watched(
        Unit.SHARE, Side.MARKETING, "go through the leads that missed a criterion and say what changes",
        "hand over what meets the definition",
    ),
    Trend.SQL_CONVERSION: Watched(
        Unit.SHARE, Side.SALES, "say together why fewer leads become SQL"
    ),
}  # fmt: skip


def definition(trend: Trend) -> Definition:
    """The metric that a trend follows."""
    return CATALOGUE[Metric(trend.value)]


def findings(week: Week) -> Findings:
    """What the week's numbers say."""
    readings = tuple(reading(series) for series in week.series)
    signals = sorted(_signals(week, readings), key=lambda signal: -_strength(signal.reading))
    differing, tested = campaigns(week.campaigns)
    return Findings(
        week=week,
        signals=tuple(signals[:MOST_SIGNALS]),
        more_signals=tuple(signals[MOST_SIGNALS:]),
        readings=readings,
        promises=(*_promises(readings), *_answers(week)),
        differing=differing,
        tested=tested,
        young=week.young,
        few=tuple(one for one in readings if one.state is State.TOO_FEW and one.point.n is not None),
        corrections=tuple(_corrections(week.told)),
        taken=week.taken,
    )


def reading(series: Series) -> Reading:
    """How a trend stands in its last week."""
    watched, point = WATCHED[series.trend], series.points[-1]
    usual = baseline.limits(series.trend, series.base, point.n)
    return Reading(
        series.trend, definition(series.trend).title, watched.unit, point, _state(series, usual), usual,
        len(series.base), series.open, series.excused,
    )  # fmt: skip


def is_signal(series: Series) -> bool:
    """Whether the last week of a trend is a change beyond noise."""
    return reading(series).state is State.SIGNAL


def is_restated(told: Told) -> bool:
    """Whether an earlier week's number has moved by a point or more; under ten there are no percentages."""
    then, now = told.then, told.now
    if min(then.n, now.n) < LEAST:
        return False
    # A point is one of a hundred whole cases: floats would lose some of them.
    return abs(now.k * then.n - then.k * now.n) * _POINTS >= then.n * now.n


def campaigns(parts: Sequence[Part]) -> tuple[tuple[Differing, ...], int]:
    """The campaigns that differ from the rest, the highest shrunk rate first, and how many were tested.

    Fisher's exact test of each campaign with ten decided leads or more against all others together, and
    Benjamini-Hochberg over all of them.
    """
    whole = Pair(sum(part.k for part in parts), sum(part.n for part in parts))
    tested = [part for part in parts if part.n >= LEAST and part.name is not None and whole.n > part.n]
    rest = [Pair(whole.k - part.k, whole.n - part.n) for part in tested]
    p = [
        significance.fisher_exact(part.k, part.n - part.k, other.k, other.n - other.k)
        for part, other in zip(tested, rest, strict=True)
    ]
    adjusted = significance.benjamini_hochberg(p)
    prior = shrinkage.beta_binomial([(part.k, part.n) for part in parts if part.n])
    found = [
        Differing(part.name or "", Pair(part.k, part.n), other,
                  prior.shrink(part.k, part.n) if prior else part.k / part.n, q)
        for part, other, q in zip(tested, rest, adjusted, strict=True)
        if q <= FALSE_DISCOVERY
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: -one.shrunk)), len(tested)


def _state(series: Series, usual: Range | None) -> State:
    point = series.points[-1]
    if point.level is None and not point.n:
        return State.NOTHING
    if _leads(series) < TOO_FEW:
        return State.TOO_FEW
    if point.holiday:
        return State.HOLIDAY
    if usual is None:
        return State.LEARNING
    outside = point.level is not None and baseline.is_outside(point.level, usual)
    return State.SIGNAL if outside or baseline.is_new_run(series) else State.STEADY


def _leads(series: Series) -> int:
    """How many leads the last week's number rests on; a count of leads says something however small it is."""
    point = series.points[-1]
    if series.trend is Trend.MQL_COUNT:
        return TOO_FEW
    return point.k if point.n is None else point.n


def _signals(week: Week, readings: Sequence[Reading]) -> Iterator[Signal]:
    for series, one in zip(week.series, readings, strict=True):
        if one.state is State.SIGNAL and one.usual is not None:
            yield _signal(week, series, one, one.usual)


def _signal(week: Week, series: Series, one: Reading, usual: Range) -> Signal:
    level = one.point.level or 0.0
    up = level > usual.centre
    outside = baseline.is_outside(level, usual)
    run = baseline.run_start(series)
    watched = WATCHED[one.trend]
    better = definition(one.trend).better
    good = None if better is Better.NEITHER else up == (better is Better.HIGHER)
    reason = reasons.why(week.splits.get(one.trend, ()))
    return Signal(
        reading=one,
        cause=Cause.OUTSIDE if outside else Cause.RUN,
        since=run or one.point.week,
        up=up,
        good=good,
        why=reason,
        ask=_ask(week, watched, good=good),
    )


def _ask(week: Week, watched: Watched, *, good: bool | None) -> Ask:
    """The side that owes it is asked, until the Friday of the week in which the digest comes."""
    asked = week.asked or Asked(None, None, week.period.end + TO_FRIDAY)
    who = asked.sales if watched.side is Side.SALES else asked.marketing
    return Ask(watched.side, who, _KEEP if good else watched.worse, asked.by)


def _strength(one: Reading) -> float:
    """How far outside its usual range a reading is, in half widths."""
    usual, level = one.usual, one.point.level
    if usual is None or level is None:
        return 0.0
    half = (usual.high - usual.centre) if level > usual.centre else (usual.centre - usual.low)
    return abs(level - usual.centre) / half if half else 1.0


def _promises(readings: Sequence[Reading]) -> Iterator[PromiseLine]:
    """Both sides' promises, sales' and marketing's misses in one table and in the same words."""
    for one in readings:
        watched = WATCHED[one.trend]
        if watched.promise is not None:
            kept = Pair(one.point.k, one.point.n or 0)
            yield PromiseLine(
                watched.side, watched.promise, kept, one.usual, one.state, one.excused, one.open
            )


def _answers(week: Week) -> Iterator[PromiseLine]:
    """Feedback answered in time, in the words of the other promises; no range is usual for it yet."""
    found = week.answered
    if found is not None:
        yield PromiseLine(
            Side.MARKETING,
            "answer feedback in time",
            found.kept,
            None,
            State.TOO_FEW,
            found.excused,
            found.open,
        )


def _corrections(told: Sequence[Told]) -> Iterator[Correction]:
    for one in told:
        if is_restated(one):
            yield Correction(definition(one.trend).title, one.week, one.then, one.now)
