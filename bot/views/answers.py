"""An answer to a metric query in plain words: how it was understood, then a line for each figure."""

from collections.abc import Iterator

from bot.domain import period as periods
from bot.domain.figure import Answer, Difference, Figure, Row
from bot.domain.metric import CATALOGUE, LEAST, Kind
from bot.domain.query import Filter
from bot.views import figures
from bot.views.text import counted


def lines(answer: Answer) -> Iterator[str]:
    """The whole answer; names in it are foreign and not escaped."""
    yield understood(answer)
    for row in answer.rows:
        yield from figure_lines(answer, row)
    yield from rest(answer)
    yield from so_far(answer)
    if not answer.rows:
        yield "  nothing to count"
    if answer.more:
        yield f"  and {counted(answer.more, 'more group')}"
    yield from contrast(answer)
    yield from notes(answer)
    yield from definitions(answer)


def understood(answer: Answer) -> str:
    """What was asked, in the words of the definitions, and what the answer rests on."""
    asked = answer.query
    titles = ", ".join(CATALOGUE[metric].title for metric in asked.metrics)
    groups = " and ".join(str(group).replace("_", " ") for group in asked.group_by)
    first = answer.rows[0].figures[0] if len(answer.rows) == 1 else None
    among = first is not None and CATALOGUE[first.metric].kind is not Kind.FREQUENCY
    size = first.n if first and among else None
    parts = [
        titles,
        f"by {groups}" if groups else "",
        *map(filtered, asked.filters),
        *_period(answer),
        f"n = {size:,}" if size is not None else "",
        f"as of {figures.moment(answer.as_of, answer.zone)} ({answer.zone})",
    ]
    return " · ".join(part for part in parts if part)


def filtered(one: Filter) -> str:
    """A filter in words: `region: EMEA`, `source: all but webinar`."""
    names = ", ".join(value or figures.NOT_SET for value in one.values)
    return f"{str(one.dimension).replace('_', ' ')}: {'all but ' if one.negated else ''}{names}"


def figure_lines(answer: Answer, row: Row) -> Iterator[str]:
    """The figures of one group, each with the one before where two periods are compared."""
    name = group(row)
    for place, figure in enumerate(row.figures):
        several = f"{CATALOGUE[figure.metric].title}: " if len(answer.query.metrics) > 1 else ""
        parts = [figures.spell(figure), figures.interval(figure), figures.beside(figure)]
        yield "  " + (f"{name}: " if name else "") + several + "; ".join(part for part in parts if part)
        if place < len(row.before):
            said = change(row, place)
            yield f"      before: {figures.spell(row.before[place])}" + (f"; {said}" if said else "")


def rest(answer: Answer) -> Iterator[str]:
    """The figures of all others, where a claim is checked against them."""
    for figure in answer.rest:
        parts = [figures.spell(figure), figures.interval(figure), figures.beside(figure)]
        yield f"  all others: {'; '.join(part for part in parts if part)}"


def so_far(answer: Answer) -> Iterator[str]:
    """What is decided already, where too little is left without the young ones."""
    if answer.so_far is None:
        return
    mature, one = answer.rows[0].figures[0], answer.so_far
    left = f"only {mature.n} {'is' if mature.n == 1 else 'are'}" if mature.n else "nothing is"
    enough = "too few to tell" if (one.n or 0) < LEAST else "too early to tell"
    days = CATALOGUE[one.metric].maturity
    yield (
        f"  without leads younger than {days} days {left} left; so far {one.k:,} of {one.n:,} decided leads"
        f" were accepted; {enough}"
    )


def group(row: Row) -> str:
    """What a group is called; "" where figures are not broken down."""
    return " · ".join(value or figures.NOT_SET for value in row.group)


def change(row: Row, place: int) -> str:
    """How a figure differs from the one before, where both are shares of enough leads."""
    return _told(row.differences[place], row.figures[place], row.before[place])


def contrast(answer: Answer) -> Iterator[str]:
    """How the two groups of an answer differ, or one and all others, and whether that is more than chance."""
    if answer.rest:
        for one, a, b in zip(answer.contrast, answer.rows[0].figures, answer.rest, strict=True):
            yield f"against all others: {_told(one, a, b) or 'too few to compare'}"
        return
    if len(answer.rows) != 2:
        return
    first, second = answer.rows
    for one, a, b in zip(answer.contrast, first.figures, second.figures, strict=False):
        said = _told(one, a, b)
        if said:
            several = f"{CATALOGUE[a.metric].title}, " if len(answer.query.metrics) > 1 else ""
            yield f"{several}{group(first)} against {group(second)}: {said}"


def notes(answer: Answer) -> Iterator[str]:
    """What has to be known so that the figures are not misread."""
    shown = [figure for row in answer.rows for figure in (*row.figures, *row.before)] + [*answer.rest]
    if any(figure.n is not None and 0 < figure.n < LEAST for figure in shown):
        yield f"Fewer than {LEAST} leads stay counts: a percentage of so few would say nothing."
    for metric in dict.fromkeys(figure.metric for figure in shown if figure.immature):
        yield f"“too young”: not {CATALOGUE[metric].maturity} days old yet, so the outcome is still open."
    asked = answer.query
    if asked.period and asked.compare_to and asked.period.days != asked.compare_to.days:
        yield f"The periods have {asked.period.days} and {asked.compare_to.days} days."


def definitions(answer: Answer) -> Iterator[str]:
    """The definition of each metric, with its version."""
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


def _told(one: Difference | None, now: Figure, before: Figure) -> str:
    """The difference of two shares that are both told as percentages; few leads stay counts."""
    enough = min(now.n or 0, before.n or 0) >= LEAST
    return figures.difference(one) if one and enough else ""
