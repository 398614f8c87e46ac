"""`handoff run`: the bot, until it is told to stop."""

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from bot import app
from bot.app import Bot
from bot.cli import setting
from bot.cli.setting import Commands

log = logging.getLogger(__name__)


def add(commands: Commands) -> None:
    """The parser of `run`."""
    parser = commands.add_parser("run", help="start the bot")
    parser.add_argument(
        "--until-eof",
        action="store_true",
        help="stop as well when standard input ends, so that the bot does not outlive its parent",
    )
    parser.set_defaults(do=run)


def run(args: argparse.Namespace) -> int:
    """Start the bot; SIGTERM or Ctrl-C stops it within ten seconds, a second one at once."""
    given = setting.settings(needs_slack=True)
    setting.start_logging(given.log_level)
    loaded = setting.agreement(given.agreement, needs_secrets=True)
    for warning in loaded.warnings:
        log.warning("%s", warning)
    with setting.database(given) as db:
        if db.warning:
            log.warning("%s", db.warning)
        setting.remember(db, given.agreement, loaded)
        asyncio.run(_serve(app.running(given, loaded, db), until_eof=args.until_eof))
    return 0


async def _serve(bot: AbstractAsyncContextManager[Bot], *, until_eof: bool) -> None:
    serving = asyncio.ensure_future(_hold(bot))
    _stop_on_demand(serving, until_eof=until_eof)
    try:
        await serving
    except asyncio.CancelledError:
        log.info("it was told to stop")


async def _hold(bot: AbstractAsyncContextManager[Bot]) -> None:
    async with bot as running:
        log.info("ready, listening on port %d", running.port)
        await asyncio.Event().wait()


def _stop_on_demand(serving: "asyncio.Future[None]", *, until_eof: bool) -> None:
    """Cancel `serving` on the first signal; the second one finds Python's own answer to it."""
    loop = asyncio.get_running_loop()
    stdin = sys.stdin.fileno() if until_eof else None

    def stop() -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
        if stdin is not None:
            loop.remove_reader(stdin)
        serving.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    if stdin is not None:
        loop.add_reader(stdin, _at_end, stdin, stop)


def _at_end(pipe: int, stop: Callable[[], None]) -> None:
    if not os.read(pipe, 4096):
        stop()
