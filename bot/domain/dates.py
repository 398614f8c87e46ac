"""Days as people type them into `/handoff away`: "3-14 Dec", "today", "Friday", "2026-12-03 to 2026-12-14".

A day without a year is the next one to come, and the first day the latest one before the last. Both ends are
included. Day and month as two bare numbers are
ambiguous and refused.
"""

import re
from datetime import date, timedelta

MOST = timedelta(days=366)  # nobody is away for longer; whoever is has left

EXAMPLES = "“today”, “until Friday”, “3-14 Dec” or “2026-12-03 to 2026-12-14”"

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_JOIN = re.compile(r"\s+(?:to|until|till|through)\s+|\s*[–—]\s*|\s+-\s+")
_DAYS = re.compile(r"^(\d{1,2})\s*-\s*(\d{1,2})\s+([a-z]{3,9})\.?(?:\s+(\d{4}))?$")
_DAY = re.compile(r"^(?:(\d{1,2})\.?\s+([a-z]{3,9})|([a-z]{3,9})\s+(\d{1,2}))\.?,?(?:\s+(\d{4}))?$")


def span(text: str, today: date) -> tuple[date, date] | None:
    """First and last day of what the text means; None when it means no days, or only past ones."""
    words = re.sub(r"\s+", " ", text.strip().lower())
    short = _DAYS.match(words)
    if short:
        words = f"{short[1]} {short[3]} {short[4] or ''} to {short[2]} {short[3]} {short[4] or ''}"
    until = re.sub(r"^(?:until|till|to) ", "", words)
    parts = [part.strip() for part in (["today", until] if until != words else _JOIN.split(words))]
    if not 1 <= len(parts) <= 2:
        return None
    last = _day(parts[-1], today)
    first = last if len(parts) == 1 or last is None else _before(parts[0], last, today)
    if first is None or last is None:
        return None
    return (first, last) if first <= last and today <= last <= today + MOST else None


def _day(text: str, today: date) -> date | None:
    """One day, the next one of that name from `today` on."""
    weekday = _weekday(text)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    named = _DAY.match(text)
    if named is None or named[5]:
        return _fixed(text, today)
    years = (_named(named, today.year + ahead) for ahead in range(9))
    return next((found for found in years if found and found >= today), None)


def _before(text: str, last: date, today: date) -> date | None:
    """One day, the latest of that name up to `last`: on a Tuesday "Monday to Friday" began yesterday."""
    weekday = _weekday(text)
    if weekday is not None:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    named = _DAY.match(text)
    if named is None or named[5]:
        return _fixed(text, today)
    years = (_named(named, last.year - back) for back in range(9))
    return next((found for found in years if found and found <= last), None)


def _weekday(text: str) -> int | None:
    return next((n for n, name in enumerate(_WEEKDAYS) if len(text) >= 3 and name.startswith(text)), None)


def _fixed(text: str, today: date) -> date | None:
    """A day that means the same from wherever one looks."""
    if text in ("today", "now", "tomorrow"):
        return today + timedelta(days=text == "tomorrow")
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return _date(int(text[:4]), int(text[5:7]), int(text[8:]))
    named = _DAY.match(text)
    return _named(named, int(named[5])) if named else None


def _named(found: re.Match[str], year: int) -> date | None:
    day, month = int(found[1] or found[4]), (found[2] or found[3])[:3]
    return _date(year, _MONTHS.index(month) + 1, day) if month in _MONTHS else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
