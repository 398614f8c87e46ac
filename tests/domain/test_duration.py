"""Durations as people write and read them."""

import pytest

from bot.domain import duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("30m", 1800),
        ("1h", 3600),
        ("8h", 28800),
        ("1h30m", 5400),
        ("1h 30m", 5400),
        ("1h 0m 5s", 3605),
        (" 24H ", 86400),
        ("0s", 0),
    ],
)
def test_a_duration_is_read_in_seconds(text: str, seconds: int) -> None:
    assert duration.parse(text) == seconds


def test_days_are_read_where_the_wall_clock_counts() -> None:
    assert duration.parse("30d", days=True) == 30 * 86400
    assert duration.parse("1d12h", days=True) == 36 * 3600


def test_business_days_are_refused_because_they_differ() -> None:
    with pytest.raises(duration.DurationError) as caught:
        duration.parse("2d")
    assert str(caught.value) == "'2d' counts days, and business days differ in length; write hours, like 16h"


@pytest.mark.parametrize(
    "text", ["", " ", "8", "h", "30m1h", "1h1h", "-1h", "1.5h", "1 hour", "٣h", "1234567h"]
)
def test_anything_else_is_told_what_would_be_right(text: str) -> None:
    with pytest.raises(duration.DurationError) as caught:
        duration.parse(text)
    assert str(caught.value) == f"'{text}' is not a duration; write it like 8h, 30m, 1h30m or 90s"


def test_days_are_suggested_only_where_they_are_allowed() -> None:
    with pytest.raises(duration.DurationError, match="write it like 30d, 8h, 30m, 1h30m or 90s"):
        duration.parse("a month", days=True)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (59.999, "59 s"),
        (60, "1 min"),
        (119, "1 min"),
        (48 * 60 + 59, "48 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (3659, "1 h"),
        (5400, "1 h 30 min"),
        (24 * 3600, "24 h"),
        (100 * 3600 + 60, "100 h 1 min"),
        (-0.4, "0 s"),
        (-45, "-45 s"),
        (-5400, "-1 h 30 min"),
    ],
)
def test_a_duration_is_spelled_short_and_never_too_long(seconds: float, said: str) -> None:
    assert duration.spell(seconds) == said
