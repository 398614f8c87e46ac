"""How one value of the canonical lead is read: the schema's rules for single fields, each a plain function.

`bot/gateways/canonical.py` reads a whole document and tells all that is wrong with it, for leads that come
one by one. Files of a million rows read the same fields by the same rules, in a tenth of the time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, cast, get_args, get_origin

from pydantic import BaseModel, BeforeValidator

from bot.domain import text
from bot.gateways import past_schema, repair, schema, values
from bot.gateways.mapping import Path
from bot.gateways.schema import Digits, Lookup, Pairs, Text

Read = Callable[[object], object]
Groups = dict[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Leaf:
    """How a field's value is read: None for a blank one, ValueError for one that does not fit.

    `exact`: what does not fit is an error of the row, and not just left out.
    """

    read: Read
    exact: bool


def of(path: Path) -> Leaf | None:
    """How the field at that path is read; None for whole lists and groups."""
    of_list = any(isinstance(key, int) for key in path) and path[0] != "refs"
    rules = None if of_list else _rules_at(path)
    if rules is None:
        return None
    # The readers of single values go before the checks of types that stand beside them.
    for rule in sorted(rules, key=lambda rule: isinstance(rule, BeforeValidator)):
        match rule:
            case Text():
                return Leaf(_cleaner(rule.limit, multi_line=rule.multi_line), exact=False)
            case Lookup():
                return Leaf(_looker(rule), exact=False)
            case Digits():
                return Leaf(_read_digits, exact=False)
            case BeforeValidator(func=read):
                # Identities and times are exact, whatever group they are in; a score is not.
                return Leaf(cast(Read, read), exact=read is not values.read_number)
    choices = next((rule for rule in rules if isinstance(rule, type) and issubclass(rule, Enum)), None)
    return Leaf(_chooser(choices), exact=False) if choices else None


def read_phone(groups: Groups, flags: list[str]) -> None:
    """Put the phone number in E.164, or leave it out: nobody is known by it here."""
    person = groups.get("person", {})
    number = person.pop("phone", None)
    if number is None:
        return
    country = person.get("country") or groups.get("company", {}).get("country")
    try:
        person["phone"], _ = values.read_phone(str(number), str(country) if country else None)
    except ValueError as error:
        flags.append(f"person.phone was left out: {error}")


def _rules_at(path: Path) -> list[object] | None:
    """The annotations of a field, the pairs of free keys as texts."""
    model: type[BaseModel] | None = past_schema.Past
    rules: list[object] = []
    for key in path:
        if isinstance(key, int):
            continue
        if model is None:
            pairs = [rule for rule in rules if isinstance(rule, Pairs)]
            return [Text(pairs[0].value)] if pairs else None
        field = model.model_fields[key]
        rules = [*field.metadata, *_annotations(field.annotation)]
        model = schema.group_in(field.annotation)
    whole = model is not None or any(isinstance(rule, Pairs) for rule in rules)
    return None if whole else rules


def _annotations(annotation: object) -> Iterator[object]:
    """What stands in `Annotated[...]` anywhere within, and the plain types."""
    if get_origin(annotation) is Annotated:
        inner, *rules = get_args(annotation)
        yield from rules
        yield from _annotations(inner)
    elif get_args(annotation):
        for each in get_args(annotation):
            yield from _annotations(each)
    else:
        yield annotation


def _cleaner(limit: int, *, multi_line: bool) -> Read:
    def read(value: object) -> object:
        if isinstance(value, bool | int | float):
            return value
        if not isinstance(value, str):
            raise ValueError("should be text")
        return text.clean(value, limit, multi_line=multi_line)[0] or None

    return read


def _looker(rule: Lookup) -> Read:
    def read(value: object) -> object:
        if not isinstance(value, rule.takes) or isinstance(value, bool):
            raise ValueError(f"should be {rule.expected}")
        found = rule.read(value)
        if found is None:
            raise ValueError(f"“{repair.shorten(value)}” is not {rule.expected}")
        return found

    return read


def _read_digits(value: object) -> object:
    return str(value)


def _chooser(choices: type[Enum]) -> Read:
    def read(value: object) -> object:
        return str(choices(value).value)

    return read
