"""`/handoff campaigns`, `/handoff campaign NAME` and `new`, and the dialog that makes and edits one."""

import html

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.agreement import Person
from bot.domain.campaign import Sheet
from bot.domain.permission import Action, Denied, check
from bot.domain.post import Message
from bot.services.bundle import Services
from bot.services.campaigns import Saved
from bot.views import actions, campaign_modals, campaigns, modals, whispers
from handlers import replies, requests
from handlers.requests import Body, Request

_NEW = "new"


class Campaigns:
    """The listeners, and the answers to the command."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def listed(self, _: Person, __: str) -> Message:
        """The active ones."""
        found = await self._services.campaigns.active()
        return campaigns.active(found.sheets, found.total, self._services.agreement)

    async def shown(self, person: Person, text: str) -> Message:
        """One of them, with a button to edit it for those who may."""
        if not text:
            return await self.listed(person, text)
        found = await self._services.campaigns.find(text)
        if isinstance(found, Sheet):
            denied = check(person, Action.CAMPAIGN, None, self._services.agreement)
            return campaigns.sheet(found, self._services.agreement, may_edit=denied is None)
        return campaigns.unknown(text, found)

    async def begun(self, person: Person, request: Request, text: str) -> Message | None:
        """`new` and perhaps a name: the dialog, or why there is none; a campaign called so is shown."""
        # Slack escapes what is typed after a command.
        text = html.unescape(text)
        word, _, name = text.partition(" ")
        if word.lower() != _NEW:
            return await self.shown(person, text)
        if name and isinstance(await self._services.campaigns.find(text), Sheet):
            return await self.shown(person, text)
        denied = check(person, Action.CAMPAIGN, None, self._services.agreement)
        if denied is not None:
            return whispers.denied(denied)
        view = campaign_modals.new(self._services.agreement, name.strip())
        await replies.show(self._services, request, modals.keep_place(view, request.place))
        return None

    async def edit(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Ask for the whole brief."""
        request = requests.read(body)
        found = await self._services.campaigns.sheet(requests.subject(action))
        await ack()
        denied = check(self._who(request), Action.CAMPAIGN, None, self._services.agreement)
        if denied is not None:
            await replies.tell(self._services, request, whispers.denied(denied))
        elif found is None:
            await replies.tell(self._services, request, campaigns.gone())
        else:
            view = campaign_modals.edit(found, self._services.agreement)
            await replies.show(self._services, request, modals.keep_place(view, request.place))

    async def submit(self, ack: AsyncAck, body: Body, view: Body) -> None:
        """The brief was filled in."""
        request, note = requests.read(body), requests.note(view)
        known = note.get("campaign")
        outcome = await self._services.campaigns.save(
            self._who(request),
            known if isinstance(known, int) else None,
            requests.inputs(view),
            note.get("shown"),
        )
        if outcome is not None and not isinstance(outcome, Saved | Denied):
            await ack(response_action="errors", errors=dict(outcome))
            return
        await replies.close(self._services, ack, request, view, self._told(outcome))

    def _told(self, outcome: Saved | Denied | None) -> Message:
        match outcome:
            case None:
                return campaigns.gone()
            case Denied():
                return whispers.denied(outcome)
            case Saved():
                return campaigns.saved(
                    outcome.sheet, self._services.agreement, new=outcome.new, posted=outcome.posted
                )

    def _who(self, request: Request) -> Person | None:
        return None if request.foreign else self._services.directory.who(request.user)


def register(app: AsyncApp, services: Services) -> None:
    """Every route of a campaign; the command's words are heard by `handlers.commands`."""
    heard = Campaigns(services)
    app.action(actions.CAMPAIGN_EDIT)(heard.edit)
    app.view(actions.MODAL_CAMPAIGN)(heard.submit)
