"""What can be put right in a canonical lead before it is judged; each repair leaves a flag for people.

Texts are cleaned and cut; unknown secondary values, unknown keys and surplus entries are left out. Wrong
types are not touched here; the schema refuses them.
"""

from collections.abc import Mapping

from pydantic.fields import FieldInfo

from bot.domain import text
from bot.gateways import schema, values
from bot.gateways.schema import Digits, Group, Items, Lookup, Pairs, Text

MAX_FLAGS = 50


def repair(
    model: type[Group], raw: Mapping[str, object], flags: list[str], path: str = ""
) -> dict[str, object]:
    """The raw group as far as `model` knows its keys; `flags` grows by what was cut, ignored or left out."""
    repaired: dict[str, object] = {}
    for key, value in raw.items():
        field = model.model_fields.get(key)
        if field is None:
            flags.append(f"{path}{shorten(key)} is not a field of a lead and was ignored")
        elif value is not None and (kept := _repair_value(field, value, flags, f"{path}{key}")) is not None:
            repaired[key] = kept
    return repaired


def cap_flags(flags: list[str]) -> tuple[str, ...]:
    """At most `MAX_FLAGS` of them; the last says how many more there were."""
    if len(flags) <= MAX_FLAGS:
        return tuple(flags)
    return (*flags[: MAX_FLAGS - 1], f"and {len(flags) - MAX_FLAGS + 1} more remarks")


def shorten(value: object) -> str:
    """A foreign key or value as it may stand in a message."""
    return text.clean(str(value), 60)[0]


def _repair_value(field: FieldInfo, value: object, flags: list[str], path: str) -> object:
    for rule in field.metadata:
        match rule, value:
            case Text(), str():
                return _repair_text(rule, value, flags, path)
            case Lookup(), str() | int() if isinstance(value, rule.takes) and not isinstance(value, bool):
                return _look_up(rule, value, flags, path)
            case Digits(), int() if not isinstance(value, bool) and 0 <= value < values.MAX_NUMBER:
                return str(value)
            case Pairs(), Mapping():
                return _repair_pairs(rule, value, flags, path)
            case Items(), list() if len(value) > rule.limit:
                flags.append(f"{path} was cut to {rule.limit} entries")
                value = value[: rule.limit]
    return _repair_groups(schema.group_in(field.annotation), value, flags, path)


def _repair_groups(model: type[Group] | None, value: object, flags: list[str], path: str) -> object:
    match value:
        case Mapping() if model:
            return repair(model, value, flags, f"{path}.")
        case list() if model:
            return [
                _repair_groups(model, each, flags, f"{path}[{index}]") for index, each in enumerate(value)
            ]
        case _:
            return value


def _repair_text(rule: Text, value: str, flags: list[str], path: str) -> str | None:
    cleaned, was_cut = text.clean(value, rule.limit, multi_line=rule.multi_line)
    if was_cut:
        flags.append(f"{path} was cut to {rule.limit} characters")
    return cleaned or None


def _look_up(rule: Lookup, value: str | int, flags: list[str], path: str) -> str | int | None:
    if isinstance(value, str) and not value.strip():
        return None
    found = rule.read(value)
    if found is None:
        flags.append(f"{path} was left out: “{shorten(value)}” is not {rule.expected}")
    elif isinstance(value, str) and len(value) > values.MAX_LINK:
        flags.append(f"{path} was cut to the address without its query")
    return found


def _repair_pairs(rule: Pairs, value: Mapping[str, object], flags: list[str], path: str) -> dict[str, object]:
    kept: dict[str, object] = {}
    for key, each in value.items():
        name, too_long = text.clean(key, rule.key)
        if too_long or not name:
            flags.append(f"{path}.{shorten(key)} was left out: a key has 1 to {rule.key} characters")
        elif each is not None:
            kept[name] = _repair_scalar(rule, each, flags, f"{path}.{name}")
    kept = {key: each for key, each in kept.items() if each is not None}
    if len(kept) > rule.limit:
        flags.append(f"{path} was cut to {rule.limit} keys")
    return dict(list(kept.items())[: rule.limit])


def _repair_scalar(rule: Pairs, value: object, flags: list[str], path: str) -> object:
    if isinstance(value, int) and values.MAX_NUMBER <= abs(value) < values.MAX_NUMBER**2:
        # Such a number is an id; as text it keeps every digit.
        value = str(value)
    return _repair_text(Text(rule.value), value, flags, path) if isinstance(value, str) else value
