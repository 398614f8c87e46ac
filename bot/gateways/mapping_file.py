"""Mapping files: TOML in, a compiled mapping out, or every mistake in the file with the key it is under.

timezone = "Europe/Berlin"          # of times without an offset
items = "batch"                     # splits a delivery, when it holds several
event_key = "messageId"             # what makes an item unique

[[events]]                          # the first whose `when` holds says what the item is
when = "event == 'MQL'"
type = "lead.qualified"             # or: ignore = "why"

[fields]                            # canonical field = expression, or a table with a conversion
"person.email" = "traits.email"
"person.country" = { from = "traits.land", as = "enum", map = { Deutschland = "DE" }, default = "AT" }
"company.name" = { column = ["Company", "Account"] }
"refs[0].system" = { value = "segment" }
"""

import importlib.resources
import itertools
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from bot.domain.errors import ConfigError
from bot.domain.lead import EventType
from bot.gateways import columns, fields, mapping, transforms, values
from bot.gateways.mapping import Columns, Constant, Expression, Field, Rule

P = ParamSpec("P")
T = TypeVar("T")
Table = dict[str, object]

_KEYS = {"timezone", "items", "event_key", "events", "fields"}
_ORIGINS = ("from", "column", "value")
_SUFFIX = ".toml"


class MappingError(ConfigError):
    """A mapping file is wrong; `problems` are all of its mistakes, each with its key."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def load(text: str) -> mapping.Mapping:
    """The compiled mapping of a file's text; MappingError for anything wrong in it."""
    try:
        file: Table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError([f"not TOML: {error}"]) from error
    problems = [f"{key}: is not known here" for key in sorted(file.keys() - _KEYS)]
    zone = _attempt(problems, "timezone", _read_zone, file.get("timezone"))
    loaded = mapping.Mapping(
        items=_attempt(problems, "items", _read_expression, file.get("items")),
        event_key=_attempt(problems, "event_key", _read_expression, file.get("event_key")),
        rules=tuple(_read_rules(file.get("events"), problems)),
        fields=tuple(_read_fields(file.get("fields"), zone, problems)),
    )
    problems += _find_conflicts(loaded.fields)
    if problems:
        raise MappingError(problems)
    return loaded


def load_file(path: Path) -> mapping.Mapping:
    """The compiled mapping of a file; MappingError for anything wrong with it."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError([f"{path} cannot be read: {error}"]) from error
    return load(text)


def shipped() -> dict[str, str]:
    """The mappings that come with the bot: their names and texts."""
    folder = importlib.resources.files("bot.gateways").joinpath("mappings")
    found = sorted(folder.iterdir(), key=lambda file: file.name)
    return {f.name.removesuffix(_SUFFIX): f.read_text("utf-8") for f in found if f.name.endswith(_SUFFIX)}


def _attempt(
    problems: list[str], key: str, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T | None:
    try:
        return read(*args, **kwargs)
    except ValueError as error:
        problems.append(f"{key}: {error}")
        return None


def _read_zone(value: object) -> ZoneInfo | None:
    if value is None:
        return None
    name = values.read_zone(value) if isinstance(value, str) else None
    if name is None:
        raise ValueError("should be an IANA name such as Europe/Berlin")
    return ZoneInfo(name)


def _read_expression(value: object) -> Expression | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("should be a JMESPath expression in quotes")
    return mapping.compile_expression(value)


def _read_rules(value: object, problems: list[str]) -> Iterator[Rule]:
    if not (isinstance(value, list) and value and all(isinstance(each, dict) for each in value)):
        problems.append('events: should be at least one [[events]] with type = "lead.qualified" or another')
        return
    for number, table in enumerate(value, start=1):
        rule = _attempt(problems, f"events {number}", _read_rule, table)
        if rule:
            yield rule


def _read_rule(table: Table) -> Rule:
    for key in sorted(table.keys() - {"when", "type", "ignore"}):
        raise ValueError(f"{key} is not known here")
    when, kind, reason = _read_expression(table.get("when")), table.get("type"), table.get("ignore")
    if (kind is None) == (reason is None):
        raise ValueError("should have either a type or a reason to ignore")
    if reason is not None:
        return Rule(when, None, str(reason))
    if kind not in list(EventType):
        raise ValueError(f"type should be one of {', '.join(EventType)}")
    return Rule(when, EventType(str(kind)))


def _read_fields(value: object, zone: ZoneInfo | None, problems: list[str]) -> Iterator[Field]:
    if not (isinstance(value, dict) and value):
        problems.append("fields: should be a table of canonical fields and where they come from")
        return
    for name, spec in value.items():
        field = _attempt(problems, f'fields "{name}"', _read_field, name, spec, zone)
        if field:
            yield field


def _read_field(name: str, spec: object, zone: ZoneInfo | None) -> Field:
    target = fields.resolve(name)
    table = {"from": spec} if isinstance(spec, str) else spec
    if not isinstance(table, dict):
        raise ValueError('should be an expression in quotes or a table such as { from = "email" }')
    if sum(key in table for key in _ORIGINS) != 1:
        raise ValueError(f"should have one of {', '.join(_ORIGINS)}")
    settings = {key: each for key, each in table.items() if key not in (*_ORIGINS, "as", "default")}
    origin = _read_origin(table)
    kind = _read_kind(table.get("as"), target.needs)
    if isinstance(origin, Constant) or kind is None:
        for key in sorted(settings.keys() | ({"as"} & table.keys())):
            raise ValueError(f"{key} means nothing here")
        return Field(name, target.path, origin, default=_read_scalar(table.get("default")))
    transform = transforms.build(kind, settings, zone)
    return Field(name, target.path, origin, transform, _read_scalar(table.get("default")))


def _read_origin(table: Table) -> Expression | Columns | Constant:
    if "value" in table:
        return Constant(_read_scalar(table["value"]))
    if "from" in table:
        expression = _read_expression(table["from"])
        if expression:
            return expression
    names = [table["column"]] if isinstance(table["column"], str) else table["column"]
    if not (
        isinstance(names, list)
        and names
        and all(isinstance(each, str) and columns.fold(each) for each in names)
    ):
        raise ValueError("column should be the name of a column, or a list of names")
    return Columns(tuple(columns.fold(each) for each in names))


def _read_kind(value: object, needed: transforms.Kind | None) -> transforms.Kind | None:
    if value is None:
        return needed
    if value not in list(transforms.Kind):
        raise ValueError(f"as should be one of {', '.join(transforms.Kind)}")
    return transforms.Kind(str(value))


def _read_scalar(value: object) -> object:
    if value is not None and not isinstance(value, str | int | float):
        raise ValueError("a fixed value should be text, a number, true or false")
    return value


def _find_conflicts(found: Iterable[Field]) -> Iterator[str]:
    """Pairs of fields of which one would be inside the other's value."""
    ordered = sorted(found, key=lambda field: [str(key) for key in field.path])
    for one, other in itertools.pairwise(ordered):
        if other.path[: len(one.path)] == one.path:
            yield f'fields "{other.name}": collides with "{one.name}"'
