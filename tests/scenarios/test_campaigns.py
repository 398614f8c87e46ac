"""Campaigns: one quiet post each, in people's words, with numbers that are those of the queries."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.domain.figure import Answer
from bot.domain.metric import Anchor, Dimension, Metric
from bot.domain.query import Filter, MetricQuery
from storage import campaign_changes, campaign_posts, campaigns
from storage import posts as outbox
from storage.database import Database
from tests.databases import ManualClock
from tests.scenarios import world as worlds
from tests.scenarios.test_hostile import mrkdwn
from tests.scenarios.world import AGREEMENT, World

DECLARED = """
[[campaigns]]
name = "AI forecasting"
aliases = ["WBN-10"]
source = "webinar"
medium = "email"
persona = "Operations"
owner = "chloe"
starts = 2026-03-01
ends = 2026-03-31
target = "Heads of operations"
offer = "A checklist"
expected = 40
"""


@pytest.fixture
async def declared(db: Database, clock: ManualClock) -> AsyncIterator[World]:
    """The world with a campaign in its agreement."""
    async with worlds.world(db, clock, AGREEMENT + DECLARED) as made:
        yield made


async def come(world: World, number: int, **campaign: Any) -> None:
    """A lead of a campaign, to be decided by Ana."""
    person = {"email": f"lead{number}@lumen.example.com", "first_name": "Lead", "last_name": str(number)}
    await world.lead(person=person, campaign=campaign)


async def ring(world: World, **later: float) -> None:
    """Let time pass, then let the posts of campaigns follow."""
    world.clock.advance(**later)
    await world.bot.services.campaigns.ring()
    await world.deliver()


def posts(world: World) -> list[Any]:
    """The campaigns' posts in the shared channel, oldest first."""
    return [one for one in world.cards() if one.text.startswith("Campaign ")]


def said(message: Any) -> str:
    return "\n".join([message.text, *mrkdwn(message.blocks)])


async def typed(world: World, user: str, words: str) -> Any:
    """What `/handoff` whispers; it says all that its blocks say."""
    await world.slack.command(user, "handoffs", f"/handoff {words}")
    await world.slack.settled()
    return world.slack.ephemerals(user, "handoffs")[-1]


async def fill(world: World, user: str, command: str, **given: str) -> Any:
    """Type a command that opens the dialog, and submit it."""
    await world.slack.command(user, "handoffs", f"/handoff {command}")
    outcome = await world.slack.submit(user, given)
    await world.slack.settled()
    await world.deliver()
    return outcome


async def number(world: World, name: str) -> int:
    found = await world.db.read(lambda tx: campaigns.named(tx, name))
    assert found
    return found


async def test_a_declared_campaign_has_a_post_with_its_brief_and_nobody_is_pinged(declared: World) -> None:
    await ring(declared)
    [post] = posts(declared)
    for words in (
        "*AI forecasting* · until 31 Mar 2026",
        "webinar / email · for Operations · Chloé Martin answers for it",
        "To reach: Heads of operations",
        "Offer: A checklist",
        "0 of 40 expected leads handed over yet",
    ):
        assert words in said(post)
    assert "<@" not in said(post)


async def test_its_counts_are_those_of_the_queries(declared: World) -> None:
    await ring(declared)
    for each in range(3):
        await come(declared, each, name="WBN-10", id="7")
    _, *cards = declared.cards()
    await declared.press("ana", cards[0], "handoff.accept")
    await declared.press("ana", cards[1], "handoff.accept")
    await declared.tick(minutes=30)
    await ring(declared)
    [post] = posts(declared)
    assert (
        "3 of 40 expected leads handed over, 2 decided: accepted 2 of 2, too few to say, 1 open" in post.text
    )
    only = (Filter(Dimension.CAMPAIGN, ("AI forecasting",)),)
    query = MetricQuery((Metric.MQL_COUNT, Metric.ACCEPTANCE_RATE), (), only, anchor=Anchor.DECIDED)
    answer = await declared.bot.services.telling.figures(query, None)
    assert isinstance(answer, Answer)
    handed, rate = answer.rows[0].figures
    assert (handed.k, handed.open, rate.k, rate.n) == (3, 1, 2, 2)


async def test_a_burst_of_leads_edits_the_post_once_and_not_for_every_lead(declared: World) -> None:
    await ring(declared)
    key = campaign_posts.key(await number(declared, "AI forecasting"))

    async def wanted() -> int:
        found = await declared.db.read(lambda tx: outbox.get(tx, key))
        assert found
        return found.wanted

    for each in range(8):
        await come(declared, each, name="AI forecasting")
        await ring(declared, seconds=10)
    assert await wanted() == 1
    await ring(declared, minutes=5)
    assert await wanted() == 2
    await ring(declared, minutes=6)
    assert await wanted() == 2
    assert "8 of 40" in posts(declared)[0].text


async def test_the_first_lead_of_a_campaign_makes_its_post_and_a_rename_keeps_it(world: World) -> None:
    await come(world, 1, name="Spring", id="7")
    await ring(world)
    await come(world, 2, name="Spring 2026", id="7")
    await ring(world, minutes=6)
    [post] = posts(world)
    assert "*Spring 2026*" in said(post)
    assert "2 handed over, none decided, 2 open" in post.text
    assert await world.db.read(lambda tx: campaigns.of_thread(tx, post.channel, post.ts)) == await number(
        world, "Spring"
    )


async def test_a_quiet_and_an_ended_campaign_say_so_and_follow_no_more(declared: World) -> None:
    await come(declared, 1, name="Spring")
    await ring(declared)
    await ring(declared, days=29)
    ai, spring = sorted(posts(declared), key=lambda post: "Spring" in post.text)
    assert "ended 31 Mar 2026" in said(ai)
    assert "does not follow the numbers any more" in said(ai)
    assert "quiet: no lead for four weeks" in said(spring)
    # A lead that comes late is counted in the figures and leaves the ended one's post alone.
    await come(declared, 2, name="AI forecasting")
    await come(declared, 3, name="Spring")
    await ring(declared, minutes=6)
    ai, spring = sorted(posts(declared), key=lambda post: "Spring" in post.text)
    assert "0 of 40" in ai.text
    assert "2 handed over" in spring.text


async def test_many_campaigns_do_not_flood_the_channel(world: World) -> None:
    names = [f"Campaign number {one}" for one in range(14)]
    for each, name in enumerate(names):
        await come(world, each, name=name)
    await ring(world)
    await ring(world, minutes=10)
    assert len(posts(world)) == campaign_posts.MOST_A_DAY == 5
    listed = await typed(world, "ana", "campaigns")
    assert "14 active campaigns" in listed.text
    assert all(name in str(listed.blocks) for name in names)
    await ring(world, days=1)
    assert len(posts(world)) == 10
    await ring(world, days=1)
    assert len(posts(world)) == 14


async def test_two_replicas_share_the_places_and_post_once(world: World) -> None:
    for each in range(7):
        await come(world, each, name=f"Campaign number {each}")
    await asyncio.gather(*(world.bot.services.campaigns.ring() for _ in range(4)))
    await world.deliver()
    assert len(posts(world)) == 5


async def test_a_marketer_makes_a_campaign_in_slack(world: World) -> None:
    whispered = await fill(
        world, "chloe", "campaign new Spring fair",
        aliases="FAIR-26\nMesse", owner="chloe", starts="2026-03-02", expected="50", offer="Free tickets",
    )  # fmt: skip
    assert whispered.ok
    last = world.slack.ephemerals("chloe", "handoffs")[-1]
    assert "*Spring fair* is known now. Chloé Martin answers for it. Its post follows" in last.text
    assert "Offer: Free tickets" in said(posts(world)[0])
    await come(world, 1, name="Messe")
    shown = await typed(world, "ana", "campaign spring FAIR")
    assert "1 of 50 expected leads handed over" in shown.text
    assert "Also called “FAIR-26” and “Messe”" in said(shown)
    assert "Its post" in said(shown)
    assert (await typed(world, "ana", "campaign fair-26")).text == shown.text
    assert (await typed(world, "ana", "campaign “Spring  fair”")).text == shown.text
    # Ana is a rep: she sees it and may not edit it.
    assert "campaign.edit" not in str(shown.blocks)
    assert "campaign.edit" in str((await typed(world, "max", "campaign Spring fair")).blocks)


async def test_a_rep_is_told_who_declares_campaigns(world: World) -> None:
    refused = await typed(world, "ana", "campaign new Spring fair")
    assert "declared by marketers, managers and administrators" in refused.text


async def test_what_is_wrong_is_told_under_its_field(world: World) -> None:
    await come(world, 1, name="Spring")
    await world.slack.command("chloe", "handoffs", "/handoff campaign new")
    for given, field, words in (
        ({"name": "Spring"}, "name", "is a campaign already"),
        ({"name": "sprING"}, "name", "is a campaign already"),
        ({"name": "Fair", "aliases": "Spring"}, "aliases", "is a campaign of its own"),
        ({"name": "Fair", "expected": "-3"}, "expected", "whole number"),
        ({"name": "Fair", "starts": "2026-03-05", "ends": "2026-03-04"}, "ends", "not before"),
    ):
        outcome = await world.slack.submit("chloe", given)
        assert words in str(outcome.errors[field]), outcome
    assert await world.db.read(campaigns.names) == {await number(world, "Spring"): "Spring"}


async def test_two_campaigns_that_are_one_are_counted_as_one_and_their_posts_say_so(world: World) -> None:
    await come(world, 1, name="Oslo summit", id="7")
    await come(world, 2, name="Gipfel Oslo", id="8")
    await ring(world)
    shown = await typed(world, "chloe", "campaign Oslo summit")
    await world.slack.click("chloe", "handoffs", shown.ts, "campaign.edit")
    outcome = await world.slack.submit("chloe", {"same": "Gipfl Oslo"})
    assert "There is “Gipfel Oslo”" in outcome.errors["same"]
    await world.slack.submit("chloe", {"same": "Gipfel Oslo"})
    await world.slack.settled()
    await ring(world, minutes=6)
    await ring(world, minutes=6)
    texts = [post.text for post in world.cards()]
    assert any("Campaign “Oslo summit”: running. 2 handed over" in text for text in texts)
    [gone] = [text for text in texts if text.startswith("*Gipfel Oslo*")]
    assert "is the same as" in gone
    await world.slack.command("chloe", "handoffs", "/handoff ask MQLs for Oslo summit this week")
    assert " 2; 2 open" in world.slack.ephemerals("chloe")[-1].text
    found = await number(world, "Oslo summit")
    [written] = await world.db.read(lambda tx: campaign_changes.merges_into(tx, found))
    assert (written.name, written.by) == ("Gipfel Oslo", "chloe")


async def test_what_others_edited_meanwhile_stays_where_nobody_touched_it(world: World) -> None:
    await come(world, 1, name="Oslo summit")
    shown = {who: await typed(world, who, "campaign Oslo summit") for who in ("chloe", "max")}
    for who in ("chloe", "max"):
        await world.slack.click(who, "handoffs", shown[who].ts, "campaign.edit")
    await world.slack.submit("max", {"owner": "max", "ends": "2026-03-20", "aliases": "Gipfel", "offer": "A"})
    await world.slack.submit("chloe", {"target": "Heads of operations", "offer": "B"})
    brief = await world.db.read(lambda tx: campaigns.read_all(tx, campaigns.names(tx)))
    assert [(one.owner, str(one.ends), one.target, one.offer) for one in brief] == [
        ("max", "2026-03-20", "Heads of operations", "B")
    ]
    assert await world.db.read(campaigns.aliases) == {"Gipfel": "Oslo summit"}


async def test_a_dialog_that_was_open_while_its_campaign_was_merged_takes_no_names_away(world: World) -> None:
    await fill(world, "chloe", "campaign new Oslo summit", aliases="OSLO-1")
    await fill(world, "chloe", "campaign new Berlin summit", aliases="BER-1")
    shown = await typed(world, "chloe", "campaign Berlin summit")
    await world.slack.click("chloe", "handoffs", shown.ts, "campaign.edit")
    oslo, berlin = await number(world, "Oslo summit"), await number(world, "Berlin summit")
    await world.db.run(lambda tx: campaign_changes.merge(tx, berlin, oslo, "max", world.clock()))
    outcome = await world.slack.submit("chloe", {"aliases": "BER-1\nBER-2"})
    assert not outcome.errors
    names = await world.db.read(campaigns.aliases)
    assert set(names) == {"OSLO-1", "BER-1", "BER-2", "Berlin summit"}
    assert set(names.values()) == {"Oslo summit"}


async def test_another_name_of_a_campaign_is_given_away_only_with_the_campaign(world: World) -> None:
    await come(world, 1, name="Oslo summit")
    await come(world, 2, name="Berlin summit")
    await fill(world, "chloe", "campaign new Paris summit", aliases="SUMMIT-1")
    shown = await typed(world, "chloe", "campaign Oslo summit")
    await world.slack.click("chloe", "handoffs", shown.ts, "campaign.edit")
    outcome = await world.slack.submit("chloe", {"aliases": "SUMMIT-1"})
    assert outcome.errors["aliases"] == (
        "“SUMMIT-1” is another name of “Paris summit”. "
        "If both are one, write “Paris summit” under “Is the same as”."
    )
    await world.slack.submit("chloe", {"aliases": "SUMMIT-1", "same": "SUMMIT-1"})
    await world.slack.settled()
    assert set((await world.db.read(campaigns.names)).values()) == {"Oslo summit", "Berlin summit"}
    names = await world.db.read(campaigns.aliases)
    assert names == {"SUMMIT-1": "Oslo summit", "Paris summit": "Oslo summit"}


async def test_a_campaign_called_channel_pings_nobody_wherever_it_is_shown(world: World) -> None:
    hostile = "<!channel> *bold* <@U0ANA00001> `x` & co"
    await come(world, 1, name=hostile)
    await ring(world)
    escaped = hostile.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = [
        posts(world)[0],
        await typed(world, "chloe", "campaigns"),
        await typed(world, "chloe", f"campaign {escaped}"),
        await typed(world, "chloe", f"campaign {escaped} no"),
    ]
    for one in shown:
        assert "<!channel>" not in said(one)
        assert "<@U0ANA00001>" not in said(one)
    assert "campaign.edit" in str(shown[2].blocks)


async def test_a_bot_that_was_killed_before_it_sent_anything_posts_once_when_it_is_started_anew(
    db: Database, clock: ManualClock
) -> None:
    clock.set(worlds.START)
    async with worlds.workspace(clock) as slack:
        async with worlds.joined(slack, db, clock, AGREEMENT + DECLARED) as first:
            await first.bot.services.campaigns.ring()  # it is killed before it sent anything
        async with worlds.joined(slack, db, clock, AGREEMENT + DECLARED) as second:
            await ring(second)
            await ring(second, minutes=6)
            assert len(posts(second)) == 1


async def test_while_slack_is_away_campaigns_are_kept_and_posted_once_when_it_is_back(
    declared: World,
) -> None:
    declared.slack.fault("*", "http_500", count=1000)
    await declared.bot.services.campaigns.ring()
    for _ in range(3):
        await declared.bot.delivery.deliver_one()
        declared.clock.advance(minutes=6)
        await come_quietly(declared)
        await declared.bot.services.campaigns.ring()
    assert posts(declared) == []
    declared.slack.slack.faults.ordered.clear()
    for _ in range(4):
        await declared.bot.delivery.settle(declared.clock.advance(minutes=2))
        await declared.deliver()
    [post] = posts(declared)
    assert "3 of 40" in post.text


async def come_quietly(world: World) -> None:
    """A lead of the declared campaign, which Slack cannot be told of."""
    number = str(world.clock().timestamp())
    person = {"email": f"lead{number}@lumen.example.com"}
    assert (await world.post(world.event(person=person, campaign={"name": "WBN-10"})))["code"] == 202
    await world.bot.intake.work_off()


async def test_a_person_who_is_forgotten_stays_a_count(world: World) -> None:
    await come(world, 1, name="Spring", first_touch={"campaign": "Fair"})
    await ring(world)
    forgotten = {"type": "person.deleted"}
    await world.lead(event=forgotten, person={"email": "lead1@lumen.example.com"})
    await ring(world, minutes=6)
    assert len(posts(world)) == 1
    assert "lead1" not in said(posts(world)[0])
    found = await world.db.read(lambda tx: campaigns.of_handoff(tx, 1))
    assert [await world.db.read(lambda tx, one=one: campaigns.read(tx, one)) for one in found]  # type: ignore[misc]


async def test_without_active_campaigns_the_list_says_so(world: World) -> None:
    assert "No campaign is active" in (await typed(world, "ana", "campaigns")).text
    assert "I know no campaign “Spring”" in (await typed(world, "ana", "campaign Spring")).text
