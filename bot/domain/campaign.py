"""A campaign: the planned effort that leads come from, what was declared of it, and how it stands.

The first lead of a campaign makes it known; people declare the rest, in the agreement file or in Slack.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum

# The four-week rule: whole weeks, so that no campaign is quiet because of the day of the week.
RECENT = timedelta(days=28)

MOST_NAME = 200  # characters, as intake keeps names
MOST_TEXT = 300


class Standing(StrEnum):
    """How a campaign stands on a day. Only those that are running are active."""

    PLANNED = "planned"  # its first day is to come
    RUNNING = "running"
    QUIET = "quiet"  # nobody declared dates, and no lead came for four weeks
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What people declare of a campaign; None where nobody did.

    `owner` is a person's key. `starts` and `ends` are days of the workspace, both included; `expected` counts
    leads of the whole run.
    """

    owner: str | None = None
    source: str | None = None
    medium: str | None = None
    persona: str | None = None
    starts: date | None = None
    ends: date | None = None
    target: str | None = None
    offer: str | None = None
    expected: int | None = None

    @property
    def declared(self) -> Mapping[str, object]:
        """Every field of the brief by its name."""
        return {name: getattr(self, name) for name in FIELDS}


FIELDS = tuple(each.name for each in fields(Brief))


@dataclass(frozen=True, slots=True)
class Campaign(Brief):
    """A campaign that is known."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Declared(Brief):
    """A campaign in people's words; `aliases` are other names that mean it."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of a campaign's leads so far, as the metric catalogue counts them.

    `handed` is `mql_count`; `accepted` of `decided` is `acceptance_rate` dated by the decision; `open` are
    those that nobody decided yet. `unanswered` are items of feedback that marketing owes an answer to.
    """

    handed: int = 0
    decided: int = 0
    accepted: int = 0
    open: int = 0
    unanswered: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that is shown of a campaign, as of an instant."""

    campaign: Campaign
    counts: Counts
    standing: Standing
    answers: str | None  # the key of the person who answers for it
    as_of: datetime
    aliases: tuple[str, ...] = ()
    link: str | None = None  # the address of its post


def standing(brief: Brief, today: date, *, recent: bool) -> Standing:
    """How a campaign stands; `recent`: a lead of it came in within the last four weeks.

    It is running while its declared dates hold, or by the four-week rule; never after its last day.
    """
    if brief.ends is not None and brief.ends < today:
        return Standing.ENDED
    begun = brief.starts is None or brief.starts <= today
    dated = brief.starts is not None or brief.ends is not None
    if recent or (dated and begun):
        return Standing.RUNNING
    return Standing.QUIET if begun else Standing.PLANNED
