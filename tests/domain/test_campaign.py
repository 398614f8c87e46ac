"""How a campaign stands, and what is made of a filled-in form."""

from collections.abc import Mapping
from datetime import date

import pytest

from bot.domain import campaign_form
from bot.domain.campaign import Campaign, Declared, Standing, standing
from bot.domain.campaign_form import Form

TODAY = date(2026, 3, 3)
BEFORE, AFTER = date(2026, 3, 2), date(2026, 3, 4)


@pytest.mark.parametrize(
    ("starts", "ends", "recent", "stands"),
    [
        (None, None, True, Standing.RUNNING),
        (None, None, False, Standing.QUIET),
        (BEFORE, None, False, Standing.RUNNING),
        (TODAY, TODAY, False, Standing.RUNNING),
        (None, AFTER, False, Standing.RUNNING),
        (AFTER, None, False, Standing.PLANNED),
        (AFTER, None, True, Standing.RUNNING),
        (None, BEFORE, True, Standing.ENDED),
        (BEFORE, BEFORE, False, Standing.ENDED),
    ],
)
def test_a_campaign_is_active_while_its_dates_hold_or_leads_come_and_never_after_its_last_day(
    starts: date | None, ends: date | None, recent: bool, stands: Standing
) -> None:
    assert standing(Campaign(1, "Spring", starts=starts, ends=ends), TODAY, recent=recent) is stands


def test_a_form_is_read_as_leads_are() -> None:
    found = campaign_form.read(
        {
            "name": "  Spring \u202e fair &amp; more\n",
            "aliases": "One\n\n  Two  \nOne",
            "owner": "chloe",
            "starts": "2026-03-01",
            "expected": "40",
            "source": "   ",
            "same": "Other",
            "unknown": "x",
        }
    )
    declared = Declared(
        "Spring fair & more", ("One", "Two"), owner="chloe", starts=date(2026, 3, 1), expected=40
    )
    assert found == Form(declared, ("Other",))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "name"),
        ({"name": " \u200b "}, "name"),
        ({"name": "x" * 501}, "name"),
        ({"name": "x", "source": "x" * 201}, "source"),
        ({"name": "x", "offer": "x" * 301}, "offer"),
        ({"name": "x", "aliases": "y\n" + "x" * 201}, "aliases"),
        ({"name": "x", "starts": "tomorrow"}, "starts"),
        ({"name": "x", "starts": "2026-03-02", "ends": "2026-03-01"}, "ends"),
        ({"name": "x", "expected": "0"}, "expected"),
        ({"name": "x", "expected": "1.5"}, "expected"),
        ({"name": "x", "expected": "٣"}, "expected"),
        ({"name": "x", "expected": "9999999999999"}, "expected"),
        ({"name": "x", "expected": "00000000199999999999"}, "expected"),
    ],
)
def test_what_is_wrong_stands_under_its_field(given: Mapping[str, str], field: str) -> None:
    found = campaign_form.read(given)
    assert not isinstance(found, Form)
    assert list(found) == [field]


def test_names_that_find_no_room_in_the_field_are_left_out_whole() -> None:
    names = [f"{number:03} {'x' * 146}" for number in range(30)]
    kept = campaign_form.fitting(names)
    assert list(kept) == names[: len(kept)]
    assert len("\n".join(kept)) <= 3000
    assert len("\n".join([*kept, names[len(kept)]])) > 3000
