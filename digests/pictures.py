"""The digest's two charts: the trend that matters this week with its limits, and the funnel."""

import statistics
from collections.abc import Sequence

from bot.domain.chart import Bars, Line
from bot.domain.period import WEEK
from bot.views import figures
from digests import baseline, wording
from digests.findings import Findings, Reading, State, Unit
from digests.week import Pair, Point, Series, Trend

_LEAST_N = 20  # a weekly rate chart needs this many a week, at the median
_LEAST_POINTS = 4
_BUCKET = 4  # weeks
_SHOWN = 20
_UNITS = {Unit.SHARE: "%", Unit.HOURS: "h", Unit.COUNT: ""}


def trend(findings: Findings) -> Line | None:
    """The first signal's trend, else acceptance; by four weeks where weeks are small, or none at all."""
    chosen = findings.signals[0].reading.trend if findings.signals else Trend.ACCEPTANCE_RATE
    series = findings.week.of(chosen)
    reading = next((one for one in findings.readings if one.trend is chosen), None)
    if series is None or reading is None or reading.usual is None:
        return None
    points, width = [point for point in series.points[-_SHOWN:] if point.level is not None], 1
    if reading.unit is Unit.SHARE:
        points, width = _readable(points)
    return _line(series, reading, points, width) if len(points) >= _LEAST_POINTS else None


def funnel(findings: Findings) -> Bars | None:
    """How many of the leads of four weeks got how far; none when there were no leads."""
    parts, over = findings.week.funnel, findings.week.funnel_period
    if over is None or not parts or not parts[0].k:
        return None
    said = ", ".join(f"{part.name} {part.k:,}" for part in parts)
    days = figures.days(over)
    return Bars(
        f"Funnel of the MQLs of {days}",
        tuple((part.name or "", float(part.k)) for part in parts),
        claim=f"{parts[-1].k:,} of {parts[0].k:,} MQLs became opportunities",
        alt=f"Funnel of the MQLs handed over {days}: {said}.",
    )


def _readable(points: Sequence[Point]) -> tuple[list[Point], int]:
    """Weeks, or four weeks together, with enough handoffs for a rate to be drawn; and how many together."""
    for width in (1, _BUCKET):
        pooled = _pooled(points, width)
        if pooled and statistics.median(point.n or 0 for point in pooled) >= _LEAST_N:
            return pooled, width
    return [], 1


def _pooled(points: Sequence[Point], width: int) -> list[Point]:
    """Whole buckets of `width` points, the last of which ends with the newest."""
    start = len(points) % width
    groups = [points[place : place + width] for place in range(start, len(points), width)]
    return [
        Point(group[0].week, sum(one.k for one in group), sum(one.n or 0 for one in group),
              holiday=any(one.holiday for one in group))
        for group in groups
    ]  # fmt: skip


def _line(series: Series, reading: Reading, points: Sequence[Point], width: int) -> Line:
    scale = 100.0 if reading.unit is Unit.SHARE else 1.0
    limits = [baseline.limits(series.trend, series.base, point.n) for point in points]
    known = [(point, usual) for point, usual in zip(points, limits, strict=True) if usual is not None]
    title = wording.title(reading)
    by = "week" if width == 1 else f"{width} weeks"
    return Line(
        title=f"{title} by {by}, with its usual range",
        labels=tuple(_label(point, width) for point, _ in known),
        value=tuple(scale * (point.level or 0.0) for point, _ in known),
        usual=tuple(scale * usual.centre for _, usual in known),
        upper=tuple(scale * usual.high for _, usual in known),
        lower=tuple(scale * usual.low for _, usual in known),
        claim=_claim(title, reading),
        alt=f"{title} by {by}: " + ", ".join(_said(point, width) for point, _ in known),
        hollow=frozenset(place for place, (point, _) in enumerate(known) if point.holiday),
        unit=_UNITS[reading.unit],
    )


def _claim(title: str, reading: Reading) -> str:
    return f"{title} is outside its usual range" if reading.state is State.SIGNAL else f"{title} is steady"


def _label(point: Point, width: int) -> str:
    """`W46`; of several weeks the first and the last, `W43-46`."""
    first = wording.week_label(point.week)
    last = wording.week_label(point.week + (width - 1) * WEEK)
    return first if width == 1 else f"{first}-{last[1:]}"


def _said(point: Point, width: int) -> str:
    """A point in words; those who do not see the picture are told of its holidays too."""
    return f"{_label(point, width)}{' holiday' if point.holiday else ''} {_value(point)}"


def _value(point: Point) -> str:
    if point.n is None:
        return f"{point.value or 0.0:,.0f}"
    pair = Pair(point.k, point.n)
    return figures.share(pair.k, pair.n)
