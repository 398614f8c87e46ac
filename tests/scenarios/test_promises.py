"""The clock of a lead: warning, breach, offers, escalation, in people's own hours.

Times are computed by hand. Everybody works Monday to Friday 09:00-12:00 and 13:00-18:00 in Berlin (UTC+1 in
March); the world starts on Tuesday 3 March at 10:00. A hand-raiser is decided within one hour; after a breach
an hour of the asked person's time lies between two steps.
"""

from datetime import UTC, datetime

from tests.scenarios.world import World


def berlin(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in March 2026, Berlin time."""
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


async def at(world: World, moment: datetime) -> None:
    """Let the clock go on to a moment, and the bot do what is due."""
    await world.tick(seconds=(moment - world.clock()).total_seconds())


async def test_the_owner_is_reminded_at_three_quarters_and_once(world: World) -> None:
    await world.lead()
    await at(world, berlin(3, 10, 44))
    assert world.dms("ana") == []
    await at(world, berlin(3, 10, 46))
    [reminder] = world.dms("ana")
    assert "Dana Ruiz" in reminder
    await at(world, berlin(3, 10, 50))
    assert len(world.dms("ana")) == 1


async def test_a_breach_is_offered_to_the_backup_then_goes_to_the_manager_and_stays_there(
    world: World,
) -> None:
    await world.lead()
    await at(world, berlin(3, 10, 46))
    await at(world, berlin(3, 11, 1))
    assert len(world.dms("ben")) == 1
    assert "Ben Okafor" in world.slack.thread("handoffs", world.cards()[0].ts)[-1].text
    assert world.dms("max") == []
    # An hour of Ben's time later; the pool has nobody besides Ana and Ben.
    await at(world, berlin(3, 13, 2))
    assert len(world.dms("max")) == 1
    await at(world, berlin(5, 17))
    assert len(world.dms("max")) == 1
    assert len(world.dms("ben")) == 1


async def test_the_backup_may_take_what_was_offered(world: World) -> None:
    await world.lead()
    await at(world, berlin(3, 11, 1))
    [offer] = world.slack.dm_messages("ben")
    await world.slack.click("ben", "@handoff", offer.ts, "handoff.accept")
    await world.tick()
    assert (await world.handoff()).owner == "ben"
    assert "Accepted by Ben Okafor" in world.cards()[0].text


async def test_a_decision_in_time_stops_every_ping(world: World) -> None:
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.reject")
    await world.slack.submit("ana", {"reason": "no_intent"})
    await at(world, berlin(5, 17))
    assert world.dms("ana") == world.dms("ben") == world.dms("max") == []


async def test_a_lead_outside_hours_is_posted_silently_and_told_at_the_start_of_the_shift(
    world: World,
) -> None:
    await at(world, berlin(3, 19))
    await world.lead()
    [card] = world.cards()
    assert "<@" not in str(card.blocks)
    assert world.dms("ana") == []
    await at(world, berlin(4, 8, 59))
    assert world.dms("ana") == []
    await at(world, berlin(4, 9, 0))
    assert len(world.dms("ana")) == 1
    [decide] = await world.promises()
    assert (decide.warn_at, decide.due_at) == (berlin(4, 9, 45), berlin(4, 10))


async def test_lunch_does_not_count(world: World) -> None:
    await at(world, berlin(3, 11, 30))
    await world.lead()
    [decide] = await world.promises()
    started = decide.started_at - berlin(3, 11, 30)
    assert decide.due_at == berlin(3, 13, 30) + started


async def test_reminders_to_one_person_come_in_one_message(world: World) -> None:
    for name in ("one", "two", "three"):
        await world.lead(
            person={"email": f"{name}@lumen.example.com", "first_name": name, "last_name": "Test"}
        )
    await at(world, berlin(3, 10, 58))
    [reminder] = world.dms("ana")
    assert "3" in reminder


async def test_after_an_outage_only_what_is_still_true_goes_out_and_says_that_it_is_late(
    world: World,
) -> None:
    await world.lead()
    world.clock.set(berlin(4, 10))  # the bot was away for a day: warning and breach are both past
    await world.tick()
    assert world.dms("ana") == []  # a warning would make no sense any more
    [offer] = world.slack.dm_messages("ben")
    assert "This message is late" in str(offer.blocks)
    assert world.dms("max") == []  # one step at a time, not a flood
    await at(world, berlin(4, 11, 1))
    assert len(world.dms("max")) == 1


async def test_an_absent_owner_is_not_reminded_and_the_backup_is_offered_the_lead_at_once(
    world: World,
) -> None:
    await world.lead()
    await world.slack.command("ana", "handoffs", "/handoff away until Friday")
    await world.tick()
    assert len(world.dms("ben")) == 1
    await at(world, berlin(3, 17))
    assert world.dms("ana") == []


async def test_leave_pauses_the_owners_clock(world: World) -> None:
    await world.lead()
    await world.tick(minutes=15)
    await world.slack.command("ana", "handoffs", "/handoff away until Friday")
    await world.tick()
    [decide] = await world.promises()
    # Quarter of an hour (and the seconds that posting took) used on Tuesday, the rest on Monday from 09:00.
    assert berlin(9, 9, 44) < decide.due_at < berlin(9, 9, 46)


async def test_a_first_touch_is_owed_after_accepting(world: World) -> None:
    await world.lead()
    await world.press("ana", world.cards()[0], "handoff.accept")
    accepted = (await world.handoff()).decided_at
    assert accepted is not None
    _, touch = await world.promises()
    # Four business hours from a little after 10:00: two until lunch, two from 13:00.
    assert touch.due_at - accepted == berlin(3, 15) - berlin(3, 10)
    await at(world, berlin(3, 14, 5))
    assert len(world.dms("ana")) == 1
    await at(world, berlin(3, 15, 5))
    assert len(world.dms("max")) == 1
