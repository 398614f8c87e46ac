"""Events of one person add up, in whatever order they arrive."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import lead, merging
from bot.domain.lead import (
    Activity,
    Campaign,
    Company,
    Consent,
    ConsentStatus,
    EventType,
    Lead,
    LeadEvent,
    Owner,
    Person,
    Qualification,
    Ref,
    Scalar,
)

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
DANA = Person(email="dana@lumen.example", first_name="Dana", title="Analyst")


def event(hours: int, type_: EventType = EventType.UPDATED) -> LeadEvent:
    return LeadEvent("web", f"evt_{hours}", type_, MONDAY + timedelta(hours=hours))


def test_the_first_event_is_taken_as_it_is() -> None:
    merged = merging.merge(Lead(), replace(event(1), person=DANA))
    assert merged.person == DANA
    assert merged.written == {"person": MONDAY + timedelta(hours=1)}


def test_a_newer_event_overwrites_what_it_tells_and_keeps_the_rest() -> None:
    known = merging.merge(Lead(), replace(event(1), person=DANA))
    merged = merging.merge(known, replace(event(2), person=Person(title="Head", last_name="Ruiz")))
    assert merged.person == Person(
        email="dana@lumen.example", first_name="Dana", last_name="Ruiz", title="Head"
    )


def test_an_older_event_only_fills_blanks() -> None:
    known = merging.merge(Lead(), replace(event(5), person=DANA))
    merged = merging.merge(known, replace(event(2), person=Person(title="Intern", last_name="Ruiz")))
    assert merged.person == replace(DANA, last_name="Ruiz")
    assert merged.written["person"] == MONDAY + timedelta(hours=5)


def test_each_group_has_its_own_last_writer() -> None:
    known = merging.merge(Lead(), replace(event(5), person=DANA))
    merged = merging.merge(
        known, replace(event(2), person=Person(title="Intern"), company=Company(name="Lumen"))
    )
    assert merged.person.title == "Analyst"
    assert merged.company.name == "Lumen"
    assert merged.written == {"person": MONDAY + timedelta(hours=5), "company": MONDAY + timedelta(hours=2)}


def test_a_campaign_is_replaced_whole_but_for_its_origin() -> None:
    first = Campaign(id="1", name="Fair", source="events", medium="fair", first_touch={"page": "/fair"})
    second = Campaign(id="2", name="Webinar", source="email", first_touch={"page": "/webinar"})
    known = merging.merge(Lead(), replace(event(1), campaign=first))
    merged = merging.merge(known, replace(event(2), campaign=second))
    assert merged.campaign == Campaign(id="2", name="Webinar", source="events", first_touch={"page": "/fair"})


def test_an_owner_is_never_mixed_from_two() -> None:
    known = merging.merge(Lead(), replace(event(1), owner=Owner(ref="77", email="ana@seller.example")))
    assert merging.merge(known, replace(event(2), owner=Owner(ref="78"))).owner == Owner(ref="78")
    assert merging.merge(known, replace(event(0), owner=Owner(ref="76"))).owner == known.owner


def test_consent_denied_later_has_no_old_basis() -> None:
    granted = Consent(ConsentStatus.GRANTED, "form", MONDAY)
    known = merging.merge(Lead(), replace(event(1), consent=granted))
    merged = merging.merge(known, replace(event(2), consent=Consent(ConsentStatus.DENIED)))
    assert merged.consent == Consent(ConsentStatus.DENIED)


def test_a_new_qualification_forgets_the_reasons_of_the_old_one() -> None:
    old, new = (
        Qualification(reason="asked for a demo", score=82),
        Qualification(score=60, qualified_at=MONDAY),
    )
    known = merging.merge(Lead(), replace(event(1, EventType.QUALIFIED), qualification=old))
    assert (
        merging.merge(known, replace(event(2, EventType.QUALIFIED), qualification=new)).qualification == new
    )


def test_an_update_of_the_score_keeps_the_reason() -> None:
    known = merging.merge(Lead(), replace(event(1), qualification=Qualification(reason="demo", score=82)))
    merged = merging.merge(known, replace(event(2), qualification=Qualification(score=90)))
    assert merged.qualification == Qualification(reason="demo", score=90)


def test_activities_come_latest_first_and_once() -> None:
    call, visit = (
        Activity("call", occurred_at=MONDAY),
        Activity("visit", occurred_at=MONDAY + timedelta(days=1)),
    )
    undated = Activity("note")
    known = merging.merge(Lead(), replace(event(1), activities=(call, undated)))
    merged = merging.merge(known, replace(event(2), activities=(visit, call)))
    assert merged.activities == (visit, call, undated)


def test_only_the_latest_fifty_activities_are_kept() -> None:
    visits = tuple(Activity("visit", occurred_at=MONDAY + timedelta(days=day)) for day in range(60))
    merged = merging.merge(Lead(), replace(event(1), activities=visits))
    assert merged.activities == tuple(reversed(visits[10:]))


def test_references_gather_without_repeating() -> None:
    known = merging.merge(Lead(), replace(event(1), refs=(Ref("hubspot", "7"),)))
    merged = merging.merge(
        known, replace(event(2), refs=(Ref("sfdc", "00Q"), Ref("hubspot", "7", object="contact")))
    )
    assert merged.refs == (Ref("hubspot", "7", object="contact"), Ref("sfdc", "00Q"))


def test_the_newest_custom_values_stay_when_there_are_too_many() -> None:
    many: dict[str, Scalar] = {f"old_{n}": n for n in range(lead.MAX_CUSTOM)}
    known = merging.merge(Lead(), replace(event(1), custom=many))
    merged = merging.merge(known, replace(event(2), custom={"plan": "pro"}))
    assert len(merged.custom) == lead.MAX_CUSTOM
    assert merged.custom["plan"] == "pro"


people = st.builds(
    Person,
    first_name=st.sampled_from([None, "Dana", "Dan"]),
    title=st.sampled_from([None, "Analyst", "Head"]),
)
events = st.lists(
    st.tuples(
        st.integers(0, 5), people, st.sampled_from([Campaign(), Campaign(name="A"), Campaign(source="b")])
    ),
    max_size=6,
)


@settings(deadline=None)
@given(events)
def test_the_same_event_twice_changes_nothing(told: list[tuple[int, Person, Campaign]]) -> None:
    known = Lead()
    for hours, person, campaign in told:
        once = merging.merge(known, replace(event(hours), person=person, campaign=campaign))
        assert merging.merge(once, replace(event(hours), person=person, campaign=campaign)) == once
        known = once


@settings(deadline=None)
@given(events)
def test_what_was_known_never_becomes_unknown(told: list[tuple[int, Person, Campaign]]) -> None:
    known = Lead()
    for hours, person, campaign in told:
        merged = merging.merge(known, replace(event(hours), person=person, campaign=campaign))
        assert known.person.given().keys() <= merged.person.given().keys()
        known = merged
