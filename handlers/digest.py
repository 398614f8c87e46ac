"""The digest's buttons: take on, done, see the leads, ask."""

from typing import assert_never

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.agreement import Person
from bot.domain.permission import Denied
from bot.services.behind import Behind
from bot.services.bundle import Services
from bot.services.followups import Missing, Standing
from bot.views import actions, digest_modals, question_modals, whispers
from handlers import replies, requests
from handlers.requests import Body, Request


class Digest:
    """The listeners."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def take(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """One click: it is theirs, or they are told whose it is."""
        request = requests.read(body)
        digest_id, signal = requests.pair(action)
        outcome = await self._services.followups.take(digest_id, signal, self._who(request))
        await self._seen(request)
        await ack()
        await self._tell(request, outcome)

    async def done(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Ask what came of it."""
        await ack()
        await replies.show(self._services, requests.read(body), digest_modals.done(*requests.pair(action)))

    async def submit_done(self, ack: AsyncAck, body: Body, view: Body) -> None:
        """What came of it was said."""
        request, note = requests.read(body), requests.note(view)
        result = requests.inputs(view).get(actions.BLOCK_DETAIL, "")
        outcome = await self._services.followups.finish(
            int(note.get("digest", 0)), str(note.get("signal", "")), self._who(request), result
        )
        await ack()
        await self._tell(request, outcome)

    async def leads(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Show the leads behind a figure."""
        request = requests.read(body)
        digest_id, signal = requests.pair(action)
        outcome = await self._services.followups.leads(digest_id, signal, self._who(request))
        await ack()
        if not isinstance(outcome, Behind):
            await self._tell(request, outcome)
            return
        view = digest_modals.leads(
            outcome.title, outcome.parts, self._services.agreement, self._services.followups.address
        )
        await replies.show(self._services, request, view)

    async def ask(self, ack: AsyncAck, body: Body) -> None:
        """Ask which numbers."""
        await ack()
        view = question_modals.edit(question_modals.USUAL, None)
        await replies.show(self._services, requests.read(body), view)

    async def _tell(self, request: Request, outcome: Standing | Missing | Denied | Behind) -> None:
        match outcome:
            case Standing():
                message = whispers.taken(
                    outcome.action, self._services.agreement, own=outcome.own, new=outcome.new
                )
            case Missing():
                message = whispers.gone()
            case Denied():
                message = whispers.denied(outcome)
            case Behind():
                return
            case _:
                assert_never(outcome)
        await replies.tell(self._services, request, message)

    async def _seen(self, request: Request) -> None:
        if request.marker and request.place.channel and request.place.ts:
            await self._services.delivery.seen(request.marker, request.place.channel, request.place.ts)

    def _who(self, request: Request) -> Person | None:
        return None if request.foreign else self._services.directory.who(request.user)


def register(app: AsyncApp, services: Services) -> None:
    """Every route of a digest."""
    digest = Digest(services)
    app.action(actions.DIGEST_TAKE)(digest.take)
    app.action(actions.DIGEST_DONE)(digest.done)
    app.action(actions.DIGEST_LEADS)(digest.leads)
    app.action(actions.DIGEST_ASK)(digest.ask)
    app.view(actions.MODAL_DONE)(digest.submit_done)
