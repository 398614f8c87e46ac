"""A world for scenarios: the real bot, a real database and the playground on loopback, on one manual clock.

People click and type in the playground; `tick` lets the bot do everything that is due by the clock.
"""

import json
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiohttp

from bot import agreement_file, app
from bot.app import Bot
from bot.config import Settings
from bot.domain.agreement import Person
from bot.domain.handoff import Handoff
from bot.domain.patience import Patience
from bot.domain.promise import Promise
from bot.playground import defaults
from bot.playground.config import App, Config, Mode
from bot.playground.server import Playground
from storage import handoffs, posts, promises
from storage.database import Database
from tests.databases import ManualClock

TOKEN = "a-token-of-twenty-four-bytes"

# Tuesday, 10:00 in Berlin: everybody is at work.
START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)

AGREEMENT = """
zone = "Europe/Berlin"

[channels]
handoffs = "#handoffs"
admin = "#handoff-admin"

[people.ana]
name = "Ana Lima"
roles = ["rep"]
email = "ana@example.com"
team = "emea"
zone = "Europe/Berlin"
backup = "ben"

[people.ben]
name = "Ben Okafor"
roles = ["rep"]
email = "ben@example.com"
team = "emea"
zone = "Europe/Berlin"
backup = "ana"

[people.chloe]
name = "Chloé Martin"
roles = ["marketer"]
email = "chloe@example.com"

[people.max]
name = "Max Weber"
roles = ["manager"]
email = "max@example.com"
team = "emea"

[people.olga]
name = "Olga Petrov"
roles = ["admin"]
email = "olga@example.com"

[teams.emea]
name = "EMEA sales"
pool = ["ana", "ben"]
manager = "max"

[calendars.office]
weekdays = ["09:00-12:00", "13:00-18:00"]

[[tiers]]
key = "hand-raiser"
label = "Hand-raiser"
when = { form_name = ["*demo*"] }
decide = "1h"
touch = "4h"
escalate = "1h"

[tiers.definition]
name = "MQL"
version = "3"
criteria = [{ name = "company_size", label = "company size" }, { name = "role", label = "role" }]

[[tiers]]
key = "standard"
label = "Standard"
decide = "8h"
touch = "24h"
escalate = "2h"

[[routes]]
name = "DACH is Ana's"
when = { region = "DACH" }
person = "ana"

[[routes]]
name = "everything else"
team = "emea"

[sources.website]
verify = { scheme = "bearer", secret_env = ["WEBSITE_TOKEN"] }
"""


class World:
    """What a scenario holds: the people's page, the bot, the clock."""

    def __init__(self, slack: Playground, bot: Bot, db: Database, clock: ManualClock) -> None:
        self.slack = slack
        self.bot = bot
        self.db = db
        self.clock = clock
        self._sent = 0

    async def tick(self, **later: float) -> None:
        """Let time pass (`hours=1`), then let the bot do everything that is due, at Slack's pace."""
        self.clock.advance(**later)
        await self.bot.housekeeping.bring_back()
        await self.bot.intake.work_off()
        await self.bot.nudges.send_due()
        await self.bot.services.asking.work_off()
        await self.deliver()

    async def deliver(self, seconds: int = 100) -> None:
        """Send what is waiting; Slack takes a message a second, so the clock moves on for each more."""
        for _ in range(seconds):
            while await self.bot.delivery.deliver_one():
                pass
            if not await self.db.read(lambda tx: posts.audit(tx, self.clock(), overdue=0).behind):
                return
            self.clock.advance(seconds=1)
        raise AssertionError(f"messages are still waiting after {seconds} s")

    async def lead(self, **groups: Any) -> dict[str, Any]:
        """Send a lead through the intake, as a website would, and let the bot work."""
        answer = await self.post(self.event(**groups))
        assert answer["status"] in ("accepted", "duplicate"), answer
        await self.tick()
        return answer

    def event(self, **groups: Any) -> dict[str, Any]:
        """A canonical lead: Dana Ruiz of Lumen asks for a demo; groups given replace those here."""
        self._sent += 1
        event = {
            "event_id": f"e{self._sent}",
            "type": "lead.qualified",
            "occurred_at": self.clock().isoformat(),
        }
        lead: dict[str, Any] = {
            "event": {**event, "source": "website", **groups.pop("event", {})},
            "person": {"email": "dana@lumen.example.com", "first_name": "Dana", "last_name": "Ruiz"},
            "company": {"name": "Lumen GmbH", "employee_count": 320, "country": "DE", "region": "DACH"},
            "qualification": {"score": 82, "qualified_at": self.clock().isoformat()},
            "context": {"form_name": "Request a demo"},
        }
        return {**lead, **groups}

    async def post(self, body: object, source: str = "website", token: str = TOKEN) -> dict[str, Any]:
        """One delivery to the intake; the answer with its HTTP status as `code`."""
        url = f"http://127.0.0.1:{self.bot.port}/intake/{source}"
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, data=json.dumps(body), headers=headers) as answer,
        ):
            found: dict[str, Any] = await answer.json(content_type=None)
            return {**found, "code": answer.status}

    def cards(self) -> list[Any]:
        """The messages in the shared channel, oldest first."""
        return [message for message in self.slack.messages("handoffs") if not message.thread_ts]

    async def press(self, user: str, card: Any, action: str, selected: str | None = None) -> None:
        """Click a button of a card, or an entry of its menu, and let the bot do what follows."""
        choice = {"value": selected} if selected else None
        await self.slack.click(user, "handoffs", card.ts, action, choice)
        await self.tick()

    async def handoff(self, handoff_id: int = 1) -> Handoff:
        """A handoff as it is stored."""
        found = await self.db.read(lambda tx: handoffs.get(tx, handoff_id))
        assert found is not None
        return found

    async def promises(self, handoff_id: int = 1) -> tuple[Promise, ...]:
        """The promises about a handoff, oldest first."""
        return await self.db.read(lambda tx: promises.of_handoff(tx, handoff_id))

    async def log(self, handoff_id: int = 1) -> list[str]:
        """The kinds of entries in a handoff's log, oldest first."""
        return [str(entry.step) for entry in await self.db.read(lambda tx: handoffs.entries(tx, handoff_id))]

    def person(self, key: str) -> Person:
        """Somebody of the agreement."""
        return self.bot.services.agreement.people[key]

    def dms(self, user: str) -> list[str]:
        """The texts of the direct messages that the bot sent to somebody, oldest first."""
        return [message.text for message in self.slack.dm_messages(user)]


@asynccontextmanager
async def world(
    db: Database,
    clock: ManualClock,
    agreement: str = AGREEMENT,
    mode: Mode = Mode.SOCKET,
    *,
    more: Mapping[str, str] | None = None,
) -> AsyncIterator[World]:
    """A bot on `db` in a playground of its own; `more` is what its environment has besides."""
    clock.set(START)
    async with workspace(clock, mode) as slack, joined(slack, db, clock, agreement, mode, more=more) as made:
        if mode is Mode.SOCKET:
            await slack.connected()
        yield made


@asynccontextmanager
async def workspace(clock: ManualClock, mode: Mode = Mode.SOCKET) -> AsyncIterator[Playground]:
    """A playground on the manual clock, without a bot. A machine that does much else may take its time."""
    config = Config(app=App(mode=mode, ack_seconds=30.0))
    async with Playground.start(config, clock=lambda: clock().timestamp()) as slack:
        yield slack


@asynccontextmanager
async def joined(
    slack: Playground,
    db: Database,
    clock: ManualClock,
    agreement: str = AGREEMENT,
    mode: Mode = Mode.SOCKET,
    *,
    patience: Patience | None = None,
    ticking: bool = False,
    more: Mapping[str, str] | None = None,
) -> AsyncIterator[World]:
    """A bot on `db` in a playground that is there already; its socket may not be connected yet.

    With `ticking` it works by itself, as in production.
    """
    environ = {**_environ(slack, mode), **(more or {})}
    loaded = agreement_file.load_agreement(agreement, name="handoff.toml", environ=environ)
    settings = Settings.load(environ, needs_slack=True)
    async with app.running(settings, loaded, db, patience=patience or Patience(), ticking=ticking) as bot:
        if mode is Mode.HTTP:
            slack.deliver_to(f"http://127.0.0.1:{bot.port}/slack/events")
        yield World(slack, bot, db, clock)


def _environ(slack: Playground, mode: Mode) -> Mapping[str, str]:
    heard = (
        {"SLACK_APP_TOKEN": defaults.APP_TOKEN}
        if mode is Mode.SOCKET
        else {"SLACK_SIGNING_SECRET": defaults.SIGNING_SECRET}
    )
    return {
        "SLACK_BOT_TOKEN": defaults.BOT_TOKEN,
        "SLACK_API_URL": slack.api_url,
        "WEBSITE_TOKEN": TOKEN,
        "PORT": str(free_port()),
        **heard,
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
