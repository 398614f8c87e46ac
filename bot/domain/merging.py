"""How the events of one person add up to one lead.

The last writer of a group of fields is the event with the latest `occurred_at`, not the one that arrived
last; an older event only fills what is blank. What an event does not mention stays as it was.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from bot.domain import lead
from bot.domain.lead import Activity, Campaign, Facts, Group, Lead, LeadEvent, Ref

G = TypeVar("G", bound=Group)

_DAWN = datetime.min.replace(tzinfo=UTC)


def merge(known: Lead, event: LeadEvent) -> Lead:
    """The lead after one more event; the same event twice changes nothing the second time.

    Person, company and context merge field by field. Campaign, consent and owner are statements whose parts
    belong together and are replaced whole; so is the qualification by a new `lead.qualified`.
    """
    wins = {group: event.occurred_at >= known.written.get(group, _DAWN) for group in _told(event)}
    requalified = event.type is lead.EventType.QUALIFIED
    qualify = _replace_whole if requalified else _overlay
    return Lead(
        person=_overlay(known.person, event.person, wins.get("person")),
        company=_overlay(known.company, event.company, wins.get("company")),
        qualification=qualify(known.qualification, event.qualification, wins.get("qualification")),
        campaign=_keep_origin(known.campaign, event.campaign, wins.get("campaign")),
        context=_overlay(known.context, event.context, wins.get("context")),
        consent=_replace_whole(known.consent, event.consent, wins.get("consent")),
        owner=_replace_whole(known.owner, event.owner, wins.get("owner")),
        activities=latest((*known.activities, *event.activities)),
        refs=_distinct((*known.refs, *event.refs)),
        custom=_merge_custom(known.custom, event.custom, wins.get("custom")),
        written={**known.written, **{group: event.occurred_at for group, won in wins.items() if won}},
    )


def latest(activities: Sequence[Activity]) -> tuple[Activity, ...]:
    """Each activity once, latest first, those without a time last."""
    once = list(dict.fromkeys(activities))
    return tuple(sorted(once, key=_moment, reverse=True)[: lead.MAX_ACTIVITIES])


def _told(event: LeadEvent) -> list[str]:
    groups = ("person", "company", "qualification", "campaign", "context", "consent", "owner")
    told = [name for name in groups if getattr(event, name).given()]
    return [*told, "custom"] if event.custom else told


def _overlay(old: G, new: G, new_wins: bool | None) -> G:
    above, below = (new, old) if new_wins else (old, new)
    return replace(below, **above.given())


def _replace_whole(old: G, new: G, new_wins: bool | None) -> G:
    return new if new_wins or not old.given() else old


def _keep_origin(old: Campaign, new: Campaign, new_wins: bool | None) -> Campaign:
    """The origin of record is never overwritten, nor is the first touch."""
    merged = _replace_whole(old, new, new_wins)
    return replace(merged, source=old.source or new.source, first_touch=old.first_touch or new.first_touch)


def _moment(activity: Activity) -> datetime:
    return activity.occurred_at or _DAWN


def _distinct(refs: Sequence[Ref]) -> tuple[Ref, ...]:
    """Each reference once, in the order in which they were first told, as it was told last."""
    return tuple({ref.key: ref for ref in refs}.values())


def _merge_custom(old: Facts, new: Facts, new_wins: bool | None) -> Facts:
    """The winner's keys come first, so that they are the ones that stay when there are too many."""
    above, below = (new, old) if new_wins else (old, new)
    merged = {**above, **{key: value for key, value in below.items() if key not in above}}
    return dict(list(merged.items())[: lead.MAX_CUSTOM])
