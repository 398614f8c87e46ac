"""`[[themes]]` and `[[competitors]]`: the usual ten changed and added to, and what is refused."""

import pytest

from bot.domain.errors import ConfigError
from bot.domain.theme import USUAL, Competitor, Rule
from bot.themes.tagger import Tagger
from tests.agreement_file import files

FIRST = files.SMALL.count("\n") + 1  # the line on which what a test adds begins


def test_a_silent_file_has_the_usual_ten_and_no_competitors() -> None:
    agreement = files.load().agreement
    assert agreement.themes == USUAL
    assert agreement.competitors == ()


def test_a_theme_is_relabelled_switched_off_or_added() -> None:
    text = """
[[themes]]
key = "no_budget"
label = "No money"
[[themes]]
key = "no_response"
active = false
[[themes]]
key = "venue"
label = "Venue"
definition = "The place was in the way."
cues = ["badge scanner"]
"""
    agreement = files.load(files.SMALL + text).agreement
    found = {theme.key: theme for theme in agreement.themes}
    assert [theme.key for theme in agreement.themes] == [*(theme.key for theme in USUAL), "venue"]
    assert (found["no_budget"].label, found["no_response"].active) == ("No money", False)
    tagger = Tagger(agreement.themes, agreement.competitors)
    assert tagger.tag("The badge scanners were down").labels == ("venue",)
    assert tagger.tag("no response").labels == ()


def test_competitors_keep_their_order_aliases_and_rule() -> None:
    text = """
[[competitors]]
name = "HubSpot"
[[competitors]]
name = "Close"
aliases = "Close.com"
rule = "cue"
"""
    assert files.load(files.SMALL + text).agreement.competitors == (
        Competitor("HubSpot"),
        Competitor("Close", ("Close.com",), Rule.CUE),
    )


@pytest.mark.parametrize(
    ("text", "line", "key", "told"),
    [
        ('[[themes]]\nkey = "venue"', 0, "themes[1].label", "is missing"),
        ('[[themes]]\nkey = "no_budget"\ncues = ["?"]', 2, "themes[1].cues", "at least one word"),
        ('[[themes]]\nkey = "other"\n[[themes]]\nkey = "other"', 3, "themes[2].key", "used twice"),
        ('[[themes]]\nkey = "other"\nlable = "x"', 2, "themes[1].lable", 'did you mean "label"?'),
        ('[[competitors]]\nrule = "cue"', 0, "competitors[1].name", "is missing"),
        ('[[competitors]]\nname = "A"\nrule = "que"', 2, "competitors[1].rule", 'did you mean "cue"?'),
        (
            '[[competitors]]\nname = "A"\n[[competitors]]\nname = "a"',
            3,
            "competitors[2].name",
            "already means A",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_key(text: str, line: int, key: str, told: str) -> None:
    with pytest.raises(ConfigError) as refused:
        files.load(f"{files.SMALL}{text}\n")
    problem = next(one for one in str(refused.value).splitlines() if key in one)
    assert problem.startswith(f"handoff.toml line {FIRST + line}: {key}: ")
    assert told in problem
