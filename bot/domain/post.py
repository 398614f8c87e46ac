"""A Slack message that we own: what it is about, what Slack has seen of it, and how sure we are.

    pending -> sending -> sent | pending | in_doubt | dead
    in_doubt -> sent (found in the channel) | pending (absent twice, late enough)
    any unsent state -> superseded

`wanted` rises with every change of what the message shows; a post whose `shown` is behind is rendered from
the present state and sent or updated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.chart import Chart

PostId = NewType("PostId", int)
Block = dict[str, object]
View = dict[str, object]  # a Home tab


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
    DIGEST = "digest"  # a week's numbers, in the channel or to one person
    DIGEST_MORE = "digest_more"  # what did not fit into it, in its thread
    REPLY = "reply"  # to a question, in the thread where it was asked
    OUTCOMES = "outcomes"  # a marketer's weekly message: what became of their leads
    ACK = "ack"  # our reaction on somebody's feedback: it was heard
    ANSWER = "answer"  # what marketing says to feedback, in its thread
    OFFER = "offer"  # what somebody wrote in a thread, as the answer to what waits there
    CAMPAIGN = "campaign"  # a campaign's brief and counts; its thread is where people talk about it
    ASK = "ask"  # how a lead was, of whoever decided it or has it
    NAMES = "names"  # vendors that feedback names and nobody listed, for an administrator
    NOTICE = "notice"  # a parked message or a dead letter, for an administrator
    HOME = "home"  # a person's Home tab


# Cards come first: a lead waits for nobody's reminder; and who asks is waiting. Lower is sooner.
LANE: Mapping[Kind, int] = {
    Kind.CARD: 0,
    Kind.REPLY: 0,
    Kind.ESCALATION: 1,
    Kind.DM: 1,
    Kind.OFFER: 1,
    Kind.NOTICE: 1,
    Kind.IMPORT: 2,
    Kind.DIGEST: 2,
    Kind.DIGEST_MORE: 3,
    Kind.ACK: 3,
    Kind.ANSWER: 3,
    Kind.OUTCOMES: 3,
    Kind.ASK: 3,
    Kind.NAMES: 3,
    Kind.CAMPAIGN: 3,
    Kind.LINE: 3,
    Kind.HOME: 4,
}


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: a full sentence for notifications and screen readers, and the blocks."""

    text: str
    blocks: tuple[Block, ...]
    # What the blocks draw, in their order: a server that refuses charts gets pictures, or none.
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji of ours on somebody's message: there, or taken off again."""

    channel: str
    ts: str
    name: str
    present: bool = True


Content = Message | View | Reaction


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
    nonce: str = ""  # random, so that another installation's message is never taken for this one
    wanted_at: datetime | None = None  # since when it is behind; meaningless while it is level

    @property
    def marker(self) -> str:
        """What the message carries so that it can be found in the channel: an opaque id, at most 255 long."""
        return f"{_MARK}{self.key}:{self.nonce}"

    @property
    def idempotent(self) -> bool:
        """Whether sending it twice shows it once: it is known to Slack by its `ts`, or there is one of it."""
        return self.ts is not None or self.kind in (Kind.HOME, Kind.ACK)


def permalink(workspace: str, channel: str | None, ts: str | None) -> str | None:
    """The address of a message, as Slack makes it of the workspace's address, channel and ts."""
    if not workspace or channel is None or ts is None:
        return None
    return f"{workspace.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"


def read_marker(marker: str) -> tuple[str, str] | None:
    """The key and the nonce that a marker holds, or None for anything else, e.g. another block's id."""
    if not marker.startswith(_MARK):
        return None
    key, _, nonce = marker.removeprefix(_MARK).rpartition(":")
    return (key, nonce) if key else None


def plain(message: Message) -> Message:
    """The same message in the oldest blocks there are, for a server that refused the full one.

    The text, then the buttons and menus with nothing but what makes them work. Limits: 3,000 characters in
    a section, 75 on a button (https://docs.slack.dev/reference/block-kit/blocks).
    """
    said: Block = {"type": "section", "text": {"type": "mrkdwn", "text": message.text[:3000] or " "}}
    kept = [_plain_actions(block) for block in message.blocks if block.get("type") == "actions"]
    return Message(message.text[:3000], (said, *(block for block in kept if block["elements"])))


def _plain_actions(block: Block) -> Block:
    elements = block.get("elements")
    found = elements if isinstance(elements, Sequence) else ()
    return {"type": "actions", "elements": [_plain_element(one) for one in found if isinstance(one, Mapping)]}


def _plain_element(element: Mapping[str, object]) -> Block:
    return {name: element[name] for name in _PLAIN_PARTS if name in element}


_MARK = "ho:"
_PLAIN_PARTS = ("type", "action_id", "text", "value", "url", "style", "options", "placeholder")
