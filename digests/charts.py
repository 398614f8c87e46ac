"""A chart as a PNG, for workspaces where Slack draws none itself. Needs matplotlib, the extra "charts".

Drawn for a phone, 360 px wide: nothing smaller than 19 points on a canvas nine inches wide. A picture makes
one claim, its title. Lines are labelled where they end, so there is no legend. Colours are those of Okabe and
Ito (https://jfly.uni-koeln.de/color/) and none of them speaks alone: limits are dashed, holiday weeks hollow.
"""

import functools
import io
import textwrap
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from bot.domain.chart import Bars, Chart, Line
from bot.views import figures
from bot.views.text import cut, one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

_INCHES = (9.0, 6.0)
_DPI = 120  # three pixels for each of the 360
_TEXT, _CLAIM = 19, 23  # points
_CLAIM_WIDTH, _CLAIM_LINES = 44, 2  # characters
_TITLE_WIDTH = 48
_NAME = 20
_BARS = 9  # as many as have room for their names
_TICK_SIGNS = 27  # below the axis
_GAP = 0.085  # between two labels, as a share of the axes' height

_SIZES = {1_000_000_000: " bn", 1_000_000: " M"}  # larger numbers do not fit beside a line

_BLACK, _BLUE, _VERMILION, _GREY = "#000000", "#0072B2", "#D55E00", "#595959"
_MISSING = "□"  # for a sign that the font does not have


def png(chart: Chart) -> bytes | None:
    """The picture, 1080 by 720 pixels; None where matplotlib is not installed. May take a second at first."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        return None
    figure = Figure(figsize=_INCHES, dpi=_DPI, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.03, 0.11, 0.94, _head(figure, chart) - 0.11))
    axes.set_facecolor("white")
    match chart:
        case Line():
            _line(axes, chart)
        case Bars():
            _bars(axes, chart)
        case _:
            assert_never(chart)
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=_DPI, metadata={"Software": None})
    return out.getvalue()


def _head(figure: "Figure", chart: Chart) -> float:
    """What the picture claims, and below it what it shows; the height at which the rest may begin."""
    claim = textwrap.wrap(_drawable(chart.claim), _CLAIM_WIDTH, max_lines=_CLAIM_LINES, placeholder="…")
    _write(figure, 0.03, 0.97, "\n".join(claim), _CLAIM, bold=True)
    lower = 0.97 - 0.075 * max(len(claim), 1) - 0.015
    _write(figure, 0.03, lower, cut(_drawable(chart.title), _TITLE_WIDTH), _TEXT, color=_GREY)
    return lower - 0.11


def _write(
    figure: "Figure", x: float, y: float, words: str, size: int, *, bold: bool = False, color: str = _BLACK
) -> None:
    figure.text(
        x, y, words, va="top", color=color, fontproperties=_font(size, bold=bold), parse_math=False,
        linespacing=1.1,
    )  # fmt: skip


def _line(axes: "Axes", chart: Line) -> None:
    """The value with its usual range: the band, its dashed edges, the value with a mark for each week."""
    places = range(len(chart.labels))
    axes.fill_between(places, chart.lower, chart.upper, color=_GREY, alpha=0.12, linewidth=0)
    for limit in (chart.upper, chart.lower):
        axes.plot(places, limit, color=_VERMILION, linestyle=(0, (5, 3)), linewidth=2.5)
    axes.plot(places, chart.usual, color=_GREY, linestyle=(0, (1, 2)), linewidth=2.5)
    axes.plot(places, chart.value, color=_BLUE, linewidth=4)
    for place in places:
        inside = "white" if place in chart.hollow else _BLUE
        axes.plot(
            place, chart.value[place], marker="o", markersize=12, color=inside, markeredgecolor=_BLUE,
            markeredgewidth=3,
        )  # fmt: skip
    _frame(axes, ())
    _scale(axes, chart)
    _ticks(axes, chart)
    _ends(axes, chart)


def _scale(axes: "Axes", chart: Line) -> None:
    """Room for everything, and to the right for the labels."""
    last = max(len(chart.labels) - 1, 1)
    values = [*chart.value, *chart.upper, *chart.lower] or [0.0]
    low, high = min(values), max(values)
    margin = (high - low) * 0.12 or abs(high) * 0.12 or 1.0
    axes.set_xlim(-0.03 * last, last * 1.47)
    axes.set_ylim(low - margin, high + margin)


def _ticks(axes: "Axes", chart: Line) -> None:
    """The names of as many weeks as there is room for, the newest among them."""
    names = [_name(label) for label in chart.labels]
    fitting = max(_TICK_SIGNS // (max(map(len, names), default=0) + 1), 1)
    shown = list(range(len(names) - 1, -1, -max(-(-len(names) // fitting), 1)))
    axes.set_xticks(shown, [names[place] for place in shown])
    for label in axes.get_xticklabels():
        label.set(fontproperties=_font(_TEXT), color=_GREY, parse_math=False)


def _ends(axes: "Axes", chart: Line) -> None:
    """Each line's name and newest number beside its end, moved apart where they would meet."""
    if not chart.labels:
        return
    low, high = axes.get_ylim()
    ends = {
        "now": (chart.value[-1], _BLUE),
        "upper": (chart.upper[-1], _VERMILION),
        "usual": (chart.usual[-1], _GREY),
        "lower": (chart.lower[-1], _VERMILION),
    }
    ranked = sorted(ends.items(), key=lambda end: (end[1][0], _ORDER.index(end[0])))
    heights = _apart([(value - low) / (high - low) for _, (value, _) in ranked])
    last = len(chart.labels) - 1
    beside = last + 0.04 * max(last, 1)
    for (name, (value, color)), height in zip(ranked, heights, strict=True):
        said = _drawable(f"{name} {_number(value, chart.unit)}")
        axes.text(
            beside, low + height * (high - low), said, va="center",
            color=color, fontproperties=_font(_TEXT, bold=name == "now"), parse_math=False,
        )  # fmt: skip
    if chart.hollow:
        axes.annotate(
            "○ holiday", (beside, low), (28, -8), textcoords="offset points", va="top", color=_BLUE,
            fontproperties=_font(_TEXT), parse_math=False,
        )  # fmt: skip


def _apart(heights: Sequence[float]) -> list[float]:
    """Ascending heights, moved up and then down again until there is room between them, within 0 and 1."""
    found: list[float] = []
    for height in heights:
        found.append(max(height, found[-1] + _GAP) if found else height)
    ceiling = 1.0
    for place in range(len(found) - 1, -1, -1):
        found[place] = min(found[place], ceiling)
        ceiling = found[place] - _GAP
    return found


def _bars(axes: "Axes", chart: Bars) -> None:
    """A bar below the other, the name before it and the count behind it."""
    shown = chart.bars if len(chart.bars) <= _BARS else chart.bars[: _BARS - 1]
    names, counts = [_name(name) for name, _ in shown], [count for _, count in shown]
    axes.barh(range(len(shown)), counts, color=_BLUE, height=0.62)
    unit = "" if chart.unit == "count" else chart.unit
    for place, count in enumerate(counts):
        axes.text(
            max(count, 0.0), place, f" {_number(count, unit)}", va="center", color=_BLACK,
            fontproperties=_font(_TEXT, bold=True), parse_math=False,
        )  # fmt: skip
    if len(chart.bars) > len(shown):
        names.append(f"{len(chart.bars) - len(shown)} more")
    axes.set_xlim(min([0.0, *counts]), max([1.0, *counts]) * 1.25)
    axes.set_ylim(max(len(names), 1) - 0.4, -0.6)
    _frame(axes, range(len(names)))
    axes.set_yticklabels(names)
    for label in axes.get_yticklabels():
        label.set(fontproperties=_font(_TEXT), color=_BLACK, parse_math=False)
    box, begin = axes.get_position(), 0.05 + 0.0185 * max(map(len, names), default=0)
    axes.set_position((begin, 0.04, 0.97 - begin, box.y1 - 0.04))


def _frame(axes: "Axes", rows: Sequence[int]) -> None:
    """No box and no grid: the numbers stand beside what they belong to."""
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks(list(rows))
    axes.tick_params(length=0, pad=8)


def _number(value: float, unit: str) -> str:
    """At most one decimal, and none where it says nothing; shares as everywhere in the digest."""
    if unit == "%":
        return figures.percent(value / 100)
    size = next((size for size in _SIZES if abs(value) >= size), 1)
    scaled = value / size
    shown = f"{scaled:,.0f}" if abs(scaled) >= 100 else f"{scaled:,.1f}".removesuffix(".0")
    return f"{shown}{_SIZES.get(size, '')} {unit}".rstrip()


def _name(words: str) -> str:
    return cut(_drawable(words), _NAME)


def _drawable(words: str) -> str:
    """One line of what the font can draw. Runs of other signs become one box, joiners and accents nothing."""
    drawn = ""
    for sign in unicodedata.normalize("NFC", one_line(words, 500)):
        if ord(sign) in _signs():
            drawn += sign
        elif unicodedata.category(sign)[0] not in "MC" and not drawn.endswith(_MISSING):
            drawn += _MISSING
    return drawn


@functools.cache
def _signs() -> frozenset[int]:
    """The code points that the font has."""
    from matplotlib.font_manager import get_font

    return frozenset(get_font(_file(bold=False)).get_charmap()) & frozenset(
        get_font(_file(bold=True)).get_charmap()
    )


@functools.cache
def _font(size: int, *, bold: bool = False) -> "FontProperties":
    """DejaVu Sans by its file, which comes with matplotlib: no search, and the same picture everywhere."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=_file(bold=bold), size=size)


def _file(*, bold: bool) -> str:
    import matplotlib

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name)


_ORDER = ("lower", "usual", "upper", "now")  # from below, where the numbers are equal
