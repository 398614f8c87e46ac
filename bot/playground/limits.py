"""Slack's verdict on blocks and views: the tables of `shapes`, and the rules that span a whole message."""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from bot.playground import checks, shapes
from bot.playground.checks import Problem, Report
from bot.playground.elements import plain
from bot.playground.payloads import Object, SlackError
from bot.playground.shapes import Surface

__all__ = ["Surface", "Verdict", "check_message", "check_view", "examine", "examine_view"]

Verdict = list[Problem]
BLOCKS = {Surface.MESSAGE: 50, Surface.MODAL: 100, Surface.HOME: 100}
# Above this many characters over all blocks Slack answers `msg_blocks_too_long` (observed, not documented).
MESSAGE_CHARACTERS = 13_200
# block type -> how many of it one message may hold
AT_MOST = {"data_visualization": 2, "table": 1}
# block type -> characters over all blocks of that type in one message
CHARACTERS = {"table": 10_000, "data_table": 20_000, "markdown": 12_000}
PROSE = ("text", "caption", "label", "title", "name", "description", "x_label", "y_label", "alt_text")

VIEW_TEXT = plain(24)
COMMON_VIEW: checks.Fields = {
    "blocks!": checks.anything,
    "private_metadata": checks.string(3000, 0),
    "callback_id": checks.string(255, 0),
    "external_id": checks.string(255, 0),
}
VIEW = checks.typed(
    {
        "modal": {
            **COMMON_VIEW,
            "title!": VIEW_TEXT,
            "submit": VIEW_TEXT,
            "close": VIEW_TEXT,
            "clear_on_close": checks.boolean,
            "notify_on_close": checks.boolean,
            "submit_disabled": checks.boolean,
        },
        "home": COMMON_VIEW,
    }
)


def examine(blocks: Any, surface: Surface, at: str = "/blocks") -> Verdict:
    """Everything wrong with a list of blocks."""
    report = Report()
    checks.items(shapes.block(surface), BLOCKS[surface], 0)(blocks, at, report)
    if isinstance(blocks, list):
        known = [block for block in blocks if isinstance(block, dict)]
        _examine_names(known, at, report)
        if surface is Surface.MESSAGE:
            _examine_totals(known, at, report)
    return report.problems


def examine_view(view: Any) -> Verdict:
    """Everything wrong with a modal or Home view."""
    report = Report()
    VIEW(view, "", report)
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return report.problems
    found = report.problems + examine(view.get("blocks", []), Surface(view["type"]))
    inputs = [block for block in _objects(view.get("blocks")) if block.get("type") == "input"]
    if view["type"] == "modal" and inputs and "submit" not in view:
        found.append(Problem("missing_field", "missing required field: submit", ""))
    return found


def check_message(blocks: list[Any], unknown: Collection[str] = ()) -> None:
    """Refuses blocks that Slack would not take in a message; `unknown` types have not come to it yet."""
    _refuse(_examine_types(blocks, unknown) or examine(blocks, Surface.MESSAGE))
    if _characters(blocks) > MESSAGE_CHARACTERS:
        raise SlackError("msg_blocks_too_long")


def check_view(view: Object, surface: Surface) -> None:
    """Refuses a view that Slack would not show on the surface."""
    if view.get("type") != surface:
        raise SlackError(
            "invalid_arguments", (f"[ERROR] must be a {surface} view [json-pointer:/view/type]",)
        )
    problems = examine_view(view)
    if problems:
        lines = tuple(problem.line().replace("[json-pointer:", "[json-pointer:/view") for problem in problems)
        raise SlackError("invalid_arguments", lines)


def _examine_types(blocks: list[Any], unknown: Collection[str]) -> Verdict:
    kinds = [(index, block.get("type")) for index, block in enumerate(blocks) if isinstance(block, dict)]
    return [
        Problem("unsupported_type", f"unsupported type: {kind}", f"/blocks/{index}/type")
        for index, kind in kinds
        if kind in unknown
    ]


def _refuse(problems: Verdict) -> None:
    if problems:
        raise SlackError("invalid_blocks", tuple(problem.line() for problem in problems))


def _examine_names(blocks: list[Object], at: str, report: Report) -> None:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        for part in (block, *_children(block)):
            name = str(part.get("block_id", ""))
            if name and name in seen:
                report.add(
                    "duplicate_block_id", f"`block_id` already exists: {name}", f"{at}/{index}/block_id"
                )
            seen.add(name)
        actions = Counter(
            entry["action_id"] for entry in _objects(block) if isinstance(entry.get("action_id"), str)
        )
        for action, times in actions.items():
            if times > 1:
                report.add("duplicate_action_id", f"`action_id` {action} already exists", f"{at}/{index}")


def _children(block: Object) -> list[Object]:
    children = block.get("child_blocks")
    return [child for child in children if isinstance(child, dict)] if isinstance(children, list) else []


def _examine_totals(blocks: list[Object], at: str, report: Report) -> None:
    kinds = Counter(str(block.get("type")) for block in blocks)
    for kind, most in AT_MOST.items():
        if kinds[kind] > most:
            report.add("too_many_blocks", f"no more than {most} {kind} blocks allowed", at, max_items=most)
    for kind, most in CHARACTERS.items():
        if _characters([block for block in blocks if block.get("type") == kind]) > most:
            report.add(
                "too_long", f"{kind} blocks must be less than {most + 1} characters", at, max_length=most
            )


def _objects(value: Any) -> Iterator[Object]:
    """Every object in a JSON value, at any depth."""
    if isinstance(value, dict):
        yield value
        for entry in value.values():
            yield from _objects(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _objects(entry)


def _characters(value: Any) -> int:
    texts = (entry[name] for entry in _objects(value) for name in PROSE if isinstance(entry.get(name), str))
    return sum(map(len, texts))
