"""Whatever a week holds and however others name things, the message stays short and Slack takes it.

The judge of the limits is the playground, which was written from Slack's documentation alone; words and
characters are counted by the tests' own reader.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import document
from bot.domain.digest import Action
from bot.domain.post import Message
from bot.playground import limits
from digests import message, thread
from digests.findings import Cause, Findings, Signal
from digests.message import Frame
from digests.week import Week
from tests.digests import reading, weeks, worst

ORDINARY = (
    weeks.quiet, weeks.one_signal, weeks.many_signals, weeks.learning, weeks.empty, weeks.first_lead,
    weeks.late, weeks.two_currencies, weeks.holiday, weeks.returning,
)  # fmt: skip
LIVE = re.compile(r"<(?!@U0(?:ANA|BEN|MARIA|MILO)>)[^<>]*>")


def assert_fits(made: Message) -> None:
    """The limits of the weekly message."""
    limits.check_message(list(made.blocks))
    assert len(made.blocks) <= 50
    assert reading.words(made.blocks) <= 250
    assert reading.characters(made.blocks) <= 10_000
    if made.charts:
        assert reading.words(reading.before_chart(made)) <= 60
    drawn = [block["title"] for block in made.blocks if block["type"] == "data_visualization"]
    assert drawn == [chart.title for chart in made.charts]
    assert 0 < len(made.text) < 3000


def assert_harmless(made: Message) -> None:
    """Nothing in it pings, links or is styled but what we wrote."""
    for told in (made.text, *_markup(list(made.blocks))):
        said = told.replace(f"<{worst.LINK}|message>", "")  # ours: where the quoted message is
        assert not LIVE.search(said), said
        assert not re.search(r":[\w+'-]+:|://|@(channel|here|everyone)|[\u202a-\u202e]", said), said
        assert said.count("*") % 2 == 0, said
        assert said.count("\u2068") - said.count("\u2069") in (0, 1), (
            said
        )  # a cut-off isolate ends with its line


def _markup(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield str(value["text"])
        for each in value.values():
            yield from _markup(each)
    elif isinstance(value, list):
        for each in value:
            yield from _markup(each)


@pytest.mark.parametrize("week", [make() for make in ORDINARY], ids=[make.__name__ for make in ORDINARY])
@pytest.mark.parametrize("direct", [False, True])
def test_ordinary_weeks_are_read_in_a_minute(week: Week, direct: bool) -> None:
    found = weeks.found(week)
    assert_fits(message.digest(found, replace(weeks.FRAME, direct=direct)))
    limits.check_message(list(thread.more(found, weeks.FRAME).blocks))


@pytest.mark.parametrize("names", [(name,) for name in worst.NAMES] + [worst.NAMES])
@pytest.mark.parametrize("crowded", [False, True])
def test_the_worst_week_still_fits(names: tuple[str, ...], crowded: bool) -> None:
    found = weeks.found(worst.worst(names))
    frame = replace(weeks.FRAME, agreement=worst.crowded(names), slack_ids={}) if crowded else weeks.FRAME
    assert len(found.signals) == 3
    assert len(found.differing) + len(found.corrections) + len(found.taken) == 100
    for made in (message.digest(found, frame), message.digest(found, replace(frame, direct=True))):
        assert_fits(made)
        assert_harmless(made)
    below = thread.more(found, frame)
    limits.check_message(list(below.blocks))
    assert_harmless(below)
    assert reading.characters(below.blocks) <= 12_000


def stretched(found: Findings) -> Findings:
    """Every signal in its longest words."""
    return replace(found, signals=tuple(_longest(one) for one in found.signals))


def _longest(one: Signal) -> Signal:
    usual = one.reading.usual
    assert usual is not None
    reading = replace(one.reading, usual=replace(usual, weeks=9))
    return replace(one, reading=reading, cause=Cause.RUN, since=weeks.monday(9))


taken = st.dictionaries(
    st.sampled_from(["sla_attainment", "acceptance_rate", "completeness"]), st.booleans()
)  # what was taken on, and whether it is done


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=90), min_size=1, max_size=4), taken, st.booleans(), st.booleans())
def test_no_names_and_no_state_make_it_too_long(
    names: list[str], done: dict[str, bool], crowded: bool, long: bool
) -> None:
    found = weeks.found(worst.worst(names))
    frame = Frame(
        weeks.FRAME.digest_id,
        worst.crowded(names) if crowded else weeks.AGREEMENT,
        {},
        {key: _action(key, names[0], is_done=each) for key, each in done.items()},
        voices=worst.loud(names),
    )
    made = message.digest(stretched(found) if long else found, frame)
    assert_fits(made)
    assert_harmless(made)
    limits.check_message(list(thread.more(found, frame).blocks))


def _action(key: str, words: str, *, is_done: bool) -> Action:
    at = weeks.AS_OF if is_done else None
    return Action(key, words, "ana", weeks.AS_OF, weeks.FRIDAY, at, words if is_done else None)


@pytest.mark.parametrize("week", [*(make() for make in ORDINARY), worst.worst(worst.NAMES)])
def test_findings_are_a_document_that_can_be_read_again(week: Week) -> None:
    found = weeks.found(week)
    assert document.from_json(Findings, document.to_json(found)) == found
