"""Feedback: what people say in threads, its edits and deletions, and what they click, log and answer."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.domain.agreement import Person
from bot.domain.feedback import Gone, Said
from bot.domain.permission import Denied
from bot.domain.post import Message
from bot.gateways import slack
from bot.services.bundle import Services
from bot.services.feedback import FromOwner, Noted
from bot.views import actions, whispers
from bot.views import feedback as views
from handlers import replies, requests
from handlers.requests import Body, Place, Request


class Feedback:
    """The listeners."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def heard(self, event: Body, context: AsyncBoltContext) -> None:
        """A message in a channel: written, edited or deleted."""
        found = _read(event, context.bot_user_id or "")
        if isinstance(found, Gone):
            await self._services.feedback.forget(found)
        elif found is not None:
            outcome = await self._services.feedback.hear(found)
            await self._acknowledge(found, outcome)

    async def set_aside(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """One tap: it is no feedback."""
        request = requests.read(body)
        outcome = await self._services.feedback.set_aside(requests.subject(action), self._who(request))
        await ack()
        await self._tell(request, outcome)

    async def take_back(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """One tap: it is feedback after all."""
        request = requests.read(body)
        outcome = await self._services.feedback.set_aside(
            requests.subject(action), self._who(request), back=True
        )
        await ack()
        await self._tell(request, outcome)

    async def choose(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Which of two campaigns it is about."""
        request = requests.read(body)
        item, campaign = requests.numbers(requests.chosen(action) or "")
        outcome = await self._services.feedback.choose(item, campaign, self._who(request))
        await ack()
        await self._tell(request, outcome)

    async def _acknowledge(self, said: Said, outcome: Noted | FromOwner | None) -> None:
        """Whoever wrote is told what becomes of it, once in a thread and day; the sign says the rest."""
        if isinstance(outcome, Noted) and outcome.first:
            request = Request(said.user, Place(said.channel, None, said.thread_ts), None)
            await replies.tell(self._services, request, self._noted(outcome))

    def _noted(self, outcome: Noted) -> Message:
        if not outcome.item.counts:
            return views.aside(outcome.item)
        due_at = outcome.promise.due_at if outcome.promise else None
        return views.noted(outcome.item, due_at, outcome.campaigns, self._services.agreement)

    async def _tell(self, request: Request, outcome: Noted | Denied) -> None:
        said = whispers.denied(outcome) if isinstance(outcome, Denied) else self._noted(outcome)
        await replies.tell(self._services, request, said)

    def _who(self, request: Request) -> Person | None:
        return None if request.foreign else self._services.directory.who(request.user)


def _read(event: Body, bot_user: str) -> Said | Gone | None:
    """What an event about a message in a channel means."""
    channel = str(event.get("channel") or "")
    match event.get("subtype"):
        case "message_deleted":
            return slack.gone(channel, event)
        case "message_changed":
            now_is, before = requests.part(event, "message"), requests.part(event, "previous_message")
            if now_is.get("subtype") == "tombstone":
                return slack.gone(channel, {"previous_message": before or now_is})
            found = slack.said(channel, now_is, bot_user)
            if found is None or found.version or now_is.get("text") == before.get("text"):
                return found
            # A server that does not say when it was edited says when it told so.
            return slack.said(channel, {**now_is, "edited": {"ts": event.get("ts")}}, bot_user)
        case _:
            return slack.said(channel, event, bot_user)


async def _in_channel(event: Body) -> bool:
    """Whether a message stands in a channel; direct messages are questions."""
    return event.get("channel_type") != "im" and not str(event.get("channel") or "").startswith("D")


def register(app: AsyncApp, services: Services) -> None:
    """Every route of feedback."""
    feedback = Feedback(services)
    app.event("message", matchers=[_in_channel])(feedback.heard)
    app.action(actions.FEEDBACK_ASIDE)(feedback.set_aside)
    app.action(actions.FEEDBACK_BACK)(feedback.take_back)
    app.action(actions.FEEDBACK_CAMPAIGN)(feedback.choose)
