"""One request of a person at the page: who acts, where, and on what."""

from bot.playground import acting
from bot.playground.messages import Message
from bot.playground.payloads import Arguments, Object
from bot.playground.people import Channel
from bot.playground.slack import Slack
from bot.playground.views import View


class Visit:
    """One request of a person: who, where, with which arguments."""

    def __init__(self, slack: Slack, values: Object) -> None:
        self.slack = slack
        self.values = values
        self.arguments = Arguments(values)

    @property
    def who(self) -> str:
        """The acting member."""
        return acting.user(self.slack, self.arguments.required("user", "user_not_found")).id

    @property
    def channel(self) -> Channel:
        """The channel acted in."""
        return acting.channel(self.slack, self.who, self.arguments.required("channel", "channel_not_found"))

    @property
    def message(self) -> Message:
        """The message acted on."""
        ephemeral = self.arguments.flag("ephemeral")
        ts = self.arguments.required("ts", "message_not_found")
        return acting.message(self.slack, self.who, self.channel, ts, ephemeral=ephemeral)

    @property
    def view(self) -> View:
        """The modal or Home view acted in."""
        return acting.front(self.slack, self.who, self.arguments.required("view_id", "view_not_found"))

    def text(self, name: str) -> str:
        """An argument as text, "" when absent."""
        return self.arguments.text(name)
