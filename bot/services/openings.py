"""Opening a handoff: tier and definition, route, promise and card, all in the caller's transaction.

Three ways lead here: a qualified lead comes in, a rejected one is re-routed to its right owner, a recycled
one returns on its day.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import facts, post, promise, routing
from bot.domain import handoff as life
from bot.domain.agreement import Agreement, Tier
from bot.domain.handoff import CriterionMet, Handoff, HandoffId, LeadId, Policy, Status, Step
from bot.domain.lead import CriterionResult, Lead
from bot.domain.match import Fact
from bot.services import clocks as ledger
from bot.services import timeline
from bot.services.clocks import Clocks
from storage import handoffs, people, posts
from storage.database import Session


@dataclass(frozen=True, slots=True)
class Opening:
    """How a handoff comes about, besides the lead itself."""

    source: str
    quiet: bool = False  # no card and no pings
    import_id: int | None = None
    prior: Handoff | None = None
    owner: str | None = None  # set: routed to this person whatever the rules say
    why: str = ""  # with `owner`: the reason as "why me?" tells it


def open_handoff(
    tx: Session,
    lead_id: int,
    lead: Lead,
    opening: Opening,
    agreement: Agreement,
    clocks: Clocks,
    now: datetime,
) -> Handoff:
    """Open a handoff for a lead that has none open, route it, start its clock, and write its card's row."""
    known = facts.of(opening.source, lead)
    tier = next((t for t in agreement.tiers if t.when.holds(known)), agreement.tiers[-1])
    routed = _route(tx, known, lead, opening, agreement, now)
    new = Handoff(
        id=HandoffId(0),
        lead_id=LeadId(lead_id),
        status=Status.OPEN,
        source=opening.source,
        tier=tier.key,
        tier_label=tier.label,
        definition=f"{tier.definition.name} v{tier.definition.version}" if tier.definition else None,
        criteria=_criteria(tier, lead),
        agreement=agreement.version,
        policy=Policy(tier.decide, tier.touch, tier.escalate),
        team=routed.team,
        owner=routed.owner,
        offered=_pool(routed, agreement),
        handed_at=now,
        quiet=opening.quiet,
        prior_id=opening.prior.id if opening.prior else None,
        import_id=opening.import_id,
        campaign=lead.campaign.name or lead.campaign.id,
    )
    return _start(tx, new, facts.dimensions(opening.source, lead), routed, agreement, clocks, now)


def reroute(
    tx: Session, rejected: Handoff, to: str, agreement: Agreement, clocks: Clocks, now: datetime
) -> Handoff:
    """Open a new pass for the right owner after a rejection as `wrong_owner`; what it is stays frozen."""
    person = agreement.person(to)
    tried = (routing.Tried(f"sent on by {agreement.name(rejected.decided_by)}", "as the right owner"),)
    routed = routing.Routed(to, person.team if person else rejected.team, tried)
    new = replace(
        rejected, id=HandoffId(0), status=Status.OPEN, owner=to, team=routed.team, handed_at=now,
        decided_at=None, decided_by=None, reason=None, detail=None, prior_id=rejected.id, snoozes=0,
        excused=None, first_status=None, first_decided_at=None, first_reason=None,
    )  # fmt: skip
    return _start(tx, new, handoffs.dimensions(tx, rejected.id), routed, agreement, clocks, now)


def speak_up(tx: Session, quiet: Handoff, agreement: Agreement, clocks: Clocks, now: datetime) -> None:
    """An open handoff that pinged nobody is qualified anew: it gets a card and a clock that rings."""
    handoffs.change(tx, quiet.id, quiet=False)
    ledger.void(tx, quiet.id, promise.Kind.DECIDE, now, "qualified anew")
    handoff = handoffs.get(tx, quiet.id) or quiet
    posts.add(tx, timeline.card_key(handoff.id), post.Kind.CARD, handoff.id, agreement.channels.handoffs, now)
    clocks.start_decide(tx, handoff, now)


def withdraw_follower(tx: Session, handoff: Handoff, now: datetime) -> str | None:
    """Take back the pass that came out of a decision that is undone; why not, when it is too late."""
    follower = handoffs.follower(tx, handoff.id)
    if follower is None or follower.status is Status.WITHDRAWN:
        return None
    if not withdraw(tx, follower, "the rejection before it was undone", now):
        return f"Too late: the lead went on as handoff {follower.id}, and that is decided already."
    return None


def withdraw(tx: Session, handoff: Handoff, why: str, now: datetime) -> bool:
    """Close an open handoff that needs no decision any more; False when somebody decided it first."""
    if not handoffs.move(
        tx, handoff.id, life.FROM[Step.WITHDRAWN], status=Status.WITHDRAWN, snoozed_until=None
    ):
        return False
    ledger.void(tx, handoff.id, promise.Kind.DECIDE, now, why)
    after = handoffs.get(tx, handoff.id) or handoff
    timeline.record(tx, after, Step.WITHDRAWN, None, now, {"why": why}, handoff.offered)
    return True


def _start(
    tx: Session,
    new: Handoff,
    dimensions: dict[str, str],
    routed: routing.Routed,
    agreement: Agreement,
    clocks: Clocks,
    now: datetime,
) -> Handoff:
    handoff = handoffs.insert(tx, new, dimensions)
    if routed.turn and routed.owner:
        people.take_turn(tx, routed.turn, routed.owner)
    clocks.start_decide(tx, handoff, now)
    if not handoff.quiet:
        key = timeline.card_key(handoff.id)
        posts.add(tx, key, post.Kind.CARD, handoff.id, agreement.channels.handoffs, now)
    opened = {"tier": handoff.tier_label, "source": handoff.source}
    handoffs.record(tx, handoff.id, now, Step.OPENED, None, opened)
    tried = {str(n): f"{t.what}: {t.verdict}" for n, t in enumerate(routed.tried, 1)}
    handoffs.record(tx, handoff.id, now, Step.ROUTED, None, tried)
    timeline.show_homes(tx, (handoff.owner, *handoff.offered), now)
    return handoff


def _route(
    tx: Session,
    known: dict[str, Fact],
    lead: Lead,
    opening: Opening,
    agreement: Agreement,
    now: datetime,
) -> routing.Routed:
    if opening.owner is not None:
        person = agreement.person(opening.owner)
        tried = (routing.Tried(agreement.name(opening.owner), opening.why),)
        return routing.Routed(opening.owner, person.team if person else None, tried)
    everybody: Collection[str] = list(agreement.people)
    # First of all, because it lets one opening at a time go on: loads change with each.
    last = people.turns(tx, sorted(agreement.teams))
    situation = routing.Situation(
        away=people.away(tx, now),
        loads=handoffs.open_loads(tx, everybody),
        last=last,
        existing=_existing_owner(lead, opening, agreement),
    )
    return routing.route(known, agreement, situation)


def _existing_owner(lead: Lead, opening: Opening, agreement: Agreement) -> str | None:
    """Who owns the person by the CRM's word, else whoever accepted the earlier pass."""
    if lead.owner.ref in agreement.people:
        return lead.owner.ref
    email = (lead.owner.email or "").casefold()
    found = next(
        (p.key for p in agreement.people.values() if email and (p.email or "").casefold() == email), None
    )
    if found is None and opening.prior is not None and opening.prior.status is Status.ACCEPTED:
        return opening.prior.owner
    return found


def _criteria(tier: Tier, lead: Lead) -> tuple[CriterionMet, ...]:
    """The tier's criteria as the source reported them."""
    told = {result.name: result for result in lead.qualification.criteria}
    wanted = tier.definition.criteria if tier.definition else ()
    nothing = CriterionResult("")
    return tuple(
        CriterionMet(one.label, told.get(one.name, nothing).met, told.get(one.name, nothing).evidence)
        for one in wanted
    )


def _pool(routed: routing.Routed, agreement: Agreement) -> tuple[str, ...]:
    """Without an owner the whole pool may take the lead."""
    team = agreement.teams.get(routed.team or "")
    return team.pool if routed.owner is None and team else ()
