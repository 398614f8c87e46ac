"""An answer's buttons and dialogs: by reason, the leads, the definition, edit, not right, ask instead."""

from collections.abc import Callable
from dataclasses import replace

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.agreement import Person
from bot.domain.asked import Asked, Place
from bot.domain.permission import Denied
from bot.domain.post import Message, View
from bot.domain.query import MetricQuery
from bot.services import questions as reading
from bot.services.asking import Whisper
from bot.services.behind import Behind
from bot.services.bundle import Services
from bot.views import actions, asked, commands, digest_modals, question_modals, whispers
from handlers import replies, requests
from handlers.requests import Body, Request

_CHOICES = 3


class Questions:
    """The listeners."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def reason(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """The same leads by the reason why they were sent back."""
        request = requests.read(body)
        found = await self._question(request, action)
        if isinstance(found, Message):
            await ack()
            await replies.tell(self._services, request, found)
            return
        one, query = found
        one = replace(one, place=_place(request.place.channel, _thread(request), one))
        await self._again(ack, request, one, "By reason", reading.by_reason(query))

    async def choose(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Ask what was offered instead of a question that was not understood."""
        request = requests.read(body)
        number, text = requests.pair(action)
        one, person = await self._services.asking.get(number), self._who(request)
        if one is None or request.foreign:
            await ack()
            await replies.tell(self._services, request, _GONE if one is None else commands.stranger())
        elif one.place.thread_ts is None:
            told = await self._services.asking.at_once(one.place.channel, request.user, person, text)
            await ack()
            await self._whisper(request, told, text)
        else:
            place = Place(one.place.channel, None, one.place.thread_ts, one.place.direct)
            await self._services.asking.hear(place, request.user, person, text)
            await ack()

    async def leads(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Show the leads behind a figure to whoever may see leads."""
        request = requests.read(body)
        number, _ = requests.pair(action)
        found = await self._services.telling.leads(number, self._who(request))
        await ack()
        if isinstance(found, Behind):
            agreement, address = self._services.agreement, self._services.followups.address
            view = digest_modals.leads(found.title, found.parts, agreement, address)
        else:
            view = question_modals.notice(found.why if isinstance(found, Denied) else found.text)
        await replies.show(self._services, request, view)

    async def definition(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Show what the figures count."""
        await ack()
        await self._show(body, action, lambda one, query: question_modals.definition(query))

    async def edit(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Show the query field by field."""
        await ack()
        request = requests.read(body)
        here = {"channel": request.place.channel, "thread": _thread(request)}
        await self._show(body, action, lambda one, query: question_modals.edit(query, one.id, here))

    async def wrong(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Ask what is not right."""
        await ack()
        number, _ = requests.pair(action)
        await replies.show(self._services, requests.read(body), question_modals.wrong(number))

    async def submit_wrong(self, ack: AsyncAck, body: Body, view: Body) -> None:
        """What is not right was said."""
        remark = requests.inputs(view).get(actions.BLOCK_DETAIL, "")
        said = whispers.STRANGER
        if not requests.read(body).foreign:
            listed = await self._services.asking.complain(_number(view) or 0, remark)
            said = _THANKS if listed else _GONE.text
        await ack(response_action="update", view=question_modals.notice(said))

    async def submit_edit(self, ack: AsyncAck, body: Body, view: Body) -> None:
        """The fields were filled in: answer where the question was asked, or in the dialog."""
        request = requests.read(body)
        if request.foreign:
            await ack(response_action="update", view=question_modals.notice(whispers.STRANGER))
            return
        number = _number(view)
        origin = await self._services.asking.get(number) if number is not None else None
        told = question_modals.read(requests.inputs(view), requests.choices(view))
        found = await self._services.asking.edited(told, origin)
        if not isinstance(found, MetricQuery):
            await ack(response_action="errors", errors={str(field): text for field, text in found.items()})
            return
        person = self._who(request)
        if origin is not None:
            note = requests.note(view)
            origin = replace(origin, place=_place(note.get("channel"), note.get("thread"), origin))
        if origin is not None and origin.place.thread_ts is not None:
            await self._services.asking.again(origin, request.user, person, "Edited", found)
            await ack()
            return
        answer = await self._services.telling.figures(found, person)
        await ack(response_action="update", view=question_modals.told(answer))

    async def _again(
        self, ack: AsyncAck, request: Request, one: Asked, text: str, query: MetricQuery
    ) -> None:
        told = await self._services.asking.again(one, request.user, self._who(request), text, query)
        await ack()
        if told is not None:
            await self._whisper(request, told, text)

    async def _whisper(self, request: Request, told: Whisper, text: str) -> None:
        await replies.tell(self._services, request, asked.whisper(told.told, told.question_id, text))

    async def _question(self, request: Request, action: Body) -> tuple[Asked, MetricQuery] | Message:
        """The question that a button is about and its query, or why there is none for this person."""
        if request.foreign:
            return commands.stranger()
        number, _ = requests.pair(action)
        found = await self._services.asking.get(number)
        query = reading.query_of(found) if found else None
        return (found, query) if found and query else _GONE

    async def _show(self, body: Body, action: Body, make: Callable[[Asked, MetricQuery], View]) -> None:
        request = requests.read(body)
        found = await self._question(request, action)
        if isinstance(found, Message):
            await replies.tell(self._services, request, found)
        else:
            one, query = found
            await replies.show(self._services, request, make(one, await self._services.telling.called(query)))

    def _who(self, request: Request) -> Person | None:
        return None if request.foreign else self._services.directory.who(request.user)


def _thread(request: Request) -> str | None:
    return request.place.thread_ts or request.place.ts


def _place(channel: object, thread: object, one: Asked) -> Place:
    """Where something more about a question is answered: in the conversation where its button was pressed.

    What was sent to somebody alone is gone on with there, and not where others read along.
    """
    if not isinstance(channel, str) or channel == one.place.channel or not isinstance(thread, str):
        return one.place
    return Place(channel, None, thread, direct=channel.startswith("D"))


def _number(view: Body) -> int | None:
    """The question that a dialog is about; None where it is about none, or does not say."""
    number = requests.note(view).get("question")
    return number if isinstance(number, int) else None


_GONE = commands.problem("This question is not stored any more. Please ask again.")
_THANKS = "Thank you: it is on the list that an administrator reviews."


def register(app: AsyncApp, services: Services) -> None:
    """Every route of an answer."""
    questions = Questions(services)
    routes = {
        actions.QUESTION_REASON: questions.reason,
        actions.QUESTION_LEADS: questions.leads,
        actions.QUESTION_DEFINITION: questions.definition,
        actions.QUESTION_EDIT: questions.edit,
        actions.QUESTION_WRONG: questions.wrong,
        **{f"{actions.QUESTION_CHOOSE}{number}": questions.choose for number in range(_CHOICES)},
    }
    for action_id, listener in routes.items():
        app.action(action_id)(listener)
    app.view(actions.MODAL_EDIT)(questions.submit_edit)
    app.view(actions.MODAL_WRONG)(questions.submit_wrong)
