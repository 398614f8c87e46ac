"""Messages with charts: drawn by Slack, as pictures, without charts, plain; and each of them posted once.

Against the playground, which judges blocks as Slack does.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.domain.chart import Bars, Chart, Line
from bot.domain.patience import Patience
from bot.domain.post import Block, Content, Kind, Message, Post, State
from bot.gateways import slack
from bot.playground import defaults
from bot.playground.config import Config
from bot.playground.messages import Message as Said
from bot.playground.server import Playground
from bot.services.delivery import Delivery
from bot.views import blocks, charts
from storage import posts
from storage.database import Database, Session
from tests.databases import ManualClock
from tests.services.bench import agreement

# What the database does is the same for every message.
pytestmark = pytest.mark.parametrize("kind", ["sqlite"])

PNG = b"\x89PNG\r\n\x1a\n picture"
CHARTLESS = Config().with_app(unknown_blocks=("data_visualization",))
CALLED = ("files.getUploadURLExternal", "files.completeUploadExternal")
ALL = 1000  # calls: more than a test makes

TREND = Line(
    "Acceptance", ("W45", "W46"), (60, 62), (60, 60), (70, 70), (50, 50), "Steady", "W45 60%, W46 62%"
)
FUNNEL = Bars("Funnel", (("MQLs", 9.0), ("SQLs", 2.0)), "2 of 9", "MQLs 9, SQLs 2")
BUTTON = blocks.actions(blocks.button("Ask", "digest.ask", "W46"))
DIGEST = Message(
    "All is steady",
    (
        blocks.header("Steady"),
        charts.native(TREND),
        BUTTON,
        charts.native(FUNNEL),
        blocks.context("MQL: a lead"),
    ),
    (TREND, FUNNEL),
)

WITH_CHARTS = ["header", "data_visualization", "actions", "data_visualization", "context"]
WITH_PICTURES = ["header", "image", "actions", "image", "context"]
WITHOUT = ["header", "actions", "context"]
PLAIN = ["section", "actions"]


class Desk:
    """A delivery between a database and a playground, and what it draws."""

    def __init__(self, db: Database, clock: ManualClock, pg: Playground, client: slack.Slack) -> None:
        self.db, self.clock, self.pg = db, clock, pg
        self.drawn: list[Chart] = []
        self.message = DIGEST
        patience = Patience(processing=(0.0, 0.0))
        renderers = dict.fromkeys(Kind, self.render)
        self.delivery = Delivery(
            db,
            client,
            renderers,
            agreement(defaults.HANDOFFS, None),
            patience,
            lambda chart: self.draw(chart),
        )

    def draw(self, chart: Chart) -> bytes | None:
        """A picture that need not look like the chart."""
        self.drawn.append(chart)
        return PNG

    def render(self, tx: Session, post: Post, now: object) -> Content | None:
        """What every message says."""
        return self.message

    async def send(self, key: str = "digest:W46", to: str = defaults.HANDOFFS) -> None:
        """Put a digest on the list, and deliver what can be delivered now."""
        now = self.clock()
        await self.db.run(lambda tx: posts.add(tx, key, Kind.DIGEST, 1, to, now))
        await self.flush()

    async def change(self, key: str = "digest:W46") -> None:
        """What the digest shows has changed."""
        now = self.clock()
        await self.db.run(lambda tx: posts.touch(tx, key, now))
        await self.flush()

    async def flush(self) -> None:
        """Deliver what can be delivered now."""
        while await self.delivery.deliver_one():
            pass

    async def state(self) -> State:
        """How the digest stands."""
        found = await self.db.read(lambda tx: posts.get(tx, "digest:W46"))
        assert found is not None
        return found.state

    def said(self) -> Said:
        """The one message in the channel."""
        [message] = self.pg.messages(defaults.HANDOFFS)
        return message

    def kinds(self) -> list[str]:
        """What the one message in the channel is made of."""
        return [str(block["type"]) for block in self.said().blocks or []]

    def files(self) -> list[str]:
        """The ids of the pictures that it shows."""
        return [block["slack_file"]["id"] for block in self.said().blocks or [] if block["type"] == "image"]

    def count(self, *methods: str) -> int:
        """How often the methods were called."""
        return sum(len(self.pg.calls(method)) for method in methods)


@asynccontextmanager
async def opened(db: Database, clock: ManualClock, config: Config) -> AsyncIterator[Desk]:
    """A desk at a workspace of that kind. Slack's clock moves a little each time somebody looks."""
    looks = 0

    def time() -> float:
        nonlocal looks
        looks += 1
        return clock().timestamp() + looks / 1000

    async with (
        Playground.start(config.with_app(pacing=False), clock=time) as pg,
        slack.connect(defaults.BOT_TOKEN, pg.api_url, 5.0) as client,
    ):
        yield Desk(db, clock, pg, client)


@pytest.fixture
async def desk(db: Database, clock: ManualClock) -> AsyncIterator[Desk]:
    """A desk at a workspace that does not know charts yet."""
    async with opened(db, clock, CHARTLESS) as found:
        yield found


async def test_where_slack_draws_charts_nothing_is_uploaded(db: Database, clock: ManualClock) -> None:
    async with opened(db, clock, Config()) as desk:
        await desk.send()
        assert desk.kinds() == WITH_CHARTS
        assert desk.count("chat.postMessage") == 1
        assert desk.count(*CALLED) == 0
    assert desk.drawn == []


async def test_where_slack_refuses_charts_pictures_take_their_places(desk: Desk) -> None:
    await desk.send()
    assert desk.kinds() == WITH_PICTURES
    said = desk.said()
    shown = [block["alt_text"] for block in said.blocks or [] if block["type"] == "image"]
    assert shown == [TREND.alt, FUNNEL.alt]
    files = [desk.pg.slack.files.all[file_id] for file_id in desk.files()]
    assert [(file.content, file.alt_text) for file in files] == [(PNG, TREND.alt), (PNG, FUNNEL.alt)]
    post = await desk.db.read(lambda tx: posts.get(tx, "digest:W46"))
    assert post is not None
    assert (said.blocks or [{}])[0]["block_id"] == post.marker
    assert desk.count("chat.postMessage") == 2


def nothing(desk: Desk) -> None:
    desk.draw = lambda chart: None  # type: ignore[method-assign] # nothing can draw here


def broken(desk: Desk) -> None:
    def fail(chart: Chart) -> bytes | None:
        raise ValueError("no such font")

    desk.draw = fail  # type: ignore[method-assign] # nothing can draw here


def unknown(desk: Desk) -> None:
    desk.pg.fault("files.getUploadURLExternal", "unknown_method", count=ALL)


def forbidden(desk: Desk) -> None:
    desk.pg.fault("files.getUploadURLExternal", "error", error="missing_scope", count=ALL)


def cut(desk: Desk) -> None:
    desk.pg.fault("upload", "http_500", count=ALL)


def unfinished(desk: Desk) -> None:
    desk.pg.fault("files.completeUploadExternal", "drop_after", count=ALL)


@pytest.mark.parametrize("away", [nothing, broken, unknown, forbidden, cut, unfinished])
async def test_where_there_can_be_no_pictures_the_rest_goes_out(desk: Desk, away: object) -> None:
    assert callable(away)
    away(desk)
    await desk.send()
    assert desk.kinds() == WITHOUT
    assert await desk.state() is State.SENT
    assert desk.count("files.getUploadURLExternal") <= 1, "what failed once is not tried for the second chart"


async def test_a_workspace_without_the_scope_gets_no_pictures(db: Database, clock: ManualClock) -> None:
    async with opened(db, clock, CHARTLESS.with_app(scopes=("chat:write", "channels:read"))) as desk:
        await desk.send()
        assert desk.kinds() == WITHOUT


async def test_where_pictures_are_refused_too_the_rest_goes_out(db: Database, clock: ManualClock) -> None:
    async with opened(db, clock, Config().with_app(unknown_blocks=("data_visualization", "image"))) as desk:
        await desk.send()
        assert desk.kinds() == WITHOUT
        assert desk.count("chat.postMessage") == 3


async def test_where_everything_is_refused_the_plain_text_goes_out(db: Database, clock: ManualClock) -> None:
    unknown = ("data_visualization", "image", "header")
    async with opened(db, clock, Config().with_app(unknown_blocks=unknown)) as desk:
        await desk.send()
        assert desk.kinds() == PLAIN
        assert desk.said().text == "All is steady"


async def test_a_change_shows_the_same_pictures_and_asks_for_no_charts_again(desk: Desk) -> None:
    await desk.send()
    before = desk.files()
    desk.message = Message("All is well", DIGEST.blocks, DIGEST.charts)
    await desk.change()
    assert desk.said().text == "All is well"
    assert desk.files() == before
    assert desk.count("chat.update") == 1
    assert desk.count("files.getUploadURLExternal") == 2


async def test_several_messages_at_once_share_their_pictures(desk: Desk) -> None:
    rooms = (defaults.GENERAL, defaults.ADMIN, defaults.HANDOFFS)
    now = desk.clock()
    for room in rooms:
        await desk.db.run(lambda tx, to=room: posts.add(tx, f"digest:{to}", Kind.DIGEST, 1, to, now))  # type: ignore[misc]
    await asyncio.gather(*(desk.delivery.deliver_one() for _ in rooms))
    assert desk.count("files.getUploadURLExternal") == 2
    assert desk.drawn == [TREND, FUNNEL]
    assert [len(desk.pg.messages(room)) for room in rooms] == [1, 1, 1]


async def test_after_a_day_charts_are_tried_again(desk: Desk) -> None:
    await desk.send()
    desk.clock.advance(hours=23)
    desk.pg.slack.config = Config()
    await desk.change()
    assert desk.kinds() == WITH_PICTURES
    desk.clock.advance(hours=1)
    await desk.change()
    assert desk.kinds() == WITH_CHARTS
    assert desk.count("chat.update") == 2


async def test_a_message_refused_for_another_block_says_nothing_about_charts(
    db: Database, clock: ManualClock
) -> None:
    hologram: Block = {"type": "hologram"}
    async with opened(db, clock, Config()) as desk:
        desk.message = Message("Odd", (*DIGEST.blocks, hologram), DIGEST.charts)
        await desk.send()
        assert desk.kinds() == PLAIN
        desk.message = DIGEST
        await desk.change()
        assert desk.kinds() == WITH_CHARTS


@pytest.mark.parametrize("scopes", [defaults.SCOPES, ("chat:write", "channels:read", "files:write")])
async def test_a_picture_that_takes_a_while_is_waited_for(
    db: Database, clock: ManualClock, scopes: tuple[str, ...]
) -> None:
    """With `files:read` the file is asked about; without it the message tells."""
    async with opened(db, clock, CHARTLESS.with_app(file_seconds=0.003, scopes=scopes)) as desk:
        await desk.send()
        assert desk.kinds() == WITH_PICTURES


async def test_a_picture_that_is_never_ready_is_done_without(db: Database, clock: ManualClock) -> None:
    async with opened(db, clock, CHARTLESS.with_app(file_seconds=900.0)) as desk:
        await desk.send()
        assert desk.kinds() == WITHOUT


async def test_a_lost_answer_about_charts_leads_to_no_second_version(
    db: Database, clock: ManualClock
) -> None:
    async with opened(db, clock, Config()) as desk:
        desk.pg.fault("chat.postMessage", "drop_after")
        await desk.send()
        assert await desk.state() is State.IN_DOUBT
        assert desk.drawn == []
        assert desk.count("chat.postMessage") == 1
        await desk.delivery.settle(clock.advance(seconds=10))
        await desk.flush()
        assert await desk.state() is State.SENT
        assert desk.kinds() == WITH_CHARTS


async def test_a_lost_answer_about_pictures_is_looked_for_like_any_other(desk: Desk) -> None:
    desk.pg.fault("chat.postMessage", "drop_after", skip=1)
    await desk.send()
    assert await desk.state() is State.IN_DOUBT
    await desk.delivery.settle(desk.clock.advance(seconds=10))
    await desk.flush()
    assert await desk.state() is State.SENT
    assert desk.kinds() == WITH_PICTURES


async def test_a_slow_brush_costs_the_lease_and_not_a_second_message(desk: Desk) -> None:
    """The message is claimed again, and by then its pictures are there."""

    def draw(chart: Chart) -> bytes | None:
        desk.clock.advance(seconds=10)
        desk.drawn.append(chart)
        return PNG

    desk.draw = draw  # type: ignore[method-assign] # slower than a lease allows
    await desk.send()
    assert desk.pg.messages(defaults.HANDOFFS) == []
    assert await desk.state() is State.PENDING
    desk.clock.advance(seconds=5)
    await desk.flush()
    assert desk.kinds() == WITH_PICTURES
    assert desk.drawn == [TREND, FUNNEL]
