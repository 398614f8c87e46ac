"""What becomes of a message after the call to Slack, whatever the answer, and also without one."""

import logging
from datetime import timedelta

from bot.domain import refusal
from bot.domain.agreement import Agreement
from bot.domain.errors import SlackError
from bot.domain.patience import Patience
from bot.domain.post import Post
from bot.gateways.slack import InDoubtError, NotSentError, RefusedError, Slack
from bot.services import notices
from storage import pace, posts, sending
from storage.database import Database, Session
from storage.sending import Claim

_log = logging.getLogger(__name__)

Place = tuple[str, str]  # channel and ts


class Outcomes:
    """Records outcomes, each in one unit of work and only while the claim is held."""

    def __init__(self, db: Database, slack: Slack, agreement: Agreement, patience: Patience) -> None:
        self._db = db
        self._slack = slack
        self._admin = agreement.channels.admin
        self._patience = patience

    async def shown(self, claim: Claim, place: Place | None) -> bool:
        """Slack shows it; `place` is where a new message stands. False when the claim was lost meanwhile."""
        if await self._db.run(lambda tx: sending.sent(tx, claim, place)):
            return True
        _log.warning("%s was sent after its lease had ended", claim.post.key)
        if place is not None:
            await self._reclaim(claim.post, place)
        else:
            # What is older than what another sender showed may stand there now.
            now = await self._db.now()
            await self._db.run(lambda tx: posts.touch(tx, claim.post.key, now))
        return False

    async def nothing_to_say(self, claim: Claim) -> None:
        """What stands in Slack already stays as it is; what does not is never sent."""
        done = sending.sent if claim.post.ts is not None else sending.supersede
        await self._db.run(lambda tx: done(tx, claim))

    async def not_sent(self, claim: Claim, error: NotSentError) -> None:
        """Certainly not delivered: again, when Slack allows it or after a while."""
        now = await self._db.now()

        def write(tx: Session) -> None:
            if error.retry_after is None:
                at = self._patience.retry_at(claim.post.attempts, now)
                sending.retry(tx, claim, at, str(error))
            else:
                at = now + timedelta(seconds=error.retry_after)
                pace.block(tx, claim.post, at, now)
                sending.retry(tx, claim, at, str(error), counted=False)

        await self._db.run(write)

    async def refused(self, claim: Claim, error: RefusedError) -> None:
        """Slack said no: given up until somebody acts, or everything waits for a valid token."""
        now = await self._db.now()
        said = refusal.words(error.code, claim.post.to)

        def write(tx: Session) -> None:
            if refusal.cure(error.code) is refusal.Cure.HOLD:
                at = now + timedelta(seconds=self._patience.last_retry)
                pace.block_all(tx, at, now)
                sending.retry(tx, claim, at, said, counted=False)
            elif sending.park(tx, claim, said):
                notices.tell(tx, self._admin, claim.post, error.code, now)

        _log.error("%s: %s", claim.post.key, said)
        await self._db.run(write)

    async def in_doubt(self, claim: Claim, error: InDoubtError) -> None:
        """An update may simply be repeated; a new message must be looked for."""
        now, post = await self._db.now(), claim.post
        look = now + timedelta(seconds=self._patience.look)
        again = self._patience.retry_at(post.attempts, now)

        def write(tx: Session) -> None:
            if post.idempotent:
                sending.retry(tx, claim, again, str(error))
            else:
                sending.doubt(tx, claim, look, str(error))

        _log.warning("%s: %s", post.key, error)
        await self._db.run(write)

    async def _reclaim(self, post: Post, place: Place) -> None:
        """We were too slow and lost the claim, yet the message stands there: keep one of them."""
        if await self._db.run(lambda tx: posts.adopt(tx, post.id, *place)):
            return
        known = await self._db.read(lambda tx: posts.by_id(tx, post.id))
        if known is None or (known.channel, known.ts) == place:
            return
        try:
            await self._slack.delete(*place)
        except SlackError:
            now = await self._db.now()
            await self._db.run(lambda tx: sending.recheck(tx, known, now, self._patience))
