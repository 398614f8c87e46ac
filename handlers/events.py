"""Slack's events besides the Home tab: being invited, being mentioned, and everything we do not act on."""

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.domain import asked
from bot.services.bundle import Services
from bot.views import commands
from handlers import replies, requests
from handlers.feedback import Feedback
from handlers.requests import Body, Place, Request


class Events:
    """The listeners."""

    def __init__(self, services: Services, feedback: Feedback) -> None:
        self._services = services
        self._feedback = feedback

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
        """A message: to the bot alone it is a mention without the name, elsewhere perhaps feedback.

        Whoever began a thread by asking may go on asking in it without the name.
        """
        if _is_direct(event):
            if event.get("subtype") is None and not event.get("bot_id"):
                await self.mentioned(event, body, context)
        elif not await self._goes_on_asking(event, body, context):
            await self._feedback.heard(event, context)

    async def _goes_on_asking(self, event: Body, body: Body, context: AsyncBoltContext) -> bool:
        spoken = not event.get("subtype") and not event.get("bot_id") and not _is_foreign(event, body)
        named = f"<@{context.bot_user_id}>" in str(event.get("text", ""))
        if not spoken or named or not event.get("thread_ts"):
            return False
        user, place, text = str(event.get("user", "")), _place(event), self._question(event, context)
        if not await self._services.asking.is_followup(place, user, text):
            return False
        await self._services.asking.hear(place, user, self._services.directory.who(user), text)
        return True

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


def _is_direct(event: Body) -> bool:
    """Whether it stands in a conversation with the bot alone; some servers tell no kind of channel."""
    return event.get("channel_type") == "im" or str(event.get("channel") or "").startswith("D")


def _place(event: Body) -> asked.Place:
    """Where it was said; a message that is in no thread begins one."""
    ts, channel = str(event.get("ts", "")), str(event.get("channel", ""))
    return asked.Place(channel, ts, str(event.get("thread_ts") or ts), _is_direct(event))


def _is_foreign(event: Body, body: Body) -> bool:
    """Whether somebody of another workspace wrote it, in a channel that both share."""
    theirs, ours = event.get("user_team") or event.get("team"), body.get("team_id")
    return bool(theirs and ours and theirs != ours)


def register(app: AsyncApp, services: Services, feedback: Feedback) -> None:
    """Every event route; what is said in channels and asks for nothing is `feedback`'s."""
    events = Events(services, feedback)
    app.event("member_joined_channel")(events.joined)
    app.event("app_mention")(events.mentioned)
    app.event("message")(events.said)
