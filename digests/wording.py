"""What the digest says of trends and signals, in words: values, usual ranges, changes, causes and asks.

The words follow the agreement on metrics, section 2: only a signal is called a change, a value always has its
k of n, and arithmetic is not called a cause. `digests.paragraphs` has the words for everything else.
"""

from collections.abc import Mapping
from datetime import date

from bot.domain import digest as digests
from bot.domain.agreement import Agreement
from bot.domain.period import week_name, week_of
from bot.views import figures
from bot.views.text import counted, listed
from digests import names
from digests.findings import Cause, Findings, Range, Reading, Signal, State, Unit, Why
from digests.names import Speaker
from digests.week import Point, Trend, Week, returned_week

# What a signal is called: when there is more of it, and when there is less.
_CHANGES: Mapping[Trend, tuple[str, str]] = {
    Trend.MQL_COUNT: ("more MQLs", "fewer MQLs"),
    Trend.ACCEPTANCE_RATE: ("more leads accepted", "fewer leads accepted"),
    Trend.RECYCLE_RATE: ("more leads recycled", "fewer leads recycled"),
    Trend.DECISION_TIME: ("slower decisions", "faster decisions"),
    Trend.SLA_ATTAINMENT: ("more decisions in time", "fewer decisions in time"),
    Trend.TOUCH_ATTAINMENT: ("more first touches in time", "fewer first touches in time"),
    Trend.COMPLETENESS: ("more leads met the definition", "fewer leads met the definition"),
    Trend.SQL_CONVERSION: ("more leads became SQL", "fewer leads became SQL"),
}


def title(reading: Reading) -> str:
    """The trend's name at the start of a sentence."""
    return reading.title[0].upper() + reading.title[1:]


def level(reading: Reading) -> str:
    """The week's value with what it rests on: `52 % (50 of 96)`, `2 h 30 min`, `110`."""
    point = reading.point
    match reading.unit:
        case Unit.SHARE:
            return figures.share(point.k, point.n or 0)
        case Unit.HOURS:
            return _unreached(point) if point.value is None else figures.hours(point.value)
        case Unit.COUNT:
            return f"{point.value or 0:,.0f}"


def _unreached(point: Point) -> str:
    """Never a number: the agreement on metrics, section 1."""
    return "none" if point.beyond is None else f"not reached (over {figures.hours(point.beyond)})"


def span(unit: Unit, known: Range, to: str = "-") -> str:
    """A usual range: `54-72 %`, `1.2-7.2 h`, `20-50 min`, `40-80`; `to` as it is read aloud."""
    match unit:
        case Unit.SHARE:
            return f"{100 * known.low:.0f}{to}{100 * known.high:.0f} %"
        case Unit.HOURS:
            return _hours(known, to)
        case Unit.COUNT:
            return f"{known.low:,.0f}{to}{known.high:,.0f}"


def _hours(known: Range, to: str) -> str:
    """Both ends in one unit, with no more digits than help."""
    if known.high < 1:
        return f"{60 * known.low:.0f}{to}{60 * known.high:.0f} min"
    digits = 1 if known.low < 10 else 0
    return f"{known.low:,.{digits}f}{to}{known.high:,.{digits}f} h"


def usual(reading: Reading, to: str = "-") -> str:
    """The usual range, or how far the learning is."""
    if reading.usual is None:
        return learned(reading)
    return span(reading.unit, reading.usual, to) + (", provisional" if reading.usual.provisional else "")


def learned(reading: Reading) -> str:
    """`learning, week 5 of 8`: the week told is the one after those that the limits rest on."""
    return f"learning, week {min(reading.learned + 1, 8)} of 8"


def week_label(monday: date) -> str:
    """`W46`."""
    return week_name(week_of(monday))[5:]


def returned(week: Week) -> str:
    """What was taken back, and of which week, which is not the digest's own."""
    return f"Accepted, recycled within 14 days, {week_label(returned_week(week.period).start)}"


def conclusion(findings: Findings) -> str:
    """The headline: what there is to do about this week."""
    if not findings.signals:
        return f"{_quiet(findings)}: nothing to do"
    count = len(findings.signals) + len(findings.more_signals)
    said = [change(one) for one in findings.signals]
    said += [f"{len(findings.more_signals)} more"] if findings.more_signals else []
    return f"{counted(count, 'signal')}: {listed(said)}"


def brief(findings: Findings) -> str:
    """The headline of a week with more signals than it has room for: the first one leads."""
    more = len(findings.signals) + len(findings.more_signals) - 1
    if more < 1:
        return conclusion(findings)
    return f"{more + 1} signals: {change(findings.signals[0])} and {more} more"


def _quiet(findings: Findings) -> str:
    if not findings.week.mqls and not findings.week.decided:
        return "Nothing handed over, nothing decided"
    if findings.readings and all(one.usual is None for one in findings.readings):
        furthest = max(findings.readings, key=lambda one: one.learned)
        said = learned(furthest)
        return said[0].upper() + said[1:]
    if _is_holiday(findings.week):
        return "A holiday week, not judged"
    return "No signals this week"


def headline(findings: Findings, to: str = "-") -> str:
    """The conclusion; a single signal with its value and its usual range, `to` as it is read aloud."""
    if len(findings.signals) != 1 or findings.more_signals:
        return conclusion(findings)
    one = findings.signals[0]
    value = level(one.reading).partition(" (")[0]
    against = f", {_run(one)}" if one.cause is Cause.RUN else f" against a usual {usual(one.reading, to)}"
    return f"{conclusion(findings)} ({value}{against})"


def _run(one: Signal) -> str:
    return f"{'above' if one.up else 'below'} the usual middle since {week_label(one.since)}"


def change(one: Signal) -> str:
    """What a signal is called: `fewer leads accepted`."""
    return _CHANGES[one.reading.trend][0 if one.up else 1]


def context(findings: Findings) -> str:
    """Which week, as of when, and how much it rests on."""
    week = findings.week
    days = f"{week.name}, {figures.days(week.period).rpartition(' ')[0]}"
    days += ", a holiday week" if _is_holiday(week) else ""
    at = figures.moment_of_week(week.as_of, week.zone)
    return f"{days} · as of {at} {week.zone} · {counted(week.mqls, 'MQL')}, {week.decided:,} decided"


def late(findings: Findings, agreement: Agreement) -> str | None:
    """That the digest comes late, and when it should have come."""
    week = findings.week
    if not week.late:
        return None
    due = digests.send_at(agreement.digest, week.zone, week.period)
    return f"*Late:* planned for {figures.moment_of_week(due, week.zone).rpartition(' ')[0]}"


def _is_holiday(week: Week) -> bool:
    last = (series.points[-1] for series in week.series if series.points)
    return any(point.holiday for point in last if point.week == week.period.start)


def signal(one: Signal, findings: Findings) -> str:
    """A signal's value, its usual range, and since when it is one."""
    return f"{level(one.reading)}, usual {usual(one.reading)}, {since(one, findings.week)}"


def since(one: Signal, week: Week) -> str:
    """`this week`, `leads of W41`, `below the usual middle since W39`."""
    if one.cause is Cause.RUN:
        return _run(one)
    if one.since < one.reading.point.week:
        return f"since {week_label(one.since)}"
    return "this week" if one.since == week.period.start else f"leads of {week_label(one.since)}"


def ask(one: Signal, speaker: Speaker) -> str:
    """Who is asked to do what by when."""
    who = speaker.mention(one.ask.who) if one.ask.who else str(one.ask.side)
    return f"{who} to {one.ask.what}, by {figures.weekday(one.ask.by)}"


def spoken_ask(one: Signal, speaker: Speaker) -> str:
    """The same as a sentence, without a mention."""
    who = speaker.name(one.ask.who) if one.ask.who else str(one.ask.side).capitalize()
    return f"{who} is asked to {one.ask.what}, by {figures.weekday(one.ask.by)}"


def why(found: Why | None) -> str | None:
    """Mix against rate in whole points, which add up; None where there is no rate or under a point."""
    if found is None:
        return None
    mix, rate = found.points
    other = f"another mix by {found.dimension}"
    other += f", most of it {names.called(found.most)}" if found.most and mix else ""
    if found.opposed:
        return (
            f"mix and rates pull in opposite directions: {other} {mix:+} points, "
            f"the rates within it {rate:+}. Arithmetic, not cause."
        )
    if not mix + rate:
        return None
    leading = "mostly mix: " if found.mostly_mix else ""
    return (
        f"{leading}{abs(mix)} of the {abs(mix + rate)} points come from {other}; "
        f"{abs(rate)} from the rates within it. Arithmetic, not cause."
    )


def states(findings: Findings) -> list[str]:
    """What is steady, and what has too short a past for limits where something else has them already."""
    known = [("Steady", steady(findings)), ("Learning", learning(findings))]
    return [f"*{heading}:* {said}" for heading, said in known if said]


def steady(findings: Findings) -> str | None:
    """Everything that chance explains: by name, unless it is all that is left."""
    states = [one.state for one in findings.readings]
    titles = [one.title for one in findings.readings if one.state is State.STEADY]
    if titles and State.SIGNAL in states and set(states) == {State.STEADY, State.SIGNAL}:
        return "everything else"
    return listed(titles) if titles else None


def learning(findings: Findings) -> str | None:
    """What has no usual range yet; None where nothing has one, for which the headline is."""
    found = [one for one in findings.readings if one.state is State.LEARNING]
    if not found or all(one.usual is None for one in findings.readings):
        return None
    return f"{listed([one.title for one in found])} (no usual range yet)"
