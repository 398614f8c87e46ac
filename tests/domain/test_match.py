"""Match rules: what an entry of the agreement file takes and what it leaves."""

import pytest

from bot.domain import facts, match
from bot.domain.lead import Lead
from bot.domain.match import Condition, Fact, Match


@pytest.mark.parametrize(
    ("entries", "value", "holds"),
    [
        (("DACH",), "DACH", True),
        (("dach",), "DACH", True),
        (("DACH",), "Nordics", False),
        (("DACH",), "DACH region", False),
        (("DACH", "Nordics"), "Nordics", True),
        (("DACH", "Nordics"), "Iberia", False),
        (("STRASSE",), "Straße", True),
        # A star stands for anything, nothing else is special.
        (("*demo*",), "Request a Demo now", True),
        (("*demo*",), "Demo\nsecond line", True),
        (("demo*",), "Request a demo", False),
        (("*",), "anything", True),
        (("*",), 7, True),
        (("Lumen [DE]",), "Lumen [DE]", True),
        (("Lumen [DE]",), "Lumen D", False),
        (("Wh?",), "Who", False),
        (("a.c",), "abc", False),
        # Excluding entries.
        (("!student",), "Student", False),
        (("!student",), "Buyer", True),
        (("! student",), "student", False),
        (("!student", "!vendor"), "vendor", False),
        (("DACH*", "!DACH test"), "DACH test", False),
        (("DACH*", "!DACH test"), "DACH south", True),
        (("DACH", "!test"), "Nordics", False),
        (("!> 10",), 11, False),
        (("!> 10",), 10, True),
        # A field that is absent.
        (("DACH",), None, False),
        (("*",), None, False),
        (("*",), "", False),
        (("none",), None, True),
        (("none",), "", True),
        (("None",), None, True),
        (("none", "DACH"), "DACH", True),
        (("none",), "DACH", False),
        (("!none",), None, False),
        (("!none",), "DACH", True),
        (("!student",), None, True),
        ((">= 1",), None, False),
        # Comparisons.
        ((">= 200",), 200, True),
        ((">= 200",), 199, False),
        (("> 200",), 200, False),
        (("<= 200",), 200.0, True),
        (("< 200",), 200, False),
        (("<0.5",), 0.25, True),
        (("> -3",), -2, True),
        ((">= 200",), "250", True),
        ((">= 200",), "many", False),
        # A band counts by its lower end.
        ((">= 200",), "201-1000", True),
        ((">= 200",), "51-200", False),
        ((">= 1000",), "1,001-5,000", True),
        ((">= 1000",), "1K-5K", True),
        ((">= 1000",), "10000+", True),
        (("< 1000",), "251–1K", True),
        (("> 1",), "2 kids", True),
        (("> 1000",), "2 kids", False),
        # Numbers are compared as numbers.
        (("82",), 82.0, True),
        (("82.0",), 82, True),
        (("82",), 820, False),
        (("8*",), 82, True),
        (("true",), True, True),
        (("1",), True, False),
        (("false",), False, True),
    ],
)
def test_an_entry_takes_what_it_says(entries: tuple[str, ...], value: Fact, holds: bool) -> None:
    assert Condition("region", entries).holds({"region": value}) is holds


def test_every_condition_of_a_rule_must_hold() -> None:
    rule = Match((Condition("region", ("DACH",)), Condition("employee_count", (">= 200",))))

    assert rule.holds({"region": "DACH", "employee_count": 320})
    assert not rule.holds({"region": "DACH", "employee_count": 20})
    assert not rule.holds({"employee_count": 320})


def test_an_empty_rule_takes_every_lead() -> None:
    assert Match().holds({})
    assert Match().holds({"region": "DACH"})


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (("DACH", "Nordics"), "size = DACH or Nordics"),
        ((">= 200",), "size >= 200"),
        (("< 5", "> 200"), "size < 5 or size > 200"),
        (("none", ">= 200"), "size = none or size >= 200"),
        (("!DE", "!AT"), "size not DE and size not AT"),
        (("D*", "!DE"), "size = D* and size not DE"),
    ],
)
def test_a_condition_is_spelled_in_words(entries: tuple[str, ...], words: str) -> None:
    assert Condition("size", entries).spell() == words


def test_a_rule_is_spelled_condition_by_condition() -> None:
    rule = Match((Condition("region", ("DACH",)), Condition("employee_count", (">= 200",))))

    assert rule.spell() == "region = DACH, employee_count >= 200"
    assert Match().spell() == "any lead"


@pytest.mark.parametrize(
    ("field", "known"),
    [("region", True), ("custom.plan", True), ("custom.", False), ("custom", False), ("regoin", False)],
)
def test_a_rule_may_ask_for_known_facts_and_for_custom_ones(field: str, known: bool) -> None:
    assert match.is_fact(field) is known


def test_the_known_facts_are_those_that_a_lead_is_matched_by() -> None:
    assert set(facts.of("web", Lead())) == set(match.KNOWN_FACTS)


@pytest.mark.parametrize(
    ("field", "entry", "complaint"),
    [
        ("score", ">= 80", None),
        ("score", "!< 80", None),
        ("custom.seats", ">= 80", None),
        ("region", "DACH", None),
        ("region", "!", "says nothing"),
        ("score", ">= many", "is not a comparison"),
        ("score", "=> 80", "is not a comparison"),
        ("score", ">= 1,000", "is not a comparison"),
        ("region", ">= 80", "employee_count and score can"),
    ],
)
def test_an_entry_that_can_never_match_is_complained_about(
    field: str, entry: str, complaint: str | None
) -> None:
    found = match.complaint(field, entry)

    assert found is None if complaint is None else complaint in (found or "")
