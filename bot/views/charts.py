"""Charts as Slack draws them itself, within its limits, and as pictures where it does not.

Limits: docs.slack.dev, `data_visualization` of June 2026: at most 20 points, 20 characters a label, no gaps,
names of series and categories unique.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import assert_never

from bot.domain.chart import Bars, Chart, Line
from bot.domain.post import Block, Message
from bot.views.text import cut, one_line

TITLE = 50
LABEL = 20
POINTS = 20
ALT = 2000

NATIVE = "data_visualization"


def native(chart: Chart) -> Block:
    """The block by which Slack draws the chart."""
    match chart:
        case Line():
            drawn = _line(chart)
        case Bars():
            drawn = _bars(chart)
        case _:
            assert_never(chart)
    return {"type": NATIVE, "title": one_line(chart.title, TITLE) or "–", "chart": drawn}


def picture(chart: Chart, file_id: str) -> Block:
    """The chart as an uploaded picture; its numbers are in the alternative text."""
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": cut(chart.alt, ALT) or "–"}


def redrawn(message: Message, files: Sequence[str | None]) -> Message:
    """The message with pictures in place of its charts, in their order, or with nothing."""
    left = iter(itertools.zip_longest(message.charts, files[: len(message.charts)]))
    blocks = (_redrawn(left) if block.get("type") == NATIVE else block for block in message.blocks)
    return Message(message.text, tuple(block for block in blocks if block))


def _redrawn(left: Iterator[tuple[Chart | None, str | None]]) -> Block | None:
    chart, file_id = next(left, (None, None))
    return picture(chart, file_id) if chart is not None and file_id is not None else None


def _line(chart: Line) -> Block:
    """The newest twenty points of four series; a holiday week says so, for want of hollow points."""
    names = [f"{name} holiday" if at in chart.hollow else name for at, name in enumerate(chart.labels)]
    labels = unique(names[-POINTS:])
    series = {"value": chart.value, "usual": chart.usual, "upper": chart.upper, "lower": chart.lower}
    return {
        "type": "line",
        "series": [
            {"name": name, "data": _points(labels, values[-POINTS:])} for name, values in series.items()
        ],
        "axis_config": {"categories": labels, **({"y_label": chart.unit} if chart.unit else {})},
    }


def _bars(chart: Bars) -> Block:
    shown = chart.bars[:POINTS]
    labels = unique([name for name, _ in shown])
    values = [value for _, value in shown]
    return {
        "type": "bar",
        "series": [{"name": chart.unit, "data": _points(labels, values)}],
        "axis_config": {"categories": labels},
    }


def _points(labels: Sequence[str], values: Sequence[float]) -> list[Block]:
    return [{"label": label, "value": round(value, 1)} for label, value in zip(labels, values, strict=True)]


def unique(names: Sequence[str]) -> list[str]:
    """The names cut to a label's length, told apart by a number where that made them alike."""
    found: list[str] = []
    for name in names:
        label, number = one_line(name, LABEL) or "–", 1
        while label in found:
            number += 1
            mark = f" {number}"
            label = one_line(name, LABEL - len(mark)) + mark
        found.append(label)
    return found
