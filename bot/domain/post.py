"""A Slack message that we own: what it is about, what Slack has seen of it, and how sure we are.

    pending -> sending -> sent | pending | in_doubt | dead
    in_doubt -> sent (found in the channel) | pending (absent twice, late enough)
    any unsent state -> superseded

`wanted` rises with every change of what the message shows; a post whose `shown` is behind is rendered from
the present state and sent or updated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

PostId = NewType("PostId", int)
Block = dict[str, object]


class State(StrEnum):
    """What we know of a post's delivery."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    IN_DOUBT = "in_doubt"
    DEAD = "dead"
    SUPERSEDED = "superseded"


class Kind(StrEnum):
    """Which renderer makes the message."""

    CARD = "card"
    LINE = "line"  # one entry of the timeline, in the card's thread
    DM = "dm"  # bundled reminders to one person
    ESCALATION = "escalation"  # to a manager, with buttons
    IMPORT = "import"  # one summary card for a bulk import
    NOTICE = "notice"  # a parked message or a dead letter, for an administrator
    HOME = "home"  # a person's Home tab


# Cards come first: a lead waits for nobody's reminder. Lower is sooner.
LANE: Mapping[Kind, int] = {
    Kind.CARD: 0,
    Kind.ESCALATION: 1,
    Kind.DM: 1,
    Kind.NOTICE: 1,
    Kind.IMPORT: 2,
    Kind.LINE: 3,
    Kind.HOME: 4,
}


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: a full sentence for notifications and screen readers, and the blocks."""

    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """A message's row. `to` is a channel id or name, or `@key` for a person's DM."""

    id: PostId
    key: str
    kind: Kind
    subject: int  # id of what it is about: handoff, log entry, import ...
    to: str
    thread_key: str | None  # key of the post whose thread it belongs to
    state: State
    wanted: int
    shown: int
    channel: str | None = None  # the id Slack answered with
    ts: str | None = None
    attempts: int = 0
    misses: int = 0  # reads of the channel that did not find it
    next_attempt_at: datetime | None = None
    first_at: datetime | None = None  # when it was first attempted
    lease_until: datetime | None = None
    token: str | None = None
    error: str | None = None
