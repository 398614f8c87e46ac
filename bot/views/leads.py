"""What messages say of a lead in the same words: who it is, what they did, what became of them before.

Everything returned is mrkdwn with foreign text escaped, unless it says plain.
"""

from collections import Counter
from datetime import datetime

from bot.domain import lead as leads
from bot.domain.agreement import Ask
from bot.domain.brief import Brief
from bot.domain.handoff import Handoff, Status
from bot.domain.lead import Activity, Company, Lead
from bot.views import countries, standing
from bot.views.text import bold, clock, date_of, day_of, foreign, name, one_line, same_day

_SHOWN = 2


def headline(lead: Lead) -> str:
    """`*Dana Ruiz* · Head of Operations · Lumen GmbH (320 people, Germany)`."""
    first, *rest = (foreign(part, 80) for part in leads.headline(lead.person, lead.company))
    return " · ".join(part for part in (bold(first), *rest) if part) + _firm(lead.company)


def who(lead: Lead) -> str:
    """`Dana Ruiz, Head of Operations at Lumen GmbH`, for sentences."""
    called = foreign(leads.display_name(lead.person), 80)
    title = foreign(lead.person.title, 80)
    company = foreign(lead.company.name or lead.company.domain, 80)
    return ", ".join(part for part in (called, title) if part) + (f" at {company}" if company else "")


def short(lead: Lead) -> str:
    """`Dana Ruiz, Lumen GmbH`, for lists and confirmations."""
    parts = (leads.display_name(lead.person), lead.company.name or lead.company.domain)
    return ", ".join(foreign(part, 60) for part in parts if part)


def who_plain(lead: Lead) -> str:
    """The same in plain text, for screen readers."""
    parts = (leads.display_name(lead.person), lead.company.name or lead.company.domain)
    return ", ".join(one_line(part, 32) for part in parts if part)


def did(brief: Brief) -> str:
    """What the person asked for and did last, at most two things; else why marketing thinks them ready."""
    told = [*_asked(brief.lead), *activities(brief)]
    return " · ".join(told[:_SHOWN]) or why(brief)


def activities(brief: Brief) -> list[str]:
    """What the person did, the newest first; the same again is counted: `Pricing 09:12 (2 times)`."""
    done = brief.lead.activities
    newest = {title(each): each for each in reversed(done)}
    times = Counter(title(each) for each in done)
    return [
        activity(newest[what], brief) + (f" ({count} times)" if count > 1 else "")
        for what, count in times.items()
        if what
    ]


def why(brief: Brief) -> str:
    """In a few words why the lead was handed off, without a moment."""
    lead = brief.lead
    newest = [title(each) for each in lead.activities if title(each)]
    told = [*_asked(lead), *newest, foreign(lead.qualification.reason, 160)]
    return next(filter(None, told), "What they did is not known")


def earlier(brief: Brief) -> str:
    """What became of the lead's earlier pass, and what is new since; "" when this is the first."""
    prior = brief.prior
    if prior is None:
        return ""
    if prior.decided_at is None:
        return f"Earlier: handed off on {date_of(prior.handed_at, brief.agreement.zone)}, then withdrawn"
    since, on = prior.decided_at, date_of(prior.decided_at, brief.agreement.zone)
    by = f"by {name(brief.agreement, prior.decided_by)} on {on}" if prior.decided_by else f"on {on}"
    match prior.status:
        case Status.RECYCLED:
            said = f"Back as agreed: recycled {by} ({standing.reason(brief, prior)})"
            return f"{said} · {_news(brief, since) or 'nothing new since'}"
        case Status.REJECTED if _asked_for_person(brief, prior):
            return f"Sent on {by} (rejected: {standing.reason(brief, prior)})"
        case Status.REJECTED:
            said = f"Earlier: rejected {by} ({standing.reason(brief, prior)})"
            return " · ".join(part for part in (said, _news(brief, since)) if part)
        case _:
            return f"Earlier: {prior.status} {by}"


def _asked(lead: Lead) -> list[str]:
    """The form they filled in, unless the activities tell it."""
    form = lead.context.form_name
    told = any(each.type == "form" or each.title == form for each in lead.activities)
    return [f"Filled in “{foreign(form, 80)}”"] if form and not told else []


def _news(brief: Brief, since: datetime) -> str:
    fresh = [each for each in brief.lead.activities if each.occurred_at and each.occurred_at > since]
    titles = [title(each, 80) for each in fresh if each.title or each.type]
    if not titles:
        return ""
    more = len(titles) - _SHOWN
    told = titles[:_SHOWN] + ([f"{more} more"] if more > 0 else [])
    return f"new since: {', '.join(told)}"


def _asked_for_person(brief: Brief, prior: Handoff) -> bool:
    chosen = brief.agreement.reason(prior.reason)
    return chosen is not None and chosen.ask is Ask.PERSON


def _firm(company: Company) -> str:
    size = company.employee_count
    people = f"{size:,} people" if isinstance(size, int) else f"{foreign(size, 20)} people" if size else ""
    country = countries.name(company.country) if company.country else ""
    known = ", ".join(part for part in (people, foreign(country, 40)) if part)
    return f" ({known})" if known else ""


def activity(done: Activity, brief: Brief) -> str:
    """`Asked for a demo 09:12`, `Read pricing yesterday`."""
    what, at, zone = title(done), done.occurred_at, brief.agreement.zone
    if at is None:
        return what
    return f"{what} {clock(at, zone) if same_day(at, brief.handoff.handed_at, zone) else day_of(at, zone)}"


def title(done: Activity, most: int = 120) -> str:
    """What an activity is called; "" when nobody said."""
    return foreign(done.title, most) or foreign((done.type or "").replace("_", " "), most)
