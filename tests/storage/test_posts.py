"""The list of messages: putting them on it, finding them, giving them another try."""

from datetime import timedelta

from bot.domain.post import Kind, State
from storage import posts
from storage.database import Session
from storage.tables import Absence
from tests.storage.outbox import PLACE, Outbox


async def test_a_key_is_put_on_the_list_once(outbox: Outbox) -> None:
    first = await outbox.add("card:1")
    second = await outbox.add("card:1", to="C2")
    assert second == first
    assert first.state is State.PENDING
    assert (first.wanted, first.shown, first.to) == (1, 0, "C1")


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
    assert await outbox.db.read(lambda tx: posts.audit(tx, now, overdue=0).behind) == 0
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
