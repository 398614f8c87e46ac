"""The states of a message: each outcome is written once, by whoever holds the claim."""

from datetime import timedelta

from bot.domain.post import Kind, State
from storage import posts, sending
from tests.storage.outbox import PATIENCE, PLACE, Outbox


async def test_a_claim_holds_the_message_for_thirty_seconds(outbox: Outbox) -> None:
    await outbox.add("card:1")
    claim = await outbox.must_claim("card:1")
    assert claim.post.state is State.SENDING
    assert claim.post.lease_until == outbox.clock() + timedelta(seconds=30)
    assert claim.post.first_at == outbox.clock()
    assert await outbox.claim() is None


async def test_a_sent_message_has_its_place_and_rests(outbox: Outbox) -> None:
    await outbox.add("card:1")
    assert await outbox.sent(await outbox.must_claim("card:1"))
    post = await outbox.get("card:1")
    assert post.state is State.SENT
    assert (post.channel, post.ts, post.shown, post.token, post.lease_until) == (*PLACE, 1, None, None)
    assert await outbox.claim() is None
    found = await outbox.db.read(lambda tx: posts.by_place(tx, *PLACE))
    assert found == post


async def test_a_change_while_it_is_sent_leaves_it_behind(outbox: Outbox) -> None:
    await outbox.add("card:1")
    claim = await outbox.must_claim("card:1")
    assert await outbox.touch("card:1")
    await outbox.sent(claim)
    again = await outbox.must_claim("card:1")
    assert (again.version, again.post.shown, again.post.ts) == (2, 1, PLACE[1])


async def test_only_the_holder_of_the_claim_writes_the_outcome(outbox: Outbox) -> None:
    await outbox.add("card:1")
    first = await outbox.must_claim("card:1")
    outbox.clock.advance(seconds=30)
    assert await outbox.expire() == 1
    assert not await outbox.sent(first)
    assert not await outbox.park(first)
    assert not await outbox.doubt(first)
    assert (await outbox.get("card:1")).state is State.IN_DOUBT


async def test_a_lease_that_runs_is_left_alone(outbox: Outbox) -> None:
    await outbox.add("card:1")
    await outbox.must_claim("card:1")
    outbox.clock.advance(seconds=29.9)
    assert await outbox.expire() == 0


async def test_an_update_whose_sender_is_gone_is_simply_repeated(outbox: Outbox) -> None:
    await outbox.add("card:1")
    await outbox.sent(await outbox.must_claim("card:1"))
    await outbox.touch("card:1")
    await outbox.must_claim("card:1")
    outbox.clock.advance(seconds=30)
    await outbox.expire()
    post = await outbox.get("card:1")
    assert (post.state, post.ts) == (State.SENT, PLACE[1])
    outbox.clock.advance(seconds=5)
    await outbox.must_claim("card:1")


async def test_a_home_tab_whose_sender_is_gone_is_simply_repeated(outbox: Outbox) -> None:
    await outbox.add("home:ana", Kind.HOME, "@ana")
    await outbox.must_claim("home:ana")
    outbox.clock.advance(seconds=30)
    await outbox.expire()
    outbox.clock.advance(seconds=5)
    await outbox.must_claim("home:ana")


async def test_a_doubt_is_looked_into_after_five_seconds_and_by_one_replica(outbox: Outbox) -> None:
    await outbox.add("card:1")
    await outbox.doubt(await outbox.must_claim("card:1"))
    outbox.clock.advance(seconds=4.9)
    assert await outbox.doubtful() == []
    outbox.clock.advance(seconds=0.1)
    assert await outbox.doubtful() == ["card:1"]
    assert await outbox.doubtful() == []
    outbox.clock.advance(seconds=20)
    assert await outbox.doubtful() == ["card:1"]


async def test_it_is_sent_again_only_after_two_looks_and_long_after_the_lease(outbox: Outbox) -> None:
    # The lease ends 30 s after the claim; 45 s later no request of it can be on its way.
    await outbox.add("card:1")
    await outbox.doubt(await outbox.must_claim("card:1"))
    for seconds in (5, 20, 20, 29.9):
        outbox.clock.advance(seconds=seconds)
        assert not await outbox.missed("card:1")
        assert await outbox.claim() is None
    outbox.clock.advance(seconds=0.1)
    assert await outbox.missed("card:1")
    again = await outbox.must_claim("card:1")
    assert again.post.first_at == outbox.clock() - timedelta(seconds=75)


async def test_one_late_look_is_not_enough(outbox: Outbox) -> None:
    await outbox.add("card:1")
    await outbox.doubt(await outbox.must_claim("card:1"))
    outbox.clock.advance(hours=1)
    assert not await outbox.missed("card:1")
    assert await outbox.missed("card:1")


async def test_a_look_at_an_older_doubt_does_not_count(outbox: Outbox) -> None:
    await outbox.add("card:1")
    await outbox.doubt(await outbox.must_claim("card:1"))
    before = await outbox.get("card:1")
    outbox.clock.advance(hours=1)
    await outbox.missed("card:1")
    await outbox.missed("card:1")
    await outbox.doubt(await outbox.must_claim("card:1"))
    now = outbox.clock()
    assert not await outbox.db.run(lambda tx: sending.missed(tx, before, now, PATIENCE))
    assert (await outbox.get("card:1")).misses == 0


async def test_two_replicas_that_look_at_once_count_as_one(outbox: Outbox) -> None:
    await outbox.add("card:1")
    await outbox.doubt(await outbox.must_claim("card:1"))
    outbox.clock.advance(hours=1)
    now, post = outbox.clock(), await outbox.get("card:1")
    for _ in range(2):
        assert not await outbox.db.run(lambda tx: sending.missed(tx, post, now, PATIENCE))
    assert (await outbox.get("card:1")).misses == 1


async def test_a_channel_that_cannot_be_read_never_leads_to_a_second_message(outbox: Outbox) -> None:
    await outbox.add("card:1")
    await outbox.doubt(await outbox.must_claim("card:1"))
    waits = []
    for _ in range(6):
        now, post = outbox.clock(), await outbox.get("card:1")
        at = PATIENCE.look_at(post.attempts, now)
        await outbox.unreadable(post, at)
        waits.append((at - now).total_seconds())
        outbox.clock.set(at)
    assert waits == [20, 40, 80, 160, 300, 300]
    assert (await outbox.get("card:1")).state is State.IN_DOUBT
    assert await outbox.claim() is None


async def test_what_is_no_longer_true_is_never_sent(outbox: Outbox) -> None:
    await outbox.add("dm:1", Kind.DM, "@ana")
    claim = await outbox.must_claim("dm:1")
    assert await outbox.db.run(lambda tx: sending.supersede(tx, claim))
    assert (await outbox.get("dm:1")).state is State.SUPERSEDED
    assert await outbox.claim() is None


async def test_a_superseded_message_that_changes_gets_another_look(outbox: Outbox) -> None:
    await outbox.add("card:1")
    claim = await outbox.must_claim("card:1")
    await outbox.db.run(lambda tx: sending.supersede(tx, claim))
    await outbox.touch("card:1")
    await outbox.must_claim("card:1")


async def test_a_change_while_it_is_superseded_is_not_lost(outbox: Outbox) -> None:
    await outbox.add("card:1")
    claim = await outbox.must_claim("card:1")
    await outbox.touch("card:1")
    await outbox.db.run(lambda tx: sending.supersede(tx, claim))
    await outbox.must_claim("card:1")


async def test_cards_go_before_lines_and_lines_wait_for_their_card(outbox: Outbox) -> None:
    await outbox.add("line:1", Kind.LINE, thread="card:1")
    await outbox.add("card:1")
    card = await outbox.must_claim("card:1")
    assert await outbox.claim() is None
    await outbox.sent(card)
    line = await outbox.must_claim("line:1")
    assert (line.channel, line.thread_ts) == PLACE


async def test_a_thread_is_filled_from_top_to_bottom(outbox: Outbox) -> None:
    await outbox.add("card:1")
    await outbox.sent(await outbox.must_claim("card:1"))
    for key in ("line:1", "line:2", "line:3"):
        await outbox.add(key, Kind.LINE, thread="card:1")
    first = await outbox.must_claim("line:1")
    assert await outbox.claim() is None
    await outbox.doubt(first)
    assert await outbox.claim() is None
    await outbox.db.run(lambda tx: posts.adopt(tx, first.post.id, "C1", "2.1"))
    second = await outbox.must_claim("line:2")
    # A line that was given up does not hold up the rest.
    await outbox.park(second)
    outbox.clock.advance(seconds=1)  # the channel's pace
    await outbox.must_claim("line:3")


async def test_lines_of_a_superseded_card_are_superseded_and_those_of_a_dead_one_wait(outbox: Outbox) -> None:
    for key in ("1", "2"):
        await outbox.add(f"card:{key}")
        await outbox.add(f"line:{key}", Kind.LINE, thread=f"card:{key}")
    one, two = await outbox.must_claim("card:1"), await outbox.must_claim("card:2")
    await outbox.db.run(lambda tx: sending.supersede(tx, one))
    await outbox.park(two)
    assert await outbox.db.run(sending.drop_orphans) == 1
    assert (await outbox.get("line:1")).state is State.SUPERSEDED
    assert (await outbox.get("line:2")).state is State.PENDING
    now = outbox.clock.advance(seconds=5)
    assert await outbox.db.read(lambda tx: posts.audit(tx, now, overdue=0).behind) == 0
    assert await outbox.db.run(lambda tx: posts.revive(tx, now)) == 1
    await outbox.sent(await outbox.must_claim("card:2"))
    await outbox.must_claim("line:2")


async def test_a_message_that_could_not_be_sent_waits_longer_each_time(outbox: Outbox) -> None:
    await outbox.add("card:1")
    waits = []
    for _ in range(8):
        claim = await outbox.must_claim("card:1")
        now = outbox.clock()
        at = PATIENCE.retry_at(claim.post.attempts, now)
        await outbox.retry(claim, at)
        assert await outbox.claim() is None
        waits.append((at - now).total_seconds())
        outbox.clock.set(at)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
