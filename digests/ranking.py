"""The order of an answer's rows. Shares are ranked by what is left of them when chance is taken off.

The best of twenty alike looks much better than it is (the agreement on metrics, section 2, rule 5): in a
ranking each share is drawn towards what all have in common, and whoever has fewer than ten is listed last.
"""

from dataclasses import replace

from bot.domain.figure import Figure, Key, Row
from bot.domain.metric import CATALOGUE, LEAST, Kind, Metric
from bot.domain.period import Unit
from bot.domain.query import Direction, MetricQuery
from digests.statistics import shrinkage


def ordered(rows: list[Row], query: MetricQuery) -> list[Row]:
    """The rows by the sort that was asked for, else by time, else the largest first."""
    return _sorted(_shrunk(rows, query), query)


def _shrunk(rows: list[Row], query: MetricQuery) -> list[Row]:
    """Where a ranking of shares is asked for, what each is ranked by."""
    by = _ranked_by(query)
    if by is None or CATALOGUE[by].kind is not Kind.RATE:
        return rows
    groups = [(figure.k, figure.n or 0) for figure in (_figure(row, by) for row in rows)]
    prior = shrinkage.beta_binomial([each for each in groups if each[1]])
    if prior is None:
        return rows
    return [
        replace(row, figures=tuple(
            replace(figure, shrunk=prior.shrink(figure.k, figure.n or 0)) if figure.metric is by else figure
            for figure in row.figures
        ))
        for row in rows
    ]  # fmt: skip


def _ranked_by(query: MetricQuery) -> Metric | None:
    """The metric that the rows are ranked by; None without a ranking."""
    return query.sort.by if query.sort and query.group_by else None


def _figure(row: Row, by: Metric) -> Figure:
    """The row's figure of a metric; of money, which has one for each currency, the one of most deals."""
    return max((figure for figure in row.figures if figure.metric is by), key=lambda figure: figure.k)


def _sorted(rows: list[Row], query: MetricQuery) -> list[Row]:
    by = _ranked_by(query)
    if by is not None:
        down = query.sort is None or query.sort.direction is Direction.DESC
        ranked = sorted(rows, key=lambda row: _rank(_figure(row, by), down=down))
        return sorted(ranked, key=lambda row: not _listed(_figure(row, by)))
    if any(isinstance(group, Unit) for group in query.group_by) or query.sort is not None:
        down = query.sort is not None and query.sort.direction is Direction.DESC
        return sorted(rows, key=lambda row: _text(row.group), reverse=down)
    return sorted(rows, key=lambda row: (*_size(row.figures[0]), _text(row.group)))


def _rank(figure: Figure, *, down: bool) -> tuple[bool, float]:
    value = figure.shrunk if figure.shrunk is not None else figure.value
    return (value is None, 0.0) if value is None else (False, -value if down else value)


def _listed(figure: Figure) -> bool:
    return CATALOGUE[figure.metric].kind is not Kind.RATE or (figure.n or 0) >= LEAST


def _size(figure: Figure) -> tuple[int, int]:
    """The largest first; parts of one whole, such as reasons, have the same n."""
    of = None if CATALOGUE[figure.metric].kind is Kind.FREQUENCY else figure.n
    return -(of or figure.k), -figure.k


def _text(key: Key) -> tuple[tuple[bool, str], ...]:
    return tuple((one is None, one or "") for one in key)
