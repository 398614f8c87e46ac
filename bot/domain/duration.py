"""Lengths of time as people write and read them: `1h30m` in the agreement file, `1 h 30 min` in a message."""

import re

from bot.domain.errors import HandoffError

_UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_FORM = re.compile(
    r"(?:(?P<d>\d{1,6})d)? ?(?:(?P<h>\d{1,6})h)? ?(?:(?P<m>\d{1,6})m)? ?(?:(?P<s>\d{1,6})s)?", re.ASCII
)


class DurationError(HandoffError, ValueError):
    """A text is not a duration; says what would be right."""


def parse(text: str, *, days: bool = False) -> int:
    """Seconds of `90s`, `30m`, `8h` or `1h30m`; largest unit first, each at most once.

    `days` allows `30d`, for wall-clock spans only: how long a business day is depends on whose it is.
    Raises DurationError.
    """
    written = text.strip().lower()
    found = _FORM.fullmatch(written)
    if not written or found is None:
        raise DurationError(
            f"'{text}' is not a duration; write it like {'30d, ' if days else ''}8h, 30m, 1h30m or 90s"
        )
    if found["d"] and not days:
        raise DurationError(
            f"'{text}' counts days, and business days differ in length; write hours, like 16h"
        )
    return sum(int(number or 0) * _UNITS[unit] for unit, number in found.groupdict().items())


def spell(seconds: float) -> str:
    """`45 s`, `48 min`, `1 h 30 min`: never longer than it is, with seconds only below a minute.

    Hours are the largest unit, because a business day has no length of its own.
    """
    sign, whole = ("-" if seconds <= -1 else ""), int(abs(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    if whole < 60:
        return f"{sign}{whole} s"
    parts = [f"{hours} h"] * (hours > 0) + [f"{minutes} min"] * (minutes > 0)
    return sign + " ".join(parts)
