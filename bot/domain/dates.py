"""Days as people type them into `/handoff away`: "3-14 Dec", "today", "Friday", "2026-12-03 to 2026-12-14".

A day without a year is the next one to come. Both ends are included. Day and month as two bare numbers are
ambiguous and refused.
"""

import re
from datetime import date, timedelta

EXAMPLES = "“today”, “until Friday”, “3-14 Dec” or “2026-12-03 to 2026-12-14”"

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
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
    first = _day(parts[0], today)
    last = _day(parts[-1], first) if first else None
    return (first, last) if first and last and today <= last and first <= last else None


def _day(text: str, today: date) -> date | None:
    """One day, the next one of that name from `today` on."""
    if text in ("today", "now"):
        return today
    if text == "tomorrow":
        return today + timedelta(days=1)
    if text[:3] in _WEEKDAYS and "day".startswith(text[-3:]) | (len(text) == 3):
        return today + timedelta(days=(_WEEKDAYS.index(text[:3]) - today.weekday()) % 7)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return _date(int(text[:4]), int(text[5:7]), int(text[8:]))
    named = _DAY.match(text)
    return _named(named, today) if named else None


def _named(found: re.Match[str], today: date) -> date | None:
    day, month = int(found[1] or found[4]), (found[2] or found[3])[:3]
    if month not in _MONTHS:
        return None
    number = _MONTHS.index(month) + 1
    if found[5]:
        return _date(int(found[5]), number, day)
    years = (_date(today.year + ahead, number, day) for ahead in range(9))
    return next((found for found in years if found and found >= today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
