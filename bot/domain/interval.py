"""Half-open intervals of instants, and the instant that a wall clock means."""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Interval = tuple[datetime, datetime]  # half-open, aware UTC


class Track:
    """Disjoint intervals in order, summed up: how much lies before an instant, and the reverse."""

    def __init__(self, spans: Iterable[Interval]) -> None:
        found = list(spans)
        self._starts = [start for start, _ in found]
        self._ends = [end for _, end in found]
        self._sums = list(itertools.accumulate((end - start for start, end in found), initial=timedelta()))
        self.total = self._sums[-1]

    def before(self, t: datetime) -> timedelta:
        """How much of the track lies before `t`."""
        i = bisect_right(self._starts, t) - 1
        return self._sums[i] + (min(t, self._ends[i]) - self._starts[i]) if i >= 0 else self._sums[0]

    def reach(self, length: timedelta) -> datetime:
        """The first instant with `length` of the track before it; more than 0, at most `total`."""
        i = bisect_left(self._sums, length) - 1
        return self._starts[i] + (length - self._sums[i])

    def first(self, t: datetime) -> datetime | None:
        """The first instant of the track from `t` on."""
        i = bisect_right(self._ends, t)
        return max(t, self._starts[i]) if i < len(self._ends) else None

    def within(self, a: datetime, b: datetime) -> Iterator[Interval]:
        """The parts of the track in [a, b)."""
        for i in range(bisect_right(self._ends, a), bisect_left(self._starts, b)):
            yield max(a, self._starts[i]), min(b, self._ends[i])


def union(spans: Iterable[Interval]) -> list[Interval]:
    """The same instants as disjoint intervals in order; empty and reversed ones vanish."""
    merged: list[Interval] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged


def without(spans: Iterable[Interval], holes: Sequence[Interval]) -> Iterator[Interval]:
    """The spans less the holes, which are disjoint and in order."""
    for start, end in spans:
        for hole_start, hole_end in holes:
            if hole_start >= end:
                break
            if hole_start > start:
                yield start, hole_start
            start = max(start, hole_end)
        if start < end:
            yield start, end


def utc(t: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError for a naive one."""
    if t.tzinfo is UTC:
        return t
    if t.utcoffset() is None:
        raise ValueError(f"business time needs an instant with its zone, and {t} has none")
    return t.astimezone(UTC)


def instant(day: date, wall: time, zone: ZoneInfo, *, last: bool) -> datetime:
    """When the clock of `zone` shows `wall` on `day`, in UTC.

    A time that occurs twice is its first pass, or its `last`; a skipped one is the moment of the change.
    """
    local = datetime.combine(day, wall, zone)
    first, second = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    if first > second:
        # Skipped: read with the old offset it lies after the change, with the new one before it.
        return _change(second, first, zone)
    return second if last else first


def _change(a: datetime, b: datetime, zone: ZoneInfo) -> datetime:
    """The first second after `a` with the offset that `zone` has at `b`."""
    offset = b.astimezone(zone).utcoffset()

    def changed(second: int) -> bool:
        return (a + timedelta(seconds=second)).astimezone(zone).utcoffset() == offset

    return a + timedelta(seconds=bisect_left(range(int((b - a).total_seconds())), True, key=changed))
