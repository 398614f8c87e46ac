"""On which line of a TOML text each key stands; the standard library's reader does not say.

`locate` walks a text that `tomllib` has accepted, so it needs to know where values end but not whether they
are right. A path is the way to a value, such as `("tiers", 0, "when", "region", 1)`.
"""

import bisect
import re
import tomllib
from collections.abc import Mapping

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)[ \t]*""")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?!")' + r"|'''.*?'''(?!')" + r'|"(?:[^"\\]|\\.)*"' + r"|'[^']*'", re.DOTALL
)
_BARE = re.compile(r"[^,\]}\n#]+")


def locate(text: str) -> Mapping[Path, int]:
    """The line, from 1, of every key, table header and array entry of a valid TOML text."""
    walk = _Walk(text)
    walk.document()
    return walk.lines


def nearest(lines: Mapping[Path, int], path: Path) -> int | None:
    """The line of `path`, or of the nearest table around it when it is absent; None when all are."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)


class _Walk:
    """One pass over a text: `at` moves forward, `lines` fills."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self._ends = [found.start() for found in re.finditer("\n", text)]
        self._lengths: dict[Path, int] = {}

    def document(self) -> None:
        """Headers and pairs until the end."""
        table: Path = ()
        while self._skip():
            if self.text.startswith("[", self.at):
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        start = self.at
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        *parents, last = self._key()
        self.at += 2 if many else 1
        path: Path = ()
        for part in parents:
            path = self._enter((*path, part), start)
        path = (*path, last)
        if many:
            self._lengths[path] = self._lengths.get(path, 0) + 1
        return self._enter(path, start)

    def _enter(self, path: Path, start: int) -> Path:
        """Note the table; the name of an array of tables stands for its last entry."""
        self._note(path, start)
        if path in self._lengths:
            path = (*path, self._lengths[path] - 1)
            self._note(path, start)
        return path

    def _pair(self, table: Path) -> None:
        start = self.at
        path = table
        for part in self._key():
            path = (*path, part)
            self._note(path, start)
        self.at += 1  # the sign "="
        self._value(path)

    def _key(self) -> list[str]:
        parts: list[str] = []
        while found := _KEY.match(self.text, self.at):
            self.at = found.end()
            parts.append(_plain(found[1]))
            if not self.text.startswith(".", self.at):
                break
            self.at += 1
        return parts

    def _value(self, path: Path) -> None:
        self._skip()
        match self.text[self.at]:
            case "[":
                self._array(path)
            case "{":
                self._inline(path)
            case sign:
                found = (_STRING if sign in "\"'" else _BARE).match(self.text, self.at)
                self.at = found.end() if found else len(self.text)

    def _array(self, path: Path) -> None:
        count = 0
        while self._inside("]"):
            self._note((*path, count), self.at)
            self._value((*path, count))
            count += 1

    def _inline(self, path: Path) -> None:
        while self._inside("}"):
            self._pair(path)

    def _inside(self, closing: str) -> bool:
        """Step over the opening bracket or a comma; False, and past it, at the closing bracket."""
        self._skip()
        if self.text[self.at] in "[{,":
            self.at += 1
        self._skip()
        if self.text.startswith(closing, self.at):
            self.at += 1
            return False
        return True

    def _skip(self) -> bool:
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at < len(self.text)

    def _note(self, path: Path, position: int) -> None:
        self.lines.setdefault(path, bisect.bisect_left(self._ends, position) + 1)


def _plain(key: str) -> str:
    if key[0] not in "\"'":
        return key
    return str(tomllib.loads(f"key = {key}")["key"])
