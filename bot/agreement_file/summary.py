"""An agreement in words, for the person who has just edited the file: `handoff check`."""

from collections.abc import Iterator

from bot.agreement_file import Loaded
from bot.domain import duration
from bot.domain.agreement import Agreement, Person, Tier
from bot.domain.campaign import Declared

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def describe(loaded: Loaded) -> str:
    """The agreement as lines: people by team, tiers with clocks, routes in order, sources, warnings."""
    return "\n".join(_lines(loaded))


def _lines(loaded: Loaded) -> Iterator[str]:
    agreement = loaded.agreement
    yield f"Agreement {agreement.version} · {agreement.channels.handoffs} · {agreement.zone}"
    yield from _section("People", _people(agreement))
    yield from _section("Tiers (the first that matches)", map(_tier, agreement.tiers))
    yield from _section("Routes (in this order)", _routes(agreement))
    yield from _section("Weekly digest", _digest(agreement))
    yield from _section("Campaigns", (_campaign(one, agreement) for one in agreement.campaigns))
    yield from _section("Feedback", _feedback(agreement))
    yield from _section("Sources", (source.spell() for source in loaded.sources.values()))
    yield from _section("Warnings", iter(loaded.warnings))


def _digest(agreement: Agreement) -> Iterator[str]:
    plan = agreement.digest
    direct = [agreement.name(key) for key in plan.direct]
    to = ", ".join([plan.channel or agreement.channels.handoffs, *direct])
    yield f"{_DAYS[plan.weekday]} {plan.at:%H:%M} to {to}"
    for change in plan.changes:
        yield f"what is usual begins anew on {change.on}: {change.what}"


def _campaign(campaign: Declared, agreement: Agreement) -> str:
    days = [f"from {campaign.starts}"] if campaign.starts else []
    days += [f"until {campaign.ends}"] if campaign.ends else []
    also = [f"also called {', '.join(campaign.aliases)}"] if campaign.aliases else []
    answers = agreement.name(agreement.answers_for(campaign.name, campaign))
    return " · ".join([f"{campaign.name}: {answers} answers for it", *days, *also])


def _feedback(agreement: Agreement) -> Iterator[str]:
    yield f"themes: {', '.join(theme.label for theme in agreement.themes if theme.active)}"
    off = [theme.label for theme in agreement.themes if not theme.active]
    if off:
        yield f"no longer set: {', '.join(off)}"
    if agreement.competitors:
        yield f"competitors: {', '.join(one.name for one in agreement.competitors)}"
    if agreement.feedback.model:
        yield "comments on which the rules are silent go to the language model, where one is set"


def _section(title: str, entries: Iterator[str]) -> Iterator[str]:
    listed = list(entries)
    if listed:
        yield ""
        yield title
        yield from (f"  {entry}" for entry in listed)


def _people(agreement: Agreement) -> Iterator[str]:
    for team in agreement.teams.values():
        members = [p for p in agreement.people.values() if p.team == team.key or p.key in team.pool]
        yield f"{team.name}: {', '.join(map(_person, members))} (manager {agreement.name(team.manager)})"
    others = [p for p in agreement.people.values() if p.team not in agreement.teams]
    if others:
        yield f"No team: {', '.join(map(_person, others))}"


def _person(person: Person) -> str:
    roles = "/".join(sorted(person.roles))
    return f"{person.name} [{roles}]"


def _tier(tier: Tier) -> str:
    clocks = f"decide in {duration.spell(tier.decide)}, touch in {duration.spell(tier.touch)}"
    words = f"{tier.label}: {tier.when.spell()} · {clocks}"
    definition = tier.definition
    return f"{words} · {definition.name} v{definition.version}" if definition else words


def _routes(agreement: Agreement) -> Iterator[str]:
    if agreement.existing_owner:
        yield "the owner that the CRM or an earlier hand-off names"
    for route in agreement.routes:
        team = agreement.teams.get(route.team or "")
        yield f"{route.name}: {route.when.spell()} -> {team.name if team else agreement.name(route.person)}"
