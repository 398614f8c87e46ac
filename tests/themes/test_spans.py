"""Themes by a language model: a theme counts with words that stand in the comment, and not otherwise."""

import pytest

from bot.domain.theme import USUAL, Theme
from bot.themes import spans
from bot.themes.spans import Form, Said

TEXT = "Übrigens: the CFO has\n  sewn up her Purse, [removed] bounced - die Kasse ist leer"
KEYS = [theme.key for theme in USUAL]


def kept(*said: tuple[str, str], text: str = TEXT) -> tuple[tuple[str, str], ...]:
    """What counts of these themes with their words."""
    return spans.grounded(Form(tuple(Said(theme, words) for theme, words in said)), text, KEYS)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sewn up her Purse", "sewn up her Purse"),
        ("SEWN up her purse", "sewn up her Purse"),
        ("  the CFO has sewn up ", "the CFO has\n  sewn up"),
        ("übrigens", "Übrigens"),
        ("die Kasse ist leer", "die Kasse ist leer"),
        ("[removed] bounced", "[removed] bounced"),
        ("purse, [removed] bounced -", "Purse, [removed] bounced -"),
    ],
)
def test_words_of_the_comment_count_whatever_their_capitals_and_spaces(words: str, found: str) -> None:
    assert kept(("no_budget", words)) == (("no_budget", found),)


@pytest.mark.parametrize(
    "words",
    [
        "has no budget",
        "sewn up his purse",
        "sewn her purse",
        "sewn up her purse die Kasse",
        "ewn up her pur",
        "die Kas",
        "has",
        "CFO",
        "her",
        "[removed]",
        "[removed],",
        ".*",
        "(?:.|\n)*purse",
        "",
        "  ",
        "- -",
    ],
)
def test_other_words_parts_of_words_and_trivially_short_ones_do_not(words: str) -> None:
    assert kept(("no_budget", words)) == ()


def test_words_count_whole_where_an_alphabet_parts_words_and_anywhere_else() -> None:
    assert kept(("no_budget", "have no"), text="They behave normally") == ()
    assert kept(("no_budget", "have no"), text="They behave, and have no!") == (("no_budget", "have no"),)
    assert kept(("no_budget", "没有任何预算"), text="他们没有任何预算了") == (("no_budget", "没有任何预算"),)


def test_a_theme_that_is_not_in_the_agreement_does_not_count() -> None:
    assert kept(("roi", "sewn up her purse"), ("No_Budget", "sewn up her purse")) == ()
    assert spans.grounded(Form((Said("no_budget", "sewn up her purse"),)), TEXT, ["bad_timing"]) == ()


def test_themes_come_in_the_agreements_order_each_once_with_the_first_words_that_stand_there() -> None:
    said = (
        ("bad_contact_data", "[removed] bounced"),
        ("no_budget", "no money"),
        ("no_budget", "sewn up her purse"),
        ("no_budget", "die Kasse ist leer"),
    )
    assert kept(*said) == (("no_budget", "sewn up her Purse"), ("bad_contact_data", "[removed] bounced"))


def test_a_long_comment_and_long_words_are_quick() -> None:
    text = "a " * 1_000
    assert kept(("no_budget", "a " * 900 + "b"), text=text) == ()
    assert kept(*[("no_budget", "a " * 900 + "a")] * 50, text=text) == (("no_budget", "a " * 900 + "a"),)


def test_the_model_is_told_the_closed_list_with_the_houses_own_words() -> None:
    house = Theme("badges", "Badge scanner", "It got in the way.", cues=("badge scanner",))
    told = spans.instructions([*USUAL, house])
    assert told.count("\n- no_budget: No budget: No money, cut, frozen or spent; cannot pay our price.") == 1
    assert told.endswith("\n- badges: Badge scanner: It got in the way.")
