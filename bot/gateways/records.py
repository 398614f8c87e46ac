"""The records of an open file, CSV or one JSON object per line: good ones as rows, bad ones with a reason.

Memory does not grow with the file: a line has at most 1 MiB and a record at most 200 lines. A quote that is
never closed costs only the line in which it stands.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, TextIO

from bot.gateways import bodies
from bot.gateways.bodies import BodyProblem, Kind

MAX_LINE = 2**20
MAX_RECORD_LINES = 200

# How undecodable bytes appear when a file is read with errors="surrogateescape".
UNDECODED = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One record and the line in which it begins, from 1; `read` bytes of the file were read so far."""

    line: int
    values: dict[str, object]
    read: int


@dataclass(frozen=True, slots=True)
class BadRow:
    """A record that cannot be used, and why, to be read after "line 7"."""

    line: int
    reason: str
    read: int


class UnclosedQuoteError(Exception):
    """A record goes on for more lines than any record should."""


class Lines:
    """The lines of a file, numbered from 1; those of one record can be given back."""

    def __init__(self, text: TextIO, raw: BinaryIO) -> None:
        self._text = text
        self._raw = raw
        self._waiting: deque[str] = deque()
        self._record: list[str] = []
        self.number = 0

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        if len(self._record) == MAX_RECORD_LINES:
            raise UnclosedQuoteError
        line = self._waiting.popleft() if self._waiting else self._read()
        if not line:
            raise StopIteration
        self.number += 1
        self._record.append(line)
        return line

    @property
    def read(self) -> int:
        """How many bytes of the file were read so far."""
        return self._raw.tell()

    @property
    def is_spread(self) -> bool:
        """Whether the record has taken more than one line."""
        return len(self._record) > 1

    def begin_record(self) -> int:
        """Forgets the last record; returns the number of the line that comes next."""
        self._record = []
        return self.number + 1

    def give_back(self) -> None:
        """Puts back all lines of the record but the first."""
        self._waiting.extendleft(reversed(self._record[1:]))
        self.number -= max(len(self._record) - 1, 0)

    def find_damage(self) -> str | None:
        """What makes the record's text unusable, whatever it means."""
        if any(len(line) > MAX_LINE for line in self._record):
            return f"is longer than {MAX_LINE} characters"
        if any("\0" in line for line in self._record):
            return "contains NUL characters: the file is damaged or in another encoding"
        if any(UNDECODED.search(line) for line in self._record):
            return f"contains bytes that are not {self._text.encoding}"
        return None

    def _read(self) -> str:
        line = self._text.readline(MAX_LINE + 1)
        end = line
        while len(end) > MAX_LINE and not end.endswith(("\r", "\n")):
            end = self._text.readline(MAX_LINE + 1)
        return line


def read_csv(lines: Lines, delimiter: str, columns: tuple[str, ...]) -> Iterator[Row | BadRow]:
    """The records of CSV after its header; blank ones are passed over."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        start = lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, UnclosedQuoteError) as error:
            reason = lines.find_damage() or _explain(error, lines)
            lines.give_back()
            yield BadRow(start, reason, lines.read)
            continue
        if any(cell.strip() for cell in cells):
            yield _judge(start, cells, columns, lines)


def read_json_lines(lines: Lines) -> Iterator[Row | BadRow]:
    """The records of a file with one JSON object per line; blank lines are passed over."""
    while True:
        start = lines.begin_record()
        line = next(lines, None)
        if line is None:
            return
        if not line.strip():
            continue
        yield _judge_json(start, line, lines)


def _judge_json(start: int, line: str, lines: Lines) -> Row | BadRow:
    damage = lines.find_damage()
    value = BodyProblem(Kind.NOT_JSON, damage) if damage else bodies.parse_json(line)
    match value:
        case dict():
            return Row(start, value, lines.read)
        case BodyProblem(detail=detail):
            return BadRow(start, detail, lines.read)
        case _:
            return BadRow(start, "is not an object in braces", lines.read)


def _judge(start: int, cells: list[str], columns: tuple[str, ...], lines: Lines) -> Row | BadRow:
    while len(cells) > len(columns) and not cells[-1].strip():
        cells.pop()
    damage = lines.find_damage()
    if damage is None and len(cells) != len(columns):
        cell = "cell" if len(cells) == 1 else "cells"
        damage = f"has {len(cells)} {cell} where the header has {len(columns)}"
    if damage:
        return BadRow(start, damage, lines.read)
    return Row(start, dict(zip(columns, cells, strict=True)), lines.read)


def _explain(error: Exception, lines: Lines) -> str:
    message = str(error)
    if lines.is_spread or "field larger" in message or "unexpected end" in message:
        return "opens a quote that is not closed"
    if "expected after" in message:
        return "has text after a closing quote: a quote within quotes is written twice"
    return message
