"""Match rules in the agreement file: `when = { region = ["DACH", "Nordics"], employee_count = ">= 200" }`."""

from bot.agreement_file import report
from bot.agreement_file.fields import Table
from bot.domain import match

_LIKE = 'a text, a number, true, false, or a list of these, such as ["DACH", "!student", ">= 200"]'


def read(table: Table, key: str = "when") -> match.Match:
    """The rule under `key`; absent or empty, it takes every lead."""
    rule = table.table(key)
    # TOML reads `custom.plan = "pro"` as a table inside the table.
    custom = rule.table("custom") if isinstance(rule.values.get("custom"), dict) else None
    plain = [_condition(rule, name, name) for name in rule.values if custom is None or name != "custom"]
    further = [_condition(custom, name, f"custom.{name}") for name in custom.values] if custom else []
    return match.Match((*plain, *further))


def _condition(rule: Table, key: str, fact: str) -> match.Condition:
    if not match.is_fact(fact):
        hint = report.suggest(fact, match.KNOWN_FACTS, "what a source sends besides is custom.<its key>")
        rule.wrong(key, f"is not a fact of a lead; {hint}")
    value = rule.values[key]
    given = value if isinstance(value, list) else [value]
    entries = tuple(_entry(one) for one in given)
    if not entries or not all(entries):
        rule.wrong(key, f"must be {_LIKE}, and not {report.show(value)}")
        return match.Condition(fact, entries)
    for complaint in filter(None, (match.complaint(fact, entry) for entry in entries)):
        rule.wrong(key, complaint)
    return match.Condition(fact, entries)


def _entry(value: object) -> str:
    """The entry as text; empty when it is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value).strip()
    return ""
