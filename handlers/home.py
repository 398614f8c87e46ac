"""The Home tab: opening it, and setting an absence from it."""

from datetime import date

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain import dates
from bot.domain.permission import Denied
from bot.services.bundle import Services
from bot.views import actions, modals, whispers
from handlers import replies, requests
from handlers.requests import Body


class Home:
    """The listeners of the Home tab."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def opened(self, event: Body) -> None:
        """Somebody looks at their Home tab: publish it, and keep it level from now on."""
        if event.get("tab", "home") != "home":
            return
        person = self._services.directory.who(str(event.get("user", "")))
        if person is None:
            await replies.stranger_home(self._services, str(event.get("user", "")))
        else:
            await self._services.homes.opened(person)

    async def away(self, ack: AsyncAck, body: Body) -> None:
        """Ask for the days."""
        request = requests.read(body)
        person = self._services.directory.who(request.user)
        await ack()
        if person is not None:
            absences = await self._services.absences.of(person)
            await replies.show(
                self._services, request, modals.away(person, absences, self._services.agreement)
            )

    async def back(self, ack: AsyncAck, body: Body) -> None:
        """End every absence."""
        person = self._services.directory.who(requests.read(body).user)
        if person is not None:
            await self._services.absences.back(person)
        await ack()

    async def submit(self, ack: AsyncAck, body: Body, view: Body) -> None:
        """The days were chosen."""
        request = requests.read(body)
        person = self._services.directory.who(request.user)
        given = requests.inputs(view)
        if person is None:
            await ack()
            denied = Denied("You are not in this workspace's handoff agreement.")
            await replies.tell(self._services, request, whispers.denied(denied))
            return
        first, last = date.fromisoformat(given["first"]), date.fromisoformat(given["last"])
        today = await self._services.absences.today(person)
        if not max(first, today) <= last <= today + dates.MOST:
            problem = "Choose a last day after the first one, within a year from now."
            await ack(response_action="errors", errors={"last": problem})
            return
        await self._services.absences.away(person, first, last)
        await ack()


def register(app: AsyncApp, services: Services) -> None:
    """Every route of the Home tab."""
    home = Home(services)
    app.event("app_home_opened")(home.opened)
    app.action(actions.HOME_AWAY)(home.away)
    app.action(actions.HOME_BACK)(home.back)
    app.view(actions.MODAL_AWAY)(home.submit)
