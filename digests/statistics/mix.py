"""Why a rate moved: another mix of groups, or other rates within them (Kitagawa 1955).

It is arithmetic and not cause.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Weighted = tuple[float, float]  # weight, rate


@dataclass(frozen=True, slots=True)
class Part:
    """One group's share in the change."""

    key: str
    mix: float
    rate: float


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A change from `before` to `after`: `mix` + `rate` is the whole of it, and the parts add up to both."""

    before: float
    after: float
    mix: float
    rate: float
    parts: tuple[Part, ...]


def kitagawa(before: Mapping[str, Weighted], after: Mapping[str, Weighted]) -> Decomposition:
    """The change of a rate that is a weighted mean of groups' rates; weights need not sum to 1.

    A group's mix part is centred on the overall rate, so that it says whether the group's growth pulled the
    total up or down. A group that is missing on one side has the rate of the other: it is all mix. Raises
    ValueError when one side has no weight.
    """
    keys = list(dict.fromkeys([*before, *after]))
    old, new = _normalised(before), _normalised(after)
    start = sum(weight * rate for weight, rate in old.values())
    end = sum(weight * rate for weight, rate in new.values())
    parts = tuple(_part(key, old.get(key), new.get(key), (start + end) / 2) for key in keys)
    return Decomposition(start, end, sum(one.mix for one in parts), sum(one.rate for one in parts), parts)


def kitagawa_counts(
    before: Mapping[str, tuple[int, int]], after: Mapping[str, tuple[int, int]]
) -> Decomposition:
    """`kitagawa` of k of n in each group."""
    return kitagawa(_weighted(before), _weighted(after))


def _part(key: str, old: Weighted | None, new: Weighted | None, overall: float) -> Part:
    missing = (0.0, (old or new or (0.0, 0.0))[1])
    (weight, rate), (weight_after, rate_after) = old or missing, new or missing
    mix = (weight_after - weight) * ((rate + rate_after) / 2 - overall)
    return Part(key, mix, (rate_after - rate) * (weight + weight_after) / 2)


def _normalised(side: Mapping[str, Weighted]) -> dict[str, Weighted]:
    """Weights that sum to 1; a group without weight has no rate."""
    total = sum(weight for weight, _ in side.values())
    if total <= 0:
        raise ValueError("a mean needs weights above 0")
    return {key: (weight / total, rate) for key, (weight, rate) in side.items() if weight}


def _weighted(counts: Mapping[str, tuple[int, int]]) -> dict[str, Weighted]:
    return {key: (n, k / n) for key, (k, n) in counts.items() if n}
