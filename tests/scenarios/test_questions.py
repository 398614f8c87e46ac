"""Questions in Slack: answered where they were asked, gone on with in the thread, changed, reviewed."""

import asyncio
from datetime import timedelta

from bot.domain import permission
from bot.domain.asked import Place
from bot.domain.metric import Dimension
from bot.playground.messages import Message
from bot.services import questions as reading
from bot.services.behind import Behind
from storage import campaign_changes, labels, questions
from storage.database import Database
from tests import loopback_model
from tests.databases import ManualClock
from tests.loopback_model import Held
from tests.scenarios import world as worlds
from tests.scenarios.world import World

BOT_ID = "U0HANDOFF1"
BOT = f"<@{BOT_ID}>"


async def ask(world: World, user: str, text: str, thread: str = "", channel: str = "handoffs") -> str:
    """Write a message, and let the bot answer; the `ts` of the message."""
    ts = await world.slack.post(user, channel, text, thread)
    await world.slack.settled()
    await world.tick()
    return ts


def told(world: World, ts: str) -> list[Message]:
    """What the bot said in a thread, oldest first."""
    return [one for one in world.slack.thread("handoffs", ts) if one.user == BOT_ID]


async def leads(world: World) -> None:
    """Two leads of two sources, one of them accepted."""
    await world.lead(campaign={"source": "webinar", "medium": "email"})
    await world.lead(
        person={"email": "eve@other.example.com", "first_name": "Eve"},
        campaign={"source": "paid_search", "medium": "cpc"},
    )
    await world.press("ana", world.cards()[0], "handoff.accept")


async def test_a_mention_is_answered_in_the_open_in_its_thread(world: World) -> None:
    await leads(world)
    ts = await ask(world, "chloe", f"{BOT} how many MQLs this week?")
    (answer,) = told(world, ts)
    assert "MQLs · 2-3 Mar 2026 so far" in answer.text
    assert "mql_count v1" in answer.text


async def test_a_message_that_slack_tells_of_twice_is_answered_once(world: World) -> None:
    await leads(world)
    place = Place("C0HANDOFFS", "1772530000.000100", "1772530000.000100")
    heard = [
        await world.bot.services.asking.hear(place, "U0CHLOE001", None, "how many MQLs this week?")
        for _ in range(3)
    ]
    assert heard == [True, False, False]


async def test_a_conversation_goes_on_in_its_thread_with_and_without_a_mention(world: World) -> None:
    await leads(world)
    ts = await ask(world, "chloe", f"{BOT} MQLs from webinar this week")
    await ask(world, "chloe", f"{BOT} and paid search?", ts)
    await ask(world, "chloe", "by source", ts)
    first, second, third = (answer.text.split("\n")[0] for answer in told(world, ts))
    assert "source: webinar" in first
    assert "source: paid search" in second.replace("_", " ")
    assert "by source" in third


async def test_talk_in_the_thread_of_a_question_is_left_alone(world: World) -> None:
    await leads(world)
    ts = await ask(world, "chloe", f"{BOT} MQLs this week")
    await ask(world, "chloe", "thanks, that helps a lot", ts)
    await ask(world, "max", "and paid search?", ts)  # somebody else's words are theirs
    assert len(told(world, ts)) == 1


async def test_what_is_asked_back_can_be_answered_in_the_thread(world: World) -> None:
    await leads(world)
    ts = await ask(world, "chloe", f"{BOT} what's the rate for webinars this week")
    assert "Which figure do you mean?" in told(world, ts)[-1].text
    await ask(world, "chloe", f"{BOT} acceptance", ts)
    assert told(world, ts)[-1].text.startswith("acceptance rate · source: webinar")


async def test_what_is_offered_instead_is_asked_with_a_click(world: World) -> None:
    await leads(world)
    ts = await ask(world, "chloe", f"{BOT} forecast MQLs for next month")
    refused = told(world, ts)[-1]
    assert "no forecasts" in refused.text
    await world.slack.click("chloe", "handoffs", refused.ts, "question.choose.0")
    await world.tick()
    assert "mql_count v1" in told(world, ts)[-1].text


async def test_a_direct_message_is_answered_in_its_own_thread(world: World) -> None:
    await leads(world)
    ts = await ask(world, "chloe", "MQLs by source, this week", channel="@handoff")
    answers = [one for one in world.slack.dm_messages("chloe") if "mql_count v1" in one.text]
    assert [one.thread_ts for one in answers] == [ts]


async def test_figures_of_people_are_not_told_in_the_open(world: World) -> None:
    await leads(world)
    ts = await ask(world, "max", f"{BOT} MQLs by owner this week")
    (shown,) = told(world, ts)
    assert "direct message" in shown.text
    assert "Ana" not in shown.text
    assert any("Ana Lima" in text for text in world.dms("max"))
    ts = await ask(world, "ben", f"{BOT} MQLs for Ana Lima this week")
    assert "Figures of people are for themselves" in told(world, ts)[-1].text
    assert not any("mql_count" in text for text in world.dms("ben"))


async def test_what_was_sent_to_somebody_alone_is_gone_on_with_there(world: World) -> None:
    await leads(world)
    ts = await ask(world, "max", f"{BOT} acceptance rate by owner this week")
    alone = world.slack.dm_messages("max")[-1]
    await world.slack.click("max", "@handoff", alone.ts, "question.reason")
    await world.tick()
    assert "rejection rate" in world.slack.dm_messages("max")[-1].text
    await world.slack.click("max", "@handoff", alone.ts, "question.edit")
    await world.slack.submit("max", {"groups": ["owner", "source"]})
    await world.tick()
    assert "by owner and source" in world.slack.dm_messages("max")[-1].text
    assert len(told(world, ts)) == 1


async def test_nobody_sees_figures_of_people_by_way_of_somebody_elses_question(world: World) -> None:
    await leads(world)
    ts = await ask(world, "max", f"{BOT} acceptance rate by owner this week")
    alone = world.slack.dm_messages("max")[-1]
    for text in ("and last week?", "by source", "what about this month?"):
        await ask(world, "ben", f"{BOT} {text}", ts)
    ben = next(user.id for user in world.slack.workspace.users.values() if user.name == "ben")
    asking, telling = world.bot.services.asking, world.bot.services.telling
    for number in range(1, 5):
        found = await asking.get(number)
        assert found is not None
        rep = world.person("ben")
        for query in filter(None, [reading.query_of(found)]):
            await asking.again(found, ben, rep, "Edited", query)
            await asking.again(found, ben, rep, "By reason", reading.by_reason(query))
            shown = isinstance(await telling.leads(number, rep), Behind)
            assert shown is not permission.about_people(query)
    await world.tick()
    texts = [one.text for one in told(world, ts)] + world.dms("ben")
    assert not any("Ana Lima" in text for text in texts), texts
    assert "Ana Lima" in alone.text


async def test_a_campaign_that_was_merged_since_is_called_what_it_is_now(world: World) -> None:
    for number, name in enumerate(("Summit A", "Summit B")):
        person = {"email": f"p{number}@x.example.com", "first_name": f"P{number}"}
        await world.lead(person=person, campaign={"name": name})
    ts = await world.slack.post("chloe", "handoffs", f"{BOT} MQLs for Summit A this week")
    await world.slack.settled()
    await world.bot.services.asking.work_off()
    names = await world.db.read(lambda tx: labels.names(tx, Dimension.CAMPAIGN))
    gone, kept = names["Summit A"], names["Summit B"]
    assert await world.db.run(lambda tx: campaign_changes.merge(tx, gone, kept, "chloe", world.clock()))
    await world.tick()
    assert "campaign: Summit B · 2-3 Mar 2026" in told(world, ts)[0].text
    await world.press("chloe", told(world, ts)[0], "question.edit")
    await world.slack.submit("chloe", {})
    await world.tick()
    assert told(world, ts)[1].text == told(world, ts)[0].text


async def test_a_person_may_be_named_by_a_mention(world: World) -> None:
    await leads(world)
    await ask(world, "ana", f"{BOT} MQLs for <@U0ANA00001> this week", channel="handoffs")
    assert any("owner: Ana Lima" in text for text in world.dms("ana"))


async def test_by_reason_and_a_change_of_the_query_are_answered_in_the_thread(world: World) -> None:
    await leads(world)
    ts = await ask(world, "chloe", f"{BOT} acceptance rate this week")
    answer = told(world, ts)[-1]
    await world.press("chloe", answer, "question.reason")
    assert told(world, ts)[-1].text.startswith("rejection rate · by reject reason")
    await world.press("chloe", answer, "question.edit")
    await world.slack.submit(
        "chloe", {"groups": ["source"], "period": "yesterday", "filters": "region: not DACH"}
    )
    modal = world.slack.modal("chloe")
    assert modal is None, modal
    await world.tick()
    assert "acceptance rate · by source · region: all but DACH · 2 Mar 2026" in told(world, ts)[-1].text


async def test_a_field_that_makes_no_sense_says_what_would(world: World) -> None:
    await leads(world)
    ts = await ask(world, "chloe", f"{BOT} acceptance rate this week")
    for given, field, problem in (
        ({"period": "when pigs fly"}, "period", "last full month"),
        ({"filters": "region: Atlantis"}, "filters", "“Atlantis” is not known; there is “DACH”"),
        ({"filters": "Atlantis"}, "filters", "should begin with a dimension"),
        ({"limit": "many"}, "limit", "whole number"),
        ({"period": "last month", "compared": "green"}, "compared", "the month before"),
    ):
        await world.press("chloe", told(world, ts)[-1], "question.edit")
        outcome = await world.slack.submit("chloe", given)
        assert problem in outcome.errors[field]
        await world.slack.close_modal("chloe")


async def test_the_leads_behind_an_answer_are_for_people_of_the_agreement(world: World) -> None:
    await leads(world)
    world.slack.workspace.add_user("eve", "Eve Stranger", "eve@example.com", "Europe/Berlin")
    ts = await ask(world, "eve", f"{BOT} acceptance rate this week")
    answer = told(world, ts)[-1]
    assert "1 of 1" in answer.text  # sums are for every member of the workspace
    await world.press("eve", answer, "question.leads")
    assert "not in this workspace's handoff agreement" in str(world.slack.modal("eve"))
    await world.press("chloe", answer, "question.leads")
    assert "Dana Ruiz" in str(world.slack.modal("chloe"))
    await world.press("eve", answer, "question.definition")
    assert "accepted / decided" in str(world.slack.modal("eve"))


async def test_an_answer_that_is_not_right_is_put_on_the_review_list(world: World) -> None:
    ts = await ask(world, "chloe", f"{BOT} MQLs of the summit thing")
    await world.press("chloe", told(world, ts)[-1], "question.wrong")
    await world.slack.submit("chloe", {"detail": "the Growth Summit campaign"})
    listed = await world.db.read(questions.to_review)
    assert [(one.text, one.remark) for one in listed] == [
        ("MQLs of the summit thing", "the Growth Summit campaign")
    ]


async def test_the_leads_behind_the_top_of_a_list_are_those_of_its_rows(world: World) -> None:
    await leads(world)
    await world.lead(
        person={"email": "kim@third.example.com", "first_name": "Kim"}, campaign={"source": "paid_search"}
    )
    ts = await ask(world, "chloe", f"{BOT} top source by MQLs this week")
    assert "paid_search" in told(world, ts)[-1].text
    await world.press("chloe", told(world, ts)[-1], "question.leads")
    shown = str(world.slack.modal("chloe"))
    assert "2 leads" in shown
    assert "Dana" not in shown


async def test_nobody_is_thanked_for_a_remark_on_a_question_that_is_gone(world: World) -> None:
    ts = await ask(world, "chloe", f"{BOT} MQLs this week")
    await world.press("chloe", told(world, ts)[-1], "question.wrong")
    await world.db.run(lambda tx: questions.forget(tx, world.clock() + timedelta(days=1)))
    await world.slack.submit("chloe", {"detail": "the other one"})
    assert "not stored any more" in str(world.slack.modal("chloe"))


async def test_answers_of_the_command_are_whispered_and_their_buttons_too(world: World) -> None:
    await leads(world)
    await world.slack.command("chloe", "handoffs", "/handoff ask acceptance rate this week")
    (whisper,) = world.slack.ephemerals("chloe")
    await world.slack.click("chloe", "handoffs", whisper.ts, "question.reason")
    await world.slack.settled()
    assert "rejection rate · by reject reason" in world.slack.ephemerals("chloe")[-1].text


async def test_a_question_that_was_stored_before_a_restart_is_answered_after_it(
    world: World, clock: ManualClock
) -> None:
    await leads(world)
    first = await ask(world, "chloe", f"{BOT} MQLs from webinar this week")
    await world.slack.post("chloe", "handoffs", f"{BOT} and paid search?", first)
    await world.slack.settled()
    await world.bot.stop()
    async with worlds.joined(world.slack, world.db, clock) as again:
        await again.tick()
        assert "paid_search" in told(again, first)[-1].text


async def test_two_workers_read_a_question_once(world: World) -> None:
    await leads(world)
    ts = await world.slack.post("chloe", "handoffs", f"{BOT} MQLs this week")
    await world.slack.settled()
    await asyncio.gather(*(world.bot.services.asking.work_off() for _ in range(3)))
    await world.deliver()
    assert len(told(world, ts)) == 1


async def test_this_campaign_is_that_of_the_lead_in_whose_thread_it_is_said(world: World) -> None:
    await world.lead(campaign={"name": "Glow Summit", "source": "webinar"})
    [card] = [one for one in world.cards() if "Dana Ruiz" in one.text]
    await ask(world, "chloe", f"{BOT} MQLs for this campaign this week", card.ts)
    assert told(world, card.ts)[-1].text.startswith("MQLs · campaign: Glow Summit")
    ts = await ask(world, "chloe", f"{BOT} MQLs for this campaign this week")
    assert "Whom or what do you mean?" in told(world, ts)[-1].text


async def test_whoever_reads_a_question_when_the_bot_stops_does_not_hold_it_up(
    db: Database, clock: ManualClock
) -> None:
    clock.set(worlds.START)
    held = Held()
    async with loopback_model.serving() as server, worlds.workspace(clock) as slack:
        server.always(held)
        more = {"OPENAI_API_KEY": loopback_model.KEY, "OPENAI_MODEL": "m", "OPENAI_BASE_URL": server.url}
        async with worlds.joined(slack, db, clock, ticking=True, more=more) as world:
            await slack.connected()
            await slack.post("chloe", "handoffs", f"{BOT} podcast uptake last month")
            await held.arrived.wait()
            stopping = asyncio.create_task(world.bot.stop())
            held.release.set()
            async with asyncio.timeout(3):  # after four it is no longer waited for
                await stopping
