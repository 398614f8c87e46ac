"""A past handoff in the words of today's agreement: owner, tier, reason, and the business time it took."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from bot.domain import facts, past
from bot.domain.agreement import Agreement, Tier
from bot.domain.calendar import BusinessCalendar
from bot.domain.lead import Campaign, Company, Lead, Person, Qualification
from bot.domain.past import Decision, Past
from bot.services.clocks import Clocks
from storage.database import Session
from storage.past_rows import Entry

_MICROSECOND = timedelta(microseconds=1)
_UNTOLD = "not told"
_MARKS = {Decision.TEST: "test", Decision.DUPLICATE: "duplicate"}
_SENT_BACK = (Decision.REJECTED, Decision.RECYCLED)

Hours = Mapping[str | None, BusinessCalendar]


def hours(tx: Session, agreement: Agreement, clocks: Clocks) -> Hours:
    """Everybody's working hours; for an owner whom the agreement does not name, those of nobody."""
    return {key: clocks.hours(tx, key) for key in (None, *agreement.people)}


class Translator:
    """Reads past handoffs of one source as the agreement would put them."""

    def __init__(self, agreement: Agreement, source: str, hours: Hours) -> None:
        self._agreement = agreement
        self._source = source
        self._hours = hours
        self._owners = _index(
            (word, person.key)
            for person in agreement.people.values()
            for word in (person.name, person.email, person.key)
        )
        reasons = (*agreement.reject, *agreement.recycle)
        self._reasons = _index(
            (word, reason.key) for reason in reasons for word in (reason.label, reason.key)
        )
        self._tiers = {word.casefold(): tier for tier in agreement.tiers for word in (tier.label, tier.key)}
        self._policies = {tier.key: _policy(tier) for tier in agreement.tiers}

    def entry(self, one: Past) -> Entry:
        """The handoff as it is to be stored. Words that the agreement does not know are kept as they are."""
        owner = self._owners.get(one.owner.casefold(), one.owner) if one.owner else None
        person = self._agreement.person(owner)
        tier = self._tiers.get(one.tier.casefold()) if one.tier else None
        reason = self._reasons.get(one.reason.casefold(), one.reason) if one.reason else None
        lead = _lead(one)
        dimensions = facts.dimensions(self._source, lead)
        if one.decision in _MARKS:
            dimensions[_MARKS[one.decision]] = "yes"
        sent_back = one.decision in _SENT_BACK
        return Entry(
            past=one,
            owner=owner,
            team=person.team if person else None,
            tier=tier.key if tier else one.tier or "",
            tier_label=tier.label if tier else one.tier or _UNTOLD,
            policy=self._policies[(tier or self._agreement.tiers[-1]).key],
            reason=reason if sent_back else None,
            detail=None if sent_back else one.reason,
            campaign=lead.campaign.name or lead.campaign.id,
            dimensions=dimensions,
            worked=self._worked(one, person.key if person else None),
        )

    def _worked(self, one: Past, owner: str | None) -> int | None:
        """Business microseconds from the hand-off to the decision, in the owner's hours."""
        if one.decision not in past.DECIDED or one.decided_at is None:
            return None
        return self._hours[owner].counted(one.handed_at, one.decided_at) // _MICROSECOND


def _index(pairs: Iterable[tuple[str | None, str]]) -> dict[str, str]:
    """Words in any case to keys; of two people of one name neither is meant."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for word, key in pairs:
        folded = (word or "").casefold()
        if found.setdefault(folded, key) != key:
            twice.add(folded)
    return {word: key for word, key in found.items() if word not in twice}


def _lead(one: Past) -> Lead:
    """As much of the lead as the dimensions need."""
    groups: Mapping[str, Any] = one.groups
    return Lead(
        person=Person(**groups.get("person", {})),
        company=Company(**groups.get("company", {})),
        qualification=Qualification(**groups.get("qualification", {})),
        campaign=Campaign(**groups.get("campaign", {})),
        custom=groups.get("custom", {}),
    )


def _policy(tier: Tier) -> dict[str, float]:
    return {"decide": tier.decide, "touch": tier.touch, "escalate": tier.escalate}
