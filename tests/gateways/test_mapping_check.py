"""Trying a mapping on a sample shows the result, what is wrong, and what nothing used."""

import json
from datetime import UTC, datetime

import pytest

from bot.domain.lead import EventType, LeadEvent
from bot.gateways import mapping_check, mapping_file
from tests.gateways.test_mapping import ATTENDEE, WEBINAR

NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)


def test_a_check_shows_the_result_and_what_nothing_used() -> None:
    sample = {"attendees": [{**ATTENDEE, "shoes": {"size": 42}, "tags": ["a", "b"], "status": None}]}
    report = mapping_check.check(WEBINAR, json.dumps(sample), source="webinar", now=NOW)
    assert report.is_good
    assert report.unused == ("shoes.size", "tags[]")
    [event] = report.outcomes
    assert isinstance(event, LeadEvent)
    assert event.type is EventType.QUALIFIED
    lines = list(report.lines())
    assert lines[0] == "Item 1: lead.qualified"
    assert lines[-1] == "Nothing used: shoes.size, tags[]"


def test_a_check_names_what_is_wrong() -> None:
    ignored, refused = {"status": "spam"}, {"id": 1}
    report = mapping_check.check(
        WEBINAR, json.dumps({"attendees": [ignored, refused]}), source="webinar", now=NOW
    )
    assert not report.is_good
    assert list(report.lines()) == [
        "Item 1: ignored, spam",
        "Item 2: refused",
        "  person.email: is missing: give person.email, person.phone or an entry in refs",
    ]


@pytest.mark.parametrize(
    ("text", "sample", "problem"),
    [
        ("x = ", "{}", "not TOML"),
        (WEBINAR, "{", "not JSON"),
        (WEBINAR, "{}", "holds no item"),
    ],
)
def test_a_check_of_a_broken_file_or_sample_says_so(text: str, sample: str, problem: str) -> None:
    report = mapping_check.check(text, sample, source="webinar", now=NOW)
    assert not report.is_good
    assert problem in "\n".join(report.lines())


def test_a_check_takes_lines_of_json() -> None:
    line = json.dumps({"attendees": [ATTENDEE]})
    report = mapping_check.check(WEBINAR, f"{line}\n{line}\n", source="webinar", now=NOW)
    assert len(report.outcomes) == 2


def test_values_taken_over_as_a_whole_count_as_used() -> None:
    loaded = mapping_file.load('[[events]]\ntype = "lead.updated"\n[fields]\n"custom" = "traits"')
    assert mapping_check.unused_keys(loaded, [{"traits": {"plan": "pro"}, "other": 1}]) == ("other",)
