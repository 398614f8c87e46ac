"""Made-up weeks for the tests of the digest's messages: quiet, with signals, first ones, late ones.

The week is 2026-W46, 9-15 November, told on Monday the 16th at 08:00 in Berlin. Every weekly number of the
past swings evenly around its mean, so that what is usual can be computed by hand.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.digest import DigestId
from bot.domain.period import Period, earlier, week_of
from digests import judge
from digests.findings import Findings
from digests.message import Frame
from digests.week import (
    Asked,
    Money,
    Pair,
    Part,
    Point,
    Series,
    Split,
    Taken,
    Told,
    Trend,
    Week,
    Young,
)
from tests.views import samples

W46 = week_of(date(2026, 11, 9))
AS_OF = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)
FRIDAY = date(2026, 11, 20)
AGREEMENT = samples.AGREEMENT
FRAME = Frame(DigestId(7), AGREEMENT, {"milo": "U0MILO"})

# Two weekly numbers that take turns, k and n, or a value.
USUAL: dict[Trend, tuple[tuple[int, int], tuple[int, int]] | tuple[float, float]] = {
    Trend.MQL_COUNT: (110.0, 124.0),
    Trend.ACCEPTANCE_RATE: ((64, 96), (68, 96)),
    Trend.RECYCLE_RATE: ((10, 96), (13, 96)),
    Trend.DECISION_TIME: (2.5, 3.5),
    Trend.SLA_ATTAINMENT: ((86, 96), (90, 96)),
    Trend.TOUCH_ATTAINMENT: ((52, 64), (56, 64)),
    Trend.COMPLETENESS: ((105, 118), (110, 118)),
    Trend.SQL_CONVERSION: ((24, 118), (28, 118)),
}
DEFINITIONS = tuple(f"{trend} v1" for trend in Trend)


# SQL takes a month: its newest week is this many before the digest's.
YOUNGER = {Trend.SQL_CONVERSION: 5}


def monday(weeks: int) -> date:
    """The Monday of so many weeks before the digest's."""
    return earlier(W46, weeks).start


def point(trend: Trend, week: date, turn: int) -> Point:
    """An ordinary week."""
    match USUAL[trend][turn % 2]:
        case (int(k), int(n)):
            return Point(week, k, n)
        case value:
            return Point(week, 96 if trend is Trend.DECISION_TIME else int(value), None, float(value))


def series(trend: Trend, last: Point | None = None, past: int = 26) -> Series:
    """An ordinary past, and the last week as told or just as ordinary."""
    late = YOUNGER.get(trend, 0)
    base = tuple(point(trend, monday(back + late), back) for back in range(past, 0, -1))
    own = monday(late)
    newest = replace(last, week=own) if last else point(trend, own, 0)
    return Series(trend, (*base, newest), base, base[0].week if base else own)


def all_series(past: int = 26, **last: Point) -> tuple[Series, ...]:
    """Every trend; the last weeks by the name of their trend."""
    return tuple(series(trend, last.get(str(trend)), past) for trend in Trend)


def rate(k: int, n: int) -> Point:
    """A week of a rate."""
    return Point(W46.start, k, n)


def value(level: float | None) -> Point:
    """A week of something that is no rate; a time is that of 96 decisions."""
    return Point(W46.start, 96 if level else 0, None, level)


def quiet() -> Week:
    """Nothing but chance."""
    return Week(
        name="2026-W46",
        period=W46,
        zone="Europe/Berlin",
        as_of=AS_OF,
        late=False,
        mqls=110,
        decided=96,
        set_aside=0,
        series=all_series(),
        campaigns=tuple(Part(f"Campaign {n}", 40 + n, 60) for n in range(6)),
        campaign_period=Period(monday(11), W46.end),
        funnel=(
            Part("MQLs", 460, 460),
            Part("accepted", 301, 460),
            Part("SQL, 30 days", 104, 460),
            Part("opportunity, 60 days", 41, 460),
        ),
        funnel_period=Period(date(2026, 8, 17), date(2026, 9, 14)),
        returned=Pair(3, 66),
        won=Pair(7, 19),
        open_deals=88,
        money=(Money("EUR", 12, 48_000_000, 3_900_000.0, 9_000_000),),
        young=(Young("sql_conversion_rate", monday(1), 7, Pair(9, 124), Pair(61, 702)),),
        open_leads=31,
        overdue=4,
        old=2,
        asked=Asked("maria", "milo", FRIDAY),
        definitions=DEFINITIONS,
    )


def one_signal() -> Week:
    """Fewer leads accepted, mostly because another mix of sources came in."""
    splits = (
        Split("source", (Part("Webinar", 900, 1200), Part("Paid social", 240, 600)),
              (Part("Webinar", 30, 40), Part("Paid social", 20, 56))),
        Split("region", (Part("EMEA", 570, 900), Part("US", 570, 900)),
              (Part("EMEA", 25, 48), Part("US", 25, 48))),
    )  # fmt: skip
    return replace(
        quiet(),
        series=all_series(acceptance_rate=rate(50, 96)),
        splits={"acceptance_rate": splits},
        campaigns=(*(Part(f"Campaign {n}", 40 + n, 60) for n in range(6)), Part("Trade fair Lyon", 9, 48)),
    )


def many_signals() -> Week:
    """Five of the eight trends are signals."""
    return replace(
        one_signal(),
        series=all_series(
            mql_count=value(61.0),
            acceptance_rate=rate(40, 96),
            decision_time_median=value(9.5),
            sla_attainment=rate(60, 96),
            completeness=rate(80, 118),
        ),
    )


def learning() -> Week:
    """The fifth week of an installation."""
    return replace(
        quiet(),
        series=all_series(past=4),
        campaigns=(),
        young=(),
        returned=Pair(0, 0),
        funnel=(),
        won=Pair(0, 0),
    )


def empty() -> Week:
    """Nothing happened, and nothing had to: a new installation in its second week."""
    nothing = {str(trend): rate(0, 0) for trend in Trend}
    nothing |= {"mql_count": value(0.0), "decision_time_median": value(None)}
    return bare(all_series(past=1, **nothing))


def first_lead() -> Week:
    """The first week, with one lead that was accepted."""
    one = {str(trend): rate(1, 1) for trend in Trend}
    one |= {
        "mql_count": value(1.0),
        "decision_time_median": Point(W46.start, 1, None, 0.4),
        "sql_conversion_rate": rate(0, 0),
    }
    return replace(bare(all_series(past=0, **one)), mqls=1, decided=1)


def bare(of: tuple[Series, ...]) -> Week:
    """A week with trends and nothing else."""
    return Week("2026-W46", W46, "Europe/Berlin", AS_OF, False, 0, 0, 0, of, definitions=DEFINITIONS)


def late() -> Week:
    """The digest should have come on Monday."""
    return replace(quiet(), late=True, as_of=AS_OF + timedelta(days=2, hours=3))


def two_currencies() -> Week:
    """Opportunities in euros and in dollars, one of which is most of its sum."""
    dollars = Money("USD", 3, 90_000_000, 4_000_000.0, 82_000_000)
    return replace(quiet(), money=(*quiet().money, dollars))


def holiday() -> Week:
    """The digest's own week was a holiday week, and so was one before it."""
    return replace(quiet(), series=tuple(_with_holidays(one) for one in quiet().series))


def _with_holidays(one: Series) -> Series:
    off = {W46.start, monday(6)}
    return replace(
        one,
        points=tuple(replace(each, holiday=each.week in off) for each in one.points),
        base=tuple(each for each in one.base if each.week not in off),
    )


def returning() -> Week:
    """Things were taken on because of earlier digests, and late decisions moved what they told."""
    told = (Told(Trend.ACCEPTANCE_RATE, monday(1), Pair(52, 90), Pair(53, 93)),)
    moved = (Told(Trend.ACCEPTANCE_RATE, monday(2), Pair(58, 90), Pair(60, 98)),)
    taken = (
        Taken("2026-W44", "go through the late decisions and say what changes", "ana", date(2026, 11, 6),
              datetime(2026, 11, 5, 9, 0, tzinfo=UTC), "Two reps shared one queue; split now"),
        Taken("2026-W45", "say where the change in volume comes from", "milo", date(2026, 11, 13)),
    )  # fmt: skip
    return replace(quiet(), told=told + moved, taken=taken)


def found(week: Week) -> Findings:
    """What the judge finds in it."""
    return judge.findings(week)
