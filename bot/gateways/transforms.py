"""The closed set of conversions that a mapping may name with `as`: from a source's value to a canonical one.

There is nothing to program here: a conversion has a name and a few settings, and either gives a value or says
in a ValueError why it cannot.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain import text

MAX_DIGITS = 30

_FLAGS = re.IGNORECASE | re.ASCII


class Kind(StrEnum):
    """The names that `as` takes."""

    TEXT = "text"
    EMAIL = "email"
    PHONE = "phone"
    LOWER = "lower"
    INT = "int"
    NUMBER = "number"
    BOOL = "bool"
    EPOCH_S = "epoch_s"
    EPOCH_MS = "epoch_ms"
    ISO8601 = "iso8601"
    DATE = "date"
    ENUM = "enum"
    SPLIT = "split"


_SETTINGS: Mapping[Kind, set[str]] = {
    Kind.DATE: {"format"},
    Kind.ENUM: {"map"},
    Kind.SPLIT: {"part", "separator"},
    Kind.NUMBER: {"decimal"},
    Kind.INT: {"decimal"},
}


class Part(StrEnum):
    """Which part of a split text: before the first separator, after it, or after the last one."""

    FIRST = "first"
    REST = "rest"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Transform:
    """One conversion. `zone` is for times without an offset, `decimal` the sign before the fraction."""

    kind: Kind
    formats: tuple[str, ...] = ()
    choices: Mapping[str, object] = field(default_factory=dict)  # keys in lower case
    separator: str = " "
    part: Part = Part.FIRST
    decimal: str = "."
    zone: ZoneInfo | None = None

    def apply(self, value: object) -> object:
        """The converted value, None for a blank one; ValueError if it does not fit."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        return _APPLY[self.kind](self, value)


def build(kind: Kind, settings: Mapping[str, object], zone: ZoneInfo | None) -> Transform:
    """The conversion with its settings as a file gives them; ValueError if they do not fit."""
    for name in sorted(settings.keys() - _SETTINGS.get(kind, set())):
        raise ValueError(f'{name} means nothing with as = "{kind}"')
    match kind:
        case Kind.DATE:
            return Transform(kind, formats=_read_formats(settings.get("format"), zone), zone=zone)
        case Kind.ENUM:
            return Transform(kind, choices=_read_choices(settings.get("map")))
        case Kind.SPLIT:
            part = _read_choice("part", settings.get("part"), list(Part))
            return Transform(kind, separator=str(settings.get("separator") or " "), part=Part(part))
        case Kind.NUMBER | Kind.INT:
            return Transform(kind, decimal=_read_choice("decimal", settings.get("decimal", "."), [".", ","]))
        case _:
            return Transform(kind, zone=zone)


def _read_formats(value: object, zone: ZoneInfo | None) -> tuple[str, ...]:
    formats = [value] if isinstance(value, str) else value
    if not (isinstance(formats, list) and formats and all(isinstance(each, str) for each in formats)):
        raise ValueError('format should be one like "%d.%m.%Y" or "iso8601", or a list of them')
    probe = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
    for each in formats:
        if each == Kind.ISO8601:
            continue
        try:
            datetime.strptime(probe.strftime(each), each)  # noqa: DTZ007  # only tried, not kept
        except ValueError as error:
            raise ValueError(f"format “{each}” does not work: {error}") from error
        if "%z" not in each and zone is None:
            raise ValueError(f"format “{each}” has no offset from UTC: set timezone at the top of the file")
    return tuple(formats)


def _read_choices(value: object) -> dict[str, object]:
    is_plain = isinstance(value, dict) and all(isinstance(each, str | int | float) for each in value.values())
    if not (isinstance(value, dict) and value and is_plain):
        raise ValueError('map should be like { Germany = "DE", France = "FR" }')
    return {key.strip().lower(): each for key, each in value.items()}


def _read_choice(name: str, value: object, allowed: Sequence[str]) -> str:
    if not (isinstance(value, str) and value in allowed):
        raise ValueError(f"{name} should be one of {' '.join(allowed)}")
    return value


def _text(_: Transform, value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        return str(int(value))
    if isinstance(value, int | float) and abs(value) < 10**MAX_DIGITS:
        return str(value)
    if isinstance(value, str):
        return value
    raise ValueError(f"{quote(value)} is not text")


def _string(value: object) -> str:
    return str(_text(Transform(Kind.TEXT), value)).strip()


def _email(_: Transform, value: object) -> object:
    address = re.sub(r"^mailto:", "", _string(value), flags=re.IGNORECASE)
    named = re.fullmatch(r"[^<>]*<([^<>\s]+)>", address)
    return (named[1] if named else address).lower()


def _phone(_: Transform, value: object) -> object:
    return re.sub(r"^tel:", "", _string(value), flags=re.IGNORECASE)


def _lower(_: Transform, value: object) -> object:
    return _string(value).lower()


def _number(transform: Transform, value: object) -> int | float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    given = _string(value)
    if len(given) > MAX_DIGITS * 2:
        raise ValueError(f"{quote(value)} is too long for a number")
    # Signs and names of currencies go; a bracket stays and fails, because in ledgers it means minus.
    plain = re.sub(r"^[^\d+\-.,(]+|[^\d)]+$", "", re.sub(r"[\s'’]", "", given))
    grouping, decimal = re.escape("." if transform.decimal == "," else ","), re.escape(transform.decimal)
    if not re.fullmatch(
        rf"[+-]?(\d{{1,3}}({grouping}\d{{3}})+|\d+)({decimal}\d+)?(e[+-]?\d\d?)?", plain, _FLAGS
    ):
        raise ValueError(f"{quote(value)} is not a number with “{transform.decimal}” before its fraction")
    number = float(re.sub(grouping, "", plain).replace(transform.decimal, "."))
    return int(number) if number.is_integer() else number


def _int(transform: Transform, value: object) -> object:
    number = _number(transform, value)
    if isinstance(number, float) and not number.is_integer():
        raise ValueError(f"{quote(value)} is not a whole number")
    return int(number)


def _bool(_: Transform, value: object) -> object:
    word = _string(value).lower()
    if word in ("true", "yes", "y", "1", "on"):
        return True
    if word in ("false", "no", "n", "0", "off"):
        return False
    raise ValueError(f"{quote(value)} is neither yes nor no")


def _epoch(transform: Transform, value: object) -> object:
    number = _number(transform, value)
    try:
        seconds = number / 1000 if transform.kind is Kind.EPOCH_MS else number
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (OverflowError, OSError, ValueError) as error:
        raise ValueError(f"{quote(value)} is not a time since 1970") from error


def _iso8601(transform: Transform, value: object) -> object:
    try:
        moment = datetime.fromisoformat(_string(value).upper())
    except ValueError as error:
        raise ValueError(f"{quote(value)} is not an ISO 8601 time") from error
    return _with_offset(transform, moment)


def _date(transform: Transform, value: object) -> object:
    for each in transform.formats:
        try:
            if each == Kind.ISO8601:
                return _iso8601(transform, value)
            # The offset is added below, where it is missing.
            return _with_offset(transform, datetime.strptime(_string(value), each))  # noqa: DTZ007
        except ValueError:
            continue
    raise ValueError(f"{quote(value)} does not look like {' or '.join(transform.formats)}")


def _with_offset(transform: Transform, moment: datetime) -> str:
    if moment.tzinfo is None and transform.zone is None:
        raise ValueError("has no offset from UTC: set timezone in the mapping")
    return (moment if moment.tzinfo else moment.replace(tzinfo=transform.zone)).isoformat()


def _enum(transform: Transform, value: object) -> object:
    word = _string(value).lower()
    if word not in transform.choices:
        raise ValueError(f"{quote(value)} is none of {', '.join(transform.choices)}")
    return transform.choices[word]


def _split(transform: Transform, value: object) -> object:
    whole = _string(value)
    first, _separator, rest = whole.partition(transform.separator)
    pieces = {Part.FIRST: first, Part.REST: rest, Part.LAST: whole.rpartition(transform.separator)[2]}
    return pieces[transform.part].strip() or None


def quote(value: object) -> str:
    """A foreign value as it may stand in a message."""
    return f"“{text.clean(value, 40)[0]}”" if isinstance(value, str) else f"a {type(value).__name__}"


_APPLY: Mapping[Kind, Callable[[Transform, object], object]] = {
    Kind.TEXT: _text,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.LOWER: _lower,
    Kind.INT: _int,
    Kind.NUMBER: _number,
    Kind.BOOL: _bool,
    Kind.EPOCH_S: _epoch,
    Kind.EPOCH_MS: _epoch,
    Kind.ISO8601: _iso8601,
    Kind.DATE: _date,
    Kind.ENUM: _enum,
    Kind.SPLIT: _split,
}
