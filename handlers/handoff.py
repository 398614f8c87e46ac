"""Buttons and modals of a handoff: accept, reject, recycle, undo, reopen, reassign, snooze, touch, park, why.

The same listeners serve the card, the reminder DM, the escalation and the Home tab.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.agreement import Person
from bot.domain.brief import Brief
from bot.domain.outcome import Done, Invalid, Missing, Outcome
from bot.domain.permission import Action, check
from bot.domain.post import Message
from bot.domain.reason import Answer
from bot.services.bundle import Services
from bot.views import actions, modals, whispers
from handlers import replies, requests
from handlers.requests import Body, Request

Modal = Callable[[Brief], dict[str, object]]
Submit = Callable[["Handoff", int, Person | None, Mapping[str, str]], Awaitable[Outcome]]


class Handoff:
    """The listeners, bound to the services."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def accept(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """One click: the lead is theirs."""
        await self._act(ack, body, action, self._services.decisions.accept)

    async def undo(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """One click within ten minutes: the decision is taken back."""
        await self._act(ack, body, action, self._services.decisions.undo)

    async def snooze(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """No reminder for half an hour."""
        await self._act(ack, body, action, self._services.decisions.snooze)

    async def pool(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """The manager opens the lead to the whole pool."""

        async def to_pool(handoff_id: int, by: Person | None) -> Outcome:
            return await self._services.decisions.reassign(handoff_id, by, None)

        await self._act(ack, body, action, to_pool)

    async def touch(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """One tap: called, mailed, booked."""
        how = str(action["action_id"]).rpartition(".")[2]

        async def touched(handoff_id: int, by: Person | None) -> Outcome:
            return await self._services.decisions.touch(handoff_id, by, how)

        await self._act(ack, body, action, touched)

    async def reject(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Ask for the reason."""
        await self._ask(ack, body, action, Action.DECIDE, modals.reject)

    async def recycle(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Ask for the reason and, where it wants one, the day."""
        await self._ask(ack, body, action, Action.DECIDE, modals.recycle)

    async def reopen(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Ask why."""
        await self._ask(ack, body, action, Action.REOPEN, modals.reopen)

    async def reassign(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Ask to whom."""
        await self._ask(ack, body, action, Action.REASSIGN, modals.reassign)

    async def park(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Ask why the clock should stop."""
        await self._ask(ack, body, action, Action.EXCUSE, modals.park)

    async def history(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Show the log."""
        await self._ask(ack, body, action, Action.SEE, modals.history)

    async def why(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Show the route and the clock."""
        lines = await self._services.desk.why(requests.subject(action))
        await self._ask(ack, body, action, Action.SEE, lambda brief: modals.why(brief, lines))

    async def more(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """The overflow menu: its entries are named after the listeners above."""
        verb = (requests.chosen(action) or "").partition(":")[0]
        if verb in actions.MENU:
            await getattr(self, verb)(ack, body, action)
        else:
            await ack()

    async def choose_reason(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """A reason was picked in a modal: show the field that it asks for."""
        view = body.get("view") or {}
        brief = await self._services.desk.brief(int(requests.note(view).get("handoff", 0)))
        await ack()
        if brief is None:
            return
        again = _REASONED[view["callback_id"]](brief, requests.chosen(action))
        await replies.update(self._services, view, again)

    async def submit(self, ack: AsyncAck, body: Body, view: Body) -> None:
        """A modal was sent: the same conditional UPDATE decides as for a click."""
        request = requests.read(body)
        given = requests.inputs(view)
        verb = _SUBMITS[view["callback_id"]]
        number = int(requests.note(view).get("handoff", 0))
        outcome = await verb(self, number, self._who(request), given)
        if isinstance(outcome, Invalid) and outcome.field:
            await self._ask_again(ack, view, given, outcome)
            return
        message = await self._message(request, outcome)
        if message is None:
            await ack()
        else:
            await replies.close(self._services, ack, request, view, message)

    async def submit_reject(self, handoff_id: int, by: Person | None, given: Mapping[str, str]) -> Outcome:
        """The reject modal."""
        return await self._services.decisions.reject(handoff_id, by, given.get("reason", ""), _answer(given))

    async def submit_recycle(self, handoff_id: int, by: Person | None, given: Mapping[str, str]) -> Outcome:
        """The recycle modal."""
        return await self._services.decisions.recycle(handoff_id, by, given.get("reason", ""), _answer(given))

    async def submit_reopen(self, handoff_id: int, by: Person | None, given: Mapping[str, str]) -> Outcome:
        """The reopen modal."""
        return await self._services.decisions.reopen(handoff_id, by, given.get("detail", ""))

    async def submit_reassign(self, handoff_id: int, by: Person | None, given: Mapping[str, str]) -> Outcome:
        """The reassign modal."""
        to = given.get("person")
        if to is None:
            return Invalid("Choose who gets the lead.", "person")
        return await self._services.decisions.reassign(handoff_id, by, to, given.get("detail", ""))

    async def submit_park(self, handoff_id: int, by: Person | None, given: Mapping[str, str]) -> Outcome:
        """The park modal."""
        return await self._services.decisions.excuse(handoff_id, by, given.get("detail", ""))

    def _who(self, request: Request) -> Person | None:
        return None if request.foreign else self._services.directory.who(request.user)

    async def _act(
        self,
        ack: AsyncAck,
        body: Body,
        action: Body,
        verb: Callable[[int, Person | None], Awaitable[Outcome]],
    ) -> None:
        request = requests.read(body)
        outcome = await verb(requests.subject(action), self._who(request))
        if request.marker and request.place.channel and request.place.ts:
            await self._services.delivery.seen(request.marker, request.place.channel, request.place.ts)
        await ack()
        await self._answer(request, outcome)

    async def _ask(self, ack: AsyncAck, body: Body, action: Body, needed: Action, modal: Modal) -> None:
        request = requests.read(body)
        brief = await self._services.desk.brief(requests.subject(action))
        await ack()
        if brief is None:
            await self._answer(request, Missing())
            return
        denied = check(self._who(request), needed, brief.handoff, self._services.agreement)
        if denied is not None:
            await self._answer(request, denied)
            return
        await replies.show(self._services, request, modals.keep_place(modal(brief), request.place))

    async def _ask_again(self, ack: AsyncAck, view: Body, given: Mapping[str, str], problem: Invalid) -> None:
        """Say what is missing under its field; a field that is not shown yet is added first."""
        shown = {block.get("block_id") for block in view.get("blocks", ())}
        build = _REASONED.get(view["callback_id"])
        brief = await self._services.desk.brief(int(requests.note(view).get("handoff", 0)))
        if problem.field in shown or build is None or brief is None:
            await ack(response_action="errors", errors={problem.field: problem.problem})
            return
        again = build(brief, given.get("reason"))
        again["private_metadata"] = view.get("private_metadata", "")
        await ack(response_action="update", view=again)

    async def _answer(self, request: Request, outcome: Outcome) -> None:
        message = await self._message(request, outcome)
        if message is not None:
            await replies.tell(self._services, request, message)

    async def _message(self, request: Request, outcome: Outcome) -> Message | None:
        brief = await self._services.desk.brief(outcome.handoff.id) if isinstance(outcome, Done) else None
        return whispers.of(outcome, brief, self._services.agreement, self._who(request))


# The modals whose fields depend on the chosen reason.
_REASONED: Mapping[str, Callable[[Brief, str | None], dict[str, object]]] = {
    actions.MODAL_REJECT: modals.reject,
    actions.MODAL_RECYCLE: modals.recycle,
}

_SUBMITS: Mapping[str, Submit] = {
    actions.MODAL_REJECT: Handoff.submit_reject,
    actions.MODAL_RECYCLE: Handoff.submit_recycle,
    actions.MODAL_REOPEN: Handoff.submit_reopen,
    actions.MODAL_REASSIGN: Handoff.submit_reassign,
    actions.MODAL_PARK: Handoff.submit_park,
}


def register(app: AsyncApp, services: Services) -> None:
    """Every route of a handoff."""
    handoff = Handoff(services)
    routes: Mapping[str, Callable[..., Awaitable[None]]] = {
        actions.ACCEPT: handoff.accept,
        actions.REJECT: handoff.reject,
        actions.RECYCLE: handoff.recycle,
        actions.UNDO: handoff.undo,
        actions.REOPEN: handoff.reopen,
        actions.REASSIGN: handoff.reassign,
        actions.SNOOZE: handoff.snooze,
        actions.PARK: handoff.park,
        actions.POOL: handoff.pool,
        actions.WHY: handoff.why,
        actions.HISTORY: handoff.history,
        actions.MORE: handoff.more,
        actions.REASON: handoff.choose_reason,
    }
    for action_id, listener in routes.items():
        app.action(action_id)(listener)
    for how in services.agreement.touches:
        app.action(actions.touch(how))(handoff.touch)
    for callback_id in _SUBMITS:
        app.view(callback_id)(handoff.submit)


def _answer(given: Mapping[str, str]) -> Answer:
    on = given.get("on")
    day = date.fromisoformat(on) if on else None
    return Answer(text=given.get("detail"), person=given.get("person"), on=day)
