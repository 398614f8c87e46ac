"""Slack's cursors: opaque positions in a list, and windows of time over messages."""

import base64
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from bot.playground.messages import Message
from bot.playground.payloads import Arguments, Object, SlackError

Entry = TypeVar("Entry")
MOST = 1000


def page(entries: Sequence[Entry], arguments: Arguments, default: int = 100) -> tuple[list[Entry], Object]:
    """One page of the entries, and the fields that tell how to get the next one."""
    limit = arguments.number("limit", default) or default
    if limit > MOST:
        raise SlackError("invalid_limit")
    start = _position(arguments.text("cursor"))
    end = start + limit
    following = _cursor(end) if end < len(entries) else ""
    return list(entries[start:end]), {"response_metadata": {"next_cursor": following}}


def within(messages: Sequence[Message], arguments: Arguments) -> list[Message]:
    """The messages between `oldest` and `latest`; the bounds themselves count only with `inclusive`."""
    oldest = _moment(arguments.text("oldest"), "invalid_ts_oldest")
    latest = _moment(arguments.text("latest"), "invalid_ts_latest")
    inclusive = arguments.flag("inclusive")
    kept = []
    for message in messages:
        ts = Decimal(message.ts)
        on_bound = ts in (oldest, latest)
        inside = (oldest is None or ts > oldest) and (latest is None or ts < latest)
        if inside or (inclusive and on_bound):
            kept.append(message)
    return kept


def _moment(text: str, error: str) -> Decimal | None:
    if text in ("", "now"):
        return None
    try:
        return Decimal(text)
    except InvalidOperation as problem:
        raise SlackError(error) from problem


def _cursor(position: int) -> str:
    return base64.b64encode(f"next:{position}".encode()).decode()


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, position = base64.b64decode(cursor).decode().partition(":")
        return int(position) if word == "next" else _bad_cursor()
    except ValueError:
        return _bad_cursor()


def _bad_cursor() -> int:
    raise SlackError("invalid_cursor")
