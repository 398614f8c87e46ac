"""Something is away: Slack at the start, in the middle, in part; the database for a moment; a row is broken.

Nothing may be lost, nothing may come twice, nobody else may notice, and no restart may be needed.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from sqlalchemy import text

from bot.domain.errors import StorageError
from bot.domain.handoff import Status
from bot.domain.patience import Patience
from bot.domain.post import State
from bot.domain.reason import Answer
from bot.playground import defaults
from bot.playground.server import Playground
from bot.services.clocks import Clocks
from bot.services.intake import ATTEMPTS, Intake
from bot.socket import Socket
from storage import posts, raw_events
from storage.database import Database, Session
from tests.databases import ManualClock, PostgresServer
from tests.scenarios import world as worlds
from tests.scenarios.world import World

FOR_EVER = 100_000

# Every lookup may be missing: ids are written into the agreement.
BY_ID = (
    worlds.AGREEMENT.replace('"#handoffs"', f'"{defaults.HANDOFFS}"')
    .replace('"#handoff-admin"', f'"{defaults.ADMIN}"')
    .replace('email = "ana@example.com"', f'slack = "{defaults.ANA}"')
    .replace('email = "ben@example.com"', f'slack = "{defaults.BEN}"')
    .replace('email = "chloe@example.com"', f'slack = "{defaults.CHLOE}"')
    .replace('email = "max@example.com"', f'slack = "{defaults.MAX}"')
    .replace('email = "olga@example.com"', f'slack = "{defaults.OLGA}"')
)

on_postgresql = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
async def slack(clock: ManualClock) -> AsyncIterator[Playground]:
    """A playground into which no bot has come yet."""
    clock.set(worlds.START)
    async with worlds.workspace(clock) as made:
        yield made


def somebody(name: str) -> dict[str, str]:
    """A person of that name, for a lead of their own."""
    return {"email": f"{name}@lumen.example.com", "first_name": name, "last_name": "Test"}


HANG_UP = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

METHODS = (
    "chat.postEphemeral",
    "chat.update",
    "chat.getPermalink",
    "views.open",
    "views.update",
    "views.publish",
    "conversations.open",
    "conversations.list",
    "conversations.info",
    "conversations.history",
    "conversations.replies",
    "users.lookupByEmail",
    "users.info",
)


@on_sqlite
@pytest.mark.parametrize("method", METHODS)
async def test_a_method_that_the_server_does_not_know_costs_its_feature_alone(
    db: Database, clock: ManualClock, slack: Playground, method: str
) -> None:
    slack.fault(method, "unknown_method", count=FOR_EVER)
    async with worlds.joined(slack, db, clock, BY_ID) as world:
        await slack.connected()
        await world.lead()
        [card] = world.cards()
        await world.tick(minutes=46)
        assert len(world.dms("ana")) == 1
        await world.press("ana", card, "handoff.accept")
        assert (await world.handoff()).owner == "ana"
        assert ("Accepted by Ana Lima" in world.cards()[0].text) == (method != "chat.update")
        assert slack.thread("handoffs", card.ts)[-1].text == "Ana Lima accepted it."
        assert bool(slack.ephemerals("ana", "handoffs")) == (method != "chat.postEphemeral")
        await rejects_by_modal(world, method)
        assert (await slack.command("ana", "handoffs", "/handoff queue")).ok
        await slack.open_home("ana")
        await slack.settled()
        await world.tick()
        assert (slack.home("ana") is not None) == (method != "views.publish")


async def rejects_by_modal(world: World, method: str) -> None:
    """Another lead is rejected for a reason that asks for more, unless there are no modals at all."""
    await world.lead(person=somebody("two"))
    card = world.cards()[1]
    await world.press("ana", card, "handoff.reject")
    modal = world.slack.modal("ana")
    assert (modal is not None) == (method != "views.open")
    if modal is None:
        return
    await world.slack.click_in_view("ana", modal, "handoff.reason", {"value": "other"})
    # Where the modal could not be changed, submitting asks for the text.
    await world.slack.submit("ana", {"reason": "other"})
    await world.slack.submit("ana", {"reason": "other", "detail": "Our landlord"})
    assert (await world.handoff(2)).status is Status.REJECTED


async def test_slack_is_away_at_the_start_and_comes_back(
    db: Database, clock: ManualClock, slack: Playground
) -> None:
    slack.fault("*", "http_500", count=FOR_EVER)
    async with worlds.joined(slack, db, clock) as world:
        answer = await world.post(world.event())
        assert answer["code"] == 202
        await world.bot.intake.work_off()
        while await world.bot.delivery.deliver_one():
            pass
        assert (await world.handoff()).owner == "ana"
        assert world.cards() == []
        await world.bot.meet()
        assert world.bot.services.directory.who(defaults.ANA) is None
        assert world.bot.services.directory.missing == ()  # nobody could be asked

        slack.slack.faults.ordered.clear()
        await world.bot.meet()
        assert world.bot.services.directory.who(defaults.ANA) == world.person("ana")
        await world.tick(minutes=46)
        [card] = world.cards()
        [reminder] = slack.dm_messages("ana")
        assert f"{slack.url}/archives/{defaults.HANDOFFS}/p{card.ts.replace('.', '')}" in str(reminder.blocks)


async def test_an_absent_slack_is_asked_for_one_person_only(
    db: Database, clock: ManualClock, slack: Playground
) -> None:
    """A start must not take as many time-outs as there are people."""
    slack.fault("users.lookupByEmail", "http_500", count=FOR_EVER)
    async with worlds.joined(slack, db, clock) as world:
        assert len(slack.calls("users.lookupByEmail")) == 1
        assert world.bot.services.directory.incomplete


@on_sqlite
async def test_a_connection_that_could_not_be_made_is_made_later(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    fault = world.slack.fault("apps.connections.open", "http_500", count=FOR_EVER)
    line = Socket(world.bot.bolt, defaults.APP_TOKEN, silence=0.0)
    line.start()
    await world.slack.wait_until(lambda: fault.count < FOR_EVER)
    assert not line.connected()
    world.slack.slack.faults.ordered.clear()
    await line.watch()
    await world.slack.connected(2)
    await line.stop()
    assert "connecting anew" in caplog.text


async def test_slack_goes_in_the_middle_and_nothing_is_lost_or_doubled(world: World) -> None:
    await world.lead(person=somebody("one"))
    world.slack.fault("*", "http_500", count=FOR_EVER)
    for name in ("two", "three"):
        assert (await world.post(world.event(person=somebody(name))))["code"] == 202
    await world.bot.intake.work_off()
    await world.bot.services.decisions.accept(1, world.person("ana"))
    for _ in range(5):
        await world.bot.delivery.deliver_one()
        world.clock.advance(seconds=20)
        await world.bot.delivery.settle(world.clock())
    world.slack.slack.faults.ordered.clear()
    for _ in range(20):
        world.clock.advance(seconds=20)
        await world.bot.delivery.settle(world.clock())
        while await world.bot.delivery.deliver_one():
            pass
    assert len(world.cards()) == 3
    assert "Accepted by Ana Lima" in world.cards()[0].text
    assert len(world.slack.thread("handoffs", world.cards()[0].ts)) == 1


async def test_a_storm_of_429_delays_and_drops_nothing(world: World) -> None:
    world.slack.fault("chat.postMessage", "rate_limit", count=8, seconds=5.0)
    world.slack.fault("chat.update", "rate_limit", count=4, seconds=5.0)
    for number in range(5):
        await world.lead(person=somebody(f"person{number}"))
    await world.press("ana", world.cards()[0], "handoff.accept")
    assert len(world.cards()) == 5
    assert "Accepted by Ana Lima" in world.cards()[0].text
    assert await world.db.read(lambda tx: posts.audit(tx, world.clock(), 0.0).dead) == 0


@on_postgresql
async def test_the_database_goes_for_a_moment_and_every_loop_survives(
    db: Database, clock: ManualClock, slack: Playground, pg_server: PostgresServer
) -> None:
    async with worlds.joined(slack, db, clock, ticking=True) as world:
        for number in range(3):
            clock.advance(minutes=1)
            await asyncio.to_thread(pg_server.execute, HANG_UP, name="migrated")
            event = world.event(person=somebody(f"person{number}"))
            answers = [(await world.post(event))["code"]]
            while answers[-1] == 503:  # as the sender is told
                answers.append((await world.post(event))["code"])
            assert answers[-1] in (200, 202)
            await asyncio.to_thread(pg_server.execute, HANG_UP, name="migrated")
            await slack.wait_until(lambda wanted=number: len(world.cards()) > wanted, 20)  # type: ignore[misc]
        assert len(world.cards()) == 3


async def breaks(db: Database, statement: str) -> None:
    """Write into the tables what the bot never would."""
    await db.run(lambda tx: tx.connection().execute(text(statement)))


async def test_a_broken_promise_row_does_not_stop_the_reminders_of_others(world: World) -> None:
    for name in ("one", "two"):
        await world.lead(person=somebody(name), company={"name": name, "region": "DACH"})
    await breaks(
        world.db, """UPDATE promises SET legs = '[{"owner": "ana", "since": "never"}]' WHERE id = 1"""
    )
    world.clock.advance(minutes=46)
    await world.bot.nudges.send_due()
    [(one, _, person, _)] = await world.db.read(nudges_of_first_dm)
    assert (one, person) == (2, "ana")


def nudges_of_first_dm(tx: Session) -> list[tuple[int, str, str, object]]:
    rows = tx.connection().execute(text("SELECT promise_id, step, person, at FROM nudges"))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


async def test_an_event_about_a_broken_lead_is_buried_and_its_neighbours_are_worked_in(world: World) -> None:
    await world.lead(person=somebody("one"))
    await breaks(world.db, """UPDATE leads SET data = '{"person": 5}' WHERE id = 1""")
    for name in ("one", "two", "three"):
        await world.post(world.event(person=somebody(name)))
    await world.bot.intake.work_off()
    states = await world.db.read(lambda tx: [raw_events.get(tx, number) for number in range(1, 5)])
    assert [raw.state for raw in states if raw] == ["done", "dead", "done", "done"]
    assert {(await world.handoff(number)).status for number in (2, 3)} == {Status.OPEN}


async def test_a_message_that_cannot_be_made_is_parked_and_the_others_go_out(world: World) -> None:
    for name in ("one", "two"):
        await world.post(world.event(person=somebody(name)))
    await world.bot.intake.work_off()
    await breaks(world.db, """UPDATE leads SET data = '{"person": 5}' WHERE id = 1""")
    for _ in range(10):  # more often than it is tried
        while await world.bot.delivery.deliver_one():
            pass
        world.clock.advance(minutes=2)
    assert ["two" in card.text for card in world.cards()] == [True]
    parked = await world.db.read(lambda tx: posts.get(tx, "handoff:1:card"))
    assert parked is not None
    assert parked.state is State.DEAD
    assert len(world.slack.messages("handoff-admin")) == 1


async def test_a_lead_that_cannot_return_does_not_keep_the_others_away(world: World) -> None:
    ana, tomorrow = world.person("ana"), Answer(on=worlds.START.date().replace(day=4))
    for number, name in enumerate(("one", "two"), 1):
        await world.lead(person=somebody(name))
        await world.bot.services.decisions.recycle(number, ana, "bad_timing", tomorrow)
    await breaks(world.db, """UPDATE leads SET data = '{"person": 5}' WHERE id = 1""")
    world.clock.advance(days=1)
    await world.bot.housekeeping.bring_back()
    assert (await world.handoff(3)).prior_id == 2


async def test_an_absent_database_is_not_held_against_an_event(world: World) -> None:
    """Five failures of an event's own bury it; those of the database do not count."""

    def away(item: object, received_at: datetime) -> None:
        raise StorageError("the database did not answer")

    agreement = world.bot.services.agreement
    intake = Intake(
        world.db, agreement, Clocks(agreement, lambda *_: None), {"website": away}, wake=lambda: None
    )
    await world.post(world.event())
    for _ in range(ATTEMPTS + 1):
        with pytest.raises(StorageError):
            await intake.work_off()
    await world.tick()
    assert len(world.cards()) == 1


@on_sqlite
async def test_a_stop_does_not_wait_for_a_call_that_hangs(
    url: str, clock: ManualClock, slack: Playground
) -> None:
    """What was under way stays claimed, and the next process looks for it."""
    slack.fault("chat.postMessage", "delay", seconds=8.0)
    db = Database.open(url, clock=clock)
    async with worlds.joined(slack, db, clock, patience=Patience(drain=0.05), ticking=True) as world:
        await world.post(world.event())
        async with asyncio.timeout(5):
            while await state_of_card(db) is not State.SENDING:
                pass
        began = time.monotonic()
    assert time.monotonic() - began < 2
    async with worlds.joined(slack, db, clock) as world:
        await world.bot.delivery.settle(clock())
        assert await state_of_card(db) is State.IN_DOUBT
        for _ in range(6):
            clock.advance(seconds=20)
            await world.bot.delivery.settle(clock())
        await world.deliver()
        assert len(world.cards()) == 1
    await db.close()


async def state_of_card(db: Database) -> State | None:
    """How the first handoff's card stands, once there is one."""
    found = await db.read(lambda tx: posts.get(tx, "handoff:1:card"))
    return found.state if found else None
