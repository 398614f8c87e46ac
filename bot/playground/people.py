"""Who and where: the members of the workspace and its channels, and how the Web API describes them."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.playground import defaults
from bot.playground.payloads import Object

COLORS = ("4f46e5", "0f766e", "b45309", "be185d", "1d4ed8", "4d7c0f", "9333ea", "b91c1c")


@dataclass(slots=True)
class User:
    """A member of the workspace: a person, or the user an app speaks as."""

    id: str
    name: str
    real_name: str
    email: str
    tz: str
    color: str
    title: str = ""
    is_bot: bool = False
    deleted: bool = False

    def to_api(self, team: str, *, email: bool) -> Object:
        """The user as `users.info` gives it; the e-mail address only with its own permission."""
        profile: Object = {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "title": self.title,
            "team": team,
        }
        if self.is_bot:
            profile |= {"bot_id": defaults.BOT_ID, "api_app_id": defaults.APP_ID}
        elif email:
            profile["email"] = self.email
        return {
            "id": self.id,
            "team_id": team,
            "name": self.name,
            "deleted": self.deleted,
            "color": self.color,
            "real_name": self.real_name,
            "tz": self.tz,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "is_admin": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "profile": profile,
        }

    def to_page(self) -> Object:
        """The user as the page shows it."""
        names = ("id", "name", "real_name", "email", "tz", "is_bot", "color", "title")
        return {name: getattr(self, name) for name in names}


class Kind(StrEnum):
    """What sort of conversation a channel is."""

    CHANNEL = "channel"
    PRIVATE = "private"
    IM = "im"


# How events, interactions and method answers call each kind.
CHANNEL_TYPES = {Kind.CHANNEL: "channel", Kind.PRIVATE: "group", Kind.IM: "im"}
LIST_TYPES = {Kind.CHANNEL: "public_channel", Kind.PRIVATE: "private_channel", Kind.IM: "im"}


@dataclass(slots=True)
class Channel:
    """A conversation: public channel, private channel or direct message."""

    id: str
    name: str
    kind: Kind
    created: int
    members: list[str] = field(default_factory=list)
    topic: str = ""
    is_ext_shared: bool = False
    archived: bool = False

    def other(self, user: str) -> str:
        """The other side of a direct message (oneself, in a conversation with oneself)."""
        return next((member for member in self.members if member != user), user)

    def interaction_name(self) -> str:
        """The name that interactions and commands carry; Slack hides that of anything private."""
        return {Kind.CHANNEL: self.name, Kind.PRIVATE: "privategroup", Kind.IM: "directmessage"}[self.kind]

    def to_api(self, team: str, viewer: str) -> Object:
        """The channel as `conversations.info` gives it to the viewer."""
        common: Object = {
            "id": self.id,
            "created": self.created,
            "is_archived": self.archived,
            "is_im": self.kind is Kind.IM,
            "is_mpim": False,
            "is_org_shared": False,
            "is_ext_shared": self.is_ext_shared,
            "is_shared": self.is_ext_shared,
            "context_team_id": team,
        }
        if self.kind is Kind.IM:
            return common | {
                "user": self.other(viewer),
                "is_user_deleted": False,
                "priority": 0,
                "is_open": True,
            }
        return common | {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind is Kind.CHANNEL,
            "is_group": False,
            "is_private": self.kind is Kind.PRIVATE,
            "is_general": self.name == "general",
            "is_member": viewer in self.members,
            "creator": self.members[0] if self.members else "",
            "num_members": len(self.members),
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }
