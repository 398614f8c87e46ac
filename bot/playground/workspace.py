"""The state of the workspace: people, channels, messages, read marks. All in memory, all in one loop.

Every change is told to the observers as a `Change`; from it come the events for the app, the page's live
updates and the wake-ups of waiting tests.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.playground import defaults
from bot.playground.config import Config
from bot.playground.messages import SLACKBOT, TOMBSTONE, Message
from bot.playground.payloads import Object, SlackError
from bot.playground.people import COLORS, Channel, Kind, User

Clock = Callable[[], float]


class What(StrEnum):
    """What changed."""

    MESSAGE = "message"
    CHANGED = "changed"
    DELETED = "deleted"
    REACTION = "reaction"
    EPHEMERAL = "ephemeral"
    CHANNEL = "channel"
    JOINED = "joined"
    READ = "read"
    HOME = "home"
    MODAL = "modal"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: where, which message (and how it was before), by or for whom. `name` is a reaction's."""

    what: What
    channel: str | None = None
    message: Message | None = None
    before: Message | None = None
    user: str | None = None
    name: str = ""
    added: bool = True


class Workspace:
    """A team with its members, channels and messages."""

    def __init__(self, config: Config, clock: Clock) -> None:
        self.config = config
        self.clock = clock
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, list[Message]] = {}
        self.whispers: list[Message] = []
        self.read: dict[tuple[str, str], str] = {}
        self._threads: dict[tuple[str, str], list[Message]] = {}
        self.observers: list[Callable[[Change], None]] = []
        self._last_micros = 0
        self._fill()

    def _fill(self) -> None:
        self._enter(User(SLACKBOT, "slackbot", "Slackbot", "", "UTC", "757575"))
        bot = self.config.app.bot_name
        self._enter(User(defaults.BOT_USER_ID, bot, bot.capitalize(), "", "UTC", "1d3557", is_bot=True))
        for person in self.config.users:
            real_name = person.real_name or person.name
            color = COLORS[len(self.users) % len(COLORS)]
            self._enter(User(person.id, person.name, real_name, person.email, person.tz, color, person.title))
        everybody = [person.id for person in self.config.users]
        for room in self.config.channels:
            kind = Kind.PRIVATE if room.private else Kind.CHANNEL
            members = [*(room.members or everybody), defaults.BOT_USER_ID]
            channel = Channel(
                room.id, room.name, kind, int(self.clock()), members, room.topic, room.ext_shared
            )
            self.channels[room.id] = channel
            self.messages[room.id] = []
        for user in everybody:
            self.direct(user, defaults.BOT_USER_ID)

    def _enter(self, user: User) -> None:
        self.users[user.id] = user

    def tell(self, change: Change) -> None:
        """Lets every observer know."""
        for observer in self.observers:
            observer(change)

    def stamp(self) -> str:
        """The next message timestamp: unique, increasing, `seconds.micros`."""
        self._last_micros = max(self._last_micros + 1, int(self.clock() * 1_000_000))
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    # People and channels.

    def add_user(self, name: str, real_name: str, email: str, tz: str) -> User:
        """A new member, in every public channel. SlackError when the name or e-mail is taken."""
        if any(user.name == name or (email and user.email == email) for user in self.users.values()):
            raise SlackError("user_already_exists")
        number = len(self.users)
        user = User(f"U0NEW{number:05d}", name, real_name or name, email, tz, COLORS[number % len(COLORS)])
        self._enter(user)
        for channel in list(self.channels.values()):
            if channel.kind is Kind.CHANNEL:
                self.join(channel, user.id)
        self.direct(user.id, defaults.BOT_USER_ID)
        self.tell(Change(What.STATE))
        return user

    def add_channel(self, name: str, creator: str, *, private: bool) -> Channel:
        """A new channel with one member. SlackError when the name is taken or malformed."""
        name = name.removeprefix("#")
        if not name or len(name) > 80 or name != name.lower() or " " in name:
            raise SlackError("invalid_name")
        if any(channel.name == name for channel in self.channels.values()):
            raise SlackError("name_taken")
        kind = Kind.PRIVATE if private else Kind.CHANNEL
        channel = Channel(f"C0NEW{len(self.channels):05d}", name, kind, int(self.clock()), [creator])
        self.channels[channel.id] = channel
        self.messages[channel.id] = []
        self.tell(Change(What.CHANNEL, channel.id, user=creator))
        return channel

    def direct(self, one: str, other: str) -> Channel:
        """The direct message between two users, opened if need be."""
        for channel in self.channels.values():
            if channel.kind is Kind.IM and set(channel.members) == {one, other}:
                return channel
        number = sum(channel.kind is Kind.IM for channel in self.channels.values())
        channel = Channel(f"D0DIRECT{number:02d}", "", Kind.IM, int(self.clock()), [one, other])
        self.channels[channel.id] = channel
        self.messages[channel.id] = []
        return channel

    def join(self, channel: Channel, user: str) -> None:
        """Makes the user a member and says so in the channel, as Slack does. Nothing happens to members."""
        if user in channel.members:
            return
        channel.members.append(user)
        self.post(Message("", channel.id, user, f"<@{user}> has joined the channel", subtype="channel_join"))
        self.tell(Change(What.JOINED, channel.id, user=user))

    def named(self, reference: str) -> Channel | None:
        """The channel with this id or name (with or without "#")."""
        if reference in self.channels:
            return self.channels[reference]
        name = reference.removeprefix("#")
        return next((channel for channel in self.channels.values() if name and channel.name == name), None)

    # Messages.

    def message(self, channel: str, ts: str) -> Message | None:
        """The message with this timestamp, or None."""
        return next((message for message in self.messages.get(channel, []) if message.ts == ts), None)

    def replies(self, channel: str, ts: str) -> list[Message]:
        """The replies to a message, oldest first."""
        return list(self._threads.get((channel, ts), []))

    def post(self, message: Message) -> Message:
        """Adds the message under a fresh timestamp; one addressed to a single reader becomes an ephemeral."""
        message.ts = self.stamp()
        if not message.by_app and message.subtype is None:
            message.client_msg_id = str(uuid.uuid4())
        if message.to is not None:
            self.whispers.append(message)
            self.tell(Change(What.EPHEMERAL, message.channel, message, user=message.to))
            return message
        self.messages[message.channel].append(message)
        if message.thread_ts:
            self._threads.setdefault((message.channel, message.thread_ts), []).append(message)
        self.read[(message.user, message.channel)] = message.ts
        self.tell(Change(What.MESSAGE, message.channel, message, user=message.user))
        return message

    def edit(self, message: Message, **changes: object) -> None:
        """Changes fields of the message; one whose text changes is marked as edited."""
        before = replace(message)
        for name, value in changes.items():
            setattr(message, name, value)
        if message.text != before.text:
            message.edited = {"user": message.user, "ts": self.stamp()}
        what = What.CHANGED if message.to is None else What.EPHEMERAL
        self.tell(Change(what, message.channel, message, before, user=message.to or message.user))

    def delete(self, message: Message) -> None:
        """Removes the message; one that heads a thread leaves a tombstone."""
        if message.to is not None:
            self.whispers.remove(message)
            self.tell(Change(What.EPHEMERAL, message.channel, message, user=message.to))
            return
        before = replace(message)
        if self.replies(message.channel, message.ts):
            message.text, message.subtype, message.user = TOMBSTONE, "tombstone", SLACKBOT
            message.by_app, message.blocks, message.metadata, message.reactions = False, None, None, {}
        else:
            self.messages[message.channel].remove(message)
            if message.thread_ts:
                self._threads[(message.channel, message.thread_ts)].remove(message)
        self.tell(Change(What.DELETED, message.channel, message, before, user=before.user))

    def react(self, message: Message, user: str, name: str) -> None:
        """Adds a reaction. SlackError when this user already gave it."""
        users = message.reactions.setdefault(name, [])
        if user in users:
            raise SlackError("already_reacted")
        users.append(user)
        self.tell(Change(What.REACTION, message.channel, message, user=user, name=name))

    def unreact(self, message: Message, user: str, name: str) -> None:
        """Takes a reaction back. SlackError when this user did not give it."""
        users = message.reactions.get(name, [])
        if user not in users:
            raise SlackError("no_reaction")
        users.remove(user)
        if not users:
            del message.reactions[name]
        self.tell(Change(What.REACTION, message.channel, message, user=user, name=name, added=False))

    def mark_read(self, user: str, channel: str) -> None:
        """Everything in the channel has been seen by the user."""
        messages = self.messages[channel]
        self.read[(user, channel)] = messages[-1].ts if messages else self.stamp()
        self.tell(Change(What.READ, channel, user=user))

    def to_api(self, message: Message, *, metadata: bool = True) -> Object:
        """The message as events and method answers carry it."""
        replies = [] if message.thread_ts else self.replies(message.channel, message.ts)
        return message.to_api(replies, metadata=metadata) | {"team": self.config.team_id}
