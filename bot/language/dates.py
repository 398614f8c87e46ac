"""Days and named units in a question: 10 Aug, 2026-08-10, Q3, H1 2026, CW36, August last year, Monday.

Without a year the most recent one is meant that has started (conventions of the question sets, rule 3).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.period import DAY, Period
from bot.language import span
from bot.language.span import Found, Span, Unclear
from bot.language.time_words import MONTHS, ORDINALS, WEEKDAYS

Hit = tuple[Found, int] | None

_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_QUARTER = re.compile(r"q([1-4])|([1-4])q|(\d{4})-?q([1-4])|q([1-4])(\d{2}|\d{4})")
_HALF = re.compile(r"h([12])|([12])h")
_WEEK = re.compile(r"(?:cw|kw|w|wk|week)(\d{1,2})|(\d{4})-?w(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})(?:\2(\d{2}|\d{4}))?")
_MODAL = frozenset(("i", "we", "you", "be", "have", "it", "also", "not"))
_WEEK_WORDS = frozenset(("week", "wk", "cw", "kw"))


class Dates:
    """Reads days and named units from the words of one question."""

    def __init__(self, words: Sequence[str], today: date) -> None:
        self.words = words
        self.today = today

    def word(self, at: int) -> str:
        """The word at a place; empty beyond the end."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def read(self, at: int) -> Hit:
        """The named unit or day that begins at a place, and where it ends."""
        for attempt in (self._iso, self._numeric, self._day_month, self._month_day, self._week, self._quarter,
                        self._half, self._month, self._year, self._weekday, self._bare_day):  # fmt: skip
            found = attempt(at)
            if found:
                return found
        return None

    def year_of(self, at: int) -> tuple[int | None, int]:
        """A year that belongs to the unit before it: 2026, '26, of last year."""
        here = at + 1 if self.word(at) in ("of", "in") else at
        if self.word(here) == "the" and self.word(here + 1) == "year":
            return self.today.year, here + 2
        if _YEAR.fullmatch(self.word(here)):
            return int(self.word(here)), here + 1
        which = self.word(here)
        if self.word(here + 1) == "year" and which in ("last", "this", "previous", "prior", "current"):
            return self.today.year - (which in ("last", "previous", "prior")), here + 2
        if re.fullmatch(r"2\d", which) and here == at and self.short_year(at):
            return 2000 + int(which), here + 1
        return None, at

    def short_year(self, at: int) -> bool:
        """Whether two digits at a place are a year; a reader of words alone cannot say."""
        return False

    def day_at(self, at: int) -> tuple[date, int] | None:
        """One day with its month, in whichever order."""
        for attempt in (self._iso, self._numeric, self._day_month, self._month_day):
            found = attempt(at)
            if found and isinstance(found[0], Span):
                return found[0].period.start, found[1]
        return None

    def _iso(self, at: int) -> Hit:
        parts = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?|(\d{1,2})/(\d{4})", self.word(at))
        if not parts:
            return None
        year, month = int(parts[1] or parts[5]), int(parts[2] or parts[4])
        if not 1900 <= year <= 2200:
            return Unclear(), at + 1
        if parts[3]:
            return self._one(year, month, int(parts[3])), at + 1
        return (self._unit(span.MONTHS, year, month) if 1 <= month <= 12 else Unclear()), at + 1

    def _numeric(self, at: int) -> Hit:
        parts = _NUMERIC.fullmatch(self.word(at))
        if not parts or (parts[4] is None and parts[2] != "/"):
            return None
        first, second = int(parts[1]), int(parts[3])
        year = None if parts[4] is None else int(parts[4]) + (2000 if len(parts[4]) == 2 else 0)
        if max(first, second) > 31 or min(first, second) > 12 or 0 in (first, second):
            return Unclear(), at + 1
        if first <= 12 and second <= 12 and first != second:
            either = (self._day(year, second, first), self._day(year, first, second))
            return Unclear(tuple(day.isoformat() for day in either if day)), at + 1
        day, month = (first, second) if second <= 12 else (second, first)
        return self._one(year, month, day), at + 1

    def _day_month(self, at: int) -> Hit:
        here = at + 1 if self.word(at) in WEEKDAYS else at
        here = here + 1 if self.word(here) == "the" else here
        day = _DAY.fullmatch(self.word(here))
        after = here + 2 if self.word(here + 1) == "of" else here + 1
        month = MONTHS.get(self.word(after))
        if not day or month is None or not 1 <= int(day[1]) <= 31:
            return None
        year, end = self.year_of(after + 1)
        return _dated(self._one(year, month, int(day[1])), year), end

    def _month_day(self, at: int) -> Hit:
        here = at + 1 if self.word(at) in WEEKDAYS else at
        month = MONTHS.get(self.word(here))
        after = here + 2 if self.word(here + 1) == "the" else here + 1
        day = _DAY.fullmatch(self.word(after))
        if month is None or not day or not 1 <= int(day[1]) <= 31 or self.short_year(after):
            return None
        year, end = self.year_of(after + 1)
        return _dated(self._one(year, month, int(day[1])), year), end

    def _month(self, at: int) -> Hit:
        which = self.word(at) if self.word(at) in ("last", "this", "past") else ""
        here = at + 1 if which else at
        month = MONTHS.get(self.word(here))
        if month is None or (self.word(here) == "may" and self.word(here + 1) in _MODAL):
            return None
        year, end = self.year_of(here + 1)
        if which and year is None:
            running = month == self.today.month and which != "this"
            year = self._recent(month) - running if which != "this" else self.today.year
        return _dated(self._unit(span.MONTHS, year or self._recent(month), month), year), end

    def _quarter(self, at: int) -> Hit:
        parts = _QUARTER.fullmatch(self.word(at))
        said: int | None = None
        if parts:
            quarter, end = int(parts[1] or parts[2] or parts[4] or parts[5]), at + 1
            said = int(parts[3]) if parts[3] else int(parts[6]) % 2000 + 2000 if parts[6] else None
        elif self.word(at) in ("quarter", "q", "qtr") and re.fullmatch("[1-4]", self.word(at + 1)):
            quarter, end = int(self.word(at + 1)), at + 2
        elif self.word(at) in ORDINALS and self.word(at + 1) in ("quarter", "qtr"):
            quarter, end = ORDINALS[self.word(at)], at + 2
        else:
            return None
        return self._named(span.QUARTERS, 3 * quarter - 2, said, end, at)

    def _half(self, at: int) -> Hit:
        parts = _HALF.fullmatch(self.word(at))
        ordinal = ORDINALS.get(self.word(at), 0)
        if not parts and not (ordinal in (1, 2) and self.word(at + 1) == "half"):
            return None
        half, end = (int(parts[1] or parts[2]), at + 1) if parts else (ordinal, at + 2)
        if self.word(end) == "of" and self.year_of(end)[0] is None:
            return Unclear(), end + 1
        return self._named(span.HALVES, 6 * half - 5, None, end, at)

    def _named(self, unit: str, month: int, said: int | None, end: int, at: int) -> Hit:
        year, end = (said, end) if said else self.year_of(end)
        if year is None and (before := re.fullmatch(r"(20\d\d)", self.word(at - 1))):
            year = int(before[1])
        return _dated(self._unit(unit, year or self._recent(month), month), year), end

    def _week(self, at: int) -> Hit:
        parts = _WEEK.fullmatch(self.word(at))
        here = at + 1 if self.word(at) in ("calendar", "iso") else at
        if parts:
            number, said, end = int(parts[1] or parts[3]), parts[2], at + 1
        elif self.word(here) in _WEEK_WORDS and (found := self._number(here + 1)):
            number, said, end = found[0], None, found[1]
        else:
            return None
        year, end = (int(said), end) if said else self.year_of(end)
        return _dated(self._iso_week(year, number), year), end

    def _number(self, at: int) -> tuple[int, int] | None:
        here = at + 1 if self.word(at) in ("no", "number", "nr") else at
        return (int(self.word(here)), here + 1) if re.fullmatch(r"\d{1,2}", self.word(here)) else None

    def _iso_week(self, year: int | None, number: int) -> Found:
        years = [year] if year else range(self.today.year + 1, self.today.year - 8, -1)
        for one in years:
            try:
                monday = date.fromisocalendar(one, number, 1)
            except ValueError:
                continue
            if year or monday <= self.today:
                return span.unit_at(span.WEEKS, monday, self.today)
        return Unclear()

    def _year(self, at: int) -> Hit:
        if re.fullmatch(r"fy(?:\d\d|\d{4})", self.word(at)):
            return Unclear(), at + 1
        if not _YEAR.fullmatch(self.word(at)):
            return None
        following = self._quarter(at + 1) or self._half(at + 1)
        return following or (self._unit(span.YEARS, int(self.word(at)), 1), at + 1)

    def _weekday(self, at: int) -> Hit:
        which = self.word(at) if self.word(at) in ("last", "this", "past") else ""
        number = WEEKDAYS.get(self.word(at + 1 if which else at))
        if number is None:
            return None
        back = (self.today.weekday() - number) % 7
        back = 7 if which in ("last", "past") and back == 0 else back
        day = self.today - timedelta(days=back)
        end = at + 2 if which else at + 1
        if self.word(end) in ("last", "this") and self.word(end + 1) == "week":
            monday = span.start_of(span.WEEKS, self.today) - timedelta(days=7 * (self.word(end) == "last"))
            day, end = monday + timedelta(days=number), end + 2
        return span.cut(Span(Period(day, day + DAY), said="weekday"), self.today), end

    def _bare_day(self, at: int) -> Hit:
        """`the 15th`, of which month?"""
        return (Unclear(), at + 1) if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)", self.word(at)) else None

    def _recent(self, month: int) -> int:
        return self.today.year - (month > self.today.month)

    def _unit(self, unit: str, year: int, month: int) -> Found:
        return span.unit_at(unit, date(year, month, 1), self.today)

    def _one(self, year: int | None, month: int, day: int) -> Found:
        found = self._day(year, month, day)
        return span.cut(Span(Period(found, found + DAY)), self.today) if found else Unclear()

    def _day(self, year: int | None, month: int, day: int) -> date | None:
        if not 1 <= month <= 12 or day < 1 or (year is not None and not 1900 <= year <= 2200):
            return None
        for one in [year] if year else range(self.today.year, self.today.year - 5, -1):
            if day > span.month_end(one, month):
                continue
            found = date(one, month, day)
            if year or found <= self.today:
                return found
        return None


def _dated(found: Found, year: int | None) -> Found:
    """The same, told to be of a year that was said."""
    return replace(found, said="dated") if isinstance(found, Span) and year else found
