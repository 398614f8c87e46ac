"""Match rules of the agreement file: which leads a tier or a route is for.

A rule is a table of `field = wanted`: every field must match (and), a list matches when one of its entries
does (or). An entry is a text compared without case (`*` stands for anything), a number, a comparison such as
`">= 200"`, `"!x"` to exclude, or `"none"` for a lead that lacks the field. An empty rule matches every lead.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Fact = str | float | int | bool | None
Facts = Mapping[str, Fact]

# What is known of a lead when it is matched. Whatever else a source sends is `custom.<its key>`.
KNOWN_FACTS = (
    "source",
    "campaign",
    "medium",
    "form_name",
    "country",
    "region",
    "segment",
    "industry",
    "employee_count",
    "persona",
    "title",
    "score",
    "grade",
    "stage",
    "language",
    "tier",
    "company_domain",
    "email_domain",
)
NUMBERS = frozenset({"employee_count", "score"})

_CUSTOM = "custom."
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_COMPARISON = re.compile(r"(>=|<=|>|<)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_NUMBER = re.compile(r"\s*(-?[0-9]{1,3}(?:,[0-9]{3})+|-?[0-9]+)(\.[0-9]+)?\s*([kKmM](?![a-zA-Z]))?")
_SCALE = {"": 1.0, "k": 1e3, "m": 1e6}


@dataclass(frozen=True, slots=True)
class Condition:
    """One field and the entries of which one must match, none of the excluding ones."""

    field: str
    entries: tuple[str, ...]

    def holds(self, facts: Facts) -> bool:
        """Whether the facts' value of the field matches."""
        value = facts.get(self.field)
        if any(_equals(entry, value) for entry in self.banned):
            return False
        return not self.wanted or any(_equals(entry, value) for entry in self.wanted)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The entries of which one must match."""
        return tuple(entry for entry in self.entries if not entry.startswith("!"))

    @property
    def banned(self) -> tuple[str, ...]:
        """The entries that exclude, without their sign."""
        return tuple(entry[1:].strip() for entry in self.entries if entry.startswith("!"))

    def spell(self) -> str:
        """The condition in words: 'region = DACH or Nordics', 'employee_count >= 200', 'country not DE'."""
        named = [entry for entry in self.wanted if not _COMPARISON.fullmatch(entry)]
        compared = [f"{self.field} {entry}" for entry in self.wanted if entry not in named]
        parts = ([f"{self.field} = {' or '.join(named)}"] if named else []) + compared
        wanted = [" or ".join(parts)] if parts else []
        return " and ".join(wanted + [f"{self.field} not {entry}" for entry in self.banned])


@dataclass(frozen=True, slots=True)
class Match:
    """A whole rule."""

    conditions: tuple[Condition, ...] = ()

    def holds(self, facts: Facts) -> bool:
        """Whether every condition holds."""
        return all(condition.holds(facts) for condition in self.conditions)

    def spell(self) -> str:
        """The rule in words: 'region = DACH or Nordics, employee_count >= 200'."""
        return ", ".join(condition.spell() for condition in self.conditions) or "any lead"


def is_fact(field: str) -> bool:
    """Whether a rule may ask for this field."""
    return field in KNOWN_FACTS or (field.startswith(_CUSTOM) and len(field) > len(_CUSTOM))


def complaint(field: str, entry: str) -> str | None:
    """Why an entry can never do what its writer means, or None when it can."""
    text = entry.removeprefix("!").strip()
    if not text:
        return f'"{entry}" says nothing after the "!"'
    if text[0] not in "<>=":
        return None
    if not _COMPARISON.fullmatch(text):
        return f'"{entry}" is not a comparison; write one such as ">= 200", with >=, <=, > or <'
    if field not in NUMBERS and not field.startswith(_CUSTOM):
        return f"is a text and cannot be compared; {' and '.join(sorted(NUMBERS))} can"
    return None


def _equals(entry: str, value: Fact) -> bool:
    """One entry against one value; an absent value matches only the entry 'none'."""
    if value is None or value == "":
        return entry.casefold() == "none"
    comparison = _COMPARISON.fullmatch(entry)
    if comparison:
        number = _number(value)
        return number is not None and _COMPARE[comparison[1]](number, float(comparison[2]))
    if isinstance(value, int | float) and not isinstance(value, bool) and _NUMBER.fullmatch(entry):
        return _number(entry) == value
    return _pattern(entry).fullmatch(str(value).casefold()) is not None


def _pattern(entry: str) -> re.Pattern[str]:
    """The entry as a pattern in which only `*` is special: 'Lumen [DE]?' is a plain text."""
    return re.compile(".*".join(re.escape(part) for part in entry.casefold().split("*")), re.DOTALL)


def _number(value: Fact) -> float | None:
    """The value as a number; a band such as '201-1000', '1,001+' or '1K-5K' counts by its lower end."""
    if isinstance(value, int | float):
        return float(value)
    found = _NUMBER.match(str(value))
    if not found:
        return None
    return float(found[1].replace(",", "") + (found[2] or "")) * _SCALE[(found[3] or "").lower()]
