"""A small language for saying what a JSON value must look like; `elements` and `shapes` are written in it.

A check looks at a value under a JSON pointer and notes what is wrong. Wording follows Slack's own messages.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.payloads import Object


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with blocks: where (`pointer`), what, and the limit it broke, if it was one."""

    code: str
    message: str
    pointer: str
    constraint: Object | None = None

    def line(self) -> str:
        """As `response_metadata.messages` shows it."""
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"


@dataclass(slots=True)
class Report:
    """The problems found so far."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, message: str, pointer: str, **constraint: Any) -> None:
        """Notes a problem."""
        self.problems.append(Problem(code, message, pointer, constraint or None))


Check = Callable[[Any, str, Report], None]
# Fields of an object; a name ending in "!" is required.
Fields = Mapping[str, Check]


def string(longest: int, shortest: int = 1, pattern: str = "") -> Check:
    """A text of that many characters."""

    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, str):
            report.add("invalid_type", "must be a string", at)
        elif len(value) > longest:
            report.add("too_long", f"must be less than {longest + 1} characters", at, max_length=longest)
        elif len(value) < shortest:
            report.add("too_short", f"must be more than {shortest - 1} characters", at, min_length=shortest)
        elif pattern and not re.fullmatch(pattern, value):
            report.add("invalid_format", f"does not match the pattern {pattern}", at, pattern=pattern)

    return check


def choice(*values: str) -> Check:
    """One of these words."""

    def check(value: Any, at: str, report: Report) -> None:
        if value not in values:
            report.add(
                "invalid_value", f"must be a valid enum value: {', '.join(values)}", at, enum=list(values)
            )

    return check


def number(low: float | None = None, high: float | None = None, *, whole: bool = False) -> Check:
    """A number within the bounds."""
    kinds = int if whole else (int, float)

    def check(value: Any, at: str, report: Report) -> None:
        if isinstance(value, bool) or not isinstance(value, kinds):
            report.add("invalid_type", "must be an integer" if whole else "must be a number", at)
        elif low is not None and value < low:
            report.add("too_small", f"must be at least {low}", at, minimum=low)
        elif high is not None and value > high:
            report.add("too_large", f"must be at most {high}", at, maximum=high)

    return check


def boolean(value: Any, at: str, report: Report) -> None:
    """True or false."""
    if not isinstance(value, bool):
        report.add("invalid_type", "must be a boolean", at)


def anything(value: Any, at: str, report: Report) -> None:
    """No demands."""


def items(each: Check, most: int, least: int = 1) -> Check:
    """A list with that many entries, each of which passes the check."""

    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, list):
            report.add("invalid_type", "must be an array", at)
            return
        if len(value) > most:
            report.add("too_many_items", f"no more than {most} items allowed", at, max_items=most)
        if len(value) < least:
            report.add("too_few_items", f"must provide at least {least} items", at, min_items=least)
        for index, entry in enumerate(value):
            each(entry, f"{at}/{index}", report)

    return check


def shape(fields: Fields) -> Check:
    """An object with exactly these fields."""
    known = {name.removesuffix("!"): check for name, check in fields.items()}
    required = [name.removesuffix("!") for name in fields if name.endswith("!")]

    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add("invalid_type", "must be an object", at)
            return
        for name in required:
            if name not in value:
                report.add("missing_field", f"missing required field: {name}", at, required=name)
        for name, entry in value.items():
            if name not in known:
                report.add("unknown_field", f"invalid additional property: {name}", at)
            else:
                known[name](entry, f"{at}/{name}", report)

    return check


def typed(kinds: Mapping[str, Fields], allowed: Collection[str] = (), common: Fields | None = None) -> Check:
    """An object whose `type` says which fields it has; with `allowed`, only those types."""
    shapes = {
        name: shape({"type": anything, **(common or {}), **fields})
        for name, fields in kinds.items()
        if not allowed or name in allowed
    }

    def check(value: Any, at: str, report: Report) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str):
            report.add("missing_field", "missing required field: type", at, required="type")
        elif kind not in shapes:
            report.add("unsupported_type", f"unsupported type: {kind}", f"{at}/type")
        else:
            shapes[kind](value, at, report)

    return check


def both(*checks: Check) -> Check:
    """Several checks of one value."""

    def check(value: Any, at: str, report: Report) -> None:
        for single in checks:
            single(value, at, report)

    return check


def some_of(*names: str, only_one: bool = False) -> Check:
    """An object that has at least one (or exactly one) of the fields."""

    def check(value: Any, at: str, report: Report) -> None:
        given = [name for name in names if isinstance(value, dict) and value.get(name)]
        if not given:
            report.add("missing_field", f"must provide one of: {', '.join(names)}", at)
        elif only_one and len(given) > 1:
            report.add("conflicting_fields", f"must provide only one of: {', '.join(names)}", at)

    return check
