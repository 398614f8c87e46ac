"""What Slack answers, in our words: the three errors, and the few things that we read from an answer.

SlackError
├── NotSentError    certainly not done: no connection, or told to wait
├── RefusedError    certainly not done: Slack says no, and will say so again
└── InDoubtError    it may have been done
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import SlackError
from bot.domain.post import Block

Answer = Mapping[str, object]

_REASONS = 3  # as many as a line in the log should tell
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class NotSentError(SlackError):
    """Certainly not done, and may be tried again. `retry_after`: seconds, when Slack told us to wait."""

    def __init__(self, what: str, retry_after: float | None = None) -> None:
        super().__init__(what)
        self.retry_after = retry_after


class RefusedError(SlackError):
    """It was certainly not done: Slack answered `code`, and may have said what in particular it dislikes."""

    def __init__(self, method: str, code: str, reasons: tuple[str, ...] = ()) -> None:
        super().__init__(": ".join((method, code, *reasons[:_REASONS])))
        self.code = code
        self.reasons = reasons


class InDoubtError(SlackError):
    """No answer, or one that does not say whether it was done."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A message that stands in a channel, and the ids by which we may know it as ours."""

    ts: str
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as the bot sees it."""

    id: str
    name: str
    is_ext_shared: bool
    is_archived: bool
    is_member: bool


@dataclass(frozen=True, slots=True)
class User:
    """A member of the workspace."""

    id: str
    name: str
    zone: str | None
    deleted: bool
    team_id: str | None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is. `scopes` is None when the server does not say."""

    bot_id: str
    user_id: str
    team_id: str
    team: str
    url: str
    scopes: frozenset[str] | None


def storable(told: Any) -> Any:
    """What Slack sent, JSON of any depth, without what no database keeps: zeros, and halves of signs.

    A client that cuts a text in the middle of an emoji leaves one of its two halves.
    """
    match told:
        case str():
            return _UNSTORABLE.sub("", told)
        case dict():
            return {storable(name): storable(value) for name, value in told.items()}
        case list():
            return [storable(one) for one in told]
        case _:
            return told


def reasons(answer: object) -> tuple[str, ...]:
    """What a refusal dislikes in particular, in Slack's words, e.g. which block."""
    told = part(answer, "response_metadata").get("messages") if isinstance(answer, dict) else None
    return tuple(str(one) for one in told) if isinstance(told, list) else ()


def marks(message: Answer) -> frozenset[str]:
    """Every id by which a message may be known: block ids, and the marker in its metadata."""
    told = part(part(message, "metadata"), "event_payload").get("marker")
    ids = (block.get("block_id") for block in entries(message, "blocks"))
    return frozenset(mark for mark in (told, *ids) if isinstance(mark, str))


def text(answer: Answer, name: str) -> str:
    """A text that the answer must have; InDoubtError without it."""
    value = answer.get(name)
    if isinstance(value, str):
        return value
    raise InDoubtError(f"Slack's answer has no {name}")


def part(answer: Answer, name: str) -> Answer:
    """An object inside the answer; empty when it is missing."""
    value = answer.get(name)
    return value if isinstance(value, dict) else {}


def entries(answer: Answer, name: str) -> Sequence[Block]:
    """A list of objects inside the answer; empty when it is missing."""
    value = answer.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def channel(found: Answer) -> Channel:
    """A channel as Slack describes it."""
    return Channel(
        id=text(found, "id"),
        name=str(found.get("name") or ""),
        is_ext_shared=bool(found.get("is_ext_shared")),
        is_archived=bool(found.get("is_archived")),
        is_member=bool(found.get("is_member")),
    )


def user(found: Answer) -> User:
    """A member as Slack describes them."""
    profile = part(found, "profile")
    zone, team = found.get("tz"), found.get("team_id")
    return User(
        id=text(found, "id"),
        name=str(profile.get("real_name") or found.get("real_name") or found.get("name") or ""),
        zone=zone if isinstance(zone, str) else None,
        deleted=bool(found.get("deleted")),
        team_id=team if isinstance(team, str) else None,
    )
