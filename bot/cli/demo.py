"""`handoff demo`: a Slack-like page, the bot beside it, and a few leads coming in.

The playground lives in this process and the bot in a child of it, so that one may kill the bot and watch what
it makes of that: it is started again after a moment.
"""

import argparse
import asyncio
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import bot
from bot.cli import scopes, setting
from bot.cli.setting import Commands
from bot.demo import feed, past
from bot.domain.errors import ConfigError
from bot.playground import defaults, server
from bot.playground.config import Command, Config, Shortcut

_BOT = Path(bot.__file__).parent
_RESTART = 2.0  # seconds
_STOP = 9.0  # seconds that the bot has to end; it needs less
_WORDS = (
    "help | ask <question> | feedback | queue | campaigns | campaign <name> | away 3 Dec | back | why <lead>"
)
_SHORTCUTS = (
    Shortcut("log_feedback", "Log campaign feedback"),
    Shortcut("not_feedback", "Not feedback, or is it"),
)
_EVENTS = (
    "app_home_opened",
    "app_mention",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "message.im",
)


def add(commands: Commands) -> None:
    """The parser of `demo`."""
    parser = commands.add_parser("demo", help="try it in the browser: no Slack needed")
    parser.add_argument("--port", type=setting.port, help="the port of the page (DEMO_PORT, or 8765)")
    parser.add_argument("--pause", type=float, default=feed.PAUSE, help="seconds between two leads (25)")
    parser.set_defaults(do=demo)


def demo(args: argparse.Namespace) -> int:
    """Run the demo until Ctrl-C."""
    port = args.port if args.port is not None else _port(os.environ.get("DEMO_PORT", "8765"))
    try:
        asyncio.run(_demo(port, args.pause))
    except server.PortTaken as error:
        raise ConfigError(f"Port {port} is taken. Choose another one: make demo DEMO_PORT=9000") from error
    return 0


def workspace(port: int) -> Config:
    """The workspace of the demo: what the bot's manifest asks for and no more."""
    command = Command("/handoff", "Your leads, your absences, and why a lead went where it did", _WORDS)
    config = Config(port=port, commands=(command,), shortcuts=_SHORTCUTS)
    return config.with_app(events=_EVENTS, scopes=(*scopes.NEEDED, *scopes.OPTIONAL))


def environment(origin: str, port: int, folder: Path) -> dict[str, str]:
    """The bot's environment: exactly what a real workspace needs, and nothing that says it is none."""
    foreign = ("SLACK_", "HANDOFF_CONFIG", "DATABASE_URL", "HOST", "PORT")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(foreign)},
        "SLACK_BOT_TOKEN": defaults.BOT_TOKEN,
        "SLACK_APP_TOKEN": defaults.APP_TOKEN,
        "SLACK_API_URL": f"{origin}/api/",
        "DATABASE_URL": f"sqlite:///{folder / 'demo.db'}",
        "HANDOFF_CONFIG": str(_BOT / "examples" / "demo.toml"),
        "HANDOFF_LOG": os.environ.get("HANDOFF_LOG", "error"),
        "PORT": str(port),
    }


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise ConfigError(f"DEMO_PORT must be a port such as 8765, and not {text!r}.")
    return int(text)


async def _demo(port: int, pause: float) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with tempfile.TemporaryDirectory(prefix="handoff-demo-", ignore_cleanup_errors=True) as folder:
        async with server.serving_config(workspace(port)) as origin:
            environ = environment(origin, _free_port(port + 1), Path(folder))
            intake = f"http://127.0.0.1:{environ['PORT']}/intake/demo"
            await _bring_in_the_past(environ, Path(folder))
            print(_WELCOME.format(origin=origin, intake=intake), flush=True)
            work = [asyncio.ensure_future(one) for one in (_keep_running(environ), feed.feed(intake, pause))]
            await stop.wait()
            print("\nStopping.", flush=True)
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)


async def _bring_in_the_past(environ: Mapping[str, str], folder: Path) -> None:
    """Half a year of handoffs, as a new installation would import them."""
    export = folder / "past.csv"
    past.write(export, datetime.now(UTC))
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "import", "--history", str(export),
        cwd=_BOT.parent, env=dict(environ), stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    if await child.wait():
        print("  The demo's past could not be brought in; it begins without one.", flush=True)


async def _keep_running(environ: Mapping[str, str]) -> None:
    while True:
        # The pipe tells the bot when this process is gone, however it ended; the session of its own keeps
        # the terminal's Ctrl-C for this process alone.
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", "--until-eof",
            cwd=_BOT.parent, env=dict(environ), stdin=asyncio.subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        print(f"  The bot runs as process {child.pid} (try: kill -9 {child.pid}).", flush=True)
        try:
            code = await child.wait()
        except asyncio.CancelledError:
            await _end(child)
            raise
        print(f"  The bot ended ({code}). It is started again in {_RESTART:.0f} s.", flush=True)
        await asyncio.sleep(_RESTART)


async def _end(child: asyncio.subprocess.Process) -> None:
    child.terminate()
    try:
        await asyncio.wait_for(child.wait(), _STOP)
    except TimeoutError:
        child.kill()
        await child.wait()


def _free_port(wanted: int) -> int:
    """The wanted port if it is free, else any other one."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except (OSError, OverflowError):
                continue
            found: int = probe.getsockname()[1]
            return found
    raise ConfigError("No port of this machine is free.")


_WELCOME = """
  Handoff is starting. Open this page and work a lead:

      {origin}/?user=ana&channel=handoffs

  Ana and Ben are sales reps, Chloé is a marketer, Max their manager, Olga looks after the bot:
  choose at the top whom you are. Leads come in one after the other; let one go unanswered and
  watch the reminder, the offer to the other rep and the escalation to Max. Last week's digest
  comes within a minute. Send leads of your own to {intake}. Ctrl-C stops it all.
"""
