"""A campaign: the planned effort that leads come from, what was declared of it, and who answers for it.

The first lead of a campaign makes it known; people declare the rest, in the agreement file or in Slack.
"""

from dataclasses import dataclass
from datetime import date

from bot.domain.agreement import Agreement, Role
from bot.domain.match import Condition


@dataclass(frozen=True, slots=True)
class Campaign:
    """What is known of a campaign; whatever nobody declared is None.

    `starts` and `ends` are days of the workspace, both included; `expected` counts leads of the whole run.
    """

    id: int
    name: str
    owner: str | None = None  # a person's key
    source: str | None = None
    medium: str | None = None
    persona: str | None = None
    starts: date | None = None
    ends: date | None = None
    target: str | None = None
    offer: str | None = None
    expected: int | None = None


def answers_for(campaign: Campaign, agreement: Agreement) -> str | None:
    """The key of the person who answers for a campaign; None when the agreement has nobody who could.

    Its owner; else the first marketer whose `campaigns` name it; else whom the digest asks on behalf of
    marketing; else the first marketer; else the first manager.
    """
    if agreement.person(campaign.owner) is not None:
        return campaign.owner
    people = agreement.people.values()
    marketers = [one for one in people if Role.MARKETER in one.roles]
    managers = [one for one in people if Role.MANAGER in one.roles]
    known = {"campaign": campaign.name}
    named = [one for one in marketers if one.campaigns and Condition("campaign", one.campaigns).holds(known)]
    asked = agreement.person(agreement.digest.marketing)
    return next((one.key for one in (*named, *([asked] if asked else ()), *marketers, *managers)), None)
