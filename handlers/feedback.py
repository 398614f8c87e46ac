"""Feedback: what people say in threads, its edits and deletions, and what they click, log and answer."""

import asyncio
import logging

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.domain.agreement import Person
from bot.domain.errors import SlackError
from bot.domain.feedback import AnswerKind, Gone, Said
from bot.domain.outcome import Invalid
from bot.domain.permission import Denied
from bot.domain.post import Message
from bot.gateways import slack
from bot.services.answers import Form, Given, Reopened
from bot.services.bundle import Services
from bot.services.feedback import FromOwner, Noted
from bot.views import actions, modals, whispers
from bot.views import feedback as views
from bot.views import feedback_answers as answering
from handlers import replies, requests
from handlers.requests import Body, Place, Request

_log = logging.getLogger(__name__)


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

    async def mentioned(self, event: Body, context: AsyncBoltContext) -> bool:
        """What is said to the bot and is feedback all the same; False for what is left to be answered."""
        found = _read(event, context.bot_user_id or "")
        if not isinstance(found, Said) or not await self._services.feedback.asserts(found):
            return False
        await self._acknowledge(found, await self._services.feedback.hear(found))
        return True

    async def set_aside(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """One tap: it is no feedback."""
        request = requests.read(body)
        outcome = await self._services.corrections.set_aside(
            requests.subject(action), self._who(request), request.user
        )
        await ack()
        await self._tell(request, outcome)

    async def take_back(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """One tap: it is feedback after all."""
        request = requests.read(body)
        outcome = await self._services.corrections.set_aside(
            requests.subject(action), self._who(request), request.user, back=True
        )
        await ack()
        await self._tell(request, outcome)

    async def choose(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Which of two campaigns it is about."""
        request = requests.read(body)
        item, campaign = requests.numbers(requests.chosen(action) or "")
        outcome = await self._services.corrections.choose(item, campaign, self._who(request), request.user)
        await ack()
        await self._tell(request, outcome)

    async def correct(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Which themes it is about."""
        request = requests.read(body)
        number = requests.subject({"value": action.get("block_id")})
        chosen = [str(one["value"]) for one in action.get("selected_options") or ()]
        outcome = await self._services.corrections.correct(number, chosen, self._who(request), request.user)
        await ack()
        await self._tell(request, outcome)

    async def answer(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Ask what became of it."""
        await ack()
        await self._ask(requests.read(body), requests.subject(action))

    async def use(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """The owner's message is the answer: ask for what is missing."""
        await ack()
        carried = requests.carried(str(action.get("value", "")))
        number, text = int(carried.get("item", 0)), str(carried.get("text", ""))
        text = text or await self._written(carried)
        await self._ask(requests.read(body), number, text, thread=True)

    async def submit_answer(self, ack: AsyncAck, body: Body, view: Body) -> None:
        """The answer was given."""
        request, given, note = requests.read(body), requests.inputs(view), requests.note(view)
        ids = [int(note.get("item", 0)), *map(int, requests.several(view, actions.BLOCK_ALIKE))]
        if requests.several(view, actions.BLOCK_ALL):
            ids += map(int, note.get("all", ()))
        kind = AnswerKind(given.get(actions.BLOCK_KIND, AnswerKind.PLANNED))
        outcome = await self._services.answers.answer(
            ids, kind, given.get(actions.BLOCK_DETAIL, ""), self._who(request)
        )
        chosen = requests.several(view, actions.BLOCK_THEMES)
        if isinstance(outcome, Given) and set(chosen) != set(note.get("themes", chosen)):
            await self._services.corrections.correct(ids[0], chosen, self._who(request))
        await self._settle(ack, request, outcome, view)

    async def reopen(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Ask what is missing."""
        request, answer_id = requests.read(body), requests.subject(action)
        mine = await self._services.answers.mine(answer_id, self._who(request))
        await ack()
        if isinstance(mine, Denied):
            await replies.tell(self._services, request, whispers.denied(mine))
        else:
            shown = modals.keep_place(answering.reopen_modal(answer_id), request.place)
            await replies.show(self._services, request, shown)

    async def submit_reopen(self, ack: AsyncAck, body: Body, view: Body) -> None:
        """What is missing was said."""
        request, text = requests.read(body), requests.inputs(view).get(actions.BLOCK_DETAIL, "")
        answer_id = int(requests.note(view).get("answer", 0))
        outcome = await self._services.answers.reopen(answer_id, self._who(request), text)
        await self._settle(ack, request, outcome, view)

    async def _ask(self, request: Request, feedback_id: int, text: str = "", *, thread: bool = False) -> None:
        form = await self._services.answers.form(feedback_id, self._who(request), thread=thread)
        if isinstance(form, Form):
            modal = answering.answer_modal(
                form.waiting, form.alike, self._services.agreement, text, form.here
            )
            shown = modals.keep_place(modal, request.place)
            await replies.show(self._services, request, shown)
        else:
            await replies.tell(self._services, request, whispers.no(form))

    async def _settle(
        self, ack: AsyncAck, request: Request, outcome: Given | Reopened | Denied | Invalid, view: Body
    ) -> None:
        """A missing word is asked for under its field; whatever else went wrong is said to the person."""
        if isinstance(outcome, Invalid) and outcome.field:
            await ack(response_action="errors", errors={outcome.field: outcome.problem})
            return
        if isinstance(outcome, Denied | Invalid):
            await replies.close(self._services, ack, request, view, whispers.no(outcome))
        else:
            await ack()

    async def _acknowledge(self, said: Said, outcome: Noted | FromOwner | None) -> None:
        """Whoever wrote is told what becomes of it, once in a thread and day; the sign says the rest."""
        if isinstance(outcome, Noted) and outcome.first:
            request = Request(said.user, Place(said.channel, None, said.thread_ts), None)
            await replies.tell(self._services, request, self._noted(outcome))
        elif isinstance(outcome, FromOwner):
            request = Request(said.user, Place(said.channel, None, said.thread_ts), None)
            offered = views.owner_wrote(said, outcome.waiting)
            done = await replies.whispered(self._services, request, offered)
            await self._services.feedback.whispered(said, done)

    async def _written(self, carried: Body) -> str:
        """What the message says now whose place was carried; "" where Slack does not tell in time."""
        channel, thread, ts = (str(carried.get(name) or "") for name in ("channel", "thread", "ts"))
        if not ts:
            return ""
        oldest = f"{float(ts) - 1:.6f}"
        try:
            async with asyncio.timeout(replies.PATIENCE):
                page = await self._services.slack.thread(channel, thread, oldest, bot_user="")
        except (SlackError, TimeoutError) as error:
            _log.info("the message %s in %s is not read: %s", ts, channel, error)
            return ""
        return next((one.text for one in page.said if one.ts == ts), "")

    def _noted(self, outcome: Noted) -> Message:
        if not outcome.item.counts:
            return views.aside(outcome.item)
        due_at = outcome.promise.due_at if outcome.promise else None
        return views.noted(outcome.item, due_at, outcome.campaigns, self._services.agreement, outcome.tagged)

    async def _tell(self, request: Request, outcome: Noted | Denied) -> None:
        """The note itself says what became of it; why something may not be is said beside it."""
        if isinstance(outcome, Denied):
            await replies.tell(self._services, request, whispers.denied(outcome))
        else:
            await replies.renew(self._services, request, self._noted(outcome))

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


def register(app: AsyncApp, services: Services) -> Feedback:
    """Every route of feedback but the messages in channels, which may be questions as well."""
    feedback = Feedback(services)
    app.action(actions.FEEDBACK_ASIDE)(feedback.set_aside)
    app.action(actions.FEEDBACK_BACK)(feedback.take_back)
    app.action(actions.FEEDBACK_CAMPAIGN)(feedback.choose)
    app.action(actions.FEEDBACK_THEMES)(feedback.correct)
    app.action(actions.FEEDBACK_ANSWER)(feedback.answer)
    app.action(actions.FEEDBACK_USE)(feedback.use)
    app.action(actions.FEEDBACK_REOPEN)(feedback.reopen)
    app.view(actions.MODAL_ANSWER)(feedback.submit_answer)
    app.view(actions.MODAL_REOPENED)(feedback.submit_reopen)
    return feedback
