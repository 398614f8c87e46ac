"""What becomes of messages whose answer never came, or whose sender was gone."""

from datetime import datetime

import pytest

from bot.domain.patience import Patience
from bot.domain.post import Content, Kind, Post, State
from bot.services.delivery import Delivery
from storage import sending
from storage.database import Session
from tests.loopback_slack import Payload, Trouble
from tests.services.bench import Bench, agreement

LOST = [Trouble.DROP_AFTER, Trouble.ERROR_AFTER]


@pytest.mark.parametrize("trouble", LOST)
@pytest.mark.parametrize("keeps_metadata", [True, False])
async def test_a_message_whose_answer_was_lost_is_found_and_not_sent_again(
    bench: Bench, trouble: Trouble, keeps_metadata: bool
) -> None:
    bench.server.keeps_metadata = keeps_metadata
    for n in range(7):  # so that it stands on the second page of the history
        await bench.add(f"card:{n}")
        bench.fail("chat.postMessage", *([trouble] if n == 6 else []))
        await bench.flush()
        bench.clock.advance(seconds=1)
    assert (await bench.get("card:6")).state is State.IN_DOUBT
    await bench.settle(5)
    assert (await bench.get("card:6")).state is State.SENT
    bench.clock.advance(seconds=20)
    await bench.flush()
    assert sorted(bench.server.texts()) == [f"card:{n} v1" for n in range(7)]
    assert bench.server.calls["chat.postMessage"] == 7


async def test_a_line_whose_answer_was_lost_is_found_in_its_thread(bench: Bench) -> None:
    await bench.add("card:1")
    await bench.add("line:1", Kind.LINE, thread="card:1")
    await bench.delivery.deliver_one()
    bench.fail("chat.postMessage", Trouble.DROP_AFTER)
    await bench.flush()
    await bench.settle(5)
    assert (await bench.get("line:1")).state is State.SENT
    assert bench.server.calls["conversations.replies"] == 1
    assert bench.server.calls["conversations.history"] == 0


@pytest.mark.parametrize("trouble", [Trouble.DROP_BEFORE, Trouble.ERROR_BEFORE, "internal_error"])
async def test_a_message_that_is_absent_long_enough_is_sent_again(bench: Bench, trouble: Trouble) -> None:
    await bench.add("card:1")
    bench.fail("chat.postMessage", trouble)
    await bench.flush()
    for seconds in (5, 20, 20, 20):
        await bench.settle(seconds)
        assert await bench.flush() == 0
    await bench.settle(20)
    await bench.flush()
    assert bench.server.texts() == ["card:1 v1"]
    assert (await bench.get("card:1")).state is State.SENT


async def test_one_look_serves_all_doubts_of_a_channel(bench: Bench) -> None:
    for n in range(3):
        await bench.add(f"card:{n}")
    bench.fail("chat.postMessage", *[Trouble.DROP_AFTER] * 3)
    await bench.flush()
    await bench.settle(5)
    assert bench.server.calls["conversations.history"] == 1
    assert [(await bench.get(f"card:{n}")).state for n in range(3)] == [State.SENT] * 3


async def test_a_message_that_shows_late_in_the_history_is_not_sent_twice(bench: Bench) -> None:
    bench.server.lag = 40
    await bench.add("card:1")
    bench.fail("chat.postMessage", Trouble.DROP_AFTER)
    await bench.flush()
    for _ in range(5):
        await bench.settle(20)
        await bench.flush()
    assert bench.server.texts() == ["card:1 v1"]


async def test_while_the_channel_cannot_be_read_nothing_is_sent(bench: Bench) -> None:
    def trouble(method: str, payload: Payload) -> Trouble | str | None:
        first = bench.server.calls["chat.postMessage"] == 1
        if method == "chat.postMessage":
            return Trouble.DROP_BEFORE if first and payload["channel"] == "C1" else None
        return "unknown_method" if method == "conversations.history" else None

    bench.server.trouble = trouble
    await bench.add("card:1")
    for _ in range(20):
        await bench.flush()
        await bench.settle(120)
    post = await bench.get("card:1")
    assert post.state is State.IN_DOUBT
    assert post.error is not None
    assert "unknown_method" in post.error
    # The administrators hear of it, once an hour.
    assert bench.server.texts() == ["notice:doubt:unknown_method:2026-03-02T09 v1"]
    bench.server.trouble = lambda method, payload: None
    for _ in range(3):
        await bench.settle(300)
        await bench.flush()
    assert (await bench.get("card:1")).state is State.SENT


async def test_a_second_copy_is_deleted_and_the_older_one_kept(bench: Bench) -> None:
    await bench.add("card:1")
    bench.fail("chat.postMessage", Trouble.DROP_AFTER)
    await bench.flush()
    first = bench.server.messages[0]
    copy = type(first)(first.channel, first.ts[:-1] + "9", None, first.text, first.blocks, first.metadata)
    bench.server.messages.append(copy)
    await bench.settle(5)
    assert bench.server.messages == [first]
    assert (await bench.get("card:1")).ts == first.ts


async def test_a_sender_that_was_frozen_deletes_its_own_late_copy(bench: Bench) -> None:
    # Its request hangs on the way while another replica waits, looks twice, and sends the message again.
    other, frozen = bench.build(), False

    async def freeze(method: str) -> None:
        nonlocal frozen
        if method != "chat.postMessage" or frozen:
            return
        frozen = True
        for seconds in (30, 5, 20, 20, 20):
            await other.settle(bench.clock.advance(seconds=seconds))
        assert await other.deliver_one()

    bench.server.before = freeze
    await bench.add("card:1")
    await bench.flush()
    assert frozen
    assert bench.server.texts() == ["card:1 v1"]
    assert len(bench.server.deleted) == 1
    assert (await bench.get("card:1")).ts == bench.server.messages[0].ts


async def test_a_late_copy_that_cannot_be_deleted_is_found_later(bench: Bench) -> None:
    other, frozen = bench.build(), False

    async def freeze(method: str) -> None:
        nonlocal frozen
        if method != "chat.postMessage" or frozen:
            return
        frozen = True
        for seconds in (30, 5, 20, 20, 20):
            await other.settle(bench.clock.advance(seconds=seconds))
        assert await other.deliver_one()
        bench.fail("chat.delete", Trouble.ERROR_BEFORE)

    bench.server.before = freeze
    await bench.add("card:1")
    await bench.flush()
    assert len(bench.server.messages) == 2
    await bench.settle(5)
    await bench.flush()
    assert bench.server.texts() == ["card:1 v1"]
    assert (await bench.get("card:1")).ts == bench.server.messages[0].ts


async def test_a_sender_that_comes_late_gives_way_before_it_writes(bench: Bench) -> None:
    slow = bench.render

    def render(tx: Session, post: Post, now: datetime) -> Content | None:
        bench.clock.advance(seconds=16)  # more than lease - call - margin
        return slow(tx, post, now)

    renderers = {Kind.CARD: render}
    delivery = Delivery(bench.db, bench.client, renderers, agreement())
    await bench.add("card:1")
    assert await delivery.deliver_one()
    assert bench.server.messages == []
    assert (await bench.get("card:1")).state is State.PENDING


async def test_an_update_that_came_late_is_followed_by_the_newest(bench: Bench) -> None:
    # It hangs on the way while another replica shows a newer version, and then overwrites it.
    other, frozen = bench.build(), False

    async def freeze(method: str) -> None:
        nonlocal frozen
        if method != "chat.update" or frozen:
            return
        frozen = True
        await bench.touch("card:1")
        await other.settle(bench.clock.advance(seconds=30))
        bench.clock.advance(seconds=5)
        assert await other.deliver_one()
        assert bench.server.texts() == ["card:1 v3"]
        bench.server.messages[0].text = "card:1 v2"

    await bench.add("card:1")
    await bench.flush()
    bench.server.before = freeze
    await bench.touch("card:1")
    await bench.flush()
    assert frozen
    assert bench.server.texts() == ["card:1 v4"]
    assert bench.server.calls["chat.update"] == 3


async def test_after_a_start_without_rivals_nobody_waits_for_old_leases(bench: Bench) -> None:
    await bench.add("card:1")
    await bench.db.run(lambda tx: sending.claim(tx, bench.clock(), Patience(), "gone"))
    await bench.delivery.take_over()
    await bench.settle(0)
    assert (await bench.get("card:1")).state is State.IN_DOUBT
    await bench.settle(5)
    await bench.settle(40)
    await bench.flush()
    assert bench.server.texts() == ["card:1 v1"]


async def test_looking_waits_as_long_as_slack_says(bench: Bench) -> None:
    bench.server.retry_after = 90
    await bench.add("card:1")
    bench.fail("chat.postMessage", Trouble.DROP_AFTER)
    await bench.flush()
    bench.fail("conversations.history", Trouble.LIMITED)
    for seconds in (5, 20, 60):
        await bench.settle(seconds)
    assert bench.server.calls["conversations.history"] == 1
    await bench.settle(10)
    assert (await bench.get("card:1")).state is State.SENT
