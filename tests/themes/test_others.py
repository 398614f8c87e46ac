"""Comments that others wrote and labelled after the rules and without knowing them: nothing is tuned on them.

The goal without a language model is a precision of 90 %, a recall of 70 % and 95 % of the chatter left alone.
"""

import functools
from pathlib import Path

import pytest

from bot.cli import theme_file
from bot.cli.theme_file import Labelled
from bot.domain.theme import USUAL
from bot.themes import scoring
from bot.themes.tagger import Tagger, Tags

HERE = Path(__file__).parent
SETS = ("others_1", "others_2", "others_3", "others_4", "others_5")


@functools.cache
def read(name: str) -> list[tuple[Tags, Labelled]]:
    """What the tagger says of each comment, beside what its writer says."""
    tagger = Tagger(competitors=theme_file.competitors(HERE / f"{name}_competitors.json"))
    return [(tagger.tag(row.text), row) for row in theme_file.labelled(HERE / f"{name}.jsonl")]


@pytest.mark.parametrize("name", SETS)
def test_labels_are_right_and_found_as_often_as_is_agreed(name: str) -> None:
    labels = [(frozenset(told.labels), row) for told, row in read(name)]
    pairs = [(told, scoring.nearest(told, row.accepted)) for told, row in labels]
    found = scoring.micro(scoring.score(pairs, theme.key) for theme in USUAL)
    assert found.precision is not None
    assert found.recall is not None
    assert found.precision >= 0.9
    assert found.recall >= 0.7


def test_chatter_is_mostly_left_alone() -> None:
    chatter = [told for name in SETS for told, row in read(name) if not row.accepted[0]]
    assert sum(not told.labels for told in chatter) >= 0.95 * len(chatter)


@pytest.mark.parametrize("name", SETS)
def test_competitors_are_named_where_they_are_meant(name: str) -> None:
    rows = read(name)
    right = sum(frozenset(told.competitors) == row.competitors for told, row in rows)
    assert right >= 0.98 * len(rows)
