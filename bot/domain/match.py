"""Match rules of the agreement file: which leads a tier or a route is for.

A rule is a table of `field = wanted`: every field must match (and), a list matches when one of its entries
does (or). An entry is a text compared without case (`*` stands for anything), a comparison such as `">= 200"`
for numbers, or `"!x"` to exclude. An empty rule matches every lead.
"""

import fnmatch
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Fact = str | float | int | bool | None
Facts = Mapping[str, Fact]

_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_COMPARISON = re.compile(r"^(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)$")


@dataclass(frozen=True, slots=True)
class Condition:
    """One field and the entries of which one must match, none of the excluding ones."""

    field: str
    entries: tuple[str, ...]

    def holds(self, facts: Facts) -> bool:
        """Whether the facts' value of the field matches."""
        value = facts.get(self.field)
        banned = [e[1:].strip() for e in self.entries if e.startswith("!")]
        wanted = [e for e in self.entries if not e.startswith("!")]
        if any(_equals(entry, value) for entry in banned):
            return False
        return not wanted or any(_equals(entry, value) for entry in wanted)


@dataclass(frozen=True, slots=True)
class Match:
    """A whole rule; `source` names the fields in words for `why`."""

    conditions: tuple[Condition, ...] = ()

    def holds(self, facts: Facts) -> bool:
        """Whether every condition holds."""
        return all(condition.holds(facts) for condition in self.conditions)

    def spell(self) -> str:
        """The rule in words: 'region = DACH or Nordics, employee_count = >= 200'."""
        if not self.conditions:
            return "any lead"
        return ", ".join(f"{c.field} = {' or '.join(c.entries)}" for c in self.conditions)


def _equals(entry: str, value: Fact) -> bool:
    """One entry against one value; an absent value matches only the entry 'none'."""
    if value is None or value == "":
        return entry.casefold() == "none"
    comparison = _COMPARISON.match(entry)
    if comparison:
        number = _number(value)
        return number is not None and _COMPARE[comparison[1]](number, float(comparison[2]))
    return fnmatch.fnmatchcase(str(value).casefold(), entry.casefold())


def _number(value: Fact) -> float | None:
    """The value as a number; a band such as '201-1000' counts by its lower end."""
    if isinstance(value, int | float):
        return float(value)
    found = re.match(r"\s*(-?\d+(?:\.\d+)?)", str(value))
    return float(found[1]) if found else None
