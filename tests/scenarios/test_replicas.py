"""Two bots on one PostgreSQL, as when one machine is not enough: everything happens once.

Both have a connection to Slack, and Slack hands each payload to one of them.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.agreement import Person
from bot.domain.handoff import Handoff, Status, Step
from bot.domain.outcome import Done, Outcome
from bot.domain.reason import Answer
from bot.services.decisions import Decisions
from storage import handoffs, leads, people, posts
from storage.database import Database, Session
from storage.tables import LeadRow, NudgeRow, RawEvent
from tests.databases import ManualClock
from tests.scenarios import world as worlds
from tests.scenarios.world import World

pytestmark = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)

# Nobody in particular: the pool's round robin decides.
ELSEWHERE = {"name": "Acme Ltd", "employee_count": 40, "country": "GB", "region": "UKI"}


class Pair:
    """Two bots in one playground."""

    def __init__(self, one: World, other: World) -> None:
        self.one = one
        self.other = other
        self._sent = 0

    async def send(self, number: int = 0, **groups: Any) -> None:
        """Give a lead to one bot or the other in turn; the event's key is new each time."""
        self._sent += 1
        bot = (self.one, self.other)[self._sent % 2]
        event = {"event_id": f"event-{self._sent}", **groups.pop("event", {})}
        person = {"email": f"lead{number}@lumen.example.com", "first_name": "Lead", "last_name": str(number)}
        answer = await bot.post(bot.event(event=event, **{"person": person, **groups}))
        assert answer["code"] == 202, answer

    async def both(self, act: Callable[[World], Awaitable[object]]) -> list[Any]:
        """What each bot answers when both do the same at once."""
        return list(await asyncio.gather(act(self.one), act(self.other)))

    async def tick(self, **later: float) -> None:
        """Let time pass, then let both bots do everything that is due at once."""
        self.one.clock.advance(**later)
        await self.both(lambda world: world.bot.housekeeping.bring_back())
        await self.both(lambda world: world.bot.intake.work_off())
        await self.both(lambda world: world.bot.nudges.send_due())
        for _ in range(100):
            if not any(await self.both(lambda world: world.bot.delivery.deliver_one())):
                if not await self.one.db.read(lambda tx: posts.audit(tx, self.one.clock(), overdue=0).behind):
                    return
                self.one.clock.advance(seconds=1)
        raise AssertionError("messages are still waiting")

    async def all(self) -> list[Handoff]:
        """Every handoff, oldest first."""
        newest = await self.one.db.read(lambda tx: handoffs.newest(tx, 100))
        return list(reversed(newest))


@pytest.fixture
async def pair(url: str, clock: ManualClock) -> AsyncIterator[Pair]:
    """Two bots, each with its own connections to the database and to Slack."""
    clock.set(worlds.START)
    databases = [Database.open(url, clock=clock) for _ in range(2)]
    async with (
        worlds.workspace(clock) as slack,
        worlds.joined(slack, databases[0], clock) as one,
        worlds.joined(slack, databases[1], clock) as other,
    ):
        await slack.connected(2)
        yield Pair(one, other)
    for database in databases:
        await database.close()


async def test_every_card_and_every_reminder_goes_out_once(pair: Pair) -> None:
    for number in range(6):
        await pair.send(number)
    await pair.tick()
    texts = [card.text for card in pair.one.cards()]
    assert len(texts) == len(set(texts)) == 6
    await pair.tick(minutes=46)
    # Three quarters of Ana's hour are over for each of them, and she is told in one message.
    [reminder] = pair.one.slack.dm_messages("ana")
    assert reminder.text.startswith("6 leads for you")
    nudges = await pair.one.db.read(lambda tx: tx.exec(select(NudgeRow)).all())
    assert Counter(nudge.promise_id for nudge in nudges) == dict.fromkeys(range(1, 7), 1)


async def test_two_clicks_over_two_connections_are_one_decision(pair: Pair) -> None:
    await pair.send()
    await pair.tick()
    slack, [card] = pair.one.slack, pair.one.cards()
    outcomes = await asyncio.gather(
        slack.click("ana", "handoffs", card.ts, "handoff.accept"),
        slack.click("ben", "handoffs", card.ts, "handoff.accept"),
    )
    assert [outcome.ok for outcome in outcomes] == [True, True]
    await pair.tick()
    winner = (await pair.one.handoff()).owner
    loser, name = ("ben", "Ana") if winner == "ana" else ("ana", "Ben")
    assert name in slack.ephemerals(loser, "handoffs")[-1].text
    assert (await pair.one.log()).count("accepted") == 1
    assert len(slack.thread("handoffs", card.ts)) == 1


async def test_no_turn_is_given_twice(pair: Pair) -> None:
    for number in range(10):
        await pair.send(number, company=ELSEWHERE)
    await pair.tick()
    assert [one.owner for one in await pair.all()] == ["ana", "ben"] * 5


async def test_the_very_first_turn_is_held_too(pair: Pair) -> None:
    """The row of a team that had no turn yet must be there to be held."""

    def take(tx: Session) -> str:
        last = people.turns(tx, ["emea"])["emea"]
        person = "ben" if last == "ana" else "ana"
        people.take_turn(tx, "emea", person)
        return person

    assert sorted(await pair.both(lambda world: world.db.run(take))) == ["ana", "ben"]


async def test_two_events_of_one_new_person_make_one_lead_and_one_open_handoff(pair: Pair) -> None:
    for _ in range(4):
        await pair.send(1)
    await pair.tick()
    assert len(await pair.all()) == 1
    assert len(pair.one.cards()) == 1
    stored = await pair.one.db.read(lambda tx: tx.exec(select(LeadRow)).all())
    assert len(stored) == 1
    events = await pair.one.db.read(lambda tx: tx.exec(select(RawEvent)).all())
    assert {event.state for event in events} == {"done"}
    assert Counter(event.outcome for event in events)["opened"] == 1


async def test_events_are_worked_in_as_they_came(pair: Pair) -> None:
    """What says that a person is not qualified after all must not overtake what said that they are."""
    for number in range(5):
        await pair.send(number)
        await pair.send(number, event={"type": "lead.unqualified"})
    await pair.tick()
    assert {one.status for one in await pair.all()} == {Status.WITHDRAWN}


async def test_what_two_updates_say_at_once_is_kept_from_both(pair: Pair) -> None:
    await pair.send(1)
    await pair.tick()

    def update(groups: dict[str, Any]) -> Callable[[Session], None]:
        def work(tx: Session) -> None:
            known, _ = leads.match(tx, (), "lead1@lumen.example.com")
            assert known is not None
            custom = {**known.lead.custom, **groups}
            leads.save(tx, known, replace(known.lead, custom=custom), (), pair.one.clock())

        return work

    await asyncio.gather(
        pair.one.db.run(update({"colour": "red"})), pair.other.db.run(update({"shape": "round"}))
    )
    [known] = await pair.one.db.read(lambda tx: leads.find(tx, "lead1@lumen.example.com"))
    assert known.lead.custom == {"colour": "red", "shape": "round"}


async def test_a_recycled_lead_returns_once(pair: Pair) -> None:
    for number in range(3):
        await pair.send(number)
    await pair.tick()
    answer = Answer(on=(pair.one.clock() + timedelta(days=1)).date())
    for one in await pair.all():
        ana = pair.one.person("ana")
        assert isinstance(
            await pair.one.bot.services.decisions.recycle(one.id, ana, "bad_timing", answer), Done
        )
    await pair.tick(days=1)
    assert Counter(one.status for one in await pair.all()) == {Status.RECYCLED: 3, Status.OPEN: 3}
    assert len(pair.one.cards()) == 6


Verb = Callable[[Decisions, dict[str, Person]], Awaitable[Outcome]]

VERBS: dict[Step, Verb] = {
    Step.ACCEPTED: lambda verbs, who: verbs.accept(1, who["ana"]),
    Step.REJECTED: lambda verbs, who: verbs.reject(1, who["ana"], "no_intent", Answer()),
    Step.SNOOZED: lambda verbs, who: verbs.snooze(1, who["ana"]),
    Step.REASSIGNED: lambda verbs, who: verbs.reassign(1, who["max"], "ben"),
    Step.EXCUSED: lambda verbs, who: verbs.excuse(1, who["max"], "Trade fair"),
}


@pytest.mark.parametrize("step", VERBS)
async def test_the_same_click_at_both_happens_once(pair: Pair, step: Step) -> None:
    await pair.send()
    await pair.tick()
    who = {key: pair.one.person(key) for key in ("ana", "max")}
    outcomes = await pair.both(lambda world: VERBS[step](world.bot.services.decisions, who))
    assert [isinstance(outcome, Done) for outcome in outcomes].count(True) == 1
    assert (await pair.one.log()).count(str(step)) == 1


async def test_a_click_against_an_offer_leaves_no_lead_both_accepted_and_offered(pair: Pair) -> None:
    for number in range(5):
        await pair.send(number)
    await pair.tick()
    pair.one.clock.advance(minutes=61)  # every one is breached: each is about to be offered to Ben
    ana, verbs = pair.one.person("ana"), pair.one.bot.services.decisions
    accepting = [verbs.accept(number, ana) for number in range(1, 6)]
    await asyncio.gather(pair.other.bot.nudges.send_due(), *accepting)
    for one in await pair.all():
        assert (one.status, one.owner, one.offered) == (Status.ACCEPTED, "ana", ())
        steps = await pair.one.log(one.id)
        assert "offered" not in steps[steps.index("accepted") :]


async def test_what_reopens_and_what_arrives_at_once_is_one_open_handoff(pair: Pair) -> None:
    await pair.send(1)
    await pair.tick()
    ana, verbs = pair.one.person("ana"), pair.one.bot.services.decisions
    await verbs.reject(1, ana, "no_intent", Answer())
    pair.one.clock.advance(days=100)  # the cool-down is over, so a new qualification opens a new pass
    await pair.send(1)
    await asyncio.gather(verbs.reopen(1, ana, "She called"), pair.other.bot.intake.work_off())
    assert [one.status for one in await pair.all()].count(Status.OPEN) == 1


async def test_questions_are_answered_once_and_in_their_order(pair: Pair) -> None:
    for number, source in enumerate(("webinar", "paid_search")):
        await pair.send(number, campaign={"source": source})
    await pair.tick()
    slack, said = pair.one.slack, ("MQLs from webinar this week", "and paid search?", "by region")
    threads = [await slack.post("chloe", "handoffs", f"<@U0HANDOFF1> {said[0]}") for _ in range(3)]
    await slack.settled()
    for later in said[1:]:
        for first in threads:
            await slack.post("chloe", "handoffs", f"<@U0HANDOFF1> {later}", first)
        await slack.settled()
    await pair.both(lambda world: world.bot.services.asking.work_off())
    await pair.both(lambda world: world.bot.services.asking.work_off())
    await pair.tick()
    for first in threads:
        told = [
            one.text.split("\n")[0] for one in slack.thread("handoffs", first) if one.user == "U0HANDOFF1"
        ]
        assert sorted(text.split(" · 2-3 Mar")[0] for text in told) == [
            "MQLs · by region · source: paid_search",
            "MQLs · source: paid_search",
            "MQLs · source: webinar",
        ]
