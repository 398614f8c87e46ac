"""Files of leads: which encoding and delimiter they are in, and their rows one by one.

CSV with a header, separated by comma, semicolon, tab or bar, or one JSON object per line (NDJSON).
"""

import codecs
import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO

import charset_normalizer

from bot.domain.errors import HandoffError
from bot.gateways import records
from bot.gateways.records import BadRow, Row

DELIMITERS = ",;\t|"
SAMPLE = 2**16
CHUNK = 2**20

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_PACKED = {
    b"\x1f\x8b": "is compressed: unpack it first",
    b"PK\x03\x04": "is an Excel workbook or an archive: save it as CSV first",
}
# What spreadsheets write where they do not write Unicode; the first one wins a draw.
_LEGACY = ("cp1252", "cp1250", "cp1251", "cp932", "gb18030", "euc_kr", "big5")
_NON_ASCII = re.compile("[^\x00-\x7f]")


class TableError(HandoffError):
    """A file cannot be read as a table at all; says what would help."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is written; `delimiter` is None for JSON lines, which have no columns."""

    encoding: str
    delimiter: str | None
    columns: tuple[str, ...] = ()


def open_rows(
    path: Path, encoding: str | None = None, delimiter: str | None = None
) -> Iterator[Row | BadRow]:
    """The rows of a file in order, the bad ones with a reason; TableError, at once, if it is no table."""
    return _read(path, inspect(path, encoding, delimiter))


def inspect(path: Path, encoding: str | None = None, delimiter: str | None = None) -> Layout:
    """How the file is written, as far as it is not given; TableError if it is no table."""
    try:
        with path.open("rb") as file:
            head = file.read(SAMPLE)
            _refuse_packed(path.name, head)
            found = _check_encoding(encoding, head) if encoding else _detect_encoding(head, file)
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror}") from error
    sample = head.decode(found, "replace").lstrip("\ufeff")
    if not sample.strip():
        raise TableError(f"{path.name} is empty")
    match sample.lstrip()[0]:
        case "{":
            return Layout(found, None)
        case "[":
            raise TableError(f"{path.name} is a JSON array: write one object per line instead")
    return _inspect_csv(path.name, sample, found, delimiter)


def count_bytes(path: Path) -> int:
    """The size of the file, against which `read` of the rows shows the progress."""
    return path.stat().st_size


def file_hash(path: Path) -> str:
    """What makes the file the same file, whatever its name: SHA-256 in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_packed(name: str, head: bytes) -> None:
    for mark, advice in _PACKED.items():
        if head.startswith(mark):
            raise TableError(f"{name} {advice}")


def _read(path: Path, layout: Layout) -> Iterator[Row | BadRow]:
    # UTF-16 has no bytes to keep aside where it is broken; there a sign stands for them.
    errors = "replace" if "16" in layout.encoding or "32" in layout.encoding else "surrogateescape"
    with path.open("rb") as raw, TextIOWrapper(raw, layout.encoding, errors, newline="") as file:
        lines = records.Lines(file, raw)
        if layout.delimiter is None:
            yield from records.read_json_lines(lines)
        else:
            _skip_header(lines, layout.delimiter)
            yield from records.read_csv(lines, layout.delimiter, layout.columns)


def _skip_header(lines: Iterator[str], delimiter: str) -> list[str]:
    """The cells of the header, after blank lines and the line "sep=;" that spreadsheets write."""
    for cells in csv.reader(lines, delimiter=delimiter, strict=True):
        is_hint = cells[:1] == ["sep="] or (len(cells) == 1 and _hinted_delimiter(cells[0]))
        if any(cell.strip() for cell in cells) and not is_hint:
            return cells
    return []


def _hinted_delimiter(line: str) -> str | None:
    hint = re.fullmatch(r"sep=(.)\s*", line, re.IGNORECASE)
    return hint[1] if hint else None


def _inspect_csv(name: str, sample: str, encoding: str, delimiter: str | None) -> Layout:
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise TableError("the delimiter should be one character such as ; or a tab")
    lines = list(StringIO(sample, newline=""))[: records.MAX_RECORD_LINES]
    found = delimiter or _hinted_delimiter(lines[0]) or _detect_delimiter(lines)
    try:
        header = [cell.strip() for cell in _skip_header(iter(lines), found)]
    except csv.Error as error:
        raise TableError(f"{name} has a header that cannot be read: {error}") from error
    return Layout(encoding, found, _check_columns(name, header))


def _check_columns(name: str, header: Sequence[str]) -> tuple[str, ...]:
    problems = [f"column {n} has no name" for n, column in enumerate(header, start=1) if not column]
    seen: dict[str, int] = {}
    for number, column in enumerate(header, start=1):
        first = seen.setdefault(column.casefold(), number)
        if column and first != number:
            problems.append(f"columns {first} and {number} are both called {column}")
    if problems:
        raise TableError(f"{name}: {'; '.join(problems)}")
    return tuple(header)


def _detect_delimiter(lines: Sequence[str]) -> str:
    """The delimiter that makes most columns of which most rows have as many as the header."""
    return max(DELIMITERS, key=lambda delimiter: _fit(lines, delimiter))


def _fit(lines: Sequence[str], delimiter: str) -> float:
    try:
        rows = [row for row in csv.reader(lines[:30], delimiter=delimiter) if row]
    except csv.Error:
        return 0.0
    width = len(rows[0]) if rows else 0
    return width * sum(len(row) == width for row in rows) / len(rows) if width > 1 else 0.0


def _check_encoding(encoding: str, head: bytes) -> str:
    try:
        "".encode(encoding)
    except LookupError as error:
        raise TableError(f"{encoding} is not an encoding; utf-8 and cp1252 are the usual ones") from error
    name = codecs.lookup(encoding).name
    is_marked = any(head.startswith(mark) for mark, marked in _MARKS.items() if marked == name)
    return f"{name}-le" if name in ("utf-16", "utf-32") and not is_marked else name


def _detect_encoding(head: bytes, file: BinaryIO) -> str:
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding
    wide = _detect_wide(head)
    return wide or _detect_narrow(file)


def _detect_wide(head: bytes) -> str | None:
    """UTF-16 without a mark: in Western text every other byte is zero."""
    half = max(len(head[:4096]) // 2, 1)
    if head[1:4096:2].count(0) > 0.4 * half:
        return "utf-16-le"
    return "utf-16-be" if head[0:4096:2].count(0) > 0.4 * half else None


def _detect_narrow(file: BinaryIO) -> str:
    """UTF-8 if the whole file is, but for a few broken places; else what its non-ASCII lines look like."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good, bad, sample = 0, 0, b""
    while chunk := file.read(CHUNK):
        text = decoder.decode(chunk)
        if text.isascii():
            continue
        broken = len(records.UNDECODED.findall(text))
        good, bad = good + len(_NON_ASCII.findall(text)) - broken, bad + broken
        sample = sample or (_pick_foreign(chunk) if broken else b"")
    return "utf-8" if bad * 10 <= good else _guess(sample)


def _pick_foreign(chunk: bytes) -> bytes:
    return b"\n".join(line for line in chunk.splitlines() if not line.isascii())[:SAMPLE]


def _guess(sample: bytes) -> str:
    matches = charset_normalizer.from_bytes(sample, cp_isolation=list(_LEGACY))
    ranked = [(match.chaos, -match.coherence, _rank(match.could_be_from_charset)) for match in matches]
    return _LEGACY[min(ranked)[2]] if ranked else _LEGACY[0]


def _rank(encodings: Sequence[str]) -> int:
    return min(_LEGACY.index(encoding) for encoding in encodings if encoding in _LEGACY)
