"""An independent judge of business time: it steps through UTC minutes and looks at the wall clock.

It shares no code and no method with `bot.domain.calendar`: no intervals, no sums, no wall time turned into an
instant. A block is open once the clock has reached its start, and as long as the clock will still show a time
before its end. On most days that is plain membership; where the clocks change, a repeated time opens at its
first pass and closes at its second, and a skipped one is the moment of the change.
"""

import itertools
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY = 24 * 60

# Weekday (0 is Monday), then start and end in minutes after its midnight; above 1440 is the next day.
Rule = tuple[int, int, int]


class Clock:
    """What the wall clock of a zone shows in each UTC minute of [first, last), in minutes since year 1."""

    def __init__(self, zone: str, first: datetime, last: datetime) -> None:
        self.first = first
        place = ZoneInfo(zone)
        walls = [(first + n * MINUTE).astimezone(place) for n in range((last - first) // MINUTE)]
        shown = [wall.toordinal() * DAY + wall.hour * 60 + wall.minute for wall in walls]
        self.reached = list(itertools.accumulate(shown, max))  # the most it has shown so far
        self.still = list(itertools.accumulate(reversed(shown), min))[
            ::-1
        ]  # the least it will show from here

    def at(self, t: datetime) -> int:
        """The number of the minute that begins at `t`."""
        return (t - self.first) // MINUTE


class Oracle:
    """Which of a clock's minutes are open. Instants are whole minutes."""

    def __init__(
        self,
        clock: Clock,
        rules: Sequence[Rule],
        *,
        closed: Callable[[date], bool] = lambda _: False,
        away: Iterable[tuple[datetime, datetime]] = (),
    ) -> None:
        self._clock = clock
        days = range(clock.still[0] // DAY, clock.reached[-1] // DAY + 1)
        blocks = {day: _near(day, rules, closed) for day in days}
        self._open = [
            any(opens <= reached and still < closes for opens, closes in blocks[reached // DAY])
            for reached, still in zip(clock.reached, clock.still, strict=True)
        ]
        for start, end in away:
            for n in range(clock.at(start), clock.at(end)):
                self._open[n] = False

    def is_open(self, t: datetime) -> bool:
        """Whether the minute that begins at `t` counts."""
        return self._open[self._clock.at(t)]

    def between(self, a: datetime, b: datetime) -> int:
        """Open minutes in [a, b)."""
        return sum(self._open[self._clock.at(a) : self._clock.at(b)])

    def add(self, t: datetime, minutes: int) -> datetime | None:
        """The end of the `minutes`-th open minute from `t`; None beyond the last one known."""
        found = self._nth(t, minutes)
        return None if found is None else found + MINUTE

    def next_open(self, t: datetime) -> datetime | None:
        """The first open minute from `t` on; None beyond the last one known."""
        return self._nth(t, 1)

    def _nth(self, t: datetime, wanted: int) -> datetime | None:
        start = self._clock.at(t)
        numbers = itertools.compress(itertools.count(start), self._open[start:])
        found = next(itertools.islice(numbers, wanted - 1, None), None)
        return None if found is None else self._clock.first + found * MINUTE


def _blocks(day: int, rules: Sequence[Rule], closed: Callable[[date], bool]) -> list[tuple[int, int]]:
    local = date.fromordinal(day)
    if closed(local):
        return []
    return [
        (day * DAY + start, day * DAY + end) for weekday, start, end in rules if weekday == local.weekday()
    ]


def _near(day: int, rules: Sequence[Rule], closed: Callable[[date], bool]) -> list[tuple[int, int]]:
    """The blocks that may touch a day: a long one ends on the day after the next."""
    return [block for start in (day, day - 1, day - 2) for block in _blocks(start, rules, closed)]
