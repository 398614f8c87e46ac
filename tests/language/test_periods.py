"""Every form of a period, computed by hand on a calendar; weeks from Monday, ends not part of it."""

from datetime import date

import pytest

from tests.language import company

# Wednesday, 18 November 2026; ISO week 47.
TODAY = date(2026, 11, 18)

FORMS = {
    "today": ("2026-11-18", "2026-11-19"),
    "yesterday": ("2026-11-17", "2026-11-18"),
    "the day before yesterday": ("2026-11-16", "2026-11-17"),
    "last week": ("2026-11-09", "2026-11-16"),
    "lst week": ("2026-11-09", "2026-11-16"),
    "last month": ("2026-10-01", "2026-11-01"),
    "last full month": ("2026-10-01", "2026-11-01"),
    "the previous month": ("2026-10-01", "2026-11-01"),
    "last quarter": ("2026-07-01", "2026-10-01"),
    "last year": ("2025-01-01", "2026-01-01"),
    "last half": ("2026-01-01", "2026-07-01"),
    "this week": ("2026-11-16", "2026-11-19"),
    "this month so far": ("2026-11-01", "2026-11-19"),
    "this quarter": ("2026-10-01", "2026-11-19"),
    "the year so far": ("2026-01-01", "2026-11-19"),
    "MTD": ("2026-11-01", "2026-11-19"),
    "quarter to date": ("2026-10-01", "2026-11-19"),
    "ytd": ("2026-01-01", "2026-11-19"),
    "last 7 days": ("2026-11-11", "2026-11-18"),
    "past fortnight": ("2026-11-04", "2026-11-18"),
    "last 3 weeks": ("2026-10-26", "2026-11-16"),
    "past two months": ("2026-09-01", "2026-11-01"),
    "trailing 12 months": ("2025-11-01", "2026-11-01"),
    "last couple of quarters": ("2026-04-01", "2026-10-01"),
    "3 weeks ago": ("2026-10-26", "2026-11-02"),
    "two months ago": ("2026-09-01", "2026-10-01"),
    "since 1 June": ("2026-06-01", "2026-11-19"),
    "since Monday": ("2026-11-16", "2026-11-19"),
    "since the beginning of Q3": ("2026-07-01", "2026-11-19"),
    "from September onwards": ("2026-09-01", "2026-11-19"),
    "Q4": ("2026-10-01", "2026-11-19"),
    "Q1": ("2026-01-01", "2026-04-01"),
    "Q3 2025": ("2025-07-01", "2025-10-01"),
    "2025 Q3": ("2025-07-01", "2025-10-01"),
    "third quarter of 2025": ("2025-07-01", "2025-10-01"),
    "Q2 last year": ("2025-04-01", "2025-07-01"),
    "H1": ("2026-01-01", "2026-07-01"),
    "H2": ("2026-07-01", "2026-11-19"),
    "the second half of 2025": ("2025-07-01", "2026-01-01"),
    "December": ("2025-12-01", "2026-01-01"),
    "in November": ("2026-11-01", "2026-11-19"),
    "Sept 2025": ("2025-09-01", "2025-10-01"),
    "2026-08": ("2026-08-01", "2026-09-01"),
    "in 2025": ("2025-01-01", "2026-01-01"),
    "CW12": ("2026-03-16", "2026-03-23"),
    "week 53": ("2020-12-28", "2021-01-04"),
    "calendar week 46": ("2026-11-09", "2026-11-16"),
    "2026-W10": ("2026-03-02", "2026-03-09"),
    "w/c 26 October": ("2026-10-26", "2026-11-02"),
    "week of the 28th of October": ("2026-10-26", "2026-11-02"),
    "week ending 1 November": ("2026-10-26", "2026-11-02"),
    "on Friday": ("2026-11-13", "2026-11-14"),
    "on Wednesday": ("2026-11-18", "2026-11-19"),
    "last Wednesday": ("2026-11-11", "2026-11-12"),
    "3 November": ("2026-11-03", "2026-11-04"),
    "on Nov 3rd, 2025": ("2025-11-03", "2025-11-04"),
    "13/10/2026": ("2026-10-13", "2026-10-14"),
    "10/13/2026": ("2026-10-13", "2026-10-14"),
    "2026-02-28": ("2026-02-28", "2026-03-01"),
    "29 February": ("2024-02-29", "2024-03-01"),
    "10-21 August": ("2026-08-10", "2026-08-22"),
    "from 10 to 21 August": ("2026-08-10", "2026-08-22"),
    "between Aug 10 and Aug 21": ("2026-08-10", "2026-08-22"),
    "20 December to 10 January": ("2025-12-20", "2026-01-11"),
    "2026-09-07 - 2026-09-20": ("2026-09-07", "2026-09-21"),
    "Jan-Mar": ("2026-01-01", "2026-04-01"),
    "October to February": ("2025-10-01", "2026-03-01"),
    "Q1 to Q3": ("2026-01-01", "2026-10-01"),
    "from 15 June until today": ("2026-06-15", "2026-11-19"),
    "Monday to Friday last week": ("2026-11-09", "2026-11-14"),
    "the first 10 days of October": ("2026-10-01", "2026-10-11"),
    "first two weeks of Q3": ("2026-07-01", "2026-07-15"),
    "the last week of July": ("2026-07-25", "2026-08-01"),
    "the first month of Q3": ("2026-07-01", "2026-08-01"),
}
UNCLEAR = ("05/06/2026", "on 4/7", "recently", "in summer", "last few weeks", "the second week of May",
           "past 24 hours", "last weekend", "31 June", "until March")  # fmt: skip
AHEAD = ("tomorrow", "next week", "in 2031", "next 3 months", "on 24 December 2026")

# period, compare_to
COMPARED = {
    "last month vs the one before": ("2026-10-01", "2026-11-01", "2026-09-01", "2026-10-01"),
    "October compared with September": ("2026-10-01", "2026-11-01", "2026-09-01", "2026-10-01"),
    "Q2 vs Q3": ("2026-07-01", "2026-10-01", "2026-04-01", "2026-07-01"),
    "Q3 vs Q4 2025": ("2025-10-01", "2026-01-01", "2025-07-01", "2025-10-01"),
    "this month vs last month": ("2026-11-01", "2026-11-19", "2026-10-01", "2026-10-19"),
    "this month vs the whole of last month": ("2026-11-01", "2026-11-19", "2026-10-01", "2026-11-01"),
    "this year vs last year": ("2026-01-01", "2026-11-19", "2025-01-01", "2025-11-19"),
    "wow": ("2026-11-09", "2026-11-16", "2026-11-02", "2026-11-09"),
    "month over month": ("2026-10-01", "2026-11-01", "2026-09-01", "2026-10-01"),
    "QoQ": ("2026-07-01", "2026-10-01", "2026-04-01", "2026-07-01"),
    "Q2 year on year": ("2026-04-01", "2026-07-01", "2025-04-01", "2025-07-01"),
    "last month vs last year": ("2026-10-01", "2026-11-01", "2025-10-01", "2025-11-01"),
    "last 4 weeks vs the 4 weeks before": ("2026-10-19", "2026-11-16", "2026-09-21", "2026-10-19"),
    "before and after 1 October": ("2026-10-01", "2026-11-19", "2026-08-13", "2026-10-01"),
    "in the two weeks before and after 1 September": ("2026-09-01", "2026-09-15", "2026-08-18", "2026-09-01"),
    "changed from June to July": ("2026-07-01", "2026-08-01", "2026-06-01", "2026-07-01"),
}


@pytest.mark.parametrize("words", FORMS)
def test_a_period_is_read(words: str) -> None:
    found = company.read(f"MQL count, {words}", TODAY)
    start, end = FORMS[words]
    assert found.get("period") == {"start": start, "end": end}, found
    assert found["compare_to"] is None


@pytest.mark.parametrize("words", COMPARED)
def test_periods_are_compared(words: str) -> None:
    found = company.read(f"acceptance rate {words}", TODAY)
    start, end, before, until = COMPARED[words]
    assert found.get("period") == {"start": start, "end": end}, found
    assert found["compare_to"] == {"start": before, "end": until}


@pytest.mark.parametrize("words", UNCLEAR)
def test_what_may_mean_several_periods_is_asked_back(words: str) -> None:
    assert company.read(f"MQL count {words}", TODAY) == {"clarify": "period"}


@pytest.mark.parametrize("words", AHEAD)
def test_the_future_is_not_told(words: str) -> None:
    assert company.read(f"MQL count {words}", TODAY) == {"refuse": "forecast"}


def test_open_leads_are_as_of_now() -> None:
    assert company.read("open leads today", TODAY)["period"] is None
    assert company.read("open leads last month", TODAY) == {"clarify": "period"}


def test_no_period_stays_none() -> None:
    assert company.read("acceptance rate by region", TODAY)["period"] is None
