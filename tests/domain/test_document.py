"""A lead as a JSON document comes back as it was."""

import json
from datetime import UTC, datetime

from bot.domain import document, merging
from bot.domain.lead import (
    Activity,
    Campaign,
    Company,
    Consent,
    ConsentStatus,
    Context,
    CriterionResult,
    EventType,
    Lead,
    LeadEvent,
    Outcome,
    OutcomeKind,
    Owner,
    Person,
    Qualification,
    Ref,
    ScorePart,
)

AT = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)

FULL = LeadEvent(
    source="web",
    event_id="evt_1",
    type=EventType.QUALIFIED,
    occurred_at=AT,
    person=Person(email="dana@lumen.example", first_name="Dana", country="DE"),
    company=Company(name="Lumen", employee_count="51-200", annual_revenue=1.5),
    qualification=Qualification(
        score=82,
        score_parts=(ScorePart("pricing page", 30),),
        criteria=(CriterionResult("role", True, "Head of Operations"), CriterionResult("budget")),
        qualified_at=AT,
    ),
    campaign=Campaign(name="AI forecasting", first_touch={"source": "ads", "paid": True}),
    context=Context(message="Call me.\nThanks"),
    consent=Consent(ConsentStatus.GRANTED, "form", AT),
    owner=Owner(email="ana@seller.example"),
    outcome=Outcome(OutcomeKind.WON, 1054, "EUR", AT),
    activities=(Activity("page", "Pricing", None, AT), Activity("call")),
    refs=(Ref("hubspot", "7", "eu"),),
    custom={"plan": "pro", "seats": 0, "trial": False},
    flags=("person.title was cut to 150 characters",),
)


def test_an_event_survives_the_trip_through_json() -> None:
    assert document.event_from_json(json.loads(json.dumps(document.to_json(FULL)))) == FULL


def test_a_lead_survives_the_trip_through_json() -> None:
    lead = merging.merge(Lead(), FULL)
    assert document.lead_from_json(json.loads(json.dumps(document.to_json(lead)))) == lead


def test_what_nobody_told_is_left_out() -> None:
    bare = LeadEvent("web", "evt_2", EventType.UPDATED, AT, person=Person(email="d@x.example"))
    assert document.to_json(bare) == {
        "source": "web",
        "event_id": "evt_2",
        "type": "lead.updated",
        "occurred_at": "2026-11-23T09:12:00+00:00",
        "person": {"email": "d@x.example"},
    }


def test_fields_of_a_later_version_are_ignored() -> None:
    later = {**document.to_json(FULL), "mood": "sunny", "person": {"email": "d@x.example", "shoe_size": 42}}
    assert document.event_from_json(later).person == Person(email="d@x.example")
