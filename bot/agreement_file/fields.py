"""Reading one table of the agreement file: typed values, every problem noted, unknown keys refused.

A getter that finds something wrong notes it and returns a stand-in, so that one reading finds all problems;
nobody uses the stand-ins, because a file with problems is refused.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.agreement_file import report
from bot.agreement_file.lines import Path
from bot.agreement_file.report import Report
from bot.domain import duration

_NAME = re.compile(r"[A-Za-z0-9_-]+")
_DURATION = 'a duration such as "90s", "10m" or "4h"'


@dataclass(slots=True)
class Table:
    """A table at `path`. A required value that is absent is a problem; `done` refuses unknown keys."""

    path: Path
    report: Report
    values: Mapping[str, object]
    _asked: list[str] = field(default_factory=list)

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        self._asked.append(key)
        return key in self.values

    def wrong(self, key: str, text: str) -> None:
        """Note a problem at a key of this table."""
        self.report.wrong((*self.path, key), text)

    def text(self, key: str, default: str | None = None, *, like: str = "a text") -> str:
        """A text that is not empty; required when there is no default."""
        if not self.has(key):
            if default is None:
                self.wrong(key, f"is missing; it must be {like}")
            return default or ""
        value = self.values[key]
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.wrong(key, f"must be {like}, and not {report.show(value)}")
        return default or ""

    def maybe(self, key: str, *, like: str = "a text") -> str | None:
        """A text, or None when the key is absent."""
        return self.text(key, like=like) if self.has(key) else None

    def texts(self, key: str, default: tuple[str, ...] | None = None, *, like: str) -> tuple[str, ...]:
        """A list of texts, or one text that stands for a list of one. An empty list is a problem."""
        if not self.has(key):
            if default is None:
                self.wrong(key, f"is missing; it must be {like}")
            return default or ()
        value = self.values[key]
        entries = value if isinstance(value, list) else [value]
        found = tuple(entry.strip() for entry in entries if isinstance(entry, str) and entry.strip())
        if not entries or len(found) != len(entries):
            self.wrong(key, f"must be {like}, and not {report.show(value)}")
        return found

    def integer(self, key: str, default: int, *, least: int) -> int:
        """A whole number from `least`."""
        value = self.values[key] if self.has(key) else default
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        self.wrong(key, f"must be a whole number from {least}, and not {report.show(value)}")
        return default

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self.values[key] if self.has(key) else default
        if isinstance(value, bool):
            return value
        self.wrong(key, f"must be true or false, and not {report.show(value)}")
        return default

    def share(self, key: str, default: float) -> float:
        """A number between 0 and 1, both excluded."""
        value = self.values[key] if self.has(key) else default
        if isinstance(value, int | float) and 0 < value < 1:
            return float(value)
        self.wrong(key, f"must be a share between 0 and 1, such as 0.75, and not {report.show(value)}")
        return default

    def seconds(self, key: str, default: float | None = None, *, days: bool = False) -> float:
        """A duration such as "10m", in seconds; `days` allows "30d", which only wall-clock spans may say."""
        if not self.has(key) and default is not None:
            return default
        text = self.text(key, like=_DURATION)
        if not text:
            return default or 0.0
        try:
            found = duration.parse(text, days=days)
        except duration.DurationError as error:
            self.wrong(key, str(error))
            return default or 0.0
        if not found:
            self.wrong(key, f'must be longer than nothing, and not "{text}"')
        return float(found)

    def table(self, key: str) -> "Table":
        """A table inside this one, empty when absent."""
        value = self.values.get(key, {}) if self.has(key) else {}
        if not isinstance(value, dict):
            self.wrong(key, f"must be a table, and not {report.show(value)}")
            value = {}
        return Table((*self.path, key), self.report, value)

    def word(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        """One word of a closed list; required when there is no default, and empty when it is wrong."""
        text = self.text(key, default, like=f"one of {', '.join(known)}")
        if text in known or not text:
            return text
        self.wrong(key, f'"{text}" is not known; {report.suggest(text, known)}')
        return default or ""

    def words(self, key: str, known: Iterable[str]) -> tuple[str, ...]:
        """Some words of a closed list; required."""
        found = self.texts(key, like=f"one or more of {', '.join(known)}")
        for text in found:
            if text not in known:
                self.wrong(key, f'"{text}" is not known; {report.suggest(text, known)}')
        return tuple(text for text in found if text in known)

    def named(self, key: str) -> dict[str, "Table"]:
        """Tables by name, such as `[people.ana]`, `[people.ben]`."""
        group = self.table(key)
        for name in group.values:
            if not _NAME.fullmatch(name):
                group.wrong(name, "a name here has only letters, digits, - and _")
        return {name: group.table(name) for name in group.values}

    def listed(self, key: str) -> "list[Table]":
        """Tables in order, such as two times `[[tiers]]`."""
        value = self.values.get(key, []) if self.has(key) else []
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.wrong(
                key, f"must be a list of tables, each under a line [[{report.spell((*self.path, key))}]]"
            )
            value = []
        return [Table((*self.path, key, i), self.report, entry) for i, entry in enumerate(value)]

    def done(self) -> None:
        """Refuse every key that no getter asked for, and name the one that was probably meant."""
        for key in self.values:
            if key not in self._asked:
                self.wrong(key, f"is not a known key; {report.suggest(key, self._asked)}")
