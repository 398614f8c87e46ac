"""What the documents show works as they show it."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.lead import LeadEvent
from bot.gateways import canonical

DOCS = Path(__file__).parent.parent / "docs"


def test_the_lead_that_the_documentation_shows_is_taken_without_a_remark() -> None:
    text = (DOCS / "lead.md").read_text(encoding="utf-8")
    shown = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert shown is not None
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    event = canonical.parse(json.loads(shown[1]), source="website", received_at=now)
    assert isinstance(event, LeadEvent)
    assert event.flags == ()
