"""The past on each database: counted to the unit, once, quietly, and as if it had been derived."""

import asyncio
import csv
import io
import itertools
import json
import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot import agreement_file, parts, sources
from bot.domain import document, merging
from bot.domain.lead import EventType, Lead
from bot.gateways import mapping_file, tabular
from bot.gateways.history import Reader
from bot.services import history
from bot.services.history import Historian, Order
from bot.services.intake import Intake
from storage import awaited, campaign_changes, campaigns, facts, handoffs, leads, raw_events
from storage.database import Database, Session
from storage.figures import Deal, Fact, OutcomeRow
from storage.raw_events import Arrival
from storage.tables import HandoffRow, LeadRow, PostRow, PromiseRow
from tests.cli.conftest import AGREEMENT
from tests.databases import ManualClock

SHIPPED = mapping_file.shipped()["history-csv"]
BATCH = 5
DANA = "dana@lumen.example.com"


class StoppedError(Exception):
    """The process ends here."""


class Archive:
    """An import of the past as the command line makes it."""

    def __init__(self, db: Database, folder: Path) -> None:
        loaded = agreement_file.load_agreement(
            AGREEMENT, name="handoff.toml", environ={}, needs_secrets=False
        )
        clocks, readers = parts.core(db, loaded).clocks, sources.readers(loaded.sources)
        self.db = db
        self.path = folder / "past.csv"
        self.clocks = clocks
        self.intake = Intake(db, loaded.agreement, clocks, readers, wake=lambda: None)
        self._sent = 0
        self.historian = Historian(db, loaded.agreement, clocks, self.intake)

    def write(self, *rows: dict[str, str]) -> None:
        """The file, with these rows; every row starts a pass of Dana's, if it says nothing else."""
        usual = {"Handed at": "2025-01-06T09:00:00Z", "Email": DANA}
        filled = [{**usual, **row} for row in rows]
        text = io.StringIO()
        writer = csv.DictWriter(text, sorted({name for row in filled for name in row}))
        writer.writeheader()
        writer.writerows(filled)
        self.path.write_text(text.getvalue(), encoding="utf-8")

    async def bring_in(self, mapping: str = SHIPPED, stop_after: int = -1) -> history.Report:
        """Import the file; after so many batches the process ends, if asked to."""
        told = itertools.count(1)

        def moved(_: int) -> None:
            if next(told) == stop_after:
                raise StoppedError

        reader = Reader(mapping_file.load(mapping), tabular.file_hash(self.path))
        return await self.historian.bring_in(Order(self.path, "history"), reader, moved, BATCH)

    async def all(self, table: type[Any]) -> Sequence[Any]:
        """The rows of a table, oldest first."""
        key = table.handoff_id if table is Fact else table.id
        return await self.db.read(lambda tx: tx.exec(select(table).order_by(col(key))).all())

    async def send(self, kind: str, **groups: Any) -> None:
        """One event of a source, worked in."""
        self._sent += 1
        event = {"event_id": str(self._sent), "type": kind, "occurred_at": "2026-03-02T08:00:00Z"}
        arrival = Arrival(str(self._sent), json.dumps({"event": event, **groups}).encode())
        now = await self.db.now()
        await self.db.run(lambda tx: raw_events.receive(tx, "native", [arrival], now))
        await self.intake.work_off()


@pytest.fixture
def archive(db: Database, tmp_path: Path) -> Archive:
    return Archive(db, tmp_path)


PIPELINE = """
timezone = "UTC"
[[events]]
type = "lead.qualified"
[fields]
"handoff.id" = { column = "opportunity_id" }
"handoff.deal" = { column = "opportunity_id" }
"handoff.owner" = { column = "sales_agent" }
"handoff.handed_at" = { from = "engage_date", as = "date", format = "%m/%d/%Y", default = "2016-10-01T00Z" }
"handoff.decision" = { from = "engage_date && 'accepted' || 'open'" }
"handoff.decided_at" = { from = "engage_date", as = "date", format = "%m/%d/%Y" }
"handoff.opportunity_at" = { from = "engage_date", as = "date", format = "%m/%d/%Y" }
"handoff.won_at" = { from = "(deal_stage == 'Won' && close_date) || ''", as = "date", format = "%m/%d/%Y" }
"handoff.lost_at" = { from = "(deal_stage == 'Lost' && close_date) || ''", as = "date", format = "%m/%d/%Y" }
"handoff.amount" = { column = "close_value" }
"company.name" = { column = "account" }
"""


def pipeline(path: Path) -> list[dict[str, str]]:
    """A CRM's list of opportunities: nobody's name in it, empty accounts, empty dates on open deals."""
    dice = random.Random(11)
    rows = []
    for number in range(60):
        stage = dice.choice(["Won", "Won", "Lost", "Engaging", "Prospecting"])
        engaged = datetime(2016, 10, 20, tzinfo=UTC) + timedelta(days=dice.randrange(200))
        closed = engaged + timedelta(days=dice.randrange(100))
        value = {"Won": str(dice.randrange(20, 30000)), "Lost": "0"}.get(stage, "")
        rows.append(
            {
                "opportunity_id": f"OPP{number:03}",
                "sales_agent": dice.choice(["Moses Frase", "Ana Lima"]),
                "product": dice.choice(["GTX Pro", "GTXPro"]),
                "account": dice.choice(["Cancity", ""]),
                "deal_stage": stage,
                "engage_date": "" if stage == "Prospecting" else f"{engaged:%m/%d/%Y}",
                "close_date": f"{closed:%m/%d/%Y}" if stage in ("Won", "Lost") else "",
                "close_value": value,
            }
        )
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return rows


async def test_a_pipeline_adds_up_to_the_unit(archive: Archive) -> None:
    rows = pipeline(archive.path)
    stages = Counter(row["deal_stage"] for row in rows)
    report = await archive.bring_in(PIPELINE)
    assert (report.rows, report.bad, report.repeated) == (60, (), 0)
    engaged = 60 - stages["Prospecting"]
    assert report.tally == {
        "accepted": engaged, "open": stages["Prospecting"], "opportunity": engaged,
        "won": stages["Won"], "lost": stages["Lost"],
    }  # fmt: skip
    deals = await archive.all(Deal)
    assert Counter(deal.won for deal in deals) == {
        True: stages["Won"], False: stages["Lost"], None: stages["Engaging"]
    }  # fmt: skip
    won = [int(row["close_value"]) for row in rows if row["deal_stage"] == "Won"]
    assert sorted(deal.amount for deal in deals if deal.won) == sorted(100 * value for value in won)
    assert {deal.currency for deal in deals} == {None}
    owners = Counter(row.owner for row in await archive.all(HandoffRow))
    # Ana is in the agreement and goes by her key; the other one is kept by name.
    assert owners == {
        "ana": sum(row["sales_agent"] == "Ana Lima" for row in rows),
        "Moses Frase": sum(row["sales_agent"] == "Moses Frase" for row in rows),
    }  # fmt: skip


async def test_nothing_is_posted_or_owed(archive: Archive) -> None:
    archive.write({}, {"Email": "x@example.com", "Decision": "accepted", "Decided at": "2025-01-07"})
    await archive.bring_in()
    assert [await archive.all(table) for table in (PostRow, PromiseRow)] == [[], []]
    stored = await archive.all(HandoffRow)
    assert [(row.quiet, row.status, row.first_status) for row in stored] == [
        (True, "open", None), (True, "accepted", None)
    ]  # fmt: skip
    queue, total = await archive.db.read(lambda tx: handoffs.team_queue(tx, "emea", 9))
    assert (queue, total) == ((), 0)


async def test_a_past_acceptance_owes_its_owner_nothing(archive: Archive) -> None:
    archive.write({"Decision": "accepted", "Decided at": "2025-01-07", "Owner": "ana"})
    await archive.bring_in()
    assert await archive.db.read(lambda tx: handoffs.queue(tx, "ana", 9)) == ((), 0)


VARIED = (
    {"Decision": "accepted", "Decided at": "2025-01-06T15:30:00Z", "Due at": "2025-01-06T17:00:00Z",
     "Owner": "Ana Lima", "Tier": "Standard", "Touched at": "2025-01-07T10:00:00Z",
     "Touch due at": "2025-01-08T10:00:00Z",
     "SQL at": "2025-01-09", "Opportunity at": "2025-01-12", "Won at": "2025-02-01", "Amount": "12.34",
     "Currency": "EUR", "Company": "Lumen", "Employees": "320", "Score": "82", "Region": "DACH",
     "Campaign": "Webinar", "Campaign id": "c1", "Source": "paid", "Medium": "cpc", "Definition": "MQL v3"},
    {"Email": "b@example.com", "Decision": "Rejected", "Decided at": "2025-01-10",
     "Reason": "no sign of real interest", "Owner": "ben@example.com", "Campaign": "Webinar"},
    {"Email": "c@example.com", "Decision": "recycled", "Decided at": "2025-01-11", "Reason": "who knows"},
    {"Email": "d@example.com", "Decision": "withdrawn", "Decided at": "2025-01-11", "Campaign": "Fair 2025"},
    {"Email": "e@example.com", "Decision": "test"},
    {"Email": "f@example.com", "Decision": "duplicate", "Won at": "2024-12-31"},
    {"Email": "", "Due at": "2025-01-07", "Lost at": "2024-06-01"},
)  # fmt: skip


async def test_facts_are_what_would_be_derived(archive: Archive) -> None:
    archive.write(*VARIED)
    await archive.bring_in()
    before = [fact.model_dump() for fact in await archive.all(Fact)]
    assert len(before) == len(VARIED)

    def derive(tx: Session) -> None:
        for number in range(1, len(VARIED) + 1):
            facts.mark(tx, number)

    await archive.db.run(derive)
    assert [fact.model_dump() for fact in await archive.all(Fact)] == before


async def test_facts_hold_what_the_file_says(archive: Archive) -> None:
    archive.write(*VARIED)
    await archive.bring_in()
    first, second, third, *rest = await archive.all(Fact)
    handed = datetime(2025, 1, 6, 9, tzinfo=UTC)
    assert (first.decision, second.decision, third.decision) == (1, 2, 3)
    # Ana works 09:00-12:00 and 13:00-18:00 in Berlin, an hour ahead: 10:00 to 12:00 and 13:00 to 16:30 count.
    assert first.worked == 5.5 * 3600 * 10**6
    assert first.due_at == facts.micros(handed + timedelta(hours=8))
    assert (first.touch_due_at, first.touched_at) == (
        facts.micros(handed + timedelta(hours=49)),
        facts.micros(handed + timedelta(hours=25)),
    )
    assert first.sql_at == facts.micros(datetime(2025, 1, 9, tzinfo=UTC))
    assert first.campaign == second.campaign != 0
    assert [fact.left_out for fact in rest] == [facts.WITHDRAWN, facts.TEST, facts.DUPLICATE, facts.COUNTS]
    assert rest[0].decided_at is None
    stored = await archive.all(HandoffRow)
    assert [row.reason for row in stored[:3]] == [None, "no_intent", "who knows"]
    assert (stored[0].tier, stored[0].tier_label, stored[1].tier) == ("standard", "Standard", "")


async def test_a_lead_is_what_its_events_would_have_made_of_it(archive: Archive) -> None:
    archive.write(
        {"Company": "Old", "Title": "Head", "Lead id": "L1", "Handed at": "2025-05-01", "Score": "10",
         "Decision": "accepted", "Decided at": "2025-05-02"},
        {"Company": "Older", "First name": "Dana", "Handed at": "2025-01-01", "Country": "DE",
         "Decision": "accepted", "Decided at": "2025-05-02"},
    )  # fmt: skip
    await archive.bring_in()
    known = await archive.db.read(lambda tx: leads.get(tx, 1))
    lead = Lead()
    for row in csv.DictReader(archive.path.read_text(encoding="utf-8").splitlines()):
        at = f"{row['Handed at']}T00:00:00+00:00"
        groups: dict[str, dict[str, object]] = {
            "person": {
                "email": DANA,
                "title": row["Title"],
                "first_name": row["First name"],
                "country": row["Country"],
            },
            "company": {"name": row["Company"]},
            "qualification": {"score": int(row["Score"] or 0)},
        }
        told = {name: {key: value for key, value in group.items() if value} for name, group in groups.items()}
        refs = [{"system": "crm", "id": row["Lead id"]}] if row["Lead id"] else []
        event = {"source": "x", "event_id": "", "type": EventType.QUALIFIED, "occurred_at": at, "refs": refs}
        lead = merging.merge(lead, document.event_from_json({**event, **told}))
    assert known is not None
    assert known.lead == lead
    assert known.lead.company.name == "Old"


async def test_rows_of_one_person_are_passes_of_one_lead(archive: Archive) -> None:
    archive.write(
        {"Handed at": "2025-03-01", "Decision": "accepted", "Decided at": "2025-03-02", "Lead id": "L1"},
        *({"Email": f"{n}@example.com"} for n in range(BATCH)),
        {"Handed at": "2025-01-01", "Decision": "rejected", "Decided at": "2025-01-02"},
        {
            "Handed at": "2025-02-01",
            "Decision": "recycled",
            "Decided at": "2025-02-02",
            "Email": "",
            "Lead id": "L1",
        },
    )
    await archive.bring_in()
    passes = await archive.db.read(lambda tx: handoffs.of_lead(tx, 1))
    assert [one.handed_at.month for one in passes] == [1, 2, 3]
    assert passes[1].prior_id == passes[0].id


async def test_a_second_open_pass_is_bad_and_nothing_else_is_lost(archive: Archive) -> None:
    archive.write({}, {"Handed at": "2025-02-01"}, {"Email": "nobody"}, {"Email": "x@example.com"})
    report = await archive.bring_in()
    assert report.tally == {"open": 2, "dead": 2}
    assert [bad.line for bad in report.bad] == [3, 4]
    assert "an earlier pass of the same lead (handoff 1)" in report.bad[0].reason
    kept = await archive.db.read(lambda tx: raw_events.dead(tx, 9, "history"))
    assert [raw.line for raw in kept] == [3, 4]


@pytest.mark.parametrize("batches", [1, 2])
async def test_an_import_that_was_killed_goes_on_and_repeats_nothing(archive: Archive, batches: int) -> None:
    people = [{"Email": f"p{n}@example.com", "Won at": "2025-05-05", "Amount": "1"} for n in range(3 * BATCH)]
    people[2]["Handed at"] = "soon"
    archive.write(*people)
    with pytest.raises(StoppedError):
        await archive.bring_in(stop_after=batches)
    report = await archive.bring_in()
    assert report.repeated == batches * BATCH
    assert report.tally == {"open": 3 * BATCH - 1, "won": 3 * BATCH - 1, "dead": 1}
    again = await archive.bring_in()
    assert (again.repeated, again.tally, again.bad) == (3 * BATCH, report.tally, report.bad)
    for table in (HandoffRow, Fact, OutcomeRow, Deal, LeadRow):
        assert len(await archive.all(table)) == 3 * BATCH - 1


async def test_a_mended_file_brings_only_what_is_new(archive: Archive) -> None:
    archive.write({"Email": "a@example.com"}, {"Email": "b"})
    await archive.bring_in()
    archive.write({"Email": "a@example.com"}, {"Email": "b@example.com"})
    report = await archive.bring_in()
    assert report.tally == {"known before": 1, "open": 1}


async def test_the_same_file_at_a_time_is_brought_in_once(archive: Archive) -> None:
    archive.write(*({"Email": f"p{n}@example.com"} for n in range(3 * BATCH)))
    await asyncio.gather(archive.bring_in(), archive.bring_in())
    assert len(await archive.all(HandoffRow)) == 3 * BATCH


async def test_live_and_past_handoffs_are_of_one_lead(archive: Archive, clock: ManualClock) -> None:
    qualified = {"person": {"email": DANA}, "qualification": {"qualified_at": "2026-03-02T08:00:00Z"}}
    await archive.send("lead.qualified", **qualified)
    archive.write({"Decision": "rejected", "Decided at": "2025-01-07"}, {"Handed at": "2025-02-01"})
    report = await archive.bring_in()
    assert report.tally == {"rejected": 1, "dead": 1}
    # The latest pass is still the open one, so the same person qualified again opens none.
    await archive.send("lead.qualified", **qualified, custom={"again": True})
    passes = await archive.db.read(lambda tx: handoffs.of_lead(tx, 1))
    assert [one.status for one in passes] == ["rejected", "open"]


async def test_outcomes_that_waited_are_taken_in(archive: Archive) -> None:
    outcome = {"kind": "won", "at": "2025-04-01T00:00:00Z", "amount": 3}
    await archive.send("lead.outcome", person={"email": DANA}, outcome=outcome)
    assert await archive.db.read(awaited.count) == 1
    archive.write({"Decision": "accepted", "Decided at": "2025-01-07"})
    report = await archive.bring_in()
    assert report.freed == 1
    assert [(deal.amount, deal.won) for deal in await archive.all(Deal)] == [(300, True)]


async def test_nobody_who_was_forgotten_comes_back(archive: Archive) -> None:
    await archive.send("person.deleted", person={"email": DANA})
    archive.write({}, {"Email": "x@example.com"})
    report = await archive.bring_in()
    assert report.tally == {"erased before": 1, "open": 1}
    assert [row.email for row in await archive.all(LeadRow)] == ["x@example.com"]


async def test_a_rehearsal_foretells_the_import(archive: Archive) -> None:
    archive.write(*VARIED, {"Email": "nobody"})
    reader = Reader(mapping_file.load(SHIPPED), "")
    order = Order(archive.path, "history")
    found = history.rehearse(order, reader, await archive.db.now(), lambda _: None)
    report = await archive.bring_in()
    assert (found.rows, found.tally) == (report.rows, report.tally)
    assert [(bad.line, bad.reason) for bad in found.bad] == [(bad.line, bad.reason) for bad in report.bad]


async def test_campaigns_that_are_merged_while_the_file_comes_in_are_one(
    archive: Archive, db: Database
) -> None:
    rows = [
        {"Email": f"p{number}@x.example.com", "Campaign": ("Spring", "Fair")[number % 2]}
        for number in range(4 * BATCH)
    ]
    archive.write(*rows)
    merged: list[bool] = []

    def moved(_: int) -> None:
        if not merged:
            merged.append(db.run_sync(lambda tx: _join(tx, "Fair", "Spring")))

    reader = Reader(mapping_file.load(SHIPPED), tabular.file_hash(archive.path))
    await archive.historian.bring_in(Order(archive.path, "history"), reader, moved, BATCH)
    assert merged == [True]
    names = await db.read(campaigns.names)
    assert list(names.values()) == ["Spring"]
    assert {one.campaign for one in await archive.all(Fact)} == set(names)


def _join(tx: Session, other: str, kept: str) -> bool:
    gone, stays = campaigns.named(tx, other), campaigns.named(tx, kept)
    return campaign_changes.merge(tx, gone or 0, stays or 0, "chloe", datetime(2026, 3, 2, tzinfo=UTC))
