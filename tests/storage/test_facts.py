"""Facts follow the handoffs, whatever is done to them: always what would be derived anew, as it was agreed.

The first decision is judged from the log alone: the first that nobody took back before its undo closed.
"""

import json
import random
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import delete, select

from bot import agreement_file, parts, sources
from bot.domain.agreement import Person
from bot.domain.handoff import Entry, Step
from bot.domain.outcome import Done
from bot.domain.reason import Answer
from bot.services.absences import Absences
from bot.services.decisions import Decisions
from bot.services.housekeeping import Housekeeping
from bot.services.intake import Intake
from storage import facts, handoffs, labels, raw_events
from storage.database import Database, Session
from storage.figures import Fact
from storage.raw_events import Arrival
from storage.tables import HandoffRow, PromiseRow
from tests.cli.conftest import AGREEMENT
from tests.databases import ManualClock
from tests.digests import oracle

# Tuesday, 10:00 in Berlin: everybody is at work.
START = datetime(2026, 3, 3, 9, tzinfo=UTC)
UNDO = timedelta(minutes=10)
DECIDED = {Step.ACCEPTED: facts.ACCEPTED, Step.REJECTED: facts.REJECTED, Step.RECYCLED: facts.RECYCLED}


class Office:
    """The services on one database; leads come in through the intake, people decide by themselves."""

    def __init__(self, db: Database, clock: ManualClock) -> None:
        clock.set(START)
        loaded = agreement_file.load_agreement(
            AGREEMENT, name="handoff.toml", environ={}, needs_secrets=False
        )
        clocks, agreed = parts.core(db, loaded).clocks, loaded.agreement
        self.db = db
        self.clock = clock
        self.people = agreed.people
        self.decisions = Decisions(db, agreed, clocks, lambda: None)
        self.absences = Absences(db, agreed, clocks, lambda: None)
        self.housekeeping = Housekeeping(db, agreed, clocks, lambda: None)
        self.intake = Intake(db, agreed, clocks, sources.readers(loaded.sources), wake=lambda: None)
        self._sent = 0

    @property
    def ana(self) -> Person:
        return self.people["ana"]

    @property
    def max(self) -> Person:
        return self.people["max"]

    async def send(self, kind: str = "lead.qualified", who: str = "dana", **groups: Any) -> None:
        """One event that happens now, and what follows from it."""
        self._sent += 1
        now = self.clock().isoformat()
        qualified = {"qualification": {"qualified_at": now}} if kind == "lead.qualified" else {}
        body = {
            "event": {"event_id": str(self._sent), "type": kind, "occurred_at": now},
            "person": {"email": f"{who}@lumen.example.com"},
            "company": {"region": "DACH"},  # Ana's
            **qualified,
            **groups,
        }
        arrival = Arrival(str(self._sent), json.dumps(body).encode())
        await self.db.run(lambda tx: raw_events.receive(tx, "native", [arrival], self.clock()))
        await self.intake.work_off()

    async def fact(self, handoff_id: int = 1) -> Fact:
        """The facts of a handoff."""
        found = await self.db.read(lambda tx: tx.get(Fact, handoff_id))
        assert found is not None
        return found

    async def reason(self, handoff_id: int = 1) -> str | None:
        """The reason in a handoff's facts."""
        number = (await self.fact(handoff_id)).reject_reason
        return (await self.db.read(lambda tx: labels.shown(tx, [number]))).get(number)

    async def check(self) -> None:
        """The facts of all handoffs are what would be derived of nothing, and what the log says."""
        kept, anew, logs = await self.db.run(derived_anew)
        assert kept == anew
        assert len(kept) == len(logs)
        for row in kept:
            assert (row["decision"], row["decided_at"]) == first_decision(logs[row["handoff_id"]])


Rows = list[dict[str, Any]]


def derived_anew(tx: Session) -> tuple[Rows, Rows, dict[int, tuple[Entry, ...]]]:
    """All facts as they stand, all facts derived again, and the logs."""
    kept = rows(tx)
    tx.exec(delete(Fact))
    ids = [one for one in tx.exec(select(HandoffRow.id)) if one]
    for handoff_id in ids:
        facts.derive(tx, handoff_id, labels.Labels(tx))
    return kept, rows(tx), {handoff_id: handoffs.entries(tx, handoff_id) for handoff_id in ids}


def rows(tx: Session) -> Rows:
    tx.expire_all()
    found = tx.exec(select(Fact).order_by(Fact.handoff_id))  # type: ignore[arg-type]
    return [one.model_dump() for one in found]


def first_decision(log: tuple[Entry, ...]) -> tuple[int, int | None]:
    """The first decision that outlived its undo window, or stands in it."""
    for place, entry in enumerate(log):
        taken_back = next((e for e in log[place:] if e.step in (Step.UNDONE, Step.REOPENED)), None)
        if entry.step in DECIDED and (taken_back is None or taken_back.at - entry.at >= UNDO):
            return DECIDED[entry.step], facts.micros(entry.at)
    return facts.NONE, None


def worked(start: datetime, end: datetime) -> int:
    """Microseconds in the office's hours, nine to six with an hour at noon."""
    zone = "Europe/Berlin"
    spent = oracle.office(9, 12, zone, start, end) + oracle.office(13, 18, zone, start, end)
    return spent // timedelta(microseconds=1)


@pytest.fixture
async def office(db: Database, clock: ManualClock) -> Office:
    made = Office(db, clock)
    await made.send()
    return made


async def test_a_decision_that_is_undone_in_time_never_was(office: Office) -> None:
    await office.decisions.accept(1, office.ana)
    office.clock.advance(minutes=9)
    assert isinstance(await office.decisions.undo(1, office.ana), Done)
    await office.check()
    fact = await office.fact()
    assert (fact.decision, fact.decided_at, fact.is_open, fact.touch_due_at) == (0, None, True, None)
    office.clock.advance(hours=1)
    await office.decisions.reject(1, office.ana, "bad_data", Answer())
    await office.check()
    fact = await office.fact()
    assert (fact.decision, fact.worked) == (facts.REJECTED, worked(START, office.clock()))
    assert await office.reason() == "bad_data"


async def test_a_decision_that_outlived_its_undo_stays_the_first(office: Office) -> None:
    await office.decisions.accept(1, office.ana)
    accepted, due = office.clock(), (await office.fact()).due_at
    office.clock.advance(minutes=10)
    await office.decisions.reopen(1, office.ana, "new facts")
    await office.check()
    fact = await office.fact()
    assert (fact.decision, fact.decided_at, fact.is_open) == (
        facts.ACCEPTED, facts.micros(accepted), True,
    )  # fmt: skip
    office.clock.advance(days=2)
    await office.decisions.recycle(1, office.ana, "no_budget_now", Answer())
    await office.check()
    fact = await office.fact()
    assert (fact.decision, fact.decided_at, fact.due_at) == (facts.ACCEPTED, facts.micros(accepted), due)
    assert (fact.returned_at, fact.worked) == (facts.micros(office.clock()), worked(START, accepted))
    assert await office.reason() is None


async def test_a_decision_that_was_reopened_at_once_is_not_the_first(office: Office) -> None:
    await office.decisions.accept(1, office.ana)
    office.clock.advance(minutes=5)
    await office.decisions.reopen(1, office.max, "by mistake")
    office.clock.advance(hours=2)
    await office.decisions.reject(1, office.ana, "no_intent", Answer())
    await office.check()
    fact = await office.fact()
    assert (fact.decision, fact.returned_at) == (facts.REJECTED, None)
    # The time of a decision begins with the hand-off, not with the reopening.
    assert fact.worked == worked(START, office.clock())


@pytest.mark.parametrize(("days", "counts"), [(14, True), (15, False)])
async def test_only_who_comes_back_within_two_weeks_was_returned(
    office: Office, days: int, *, counts: bool
) -> None:
    await office.decisions.accept(1, office.ana)
    office.clock.advance(minutes=20)
    await office.decisions.reopen(1, office.ana, "new facts")
    office.clock.set(START + timedelta(days=days))
    await office.decisions.recycle(1, office.ana, "no_budget_now", Answer())
    await office.check()
    assert ((await office.fact()).returned_at is not None) is counts


async def test_a_parked_lead_is_excused_also_when_it_is_reopened_after_its_decision(office: Office) -> None:
    due = (await office.fact()).due_at
    await office.decisions.excuse(1, office.max, "trade fair")
    await office.check()
    assert (await office.fact()).excused
    office.clock.advance(days=3)
    await office.decisions.accept(1, office.ana)
    office.clock.advance(hours=1)
    await office.decisions.reopen(1, office.ana, "new facts")
    office.clock.advance(hours=1)
    await office.decisions.accept(1, office.ana)
    await office.check()
    fact = await office.fact()
    assert (fact.excused, fact.due_at) == (True, due)
    assert fact.worked == worked(START, START + timedelta(days=3))


async def test_a_parked_lead_that_somebody_gets_is_a_lead_again(office: Office) -> None:
    await office.decisions.excuse(1, office.max, "trade fair")
    office.clock.advance(days=1)
    await office.decisions.reassign(1, office.max, "ben")
    await office.decisions.accept(1, office.people["ben"])
    await office.check()
    fact = await office.fact()
    assert (fact.excused, fact.worked) == (False, worked(START, office.clock()))
    assert fact.due_at is not None
    assert fact.due_at > facts.micros(office.clock())  # type: ignore[operator]


async def test_the_first_touch_is_counted_against_its_own_promise(office: Office) -> None:
    await office.decisions.accept(1, office.ana)
    office.clock.advance(hours=3)
    await office.decisions.touch(1, office.ana, "called")
    await office.check()
    fact = await office.fact()
    assert fact.touched_at == facts.micros(office.clock())
    assert fact.touch_due_at is not None


async def test_an_absence_moves_the_due_time(office: Office) -> None:
    """Eight hours from Tuesday at ten: until Wednesday at ten, or all of Monday."""
    due = facts.micros(datetime(2026, 3, 4, 9, tzinfo=UTC))
    assert (await office.fact()).due_at == due
    await office.absences.away(office.ana, date(2026, 3, 3), date(2026, 3, 6))
    await office.check()
    assert (await office.fact()).due_at == facts.micros(datetime(2026, 3, 9, 17, tzinfo=UTC))
    await office.absences.back(office.ana)
    await office.check()
    assert (await office.fact()).due_at == due


async def test_withdrawn_leads_are_set_aside(office: Office) -> None:
    await office.send("lead.unqualified")
    await office.check()
    fact = await office.fact()
    assert (fact.left_out, fact.is_open, fact.decided_at) == (facts.WITHDRAWN, False, None)


async def test_of_two_open_passes_of_one_person_one_is_set_aside(office: Office) -> None:
    refs = [{"system": "crm", "id": name} for name in ("c1", "c2")]
    for who, ref in zip(("eve", "eva"), refs, strict=True):
        await office.send(who=who, refs=[ref])
    await office.send("person.merged", person={}, refs=refs)
    await office.check()
    found = [(await office.fact(number)).left_out for number in (2, 3)]
    assert found == [facts.COUNTS, facts.WITHDRAWN]


async def test_facts_follow_whatever_people_do(office: Office) -> None:
    """A walk through everything, checked after every step."""
    luck = random.Random(20)
    for who in ("eve", "tom"):
        await office.send(who=who)
    for _ in range(45):
        office.clock.advance(minutes=luck.choice((1, 4, 9, 30, 600)))
        await walk(office, luck, luck.randrange(1, 4))
        await office.check()


async def walk(office: Office, luck: random.Random, lead: int) -> None:
    """One step; many are refused, as they are in life."""
    do, today = office.decisions, office.clock().date()
    by = luck.choice((office.ana, office.people["ben"], office.max))
    found = await office.db.read(lambda tx: handoffs.get(tx, lead))
    decider = office.people.get((found and found.decided_by) or "ana")
    steps: tuple[Callable[[], Awaitable[object]], ...] = (
        lambda: do.accept(lead, by),
        lambda: do.accept(lead, by),
        lambda: do.reject(lead, by, luck.choice(("bad_data", "wrong_persona")), Answer()),
        lambda: do.recycle(lead, by, "no_budget_now", Answer()),
        lambda: do.undo(lead, decider),
        lambda: do.reopen(lead, by, "new facts"),
        lambda: do.reassign(lead, by, luck.choice(("ana", "ben", None))),
        lambda: do.excuse(lead, office.max, "trade fair"),
        lambda: do.touch(lead, by, "called"),
        lambda: office.absences.away(office.ana, today, today + timedelta(days=luck.randrange(3))),
    )
    await luck.choice(steps)()


def forgotten(tx: Session) -> None:
    """As an older version left it: no facts, and no business times."""
    tx.exec(delete(Fact))
    for row in tx.exec(select(PromiseRow)):
        row.spent = None
        tx.add(row)


async def test_facts_that_an_older_version_did_not_keep_are_made(office: Office) -> None:
    for who in ("eve", "tom"):
        await office.send(who=who)
    office.clock.advance(hours=2)
    await office.decisions.accept(1, office.ana)
    await office.decisions.reject(2, office.ana, "bad_data", Answer())
    office.clock.advance(hours=3)
    await office.decisions.reopen(1, office.ana, "new facts")
    before = await office.db.read(rows)
    await office.db.run(forgotten)
    assert [await office.housekeeping.catch_up() for _ in range(3)] == [3, 0, 0]
    assert await office.db.read(rows) == before


def test_an_instant_survives_being_a_number() -> None:
    for at in moments():
        number = facts.micros(at)
        assert number is not None
        assert facts.instant(number) == at


def moments() -> Iterator[datetime]:
    luck = random.Random(1)
    yield datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    for _ in range(50):
        yield START + timedelta(microseconds=luck.randrange(-(10**16), 10**16))
