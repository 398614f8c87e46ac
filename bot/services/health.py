"""How the bot is: what keeps it from being ready, and its figures for Prometheus."""

from collections.abc import Callable

from bot.domain.errors import StorageError
from storage import posts, promises, raw_events
from storage.database import Database, Session

_OVERDUE = 600.0


class Health:
    """Asked by the web server; `listening` says whether Slack can reach us."""

    def __init__(self, db: Database, listening: Callable[[], bool]) -> None:
        self._db = db
        self._listening = listening

    async def trouble(self) -> str | None:
        """Why the bot is not ready; None when it is."""
        try:
            await self._db.read(raw_events.backlog)
        except StorageError as error:
            return str(error)
        return None if self._listening() else "Slack is not connected"

    async def metrics(self) -> str:
        """The figures in Prometheus' text format."""
        now = await self._db.now()

        def gather(tx: Session) -> dict[str, float]:
            audit = posts.audit(tx, now, _OVERDUE)
            return {
                "handoff_posts_behind": audit.behind,
                "handoff_posts_overdue": len(audit.overdue),
                "handoff_posts_in_doubt": audit.in_doubt,
                "handoff_posts_dead": audit.dead,
                "handoff_events_waiting": raw_events.backlog(tx),
                "handoff_events_dead": raw_events.dead_count(tx),
                "handoff_promises_running": promises.running_count(tx),
                "handoff_slack_connected": float(self._listening()),
            }

        found = await self._db.read(gather)
        return "".join(f"# TYPE {name} gauge\n{name} {value:g}\n" for name, value in found.items())
