"""Made-up leads, people and handoffs that the tests of the views share.

It is Monday 23 November 2026, 09:24 in Berlin; Ana's lead came in at 09:12 and is to be decided by 10:12.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.agreement import (
    Agreement,
    Ask,
    CalendarRule,
    Channels,
    Person,
    Reason,
    Role,
    Team,
)
from bot.domain.brief import Brief
from bot.domain.figure import Answer, Difference, Figure, Row
from bot.domain.handoff import CriterionMet, Entry, Handoff, HandoffId, LeadId, Policy, Status, Step
from bot.domain.lead import Activity, Campaign, Company, Context, Lead, Ref
from bot.domain.lead import Person as Contact
from bot.domain.metric import Dimension, Metric
from bot.domain.period import Period
from bot.domain.promise import Kind, Leg, Nudge, Promise, PromiseId, Side
from bot.domain.query import Filter, MetricQuery

HANDED = datetime(2026, 11, 23, 8, 12, tzinfo=UTC)
NOW = HANDED + timedelta(minutes=12)
DUE = HANDED + timedelta(hours=1)
REP = frozenset({Role.REP})


def person(key: str, name: str, roles: frozenset[Role] = REP, **facts: str) -> Person:
    """Somebody of the agreement, in the EMEA team unless said otherwise."""
    return Person(key=key, name=name, roles=roles, team=facts.pop("team", "emea"), **facts)  # type: ignore[arg-type]


ANA = person("ana", "Ana", slack="U0ANA", backup="ben", zone="Europe/Berlin")
BEN = person("ben", "Ben", slack="U0BEN")
CLEO = person("cleo", "Cleo", team="us")
MARIA = person("maria", "Maria", frozenset({Role.MANAGER}), slack="U0MARIA")
MILO = person("milo", "Milo", frozenset({Role.MARKETER}))

AGREEMENT = Agreement(
    version="3f2a",
    zone="Europe/Berlin",
    channels=Channels("#handoffs"),
    people={each.key: each for each in (ANA, BEN, CLEO, MARIA, MILO)},
    teams={"emea": Team("emea", "EMEA", ("ana", "ben"), "maria"), "us": Team("us", "US", ("cleo",))},
    calendars={"default": CalendarRule("default", ())},
    tiers=(),
    routes=(),
    reject=(
        Reason("no_intent", "No intent"),
        Reason("wrong_persona", "Wrong persona"),
        Reason("not_a_buyer", "Not a buyer"),
        Reason("bad_data", "Bad data"),
        Reason("wrong_owner", "Wrong owner", Ask.PERSON),
        Reason("duplicate", "Duplicate", Ask.LINK),
        Reason("not_icp", "Not our ICP", Ask.CRITERION),
        Reason("other", "Other", Ask.TEXT),
        Reason("old", "Retired reason", active=False),
    ),
    recycle=(Reason("bad_timing", "Bad timing", Ask.DATE), Reason("no_budget_now", "No budget now")),
    reopen=(Reason("mistake", "decided by mistake"), Reason("news", "new information")),
)

LEAD = Lead(
    person=Contact(
        first_name="Dana",
        last_name="Ruiz",
        title="Head of Operations",
        email="dana.ruiz@lumen.example",
        phone="+49301234567",
    ),
    company=Company(name="Lumen GmbH", employee_count=320, country="DE"),
    campaign=Campaign(name="Webinar “AI forecasting”", source="webinar", medium="email"),
    context=Context(message="Can you call me this week?"),
    activities=(
        Activity("form", "Asked for a demo", occurred_at=HANDED),
        Activity("page", "Read pricing twice", occurred_at=HANDED - timedelta(days=2)),
        Activity("mail", "Opened the invitation", occurred_at=HANDED - timedelta(days=4)),
    ),
    refs=(Ref("hubspot", "7", url="https://app.hubspot.example/contacts/7"),),
)

MET = (
    CriterionMet("company size", True),
    CriterionMet("role", True),
    CriterionMet("region", True),
    CriterionMet("score", True, "82"),
    CriterionMet("consent", True),
)

OPEN = Handoff(
    id=HandoffId(42),
    lead_id=LeadId(7),
    status=Status.OPEN,
    source="hubspot",
    tier="hand_raiser",
    tier_label="Hand-raiser",
    definition="MQL v3",
    criteria=MET,
    agreement="3f2a",
    policy=Policy(3600, 4 * 3600, 3600),
    team="emea",
    owner="ana",
    offered=(),
    handed_at=HANDED,
    campaign="Webinar “AI forecasting”",
)

DECIDE = Promise(
    id=PromiseId(1),
    handoff_id=OPEN.id,
    kind=Kind.DECIDE,
    side=Side.SALES,
    owner="ana",
    budget=3600,
    escalate=3600,
    legs=(Leg("ana", HANDED),),
    started_at=HANDED,
    warn_at=HANDED + timedelta(minutes=45),
    due_at=DUE,
    step=Nudge.WARN,
)
TOUCH = replace(DECIDE, id=PromiseId(2), kind=Kind.TOUCH, budget=4 * 3600, due_at=HANDED + timedelta(hours=5))

BRIEF = Brief(
    handoff=OPEN,
    lead=LEAD,
    promises=(DECIDE,),
    log=(),
    agreement=AGREEMENT,
    now=NOW,
    left=48 * 60,
    owner_at_work=True,
)


def entry(kind: Step, at: datetime = NOW, by: str | None = None, /, **facts: str) -> Entry:
    """One line of the log."""
    return Entry(1, OPEN.id, at, kind, by, facts)


def did(kind: Step, by: str, **facts: str) -> Entry:
    """One line of the log by a person, just now."""
    return Entry(1, OPEN.id, NOW, kind, by, facts)


def changed(brief: Brief = BRIEF, **facts: object) -> Brief:
    """A brief whose handoff differs in `facts`."""
    return replace(brief, handoff=replace(brief.handoff, **facts))  # type: ignore[arg-type]


def accepted(brief: Brief = BRIEF, by: str = "ana") -> Brief:
    """Accepted three minutes after the hand-off; the first touch is owed."""
    at = HANDED + timedelta(minutes=3)
    kept = replace(DECIDE, kept_at=at, ended_at=at)
    decided = changed(brief, status=Status.ACCEPTED, owner=by, decided_by=by, decided_at=at)
    return replace(decided, promises=(kept, TOUCH), left=4 * 3600 - 540)


def rejected(brief: Brief = BRIEF, reason: str = "no_intent", detail: str | None = None) -> Brief:
    """Rejected by Ana three minutes after the hand-off."""
    at = HANDED + timedelta(minutes=3)
    facts = {"reason": reason, "detail": detail, "decided_by": "ana", "decided_at": at}
    kept = replace(DECIDE, kept_at=at, ended_at=at)
    return replace(changed(brief, status=Status.REJECTED, **facts), promises=(kept,), left=0.0)


def overdue(brief: Brief = BRIEF, minutes: int = 12) -> Brief:
    """Past the due time by that much of the owner's time."""
    return replace(brief, now=DUE + timedelta(minutes=minutes), left=-60.0 * minutes)


def sample_answer(names: Sequence[str]) -> Answer:
    """The acceptance rate by campaign, October against September: 20 decided leads in each campaign."""
    october = Period(date(2026, 10, 1), date(2026, 11, 1))
    september = Period(date(2026, 9, 1), date(2026, 10, 1))
    only = (Filter(Dimension.CAMPAIGN, tuple(names)),)
    query = MetricQuery((Metric.ACCEPTANCE_RATE,), (Dimension.CAMPAIGN,), only, october, september)
    now = Figure(Metric.ACCEPTANCE_RATE, 0.75, 15, 20, 0.53, 0.89, open=2, immature=1)
    before = Figure(Metric.ACCEPTANCE_RATE, 0.5, 10, 20, 0.3, 0.7)
    rows = tuple(Row((name,), (now,), (before,), (Difference(0.25, -0.05, 0.5),)) for name in names)
    return Answer(query, october, "Europe/Berlin", NOW, rows)
