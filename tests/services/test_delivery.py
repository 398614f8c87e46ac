"""Delivery against a Slack on this machine: what is sent, when, and what is left alone."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from sqlmodel import Session

from bot.domain.agreement import Agreement, Channels, Person
from bot.domain.patience import Patience
from bot.domain.post import Block, Content, Kind, Message, Post, State
from bot.gateways import slack
from bot.services.delivery import Delivery
from storage import people, posts
from storage.database import Database
from tests.databases import ManualClock
from tests.loopback_slack import LoopbackSlack, Payload, Trouble, serve

T = TypeVar("T")

BUTTON: Block = {
    "type": "button",
    "action_id": "accept",
    "text": {"type": "plain_text", "text": "Accept"},
    "visible_to_user_ids": ["U1"],
}
CARD: tuple[Block, ...] = (
    {"type": "data_visualization", "title": "Score"},
    {"type": "actions", "elements": [BUTTON]},
)


def agreement(handoffs: str = "C1", admin: str | None = None) -> Agreement:
    """Ana's Slack id is in the file, Ben's has to be found."""
    known = {
        "ana": Person("ana", "Ana", frozenset(), slack="U1"),
        "ben": Person("ben", "Ben", frozenset(), email="ben@acme.example"),
    }
    return Agreement(
        version="1", zone="UTC", channels=Channels(handoffs, admin), people=known, teams={}, calendars={},
        tiers=(), routes=(), reject=(), recycle=(),
    )  # fmt: skip


class Bench:
    """A delivery between a database and a Slack, with messages that say what the test wants."""

    def __init__(self, db: Database, clock: ManualClock, server: LoopbackSlack, client: slack.Slack) -> None:
        self.db = db
        self.clock = clock
        self.server = server
        self.client = client
        self.said: dict[str, Content | None] = {}
        self.delivery = self.build()

    def build(self, admin: str | None = "C9") -> Delivery:
        """A delivery as after a start: it remembers nothing."""
        return Delivery(self.db, self.client, dict.fromkeys(Kind, self.render), agreement(admin=admin))

    def render(self, tx: Session, post: Post, now: datetime) -> Content | None:
        """What a message says: its key and version, unless told otherwise."""
        return self.said.get(post.key, Message(f"{post.key} v{post.wanted}", ({"type": "divider"},)))

    async def add(self, key: str, kind: Kind = Kind.CARD, to: str = "C1", thread: str | None = None) -> None:
        """Put a message on the list."""
        now = self.clock()
        await self.db.run(lambda tx: posts.add(tx, key, kind, 1, to, now, thread_key=thread))

    async def touch(self, key: str) -> None:
        """What the message shows has changed."""
        now = self.clock()
        await self.db.run(lambda tx: posts.touch(tx, key, now))

    async def get(self, key: str) -> Post:
        """The message's row."""
        found = await self.db.read(lambda tx: posts.get(tx, key))
        assert found is not None
        return found

    async def flush(self) -> int:
        """Deliver what can be delivered now; answers with how many attempts that took."""
        count = 0
        while await self.delivery.deliver_one():
            count += 1
        return count

    async def settle(self, seconds: float) -> None:
        """Let time pass, then look into doubts."""
        await self.delivery.settle(self.clock.advance(seconds=seconds))

    def fail(self, method: str, *troubles: Trouble | str) -> None:
        """The next calls of a method go wrong, one after the other."""
        left = list(troubles)

        def trouble(called: str, payload: Payload) -> Trouble | str | None:
            return left.pop(0) if called == method and left else None

        self.server.trouble = trouble


@pytest.fixture
async def server(clock: ManualClock) -> AsyncIterator[LoopbackSlack]:
    async with serve(LoopbackSlack(clock)) as state:
        yield state


@pytest.fixture
async def bench(db: Database, clock: ManualClock, server: LoopbackSlack) -> AsyncIterator[Bench]:
    async with slack.connect("xoxb-1", server.url, 5.0) as client:
        yield Bench(db, clock, server, client)


async def test_a_card_is_posted_once_and_then_updated(bench: Bench) -> None:
    await bench.add("card:1")
    assert await bench.flush() == 1
    assert bench.server.texts() == ["card:1 v1"]
    await bench.touch("card:1")
    await bench.touch("card:1")
    assert await bench.flush() == 1
    assert bench.server.texts() == ["card:1 v3"]
    assert bench.server.calls["chat.postMessage"] == 1


async def test_a_line_goes_into_its_cards_thread(bench: Bench) -> None:
    await bench.add("card:1")
    await bench.add("line:1", Kind.LINE, thread="card:1")
    await bench.flush()
    assert bench.server.texts((await bench.get("card:1")).ts) == ["line:1 v1"]


async def test_what_is_no_longer_true_is_not_said(bench: Bench) -> None:
    await bench.add("dm:1", Kind.DM, "@ana")
    bench.said["dm:1"] = None
    await bench.flush()
    assert bench.server.messages == []
    assert (await bench.get("dm:1")).state is State.SUPERSEDED


async def test_what_stands_in_slack_stays_when_there_is_nothing_to_say(bench: Bench) -> None:
    await bench.add("card:1")
    await bench.flush()
    bench.said["card:1"] = None
    await bench.touch("card:1")
    assert await bench.flush() == 1
    assert bench.server.texts() == ["card:1 v1"]
    assert (await bench.get("card:1")).state is State.SENT


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


async def test_an_update_without_an_answer_is_repeated_at_once(bench: Bench) -> None:
    await bench.add("card:1")
    await bench.flush()
    await bench.touch("card:1")
    bench.fail("chat.update", Trouble.DROP_AFTER, Trouble.ERROR_BEFORE)
    for _ in range(3):
        await bench.flush()
        bench.clock.advance(seconds=2)
    assert bench.server.texts() == ["card:1 v2"]
    assert (await bench.get("card:1")).shown == 2
    assert bench.server.calls["chat.update"] == 3


async def test_retry_after_is_obeyed_and_other_channels_go_on(bench: Bench) -> None:
    bench.server.retry_after = 10
    await bench.add("card:1", to="C1")
    await bench.add("card:2", to="C2")
    bench.fail("chat.postMessage", Trouble.LIMITED)
    await bench.flush()
    assert bench.server.texts() == ["card:2 v1"]
    bench.clock.advance(seconds=9.9)
    assert await bench.flush() == 0
    bench.clock.advance(seconds=0.1)
    await bench.flush()
    assert bench.server.texts() == ["card:2 v1", "card:1 v1"]
    assert (await bench.get("card:1")).attempts == 0


async def test_a_refused_message_is_parked_in_words_and_the_administrators_are_told(bench: Bench) -> None:
    def trouble(method: str, payload: Payload) -> str | None:
        return "not_in_channel" if payload.get("channel") == "C1" and method == "chat.postMessage" else None

    bench.server.trouble = trouble
    await bench.add("card:1")
    await bench.add("card:2")
    await bench.flush()
    parked = await bench.get("card:1")
    assert parked.state is State.DEAD
    assert parked.error == "The bot is not a member of C1. Invite it there: /invite @handoff (not_in_channel)"
    assert bench.server.texts() == ["notice:not_in_channel:2026-03-02T09 v1"]
    bench.server.trouble = lambda method, payload: None
    now = bench.clock.advance(seconds=5)
    assert await bench.db.run(lambda tx: posts.revive(tx, now, to=("C1",))) == 2
    await bench.flush()
    assert sorted(bench.server.texts())[:2] == ["card:1 v1", "card:2 v1"]


async def test_nobody_is_told_about_a_notice_that_was_refused(bench: Bench) -> None:
    bench.server.trouble = lambda method, payload: "is_archived" if method == "chat.postMessage" else None
    await bench.add("card:1")
    await bench.flush()
    dead = await bench.db.read(posts.dead)
    assert [post.kind for post in dead] == [Kind.CARD, Kind.NOTICE]


@pytest.mark.parametrize("code", ["message_not_found", "cant_update_message", "edit_window_closed"])
async def test_a_message_that_was_deleted_in_slack_is_not_posted_again(bench: Bench, code: str) -> None:
    await bench.add("card:1")
    await bench.flush()
    await bench.touch("card:1")
    bench.fail("chat.update", code)
    await bench.flush()
    assert (await bench.get("card:1")).state is State.DEAD
    assert bench.server.calls["chat.postMessage"] == 2  # the card and the notice


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_without_a_valid_token_everything_waits_and_nothing_is_given_up(
    bench: Bench, code: str
) -> None:
    for n in range(5):
        await bench.add(f"card:{n}", to=f"C{n}")
    bench.fail("conversations.info", *[code] * 5)
    bench.fail("chat.postMessage", *[code] * 5)
    assert await bench.flush() == 1
    assert (await bench.get("card:0")).state is State.PENDING
    bench.server.trouble = lambda method, payload: None
    bench.clock.advance(seconds=60)
    await bench.flush()
    assert sorted(bench.server.texts()) == [f"card:{n} v1" for n in range(5)]


async def test_a_refused_block_costs_the_block_and_not_the_lead(bench: Bench) -> None:
    bench.said["card:1"] = Message("Dana of Lumen is Ana's", CARD)

    def trouble(method: str, payload: Payload) -> str | None:
        return "invalid_blocks" if "data_visualization" in str(payload) else None

    bench.server.trouble = trouble
    await bench.add("card:1")
    await bench.flush()
    said = bench.server.messages[0]
    assert said.text == "Dana of Lumen is Ana's"
    button = {key: value for key, value in BUTTON.items() if key != "visible_to_user_ids"}
    assert said.blocks == [
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": "Dana of Lumen is Ana's"},
            "block_id": (await bench.get("card:1")).marker,
        },
        {"type": "actions", "elements": [button]},
    ]


async def test_a_message_that_is_refused_even_when_plain_is_parked(bench: Bench) -> None:
    bench.fail("chat.postMessage", "invalid_blocks", "msg_too_long")
    await bench.add("card:1")
    await bench.flush()
    assert (await bench.get("card:1")).state is State.DEAD


async def test_a_message_without_blocks_still_carries_its_marker(bench: Bench) -> None:
    bench.said["dm:1"] = Message("Two leads wait for you", ())
    await bench.add("dm:1", Kind.DM, "@ana")
    await bench.flush()
    assert bench.server.messages[0].blocks[0]["block_id"] == (await bench.get("dm:1")).marker


async def test_a_channel_is_found_by_its_name_once(bench: Bench) -> None:
    bench.server.channels = {"C7": {"id": "C7", "name": "handoffs"}}
    await bench.add("card:1", to="#handoffs")
    await bench.add("card:2", to="#handoffs")
    await bench.flush()
    assert {said.channel for said in bench.server.messages} == {"C7"}
    assert bench.server.calls["conversations.list"] == 1


async def test_an_unknown_channel_parks_the_message_until_the_bot_is_invited(bench: Bench) -> None:
    await bench.add("card:1", to="#handoffs")
    await bench.flush()
    error = (await bench.get("card:1")).error
    assert error is not None
    assert error.startswith("Slack shows the bot no channel #handoffs.")
    bench.server.channels = {"C7": {"id": "C7", "name": "handoffs"}}
    now = bench.clock()
    await bench.db.run(lambda tx: posts.revive(tx, now, to=("#handoffs", "C7")))
    await bench.flush()
    assert (await bench.get("card:1")).channel == "C7"


async def test_a_person_gets_messages_in_one_conversation(bench: Bench) -> None:
    await bench.add("dm:1", Kind.DM, "@ana")
    await bench.flush()
    bench.delivery = bench.build()
    await bench.add("dm:2", Kind.DM, "@ana")
    await bench.flush()
    assert [said.channel for said in bench.server.messages] == ["DU1", "DU1"]
    assert bench.server.calls["conversations.open"] == 1


async def test_a_person_found_by_mail_is_reached_and_an_unknown_one_is_parked(bench: Bench) -> None:
    await bench.add("dm:1", Kind.DM, "@ben")
    await bench.flush()
    error = (await bench.get("dm:1")).error
    assert error is not None
    assert error.startswith("Nobody in Slack is known as @ben.")
    now = bench.clock()

    def found(tx: Session) -> None:
        people.remember(tx, "ben", slack_id="U2")
        posts.revive(tx, now)

    await bench.db.run(found)
    await bench.flush()
    assert (await bench.get("dm:1")).channel == "DU2"


async def test_a_corrected_slack_id_outranks_the_conversation_with_the_old_one(bench: Bench) -> None:
    await bench.db.run(lambda tx: people.remember(tx, "ana", slack_id="U8", dm_channel="DU8"))
    await bench.add("dm:1", Kind.DM, "@ana")
    await bench.flush()
    assert (await bench.get("dm:1")).channel == "DU1"


async def test_where_conversations_cannot_be_opened_slack_names_the_channel(bench: Bench) -> None:
    bench.fail("conversations.open", "unknown_method")
    await bench.add("dm:1", Kind.DM, "@ana")
    await bench.flush()
    assert bench.server.messages[0].channel == "U1"


async def test_a_home_tab_is_published_for_the_person(bench: Bench) -> None:
    bench.said["home:ana"] = {"type": "home", "blocks": []}
    await bench.add("home:ana", Kind.HOME, "@ana")
    bench.fail("views.publish", Trouble.DROP_AFTER)
    await bench.flush()
    bench.clock.advance(seconds=2)
    await bench.flush()
    assert bench.server.homes == {"U1": {"type": "home", "blocks": []}}
    await bench.touch("home:ana")
    assert await bench.flush() == 1
    assert bench.server.calls["views.publish"] == 3


async def test_lead_data_does_not_go_into_a_channel_shared_with_another_company(bench: Bench) -> None:
    bench.server.channels = {"C1": {"id": "C1", "name": "partners", "is_ext_shared": True}}
    await bench.add("card:1")
    await bench.flush()
    assert (await bench.get("card:1")).state is State.DEAD
    assert [said.channel for said in bench.server.messages] == ["C9"]


async def test_a_channel_that_becomes_shared_is_noticed_within_an_hour(bench: Bench) -> None:
    await bench.add("card:1")
    await bench.flush()
    bench.server.channels = {"C1": {"id": "C1", "name": "handoffs", "is_ext_shared": True}}
    bench.clock.advance(hours=1)
    await bench.add("card:2")
    await bench.flush()
    assert (await bench.get("card:2")).state is State.DEAD


async def test_a_server_that_cannot_describe_channels_loses_only_that_check(bench: Bench) -> None:
    bench.fail("conversations.info", "unknown_method")
    await bench.add("card:1")
    await bench.add("card:2")
    await bench.flush()
    assert bench.server.texts() == ["card:1 v1", "card:2 v1"]
    assert bench.server.calls["conversations.info"] == 1


async def test_an_address_that_cannot_be_found_now_is_no_doubt(bench: Bench) -> None:
    bench.fail("conversations.open", Trouble.DROP_AFTER)
    await bench.add("dm:1", Kind.DM, "@ana")
    await bench.flush()
    assert (await bench.get("dm:1")).state is State.PENDING
    bench.clock.advance(seconds=1)
    await bench.flush()
    assert bench.server.texts() == ["dm:1 v1"]


async def test_a_message_that_cannot_be_made_is_parked_after_two_minutes(bench: Bench) -> None:
    def broken(tx: Session, post: Post, now: datetime) -> Content | None:
        raise KeyError("reason")

    bench.delivery = Delivery(bench.db, bench.client, {Kind.CARD: broken}, agreement())
    await bench.add("card:1")
    began = bench.clock()
    while (await bench.get("card:1")).state is not State.DEAD:
        await bench.flush()
        bench.clock.advance(seconds=8)
    assert timedelta(minutes=1) < bench.clock() - began < timedelta(minutes=3)
    assert bench.server.messages == []


async def test_without_an_admin_channel_a_refusal_is_only_logged(bench: Bench) -> None:
    bench.delivery = bench.build(admin=None)
    bench.fail("chat.postMessage", "is_archived")
    await bench.add("card:1")
    await bench.flush()
    assert len(await bench.db.read(posts.dead)) == 1
    assert bench.server.messages == []


class Running:
    """The loop as the bot runs it; the server says when something arrived."""

    def __init__(self, bench: Bench) -> None:
        self.stop = asyncio.Event()
        self.arrived = asyncio.Semaphore(0)
        self.hold: asyncio.Event | None = None
        bench.server.before = self.before
        bench.server.after = self.after
        self.task = asyncio.create_task(bench.delivery.run(self.stop))

    async def before(self, method: str) -> None:
        if self.hold is not None and method == "chat.postMessage":
            self.arrived.release()
            await self.hold.wait()

    async def after(self, method: str) -> None:
        if self.hold is None and method == "chat.postMessage":
            self.arrived.release()


async def test_the_loop_sends_at_once_when_it_is_woken(bench: Bench) -> None:
    bench.delivery = Delivery(
        bench.db, bench.client, dict.fromkeys(Kind, bench.render), agreement(), Patience(idle=60)
    )
    running = Running(bench)
    for n in range(3):
        await bench.add(f"card:{n}")
        bench.delivery.wake()
        async with asyncio.timeout(5):
            await running.arrived.acquire()
    running.stop.set()
    await running.task
    assert sorted(bench.server.texts()) == ["card:0 v1", "card:1 v1", "card:2 v1"]


async def test_a_stop_finishes_what_is_in_flight_and_begins_nothing_new(bench: Bench) -> None:
    running = Running(bench)
    running.hold = asyncio.Event()
    for n in range(8):
        await bench.add(f"card:{n}", to=f"C{n}")
    bench.delivery.wake()
    for _ in range(4):
        await running.arrived.acquire()
    running.stop.set()
    running.hold.set()
    await running.task
    states = [(await bench.get(f"card:{n}")).state for n in range(8)]
    assert states == [State.SENT] * 4 + [State.PENDING] * 4


async def test_a_stop_does_not_wait_for_ever(bench: Bench) -> None:
    bench.delivery = Delivery(
        bench.db, bench.client, dict.fromkeys(Kind, bench.render), agreement(), Patience(drain=0.05)
    )
    running = Running(bench)
    running.hold = asyncio.Event()
    await bench.add("card:1")
    bench.delivery.wake()
    await running.arrived.acquire()
    running.stop.set()
    await running.task
    assert (await bench.get("card:1")).state is State.SENDING
    running.hold.set()


class FailingOver(Database):
    """A database whose first unit of work meets a server that goes away."""

    failed = False

    async def run(self, work: Callable[[Session], T]) -> T:
        """Fail once, then work."""
        if not self.failed:
            self.failed = True
            raise ConnectionError("the server closed the connection")
        return await super().run(work)


async def test_a_database_that_is_away_for_a_moment_does_not_end_the_loop(
    bench: Bench, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    db = FailingOver.open(url, clock=bench.clock)
    bench.delivery = Delivery(
        db, bench.client, dict.fromkeys(Kind, bench.render), agreement(), Patience(idle=0.01)
    )
    await bench.add("card:1")
    running = Running(bench)
    await running.arrived.acquire()
    running.stop.set()
    await running.task
    await db.close()
    assert bench.server.texts() == ["card:1 v1"]
    assert "a message could not be delivered" in caplog.text
