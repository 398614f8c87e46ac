"""A mapping: how one source's documents become canonical leads, by expressions (JMESPath) and conversions.

A mapping is data, read from a file by `bot/gateways/mapping_file.py`. Applying it computes nothing that the
file does not name, and a document that does not fit gives errors, never exceptions.
"""

import collections.abc
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import jmespath
import jmespath.exceptions
from jmespath.parser import ParsedResult

from bot.domain.lead import EventType, FieldError, LeadEvent
from bot.gateways import canonical, columns, transforms
from bot.gateways.transforms import Transform

Path = tuple[str | int, ...]

# What must not be left out when it cannot be read.
_EXACT = frozenset(
    {"event.occurred_at", "outcome.at", "outcome.created_at", "outcome.closed_at", "outcome.amount"}
)


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled JMESPath expression."""

    source: str
    parsed: ParsedResult

    def find(self, document: object) -> object:
        """What it selects, None for nothing; ValueError if a function is given what it does not take."""
        try:
            found: object = self.parsed.search(document)
        except (TypeError, ArithmeticError) as error:
            raise ValueError(str(error)) from error
        return found

    def holds(self, document: object) -> bool:
        """Whether the result counts as true in JMESPath: neither null, false nor empty. An error does not."""
        try:
            found = self.find(document)
        except ValueError:
            return False
        return found is not None and found is not False and found not in ("", [], {})


@dataclass(frozen=True, slots=True)
class Columns:
    """Folded names of columns; the first that has a value gives it."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Constant:
    """The same value for every document."""

    value: object


@dataclass(frozen=True, slots=True)
class Field:
    """One canonical field: where it goes, what it is taken from, how it is converted."""

    name: str
    path: Path
    origin: Expression | Columns | Constant
    transform: Transform | None = None
    default: object = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What a document is if `when` holds: an event of a type, or, without one, to be ignored and why."""

    when: Expression | None
    type: EventType | None
    ignore: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A compiled mapping. `items` splits a delivery; the first of `rules` that holds says what an item is."""

    items: Expression | None
    event_key: Expression | None
    rules: tuple[Rule, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Mapped:
    """A canonical document, still to be checked, and what could not be converted and is missing in it."""

    payload: dict[str, object]
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class Ignored:
    """A document that the mapping wants nothing of, and why."""

    reason: str


def split(mapping: Mapping, document: object) -> list[object]:
    """The items of one delivery; none at all if the expression for them finds nothing."""
    if mapping.items is None:
        return [document]
    try:
        found = mapping.items.find(document)
    except ValueError:
        return []
    if isinstance(found, list):
        return found
    return [] if found is None else [found]


def event_key(mapping: Mapping, item: object) -> str | None:
    """Under which key the item is unique within its source, if it says so itself."""
    if mapping.event_key is None:
        return None
    try:
        found = Transform(transforms.Kind.TEXT).apply(mapping.event_key.find(item))
    except ValueError:
        return None
    return None if found is None else str(found)


def apply(
    mapping: Mapping, item: object, *, event_id: str | None = None, occurred_at: datetime | None = None
) -> Mapped | Ignored:
    """The canonical document of one item; `event_id` and `occurred_at` stand in where the item tells none.

    A qualified lead that does not say when it qualified did so when the event occurred. An entry of a list in
    which only constants stand is left out.
    """
    rule = next((rule for rule in mapping.rules if rule.when is None or rule.when.holds(item)), None)
    if rule is None or rule.type is None:
        return Ignored(rule.ignore if rule else "none of [[events]] holds")
    found, errors = _find_fields(mapping.fields, item)
    _default(found, ("event", "event_id"), event_key(mapping, item) or event_id)
    _default(found, ("event", "occurred_at"), occurred_at.isoformat() if occurred_at else None)
    found["event", "type"] = rule.type.value
    if rule.type is EventType.QUALIFIED:
        _default(found, ("qualification", "qualified_at"), found.get(("event", "occurred_at")))
    payload = {str(group): _nest(branch) for group, branch in _branches(found).items()}
    return Mapped(payload, tuple(errors))


def read(
    mapping: Mapping,
    item: object,
    *,
    source: str,
    received_at: datetime,
    event_id: str | None = None,
    occurred_at: datetime | None = None,
) -> LeadEvent | Ignored | list[FieldError]:
    """The checked event of one item. What could not be converted is flagged, or an error if required.

    A time of the event that is told wrong is an error as well: another one in its place would make the lead
    older or younger than it is. So is an amount: a sum must not lack it without a word.
    """
    mapped = apply(mapping, item, event_id=event_id, occurred_at=occurred_at)
    if isinstance(mapped, Ignored):
        return mapped
    is_exact = all(error.path not in _EXACT for error in mapped.errors)
    remarks = [f"{error.path} was left out: {error.problem}" for error in mapped.errors]
    result = canonical.parse(mapped.payload, source=source, received_at=received_at, flags=remarks)
    if isinstance(result, LeadEvent):
        return result if is_exact else list(mapped.errors)
    explained = {error.path for error in mapped.errors}
    return [*mapped.errors, *(error for error in result if error.path not in explained)]


def compile_expression(source: str) -> Expression:
    """The expression; ValueError if it is not JMESPath or calls a function that does not exist."""
    try:
        parsed = jmespath.compile(source)
        parsed.search({})
    except jmespath.exceptions.JMESPathTypeError:
        # In an empty document nothing is found, and some functions do not take that.
        pass
    except jmespath.exceptions.JMESPathError as error:
        raise ValueError(f"“{source}” is not JMESPath: {str(error).splitlines()[0]}") from error
    return Expression(source, jmespath.compile(source))


def _find_fields(fields: Sequence[Field], item: object) -> tuple[dict[Path, object], list[FieldError]]:
    row = columns.fold_row(item) if any(isinstance(field.origin, Columns) for field in fields) else {}
    found: dict[Path, object] = {}
    errors: list[FieldError] = []
    for field in fields:
        try:
            value = _find(field, item, row)
        except ValueError as error:
            errors.append(FieldError(field.name, str(error)))
            value = None
        _default(found, field.path, field.default if value is None else value)
    told = {_entry(path) for path in found}
    constants = {field.path: field.origin.value for field in fields if isinstance(field.origin, Constant)}
    found |= {path: value for path, value in constants.items() if _entry(path) in {None, *told}}
    return found, errors


def _find(field: Field, item: object, row: columns.Row) -> object:
    match field.origin:
        case Expression() as expression:
            value = expression.find(item)
        case Columns(names):
            value = columns.pick(names, row)
        case _:
            return None
    if field.transform:
        return field.transform.apply(value)
    if field.name == "custom" and isinstance(value, dict):
        # Taken over as a whole, such as all traits: what is no plain value has no place among custom keys.
        return {key: each for key, each in value.items() if isinstance(each, str | int | float)}
    return value


def _default(found: dict[Path, object], path: Path, value: object) -> None:
    if value is not None:
        found.setdefault(path, value)


def _entry(path: Path) -> Path | None:
    """The entry of a list that the path leads through: ("refs", 0) of ("refs", 0, "id")."""
    index = next((place for place, key in enumerate(path) if isinstance(key, int)), None)
    return None if index is None else path[: index + 1]


def _branches(found: collections.abc.Mapping[Path, object]) -> dict[str | int, dict[Path, object]]:
    branches: dict[str | int, dict[Path, object]] = {}
    for path, value in found.items():
        branches.setdefault(path[0], {})[path[1:]] = value
    return branches


def _nest(found: collections.abc.Mapping[Path, object]) -> object:
    """The values as one tree of objects and lists; no path leads through another one's value."""
    if () in found:
        return found[()]
    branches = _branches(found)
    if all(isinstance(key, int) for key in branches):
        return [_nest(branch) for _, branch in sorted(branches.items(), key=lambda pair: int(pair[0]))]
    return {key: _nest(branch) for key, branch in branches.items()}
