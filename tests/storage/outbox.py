"""The queries about messages, one unit of work each, as the tests drive them."""

from datetime import datetime, timedelta

from bot.domain.patience import Patience
from bot.domain.post import Kind, Post
from storage import posts, sending
from storage.database import Database
from storage.sending import Claim
from tests.databases import ManualClock

PATIENCE = Patience()
PLACE = ("C1", "1772442000.000100")


class Outbox:
    """The queries under test, one unit of work each, at the clock's time."""

    def __init__(self, db: Database, clock: ManualClock) -> None:
        self.db = db
        self.clock = clock
        self.claims = 0

    async def add(self, key: str, kind: Kind = Kind.CARD, to: str = "C1", thread: str | None = None) -> Post:
        now = self.clock()
        return await self.db.run(lambda tx: posts.add(tx, key, kind, 1, to, now, thread_key=thread))

    async def touch(self, key: str) -> bool:
        now = self.clock()
        return await self.db.run(lambda tx: posts.touch(tx, key, now))

    async def get(self, key: str) -> Post:
        found = await self.db.read(lambda tx: posts.get(tx, key))
        assert found is not None
        return found

    async def claim(self) -> Claim | None:
        now = self.clock()
        self.claims += 1
        token = f"t{self.claims}"
        return await self.db.run(lambda tx: sending.claim(tx, now, PATIENCE, token))

    async def must_claim(self, key: str) -> Claim:
        found = await self.claim()
        assert found is not None
        assert found.post.key == key
        return found

    async def sent(self, claim: Claim, place: tuple[str, str] | None = PLACE) -> bool:
        return await self.db.run(lambda tx: sending.sent(tx, claim, place))

    async def doubt(self, claim: Claim) -> bool:
        at = self.clock() + timedelta(seconds=PATIENCE.look)
        return await self.db.run(lambda tx: sending.doubt(tx, claim, at, "no answer"))

    async def park(self, claim: Claim) -> bool:
        return await self.db.run(lambda tx: sending.park(tx, claim, "not_in_channel"))

    async def expire(self) -> int:
        now = self.clock()
        return await self.db.run(lambda tx: sending.expire(tx, now, PATIENCE))

    async def doubtful(self) -> list[str]:
        now = self.clock()
        found = await self.db.run(lambda tx: sending.doubtful(tx, now, PATIENCE))
        return [doubt.post.key for doubt in found]

    async def missed(self, key: str) -> bool:
        now, post = self.clock(), await self.get(key)
        return await self.db.run(lambda tx: sending.missed(tx, post, now, PATIENCE))

    async def unreadable(self, post: Post, at: datetime) -> None:
        await self.db.run(lambda tx: sending.unreadable(tx, post, at, "missing_scope"))

    async def retry(self, claim: Claim, at: datetime) -> bool:
        return await self.db.run(lambda tx: sending.retry(tx, claim, at, "no connection"))

    async def clicked(self, marker: str, place: tuple[str, str] = PLACE) -> Post | None:
        return await self.db.run(lambda tx: posts.adopt_by_marker(tx, marker, *place))

    async def keys(self) -> list[str]:
        """Claim until there is nothing to do now."""
        found = []
        while (claim := await self.claim()) is not None:
            found.append(claim.post.key)
        return found
