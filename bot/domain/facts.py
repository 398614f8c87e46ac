"""What a lead is matched by, and the dimensions that are frozen when it is handed off."""

from collections.abc import Mapping

from bot.domain import lead as leads
from bot.domain.lead import Lead
from bot.domain.match import Fact

# Company sizes as bands; the upper bounds are inclusive.
_SIZES = ((50, "1-50"), (200, "51-200"), (1000, "201-1000"), (5000, "1001-5000"))


def of(source: str, lead: Lead) -> dict[str, Fact]:
    """The facts that match rules may name (see `bot/agreement_file`); custom fields as `custom.<key>`."""
    person, company, quality, campaign = lead.person, lead.company, lead.qualification, lead.campaign
    return {
        "source": campaign.source or source,
        "campaign": campaign.name or campaign.id,
        "medium": campaign.medium,
        "form_name": lead.context.form_name,
        "country": company.country or person.country,
        "region": company.region,
        "segment": company.segment,
        "industry": company.industry,
        "employee_count": company.employee_count,
        "persona": person.persona,
        "title": person.title,
        "score": quality.score,
        "grade": quality.grade,
        "stage": quality.stage,
        "language": person.language,
        "tier": quality.tier,
        "company_domain": company.domain,
        "email_domain": person.email.rpartition("@")[2] if person.email else None,
        **{f"custom.{key}": value for key, value in lead.custom.items()},
    }


def dimensions(source: str, lead: Lead) -> dict[str, str]:
    """What the metrics group by, as it is now; later edits never rewrite it. Unknown ones are left out."""
    facts = of(source, lead)
    found = {
        "source": facts["source"],
        "campaign": facts["campaign"],
        "campaign_id": lead.campaign.id,
        "first_campaign_id": _told(lead.campaign.first_touch, "campaign_id", "id"),
        "first_campaign": _told(
            lead.campaign.first_touch, "campaign", "campaign_name", "name", "utm_campaign"
        ),
        "medium": facts["medium"],
        "segment": facts["segment"],
        "region": facts["region"],
        "country": facts["country"],
        "persona": facts["persona"],
        "industry": facts["industry"],
        "company_size": company_size(lead.company.employee_count),
        "score_band": leads.score_band(lead.qualification.score),
        # Whoever tries the way in marks the lead; no figure counts it.
        "test": "yes" if str(lead.custom.get("test", "")).casefold() in ("true", "yes", "1") else None,
    }
    return {name: str(value) for name, value in found.items() if value}


def first_campaign(dimensions: Mapping[str, object]) -> tuple[str | None, str | None]:
    """The id and the name of the campaign of the lead's first touch, as it was frozen."""
    told = (dimensions.get("first_campaign_id"), dimensions.get("first_campaign"))
    campaign_id, name = (str(one) if one else None for one in told)
    return campaign_id, name


def _told(touch: Mapping[str, object], *keys: str) -> object:
    """The first of these that a touch tells: its fields are free, and systems call them differently."""
    return next((touch[key] for key in keys if touch.get(key)), None)


def company_size(count: int | str | None) -> str | None:
    """The band of a head count; a band given as text stays as it is."""
    if count is None or isinstance(count, str):
        return count
    return next((band for most, band in _SIZES if count <= most), "5001+")
