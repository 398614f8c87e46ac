"""Answers to questions, as messages: how each was understood, the figures, and what can be asked next."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.domain.asked import Told, Unanswered
from bot.domain.chart import Bars
from bot.domain.figure import Answer, Figure, Row
from bot.domain.metric import CATALOGUE, LEAST, Dimension, Kind, Metric
from bot.domain.post import Block, Message
from bot.domain.query import Filter
from bot.views import actions, answers, blocks, charts, figures
from bot.views.text import counted, cut, escape, foreign

ROWS = 30  # groups in a table; more are not read in a message
_NAME = 80  # characters of a name
_NAMES = 8  # of a filter
_TABLE = 7_000  # characters; Slack takes 10,000 in a table, and about 12,000 in all blocks
_TEXT = 2_900  # characters that also fit where only the text is shown
_BARS = range(3, charts.POINTS + 1)
_DECIDED = frozenset((Metric.ACCEPTANCE_RATE, Metric.REJECTION_RATE, Metric.RECYCLE_RATE))


def message(told: Told, question_id: int) -> Message:
    """What is told, with buttons that carry the question's id."""
    return unanswered(told, question_id) if isinstance(told, Unanswered) else answer(told, question_id)


def whisper(told: Told, question_id: int, asked: str) -> Message:
    """The same for the person alone who asked, where nobody sees the question."""
    said, question = message(told, question_id), f"You asked: “{foreign(asked, 200)}”"
    made = blocks.message(f"{question}. {said.text}", blocks.context(question), *said.blocks)
    return Message(made.text, made.blocks, said.charts)


def answer(found: Answer, question_id: int) -> Message:
    """The figures with everything that belongs to them, of as many groups as Slack takes."""
    found = _short(found)
    first, _, rest = answers.understood(found).partition(" · ")
    chart = _chart(found)
    small = [*answers.notes(found), *answers.definitions(found)]
    shown = [
        blocks.section(f"*{escape(first)}*" + (f" · {escape(rest)}" if rest else "")),
        *_figures(found),
        *([charts.native(chart)] if chart else []),
        *blocks.paragraphs([escape(line) for line in answers.contrast(found)]),
        blocks.context("\n".join(escape(line) for line in small)),
        blocks.actions(*_buttons(found, question_id)),
    ]
    made = blocks.message(_text(found), *shown)
    return Message(made.text, made.blocks, (chart,) if chart else ())


def unanswered(told: Unanswered, question_id: int) -> Message:
    """Why there are no figures, what was understood, and up to three things to ask instead."""
    said = escape(told.text)
    words = "; ".join(f"“{foreign(text, 60)}” as {foreign(meaning, 80)}" for text, meaning in told.understood)
    understood = [blocks.context(f"Understood: {words}")] if words and not told.private else []
    buttons = [
        blocks.button(choice.label, f"{actions.QUESTION_CHOOSE}{number}", f"{question_id}:{choice.question}")
        for number, choice in enumerate(told.choices)
    ]
    if not told.private:
        buttons.append(_wrong(question_id))
    tries = ", ".join(f"“{foreign(choice.label, 100)}”" for choice in told.choices)
    text = f"{said} Try: {tries}" if tries else said
    return blocks.message(
        text, blocks.section(said), *understood, *([blocks.actions(*buttons)] if buttons else [])
    )


def _figures(found: Answer) -> Iterator[Block]:
    if not found.rows:
        yield blocks.section("Nothing to count.")
    elif len(found.rows) == 1 and not found.query.group_by:
        lines = [*answers.figure_lines(found, found.rows[0]), *answers.rest(found), *answers.so_far(found)]
        yield from blocks.paragraphs([escape(one.strip()) for one in lines])
    else:
        rows, most = _table(found, found.rows[:ROWS]), ROWS
        while sum(len(cell) for row in rows for cell in row) > _TABLE and most > 1:
            most -= 1
            rows = _table(found, found.rows[:most])
        yield blocks.table(rows)
        more = max(len(found.rows) - most, 0) + found.more
        if more:
            yield blocks.context(f"and {counted(more, 'more group')}")


def _text(found: Answer) -> str:
    """The same without blocks; of many groups the first, so that what comes after them is not cut off."""
    most = min(len(found.rows), ROWS)
    while True:
        shown = replace(found, rows=found.rows[:most], more=found.more + len(found.rows) - most)
        text = "\n".join(escape(line) for line in answers.lines(shown))
        if len(text) <= _TEXT or most <= 2:  # of one row it would be said that it is all
            return text
        most -= 1


def _short(found: Answer) -> Answer:
    """The answer with long names and long lists of names shortened."""
    rows = tuple(replace(row, group=tuple(map(_name, row.group))) for row in found.rows)
    filters = tuple(replace(each, values=tuple(_few(each))) for each in found.query.filters)
    return replace(found, rows=rows, query=replace(found.query, filters=filters))


def _few(one: Filter) -> Iterator[str | None]:
    yield from map(_name, one.values[:_NAMES])
    if len(one.values) > _NAMES:
        yield f"{len(one.values) - _NAMES} more"


def _name(name: str | None) -> str | None:
    """A name whose ends are kept: names that differ often do so at the end."""
    if name is None or len(name) <= _NAME:
        return name
    return f"{cut(name, _NAME - 25)}{name[-24:]}"


def _table(found: Answer, rows: Sequence[Row]) -> list[list[str]]:
    """A row for each group. Columns in which nothing stands are left out: a phone is narrow."""
    groups = [_spelled(group) for group in found.query.group_by]
    columns: list[tuple[str, list[str]]] = [
        (title, [_cell(row, place) for row in rows]) for place, title in enumerate(groups)
    ]
    for place in range(max(len(row.figures) for row in rows)):
        columns += _columns(found, rows, place)
    kept = [(title, cells) for title, cells in columns if any(cells)]
    return [[title for title, _ in kept], *map(list, zip(*(cells for _, cells in kept), strict=True))]


def _columns(found: Answer, rows: Sequence[Row], place: int) -> Iterator[tuple[str, list[str]]]:
    """The columns of one figure: it with its interval, the one before, and what is left out."""
    metric = next(row.figures[place].metric for row in rows if place < len(row.figures))
    yield CATALOGUE[metric].title, [_each(row.figures, place, _bounded) for row in rows]
    if found.query.compare_to:
        yield "before", [_each(row.before, place, figures.spell) for row in rows]
        yield "change", [answers.change(row, place) if place < len(row.before) else "" for row in rows]
    if len(found.query.metrics) == 1:
        yield "beside", [_each(row.figures, place, figures.beside) for row in rows]


def _bounded(figure: Figure) -> str:
    """A share and its interval in one cell: neither is to be quoted without the other."""
    return "; ".join(part for part in (figures.spell(figure), figures.interval(figure)) if part)


def _each(shown: Sequence[Figure], place: int, spell: Callable[[Figure], str]) -> str:
    return spell(shown[place]) if place < len(shown) else ""


def _cell(row: Row, place: int) -> str:
    return (row.group[place] or figures.NOT_SET) if place < len(row.group) else ""


def _chart(found: Answer) -> Bars | None:
    """Bars of one figure by group; none where a bar would say more than its few leads do."""
    values = [_value(row) for row in found.rows]
    known = [value for value in values if value is not None]
    if len(found.query.metrics) > 1 or found.query.compare_to or len(known) not in _BARS:
        return None
    if len(known) < len(values) or any(len(row.figures) > 1 for row in found.rows):
        return None
    definition = CATALOGUE[found.query.metrics[0]]
    unit = {Kind.RATE: "%", Kind.QUANTILE: "h"}.get(definition.kind, "count")
    title = f"{definition.title} by {' and '.join(map(_spelled, found.query.group_by))}"
    bars = tuple(zip(map(answers.group, found.rows), known, strict=True))
    said = "; ".join(f"{answers.group(row)}: {figures.spell(row.figures[0])}" for row in found.rows)
    return Bars(title, bars, title, f"{title}. {said}", unit)


def _spelled(name: str) -> str:
    return name.replace("_", " ")


def _value(row: Row) -> float | None:
    figure = row.figures[0]
    match CATALOGUE[figure.metric].kind:
        case Kind.RATE:
            enough = figure.value is not None and (figure.n or 0) >= LEAST
            return round(100 * (figure.value or 0), 1) if enough else None
        case Kind.QUANTILE:
            return round(figure.value, 1) if figure.value is not None and (figure.n or 0) >= LEAST else None
        case _:
            return figure.value


def _buttons(found: Answer, question_id: int) -> Iterator[blocks.Element]:
    asked = found.query
    if _DECIDED & set(asked.metrics) and Dimension.REJECT_REASON not in asked.group_by:
        yield blocks.button("By reason", actions.QUESTION_REASON, question_id)
    yield blocks.button("The leads", actions.QUESTION_LEADS, question_id)
    yield blocks.button("Definition", actions.QUESTION_DEFINITION, question_id)
    yield blocks.button("Edit", actions.QUESTION_EDIT, question_id)
    yield _wrong(question_id)


def _wrong(question_id: int) -> blocks.Element:
    return blocks.button(
        "👎 Not right", actions.QUESTION_WRONG, question_id, spoken="This is not what I asked for"
    )
