"""Who may do what: one function, default deny.

Reps of the handoff's team decide; managers of that team do what their reps do, reassign and excuse;
administrators reassign, excuse and see everything; marketers see. Marketers, managers and administrators
declare campaigns. Slack's team and user ids say who somebody is; a person who is not in the agreement may do
nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from bot.domain.agreement import Agreement, Person, Role
from bot.domain.feedback import Item, may_answer, may_correct, may_set_aside
from bot.domain.handoff import Handoff
from bot.domain.metric import Dimension
from bot.domain.query import MetricQuery


class Action(StrEnum):
    """Everything that is guarded."""

    DECIDE = "decide"
    UNDO = "undo"
    REOPEN = "reopen"
    REASSIGN = "reassign"
    SNOOZE = "snooze"
    TOUCH = "touch"
    EXCUSE = "excuse"
    SEE = "see"  # the card's facts, why and history
    TEAM = "team"  # the team view
    CAMPAIGN = "campaign"  # declaring, editing and merging campaigns


class FeedbackAction(StrEnum):
    """What people do with an item of feedback."""

    SET_ASIDE = "set aside"  # say that it is none, or that it is, or which campaign it is about
    ANSWER = "answer"
    REOPEN = "reopen"  # say that an answer did not help
    CORRECT = "correct"  # say what it is about


@dataclass(frozen=True, slots=True)
class Denied:
    """Not allowed; `why` is a sentence for the person who tried."""

    why: str


_OF_ONES_OWN = frozenset({FeedbackAction.SET_ASIDE, FeedbackAction.CORRECT})
_TEAM_REP = frozenset({Action.DECIDE, Action.UNDO, Action.REOPEN, Action.SNOOZE, Action.TOUCH})
_MANAGER = _TEAM_REP | {Action.REASSIGN, Action.EXCUSE}
_ADMIN = frozenset({Action.REASSIGN, Action.EXCUSE})

# What does not depend on a handoff: whose it is, and what everybody else is told.
_BY_ROLE: Mapping[Action, tuple[frozenset[Role], str]] = {
    Action.TEAM: (frozenset({Role.MANAGER, Role.ADMIN}), "The team view is for managers."),
    Action.CAMPAIGN: (
        frozenset({Role.MARKETER, Role.MANAGER, Role.ADMIN}),
        "Campaigns are declared by marketers, managers and administrators.",
    ),
}


def check(
    person: Person | None, action: Action, handoff: Handoff | None, agreement: Agreement
) -> Denied | None:
    """None when `person` may do `action` (to `handoff`, where there is one), else why not."""
    if person is None:
        return Denied("You are not in this workspace's handoff agreement. Ask its administrator to add you.")
    if action is Action.SEE:
        return None
    if action in _BY_ROLE:
        roles, why = _BY_ROLE[action]
        return None if person.roles & roles else Denied(why)
    if handoff is None or action not in _granted(person, handoff, agreement):
        return Denied(_why(action, handoff, agreement))
    return None


def figures(person: Person | None, query: MetricQuery) -> Denied | None:
    """None when `person` may see what is asked for: sums are for every member of the workspace, figures of
    people for themselves and for managers and administrators. `person` None: not in the agreement."""
    if not about_people(query) or (person and person.roles & {Role.MANAGER, Role.ADMIN}):
        return None
    filters = [each for each in query.filters if each.dimension is Dimension.OWNER]
    own = {person.key, person.name} if person else set()
    if any(not each.negated and set(each.values) <= own for each in filters):
        return None
    return Denied("Figures of people are for themselves, their managers and administrators.")


def about_people(query: MetricQuery) -> bool:
    """Whether the figures are those of single people."""
    filtered = any(each.dimension is Dimension.OWNER for each in query.filters)
    return filtered or Dimension.OWNER in query.group_by


def check_feedback(
    person: Person | None, action: FeedbackAction, item: Item | None, campaign: str | None, user: str = ""
) -> Denied | None:
    """None when `person` may do `action` to the item, else why not. `campaign` is its campaign's name.

    `user` is Slack's id of who acts: of their own words everybody may say what they are, also who is in no
    agreement.
    """
    if user and item is not None and item.user == user and action in _OF_ONES_OWN:
        return None
    if person is None:
        return Denied("You are not in this workspace's handoff agreement. Ask its administrator to add you.")
    if item is None:
        return Denied("This feedback does not exist any more.")
    match action:
        case FeedbackAction.SET_ASIDE:
            allowed, why = (
                may_set_aside(person, item),
                "Only whoever said it, sales and its owner can do that.",
            )
        case FeedbackAction.ANSWER:
            allowed = may_answer(person, item.owner, campaign)
            why = "Only the campaign's owner, its marketers and an administrator can answer."
        case FeedbackAction.REOPEN:
            allowed, why = person.key == item.author, "Only whoever said it can do that."
        case FeedbackAction.CORRECT:
            allowed = may_correct(person, item)
            why = "Only whoever said it, its owner, marketers, managers and administrators can do that."
        case _:
            assert_never(action)
    return None if allowed else Denied(why)


def _granted(person: Person, handoff: Handoff, agreement: Agreement) -> frozenset[Action]:
    granted: frozenset[Action] = frozenset()
    owner = agreement.person(handoff.owner)
    if Role.ADMIN in person.roles:
        granted |= _ADMIN
    if person.key in (handoff.owner, *handoff.offered):
        granted |= _TEAM_REP | {Action.REASSIGN}
    if handoff.decided_by == person.key:
        granted |= {Action.UNDO}
    team = owner.team if owner and owner.team else handoff.team
    same_team = person.team is not None and person.team == team
    if Role.REP in person.roles and same_team:
        granted |= _TEAM_REP
    if Role.MANAGER in person.roles and (same_team or person.key in _managers(handoff, team, agreement)):
        granted |= _MANAGER
    return granted


def _managers(handoff: Handoff, team: str | None, agreement: Agreement) -> tuple[str | None, ...]:
    """Whom the owner reports to, and who leads the owner's team."""
    group = agreement.teams.get(team or "")
    return agreement.manager_of(handoff.owner, handoff.team), group.manager if group else None


def _why(action: Action, handoff: Handoff | None, agreement: Agreement) -> str:
    team = agreement.teams.get(handoff.team) if handoff and handoff.team else None
    whose = team.name if team else "the owner's team"
    match action:
        case Action.REASSIGN:
            return f"Only its owner, the manager of {whose} or an administrator can do that."
        case Action.EXCUSE:
            return f"Only the manager of {whose} or an administrator can do that."
        case _:
            return f"Only reps of {whose} can do that."
