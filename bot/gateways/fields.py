"""The fields of the canonical lead by name: "person.email", "refs[0].id", "custom.plan", "activities"."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.gateways import past_schema, schema
from bot.gateways.schema import Group, Pairs
from bot.gateways.transforms import Kind

Path = tuple[str | int, ...]

# The conversion that a field needs unless another one is asked for; all others hold text.
_NEEDED = {
    "email": Kind.EMAIL,
    "phone": Kind.PHONE,
    "occurred_at": Kind.ISO8601,
    "qualified_at": Kind.ISO8601,
    "at": Kind.ISO8601,
    "created_at": Kind.ISO8601,
    "closed_at": Kind.ISO8601,
    "handed_at": Kind.ISO8601,
    "due_at": Kind.ISO8601,
    "decided_at": Kind.ISO8601,
    "touch_due_at": Kind.ISO8601,
    "touched_at": Kind.ISO8601,
    "sql_at": Kind.ISO8601,
    "opportunity_at": Kind.ISO8601,
    "won_at": Kind.ISO8601,
    "lost_at": Kind.ISO8601,
    "score": Kind.NUMBER,
    "points": Kind.NUMBER,
    "amount": Kind.NUMBER,
    "annual_revenue": Kind.NUMBER,
    "met": Kind.BOOL,
}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a value goes, and the conversion it needs: None for free keys and for whole lists."""

    path: Path
    needs: Kind | None


def resolve(name: str) -> Target:
    """The field of that name; ValueError, naming the nearest one, if there is none."""
    for group in _FREE:
        if name.startswith(f"{group}.") and len(name) > len(group) + 1:
            return Target((*group.split("."), name[len(group) + 1 :]), None)
    general = re.sub(r"\[[0-9]{1,2}\]", "[]", name)
    if general not in _NAMES:
        near = difflib.get_close_matches(general, _NAMES, n=1)
        hint = f"; did you mean {near[0].replace('[]', '[0]')}?" if near else ""
        raise ValueError(f"is not a field of a lead{hint}")
    parts = (part for part in re.split(r"[.\[\]]+", name) if part)
    return Target(tuple(int(part) if part.isdigit() else part for part in parts), _NAMES[general])


def _names(model: type[Group], prefix: str = "") -> Iterator[tuple[str, Kind | None]]:
    for key, field in model.model_fields.items():
        name, inner = f"{prefix}{key}", schema.group_in(field.annotation)
        if inner and schema.is_list(field.annotation):
            yield name, None
            yield from _names(inner, f"{name}[].")
        elif inner:
            yield from _names(inner, f"{name}.")
        else:
            is_free = any(isinstance(rule, Pairs) for rule in field.metadata)
            yield name, None if is_free else _NEEDED.get(key, Kind.TEXT)


# Both are settled elsewhere: the type by the rules of a mapping, the source by the address.
_NAMES = {name: need for name, need in _names(past_schema.Past) if name not in ("event.type", "event.source")}
_FREE = ("custom", "campaign.first_touch", "campaign.last_touch")
