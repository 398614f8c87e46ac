"""Marketing answers feedback: in time or late, once, to everybody whose feedback it is."""

from typing import Any

import pytest

from bot.domain.feedback import AnswerKind, Said
from bot.domain.promise import State
from bot.services.answers import Given
from storage.database import Database
from tests.databases import ManualClock
from tests.scenarios import world as worlds
from tests.scenarios.talking import counted, delete, items, labels, lead, promised, say
from tests.scenarios.world import AGREEMENT, World

KIND, WORDS, ALIKE = "kind", "detail", "alike"


async def home(world: World, who: str) -> str:
    """What stands on somebody's Home tab."""
    await world.slack.open_home(who)
    await world.slack.settled()
    await world.deliver()
    view = world.slack.home(who)
    assert view is not None
    return str(view.given)


async def answer(world: World, who: str, kind: str, words: str = "", alike: list[str] | None = None) -> Any:
    """Answer the first item of one's inbox, from the Home tab."""
    await home(world, who)
    view = world.slack.home(who)
    assert view is not None
    await world.slack.click_in_view(who, view, "feedback.answer")
    given: dict[str, Any] = {KIND: kind, **({WORDS: words} if words else {})}
    outcome = await world.slack.submit(who, given | ({ALIKE: alike} if alike else {}))
    await world.tick()
    return outcome


def thread(world: World, ts: str) -> list[Any]:
    """What the bot said in a thread."""
    return [message for message in world.slack.thread("handoffs", ts) if message.by_app]


async def test_an_answer_keeps_the_promise_and_is_told_once_in_the_thread_and_on_the_home_tab(
    world: World,
) -> None:
    ts = await lead(world)
    await say(world, "ana", "No budget before May", ts)
    assert "No budget before May" in await home(world, "chloe")
    await answer(world, "chloe", "planned", "We ask for the budget year from June on.")
    [owed] = await promised(world, 1)
    assert owed.state(world.clock()) is State.MET
    [told] = thread(world, ts)
    assert told.text == "Marketing answers: planned: “We ask for the budget year from June on.”."
    assert "Ana" not in str(told.blocks)
    assert "We ask for the budget year" in await home(world, "ana")
    assert "No budget before May" not in await home(world, "chloe")


async def test_one_answer_closes_several_alike_items(world: World) -> None:
    first = await lead(world)
    second = await lead(world, person={"email": "eva@lumen.example.com", "first_name": "Eva"})
    await say(world, "ana", "no budget", first)
    await say(world, "ben", "no budget either", second)
    await say(world, "ben", "wrong persona", second)
    ids = [item.id for item in await items(world)]
    await answer(world, "chloe", "changed", "", [str(ids[1])])
    assert [item.is_open for item in await items(world)] == [False, False, True]
    assert len(thread(world, first)) == len(thread(world, second)) == 1


async def test_no_without_a_reason_is_not_taken(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "no budget", ts)
    outcome = await answer(world, "chloe", "declined")
    assert "Say it in a few words" in outcome.errors[WORDS]
    assert [item.is_open for item in await items(world)] == [True]


async def test_a_refused_answer_corrects_no_theme_and_one_that_is_taken_does(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "No budget before May", ts)
    assert (await labels(world))[1].themes == ("no_budget",)
    await home(world, "chloe")
    view = world.slack.home("chloe")
    assert view is not None
    await world.slack.click_in_view("chloe", view, "feedback.answer")
    refused = await world.slack.submit("chloe", {KIND: "declined", "themes": ["bad_timing"]})
    assert refused.errors
    assert (await labels(world))[1].themes == ("no_budget",)
    await world.slack.submit("chloe", {KIND: "planned", WORDS: "In June", "themes": ["bad_timing"]})
    assert (await labels(world))[1].themes == ("bad_timing",)


async def test_what_was_deleted_while_somebody_answers_is_owed_no_answer(world: World) -> None:
    ts = await lead(world)
    said = await say(world, "ana", "No budget before May", ts)
    await home(world, "chloe")
    view = world.slack.home("chloe")
    assert view is not None
    await world.slack.click_in_view("chloe", view, "feedback.answer")
    await delete(world, said)
    await world.slack.submit("chloe", {KIND: "planned", WORDS: "In June"})
    dialog = world.slack.modal("chloe")
    assert dialog is not None
    assert "It was deleted or set aside meanwhile: no answer is owed any more." in str(dialog.given)


async def test_what_is_due_first_stands_first_on_the_home_tab(world: World) -> None:
    ts = await lead(world)
    for number in range(10):
        await say(world, "ana", f"Too many interns, number {number}", ts)
    given = await world.bot.services.answers.answer(
        range(1, 11), AnswerKind.PLANNED, "In June", world.person("chloe")
    )
    assert isinstance(given, Given)
    world.clock.advance(days=2)
    await say(world, "ana", "No budget anywhere", ts)
    world.clock.advance(days=8)
    await world.bot.services.answers.reopen(given.answer.id, world.person("ana"), "Still interns")
    shown = await home(world, "chloe")
    assert "No budget anywhere" in shown
    assert "11 comments" in shown
    assert "of the next 10: 1 overdue" in shown


async def test_what_did_not_help_is_owed_again_once_and_with_a_reason(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "no budget", ts)
    await answer(world, "chloe", "declined", "It is what it is.")
    [told] = thread(world, ts)
    await world.slack.click("ben", "handoffs", told.ts, "feedback.reopen")
    assert "Only whoever said it" in world.slack.ephemerals("ben", "handoffs")[-1].text
    world.clock.advance(hours=1)
    await world.slack.click("ana", "handoffs", told.ts, "feedback.reopen")
    await world.slack.submit("ana", {WORDS: "Please ask before the event"})
    await world.tick()
    _, again = await promised(world, 1)
    assert again.ended_at is None
    assert (world.clock() - again.started_at).total_seconds() < 60
    assert "Please ask before the event" in await home(world, "chloe")
    assert "feedback.reopen" not in str(thread(world, ts)[0].blocks)
    twice = await world.bot.services.answers.reopen(1, world.person("ana"), "really")
    assert "You said so already" in str(twice)


async def test_asking_back_neither_keeps_nor_misses_the_promise(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "bad lead", ts)
    await answer(world, "chloe", "need_more", "What was bad about it?")
    [owed] = await promised(world, 1)
    assert owed.state(world.clock()) is State.EXCUSED
    [told] = thread(world, ts)
    assert told.text == "Marketing asks for more: “What was bad about it?”."
    await world.slack.click("ana", "handoffs", told.ts, "feedback.reopen")
    await world.slack.submit("ana", {WORDS: "A student"})
    await world.tick()
    assert [item.is_open for item in await items(world)] == [True]


async def test_what_the_owner_writes_in_the_thread_is_offered_as_the_answer(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "no budget", ts)
    await say(world, "chloe", "From June on we ask for the budget year", ts)
    assert await counted(world) == ["no budget"]
    offer = world.slack.ephemerals("chloe", "handoffs")[-1]
    await world.slack.click("chloe", "handoffs", offer.ts, "feedback.use")
    await world.slack.submit("chloe", {KIND: "planned", WORDS: "From June on we ask for the budget year"})
    await world.tick()
    assert [item.is_open for item in await items(world)] == [False]


async def test_all_that_waits_in_the_thread_is_closed_by_the_answer_that_is_given_there(world: World) -> None:
    ts = await lead(world)
    other = await lead(world, person={"email": "eva@lumen.example.com", "first_name": "Eva"})
    for text in ("no budget", "wrong persona", "they are all students"):
        await say(world, "ana", text, ts)
    await say(world, "ben", "no budget either", other)
    await say(world, "chloe", "We changed the list", ts)
    offer = world.slack.ephemerals("chloe", "handoffs")[-1]
    assert "the answer to 3 comments waiting here" in offer.text
    # The first one was answered before she used it.
    await world.bot.services.answers.answer([1], AnswerKind.PLANNED, "", world.person("chloe"))
    await world.slack.click("chloe", "handoffs", offer.ts, "feedback.use")
    shown = str(getattr(world.slack.modal("chloe"), "given", ""))
    assert "1 waits in the same thread: as chosen now, it closes 2 comments." in shown
    await world.slack.submit("chloe", {KIND: "changed", WORDS: "We changed the list"})
    await world.tick()
    assert [item.is_open for item in await items(world)] == [False, False, False, True]


async def test_a_burst_of_alike_comments_is_closed_by_one_dialog(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "no budget", ts)
    [first] = await items(world)
    for number in range(1, 15):
        at = f"{float(first.ts or 0) + number:.6f}"
        said = Said("C0HANDOFFS", at, ts, first.user, f"no budget {number}")
        await world.bot.services.feedback.hear(said)
    await labels(world)
    await home(world, "chloe")
    view = world.slack.home("chloe")
    assert view is not None
    await world.slack.click_in_view("chloe", view, "feedback.answer")
    shown = str(getattr(world.slack.modal("chloe"), "given", ""))
    assert "It answers these too (14)" in shown
    assert "All of these: it closes 15 comments" in shown
    given = {KIND: "changed", WORDS: "Asked for the budget", "all": ["all"]}
    assert (await world.slack.submit("chloe", given)).error == ""
    assert [item.is_open for item in await items(world)] == [False] * 15
    await world.deliver()
    assert "To 15 comments." in str(thread(world, ts)[-1].blocks)


@pytest.mark.parametrize(
    ("theirs", "said"), [("Web*", ["no budget"]), ("Fair*", ["no budget", "From June on we ask for it"])]
)
async def test_a_marketer_answers_in_threads_of_their_campaigns_and_gives_feedback_in_others(
    db: Database, clock: ManualClock, theirs: str, said: list[str]
) -> None:
    marketer = AGREEMENT.replace('roles = ["admin"]', f'roles = ["marketer"]\ncampaigns = ["{theirs}"]')
    declared = '\n[[campaigns]]\nname = "Webinar AI forecasting"\nowner = "chloe"\n'
    async with worlds.world(db, clock, marketer + declared) as world:
        ts = await lead(world)
        await say(world, "ana", "no budget", ts)
        await say(world, "olga", "From June on we ask for it", ts)
        assert await counted(world) == said
        [note] = world.slack.ephemerals("olga", "handoffs")
        assert ("Is this the answer to 1 comment" in note.text) is (len(said) == 1)
        if len(said) == 1:
            await world.slack.click("olga", "handoffs", note.ts, "feedback.use")
            await world.slack.submit("olga", {KIND: "planned", WORDS: "From June on we ask for it"})
            assert [item.is_open for item in await items(world)] == [False]


async def test_at_three_quarters_of_the_time_the_owner_is_reminded_once_within_their_hours(
    world: World,
) -> None:
    ts = await lead(world)
    await world.press("ana", world.cards()[0], "handoff.accept")
    await world.press("ana", world.cards()[0], "handoff.touch.called")
    for text in ("no budget", "wrong persona"):
        await say(world, "ana", text, ts)
    await world.tick(days=5)  # Sunday
    assert world.dms("chloe") == []
    await world.tick(hours=25)  # Monday, 11:00; 30 of 40 hours were over on Friday at 17:00
    [reminder] = world.slack.dm_messages("chloe")
    assert reminder.text == "2 comments waiting for your answer."
    await world.slack.click("chloe", "@handoff", reminder.ts, "feedback.answer")
    await world.slack.submit("chloe", {KIND: "changed"})
    await world.tick(days=3)
    assert len(world.slack.dm_messages("chloe")) == 1
    assert world.slack.dm_messages("chloe")[0].text == "1 comment waiting for your answer."
    assert "1 comment: 1 overdue, 0 on time" in await home(world, "chloe")


async def test_only_marketing_answers(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "no budget", ts)
    outcome = await world.bot.services.answers.form(1, world.person("ben"))
    assert "Only the campaign's owner" in str(outcome)
