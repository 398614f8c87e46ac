"""Which permission each method needs, by the method reference; what is not named here needs none."""

from bot.playground.payloads import Arguments, Object, SlackError
from bot.playground.people import Kind
from bot.playground.slack import Slack

# One of these is enough.
NEEDED: dict[str, tuple[str, ...]] = {
    "agents.sessions.rename": ("chat:write",),
    "agents.sessions.setStatus": ("chat:write",),
    "assistant.threads.setStatus": ("assistant:write", "chat:write"),
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "bots.info": ("users:read",),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.join": ("channels:join",),
    "conversations.open": ("im:write",),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "reactions.add": ("reactions:write",),
    "reactions.get": ("reactions:read",),
    "reactions.remove": ("reactions:write",),
    "team.info": ("team:read",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "users.lookupByEmail": ("users:read.email",),
}
# These depend on the kind of channel: `channels:read` for a public one, `groups:read` for a private one ...
BY_KIND = {
    "conversations.history": "history",
    "conversations.info": "read",
    "conversations.members": "read",
    "conversations.replies": "history",
}
FAMILIES = {Kind.CHANNEL: "channels", Kind.PRIVATE: "groups", Kind.IM: "im"}
TYPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
LISTINGS = frozenset({"conversations.list", "users.conversations"})


class MissingScopeError(SlackError):
    """The app was not given the permission."""

    def __init__(self, needed: str, provided: tuple[str, ...]) -> None:
        super().__init__("missing_scope")
        self.needed = needed
        self.provided = provided

    def body(self) -> Object:
        """Slack says which permission it wants."""
        return super().body() | {"needed": self.needed, "provided": ",".join(self.provided)}


def check(slack: Slack, method: str, arguments: Arguments) -> None:
    """Refuses a call for which the app has no permission."""
    granted = slack.config.app.scopes
    for alternatives in _needed(slack, method, arguments):
        if not set(alternatives) & set(granted):
            raise MissingScopeError(alternatives[0], granted)


def _needed(slack: Slack, method: str, arguments: Arguments) -> list[tuple[str, ...]]:
    if method in NEEDED:
        return [NEEDED[method]]
    if method in LISTINGS:
        types = (arguments.text("types") or "public_channel").replace(" ", "").split(",")
        return [(f"{TYPES[kind]}:read",) for kind in types if kind in TYPES]
    channel = slack.workspace.named(arguments.text("channel")) if method in BY_KIND else None
    return [(f"{FAMILIES[channel.kind]}:{BY_KIND[method]}",)] if channel else []
