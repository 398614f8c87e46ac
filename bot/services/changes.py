"""What is new about a lead, in words for the timeline: "title, company size, 2 activities"."""

from dataclasses import fields

from bot.domain.lead import Group, Lead

_GROUPS = ("person", "company", "qualification", "campaign", "context", "consent", "owner")
# Where a field's own name is no word for people; an empty one is not worth mentioning.
_WORDS = {
    "company.name": "company",
    "company.employee_count": "company size",
    "person.first_name": "name",
    "person.last_name": "name",
    "person.linkedin_url": "LinkedIn",
    "qualification.score_parts": "score",
    "qualification.qualified_at": "",
    "campaign.name": "campaign",
    "campaign.id": "",
    "campaign.source": "campaign source",
    "campaign.medium": "campaign",
    "campaign.term": "campaign",
    "campaign.content": "campaign",
    "campaign.first_touch": "",
    "campaign.last_touch": "",
    "consent.status": "consent",
    "consent.at": "",
    "consent.basis": "consent",
    "owner.ref": "CRM owner",
    "owner.email": "CRM owner",
}


def between(before: Lead, after: Lead) -> list[str]:
    """The fields whose values differ, once each, in the order of the lead's groups."""
    words = [_word(group, name) for group in _GROUPS for name in _differing(group, before, after)]
    words += [key.replace("_", " ") for key in after.custom if after.custom[key] != before.custom.get(key)]
    added = len(set(after.activities) - set(before.activities))
    if added:
        words.append("1 activity" if added == 1 else f"{added} activities")
    return [word for word in dict.fromkeys(words) if word]


def _differing(group: str, before: Lead, after: Lead) -> list[str]:
    old: Group = getattr(before, group)
    new: Group = getattr(after, group)
    return [each.name for each in fields(new) if getattr(old, each.name) != getattr(new, each.name)]


def _word(group: str, name: str) -> str:
    return _WORDS.get(f"{group}.{name}", name.replace("_", " "))
