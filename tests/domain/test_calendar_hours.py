"""Opening hours as people write them."""

from datetime import time

import pytest

from bot.domain import calendar


def test_hours_are_read_as_two_times() -> None:
    assert calendar.parse_hours("09:00-12:00") == (time(9), time(12))
    assert calendar.parse_hours(" 22:30-06:15 ") == (time(22, 30), time(6, 15))
    assert calendar.parse_hours("18:00-24:00") == (time(18), time(0))
    assert calendar.parse_hours("00:00-24:00") == (time(0), time(0))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9-12", "'9-12' is not hours; write 09:00-12:00"),
        ("9:00 – 12:30", "'9:00 – 12:30' is not hours; write 09:00-12:30"),
        ("0900-1200", "'0900-1200' is not hours; write 09:00-12:00"),
        ("9-5", "'9-5' is not hours; write them like 09:00-17:00"),
        ("9am-5pm", "'9am-5pm' is not hours; write them like 09:00-12:00 or 22:00-06:00"),
        ("", "'' is not hours; write them like 09:00-12:00 or 22:00-06:00"),
        ("09:00-25:00", "'09:00-25:00' is not hours; a day runs from 00:00 to 24:00"),
        ("24:00-06:00", "'24:00-06:00' is not hours; a day runs from 00:00 to 24:00"),
        ("18:00-24:30", "'18:00-24:30' is not hours; a day runs from 00:00 to 24:00"),
        ("09:60-12:00", "'09:60-12:00' is not hours; a day runs from 00:00 to 24:00"),
        ("00:00-00:00", "'00:00-00:00' is no time at all; write 00:00-24:00 for the whole day"),
    ],
)
def test_wrong_hours_are_told_what_would_be_right(text: str, said: str) -> None:
    with pytest.raises(calendar.HoursError) as caught:
        calendar.parse_hours(text)
    assert str(caught.value) == said
