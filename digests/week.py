"""The numbers of one week, as they are frozen in its digest: what is counted, and what it is compared with.

Facts hold no judgement. `digests.findings` judges them, and `digests.message` says it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain import period as periods
from bot.domain.period import Period

TO_FRIDAY = timedelta(days=4)  # from a Monday


class Trend(StrEnum):
    """What is watched week by week."""

    MQL_COUNT = "mql_count"
    ACCEPTANCE_RATE = "acceptance_rate"
    RECYCLE_RATE = "recycle_rate"
    DECISION_TIME = "decision_time_median"
    SLA_ATTAINMENT = "sla_attainment"
    TOUCH_ATTAINMENT = "touch_attainment"
    COMPLETENESS = "completeness"
    SQL_CONVERSION = "sql_conversion_rate"


@dataclass(frozen=True, slots=True)
class Point:
    """One week of a trend: `k` of `n`, or `value` for what is no rate (a count; business hours).

    Of a median that is not reached, `beyond` says how many hours the curve was followed. A holiday week is
    shown and leaves the baseline.
    """

    week: date  # its Monday
    k: int = 0
    n: int | None = None
    value: float | None = None
    holiday: bool = False
    beyond: float | None = None

    @property
    def level(self) -> float | None:
        """The share, or the value; None where there is none."""
        if self.n is None:
            return self.value
        return self.k / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Series:
    """A trend up to the digest's week, which is the last point; `open` and `excused` are left out of it.

    `base` are the weeks that its limits come from, oldest first: never the last point, never a holiday week.
    `named`: the week of the last digest, when there was a run in it; a run that reaches back to it is known.
    """

    trend: Trend
    points: tuple[Point, ...]
    base: tuple[Point, ...]
    since: date  # from which week on the base counts
    open: int = 0
    excused: int = 0
    named: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A value of a dimension and what it counts: `k` of `n`."""

    name: str | None
    k: int
    n: int


@dataclass(frozen=True, slots=True)
class Split:
    """A rate by one dimension, in the base and in the digest's week, to tell mix from rate."""

    dimension: str
    base: tuple[Part, ...]
    week: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """`k` of `n`."""

    k: int
    n: int


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers to feedback by the week in which they were due: given in time, and what is left out of that."""

    kept: Pair
    excused: int = 0
    open: int = 0  # of those due, not answered yet


@dataclass(frozen=True, slots=True)
class Unusual:
    """A theme of more or fewer leads than chance alone explains: the usual range of a week."""

    theme: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Heard:
    """Feedback of the week: distinct leads, beside the decided ones, in all and by theme.

    Words are not frozen, because whoever said them may take them back: `changed` are the answers by which
    marketing said what it had changed, `quote` an item of the theme `quoted`, the newest of its `among`.
    """

    leads: Pair
    themes: tuple[Part, ...] = ()  # of enough items, or unusual; the most leads first: leads beside items
    unusual: tuple[Unusual, ...] = ()
    tagged: int = 0
    corrected: int = 0
    given: int = 0
    open: int = 0
    late: int = 0
    changed: tuple[int, ...] = ()
    quote: int | None = None
    quoted: str | None = None
    among: int = 0
    rivals: tuple[tuple[str, int], ...] = ()  # listed competitors, in how many items; the most named ones


@dataclass(frozen=True, slots=True)
class Young:
    """A cohort that is too young to judge, at `day` days of age, beside the last six at the same age."""

    metric: str
    cohort: date
    day: int
    now: Pair
    before: Pair


@dataclass(frozen=True, slots=True)
class Money:
    """Opportunities created in the week, in one currency; amounts in hundredths."""

    currency: str | None
    deals: int
    total: int
    median: float
    largest: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What somebody took on because of an earlier digest, and what became of it."""

    week: str
    ask: str
    owner: str
    due_on: date
    done_at: datetime | None = None
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A number of an earlier week as a digest told it, and as it is now."""

    trend: Trend
    week: date
    then: Pair
    now: Pair


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a digest asks: person keys of the agreement for each side, and until when."""

    sales: str | None
    marketing: str | None
    by: date


@dataclass(frozen=True, slots=True)
class Week:
    """Everything that the digest of a week rests on, as of `as_of`."""

    name: str  # 2026-W46
    period: Period
    zone: str
    as_of: datetime
    late: bool
    mqls: int
    decided: int
    set_aside: int
    series: tuple[Series, ...]
    splits: Mapping[str, tuple[Split, ...]] = field(default_factory=dict)  # by trend, where it may be needed
    campaigns: tuple[Part, ...] = ()  # accepted of decided, matured cohorts of `campaign_period`
    campaign_period: Period | None = None
    funnel: tuple[Part, ...] = ()
    funnel_period: Period | None = None
    returned: Pair = field(default_factory=lambda: Pair(0, 0))  # of `returned_week`
    won: Pair = field(default_factory=lambda: Pair(0, 0))
    open_deals: int = 0
    money: tuple[Money, ...] = ()
    young: tuple[Young, ...] = ()
    open_leads: int = 0
    overdue: int = 0
    old: int = 0
    told: tuple[Told, ...] = ()
    taken: tuple[Taken, ...] = ()
    asked: Asked | None = None
    answered: Answered | None = None  # None while nothing was due
    heard: Heard | None = None  # None where nothing was said, answered or waits
    definitions: tuple[str, ...] = ()

    def of(self, trend: Trend) -> Series | None:
        """The series of a trend, if it is watched."""
        return next((one for one in self.series if one.trend is trend), None)


def returned_week(week: Period) -> Period:
    """The newest week whose accepted leads have had 14 days to come back when `week` is told."""
    return periods.earlier(week, 2)
