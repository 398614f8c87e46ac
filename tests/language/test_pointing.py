"""`this campaign` means one that was named before, and is never taken for a breakdown."""

import pytest

from bot.domain.metric import Dimension
from bot.language.outcome import Clarification, Query, Slot
from tests.language import company


@pytest.mark.parametrize(
    "question",
    [
        "acceptance for this campaign last quarter",
        "MQLs of that source last month",
        "how many leads from this region last month",
        "acceptance in the region, last month",
    ],
)
def test_what_was_not_named_before_is_asked_back(question: str) -> None:
    outcome = company.parser().parse(question, company.TODAY)
    assert isinstance(outcome, Clarification)
    assert outcome.slot is Slot.ENTITY


def test_what_was_named_before_stays() -> None:
    parser = company.parser()
    region = parser.vocabulary.names[Dimension.REGION][0]
    first = parser.parse(f"MQLs in {region} last month", company.TODAY)
    assert isinstance(first, Query)
    then = parser.parse("and acceptance for this region", company.TODAY, first.query)
    assert isinstance(then, Query)
    assert (then.query.filters, then.query.group_by) == (first.query.filters, ())
    other = parser.parse("and acceptance for this campaign", company.TODAY, first.query)
    assert isinstance(other, Clarification)


def test_a_breakdown_stays_a_breakdown() -> None:
    for question in ("acceptance by campaign last month", "which campaign had the most MQLs last month"):
        outcome = company.parser().parse(question, company.TODAY)
        assert isinstance(outcome, Query)
        assert outcome.query.group_by == (Dimension.CAMPAIGN,)
