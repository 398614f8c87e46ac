"""The second opinion on whether a comment says anything of leads: it only takes labels away."""

import math

import pytest

from bot.domain.theme import USUAL, Theme
from bot.themes import words
from bot.themes.chatter import Weights, is_most, seen, usual
from bot.themes.tagger import Tagger
from tests.themes import counting


def test_what_ships_is_counted_from_the_tuned_set() -> None:
    assert counting.SHIPPED.read_text(encoding="utf-8") == counting.counted()


def test_the_weight_of_a_word_is_the_logarithm_of_its_odds() -> None:
    weights = Weights.of({"budget": (3, 1), "lunch": (0, 5)})
    # By hand: (3 + 1/2) of (3 + 0 + 1) beside (1 + 1/2) of (1 + 5 + 1); then 1/2 beside 5 + 1/2 alike.
    assert weights.by_word["budget"] == pytest.approx(math.log((3.5 / 4) / (1.5 / 7)))
    assert weights.by_word["lunch"] == pytest.approx(math.log((0.5 / 4) / (5.5 / 7)))


def test_words_that_were_never_counted_decide_nothing() -> None:
    weights = Weights.of({"lunch": (0, 20), "budget": (9, 1)})
    assert weights.is_chatter(words.read("lunch"))
    assert not weights.is_chatter(words.read("quokka budget"))
    assert not weights.is_chatter(())


def test_odds_of_e_to_one_decide() -> None:
    # By hand: (1/2 of 7/2) beside (5/2 of 11/2) are odds of 1 to 3.2, and (1/2) beside (3/2) of 1 to 1.9.
    weights = Weights.of({"lunch": (0, 2), "deal": (2, 1), "rota": (0, 1)})
    assert weights.by_word["lunch"] == pytest.approx(math.log((0.5 / 3.5) / (2.5 / 5.5)))
    assert weights.is_chatter(words.read("lunch"))
    assert not weights.is_chatter(words.read("rota"))
    assert not weights.is_chatter(words.read("lunch deal"))


def test_a_word_counts_once_and_courtesies_do_not() -> None:
    assert seen(words.read("Hi team, budget budget 12 and 400. Thanks!")) == {"budget", "0", "and"}
    assert "?" in seen(words.read("any budget?"))
    assert "?" not in seen(words.read("Budget? None."))


def test_a_phrase_of_the_house_is_not_doubted() -> None:
    text = "I will bring the duplicate badge, our lunch is at noon, see you tomorrow"
    house = Theme("catering", "Catering", "What guests eat.", cues=("our lunch",))
    tagger = Tagger((*USUAL, house))
    assert usual().is_chatter(tagger.read(text))
    assert tagger.tag(text).labels == ("catering",)


def test_the_sentence_of_a_cue_is_asked_as_well_as_the_comment() -> None:
    text = "She has no budget this year. Lunch is at noon, I will bring the badge"
    tagger = Tagger(USUAL)
    assert usual().is_chatter(tagger.read(text))
    assert tagger.tag(text).labels == ("no_budget",)


def test_cues_that_are_most_of_the_comment_are_not_doubted() -> None:
    tagger = Tagger(USUAL)
    assert usual().is_chatter(tagger.read("too many students"))
    assert tagger.tag("too many students").labels == ("wrong_persona",)
    assert tagger.tag("My expense claim for the dinner on Monday was a duplicate").labels == ()
    assert is_most(words.read("no budget"), words.read(", sorry"))
    assert not is_most(words.read("no budget"), words.read("before lunch"))


def test_each_sentence_is_judged_by_itself() -> None:
    tagger = Tagger(USUAL)
    text = "Who is on call tomorrow? She has a new baby and left the company. My laptop died again."
    assert usual().is_chatter(tagger.read(text))
    assert tagger.tag(text).labels == ("bad_contact_data",)
    assert is_most(words.read("students"), words.read("ok so, sorry"))
