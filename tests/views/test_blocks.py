"""The toolbox cuts everything to what Slack accepts."""

from datetime import date

import pytest

from bot.domain.post import Block
from bot.playground import limits
from bot.views import actions, blocks

LONG = "x" * 5000


def test_no_block_is_ever_too_long() -> None:
    option = blocks.option(LONG, LONG, LONG)
    message = blocks.message(
        LONG,
        blocks.header(LONG),
        blocks.section(LONG, blocks.overflow("a", [option] * 9)),
        blocks.context(LONG, LONG),
        blocks.actions(*[blocks.button(LONG, f"{LONG}{n}"[-200:], LONG, spoken=LONG) for n in range(30)]),
    )
    assert len(message.text) == 3900
    assert [block["type"] for block in message.blocks] == ["header", "section", "context", "actions"]
    limits.check_message(list(message.blocks))


@pytest.mark.parametrize(
    ("made", "kept"),
    [
        ([blocks.section("x" * 2900)] * 9, 4),  # 12,000 characters
        ([blocks.divider()] * 60, 49),
    ],
)
def test_what_does_not_fit_into_a_message_is_left_out_and_said(made: list[Block], kept: int) -> None:
    message = blocks.message("Much", *made)
    assert message.blocks[:-1] == tuple(made[:kept])
    assert message.blocks[-1] == blocks.context("The rest does not fit into one message.")
    limits.check_message(list(message.blocks))


def test_no_dialog_is_ever_too_long() -> None:
    options = [blocks.option(f"{n}{LONG}", f"{n}{LONG}") for n in range(120)]
    fields = [
        blocks.field(LONG, blocks.choose("a", options[:10], options[3]["value"].__str__()), "a", LONG),
        blocks.field(LONG, blocks.choose("b", options), "b", reports=True),
        blocks.field(LONG, blocks.text_input("c", placeholder=LONG, multiline=True), "c", optional=True),
        blocks.field(LONG, blocks.url_input("d"), "d"),
        blocks.field(LONG, blocks.date_input("e", date(2026, 12, 1)), "e"),
    ]
    view = blocks.modal(LONG, "x", [*fields, *[blocks.divider()] * 120], LONG, LONG)
    assert limits.examine_view(view) == []
    assert limits.examine_view(blocks.home([blocks.divider()] * 120)) == []


def test_nothing_is_ever_empty() -> None:
    made = [
        blocks.section(""),
        blocks.context(),
        blocks.header(""),
        blocks.actions(blocks.button("", "a", "")),
    ]
    assert limits.examine(made, limits.Surface.MESSAGE) == []


def test_a_choice_that_is_not_there_is_not_preselected() -> None:
    options = [blocks.option("A", "a")]
    assert "initial_option" not in blocks.choose("x", options, "b")
    assert blocks.choose("x", options, "a")["initial_option"] == options[0]


def test_a_menu_drops_what_only_a_list_can_show() -> None:
    options = [blocks.option(str(n), str(n), "why") for n in range(11)]
    chosen = blocks.choose("x", options, "3")["initial_option"]
    assert chosen == blocks.option("3", "3")


def test_paragraphs_are_packed_into_few_sections() -> None:
    packed = blocks.paragraphs(["a" * 1000] * 5)
    assert [len(str(each["text"]["text"])) for each in packed] == [2001, 2001, 1000]  # type: ignore[index]


def test_no_text_of_ours_turns_into_links_or_emoji() -> None:
    assert blocks.mrkdwn("see https://x.example")["verbatim"] is True
    assert blocks.plain(":tada:", 24)["emoji"] is False


@pytest.mark.parametrize("verb", list(actions.Choice))
def test_a_menu_entry_carries_its_verb_and_the_handoff(verb: actions.Choice) -> None:
    assert actions.choice(verb, 42) == f"{verb.value}:42"
    assert verb.value in actions.MENU


def test_action_ids_are_told_apart() -> None:
    ids = [value for name, value in vars(actions).items() if name.isupper() and isinstance(value, str)]
    assert len(ids) == len(set(ids))
    assert actions.touch("called") == "handoff.touch.called"


def test_a_day_within_a_sentence_is_written_small() -> None:
    # Slack writes a capital where the pattern begins with the day.
    day = "{date_short_pretty} at {time}"
    made = blocks.mrkdwn(
        f"due <!date^17^{day}|2 Dec>\n• <!date^18^{day}|3 Dec>: A&amp;B <!date^19^{day}|4 Dec>"
    )
    assert made["text"] == (
        f"<!date^17^due {day}|due 2 Dec>\n• <!date^18^{day}|3 Dec>: A&amp;B <!date^19^{day}|4 Dec>"
    )
    assert blocks.message(f"due <!date^17^{day}|2 Dec>").text == f"<!date^17^due {day}|due 2 Dec>"
