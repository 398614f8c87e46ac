"""From changes in the workspace to the events an app hears: which, where, and with which fields."""

import uuid
from collections.abc import Callable, Iterator

from bot.playground import defaults
from bot.playground.messages import Message
from bot.playground.payloads import Object
from bot.playground.people import CHANNEL_TYPES, Channel, Kind
from bot.playground.workspace import Change, What, Workspace

SUBSCRIPTIONS = {Kind.CHANNEL: "message.channels", Kind.PRIVATE: "message.groups", Kind.IM: "message.im"}


class Events:
    """Observes the workspace and hands what the app subscribed to on to `send`."""

    def __init__(self, workspace: Workspace, send: Callable[[Object], None]) -> None:
        self.workspace = workspace
        self.send = send
        self.subscribed = frozenset(workspace.config.app.events)

    def notice(self, change: Change) -> None:
        """Sends the events that the change gives rise to; none from channels the app is not in."""
        channel = self.workspace.channels.get(change.channel or "")
        if channel is None or defaults.BOT_USER_ID not in channel.members:
            return
        for subscription, event in self._from(change, channel):
            if subscription in self.subscribed:
                self.send(self.wrapped(event) | {"is_ext_shared_channel": channel.is_ext_shared})

    def home_opened(self, user: str, tab: str, view: Object | None) -> None:
        """A person looked at the app's Home or Messages tab."""
        if "app_home_opened" not in self.subscribed:
            return
        channel = self.workspace.direct(user, defaults.BOT_USER_ID)
        event: Object = {
            "type": "app_home_opened",
            "user": user,
            "channel": channel.id,
            "tab": tab,
            "event_ts": self.workspace.stamp(),
        }
        if view is not None and tab == "home":
            event["view"] = view
        self.send(self.wrapped(event))

    def wrapped(self, event: Object) -> Object:
        """The event in its outer envelope, with an id of its own."""
        team = self.workspace.config.team_id
        authorization = {
            "enterprise_id": None,
            "team_id": team,
            "user_id": defaults.BOT_USER_ID,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": defaults.VERIFICATION_TOKEN,
            "team_id": team,
            "api_app_id": defaults.APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{uuid.uuid4().hex[:12].upper()}",
            "event_time": int(self.workspace.clock()),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
        }

    def _from(self, change: Change, channel: Channel) -> Iterator[tuple[str, Object]]:
        match change.what:
            case What.MESSAGE if change.message is not None:
                yield SUBSCRIPTIONS[channel.kind], self._message(change.message, channel)
                if _mentions_app(change.message) and channel.kind is not Kind.IM:
                    yield "app_mention", self._mention(change.message)
            case What.CHANGED | What.DELETED if change.message is not None and change.before is not None:
                yield (
                    SUBSCRIPTIONS[channel.kind],
                    self._altered(change.message, change.before, change, channel),
                )
            case What.REACTION if change.message is not None:
                kind = "reaction_added" if change.added else "reaction_removed"
                yield kind, self._reaction(kind, change, change.message)
            case What.JOINED:
                yield "member_joined_channel", self._joined(change, channel)
            case _:
                return

    def _message(self, message: Message, channel: Channel) -> Object:
        event = self.workspace.to_api(message)
        event |= {"channel": channel.id, "event_ts": message.ts, "channel_type": CHANNEL_TYPES[channel.kind]}
        parent = self.workspace.message(channel.id, message.thread_ts) if message.thread_ts else None
        if parent is not None:
            event["parent_user_id"] = parent.user
            if message.broadcast:
                event["root"] = self.workspace.to_api(parent)
        return event

    def _mention(self, message: Message) -> Object:
        event = self.workspace.to_api(message)
        event.pop("subtype", None)
        return event | {"type": "app_mention", "channel": message.channel, "event_ts": message.ts}

    def _altered(self, message: Message, before: Message, change: Change, channel: Channel) -> Object:
        gone = change.what is What.DELETED and message.subtype != "tombstone"
        stamp = self.workspace.stamp()
        event: Object = {
            "type": "message",
            "subtype": "message_deleted" if gone else "message_changed",
            "hidden": True,
            "channel": channel.id,
            "channel_type": CHANNEL_TYPES[channel.kind],
            "ts": stamp,
            "event_ts": stamp,
            "previous_message": self.workspace.to_api(before),
        }
        return event | ({"deleted_ts": before.ts} if gone else {"message": self.workspace.to_api(message)})

    def _reaction(self, kind: str, change: Change, message: Message) -> Object:
        return {
            "type": kind,
            "user": change.user,
            "reaction": change.name,
            "item": {"type": "message", "channel": message.channel, "ts": message.ts},
            "item_user": message.user,
            "event_ts": self.workspace.stamp(),
        }

    def _joined(self, change: Change, channel: Channel) -> Object:
        return {
            "type": "member_joined_channel",
            "user": change.user,
            "channel": channel.id,
            "channel_type": "G" if channel.kind is Kind.PRIVATE else "C",
            "team": self.workspace.config.team_id,
            "event_ts": self.workspace.stamp(),
        }


def _mentions_app(message: Message) -> bool:
    mention = f"<@{defaults.BOT_USER_ID}"
    return not message.by_app and message.subtype is None and mention in message.text
