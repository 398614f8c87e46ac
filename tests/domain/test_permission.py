"""Who may do what: every action against every relation to the handoff, and nobody by default.

The table follows the product's words: reps of the owner's team decide, whoever was offered the lead may take
it, managers do what their reps do, reassign and excuse, administrators reassign, excuse and see everything,
marketers see. The owner may give the lead to somebody else: it is in the card's menu.
"""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.domain import permission
from bot.domain.agreement import Agreement, Person, Role, Team
from bot.domain.handoff import Handoff, Status
from bot.domain.permission import Action
from tests.views import samples

REP = frozenset({Role.REP})
MANAGER = frozenset({Role.MANAGER})

PEOPLE = {
    "owner": Person("ana", "Ana", REP, team="emea", manager="mia"),
    "teammate": Person("ben", "Ben", REP, team="emea"),
    "offered": Person("uma", "Uma", REP, team="us"),
    "other team's rep": Person("cleo", "Cleo", REP, team="us"),
    "marketer": Person("milo", "Milo", frozenset({Role.MARKETER}), team="emea"),
    "team's manager": Person("max", "Max", MANAGER, team="emea"),
    "owner's manager": Person("mia", "Mia", MANAGER, team="board"),
    "other manager": Person("mara", "Mara", MANAGER, team="us"),
    "admin": Person("olga", "Olga", frozenset({Role.ADMIN})),
    "without a role": Person("nils", "Nils", frozenset(), team="emea"),
}
STRANGER = "stranger"
RELATIONS = (*PEOPLE, STRANGER)

HOUSE: Agreement = replace(
    samples.AGREEMENT,
    people={each.key: each for each in PEOPLE.values()},
    teams={
        "emea": Team("emea", "EMEA", ("ana", "ben"), "max"),
        "us": Team("us", "US", ("uma", "cleo"), "mara"),
        "board": Team("board", "Board", ()),
    },
)
LEAD = replace(samples.OPEN, owner="ana", team="emea", offered=("uma",))

MANAGERS = frozenset({"team's manager", "owner's manager"})
SALES = frozenset({"owner", "teammate", "offered"}) | MANAGERS

# A new action that is not entered here makes the tests fail.
ALLOWED: Mapping[Action, frozenset[str]] = {
    Action.DECIDE: SALES,
    Action.UNDO: SALES,
    Action.REOPEN: SALES,
    Action.SNOOZE: SALES,
    Action.TOUCH: SALES,
    Action.REASSIGN: MANAGERS | {"owner", "offered", "admin"},
    Action.EXCUSE: MANAGERS | {"admin"},
    Action.SEE: frozenset(PEOPLE),
    Action.TEAM: MANAGERS | {"other manager", "admin"},
    Action.CAMPAIGN: MANAGERS | {"other manager", "admin", "marketer"},
}


def cell(action: Action, relation: str) -> object:
    """One cell of the matrix."""
    return pytest.param(action, relation, id=f"{action}-{relation}")


def allowed(
    person: Person | None, action: Action, handoff: Handoff | None = LEAD, agreement: Agreement = HOUSE
) -> bool:
    """Whether it is allowed; a refusal says why in a sentence."""
    denied = permission.check(person, action, handoff, agreement)
    assert denied is None or denied.why.endswith(".")
    return denied is None


def test_every_action_is_in_the_table() -> None:
    assert set(ALLOWED) == set(Action)


@pytest.mark.parametrize(("action", "relation"), [cell(a, r) for a in Action for r in RELATIONS])
def test_the_matrix(action: Action, relation: str) -> None:
    expected = relation in ALLOWED.get(action, frozenset())
    assert allowed(PEOPLE.get(relation), action) is expected


@pytest.mark.parametrize("action", Action)
def test_a_stranger_may_do_nothing_and_is_told_how_to_get_in(action: Action) -> None:
    for handoff in (LEAD, None):
        denied = permission.check(None, action, handoff, HOUSE)
        assert denied is not None
        assert "agreement" in denied.why


@pytest.mark.parametrize("relation", PEOPLE)
@pytest.mark.parametrize("action", sorted(set(Action) - {Action.SEE, Action.TEAM, Action.CAMPAIGN}))
def test_without_a_handoff_there_is_nothing_to_act_on(action: Action, relation: str) -> None:
    assert not allowed(PEOPLE[relation], action, None)


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("action", [Action.SEE, Action.TEAM, Action.CAMPAIGN])
def test_seeing_does_not_depend_on_the_handoff(action: Action, relation: str) -> None:
    assert allowed(PEOPLE.get(relation), action, None) is (relation in ALLOWED[action])


@pytest.mark.parametrize("status", Status)
def test_who_may_do_it_does_not_depend_on_how_the_handoff_stands(status: Status) -> None:
    lead = replace(LEAD, status=status)
    assert allowed(PEOPLE["teammate"], Action.DECIDE, lead)
    assert not allowed(PEOPLE["other team's rep"], Action.DECIDE, lead)


@pytest.mark.parametrize("action", sorted(set(Action) - {Action.SEE, Action.TEAM, Action.CAMPAIGN}))
@pytest.mark.parametrize("roles", [REP, MANAGER])
def test_no_team_at_all_is_no_common_team(action: Action, roles: frozenset[Role]) -> None:
    loner = Person("lone", "Lone", roles)
    house = replace(HOUSE, people={**HOUSE.people, "lone": loner})
    nobodys = replace(LEAD, owner=None, team=None, offered=())
    assert not allowed(loner, action, nobodys, house)


def test_a_lead_of_the_pool_is_its_teams() -> None:
    pooled = replace(LEAD, owner=None, offered=())
    assert allowed(PEOPLE["teammate"], Action.DECIDE, pooled)
    assert allowed(PEOPLE["team's manager"], Action.REASSIGN, pooled)
    assert not allowed(PEOPLE["other team's rep"], Action.DECIDE, pooled)
    assert not allowed(PEOPLE["other manager"], Action.REASSIGN, pooled)


def test_a_lead_without_a_team_is_its_owners_teams() -> None:
    teamless = replace(LEAD, team=None, offered=())
    assert allowed(PEOPLE["teammate"], Action.DECIDE, teamless)
    assert not allowed(PEOPLE["other team's rep"], Action.DECIDE, teamless)


def test_an_offer_is_over_when_it_is_withdrawn() -> None:
    assert not allowed(PEOPLE["offered"], Action.DECIDE, replace(LEAD, offered=()))


def test_several_roles_add_up() -> None:
    both = replace(PEOPLE["teammate"], roles=REP | {Role.ADMIN})
    assert allowed(both, Action.DECIDE)
    assert allowed(both, Action.EXCUSE)


def test_being_named_as_a_manager_is_no_role() -> None:
    named = replace(PEOPLE["owner's manager"], roles=frozenset({Role.MARKETER}))
    assert not allowed(named, Action.EXCUSE)


def test_whoever_left_the_agreement_leaves_their_lead_to_the_team() -> None:
    people = {key: each for key, each in HOUSE.people.items() if key != "ana"}
    left = replace(HOUSE, people=people)
    assert allowed(PEOPLE["teammate"], Action.DECIDE, agreement=left)
    assert allowed(PEOPLE["team's manager"], Action.REASSIGN, agreement=left)


def test_a_backup_of_another_team_may_undo_their_own_rejection() -> None:
    rejected = replace(LEAD, status=Status.REJECTED, offered=(), decided_by="uma", decided_at=samples.NOW)
    assert allowed(PEOPLE["offered"], Action.UNDO, rejected)


def test_the_teams_manager_need_not_be_a_member_of_it() -> None:
    guest = replace(PEOPLE["team's manager"], team=None)
    house = replace(HOUSE, people={**HOUSE.people, "max": guest})
    assert allowed(guest, Action.REASSIGN, agreement=house)


def test_reps_of_the_team_of_an_owner_who_took_an_offer_are_teammates() -> None:
    taken = replace(LEAD, status=Status.ACCEPTED, owner="uma", offered=(), decided_by="uma")
    assert allowed(PEOPLE["other team's rep"], Action.TOUCH, taken)
