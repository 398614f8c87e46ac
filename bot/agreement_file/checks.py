"""Whether the parts of an agreement fit together: what one names must be there, and fit its place."""

from collections.abc import Iterable

from bot.agreement_file import report as reports
from bot.agreement_file.lines import Path
from bot.agreement_file.report import Report
from bot.domain.agreement import Agreement, Person, Role, Route, Team, Tier


def check(agreement: Agreement, report: Report) -> None:
    """Note everything that does not fit, and warn of what fits but is hardly meant."""
    for person in agreement.people.values():
        _person(person, agreement, report)
    for team in agreement.teams.values():
        _team(team, agreement, report)
    for key in ("sales", "marketing"):
        _refer(("digest", key), getattr(agreement.digest, key), "person", agreement.people, report)
    for position, key in enumerate(agreement.digest.direct):
        _refer(("digest", "direct", position), key, "person", agreement.people, report)
    for position, route in enumerate(agreement.routes):
        _route(position, route, agreement, report)
    for position, campaign in enumerate(agreement.campaigns):
        _refer(("campaigns", position, "owner"), campaign.owner, "person", agreement.people, report)
    _unique(agreement, report)
    _tiers(agreement.tiers, report)
    _routes(agreement, report)
    if not any(Role.ADMIN in person.roles for person in agreement.people.values()):
        report.warn(("people",), 'nobody has the role "admin", so nobody hears when the bot needs help')


def _person(person: Person, agreement: Agreement, report: Report) -> None:
    path: Path = ("people", person.key)
    _refer((*path, "team"), person.team, "team", agreement.teams, report)
    _refer((*path, "calendar"), person.calendar, "calendar", agreement.calendars, report)
    _refer_role((*path, "manager"), person.manager, Role.MANAGER, agreement, report)
    if person.backup == person.key:
        report.wrong((*path, "backup"), "nobody can be their own backup; name a colleague or leave it out")
    else:
        _refer_role((*path, "backup"), person.backup, Role.REP, agreement, report)
    if Role.REP in person.roles and person.team is None:
        report.warn(path, f"{person.name} is a rep without a team, so no colleague can decide their leads")


def _team(team: Team, agreement: Agreement, report: Report) -> None:
    path: Path = ("teams", team.key)
    _refer_role((*path, "manager"), team.manager, Role.MANAGER, agreement, report)
    for position, key in enumerate(team.pool):
        _refer_role((*path, "pool", position), key, Role.REP, agreement, report)
        if team.pool.index(key) != position:
            report.wrong((*path, "pool", position), f'"{key}" is in the pool twice')
        member = agreement.person(key)
        if member and member.team != team.key:
            report.warn((*path, "pool", position), f"{member.name} takes turns here but is in another team")
    if not team.pool:
        report.wrong(path, f'has no reps; give some person team = "{team.key}" and roles = ["rep"]')
    if team.manager is None and any(route.team == team.key for route in agreement.routes):
        report.warn(path, "gets leads but has no manager, so a breach that nobody takes ends with nobody")


def _route(position: int, route: Route, agreement: Agreement, report: Report) -> None:
    path: Path = ("routes", position)
    _refer_role((*path, "person"), route.person, Role.REP, agreement, report)
    _refer((*path, "team"), route.team, "team", agreement.teams, report)


def _unique(agreement: Agreement, report: Report) -> None:
    people = agreement.people.values()
    _no_twins([(("people", p.key, "slack"), p.slack) for p in people], report)
    _no_twins([(("people", p.key, "email"), p.email) for p in people], report)
    _no_twins([(("tiers", i, "key"), tier.key) for i, tier in enumerate(agreement.tiers)], report)
    _no_twins([(("routes", i, "name"), route.name) for i, route in enumerate(agreement.routes)], report)
    _no_twins(
        [
            *((("campaigns", i, "name"), one.name) for i, one in enumerate(agreement.campaigns)),
            *(
                (("campaigns", i, "aliases", k), alias)
                for i, one in enumerate(agreement.campaigns)
                for k, alias in enumerate(one.aliases)
            ),
        ],
        report,
    )
    for i, tier in enumerate(agreement.tiers):
        criteria = tier.definition.criteria if tier.definition else ()
        base: Path = ("tiers", i, "definition", "criteria")
        _no_twins([((*base, k, "name"), criterion.name) for k, criterion in enumerate(criteria)], report)


def _tiers(tiers: tuple[Tier, ...], report: Report) -> None:
    if all(tier.when.conditions for tier in tiers):
        report.wrong(("tiers",), "no tier takes every lead; end with one that has no `when`")
    for position, tier in enumerate(tiers[:-1]):
        if not tier.when.conditions:
            report.warn(("tiers", position), f'"{tier.key}" takes every lead, so the tiers after it get none')
            return


def _routes(agreement: Agreement, report: Report) -> None:
    routes = agreement.routes
    if all(route.when.conditions for route in routes):
        report.wrong(("routes",), "no route takes every lead; end with one that has no `when`")
    for position, route in enumerate(routes[:-1]):
        if not route.when.conditions and route.team is not None:
            report.warn(
                ("routes", position), f'"{route.name}" takes every lead; the routes after it get none'
            )
            return


def _refer(path: Path, key: str | None, what: str, known: Iterable[str], report: Report) -> None:
    if key and key not in known:
        report.wrong(path, f'there is no {what} "{key}"; {reports.suggest(key, known)}')


def _refer_role(path: Path, key: str | None, role: Role, agreement: Agreement, report: Report) -> None:
    _refer(path, key, "person", agreement.people, report)
    person = agreement.person(key)
    if person and role not in person.roles:
        report.wrong(path, f'{person.name} is not a {role}; add "{role}" to roles of people.{person.key}')


def _no_twins(named: list[tuple[Path, str | None]], report: Report) -> None:
    """The same word twice is a problem at its second place."""
    first: dict[str, Path] = {}
    for path, word in named:
        if not word:
            continue
        if word in first:
            report.wrong(path, f'"{word}" is also {reports.spell(first[word])}; it can be there only once')
        first.setdefault(word, path)
