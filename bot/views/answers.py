"""An answer to a metric query in plain words: how it was understood, then a line for each figure."""

from collections.abc import Iterator

from bot.domain import period as periods
from bot.domain.figure import Answer, Difference, Figure, Row
from bot.domain.metric import CATALOGUE, LEAST, Kind
from bot.domain.query import MetricQuery
from bot.views import figures
from bot.views.text import counted


def lines(answer: Answer) -> Iterator[str]:
    """The whole answer; names in it are foreign and not escaped."""
    titles = ", ".join(CATALOGUE[metric].title for metric in answer.query.metrics)
    yield " · ".join(
        [titles, *_filters(answer.query), *_period(answer),
         f"as of {figures.moment(answer.as_of, answer.zone)} ({answer.zone})"]
    )  # fmt: skip
    for row in answer.rows:
        yield from _row(answer, row)
    if not answer.rows:
        yield "  nothing to count"
    if answer.more:
        yield f"  and {counted(answer.more, 'more group')}"
    for metric in answer.query.metrics:
        yield f"{CATALOGUE[metric].reference}: {CATALOGUE[metric].formula}"


def _period(answer: Answer) -> Iterator[str]:
    """The days; a period that was asked for and is not over says so. A stock is as of now and has none."""
    asked = answer.query
    if all(CATALOGUE[metric].kind is Kind.STOCK for metric in asked.metrics):
        return
    today = periods.local_day(answer.as_of, answer.zone)
    so_far = " so far" if asked.period and asked.period.holds(today) else ""
    compared = f" against {figures.days(asked.compare_to)}" if asked.compare_to else ""
    yield figures.days(answer.period) + so_far + compared


def _row(answer: Answer, row: Row) -> Iterator[str]:
    name = " · ".join(value or figures.NOT_SET for value in row.group)
    for place, figure in enumerate(row.figures):
        several = f"{CATALOGUE[figure.metric].title}: " if len(answer.query.metrics) > 1 else ""
        parts = [figures.spell(figure), figures.interval(figure), figures.beside(figure)]
        yield "  " + (f"{name}: " if name else "") + several + "; ".join(part for part in parts if part)
        if place < len(row.before):
            before = row.before[place]
            change = _change(row.differences[place], figure, before)
            yield f"      before: {figures.spell(before)}" + (f"; {change}" if change else "")


def _change(one: Difference | None, now: Figure, before: Figure) -> str:
    """The difference of two shares that are both told as percentages; few leads stay counts."""
    enough = min(now.n or 0, before.n or 0) >= LEAST
    return figures.difference(one) if one and enough else ""


def _filters(asked: MetricQuery) -> Iterator[str]:
    for one in asked.filters:
        names = ", ".join(value or figures.NOT_SET for value in one.values)
        yield f"{one.dimension}: {'all but ' if one.negated else ''}{names}"
