"""The project's own question file, graded; and the same questions in other words, which ask for the same."""

import random
import re
from collections.abc import Callable

import pytest

from tests.language import company
from tests.language.company import Row

POLITE = (
    "Hey there, {}",
    "hi @handoff {}",
    "quick question: {}",
    "can you tell me {}",
    "I was wondering if you could show me {}",
    "Sorry to bother you but {}",
    "For the QBR deck: {}",
    "I need to know: {}",
    "hmm ok {}",
)
LOUD: tuple[Callable[[str], str], ...] = (str.lower, str.upper, str.title)


def swapped(words: str, others: str) -> Callable[[str], str]:
    """The question with one expression in the place of another."""
    return lambda question: re.sub(rf"\b{words}\b", others, question, flags=re.IGNORECASE)


# The same question with other signs, or in other words.
SAME: dict[str, Callable[[str], str]] = {
    "emoji": lambda question: f"{question} \N{CHART WITH UPWARDS TREND}",
    "dots": lambda question: question.rstrip("?.! ") + "...",
    "curly apostrophe": lambda question: question.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"),
    "en dash": lambda question: re.sub(r"(?<=\d)-(?=\d)", "\N{EN DASH}", question),
    "hard space": lambda question: question.replace(" ", "\N{NO-BREAK SPACE}", 2),
    "ampersand": lambda question: question.replace(" and ", " & "),
    "thanks in advance": lambda question: f"{question} Thanks in advance!",
    "asap": lambda question: question.rstrip("?.! ") + " asap pls",
    "sellers": swapped("reps", "sellers"),
    "owners": swapped("reps", "owners"),
    "per": swapped("by (?=(?:region|source|segment|campaign|owner|industry|persona)\\b)", "per "),
    "broken down": swapped("by (?=(?:region|source|segment|campaign|owner|industry)\\b)", "broken down by "),
    "past": swapped("last (?=[0-9])", "past "),
    "versus": swapped("vs", "versus"),
    "compared to": swapped("versus", "compared to"),
    "acceptance": swapped("acceptance rate", "acceptance"),
    "reject rate": swapped("rejection rate", "reject rate"),
    "compliance": swapped("SLA attainment", "SLA compliance"),
    "in words": lambda question: re.sub(r"\b(top|bottom|last|past) 3\b", r"\1 three", question),
    "short months": lambda question: re.sub(
        r"\b(January|February|August|October|November|December)\b", lambda found: found[0][:3], question
    ),
    "programme": swapped("programme", "program"),
    "yoy": swapped("year on year", "YoY"),
}


def told(question: str, frame: str) -> str:
    return frame.format(question[0].lower() + question[1:])


def without_stops(question: str) -> str:
    return re.sub(r"[,?!.:](?=\s|$)", "", question)


def changed(vary: Callable[[str], str]) -> list[tuple[str, Row]]:
    """The questions that ask for something else when they are put another way."""
    pairs = [(row, vary(row["asked"])) for row in company.rows()]
    return [
        (question, found)
        for row, question in pairs
        if (found := company.answer(row, question)) != company.answer(row)
    ]


def test_there_are_questions_enough_and_none_twice() -> None:
    asked = [(row["asked"], str(row.get("context"))) for row in company.rows()]
    assert len(asked) >= 150
    assert len(set(asked)) == len(asked)


def test_nearly_all_are_understood_and_nearly_none_is_answered_wrongly() -> None:
    found = [(row, company.answer(row)) for row in company.rows()]
    wrong = [(row["asked"], outcome) for row, outcome in found if not company.right(row, outcome)]
    silent = [(asked, outcome) for asked, outcome in wrong if "metric" in outcome]
    assert len(silent) <= 0.02 * len(found), silent
    assert len(wrong) <= 0.03 * len(found), wrong


def test_orders_to_the_bot_are_refused_as_such() -> None:
    codes = [company.answer(row) for row in company.rows() if row["category"] == "injection"]
    assert codes
    assert all(found == {"refuse": "prompt_injection"} for found in codes)


@pytest.mark.parametrize("vary", LOUD, ids=["lower", "upper", "title"])
def test_case_does_not_matter(vary: Callable[[str], str]) -> None:
    assert changed(vary) == []


@pytest.mark.parametrize("frame", POLITE)
def test_politeness_does_not_matter(frame: str) -> None:
    assert changed(lambda question: told(question, frame)) == []


def test_thanks_and_white_space_do_not_matter() -> None:
    assert changed(lambda question: f"  {question.replace(' ', '   ')} Thanks a lot!!") == []


@pytest.mark.parametrize("way", SAME)
def test_the_same_in_other_words_is_the_same(way: str) -> None:
    named = ('"', "campaign called")  # the words of a name are no other words
    assert [each for each in changed(SAME[way]) if not any(sign in each[0] for sign in named)] == []


def test_stops_hardly_matter() -> None:
    assert len(changed(without_stops)) <= 2  # a list of metrics may need its commas


def test_a_slip_of_the_keyboard_never_changes_a_figure_unseen() -> None:
    luck = random.Random(7)
    found = changed(lambda question: slipped(question, luck))
    assert [each for each in found if "metric" in each[1]] == []
    assert len(found) <= 0.1 * len(company.rows())


def slipped(question: str, luck: random.Random) -> str:
    """The question with two letters swapped, or one missing or twice, in one longer word."""
    words = question.split(" ")
    places = [place for place, word in enumerate(words) if re.fullmatch("[A-Za-z]{6,}", word)]
    if not places:
        return question
    place = luck.choice(places)
    word, at = words[place], luck.randrange(1, 5)
    words[place] = luck.choice(
        [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        ]
    )
    return " ".join(words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("acceptance rate last month in DACH", "in DACH last month, acceptance rate"),
        ("MQLs by source last quarter", "last quarter MQLs by source"),
        ("top 3 campaigns by win rate in 2026", "in 2026, top 3 campaigns by win rate"),
        ("rejection rate for fairs in Iberia", "for fairs in Iberia: rejection rate"),
        ("SLA attainment per region", "SLA attainment by region"),
        ("average decision time", "median time to decision"),
        ("backlog by owner", "open leads per rep"),
        ("programme MQLs by channel", "program MQLs by source"),
        ("leads from the Nordics YTD", "MQLs from the Nordics, year to date"),
        ("missed SLAs last week", "SLA breaches last week"),
    ],
)
def test_word_order_and_synonyms_do_not_matter(one: str, other: str) -> None:
    assert company.read(one) == company.read(other)
    assert "metric" in company.read(one)
