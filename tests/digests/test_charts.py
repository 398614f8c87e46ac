"""Charts as pictures: their size, that they show what they should, and that no name is too much for them."""

import io
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.domain.chart import Bars, Chart, Line
from digests import charts

WEEKS = 20
LINE = Line(
    "Acceptance rate by week, with its usual range",
    tuple(f"W{week}" for week in range(27, 47)),
    tuple(60.0 + (week % 5) for week in range(WEEKS)),
    (60.0,) * WEEKS,
    (72.0,) * WEEKS,
    (48.0,) * WEEKS,
    claim="Acceptance rate is steady",
    alt="",
    unit="%",
)
BARS = Bars("Funnel", (("MQLs", 1240.0), ("accepted", 801.0), ("opportunities", 88.0)), "88 of 1,240", "")

# Okabe and Ito's blue and vermilion.
BLUE, VERMILION = (0, 114, 178), (213, 94, 0)

NAMES = st.text(max_size=60) | st.sampled_from(
    ["حملة الخريف", "שלום x_1$", "👩‍👩‍👧 🎉", "$\\frac{", "线索接受率", "\n\t", "W" * 300]
)
NUMBERS = st.floats(-1e15, 1e15)


def picture(chart: Chart) -> Image.Image:
    """The picture as its reader sees it."""
    made = charts.png(chart)
    assert made is not None
    return Image.open(io.BytesIO(made)).convert("RGB")


def count(image: Image.Image, color: tuple[int, int, int]) -> int:
    """How many pixels have exactly that colour."""
    return sum(many for many, shade in image.getcolors(image.width * image.height) or () if shade == color)


@pytest.mark.parametrize("chart", [LINE, BARS], ids=["line", "bars"])
def test_a_picture_is_three_pixels_for_each_of_a_phones(chart: Chart) -> None:
    assert picture(chart).size == (3 * 360, 3 * 240)


def test_the_value_and_its_limits_have_colours_that_all_can_tell_apart() -> None:
    image = picture(LINE)
    assert count(image, BLUE) > 1000
    assert count(image, VERMILION) > 500
    assert count(picture(BARS), BLUE) > 20_000


def test_limits_are_dashed_so_that_they_need_no_colour() -> None:
    """Along the upper limit, colour and ground take turns."""
    image = picture(LINE).crop((40, 150, 640, 720))
    rows = [
        "".join("#" if image.getpixel((x, y)) == VERMILION else " " for x in range(image.width))
        for y in range(image.height)
    ]
    row = max(rows, key=lambda line: line.count("#"))
    assert len(row.split()) > 10


def test_a_holiday_week_is_hollow() -> None:
    filled, hollow = picture(LINE), picture(replace(LINE, hollow=frozenset({3, 9})))
    # Two discs of twelve points across, less their rims, are more than 100 pixels each.
    plot = (0, 150, 660, 640)
    assert count(filled.crop(plot), BLUE) - count(hollow.crop(plot), BLUE) > 200


def test_the_same_chart_is_the_same_picture() -> None:
    assert charts.png(LINE) == charts.png(replace(LINE))


@given(NAMES, st.lists(st.tuples(NAMES, NUMBERS), max_size=12), st.booleans())
@settings(max_examples=25, deadline=None)
def test_no_name_and_no_number_is_too_much(name: str, points: list[tuple[str, float]], line: bool) -> None:
    values = tuple(value for _, value in points)
    chart: Chart = Bars(name, tuple(points), claim=name, alt="")
    if line:
        labels = tuple(label for label, _ in points)
        chart = Line(name, labels, values, values, values, values, claim=name, alt="", unit=name[:5])
    assert picture(chart).size == (1080, 720)


def test_without_matplotlib_there_is_no_picture() -> None:
    script = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from bot.domain.chart import Bars\n"
        "from digests import charts\n"
        "print(charts.png(Bars('', (), '', '')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "None\n"
