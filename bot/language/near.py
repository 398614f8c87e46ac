"""Periods near today, or told by a day in them: yesterday, three weeks ago, the week of 24 August."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.period import DAY, Period
from bot.language import span
from bot.language.dates import Dates, Hit
from bot.language.span import Ahead, Span, Unclear
from bot.language.time_words import NUMBERS, UNITS

_SHORT = {"lw": span.WEEKS, "lm": span.MONTHS, "lq": span.QUARTERS, "ly": span.YEARS}


class Near(Dates):
    """Reads what lies near; `gaps` are the signs before each word."""

    def __init__(self, words: Sequence[str], gaps: Sequence[str], today: date) -> None:
        super().__init__(words, today)
        self._gaps = gaps

    def short_year(self, at: int) -> bool:
        """Two digits after an apostrophe: '26."""
        return at < len(self._gaps) and any(sign in self._gaps[at] for sign in "'’‘")

    def after(self, at: int, *skipped: str) -> int:
        """The first place from here on that has none of these words."""
        while self.word(at) in skipped:
            at += 1
        return at

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

    def _near(self, at: int) -> Hit:
        """today, yesterday, the day before yesterday, tomorrow."""
        here = self.after(at, "the")
        if [self.word(here + i) for i in range(3)] == ["day", "before", "yesterday"]:
            return self._back(2), here + 3
        unit = UNITS.get(self.word(here))
        if unit and [self.word(here + 1), self.word(here + 2)] == ["before", "last"] and unit[1] == 1:
            start = span.shifted(unit[0], span.start_of(unit[0], self.today), -2)
            return span.unit_at(unit[0], start, self.today), here + 3
        if self.word(at) == "today":
            return replace(self._back(0), said="today"), at + 1
        if self.word(at) in ("yesterday", "yday", "yest"):
            return self._back(1), at + 1
        if self.word(at) in _SHORT:
            return span.last_units(_SHORT[self.word(at)], 1, self.today), at + 1
        return (Ahead(), at + 1) if self.word(at) == "tomorrow" else None

    def _back(self, days: int) -> Span:
        day = self.today - timedelta(days=days)
        return Span(Period(day, day + DAY))

    def _ago(self, at: int) -> Hit:
        """three weeks ago: that one week; a year ago belongs to comparisons."""
        count, here = self._counted(at + 1 if self.word(at) == "a" and self.word(at + 1) == "couple" else at)
        if count is None and self.word(at) in ("a", "one"):
            count, here = 1, at + 1
        unit = UNITS.get(self.word(here))
        if count is None or unit is None or self.word(here + 1) != "ago" or count * unit[1] > 3000:
            return None
        start = span.shifted(unit[0], span.start_of(unit[0], self.today), -count * unit[1])
        return span.unit_at(unit[0], start, self.today), here + 2

    def _week_of(self, at: int) -> Hit:
        """w/c 24 Aug, week of the 24th of August, week ending 30 Aug."""
        here = self.after(at, "the")
        if self.word(here) in ("wc", "we"):
            here += 1
        elif self.word(here) in ("week", "wk") and self.word(here + 1) in (
            "of", "commencing", "beginning", "starting", "containing", "ending", "with", "from", "comm"
        ):  # fmt: skip
            here += 2
        else:
            return None
        here = self.after(here, "on", "the")
        found = self.day_at(here)
        if found:
            return span.unit_at(span.WEEKS, found[0], self.today), found[1]
        unclear = self.read(here)
        return unclear if unclear and isinstance(unclear[0], Unclear) else None
