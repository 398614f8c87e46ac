"""The dialogs of an answer: its query field by field, its definitions, and what is not right about it.

Block ids of the fields are those of `bot.domain.asked.Field`.
"""

import json
from collections.abc import Iterator, Mapping

from bot.domain.asked import Field, Fields, Told, Unanswered
from bot.domain.metric import CATALOGUE, Anchor, Definition, Dimension, Metric
from bot.domain.period import Unit
from bot.domain.post import Block, View
from bot.domain.query import Direction, Filter, MetricQuery
from bot.domain.query_document import MOST_GROUPS
from bot.views import actions, answers, blocks, figures
from bot.views.text import escape

USUAL = MetricQuery((Metric.ACCEPTANCE_RATE,))
NOT = "not "  # before the values of a filter that leaves them out

_MOST_METRICS = 4
_ORDERS = {
    "": "As they come",
    str(Direction.DESC): "Highest first",
    str(Direction.ASC): "Lowest first",
}
_AS_THEY_COME = "none"


def edit(query: MetricQuery, question_id: int | None, here: Mapping[str, str | None] | None = None) -> View:
    """The query of an answer to be changed; without a question a new one, answered in the dialog.

    `here` says in which channel and thread the answer stands, which is where the next one belongs.
    """
    told = _fields(query)
    metrics = [blocks.option(CATALOGUE[each].title, each) for each in Metric]
    groups = [blocks.option(_spelled(each), each) for each in (*Dimension, *Unit)]
    orders = [blocks.option(label, value or _AS_THEY_COME) for value, label in _ORDERS.items()]
    made = [
        _field("Figures", Field.METRICS, blocks.several("m", metrics, told.metrics, _MOST_METRICS)),
        _field(
            "Broken down by", Field.GROUPS, blocks.several("g", groups, told.groups, MOST_GROUPS),
            optional=True,
        ),
        _text("Period", Field.PERIOD, told.period, "last full month, Q3, since 1 June; empty is everything"),
        _text("Compared with", Field.COMPARED, told.compared, "the month before, same period last year"),
        _text("Only", Field.FILTERS, told.filters, _FILTERS, multiline=True),
        _field("Order", Field.ORDER, blocks.select("o", orders, "Choose", told.order or _AS_THEY_COME)),
        _text("At most so many rows", Field.LIMIT, told.limit, "5"),
    ]  # fmt: skip
    note = json.dumps({} if question_id is None else {"question": question_id, **(here or {})})
    return blocks.modal("Ask for numbers", actions.MODAL_EDIT, made, note, "Show")


_FILTERS = "One a line, such as “region: EMEA, DACH” or “source: not webinar”. Names: " + ", ".join(
    each.replace("_", " ") for each in Dimension
)


def read(texts: dict[str, str], several: dict[str, tuple[str, ...]]) -> Fields:
    """What was filled in."""
    order = texts.get(Field.ORDER, "")
    return Fields(
        metrics=several.get(Field.METRICS, ()),
        groups=several.get(Field.GROUPS, ()),
        filters=texts.get(Field.FILTERS, ""),
        period=texts.get(Field.PERIOD, ""),
        compared=texts.get(Field.COMPARED, ""),
        order="" if order == _AS_THEY_COME else order,
        limit=texts.get(Field.LIMIT, ""),
    )


def definition(query: MetricQuery) -> View:
    """What the figures of a query count, in full."""
    made = [
        block
        for metric in query.metrics
        for block in blocks.paragraphs([escape(line) for line in _definition(query, CATALOGUE[metric])])
    ]
    return blocks.modal("Definition", actions.MODAL_NOTICE, made)


def wrong(question_id: int) -> View:
    """What is not right about an answer."""
    field = blocks.field(
        "What did you mean, or what is not right?",
        blocks.text_input(actions.DETAIL_TEXT, 500, multiline=True),
        actions.BLOCK_DETAIL,
        "It goes on a list that an administrator reviews, so that the next question is understood.",
    )
    note = json.dumps({"question": question_id})
    return blocks.modal("Not right", actions.MODAL_WRONG, [field], note, "Send")


def told(found: Told) -> View:
    """An answer in a dialog."""
    lines = [found.text] if isinstance(found, Unanswered) else list(answers.lines(found))
    return blocks.modal("Numbers", actions.MODAL_NOTICE, blocks.paragraphs([escape(one) for one in lines]))


def notice(text: str) -> View:
    """A sentence in a dialog."""
    return blocks.modal("Numbers", actions.MODAL_NOTICE, [blocks.section(escape(text))])


def _field(
    label: str, field: Field, element: blocks.Element, hint: str = "", *, optional: bool = False
) -> Block:
    return blocks.field(label, element, str(field), hint, optional=optional)


def _text(label: str, field: Field, value: str, hint: str, *, multiline: bool = False) -> Block:
    element = blocks.text_input(f"t.{field}", 3000, initial=value, multiline=multiline)
    return _field(label, field, element, hint, optional=True)


def _fields(query: MetricQuery) -> Fields:
    """The query as it is filled in: what `bot.services.editing` makes the same query of."""
    sort = query.sort
    return Fields(
        metrics=tuple(map(str, query.metrics)),
        groups=tuple(map(str, query.group_by)),
        filters="\n".join(map(_filter, query.filters)),
        period=figures.days(query.period) if query.period else "",
        compared=figures.days(query.compare_to) if query.compare_to else "",
        order=str(sort.direction) if sort else "",
        limit=str(query.limit or ""),
    )


def _filter(one: Filter) -> str:
    names = ", ".join(figures.NOT_SET if value is None else value for value in one.values)
    return f"{_spelled(one.dimension)}: {NOT if one.negated else ''}{names}"


def _definition(query: MetricQuery, one: Definition) -> Iterator[str]:
    dated = {
        Anchor.HANDED: "the day of the hand-off",
        Anchor.DECIDED: "the day of the decision",
        Anchor.DUE: "the day on which the decision was due",
        Anchor.TOUCH_DUE: "the day on which the first touch was due",
        Anchor.NOW: "nothing: it is as of now",
        Anchor.CREATED: "the day on which the opportunity was made",
        Anchor.CLOSED: "the day on which the deal was closed",
        Anchor.FEEDBACK: "the day of the feedback",
    }
    yield f"{one.title} ({one.reference})"
    yield f"• {one.formula}"
    yield f"• put into a period by {dated[query.anchor_of(one)]}"
    if one.maturity is not None and query.anchor_of(one) is one.ages_from:
        yield f"• counted from {one.maturity} days on; what is younger is shown beside the figure"
    if one.counts_among:
        yield f"• told as a percentage from {one.least} on, with a 95 % interval (Wilson)"


def _spelled(name: str) -> str:
    return name.replace("_", " ")
