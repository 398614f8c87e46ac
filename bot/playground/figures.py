"""What Slack accepts as figures: the cells of tables, and charts with a value for every category."""

from typing import Any

from bot.playground import richtext
from bot.playground.checks import Check, Fields, Report, both, items, number, shape, string, typed

CELLS: dict[str, Fields] = {
    "raw_text": {"text!": string(10_000, 0)},
    "raw_number": {"value!": number(), "text": string(10_000)},
    "rich_text": {"elements!": richtext.ELEMENTS, "block_id": string(255)},
}
CELL = typed(CELLS)
HEADER_CELL = typed(CELLS, ("raw_text", "raw_number"))

LABEL = string(20)
POINT = shape({"label!": LABEL, "value!": number()})
SERIES = shape({"name!": LABEL, "data!": items(POINT, 20)})
AXES = shape({"categories!": items(LABEL, 20), "x_label": string(50), "y_label": string(50)})
GRAPH: Fields = {"series!": items(SERIES, 12), "axis_config!": AXES}
SEGMENT = shape({"label!": LABEL, "value!": number()})


def _points_match_categories(chart: Any, at: str, report: Report) -> None:
    if not isinstance(chart, dict) or chart.get("type") == "pie":
        return
    try:
        categories = list(chart["axis_config"]["categories"])
        labels = [[point["label"] for point in series["data"]] for series in chart["series"]]
        names = [series["name"] for series in chart["series"]]
    except (KeyError, TypeError):
        return
    for index, present in enumerate(labels):
        if sorted(map(str, present)) != sorted(map(str, categories)):
            where = f"{at}/series/{index}/data"
            report.add("categories_mismatch", "must have exactly one point for every category", where)
    if len(set(map(str, names))) < len(names):
        report.add("duplicate_name", "series names must be unique", f"{at}/series")


def _segments_are_positive(chart: Any, at: str, report: Report) -> None:
    if not isinstance(chart, dict) or not isinstance(chart.get("segments"), list):
        return
    for index, segment in enumerate(chart["segments"]):
        value = segment.get("value") if isinstance(segment, dict) else None
        if isinstance(value, int | float) and value <= 0:
            report.add(
                "too_small", "must be greater than 0", f"{at}/segments/{index}/value", exclusive_minimum=0
            )


CHART = both(
    typed({"line": GRAPH, "bar": GRAPH, "area": GRAPH, "pie": {"segments!": items(SEGMENT, 12)}}),
    _points_match_categories,
    _segments_are_positive,
)


def rows(most: int, least: int) -> Check:
    """The rows of a table, all of one length, at most 20 cells each."""
    width = items(items(CELL, 20), most, least)

    def check(value: Any, at: str, report: Report) -> None:
        width(value, at, report)
        lengths = {len(row) for row in value if isinstance(row, list)} if isinstance(value, list) else set()
        if len(lengths) > 1:
            report.add("uneven_rows", "all rows must have the same number of cells", at)

    return check


def header_is_plain(value: Any, at: str, report: Report) -> None:
    """A data table whose header row holds no rich text."""
    if isinstance(value, list) and value and isinstance(value[0], list):
        for index, cell in enumerate(value[0]):
            HEADER_CELL(cell, f"{at}/0/{index}", report)
