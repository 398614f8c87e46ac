"""Feedback that somebody logs: by a message's shortcut, and by the command."""

from bot.domain.feedback import AnswerKind
from storage import feedback_labels
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


async def test_the_command_alone_opens_a_form(world: World) -> None:
    await lead(world)
    await world.slack.command("ana", "general", "/handoff feedback")
    campaign = (await world.bot.services.log.campaigns())[0][0]
    await world.slack.submit("ana", {CAMPAIGN: str(campaign), WORDS: "good people"})
    assert await counted(world) == ["good people"]


async def test_an_answer_to_words_without_a_thread_reaches_whoever_said_them(world: World) -> None:
    await lead(world)
    await world.slack.command("ana", "general", "/handoff feedback webinar: good people")
    await world.bot.services.answers.answer([1], AnswerKind.CHANGED, "More of them", world.person("chloe"))
    await world.tick()
    assert world.dms("ana") == ["Marketing answers: changed: “More of them”."]
