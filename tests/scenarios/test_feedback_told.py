"""Everybody whose feedback is answered is told, once: in the thread where they wrote, or alone."""

from bot.domain.feedback import AnswerKind
from bot.playground import acting
from bot.playground.messages import Message
from tests.scenarios.talking import items, lead, say
from tests.scenarios.test_asks import asked, decided, ring
from tests.scenarios.test_feedback_log import CAMPAIGN, WORDS
from tests.scenarios.world import World


async def campaign(world: World) -> Message:
    """The post of the one campaign, in whose thread people may write."""
    await world.bot.services.campaigns.ring()
    await world.deliver()
    found: list[Message] = [one for one in world.cards() if one.text.startswith("Campaign ")]
    return found[0]


async def log(world: World, who: str, by: str, text: str) -> Message:
    """Somebody writes elsewhere, and somebody else logs it."""
    slack = world.slack.slack
    user = acting.user(slack, who).id
    message = acting.post(slack, user, acting.channel(slack, user, "handoffs"), text, "")
    await world.slack.shortcut(by, "log_feedback", "handoffs", message.ts)
    chosen = (await world.bot.services.log.campaigns())[0][0]
    await world.slack.submit(by, {CAMPAIGN: str(chosen), WORDS: text})
    await world.tick()
    return message


async def answer(world: World, words: str, *ids: int) -> None:
    """Chloé answers these items at once."""
    chloe = world.person("chloe")
    await world.bot.services.answers.answer(ids, AnswerKind.PLANNED, words, chloe)
    await world.tick()


def told(world: World, who: str, words: str) -> list[Message]:
    """The direct messages that tell somebody of an answer."""
    return [message for message in world.slack.dm_messages(who) if words in message.text]


async def test_whose_message_was_logged_elsewhere_is_told_alone_with_a_link_to_the_thread(
    world: World,
) -> None:
    await lead(world)
    post = await campaign(world)
    message = await log(world, "ben", "ana", "they were all students")
    await answer(world, "We check the list", 1)
    [found] = told(world, "ben", "We check the list")
    shown = str(found.blocks)
    assert f"/p{message.ts.replace('.', '')}|your message>" in shown
    assert f"/p{post.ts.replace('.', '')}|Thread>" in shown
    assert "they were all students" not in shown
    assert [one.text for one in world.slack.thread("handoffs", post.ts) if one.by_app] == [found.text]
    assert told(world, "ana", "We check the list") == []
    await world.slack.click("ben", "@handoff", found.ts, "feedback.reopen")
    await world.slack.submit("ben", {"detail": "When?"})
    await world.tick()
    assert [item.is_open for item in await items(world)] == [True]
    assert "feedback.reopen" not in str(told(world, "ben", "We check the list")[0].blocks)


async def test_several_items_of_a_person_are_told_in_one_message_with_what_they_typed(world: World) -> None:
    await decided(world)
    post = await campaign(world)
    await ring(world)
    [question] = asked(world)
    await world.slack.click("ana", "@handoff", question.ts, "feedback.asked.wrong_persona")
    for words in ("no budget <!channel>", "no need"):
        command = f"/handoff feedback Webinar AI forecasting: {words}"
        await world.slack.command("ana", "general", command)
    await world.tick()
    await answer(world, "From May on", 1, 2, 3)
    [found] = told(world, "ana", "From May on")
    assert "To “Wrong person”." in str(found.blocks)
    assert "To “no need”." in str(found.blocks)
    assert "<!channel" not in str(found.blocks)
    assert len([one for one in world.slack.thread("handoffs", post.ts) if one.by_app]) == 1


async def test_whoever_wrote_in_the_thread_where_the_answer_stands_is_not_told_twice(world: World) -> None:
    ts = await lead(world)
    post = await campaign(world)
    await say(world, "ben", "wrong persona", ts)
    await say(world, "ana", "no need", post.ts)
    await log(world, "ben", "ana", "they were all students")
    await log(world, "ana", "ben", "no budget")
    await answer(world, "In both threads", 1, 3, 4)
    assert told(world, "ben", "In both threads") == []  # in the lead's thread
    assert told(world, "ana", "In both threads") == []  # she is in the campaign's thread
    for root in (ts, post.ts):
        answers = [one for one in world.slack.thread("handoffs", root) if "In both threads" in one.text]
        assert len(answers) == 1
