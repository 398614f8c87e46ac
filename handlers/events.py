"""Slack's events besides the Home tab: being invited, being mentioned, and everything we do not act on."""

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.domain import asked
from bot.services.bundle import Services
from bot.views import commands
from handlers import replies, requests
from handlers.requests import Body, Place, Request


class Events:
    """The listeners."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def joined(self, event: Body, context: AsyncBoltContext) -> None:
        """The bot was invited: what was parked for that channel goes out."""
        if event.get("user") == context.bot_user_id:
            await self._services.delivery.revive(str(event.get("channel", "")))

    async def mentioned(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        """Somebody spoke to the bot: store what they ask, or say what it can do, once per message."""
        if event.get("bot_id"):
            return
        user, question = str(event.get("user", "")), self._question(event, context)
        if question and question.lower() != "help" and not _is_foreign(event, body):
            place, person = _place(event), self._services.directory.who(user)
            await self._services.asking.hear(place, user, person, question)
        else:
            await self._help(event, None if _is_foreign(event, body) else user)

    async def said(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        """A message: to the bot alone it is a mention without the name, elsewhere it may go on asking."""
        if event.get("subtype") is not None or event.get("bot_id"):
            return
        if event.get("channel_type") == "im":
            await self.mentioned(event, body, context)
        elif f"<@{context.bot_user_id}>" not in str(event.get("text", "")) and not _is_foreign(event, body):
            user, place, text = str(event.get("user", "")), _place(event), self._question(event, context)
            if event.get("thread_ts") and await self._services.asking.is_followup(place, user, text):
                await self._services.asking.hear(place, user, self._services.directory.who(user), text)

    def _question(self, event: Body, context: AsyncBoltContext) -> str:
        return requests.spoken(str(event.get("text", "")), context.bot_user_id, self._services.directory.name)

    async def _help(self, event: Body, user: str | None) -> None:
        """What the bot can do; `user` is None for somebody of another company."""
        writer, channel = str(event.get("user", "")), str(event.get("channel", ""))
        if not await self._services.homes.first_time(f"{channel}:{event.get('ts')}"):
            return
        person = self._services.directory.who(user or "")
        message = commands.help_(person) if person else commands.stranger()
        place = Place(channel, None, event.get("thread_ts"))
        await replies.tell(self._services, Request(writer, place, None), message)


def _place(event: Body) -> asked.Place:
    """Where it was said; a message that is in no thread begins one."""
    ts, direct = str(event.get("ts", "")), event.get("channel_type") == "im"
    return asked.Place(str(event.get("channel", "")), ts, str(event.get("thread_ts") or ts), direct)


def _is_foreign(event: Body, body: Body) -> bool:
    """Whether somebody of another workspace wrote it, in a channel that both share."""
    theirs, ours = event.get("user_team") or event.get("team"), body.get("team_id")
    return bool(theirs and ours and theirs != ours)


def register(app: AsyncApp, services: Services) -> None:
    """Every event route."""
    events = Events(services)
    app.event("member_joined_channel")(events.joined)
    app.event("app_mention")(events.mentioned)
    app.event("message")(events.said)
