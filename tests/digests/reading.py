"""Reads a digest as a person does: every word on the screen, not counted by our own counter."""

import re
from collections.abc import Iterator, Sequence

from bot.domain.post import Block, Message
from tests.views.reading import read

PROSE = ("text", "caption", "label", "title", "name", "description", "x_label", "y_label", "alt_text")


def shown(block: Block) -> list[str]:
    """The texts of a block in their order; of a chart its title."""
    match block:
        case {"type": "header", "text": {"text": str(said)}}:
            return [said]
        case {"type": "section", "text": {"text": str(said)}}:
            return read(said).replace("*", "").split("\n")
        case {"type": "context" | "actions", "elements": list(elements)}:
            return [_element(each) for each in elements]
        case {"type": "table", "rows": list(rows)}:
            return [" | ".join(cell["text"] for cell in row) for row in rows]
        case {"type": "data_visualization", "title": str(title)}:
            return [title]
        case _:
            raise AssertionError(block)


def lines(message: Message) -> list[str]:
    """Everything that is shown, line by line."""
    return [line for block in message.blocks for line in shown(block)]


def whole(message: Message) -> str:
    """The same in one text."""
    return "\n".join(lines(message))


def words(blocks: Sequence[Block]) -> int:
    """How many words are read: what stands between blanks and holds a letter, a digit or a percent sign."""
    said = " ".join(line for block in blocks for line in shown(block))
    return sum(bool(re.search(r"[\w%]", word)) for word in said.split())


def before_chart(message: Message) -> list[Block]:
    """The blocks before the first chart."""
    kinds = [block["type"] for block in message.blocks]
    return list(message.blocks[: kinds.index("data_visualization")])


def characters(value: object) -> int:
    """All texts of the JSON that Slack may count."""
    return sum(map(len, _texts(value)))


def actions(message: Message) -> list[tuple[str, str]]:
    """What the buttons do: their action ids and values."""
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [(each["action_id"], each["value"]) for row in rows for each in row]  # type: ignore[attr-defined]


def rows(message: Message) -> dict[str, str]:
    """The table: what, and how it stands."""
    found = [block["rows"] for block in message.blocks if block["type"] == "table"]
    assert len(found) == 1
    return {row[0]["text"]: row[1]["text"] for row in found[0]}  # type: ignore[attr-defined]


def _element(element: object) -> str:
    match element:
        case {"type": "button", "text": {"text": str(label)}}:
            return label
        case {"type": "mrkdwn", "text": str(said)}:
            return read(said).replace("*", "")
        case _:
            raise AssertionError(element)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (each for name, each in value.items() if name in PROSE and isinstance(each, str))
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
