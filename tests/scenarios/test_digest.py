"""A manager gets one digest each Monday, takes on what it asks for, and reads later what came of it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain import period as periods
from bot.domain.permission import Denied
from bot.services.behind import Behind
from bot.services.followups import Standing
from storage.database import Database
from tests.databases import ManualClock
from tests.digests import worlds
from tests.scenarios.world import AGREEMENT, World, world

# A Monday, 08:00 in Berlin: the time of the digest.
MONDAY = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
DIRECT = f'{AGREEMENT}\n[digest]\nchannel = "#handoffs"\ndirect = ["max"]\n'


@pytest.fixture
async def office(db: Database, clock: ManualClock) -> AsyncIterator[World]:
    """A world with half a year behind it, in whose last week far fewer leads were accepted."""
    start = MONDAY - timedelta(weeks=27, hours=7)
    past = worlds.steady(5, 27, 60, start=start, accept=(*(0.6,) * 26, 0.2))
    async with world(db, clock, DIRECT) as made:
        await db.run(lambda tx: worlds.store(tx, past))
        clock.set(MONDAY)
        yield made


async def ring(office: World) -> None:
    """What the bell does each minute, and what follows."""
    await office.bot.digests.ring()
    await office.deliver()


def digest_of(office: World) -> Any:
    """The digest in the channel; there is exactly one."""
    found = [card for card in office.cards() if "Weekly digest" in card.text]
    assert len(found) == 1
    return found[0]


async def test_monday_brings_one_digest_however_often_the_bell_rings(office: World) -> None:
    for _ in range(3):
        await ring(office)
    told = digest_of(office)
    assert "2026-W09" in told.text
    assert "fewer leads accepted" in told.text


async def test_before_its_time_there_is_none(office: World, clock: ManualClock) -> None:
    clock.set(MONDAY - timedelta(minutes=1))
    await office.bot.digests.ring()
    await office.deliver()
    # The week before is told late, because nobody told it; this one is not yet due.
    assert "2026-W08" in digest_of(office).text


async def test_two_replicas_send_it_once(office: World, clock: ManualClock) -> None:
    week = periods.last_week(MONDAY, "Europe/Berlin")
    first = await office.bot.digests.send(week, clock())
    second = await office.bot.digests.send(week, clock())
    await office.deliver()
    assert first is not None
    assert second is not None
    assert (first.new, second.new) == (True, False)
    digest_of(office)


async def test_a_missed_monday_gives_one_late_digest_of_the_right_week(
    office: World, clock: ManualClock
) -> None:
    clock.set(MONDAY + timedelta(days=9))
    await ring(office)
    told = digest_of(office)
    assert "late" in told.text.lower()
    assert "2026-W10" in told.text


async def test_the_manager_gets_it_as_a_direct_message_in_their_own_morning(office: World) -> None:
    await ring(office)
    # Max works in Berlin from nine on.
    assert not any("Weekly digest" in text for text in office.dms("max"))
    await office.tick(hours=1)
    assert sum("Weekly digest" in text for text in office.dms("max")) == 1


async def test_one_takes_on_what_it_asks_for_and_the_other_is_told_who_has_it(office: World) -> None:
    await ring(office)
    await office.press("max", digest_of(office), "digest.take")
    assert "Max Weber has it" in str(digest_of(office).blocks)
    late = await office.bot.services.followups.take(1, "acceptance_rate", office.person("chloe"))
    assert isinstance(late, Standing)
    assert (late.action.owner, late.own, late.new) == ("max", False, False)


async def test_whoever_is_not_in_the_agreement_sees_no_leads(office: World) -> None:
    await ring(office)
    assert isinstance(await office.bot.services.followups.leads(1, "acceptance_rate", None), Denied)


async def test_the_next_digest_tells_what_became_of_it(office: World, clock: ManualClock) -> None:
    await ring(office)
    await office.press("max", digest_of(office), "digest.take")
    await office.press("max", digest_of(office), "digest.done")
    await office.slack.submit("max", {"detail": "The webinar form asks for the role now."})
    await office.tick()
    clock.set(MONDAY + timedelta(weeks=1))
    await ring(office)
    told = [card for card in office.cards() if "2026-W10" in card.text]
    assert "The webinar form asks for the role now." in str(told[0].blocks)


async def test_the_list_of_leads_is_as_long_as_the_figure(office: World) -> None:
    await ring(office)
    found = await office.bot.services.followups.leads(1, "acceptance_rate", office.person("max"))
    assert isinstance(found, Behind)
    assert f"({found.k} of {found.k + found.n})" in digest_of(office).text
    await office.press("max", digest_of(office), "digest.leads")
    assert f"Counted: {found.k} lead" in str(office.slack.modal("max"))


async def test_numbers_can_be_asked_for_in_a_dialog(office: World) -> None:
    await ring(office)
    await office.press("max", digest_of(office), "digest.ask")
    await office.slack.submit(
        "max", {"metrics": ["mql_count"], "period": "last week", "groups": ["campaign"]}
    )
    assert "MQLs · by campaign · 23 Feb - 1 Mar 2026" in str(office.slack.modal("max"))
