"""Periods of a question and what they are compared with (conventions of the question sets, rules 2 and 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.period import DAY, Period
from bot.language import span
from bot.language.outcome import Doubted, Slot
from bot.language.refusals import Code
from bot.language.span import Ahead, Found, Span, Unclear


@dataclass(frozen=True, slots=True)
class Said:
    """What a question says of time: its periods in order, and the words that set them against each other."""

    found: Sequence[Found] = ()
    against: bool = False  # versus, compared to
    change: bool = False
    relative: str = ""  # "before" or "year"
    over: str = ""  # the unit of week over week
    event: str = ""  # "before", "after" or "both" stand beside a date
    length: tuple[str, int] | None = None  # how long before and after an event


@dataclass(frozen=True, slots=True)
class Times:
    """The period and the one it is compared with; None where the question says nothing."""

    period: Period | None = None
    compare_to: Period | None = None


def resolve(said: Said, today: date, base: Period | None = None) -> Times:
    """The two periods. `base` is the period of the query before. Raises `Doubted`."""
    spans = _clear(said.found)
    if said.event:
        return _around(said, spans, today)
    if said.over:
        return _over(said, spans, today, base)
    if said.relative:
        return _relative(said, spans, today, base)
    if len(spans) > 2:
        raise Doubted(Slot.PERIOD)
    if len(spans) == 2:
        return _two(said, spans)
    if spans and spans[0].parts and (said.change or said.against) and _units(spans[0]):
        if len(spans[0].parts) > 2:
            raise Doubted(Slot.COMPARISON)
        first, last = spans[0].parts
        return _ordered(span.aligned(first, last), last)
    return _one(said, spans, today, base)


def _clear(found: Sequence[Found]) -> list[Span]:
    for each in found:
        if isinstance(each, Ahead):
            raise Doubted(Code.FORECAST)
    for each in found:
        if isinstance(each, Unclear):
            raise Doubted(Slot.PERIOD, each.options)
    return [each for each in found if isinstance(each, Span)]


def _units(one: Span) -> bool:
    return all(part.unit != span.DAYS for part in one.parts)


def _one(said: Said, spans: list[Span], today: date, base: Period | None) -> Times:
    if not spans:
        if said.change and base is None:
            raise Doubted(Slot.COMPARISON)
        return Times(None, span.before(span.of_period(base, today)) if said.change and base else None)
    one = spans[0]
    if said.against and base is not None:
        return Times(None, _against(span.of_period(base, today), one))
    if said.against:
        running = span.unit_at(one.unit, today, today)
        if one.said != "last" or one.count > 1 or one.unit == span.DAYS or not isinstance(running, Span):
            raise Doubted(Slot.COMPARISON)
        return _ordered(running, one)
    if said.change and one.said == "since":
        raise Doubted(Slot.COMPARISON)
    return Times(one.period, span.before(one) if said.change else None)


def _two(said: Said, spans: list[Span]) -> Times:
    first, second = span.aligned(*spans), spans[1]
    if not said.against and first.period == second.period:
        return Times(first.period)
    if not said.against and not said.change:
        raise Doubted(Slot.PERIOD)
    if _is_last_year(second, first):
        return Times(first.period, span.year_before(first.period))
    return _ordered(first, second)


def _is_last_year(other: Span, one: Span) -> bool:
    return other.unit == span.YEARS and other.said == "last" and other.count == 1 and one.unit != span.YEARS


def _ordered(first: Span, second: Span) -> Times:
    if first.period == second.period:
        return Times(first.period, span.before(first))
    early, late = sorted((first, second), key=lambda one: one.period.start)
    return Times(late.period, _against(late, early))


def _against(one: Span, other: Span) -> Period:
    """What the span is compared with when `other` was named."""
    if _is_last_year(other, one):
        return span.year_before(one.period)
    if other.period == one.period:
        return span.before(one)
    same = one.unit == other.unit and one.count == other.count == 1
    return span.alike(one, other.period) if same and not other.full else other.period


def _over(said: Said, spans: list[Span], today: date, base: Period | None) -> Times:
    if len(spans) > 1:
        raise Doubted(Slot.PERIOD)
    if not spans and base is None:
        last = span.last_units(said.over, 1, today)
        return Times(last.period, span.before(last))
    one = spans[0] if spans else span.of_period(base, today) if base else None
    if one is None or one.unit != said.over:
        raise Doubted(Slot.COMPARISON)
    return Times(one.period if spans else None, span.before(one))


def _relative(said: Said, spans: list[Span], today: date, base: Period | None) -> Times:
    if len(spans) > 1 and said.relative == "year":
        spans = spans[:1] if spans[1].unit == span.YEARS or spans[0].period == spans[1].period else spans
    if len(spans) > 1:
        raise Doubted(Slot.PERIOD)
    one = spans[0] if spans else span.of_period(base, today) if base else None
    if one is None:
        raise Doubted(Slot.PERIOD)
    if not spans and said.relative == "before" and not (said.against or said.change):
        return Times(span.before(one))  # `what about the month before`
    earlier = span.year_before(one.period) if said.relative == "year" else span.before(one)
    return Times(one.period if spans else None, earlier)


def _around(said: Said, spans: list[Span], today: date) -> Times:
    """Before and after an event: as long before it as after it."""
    spans = [each for at, each in enumerate(spans) if each.period not in [one.period for one in spans[:at]]]
    if len(spans) != 1 or said.event == "before":
        raise Doubted(Slot.PERIOD)
    day = spans[0].period.start
    if said.event == "after":
        start = spans[0].units.end
        if start > today:
            raise Doubted(Slot.PERIOD)
        return Times(Period(start, today + DAY))
    end = today + DAY
    if said.length:
        end = min(end, span.shifted(said.length[0], day, said.length[1])) if said.length[0] in (
            span.DAYS, span.WEEKS) else min(end, day + timedelta(days=30 * said.length[1]))  # fmt: skip
    return Times(Period(day, end), Period(day - (end - day), day))


def inherited(before: Period, compared: Period, now: Period, today: date) -> Period | None:
    """What a new period is compared with when the one before it was compared with `compared`."""
    old, new = span.of_period(before, today), span.of_period(now, today)
    if compared == span.year_before(before):
        return span.year_before(now)
    if compared == span.before(old):
        return span.before(new)
    return compared if compared.end <= now.start else None


def check_stock(said: Said) -> None:
    """A stock is as of now: what it was then is not kept, nor what it might be compared with."""
    if said.against or said.relative or said.over:
        raise Doubted(Slot.COMPARISON)
    for each in said.found:
        if isinstance(each, Span) and not (each.to_date or each.said in ("this", "today")):
            raise Doubted(Slot.PERIOD)
