"""A message and its two descriptions: as the Web API and events give it, and as the page shows it."""

from dataclasses import dataclass, field
from typing import Any

from bot.playground import defaults
from bot.playground.payloads import Object

TOMBSTONE = "This message was deleted."
SLACKBOT = "USLACKBOT"


@dataclass(slots=True)
class Message:
    """One message. `thread_ts` is set on replies only; `to` names the one reader of an ephemeral message."""

    ts: str
    channel: str
    user: str
    text: str
    thread_ts: str | None = None
    blocks: list[Object] | None = None
    attachments: list[Object] | None = None
    metadata: Object | None = None
    edited: Object | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    by_app: bool = False
    subtype: str | None = None
    files: list[Object] = field(default_factory=list)
    broadcast: bool = False
    to: str | None = None
    client_msg_id: str | None = None

    @property
    def in_channel(self) -> bool:
        """Whether it is listed in the channel itself, not only in a thread."""
        return self.thread_ts is None or self.broadcast

    def to_api(self, replies: "list[Message]", *, metadata: bool = False) -> Object:
        """The message as history gives it. `replies` are those of its thread, if it heads one."""
        answer: Object = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        answer |= self._optional() | _thread_fields(self, replies)
        if self.by_app:
            answer |= {"bot_id": defaults.BOT_ID, "app_id": defaults.APP_ID}
        if self.reactions:
            answer["reactions"] = reaction_list(self)
        if metadata and self.metadata:
            answer["metadata"] = self.metadata
        return answer

    def _optional(self) -> Object:
        subtype = "thread_broadcast" if self.broadcast else self.subtype
        found: dict[str, Any] = {
            "subtype": subtype,
            "blocks": self.blocks,
            "attachments": self.attachments,
            "edited": self.edited,
            "client_msg_id": self.client_msg_id,
            "files": self.files,
        }
        return {name: value for name, value in found.items() if value}

    def to_page(self, replies: "list[Message]") -> Object:
        """The message as the page shows it."""
        api = self.to_api(replies, metadata=True)
        names = ("ts", "thread_ts", "user", "bot_id", "text", "blocks", "files", "latest_reply", "metadata")
        shown: Object = {name: api[name] for name in names if name in api}
        return shown | {
            "edited": self.edited is not None,
            "reactions": [{"name": name, "users": users} for name, users in self.reactions.items()],
            "reply_count": len(replies),
            "reply_users": api.get("reply_users", []),
            "ephemeral": self.to is not None,
            "broadcast": self.broadcast,
            **({"subtype": api["subtype"]} if "subtype" in api else {}),
        }


def reaction_list(message: Message) -> list[Object]:
    """The reactions as the Web API lists them."""
    return [
        {"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions.items()
    ]


def _thread_fields(message: Message, replies: list[Message]) -> Object:
    if message.thread_ts is not None:
        return {"thread_ts": message.thread_ts}
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": users,
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": False,
    }
