"""Days as people type them. Today is Tuesday, 3 March 2026."""

from datetime import date

import pytest

from bot.domain import dates

TODAY = date(2026, 3, 3)


def day(month: int, number: int, year: int = 2026) -> date:
    """A day of 2026."""
    return date(year, month, number)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", day(3, 3), day(3, 3)),
        ("tomorrow", day(3, 4), day(3, 4)),
        ("until Friday", day(3, 3), day(3, 6)),
        ("till fri", day(3, 3), day(3, 6)),
        ("Friday", day(3, 6), day(3, 6)),
        ("tuesday", day(3, 3), day(3, 3)),
        ("3-14 Dec", day(12, 3), day(12, 14)),
        ("3 - 14 December", day(12, 3), day(12, 14)),
        ("28 Dec to 4 Jan", day(12, 28), day(1, 4, 2027)),
        ("Dec 28 – Jan 4", day(12, 28), day(1, 4, 2027)),
        ("2026-12-03 to 2026-12-14", day(12, 3), day(12, 14)),
        ("2 March to 6 March", day(3, 2), day(3, 6)),
        ("  3-14   dec 2026 ", day(12, 3), day(12, 14)),
        ("Monday to Wednesday", day(3, 2), day(3, 4)),
    ],
)
def test_days_are_understood(text: str, first: date, last: date) -> None:
    assert dates.span(text, TODAY) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "next blue moon",
        "3/4",
        "31 Feb",
        "14-3 Dec 2025",
        "2025-01-01 to 2025-01-02",
        "2026-12-14 to 2026-12-03",
        "2026-13-01",
        "a to b to c",
        "until 2031-01-01",
        "friendly",
    ],
)
def test_what_means_no_days_is_refused(text: str) -> None:
    assert dates.span(text, TODAY) is None
