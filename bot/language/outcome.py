"""What comes of a question: a typed query, a refusal with its code, or one question back."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.query import MetricQuery
from bot.language.refusals import Code


class Slot(StrEnum):
    """What a question leaves open."""

    METRIC = "metric"
    PERIOD = "period"
    ENTITY = "entity"
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True)
class Reading:
    """Words of the question, and what they were taken for."""

    text: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Query:
    """The question was understood in full."""

    query: MetricQuery
    readings: tuple[Reading, ...] = ()
    unexplained: tuple[str, ...] = ()
    rest: bool = False  # the answer sets all others beside what the query is about


@dataclass(frozen=True, slots=True)
class Refusal:
    """The question is none that is answered here."""

    code: Code
    readings: tuple[Reading, ...] = ()
    unexplained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clarification:
    """One thing has to be said first; `options` are choices that exist, a few of them.

    `whole` is the question that it is about, where that was put together from several turns.
    """

    slot: Slot
    options: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    unexplained: tuple[str, ...] = ()
    whole: str = ""


Outcome = Query | Refusal | Clarification


class Doubted(Exception):  # noqa: N818 - it is no error of the program
    """Raised inside the parser where it must ask or refuse."""

    def __init__(self, what: Slot | Code, options: tuple[str, ...] = ()) -> None:
        super().__init__(what)
        self.what = what
        self.options = options
