"""What people say is tagged with its themes by the rules, and a person's word is stronger."""

from tests.scenarios.talking import edit, items, labels, lead, say
from tests.scenarios.world import World


async def test_a_text_is_tagged_with_the_words_that_say_so_and_again_when_it_is_edited(world: World) -> None:
    ts = await lead(world)
    message = await say(world, "ana", "They have no budget this year", ts)
    [found] = (await labels(world)).values()
    assert found.themes == ("no_budget",)
    assert "no budget" in dict(found.evidence)["no_budget"]
    await edit(world, message, "The e-mail address bounced")
    [found] = (await labels(world)).values()
    assert found.themes == ("bad_contact_data",)


async def test_alike_items_are_those_of_one_theme(world: World) -> None:
    ts = await lead(world)
    for text in ("They have no budget", "There is no budget for it", "The e-mail address bounced"):
        await say(world, "ana", text, ts)
    await labels(world)
    first, second, _ = await items(world)
    form = await world.bot.services.answers.form(first.id, world.person("chloe"))
    assert [item.id for item in getattr(form, "alike", ())] == [second.id]


async def test_nothing_is_read_twice_by_the_same_rules(world: World) -> None:
    ts = await lead(world)
    for text in ("thanks!", "thanks again!"):  # the first is read at once, for the note that tells of it
        await say(world, "ana", text, ts)
    assert await world.bot.tagging.tag_new() == 1
    assert await world.bot.tagging.tag_new() == 0
