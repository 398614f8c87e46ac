"""What a week's numbers say: signals, what is steady, campaigns that differ, what is too early, corrections.

Only the words for it are here; `digests.judge` finds it by the rules of the agreement on metrics, section 2.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from digests.week import Pair, Point, Taken, Trend, Week, Young

FIRM = 12  # weeks of baseline; under this a usual range is provisional


class Unit(StrEnum):
    """What a trend is measured in."""

    SHARE = "share"
    COUNT = "count"
    HOURS = "hours"


class Side(StrEnum):
    """Whose promise it is."""

    SALES = "sales"
    MARKETING = "marketing"


class State(StrEnum):
    """What may be said of a trend in this week."""

    LEARNING = "learning"  # fewer than eight weeks: no limits yet
    STEADY = "steady"
    SIGNAL = "signal"
    TOO_FEW = "too few"
    HOLIDAY = "holiday week"  # no week like those of the base: it is shown and not judged
    NOTHING = "nothing"  # nothing was counted


class Cause(StrEnum):
    """Why a trend is a signal."""

    OUTSIDE = "outside"  # a point outside its limits
    RUN = "run"  # eight in a row on one side of the centre


@dataclass(frozen=True, slots=True)
class Range:
    """The usual range: the centre and the limits for this week's n, and how many weeks they rest on."""

    centre: float
    low: float
    high: float
    weeks: int

    @property
    def provisional(self) -> bool:
        """Fewer than twelve weeks."""
        return self.weeks < FIRM


@dataclass(frozen=True, slots=True)
class Reading:
    """A trend as it stands this week; `usual` is None while it is learning."""

    trend: Trend
    title: str
    unit: Unit
    point: Point
    state: State
    usual: Range | None
    learned: int  # baseline weeks so far
    open: int = 0
    excused: int = 0


@dataclass(frozen=True, slots=True)
class Why:
    """Where a change of a rate comes from, in points: `mix` + `rate` is the change from the base.

    It is arithmetic and not cause. `most` is the value that carries most of the mix.
    """

    dimension: str
    mix: float
    rate: float
    most: str | None

    @property
    def points(self) -> tuple[int, int]:
        """Mix and rate in whole points, which add up to the rounded change."""
        mix = round(100 * self.mix)
        return mix, round(100 * (self.mix + self.rate)) - mix

    @property
    def opposed(self) -> bool:
        """Whether mix and rate, in whole points, pull in different directions."""
        mix, rate = self.points
        return mix * rate < 0

    @property
    def mostly_mix(self) -> bool:
        """Whether more points come from another mix of leads than from other rates."""
        mix, rate = self.points
        return abs(mix) > abs(rate)


@dataclass(frozen=True, slots=True)
class Ask:
    """Who is asked to do what by when; `who` is a person's key, None where the agreement names nobody."""

    side: Side
    who: str | None
    what: str
    by: date


@dataclass(frozen=True, slots=True)
class Signal:
    """A change beyond noise. `good` is None where neither direction is."""

    reading: Reading
    cause: Cause
    since: date  # the Monday of the first week of it
    up: bool
    good: bool | None
    why: Why | None
    ask: Ask

    @property
    def key(self) -> str:
        """How its action is stored."""
        return str(self.reading.trend)


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise of one side in the week: kept `k` of `n` due, in the same words for both."""

    side: Side
    what: str
    kept: Pair
    usual: Range | None
    state: State
    excused: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class Differing:
    """A campaign that differs from the rest beyond chance: raw counts, and the shrunk rate it ranks by."""

    name: str
    here: Pair
    rest: Pair
    shrunk: float
    q: float  # Benjamini-Hochberg adjusted p


@dataclass(frozen=True, slots=True)
class Correction:
    """An earlier week's rate that moved by a point or more since it was told."""

    title: str
    week: date
    then: Pair
    now: Pair


@dataclass(frozen=True, slots=True)
class Findings:
    """What there is to say about a week, in the order in which it is said."""

    week: Week
    signals: tuple[Signal, ...]  # at most three, the strongest first
    more_signals: tuple[Signal, ...]  # those beyond three, for the thread
    readings: tuple[Reading, ...]
    promises: tuple[PromiseLine, ...]
    differing: tuple[Differing, ...]  # the highest first
    tested: int  # campaigns that were tested
    young: tuple[Young, ...]
    few: tuple[Reading, ...]  # too few to say
    corrections: tuple[Correction, ...]
    taken: tuple[Taken, ...]
