"""Where a name has to stand, words that ask for nothing elsewhere are not passed over."""

import pytest

from bot.language import vocabulary
from bot.language.outcome import Query
from bot.language.parser import Parser
from tests.language import company


@pytest.mark.parametrize(
    "words",
    ["acceptance rate for Nice last month", "MQLs from Reading", "win rate in the US", "US leads last month",
     "MQLs for key accounts", "acceptance rate of good leads", "win rate for customers",
     "named accounts MQLs",
     "acceptance rate for urgent leads by source", "rejection rate with real contacts"],
)  # fmt: skip
def test_a_part_of_the_leads_that_is_unknown_is_asked_back(words: str) -> None:
    assert company.read(words) == {"clarify": "entity"}


@pytest.mark.parametrize(
    "words",
    ["{} for me", "tell us the {}", "for the board deck: {}", "{}, in detail", "{} for my boss",
     "{} in general",
     "{} for this meeting", "I need that for our leadership: {}", "{} of all of our leads", "{} in total"],
)  # fmt: skip
def test_whom_an_answer_is_for_narrows_nothing(words: str) -> None:
    assert company.read(words.format("acceptance rate last month")) == company.read(
        "acceptance rate last month"
    )


@pytest.mark.parametrize("region", ["US", "UK", "East", "Nice", "Other", "IT"])
def test_a_name_that_is_also_a_small_word_is_found_where_a_name_stands(region: str) -> None:
    parser = Parser(
        vocabulary.from_document({"dimensions": {"region": ["Nordics", region], "source": ["fair"]}})
    )
    for question in (f"acceptance rate for {region} last month", f"MQLs by source from {region}"):
        found = parser.parse(question, company.TODAY)
        assert isinstance(found, Query), (question, found)
        assert [each.values for each in found.query.filters] == [(region,)], question
