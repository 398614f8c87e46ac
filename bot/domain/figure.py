"""What is answered to a metric query: figures that cannot be quoted without what they rest on."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.metric import Metric
from bot.domain.period import Period
from bot.domain.query import MetricQuery

Key = tuple[str | None, ...]  # the value of each group, None where nothing is set


@dataclass(frozen=True, slots=True)
class Figure:
    """One value with everything that belongs to it.

    `value`: a share from 0 to 1, a number, business hours, or an amount in whole units of `currency`; None
    where there is nothing to say, or where a curve never gets there (`beyond`: how far it was followed,
    in hours). `k` of `n` handoffs or deals; `low` and `high` bound a 95 % interval. `shrunk` is what
    shares are ranked by.
    """

    metric: Metric
    value: float | None
    k: int
    n: int | None = None
    low: float | None = None
    high: float | None = None
    open: int = 0
    immature: int = 0
    excused: int = 0
    set_aside: int = 0
    overdue: int | None = None
    old: int | None = None
    wall: float | None = None  # the same time by the wall clock, in hours
    beyond: float | None = None
    currency: str | None = None
    median: float | None = None
    largest: float | None = None  # the largest deal's share of the sum
    unpriced: int = 0
    shrunk: float | None = None

    @property
    def per_100(self) -> float | None:
        """How many there are for each 100 of `n`; None beside nobody."""
        return 100 * self.k / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Difference:
    """Now minus before, with a 95 % interval; established when the interval does not hold zero."""

    value: float
    low: float
    high: float

    @property
    def established(self) -> bool:
        """Whether the two differ beyond chance."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one group, one for each metric; of money, one for each currency.

    `before` are those of the period that is compared, `differences` what may be said about the change.
    """

    group: Key
    figures: tuple[Figure, ...]
    before: tuple[Figure, ...] = ()
    differences: tuple[Difference | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """All rows, and what they are about. `period` is what was looked at, also when the query named none."""

    query: MetricQuery
    period: Period
    zone: str
    as_of: datetime
    rows: tuple[Row, ...]
    more: int = 0  # rows that the limit left out
    # Of two groups the first minus the second, for each figure; nothing else is compared unasked.
    contrast: tuple[Difference | None, ...] = ()
    # The same figures of everybody whom the filters leave out, where a claim is checked against them.
    rest: tuple[Figure, ...] = ()
    # With the young ones, where leaving these out leaves too few to tell.
    so_far: Figure | None = None
