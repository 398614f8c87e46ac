"""The digest's dialogs: the leads behind a signal, what came of an action, asking for other numbers."""

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from bot.domain import period as periods
from bot.domain.agreement import Agreement
from bot.domain.digest import Headline
from bot.domain.figure import Answer
from bot.domain.handoff import Status
from bot.domain.metric import Dimension, Metric
from bot.domain.period import Period, Unit
from bot.domain.post import Block, View
from bot.domain.query import MetricQuery
from bot.views import actions, answers, blocks
from bot.views.text import counted, escape, foreign, link, name

Address = Callable[[Headline], str | None]  # where a lead's card is, if it has one

# What may be asked for here. Figures of people are for them and their manager alone.
_GROUPS = tuple(one for one in Dimension if one is not Dimension.OWNER)
_METRICS = tuple(one for one in Metric if one is not Metric.FEEDBACK_COUNT)
_PERIODS: Mapping[str, Callable[[date], Period | None]] = {
    "Last week": lambda today: periods.previous(Unit.WEEK, today),
    "Last month": lambda today: periods.previous(Unit.MONTH, today),
    "Last quarter": lambda today: periods.previous(Unit.QUARTER, today),
    "This quarter so far": lambda today: periods.so_far(Unit.QUARTER, today),
    "Everything so far": lambda today: None,
}
_WHOLE = "not broken down"
_AT_ONCE = 10  # leads in one paragraph


def leads(
    title: str, parts: Sequence[tuple[str, int, Sequence[Headline]]], agreement: Agreement, address: Address
) -> View:
    """Lists of leads, each with its heading and how many there are; the count is the figure."""
    made = itertools.chain.from_iterable(
        _list(heading, count, shown, agreement, address) for heading, count, shown in parts if count
    )
    return blocks.modal("The leads", actions.MODAL_NOTICE, [blocks.section(f"*{foreign(title)}*"), *made])


def done(digest_id: int, signal: str) -> View:
    """What came of it: one line, which the next digest tells."""
    field = blocks.field(
        "What came of it?", blocks.text_input(actions.DETAIL_TEXT, 200), actions.BLOCK_DETAIL,
        "The next digest tells it in these words.",
    )  # fmt: skip
    note = json.dumps({"digest": digest_id, "signal": signal})
    return blocks.modal("Done", actions.MODAL_DONE, [field], note, "Save")


def ask() -> View:
    """Which number, of when, broken down by what."""
    fields = (
        ("Number", actions.BLOCK_METRIC, [str(one) for one in _METRICS]),
        ("Period", actions.BLOCK_PERIOD, list(_PERIODS)),
        ("Broken down by", actions.BLOCK_GROUP, [_WHOLE, *map(str, _GROUPS)]),
    )
    made = [blocks.field(label, _choice(block, values), block) for label, block, values in fields]
    return blocks.modal("Ask for numbers", actions.MODAL_ASK, made, submit="Show")


def asked(given: Mapping[str, str], today: date) -> MetricQuery:
    """The query that was put together in the dialog."""
    group = given.get(actions.BLOCK_GROUP, _WHOLE)
    return MetricQuery(
        metrics=(Metric(given.get(actions.BLOCK_METRIC, Metric.ACCEPTANCE_RATE)),),
        group_by=() if group == _WHOLE else (Dimension(group),),
        period=_PERIODS[given.get(actions.BLOCK_PERIOD, "Last week")](today),
    )


def answer(found: Answer) -> View:
    """The answer with everything that belongs to it."""
    return blocks.modal(
        "Numbers", actions.MODAL_NOTICE, blocks.paragraphs([escape(one) for one in answers.lines(found)])
    )


def problem(what: Iterable[str]) -> View:
    """Why there is no answer."""
    return blocks.modal("Numbers", actions.MODAL_NOTICE, blocks.paragraphs([escape(one) for one in what]))


def _choice(block: str, values: Sequence[str]) -> blocks.Element:
    options = [blocks.option(_spelled(value), value) for value in values]
    return blocks.select(f"digest.{block}", options, "Choose one", values[0])


def _spelled(value: str) -> str:
    return value.replace("_", " ").replace("sql", "SQL").replace("sla", "SLA").replace("mql", "MQL")


def _list(
    heading: str, count: int, shown: Sequence[Headline], agreement: Agreement, address: Address
) -> Iterator[Block]:
    yield blocks.section(f"*{heading}: {counted(count, 'lead')}*")
    lines = [_line(one, agreement, address) for one in shown]
    for start in range(0, len(lines), _AT_ONCE):
        yield from blocks.paragraphs(lines[start : start + _AT_ONCE])
    if count > len(shown):
        yield blocks.context(f"The first {len(shown):,} of {count:,}; `handoff query` lists all.")


def _line(one: Headline, agreement: Agreement, address: Address) -> str:
    who = link(address(one), one.lead) or foreign(one.lead)
    reason = agreement.reason(one.reason)
    stands = (
        f"{one.status}: {foreign(reason.label, 60)}"
        if reason and one.status is not Status.OPEN
        else one.status
    )
    return " · ".join([who, str(stands), *([name(agreement, one.owner)] if one.owner else [])])
