"""The Home tab: what a person has to do, by due time and with buttons; a team's state for managers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.agreement import Agreement, Person, Role, Team
from bot.domain.brief import Brief
from bot.domain.handoff import HandoffId, Status
from bot.domain.post import Block, View
from bot.domain.promise import State
from bot.views import actions, blocks, commands, escalation, feedback, leads, modals, standing
from bot.views.feedback import Waiting
from bot.views.text import bold, counted, name

_SHOWN_QUEUE = 15
_SHOWN_OFFERED = 8
_SHOWN_STUCK = 3
_SHOWN_TEAMS = 4
_SHOWN_OWNERS = 40
_SHOWN_SOURCED = 10


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """A team's open leads; `total` may be more than the briefs at hand."""

    team: Team
    briefs: Sequence[Brief]
    total: int


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """Everything that a Home tab shows; what does not concern the person is left empty."""

    person: Person
    agreement: Agreement
    now: datetime
    queue: Sequence[Brief]  # soonest due first
    total: int
    offered: Sequence[Brief] = ()
    absences: Sequence[tuple[datetime, datetime]] = ()
    teams: Sequence[TeamFacts] = ()
    sourced: Sequence[Brief] = ()  # for marketers: the newest leads
    inbox: Sequence[Waiting] = ()  # feedback that waits for the person's answer
    inbox_total: int = 0
    answered: Sequence[Waiting] = ()  # what became of the person's own feedback


def home(facts: HomeFacts) -> View:
    """A person's Home tab, within Slack's 100 blocks however much there is."""
    roles = facts.person.roles
    shown: list[Block] = []
    if Role.REP in roles or facts.queue:
        shown += [*_queue(facts), *_offered(facts)]
    shown += feedback.inbox(facts.inbox, facts.inbox_total, facts.now, facts.agreement)
    shown += feedback.mine(facts.answered)
    for team in facts.teams[:_SHOWN_TEAMS]:
        shown += _team(team, facts)
    if facts.sourced:
        shown += _sourced(facts)
    return blocks.home([*(shown or [blocks.section("Nothing is waiting for you.")]), *_away(facts)])


def stranger() -> View:
    """The Home tab of somebody who is not in the agreement."""
    return blocks.home([blocks.section(commands.STRANGER)])


def _queue(facts: HomeFacts) -> list[Block]:
    shown: list[Block] = [blocks.header("My queue"), blocks.context(_promises(facts))]
    for brief in facts.queue[:_SHOWN_QUEUE]:
        shown += commands.entry(brief, facts.person.key)
    more = facts.total - len(facts.queue[:_SHOWN_QUEUE])
    if more > 0:
        shown.append(blocks.context(f"and {more:,} more, due later"))
    return shown


def _promises(facts: HomeFacts) -> str:
    """My promises in words: `3 leads: 1 overdue, 1 at risk, 1 on time`."""
    if not facts.total:
        return "Nothing is waiting for you."
    states = Counter(brief.running.state(facts.now) for brief in facts.queue if brief.running)
    words = ((State.BREACHED, "overdue"), (State.AT_RISK, "at risk"), (State.RUNNING, "on time"))
    parts = [f"{states[state]} {word}" for state, word in words if states[state]]
    scope = "" if facts.total <= len(facts.queue) else f"; of the next {len(facts.queue)}"
    return (
        f"{counted(facts.total, 'lead')}{scope}: {', '.join(parts)}"
        if parts
        else counted(facts.total, "lead")
    )


def _offered(facts: HomeFacts) -> list[Block]:
    if not facts.offered:
        return []
    shown: list[Block] = [blocks.header("Offered to me")]
    for brief in facts.offered[:_SHOWN_OFFERED]:
        shown += commands.entry(brief, facts.person.key)
    more = len(facts.offered) - _SHOWN_OFFERED
    return [*shown, *([blocks.context(f"and {more:,} more")] if more > 0 else [])]


def _away(facts: HomeFacts) -> list[Block]:
    coming = [each for each in facts.absences if each[1] > facts.now]
    away = blocks.button("Set days away…", actions.HOME_AWAY, facts.person.key)
    if not coming:
        return [blocks.divider(), blocks.section("You are not away."), blocks.actions(away)]
    lines = modals.absence_lines(coming, facts.person, facts.agreement)
    back = blocks.button("I am back", actions.HOME_BACK, facts.person.key)
    return [blocks.divider(), blocks.section("\n".join(lines)), blocks.actions(away, back)]


def _team(facts: TeamFacts, home_facts: HomeFacts) -> list[Block]:
    now = home_facts.now
    overdue = {brief.handoff.id for brief in facts.briefs if _is_overdue(brief, now)}
    unassigned = [brief for brief in facts.briefs if brief.handoff.owner is None]
    stuck = [brief for brief in facts.briefs if escalation.waits(brief)]
    figures = f"{facts.total:,} open, {len(overdue)} overdue, {len(unassigned)} without an owner"
    rows = [f"*{figures}, {len(stuck)} escalated*", *_owners(facts.briefs, overdue, home_facts.agreement)]
    shown: list[Block] = [blocks.header(f"Team {facts.team.name}"), *blocks.paragraphs(rows)]
    wanting = {brief.handoff.id: brief for brief in (*stuck, *unassigned)}
    for brief in list(wanting.values())[:_SHOWN_STUCK]:
        shown += [commands.paragraph(brief), escalation.buttons(brief)]
    return shown


def _owners(briefs: Sequence[Brief], overdue: set[HandoffId], agreement: Agreement) -> list[str]:
    """One line per owner, by name: this is no ranking."""
    counts = Counter(brief.handoff.owner for brief in briefs if brief.handoff.owner)
    late = Counter(brief.handoff.owner for brief in briefs if brief.handoff.id in overdue)
    people = sorted(counts, key=lambda key: agreement.name(key).casefold())
    rows = [f"{name(agreement, key)}: {counts[key]} open, {late[key]} overdue" for key in people]
    more = len(rows) - _SHOWN_OWNERS
    return [*rows[:_SHOWN_OWNERS], *([f"and {more} more people"] if more > 0 else [])]


def _sourced(facts: HomeFacts) -> list[Block]:
    lines = [_outcome(brief) for brief in facts.sourced[:_SHOWN_SOURCED]]
    return [blocks.header("What became of the newest leads"), *blocks.paragraphs(lines)]


def _outcome(brief: Brief) -> str:
    at = standing.dated(brief)
    stands = standing.settled(brief, at) or standing.addressed(brief, at)
    return f"{bold(leads.short(brief.lead))}: {stands}"


def _is_overdue(brief: Brief, now: datetime) -> bool:
    running = brief.running
    return (
        brief.handoff.status is Status.OPEN and running is not None and running.state(now) is State.BREACHED
    )
