"""The canonical lead: what comes in whole, what is repaired and said so, what is refused field by field."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import document
from bot.domain.lead import (
    Activity,
    Company,
    Consent,
    ConsentStatus,
    CriterionResult,
    EventType,
    LeadEvent,
    Outcome,
    OutcomeKind,
    Person,
    Qualification,
    Ref,
    ScorePart,
)
from bot.gateways import canonical

NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)


def payload(**changes: object) -> dict[str, object]:
    """A small valid lead; `group__field` replaces one field, `group` the whole group."""
    lead: dict[str, object] = {
        "event": {"event_id": "evt_1", "type": "lead.qualified", "occurred_at": "2026-11-23T09:00:00Z"},
        "person": {"email": "dana@lumen.example"},
        "qualification": {"qualified_at": "2026-11-23T09:00:00Z"},
    }
    for name, value in changes.items():
        group, _, field = name.partition("__")
        if field:
            inner = lead.setdefault(group, {})
            assert isinstance(inner, dict)
            inner[field] = value
        else:
            lead[group] = value
    return lead


def accept(raw: object) -> LeadEvent:
    event = canonical.parse(raw, source="web", received_at=NOW)
    assert isinstance(event, LeadEvent), event
    return event


def refuse(raw: object) -> dict[str, str]:
    errors = canonical.parse(raw, source="web", received_at=NOW)
    assert isinstance(errors, list), errors
    assert errors
    return {error.path: error.problem for error in errors}


def test_a_whole_lead_comes_in_as_it_was_sent() -> None:
    event = accept(
        payload(
            event__source="web",
            person={
                "email": " Dana@Lumen.Example",
                "phone": "030 901820",
                "first_name": "Dana",
                "country": "Germany",
                "timezone": "Europe/Berlin",
            },
            company={
                "name": "Lumen GmbH",
                "domain": "www.lumen.example",
                "employee_count": "51 – 200",
                "annual_revenue": 4.5e6,
                "currency": "eur",
            },
            qualification={
                "score": 82,
                "score_parts": [{"name": "pricing page", "points": 30}],
                "criteria": [
                    {"name": "role", "met": True, "evidence": "Head of Operations"},
                    {"name": "budget"},
                ],
                "qualified_at": "2026-11-23T10:00:00+01:00",
            },
            consent={"status": "granted", "basis": "form", "at": "2026-11-20T00:00:00Z"},
            activities=[{"type": "page", "title": "Pricing", "occurred_at": "2026-11-22T00:00:00Z"}],
            refs=[{"system": "hubspot", "object": "contact", "id": 7, "url": "https://crm.example/7"}],
            custom={"plan": "pro", "seats": 0, "trial": False, "share": 0.5},
        )
    )
    assert event == LeadEvent(
        source="web",
        event_id="evt_1",
        type=EventType.QUALIFIED,
        occurred_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
        person=Person(
            email="dana@lumen.example",
            phone="+4930901820",
            first_name="Dana",
            country="DE",
            timezone="Europe/Berlin",
        ),
        company=Company(
            name="Lumen GmbH",
            domain="lumen.example",
            employee_count="51-200",
            annual_revenue=4.5e6,
            currency="EUR",
        ),
        qualification=Qualification(
            score=82,
            score_parts=(ScorePart("pricing page", 30),),
            criteria=(CriterionResult("role", True, "Head of Operations"), CriterionResult("budget")),
            qualified_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
        ),
        consent=Consent(ConsentStatus.GRANTED, "form", datetime(2026, 11, 20, tzinfo=UTC)),
        activities=(Activity("page", "Pricing", None, datetime(2026, 11, 22, tzinfo=UTC)),),
        refs=(Ref("hubspot", "7", object="contact", url="https://crm.example/7"),),
        custom={"plan": "pro", "seats": 0, "trial": False, "share": 0.5},
    )


def test_the_event_may_stand_at_the_top() -> None:
    raw = payload()
    event = raw.pop("event")
    assert isinstance(event, dict)
    assert accept({**event, **raw}) == accept(payload())
    del event["occurred_at"]
    assert refuse({**event, **raw}) == {"occurred_at": "is required"}


def test_an_event_that_was_stored_can_be_read_again() -> None:
    event = accept(payload(custom={"a": "&amp;amp;"}, activities=[{"type": "call"}]))
    stored = document.to_json(event)
    del stored["custom"]
    again = accept(stored)
    assert (again.person, again.activities, again.event_id) == (
        event.person,
        event.activities,
        event.event_id,
    )


def test_everything_that_is_wrong_is_said_at_once() -> None:
    problems = refuse(
        {
            "event": {"type": "lead.maybe", "occurred_at": "yesterday"},
            "person": {"first_name": 5},
            "company": {"annual_revenue": "much"},
            "qualification": {"score": True, "criteria": [{"met": "yes"}, 5]},
            "consent": {"status": "perhaps"},
            "activities": [None],
            "refs": [],
            "custom": {"nested": {}},
        }
    )
    assert problems == {
        "event.event_id": "is required",
        "event.type": "should be lead.qualified, lead.updated, lead.unqualified, lead.outcome, person.deleted"
        " or person.merged",
        "event.occurred_at": "should be a time like 2026-11-23T09:12:00+01:00",
        "person.email": "is missing: give person.email, person.phone or an entry in refs",
        "person.first_name": "should be text",
        "company.annual_revenue": "should be a number, without quotes",
        "qualification.score": "should be a number, without quotes",
        "qualification.criteria[0].name": "is required",
        "qualification.criteria[0].met": "should be true or false",
        "qualification.criteria[1]": "should be an object",
        "consent.status": "should be granted, denied or unknown",
        "activities[0]": "should be an object",
        "custom.nested": "should be text, a number, true or false",
    }


@pytest.mark.parametrize("raw", [None, 5, "lead", [], [[]]])
def test_what_is_no_object_is_refused(raw: object) -> None:
    assert list(refuse(raw)) == [""]


def test_nothing_at_all_names_what_is_required() -> None:
    assert refuse({}).keys() == {"event.event_id", "event.type", "event.occurred_at", "person.email"}


@pytest.mark.parametrize("group", ["event", "person", "company", "qualification", "custom"])
def test_a_group_that_is_no_object_is_refused(group: str) -> None:
    assert refuse(payload(**{group: "x"}))[group] == "should be an object"


@pytest.mark.parametrize("group", ["refs", "activities"])
def test_a_list_that_is_no_list_is_refused(group: str) -> None:
    assert refuse(payload(**{group: {}})) == {group: "should be a list"}


@pytest.mark.parametrize(
    "identity",
    [{"person": {"phone": "+49 30 901820"}}, {"person": {}, "refs": [{"system": "hubspot", "id": "7"}]}],
)
def test_a_phone_number_or_a_reference_is_identity_enough(identity: dict[str, object]) -> None:
    assert accept(payload(**identity)).event_id == "evt_1"


def test_null_is_the_same_as_not_sent() -> None:
    assert accept(payload(company=None, refs=None, person__title=None, custom={"a": None})) == accept(
        payload()
    )


def test_an_empty_address_is_no_identity() -> None:
    assert "person.email" in refuse(payload(person={"email": "  "}))


def test_a_phone_number_that_cannot_be_read_is_left_out_if_the_person_is_known_otherwise() -> None:
    event = accept(payload(person__phone="ask Dana"))
    assert event.person.phone is None
    assert event.flags == (
        "person.phone was left out: “ask Dana” is not a phone number: write it with + and the country code",
    )


def test_a_phone_number_that_cannot_be_read_is_an_error_if_it_is_all_there_is() -> None:
    assert refuse(payload(person={"phone": "030 901820"})).keys() == {"person.phone"}


def test_the_country_of_the_company_places_the_phone_number() -> None:
    event = accept(payload(person__phone=30901820, company={"country": "DE"}))
    assert event.person.phone == "+4930901820"


def test_an_extension_is_said_to_be_lost() -> None:
    event = accept(payload(person__phone="+49 30 901820 ext. 12"))
    assert event.person.phone == "+4930901820"
    assert event.flags == ("person.phone was kept without its extension 12",)


def test_an_event_of_tomorrow_is_tolerated_and_a_later_one_refused() -> None:
    tomorrow = NOW + timedelta(days=1)
    assert accept(payload(event__occurred_at=tomorrow.isoformat())).occurred_at == tomorrow
    later = (tomorrow + timedelta(seconds=1)).isoformat()
    problems = refuse(payload(event__occurred_at=later, qualification__qualified_at=later))
    assert problems.keys() == {"event.occurred_at", "qualification.qualified_at"}


def test_a_time_without_offset_is_refused() -> None:
    assert "no offset" in refuse(payload(event__occurred_at="2026-11-23T09:00:00"))["event.occurred_at"]


def test_another_source_than_the_address_is_refused() -> None:
    assert refuse(payload(event__source="other")).keys() == {"event.source"}


def test_a_qualified_lead_says_when_it_qualified() -> None:
    assert refuse(payload(qualification={})).keys() == {"qualification.qualified_at"}
    assert accept(payload(qualification=None, event__type="lead.updated")).type is EventType.UPDATED


def test_an_outcome_says_which_and_happened_when_it_was_told() -> None:
    assert refuse(payload(event__type="lead.outcome")) == {"outcome.kind": "is required for lead.outcome"}
    event = accept(
        payload(event__type="lead.outcome", outcome={"kind": "won", "amount": 1054, "currency": "EUR"})
    )
    assert event.outcome == Outcome(OutcomeKind.WON, 1054, "EUR", event.occurred_at)


def test_a_merge_names_who_stays_and_who_goes() -> None:
    one: list[object] = [{"system": "hubspot", "id": "7"}]
    assert refuse(payload(event__type="person.merged", refs=one)).keys() == {"refs"}
    event = accept(payload(event__type="person.merged", refs=[*one, {"system": "hubspot", "id": "8"}]))
    assert [ref.id for ref in event.refs] == ["7", "8"]


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 10**400, -(10**400), 1e308])
def test_numbers_beyond_belief_are_refused(value: float) -> None:
    problems = refuse(
        payload(qualification__score=value, company={"annual_revenue": value}, custom={"n": value})
    )
    assert problems.keys() == {"qualification.score", "company.annual_revenue", "custom.n"}
