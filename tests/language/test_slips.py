"""Slips of the keyboard are mended; ordinary words, towns and strangers are no slips of anything."""

import pytest

from tests.language import company
from tests.language.company import Row

OCTOBER = {"start": "2026-10-01", "end": "2026-11-01"}


def asked(question: str) -> Row:
    """A question that is understood."""
    found = company.read(question)
    assert "metric" in found, (question, found)
    return found


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("aceptance rate for webniars last mnoth", "acceptance rate for webinars last month"),
        ("rejectoin rate by regoin last qurter", "rejection rate by region last quarter"),
        ("wni rate Chemcials 2026", "win rate Chemicals 2026"),
        ("mqls frm newslettr last 30 dyas", "mqls from newsletter last 30 days"),
        ("hwo mny MQLs lst week", "how many MQLs last week"),
        ("top there sources by acceptance", "top 3 sources by acceptance"),
        ("SLA attainment in the last for weeks", "SLA attainment in the last 4 weeks"),
        ("MQLs in the past to months", "MQLs in the past 2 months"),
        ("give me mqls by rgn", "give me MQLs by region"),
        ("wim rate by sorce lst mnth", "win rate by source last month"),
        ("wn rate in the las 14 dys", "win rate in the last 14 days"),
        ("how many leeds in aprl", "how many leads in April"),
        ("hw many MQLs fr DACH pst week", "how many MQLs for DACH past week"),
    ],
)
def test_a_slip_is_mended(slip: str, meant: str) -> None:
    assert asked(slip) == asked(meant)


@pytest.mark.parametrize(
    "word",
    [
        "mission",
        "reception",
        "hannover",
        "hanover",
        "seattle",
        "cold",
        "settled",
        "wang",
        "attraction",
        "gong",
        "section",
        "training",
        "martin",
        "germany",
        "starter",
        "contest",
        "fingers",
        "beach",
    ],
)
@pytest.mark.parametrize(
    "frame", ["acceptance rate for {} last month", "MQLs from {}", "{} win rate in 2026"]
)
def test_an_ordinary_word_is_no_slip_of_another(word: str, frame: str) -> None:
    assert "metric" not in company.read(frame.format(word))
    assert "metric" not in company.read(frame.format(word.title()))


def test_words_that_only_sound_like_numbers_stay_what_they_are() -> None:
    assert asked("is there a top source for acceptance in October")["limit"] == 1
    assert asked("which source is worst for MQLs in October")["period"] == OCTOBER


@pytest.mark.parametrize(
    "words",
    ["MQLs from Marc", "MQLs from Jane", "MQLs from leeds", "how many Leeds leads", "las vegas MQLs",
     "bid rate by region", "wip rate", "MQLs fr"],
)  # fmt: skip
def test_a_short_word_is_no_slip_where_it_may_be_a_name(words: str) -> None:
    assert "metric" not in company.read(words)
