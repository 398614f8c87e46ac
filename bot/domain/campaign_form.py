"""A campaign as somebody fills it in: every field a text, every problem under its field."""

import hashlib
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain import text as cleaning
from bot.domain.campaign import FIELDS, MOST_NAME, MOST_TEXT, Campaign, Declared

NAME, ALIASES, SAME = "name", "aliases", "same"
MOST_LINES = 3000  # characters that Slack takes in a field
MOST_EXPECTED = 1_000_000
MOST_CALLED = 500  # names that are made up to tell campaigns apart are longer than those of leads
_LONG = 10_000
_WHOLE = re.compile("[0-9]{1,9}")

Problems = Mapping[str, str]  # field -> what is wrong and what would be right


@dataclass(frozen=True, slots=True)
class Form:
    """What was filled in; `same` are names of campaigns that are to be one with it."""

    declared: Declared
    same: tuple[str, ...] = ()


def read(given: Mapping[str, str]) -> Form | Problems:
    """The form, or its problems. Unknown fields are ignored, empty ones are as if left out."""
    told = {key: words for key, text in given.items() if (words := _cleaned(text))}
    problems = {**_lengths(told, given), **_days(told), **_expected(told)}
    if NAME not in told:
        problems[NAME] = "Every campaign needs a name."
    if problems:
        return problems
    return Form(
        Declared(
            name=told[NAME],
            aliases=lines(given.get(ALIASES, "")),
            owner=told.get("owner"),
            source=told.get("source"),
            medium=told.get("medium"),
            persona=told.get("persona"),
            starts=_day(told, "starts"),
            ends=_day(told, "ends"),
            target=told.get("target"),
            offer=told.get("offer"),
            expected=int(told["expected"]) if "expected" in told else None,
        ),
        lines(given.get(SAME, "")),
    )


def held(one: Campaign, aliases: Sequence[str]) -> dict[str, str]:
    """What the fields show of a campaign that is known."""
    told = {name: str(value) for name, value in one.declared.items() if value is not None}
    return {**told, NAME: one.name, ALIASES: "\n".join(fitting(aliases))}


def marks(shown: Mapping[str, str]) -> dict[str, str]:
    """By which it is known later whether a field was changed: short enough for a dialog to carry."""
    return {field: _mark(shown.get(field, "")) for field in (NAME, ALIASES, *FIELDS)}


def merged(given: Mapping[str, str], marked: Mapping[str, str], now: Mapping[str, str]) -> Mapping[str, str]:
    """What was filled in; the fields that were left as `marked` follow what others made of them meanwhile."""
    left = (field for field, mark in marked.items() if _mark(given.get(field, "")) == mark)
    return {**given, **{field: now.get(field, "") for field in left}}


def lines(text: str) -> tuple[str, ...]:
    """The names that stand one in a line, each once."""
    return tuple(dict.fromkeys(words for line in text.splitlines() if (words := _cleaned(line))))


def fitting(names: Sequence[str]) -> tuple[str, ...]:
    """Those of the names that fit into a field, one in a line."""
    ends = itertools.accumulate(len(name) + 1 for name in names)
    return tuple(name for name, end in zip(names, ends, strict=True) if end <= MOST_LINES)


def _cleaned(text: str) -> str:
    """The text as intake keeps names, so that a name that was typed is the name that leads bring."""
    return cleaning.clean(text, _LONG)[0]


def _mark(text: str) -> str:
    return hashlib.sha256("\n".join(lines(text)).encode()).hexdigest()[:8]


def _lengths(told: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    most = {NAME: MOST_CALLED, **dict.fromkeys(("source", "medium", "persona"), MOST_NAME)}
    most |= dict.fromkeys(("target", "offer"), MOST_TEXT)
    found = {
        key: f"At most {limit} characters." for key, limit in most.items() if len(told.get(key, "")) > limit
    }
    for key in (ALIASES, SAME):
        names = lines(given.get(key, ""))
        if any(len(name) > MOST_NAME for name in names):
            found[key] = f"Names of at most {MOST_NAME} characters, one in a line."
    return found


def _days(told: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key in ("starts", "ends"):
        try:
            _day(told, key)
        except ValueError:
            found[key] = "Choose a day."
    if not found and "starts" in told and "ends" in told and told["ends"] < told["starts"]:
        found["ends"] = "Choose a last day that is not before the first one."
    return found


def _day(told: Mapping[str, str], key: str) -> date | None:
    return date.fromisoformat(told[key]) if key in told else None


def _expected(told: Mapping[str, str]) -> dict[str, str]:
    text = told.get("expected")
    if text is None or (_WHOLE.fullmatch(text) and 1 <= int(text) <= MOST_EXPECTED):
        return {}
    return {"expected": f"A whole number of leads, from 1 to {MOST_EXPECTED:,}, without signs."}
