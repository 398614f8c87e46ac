"""Printing what others wrote: nothing in it may move the cursor, change colours or reorder the line."""

from datetime import UTC, datetime


def safe(foreign: str) -> str:
    """The text with everything that does not print shown as its code; line breaks stay."""
    return "".join(one if one.isprintable() or one == "\n" else _code(one) for one in foreign)


def one_line(foreign: str, most: int = 200) -> str:
    """The same in one line of at most `most` characters."""
    line = safe(" ".join(foreign.split()))
    return line if len(line) <= most else line[: most - 1] + "…"


def moment(at: datetime) -> str:
    """A point in time for the log of a terminal."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def counted(count: int, one: str, many: str | None = None) -> str:
    """`1 row`, `2,000 rows`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _code(char: str) -> str:
    return char.encode("unicode_escape", "backslashreplace").decode("ascii")
