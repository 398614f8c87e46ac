"""What the documents show works as they show it."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

from bot import agreement_file
from bot.domain import query_document
from bot.domain.lead import LeadEvent
from bot.domain.metric import Anchor, Dimension
from bot.domain.past import Decision, Past
from bot.domain.query import Filter, MetricQuery
from bot.gateways import canonical, mapping_file
from bot.gateways.history import Reader
from bot.gateways.records import Row

DOCS = Path(__file__).parent.parent / "docs"


def test_the_lead_that_the_documentation_shows_is_taken_without_a_remark() -> None:
    text = (DOCS / "lead.md").read_text(encoding="utf-8")
    shown = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert shown is not None
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    event = canonical.parse(json.loads(shown[1]), source="website", received_at=now)
    assert isinstance(event, LeadEvent)
    assert event.flags == ()


def test_the_mapping_of_the_past_that_the_documentation_shows_reads_a_row() -> None:
    text = (DOCS / "history.md").read_text(encoding="utf-8")
    shown = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert shown is not None
    row: dict[str, object] = {
        "Given": "06/01/2025 10:00", "Verdict": "ok", "Answered": "06/01/2025 12:30",
        "mail": "dana@lumen.example.com",
    }  # fmt: skip
    found = Reader(mapping_file.load(shown[1]), "").read(Row(2, row, 0), datetime(2026, 3, 2, tzinfo=UTC))
    assert isinstance(found, Past)
    assert (found.decision, found.email) == (Decision.ACCEPTED, "dana@lumen.example.com")
    assert found.handed_at == datetime(2025, 1, 6, 9, tzinfo=UTC)
    assert found.decided_at == datetime(2025, 1, 6, 11, 30, tzinfo=UTC)


def test_what_the_documentation_declares_and_asks_of_campaigns_can_be_said() -> None:
    text = (DOCS / "campaigns.md").read_text(encoding="utf-8")
    declared = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    asked = re.search(r"handoff query '(\{.*?\})'", text, re.DOTALL)
    assert declared
    assert asked
    example = (DOCS.parent / "bot/examples/demo.toml").read_text(encoding="utf-8")
    agreement = example[: example.index("[[campaigns]]")] + declared[1]
    [campaign] = agreement_file.load_agreement(agreement, name="x.toml", environ={}).agreement.campaigns
    query = query_document.read(json.loads(asked[1]))
    assert isinstance(query, MetricQuery)
    assert query.filters == (Filter(Dimension.CAMPAIGN, (campaign.name,)),)
    assert query.anchor is Anchor.DECIDED
