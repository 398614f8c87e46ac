"""“Is that so?” under a claim: what the numbers say of whom it is about, beside all others."""

import pytest

from bot.services import claims
from tests.scenarios.test_questions import BOT, ask, told
from tests.scenarios.world import World


async def three(world: World, days: int = 8) -> None:
    """Two leads of a webinar and one of a fair, all accepted, that many days ago."""
    for number, (name, source) in enumerate((("Glow", "webinar"), ("Glow", "webinar"), ("Fair", "event"))):
        await world.lead(
            person={
                "email": f"p{number}@lumen.example.com",
                "first_name": "Dana",
                "last_name": f"Ruiz{number}",
            },
            campaign={"name": name, "source": source},
        )
    cards = [card for card in world.cards() if "Ruiz" in card.text]
    await world.press("ana", cards[0], "handoff.accept")
    await world.press("ana", cards[2], "handoff.accept")
    await world.press("ana", cards[1], "handoff.accept")
    # A cohort is looked at when it is a week old.
    await world.tick(days=days)


async def test_a_claim_is_answered_with_the_figures_of_whom_it_names_and_of_all_others(world: World) -> None:
    await three(world)
    ts = await ask(world, "ana", "honestly, webinar leads are junk")
    await ask(world, "chloe", f"{BOT} is that so?", ts)
    said = told(world, ts)[-1].text
    assert said.startswith("acceptance rate · source: webinar · ")
    assert "2 of 2, too few to say" in said
    assert "all others: 1 of 1, too few to say" in said
    assert "against all others: too few to compare" in said
    assert "acceptance_rate v1" in said


@pytest.mark.parametrize("days", [0, 3])
async def test_in_its_first_week_a_claim_gets_what_is_decided_so_far(world: World, days: int) -> None:
    await three(world, days)
    ts = await ask(world, "ana", "honestly, webinar leads are junk")
    await ask(world, "chloe", f"{BOT} is that so?", ts)
    answer = told(world, ts)[-1]
    words = (
        "without leads younger than 7 days nothing is left; so far 2 of 2 decided leads were accepted; "
        "too few to tell"
    )
    assert words in answer.text
    assert words in str(answer.blocks)


async def test_the_young_are_said_beside_the_few_that_are_older(world: World) -> None:
    await three(world)
    await world.lead(
        person={"email": "p9@lumen.example.com", "first_name": "Dana", "last_name": "Ruiz9"},
        campaign={"name": "Glow", "source": "webinar"},
    )
    await world.press("ana", next(card for card in world.cards() if "Ruiz9" in card.text), "handoff.accept")
    ts = await ask(world, "ana", "honestly, webinar leads are junk")
    await ask(world, "chloe", f"{BOT} is that so?", ts)
    said = told(world, ts)[-1].text
    assert "without leads younger than 7 days only 2 are left; so far 3 of 3 decided" in said


@pytest.mark.parametrize(
    "words",
    [
        *("is that so, really?", "really?", "is this true?", "Really, is that so?", "stimmt das?"),
        *("is that correct?", "is it accurate?", "ist das korrekt?", "¿es correcto?"),
        *("stimmt das wirklich?", "ist das so?", "¿es verdad?", "¿Es cierto?", "es verdad eso?"),
    ],
)
def test_the_ways_to_ask_whether_it_is_so(words: str) -> None:
    assert claims.ASKED.fullmatch(words)


@pytest.mark.parametrize(
    "words", ["is that so bad?", "really good leads", "es verdad que no hay presupuesto"]
)
def test_what_says_more_is_no_such_question(words: str) -> None:
    assert not claims.ASKED.fullmatch(words)


async def test_a_claim_that_names_nobody_is_about_the_campaign_of_its_thread(world: World) -> None:
    await three(world)
    card = next(card for card in world.cards() if "Ruiz0" in card.text)
    await ask(world, "ana", "these never buy", card.ts)
    await ask(world, "chloe", f"{BOT} is this true?", card.ts)
    assert told(world, card.ts)[-1].text.startswith("acceptance rate · campaign: Glow · ")


@pytest.mark.parametrize("claim", ["they never buy", "Ana Lima only gets rubbish"])
async def test_what_is_about_nobody_that_can_be_checked_is_asked_back(world: World, claim: str) -> None:
    await three(world)
    ts = await ask(world, "ben", claim)
    await ask(world, "chloe", f"{BOT} is that so?", ts)
    assert "Of whom shall I check it?" in told(world, ts)[-1].text


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ("these leads", "acceptance rate · campaign: Glow · "),
        ("it", "acceptance rate · campaign: Glow · "),
        ("all of them", "acceptance rate · campaign: Glow · "),
        ("the whole campaign", "acceptance rate · campaign: Glow · "),
        ("us", "acceptance rate · campaign: Glow · "),
        ("Fair", "acceptance rate · campaign: Fair · "),
        ("Growth Summit", "Of whom shall I check it?"),
    ],
)
async def test_whom_the_question_names_counts_more_than_its_thread(world: World, of: str, said: str) -> None:
    await three(world)
    card = next(card for card in world.cards() if "Ruiz0" in card.text)
    await ask(world, "ana", "these never buy", card.ts)
    await ask(world, "chloe", f"{BOT} is that so of {of}?", card.ts)
    assert said in told(world, card.ts)[-1].text


async def test_a_name_that_nobody_has_is_answered_with_the_nearest(world: World) -> None:
    await three(world)
    ts = await ask(world, "ana", "these never buy")
    await ask(world, "chloe", f"{BOT} is that so of Glowing?", ts)
    await world.press("chloe", told(world, ts)[-1], "question.choose.0")
    assert told(world, ts)[-1].text.startswith("acceptance rate · campaign: Glow · ")


async def test_of_several_names_one_is_chosen_with_a_click(world: World) -> None:
    await three(world)
    ts = await ask(world, "ana", "webinar and event leads are junk")
    await ask(world, "chloe", f"{BOT} is that so?", ts)
    asked_back = told(world, ts)[-1]
    await world.press("chloe", asked_back, "question.choose.1")
    assert told(world, ts)[-1].text.startswith("acceptance rate · source: event · ")


async def test_a_claim_is_checked_where_the_thread_cannot_be_read_by_what_it_is_about(world: World) -> None:
    await three(world)
    card = next(card for card in world.cards() if "Ruiz2" in card.text)
    world.slack.fault("conversations.replies", "error", error="missing_scope")
    await ask(world, "chloe", f"{BOT} stimmt das?", card.ts)
    assert told(world, card.ts)[-1].text.startswith("acceptance rate · campaign: Fair · ")
