"""The one typed question about numbers, `MetricQuery`.

Questions in plain words, the command line and the digest all end in this type; storage turns it into SQL, and
`domain.query_document` writes and reads it as JSON.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.metric import Anchor, Definition, Dimension, Metric
from bot.domain.period import Period, Unit

Group = Dimension | Unit


class Direction(StrEnum):
    """Which way rows are sorted."""

    ASC = "asc"
    DESC = "desc"


@dataclass(frozen=True, slots=True)
class Filter:
    """Handoffs whose value is one of these, or none of these when `negated`; None is "not set"."""

    dimension: Dimension
    values: tuple[str | None, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Sort:
    """By which metric, or by the first group when `by` is None, and which way."""

    by: Metric | None
    direction: Direction = Direction.DESC


@dataclass(frozen=True, slots=True)
class MetricQuery:
    """What is asked. `period` None: everything so far. `anchor` None: as the definitions have it."""

    metrics: tuple[Metric, ...]
    group_by: tuple[Group, ...] = ()
    filters: tuple[Filter, ...] = ()
    period: Period | None = None
    compare_to: Period | None = None
    sort: Sort | None = None
    limit: int | None = None
    anchor: Anchor | None = None

    def anchor_of(self, definition: Definition) -> Anchor:
        """What dates a metric here: a question about campaigns follows the cohort that was handed over."""
        if self.anchor is not None and definition.cohort is not None:
            return self.anchor
        about_campaigns = Dimension.CAMPAIGN in self.group_by or any(
            each.dimension is Dimension.CAMPAIGN for each in self.filters
        )
        return definition.cohort if definition.cohort and about_campaigns else definition.anchor
