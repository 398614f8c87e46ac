"""`/handoff`: help, ask, feedback, queue, campaigns, away, back, why. What it answers is for who typed."""

from collections.abc import Awaitable, Callable, Mapping

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain import dates
from bot.domain.agreement import Person
from bot.domain.post import Message
from bot.services.bundle import Services
from bot.views import asked, commands
from handlers import requests
from handlers.campaigns import Campaigns
from handlers.feedback_log import FeedbackLog
from handlers.requests import Body, Request


class Commands:
    """The words that may follow `/handoff`."""

    def __init__(self, services: Services, log: FeedbackLog) -> None:
        self._services = services
        self._log = log
        self._campaigns = Campaigns(services)
        self._words: Mapping[str, Callable[[Person, str], Awaitable[Message]]] = {
            "queue": self.queue,
            "away": self.away,
            "back": self.back,
            "why": self.why,
            "campaigns": self._campaigns.listed,
        }

    async def hear(self, ack: AsyncAck, body: Body) -> None:
        """Whatever was typed after `/handoff`."""
        message = await self._answer(requests.read_command(body), str(body.get("text", "")))
        if message is None:
            await ack()
        else:
            await ack(response_type="ephemeral", text=message.text, blocks=list(message.blocks))

    async def queue(self, person: Person, _: str) -> Message:
        """My leads, soonest due first."""
        queue = await self._services.desk.queue(person)
        return commands.queue(queue.briefs, queue.total)

    async def away(self, person: Person, text: str) -> Message:
        """Set an absence, or say which are set."""
        if text:
            today = await self._services.absences.today(person)
            days = dates.span(text, today)
            if days is None:
                return commands.problem(f"I do not know which days “{text}” are. Write {dates.EXAMPLES}.")
            await self._services.absences.away(person, *days)
        absences = await self._services.absences.of(person)
        return commands.absences(absences, person, self._services.agreement)

    async def back(self, person: Person, _: str) -> Message:
        """End every absence."""
        return commands.back(await self._services.absences.back(person))

    async def why(self, _: Person, text: str) -> Message:
        """Which rule, which minutes, who was told."""
        if not text:
            return commands.problem("Of which lead? Write `/handoff why` and a name, an e-mail or a number.")
        found = await self._services.desk.find(text)
        if len(found) != 1:
            return commands.which(text, found)
        return commands.why(found[0], await self._services.desk.why(found[0].handoff.id))

    async def ask(self, request: Request, person: Person | None, text: str) -> Message:
        """A question about numbers in plain words; sums are for every member of the workspace."""
        if not text:
            return commands.problem("Ask what? Such as `/handoff ask acceptance by source, last month`.")
        channel = request.place.channel or ""
        told = await self._services.asking.at_once(channel, request.user, person, text)
        return asked.whisper(told.told, told.question_id, text)

    async def _answer(self, request: Request, text: str) -> Message | None:
        """What is whispered; None where a dialog is the answer."""
        person = self._services.directory.who(request.user)
        word, _, rest = text.strip().partition(" ")
        said = requests.spoken(rest, None, self._services.directory.name)
        if word.lower() == "ask":
            return await self.ask(request, person, said)
        if person is None:
            return commands.member()
        if word.lower() in ("", "help"):
            return commands.help_(person)
        if word.lower() == "campaign":
            return await self._campaigns.begun(person, request, rest.strip())
        if word.lower() == "feedback":
            return await self._log.begun(person, request, said)
        verb = self._words.get(word.lower())
        return await verb(person, rest.strip()) if verb else commands.unknown(text)


def register(app: AsyncApp, services: Services, log: FeedbackLog) -> None:
    """The slash command."""
    app.command("/handoff")(Commands(services, log).hear)
