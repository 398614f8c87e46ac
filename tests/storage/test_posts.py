"""The states of a message: each outcome is written once, by whoever holds the claim."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from bot.domain.patience import Patience
from bot.domain.post import Kind, Post, State
from storage import pace, posts, sending
from storage.database import Database
from storage.sending import Claim
from storage.tables import Absence
from tests.databases import ManualClock

PATIENCE = Patience()
PLACE = ("C1", "1772442000.000100")


class Outbox:
    """The queries under test, one unit of work each, at the clock's time."""

    def __init__(self, db: Database, clock: ManualClock) -> None:
        self.db = db
        self.clock = clock
        self.claims = 0

    async def add(self, key: str, kind: Kind = Kind.CARD, to: str = "C1", thread: str | None = None) -> Post:
        now = self.clock()
        return await self.db.run(lambda tx: posts.add(tx, key, kind, 1, to, now, thread_key=thread))

    async def touch(self, key: str) -> bool:
        now = self.clock()
        return await self.db.run(lambda tx: posts.touch(tx, key, now))

    async def get(self, key: str) -> Post:
        found = await self.db.read(lambda tx: posts.get(tx, key))
        assert found is not None
        return found

    async def claim(self) -> Claim | None:
        now = self.clock()
        self.claims += 1
        token = f"t{self.claims}"
        return await self.db.run(lambda tx: sending.claim(tx, now, PATIENCE, token))

    async def must_claim(self, key: str) -> Claim:
        found = await self.claim()
        assert found is not None
        assert found.post.key == key
        return found

    async def sent(self, claim: Claim, place: tuple[str, str] | None = PLACE) -> bool:
        return await self.db.run(lambda tx: sending.sent(tx, claim, place))

    async def doubt(self, claim: Claim) -> bool:
        at = self.clock() + timedelta(seconds=PATIENCE.look)
        return await self.db.run(lambda tx: sending.doubt(tx, claim, at, "no answer"))

    async def park(self, claim: Claim) -> bool:
        return await self.db.run(lambda tx: sending.park(tx, claim, "not_in_channel"))

    async def expire(self) -> int:
        now = self.clock()
        return await self.db.run(lambda tx: sending.expire(tx, now, PATIENCE))

    async def doubtful(self) -> list[str]:
        now = self.clock()
        found = await self.db.run(lambda tx: sending.doubtful(tx, now, PATIENCE))
        return [doubt.post.key for doubt in found]

    async def missed(self, key: str) -> bool:
        now, post = self.clock(), await self.get(key)
        return await self.db.run(lambda tx: sending.missed(tx, post, now, PATIENCE))

    async def unreadable(self, post: Post, at: datetime) -> None:
        await self.db.run(lambda tx: sending.unreadable(tx, post, at, "missing_scope"))

    async def retry(self, claim: Claim, at: datetime) -> bool:
        return await self.db.run(lambda tx: sending.retry(tx, claim, at, "no connection"))

    async def clicked(self, marker: str, place: tuple[str, str] = PLACE) -> Post | None:
        return await self.db.run(lambda tx: posts.adopt_by_marker(tx, marker, *place))

    async def keys(self) -> list[str]:
        """Claim until there is nothing to do now."""
        found = []
        while (claim := await self.claim()) is not None:
            found.append(claim.post.key)
        return found


@pytest.fixture
def outbox(db: Database, clock: ManualClock) -> Outbox:
    return Outbox(db, clock)


async def test_a_key_is_put_on_the_list_once(outbox: Outbox) -> None:
    first = await outbox.add("card:1")
    second = await outbox.add("card:1", to="C2")
    assert second == first
    assert first.state is State.PENDING
    assert (first.wanted, first.shown, first.to) == (1, 0, "C1")


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


async def test_a_click_on_a_message_in_doubt_proves_that_it_arrived(outbox: Outbox) -> None:
    post = await outbox.add("card:1")
    await outbox.doubt(await outbox.must_claim("card:1"))
    found = await outbox.clicked(post.marker)
    assert found is not None
    assert (found.state, found.channel, found.ts) == (State.SENT, *PLACE)
    # What the message shows is not known, so it is updated.
    assert found.shown < found.wanted


async def test_another_installations_message_is_not_ours(outbox: Outbox) -> None:
    await outbox.add("card:1")
    for marker in ("ho:card:1:0123456789abcdef", "ho:card:2:0123456789abcdef", "actions", "ho:", "ho:x"):
        assert await outbox.clicked(marker) is None
    assert (await outbox.get("card:1")).ts is None


async def test_a_click_does_not_move_a_message_whose_place_is_known(outbox: Outbox) -> None:
    post = await outbox.add("card:1")
    await outbox.sent(await outbox.must_claim("card:1"))
    found = await outbox.clicked(post.marker, ("C1", "9999999999.000001"))
    assert found is not None
    assert found.ts == PLACE[1]


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
    assert await outbox.db.read(lambda tx: posts.behind_count(tx, now)) == 0
    assert await outbox.db.run(lambda tx: posts.revive(tx, now)) == 1
    await outbox.sent(await outbox.must_claim("card:2"))
    await outbox.must_claim("line:2")


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
    # 50 a minute: ten at once after a rest, then one every 1.2 s.
    for n in range(12):
        await outbox.add(f"card:{n:02}", to=f"C{n}")
    for n in range(12):
        await outbox.sent(await outbox.must_claim(f"card:{n:02}"), (f"C{n}", "1.1"))
    for n in range(12):
        await outbox.touch(f"card:{n:02}")
    await outbox.add("card:new", to="C1")
    assert await outbox.keys() == [*(f"card:{n:02}" for n in range(10)), "card:new"]
    outbox.clock.advance(seconds=1.2)
    assert await outbox.keys() == ["card:10"]


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


async def test_given_up_messages_are_tried_again_all_or_by_choice(outbox: Outbox) -> None:
    for n in (1, 2, 3):
        await outbox.add(f"card:{n}", to=f"#c{n}")
        await outbox.park(await outbox.must_claim(f"card:{n}"))
    now = outbox.clock()
    dead = await outbox.db.read(posts.dead)
    assert [(post.key, post.error) for post in dead] == [(f"card:{n}", "not_in_channel") for n in (1, 2, 3)]
    assert await outbox.db.run(lambda tx: posts.revive(tx, now, to=("#c1", "C1"))) == 1
    assert await outbox.db.run(lambda tx: posts.revive(tx, now, ids=[dead[1].id])) == 1
    assert await outbox.keys() == ["card:1", "card:2"]
    assert await outbox.db.run(lambda tx: posts.revive(tx, now)) == 1
    assert await outbox.keys() == ["card:3"]


async def test_a_message_in_doubt_is_sent_again_by_hand_only_when_it_is_named(outbox: Outbox) -> None:
    post = await outbox.add("card:1")
    await outbox.doubt(await outbox.must_claim("card:1"))
    now = outbox.clock()
    assert await outbox.db.run(lambda tx: posts.revive(tx, now)) == 0
    assert await outbox.db.run(lambda tx: posts.revive(tx, now, ids=[post.id])) == 1
    await outbox.must_claim("card:1")


async def test_reminders_join_a_message_that_nobody_has_begun_to_send(outbox: Outbox) -> None:
    post = await outbox.add("dm:1", Kind.DM, "@ana")
    assert await outbox.db.run(lambda tx: posts.join_unsent(tx, Kind.DM, "@ana")) == post
    assert await outbox.db.run(lambda tx: posts.join_unsent(tx, Kind.DM, "@ben")) is None
    await outbox.must_claim("dm:1")
    assert await outbox.db.run(lambda tx: posts.join_unsent(tx, Kind.DM, "@ana")) is None


async def test_a_message_for_later_is_neither_sent_nor_behind(outbox: Outbox) -> None:
    now = outbox.clock()
    at = now + timedelta(minutes=15)
    await outbox.db.run(lambda tx: posts.add(tx, "dm:1", Kind.DM, 0, "@ana", now, not_before=at))
    assert await outbox.claim() is None
    assert await outbox.db.read(lambda tx: posts.behind_count(tx, now)) == 0
    outbox.clock.set(at)
    await outbox.must_claim("dm:1")


async def test_the_auditor_counts_what_should_have_gone_out(outbox: Outbox) -> None:
    began = outbox.clock()
    await outbox.add("card:1")
    await outbox.doubt(await outbox.must_claim("card:1"))
    await outbox.add("card:2")
    await outbox.park(await outbox.must_claim("card:2"))
    await outbox.add("card:3")
    await outbox.sent(await outbox.must_claim("card:3"))
    now = outbox.clock.advance(minutes=10, seconds=1)
    await outbox.touch("card:3")
    found = await outbox.db.read(lambda tx: posts.audit(tx, now, 600))
    assert (found.behind, found.oldest, found.in_doubt, found.dead) == (2, began, 1, 1)
    assert [post.key for post in found.overdue] == ["card:1"]


async def test_a_change_of_a_message_that_does_not_exist_is_said(outbox: Outbox) -> None:
    assert not await outbox.touch("card:1")


async def test_a_unit_that_changed_a_row_does_not_lose_it_to_a_touch(outbox: Outbox) -> None:
    now = outbox.clock()

    def work(tx: Session) -> str:
        row = Absence(person="ana", starts_at=now, ends_at=now, by="ana")
        tx.add(row)
        tx.flush()
        row.by = "ben"
        posts.touch(tx, "card:1", now)
        return row.by

    await outbox.add("card:1")
    assert await outbox.db.run(work) == "ben"
