"""Campaigns in the agreement file: what they say, and how mistakes in them are told."""

from datetime import date

import pytest

from bot.agreement_file import summary
from bot.domain.campaign import Declared
from bot.domain.errors import ConfigError
from tests.agreement_file import files

WEBINAR = """
[[campaigns]]
name = "Webinar “AI forecasting”"
aliases = ["WBN-10", "AI webinar"]
source = "webinar"
medium = "email"
persona = "Operations"
owner = "ana"
starts = 2026-10-01
ends = 2026-11-30
target = "Heads of operations"
offer = "A checklist"
expected = 120
"""


def test_without_tables_there_are_none() -> None:
    assert files.load().agreement.campaigns == ()


def test_a_campaign_arrives_as_it_was_written() -> None:
    loaded = files.load(f"{files.SMALL}{WEBINAR}[[campaigns]]\nname = 'Search'\n")
    assert loaded.agreement.campaigns == (
        Declared(
            "Webinar “AI forecasting”", ("WBN-10", "AI webinar"), source="webinar", medium="email",
            persona="Operations", owner="ana", starts=date(2026, 10, 1), ends=date(2026, 11, 30),
            target="Heads of operations", offer="A checklist", expected=120,
        ),
        Declared("Search"),
    )  # fmt: skip
    told = summary.describe(loaded)
    assert "  Webinar “AI forecasting”: Ana Lima answers for it · from 2026-10-01 · until 2026-11-30" in told
    # Nobody is a marketer here, so the first manager answers.
    assert "  Search: Ben Okafor answers for it" in told


@pytest.mark.parametrize(
    ("line", "key", "said"),
    [
        ("", "campaigns[1].name", "is missing"),
        (f'name = "{"x" * 201}"', "campaigns[1].name", "at most 200 characters"),
        ('name = "A"\naliases = []', "campaigns[1].aliases", "a list of names"),
        ('name = "A"\nowner = "bob"', "campaigns[1].owner", 'no person "bob"'),
        ('name = "A"\nstarts = "2026-10-01"', "campaigns[1].starts", "without quotation marks"),
        ('name = "A"\nends = 2026-10-01T10:00:00', "campaigns[1].ends", "a day such as"),
        ('name = "A"\nstarts = 2026-10-02\nends = 2026-10-01', "campaigns[1].ends", "not be before starts"),
        ('name = "A"\nexpected = 0', "campaigns[1].expected", "whole number from 1"),
        ('name = "A"\nexpected = "many"', "campaigns[1].expected", "whole number from 1"),
        (f'name = "A"\noffer = "{"x" * 301}"', "campaigns[1].offer", "at most 300 characters"),
        ('name = "A"\nstart = 2026-10-01', "campaigns[1].start", 'did you mean "starts"?'),
        ('name = "A"\naliases = ["B", "A"]', "campaigns[1].aliases[2]", "also campaigns[1].name"),
        ('name = "A"\n[[campaigns]]\nname = "A"', "campaigns[2].name", "only once"),
        ('name = "A"\naliases = ["C"]\n[[campaigns]]\nname = "C"', "campaigns[1].aliases[1]", "only once"),
    ],
)
def test_a_mistake_is_told_with_its_line_its_key_and_what_would_be_right(
    line: str, key: str, said: str
) -> None:
    text = f"{files.SMALL}[[campaigns]]\n{line}\n"
    with pytest.raises(ConfigError) as refused:
        files.load(text)
    [told] = str(refused.value).splitlines()
    assert f": {key}: " in told
    assert said in told
    first, last = len(files.SMALL.splitlines()) + 1, len(text.splitlines())
    assert first <= int(told.partition("line ")[2].partition(":")[0]) <= last


def test_one_table_instead_of_a_list_is_told_how_to_write_it() -> None:
    with pytest.raises(ConfigError, match=r"\[\[campaigns\]\]"):
        files.load(f'{files.SMALL}[campaigns]\nname = "A"\n')
