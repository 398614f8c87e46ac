"""Slack's events besides the Home tab: being invited, being mentioned, and everything we do not act on."""

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.domain import asked
from bot.domain.post import Message
from bot.services.bundle import Services
from bot.views import asked as views
from bot.views import commands
from handlers import replies, requests
from handlers.feedback import Feedback
from handlers.requests import Body, Place, Request

# People write; what Slack or a program writes has other subtypes.
_WRITTEN = (None, "file_share", "thread_broadcast")


class Events:
    """The listeners."""

    def __init__(self, services: Services, feedback: Feedback) -> None:
        self._services = services
        self._feedback = feedback

    async def joined(self, event: Body, context: AsyncBoltContext) -> None:
        """The bot was invited: what was parked for that channel goes out, and what was said there is read."""
        if event.get("user") == context.bot_user_id:
            channel = str(event.get("channel", ""))
            await self._services.delivery.revive(channel)
            await self._services.threads.missed(channel)

    async def mentioned(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        """Somebody spoke to the bot: store what they ask or tell, or say what it can do, once per message."""
        user = str(event.get("user") or "")
        if event.get("bot_id") or not user or await self._feedback.mentioned(event, context):
            return
        question = self._question(event, context)
        if not asked.asks(question) or _is_foreign(event, body):
            await self._help(event, None if _is_foreign(event, body) else user)
        elif _is_shared(body):
            await self._whisper(event, user, question)
        else:
            person = self._services.directory.who(user)
            await self._services.asking.hear(_place(event), user, person, question)

    async def said(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        """A message: to the bot alone it is a mention without the name, elsewhere perhaps feedback.

        Whoever began a thread by asking may go on asking in it without the name.
        """
        written = event.get("subtype") in _WRITTEN and not event.get("bot_id")
        if _place(event).direct:
            if written:
                await self.mentioned(event, body, context)
        elif not (written and await self._goes_on_asking(event, body, context)):
            await self._feedback.heard(event, context)

    async def _goes_on_asking(self, event: Body, body: Body, context: AsyncBoltContext) -> bool:
        named = f"<@{context.bot_user_id}" in str(event.get("text", ""))
        if named or not event.get("thread_ts") or _is_foreign(event, body) or _is_shared(body):
            return False
        user, place, text = str(event.get("user", "")), _place(event), self._question(event, context)
        if not await self._services.asking.is_followup(place, user, text):
            return False
        await self._services.asking.hear(place, user, self._services.directory.who(user), text)
        return True

    def _question(self, event: Body, context: AsyncBoltContext) -> str:
        written = str(event.get("text") or "")
        return requests.spoken(written, context.bot_user_id, self._services.directory.name)

    async def _whisper(self, event: Body, user: str, question: str) -> None:
        """Another company reads along: figures are for the person alone who asked."""
        if not await self._first_time(event):
            return
        person, channel = self._services.directory.who(user), str(event.get("channel", ""))
        told = await self._services.asking.at_once(channel, user, person, question)
        await self._tell(event, user, views.whisper(told.told, told.question_id, question))

    async def _help(self, event: Body, user: str | None) -> None:
        """What the bot can do; `user` is None for somebody of another company."""
        if not await self._first_time(event):
            return
        person = self._services.directory.who(user or "")
        helped = commands.help_(person) if person else commands.member()
        await self._tell(event, str(event.get("user", "")), helped if user else commands.stranger())

    async def _first_time(self, event: Body) -> bool:
        return await self._services.homes.first_time(f"{event.get('channel')}:{event.get('ts')}")

    async def _tell(self, event: Body, user: str, message: Message) -> None:
        place = Place(str(event.get("channel", "")), None, event.get("thread_ts"))
        await replies.tell(self._services, Request(user, place, None), message)


def _place(event: Body) -> asked.Place:
    """Where it was said; a message in no thread begins one. Mentions do not tell the kind of channel."""
    ts, channel = str(event.get("ts") or event.get("event_ts", "")), str(event.get("channel", ""))
    kind = event.get("channel_type")
    direct = kind == "im" or (kind is None and channel.startswith("D"))
    return asked.Place(channel, ts, str(event.get("thread_ts") or ts), direct)


def _is_foreign(event: Body, body: Body) -> bool:
    """Whether somebody of another workspace wrote it, in a channel that both share; in doubt it is so."""
    theirs, ours = event.get("user_team") or event.get("team"), body.get("team_id")
    return theirs != ours if theirs and ours else _is_shared(body)


def _is_shared(body: Body) -> bool:
    """Whether the channel is shared with another company (https://docs.slack.dev/apis/events-api)."""
    return bool(body.get("is_ext_shared_channel"))


def register(app: AsyncApp, services: Services, feedback: Feedback) -> None:
    """Every event route; what is said in channels and asks for nothing is `feedback`'s."""
    events = Events(services, feedback)
    app.event("member_joined_channel")(events.joined)
    app.event("app_mention")(events.mentioned)
    app.event("message")(events.said)
