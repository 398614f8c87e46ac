"""The buttons of the question how a lead was, and the line that somebody adds."""

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.agreement import Person
from bot.domain.outcome import Invalid
from bot.domain.permission import Denied
from bot.services.bundle import Services
from bot.views import actions, modals, whispers
from bot.views import asks as views
from handlers import replies, requests
from handlers.requests import Body, Request


class Asks:
    """The listeners. What was answered is shown by the message itself."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def answer(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """One tap."""
        request = requests.read(body)
        theme = str(action.get("action_id", "")).removeprefix(actions.FEEDBACK_ASKED)
        number = requests.subject(action)
        outcome = await self._services.asks.answer(number, theme, self._who(request), request.user)
        await ack()
        if isinstance(outcome, Denied):
            await replies.tell(self._services, request, whispers.denied(outcome))

    async def line(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Ask for more words."""
        await ack()
        request = requests.read(body)
        shown = modals.keep_place(views.line_modal(requests.subject(action)), request.place)
        await replies.show(self._services, request, shown)

    async def submit_line(self, ack: AsyncAck, body: Body, view: Body) -> None:
        """More was said."""
        request, note = requests.read(body), requests.note(view)
        text = requests.inputs(view).get(actions.BLOCK_DETAIL, "")
        outcome = await self._services.asks.add_line(int(note.get("ask", 0)), text, self._who(request))
        if isinstance(outcome, Invalid):
            await ack(response_action="errors", errors={actions.BLOCK_DETAIL: outcome.problem})
            return
        if isinstance(outcome, Denied):
            await replies.close(self._services, ack, request, view, whispers.denied(outcome))
        else:
            await ack()

    def _who(self, request: Request) -> Person | None:
        return None if request.foreign else self._services.directory.who(request.user)


def register(app: AsyncApp, services: Services) -> None:
    """Every route of asking."""
    asks = Asks(services)
    for theme in views.ANSWERS:
        app.action(f"{actions.FEEDBACK_ASKED}{theme}")(asks.answer)
    app.action(actions.FEEDBACK_LINE)(asks.line)
    app.view(actions.MODAL_LINE)(asks.submit_line)
