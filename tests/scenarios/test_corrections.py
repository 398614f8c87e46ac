"""What was tagged is shown where it was said, and a person's correction is stronger than the rules."""

from slack_bolt.async_app import AsyncBoltRequest

from tests.scenarios.talking import edit, items, labels, lead, say
from tests.scenarios.world import World


async def choose(world: World, who: str, *themes: str) -> str:
    """Use the menu of the note that somebody got; answers with what they are told then."""
    note = world.slack.ephemerals(who, "handoffs")[-1]
    await world.slack.click(who, "handoffs", note.ts, "feedback.themes", list(themes))
    told: str = world.slack.ephemerals(who, "handoffs")[-1].text
    return told


async def test_the_note_says_what_was_tagged_and_takes_a_correction(world: World) -> None:
    ts = await lead(world)
    message = await say(world, "ana", "They have no budget this year", ts)
    assert "Tagged: No budget." in world.slack.ephemerals("ana", "handoffs")[-1].text
    told = await choose(world, "ana", "wrong_persona", "no_budget")
    assert "Tagged: Wrong person, No budget." in told
    await edit(world, message, "The e-mail address bounced")
    [found] = (await labels(world)).values()
    assert found.themes == ("wrong_persona", "no_budget")
    assert dict(found.evidence).keys() == {"no_budget"}


async def test_the_note_itself_follows_what_is_done_with_it(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "They have no budget this year", ts)
    [note] = world.slack.ephemerals("ana", "handoffs")
    assert "Tagged: Wrong person." in await choose(world, "ana", "wrong_persona")
    await world.slack.click("ana", "handoffs", note.ts, "feedback.aside")
    assert "It does not count" in note.text
    await world.slack.click("ana", "handoffs", note.ts, "feedback.back")
    assert "Tagged: Wrong person." in note.text
    assert world.slack.ephemerals("ana", "handoffs") == [note]


async def test_a_note_that_cannot_be_replaced_is_followed_by_another_one(world: World) -> None:
    ts = await lead(world)
    message = await say(world, "ana", "They have no budget this year", ts)
    [note] = world.slack.ephemerals("ana", "handoffs")
    place = {"type": "message", "channel_id": message.channel, "message_ts": note.ts, "thread_ts": ts}
    body = {
        "type": "block_actions",
        "user": {"id": message.user},
        "container": {**place, "is_ephemeral": True},
        "response_url": f"{world.slack.url}/response/expired",
        "actions": [{"action_id": "feedback.aside", "type": "button", "block_id": "b", "value": "1"}],
    }
    await world.bot.bolt.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
    told = world.slack.ephemerals("ana", "handoffs")
    assert ["Noted as" in one.text for one in told] == [True, False]
    assert "It does not count" in told[-1].text


async def test_nothing_of_all_that_is_a_correction_too(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "They have no budget this year", ts)
    assert "Tagged" not in await choose(world, "ana")
    [found] = (await labels(world)).values()
    assert found.themes == ()


async def test_whoever_neither_said_it_nor_works_with_themes_cannot_correct_it(world: World) -> None:
    ts = await lead(world)
    await say(world, "ana", "They have no budget this year", ts)
    denied = await world.bot.services.corrections.correct(1, ["other"], world.person("ben"))
    assert "Only whoever said it" in str(denied)
    [found] = (await labels(world)).values()
    assert found.themes == ("no_budget",)
    await world.bot.services.corrections.correct(1, ["bad_timing", "made_up"], world.person("max"))
    [found] = (await labels(world)).values()
    assert found.themes == ("bad_timing",)


async def test_logging_somebody_s_message_again_corrects_nothing_that_is_not_one_s_own(world: World) -> None:
    ts = await lead(world)
    message = await say(world, "ana", "They have no budget this year", ts)
    campaign = (await world.bot.services.log.campaigns())[0][0]
    for who, after in (("ben", ("no_budget",)), ("ana", ("other",))):
        await world.slack.shortcut(who, "log_feedback", "handoffs", message.ts)
        given = {"campaign": str(campaign), "detail": message.text, "theme": "other"}
        await world.slack.submit(who, given)
        [found] = (await labels(world)).values()
        assert found.themes == after


async def test_the_home_tab_and_the_answer_show_the_themes_and_the_answer_may_correct_them(
    world: World,
) -> None:
    ts = await lead(world)
    await say(world, "ana", "They have no budget this year", ts)
    await world.slack.open_home("chloe")
    await world.slack.settled()
    await world.deliver()
    view = world.slack.home("chloe")
    assert view is not None
    assert "Tagged: No budget" in str(view.given)
    await world.slack.click_in_view("chloe", view, "feedback.answer")
    assert "initial_options" in str(getattr(world.slack.modal("chloe"), "given", ""))
    await world.slack.submit("chloe", {"kind": "declined", "themes": ["bad_timing"]})  # a reason is missing
    await world.slack.submit("chloe", {"kind": "declined", "themes": ["bad_timing"], "detail": "Sorry"})
    await world.tick()
    [found] = (await labels(world)).values()
    assert found.themes == ("bad_timing",)
    assert [item.is_open for item in await items(world)] == [False]
