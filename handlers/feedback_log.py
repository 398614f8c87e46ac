"""Logging feedback by hand: the shortcuts of a message, their dialog, and `/handoff feedback`."""

import json

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.domain.agreement import Person
from bot.domain.feedback import Said, key_of
from bot.domain.permission import Denied
from bot.domain.post import Message
from bot.gateways import slack
from bot.services.bundle import Services
from bot.services.feedback import Noted
from bot.services.feedback_log import Unclear, Words
from bot.views import actions, commands, whispers
from bot.views import feedback as views
from handlers import replies, requests
from handlers.requests import Body, Request


class FeedbackLog:
    """The listeners."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def log(self, ack: AsyncAck, body: Body) -> None:
        """Somebody wants a message to be feedback: ask on which campaign."""
        request, message = requests.read(body), requests.part(body, "message")
        await ack()
        channel = request.place.channel or ""
        carried = {
            "channel": channel,
            "thread": message.get("thread_ts") or "",
            "ts": message.get("ts") or "",
            "user": message.get("user") or "",
            "edited": requests.part(message, "edited").get("ts") or "",
            "bot": bool(message.get("bot_id")),
        }
        await self.ask(request, slack.words(str(message.get("text") or "")), json.dumps(carried))

    async def ask(self, request: Request, text: str = "", carried: str = "{}") -> None:
        """Open the dialog, where there is a campaign to choose."""
        known = await self._services.log.campaigns()
        if not known:
            await replies.tell(self._services, request, views.no_campaigns())
            return
        themes = self._services.agreement.settable
        await replies.show(self._services, request, views.log_modal(known, themes, text, carried))

    async def submit(self, ack: AsyncAck, body: Body, view: Body, context: AsyncBoltContext) -> None:
        """The campaign was chosen."""
        request, given, note = requests.read(body), requests.inputs(view), requests.note(view)
        said = _said(note, context.bot_user_id or "")
        name = given.get(actions.BLOCK_NAME, "")
        campaign = await self._services.log.named(name) if name else given.get(actions.BLOCK_CAMPAIGN)
        if campaign is None:
            problem = f"I know no campaign “{name}”." if name else "Choose a campaign, or type its name."
            await ack(response_action="errors", errors={actions.BLOCK_NAME: problem})
            return
        theirs = key_of(str(note.get("channel")), str(note.get("ts")), request.user)
        words = Words(
            key=theirs if note.get("ts") else f"view:{view.get('id')}",
            text=given.get(actions.BLOCK_DETAIL, ""),
            campaign_id=int(campaign),
            theme=given.get(actions.BLOCK_THEME),
            said=said,
        )
        told = self.spell(await self._services.log.log(words, self._who(request), request.user))
        await replies.close(self._services, ack, request, view, told)

    async def toggle(self, ack: AsyncAck, body: Body) -> None:
        """A message is no feedback, or is it after all."""
        request = requests.read(body)
        ts = str(requests.part(body, "message").get("ts") or "")
        item = await self._services.corrections.find(request.place.channel or "", ts, request.user)
        if item is None:
            await ack()
            await replies.tell(self._services, request, views.unknown())
            return
        outcome = await self._services.corrections.set_aside(
            item.id, self._who(request), request.user, back=not item.counts
        )
        await ack()
        await replies.tell(self._services, request, self.spell(outcome))

    async def begun(self, person: Person, request: Request, text: str) -> Message | None:
        """`/handoff feedback Webinar: too many students`; None where a dialog is the answer."""
        if not text:
            await self.ask(request)
            return None
        key = f"command:{request.trigger}"
        return self.spell(await self._services.log.typed(text, key, person, request.user))

    def spell(self, outcome: Noted | Denied | Unclear) -> Message:
        """What became of it."""
        if isinstance(outcome, Denied):
            return whispers.denied(outcome)
        if isinstance(outcome, Unclear):
            return commands.problem(views.which(outcome.text, outcome.known))
        if not outcome.item.counts:
            return views.aside(outcome.item)
        due_at = outcome.promise.due_at if outcome.promise else None
        return views.noted(outcome.item, due_at, outcome.campaigns, self._services.agreement, outcome.tagged)

    def _who(self, request: Request) -> Person | None:
        return None if request.foreign else self._services.directory.who(request.user)


def _said(note: Body, bot_user: str) -> Said | None:
    """The message that was logged; None when it is no person's, whose words are the logger's then."""
    message = {
        "ts": note.get("ts"),
        "thread_ts": note.get("thread"),
        "user": note.get("user"),
        "bot_id": note.get("bot"),
        "edited": {"ts": note.get("edited")},
        "text": "-",
    }
    return slack.said(str(note.get("channel") or ""), message, bot_user) if note.get("ts") else None


def register(app: AsyncApp, services: Services) -> FeedbackLog:
    """Every route of logging by hand; the command is routed with the others."""
    log = FeedbackLog(services)
    app.shortcut(actions.SHORTCUT_LOG)(log.log)
    app.shortcut(actions.SHORTCUT_ASIDE)(log.toggle)
    app.view(actions.MODAL_LOG)(log.submit)
    return log
