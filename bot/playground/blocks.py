"""Blocks as Slack keeps them (ids filled in, texts completed), and how to find and read what is in them."""

import uuid
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from bot.playground import elements
from bot.playground.payloads import Object

# Element type -> the key under which its present value stands in `state.values`.
STATE_KEYS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
}
STATELESS = {"button", "overflow", "workflow_button", "icon_button", "feedback_buttons"}
LISTS = {"selected_options", "selected_users", "selected_conversations", "selected_channels", "files"}
INITIAL = {
    "value": "initial_value",
    "rich_text_value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
}


def settled(blocks: list[Object]) -> list[Object]:
    """A copy as Slack stores it: every block and element has an id, every text object its flag."""
    kept = deepcopy(blocks)
    for block in kept:
        _complete(block)
        block.setdefault("block_id", uuid.uuid4().hex[:5])
        for child in block.get("child_blocks", []):
            child.setdefault("block_id", uuid.uuid4().hex[:5])
    return kept


def _complete(value: Any) -> None:
    if isinstance(value, list):
        for entry in value:
            _complete(entry)
    if not isinstance(value, dict):
        return
    for entry in value.values():
        _complete(entry)
    kind = value.get("type")
    if kind == "plain_text":
        value.setdefault("emoji", True)
    elif kind == "mrkdwn":
        value.setdefault("verbatim", False)
    elif kind in elements.ELEMENTS:
        value.setdefault("action_id", uuid.uuid4().hex[:5])


def interactive(blocks: list[Object]) -> Iterator[tuple[Object, Object]]:
    """Every interactive element with the block it stands in."""
    for block in blocks:
        for child in block.get("child_blocks", []):
            yield from interactive([child])
        found = [block.get("accessory"), block.get("element")]
        found += block.get("elements", []) if block.get("type") in ("actions", "context_actions") else []
        found += block.get("actions", []) if block.get("type") == "card" else []
        for element in found:
            if isinstance(element, dict) and element.get("type") in elements.ELEMENTS:
                yield block, element
        if block.get("type") == "carousel":
            yield from interactive(block.get("elements", []))


def find(blocks: list[Object], action_id: str, block_id: str = "") -> tuple[Object, Object] | None:
    """The block and element with the action id (in that block, if one is named), or None."""
    for block, element in interactive(blocks):
        if element.get("action_id") == action_id and block_id in ("", block.get("block_id")):
            return block, element
    return None


def options(element: Object) -> list[Object]:
    """All options of a menu or list, those in groups included."""
    grouped = [entry for group in element.get("option_groups", []) for entry in group["options"]]
    return list(element.get("options", [])) + grouped


def blank_state(blocks: list[Object]) -> Object:
    """`state.values` as it is before anyone touches the blocks: initial values, else null or empty."""
    state: Object = {}
    for block, element in interactive(blocks):
        kind = element["type"]
        if kind in STATELESS:
            continue
        key = STATE_KEYS[kind]
        initial = element.get(INITIAL.get(key, ""), [] if key in LISTS else None)
        state.setdefault(block["block_id"], {})[element["action_id"]] = {"type": kind, key: initial}
    return state


def merged(blocks: list[Object], *states: Object) -> Object:
    """The state of the blocks after these changes, the last one winning; strangers are left out."""
    result = blank_state(blocks)
    for state in states:
        for block_id, actions in state.items():
            for action_id, value in actions.items():
                if action_id in result.get(block_id, {}):
                    result[block_id][action_id] = value
    return result


def unanswered(blocks: list[Object], state: Object) -> dict[str, str]:
    """The required inputs without an answer, by block id, with the line Slack shows under each."""
    missing = {}
    for block in blocks:
        if block.get("type") != "input" or block.get("optional"):
            continue
        element = block["element"]
        value = state.get(block["block_id"], {}).get(element["action_id"], {})
        if value.get(STATE_KEYS[element["type"]]) in (None, "", []):
            missing[block["block_id"]] = "Please complete this required field."
    return missing


def too_long(blocks: list[Object], state: Object) -> dict[str, str]:
    """The text inputs whose answer is shorter or longer than they allow, by block id."""
    wrong = {}
    for block in blocks:
        element = block.get("element", {})
        if block.get("type") != "input" or element.get("type") != "plain_text_input":
            continue
        value = state.get(block["block_id"], {}).get(element["action_id"], {}).get("value") or ""
        longest, shortest = element.get("max_length", 3000), element.get("min_length", 0)
        if len(value) > longest:
            wrong[block["block_id"]] = f"Must be at most {longest} characters."
        elif value and len(value) < shortest:
            wrong[block["block_id"]] = f"Must be at least {shortest} characters."
    return wrong
