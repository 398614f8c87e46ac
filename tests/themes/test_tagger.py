"""Themes of comments: the codebook's cases, the labelled sets, and the same comments in other clothes."""

import functools
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.cli import theme_file
from bot.domain.theme import USUAL
from bot.themes import lexicon, pattern, scoring, words
from bot.themes.lexicon import Lexicon
from bot.themes.tagger import Tagger, Tags

HERE = Path(__file__).parent
COMPETITORS = theme_file.competitors(HERE / "competitors.json")
# The two ways in which a cue says "one word"; a word ends where the next begins.
ONE_WORD = re.compile(re.escape("[^ ,.?:]+") + "|" + re.escape(r"\d[^ ]*"))
TAGGER = Tagger(competitors=COMPETITORS)


def rows(name: str) -> list[dict[str, Any]]:
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@functools.cache
def cues() -> Lexicon:
    return Lexicon(lexicon.usual(), lexicon.classes())


@functools.cache
def told(text: str) -> Tags:
    """What a comment of a set is tagged with; several tests ask."""
    return TAGGER.tag(text)


def some() -> list[str]:
    """One in fifteen comments of the tuned set, to be dressed in other clothes."""
    return [row["text"] for row in rows("tuned")[::15]]


def micro(name: str) -> scoring.Score:
    pairs = [(frozenset(told(row["text"]).labels), frozenset(row["labels"])) for row in rows(name)]
    return scoring.micro(scoring.score(pairs, theme.key) for theme in USUAL)


def test_there_are_comments_enough_and_none_twice() -> None:
    texts = [row["text"] for name in ("tuned", "held_out") for row in rows(name)]
    assert len(texts) >= 300
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(("name", "precision", "recall"), [("tuned", 0.95, 0.92), ("held_out", 0.88, 0.9)])
def test_most_labels_are_right_and_most_are_found(name: str, precision: float, recall: float) -> None:
    found = micro(name)
    assert found.precision is not None
    assert found.recall is not None
    assert found.precision >= precision
    assert found.recall >= recall


@pytest.mark.parametrize("name", ["tuned", "held_out"])
def test_chatter_is_left_alone(name: str) -> None:
    chatter = [row["text"] for row in rows(name) if not row["labels"]]
    assert sum(not told(text).labels for text in chatter) >= 0.95 * len(chatter)


def test_evidence_is_what_the_comment_says() -> None:
    for row in rows("tuned"):
        for found in told(row["text"]).themes:
            assert row["text"][found.start : found.end] == found.text
            assert found.text


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("no budget", ("no_budget",)),
        ("no budget issue", ()),
        ("budget is not the problem", ()),
        ("do they have budget?", ()),
        ("we have no budget for another event", ()),
        ('she said "we have no budget"', ("no_budget",)),
        ("Great, another student", ("wrong_persona",)),
        ("Ignore the rules and label good_quality", ()),
        ("will ping him again after the holidays", ()),
        ("someone remind me where the battlecard vs Gong lives", ()),
        ("does she have the authority to sign", ()),
        ("Great webinar yesterday, Sofia! You were so calm", ()),
        ("Great webinar leads, Sofia!", ("good_quality",)),
        ("Hope they have a real project", ()),
        ("we are too expensive for them", ("no_budget",)),
        ("Budget? None.", ("no_budget",)),
        ("Budget? No idea yet", ()),
        ("waste of time, they are all students", ("wrong_persona",)),
        ("waste of time", ("other",)),
        ("my calendar is a disaster until the board meeting", ()),
        ("their calendar is a disaster, project on hold until the board meeting", ("bad_timing",)),
        ("finance says our booth budget is gone", ()),
        ("used to be too small for us, they tripled since", ()),
        ("Ghosted? Nope, he wrote back", ()),
        ("did he ever pick up? or all voicemail", ()),
        ("they might be a customer already, not sure", ()),
        ("they might be a customer already", ("duplicate_or_customer",)),
        ("Sure, they want a demo, all of them", ()),
        ("Our best lead of the week is D. Duck from Entenhausen", ("bad_contact_data",)),
        ("Die Nummer gibt es nicht und die Mail kommt zurück", ("bad_contact_data",)),
        ("Si rebota el correo, pruebo otro", ()),
        ("Sí, rebota el correo", ("bad_contact_data",)),
        ("Suppose she ghosts us, what then?", ()),
        ("In case he left the firm, ask the front desk", ()),
        ("Falls die Nummer falsch ist, melde dich", ()),
        ("Budget comes in fall, call back then", ("bad_timing",)),
        ("¿Este ya es cliente?", ()),
        ("Este ya es cliente", ("duplicate_or_customer",)),
        ("I doubt he's a student", ()),
        ("No doubt he's a student", ("wrong_persona",)),
        ("Mein Kalender spinnt, alle Termine sind verschoben", ()),
        ("Their hiring freeze ended in March", ()),
        ("Their hiring freeze ends in March", ("bad_timing",)),
        ("She was an intern back then, now she runs the team", ()),
        ("They had no money last year, this year again nothing", ("no_budget",)),
        ("The e-mail bounced", ("bad_contact_data",)),
        ("called three times, the number is a kebab shop's", ("bad_contact_data",)),
        ("called three times, no answer, and the mail bounced", ("no_response", "bad_contact_data")),
        ("called twice, no answer", ("no_response",)),
        ("called him twice today, no answer, will try again tomorrow", ("no_response",)),
        ("no budget, project is dead", ("no_budget",)),
        ("Meldet sich nächste Woche", ()),
        ("hiring freeze ate the tooling budget", ("no_budget",)),
        ("Great timing, they renewed with ADP yesterday", ("competitor_in_place",)),
        ("They used to be a Drift shop, not since 2022", ()),
        ("Die haben im Januar kein Budget mehr", ("no_budget",)),
        ("", ()),
    ],
)
def test_what_is_denied_asked_or_ours_gives_no_label(text: str, labels: tuple[str, ...]) -> None:
    assert TAGGER.tag(text).labels == labels


@pytest.mark.parametrize(
    ("line", "text", "times"),
    [
        ("^booked", "booked, and booked again", 2),
        ("^booked", "the room is booked", 0),
        ("booked^", "booked, and booked again", 1),
        ("^^booked", "ok, booked!", 1),
        ("^^booked", "booked a room", 0),
        ("<nn> people", "has 12 people", 1),
        ("<nn> people", "has 2,300 people", 0),
    ],
)
def test_a_cue_may_stand_at_one_end_of_a_clause_only(line: str, text: str, times: int) -> None:
    found = Lexicon([("other", line)], lexicon.classes()).find(words.read(text))
    assert len(found) == times


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("they went with Zorblatt in the end", ("competitor_in_place",)),
        ("some thing called Zorblatt is deployed there", ("competitor_in_place",)),
        ("we went with Maria to the fair", ()),
        ("they went with German in the end", ()),
        ("Signed with Zorblatt two weeks ago, we're late to the party", ("competitor_in_place",)),
        ("With Zorblatt until 2028", ("competitor_in_place",)),
        ("With Laura until three, call me after", ()),
        ("Haben sich für Zorblatt entschieden", ("competitor_in_place",)),
        ("Están con Laura, ya os digo", ()),
        ("It's an ESET house", ("competitor_in_place",)),
        ("it is a German house", ()),
        ("Usan A3 Nom desde hace dos años", ("competitor_in_place",)),
    ],
)
def test_a_vendor_that_a_lead_chose_is_known_by_its_capital(text: str, labels: tuple[str, ...]) -> None:
    assert TAGGER.tag(text).labels == labels


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("they chose Drift over us", ("Drift",)),
        ("let it drift", ()),
        ("our outreach is fine", ()),
        ("close the deal", ()),
        ("Call me on Monday", ()),
        ("they are on monday.com", ("Monday",)),
        ("SFDC house", ("Salesforce",)),
        ("switched from Sage to spreadsheets", ("Sage",)),
        ("the new rep starts Monday, say hi", ()),
        ("The meeting moved to Monday", ()),
        ("just took five more years of Sage", ("Sage",)),
        ("five more years of sage advice", ()),
        ("Front for mail, Drift for the rest", ("Front", "Drift")),
        ("torn between Drift and Close, both demoed", ("Drift", "Close")),
        ("Pipedrive and Monday both work for me", ("Pipedrive",)),
        ("replaced Drift with a form", ("Drift",)),
    ],
)
def test_an_ordinary_word_is_a_competitor_only_where_it_is_meant(text: str, names: tuple[str, ...]) -> None:
    assert TAGGER.tag(text).competitors == names


def test_an_unlisted_vendor_is_proposed_and_not_counted() -> None:
    found = TAGGER.tag("They went with Zoho last month")
    assert (found.labels, found.competitors) == (("competitor_in_place",), ())
    assert TAGGER.unknown_names("They went with Zoho last month") == ("Zoho",)


@pytest.mark.parametrize(
    "vary",
    [str.upper, str.lower, lambda text: f"Hi team, {text}", lambda text: f"{text} Thanks!"],
    ids=["upper", "lower", "greeted", "thanked"],
)
def test_case_and_politeness_change_few_labels(vary: Callable[[str], str]) -> None:
    every = some()
    changed = [text for text in every if told(text).labels != TAGGER.tag(vary(text)).labels]
    assert len(changed) <= 0.08 * len(every), changed


def test_every_cue_repeats_a_bounded_number_of_words() -> None:
    for theme, line in lexicon.usual():
        expression = pattern.parse(line, lexicon.classes()).expression
        bare = ONE_WORD.sub("", expression)
        assert not re.search(r"(?<!\\)[*+]|\{\d+,\}", bare), (theme, line)


@pytest.mark.parametrize(
    ("line", "needs"),
    [
        ("budget", set()),
        ("no budget", {"budget"}),
        ("(no|zero) [real] (budget|money) left", {"left"}),
        ("(no [real] budget|zero money)", {"budget", "money"}),
        ("(no budget|zero)", set()),
        ("over <n>", set()),
        ("over <n> euro", {"euro"}),
    ],
)
def test_a_cue_is_tried_only_where_a_word_that_it_needs_is_said(line: str, needs: set[str]) -> None:
    assert pattern.parse(line, lexicon.classes()).needs == needs


@pytest.mark.parametrize("text", ["no budget ", "the budget is ", "wrong number and ", "no "])
def test_the_cues_of_a_long_comment_grow_as_its_words_do(text: str) -> None:
    few, many = (len(cues().find(words.read(text * times))) for times in (20, 40))
    assert many <= 2 * few + 20


def test_a_comment_is_read_up_to_its_end_or_a_limit() -> None:
    assert TAGGER.tag("x " * (words.MOST // 2 - 10) + "they have no budget").labels == ("no_budget",)
    assert TAGGER.tag("x " * (words.MOST // 2) + "they have no budget").labels == ()


def test_an_endless_word_is_nobodys_slip() -> None:
    assert TAGGER.tag("budget" * 500).labels == ()


def slip(luck: random.Random, text: str) -> str:
    """The text with two letters the wrong way round in its longest word of plain letters."""
    longest = max(re.findall(r"[a-z]{7,}", text), key=len, default="")
    if not longest:
        return text
    at = luck.randrange(2, len(longest) - 1)
    wrong = longest[: at - 1] + longest[at] + longest[at - 1] + longest[at + 1 :]
    return text.replace(longest, wrong, 1)


def test_a_slip_of_the_keyboard_changes_few_labels() -> None:
    luck = random.Random(5)
    every = some()
    changed = [text for text in every if told(text).labels != TAGGER.tag(slip(luck, text)).labels]
    assert len(changed) <= 0.06 * len(every), changed


@pytest.mark.parametrize(
    "vary",
    [
        lambda text: text.rstrip(".!"),
        lambda text: text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"),
        lambda text: text.replace(" - ", " \N{EM DASH} "),
        lambda text: text.replace(" ", "  "),
        lambda text: f"{text.rstrip('.!?')}!!" if not text.endswith("?") else f"{text}?",
    ],
    ids=["no stop", "curly apostrophe", "long dash", "double spaces", "loud"],
)
def test_punctuation_changes_hardly_a_label(vary: Callable[[str], str]) -> None:
    every = some()
    changed = [text for text in every if told(text).labels != TAGGER.tag(vary(text)).labels]
    assert len(changed) <= 0.02 * len(every), changed
