"""A marketer's weekly message: short, in the product's words, k of n, whatever leads are called."""

from dataclasses import replace

import pytest

from bot.domain.digest import Headline
from bot.domain.handoff import HandoffId, Status
from bot.domain.lead import OutcomeKind
from bot.playground import limits
from digests import outcomes_message
from digests.outcomes import Notable, Outcomes
from digests.week import Part
from tests.digests import reading, weeks, worst

WORKSPACE = "https://lumen.slack.example/"


def lead(called: str, number: int = 1) -> Headline:
    """A lead with a card."""
    return Headline(
        HandoffId(number), called, Status.ACCEPTED, None, "ana", "C0HANDOFFS", f"1794900000.{number:06}"
    )


WEEK = Outcomes(
    name="2026-W46",
    period=weeks.W46,
    whole=False,
    mqls=30,
    accepted=16,
    rejected=6,
    recycled=2,
    decided=24,
    reasons=(Part("bad_data", 3, 24), Part("no_intent", 1, 24), Part("other", 1, 24), Part("not_icp", 1, 24)),
    counts=((OutcomeKind.SQL, 4), (OutcomeKind.OPPORTUNITY, 2), (OutcomeKind.WON, 1)),
    notable=(Notable(OutcomeKind.WON, 1_250_000, "EUR", lead("Dana Ruiz, Lumen GmbH")),),
)


def test_decisions_reasons_and_outcomes_are_told_with_their_counts() -> None:
    said = reading.lines(outcomes_message.outcomes(WEEK, weeks.AGREEMENT, WORKSPACE))
    assert said[:5] == [
        "What became of your leads, 9-15 Nov 2026",
        "30 MQLs handed over, 24 decided",
        "accepted 67 % (16 of 24) · rejected 25 % (6 of 24) · recycled 8 % (2 of 24)",
        "Why rejected (6): “Bad data” 3, “No intent” 1, “Other” 1 and other reasons 1",
        "Reported by the CRM: 4 SQL, 2 opportunities and 1 won",
    ]
    assert said[5] == "• won: [Dana Ruiz, Lumen GmbH] · EUR 12,500"


def test_it_is_read_aloud_in_the_same_words() -> None:
    text = outcomes_message.outcomes(WEEK, weeks.AGREEMENT, WORKSPACE).text
    assert text.startswith("What became of your leads, 9-15 Nov 2026. 30 MQLs handed over, 24 decided.")


def test_a_lead_links_to_its_card() -> None:
    made = outcomes_message.outcomes(WEEK, weeks.AGREEMENT, WORKSPACE)
    assert "<https://lumen.slack.example/archives/C0HANDOFFS/p1794900000000001|Dana Ruiz" in str(made.blocks)


def test_one_lead_is_told_without_a_percentage() -> None:
    one = replace(
        WEEK, mqls=1, decided=1, accepted=1, rejected=0, recycled=0, reasons=(), counts=(), notable=()
    )
    said = reading.lines(outcomes_message.outcomes(one, weeks.AGREEMENT, WORKSPACE))
    assert said[1:3] == ["1 MQL handed over, 1 decided", "accepted 1 of 1, too few to say"]


@pytest.mark.parametrize("name", worst.NAMES)
def test_whatever_leads_are_called_it_is_short_and_slack_takes_it(name: str) -> None:
    named = tuple(Notable(OutcomeKind.LOST, 10**17, "EUR", lead(name, number)) for number in range(8))
    reasons = tuple(Part(name, 1, 24) for _ in range(6))
    made = outcomes_message.outcomes(
        replace(WEEK, notable=named, reasons=reasons), weeks.AGREEMENT, WORKSPACE
    )
    limits.check_message(list(made.blocks))
    assert len(reading.lines(made)) < 20
    assert "<!channel>" not in str(made.blocks) + made.text
