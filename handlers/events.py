"""Slack's events besides the Home tab: being invited, being mentioned, and everything we do not act on."""

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.services.bundle import Services
from bot.views import commands
from handlers import replies
from handlers.requests import Body, Place, Request


class Events:
    """The listeners."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def joined(self, event: Body, context: AsyncBoltContext) -> None:
        """The bot was invited: what was parked for that channel goes out."""
        if event.get("user") == context.bot_user_id:
            await self._services.delivery.revive(str(event.get("channel", "")))

    async def mentioned(self, event: Body, body: Body) -> None:
        """Somebody spoke to the bot: say what it can do, once per message."""
        user, channel = str(event.get("user", "")), str(event.get("channel", ""))
        if event.get("bot_id") or not await self._services.homes.first_time(f"{channel}:{event.get('ts')}"):
            return
        person = self._services.directory.who(user)
        message = commands.help_(person) if person else commands.stranger()
        place = Place(channel, None, event.get("thread_ts"))
        await replies.tell(self._services, Request(user, place, None), message)

    async def direct(self, event: Body, body: Body) -> None:
        """A direct message is a mention without the name."""
        if event.get("channel_type") == "im" and event.get("subtype") is None:
            await self.mentioned(event, body)


def register(app: AsyncApp, services: Services) -> None:
    """Every event route."""
    events = Events(services)
    app.event("member_joined_channel")(events.joined)
    app.event("app_mention")(events.mentioned)
    app.event("message")(events.direct)
