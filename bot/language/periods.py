"""Periods in a question: last three weeks, this quarter so far, since June, from 10 to 21 August, w/c 3 May.

An own small grammar over the words; what each form means are the conventions of the question sets, rules 1
to 4: units are complete calendar units, weeks start on Monday, both named ends of a range belong to it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.period import DAY, Period
from bot.language import span
from bot.language.dates import MONTHS, ORDINALS, Dates, Hit
from bot.language.span import Ahead, Found, Span, Unclear

NUMBERS: Mapping[str, int] = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split(), 1,
    )
} | {"couple": 2, "dozen": 12, "thirty": 30, "sixty": 60, "ninety": 90}  # fmt: skip
UNITS: Mapping[str, tuple[str, int]] = {
    word: (unit, count)
    for unit, count, words in (
        (span.DAYS, 1, "day days"),
        (span.WEEKS, 1, "week weeks wk wks weak"),
        (span.MONTHS, 1, "month months mth mths mnth"),
        (span.QUARTERS, 1, "quarter quarters qtr qtrs"),
        (span.HALVES, 1, "half halves"),
        (span.YEARS, 1, "year years yr yrs"),
        (span.DAYS, 14, "fortnight fortnights"),
    )
    for word in words.split()
}
_LAST = frozenset(
    ("last", "past", "previous", "prior", "preceding", "trailing", "rolling", "lst", "latest", "recent")
)
_THIS = frozenset(("this", "current"))
_NEXT = frozenset(("next", "coming", "upcoming", "following"))
_WHOLE = frozenset(("full", "whole", "complete", "completed", "calendar", "entire", "finished", "business", "all"))
_SHORT = {"lw": span.WEEKS, "lm": span.MONTHS, "lq": span.QUARTERS, "ly": span.YEARS}
_TO_DATE = {"mtd": span.MONTHS, "qtd": span.QUARTERS, "ytd": span.YEARS, "wtd": span.WEEKS}
_TIGHT = re.compile(r"(\d{1,3})(d|w|wk|wks|m|mo|q|y|days|weeks|months)")
_TIGHT_UNITS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
_UNTIL = frozenset(("to", "until", "till", "through", "thru", "-", "–", "—", "up"))
_NOW = frozenset(("now", "today", "date", "present"))


class Periods(Dates):
    """Reads periods from the words of one question; `gaps` are the signs before each word."""

    def __init__(self, words: Sequence[str], gaps: Sequence[str], today: date) -> None:
        super().__init__(words, today)
        self._gaps = gaps

    def short_year(self, at: int) -> bool:
        """Two digits after an apostrophe: '26."""
        return at < len(self._gaps) and any(sign in self._gaps[at] for sign in "'’‘")

    def find(self, at: int) -> Hit:
        """The longest period that begins at a place, and where it ends."""
        first = self.word(at)
        if first in ("between", "from", "since") or (first == "starting" and self.word(at + 1) != "week"):
            opened = self._open(at)
            if opened:
                return opened
        found = self._tight_range(at) or self._atom(at)
        if not found:
            return None
        return self._range(found[0], found[1]) or self._so_far(*found)

    def _open(self, at: int) -> Hit:
        """What begins with a preposition: since X, from X on, from X to Y, between X and Y."""
        here = self._after(at + 1, "from", "the", "beginning", "start", "of")
        if self.word(here) == "date" and self.word(at) == "since":
            return None
        found = self._tight_range(here) or self._atom(here) or self._atom(at + 1)
        if not found:
            return None
        ranged = self._range(found[0], found[1], also="and" if self.word(at) == "between" else "")
        if ranged:
            return ranged
        onward = self.word(found[1]) in ("on", "onward", "onwards", "forward")
        if self.word(at) in ("since", "starting") or onward:
            return self._since(found[0]), found[1] + onward
        return found

    def _since(self, found: Found) -> Found:
        if not isinstance(found, Span):
            return found
        return Span(Period(found.period.start, self.today + DAY), span.DAYS, said="since")

    def _range(self, found: Found, end: int, also: str = "") -> Hit:
        """The other end of a range that began with `found`."""
        dashed = end < len(self._gaps) and self._gaps[end].strip() in ("-", "–", "—")
        joined = self.word(end) in _UNTIL or (also and self.word(end) == also)
        if not dashed and not joined:
            return None
        here = end if dashed else self._after(end + 1, "to", "and", "including", "the", "end", "of")
        if self.word(here) in _NOW and isinstance(found, Span):
            return self._since(found), here + 1
        other = self._atom(here)
        if not other:
            return None
        return self._both(found, other[0]), other[1]

    def _both(self, first: Found, last: Found) -> Found:
        if isinstance(first, Ahead) and isinstance(last, Span):
            first = self._earlier(last)
        if not isinstance(first, Span) or not isinstance(last, Span):
            return first if not isinstance(first, Span) else last
        first = span.aligned(first, last)
        start, end = first.period.start, last.period.end
        while first.said == "weekday" and start >= end:
            start -= timedelta(days=7)
        if start >= end:
            start = self._year_back(start)
        if start >= end:
            return Unclear()
        whole = Period(start, max(end, last.units.end)) if first.unit == last.unit != span.DAYS else None
        count = self._count(first.unit, whole) if whole else 1
        return Span(Period(start, end), last.unit if whole else span.DAYS, count, whole, parts=(first, last))

    def _earlier(self, last: Span) -> Found:
        return Unclear()

    def _count(self, unit: str, whole: Period) -> int:
        count, at = 0, whole.start
        while at < whole.end and count < 1000:
            at, count = span.shifted(unit, at, 1), count + 1
        return count

    def _year_back(self, day: date) -> date:
        return day.replace(year=day.year - 1, day=min(day.day, span.month_end(day.year - 1, day.month)))

    def _tight_range(self, at: int) -> Hit:
        """10-21 August, 10 to 21 Aug, 10th and 21st of Aug, Aug 10-21: a month that both ends share."""
        day = re.fullmatch(r"(\d{1,2})(st|nd|rd|th)?", self.word(at))
        month = MONTHS.get(self.word(at))
        if day:
            here = self._joint(at + 1)
            other = self._day_month(here) if here else None
            return self._shared(int(day[1]), other) if other else None
        if month and (first := self._month_day(at)):
            here = self._joint(at + 2)
            last = re.fullmatch(r"(\d{1,2})(st|nd|rd|th)?", self.word(here)) if here else None
            if last and here and not MONTHS.get(self.word(here + 1)):
                year, end = self.year_of(here + 1)
                return self._both(
                    first[0], self._one(year or self._year_in(first[0]), month, int(last[1]))
                ), end
        return None

    def _year_in(self, found: Found) -> int | None:
        return found.period.start.year if isinstance(found, Span) else None

    def _joint(self, at: int) -> int | None:
        if at < len(self._gaps) and self._gaps[at].strip() in ("-", "–", "—"):
            return at
        return at + 1 if self.word(at) in ("to", "until", "till", "through", "and") else None

    def _shared(self, day: int, other: tuple[Found, int]) -> Hit:
        if not isinstance(other[0], Span):
            return other
        end = other[0].period.start
        return self._both(self._one(end.year, end.month, day), other[0]), other[1]

    def _so_far(self, found: Found, end: int) -> Hit:
        if self.word(end) == "so" and self.word(end + 1) == "far":
            return found, end + 2
        if self.word(end) == "to" and self.word(end + 1) == "date":
            return found, end + 2
        onward = self.word(end) in ("onward", "onwards")
        return (self._since(found), end + 1) if onward else (found, end)

    def _after(self, at: int, *skipped: str) -> int:
        while self.word(at) in skipped:
            at += 1
        return at

    def _atom(self, at: int) -> Hit:
        for attempt in (
            self._edge,
            self._relative,
            self._to_date,
            self._ago,
            self._week_of,
            self._near,
            self.read,
        ):
            found = attempt(at)
            if found:
                return found
        return None

    def _near(self, at: int) -> Hit:
        """today, yesterday, the day before yesterday, tomorrow."""
        here = self._after(at, "the")
        if [self.word(here + i) for i in range(3)] == ["day", "before", "yesterday"]:
            return self._back(2), here + 3
        if self.word(at) == "today":
            return replace(self._back(0), said="today"), at + 1
        if self.word(at) == "yesterday":
            return self._back(1), at + 1
        if self.word(at) in _SHORT:
            return span.last_units(_SHORT[self.word(at)], 1, self.today), at + 1
        return (Ahead(), at + 1) if self.word(at) == "tomorrow" else None

    def _back(self, days: int) -> Span:
        day = self.today - timedelta(days=days)
        return Span(Period(day, day + DAY))

    def _relative(self, at: int) -> Hit:
        """last full month, past 3 weeks, this quarter, the month so far, next week."""
        here = self._after(at, "the", "our", "these")
        which, whole = self.word(here), False
        if which in _WHOLE and self.word(self._after(here + 1, "of", "the")) in _LAST:
            here, whole = self._after(here + 1, "of", "the"), True
        which = self.word(here)
        if which not in _LAST | _THIS | _NEXT:
            return self._tight(here) if here == at else None
        here += 1
        if self.word(here) in ("few", "several") and self.word(here + 1) in UNITS:
            return Unclear(), here + 2
        here = here + 1 if self.word(here) == "of" else here
        count, here = self._counted(here)
        while self.word(here) in _WHOLE:
            here, whole = here + 1, True
        if self.word(here) == "of":
            here += 1
        unit = UNITS.get(self.word(here))
        if unit is None:
            return None
        return self._at_distance(which, unit, count, whole, here + 1)

    def _at_distance(
        self, which: str, unit: tuple[str, int], count: int | None, whole: bool, end: int
    ) -> Hit:
        name, times = unit
        if which in _NEXT:
            return Ahead(), end
        if which in _THIS:
            if times > 1 or count not in (None, 1):
                return Unclear(), end
            found = span.unit_at(name, self.today, self.today)
            return (replace(found, said="this") if isinstance(found, Span) else found), end
        year, after = self.year_of(end)
        if (
            year is not None
            and count is None
            and name in (span.QUARTERS, span.HALVES, span.MONTHS)
            and (self.word(end) in ("of", "in"))
        ):
            return self._last_of(name, year), after
        if not 0 < (count or 1) * times <= 3000:
            return Unclear(), end
        return replace(span.last_units(name, (count or 1) * times, self.today), full=whole), end

    def _last_of(self, unit: str, year: int) -> Found:
        return span.unit_at(unit, date(year, 12, 31), self.today)

    def _counted(self, at: int) -> tuple[int | None, int]:
        word = self.word(at)
        if word == "a" and self.word(at + 1) in ("couple",):
            at, word = at + 1, "couple"
        if word.isascii() and word.isdigit() and len(word) <= 4:
            return int(word), at + 1
        if word in NUMBERS:
            after = at + 1
            return NUMBERS[word], after + 1 if self.word(after) == "of" else after
        return None, at

    def _tight(self, at: int) -> Hit:
        """L30D, 7d: so many units, short."""
        parts = _TIGHT.fullmatch(self.word(at).removeprefix("l"))
        return (self._units(parts), at + 1) if parts and self.word(at).startswith("l") else None

    def _units(self, parts: re.Match[str]) -> Found:
        unit = _TIGHT_UNITS[parts[2][0]]
        return span.last_units(unit, int(parts[1]), self.today) if int(parts[1]) else Unclear()

    def _to_date(self, at: int) -> Hit:
        """MTD, quarter to date, the month so far."""
        here = self._after(at, "the")
        unit = _TO_DATE.get(self.word(here))
        if unit:
            return self._running(unit), here + 1
        name = UNITS.get(self.word(here))
        tail = (self.word(here + 1), self.word(here + 2))
        if name and name[1] == 1 and tail in (("to", "date"), ("so", "far")):
            return self._running(name[0]), here + 3
        if (self.word(here), self.word(here + 1)) == ("so", "far") and self.word(here + 2) in _THIS:
            return self._relative(here + 2)
        return None

    def _running(self, unit: str) -> Found:
        found = span.unit_at(unit, self.today, self.today)
        return replace(found, said="this") if isinstance(found, Span) else found

    def _ago(self, at: int) -> Hit:
        """three weeks ago: that one week; a year ago belongs to comparisons."""
        count, here = self._counted(at + 1 if self.word(at) == "a" and self.word(at + 1) == "couple" else at)
        unit = UNITS.get(self.word(here))
        if count is None or unit is None or self.word(here + 1) != "ago" or count * unit[1] > 3000:
            return None
        start = span.shifted(unit[0], span.start_of(unit[0], self.today), -count * unit[1])
        return span.unit_at(unit[0], start, self.today), here + 2

    def _week_of(self, at: int) -> Hit:
        """w/c 24 Aug, week of the 24th of August, week ending 30 Aug."""
        here = self._after(at, "the")
        if self.word(here) in ("wc", "we"):
            here += 1
        elif self.word(here) in ("week", "wk") and self.word(here + 1) in (
            "of", "commencing", "beginning", "starting", "containing", "ending", "with", "from", "comm"
        ):  # fmt: skip
            here += 2
        else:
            return None
        here = self._after(here, "on", "the")
        found = self.day_at(here)
        if found:
            return span.unit_at(span.WEEKS, found[0], self.today), found[1]
        unclear = self.read(here)
        return unclear if unclear and isinstance(unclear[0], Unclear) else None

    def _edge(self, at: int) -> Hit:
        """first ten days of August, last two weeks of Q2, the second week of ... is unclear."""
        here = self._after(at, "the")
        side = self.word(here)
        if side not in ORDINALS and side not in ("last", "final", "opening", "initial"):
            return None
        count, here = self._counted(here + 1)
        unit = UNITS.get(self.word(here))
        if unit is None or unit[0] == span.HALVES or self.word(here + 1) not in ("of", "in"):
            return None
        outer = self._atom(self._after(here + 2, "the"))
        if outer is None or (unit[0] == span.QUARTERS and side != "first"):
            return None
        if unit[0] == span.QUARTERS or (side in ("last", "final") and unit[0] == span.MONTHS):
            return None if count is None else (Unclear(), outer[1])
        if side in ORDINALS and ORDINALS[side] > 1:
            return Unclear(), outer[1]
        return self._part(side, unit, count or 1, outer[0]), outer[1]

    def _part(self, side: str, unit: tuple[str, int], count: int, outer: Found) -> Found:
        if not isinstance(outer, Span) or outer.unit == span.DAYS or count * unit[1] > 3000:
            return outer if not isinstance(outer, Span) else Unclear()
        units = outer.units
        if unit[0] in (span.DAYS, span.WEEKS):
            length = timedelta(days=count * unit[1] * (7 if unit[0] == span.WEEKS else 1))
            first = side not in ("last", "final")
            found = (
                Period(units.start, units.start + length) if first else Period(units.end - length, units.end)
            )
        else:
            found = Period(units.start, span.shifted(unit[0], units.start, count))
        return span.cut(Span(found), self.today)
