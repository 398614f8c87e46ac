"""A deal is what its outcomes say together, in whatever order they came."""

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import deal
from bot.domain.deal import Deal, Told
from bot.domain.lead import EventType, LeadEvent, Outcome, OutcomeKind, Ref

DAY = timedelta(days=1)
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SQL, OPPORTUNITY, WON = OutcomeKind.SQL, OutcomeKind.OPPORTUNITY, OutcomeKind.WON
LOST, DISQUALIFIED = OutcomeKind.LOST, OutcomeKind.DISQUALIFIED


def told(kind: OutcomeKind, day: int, amount: int | None = None, currency: str | None = "EUR") -> Told:
    return Told(kind, START + day * DAY, amount, currency if amount is not None else None)


anything = st.builds(
    told,
    st.sampled_from(OutcomeKind),
    st.integers(0, 4),
    st.none() | st.integers(0, 3),
    st.sampled_from(["EUR", "USD", None]),
)


@given(st.lists(anything, max_size=8), st.integers())
@settings(max_examples=200)
def test_the_order_of_arrival_does_not_matter(events: list[Told], seed: int) -> None:
    other = random.Random(seed).sample(events, len(events))
    assert deal.state(other) == deal.state(events)


@given(st.lists(anything, max_size=8))
@settings(max_examples=100)
def test_what_is_told_twice_is_told_once(events: list[Told]) -> None:
    assert deal.state([*events, *events]) == deal.state(events)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], None),
        ([told(SQL, 0), told(DISQUALIFIED, 3, 100)], None),
        ([told(OPPORTUNITY, 1, 100)], Deal(START + DAY, 100, "EUR", None, None)),
        (
            [told(OPPORTUNITY, 1, 100), told(WON, 5, 90)],
            Deal(START + DAY, 100, "EUR", START + 5 * DAY, True),
        ),
        ([told(LOST, 4, 70), told(SQL, 0)], Deal(START + 4 * DAY, 70, "EUR", START + 4 * DAY, False)),
        # Opened again, and then once more closed.
        (
            [told(OPPORTUNITY, 1, 5), told(LOST, 2), told(OPPORTUNITY, 3)],
            Deal(START + DAY, 5, "EUR", None, None),
        ),
        (
            [told(OPPORTUNITY, 1, 5), told(LOST, 2), told(OPPORTUNITY, 3), told(WON, 4, 6)],
            Deal(START + DAY, 5, "EUR", START + 4 * DAY, True),
        ),
        # The amount of the first opportunity event that names one goes before that of an earlier SQL.
        (
            [told(SQL, 0, 1), told(OPPORTUNITY, 1), told(OPPORTUNITY, 2, 7, "USD"), told(WON, 3, 9)],
            Deal(START + DAY, 7, "USD", START + 3 * DAY, True),
        ),
        ([told(OPPORTUNITY, 1), told(WON, 3, 9)], Deal(START + DAY, 9, "EUR", START + 3 * DAY, True)),
        # Noted in the CRM on the day on which it closed: it closed.
        ([told(WON, 1, 9), told(OPPORTUNITY, 1, 8)], Deal(START + DAY, 8, "EUR", START + DAY, True)),
    ],
)
def test_a_deal_is_what_its_outcomes_say(events: list[Told], expected: Deal | None) -> None:
    assert deal.state(events) == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(0.29, 29), (1054, 105400), (4503599627370.49, 450359962737049), (1.005, 101), (-0.125, -13),
     (Decimal("12.345"), 1235), (1e9, 10**11), (0, 0)],
)  # fmt: skip
def test_an_amount_is_taken_as_it_is_written(amount: int | float | Decimal, expected: int) -> None:
    assert deal.hundredths(amount) == expected


@given(st.integers(-(10**14), 10**14))
@settings(max_examples=100)
def test_hundredths_are_exact(cents: int) -> None:
    assert deal.hundredths(float(f"{cents // 100}.{cents % 100:02}") if cents >= 0 else cents // 100) == (
        cents if cents >= 0 else cents // 100 * 100
    )


def event(outcome: Outcome, *refs: Ref) -> LeadEvent:
    return LeadEvent("crm", "1", EventType.OUTCOME, START + 9 * DAY, outcome=outcome, refs=refs)


def test_an_opportunity_goes_by_its_own_word_or_by_a_reference_to_one() -> None:
    contact, opportunity = Ref("crm", "c1", object="Contact"), Ref("crm", "o1", object="Opportunity")
    assert deal.key(event(Outcome(WON), contact)) == ""
    assert deal.key(event(Outcome(WON), contact, opportunity)) == "o1"
    assert deal.key(event(Outcome(WON), Ref("hubspot", "7", object="DEAL"))) == "7"
    assert deal.key(event(Outcome(WON, deal="d9"), opportunity)) == "d9"


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome(), ()),
        (Outcome(WON, 10.5, "EUR"), (told(WON, 9, 1050),)),
        (Outcome(LOST, None, "EUR", START), (told(LOST, 0),)),
        # The amount is the closing's.
        (
            Outcome(WON, 2, "EUR", START + 3 * DAY, "d", START),
            (told(OPPORTUNITY, 0), told(WON, 3, 200)),
        ),
        (Outcome(OPPORTUNITY, 2, "EUR", START, "d", START), (told(OPPORTUNITY, 0, 200),)),
        # Created in the CRM after it had been won.
        (Outcome(WON, 2, "EUR", START, "d", START + DAY), (told(OPPORTUNITY, 0), told(WON, 0, 200))),
        (Outcome(SQL, None, None, START, "d", START - DAY), (told(SQL, 0),)),
    ],
)
def test_an_event_tells_of_the_creation_too(outcome: Outcome, expected: tuple[Told, ...]) -> None:
    assert deal.outcomes(event(outcome)) == expected
