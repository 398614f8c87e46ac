"""`handoff demo` as a newcomer runs it: real processes, a bot that is killed, and nothing left behind."""

import asyncio
import json
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.cli import demo
from bot.demo import feed
from bot.domain.lead import LeadEvent
from bot.gateways import canonical
from tests.cli.conftest import Run

ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RESERVED = (".example.com", ".example.org", ".example.net")
_PATIENCE = 90.0  # seconds, for a machine that does much else


class Demo:
    """The running demo: what it prints, and what its page shows."""

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self.process = process
        self.url = url

    async def bot(self) -> int:
        """The process id of the bot that is started next."""
        output = self.process.stdout
        assert output is not None
        while line := await output.readline():
            found = re.search(rb"The bot runs as process (\d+)", line)
            if found:
                return int(found[1])
        raise AssertionError("the demo ended")

    async def cards(self, session: aiohttp.ClientSession) -> list[str]:
        """What stands in the channel, threads left out."""
        place = {"user": "ana", "channel": "handoffs"}
        async with session.get(f"{self.url}/page/messages", params=place) as answer:
            return [message["text"] for message in (await answer.json())["messages"]]

    async def wait_for_cards(self, count: int) -> list[str]:
        """Look again at each change of the page, until there are so many."""
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{self.url}/page/events", params={"user": "ana"}) as changes,
        ):
            while len(found := await self.cards(session)) < count:
                await changes.content.readline()
            return found


@asynccontextmanager
async def running(port: int, folder: Path) -> AsyncIterator[Demo]:
    """The demo on a port, its files in a folder; killed at the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--port", str(port), "--pause", "2"),
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(_PATIENCE):
            yield Demo(process, f"http://127.0.0.1:{port}")
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def runs(pid: int) -> bool:
    """Whether the process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def left_behind(folder: Path) -> list[Path]:
    """Files of the demo that are still there."""
    return list(folder.glob("handoff-demo-*"))


async def test_a_bot_that_is_killed_comes_back_and_doubles_nothing(tmp_path: Path) -> None:
    async with running(free_port(), tmp_path) as shown:
        first = await shown.bot()
        await shown.wait_for_cards(2)
        os.kill(first, signal.SIGKILL)
        second = await shown.bot()
        # A card that was on its way at that moment is looked for before it is sent again.
        cards = await shown.wait_for_cards(5)
        people = [card.partition(": ")[2].partition(",")[0] for card in cards]
        assert len(set(people)) == len(people)
        shown.process.terminate()
        assert await asyncio.wait_for(shown.process.wait(), 10) == 0
        assert not runs(second)
    assert left_behind(tmp_path) == []


async def test_the_bot_does_not_outlive_the_demo(tmp_path: Path) -> None:
    async with running(free_port(), tmp_path) as shown:
        bot = await shown.bot()
        handle = os.pidfd_open(bot)
        try:
            gone = asyncio.Event()
            asyncio.get_running_loop().add_reader(handle, gone.set)
            shown.process.kill()
            await asyncio.wait_for(gone.wait(), 30)
        finally:
            asyncio.get_running_loop().remove_reader(handle)
            os.close(handle)


def test_a_port_that_is_taken_is_said_plainly(handoff: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        printed = handoff(f"demo --port {taken.getsockname()[1]}")
    assert printed.code == 2
    assert "DEMO_PORT=9000" in printed.err


def test_the_bot_of_the_demo_is_told_what_any_bot_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "of-a-real-workspace")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///real.db")
    environ = demo.environment("http://127.0.0.1:1", 2, tmp_path)
    assert "SLACK_SIGNING_SECRET" not in environ
    assert environ["DATABASE_URL"] == f"sqlite:///{tmp_path / 'demo.db'}"
    assert environ["SLACK_API_URL"] == "http://127.0.0.1:1/api/"


def test_the_leads_of_the_demo_are_in_order_and_belong_to_nobody() -> None:
    events = []
    for number, lead in enumerate(feed.leads()):
        dated = feed.dated(lead, f"e{number}", NOW)
        event = canonical.parse(dated, source="demo", received_at=NOW)
        assert isinstance(event, LeadEvent), event
        assert event.flags == ()
        events.append(event)
    addresses = [event.person.email or "" for event in events]
    assert all(address.endswith(RESERVED) for address in addresses)
    assert 12 <= len(events) <= 16
    assert len(set(addresses)) < len(addresses)  # somebody comes back
    text = json.dumps([dict(lead) for lead in feed.leads()])
    assert not re.search(r"https://(?!(www|crm)\.example\.com/)", text)
