"""Whole lives of clocks through the real bot, every time computed by hand.

Office hours are Monday to Friday 09:00-12:00 and 13:00-18:00, eight hours a day. Ana keeps them in Berlin and
has Bavaria's holidays: in 2026 Good Friday is 3 April and Easter Monday 6 April. Nora keeps them in New York
and Sid in Sydney, without holidays. Kim in Berlin, Nick in New York and Sue in Sydney work round the clock.
A hand-raiser is decided within one hour (reminder after 45 minutes), others within eight (after six).

Clocks change in 2026: Berlin 29 March and 25 October; New York 8 March and 1 November; Sydney 5 April (back)
and 4 October (forward).
"""

from collections.abc import AsyncIterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.outcome import Done
from bot.domain.promise import Promise
from storage.database import Database
from tests.databases import ManualClock
from tests.scenarios import world as worlds
from tests.scenarios.world import World

ZONES = {
    "ana": "Europe/Berlin",
    "nora": "America/New_York",
    "sid": "Australia/Sydney",
    "kim": "Europe/Berlin",
    "nick": "America/New_York",
    "sue": "Australia/Sydney",
}


def _more(key: str, calendar: str) -> tuple[str, str]:
    """A rep of the agreement, and the route that gives them every lead of the region of their name."""
    person = f"""
[people.{key}]
name = "{key.title()}"
roles = ["rep"]
slack = "U0{key.upper():0<8}"
team = "emea"
zone = "{ZONES[key]}"
calendar = "{calendar}"
"""
    route = f"""
[[routes]]
name = "{key}'s own"
when = {{ region = "{key}" }}
person = "{key}"
"""
    return person, route


_ADDED = [_more(key, "plain") for key in ("nora", "sid")]
_ADDED += [_more(key, "always") for key in ("kim", "nick", "sue")]

_CALENDARS = """
[calendars.office]
weekdays = ["09:00-12:00", "13:00-18:00"]
holidays = "DE-BY"

[calendars.plain]
weekdays = ["09:00-12:00", "13:00-18:00"]

[calendars.always]
weekdays = ["00:00-24:00"]
sat = ["00:00-24:00"]
sun = ["00:00-24:00"]
"""

AGREEMENT = worlds.AGREEMENT.replace(
    '[calendars.office]\nweekdays = ["09:00-12:00", "13:00-18:00"]\n', _CALENDARS, 1
).replace(
    '[[routes]]\nname = "DACH', "".join(route for _, route in _ADDED) + '[[routes]]\nname = "DACH', 1
) + "".join(person for person, _ in _ADDED)


@pytest.fixture
async def world(db: Database, clock: ManualClock) -> AsyncIterator[World]:
    """A bot whose people are spread over the world."""
    async with worlds.world(db, clock, AGREEMENT) as made:
        yield made


def moment(who: str, text: str) -> datetime:
    """A wall time of 2026 where somebody works: "03-27 17:30", or with its year."""
    full = text if len(text) > 11 else f"2026-{text}"
    return datetime.fromisoformat(full).replace(tzinfo=ZoneInfo(ZONES[who]))


async def arrives(world: World, who: str, at: str, *, raised: bool = True) -> Promise:
    """A lead for somebody comes in at a wall time of theirs; the promise to decide it."""
    world.clock.set(moment(who, at))
    form = "Request a demo" if raised else "Newsletter"
    await world.post(
        world.event(
            company={"name": "Lumen GmbH", "region": "DACH" if who == "ana" else who},
            context={"form_name": form},
        )
    )
    await world.bot.intake.work_off()
    assert (await world.handoff()).owner == who
    [decide] = await world.promises()
    return decide


# who, hand-raiser?, the lead comes, the reminder, the end of the promise
TABLE = [
    pytest.param("ana", True, "03-03 10:00", "03-03 10:45", "03-03 11:00", id="within the morning"),
    pytest.param("ana", True, "03-03 11:30", "03-03 13:15", "03-03 13:30", id="over lunch"),
    pytest.param("ana", True, "03-03 12:15", "03-03 13:45", "03-03 14:00", id="at lunch"),
    pytest.param("ana", True, "03-03 11:00", "03-03 11:45", "03-03 12:00", id="ends as lunch begins"),
    pytest.param("ana", True, "03-03 19:00", "03-04 09:45", "03-04 10:00", id="in the evening"),
    pytest.param("ana", True, "03-03 06:00", "03-03 09:45", "03-03 10:00", id="before work"),
    pytest.param("ana", True, "03-06 17:30", "03-09 09:15", "03-09 09:30", id="over a weekend"),
    pytest.param(
        "ana", False, "03-07 12:00", "03-09 16:00", "03-09 18:00", id="a whole day after a Saturday"
    ),
    pytest.param("ana", True, "04-02 17:00", "04-02 17:45", "04-02 18:00", id="just before Easter"),
    pytest.param("ana", False, "04-02 17:00", "04-07 15:00", "04-07 17:00", id="over Easter"),
    pytest.param("ana", True, "04-03 10:00", "04-07 09:45", "04-07 10:00", id="on Good Friday"),
    pytest.param("ana", True, "04-06 10:00", "04-07 09:45", "04-07 10:00", id="on Easter Monday"),
    pytest.param("nora", False, "04-03 10:00", "04-03 17:00", "04-06 10:00", id="New York works at Easter"),
    pytest.param("ana", False, "12-31 17:00", "2027-01-04 15:00", "2027-01-04 17:00", id="over New Year"),
    pytest.param(
        "ana", False, "2027-01-05 17:00", "2027-01-07 15:00", "2027-01-07 17:00", id="over Epiphany"
    ),
    pytest.param("ana", True, "03-27 17:30", "03-30 09:15", "03-30 09:30", id="Berlin, forward"),
    pytest.param("ana", True, "10-23 17:30", "10-26 09:15", "10-26 09:30", id="Berlin, back"),
    pytest.param("nora", True, "03-06 17:30", "03-09 09:15", "03-09 09:30", id="New York, forward"),
    pytest.param("nora", True, "10-30 17:30", "11-02 09:15", "11-02 09:30", id="New York, back"),
    pytest.param("sid", True, "04-03 17:30", "04-06 09:15", "04-06 09:30", id="Sydney, back"),
    pytest.param("sid", True, "10-02 17:30", "10-05 09:15", "10-05 09:30", id="Sydney, forward"),
    # Round the clock eight hours are eight hours: the night has an hour less on the wall, or one more.
    pytest.param("kim", False, "03-28 22:00", "03-29 05:00", "03-29 07:00", id="Berlin's short night"),
    pytest.param("kim", False, "10-24 22:00", "10-25 03:00", "10-25 05:00", id="Berlin's long night"),
    pytest.param("nick", False, "03-07 22:00", "03-08 05:00", "03-08 07:00", id="New York's short night"),
    pytest.param("nick", False, "10-31 22:00", "11-01 03:00", "11-01 05:00", id="New York's long night"),
    pytest.param("sue", False, "04-04 22:00", "04-05 03:00", "04-05 05:00", id="Sydney's long night"),
    pytest.param("sue", False, "10-03 22:00", "10-04 05:00", "10-04 07:00", id="Sydney's short night"),
]


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("who", "raised", "comes", "warns", "due"), TABLE)
async def test_a_promise_ends_when_it_should(
    world: World, who: str, raised: bool, comes: str, warns: str, due: str
) -> None:
    decide = await arrives(world, who, comes, raised=raised)
    assert (decide.warn_at, decide.due_at) == (moment(who, warns), moment(who, due))


async def test_leave_in_the_middle_stops_the_clock_and_coming_back_early_starts_it(world: World) -> None:
    await arrives(world, "ana", "03-03 10:00")
    ana, absences = world.person("ana"), world.bot.services.absences
    world.clock.set(moment("ana", "03-03 10:15"))
    await absences.away(ana, date(2026, 3, 3), date(2026, 3, 6))
    [decide] = await world.promises()
    # A quarter of an hour is used, three are left for Monday.
    assert (decide.warn_at, decide.due_at) == (moment("ana", "03-09 09:30"), moment("ana", "03-09 09:45"))
    world.clock.set(moment("ana", "03-05 11:30"))
    await absences.back(ana)
    [decide] = await world.promises()
    # Half an hour until lunch, a quarter after it.
    assert (decide.warn_at, decide.due_at) == (moment("ana", "03-05 12:00"), moment("ana", "03-05 13:15"))


async def test_leave_that_begins_later_lets_the_clock_run_until_then(world: World) -> None:
    await arrives(world, "ana", "03-03 17:00", raised=False)
    await world.bot.services.absences.away(world.person("ana"), date(2026, 3, 5), date(2026, 3, 10))
    [decide] = await world.promises()
    # One hour on Tuesday and seven on Wednesday: it ends just before the leave.
    assert decide.due_at == moment("ana", "03-04 17:00")


async def test_a_new_owner_on_another_continent_takes_the_rest_of_the_time_over(world: World) -> None:
    await arrives(world, "ana", "03-03 16:00", raised=False)
    world.clock.set(moment("ana", "03-03 17:00"))
    await world.bot.services.decisions.reassign(1, world.person("max"), "nora")
    [decide] = await world.promises()
    # 17:00 in Berlin is 11:00 in New York. One hour was Ana's; Nora has one until lunch and five until 18:00,
    # and the last one on Wednesday.
    assert (decide.warn_at, decide.due_at) == (moment("nora", "03-03 17:00"), moment("nora", "03-04 10:00"))
    await world.bot.nudges.send_due()
    assert (await world.handoff()).owner == "nora"


async def test_an_undo_lets_the_first_clock_run_on(world: World) -> None:
    before = await arrives(world, "ana", "03-03 10:00")
    ana, verbs = world.person("ana"), world.bot.services.decisions
    world.clock.set(moment("ana", "03-03 10:20"))
    assert isinstance(await verbs.accept(1, ana), Done)
    world.clock.set(moment("ana", "03-03 10:25"))
    assert isinstance(await verbs.undo(1, ana), Done)
    decide, touch = await world.promises()
    assert (decide.due_at, decide.ended_at) == (before.due_at, None)
    assert touch.excused == "undone"
    assert decide.next_nudge_at == moment("ana", "03-03 10:45")


async def test_an_undo_counts_the_leave_that_began_meanwhile(world: World) -> None:
    await arrives(world, "ana", "03-03 10:00")
    ana, services = world.person("ana"), world.bot.services
    world.clock.set(moment("ana", "03-03 10:20"))
    await services.decisions.accept(1, ana)
    world.clock.set(moment("ana", "03-03 10:22"))
    await services.absences.away(ana, date(2026, 3, 3), date(2026, 3, 6))
    world.clock.set(moment("ana", "03-03 10:25"))
    assert isinstance(await services.decisions.undo(1, ana), Done)
    decide = (await world.promises())[0]
    # 22 minutes are used, 38 are left for Monday.
    assert decide.due_at == moment("ana", "03-09 09:38")


async def test_a_first_touch_over_easter(world: World) -> None:
    await arrives(world, "ana", "04-02 16:30")
    world.clock.set(moment("ana", "04-02 17:00"))
    await world.bot.services.decisions.accept(1, world.person("ana"))
    touch = (await world.promises())[-1]
    # Four hours: one on Thursday, three on Tuesday morning; the reminder after three.
    assert (touch.warn_at, touch.due_at) == (moment("ana", "04-07 11:00"), moment("ana", "04-07 12:00"))


async def test_who_gets_a_lead_on_good_friday_is_told_on_tuesday_morning(world: World) -> None:
    await arrives(world, "ana", "04-03 10:00")
    for text in ("04-03 10:01", "04-06 15:00", "04-07 08:59"):
        world.clock.set(moment("ana", text))
        await world.tick()
        assert world.dms("ana") == []
    world.clock.set(moment("ana", "04-07 09:00"))
    await world.tick()
    assert len(world.dms("ana")) == 1


async def test_a_restart_in_the_middle_changes_no_time_and_loses_no_reminder(
    db: Database, clock: ManualClock
) -> None:
    async with worlds.workspace(clock) as slack:
        async with worlds.joined(slack, db, clock, AGREEMENT) as world:
            before = await arrives(world, "ana", "03-03 10:00")
            await world.deliver()
        clock.set(moment("ana", "03-03 10:50"))  # away while the reminder was due
        async with worlds.joined(slack, db, clock, AGREEMENT) as world:
            await world.tick()
            [after] = await world.promises()
            assert (after.warn_at, after.due_at) == (before.warn_at, before.due_at)
            assert len(world.dms("ana")) == 1
            clock.set(moment("ana", "03-03 11:00"))
            await world.tick()
            assert len(world.dms("ben")) == 1
