"""Slack's limits on blocks: just inside is taken, just outside is refused where it is wrong."""

from typing import Any

import pytest

from bot.playground import limits
from bot.playground.limits import Surface
from bot.playground.payloads import Object, SlackError

MESSAGE, MODAL, HOME = Surface.MESSAGE, Surface.MODAL, Surface.HOME


def plain(length: int) -> Object:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int) -> Object:
    return {"type": "mrkdwn", "text": "x" * length}


def section(**fields: Any) -> Object:
    return {"type": "section", **fields}


def actions(*elements: Object) -> Object:
    return {"type": "actions", "elements": list(elements)}


def button(**fields: Any) -> Object:
    return {"type": "button", "text": plain(75), **fields}


def option(number: int = 0, text: int = 75, value: int = 10) -> Object:
    return {"text": plain(text), "value": f"{number:0{value}}"}


def menu(kind: str, count: int) -> Object:
    return {"type": kind, "options": [option(number) for number in range(count)]}


def field(element: Object, **more: Any) -> Object:
    return {"type": "input", "label": plain(20), "element": element, **more}


def confirm(title: int = 100, text: int = 300, yes: int = 30) -> Object:
    return {"title": plain(title), "text": plain(text), "confirm": plain(yes), "deny": plain(30)}


def cells(count: int) -> list[Object]:
    return [{"type": "raw_text", "text": "x"} for _ in range(count)]


def data_table(rows: int, columns: int, **more: Any) -> Object:
    return {"type": "data_table", "caption": "Leads", "rows": [cells(columns) for _ in range(rows)], **more}


def series(name: str, *labels: str) -> Object:
    return {"name": name, "data": [{"label": label, "value": 1} for label in labels]}


def chart(*lines: Object, categories: tuple[str, ...] = ("W1", "W2"), kind: str = "line") -> Object:
    body = {"type": kind, "series": list(lines), "axis_config": {"categories": list(categories)}}
    return {"type": "data_visualization", "title": "MQLs", "chart": body}


def pie(*values: float) -> Object:
    segments = [{"label": f"S{number}", "value": value} for number, value in enumerate(values)]
    return {"type": "data_visualization", "title": "MQLs", "chart": {"type": "pie", "segments": segments}}


def container(*children: Object, **more: Any) -> Object:
    return {"type": "container", "title": plain(150), "child_blocks": list(children), **more}


def card(**fields: Any) -> Object:
    return {"type": "card", "title": mrkdwn(150), **fields}


def rich(*pieces: Object) -> Object:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(pieces)}]}


DIVIDER = {"type": "divider"}
TEXT = {"type": "plain_text_input"}
TASK = {"type": "task_card", "task_id": "1", "title": "Look", "status": "complete"}
RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}
WEEKS = tuple(f"W{number}" for number in range(20))

TAKEN: list[tuple[Surface, Object]] = [
    (MESSAGE, section(text=mrkdwn(3000), fields=[mrkdwn(2000) for _ in range(5)], expand=True)),
    (
        MESSAGE,
        section(text=plain(10), accessory={"type": "image", "image_url": "http://x/y", "alt_text": "y"}),
    ),
    (HOME, {"type": "header", "text": plain(150), "level": 4}),
    (MESSAGE, actions(*(button(action_id=f"a{number}") for number in range(25)))),
    (MESSAGE, actions(button(value="x" * 2000, url="http://x", style="danger", confirm=confirm()))),
    (MESSAGE, actions(button(visible_to_user_ids=["U1"], accessibility_label="x" * 75))),
    (MESSAGE, actions(menu("static_select", 100))),
    (MESSAGE, actions(menu("overflow", 5), menu("radio_buttons", 10), menu("checkboxes", 10))),
    (MESSAGE, {"type": "context", "elements": [mrkdwn(3000), plain(10)]}),
    (
        MODAL,
        field({**TEXT, "multiline": True, "max_length": 3000, "placeholder": plain(150)}, hint=plain(2000)),
    ),
    (MODAL, field({"type": "datepicker", "initial_date": "2026-11-23"}, optional=True, dispatch_action=True)),
    (MODAL, field({"type": "number_input", "is_decimal_allowed": False})),
    (MESSAGE, {"type": "image", "slack_file": {"id": "F0FILE00001"}, "alt_text": "x" * 2000}),
    (MESSAGE, {"type": "markdown", "text": "x" * 12_000}),
    (MESSAGE, RICH),
    (
        MESSAGE,
        rich({"type": "text", "text": "Dana", "style": {"bold": True}}, {"type": "user", "user_id": "U1"}),
    ),
    (MESSAGE, rich({"type": "date", "timestamp": 1795000000, "format": "{time}", "fallback": "09:12"})),
    (MESSAGE, rich({"type": "tag", "whatever": 1})),
    (
        HOME,
        {"type": "table", "rows": [cells(20) for _ in range(100)], "column_settings": [{"align": "right"}]},
    ),
    (MESSAGE, data_table(201, 20, page_size=100, row_header_column_index=0)),
    (MESSAGE, chart(series("New", *WEEKS), series("Won", *WEEKS), categories=WEEKS, kind="bar")),
    (MESSAGE, pie(1, 2.5)),
    (MESSAGE, card(body=mrkdwn(200), subtext=mrkdwn(200), actions=[button(), button(action_id="b")])),
    (MESSAGE, {"type": "carousel", "elements": [card() for _ in range(10)]}),
    (HOME, container(*(section(text=mrkdwn(5)) for _ in range(10)), width="full", is_collapsible=True)),
    (MODAL, {"type": "alert", "text": mrkdwn(200), "level": "warning"}),
    (MESSAGE, {"type": "plan", "title": "Thinking", "tasks": [TASK]}),
    (
        MESSAGE,
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "positive_button": {"text": plain(75), "value": "up"},
                    "negative_button": {"text": plain(75), "value": "down"},
                }
            ],
        },
    ),
]

REFUSED: list[tuple[Surface, Object, str]] = [
    (MESSAGE, section(), ""),
    (MESSAGE, section(text=mrkdwn(3001)), "/text/text"),
    (MESSAGE, section(text=mrkdwn(0)), "/text/text"),
    (MESSAGE, section(text="bare"), "/text"),
    (MESSAGE, section(fields=[mrkdwn(1) for _ in range(11)]), "/fields"),
    (MESSAGE, section(fields=[mrkdwn(2001)]), "/fields/0/text"),
    (MESSAGE, section(text=mrkdwn(1), colour="red"), ""),
    (MESSAGE, section(text=mrkdwn(1), block_id="x" * 256), "/block_id"),
    (MESSAGE, {"type": "header", "text": mrkdwn(5)}, "/text/type"),
    (MESSAGE, {"type": "header", "text": plain(5), "level": 5}, "/level"),
    (MESSAGE, {"type": "headline", "text": plain(5)}, "/type"),
    (MESSAGE, {"text": plain(5)}, ""),
    (MESSAGE, actions(*(button(action_id=f"a{number}") for number in range(26))), "/elements"),
    (MESSAGE, actions(), "/elements"),
    (MESSAGE, actions({"type": "button", "text": plain(76)}), "/elements/0/text/text"),
    (MESSAGE, actions(button(value="x" * 2001)), "/elements/0/value"),
    (MESSAGE, actions(button(style="loud")), "/elements/0/style"),
    (MESSAGE, actions(button(action_id="x" * 256)), "/elements/0/action_id"),
    (MESSAGE, actions(button(action_id="same"), button(action_id="same")), ""),
    (MESSAGE, actions(button(confirm=confirm(title=101))), "/elements/0/confirm/title/text"),
    (MESSAGE, actions(button(confirm=confirm(text=301))), "/elements/0/confirm/text/text"),
    (MESSAGE, actions(button(confirm=confirm(yes=31))), "/elements/0/confirm/confirm/text"),
    (MESSAGE, actions(TEXT), "/elements/0/type"),
    (MESSAGE, actions(menu("static_select", 101)), "/elements/0/options"),
    (MESSAGE, actions({"type": "static_select"}), "/elements/0"),
    (MESSAGE, actions(menu("overflow", 6)), "/elements/0/options"),
    (MESSAGE, actions(menu("radio_buttons", 11)), "/elements/0/options"),
    (MESSAGE, actions({"type": "overflow", "options": [option(text=76)]}), "/elements/0/options/0/text/text"),
    (MESSAGE, actions({"type": "overflow", "options": [option(value=151)]}), "/elements/0/options/0/value"),
    (MESSAGE, {"type": "context", "elements": [plain(1) for _ in range(11)]}, "/elements"),
    (MESSAGE, {"type": "context", "elements": [button()]}, "/elements/0/type"),
    (MODAL, field({**TEXT, "max_length": 3001}), "/element/max_length"),
    (MODAL, field({**TEXT, "placeholder": plain(151)}), "/element/placeholder/text"),
    (MODAL, field(button()), "/element/type"),
    (MODAL, {"type": "input", "element": TEXT}, ""),
    (MODAL, field({"type": "datepicker", "initial_date": "23.11.2026"}), "/element/initial_date"),
    (MESSAGE, {"type": "image", "image_url": "http://x/y"}, ""),
    (MESSAGE, {"type": "image", "alt_text": "nothing"}, ""),
    (MESSAGE, {"type": "image", "slack_file": {"id": "nonsense"}, "alt_text": "y"}, "/slack_file/id"),
    (MESSAGE, {"type": "markdown", "text": "x" * 12_001}, "/text"),
    (HOME, {"type": "markdown", "text": "x"}, "/type"),
    (MESSAGE, rich({"type": "text", "text": ""}), "/elements/0/elements/0/text"),
    (MESSAGE, rich({"type": "mention"}), "/elements/0/elements/0/type"),
    (MESSAGE, {"type": "rich_text", "elements": [{"type": "text", "text": "x"}]}, "/elements/0/type"),
    (HOME, pie(1), "/type"),
    (MODAL, {"type": "table", "rows": [cells(1)]}, "/type"),
    (MESSAGE, {"type": "table", "rows": [cells(1) for _ in range(101)]}, "/rows"),
    (MESSAGE, {"type": "table", "rows": [cells(21)]}, "/rows/0"),
    (MESSAGE, data_table(202, 1), "/rows"),
    (MESSAGE, data_table(1, 1), "/rows"),
    (MESSAGE, data_table(2, 1, page_size=101), "/page_size"),
    (MESSAGE, {"type": "data_table", "rows": [cells(1), cells(1)]}, ""),
    (MESSAGE, {"type": "data_table", "caption": "x", "rows": [[RICH], cells(1)]}, "/rows/0/0/type"),
    (MESSAGE, {"type": "data_table", "caption": "x", "rows": [cells(2), cells(1)]}, "/rows"),
    (MESSAGE, chart(series("New", "W1")), "/chart/series/0/data"),
    (MESSAGE, chart(series("New", "W1", "W2"), series("New", "W1", "W2")), "/chart/series"),
    (MESSAGE, chart(series("x" * 21, "W1", "W2")), "/chart/series/0/name"),
    (MESSAGE, chart(*(series(str(n), "W1", "W2") for n in range(13))), "/chart/series"),
    (MESSAGE, chart(series("New", *WEEKS, "W20"), categories=(*WEEKS, "W20")), "/chart/series/0/data"),
    (MESSAGE, pie(0), "/chart/segments/0/value"),
    (MESSAGE, pie(*range(1, 14)), "/chart/segments"),
    (MESSAGE, card(title="bare"), "/title"),
    (MESSAGE, card(body=mrkdwn(201)), "/body/text"),
    (MESSAGE, card(actions=[button(action_id=str(n)) for n in range(4)]), "/actions"),
    (MESSAGE, {"type": "card", "subtitle": plain(1)}, ""),
    (MESSAGE, {"type": "carousel", "elements": [card() for _ in range(11)]}, "/elements"),
    (MESSAGE, container(*(DIVIDER for _ in range(11))), "/child_blocks"),
    (MESSAGE, container(card()), "/child_blocks/0/type"),
    (MESSAGE, container(data_table(2, 1)), "/child_blocks/0/type"),
    (MODAL, container(DIVIDER), "/type"),
    (MESSAGE, {"type": "alert", "text": plain(10)}, "/type"),
    (MODAL, {"type": "alert", "text": plain(201)}, "/text/text"),
    (MESSAGE, {"type": "plan", "title": plain(5)}, "/title"),
    (MESSAGE, {"type": "plan", "title": "x", "tasks": [{**TASK, "status": "odd"}]}, "/tasks/0/status"),
]


@pytest.mark.parametrize(("surface", "block"), TAKEN)
def test_what_slack_takes_is_taken(surface: Surface, block: Object) -> None:
    assert limits.examine([block], surface) == []


@pytest.mark.parametrize(("surface", "block", "pointer"), REFUSED)
def test_what_slack_refuses_is_refused_where_it_is_wrong(
    surface: Surface, block: Object, pointer: str
) -> None:
    pointers = [problem.pointer for problem in limits.examine([block], surface)]
    assert f"/blocks/0{pointer}" in pointers


def refusal(blocks: list[Object]) -> str:
    try:
        limits.check_message(blocks)
    except SlackError as problem:
        return " ".join([problem.error, *problem.messages])
    return ""


def test_a_message_holds_fifty_blocks_and_a_view_a_hundred() -> None:
    assert refusal([DIVIDER] * 50) == ""
    assert (
        refusal([DIVIDER] * 51)
        == "invalid_blocks [ERROR] no more than 50 items allowed [json-pointer:/blocks]"
    )
    assert limits.examine([DIVIDER] * 100, HOME) == []
    assert limits.examine([DIVIDER] * 101, HOME) != []


def test_a_message_holds_about_13200_characters() -> None:
    assert refusal([section(text=mrkdwn(2640))] * 5) == ""
    assert refusal([section(text=mrkdwn(2641))] * 5) == "msg_blocks_too_long"


def test_a_message_holds_two_charts_and_one_table() -> None:
    assert refusal([pie(1)] * 2) == ""
    assert "no more than 2 data_visualization blocks" in refusal([pie(1)] * 3)
    table = {"type": "table", "rows": [cells(1)]}
    assert "no more than 1 table blocks" in refusal([table, table])


def test_a_block_that_has_not_come_to_the_workspace_is_refused() -> None:
    with pytest.raises(SlackError) as refused:
        limits.check_message([DIVIDER, pie(1)], {"data_visualization"})
    assert refused.value.error == "invalid_blocks"
    assert refused.value.messages == (
        "[ERROR] unsupported type: data_visualization [json-pointer:/blocks/1/type]",
    )
    limits.check_message([DIVIDER], {"data_visualization"})


def test_markdown_blocks_share_12000_characters() -> None:
    half = {"type": "markdown", "text": "x" * 6000}
    assert refusal([half, half]) == ""
    assert refusal([half, half, {"type": "markdown", "text": "x"}]).startswith("invalid_blocks")


def test_block_ids_are_unique_children_included() -> None:
    named = {**DIVIDER, "block_id": "line"}
    assert "already exists: line" in refusal([named, named])
    assert "already exists: line" in refusal([named, container(named)])


def modal(**fields: Any) -> Object:
    return {"type": "modal", "title": plain(24), "blocks": [DIVIDER], **fields}


@pytest.mark.parametrize(
    "view",
    [
        modal(title=plain(25)),
        modal(submit=plain(25)),
        modal(close=mrkdwn(5)),
        modal(private_metadata="x" * 3001),
        modal(callback_id="x" * 256),
        modal(blocks=[field(TEXT)]),
        modal(unheard_of=True),
        {"type": "home", "blocks": [DIVIDER], "title": plain(5)},
        {"type": "modal", "title": plain(5)},
        {"type": "drawer", "blocks": []},
    ],
)
def test_a_wrong_view_is_refused(view: Object) -> None:
    assert limits.examine_view(view) != []


def test_a_right_view_is_taken() -> None:
    assert limits.examine_view(modal(submit=plain(24), close=plain(24), blocks=[field(TEXT)])) == []
    assert limits.examine_view({"type": "home", "blocks": [DIVIDER], "private_metadata": ""}) == []
