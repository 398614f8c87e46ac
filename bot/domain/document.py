"""Domain objects as JSON documents, which is how they are stored: leads, their events, a week's numbers.

What nobody told is left out, so a field added later needs no migration; a field that a later version wrote
and this one does not know is ignored.
"""

import functools
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum

from bot.domain.lead import Lead, LeadEvent

Json = dict[str, object]
T = typing.TypeVar("T")


def to_json(value: object) -> Json:
    """The document of a frozen dataclass: `from_json(type(value), to_json(value)) == value`."""
    return _write_fields(value)


def from_json(shape: type[T], document: Mapping[str, object]) -> T:
    """The value of a document that `to_json` wrote; KeyError, TypeError or ValueError for any other."""
    return _build(shape, document)


def event_from_json(document: Mapping[str, object]) -> LeadEvent:
    """The event of such a document."""
    return _build(LeadEvent, document)


def lead_from_json(document: Mapping[str, object]) -> Lead:
    """The lead of such a document."""
    return _build(Lead, document)


def _write_fields(value: object) -> Json:
    if not is_dataclass(value):
        raise TypeError(f"not a part of a document: {value!r}")
    written = {each.name: _write(getattr(value, each.name)) for each in fields(value)}
    return {name: each for name, each in written.items() if each not in (None, [], {})}


def _write(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case tuple():
            return [_write(each) for each in value]
        case Mapping():
            return {name: _write(each) for name, each in value.items()}
        case str() | int() | float() | None:
            return value
        case _:
            return _write_fields(value)


def _build(shape: type[T], document: Mapping[str, object]) -> T:
    hints = _hints(typing.cast(typing.Hashable, shape))
    told = {name: _read(hints[name], value) for name, value in document.items() if name in hints}
    untold = (name for name in _required(typing.cast(typing.Hashable, shape)) if name not in told)
    return shape(**{name: _nothing(hints[name]) for name in untold}, **told)


@functools.cache
def _required(shape: typing.Hashable) -> tuple[str, ...]:
    """The fields that have no value of their own; those with nothing to tell are left out of documents."""
    known = fields(typing.cast(typing.Any, shape))
    return tuple(one.name for one in known if one.default is MISSING and one.default_factory is MISSING)


def _nothing(hint: object) -> object:
    """What a field without a value holds; TypeError for one that must have one."""
    if isinstance(hint, types.UnionType) and types.NoneType in typing.get_args(hint):
        return None
    origin = typing.get_origin(hint)
    if origin is tuple:
        return ()
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {}
    raise TypeError(f"a document lacks a value of type {hint}")


def _read(hint: object, value: object) -> object:
    """The value as its hint wants it: dataclasses, tuples of one kind, mappings, enums, dates, scalars."""
    if isinstance(hint, types.UnionType):
        hint = typing.get_args(hint)[0]
    inner = typing.get_args(hint)
    match value:
        case list():
            return tuple(_read(inner[0], each) for each in value)
        case dict() if inner:
            return {name: _read(inner[1], each) for name, each in value.items()}
        case dict() if isinstance(hint, type):
            return _build(hint, value)
        case str() if isinstance(hint, type) and issubclass(hint, date):
            return hint.fromisoformat(value)
        case str() if isinstance(hint, type) and issubclass(hint, StrEnum):
            return hint(value)
        case _:
            return value


@functools.cache
def _hints(shape: typing.Hashable) -> Mapping[str, object]:
    """The types of a dataclass's fields; reading them is slow, so it is done once."""
    return typing.get_type_hints(shape)
