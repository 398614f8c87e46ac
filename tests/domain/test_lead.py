"""Display helpers of a lead: facts only, and never an empty name."""

import pytest

from bot.domain import lead
from bot.domain.lead import Company, Person, Ref


def test_a_name_is_what_is_known_of_it() -> None:
    assert lead.full_name(Person(first_name="Dana", last_name="Ruiz")) == "Dana Ruiz"
    assert lead.full_name(Person(last_name="Ruiz")) == "Ruiz"
    assert lead.full_name(Person(email="dana@lumen.example")) is None


def test_a_person_without_a_name_is_called_by_mail_or_phone() -> None:
    assert lead.display_name(Person(email="dana@lumen.example", phone="+4930901820")) == "dana@lumen.example"
    assert lead.display_name(Person(phone="+4930901820")) == "+4930901820"
    assert lead.display_name(Person()) == "Unknown person"


def test_a_headline_leaves_out_what_is_not_known() -> None:
    dana = Person(first_name="Dana", last_name="Ruiz", title="Head of Operations")
    assert lead.headline(dana, Company(name="Lumen GmbH")) == (
        "Dana Ruiz",
        "Head of Operations",
        "Lumen GmbH",
    )
    assert lead.headline(Person(first_name="Dana"), Company(domain="lumen.example")) == (
        "Dana",
        "lumen.example",
    )


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0, "0-39"),
        (39.9, "0-39"),
        (40, "40-59"),
        (59, "40-59"),
        (60, "60-79"),
        (79.99, "60-79"),
        (80, "80-100"),
        (100, "80-100"),
        (100.5, None),
        (-1, None),
        (None, None),
    ],
)
def test_a_score_falls_in_one_band(score: float | None, band: str | None) -> None:
    assert lead.score_band(score) == band


def test_references_are_the_same_by_system_account_id() -> None:
    assert Ref("hubspot", "7", object="contact").key == Ref("hubspot", "7", url="https://x.example").key
    assert Ref("hubspot", "7").key != Ref("hubspot", "7", account="eu").key
