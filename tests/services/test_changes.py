"""What is new about a lead, in words that a rep understands."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.lead import (
    Activity,
    Campaign,
    Company,
    Consent,
    ConsentStatus,
    Context,
    Group,
    Lead,
    Owner,
    Person,
    Qualification,
    Ref,
    ScorePart,
)
from bot.services import changes

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ACTIVITIES = tuple(Activity("page", "Read pricing", occurred_at=AT + timedelta(hours=n)) for n in range(4))
DANA = Lead(
    person=Person(email="dana@lumen.example", first_name="Dana", title="Operations"),
    company=Company(name="Lumen", employee_count=40, country="DE"),
    qualification=Qualification(score=60, qualified_at=AT),
    campaign=Campaign(id="c1", name="Webinar", source="webinar"),
    activities=ACTIVITIES[:1],
    custom={"plan": "free"},
)

CASES: dict[str, tuple[Lead, list[str]]] = {
    "nothing": (DANA, []),
    "title": (replace(DANA, person=replace(DANA.person, title="COO")), ["title"]),
    "a field that was blank": (replace(DANA, person=replace(DANA.person, phone="+4930901820")), ["phone"]),
    "both names are one": (
        replace(DANA, person=replace(DANA.person, first_name="Dayana", last_name="Ruiz")),
        ["name"],
    ),
    "the country of person and company are one": (
        replace(DANA, person=replace(DANA.person, country="AT"), company=replace(DANA.company, country="AT")),
        ["country"],
    ),
    "the company's name": (replace(DANA, company=replace(DANA.company, name="Lumen GmbH")), ["company"]),
    "company size": (replace(DANA, company=replace(DANA.company, employee_count=320)), ["company size"]),
    "score and its parts are one": (
        replace(
            DANA, qualification=replace(DANA.qualification, score=82, score_parts=(ScorePart("demo", 22),))
        ),
        ["score"],
    ),
    "being qualified again is no news by itself": (
        replace(DANA, qualification=replace(DANA.qualification, qualified_at=AT + timedelta(days=1))),
        [],
    ),
    "a campaign's id is no word": (replace(DANA, campaign=replace(DANA.campaign, id="c2")), []),
    "a campaign's name is": (
        replace(DANA, campaign=replace(DANA.campaign, id="c2", name="Fair")),
        ["campaign"],
    ),
    "consent": (replace(DANA, consent=Consent(ConsentStatus.DENIED, None, AT)), ["consent"]),
    "the time of a consent is not worth a word": (replace(DANA, consent=Consent(at=AT)), []),
    "the CRM's owner once": (replace(DANA, owner=Owner("17", "ana@example.com")), ["CRM owner"]),
    "a message": (replace(DANA, context=Context(message="Call me")), ["message"]),
    "one activity": (replace(DANA, activities=ACTIVITIES[:2]), ["1 activity"]),
    "several activities": (replace(DANA, activities=ACTIVITIES), ["3 activities"]),
    "activities in another order": (replace(DANA, activities=ACTIVITIES[:1] * 2), []),
    "an activity that fell off the end": (replace(DANA, activities=()), []),
    "a custom field by its name": (replace(DANA, custom={"plan": "pro"}), ["plan"]),
    "a new custom field": (
        replace(DANA, custom={"plan": "free", "renewal_date": "2027-01-01"}),
        ["renewal date"],
    ),
    "a reference to another system": (replace(DANA, refs=(Ref("hubspot", "7"),)), []),
    "when something was told": (replace(DANA, written={"person": AT}), []),
}


@pytest.mark.parametrize(("after", "words"), CASES.values(), ids=CASES.keys())
def test_what_changed_is_named_once(after: Lead, words: list[str]) -> None:
    assert changes.between(DANA, after) == words


def test_several_changes_come_in_the_order_of_the_lead() -> None:
    after = replace(
        DANA,
        person=replace(DANA.person, title="COO"),
        company=replace(DANA.company, employee_count=320),
        custom={"plan": "pro"},
        activities=ACTIVITIES[:3],
    )
    assert changes.between(DANA, after) == ["title", "company size", "plan", "2 activities"]


GROUPS: tuple[Group, ...] = (
    Person(), Company(), Qualification(), Campaign(), Context(), Consent(), Owner(),
)  # fmt: skip
NAMES = ("person", "company", "qualification", "campaign", "context", "consent", "owner")
EVERY = [(group, each.name) for group, blank in zip(NAMES, GROUPS, strict=True) for each in fields(blank)]


def told(group: str, field: str) -> list[str]:
    """The words for one changed field, whatever its type."""
    after: Lead = replace(DANA, **{group: replace(getattr(DANA, group), **{field: "changed"})})
    return changes.between(DANA, after)


@pytest.mark.parametrize(("group", "field"), EVERY)
def test_no_change_is_told_in_the_words_of_a_database(group: str, field: str) -> None:
    words = told(group, field)
    assert len(words) <= 1
    assert not any("_" in word or word.strip() != word for word in words)


def test_the_campaigns_first_touch_is_not_called_like_the_promise() -> None:
    assert "first touch" not in told("campaign", "first_touch")
