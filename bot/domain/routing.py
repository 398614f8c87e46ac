"""Routing: whose lead is it? Existing owner, then the rules in order, then a team's round robin.

Every candidate that was looked at is kept with the verdict on it, so that "why me?" and `handoff why` can
answer from the log. Pure: who is away, how loaded people are and whose turn it was last are arguments.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain import match
from bot.domain.agreement import Agreement, Person, Role, Route, Team


@dataclass(frozen=True, slots=True)
class Situation:
    """What routing must know of the moment."""

    away: frozenset[str] = frozenset()
    loads: Mapping[str, int] = field(default_factory=dict)  # open leads per person
    last: Mapping[str, str] = field(default_factory=dict)  # team -> who had the last turn
    existing: str | None = None  # person key of the owner that the CRM or an earlier pass names


@dataclass(frozen=True, slots=True)
class Tried:
    """One candidate and what was found."""

    what: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Routed:
    """The outcome: an owner, or a team whose pool may take the lead; `turn` names the round robin used."""

    owner: str | None
    team: str | None
    tried: tuple[Tried, ...]
    turn: str | None = None

    @property
    def why(self) -> str:
        """The deciding line in words."""
        return f"{self.tried[-1].what}: {self.tried[-1].verdict}" if self.tried else "no rule matched"


def route(facts: match.Facts, agreement: Agreement, situation: Situation) -> Routed:
    """Who gets a lead with these facts, and everything that was tried on the way."""
    tried: list[Tried] = []
    team = next(iter(agreement.teams), None)
    if agreement.existing_owner and situation.existing:
        owner = _present(agreement, situation.existing, situation, "existing owner", tried)
        if owner:
            return _to(agreement, owner, tried)
    for rule in agreement.routes:
        if not rule.when.holds(facts):
            tried.append(Tried(f"rule “{rule.name}”", f"does not match ({rule.when.spell()})"))
            continue
        routed = _follow(rule, agreement, situation, tried)
        if routed is not None:
            return routed
        person = agreement.person(rule.person)
        team = person.team if person and person.team else team
    # A lead must not end with nobody: the pool of whoever should have had it may take it.
    group = agreement.teams.get(team or "")
    tried.append(Tried("no rule", f"open to {group.name if group else 'nobody'}"))
    return Routed(None, team, tuple(tried))


def take_turn(team: Team, agreement: Agreement, situation: Situation, tried: list[Tried]) -> str | None:
    """The next person of a team's pool who is here and below their cap, after the one with the last turn."""
    last = situation.last.get(team.key)
    start = (team.pool.index(last) + 1) if last in team.pool else 0
    for key in (*team.pool[start:], *team.pool[:start]):
        verdict = _unfit(agreement.person(key), situation)
        tried.append(Tried(f"{team.name} round robin", f"{agreement.name(key)} {verdict or 'is next'}"))
        if verdict is None:
            return key
    return None


def _follow(rule: Route, agreement: Agreement, situation: Situation, tried: list[Tried]) -> Routed | None:
    name = f"rule “{rule.name}”"
    if rule.person is not None:
        owner = _present(agreement, rule.person, situation, name, tried)
        return _to(agreement, owner, tried) if owner else None
    team = agreement.teams.get(rule.team or "")
    if team is None:
        return None
    tried.append(Tried(name, f"goes to {team.name}"))
    owner = take_turn(team, agreement, situation, tried)
    if owner is None:
        tried.append(Tried(team.name, "everybody is away or full: the pool may take it"))
    return Routed(owner, team.key, tuple(tried), turn=team.key if owner else None)


def _present(
    agreement: Agreement, key: str, situation: Situation, why: str, tried: list[Tried]
) -> str | None:
    """The person, or their backup when they are away; None when neither can have it."""
    person = agreement.person(key)
    if person is None or Role.REP not in person.roles:
        tried.append(Tried(why, f"{agreement.name(key)} is not a rep of the agreement"))
        return None
    if key not in situation.away:
        tried.append(Tried(why, f"{person.name} owns it"))
        return key
    tried.append(Tried(why, f"{person.name} is away"))
    backup = agreement.person(person.backup)
    if backup is None:
        return None
    away = backup.key in situation.away
    tried.append(Tried(f"backup of {person.name}", f"{backup.name} {'is away too' if away else 'stands in'}"))
    return None if away else backup.key


def _to(agreement: Agreement, owner: str, tried: list[Tried]) -> Routed:
    person = agreement.person(owner)
    return Routed(owner, person.team if person else None, tuple(tried))


def _unfit(person: Person | None, situation: Situation) -> str | None:
    if person is None:
        return "is no longer in the agreement"
    if person.key in situation.away:
        return "is away"
    load = situation.loads.get(person.key, 0)
    if person.cap is not None and load >= person.cap:
        return f"has {load} open leads, the cap is {person.cap}"
    return None
