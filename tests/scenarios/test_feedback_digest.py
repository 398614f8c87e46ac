"""The digest quotes feedback as it stands: what is taken back is quoted no more, also where it was sent."""

from typing import Any

from bot.domain.feedback import AnswerKind
from tests.scenarios.talking import delete, edit, lead, say
from tests.scenarios.test_hostile import mrkdwn
from tests.scenarios.world import World


async def told(world: World) -> str:
    """The digest in the channel and its thread, as they are shown now."""
    await world.deliver()
    [sent] = [card for card in world.cards() if "Weekly digest" in card.text]
    return "\n".join(
        text for one in (sent, *world.slack.thread("handoffs", sent.ts)) for text in mrkdwn(one.blocks)
    )


async def voices(world: World, count: int) -> list[Any]:
    """So many people say the same of a lead, one after the other; then the week is over."""
    ts = await lead(world)
    said = [
        await say(world, "ana", f"No budget, says number {one}, call 0151 2345678", ts)
        for one in range(count)
    ]
    await world.bot.tagging.tag_new()
    await world.bot.services.answers.answer((1,), AnswerKind.CHANGED, "A new form", world.person("chloe"))
    world.clock.advance(days=7)
    await world.bot.digests.ring()
    return said


async def test_the_newest_voice_of_the_biggest_theme_is_quoted_without_numbers(world: World) -> None:
    await voices(world, 10)
    text = await told(world)
    assert (
        "one of 10 on “No budget”, the newest in a thread: “No budget, says number 9, call [removed]”" in text
    )
    assert "Changed because of feedback:* “A new form”" in text
    assert "1 answered, 9 open, 9 late" in text or "1 answered, 9 open, 0 late" in text


async def test_what_is_edited_or_deleted_later_changes_in_the_digest_that_was_sent(world: World) -> None:
    said = await voices(world, 10)
    assert "says number 9" in await told(world)
    await edit(world, said[9], "No budget, on second thoughts")
    assert "on second thoughts" in await told(world)
    await delete(world, said[9])
    text = await told(world)
    assert "As an illustration" not in text
    assert "A new form" in text


async def test_what_says_another_thing_by_now_is_no_illustration_any_more(world: World) -> None:
    said = await voices(world, 10)
    await edit(world, said[9], "Great lead, the demo is booked")
    await world.bot.tagging.tag_new()
    assert "As an illustration" not in await told(world)


async def test_whoever_asks_to_be_forgotten_is_quoted_no_more(world: World) -> None:
    await voices(world, 10)
    assert "says number 9" in await told(world)
    await world.lead(event={"type": "person.deleted"}, company={}, context={}, qualification={})
    text = await told(world)
    assert "As an illustration" not in text
    assert "A new form" not in text
    assert "Feedback:* 1 lead" in text
