"""Mappings: what comes of a document, and that no document breaks one."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.lead import FieldError, LeadEvent
from bot.gateways import mapping, mapping_file
from bot.gateways.mapping import Ignored, Mapped, Mapping

NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)

WEBINAR = """
timezone = "Europe/Berlin"
items = "attendees"
event_key = "id"

[[events]]
when = "status == 'spam'"
ignore = "spam"

[[events]]
when = "status == 'gone'"
type = "lead.unqualified"

[[events]]
type = "lead.qualified"

[fields]
"event.occurred_at" = { from = "left", as = "date", format = "%d.%m.%Y %H:%M" }
"person.email" = "contact.mail"
"person.first_name" = { from = "contact.name", as = "split", part = "first" }
"person.last_name" = { from = "contact.name", as = "split", part = "rest" }
"person.country" = { from = "land", as = "enum", map = { Deutschland = "DE" }, default = "AT" }
"company.employee_count" = "size"
"qualification.score" = "points"
"qualification.criteria[0].name" = { value = "attended" }
"qualification.criteria[0].met" = "present"
"campaign.source" = { value = "webinar" }
"custom.seat" = "seat"
"refs[0].system" = { value = "webinar" }
"refs[0].id" = "contact.id"
"refs[1].system" = { value = "crm" }
"refs[1].id" = "contact.crm"
"""

ATTENDEE = {
    "id": 7,
    "left": "23.11.2026 09:00",
    "contact": {"id": "c7", "mail": "MAILTO:Dana@Lumen.example", "name": "Dana Maria Ruiz"},
    "land": "deutschland",
    "size": 320,
    "points": "82",
    "present": "yes",
    "seat": 4,
}


def load(text: str = WEBINAR) -> Mapping:
    return mapping_file.load(text)


def payload_of(item: object, text: str = WEBINAR) -> dict[str, object]:
    mapped = mapping.apply(load(text), item)
    assert isinstance(mapped, Mapped)
    assert mapped.errors == ()
    return mapped.payload


def test_a_document_becomes_a_canonical_one() -> None:
    assert payload_of(ATTENDEE) == {
        "event": {
            "event_id": "7",
            "type": "lead.qualified",
            "occurred_at": "2026-11-23T09:00:00+01:00",
        },
        "person": {
            "email": "dana@lumen.example",
            "first_name": "Dana",
            "last_name": "Maria Ruiz",
            "country": "DE",
        },
        "company": {"employee_count": "320"},
        "qualification": {
            "score": 82,
            "criteria": [{"name": "attended", "met": True}],
            "qualified_at": "2026-11-23T09:00:00+01:00",
        },
        "campaign": {"source": "webinar"},
        "custom": {"seat": 4},
        "refs": [{"system": "webinar", "id": "c7"}],
    }


def test_a_delivery_is_split_into_its_items() -> None:
    assert mapping.split(load(), {"attendees": [1, 2]}) == [1, 2]
    assert mapping.split(load(), {"attendees": {"id": 1}}) == [{"id": 1}]
    assert mapping.split(load(), {"nobody": []}) == []
    whole = load('[[events]]\ntype = "lead.updated"\n[fields]\n"person.email" = "email"')
    assert mapping.split(whole, {"email": "x"}) == [{"email": "x"}]


def test_the_first_rule_that_holds_decides() -> None:
    assert mapping.apply(load(), {**ATTENDEE, "status": "spam"}) == Ignored("spam")
    mapped = mapping.apply(load(), {**ATTENDEE, "status": "gone"})
    assert isinstance(mapped, Mapped)
    assert mapped.payload["event"] == {
        "event_id": "7",
        "type": "lead.unqualified",
        "occurred_at": "2026-11-23T09:00:00+01:00",
    }


def test_what_no_rule_wants_is_ignored() -> None:
    text = '[[events]]\nwhen = "kind == \'mql\'"\ntype = "lead.qualified"\n[fields]\n"person.email" = "email"'
    assert mapping.apply(load(text), {"kind": "page"}) == Ignored("none of [[events]] holds")


def test_what_the_item_does_not_tell_is_stood_in_for() -> None:
    mapped = mapping.apply(load(), {"contact": {"mail": "d@x.example"}}, event_id="row 3", occurred_at=NOW)
    assert isinstance(mapped, Mapped)
    assert mapped.payload["event"] == {
        "event_id": "row 3",
        "type": "lead.qualified",
        "occurred_at": "2026-11-23T09:12:00+00:00",
    }
    assert mapped.payload["person"] == {"email": "d@x.example", "country": "AT"}


def test_a_default_stands_in_for_a_value_that_cannot_be_read_and_that_is_said() -> None:
    mapped = mapping.apply(load(), {**ATTENDEE, "land": "Narnia"})
    assert isinstance(mapped, Mapped)
    assert mapped.errors == (FieldError("person.country", "“Narnia” is none of deutschland"),)
    assert mapped.payload["person"] == payload_of(ATTENDEE)["person"] | {"country": "AT"}  # type: ignore[operator]


def test_what_could_not_be_converted_is_flagged_on_the_event() -> None:
    event = mapping.read(load(), {**ATTENDEE, "points": "many"}, source="webinar", received_at=NOW)
    assert isinstance(event, LeadEvent)
    assert event.qualification.score is None
    assert event.flags == (
        "qualification.score was left out: “many” is not a number with “.” before its fraction",
    )


def test_a_required_field_that_could_not_be_converted_is_an_error_in_the_sources_words() -> None:
    errors = mapping.read(load(), {**ATTENDEE, "left": "soon"}, source="webinar", received_at=NOW)
    assert isinstance(errors, list)
    assert FieldError("event.occurred_at", "“soon” does not look like %d.%m.%Y %H:%M") in errors
    assert len([error for error in errors if error.path == "event.occurred_at"]) == 1


def test_an_item_that_tells_nothing_is_ignored_or_refused_but_read() -> None:
    assert mapping.read(load(), {"status": "spam"}, source="webinar", received_at=NOW) == Ignored("spam")
    assert isinstance(mapping.read(load(), None, source="webinar", received_at=NOW), list)


def test_an_item_is_known_by_its_key() -> None:
    assert mapping.event_key(load(), {"id": 7}) == "7"
    assert mapping.event_key(load(), {"id": ""}) is None
    assert mapping.event_key(load(), {"id": [7]}) is None
    assert mapping.event_key(load(), {}) is None


def test_columns_are_found_by_any_of_their_names_in_any_case() -> None:
    text = """
    [[events]]
    type = "lead.updated"
    [fields]
    "person.email" = { column = ["Work email", "E-Mail"] }
    """
    for row in ({"e_mail": "d@x.example", "Work E-mail": " "}, {"WORK EMAIL": "d@x.example", "e-mail": "x"}):
        assert payload_of(row, text)["person"] == {"email": "d@x.example"}
    assert "person" not in payload_of({"Mail": "d@x.example"}, text)


def test_all_custom_values_may_be_taken_over_at_once_but_for_what_is_nested() -> None:
    text = '[[events]]\ntype = "lead.updated"\n[fields]\n"custom" = "traits"'
    item = {"traits": {"plan": "pro", "seats": 5, "address": {"city": "Bonn"}}}
    assert payload_of(item, text)["custom"] == {"plan": "pro", "seats": 5}


def test_a_list_may_be_built_by_an_expression() -> None:
    text = '[[events]]\ntype = "lead.updated"\n[fields]\n"activities" = "seen[].{type: kind, title: name}"'
    item = {"seen": [{"kind": "page", "name": "Pricing", "more": 1}]}
    assert payload_of(item, text)["activities"] == [{"type": "page", "title": "Pricing"}]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
ODD = """
items = "@"
event_key = "join('-', [to_string(a), b])"
[[events]]
when = "length(a) > `0` || contains(b, 'x') || max_by(c, &d) || a < b"
type = "lead.updated"
[[events]]
type = "lead.qualified"
[fields]
"event.occurred_at" = { from = "a", as = "epoch_ms" }
"person.email" = "b"
"person.phone" = "sum(c)"
"person.first_name" = "to_number(b)"
"qualification.score" = "ceil(a)"
"qualification.criteria" = "c"
"activities" = "c[].{type: d, title: @}"
"custom" = "@"
"refs[0].system" = { value = "x" }
"refs[0].id" = "sort(c)[0]"
"""
MAPPINGS = [load(), load(ODD), *(mapping_file.load(text) for text in mapping_file.shipped().values())]
items = st.dictionaries(st.sampled_from("abcd"), anything) | anything | st.just(ATTENDEE)


@settings(deadline=None, max_examples=120)
@given(
    st.sampled_from(MAPPINGS), items, st.sampled_from([*ATTENDEE, "properties", "traits", "Email"]), anything
)
def test_no_document_breaks_a_mapping(loaded: Mapping, item: object, key: str, value: object) -> None:
    document = {**item, key: value} if isinstance(item, dict) else item
    for each in mapping.split(loaded, document):
        result = mapping.read(loaded, each, source="any", received_at=NOW)
        assert isinstance(result, LeadEvent | Ignored | list)
        mapping.event_key(loaded, each)


def test_a_time_that_is_told_wrong_is_an_error_and_not_replaced() -> None:
    found = read_row({"Email": "dana@example.com", "Date": "yesterday"})
    assert isinstance(found, list)
    assert [error.path for error in found] == ["event.occurred_at"]


@pytest.mark.parametrize(
    "text", ["2026-11-22", "2026-11-22T00:00:00Z", "22.11.2026", "22 Nov 2026", "Nov 22, 2026"]
)
def test_days_of_a_spreadsheet_are_read_in_the_forms_that_mean_one_day(text: str) -> None:
    found = read_row({"Email": "dana@example.com", "Date": text})
    assert isinstance(found, LeadEvent)
    assert found.occurred_at == datetime(2026, 11, 22, tzinfo=UTC)


def test_a_day_that_could_be_two_is_refused() -> None:
    assert isinstance(read_row({"Email": "dana@example.com", "Date": "3/4/2026"}), list)


def read_row(row: dict[str, str]) -> object:
    """One row of a spreadsheet through the shipped mapping."""
    shipped = mapping_file.load(mapping_file.shipped()["leads-csv"])
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    return mapping.read(shipped, row, source="csv", received_at=now, event_id="1", occurred_at=now)
