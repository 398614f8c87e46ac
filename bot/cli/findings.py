"""What `handoff doctor` finds: each with a level, and, unless all is well, what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is. `UNTOLD`: this server does not say, which is nobody's fault."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"
    UNTOLD = "not told"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's report."""

    level: Level
    text: str


def ok(text: str) -> Finding:
    """As it should be."""
    return Finding(Level.OK, text)


def warning(text: str) -> Finding:
    """It works, and deserves a look."""
    return Finding(Level.WARNING, text)


def wrong(text: str) -> Finding:
    """It has to be put right."""
    return Finding(Level.WRONG, text)


def untold(subject: str) -> Finding:
    """It could not be found out."""
    return Finding(Level.UNTOLD, f"{subject}: this server does not tell")
