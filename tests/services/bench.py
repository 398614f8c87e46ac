"""A delivery between a database and a Slack on this machine, as the tests drive it."""

from datetime import datetime

from bot.domain.agreement import Agreement, Channels, Person
from bot.domain.post import Content, Kind, Message, Post
from bot.gateways import slack
from bot.services.delivery import Delivery
from storage import posts
from storage.database import Database, Session
from tests.databases import ManualClock
from tests.loopback_slack import LoopbackSlack, Payload, Trouble


def agreement(handoffs: str = "C1", admin: str | None = None) -> Agreement:
    """Ana's Slack id is in the file, Ben's has to be found."""
    known = {
        "ana": Person("ana", "Ana", frozenset(), slack="U1"),
        "ben": Person("ben", "Ben", frozenset(), email="ben@acme.example"),
    }
    return Agreement(
        version="1", zone="UTC", channels=Channels(handoffs, admin), people=known, teams={}, calendars={},
        tiers=(), routes=(), reject=(), recycle=(),
    )  # fmt: skip


class Bench:
    """A delivery between a database and a Slack, with messages that say what the test wants."""

    def __init__(self, db: Database, clock: ManualClock, server: LoopbackSlack, client: slack.Slack) -> None:
        self.db = db
        self.clock = clock
        self.server = server
        self.client = client
        self.said: dict[str, Content | None] = {}
        self.delivery = self.build()

    def build(self, admin: str | None = "C9", handoffs: str = "C1") -> Delivery:
        """A delivery as after a start: it remembers nothing."""
        return Delivery(self.db, self.client, dict.fromkeys(Kind, self.render), agreement(handoffs, admin))

    def render(self, tx: Session, post: Post, now: datetime) -> Content | None:
        """What a message says: its key and version, unless told otherwise."""
        return self.said.get(post.key, Message(f"{post.key} v{post.wanted}", ({"type": "divider"},)))

    async def add(self, key: str, kind: Kind = Kind.CARD, to: str = "C1", thread: str | None = None) -> None:
        """Put a message on the list."""
        now = self.clock()
        await self.db.run(lambda tx: posts.add(tx, key, kind, 1, to, now, thread_key=thread))

    async def touch(self, key: str) -> None:
        """What the message shows has changed."""
        now = self.clock()
        await self.db.run(lambda tx: posts.touch(tx, key, now))

    async def get(self, key: str) -> Post:
        """The message's row."""
        found = await self.db.read(lambda tx: posts.get(tx, key))
        assert found is not None
        return found

    async def flush(self) -> int:
        """Deliver what can be delivered now; answers with how many attempts that took."""
        count = 0
        while await self.delivery.deliver_one():
            count += 1
        return count

    async def settle(self, seconds: float) -> None:
        """Let time pass, then look into doubts."""
        await self.delivery.settle(self.clock.advance(seconds=seconds))

    def fail(self, method: str, *troubles: Trouble | str) -> None:
        """The next calls of a method go wrong, one after the other."""
        left = list(troubles)

        def trouble(called: str, payload: Payload) -> Trouble | str | None:
            return left.pop(0) if called == method and left else None

        self.server.trouble = trouble
