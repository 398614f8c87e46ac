"""What became of something that a person tried to do: expected outcomes are values, not exceptions."""

from dataclasses import dataclass

from bot.domain.handoff import Entry, Handoff
from bot.domain.permission import Denied


@dataclass(frozen=True, slots=True)
class Done:
    """It happened; `entry` is the line it left in the log."""

    handoff: Handoff
    entry: Entry


@dataclass(frozen=True, slots=True)
class Lost:
    """Somebody or something else was faster: `handoff` is how it stands, `last` who settled it and when."""

    handoff: Handoff
    last: Entry | None


@dataclass(frozen=True, slots=True)
class Invalid:
    """The request makes no sense as it is; `problem` says what would, `field` where it was entered."""

    problem: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no such handoff."""


Outcome = Done | Lost | Invalid | Missing | Denied
