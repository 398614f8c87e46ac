"""Shares of many groups drawn towards what they have in common: empirical Bayes with a beta prior.

The best of many groups is the best partly by luck; what is left of its share when luck is taken off ranks it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 8  # groups from which a prior can be estimated
_ALIKE = 1e9  # the prior weighs this much where groups differ by no more than chance


@dataclass(frozen=True, slots=True)
class Prior:
    """A beta distribution of the groups' true shares; alpha + beta is what it weighs in observations."""

    alpha: float
    beta: float

    def shrink(self, k: int, n: int) -> float:
        """The posterior mean of a group's share."""
        return (self.alpha + k) / (self.alpha + self.beta + n)


def beta_binomial(groups: Sequence[tuple[int, int]]) -> Prior | None:
    """The prior of groups with k of n, by moments; None of fewer than eight groups.

    The spread of the raw shares, weighted by n, less what the binomial law explains of it, is the spread of
    the true ones (Kleinman 1973). Where nothing is left all groups are taken to be alike.
    """
    known = [(k, n) for k, n in groups if n]
    total = sum(n for _, n in known)
    if len(known) < LEAST:
        return None
    mean = sum(k for k, _ in known) / total
    chance = mean * (1 - mean)
    seen = sum(n * (k / n - mean) ** 2 for k, n in known)
    # The expected value of `seen` is chance * (groups - 1) + between * spare.
    spare = total - sum(n * n for _, n in known) / total - (len(known) - 1)
    between = (seen - chance * (len(known) - 1)) / spare if spare > 0 else 0.0
    return by_moments(mean, between)


def by_moments(mean: float, variance: float) -> Prior:
    """The beta distribution of that mean and variance, within what such a distribution can have."""
    # A mean of nothing or of all is kept off the ends, where a beta distribution has no mass.
    inside = min(max(mean, 1 / _ALIKE), 1 - 1 / _ALIKE)
    weight = inside * (1 - inside) / variance - 1 if variance > 0 else _ALIKE
    weight = min(max(weight, 1 / _ALIKE), _ALIKE)
    return Prior(inside * weight, (1 - inside) * weight)
