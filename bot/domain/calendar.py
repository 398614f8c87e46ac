"""Business time: which instants count, how much of it lies between two instants, and why the rest does not.

A calendar is a weekly rule in one time zone, less closed days and absences. It becomes open intervals in UTC,
one year at a time, when that year is first asked about. Instants and lengths stay `datetime` and `timedelta`,
which are exact to the microsecond.

Where the clocks change, a wall time that occurs twice opens at its first pass and closes at its second; one
that is skipped means the moment of the change. A block belongs to the day on which it starts, so a holiday
cancels the night shift that starts on it and leaves alone the one that ends on it.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain import interval
from bot.domain.agreement import Hours
from bot.domain.errors import HandoffError
from bot.domain.interval import Interval, Track

Block = tuple[time, time]  # start, end; an end at or before the start is on the next day
Closed = Callable[[date], str | None]  # local date -> why nobody works on it (a holiday's name), or None
_Part = tuple[datetime, datetime, str]  # start, end, why

OPEN = "open"
OUTSIDE = "outside hours"
AWAY = "away"

_MIDNIGHT = 24 * 60
_ZERO = timedelta()
_DAY = timedelta(days=1)
# Far beyond any promise, and near enough that a calendar without open days is told at once.
_YEARS = 30
_HOURS = re.compile(r"(\d{1,2})(?::?(\d{2}))? ?[-–] ?(\d{1,2})(?::?(\d{2}))?", re.ASCII)


class NeverOpen(HandoffError):  # noqa: N818 - the name says what is the case
    """The calendar has not enough open time in the years ahead."""


class HoursError(HandoffError, ValueError):
    """A text is not opening hours; says what would be right."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of an explanation: whether [start, end) counts, and why; `day` is the local date of `start`."""

    start: datetime
    end: datetime
    day: date
    open: bool
    why: str  # OPEN, OUTSIDE, AWAY or what the closed day is called


class BusinessCalendar:
    """Working hours of a person or a team. Takes and returns aware instants, returned ones are UTC."""

    def __init__(
        self,
        zone: str,
        hours: Sequence[Hours],
        *,
        closed: Closed = lambda _: None,
        away: Iterable[Interval] = (),
        away_days: frozenset[date] = frozenset(),
    ) -> None:
        """`away` are absences between instants, `away_days` absences by local date.

        `closed` must always give the same answer for the same date. Raises ZoneInfoNotFoundError.
        """
        self._zone = ZoneInfo(zone)
        self._week = [[block for block in hours if block.weekday == weekday] for weekday in range(7)]
        self._closed = closed
        self._away = interval.union((interval.utc(start), interval.utc(end)) for start, end in away)
        self._away_days = away_days
        self._years: dict[int, Track] = {}

    def add(self, t: datetime, seconds: float) -> datetime:
        """The first instant that has `seconds` of open time between `t` and itself; `t` for none.

        Raises NeverOpen, and ValueError for negative seconds.
        """
        t, wanted = interval.utc(t), timedelta(seconds=seconds)
        if wanted < _ZERO:
            raise ValueError(f"business time runs forward only, and not by {seconds} s")
        if not wanted:
            return t
        for track in self._from(t):
            reached = track.before(t) + wanted
            if reached <= track.total:
                return track.reach(reached)
            wanted = reached - track.total
        raise NeverOpen(f"there is not enough open time in the {_YEARS} years after {t:%Y-%m-%d}")

    def between(self, a: datetime, b: datetime) -> float:
        """Seconds of open time in [a, b), 0 when b is not after a."""
        return self.counted(a, b).total_seconds()

    def counted(self, a: datetime, b: datetime) -> timedelta:
        """`between`, exact to the microsecond."""
        a, b = interval.utc(a), interval.utc(b)
        tracks = (self._year(number) for number in range(a.year, b.year + 1)) if a < b else ()
        return sum((track.before(b) - track.before(a) for track in tracks), _ZERO)

    def is_open(self, t: datetime) -> bool:
        """Whether the moment that begins at `t` counts: opening does, closing does not."""
        t = interval.utc(t)
        return self._year(t.year).first(t) == t

    def next_open(self, t: datetime) -> datetime:
        """The first open instant from `t` on, `t` itself when it is open. Raises NeverOpen."""
        t = interval.utc(t)
        for track in self._from(t):
            found = track.first(t)
            if found is not None:
                return found
        raise NeverOpen(f"there is no open time in the {_YEARS} years after {t:%Y-%m-%d}")

    def explain(self, a: datetime, b: datetime) -> list[Stretch]:
        """[a, b) without gaps or overlaps: what counted, and why the rest did not.

        The open parts add up to `between`. A closed day or an absence is named only where it cost open time.
        """
        a, b = interval.utc(a), interval.utc(b)
        if b <= a:
            return []
        reasons = sorted([*((*part, OPEN) for part in self._open(a, b)), *self._lost(a, b)])
        runs = (list(run) for _, run in itertools.groupby(_filled(reasons, a, b), key=lambda part: part[2]))
        return [self._stretch(run[0][0], run[-1][1], run[0][2]) for run in runs]

    def _stretch(self, start: datetime, end: datetime, why: str) -> Stretch:
        return Stretch(start, end, start.astimezone(self._zone).date(), why == OPEN, why)

    def _open(self, a: datetime, b: datetime) -> list[Interval]:
        return [part for number in range(a.year, b.year + 1) for part in self._year(number).within(a, b)]

    def _lost(self, a: datetime, b: datetime) -> Iterator[_Part]:
        """The parts of [a, b) that the weekly rule opens and the calendar does not."""
        # A block may start up to two UTC days before `a` and still reach into it.
        for day in _days(a.date() - 2 * _DAY, b.date() + _DAY):
            closed = self._why_closed(day)
            for start, end in self._blocks(day):
                start, end = max(start, a), min(end, b)
                for part in interval.without([(start, end)], self._open(start, end) if start < end else ()):
                    yield (*part, AWAY if closed is None else closed)

    def _from(self, t: datetime) -> Iterator[Track]:
        return (self._year(number) for number in range(t.year, min(t.year + _YEARS, date.max.year)))

    def _year(self, number: int) -> Track:
        known = self._years.get(number)
        if known is None:
            # Two threads may both build it; they build the same.
            known = self._years[number] = self._build(number)
        return known

    def _build(self, number: int) -> Track:
        first, last = datetime(number, 1, 1, tzinfo=UTC), datetime(number + 1, 1, 1, tzinfo=UTC)
        days = _days(first.date() - 2 * _DAY, last.date())
        worked = (block for day in days if self._why_closed(day) is None for block in self._blocks(day))
        year = Track(interval.union(worked)).within(first, last)
        return Track(interval.without(year, self._away))

    def _why_closed(self, day: date) -> str | None:
        name = self._closed(day)
        return AWAY if name is None and day in self._away_days else name

    def _blocks(self, day: date) -> Iterator[Interval]:
        for hours in self._week[day.weekday()]:
            ends_on = day if hours.end > hours.start else day + _DAY
            yield (
                interval.instant(day, hours.start, self._zone, last=False),
                interval.instant(ends_on, hours.end, self._zone, last=True),
            )


@dataclass(frozen=True, slots=True)
class Leg:
    """From `since` on, this calendar counts: the owner's of that time. A clock has one or more, in order."""

    calendar: BusinessCalendar
    since: datetime


def elapsed(legs: Sequence[Leg], until: datetime) -> float:
    """Business seconds counted by each leg's calendar in turn, from the first `since` to `until`."""
    return sum((calendar.counted(a, b) for calendar, a, b in _spans(legs, until)), _ZERO).total_seconds()


def explain(legs: Sequence[Leg], until: datetime) -> list[Stretch]:
    """What `elapsed` counted and why it left out the rest; days are local to each leg's calendar."""
    return [part for calendar, a, b in _spans(legs, until) for part in calendar.explain(a, b)]


def due(legs: Sequence[Leg], budget: float) -> datetime:
    """The first instant at which `elapsed` reaches `budget` seconds. Raises NeverOpen when none does."""
    left = timedelta(seconds=budget)
    for leg, following in itertools.pairwise(legs):
        counted = leg.calendar.counted(leg.since, following.since)
        if left <= counted:
            return leg.calendar.add(leg.since, left.total_seconds())
        left -= counted
    return legs[-1].calendar.add(legs[-1].since, left.total_seconds())


def parse_hours(text: str) -> Block:
    """`09:00-12:00` as its two times; `22:00-06:00` ends on the next day, `00:00-24:00` is the whole day.

    Raises HoursError, which says what would be right.
    """
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        raise HoursError(f"'{text}' is not hours; write them like 09:00-12:00 or 22:00-06:00")
    hour, minute, last_hour, last_minute = (int(part or 0) for part in found.groups())
    start, end = 60 * hour + minute, 60 * last_hour + last_minute
    if max(minute, last_minute) > 59 or start >= _MIDNIGHT or end > _MIDNIGHT:
        raise HoursError(f"'{text}' is not hours; a day runs from 00:00 to 24:00")
    if start == end:
        raise HoursError(f"'{text}' is no time at all; write 00:00-24:00 for the whole day")
    canonical = f"{hour:02}:{minute:02}-{last_hour:02}:{last_minute:02}"
    if text.strip() != canonical:
        # Who writes 9-5 hardly means a night shift.
        right = canonical if start < end else "them like 09:00-17:00"
        raise HoursError(f"'{text}' is not hours; write {right}")
    return time(hour, minute), time(last_hour % 24, last_minute)


def _spans(legs: Sequence[Leg], until: datetime) -> Iterator[tuple[BusinessCalendar, datetime, datetime]]:
    ends = [*(leg.since for leg in legs[1:]), until]
    return ((leg.calendar, leg.since, min(end, until)) for leg, end in zip(legs, ends, strict=True))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + n * _DAY for n in range((last - first).days + 1))


def _filled(parts: Iterable[_Part], a: datetime, b: datetime) -> Iterator[_Part]:
    """The parts, in order, with OUTSIDE between them; where two overlap, the first one's reason stands."""
    reached = a
    for start, end, why in parts:
        if start > reached:
            yield reached, start, OUTSIDE
        if end > reached:
            yield max(start, reached), end, why
            reached = end
    if reached < b:
        yield reached, b, OUTSIDE
