"""Proposing vendors that feedback names and the agreement does not list: weekly, to the administrators.

What is proposed is counted nowhere: people decide whether it is a competitor, and write it into the file.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

from bot.domain import digest
from bot.domain import period as periods
from bot.domain.agreement import Agreement
from bot.domain.post import Kind
from bot.services.tagging import Tagging
from bot.themes import names
from storage import feedback_names, posts
from storage.database import Database, Session
from storage.feedback_names import Proposal

MOST = 10  # in one message; the rest waits for the next
_SPAN = timedelta(days=28)
_AT_ONCE = 50  # texts that are read while others wait


def key(week: str) -> str:
    """The key of a week's message."""
    return f"names:{week}"


class Vendors:
    """The proposals of one agreement."""

    def __init__(
        self, db: Database, agreement: Agreement, tagging: Tagging, wake: Callable[[], None]
    ) -> None:
        self._db = db
        self._agreement = agreement
        self._tagging = tagging
        self._wake = wake
        self._looked = ""  # the week that was looked at; looking again changes nothing

    async def ring(self) -> int:
        """Propose what the last four whole weeks named, when the digest's time has come."""
        admin, zone = self._agreement.channels.admin, self._agreement.zone
        now = await self._db.now()
        week = digest.due_week(self._agreement.digest, zone, now)
        name = periods.week_name(week)
        if admin is None or name == self._looked:
            return 0
        found = await self._find(digest.morning(week.end, time(), zone))
        count = await self._db.run(lambda tx: _propose(tx, found, name, admin, now)) if found else 0
        self._looked = name
        if count:
            self._wake()
        return count

    async def _find(self, until: datetime) -> dict[str, Proposal]:
        """Every name that was not proposed yet, by what is the same in its spellings."""
        known = await self._db.read(feedback_names.known)
        found: dict[str, Proposal] = {}
        last = 0
        while some := await self._db.read(
            partial(feedback_names.texts, since=until - _SPAN, until=until, after=last, limit=_AT_ONCE)
        ):
            for last, text in some:
                for name in self._tagging.strangers(text):
                    same = names.key_of(name)
                    if same not in known:
                        before = found.get(same)
                        found[same] = Proposal(name, before.comments + 1 if before else 1, last)
        return found


def _propose(tx: Session, found: dict[str, Proposal], week: str, admin: str, now: datetime) -> int:
    wanted = sorted(found, key=lambda same: (-found[same].comments, same))[:MOST]
    count = sum(feedback_names.propose(tx, same, found[same], week) for same in sorted(wanted))
    if count:
        posts.add(tx, key(week), Kind.NAMES, 0, admin, now)
        posts.touch(tx, key(week), now)
    return count
