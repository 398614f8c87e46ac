"""What became of the leads, late and in any order: with the right pass, counted once, nothing lost."""

import itertools
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import agreement_file, parts, sources
from bot.domain.deal import Deal
from bot.domain.handoff import Status
from bot.services.intake import Intake
from storage import awaited, facts, handoffs, outcomes, raw_events
from storage.database import Database, Session
from storage.figures import Fact
from storage.raw_events import Arrival, Raw
from tests import deals
from tests.cli.conftest import AGREEMENT
from tests.databases import ManualClock

DAY = timedelta(days=1)
DANA = {"email": "dana@lumen.example.com"}
START = datetime(2026, 3, 2, 9, tzinfo=UTC)  # where the clock stands


class Desk:
    """The intake of one source that speaks the canonical lead."""

    def __init__(self, db: Database, clock: ManualClock) -> None:
        loaded = agreement_file.load_agreement(
            AGREEMENT, name="handoff.toml", environ={}, needs_secrets=False
        )
        clocks, readers = parts.core(db, loaded).clocks, sources.readers(loaded.sources)
        self.db = db
        self.clock = clock
        self.intake = Intake(db, loaded.agreement, clocks, readers, wake=lambda: None)
        self._sent = 0

    async def send(self, kind: str = "lead.qualified", **groups: Any) -> Raw:
        """One event that happens now; how it stands after the worker saw it."""
        self._sent += 1
        now = self.clock().isoformat()
        event = {"event_id": str(self._sent), "type": kind, "occurred_at": now}
        qualified = {"qualification": {"qualified_at": now}} if kind == "lead.qualified" else {}
        body = json.dumps({"event": event, "person": DANA, **qualified, **groups}).encode()
        arrival = Arrival(str(self._sent), body)
        await self.db.run(lambda tx: raw_events.receive(tx, "native", [arrival], self.clock()))
        await self.intake.work_off()
        return await self.event(self._sent)

    async def tell(self, kind: str, at: datetime, **more: Any) -> Raw:
        """One outcome; `person` and `refs` may be told, all else is the outcome's."""
        groups = {name: more.pop(name) for name in ("person", "refs") if name in more}
        return await self.send("lead.outcome", outcome={"kind": kind, "at": at.isoformat(), **more}, **groups)

    async def event(self, number: int) -> Raw:
        """A raw event as it is stored."""
        found = await self.db.read(lambda tx: raw_events.get(tx, number))
        assert found is not None
        return found

    async def deals(self, handoff_id: int = 1) -> dict[str, Deal]:
        """The deals of a handoff by their keys."""
        return await self.db.read(lambda tx: deals.of_handoff(tx, handoff_id))

    async def told(self, handoff_id: int = 1) -> list[str]:
        """The outcomes of a handoff."""
        found = await self.db.read(lambda tx: outcomes.of_handoff(tx, handoff_id))
        return [str(told.kind) for _, told in found]

    async def fact(self, name: str, handoff_id: int = 1) -> object:
        """A field of a handoff's facts."""
        return await self.db.read(lambda tx: getattr(tx.get(Fact, handoff_id), name))

    async def pass_again(self, days: int) -> None:
        """The lead is taken back, and handed over anew some days later."""
        await self.send("lead.unqualified")
        self.clock.advance(days=days)
        await self.send()


@pytest.fixture
def desk(db: Database, clock: ManualClock) -> Desk:
    return Desk(db, clock)


REPORTS = (
    ("sql", {"at": START + DAY}),
    ("opportunity", {"at": START + 3 * DAY, "amount": 1200.5, "currency": "EUR"}),
    ("lost", {"at": START + 5 * DAY}),
    ("opportunity", {"at": START + 6 * DAY, "amount": 900, "currency": "EUR"}),
    ("won", {"at": START + 8 * DAY, "amount": 950, "currency": "EUR"}),
)


@pytest.mark.parametrize("order", list(itertools.permutations(range(5)))[::29])
async def test_a_deal_is_the_same_in_whatever_order_it_is_reported(
    desk: Desk, order: tuple[int, ...]
) -> None:
    await desk.send()
    desk.clock.advance(days=10)
    for place in order:
        kind, report = REPORTS[place]
        raw = await desk.tell(kind, **report)
        assert (raw.outcome, raw.handoff_id) == ("outcome recorded", 1)
    assert await desk.deals() == {"": Deal(START + 3 * DAY, 120050, "EUR", START + 8 * DAY, True)}
    assert await desk.fact("sql_at") == facts.micros(START + DAY)
    assert await desk.fact("opportunity_at") == facts.micros(START + 3 * DAY)


async def test_a_deal_that_is_opened_again_is_open(desk: Desk) -> None:
    await desk.send()
    desk.clock.advance(days=10)
    for kind, report in REPORTS[:4]:
        await desk.tell(kind, **report)
    assert await desk.deals() == {"": Deal(START + 3 * DAY, 120050, "EUR", None, None)}


async def test_the_same_report_again_only_corrects_the_amount(desk: Desk) -> None:
    await desk.send()
    at = desk.clock.advance(days=4)
    await desk.tell("opportunity", at, amount=100, currency="EUR")
    again = await desk.tell("opportunity", at, amount=250, currency="USD")
    assert again.outcome == "outcome known before"
    assert await desk.told() == ["opportunity"]
    assert await desk.deals() == {"": Deal(at, 25000, "USD", None, None)}
    await desk.tell("opportunity", at)  # names no amount, so it corrects none
    assert await desk.deals() == {"": Deal(at, 25000, "USD", None, None)}


async def test_a_deal_won_before_the_first_contact_belongs_to_the_first_pass(desk: Desk) -> None:
    await desk.send()
    won = await desk.tell("won", START - 90 * DAY, amount=10, deal="d1")
    assert won.handoff_id == 1
    assert await desk.deals() == {"d1": Deal(START - 90 * DAY, 1000, None, START - 90 * DAY, True)}


async def test_an_outcome_belongs_to_the_pass_of_its_time(desk: Desk) -> None:
    await desk.send(custom={"kind": "first"})
    await desk.db.run(lambda tx: _reject(tx, desk.clock()))
    desk.clock.advance(days=40)
    await desk.send()
    desk.clock.advance(days=40)
    assert (await desk.tell("sql", START + 39 * DAY)).handoff_id == 1
    assert (await desk.tell("sql", START + 40 * DAY)).handoff_id == 2
    assert (await desk.tell("won", START + 60 * DAY, amount=1)).handoff_id == 2
    assert await desk.deals(1) == {}


@pytest.mark.parametrize("late", [False, True])
async def test_an_opportunity_stays_one_over_two_passes(desk: Desk, late: bool) -> None:
    await desk.send()
    await desk.db.run(lambda tx: _reject(tx, desk.clock()))
    desk.clock.advance(days=40)
    await desk.send()
    desk.clock.advance(days=40)
    told = [("opportunity", START + 10 * DAY), ("won", START + 60 * DAY)]
    for kind, at in reversed(told) if late else told:
        await desk.tell(kind, at, amount=5, deal="d1")
    assert await desk.deals(1) == {"d1": Deal(START + 10 * DAY, 500, None, START + 60 * DAY, True)}
    assert await desk.deals(2) == {}
    assert await desk.fact("opportunity_at", 2) is None


async def test_a_withdrawn_pass_is_passed_over(desk: Desk) -> None:
    await desk.send()
    await desk.pass_again(days=10)
    assert (await desk.tell("sql", START + 5 * DAY)).handoff_id == 2


async def test_one_event_may_tell_of_creation_and_closing(desk: Desk) -> None:
    await desk.send()
    at = desk.clock.advance(days=30)
    opportunity = {"system": "crm", "id": "006A", "object": "opportunity"}
    await desk.tell("won", at, created_at=START.isoformat(), amount=7, refs=[opportunity])
    assert await desk.told() == ["opportunity", "won"]
    assert await desk.deals() == {"006A": Deal(START, 700, None, at, True)}


@pytest.mark.parametrize("closing_first", [False, True])
async def test_the_amount_of_a_closing_is_not_the_one_at_the_creation(
    desk: Desk, closing_first: bool
) -> None:
    await desk.send()
    won_at = desk.clock.advance(days=30)
    opened = ("opportunity", START, {"amount": 900})
    closing = ("won", won_at, {"amount": 1000, "created_at": START.isoformat()})
    for kind, at, said in (closing, opened) if closing_first else (opened, closing):
        await desk.tell(kind, at, deal="d1", **said)
    assert await desk.deals() == {"d1": Deal(START, 90000, None, won_at, True)}


async def test_outcomes_wait_for_their_lead(desk: Desk, db: Database) -> None:
    ref = {"system": "crm", "id": "c1"}
    by_mail = await desk.tell("sql", START)
    by_ref = await desk.tell("opportunity", START, amount=3, refs=[ref], person={})
    assert [by_mail.state, by_ref.state] == ["waiting", "waiting"]
    assert await db.read(awaited.count) == 2
    await desk.send(person={"email": "somebody.else@example.com"})
    assert await db.read(awaited.count) == 2
    await desk.send(refs=[ref])
    assert await db.read(awaited.count) == 0
    assert [(await desk.event(n)).outcome for n in (1, 2)] == ["outcome recorded"] * 2
    assert await desk.told(2) == ["sql", "opportunity"]


async def test_what_waits_for_somebody_who_must_be_forgotten_is_forgotten(desk: Desk, db: Database) -> None:
    await desk.tell("sql", START)
    await desk.send("person.deleted")
    raw = await desk.event(1)
    assert (raw.state, raw.body, raw.outcome) == ("done", None, "erased before")
    assert not await db.read(awaited.any_waiting)
    assert (await desk.tell("won", START)).outcome == "erased before"


async def test_somebody_known_by_a_phone_number_alone_is_not_waited_for(desk: Desk, db: Database) -> None:
    raw = await desk.tell("sql", START, person={"phone": "+4930901820"})
    assert (raw.state, raw.outcome) == ("done", "unknown person")


def _reject(tx: Session, now: datetime) -> None:
    """Sales sends the first pass back, so that the lead may be handed over again."""
    handoffs.move(
        tx, 1, {Status.OPEN}, status=Status.REJECTED, decided_at=now, decided_by="ana", reason="no_intent"
    )
