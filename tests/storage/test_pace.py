"""How fast messages may be claimed, and what a 429 stops."""

from datetime import timedelta

import pytest

from bot.domain.post import Kind
from storage import pace, sending
from storage.database import Session
from storage.sending import Claim
from tests.storage.outbox import Outbox


async def test_a_channel_takes_three_at_once_and_then_one_a_second(outbox: Outbox) -> None:
    for n in range(6):
        await outbox.add(f"card:{n}")
    await outbox.add("other", to="C2")
    assert await outbox.keys() == ["card:0", "card:1", "card:2", "other"]
    outbox.clock.advance(seconds=0.9)
    assert await outbox.keys() == []
    outbox.clock.advance(seconds=0.1)
    assert await outbox.keys() == ["card:3"]
    outbox.clock.advance(seconds=2)
    assert await outbox.keys() == ["card:4", "card:5"]


async def test_updates_have_a_pace_of_their_own(outbox: Outbox) -> None:
    # 50 a minute: ten at once after a rest, then one every 1.5 s.
    for n in range(12):
        await outbox.add(f"card:{n:02}", to=f"C{n}")
    for n in range(12):
        await outbox.sent(await outbox.must_claim(f"card:{n:02}"), (f"C{n}", "1.1"))
    for n in range(12):
        await outbox.touch(f"card:{n:02}")
    await outbox.add("card:new", to="C1")
    assert await outbox.keys() == [*(f"card:{n:02}" for n in range(10)), "card:new"]
    outbox.clock.advance(seconds=1.5)
    assert await outbox.keys() == ["card:10"]


@pytest.mark.parametrize(("kind", "most"), [(Kind.ACK, 50), (Kind.HOME, 100)])
async def test_no_minute_has_more_calls_than_slack_allows_also_after_a_rest(
    outbox: Outbox, kind: Kind, most: int
) -> None:
    for n in range(most + 20):
        await outbox.add(f"one:{n}", kind)
    sent = 0
    for _ in range(600):
        sent += len(await outbox.keys())
        outbox.clock.advance(seconds=0.1)
    assert most - 1 <= sent <= most


async def block(outbox: Outbox, claim: Claim, seconds: float) -> None:
    now = outbox.clock()
    at = now + timedelta(seconds=seconds)

    def write(tx: Session) -> None:
        pace.block(tx, claim.post, at, now)
        sending.retry(tx, claim, at, "ratelimited", counted=False)

    await outbox.db.run(write)


async def test_being_told_to_wait_stops_the_channel_and_does_not_count(outbox: Outbox) -> None:
    await outbox.add("card:1", to="C1")
    await block(outbox, await outbox.must_claim("card:1"), 10)
    await outbox.add("card:2", to="C1")
    await outbox.add("card:3", to="C2")
    assert (await outbox.get("card:1")).attempts == 0
    assert await outbox.keys() == ["card:3"]
    outbox.clock.advance(seconds=10)
    assert await outbox.keys() == ["card:1"]


async def test_being_told_to_wait_in_a_second_channel_stops_all_posting(outbox: Outbox) -> None:
    for n in (1, 2, 3):
        await outbox.add(f"card:{n}", to=f"C{n}")
    await outbox.sent(await outbox.must_claim("card:1"), ("C1", "1.1"))
    await outbox.touch("card:1")
    one = await outbox.must_claim("card:1")
    await outbox.sent(one, None)
    two, three = await outbox.must_claim("card:2"), await outbox.must_claim("card:3")
    await block(outbox, two, 10)
    await block(outbox, three, 20)
    await outbox.add("card:4", to="C4")
    await outbox.touch("card:1")
    # Editing is counted by itself and goes on.
    assert await outbox.keys() == ["card:1"]
    outbox.clock.advance(seconds=20)
    assert "card:4" in await outbox.keys()
