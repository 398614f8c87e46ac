"""Charts within Slack's limits whatever they are called, and pictures in their place."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.chart import Bars, Chart, Line
from bot.domain.post import Block, Message
from bot.playground import limits
from bot.views import charts

NAMES = st.text(max_size=40) | st.sampled_from(
    ["", "حملة الخريف", "👩‍👩‍👧" * 9, "Webinar: pipeline in two weeks (DACH)"]
)
NUMBERS = st.floats(-1e12, 1e12) | st.integers(0, 10**9).map(float)
TEXT: Block = {"type": "section", "text": {"type": "mrkdwn", "text": "Steady"}}


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """A trend of up to thirty weeks, named as badly as can be."""
    count = draw(st.integers(1, 30))
    labels = draw(st.lists(NAMES, min_size=count, max_size=count))
    value, usual, upper, lower = (
        tuple(draw(st.lists(NUMBERS, min_size=count, max_size=count))) for _ in range(4)
    )
    hollow = draw(st.frozensets(st.integers(0, count - 1)))
    return Line(draw(NAMES), tuple(labels), value, usual, upper, lower, "", draw(NAMES), hollow)


def bars() -> st.SearchStrategy[Bars]:
    """Up to thirty counts, named as badly as can be."""
    some = st.lists(st.tuples(NAMES, NUMBERS), min_size=1, max_size=30).map(tuple)
    return st.builds(Bars, NAMES, some, claim=NAMES, alt=NAMES)


def weeks(count: int) -> Line:
    """A trend of so many weeks, W1 the oldest, between 40 and 70 around 55."""
    return Line(
        "Acceptance rate by week",
        tuple(f"W{week}" for week in range(1, count + 1)),
        tuple(50.0 + week for week in range(count)),
        (55.0,) * count,
        (70.0,) * count,
        (40.0,) * count,
        claim="Acceptance rate is steady",
        alt="W1 50%",
        unit="%",
    )


def drawn(chart: Chart) -> Any:
    """The part of the block that Slack draws."""
    return charts.native(chart)["chart"]


@given(lines() | bars())
@settings(max_examples=60)
def test_slack_takes_every_chart_whatever_its_names(chart: Chart) -> None:
    limits.check_message([charts.native(chart)])
    limits.check_message([charts.picture(chart, "F0123456789")])
    labels = drawn(chart)["axis_config"]["categories"]
    assert len(set(labels)) == len(labels)


def test_a_line_has_a_point_of_four_series_for_each_of_the_newest_twenty_weeks() -> None:
    made = drawn(weeks(26))
    assert made["axis_config"] == {"categories": [f"W{week}" for week in range(7, 27)], "y_label": "%"}
    assert [series["name"] for series in made["series"]] == ["value", "usual", "upper", "lower"]
    assert made["series"][0]["data"][0] == {"label": "W7", "value": 56.0}
    assert made["series"][0]["data"][-1] == {"label": "W26", "value": 75.0}
    assert [point["value"] for point in made["series"][3]["data"]] == [40.0] * 20


def test_a_share_is_a_number_of_percent_with_one_decimal() -> None:
    line = Line("Rate", ("W1",), (62.46,), (60.04,), (70.0,), (50.0,), claim="", alt="", unit="%")
    assert [series["data"][0]["value"] for series in drawn(line)["series"]] == [62.5, 60.0, 70.0, 50.0]


def test_a_native_chart_has_no_hollow_points_so_the_name_says_holiday() -> None:
    plain = weeks(22)
    line = Line(
        plain.title, plain.labels, plain.value, plain.usual, plain.upper, plain.lower, "", "",
        hollow=frozenset({0, 3, 21}),
    )  # fmt: skip
    labels = drawn(line)["axis_config"]["categories"]
    assert [label for label in labels if "holiday" in label] == ["W4 holiday", "W22 holiday"]


def test_names_that_are_cut_alike_are_numbered() -> None:
    same = "Autumn campaign in all of Europe"
    made = charts.unique([same, same.upper(), same, "", "–"])
    assert made == ["Autumn campaign in…", "AUTUMN CAMPAIGN IN…", "Autumn campaign i… 2", "–", "– 2"]


def test_pictures_take_the_places_of_their_charts() -> None:
    line, counts = weeks(5), Bars("Funnel", (("MQLs", 4.0),), "", "Funnel: MQLs 4")
    native = (charts.native(line), TEXT, charts.native(counts))
    message = Message("The week", native, (line, counts))
    assert charts.redrawn(message, ("F1", "F2")) == Message(
        "The week", (charts.picture(line, "F1"), TEXT, charts.picture(counts, "F2"))
    )
    assert charts.redrawn(message, (None, "F2")).blocks == (TEXT, charts.picture(counts, "F2"))
    assert charts.redrawn(message, ()).blocks == (TEXT,)


def test_a_picture_says_its_numbers() -> None:
    assert charts.picture(weeks(5), "F1")["alt_text"] == "W1 50%"
