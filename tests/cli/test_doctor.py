"""`handoff doctor` against the playground: each thing that can be wrong, and what it advises."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot import __main__ as command
from bot.cli import slack_checks
from bot.cli.findings import Level
from bot.config import Settings
from bot.playground import defaults
from bot.playground.config import Config, Person, Room
from bot.playground.server import Playground
from tests.cli.conftest import AGREEMENT, Printed
from tests.scenarios.world import TOKEN

Doctor = Callable[[Playground], Awaitable[Printed]]


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """A workspace in which all is well."""
    async with Playground.start() as served:
        yield served


@pytest.fixture
def doctor(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Doctor:
    """Runs `handoff doctor` beside a playground, which it finds in its environment."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", defaults.BOT_TOKEN)
    monkeypatch.setenv("SLACK_APP_TOKEN", defaults.APP_TOKEN)
    monkeypatch.setenv("WEBSITE_TOKEN", TOKEN)

    async def run(slack: Playground) -> Printed:
        monkeypatch.setenv("SLACK_API_URL", slack.api_url)
        code = await asyncio.to_thread(command.main, ["doctor"])
        out, err = capsys.readouterr()
        return Printed(code, out, err)

    return run


def lines(printed: Printed, level: str) -> list[str]:
    """What was found of that level."""
    return re.findall(rf"^{level} +(.*)$", printed.out, re.MULTILINE)


async def test_where_all_is_well_nothing_is_wrong(doctor: Doctor, playground: Playground) -> None:
    printed = await doctor(playground)
    assert (printed.code, lines(printed, "wrong"), printed.err) == (0, [], "")
    # Settings, agreement, database, work, Slack, scopes, events, clock, two channels, four people.
    assert len(lines(printed, "ok")) == 14
    # Two sources that ask for no proof; Ben, who lives in London here.
    assert len(lines(printed, "warning")) == 3


async def test_a_key_without_a_model_or_the_other_way_round_is_a_warning(
    doctor: Doctor, playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    alone = await doctor(playground)
    assert [one for one in lines(alone, "warning") if "no language model is asked" in one]
    monkeypatch.setenv("OPENAI_MODEL", "some-model")
    both = await doctor(playground)
    assert "Questions: words that are not understood go to the model some-model" in lines(both, "ok")
    monkeypatch.delenv("OPENAI_API_KEY")
    nameless = await doctor(playground)
    assert [one for one in lines(nameless, "warning") if "OPENAI_API_KEY is not" in one]
    assert "sk-very-secret" not in alone.out + both.out + alone.err + both.err


async def test_the_switch_for_comments_is_told_with_the_model_and_is_a_warning_without_one(
    doctor: Doctor, playground: Playground, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "handoff.toml").write_text(f"{AGREEMENT}\n[feedback]\nmodel = true\n", encoding="utf-8")
    assert [one for one in lines(await doctor(playground), "warning") if "[feedback] model is true" in one]
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    monkeypatch.setenv("OPENAI_MODEL", "some-model")
    found = lines(await doctor(playground), "ok")
    assert [one for one in found if "rules are silent go to the model some-model" in one]


async def test_every_missing_scope_is_named_with_what_it_breaks(doctor: Doctor) -> None:
    few = Config().with_app(scopes=("chat:write", "commands", "channels:read", "groups:read", "users:read"))
    async with Playground.start(few) as slack:
        printed = await doctor(slack)
    assert printed.code == 1
    [mail] = [line for line in lines(printed, "wrong") if line.startswith("Scopes: users:read.email")]
    assert "install the app again" in mail
    assert [line for line in lines(printed, "wrong") if line.startswith("Scopes: im:write")]


async def test_wrong_tokens_are_told_apart(
    doctor: Doctor, playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-of-another-app")
    [socket] = lines(await doctor(playground), "wrong")
    assert "SLACK_APP_TOKEN opens no socket (invalid_auth)" in socket
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-of-another-app")
    [bot] = lines(await doctor(playground), "wrong")
    assert "refuses SLACK_BOT_TOKEN (invalid_auth)" in bot
    monkeypatch.setenv("SLACK_BOT_TOKEN", "")
    [setting] = lines(await doctor(playground), "wrong")
    assert "SLACK_BOT_TOKEN is not set" in setting


async def test_a_slack_that_is_not_there_is_said_plainly(
    doctor: Doctor, playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    playground.fault("auth.test", "http_500")
    printed = await doctor(playground)
    assert printed.code == 1
    assert "cannot be reached" in lines(printed, "wrong")[0]


async def test_channels_that_must_not_or_cannot_be_used_are_wrong(doctor: Doctor) -> None:
    rooms = (Room(defaults.HANDOFFS, "handoffs", ext_shared=True), Room(defaults.GENERAL, "general"))
    async with Playground.start(Config(channels=rooms)) as slack:
        shared, missing = lines(await doctor(slack), "wrong")
    assert "Channel #handoffs: #handoffs is shared with another company" in shared
    assert "Channel #handoff-admin: Slack shows the bot no channel" in missing


async def test_a_channel_that_the_bot_was_not_invited_to_is_wrong(
    doctor: Doctor, playground: Playground
) -> None:
    playground.workspace.channels[defaults.HANDOFFS].members.remove(defaults.BOT_USER_ID)
    [line] = lines(await doctor(playground), "wrong")
    assert "/invite @handoff" in line


async def test_people_who_left_or_live_elsewhere_are_named(doctor: Doctor, folder: Path) -> None:
    people = (
        Person(defaults.ANA, "ana", "Ana Lima", "ana@example.com", "America/New_York"),
        Person(defaults.BEN, "ben", "Ben Okafor", "ben@example.com", "Europe/Vienna"),
        Person(defaults.MAX, "max", "Max Weber", "max@example.com", "Europe/Berlin"),
        Person(defaults.OLGA, "olga", "Olga Petrov", "olga@example.com", "Europe/Berlin"),
    )
    rooms = (Room(defaults.HANDOFFS, "handoffs"), Room(defaults.ADMIN, "handoff-admin"))
    async with Playground.start(Config(users=people, channels=rooms)) as slack:
        slack.workspace.users[defaults.MAX].deleted = True
        printed = await doctor(slack)
    chloe, left = lines(printed, "wrong")
    assert "Person chloe: Slack does not know chloe@example.com" in chloe
    assert "Person max" in left
    [moved] = [line for line in lines(printed, "warning") if line.startswith("Person")]
    assert "Person ana: lives by America/New_York in Slack and by Europe/Berlin" in moved


@pytest.mark.parametrize(
    ("ahead", "level"), [(0, Level.OK), (60, Level.WARNING), (-60, Level.WARNING), (-400, Level.WRONG)]
)
async def test_a_clock_that_is_off_is_found(ahead: int, level: Level) -> None:
    """Beside a server that says so little besides the time that nothing else can be found out."""

    async def answer(request: web.Request) -> web.Response:
        told = datetime.now(UTC) - timedelta(seconds=ahead)
        known = {"ok": True, "user_id": "U1", "team_id": "T1", "team": "Lumen", "url": "", "bot_id": "B1"}
        body = known if request.path.endswith("auth.test") else {"ok": False, "error": "unknown_method"}
        return web.json_response(body, headers={"Date": format_datetime(told, usegmt=True)})

    app = web.Application()
    app.router.add_post("/api/{method}", answer)
    async with TestServer(app) as server:
        environ = {
            "SLACK_BOT_TOKEN": defaults.BOT_TOKEN,
            "SLACK_APP_TOKEN": defaults.APP_TOKEN,
            "SLACK_API_URL": str(server.make_url("/api/")),
        }
        given = Settings.load(environ, needs_slack=True)
        found = {one.text.split(":")[0]: one.level async for one in slack_checks.examine(given, None)}
    assert found == {"Slack": Level.OK, "Scopes": Level.UNTOLD, "Events": Level.UNTOLD, "Clock": level}


async def test_what_a_server_does_not_know_is_not_told_and_no_failure(
    doctor: Doctor, playground: Playground
) -> None:
    for method in ("apps.connections.open", "conversations.list", "users.lookupByEmail"):
        playground.fault(method, "unknown_method", count=99)
    printed = await doctor(playground)
    assert printed.code == 0
    assert len(lines(printed, "not told")) == 1 + 2 + 5


async def test_a_secret_that_is_not_set_is_wrong_and_the_rest_is_still_looked_at(
    doctor: Doctor, playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WEBSITE_TOKEN")
    printed = await doctor(playground)
    [line] = lines(printed, "wrong")
    assert "WEBSITE_TOKEN is not set" in line
    assert len(lines(printed, "ok")) == 13


async def test_a_wrong_agreement_and_database_are_named(
    doctor: Doctor, playground: Playground, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "handoff.toml").write_text(AGREEMENT.replace('backup = "ben"', 'backup = "bem"'))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder / 'nowhere' / 'x.db'}")
    printed = await doctor(playground)
    assert printed.code == 1
    backup, database = lines(printed, "wrong")
    assert "bem" in backup
    assert "does not exist" in database


async def test_http_needs_no_socket(
    doctor: Doctor, playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SLACK_APP_TOKEN")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", defaults.SIGNING_SECRET)
    printed = await doctor(playground)
    assert printed.code == 0
    assert "Events: come by HTTP" in printed.out
    assert playground.calls("apps.connections.open") == []
