"""The metric catalogue: one name, one formula. What may be asked of handoffs, and what a figure must carry.

A definition says in words what storage turns into SQL (`storage.metrics`): a numerator among a denominator,
both of them populations of handoffs or deals, dated by an anchor. The formulas are those that sales and
marketing agreed on; a change of one raises its version, which every figure names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LEAST = 10  # fewer than this are told as "k of n", without a percentage
TOO_FEW = 5  # fewer than this are too few to say anything


class Metric(StrEnum):
    """Everything that can be asked for."""

    MQL_COUNT = "mql_count"
    ACCEPTANCE_RATE = "acceptance_rate"
    REJECTION_RATE = "rejection_rate"
    RECYCLE_RATE = "recycle_rate"
    DECISION_TIME_MEDIAN = "decision_time_median"
    DECISION_TIME_P90 = "decision_time_p90"
    SLA_ATTAINMENT = "sla_attainment"
    SLA_BREACHES = "sla_breaches"
    OPEN_LEADS = "open_leads"
    SQL_CONVERSION_RATE = "sql_conversion_rate"
    OPPORTUNITY_RATE = "opportunity_rate"
    WIN_RATE = "win_rate"
    PIPELINE_VALUE = "pipeline_value"
    FEEDBACK_COUNT = "feedback_count"
    TOUCH_ATTAINMENT = "touch_attainment"
    COMPLETENESS = "completeness"
    RETURN_RATE = "return_rate"


class Dimension(StrEnum):
    """What figures are broken down and filtered by.

    All but `owner`, the reason and the theme are frozen at hand-off.
    """

    CAMPAIGN = "campaign"
    SOURCE = "source"
    MEDIUM = "medium"
    SEGMENT = "segment"
    REGION = "region"
    OWNER = "owner"
    REJECT_REASON = "reject_reason"
    PERSONA = "persona"
    INDUSTRY = "industry"
    COMPANY_SIZE = "company_size"
    SCORE_BAND = "score_band"
    TIER = "tier"
    DEFINITION_VERSION = "definition_version"
    THEME = "theme"  # of feedback alone


# What a figure is parted by, and what it is counted among is not.
PARTS = frozenset((Dimension.REJECT_REASON, Dimension.THEME))


class Kind(StrEnum):
    """How a metric's value comes about."""

    COUNT = "count"
    RATE = "rate"  # k of n
    FREQUENCY = "frequency"  # k, beside n others: so many for each 100 of them
    QUANTILE = "quantile"  # of a time, by Kaplan-Meier
    STOCK = "stock"  # a count as of now
    MONEY = "money"  # a sum in one currency


class Anchor(StrEnum):
    """Which point in time puts a handoff, or a deal, into a period."""

    HANDED = "handed"
    DECIDED = "decided"
    DUE = "due"
    TOUCH_DUE = "touch_due"
    NOW = "now"
    CREATED = "created"  # the opportunity
    CLOSED = "closed"  # the deal
    FEEDBACK = "feedback"


class Population(StrEnum):
    """A set of handoffs or deals that a figure counts."""

    HANDED = "handed"
    DECIDED = "decided"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RECYCLED = "recycled"
    DUE = "due"
    MET = "met"
    MISSED = "missed"
    TOUCH_DUE = "touch_due"
    TOUCHED = "touched"
    DEFINED = "defined"  # handed over with a definition to meet
    COMPLETE = "complete"
    RETURNED = "returned"
    OPEN = "open"
    SQL = "sql"  # reached SQL in time
    OPPORTUNITY = "opportunity"  # reached an opportunity in time
    WON = "won"
    CLOSED = "closed"
    CREATED = "created"
    FEEDBACK = "feedback"


class Better(StrEnum):
    """Which direction is the good one."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Definition:
    """One metric: its formula in words, and the typed parts that the words stand for.

    `maturity`: the age in days, from the anchor on, that a handoff must have before a cohort counts it.
    `within`: the days in which it must have got there. `cohort`: the anchor of questions about campaigns,
    where it differs.
    """

    metric: Metric
    title: str
    formula: str
    kind: Kind
    numerator: Population
    denominator: Population | None
    anchor: Anchor
    cohort: Anchor | None = None
    maturity: int | None = None
    within: int | None = None
    quantile: float | None = None
    least: int = LEAST
    better: Better = Better.NEITHER
    version: int = 1

    @property
    def ages_from(self) -> Anchor:
        """From when on a handoff is to be `maturity` days old."""
        return self.cohort or self.anchor

    @property
    def counts_among(self) -> bool:
        """Whether what is counted is a part of the denominator; of feedback it only stands beside it."""
        return self.denominator is not None and self.kind is not Kind.FREQUENCY

    @property
    def reference(self) -> str:
        """How a figure names its definition."""
        return f"{self.metric} v{self.version}"


_DECIDED = "decided (accepted + rejected + recycled)"

_DEFINITIONS = (
    Definition(
        Metric.MQL_COUNT, "MQLs", "handoffs handed over in the period",
        Kind.COUNT, Population.HANDED, None, Anchor.HANDED,
    ),
    Definition(
        Metric.ACCEPTANCE_RATE, "acceptance rate", f"accepted / {_DECIDED}",
        Kind.RATE, Population.ACCEPTED, Population.DECIDED, Anchor.DECIDED, Anchor.HANDED, maturity=7,
        better=Better.HIGHER,
    ),
    Definition(
        Metric.REJECTION_RATE, "rejection rate", f"rejected / {_DECIDED}; by reason the parts sum to it",
        Kind.RATE, Population.REJECTED, Population.DECIDED, Anchor.DECIDED, Anchor.HANDED, maturity=7,
        better=Better.LOWER,
    ),
    Definition(
        Metric.RECYCLE_RATE, "recycle rate", f"recycled / {_DECIDED}",
        Kind.RATE, Population.RECYCLED, Population.DECIDED, Anchor.DECIDED, Anchor.HANDED, maturity=7,
        better=Better.LOWER,
    ),
    Definition(
        Metric.DECISION_TIME_MEDIAN, "median decision time",
        "Kaplan-Meier median of the owner's business hours from hand-off to first decision; "
        "open handoffs count as censored now",
        Kind.QUANTILE, Population.DECIDED, Population.HANDED, Anchor.HANDED, quantile=0.5,
        better=Better.LOWER,
    ),
    Definition(
        Metric.DECISION_TIME_P90, "90 % decision time",
        "Kaplan-Meier 90 % quantile of the owner's business hours from hand-off to first decision; "
        "open handoffs count as censored now",
        Kind.QUANTILE, Population.DECIDED, Population.HANDED, Anchor.HANDED, quantile=0.9,
        better=Better.LOWER,
    ),
    Definition(
        Metric.SLA_ATTAINMENT, "SLA attainment",
        "decided by the due time / handoffs whose due time falls in the period and has passed; "
        "an open one past its due time is missed, an excused one is counted apart",
        Kind.RATE, Population.MET, Population.DUE, Anchor.DUE, better=Better.HIGHER,
    ),
    Definition(
        Metric.SLA_BREACHES, "SLA breaches", "handoffs whose due time passed undecided in the period",
        Kind.COUNT, Population.MISSED, None, Anchor.DUE, better=Better.LOWER,
    ),
    Definition(
        Metric.OPEN_LEADS, "open leads", "handed over, not withdrawn, not decided, as of now",
        Kind.STOCK, Population.OPEN, None, Anchor.NOW, better=Better.LOWER,
    ),
    Definition(
        Metric.SQL_CONVERSION_RATE, "SQL conversion rate",
        "reached SQL (or an opportunity or a deal) within 30 days / handoffs at least 30 days old",
        Kind.RATE, Population.SQL, Population.HANDED, Anchor.HANDED, maturity=30, within=30,
        better=Better.HIGHER,
    ),
    Definition(
        Metric.OPPORTUNITY_RATE, "opportunity rate",
        "reached an opportunity (or a deal) within 60 days / handoffs at least 60 days old",
        Kind.RATE, Population.OPPORTUNITY, Population.HANDED, Anchor.HANDED, maturity=60, within=60,
        better=Better.HIGHER,
    ),
    Definition(
        Metric.WIN_RATE, "win rate", "won / (won + lost), deals closed in the period",
        Kind.RATE, Population.WON, Population.CLOSED, Anchor.CLOSED, better=Better.HIGHER,
    ),
    Definition(
        Metric.PIPELINE_VALUE, "pipeline value",
        "sum of the amounts of opportunities at their creation, one currency at a time",
        Kind.MONEY, Population.CREATED, None, Anchor.CREATED, better=Better.HIGHER,
    ),
    Definition(
        Metric.FEEDBACK_COUNT, "feedback",
        "distinct leads with feedback (a message about no lead counts as one), "
        "beside the leads decided in the period: so many per 100 of them",
        Kind.FREQUENCY, Population.FEEDBACK, Population.DECIDED, Anchor.FEEDBACK,
    ),
    Definition(
        Metric.TOUCH_ATTAINMENT, "first touch in time",
        "first touched by the due time / accepted handoffs whose due time for it falls in the period",
        Kind.RATE, Population.TOUCHED, Population.TOUCH_DUE, Anchor.TOUCH_DUE, better=Better.HIGHER,
    ),
    Definition(
        Metric.COMPLETENESS, "definition met",
        "handoffs that met every criterion of their definition / handoffs with one",
        Kind.RATE, Population.COMPLETE, Population.DEFINED, Anchor.HANDED, better=Better.HIGHER,
    ),
    Definition(
        Metric.RETURN_RATE, "accepted, then recycled",
        "accepted at first and recycled within 14 days / accepted at least 14 days ago",
        Kind.RATE, Population.RETURNED, Population.ACCEPTED, Anchor.DECIDED, maturity=14,
        better=Better.LOWER,
    ),
)  # fmt: skip

CATALOGUE: Mapping[Metric, Definition] = {each.metric: each for each in _DEFINITIONS}


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted for one metric and group: `k` of `n`, where `n` is None for what is no rate.

    Beside it what the figure leaves out: handoffs that are `open` (undecided; of deals those that are not
    closed), too young for their cohort (`immature`), `excused` from their promise, and `set_aside` as
    withdrawn, test or duplicate. Of open leads, how many are `overdue`, and how many `old` (over a week).
    """

    group: tuple[str | None, ...]
    k: int
    n: int | None = None
    open: int = 0
    immature: int = 0
    excused: int = 0
    set_aside: int = 0
    overdue: int = 0
    old: int = 0

    @property
    def counts(self) -> bool:
        """Whether there is anything that the metric is about, be it too young to be counted."""
        return bool(self.k or self.n or self.immature)

    @property
    def tells(self) -> bool:
        """Whether anything is to be said: what is counted, or what is left out."""
        return self.counts or bool(self.open or self.excused or self.set_aside)


@dataclass(frozen=True, slots=True)
class Sum:
    """Amounts of one group in one currency, in hundredths; `currency` is None where none was told."""

    group: tuple[str | None, ...]
    currency: str | None
    deals: int
    total: int
    median: float
    largest: int
    unpriced: int = 0  # deals without an amount
