"""Lists: of metrics with and without their commas, and of periods that are neighbours."""

from datetime import date

import pytest

from tests.language import company

MQLS, ACCEPTED, WON, KEPT = "mql_count", "acceptance_rate", "win_rate", "sla_attainment"


@pytest.mark.parametrize(
    ("words", "metrics"),
    [
        ("win rate, acceptance and MQLs", [WON, ACCEPTED, MQLS]),
        ("win rate, acceptance, MQLs", [WON, ACCEPTED, MQLS]),
        ("win rate acceptance rate MQLs", [WON, ACCEPTED, MQLS]),
        ("MQLs, acceptance rate, win rate", [MQLS, ACCEPTED, WON]),
        ("sales accepted rate and MQLs", [ACCEPTED, MQLS]),
        ("SLA attainment plus MQLs", [KEPT, MQLS]),
        ("MQLs / acceptance rate / SLA attainment", [MQLS, ACCEPTED, KEPT]),
    ],
)
def test_metrics_side_by_side_are_all_asked_for(words: str, metrics: list[str]) -> None:
    for tail in ("", " last month", " in Q3", " by region"):
        assert set(company.read(words + tail)["metric"]) == set(metrics), words + tail


@pytest.mark.parametrize(
    "words", ["acceptance rate, MQLs from the Nordics", "acceptance rate of MQLs", "MQL acceptance rate",
              "acceptance rate of fair MQLs", "how many MQLs were accepted"],
)  # fmt: skip
def test_the_leads_that_a_rate_is_about_are_not_counted_beside_it(words: str) -> None:
    assert company.read(words)["metric"] == ACCEPTED


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("Q2 and Q3", "2026-04-01", "2026-10-01"),
        ("Q1, Q2 and Q3", "2026-01-01", "2026-10-01"),
        ("in September and in October", "2026-09-01", "2026-11-01"),
        ("yesterday and today", "2026-11-17", "2026-11-19"),
    ],
)
def test_neighbouring_periods_are_one(words: str, start: str, end: str) -> None:
    found = company.read(f"MQLs {words}", date(2026, 11, 18))
    assert (found["period"], found["compare_to"]) == ({"start": start, "end": end}, None)


@pytest.mark.parametrize("words", ["Q1 and Q3", "June 2025 and June 2026", "this month and last month"])
def test_other_periods_are_asked_back(words: str) -> None:
    assert company.read(f"MQLs {words}", date(2026, 11, 18)) == {"clarify": "period"}


@pytest.mark.parametrize("words", ["compare Q2 and Q3", "change between Q2 and Q3", "Q2 and Q3 compared"])
def test_periods_that_are_compared_stay_apart(words: str) -> None:
    found = company.read(f"acceptance rate, {words}", date(2026, 11, 18))
    assert found["period"] == {"start": "2026-07-01", "end": "2026-10-01"}
    assert found["compare_to"] == {"start": "2026-04-01", "end": "2026-07-01"}
