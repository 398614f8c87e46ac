"""Rejecting, recycling, undoing, reopening, reassigning, snoozing and parking a lead."""

from datetime import timedelta

from bot.domain.handoff import Status
from bot.domain.outcome import Done, Invalid
from bot.domain.permission import Denied
from tests.scenarios.world import World


async def test_rejecting_takes_a_reason_and_no_typing_for_the_common_ones(world: World) -> None:
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.reject")
    await world.slack.submit("ana", {"reason": "no_intent"})
    await world.tick()
    handoff = await world.handoff()
    assert (handoff.status, handoff.reason, handoff.decided_by) == (Status.REJECTED, "no_intent", "ana")
    assert "Rejected by Ana Lima" in world.cards()[0].text


async def test_other_demands_a_text_and_says_so_under_the_field(world: World) -> None:
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.reject")
    modal = world.slack.modal("ana")
    assert modal is not None
    await world.slack.click_in_view("ana", modal, "handoff.reason", {"value": "other"})
    outcome = await world.slack.submit("ana", {"reason": "other"})
    assert "detail" in (outcome.errors or {})
    await world.slack.submit("ana", {"reason": "other", "detail": "She is our landlord"})
    await world.tick()
    assert (await world.handoff()).detail == "She is our landlord"


async def test_wrong_owner_sends_the_lead_on_as_a_new_pass(world: World) -> None:
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.reject")
    modal = world.slack.modal("ana")
    assert modal is not None
    await world.slack.click_in_view("ana", modal, "handoff.reason", {"value": "wrong_owner"})
    await world.slack.submit("ana", {"reason": "wrong_owner", "person": "ben"})
    await world.tick()
    first, second = await world.handoff(1), await world.handoff(2)
    assert (first.status, first.reason) == (Status.REJECTED, "wrong_owner")
    assert (second.status, second.owner, second.prior_id) == (Status.OPEN, "ben", 1)
    assert len(world.cards()) == 2


async def test_recycling_with_a_date_brings_the_lead_back_on_that_day(world: World) -> None:
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.more", "recycle:1")
    modal = world.slack.modal("ana")
    assert modal is not None
    await world.slack.click_in_view("ana", modal, "handoff.reason", {"value": "bad_timing"})
    await world.slack.submit("ana", {"reason": "bad_timing", "on": "2026-04-01"})
    await world.tick(days=28)  # 31 March
    assert len(world.cards()) == 1
    await world.tick(days=1)
    assert len(world.cards()) == 2
    again = await world.handoff(2)
    assert (again.status, again.owner, again.prior_id) == (Status.OPEN, "ana", 1)
    assert "agreed" in str(world.cards()[1].blocks).lower()


async def test_undo_is_a_clean_reversal_and_the_clock_goes_on(world: World) -> None:
    await world.lead()
    [before] = await world.promises()
    await world.press("ben", world.cards()[0], "handoff.accept")
    await world.tick(minutes=5)
    await world.press("ben", world.cards()[0], "handoff.more", "undo:1")
    handoff, (decide, touch) = await world.handoff(), await world.promises()
    assert (handoff.status, handoff.owner, handoff.decided_at) == (Status.OPEN, "ana", None)
    assert decide.due_at == before.due_at
    assert decide.ended_at is None
    assert touch.excused == "undone"
    assert [step for step in await world.log() if step in ("accepted", "undone")] == ["accepted", "undone"]
    assert "handoff.accept" in str(world.cards()[0].blocks)


async def test_undo_is_over_after_ten_minutes_and_only_for_the_one_who_decided(world: World) -> None:
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.accept")
    await world.press("ben", world.cards()[0], "handoff.more", "undo:1")
    assert "Only Ana Lima can undo" in world.slack.ephemerals("ben", "handoffs")[-1].text
    await world.tick(minutes=11)
    await world.press("ana", world.cards()[0], "handoff.more", "undo:1")
    assert "10 min" in world.slack.ephemerals("ana", "handoffs")[-1].text
    assert (await world.handoff()).status is Status.ACCEPTED


async def test_undoing_a_rerouting_takes_the_new_pass_back(world: World) -> None:
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.reject")
    await world.slack.submit("ana", {"reason": "wrong_owner"})
    await world.slack.submit("ana", {"reason": "wrong_owner", "person": "ben"})
    await world.tick()
    await world.press("ana", world.cards()[0], "handoff.more", "undo:1")
    assert (await world.handoff(1)).status is Status.OPEN
    assert (await world.handoff(2)).status is Status.WITHDRAWN


async def test_reopening_later_wants_a_reason_and_starts_a_fresh_clock(world: World) -> None:
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.reject")
    await world.slack.submit("ana", {"reason": "no_intent"})
    await world.tick(hours=1)
    await world.press("ben", world.cards()[0], "handoff.more", "reopen:1")
    await world.slack.submit("ben", {"detail": "She called back"})
    await world.tick()
    handoff, running = await world.handoff(), (await world.promises())[-1]
    assert handoff.status is Status.OPEN
    assert running.ended_at is None
    assert running.due_at - world.clock() <= timedelta(hours=2)  # an hour of work, with lunch in between
    assert "She called back" in world.slack.thread("handoffs", world.cards()[0].ts)[-1].text


async def test_reassigning_moves_owner_and_clock(world: World) -> None:
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.more", "reassign:1")
    await world.slack.submit("ana", {"person": "ben"})
    await world.tick()
    handoff, [running] = await world.handoff(), await world.promises()
    assert handoff.owner == "ben"
    assert [leg.owner for leg in running.legs] == ["ana", "ben"]
    assert len(world.dms("ben")) == 1


async def test_snoozing_is_offered_twice_at_most(world: World) -> None:
    await world.lead()
    for _ in range(2):
        assert "snooze:1" in str(world.cards()[0].blocks)
        await world.press("ana", world.cards()[0], "handoff.more", "snooze:1")
        assert isinstance(await world.bot.services.decisions.snooze(1, world.person("ana")), Invalid)
        await world.tick(minutes=31)
    assert "snooze:1" not in str(world.cards()[0].blocks)
    outcome = await world.bot.services.decisions.snooze(1, world.person("ana"))
    assert isinstance(outcome, Invalid)
    assert (await world.handoff()).snoozes == 2


async def test_only_a_manager_or_an_administrator_may_park_a_lead(world: World) -> None:
    await world.lead()
    denied = await world.bot.services.decisions.excuse(1, world.person("ben"), "Trade fair")
    assert isinstance(denied, Denied)
    done = await world.bot.services.decisions.excuse(1, world.person("max"), "Trade fair")
    assert isinstance(done, Done)
    [decide] = await world.promises()
    assert decide.excused == "Trade fair"
    await world.tick(hours=30)
    assert world.dms("ana") == []
