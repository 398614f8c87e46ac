"""Files of comments and of competitors: `handoff themes tag` and `handoff themes evaluate`."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import HandoffError
from bot.domain.theme import USUAL, Competitor, Rule

_KEYS = frozenset(theme.key for theme in USUAL)


class ThemeFileError(HandoffError):
    """A file of comments or of competitors cannot be read; says where, and what would be right."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A comment with what careful people said of it; `accepted` begins with the strict set of labels."""

    id: object
    text: str
    accepted: tuple[frozenset[str], ...]
    competitors: frozenset[str]


def comments(path: Path) -> Iterator[tuple[object, str]]:
    """The id and the text of each row. Raises `ThemeFileError`."""
    for where, row in _rows(path):
        yield row.get("id"), _comment(row, where)


def labelled(path: Path) -> tuple[Labelled, ...]:
    """The rows of a labelled file. Raises `ThemeFileError`, also when there are none."""
    found = tuple(_labelled(row, where) for where, row in _rows(path))
    if not found:
        raise ThemeFileError(f"{path} has no rows")
    return found


def competitors(path: Path | None) -> tuple[Competitor, ...]:
    """The list: JSON, `{"competitors": [...]}`, or one JSON object a line. Raises `ThemeFileError`."""
    if path is None:
        return ()
    text = _text(path)
    try:
        found = json.loads(text)
    except ValueError:
        found = [row for _, row in _rows(path)]
    if isinstance(found, dict):
        found = found.get("competitors", [found])
    if not isinstance(found, list):
        raise ThemeFileError(f"{path} should hold a list of competitors")
    return tuple(_competitor(one, f"{path}, entry {n}") for n, one in enumerate(found, 1))


def _competitor(entry: object, where: str) -> Competitor:
    right = 'an entry is {"name": "Drift", "aliases": ["Drift.com"], "rule": "cue"}'
    if isinstance(entry, str) and entry.strip():
        return Competitor(entry.strip())
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or not entry["name"].strip():
        raise ThemeFileError(f"{where} has no name; {right}")
    aliases, rule = entry.get("aliases") or [], entry.get("rule") or "plain"
    if rule not in tuple(Rule):
        raise ThemeFileError(f'{where}: the rule is "plain" or "cue", and not {rule!r}')
    if not isinstance(aliases, list) or not all(isinstance(one, str) for one in aliases):
        raise ThemeFileError(f"{where}: the aliases are a list of texts; {right}")
    return Competitor(entry["name"].strip(), tuple(aliases), Rule(rule))


def _labelled(row: Mapping[str, object], where: str) -> Labelled:
    others = row.get("also_ok") or []
    if not isinstance(others, list):
        raise ThemeFileError(f"{where}: also_ok is a list of lists of labels")
    accepted = tuple(_labels(one, where) for one in (row.get("labels"), *others))
    named = row.get("competitors") or []
    if not isinstance(named, list):
        raise ThemeFileError(f"{where}: competitors is a list of names")
    return Labelled(row.get("id"), _comment(row, where), accepted, frozenset(map(str, named)))


def _labels(value: object, where: str) -> frozenset[str]:
    if not isinstance(value, list):
        raise ThemeFileError(f'{where}: labels is a list such as ["no_budget"], or [] for chatter')
    unknown = sorted({str(one) for one in value} - _KEYS)
    if unknown:
        raise ThemeFileError(
            f"{where}: there is no theme {unknown[0]!r}; there are {', '.join(sorted(_KEYS))}"
        )
    return frozenset(map(str, value))


def _comment(row: Mapping[str, object], where: str) -> str:
    text = row.get("text")
    if "id" not in row or not isinstance(text, str):
        raise ThemeFileError(f'{where}: a row is {{"id": "1", "text": "what was said"}}')
    return text


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    for number, line in enumerate(_text(path).split("\n"), 1):
        if line.strip():
            where = f"{path}, line {number}"
            yield where, _object(line, where)


def _object(line: str, where: str) -> Mapping[str, object]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise ThemeFileError(f"{where} is not JSON: {error}; one object stands on each line") from error
    if not isinstance(found, dict):
        raise ThemeFileError(f"{where} should be a JSON object")
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ThemeFileError(f"{path} cannot be read: {error}") from error
