"""What became of a marketer's leads in a week: the numbers, and the leads worth naming."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain import period as periods
from bot.domain.agreement import Agreement, Person
from bot.domain.digest import Headline
from bot.domain.lead import OutcomeKind
from bot.domain.match import Condition
from bot.domain.metric import Anchor, Dimension, Metric
from bot.domain.period import Period
from bot.domain.query import Filter, MetricQuery
from digests.week import Part, Week
from storage import handoffs, labels, metrics, outcomes
from storage.database import Session
from storage.sight import Scope

MOST = 8  # leads that are named
_NAMED = (OutcomeKind.WON, OutcomeKind.OPPORTUNITY, OutcomeKind.SQL, OutcomeKind.LOST)


@dataclass(frozen=True, slots=True)
class Notable:
    """A lead worth naming: what was reported of it, with the deal's amount in hundredths of its currency."""

    kind: OutcomeKind
    amount: int | None
    currency: str | None
    lead: Headline


@dataclass(frozen=True, slots=True)
class Outcomes:
    """One week of one marketer's leads; `whole` when they hear of every campaign."""

    name: str
    period: Period
    whole: bool
    mqls: int
    accepted: int
    rejected: int
    recycled: int
    decided: int
    reasons: tuple[Part, ...]  # why leads were sent back, the commonest first
    counts: tuple[tuple[OutcomeKind, int], ...]
    notable: tuple[Notable, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.mqls or self.decided or self.counts)


def gather(tx: Session, week: Week, person: Person, agreement: Agreement) -> Outcomes:
    """The week of the leads that a marketer sourced, as of when its digest was told."""
    scope, over = Scope(agreement.zone, week.as_of), week.period
    filters = _filters(tx, person)
    rates = (Metric.MQL_COUNT, Metric.ACCEPTANCE_RATE, Metric.REJECTION_RATE, Metric.RECYCLE_RATE)
    query = MetricQuery(rates, filters=filters, period=over, anchor=Anchor.DECIDED)
    found = {
        metric: tallies[0] for metric, tallies in metrics.tallies(tx, query, scope, over).items() if tallies
    }
    told = outcomes.reported(tx, *periods.instants(over, agreement.zone), filters)
    return Outcomes(
        name=week.name,
        period=over,
        whole=not filters,
        mqls=found[Metric.MQL_COUNT].k,
        accepted=found[Metric.ACCEPTANCE_RATE].k,
        rejected=found[Metric.REJECTION_RATE].k,
        recycled=found[Metric.RECYCLE_RATE].k,
        decided=found[Metric.ACCEPTANCE_RATE].n or 0,
        reasons=_reasons(tx, query, scope, over),
        counts=_counts([one.kind for one in told]),
        notable=_notable(tx, told),
    )


def _filters(tx: Session, person: Person) -> tuple[Filter, ...]:
    """The campaigns whose leads are theirs; everybody's when the agreement names none."""
    if not person.campaigns:
        return ()
    wanted = Condition("campaign", person.campaigns)
    names = [name for name in labels.names(tx, Dimension.CAMPAIGN) if wanted.holds({"campaign": name})]
    return (Filter(Dimension.CAMPAIGN, tuple(names)),)


def _reasons(tx: Session, query: MetricQuery, scope: Scope, over: Period) -> tuple[Part, ...]:
    by_reason = MetricQuery(
        (Metric.REJECTION_RATE,), (Dimension.REJECT_REASON,), query.filters, over, anchor=Anchor.DECIDED
    )
    found = metrics.tallies(tx, by_reason, scope, over)[Metric.REJECTION_RATE]
    return tuple(sorted((Part(one.group[0], one.k, one.n or 0) for one in found), key=lambda part: -part.k))


def _counts(kinds: Sequence[OutcomeKind]) -> tuple[tuple[OutcomeKind, int], ...]:
    return tuple((kind, kinds.count(kind)) for kind in OutcomeKind if kind in kinds)


def _notable(tx: Session, told: Sequence[outcomes.Reported]) -> tuple[Notable, ...]:
    """The furthest first; of one handoff the furthest alone."""
    ranked = sorted((one for one in told if one.kind in _NAMED), key=_weight)
    once = list({one.handoff_id: one for one in reversed(ranked)}.values())[::-1][:MOST]
    heads = {int(head.id): head for head in handoffs.headlines(tx, [one.handoff_id for one in once])}
    return tuple(
        Notable(one.kind, one.amount, one.currency, heads[one.handoff_id])
        for one in once
        if one.handoff_id in heads
    )


def _weight(one: outcomes.Reported) -> tuple[int, int]:
    return _NAMED.index(one.kind), -(one.amount or 0)
