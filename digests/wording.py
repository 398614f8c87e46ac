"""The digest's findings in words, one paragraph for each; `digests.message` puts them together.

The words follow the agreement on metrics, section 2: only a signal is called a change, always k of n, and
arithmetic is not called a cause.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.agreement import Agreement
from bot.domain.metric import CATALOGUE, LEAST, Metric
from bot.domain.period import week_name, week_of
from bot.views import figures
from bot.views.text import foreign, listed, mention, name
from digests.findings import Differing, Findings, PromiseLine, Range, Reading, Signal, State, Unit, Why
from digests.week import Pair, Point, Taken, Trend

MOST_NAMES = 2  # campaigns above, and as many below
_NAME = 40


@dataclass(frozen=True, slots=True)
class Speaker:
    """How people are called."""

    agreement: Agreement
    slack_ids: dict[str, str]

    def mention(self, key: str | None) -> str:
        """A live mention, for who is asked; sales or marketing where the agreement names nobody."""
        return mention(self.agreement, key, self.slack_ids)

    def name(self, key: str | None) -> str:
        """The name alone."""
        return name(self.agreement, key)


def level(reading: Reading) -> str:
    """The week's value with what it rests on."""
    point = reading.point
    match reading.unit:
        case Unit.SHARE:
            return figures.share(point.k, point.n or 0)
        case Unit.HOURS:
            return "not reached" if point.value is None else figures.hours(point.value)
        case Unit.COUNT:
            return f"{point.value or 0:,.0f}"


def usual(reading: Reading) -> str:
    """The usual range, or how much is still missing for one."""
    known = reading.usual
    if known is None:
        return f"learning, week {reading.learned} of 8"
    return span(reading.unit, known) + (" (provisional)" if known.provisional else "")


def span(unit: Unit, known: Range) -> str:
    """`54-72 %`, `3 h to 5 h`, `40-80`."""
    match unit:
        case Unit.SHARE:
            return f"{100 * known.low:.0f}-{100 * known.high:.0f} %"
        case Unit.HOURS:
            return f"{figures.hours(known.low)} to {figures.hours(known.high)}"
        case Unit.COUNT:
            return f"{known.low:,.0f}-{known.high:,.0f}"


def conclusion(findings: Findings) -> str:
    """The headline: what there is to do about this week."""
    if not findings.week.mqls and not findings.week.decided:
        return "Nothing was handed over this week"
    if not findings.signals:
        learning = all(one.usual is None for one in findings.readings)
        return "Still learning what is usual" if learning else "No signals this week: nothing to do"
    if len(findings.signals) == 1:
        return f"{title(findings.signals[0].reading)} {_moved(findings.signals[0])}"
    count = len(findings.signals) + len(findings.more_signals)
    names = listed([one.reading.title for one in findings.signals])
    return f"{count} signals: {names}"


def title(reading: Reading) -> str:
    """The trend's name at the start of a sentence."""
    return reading.title[0].upper() + reading.title[1:]


def context(findings: Findings) -> str:
    """Which week, as of when, and how much it rests on."""
    week = findings.week
    parts = [
        f"{week.name}, {figures.days(week.period)}",
        f"as of {figures.moment(week.as_of, week.zone)}, {week.zone}",
        f"{week.mqls:,} MQLs",
        f"{week.decided:,} decided",
    ]
    aside = [f"{week.set_aside:,} withdrawn or test left out"] if week.set_aside else []
    late = ["*late*"] if week.late else []
    return " · ".join([*late, *parts, *aside])


def signal(one: Signal) -> str:
    """A signal with its value, its usual range and since when."""
    since = week_name(week_of(one.since))
    run = f", on one side since {since}" if one.since != one.reading.point.week else f", {since}"
    return f"*{title(one.reading)} {_moved(one)}*: {level(one.reading)}, usual {usual(one.reading)}{run}"


def ask(one: Signal, speaker: Speaker) -> str:
    """Who is asked to do what by when."""
    who = speaker.mention(one.ask.who) if one.ask.who else str(one.ask.side)
    return f"*Asked:* {who}: {one.ask.what}, by {figures.weekday(one.ask.by)}"


def why(one: Signal) -> str | None:
    """Mix against rate: arithmetic, not cause. Nothing for what is no rate."""
    return None if one.why is None else _why(one.why)


def steady(findings: Findings) -> str | None:
    """Everything that chance explains, in one line."""
    names = [one.title for one in findings.readings if one.state is State.STEADY]
    return f"*Steady:* {listed(names)}" if names else None


def learning(findings: Findings) -> str | None:
    """What has too short a past for limits."""
    found = [one for one in findings.readings if one.state is State.LEARNING]
    if not found:
        return None
    weeks = max(one.learned for one in found)
    return f"*Learning, week {weeks} of 8:* {listed([one.title for one in found])}"


def promise(line: PromiseLine) -> tuple[str, str, str]:
    """A row of the promises' table: whose and what, how often kept, and the usual range."""
    excused = f", {line.excused} excused" if line.excused else ""
    state = {State.SIGNAL: "signal", State.STEADY: "steady", State.LEARNING: "learning"}.get(line.state, "")
    known = span(Unit.SHARE, line.usual) if line.usual and line.kept.n else ""
    kept = figures.share(line.kept.k, line.kept.n) if line.kept.n else "none due"
    return f"{str(line.side).capitalize()}: {line.what}", kept + excused, f"{known} {state}".strip()


def key_figures(findings: Findings) -> list[str]:
    """Four figures; what was taken back stands beside what was accepted."""
    week = findings.week
    by_trend = {one.trend: one for one in findings.readings}
    found = [
        _key_figure(by_trend[trend])
        for trend in (Trend.MQL_COUNT, Trend.ACCEPTANCE_RATE, Trend.DECISION_TIME, Trend.SQL_CONVERSION)
        if trend in by_trend
    ]
    if week.returned.n and len(found) > 1:
        found[1] += f"\nrecycled within 14 days: {figures.share(week.returned.k, week.returned.n)}"
    return found


def outcomes(findings: Findings) -> str | None:
    """Deals that closed and opportunities that were created, one currency at a time."""
    week = findings.week
    parts = []
    if week.won.n:
        parts.append(f"won {figures.share(week.won.k, week.won.n)} closed, {week.open_deals:,} open")
    for money in week.money[:MOST_NAMES]:
        largest = money.largest / money.total if money.total else 0.0
        flag = f", the largest {figures.percent(largest)} of it" if largest > 0.4 and money.deals > 1 else ""
        parts.append(f"pipeline {figures.amount(money.total / 100, money.currency)} in {money.deals:,}{flag}")
    return f"*Outcomes:* {'; '.join(parts)}" if parts else None


def campaigns(findings: Findings) -> str | None:
    """Campaigns that differ beyond chance, by what is left of their rate; never a ranking of luck."""
    if not findings.tested:
        return None
    tested = f"{findings.tested} tested, {LEAST} or more decided"
    if not findings.differing:
        return f"*Campaigns:* none differs from the rest beyond chance ({tested})"
    above = [one for one in findings.differing if _rate(one.here) > _rate(one.rest)][:MOST_NAMES]
    below = [one for one in findings.differing if _rate(one.here) < _rate(one.rest)][-MOST_NAMES:]
    shown = [differing(one) for one in (*above, *below)]
    more = len(findings.differing) - len(shown)
    rest = f"; {more} more in the thread" if more else ""
    return f"*Campaigns that differ* ({tested}): {'; '.join(shown)}{rest}"


def differing(one: Differing) -> str:
    """A campaign with its raw counts beside the rest's."""
    return (
        f"{foreign(one.name, _NAME)} {figures.share(one.here.k, one.here.n)} accepted, "
        f"the rest {figures.percent(_rate(one.rest))}"
    )


def early(findings: Findings) -> Iterator[str]:
    """What is too young or too few to judge."""
    for one in findings.young:
        cohort = figures.days(week_of(one.cohort))
        what = CATALOGUE[Metric(one.metric)].title
        yield (
            f"*Too early:* {what} of {cohort} at day {one.day}: {figures.share(one.now.k, one.now.n)} "
            f"against {figures.share(one.before.k, one.before.n)} for the last six at the same age"
        )
    few = [f"{one.title} {one.point.k} of {one.point.n}" for one in findings.few]
    if few:
        yield f"*Too few to say:* {listed(few)}"


def corrections(findings: Findings) -> Iterator[str]:
    """Earlier weeks' numbers that late decisions moved."""
    for one in findings.corrections:
        then, now = figures.percent(_rate(one.then)), figures.percent(_rate(one.now))
        yield f"{week_name(week_of(one.week))} {one.title}: restated {then} → {now}"


def taken(one: Taken, speaker: Speaker) -> str:
    """What became of something that somebody took on."""
    if one.done_at is None:
        became = f"open, due {figures.weekday(one.due_on)}"
    else:
        became = f"done: “{foreign(one.result, 80)}”" if one.result else "done"
    return f"{one.week}, {speaker.name(one.owner)}: {one.ask} · {became}"


def legend(definitions: Sequence[str]) -> str:
    """How to read it, in one line."""
    versions = sorted({one.rpartition(" ")[2] for one in definitions})
    return (
        "Usual: where chance alone keeps a week. Steady: inside it. "
        f"Too early: younger than its definition asks. Definitions {', '.join(versions)}."
    )


def value_of(point: Point) -> str:
    """A point of a trend for a list."""
    return figures.share(point.k, point.n) if point.n is not None else f"{point.value or 0:,.1f}"


def _moved(one: Signal) -> str:
    return "is higher than usual" if one.up else "is lower than usual"


def _why(found: Why) -> str:
    total = 100 * (found.mix + found.rate)
    carried = f", most of it {foreign(found.most, _NAME)}" if found.most and abs(found.mix) >= 0.005 else ""
    parts = (
        f"{100 * found.mix:+.0f} of the {total:+.0f} points come from another mix by {found.dimension}"
        f"{carried}, {100 * found.rate:+.0f} from the rates within"
    )
    opposed = "; the two pull in different directions" if found.opposed and abs(found.mix) >= 0.005 else ""
    leading = "Mostly mix: " if found.mostly_mix else ""
    return f"*Why:* {leading}{parts}{opposed}. Arithmetic, not cause."


def _key_figure(reading: Reading) -> str:
    state = {State.SIGNAL: "signal", State.STEADY: "steady"}.get(reading.state, "")
    known = f"usual {usual(reading)}" if reading.usual else usual(reading)
    return f"*{title(reading)}*\n{level(reading)}\n{known}{' · ' + state if state else ''}"


def _rate(pair: Pair) -> float:
    return pair.k / pair.n if pair.n else 0.0
