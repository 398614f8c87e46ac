"""A bot as a process of its own, for tests that kill it: like `handoff run`, with a shorter patience."""

import asyncio
import os
import signal

from bot import agreement_file, app
from bot.config import Settings
from bot.domain.patience import Patience
from storage import migrate
from storage.database import Database

# The real one waits most of a minute before it sends again what Slack may still be taking in.
PATIENCE = Patience(lease=3, call=1, margin=1, look=0.2, look_again=0.5, quiet=1.5, idle=0.1)


async def main() -> None:
    """Serve until SIGTERM."""
    settings = Settings.load(os.environ, needs_slack=True)
    text = agreement_file.read(settings.agreement)
    loaded = agreement_file.load_agreement(text, name="handoff.toml", environ=os.environ)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    with Database.open(settings.database_url) as db:
        migrate.upgrade(db)
        async with app.running(settings, loaded, db, patience=PATIENCE):
            await stop.wait()


if __name__ == "__main__":
    asyncio.run(main())
