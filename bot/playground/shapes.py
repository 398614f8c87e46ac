"""What Slack accepts as a block: fields and limits of every block type, and the surfaces it may stand on.

Sources: docs.slack.dev/reference/block-kit/blocks and the limits in `slack_sdk.models.blocks`. Not in
`slack_sdk`: `data_table`, `data_visualization`, the header's `level` and the card's `subtext`.
"""

from enum import StrEnum
from typing import Any

from bot.playground import elements, figures, richtext
from bot.playground.checks import (
    Check,
    Fields,
    Report,
    boolean,
    both,
    choice,
    items,
    number,
    shape,
    some_of,
    string,
    typed,
)
from bot.playground.elements import plain, text


class Surface(StrEnum):
    """Where blocks stand."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


EVERYWHERE = frozenset(Surface)
MESSAGE = frozenset({Surface.MESSAGE})
MODAL = frozenset({Surface.MODAL})
MESSAGE_HOME = frozenset({Surface.MESSAGE, Surface.HOME})

RICH_TEXT: Fields = {"elements!": richtext.ELEMENTS}
RICH_TEXT_BLOCK = typed({"rich_text": {**RICH_TEXT, "block_id": string(255)}})
TASK: Fields = {
    "task_id!": string(255),
    "title!": string(255),
    "status": choice("pending", "in_progress", "complete", "error"),
    "details": RICH_TEXT_BLOCK,
    "output": RICH_TEXT_BLOCK,
    "sources": items(typed({"url": {"url!": string(3000), "text!": string(255)}}), 100),
    "block_id": string(255),
}
CARD: Fields = {
    "hero_image": elements.IMAGE,
    "icon": elements.IMAGE,
    "slack_icon": shape({"type!": choice("icon"), "name!": string(255)}),
    "title": text(150),
    "subtitle": text(150),
    "body": text(200),
    "subtext": text(200),
    "actions": items(elements.element({"button"}), 3),
    "block_id": string(255),
}
IN_CONTAINER = (
    "actions",
    "context",
    "divider",
    "file",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "table",
    "video",
)

# Every block type: the surfaces it may stand on, and its fields. `block_id` comes on top.
SIMPLE: dict[str, tuple[frozenset[Surface], Fields]] = {
    "section": (
        EVERYWHERE,
        {
            "text": text(3000),
            "fields": items(text(2000), 10),
            "accessory": elements.element(elements.IN_SECTION, image=True),
            "expand": boolean,
        },
    ),
    "header": (EVERYWHERE, {"text!": plain(150), "level": number(1, 4, whole=True)}),
    "divider": (EVERYWHERE, {}),
    "actions": (EVERYWHERE, {"elements!": items(elements.element(elements.IN_ACTIONS), 25)}),
    "context": (EVERYWHERE, {"elements!": items(elements.CONTEXT_ELEMENT, 10)}),
    "context_actions": (MESSAGE, {"elements!": items(elements.element(elements.IN_CONTEXT_ACTIONS), 5)}),
    "input": (
        EVERYWHERE,
        {
            "label!": plain(2000),
            "element!": elements.element(elements.IN_INPUT),
            "hint": plain(2000),
            "optional": boolean,
            "dispatch_action": boolean,
        },
    ),
    "image": (EVERYWHERE, {**elements.IMAGE_FIELDS, "title": plain(2000)}),
    "markdown": (MESSAGE, {"text!": string(12_000)}),
    "rich_text": (EVERYWHERE, RICH_TEXT),
    "table": (
        MESSAGE_HOME,
        {
            "rows!": figures.rows(100, 1),
            "column_settings": items(
                shape({"align": choice("left", "center", "right"), "is_wrapped": boolean}), 20, 0
            ),
        },
    ),
    "data_table": (
        MESSAGE_HOME,
        {
            "caption!": string(10_000),
            "rows!": both(figures.rows(201, 2), figures.header_is_plain),
            "page_size": number(1, 100, whole=True),
            "row_header_column_index": number(0, 19, whole=True),
        },
    ),
    "data_visualization": (MESSAGE, {"title!": string(50), "chart!": figures.CHART}),
    "card": (EVERYWHERE, CARD),
    "carousel": (MESSAGE_HOME, {"elements!": items(typed({"card": CARD}), 10)}),
    "alert": (
        MODAL,
        {"text!": text(200), "level": choice("default", "info", "warning", "error", "success")},
    ),
    "plan": (MESSAGE, {"title!": string(255), "tasks": items(typed({"task_card": TASK}), 50)}),
    "task_card": (MESSAGE, TASK),
    "file": (MESSAGE, {"external_id!": string(255), "source!": choice("remote")}),
    "video": (
        EVERYWHERE,
        {
            "alt_text!": string(2000),
            "video_url!": string(3000),
            "thumbnail_url!": string(3000),
            "title!": plain(199),
            "title_url": string(3000),
            "description": plain(200),
            "provider_icon_url": string(3000),
            "provider_name": string(50),
            "author_name": string(49),
        },
    ),
}
NAMED: Fields = {"block_id": string(255)}
CONTAINER: Fields = {
    "title": plain(150),
    "rich_text_title": RICH_TEXT_BLOCK,
    "subtitle": text(150),
    "child_blocks!": items(
        typed({name: fields for name, (_, fields) in SIMPLE.items()}, IN_CONTAINER, NAMED), 10
    ),
    "width": choice("narrow", "standard", "wide", "full"),
    "icon": elements.IMAGE,
    "is_collapsible": boolean,
    "default_collapsed": boolean,
    "has_header_divider": boolean,
}
BLOCKS = {**SIMPLE, "container": (MESSAGE_HOME, CONTAINER)}
# Demands across the fields of one block.
ACROSS: dict[str, Check] = {
    "section": some_of("text", "fields"),
    "image": some_of("image_url", "slack_file", only_one=True),
    "card": some_of("hero_image", "title", "actions", "body"),
    "container": some_of("title", "rich_text_title"),
}


def block(surface: Surface) -> Check:
    """A block that may stand on the surface."""
    kinds = {name: fields for name, (surfaces, fields) in BLOCKS.items() if surface in surfaces}
    known = typed(kinds, common=NAMED)

    def check(value: Any, at: str, report: Report) -> None:
        known(value, at, report)
        kind = value.get("type") if isinstance(value, dict) else None
        if kind in ACROSS and kind in kinds:
            ACROSS[kind](value, at, report)

    return check
