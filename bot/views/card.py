"""The card of a handoff in the channel: read in five seconds, decided with one click.

Only the owner is mentioned, and only while at work. Once decided, the buttons give way to a line that says by
whom and when.
"""

from bot.domain.brief import Brief
from bot.domain.handoff import CriterionMet
from bot.domain.post import Block, Message
from bot.views import blocks, controls, leads, standing
from bot.views.text import counted, foreign, heading, link, sentence

_SHOWN_CRITERIA = 12
_SHOWN_FLAGS = 3
_SHOWN_LINKS = 2
# The evidence of a criterion that is met is worth its room only when it is short: "82 of 100".
_SHORT_EVIDENCE = 12
_BRANDS = {"hubspot": "HubSpot", "crm": "CRM", "sap": "SAP"}


def card(brief: Brief) -> Message:
    """The whole card, as the handoff stands at `brief.now`."""
    shown: list[Block] = [
        blocks.section(f"{leads.headline(brief.lead)}\n{leads.did(brief)}"),
        blocks.section("\n".join(part for part in (criteria(brief), origin(brief)) if part)),
    ]
    notes = [leads.earlier(brief), flags(brief)]
    if any(notes):
        shown.append(blocks.context(*notes))
    shown.append(blocks.section(footer(brief)))
    row = controls.row(brief)
    return blocks.message(told(brief), *shown, *([row] if row else []))


def footer(brief: Brief) -> str:
    """Whose it is and until when, or what became of it."""
    at = standing.on_card(brief)
    return standing.settled(brief, at) or standing.addressed(brief, at, ping=True)


def told(brief: Brief) -> str:
    """The card in sentences, for notifications and screen readers: for whom, who, why, due when."""
    at, who = standing.on_card(brief), leads.who(brief.lead)
    settled = standing.settled(brief, at)
    if settled:
        return f"{who}. {sentence(settled)}"
    handoff = brief.handoff
    whose = f"for {standing.owner(brief)}" if handoff.owner else f"open to {standing.pool(brief)}"
    due = standing.deadline(brief, at)
    what = "Overdue MQL" if due.startswith(standing.OVERDUE) else "New MQL"
    if handoff.excused is not None:
        what, due = "Parked MQL", f"the clock stands: {foreign(handoff.excused, 200)}"
    parts = [f"{what} {whose}: {sentence(who)}", sentence(leads.why(brief))]
    return " ".join([*parts, *([sentence(due[0].upper() + due[1:])] if due else [])])


def criteria(brief: Brief) -> str:
    """`MQL v3: 4 of 5 criteria  ✓ role ✗ region (not met: Brazil)`."""
    handoff = brief.handoff
    if not handoff.criteria:
        return f"{heading(handoff.definition or handoff.tier_label, 60)} no criteria agreed"
    if all(each.met is None for each in handoff.criteria):
        return f"{heading(handoff.definition or handoff.tier_label, 60)} criteria not reported"
    met = sum(each.met is True for each in handoff.criteria)
    named = " ".join(_criterion(each) for each in handoff.criteria[:_SHOWN_CRITERIA])
    more = len(handoff.criteria) - _SHOWN_CRITERIA
    rest = f" and {more} more" if more > 0 else ""
    definition = heading(handoff.definition or "Definition", 60)
    return f"{definition} {met} of {counted(len(handoff.criteria), 'criterion', 'criteria')}  {named}{rest}"


def origin(brief: Brief) -> str:
    """`Webinar "AI forecasting" · webinar / email · Open in Hubspot`."""
    campaign = brief.lead.campaign
    channel = [foreign(part, 60) for part in (campaign.source or brief.handoff.source, campaign.medium)]
    parts = [foreign(brief.handoff.campaign, 100), " / ".join(part for part in channel if part)]
    return " · ".join(part for part in (*parts, *links(brief)) if part)


def links(brief: Brief) -> list[str]:
    """Links to the person's records in other systems."""
    found = (link(ref.url, f"Open in {_brand(ref.system)}") for ref in brief.lead.refs)
    return [each for each in found if each][:_SHOWN_LINKS]


def flags(brief: Brief) -> str:
    """What intake noticed and somebody should look at."""
    noted = [foreign(flag, 160) for flag in brief.flags if flag]
    more = len(noted) - _SHOWN_FLAGS
    rest = [f"{more} more"] if more > 0 else []
    return f"Please check: {' · '.join([*noted[:_SHOWN_FLAGS], *rest])}" if noted else ""


def _criterion(one: CriterionMet) -> str:
    """The sign and the label stay on one line: a no-break space is between them."""
    label, evidence = foreign(one.label, 40), foreign(one.evidence, 60)
    if one.met is None:
        return f"?\N{NO-BREAK SPACE}{label} (not reported)"
    if one.met:
        short = evidence if len(one.evidence or "") <= _SHORT_EVIDENCE else ""
        return f"✓\N{NO-BREAK SPACE}{label} {short}".rstrip()
    why = f"not met: {evidence}" if evidence else "not met"
    return f"✗\N{NO-BREAK SPACE}{label} ({why})"


def _brand(system: str) -> str:
    return _BRANDS.get(system) or f"{system[:1].upper()}{system[1:]}"
