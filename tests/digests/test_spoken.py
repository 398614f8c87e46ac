"""The digest read aloud: whole sentences, the conclusion first, and no sign that only an eye understands."""

from dataclasses import replace

import pytest

from bot.domain import post
from digests import message
from digests.week import Week
from tests.digests import weeks
from tests.digests.weeks import FRAME

WEEKS = (weeks.quiet, weeks.one_signal, weeks.many_signals, weeks.learning, weeks.first_lead, weeks.late)


def spoken(week: Week) -> str:
    """What a screen reader gets."""
    return message.text(weeks.found(week), FRAME)


def test_the_conclusion_comes_first_with_its_numbers() -> None:
    said = spoken(weeks.one_signal())
    assert said.startswith(
        "1 signal: fewer leads accepted (52 % against a usual 58 to 80 %). Weekly digest 2026-W46"
    )
    assert "Milo is asked to go through the leads" in said
    assert "acceptance rate 52 % (50 of 96), usual 58 to 80 %, this week" in said


def test_both_sides_promises_are_read_in_the_same_words() -> None:
    said = spoken(weeks.quiet())
    assert "sales, decide in time: 90 % (86 of 96), usual 81 to 100 %, steady" in said
    assert (
        "marketing, hand over what meets the definition: 89 % (105 of 118), usual 80 to 100 %, steady" in said
    )


@pytest.mark.parametrize("week", [make() for make in WEEKS])
def test_nothing_in_it_is_for_the_eye_alone(week: Week) -> None:
    said = spoken(week)
    assert not set("*·→|<>") & set(said)
    assert "<@" not in said
    assert said.endswith(".")
    assert all(sentence[:1].isupper() or sentence[:1].isdigit() for sentence in said.split(". "))


def test_corrections_are_read_without_an_arrow() -> None:
    assert "W44 acceptance rate restated 64 % to 61 % (60 of 98)" in spoken(weeks.returning())


def test_a_server_that_refuses_every_new_block_shows_the_text_and_the_buttons() -> None:
    plain = post.plain(message.digest(weeks.found(weeks.one_signal()), FRAME))
    assert [block["type"] for block in plain.blocks] == ["section", "actions"]
    assert plain.text == spoken(weeks.one_signal())


def test_a_range_of_days_is_read_as_such_and_a_name_is_left_alone() -> None:
    found = weeks.found(weeks.one_signal())
    renamed = tuple(replace(one, name="Fair 2026-11") for one in found.differing)
    said = message.text(replace(found, differing=renamed), FRAME)
    assert "9 to 15 Nov" in said
    assert "Fair 2026-11 19 % (9 of 48)" in said
