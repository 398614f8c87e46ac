"""The digest's table and the paragraphs below its charts, in words: always k of n, small numbers as counts.

The rules are those of the agreement on metrics, section 2; `digests.wording` has the words for signals.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.domain.agreement import Change
from bot.domain.metric import CATALOGUE, LEAST, Metric
from bot.domain.period import week_of
from bot.views import figures
from bot.views.text import counted, listed
from digests import names, wording
from digests.findings import FIRM, Correction, Differing, Findings, PromiseLine, Range, Reading, State, Unit
from digests.names import Speaker
from digests.week import Money, Pair, Taken, Trend

MOST_NAMES = 2  # campaigns above the rest, as many below, and currencies
FIRST = 2  # corrections and actions that are told before "and 4 more"
_KEY_FIGURES = (Trend.MQL_COUNT, Trend.ACCEPTANCE_RATE, Trend.DECISION_TIME, Trend.SQL_CONVERSION)
_PROMISED = (Trend.SLA_ATTAINMENT, Trend.TOUCH_ATTAINMENT, Trend.COMPLETENESS)
_TABLED = frozenset((*_KEY_FIGURES, *_PROMISED))
_LARGEST = 0.4  # from this share on, one deal is a story of its own

Row = tuple[str, str]


def board(findings: Findings) -> list[Row]:
    """Four key figures and both sides' promises in one table; what was taken back stands beside acceptance.

    Sales' and marketing's promises stand in the same words, kept or not.
    """
    by_trend = {one.trend: one for one in findings.readings}
    rows = [_heading(findings)]
    for trend in _KEY_FIGURES:
        if trend in by_trend:
            rows.append(_figure(by_trend[trend], findings))
        if trend is Trend.ACCEPTANCE_RATE and findings.week.returned.n:
            rows.append(_returned(findings))
    return [*rows, *map(promise, findings.promises)]


def promises(findings: Findings) -> list[Row]:
    """The table where there is little room: the promises alone."""
    return [_heading(findings), *map(promise, findings.promises)]


def _heading(findings: Findings) -> Row:
    number = int(wording.week_label(findings.week.period.start)[1:])
    known = any(one.usual for one in findings.readings)
    return "Figure", f"Week {number}" + (" · usual range" if known else "")


def _figure(one: Reading, findings: Findings) -> Row:
    elsewhere = one.point.week != findings.week.period.start
    name = wording.title(one) + (f", {wording.week_label(one.point.week)}" if elsewhere else "")
    aside = findings.week.set_aside if one.trend is Trend.MQL_COUNT else 0
    beside = f" ({aside:,} withdrawn or test)" if aside else ""
    return name, _joined(wording.level(one) + beside, _stands(one.unit, one.usual, one.state))


def _returned(findings: Findings) -> Row:
    pair = findings.week.returned
    return wording.returned(findings.week), figures.share(pair.k, pair.n)


def _stands(unit: Unit, usual: Range | None, state: State) -> str:
    """The usual range and what may be said: `58-80 %, steady`."""
    if usual is not None and state in (State.STEADY, State.SIGNAL):
        return f"{wording.span(unit, usual)}, {state}"
    return str(state) if state is State.LEARNING else ""


def _joined(value: str, stands: str) -> str:
    """Two columns are what a phone has room for."""
    return f"{value} · {stands}" if stands else value


def promise(line: PromiseLine) -> Row:
    """One promise of one side, how often it was kept, and where that stands."""
    stands = _stands(Unit.SHARE, line.usual, line.state) if line.kept.n else ""
    return f"{str(line.side).capitalize()}: {line.what}", _joined(kept(line), stands)


def kept(line: PromiseLine) -> str:
    """How often a promise was kept, of how many due: `90 % (86 of 96), 2 excused`."""
    excused = f", {line.excused:,} excused" if line.excused else ""
    return (figures.share(line.kept.k, line.kept.n) if line.kept.n else "none due") + excused


def outcomes(findings: Findings) -> str | None:
    """Deals that closed and opportunities that were created, one currency at a time."""
    week = findings.week
    parts = []
    if week.won.n:
        parts.append(f"won {figures.share(week.won.k, week.won.n)} closed, {week.open_deals:,} still open")
    parts += [money(one) for one in week.money[:MOST_NAMES]]
    more = len(week.money) - MOST_NAMES
    if more > 0:
        parts.append(counted(more, "more currency", "more currencies"))
    return f"*Outcomes:* {'; '.join(parts)}" if parts else None


def money(one: Money) -> str:
    """The pipeline of one currency: `EUR 480,000 in 12 new opportunities`, and whether one is most of it."""
    share = one.largest / one.total if one.total else 0.0
    flag = f", {figures.percent(share)} of it in one" if share > _LARGEST and one.deals > 1 else ""
    deals = counted(one.deals, "new opportunity", "new opportunities")
    amount = figures.amount(one.total / 100, one.currency) + ("" if one.currency else " of no currency")
    return f"{amount} in {deals}{flag}"


def campaigns(findings: Findings) -> str | None:
    """Campaigns that differ beyond chance, by what is left of their rate; never a ranking of luck."""
    if not findings.tested:
        return None
    tested = f"{findings.tested} tested"
    if not findings.differing:
        return f"*Campaigns:* none differs from the rest beyond chance ({tested})"
    above = [one for one in findings.differing if _is_above(one)]
    below = [one for one in findings.differing if not _is_above(one)]
    shown = [*above[:MOST_NAMES], *below[-MOST_NAMES:]]
    more = len(findings.differing) - len(shown)
    rest = f"; {more} more" if more else ""
    return f"*Campaigns that differ* ({tested}): {'; '.join(map(differing, shown))}{rest}"


def differing(one: Differing) -> str:
    """A campaign with its raw counts beside the rest's."""
    return (
        f"{names.called(one.name)} {figures.share(one.here.k, one.here.n)} accepted, "
        f"the rest {figures.share(one.rest.k, one.rest.n)}"
    )


def _is_above(one: Differing) -> bool:
    return _rate(one.here) > _rate(one.rest)


def early(findings: Findings) -> Iterator[str]:
    """Cohorts too young to judge, beside earlier ones at the same age."""
    for one in findings.young:
        what = CATALOGUE[Metric(one.metric)].title
        yield (
            f"*Too early to say:* {what} of {figures.days(week_of(one.cohort))}, at day {one.day}: "
            f"{figures.share(one.now.k, one.now.n)} against {figures.share(one.before.k, one.before.n)} "
            "for the last six at the same age"
        )


def few(findings: Findings) -> str | None:
    """What rests on too few to say anything, and does not stand in the table."""
    found = [f"{one.title} {_counts(one)}" for one in findings.few if one.trend not in _TABLED]
    return f"*Too few to say:* {listed(found)}" if found else None


def _counts(one: Reading) -> str:
    point = one.point
    return f"{point.k:,} decided" if point.n is None else f"{point.k:,} of {point.n:,}"


def capped(heading: str, parts: Sequence[str]) -> str | None:
    """The first of several things on one line, and how many more there are."""
    if not parts:
        return None
    more = len(parts) - FIRST
    rest = f"; and {more} more" if more > 0 else ""
    return f"*{heading}:* {'; '.join(parts[:FIRST])}{rest}"


def correction(one: Correction) -> str:
    """`W44 acceptance rate restated 64 % → 61 % (60 of 98)`."""
    then = figures.percent(_rate(one.then))
    now = f"{figures.percent(_rate(one.now))} ({one.now.k:,} of {one.now.n:,})"
    return f"{wording.week_label(one.week)} {one.title} restated {then} → {now}"


def taken(one: Taken, speaker: Speaker) -> str:
    """What became of something that somebody took on because of an earlier digest."""
    if one.done_at is None:
        became = f"open, due {figures.weekday(one.due_on)}"
    else:
        result = names.told(one.result)
        became = f"done: “{result}”" if result else "done"
    return f"{speaker.name(one.owner)}, {names.told(one.ask)} ({one.week[5:]}), {became}"


def legend(findings: Findings, changes: Sequence[Change]) -> str:
    """How to read it, in a few words; the thread has it at length."""
    ranges = [one.usual for one in findings.readings if one.usual]
    usual = "*Usual:* what chance alone explains. *Steady:* within it."
    if not ranges:
        usual = "*Learning:* what is usual is known after 8 weeks."
    elif any(one.provisional for one in ranges):
        weeks = min(one.weeks for one in ranges)
        usual += f" Provisional: from {weeks} weeks, firm from {FIRM}."
    return " ".join(filter(None, (usual, anew(findings, changes), versions(findings))))


def anew(findings: Findings, changes: Sequence[Change]) -> str:
    """Why what is usual is learned again: the change that people named, until all ranges are firm."""
    young = {series.since for series in findings.week.series if len(series.base) < FIRM}
    begun = max((one for one in changes if one.on in young), key=lambda one: one.on, default=None)
    return f"*Learned anew* since {figures.day(begun.on)}: {names.told(begun.what)}." if begun else ""


def versions(findings: Findings) -> str:
    """`Definitions v1`; those that have another version than most are named."""
    known = {one: CATALOGUE[Metric(one.trend.value)] for one in findings.readings}
    told = dict(entry.rsplit(" ", 1) for entry in findings.week.definitions)
    if not told:
        return ""
    common = Counter(told.values()).most_common(1)[0][0]
    titles = {str(one.metric): one.title for one in known.values()}
    others = [f"{titles.get(key, key)} {version}" for key, version in told.items() if version != common]
    return f"Definitions {common}" + (f" ({listed(others)})." if others else ".")


def tested(findings: Findings) -> str:
    """How many campaigns were tested, and how."""
    return (
        f"{findings.tested} with {LEAST} or more were tested against the rest (Fisher's exact test; of those "
        "named, at most one in ten by chance: Benjamini-Hochberg)"
    )


def _rate(pair: Pair) -> float:
    return pair.k / pair.n if pair.n else 0.0
