"""Reads messages as a person in Berlin does on the samples' day: moments and mentions as Slack draws them.

Written apart from `bot.views.text`, so that the tests judge what Slack would show and not what we meant.
"""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.post import Block, Message

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 23)
PRETTY = {0: "today", -1: "yesterday", 1: "tomorrow"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def read(markup: str) -> str:
    """The text as it appears on the screen, bold signs left in."""
    dated = re.sub(r"<!date\^(\d+)\^([^|>]*)\|[^>]*>", _moment, markup)
    linked = re.sub(r"<[^|>]*\|([^>]*)>", r"[\1]", dated)
    named = re.sub(r"<@(\w+)>", r"@\1", linked).replace("\N{NO-BREAK SPACE}", " ")
    return named.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def paragraphs(blocks: object) -> list[str]:
    """What the sections and the small print say, in order."""
    assert isinstance(blocks, list | tuple)
    return [read(words) for block in blocks for words in _words(block)]


def lines(message: Message) -> list[str]:
    """Every line of the message's blocks."""
    return "\n".join(paragraphs(message.blocks)).split("\n")


def buttons(message: Message) -> list[list[str]]:
    """The labels of every row of buttons; a menu as its entries in brackets."""
    return [
        [_label(element) for element in _elements(block)]
        for block in message.blocks
        if block["type"] == "actions"
    ]


def _words(block: Block) -> list[str]:
    match block:
        case {"type": "section" | "header", "text": {"text": str(text)}}:
            return [text]
        case {"type": "context"}:
            return [str(element["text"]) for element in _elements(block)]
        case {"type": "input", "label": {"text": str(label)}}:
            return [f"{label} ____"]
        case _:
            return []


def _elements(block: Block) -> list[dict[str, object]]:
    found = block["elements"]
    assert isinstance(found, list)
    return found


def _label(element: dict[str, object]) -> str:
    match element:
        case {"options": list(options)}:
            return "(" + ", ".join(option["text"]["text"] for option in options) + ")"
        case {"text": {"text": str(label)}}:
            return label
        case _:
            raise AssertionError(element)


def _moment(found: re.Match[str]) -> str:
    local = datetime.fromtimestamp(int(found[1]), UTC).astimezone(BERLIN)
    plain = f"{local.day} {MONTHS[local.month - 1]} {local.year}"
    pretty = PRETTY.get((local.date() - TODAY) // timedelta(days=1), plain)
    said = found[2]
    if said.startswith("{date_short_pretty}"):
        pretty = pretty.capitalize()
    parts = {"{time}": f"{local:%H:%M}", "{date_short_pretty}": pretty, "{date_short}": plain}
    for token, text in parts.items():
        said = said.replace(token, text)
    assert "{" not in said, f"Slack does not know {said}"
    return said
