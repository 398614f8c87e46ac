"""Outcomes as documents: what is read is what was written, and what is unknown is nothing."""

import pytest

from bot.domain.metric import Dimension, Metric
from bot.domain.period import Unit
from bot.domain.query import Filter, MetricQuery
from bot.language import record
from bot.language.outcome import Clarification, Outcome, Query, Reading, Refusal, Slot
from bot.language.refusals import Code

READ = (Reading("webinars", "source webinar"),)
ASKED = MetricQuery((Metric.MQL_COUNT,), (Unit.WEEK,), (Filter(Dimension.SOURCE, ("webinar", None), True),))


@pytest.mark.parametrize(
    "outcome",
    [
        Query(ASKED, READ),
        Query(ASKED, rest=True),
        Refusal(Code.FORECAST, READ, ("crystal", "ball")),
        Clarification(Slot.ENTITY, ("Glow", "Grow"), READ, ("Gow",), "MQLs of Gow"),
        Clarification(Slot.PERIOD),
    ],
)
def test_an_outcome_is_read_as_it_was_written(outcome: Outcome) -> None:
    assert record.read(record.write(outcome)) == outcome


@pytest.mark.parametrize(
    "document", [{}, {"refuse": "tomorrow"}, {"clarify": "mood"}, {"query": {"metric": "luck"}}, {"query": 7}]
)
def test_what_another_version_wrote_is_nothing(document: dict[str, object]) -> None:
    assert record.read(document) is None
    assert record.query(document) is None
