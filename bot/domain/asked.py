"""A question that somebody asked in Slack: where, what was understood, and what is told to it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.figure import Answer

_WORD = re.compile(r"\w")
_HELP = re.compile(
    r"(?:(?:hi|hello|hey)(?: there)?|help(?: me)?(?: please)?|what can (?:you do|i ask)(?: you)?)[ ?!.]*",
    re.IGNORECASE,
)


def asks(text: str) -> bool:
    """Whether a message to the bot may ask something: a greeting or a call for help does not."""
    return bool(_WORD.search(text)) and not _HELP.fullmatch(text)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question was asked, and where its answer belongs.

    `ts` is the message's own, None for a command, a button or a dialog; `thread_ts` is None where there is no
    thread, so that the answer is a whisper. `direct`: a conversation with the bot alone.
    """

    channel: str
    ts: str | None = None
    thread_ts: str | None = None
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A stored question. `outcome` is the document of what was understood, None while nobody has read it."""

    id: int
    place: Place
    user: str  # Slack's id of who asked
    person: str | None  # who that is in the agreement
    text: str
    at: datetime
    outcome: Mapping[str, object] | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to ask instead: what is shown for it, and the whole question."""

    label: str
    question: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Why there are no numbers. `understood`: words of the question, and what they were taken for."""

    text: str
    choices: tuple[Choice, ...] = ()
    understood: tuple[tuple[str, str], ...] = ()
    private: bool = False  # there are numbers, which are not for everybody who reads along


Told = Answer | Unanswered


@dataclass(frozen=True, slots=True)
class Fields:
    """A query as somebody fills it in, field by field: names of metrics and groups, and texts."""

    metrics: tuple[str, ...]
    groups: tuple[str, ...] = ()
    filters: str = ""  # `region: EMEA, DACH`, `source: not webinar`, one dimension a line
    period: str = ""
    compared: str = ""
    order: str = ""  # "asc", "desc" or nothing, by the first metric
    limit: str = ""


class Field(StrEnum):
    """Which of them is wrong."""

    METRICS = "metrics"
    GROUPS = "groups"
    FILTERS = "filters"
    PERIOD = "period"
    COMPARED = "compared"
    ORDER = "order"
    LIMIT = "limit"
