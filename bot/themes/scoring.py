"""How well labels agree with those of careful people: precision, recall and Cohen's kappa (Cohen, 1960)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Labels = frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """Of one theme, or of all together: what was right, set wrongly, and missed, among `rows` decisions."""

    right: int
    wrong: int
    missed: int
    rows: int

    @property
    def precision(self) -> float | None:
        """The share of the labels that were right; None when none was set."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """The share of the true labels that were set; None when there are none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def kappa(self) -> float | None:
        """Agreement beyond chance; None when chance alone agrees always."""
        agreed = (self.rows - self.wrong - self.missed) / self.rows
        told, true = (self.right + self.wrong) / self.rows, (self.right + self.missed) / self.rows
        chance = told * true + (1 - told) * (1 - true)
        return (agreed - chance) / (1 - chance) if chance < 1 else None


def nearest(told: Labels, accepted: Sequence[Labels]) -> Labels:
    """The accepted set that differs least from what was told, the first of several."""
    return min(accepted, key=lambda one: len(one ^ told))


def score(pairs: Iterable[tuple[Labels, Labels]], theme: str) -> Score:
    """The score of one theme over pairs of told and true labels."""
    rows = [(theme in told, theme in true) for told, true in pairs]
    return Score(
        rows.count((True, True)), rows.count((True, False)), rows.count((False, True)), max(len(rows), 1)
    )


def micro(scores: Iterable[Score]) -> Score:
    """All themes' decisions taken together."""
    every = list(scores)
    return Score(
        sum(one.right for one in every),
        sum(one.wrong for one in every),
        sum(one.missed for one in every),
        sum(one.rows for one in every),
    )
