"""Periods by their distance from today, and edges of periods: last three weeks, first ten days of August.

What each form means are the conventions of the question sets, rules 1 to 3.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.period import Period
from bot.language import span
from bot.language.dates import Hit
from bot.language.near import Near
from bot.language.span import Ahead, Found, Span, Unclear
from bot.language.time_words import ORDINALS, UNITS

_LAST = frozenset(
    (
        "last",
        "past",
        "previous",
        "prior",
        "preceding",
        "trailing",
        "rolling",
        "lst",
        "latest",
        "recent",
        "final",
    )
)
_THIS = frozenset(("this", "current"))
_NEXT = frozenset(("next", "coming", "upcoming", "following"))
_WHOLE = frozenset(
    ("full", "whole", "complete", "completed", "calendar", "entire", "finished", "business", "all")
)
_TO_DATE = {"mtd": span.MONTHS, "qtd": span.QUARTERS, "ytd": span.YEARS, "wtd": span.WEEKS}
_TIGHT = re.compile(r"(\d{1,3})(d|w|wk|wks|m|mo|q|y|days|weeks|months)")
_TIGHT_UNITS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}


class Relative(Near):
    """Reads one period from the words of a question."""

    def atom(self, at: int) -> Hit:
        """One period, without what may follow it."""
        for attempt in (
            self._middle,
            self._edge,
            self._named_unit,
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

    def _middle(self, at: int) -> Hit:
        """`mid-October` has no first and no last day."""
        found = self.read(at + 1) if self.word(at) == "mid" else None
        return (Unclear(), found[1]) if found else None

    def _named_unit(self, at: int) -> Hit:
        """the full year 2026, the month of May, whole Q3."""
        here = self.after(at, "the", "of", *_WHOLE)
        unit = UNITS.get(self.word(here))
        if unit:
            here = self.after(here + 1, "of")
        found = self.read(here) if here > at else None
        if not found or not isinstance(found[0], Span) or (unit and unit[0] != found[0].unit):
            return None
        return (replace(found[0], full=True), found[1]) if self.after(at, "the", "of") < here else None

    def _relative(self, at: int) -> Hit:
        """last full month, past 3 weeks, this quarter, the month so far, next week."""
        here = self.after(at, "the", "our", "these")
        which, whole = self.word(here), False
        if which in _WHOLE and self.word(self.after(here + 1, "of", "the")) in _LAST:
            here, whole = self.after(here + 1, "of", "the"), True
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
            if (self.word(end), self.word(end + 1)) == ("last", "year") and name != span.YEARS:
                earlier = span.year_before(span.last_units(span.DAYS, 1, self.today).period).end
                return span.unit_at(name, earlier, self.today), end + 2
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

    def _tight(self, at: int) -> Hit:
        """L30D, 7d: so many units, short."""
        parts = _TIGHT.fullmatch(self.word(at).removeprefix("l"))
        return (self._units(parts), at + 1) if parts and self.word(at).startswith("l") else None

    def _units(self, parts: re.Match[str]) -> Found:
        unit = _TIGHT_UNITS[parts[2][0]]
        return span.last_units(unit, int(parts[1]), self.today) if int(parts[1]) else Unclear()

    def _to_date(self, at: int) -> Hit:
        """MTD, quarter to date, the month so far."""
        here = self.after(at, "the")
        unit = _TO_DATE.get(self.word(here))
        if unit:
            return self._year_earlier(self._running(unit), here + 1)
        name = UNITS.get(self.word(here))
        tail = (self.word(here + 1), self.word(here + 2))
        if name and name[1] == 1 and tail in (("to", "date"), ("so", "far")):
            return self._year_earlier(self._running(name[0]), here + 3)
        if (self.word(here), self.word(here + 1)) == ("so", "far") and self.word(here + 2) in _THIS:
            return self._relative(here + 2)
        return None

    def _year_earlier(self, found: Found, end: int) -> Hit:
        """`YTD last year`: the same dates, a year earlier."""
        here = self.after(end, "of", "in")
        if (self.word(here), self.word(here + 1)) != ("last", "year") or not isinstance(found, Span):
            return found, end
        return replace(found, period=span.year_before(found.period), whole=None, unit=span.DAYS), here + 2

    def _running(self, unit: str) -> Found:
        found = span.unit_at(unit, self.today, self.today)
        return replace(found, said="this") if isinstance(found, Span) else found

    def _edge(self, at: int) -> Hit:
        """first ten days of August, last two weeks of Q2, the second week of ... is unclear."""
        here = self.after(at, "the")
        side = self.word(here)
        if side not in ORDINALS and side not in ("last", "final", "opening", "initial"):
            return None
        count, here = self._counted(here + 1)
        unit = UNITS.get(self.word(here))
        if unit is None or unit[0] == span.HALVES or self.word(here + 1) not in ("of", "in"):
            return None
        outer = self.atom(self.after(here + 2, "the"))
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
