"""Plain statements: what else a comment says takes nothing from them, and adds nothing.

The statements are written for this test; of each two the tagger must find what it finds of them alone.
"""

import itertools
from collections.abc import Mapping, Sequence

import pytest

from bot.domain.theme import Competitor, Rule
from bot.themes.tagger import Tagger

STATEMENTS: Mapping[str, Sequence[str]] = {
    "wrong_persona": (
        *("wrong person", "he is an intern", "just a student", "not the decision maker", "too junior"),
        *("she has no say in this", "not a buyer at all", "wrong department", "he is looking for a job"),
    ),
    "wrong_company_fit": (
        *("too small for us", "not ICP", "wrong industry", "they are outside our region", "bad fit"),
        *("only 3 employees", "company is too big", "it's an agency", "we don't serve their country"),
    ),
    "no_budget": (
        *("no budget", "budget got cut", "they have no money", "can't afford us", "zero budget"),
        *("too expensive for them", "budget is frozen"),
    ),
    "bad_timing": (
        *("not now, maybe next year", "come back in Q3", "bad timing", "parked until the summer"),
        *("they want to revisit in spring", "in the middle of a reorg"),
    ),
    "no_response": (
        *("no answer", "ghosted me", "never picked up", "no reply after 5 calls", "can't reach him"),
        *("didn't show up to the demo", "left three voicemails, nothing"),
    ),
    "bad_contact_data": (
        *("email bounced", "wrong number", "the phone number is dead", "fake name", "spam entry"),
        *("she left the company", "number doesn't exist"),
    ),
    "duplicate_or_customer": (
        *("already a customer", "duplicate", "we have an open deal with them", "existing client"),
        *("Ben is working this one already", "same lead as yesterday"),
    ),
    "competitor_in_place": (
        *("they use HubSpot", "locked in with Salesforce", "they just signed with Marketo"),
        *("happy with HubSpot", "built their own tool", "on Salesforce until 2028"),
    ),
    "good_quality": (
        *("great lead", "demo booked", "super interested", "exactly our buyer", "wants a quote"),
        *("opportunity created", "right person, keen"),
    ),
}
CHATTER = (
    *("thanks all.", "on it.", "lunch at 12?", "see you at standup.", "who is on call tomorrow?"),
    *("can somebody send me the deck?", "happy birthday Ben!", "my laptop died again.", "great job team."),
)
DRESSES = (
    *("{}!!", "Hi team, {}", "ok so {}", "fyi: {}", "{} tbh", "{} :(", "{} 😅", "> {}", "so {}, sorry"),
)
RIVALS = [Competitor(name, (), Rule.PLAIN) for name in ("HubSpot", "Salesforce", "Marketo")]
TAGGER = Tagger(competitors=RIVALS)
EACH = [(theme, said) for theme, several in STATEMENTS.items() for said in several]


def labels(text: str) -> set[str]:
    """What the tagger says."""
    return set(TAGGER.tag(text).labels)


@pytest.mark.parametrize(("theme", "said"), EACH)
def test_a_statement_is_understood_in_any_dress(theme: str, said: str) -> None:
    dressed = (said, said.upper(), f"{said.capitalize()}.", *(dress.format(said) for dress in DRESSES))
    assert {text: labels(text) for text in dressed} == {text: {theme} for text in dressed}


@pytest.mark.parametrize(("theme", "said"), EACH)
def test_what_is_said_to_colleagues_beside_it_takes_nothing_from_it(theme: str, said: str) -> None:
    joined = [text for chat in CHATTER for text in (f"{chat} {said}", f"{said}. {chat}", f"{said}\n{chat}")]
    assert {text: labels(text) for text in joined} == {text: {theme} for text in joined}


@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(STATEMENTS, 2)))
def test_two_statements_say_what_each_says(one: str, other: str) -> None:
    joined = [f"{first}. {second}" for first, second in itertools.product(STATEMENTS[one], STATEMENTS[other])]
    assert {text: labels(text) for text in joined} == {text: {one, other} for text in joined}
