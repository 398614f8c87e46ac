"""kill -9 in the middle: nothing is lost, nothing comes twice.

The bot is a process of its own, as in production; the playground survives it, as Slack would.
"""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

import aiohttp
import pytest

from bot.playground import defaults
from bot.playground.server import Playground
from storage import feedback_labels, feedback_names
from storage.database import Database, Session
from tests import loopback_model
from tests.loopback_model import Held, saying
from tests.scenarios import child
from tests.scenarios.test_model_themes import FILLED, PURSE
from tests.scenarios.world import AGREEMENT, TOKEN, free_port

LEADS = 7
COMMENTS = 60
_BEGIN, _END = datetime(2000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)


class Process:
    """A bot that can be killed and started again."""

    def __init__(self, slack: Playground, environ: dict[str, str]) -> None:
        self._slack = slack
        self._environ = environ
        self._process: BaseProcess | None = None

    def setenv(self, **more: str) -> None:
        """What its environment has besides from the next start on."""
        self._environ |= more

    async def start(self) -> None:
        """Start the bot; it is up when this returns."""
        connections = self._slack.slack.sockets.connections
        await self._slack.wait_until(lambda: not connections, 60)
        self._process = child.start(self._environ)
        await self._slack.wait_until(lambda: connections, 60)

    async def send(self, number: int) -> None:
        """Give the intake a lead; it is stored when this returns."""
        now = datetime.now(UTC).isoformat()
        lead = {
            "event": {
                "source": "website",
                "event_id": str(number),
                "type": "lead.qualified",
                "occurred_at": now,
            },
            "person": {"email": f"lead{number}@example.com", "first_name": "Lead", "last_name": str(number)},
            "qualification": {"qualified_at": now},
        }
        url = f"http://127.0.0.1:{self._environ['PORT']}/intake/website"
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, json=lead, headers=headers) as answer,
        ):
            assert answer.status == 202

    async def end(self, number: signal.Signals) -> int | None:
        """Send a signal and wait for the end; answers with the exit code."""
        assert self._process is not None
        assert self._process.pid is not None
        os.kill(self._process.pid, number)
        await asyncio.to_thread(self._process.join)
        return self._process.exitcode


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    """A playground on the real clock."""
    async with Playground.start() as made:
        yield made


@pytest.fixture
async def bot(slack: Playground, url: str, tmp_path: Path) -> AsyncIterator[Process]:
    """A bot on a database that lives on, not yet started."""
    agreement = tmp_path / "handoff.toml"
    hours = AGREEMENT.replace(
        'weekdays = ["09:00-12:00", "13:00-18:00"]',
        'weekdays = ["00:00-24:00"]\nsat = ["00:00-24:00"]\nsun = ["00:00-24:00"]',
    )
    agreement.write_text(hours, encoding="utf-8")
    process = Process(
        slack,
        {
            "SLACK_BOT_TOKEN": defaults.BOT_TOKEN,
            "SLACK_APP_TOKEN": defaults.APP_TOKEN,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": url,
            "HANDOFF_CONFIG": str(agreement),
            "WEBSITE_TOKEN": TOKEN,
            "PORT": str(free_port()),
        },
    )
    yield process
    assert await process.end(signal.SIGTERM) == 0


@pytest.mark.both
async def test_after_kill_nine_every_lead_has_one_card(slack: Playground, bot: Process) -> None:
    await bot.start()
    for number in range(LEADS):
        await bot.send(number)
    for posted in (1, 4):
        await appeared(slack, posted)
        await bot.end(signal.SIGKILL)
        await bot.start()
    # A message whose sending was cut off is looked for, and sent again when it is certainly absent.
    await slack.wait_until(lambda: len(set(cards(slack))) == LEADS, 110)
    await slack.wait_until(lambda: sorted(cards(slack)) == sorted(set(cards(slack))), 60)


async def test_a_decision_survives_and_the_card_catches_up(slack: Playground, bot: Process) -> None:
    await bot.start()
    await bot.send(0)
    await slack.wait_until(lambda: cards(slack), 30)
    slack.fault("chat.update", "http_500", count=2)
    [card] = slack.messages("handoffs")
    await slack.click("ana", "handoffs", card.ts, "handoff.accept")
    await bot.end(signal.SIGKILL)
    await bot.start()
    await slack.wait_until(lambda: "Accepted by Ana" in slack.messages("handoffs")[0].text, 60)
    await slack.wait_until(lambda: len(slack.thread("handoffs", card.ts)) == 1, 60)


@pytest.mark.both
async def test_comments_that_come_in_around_a_kill_and_a_gap_are_each_stored_once(
    slack: Playground, bot: Process, url: str
) -> None:
    await bot.start()
    await bot.send(0)
    await appeared(slack, 1)
    [card] = slack.messages("handoffs")
    for number in range(COMMENTS):
        await slack.post("ana", "handoffs", f"No budget, reason {number}", card.ts)
        if number == COMMENTS // 3:
            # Which of those that came together is the first to be acknowledged is open.
            await slack.wait_until(lambda: acknowledged(slack, card.ts), 60)
            await bot.end(signal.SIGKILL)
    # Slack repeats what was not acknowledged for a while; the rest is in the thread alone.
    await bot.start()
    with Database.open(url) as db:
        await eventually(db, COMMENTS)
        assert sorted(await stored(db)) == sorted(f"No budget, reason {n}" for n in range(COMMENTS))


async def stored(db: Database) -> list[str]:
    """The words of all feedback."""

    def read(tx: Session) -> list[str]:
        return [text for _, text in feedback_names.texts(tx, _BEGIN, _END, 0, 10 * COMMENTS)]

    return await db.read(read)


async def eventually(db: Database, count: int) -> None:
    """Wait until so much feedback is stored."""
    for _ in range(450):
        if len(await stored(db)) >= count:
            return
        await asyncio.sleep(0.2)
    raise AssertionError(f"less than {count} comments are stored after 90 s")


def acknowledged(slack: Playground, ts: str) -> bool:
    """Whether any message of a thread has a reaction."""
    return any(message.reactions for message in slack.thread("handoffs", ts))


async def appeared(slack: Playground, count: int) -> None:
    """Wait until that many cards stand in the channel."""
    await slack.wait_until(lambda: len(cards(slack)) >= count, 60)


def cards(slack: Playground) -> list[str]:
    """Whose cards stand in the shared channel, by e-mail number."""
    found = (re.search(r"Lead (\d+)", message.text) for message in slack.messages("handoffs"))
    return [match[1] for match in found if match]


async def test_after_kill_nine_every_question_has_one_answer(slack: Playground, bot: Process) -> None:
    await bot.start()
    asked = []
    for killed in range(2):
        for _ in range(3):
            asked.append(
                await slack.post("chloe", "handoffs", f"<@{defaults.BOT_USER_ID}> how many MQLs this week?")
            )
        await slack.wait_until(lambda: any(answers(slack, ts) for ts in asked[-3:]), 60)
        await bot.end(signal.SIGKILL)
        await bot.start()
        assert len(asked) == 3 * (killed + 1)
    # What was being read waits until its lease is over.
    await slack.wait_until(lambda: all(answers(slack, ts) for ts in asked), 110)
    await slack.wait_until(lambda: [len(answers(slack, ts)) for ts in asked] == [1] * len(asked), 60)


async def test_a_comment_that_a_model_was_reading_is_read_again_once(
    slack: Playground, bot: Process, url: str, tmp_path: Path
) -> None:
    with (tmp_path / "handoff.toml").open("a", encoding="utf-8") as agreement:
        agreement.write("\n[feedback]\nmodel = true\n")
    async with loopback_model.serving() as server:
        held = Held()
        server.always(held)
        bot.setenv(OPENAI_API_KEY=loopback_model.KEY, OPENAI_MODEL="made-up", OPENAI_BASE_URL=server.url)
        await bot.start()
        await bot.send(0)
        await appeared(slack, 1)
        await slack.post("ana", "handoffs", PURSE, slack.messages("handoffs")[0].ts)
        await asyncio.wait_for(held.arrived.wait(), 60)
        await bot.end(signal.SIGKILL)
        server.always(saying(FILLED))
        await bot.start()
        # What was being read waits until its lease is over.
        with Database.open(url) as db:
            assert await themes(db) == ("no_budget",)
        held.release.set()
    assert len(server.asked) == 2


async def themes(db: Database) -> tuple[str, ...]:
    """The themes of the first comment, as soon as it has any."""
    for _ in range(450):
        found = await db.read(lambda tx: feedback_labels.standing(tx, 1))
        if found.themes:
            return found.themes
        await asyncio.sleep(0.2)
    raise AssertionError("the comment has no theme after 90 s")


def answers(slack: Playground, ts: str) -> list[str]:
    """What the bot said in the thread of a question."""
    return [one.text for one in slack.thread("handoffs", ts) if one.user == defaults.BOT_USER_ID]
