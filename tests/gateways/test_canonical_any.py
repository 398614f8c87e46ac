"""No document breaks the parsing of a lead, and what is taken can be stored and read again."""

import copy
import json
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

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

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(10**400)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=5,
)
FULL = document.to_json(
    LeadEvent(
        source="web",
        event_id="evt_1",
        type=EventType.OUTCOME,
        occurred_at=NOW,
        person=Person(
            "d@x.example", "+4930901820", "a", "b", "c", "d", "https://x.example", "DE", "UTC", "de"
        ),
        company=Company("a", "x.example", "b", 5, 6, "EUR", "DE", "c", "d"),
        qualification=Qualification(
            "a", 5, (ScorePart("a", 1),), "A", "b", "c", (CriterionResult("a"),), NOW
        ),
        consent=Consent(ConsentStatus.DENIED, "a", NOW),
        outcome=Outcome(OutcomeKind.LOST, 5, "EUR", NOW),
        activities=(Activity("a", "b", "https://x.example", NOW),),
        refs=(Ref("a", "b", "c", "d", "https://x.example"),),
        custom={"a": 1},
    )
)


def paths(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of every value in the document, branches and leaves."""
    inner: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *(found for key, each in inner for found in paths(each, (*path, key)))]


def replaced(path: tuple[str | int, ...], value: object) -> object:
    whole: dict[str | int, object] = {"root": copy.deepcopy(FULL)}
    place: object = whole
    *way, last = ("root", *path)
    for key in way:
        place = place[key]  # type: ignore[index]  # the path was taken from this document
    place[last] = value  # type: ignore[index]
    return whole["root"]


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(paths(FULL)), anything)
def test_whatever_stands_in_any_field_is_taken_or_refused(path: tuple[str | int, ...], value: object) -> None:
    result = canonical.parse(replaced(path, value), source="web", received_at=NOW)
    if isinstance(result, LeadEvent):
        stored = json.dumps(document.to_json(result), allow_nan=False, ensure_ascii=False)
        assert document.event_from_json(json.loads(stored)) == result
        stored.encode()
    else:
        assert result
        assert all(each.problem for each in result)


@settings(deadline=None)
@given(anything)
def test_no_payload_breaks_the_parsing(raw: object) -> None:
    assert isinstance(canonical.parse(raw, source="web", received_at=NOW), list)
