"""A bot as a process of its own, for tests that kill it: like `handoff run`, with a shorter patience.

It is forked from a process that has imported everything: that takes two seconds of CPU time, each time.
"""

import asyncio
import multiprocessing
import signal
from collections.abc import Mapping
from multiprocessing.process import BaseProcess

from bot import agreement_file, app
from bot.config import Settings
from bot.domain.patience import Patience
from storage import migrate
from storage.database import Database

# The real one waits most of a minute before it sends again what Slack may still be taking in.
PATIENCE = Patience(lease=3, call=1, margin=1, look=0.2, look_again=0.5, quiet=1.5, idle=0.1, sweep=0.5)


_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])


def start(environ: Mapping[str, str]) -> BaseProcess:
    """A bot that serves, with that environment, until SIGTERM."""
    process = _FORKS.Process(target=_run, args=(environ,), daemon=True)
    process.start()
    return process


def _run(environ: Mapping[str, str]) -> None:
    asyncio.run(_serve(environ))


async def _serve(environ: Mapping[str, str]) -> None:
    settings = Settings.load(environ, needs_slack=True)
    text = agreement_file.read(settings.agreement)
    loaded = agreement_file.load_agreement(text, name="handoff.toml", environ=environ)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    with Database.open(settings.database_url) as db:
        migrate.upgrade(db)
        async with app.running(settings, loaded, db, patience=PATIENCE):
            await stop.wait()
