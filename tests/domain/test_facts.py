"""What rules match by, and the dimensions that a handoff keeps from the moment it starts."""

from dataclasses import replace

import pytest

from bot.domain import facts, match
from bot.domain.lead import Campaign, Company, Context, Lead, Person, Qualification

DANA = Lead(
    person=Person(
        email="dana@Lumen.example",
        title="Head of Operations",
        persona="operations",
        country="AT",
        language="de",
    ),
    company=Company(
        name="Lumen GmbH",
        domain="lumen.example",
        industry="lighting",
        employee_count=320,
        country="DE",
        region="DACH",
        segment="mid-market",
    ),
    qualification=Qualification(stage="mql", score=82, grade="A", tier="hand-raiser"),
    campaign=Campaign(id="c7", name="AI forecasting", source="webinar", medium="email"),
    context=Context(form_name="Request a demo"),
    custom={"plan": "pro", "seats": 40, "trial": True},
)
DIMENSIONS = {
    "source": "webinar",
    "campaign": "AI forecasting",
    "campaign_id": "c7",
    "medium": "email",
    "segment": "mid-market",
    "region": "DACH",
    "country": "DE",
    "persona": "operations",
    "industry": "lighting",
    "company_size": "201-1000",
    "score_band": "80-100",
}

# Upper bounds are inclusive; a band that a source told as text stays as it is.
SIZES: dict[int | str | None, str | None] = {
    1: "1-50",
    50: "1-50",
    51: "51-200",
    200: "51-200",
    201: "201-1000",
    1000: "201-1000",
    1001: "1001-5000",
    5000: "1001-5000",
    5001: "5001+",
    2_000_000: "5001+",
    "51-200": "51-200",
    "1000+": "1000+",
    None: None,
}


@pytest.mark.parametrize(("count", "band"), SIZES.items())
def test_a_head_count_falls_into_one_band(count: int | str | None, band: str | None) -> None:
    assert facts.company_size(count) == band
    found = facts.dimensions("website", Lead(company=Company(employee_count=count)))
    assert found.get("company_size") == band


def test_a_lead_says_what_rules_may_ask_for() -> None:
    assert facts.of("hubspot", DANA) == {
        "source": "webinar",
        "campaign": "AI forecasting",
        "medium": "email",
        "form_name": "Request a demo",
        "country": "DE",
        "region": "DACH",
        "segment": "mid-market",
        "industry": "lighting",
        "employee_count": 320,
        "persona": "operations",
        "title": "Head of Operations",
        "score": 82,
        "grade": "A",
        "stage": "mql",
        "language": "de",
        "tier": "hand-raiser",
        "company_domain": "lumen.example",
        "email_domain": "Lumen.example",
        "custom.plan": "pro",
        "custom.seats": 40,
        "custom.trial": True,
    }


def test_every_fact_that_rules_may_name_is_there_even_when_unknown() -> None:
    found = facts.of("website", Lead())
    assert set(found) == set(match.KNOWN_FACTS)
    assert {name for name, value in found.items() if value is not None} == {"source"}


def test_a_custom_field_never_passes_for_one_of_ours() -> None:
    found = facts.of("website", replace(DANA, custom={"score": 1, "region": "Mars"}))
    assert (found["score"], found["region"]) == (82, "DACH")
    assert (found["custom.score"], found["custom.region"]) == (1, "Mars")
    assert facts.dimensions("website", replace(DANA, custom={"region": "Mars"}))["region"] == "DACH"


@pytest.mark.parametrize(("field", "entry"), [("custom.plan", "PRO"), ("custom.seats", ">= 40")])
def test_a_rule_may_ask_for_a_custom_field(field: str, entry: str) -> None:
    rule = match.Match((match.Condition(field, (entry,)),))
    assert rule.holds(facts.of("website", DANA))
    assert not rule.holds(facts.of("website", Lead()))


FALLBACKS = {
    "the system it came from stands for an unknown source": (Lead(), "source", "website"),
    "the origin of record goes before the system": (DANA, "source", "webinar"),
    "a campaign without a name goes by its id": (Lead(campaign=Campaign(id="c7")), "campaign", "c7"),
    "a person's country stands for the company's": (Lead(person=Person(country="AT")), "country", "AT"),
    "the company's country goes before the person's": (DANA, "country", "DE"),
}


@pytest.mark.parametrize(("lead", "name", "value"), FALLBACKS.values(), ids=FALLBACKS.keys())
def test_what_stands_for_what(lead: Lead, name: str, value: str) -> None:
    assert facts.of("website", lead)[name] == value
    assert facts.dimensions("website", lead)[name] == value


def test_the_dimensions_are_the_agreed_ones() -> None:
    assert facts.dimensions("hubspot", DANA) == DIMENSIONS


def test_unknown_dimensions_are_left_out() -> None:
    assert facts.dimensions("website", Lead()) == {"source": "website"}


def test_a_score_of_nought_is_a_score() -> None:
    nought = replace(DANA, qualification=Qualification(score=0))
    assert facts.dimensions("website", nought)["score_band"] == "0-39"
    assert facts.of("website", nought)["score"] == 0


def test_later_edits_leave_frozen_dimensions_alone() -> None:
    frozen = facts.dimensions("hubspot", DANA)
    company = replace(DANA.company, employee_count=9000, region="Nordics", segment="enterprise")
    later = replace(DANA, company=company, qualification=Qualification(score=10), custom={"plan": "free"})
    now = facts.dimensions("hubspot", later)
    assert (now["region"], now["company_size"], now["score_band"]) == ("Nordics", "5001+", "0-39")
    assert frozen == DIMENSIONS


def test_dimensions_are_text_so_that_they_group_alike_everywhere() -> None:
    found = facts.dimensions("website", DANA)
    assert all(type(value) is str for value in found.values())


@pytest.mark.parametrize(
    ("touch", "first"),
    [
        ({"campaign": "Fair", "campaign_id": "c1", "medium": "event"}, ("c1", "Fair")),
        ({"utm_campaign": "fair"}, (None, "fair")),
        ({"id": 7}, ("7", None)),
        ({"source": "event"}, (None, None)),
        ({}, (None, None)),
    ],
)
def test_the_campaign_of_the_first_touch_is_frozen_too(
    touch: dict[str, str | int], first: tuple[str | None, str | None]
) -> None:
    frozen = facts.dimensions("web", Lead(campaign=Campaign(name="Now", first_touch=touch)))
    assert facts.first_campaign(frozen) == first
    assert frozen["campaign"] == "Now"
