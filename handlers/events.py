"""Slack's events besides the Home tab: being invited, being mentioned, and everything we do not act on."""

import re

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.domain.post import Message
from bot.services.bundle import Services
from bot.views import commands
from handlers import replies
from handlers.requests import Body, Place, Request

_MENTION = re.compile(r"<@[^>]*>")


class Events:
    """The listeners."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def joined(self, event: Body, context: AsyncBoltContext) -> None:
        """The bot was invited: what was parked for that channel goes out."""
        if event.get("user") == context.bot_user_id:
            await self._services.delivery.revive(str(event.get("channel", "")))

    async def mentioned(self, event: Body, body: Body) -> None:
        """Somebody spoke to the bot: answer what they ask, or say what it can do, once per message."""
        user, channel = str(event.get("user", "")), str(event.get("channel", ""))
        if event.get("bot_id") or not await self._services.homes.first_time(f"{channel}:{event.get('ts')}"):
            return
        message = await self._answer(event, None if _is_foreign(event, body) else user)
        place = Place(channel, None, event.get("thread_ts"))
        await replies.tell(self._services, Request(user, place, None), message)

    async def direct(self, event: Body, body: Body) -> None:
        """A direct message is a mention without the name."""
        if event.get("channel_type") == "im" and event.get("subtype") is None:
            await self.mentioned(event, body)

    async def _answer(self, event: Body, user: str | None) -> Message:
        """To a question its answer, else help; `user` is None for somebody of another company."""
        person = self._services.directory.who(user or "")
        question = _MENTION.sub(" ", str(event.get("text", ""))).strip()
        if user and question and question.lower() != "help":
            return commands.answer(question, await self._services.asking.ask(question, person))
        return commands.help_(person) if person else commands.stranger()


def _is_foreign(event: Body, body: Body) -> bool:
    """Whether somebody of another workspace wrote it, in a channel that both share."""
    theirs, ours = event.get("user_team") or event.get("team"), body.get("team_id")
    return bool(theirs and ours and theirs != ours)


def register(app: AsyncApp, services: Services) -> None:
    """Every event route."""
    events = Events(services)
    app.event("member_joined_channel")(events.joined)
    app.event("app_mention")(events.mentioned)
    app.event("message")(events.direct)
