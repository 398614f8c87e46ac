"""The intake by itself, over real HTTP: its sources, its answers, what it stored, what became of that."""

import base64
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import IOBase
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot import agreement_file, parts, sources
from bot import web as http
from bot.services.door import BACKLOG, Door
from bot.services.health import Health
from bot.services.intake import Intake
from storage import raw_events
from storage.database import Database, Session
from storage.raw_events import Raw
from tests.databases import ManualClock
from tests.scenarios import world as worlds

SIGNING = "whsec_" + base64.b64encode(b"a signing secret of 32 bytes ...").decode()
NEXT_SIGNING = "whsec_" + base64.b64encode(b"the next secret, also 32 bytes .").decode()
WRITE_KEY = "segment-write-key-of-this-source"
HOOK_SECRET = "a-shared-secret-of-many-bytes"

AGREEMENT = f"""{worlds.AGREEMENT}
[sources.signed]
verify = {{ scheme = "standard", secret_env = ["SIGNING", "NEXT_SIGNING"] }}

[sources.segment]
mapping = "segment"
verify = {{ scheme = "basic", secret_env = ["WRITE_KEY"] }}

[sources.hook]
mapping = "segment"
verify = {{ scheme = "hmac", secret_env = ["HOOK_SECRET"], header = "X-Signature", algorithm = "sha1" }}

[sources.batches]
mapping = "batches.toml"
verify = {{ scheme = "none" }}

[sources.local]
verify = {{ scheme = "none" }}

[sources.closed]
verify = {{ scheme = "bearer", secret_env = ["NEVER_SET"] }}
"""

ENVIRON = {
    "WEBSITE_TOKEN": worlds.TOKEN,
    "SIGNING": SIGNING,
    "NEXT_SIGNING": NEXT_SIGNING,
    "WRITE_KEY": f"{WRITE_KEY}:",
    "HOOK_SECRET": HOOK_SECRET,
}

FOLDER = Path(__file__).parent
BEARER = {"Authorization": f"Bearer {worlds.TOKEN}"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sender got."""

    status: int
    headers: Mapping[str, str]
    body: dict[str, Any]


class Office:
    """What a test of the intake holds."""

    def __init__(self, url: str, db: Database, clock: ManualClock, intake: Intake) -> None:
        self.url = url
        self.db = db
        self.clock = clock
        self.intake = intake

    async def send(
        self,
        body: object,
        source: str = "website",
        headers: Mapping[str, str] = BEARER,
        method: str = "POST",
    ) -> Answer:
        """One delivery. What is neither bytes nor a file nor a stream is sent as JSON."""
        data = body if isinstance(body, bytes | IOBase | AsyncIterator) else json.dumps(body).encode()
        given = {"Content-Type": "application/json", **headers}
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, f"{self.url}/intake/{source}", data=data, headers=given) as answer,
        ):
            return Answer(answer.status, answer.headers, await answer.json(content_type=None))

    def lead(self, event_id: str = "e1", **groups: Any) -> dict[str, Any]:
        """A canonical lead that is in order; groups given replace those here."""
        now = self.clock().isoformat()
        return {
            "event": {"event_id": event_id, "type": "lead.qualified", "occurred_at": now},
            "person": {"email": f"{event_id}@lumen.example.com", "first_name": "Dana"},
            "qualification": {"qualified_at": now},
            **groups,
        }

    async def stored(self) -> list[Raw]:
        """Every raw event, oldest first."""

        def read(tx: Session) -> list[Raw]:
            found = [raw_events.get(tx, number) for number in range(1, 60)]
            return [raw for raw in found if raw is not None]

        return await self.db.read(read)

    async def work_off(self) -> list[Raw]:
        """Let the worker do its part; the raw events after it."""
        await self.intake.work_off()
        return await self.stored()


@asynccontextmanager
async def office(
    db: Database, clock: ManualClock, *, backlog: int = BACKLOG, patience: float = 3.0
) -> AsyncIterator[Office]:
    """The intake's web server on a free port of this machine."""
    loaded = agreement_file.load_agreement(
        AGREEMENT, name=str(FOLDER / "handoff.toml"), environ=ENVIRON, needs_secrets=False
    )
    loaded = sources.beside(loaded, FOLDER)
    core = parts.core(db, loaded)
    intake = Intake(db, loaded.agreement, core.clocks, sources.readers(loaded.sources), wake=lambda: None)
    door = Door(db, sources.doors(loaded.sources), lambda: None, backlog)
    runner = http.runner(http.build(door, Health(db, lambda: True), None, patience))
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield Office(f"http://127.0.0.1:{runner.addresses[0][1]}", db, clock, intake)
    finally:
        await runner.cleanup()
