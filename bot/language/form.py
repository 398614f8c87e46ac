"""The form that a language model fills for a question whose words the grammar lacks.

Everything in it is from a closed list or the question's own words, letter by letter. No date and no number is
the model's: a period is told by its distance or its name, a number has to stand in the question. Optional
parts are null, because strict schemas have no defaults; a docstring below is a description in the schema.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.metric import Dimension, Metric
from bot.domain.period import Unit
from bot.language.outcome import Slot
from bot.language.refusals import Code


class Verdict(StrEnum):
    """What is to be done with a question."""

    QUERY = "query"
    REFUSE = "refuse"
    CLARIFY = "clarify"


class Stretch(StrEnum):
    """The units that a distance is counted in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class Named(StrEnum):
    """Periods that have a name."""

    JANUARY = "january"
    FEBRUARY = "february"
    MARCH = "march"
    APRIL = "april"
    MAY = "may"
    JUNE = "june"
    JULY = "july"
    AUGUST = "august"
    SEPTEMBER = "september"
    OCTOBER = "october"
    NOVEMBER = "november"
    DECEMBER = "december"
    Q1 = "q1"
    Q2 = "q2"
    Q3 = "q3"
    Q4 = "q4"
    H1 = "h1"
    H2 = "h2"


class How(StrEnum):
    """What a period is compared with."""

    PREVIOUS = "previous"
    YEAR_EARLIER = "year_earlier"
    PERIOD = "period"


class Rank(StrEnum):
    """Which rows come first."""

    BEST = "best"
    WORST = "worst"
    HIGHEST = "highest"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True)
class MetricPart:
    """A figure that is asked for, and the words that say so."""

    metric: Metric
    words: str


@dataclass(frozen=True, slots=True)
class GroupPart:
    """A breakdown that is asked for, and the words that say so."""

    by: Dimension | Unit
    words: str


@dataclass(frozen=True, slots=True)
class NamePart:
    """A name to filter by, only its own words; negation: the word that excludes it, or null."""

    dimension: Dimension
    words: str
    negation: str | None


@dataclass(frozen=True, slots=True)
class Distance:
    """Offset 0 is the running unit, to date; 1 the last complete one, 2 the one before it.

    Count is how many units end there: 3 and 1 are the last three.
    """

    unit: Stretch
    offset: int
    count: int
    to_date: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """A month, quarter or half by its name; year only if the question says one."""

    name: Named
    year: int | None


@dataclass(frozen=True, slots=True)
class PeriodPart:
    """The words that say when; distance or calendar if one of them fits, else both are null."""

    words: str
    distance: Distance | None
    calendar: Calendar | None


@dataclass(frozen=True, slots=True)
class ComparePart:
    """The words that compare in time; period: the other period if how is "period", else null."""

    words: str
    how: How
    period: PeriodPart | None


@dataclass(frozen=True, slots=True)
class RankPart:
    """The words that ask for the first or last rows; limit only if that number stands in the question."""

    words: str
    rank: Rank
    limit: int | None


@dataclass(frozen=True, slots=True)
class Form:
    """One question, every part of it with the words of the question that say so."""

    verdict: Verdict
    refusal: Code | None
    clarify: Slot | None
    metrics: tuple[MetricPart, ...]
    groups: tuple[GroupPart, ...]
    names: tuple[NamePart, ...]
    period: PeriodPart | None
    compare: ComparePart | None
    rank: RankPart | None
    aside: tuple[str, ...]

    def said(self) -> Iterator[str]:
        """The words of every part; those aside are no part."""
        yield from (metric.words for metric in self.metrics)
        yield from (group.words for group in self.groups)
        for name in self.names:
            yield from (name.words, name.negation) if name.negation else (name.words,)
        compared = self.compare.period if self.compare else None
        yield from (period.words for period in (self.period, compared) if period)
        yield from (self.compare.words,) if self.compare else ()
        yield from (self.rank.words,) if self.rank else ()
