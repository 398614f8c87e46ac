"""Feedback that somebody logs: by a message's shortcut, and by the command."""

from datetime import date

import pytest

from bot.domain.campaign import Declared
from bot.domain.feedback import AnswerKind
from bot.playground.messages import Message
from storage import campaign_changes, feedback_labels
from storage.database import Database, Session
from tests.databases import ManualClock
from tests.scenarios import world as worlds
from tests.scenarios.talking import counted, delete, edit, items, lead, promised, say
from tests.scenarios.world import World

CAMPAIGN, WORDS, THEME = "campaign", "detail", "theme"


async def test_any_message_can_be_logged_on_a_campaign_and_follows_its_edits(world: World) -> None:
    await lead(world)
    message = await say(world, "ben", "they were all students", "")
    await world.slack.shortcut("ana", "log_feedback", "handoffs", message.ts)
    modal = world.slack.modal("ana")
    assert modal is not None
    assert "they were all students" in str(modal.given)
    campaign = (await world.bot.services.log.campaigns())[0][0]
    await world.slack.submit(
        "ana", {CAMPAIGN: str(campaign), WORDS: "they were all students", THEME: "wrong_persona"}
    )
    await world.tick()
    [item] = await items(world)
    assert (item.author, item.campaign_id, item.origin) == ("ben", campaign, "shortcut")
    assert list(message.reactions) == ["memo"]
    assert len(await promised(world, item.id)) == 1
    labels = await world.db.read(lambda tx: feedback_labels.of(tx, [item.id]))
    assert labels[item.id].themes == ("wrong_persona",)
    await edit(world, message, "most of them were students")
    assert await counted(world) == ["most of them were students"]
    await delete(world, message)
    assert await counted(world) == []


async def test_a_message_that_is_feedback_already_goes_to_the_campaign_that_is_chosen(world: World) -> None:
    first = await lead(world)
    await world.lead(campaign={"name": "Fair"}, person={"email": "eva@lumen.example.com"})
    message = await say(world, "ana", "wrong persona", first)
    fair = next(number for number, name in await world.bot.services.log.campaigns() if name == "Fair")
    await world.slack.shortcut("ben", "log_feedback", "handoffs", message.ts)
    await world.slack.submit("ben", {CAMPAIGN: str(fair), WORDS: "wrong persona"})
    await world.tick()
    [item] = await items(world)
    assert (item.campaign_id, item.author) == (fair, "ana")
    assert len(await promised(world, item.id)) == 1


async def test_a_message_is_set_aside_and_taken_back_from_its_menu(world: World) -> None:
    ts = await lead(world)
    message = await say(world, "ana", "lunch?", ts)
    outcome = await world.slack.shortcut("ben", "not_feedback", "handoffs", message.ts)
    assert outcome.error == ""
    assert await counted(world) == []
    outcome = await world.slack.shortcut("ben", "not_feedback", "handoffs", message.ts)
    assert outcome.error == ""
    assert await counted(world) == ["lunch?"]
    other = await say(world, "ana", "hello", "")
    await world.slack.shortcut("ben", "not_feedback", "handoffs", other.ts)
    assert "This message is no feedback" in world.slack.ephemerals("ben", "handoffs")[-1].text


async def test_the_command_takes_the_campaign_and_the_words(world: World) -> None:
    await lead(world)
    await world.slack.command("ana", "general", "/handoff feedback webinar ai: too: many students")
    [item] = await items(world)
    assert (item.text, item.author, item.origin) == ("too: many students", "ana", "command")
    assert "Webinar AI forecasting" in world.slack.ephemerals("ana", "general")[-1].text
    await world.slack.command("ana", "general", "/handoff feedback Trade fair: fine")
    assert "I know no campaign “Trade fair”" in world.slack.ephemerals("ana", "general")[-1].text
    assert len(await items(world)) == 1


async def test_the_command_alone_opens_a_form_which_then_says_what_became_of_it(world: World) -> None:
    await lead(world)
    await world.slack.command("ana", "general", "/handoff feedback")
    campaign = (await world.bot.services.log.campaigns())[0][0]
    opened = len(world.slack.calls("views.open"))
    outcome = await world.slack.submit("ana", {CAMPAIGN: str(campaign), WORDS: "good people"})
    assert outcome.error == ""
    assert await counted(world) == ["good people"]
    shown = world.slack.modal("ana")
    assert shown is not None
    assert "Noted as feedback on *Webinar AI forecasting*" in str(shown.given)
    # Slack may refuse another dialog while it waits to be told what becomes of this one.
    assert len(world.slack.calls("views.open")) == opened


async def test_where_nothing_can_be_whispered_the_form_says_what_became_of_it(world: World) -> None:
    await lead(world)
    message = await say(world, "ben", "they were all students", "")
    await world.slack.shortcut("ana", "log_feedback", "handoffs", message.ts)
    campaign = (await world.bot.services.log.campaigns())[0][0]
    opened = len(world.slack.calls("views.open"))
    world.slack.fault("chat.postEphemeral", "error", error="not_in_channel")
    await world.slack.submit("ana", {CAMPAIGN: str(campaign), WORDS: "they were all students"})
    shown = world.slack.modal("ana")
    assert shown is not None
    assert "Noted as feedback" in str(shown.given)
    assert len(world.slack.calls("views.open")) == opened


async def test_a_form_that_was_open_while_its_campaign_was_merged_counts_for_the_one_that_stays(
    world: World,
) -> None:
    await lead(world)
    await lead(world, campaign={"name": "Old webinar"}, person={"email": "eva@other.example.com"})
    known = {name: number for number, name in await world.bot.services.log.campaigns()}
    stays, gone = known["Webinar AI forecasting"], known["Old webinar"]
    await world.slack.command("ana", "general", "/handoff feedback")
    await world.db.run(lambda tx: campaign_changes.merge(tx, gone, stays, "chloe", world.clock()))
    await world.slack.submit("ana", {CAMPAIGN: str(gone), WORDS: "no budget"})
    [item] = await items(world)
    assert item.campaign_id == stays


async def test_what_a_command_says_is_read_as_people_see_it(world: World) -> None:
    await lead(world)
    text = "/handoff feedback Webinar: <https://x.example|these> &amp; <@U0BEN00001> got &lt; 10 :tada:"
    await world.slack.command("ana", "general", text)
    assert await counted(world) == ["these & Ben Okafor got < 10"]


@pytest.mark.parametrize("text", [":+1:", "???", "https://x.example"])
async def test_a_command_without_a_word_stores_nothing_and_says_so(world: World, text: str) -> None:
    await lead(world)
    await world.slack.command("ana", "general", f"/handoff feedback Webinar: {text}")
    assert await items(world) == []
    assert "Noted" not in world.slack.ephemerals("ana", "general")[-1].text


async def test_what_two_people_say_of_a_message_of_a_bot_are_two_items(world: World) -> None:
    await lead(world)
    bot = Message("", "C0HANDOFFS", "U0OTHERBOT", "Call: wrong persona", by_app=True)
    posted = world.slack.workspace.post(bot)
    campaign = (await world.bot.services.log.campaigns())[0][0]
    for who, said in (
        ("ana", "wrong persona"),
        ("ben", "I heard: no budget"),
        ("ana", "wrong persona, twice"),
    ):
        await world.slack.shortcut(who, "log_feedback", "handoffs", posted.ts)
        await world.slack.submit(who, {CAMPAIGN: str(campaign), WORDS: said})
        assert "Noted" in world.slack.ephemerals(who, "handoffs")[-1].text
    found = {one.author: one.text for one in await items(world)}
    assert found == {"ana": "wrong persona, twice", "ben": "I heard: no budget"}
    await world.slack.shortcut("ben", "not_feedback", "handoffs", posted.ts)
    assert await counted(world) == ["wrong persona, twice"]


async def test_of_many_campaigns_the_active_ones_can_be_chosen(world: World) -> None:
    await lead(world)
    active = (await world.bot.services.log.campaigns())[0][0]

    def many(tx: Session) -> None:
        for number in range(120):
            past = Declared(name=f"Past {number}", ends=date(2025, 1, 31))
            campaign_changes.make(tx, past, "chloe", world.clock())

    await world.db.run(many)
    await world.slack.command("ana", "general", "/handoff feedback")
    modal = world.slack.modal("ana")
    assert modal is not None
    which = modal.given["blocks"][0]
    offered = [one["text"]["text"] for one in which["element"]["options"]]
    assert len(offered) == 100
    assert offered[:2] == ["Webinar AI forecasting", "Past 119"]
    assert "Any name can be typed" in which["hint"]["text"]
    await world.slack.submit("ana", {CAMPAIGN: str(active), WORDS: "good people"})
    assert await counted(world) == ["good people"]
    await world.slack.command("ana", "general", "/handoff feedback")
    for nothing in ({WORDS: "old"}, {WORDS: "old", "campaign_name": "Nowhere"}):
        refused = await world.slack.submit("ana", nothing)
        assert "campaign_name" in str(refused)
    await world.slack.submit("ana", {WORDS: "old", "campaign_name": "past 7 "})
    assert await counted(world) == ["good people", "old"]


async def test_whoever_wrote_it_may_say_what_it_is_also_in_no_agreement(
    db: Database, clock: ManualClock
) -> None:
    clock.set(worlds.START)
    start, rest = worlds.AGREEMENT.split("[people.ben]")
    without = start.replace('backup = "ben"', "") + rest[rest.index("[people.chloe]") :]
    agreement = without.replace('["ana", "ben"]', '["ana"]')
    async with worlds.workspace(clock) as slack, worlds.joined(slack, db, clock, agreement) as world:
        await slack.connected()
        ts = await lead(world)
        mine = await say(world, "ben", "They have no budget, lunch?", ts)
        other = await say(world, "ana", "too many students", ts)
        note = world.slack.ephemerals("ben", "handoffs")[-1]
        await world.slack.click("ben", "handoffs", note.ts, "feedback.themes", ["bad_timing"])
        assert "Tagged: Bad timing" in world.slack.ephemerals("ben", "handoffs")[-1].text
        await world.slack.click("ben", "handoffs", note.ts, "feedback.aside")
        assert await counted(world) == ["too many students"]
        await world.slack.shortcut("ben", "not_feedback", "handoffs", mine.ts)
        assert len(await counted(world)) == 2
        await world.slack.shortcut("ben", "not_feedback", "handoffs", other.ts)
        assert len(await counted(world)) == 2


async def test_an_answer_to_words_without_a_thread_reaches_whoever_said_them(world: World) -> None:
    await lead(world)
    await world.slack.command("ana", "general", "/handoff feedback webinar: good people")
    await world.bot.services.answers.answer([1], AnswerKind.CHANGED, "More of them", world.person("chloe"))
    await world.tick()
    assert world.dms("ana") == ["Marketing answers: changed: “More of them”."]
