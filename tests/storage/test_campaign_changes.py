"""Declaring, editing and merging campaigns: counted once, written down, settled by the database."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, func, select

from bot.domain.campaign import Campaign, Declared
from bot.domain.metric import Dimension, Metric
from bot.domain.post import Kind
from bot.domain.query import Filter, MetricQuery
from storage import campaign_changes, campaign_posts, campaigns, labels, metrics, posts
from storage.campaign_changes import merge
from storage.database import Database
from storage.figures import Fact
from storage.labels import Labels
from storage.sight import Scope

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
SCOPE = Scope("UTC", NOW)
HANDED = int((NOW - timedelta(days=2)).timestamp() * 1_000_000)


def lead(tx: Session, name: str | None, campaign_id: str | None = None) -> int:
    """A handoff of a campaign; the campaign's number."""
    count = tx.exec(select(func.count()).select_from(Fact)).one()
    number = Labels(tx).campaign(campaign_id, name, HANDED + count)
    tx.add(Fact(handoff_id=count + 1, handed_at=HANDED + count, campaign=number))
    return number


async def leads(db: Database, *called: tuple[str | None, str | None]) -> list[int]:
    """Handoffs of these campaigns (name, id), one after the other."""
    return [await db.run(lambda tx, one=one: lead(tx, *one)) for one in called]  # type: ignore[misc]


async def counted(db: Database, *names: str) -> Mapping[str | None, int]:
    """How many handoffs each campaign has, of those that the names let through."""
    only = (Filter(Dimension.CAMPAIGN, names),) if names else ()
    query = MetricQuery((Metric.MQL_COUNT,), (Dimension.CAMPAIGN,), only)

    def work(tx: Session) -> Mapping[str | None, int]:
        over = metrics.span(tx, query, SCOPE)
        return {
            one.group[0]: one.k for one in metrics.tallies(tx, query, SCOPE, over)[Metric.MQL_COUNT] if one.k
        }

    return await db.read(work)


async def declare(db: Database, *declared: Declared) -> None:
    await db.run(lambda tx: campaign_changes.declare(tx, declared, "agreement 1", NOW))


async def joined(db: Database, other: int, kept: int, by: str = "chloe") -> bool:
    return await db.run(lambda tx: merge(tx, other, kept, by, NOW))


async def test_two_campaigns_that_are_merged_count_as_one_under_every_name(db: Database) -> None:
    spring, other, _ = await leads(db, ("Spring", "1"), ("AI webinar", "2"), ("Spring", "1"))
    assert await joined(db, other, spring)
    assert await counted(db) == {"Spring": 3}
    assert await counted(db, "AI webinar") == {"Spring": 3}
    # Later leads of either are its own, by id and by name.
    assert set(await leads(db, ("AI webinar", "2"), ("AI webinar", None), (None, "2"))) == {spring}
    assert await counted(db) == {"Spring": 6}
    assert await db.read(lambda tx: labels.names(tx, Dimension.CAMPAIGN)) == {"Spring": spring}
    assert await db.read(campaigns.aliases) == {"AI webinar": "Spring"}


async def test_a_merge_is_written_down_and_done_once(db: Database) -> None:
    spring, other = await leads(db, ("Spring", None), ("AI webinar", None))
    assert await joined(db, other, spring)
    assert not await joined(db, other, spring, "max")
    assert not await joined(db, spring, other, "max")
    [written] = await db.read(lambda tx: campaign_changes.merges_into(tx, spring))
    assert (written.other, written.name, written.by, written.at) == (other, "AI webinar", "chloe", NOW)


async def test_whoever_kept_the_old_id_finds_the_one_that_stays(db: Database) -> None:
    a, b, c = await leads(db, ("A", None), ("B", None), ("C", None))
    assert await joined(db, a, b)
    assert await joined(db, b, c)
    found = await db.read(lambda tx: [campaigns.read(tx, each) for each in (a, b, c)])
    assert {one.name for one in found if one} == {"C"}
    assert await counted(db) == {"C": 3}


async def test_two_replicas_that_merge_in_opposite_directions_keep_one(db: Database) -> None:
    a, b = await leads(db, ("A", None), ("B", None))
    won = await asyncio.gather(joined(db, a, b), joined(db, b, a), joined(db, a, b))
    assert sorted(won) == [False, False, True]
    assert sum((await counted(db)).values()) == 2
    assert len(await counted(db)) == 1


async def test_leads_that_come_in_during_a_merge_are_counted_under_the_one_that_stays(db: Database) -> None:
    a, b = await leads(db, ("A", "1"), ("B", "2"))
    numbers = iter(range(100, 200))

    def come(tx: Session, number: int) -> None:
        label = Labels(tx).campaign("2", "B", HANDED)
        tx.add(Fact(handoff_id=number, handed_at=HANDED, campaign=label))

    async def arrive() -> None:
        for number in [next(numbers) for _ in range(10)]:
            await db.run(lambda tx, number=number: come(tx, number))  # type: ignore[misc]

    await asyncio.gather(arrive(), arrive(), joined(db, b, a), arrive())
    assert await counted(db) == {"A": 32}


async def test_what_one_of_them_does_not_tell_the_other_does(db: Database) -> None:
    await declare(db, Declared("A", owner="chloe", source="web"), Declared("B", owner="max", offer="Book"))
    a, b = await db.read(lambda tx: [campaigns.named(tx, "A"), campaigns.named(tx, "B")])
    assert a
    assert b
    assert await joined(db, b, a)
    found = await db.read(lambda tx: campaigns.read(tx, a))
    assert found == Campaign(a, "A", owner="chloe", source="web", offer="Book")


async def test_the_other_ones_post_follows(db: Database) -> None:
    a, b = await leads(db, ("A", None), ("B", None))

    def post(tx: Session) -> None:
        made = posts.add(tx, campaign_posts.key(b), Kind.CAMPAIGN, b, "#x", NOW)
        posts.adopt(tx, made.id, "C1", "1.0")

    await db.run(post)
    wanted = await db.read(lambda tx: posts.get(tx, campaign_posts.key(b)))
    await joined(db, b, a)
    after = await db.read(lambda tx: posts.get(tx, campaign_posts.key(b)))
    assert wanted
    assert after
    assert after.wanted == wanted.wanted + 1
    assert await db.read(lambda tx: campaigns.of_thread(tx, "C1", "1.0")) == a


async def test_a_declared_campaign_takes_in_the_leads_of_its_aliases(db: Database) -> None:
    await leads(db, ("WBN-10", "7"), ("Search", None))
    await declare(db, Declared("AI forecasting", ("WBN-10", "AI webinar"), owner="chloe"))
    await leads(db, ("WBN-10", "7"), ("AI webinar", "hs-1"), ("AI forecasting", "sf-1"), ("WBN-10", None))
    assert await counted(db) == {"AI forecasting": 5, "Search": 1}
    # Systems do not rename what people call by a name.
    await leads(db, ("WBN-10 final", "7"))
    assert await counted(db) == {"AI forecasting": 6, "Search": 1}


async def test_a_campaign_without_leads_is_known_and_counts_nothing(db: Database) -> None:
    await declare(db, Declared("AI forecasting"))
    assert await counted(db, "AI forecasting") == {}
    assert set((await db.read(campaigns.names)).values()) == {"AI forecasting"}


async def test_what_people_edited_stays_until_the_file_says_something_new(db: Database) -> None:
    declared = Declared("Spring", owner="chloe", offer="Book")
    await declare(db, declared)
    number = await db.read(lambda tx: campaigns.named(tx, "Spring"))
    assert number
    edited = Declared("Spring 2026", ("Frühling",), owner="max", ends=date(2026, 4, 1))
    await db.run(lambda tx: campaign_changes.edit(tx, number, edited, "max", NOW))
    await declare(db, declared)
    found = await db.read(lambda tx: campaigns.read(tx, number))
    assert found == Campaign(number, "Spring 2026", owner="max", ends=date(2026, 4, 1))
    await declare(db, Declared("Spring", owner="chloe", offer="Guide"))
    found = await db.read(lambda tx: campaigns.read(tx, number))
    assert found == Campaign(number, "Spring", owner="chloe", offer="Guide", ends=date(2026, 4, 1))


async def test_two_campaigns_of_the_file_that_were_merged_stay_so_whatever_it_says(db: Database) -> None:
    first, second = Declared("A", owner="chloe"), Declared("B", owner="max", offer="Book")
    await declare(db, first, second)
    a, b = await db.read(lambda tx: [campaigns.named(tx, "A"), campaigns.named(tx, "B")])
    assert a
    assert b
    await joined(db, b, a)
    edited = Declared("A", ("B",), owner="ana", source="web", offer="Book")
    await db.run(lambda tx: campaign_changes.edit(tx, a, edited, "ana", NOW))
    for _ in range(2):
        await declare(db, first, second)
        found = await db.read(lambda tx: campaigns.read(tx, b))
        assert found == Campaign(a, "A", owner="ana", source="web", offer="Book")
    # New words about either: those of the one that it is called after count, the other's fill what is blank.
    await declare(db, first, Declared("B", owner="max", offer="Guide", persona="Operations"))
    found = await db.read(lambda tx: campaigns.read(tx, b))
    assert found == Campaign(a, "A", owner="ana", source="web", offer="Book", persona="Operations")
    await declare(db, Declared("A", owner="chloe", source="email"), second)
    found = await db.read(lambda tx: campaigns.read(tx, b))
    assert found == Campaign(a, "A", owner="chloe", source="email", offer="Book", persona="Operations")


async def test_a_campaign_of_the_file_that_was_renamed_and_then_merged_renames_nothing(db: Database) -> None:
    await declare(db, Declared("A", owner="chloe"), Declared("B", owner="max"))
    a, b = await db.read(lambda tx: [campaigns.named(tx, "A"), campaigns.named(tx, "B")])
    assert a
    assert b
    renamed = Declared("A renamed", ("A",), owner="chloe")
    await db.run(lambda tx: campaign_changes.edit(tx, a, renamed, "chloe", NOW))
    await joined(db, a, b)
    await declare(db, Declared("A", owner="chloe", target="CFOs"), Declared("B", owner="max"))
    found = await db.read(lambda tx: campaigns.read(tx, a))
    assert found == Campaign(b, "B", owner="max", target="CFOs")


async def test_an_alias_that_is_taken_away_means_nothing_any_more(db: Database) -> None:
    await declare(db, Declared("Spring", ("Old", "Older")))
    number = await db.read(lambda tx: campaigns.named(tx, "Spring"))
    assert number
    await db.run(lambda tx: campaign_changes.edit(tx, number, Declared("Spring", ("Old",)), "max", NOW))
    assert await db.read(lambda tx: campaign_changes.told_aliases(tx, number)) == ("Old",)
    [old, older] = await leads(db, ("Old", None), ("Older", None))
    assert old == number != older


async def test_a_name_is_made_once(db: Database) -> None:
    def new(tx: Session) -> int | None:
        return campaign_changes.make(tx, Declared("Spring", expected=40), "chloe", NOW)

    made = await asyncio.gather(*(db.run(new) for _ in range(4)))
    assert sum(one is not None for one in made) == 1
    [number] = [one for one in made if one is not None]
    assert await db.read(lambda tx: campaigns.read(tx, number)) == Campaign(number, "Spring", expected=40)


async def test_an_alias_that_another_campaign_only_had_before_merges_nothing(db: Database) -> None:
    await leads(db, ("Test", "7"), ("Launch", "7"))
    await declare(db, Declared("Testing", ("Test",)))
    await leads(db, ("Test", None), ("Launch", "7"))
    assert await counted(db) == {"Launch": 3, "Testing": 1}


async def test_whoever_edits_the_brief_alone_leaves_the_name_to_the_systems(db: Database) -> None:
    [number] = await leads(db, ("Spring", "7"))
    await db.run(
        lambda tx: campaign_changes.edit(tx, number, Declared("Spring", owner="chloe"), "chloe", NOW)
    )
    await leads(db, ("Spring 2026", "7"))
    assert await counted(db) == {"Spring 2026": 2}
    await db.run(lambda tx: campaign_changes.edit(tx, number, Declared("The spring"), "chloe", NOW))
    await leads(db, ("Spring final", "7"))
    assert await counted(db) == {"The spring": 3}
