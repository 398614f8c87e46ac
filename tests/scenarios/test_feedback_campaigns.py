"""Feedback reaches the right campaign: by the campaign's own thread, and where a lead has two of them."""

from bot.domain.feedback import AnswerKind
from bot.services.answers import Form
from storage import campaign_changes, campaigns
from tests.scenarios.talking import delete, items, lead, promised, say
from tests.scenarios.test_hostile import mrkdwn
from tests.scenarios.world import World


async def number(world: World, name: str) -> int:
    """The id of a campaign."""
    found = await world.db.read(lambda tx: campaigns.named(tx, name))
    assert found is not None
    return found


async def test_what_is_said_under_a_campaigns_post_is_about_it(world: World) -> None:
    await lead(world)
    await world.bot.services.campaigns.ring()
    await world.deliver()
    [post] = [one for one in world.cards() if one.text.startswith("Campaign ")]
    message = await say(world, "ben", "The landing page promises too much", post.ts)
    [item] = await items(world)
    assert item.campaign_id == await number(world, "Webinar AI forecasting")
    assert item.handoff_id is None
    assert list(message.reactions) == ["memo"]


async def test_the_post_follows_what_waits_for_an_answer(world: World) -> None:
    await lead(world)
    await ring(world)
    await say(world, "ana", "The wrong people", world.cards()[0].ts)
    aside = await say(world, "ana", "Lunch?", world.cards()[0].ts)
    await ring(world)
    assert "2 comments wait for an answer" in waiting(world)
    await delete(world, aside)
    await ring(world)
    assert "1 comment waits for an answer" in waiting(world)
    [item, _] = await items(world)
    await world.bot.services.answers.answer((item.id,), AnswerKind.PLANNED, "", world.person("chloe"))
    await ring(world)
    assert "for an answer" not in waiting(world)


async def ring(world: World) -> None:
    """The campaigns' posts are looked at every five minutes."""
    world.clock.advance(minutes=6)
    await world.bot.services.campaigns.ring()
    await world.deliver()


def waiting(world: World) -> str:
    """What the campaign's post says."""
    [post] = [one for one in world.cards() if one.text.startswith("Campaign ")]
    return "\n".join(mrkdwn(post.blocks))


async def test_of_two_campaigns_the_one_that_counts_is_taken_until_somebody_chooses(world: World) -> None:
    await world.lead(campaign={"name": "Fair"}, person={"email": "eva@lumen.example.com"})
    await world.lead(campaign={"name": "Webinar", "first_touch": {"campaign": "Fair"}})
    ts = world.cards()[-1].ts
    await say(world, "ana", "wrong persona", ts)
    fair, webinar = await number(world, "Fair"), await number(world, "Webinar")
    [item] = await items(world)
    assert (item.campaign_id, item.candidates) == (webinar, (webinar, fair))
    note = world.slack.ephemerals("ana", "handoffs")[-1]
    assert "two campaigns" in note.text
    choice = {"value": f"{item.id}:{fair}"}
    await world.slack.click("ana", "handoffs", note.ts, "feedback.campaign", choice)
    await world.tick()
    # What was chosen holds for what is said there later; both stay stored.
    await say(world, "ben", "no budget", ts)
    found = await items(world)
    assert [one.campaign_id for one in found] == [fair, fair]
    assert found[0].candidates == (webinar, fair)
    assert [len(await promised(world, one.id)) for one in found] == [1, 1]


async def test_what_was_said_of_two_campaigns_that_became_one_is_answered_together(world: World) -> None:
    first = await lead(world, campaign={"name": "Spring fair"})
    second = await lead(world, campaign={"name": "Fair"}, person={"email": "eva@lumen.example.com"})
    await say(world, "ana", "no budget", first)
    await say(world, "ben", "no budget either", second)
    gone, stays = await number(world, "Spring fair"), await number(world, "Fair")
    await world.db.run(lambda tx: campaign_changes.merge(tx, gone, stays, "chloe", world.clock()))
    form = await world.bot.services.answers.form(1, world.person("chloe"))
    assert isinstance(form, Form)
    assert [item.text for item in form.alike] == ["no budget either"]
    assert [item.campaign_id for item in await items(world)] == [stays, stays]


async def test_whoever_asks_to_be_forgotten_takes_what_was_said_about_them_along(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "Dana is a student", ts)
    await world.bot.services.answers.answer([1], AnswerKind.CHANGED, "Dana too?", world.person("chloe"))
    await world.tick()
    assert "Dana too?" in world.slack.thread("handoffs", ts)[-1].text
    await world.lead(event={"type": "person.deleted"}, company={}, context={}, qualification={})
    assert "Dana" not in world.slack.thread("handoffs", ts)[-1].text
    [item] = await items(world)
    assert item.text == ""
    assert item.counts
    await world.bot.threads.follow()
    while await world.bot.threads.read_due():
        pass
    assert [one.text for one in await items(world)] == [""]
