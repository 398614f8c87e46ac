"""Which campaigns are active, which numbers their posts tell, and how often; on both databases."""

import asyncio
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, func, select

from bot.domain.campaign import Counts, Declared, Standing
from bot.domain.feedback import AnswerKind, Said
from bot.domain.post import Kind
from storage import (
    campaign_changes,
    campaign_posts,
    campaigns,
    facts,
    feedback,
    feedback_answers,
    feedback_gone,
    posts,
)
from storage.database import Database
from storage.figures import Fact
from storage.labels import Labels
from storage.sight import Scope

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
SCOPE = Scope("Europe/Berlin", NOW)
FOUR_WEEKS = timedelta(days=28)
SECOND = timedelta(seconds=1)


def come(
    tx: Session, name: str, ago: timedelta, left_out: int = facts.COUNTS, decision: int = facts.NONE
) -> None:
    """A handoff of a campaign so long ago, decided at once if at all."""
    count = tx.exec(select(func.count()).select_from(Fact)).one()
    at = facts.micros(NOW - ago) or 0
    number = Labels(tx).campaign(None, name, at)
    decided = at if decision != facts.NONE else None
    row = Fact(handoff_id=count + 1, handed_at=at, campaign=number, left_out=left_out)
    row.decision, row.decided_at = decision, decided
    tx.add(row)
    tx.flush()


async def declare(db: Database, *declared: Declared) -> None:
    await db.run(lambda tx: campaign_changes.declare(tx, declared, "agreement 1", NOW))


async def active(db: Database) -> list[tuple[str, int]]:
    found = await db.read(lambda tx: campaign_posts.active(tx, SCOPE))
    return [(one.campaign.name, one.recent) for one in found]


async def test_the_four_week_rule_counts_leads_that_count(db: Database) -> None:
    def work(tx: Session) -> None:
        come(tx, "Just in time", FOUR_WEEKS - SECOND)
        come(tx, "A moment late", FOUR_WEEKS)
        come(tx, "A test", SECOND, facts.TEST)
        come(tx, "Withdrawn", SECOND, facts.WITHDRAWN)
        come(tx, "To come", -SECOND)

    await db.run(work)
    assert await active(db) == [("Just in time", 1)]


async def test_declared_dates_hold_in_the_workspaces_days(db: Database) -> None:
    # In Berlin it is 3 March since ten hours.
    await declare(
        db,
        Declared("Begins today", starts=date(2026, 3, 3)),
        Declared("Ends today", ends=date(2026, 3, 3)),
        Declared("Begins tomorrow", starts=date(2026, 3, 4)),
        Declared("Ended yesterday", ends=date(2026, 3, 2)),
        Declared("Without dates", owner="chloe"),
    )
    await db.run(lambda tx: come(tx, "Ended yesterday", SECOND))
    assert {name for name, _ in await active(db)} == {"Begins today", "Ends today"}


async def test_declared_ones_come_first_then_those_with_more_leads(db: Database) -> None:
    await declare(db, Declared("Declared", starts=date(2026, 3, 1)))

    def work(tx: Session) -> None:
        for name, count in (("One", 1), ("Three", 3), ("Two", 2)):
            for _ in range(count):
                come(tx, name, SECOND)

    await db.run(work)
    assert await active(db) == [("Declared", 0), ("Three", 3), ("Two", 2), ("One", 1)]


async def test_the_counts_are_of_all_leads_so_far(db: Database) -> None:
    def work(tx: Session) -> None:
        for decision in (facts.ACCEPTED, facts.ACCEPTED, facts.REJECTED, facts.RECYCLED, facts.NONE):
            come(tx, "Spring", timedelta(days=100), decision=decision)
        come(tx, "Spring", SECOND, facts.TEST, facts.ACCEPTED)
        come(tx, "Other", SECOND)

    await db.run(work)
    found = await db.read(lambda tx: campaign_posts.counts(tx, ["Spring", "Nobody's"], SCOPE))
    assert found == {"Spring": Counts(handed=5, decided=4, accepted=2, open=1), "Nobody's": Counts()}


async def test_what_waits_for_an_answer_is_counted_under_the_campaign_that_stays(db: Database) -> None:
    """Of its own items and its leads'; what was answered, set aside or deleted does not wait."""

    def work(tx: Session) -> None:
        known = {name: Labels(tx).campaign(None, name, 0) for name in ("Spring", "Spring 2026", "Other")}
        for second, name in enumerate(("Spring", "Spring 2026", "Spring", "Spring", "Spring", "Other")):
            said = Said("C1", f"177252800{second}.000100", None, "U1", "words")
            feedback.hear(tx, said, NOW, campaign_id=known[name])
        answer = feedback_answers.add(tx, AnswerKind.CHANGED, "", "chloe", NOW)
        feedback.answer(tx, feedback.by_key(tx, "C1:1772528002.000100").id, answer.id)
        feedback.set_aside(tx, feedback.by_key(tx, "C1:1772528003.000100").id, "ana", NOW)
        feedback_gone.withdraw(tx, "C1", "1772528004.000100", NOW)
        campaign_changes.merge(tx, known["Spring 2026"], known["Spring"], "chloe", NOW)

    await db.run(work)
    found = await db.read(lambda tx: campaign_posts.counts(tx, ["Spring", "Other"], SCOPE))
    assert {name: one.unanswered for name, one in found.items()} == {"Spring": 2, "Other": 1}


async def test_how_one_campaign_stands(db: Database) -> None:
    def work(tx: Session) -> None:
        come(tx, "Running", SECOND)
        come(tx, "Quiet", FOUR_WEEKS)

    await db.run(work)

    def stands(tx: Session) -> list[Standing]:
        known = {one.name: one for one in campaigns.read_all(tx, campaigns.names(tx))}
        return [campaign_posts.standing(tx, known[name], SCOPE) for name in ("Running", "Quiet")]

    assert await db.read(stands) == [Standing.RUNNING, Standing.QUIET]


async def test_a_day_has_few_places_however_many_ask(db: Database) -> None:
    count = campaign_posts.MOST_A_DAY + 3
    await declare(db, *(Declared(f"Campaign {number}") for number in range(count)))
    numbers = list(await db.read(campaigns.names))
    today, tomorrow = date(2026, 3, 3), date(2026, 3, 4)

    async def take(number: int, day: date) -> bool:
        return await db.run(lambda tx: campaign_posts.take_place(tx, number, "a", day, NOW))

    taken = await asyncio.gather(*(take(number, today) for number in numbers * 2))
    assert sum(taken) == campaign_posts.MOST_A_DAY
    assert await db.read(lambda tx: campaign_posts.full(tx, today))
    assert not await db.read(lambda tx: campaign_posts.full(tx, tomorrow))
    taken = await asyncio.gather(*(take(number, tomorrow) for number in numbers))
    assert sum(taken) == 3


async def test_a_post_is_asked_for_other_numbers_once_in_a_while_by_one_of_many(db: Database) -> None:
    await declare(db, Declared("Spring"))
    [number] = await db.read(campaigns.names)
    key = campaign_posts.key(number)

    def begin(tx: Session) -> None:
        campaign_posts.take_place(tx, number, "a", NOW.date(), NOW)
        posts.add(tx, key, Kind.CAMPAIGN, number, "#x", NOW)

    async def say(words: str, later: timedelta) -> int:
        at = NOW + later
        asked = [db.run(lambda tx: campaign_posts.say(tx, number, words, at)) for _ in range(3)]
        return sum(await asyncio.gather(*asked))

    await db.run(begin)
    assert await say("b", campaign_posts.EVERY - SECOND) == 0
    assert await say("a", campaign_posts.EVERY) == 0
    assert await say("b", campaign_posts.EVERY) == 1
    assert await say("c", campaign_posts.EVERY + SECOND) == 0
    assert await say("c", 2 * campaign_posts.EVERY) == 1
    found = await db.read(lambda tx: posts.get(tx, key))
    assert found
    assert found.wanted == 3


async def test_numbers_are_looked_at_when_something_came_and_else_once_in_a_while(db: Database) -> None:
    await db.run(lambda tx: come(tx, "Spring", timedelta(days=1)))
    [number] = await db.read(campaigns.names)

    async def due(later: timedelta) -> bool:
        scope = Scope("Europe/Berlin", NOW + later)
        return number in await db.read(lambda tx: campaign_posts.due(tx, scope))

    assert not await due(timedelta())
    await db.run(lambda tx: campaign_posts.take_place(tx, number, "a", NOW.date(), NOW) and None)
    assert not await due(campaign_posts.EVERY - SECOND)
    assert await due(campaign_posts.EVERY)
    at = NOW + campaign_posts.EVERY
    await db.run(lambda tx: campaign_posts.look(tx, [number], at))
    assert not await due(campaign_posts.EVERY + SECOND)
    # A lead that comes in now need not wait: the post was asked for nothing for a while.
    await db.run(lambda tx: come(tx, "Spring", -campaign_posts.EVERY, decision=facts.ACCEPTED))
    assert await due(campaign_posts.EVERY + SECOND)
