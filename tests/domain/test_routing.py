"""Whose lead it is: existing owner, the rules in order, round robin with caps, and the pool at the end.

Every case names the people and teams that must be found in what was tried, in this order, so that "why me?"
can be answered; the exact words are not the tests' business.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest

from bot.domain import routing
from bot.domain.agreement import Agreement, Channels, Person, Role, Route, Team
from bot.domain.match import Condition, Match
from bot.domain.routing import Routed, Situation

REP = frozenset({Role.REP})
ANY = Match()


def where(field: str, *entries: str) -> Match:
    """A rule with one condition."""
    return Match((Condition(field, entries),))


PEOPLE = (
    Person("ana", "Ana Lima", REP, team="emea", backup="ben"),
    Person("ben", "Ben Okafor", REP, team="emea", backup="ana"),
    Person("eva", "Eva Novak", REP, team="emea", cap=3),
    Person("uma", "Uma Rao", REP, team="us"),
    Person("ulf", "Ulf Berg", REP, team="us", backup="uma", cap=0),
    Person("max", "Max Weber", frozenset({Role.MANAGER}), team="emea"),
    Person("milo", "Milo Costa", frozenset({Role.MARKETER}), team="emea"),
)
TEAMS = (Team("emea", "EMEA sales", ("ana", "ben", "eva")), Team("us", "US sales", ("uma", "ulf")))
ROUTES = (
    Route("DACH is Ana's", where("region", "DACH"), person="ana"),
    Route("Nordics is Ulf's", where("region", "Nordics"), person="ulf"),
    Route("Iberia is Uma's", where("region", "Iberia", "DACH"), person="uma"),
    Route("America", where("region", "US"), team="us"),
    Route("Enterprise", where("segment", "enterprise"), team="emea"),
)
HOUSE = Agreement(
    version="1",
    zone="UTC",
    channels=Channels("#handoffs"),
    people={each.key: each for each in PEOPLE},
    teams={each.key: each for each in TEAMS},
    calendars={},
    tiers=(),
    routes=ROUTES,
    reject=(),
    recycle=(),
)
DACH, NORDICS, US = {"region": "DACH"}, {"region": "Nordics"}, {"region": "US"}
ENTERPRISE, NOTHING = {"segment": "enterprise"}, {"region": "Mars"}


@dataclass(frozen=True, slots=True)
class Case:
    """A lead, the moment it comes, who gets it, and whose names "why me?" must have in this order."""

    facts: Mapping[str, str]
    now: Situation
    owner: str | None
    team: str | None
    named: tuple[str, ...]
    turn: str | None = None


def away(*people: str, **more: str) -> Situation:
    """A moment at which some are away."""
    return Situation(away=frozenset(people), existing=more.get("existing"))


def owned(by: str) -> Situation:
    """A lead that somebody owned before."""
    return Situation(existing=by)


CASES = {
    "an existing owner comes before the rules": Case(DACH, owned("eva"), "eva", "emea", ("Eva Novak",)),
    "an existing owner may be of another team than the rules say": Case(
        DACH, owned("uma"), "uma", "us", ("Uma Rao",)
    ),
    "the cap is for turns, not for one's own leads": Case(
        DACH, Situation(existing="eva", loads={"eva": 99}), "eva", "emea", ("Eva Novak",)
    ),
    "an absent existing owner's backup stands in": Case(
        NOTHING, away("ana", existing="ana"), "ben", "emea", ("Ana Lima", "Ben Okafor")
    ),
    "an absent existing owner without a backup leaves it to the rules": Case(
        DACH, away("eva", existing="eva"), "ana", "emea", ("Eva Novak", "Ana Lima")
    ),
    "existing owner and backup away leave it to the rules": Case(
        US,
        away("ana", "ben", existing="ana"),
        "uma",
        "us",
        ("Ana Lima", "Ben Okafor", "America", "US sales", "Uma Rao"),
        turn="us",
    ),
    "an existing owner who is no rep leaves it to the rules": Case(
        DACH, owned("milo"), "ana", "emea", ("Milo Costa", "Ana Lima")
    ),
    "an existing owner whom the agreement does not name leaves it to the rules": Case(
        DACH, owned("gone"), "ana", "emea", ("gone", "Ana Lima")
    ),
    "the first rule that matches wins": Case(DACH, Situation(), "ana", "emea", ("DACH is Ana's", "Ana Lima")),
    "rules that do not match are named too": Case(
        US,
        Situation(),
        "uma",
        "us",
        ("DACH is Ana's", "Nordics is Ulf's", "Iberia is Uma's", "America", "US sales", "Uma Rao"),
        turn="us",
    ),
    "the backup of the rule's person stands in": Case(
        NORDICS, away("ulf"), "uma", "us", ("Nordics is Ulf's", "Ulf Berg", "Uma Rao")
    ),
    "with person and backup away the next rule that matches is asked": Case(
        DACH, away("ana", "ben"), "uma", "us", ("Ana Lima", "Ben Okafor", "Iberia is Uma's", "Uma Rao")
    ),
    "a rule for a team takes the next in turn": Case(
        ENTERPRISE, Situation(last={"emea": "ana"}), "ben", "emea", ("EMEA sales", "Ben Okafor"), turn="emea"
    ),
    "after the last of the pool comes the first": Case(
        ENTERPRISE, Situation(last={"emea": "eva"}), "ana", "emea", ("EMEA sales", "Ana Lima"), turn="emea"
    ),
    "the turn of another team does not count": Case(
        ENTERPRISE, Situation(last={"us": "uma"}), "ana", "emea", ("Ana Lima",), turn="emea"
    ),
    "a last turn of somebody who left begins at the top": Case(
        ENTERPRISE, Situation(last={"emea": "gone"}), "ana", "emea", ("Ana Lima",), turn="emea"
    ),
    "whoever is away is passed over": Case(
        ENTERPRISE,
        Situation(away=frozenset({"ben"}), last={"emea": "ana"}),
        "eva",
        "emea",
        ("Ben Okafor", "Eva Novak"),
        turn="emea",
    ),
    "below the cap one still gets leads": Case(
        ENTERPRISE, Situation(last={"emea": "ben"}, loads={"eva": 2}), "eva", "emea", ("Eva Novak",), "emea"
    ),
    "at the cap one is passed over": Case(
        ENTERPRISE,
        Situation(last={"emea": "ben"}, loads={"eva": 3}),
        "ana",
        "emea",
        ("Eva Novak", "Ana Lima"),
        turn="emea",
    ),
    "a cap of nought takes nobody's turn": Case(
        US, Situation(last={"us": "uma"}), "uma", "us", ("Ulf Berg", "Uma Rao"), turn="us"
    ),
    "with everybody away the team's pool may take it": Case(
        ENTERPRISE,
        away("ana", "ben", "eva"),
        None,
        "emea",
        ("Enterprise", "Ana Lima", "Ben Okafor", "Eva Novak", "EMEA sales"),
    ),
    "with one away and the other full the team's pool may take it": Case(
        US, away("uma"), None, "us", ("America", "Uma Rao", "Ulf Berg", "US sales")
    ),
    "without any rule it ends with a team's pool": Case(
        NOTHING,
        Situation(),
        None,
        "emea",
        ("DACH is Ana's", "Nordics is Ulf's", "Iberia is Uma's", "America", "Enterprise", "EMEA sales"),
    ),
    "with the only rule's person and backup away it ends with their team's pool": Case(
        NORDICS, away("ulf", "uma"), None, "us", ("Ulf Berg", "Uma Rao", "US sales")
    ),
}


def told(routed: Routed) -> str:
    """Everything that was tried, as one text."""
    return "\n".join(f"{one.what}: {one.verdict}" for one in routed.tried)


def assert_named_in_order(text: str, names: tuple[str, ...]) -> None:
    at = 0
    for name in names:
        found = text.find(name, at)
        assert found >= 0, f"{name!r} is missing, or comes too early, in:\n{text}"
        at = found + len(name)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_lead_goes_where_the_agreement_says_and_can_tell_why(case: Case) -> None:
    routed = routing.route(case.facts, HOUSE, case.now)
    assert (routed.owner, routed.team, routed.turn) == (case.owner, case.team, case.turn)
    assert_named_in_order(told(routed), case.named)
    assert all(one.what.strip() and one.verdict.strip() for one in routed.tried)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_deciding_line_names_who_got_it(case: Case) -> None:
    routed = routing.route(case.facts, HOUSE, case.now)
    winner = HOUSE.name(case.owner) if case.owner else HOUSE.teams[case.team or ""].name
    assert winner in routed.why


def test_an_agreement_may_leave_existing_owners_out() -> None:
    routed = routing.route(DACH, replace(HOUSE, existing_owner=False), owned("eva"))
    assert routed.owner == "ana"
    assert "Eva Novak" not in told(routed)


def test_the_last_rule_may_take_every_lead() -> None:
    agreement = replace(HOUSE, routes=(*ROUTES, Route("everything else", ANY, team="us")))
    routed = routing.route(NOTHING, agreement, Situation())
    assert (routed.owner, routed.turn) == ("uma", "us")


def test_somebody_of_the_pool_whom_the_agreement_no_longer_names_is_passed_over() -> None:
    agreement = replace(HOUSE, people={key: each for key, each in HOUSE.people.items() if key != "ana"})
    routed = routing.route(ENTERPRISE, agreement, Situation())
    assert routed.owner == "ben"
    assert_named_in_order(told(routed), ("ana", "Ben Okafor"))


def test_an_agreement_without_teams_and_rules_still_answers() -> None:
    routed = routing.route(DACH, replace(HOUSE, routes=(), teams={}), Situation())
    assert (routed.owner, routed.team, routed.turn) == (None, None, None)
    assert routed.why


POOL = ("ana", "ben", "cai", "dee")


def ring(cap: int | None = None) -> Agreement:
    """A team of four that takes turns."""
    people = {key: Person(key, key.title(), REP, team="ring", cap=cap) for key in POOL}
    routes = (Route("all", ANY, team="ring"),)
    return replace(HOUSE, people=people, teams={"ring": Team("ring", "Ring", POOL)}, routes=routes)


def deal(count: int, agreement: Agreement, absent: frozenset[str] = frozenset(), last: str = "") -> list[str]:
    """Who gets the leads that come one after the other while nobody decides any; "" is the pool."""
    got: list[str] = []
    for _ in range(count):
        now = Situation(absent, Counter(got), {"ring": last})
        routed = routing.route({}, agreement, now)
        last = routed.owner or last
        got.append(routed.owner or "")
    return got


@pytest.mark.parametrize("absent", POOL)
def test_round_robin_is_fair_over_a_hundred_leads_with_one_person_away(absent: str) -> None:
    got = deal(100, ring(), frozenset({absent}))
    shares = Counter(got)
    assert absent not in shares
    assert sorted(shares.values()) == [33, 33, 34]
    assert all(one != following for one, following in pairwise(got))


def test_round_robin_goes_around_in_the_pools_order() -> None:
    assert deal(6, ring()) == ["ana", "ben", "cai", "dee", "ana", "ben"]


def test_coming_back_brings_no_pile() -> None:
    before = deal(50, ring(), frozenset({"ben"}))
    after = deal(48, ring(), last=before[-1])
    assert Counter(after) == dict.fromkeys(POOL, 12)


def test_when_everybody_is_full_the_rest_is_the_pools() -> None:
    got = Counter(deal(30, ring(cap=5)))
    assert got == {**dict.fromkeys(POOL, 5), "": 10}
