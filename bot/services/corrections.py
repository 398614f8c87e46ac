"""What people say about an item of feedback: that it is none, on which campaign it is, and its themes.

Each is one unit of work. Corrections are kept beside what was there and are stronger than any machine.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.domain import permission
from bot.domain.agreement import Person
from bot.domain.feedback import Item
from bot.domain.permission import Denied, FeedbackAction
from bot.services.feedback import Feedback, Noted
from bot.services.tagging import Tagging
from storage import campaigns, feedback, labels
from storage.database import Database, Session

_Amend = Callable[[Session, Item, datetime], None]


class Corrections:
    """The use cases, bound to one database. `wake` tells delivery that there is work."""

    def __init__(self, db: Database, taking: Feedback, tagging: Tagging, wake: Callable[[], None]) -> None:
        self._db = db
        self._taking = taking
        self._tagging = tagging
        self._wake = wake

    async def find(self, channel: str, ts: str, user: str) -> Item | None:
        """The item that a message is; of a message of no person that which `user` means."""
        return await self._db.read(lambda tx: feedback.find_logged(tx, channel, ts, user))

    async def set_aside(
        self, feedback_id: int, by: Person | None, user: str = "", *, back: bool = False
    ) -> Noted | Denied:
        """Somebody says that it is no feedback, or with `back` that it is after all.

        `user` is their id in Slack: whoever wrote it may be in no agreement.
        """

        def amend(tx: Session, item: Item, now: datetime) -> None:
            if back:
                feedback.take_back(tx, item.id)
            else:
                feedback.set_aside(tx, item.id, by.key if by else user, now)

        return await self._amend(feedback_id, FeedbackAction.SET_ASIDE, by, user, amend)

    async def choose(
        self, feedback_id: int, campaign_id: int, by: Person | None, user: str = ""
    ) -> Noted | Denied:
        """Somebody says which of several campaigns it is about."""

        def amend(tx: Session, item: Item, _: datetime) -> None:
            about = campaigns.read(tx, campaign_id)
            if about is not None:
                feedback.choose(tx, item.id, about.id, self._taking.owner(tx, about.id))

        return await self._amend(feedback_id, FeedbackAction.SET_ASIDE, by, user, amend)

    async def correct(
        self, feedback_id: int, themes: Sequence[str], by: Person | None, user: str = ""
    ) -> Noted | Denied:
        """Somebody says which themes it is about; none of them is an answer too."""

        def amend(tx: Session, item: Item, now: datetime) -> None:
            self._tagging.correct(tx, item, themes, by.key if by else user, now)

        return await self._amend(feedback_id, FeedbackAction.CORRECT, by, user, amend)

    async def _amend(
        self, feedback_id: int, action: FeedbackAction, by: Person | None, user: str, amend: _Amend
    ) -> Noted | Denied:
        """What somebody may say of an item changes it, in one unit of work."""
        now = await self._db.now()

        def work(tx: Session) -> Noted | Denied:
            labels.hold_campaigns(tx, alone=False)
            item = feedback.hold(tx, feedback_id)
            denied = permission.check_feedback(by, action, item, None, user)
            if denied is not None or item is None:
                return denied or Denied("This feedback does not exist any more.")
            amend(tx, item, now)
            return self._taking.noted(tx, feedback.must(tx, item.id), False, now)

        done = await self._db.run(work)
        self._wake()
        return done
