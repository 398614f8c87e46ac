"""A chart as data: what it shows, the one thing it claims, and its numbers in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A trend with its limits: four series of one value for each label. `hollow`: places of holiday weeks."""

    title: str
    labels: tuple[str, ...]
    value: tuple[float, ...]
    usual: tuple[float, ...]
    upper: tuple[float, ...]
    lower: tuple[float, ...]
    claim: str
    alt: str
    hollow: frozenset[int] = frozenset()
    unit: str = ""  # "%", "h" or nothing


@dataclass(frozen=True, slots=True)
class Bars:
    """Values side by side, each with its label."""

    title: str
    bars: tuple[tuple[str, float], ...]
    claim: str
    alt: str
    unit: str = "count"  # or "%", or "h"


Chart = Line | Bars
