"""Periods in a question: this quarter so far, since June, from 10 to 21 August, Jan-Mar, between Q1 and Q2.

An own small grammar over the words; both named ends of a range belong to it (conventions of the question
sets, rule 4).
"""

import itertools
import re
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.period import DAY, Period
from bot.language import span
from bot.language.dates import Hit
from bot.language.relative import Relative
from bot.language.span import Found, Span, Unclear
from bot.language.time_words import MONTHS, UNITS

_UNTIL = frozenset(("to", "until", "till", "through", "thru", "-", "–", "—", "up"))
_NOW = frozenset(("now", "today", "date", "present"))


class Periods(Relative):
    """Reads periods from the words of one question."""

    def find(self, at: int) -> Hit:
        """The longest period that begins at a place, and where it ends."""
        first = self.word(at)
        if first in ("between", "from", "since") or (first == "starting" and self.word(at + 1) != "week"):
            opened = self._open(at)
            if opened:
                return opened
        found = self._tight_range(at) or self.atom(at)
        if not found:
            return None
        return self._range(*found) or self._together(*found) or self._so_far(*found)

    def _open(self, at: int) -> Hit:
        """What begins with a preposition: since X, from X on, from X to Y, between X and Y."""
        here = self.after(at + 1, "from", "the", "beginning", "start", "of")
        started = here > at + 1 and self.word(here - 2) + self.word(here - 1) in (
            "ofthe",
            "startof",
            "beginningof",
        )
        unit = UNITS.get(self.word(here)) if started else None
        if unit and unit[1] == 1:
            return self._since(span.unit_at(unit[0], self.today, self.today)), here + 1
        if self.word(here) == "date" and self.word(at) == "since":
            return None
        found = self._tight_range(here) or self.atom(here) or self.atom(at + 1)
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
        here = end if dashed else self.after(end + 1, "to", "and", "including", "the", "end", "of")
        if self.word(here) in _NOW and isinstance(found, Span):
            return self._since(found), here + 1
        other = self.atom(here)
        if not other:
            return None
        return self._both(found, other[0]), other[1]

    def _together(self, first: Found, end: int) -> Hit:
        """`Q2 and Q3`, `Q1, Q2 and Q3`: neighbours that are named together are one period."""
        spans, here, joined = [first], end, False
        while not joined:
            joined = self.word(here) == "and"
            if not joined and "," not in "".join(self._gaps[here : here + 1]):
                return None
            other = self.atom(self.after(here + joined, "in", "for", "the"))
            if not other:
                return None
            spans, here = [*spans, other[0]], other[1]
        if any(not self._adjoins(one, two) for one, two in itertools.pairwise(spans)):
            return None
        whole = self._both(spans[0], spans[-1])
        if not isinstance(whole, Span):
            return None
        return replace(whole, parts=tuple(one for one in spans if isinstance(one, Span))), here

    def _adjoins(self, one: Found, two: Found) -> bool:
        if not isinstance(one, Span) or not isinstance(two, Span):
            return False
        return one.unit == two.unit and one.units.end == two.units.start

    def _both(self, first: Found, last: Found) -> Found:
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
        if self.word(end) == "in" and self.word(end + 1) in ("full", "whole") and isinstance(found, Span):
            return replace(found, full=True), end + 2
        onward = self.word(end) in ("onward", "onwards")
        return (self._since(found), end + 1) if onward else (found, end)
