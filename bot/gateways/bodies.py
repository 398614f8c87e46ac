"""Request bodies and lines of files as JSON values, within limits that hold before anything is parsed.

Nothing here raises for what a sender may send: a body that cannot be read is a `BodyProblem`.
"""

import json
import re
import zlib
from dataclasses import dataclass
from enum import StrEnum

MAX_BYTES = 2**20
MAX_ITEMS = 500
MAX_DEPTH = 32

_UTF8_MARK = b"\xef\xbb\xbf"
_LINES = frozenset(
    {"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"}
)
_CHARSETS = frozenset({"", "utf-8", "utf8", "us-ascii"})
# The end of the text closes an open string, so that no part of it is ever scanned twice.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class Kind(StrEnum):
    """What is wrong with a body; a web server answers 413, 415 or 400."""

    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    NOT_JSON = "not_json"


@dataclass(frozen=True, slots=True)
class BodyProblem:
    """Why a body cannot be read, in a sentence for its sender."""

    kind: Kind
    detail: str


def decode(body: bytes, content_type: str, content_encoding: str = "") -> list[object] | BodyProblem:
    """The items of a body in UTF-8: one object, an array, or one object per line (NDJSON).

    A body without a content type is taken for JSON. Of keys that occur twice the last counts. The
    `content_encoding` may be gzip; the limit of 1 MiB holds before and after.
    """
    media_type, charset = _parse_content_type(content_type)
    if not (media_type in ("", "application/json") or media_type.endswith("+json") or media_type in _LINES):
        return BodyProblem(
            Kind.WRONG_TYPE, "the content type should be application/json or application/x-ndjson"
        )
    if charset not in _CHARSETS:
        return BodyProblem(Kind.WRONG_TYPE, "the charset should be utf-8")
    plain = inflate(body, content_encoding)
    if isinstance(plain, BodyProblem):
        return plain
    try:
        text = plain.removeprefix(_UTF8_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        return BodyProblem(Kind.WRONG_TYPE, f"byte {error.start + 1} is not UTF-8")
    return _decode_lines(text) if media_type in _LINES else _decode_document(text)


def inflate(body: bytes, content_encoding: str) -> bytes | BodyProblem:
    """The body as it was before `content_encoding` (gzip or none), never more than 1 MiB of it."""
    encoding = content_encoding.strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        return BodyProblem(Kind.WRONG_TYPE, "the content encoding should be gzip or none")
    if len(body) <= MAX_BYTES and "gzip" in encoding:
        reader = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            body = reader.decompress(body, MAX_BYTES + 1)
        except zlib.error:
            return BodyProblem(Kind.WRONG_TYPE, "the body is not gzip")
        if len(body) <= MAX_BYTES and not reader.eof:
            return BodyProblem(Kind.WRONG_TYPE, "the gzip body ends too early")
    if len(body) > MAX_BYTES:
        return BodyProblem(Kind.TOO_LARGE, f"a body should have at most {MAX_BYTES} bytes")
    return body


def parse_json(text: str) -> object | BodyProblem:
    """One JSON value of at most 32 levels; NaN and Infinity are no JSON."""
    if _is_too_deep(text.encode("utf-8", "surrogatepass")):
        return BodyProblem(Kind.TOO_LARGE, f"the JSON is nested deeper than {MAX_DEPTH} levels")
    try:
        value: object = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if error.lineno > 1 else ""
        return BodyProblem(Kind.NOT_JSON, f"not JSON at {line}column {error.colno}: {error.msg.lower()}")
    except ValueError:
        return BodyProblem(
            Kind.NOT_JSON, "NaN, Infinity and numbers of thousands of digits are not JSON here"
        )
    return value


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not a JSON number")


def _is_too_deep(text: bytes) -> bool:
    depth = 0
    for bracket in _STRING.sub(b"", text).translate(None, _NO_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > MAX_DEPTH:
            return True
    return False


def _parse_content_type(content_type: str) -> tuple[str, str]:
    media_type, *parameters = (part.strip() for part in content_type.lower().split(";"))
    charsets = [part.partition("=")[2].strip(' "') for part in parameters if part.startswith("charset")]
    return media_type, charsets[0] if charsets else ""


def _decode_document(text: str) -> list[object] | BodyProblem:
    value = parse_json(text)
    if isinstance(value, BodyProblem):
        return value
    return _check_count(value if isinstance(value, list) else [value])


def _decode_lines(text: str) -> list[object] | BodyProblem:
    items: list[object] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        value = parse_json(line)
        if isinstance(value, BodyProblem):
            return BodyProblem(value.kind, f"line {number}: {value.detail}")
        items.append(value)
        if len(items) > MAX_ITEMS:
            break
    return _check_count(items)


def _check_count(items: list[object]) -> list[object] | BodyProblem:
    if not items:
        return BodyProblem(Kind.NOT_JSON, "the body holds no lead")
    if len(items) > MAX_ITEMS:
        return BodyProblem(Kind.TOO_LARGE, f"a body should hold at most {MAX_ITEMS} leads")
    return items
