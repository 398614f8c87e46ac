"""What comes of asking a language model when no form does, and how long it is waited for."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why there is no answer."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    KEY = "key"  # wrong, or not allowed to use the model
    QUOTA = "quota"  # nothing is left to spend
    BUSY = "busy"  # told to wait
    MISSING = "missing"  # neither address is there, or no such model
    REQUEST = "request"  # the server does not take a form
    SERVER = "server"
    DECLINED = "declined"  # the model does not want to
    TRUNCATED = "truncated"
    UNREADABLE = "unreadable"  # not the form that was asked for
    RESTING = "resting"  # it failed too often just now and was not asked


@dataclass(frozen=True, slots=True)
class Failure:
    """No answer. `detail` is for the log and holds neither the key nor what was asked."""

    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for one try, seconds for everything, and how often a failed try is repeated.

    Whoever asked in Slack waits; the SDK's own ten minutes and two repetitions are for batches.
    """

    call: float = 8.0
    total: float = 12.0
    retries: int = 1
