"""Figures in words: always k of n, a percentage from ten on, a time only where the curve gets there.

The rules are those of the agreement on metrics, section 2, rule 4: small numbers stay counts.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.figure import Difference, Figure
from bot.domain.metric import CATALOGUE, LEAST, TOO_FEW, Kind
from bot.domain.period import Period
from bot.views.text import counted

NOT_SET = "(not set)"


def spell(figure: Figure) -> str:
    """The value of a figure with what it rests on: `58 % (21 of 36)`, `3 of 7`, `4.5 business hours`."""
    match CATALOGUE[figure.metric].kind:
        case Kind.RATE:
            return share(figure.k, figure.n or 0)
        case Kind.QUANTILE:
            return _time(figure)
        case Kind.MONEY:
            return _money(figure)
        case Kind.FREQUENCY:
            return _frequency(figure)
        case _:
            return f"{figure.k:,}"


def share(k: int, n: int) -> str:
    """`58 % (21 of 36)`; under ten the counts alone, under five with the remark that they say nothing."""
    if n == 0:
        return "none"
    if n < TOO_FEW:
        return f"{k} of {n}, too few to say"
    return f"{k:,} of {n:,}" if n < LEAST else f"{percent(k / n)} ({k:,} of {n:,})"


def percent(value: float) -> str:
    """`58 %`; whole points, and one decimal near the ends where a whole one would say none or all."""
    points = 100 * value
    if 0 < points < 0.1:
        return "under 0.1 %"
    if 99.9 < points < 100:
        return "over 99.9 %"
    near_an_end = 0 < points < 1 or 99 < points < 100
    return f"{points:.1f} %" if near_an_end else f"{points:.0f} %"


def rounded(value: float) -> str:
    """So many per hundred: whole, and one decimal where a whole number would say next to nothing."""
    return "under 0.1" if 0 < value < 0.05 else f"{value:.1f}" if 0 < value < 1 else f"{value:,.0f}"


def hours(value: float) -> str:
    """A time of business hours as people say it: `45 min`, `3 h 20 min`, `26 h`."""
    minutes = round(value * 60)
    if minutes < 60:
        return f"{minutes} min"
    whole, rest = divmod(minutes, 60)
    return f"{whole:,} h {rest} min" if rest and whole < 10 else f"{round(value):,} h"


def interval(figure: Figure) -> str:
    """The 95 % interval in the figure's own unit; nothing where there is none or it would not help."""
    if figure.low is None or (figure.n or 0) < LEAST:
        return ""
    if CATALOGUE[figure.metric].kind is Kind.RATE and figure.high is not None:
        return f"{100 * figure.low:.0f}-{100 * figure.high:.0f} %"
    most = "open-ended" if figure.high is None else hours(figure.high)
    return f"{hours(figure.low)} to {most}"


def beside(figure: Figure) -> str:
    """What the figure leaves out or should not be read without: `3 open, 2 too young, 1 excused`."""
    parts = [
        (figure.open, "open"),
        (figure.immature, "too young"),
        (figure.excused, "excused"),
        (figure.set_aside, "withdrawn or test"),
        (figure.overdue or 0, "overdue"),
        (figure.old or 0, "older than a week"),
        (figure.unpriced, "without an amount"),
    ]
    return ", ".join(f"{count:,} {what}" for count, what in parts if count)


def difference(one: Difference) -> str:
    """The change in points with its interval, or that it is not established."""
    value, low, high = (round(100 * each) for each in (one.value, one.low, one.high))
    change = f"{value:+d} points ({low:+d} to {high:+d})"
    return change if one.established else f"difference not established: {change}"


def days(period: Period) -> str:
    """The days of a period, both ends included: `5-11 Oct 2026`, `28 Sep - 4 Oct 2026`."""
    first, last = period.start, period.end - timedelta(days=1)
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{day(last)}"
    start = f"{first.day} {first:%b}" if first.year == last.year else day(first)
    return f"{start} - {day(last)}"


def day(one: date) -> str:
    """`5 Oct 2026`."""
    return f"{one.day} {one:%b %Y}"


def weekday(one: date) -> str:
    """`Fri 9 Oct`: a day that is near."""
    return f"{one:%a} {one.day} {one:%b}"


def moment_of_week(at: datetime, zone: str) -> str:
    """`Mon 16 Nov 08:00`: a point in time that is near, on the workspace's clock."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{weekday(local.date())} {local:%H:%M}"


def moment(at: datetime, zone: str) -> str:
    """A point in time on the workspace's clock."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{day(local.date())} {local:%H:%M}"


def _time(figure: Figure) -> str:
    if not figure.n:
        return "none"
    among = f"{figure.k:,} of {figure.n:,} decided"
    if figure.n < TOO_FEW:
        return f"too few to say ({among})"
    if figure.value is None:
        return f"not reached (> {hours(figure.beyond or 0.0)}; {among})"
    waited = f", {hours(figure.wall)} by the clock" if figure.wall is not None else ""
    return f"{hours(figure.value)} of business time{waited} ({among})"


def _frequency(figure: Figure) -> str:
    """`12 leads with feedback, 8 per 100 decided`; beside fewer than ten decided only both counts."""
    said = f"{counted(figure.k, 'lead')} with feedback"
    if figure.per_100 is None or (figure.n or 0) < LEAST:
        return f"{said}, {figure.n or 0} decided"
    return f"{said}, {rounded(figure.per_100)} per 100 decided"


def _money(figure: Figure) -> str:
    deals = f"{figure.k:,} {'opportunity' if figure.k == 1 else 'opportunities'}"
    if figure.value is None or figure.k == figure.unpriced:
        return f"no amount in {deals}" if figure.k else "none"
    largest = figure.largest or 0.0
    # One deal that is most of a sum is a story of its own: flagged above 40 %.
    flag = f", the largest is {percent(largest)} of it" if largest > 0.4 and figure.k > 1 else ""
    median = f"median {amount(figure.median or 0.0, figure.currency)}"
    return f"{amount(figure.value, figure.currency)} ({deals}, {median}{flag})"


def amount(value: float, currency: str | None) -> str:
    """`EUR 1,234,567`; a sum in no told currency stands alone."""
    return f"{currency} {value:,.0f}" if currency else f"{value:,.0f}"
