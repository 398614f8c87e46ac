"""The composition root: the only place where objects are made and wired.

`running` starts a bot and stops it within ten seconds; the ticker, the intake worker, the delivery loop and
the connection to Slack live exactly as long as its context.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot import joining, parts, sources
from bot import web as http
from bot.agreement_file import Loaded
from bot.clock import Bell, Ticker
from bot.config import Settings
from bot.domain.errors import StorageError
from bot.domain.patience import Patience
from bot.gateways import slack
from bot.gateways.llm import Llm
from bot.gateways.slack import Slack
from bot.services import guard
from bot.services.absences import Absences
from bot.services.addressed import Addressed
from bot.services.answers import Answers
from bot.services.asking import Asking
from bot.services.asks import Asks
from bot.services.bundle import Services
from bot.services.campaigns import Campaigns
from bot.services.claims import Claims
from bot.services.corrections import Corrections
from bot.services.decisions import Decisions
from bot.services.delivery import Delivery
from bot.services.digests import Digests
from bot.services.directory import Directory
from bot.services.door import Door
from bot.services.feedback import Feedback
from bot.services.feedback_log import Logging
from bot.services.followups import Followups
from bot.services.health import Health
from bot.services.homes import Homes
from bot.services.housekeeping import Housekeeping
from bot.services.intake import Intake
from bot.services.interpreter import Interpreter
from bot.services.model_tagging import ModelTagging
from bot.services.nudges import Nudges
from bot.services.owners import Owners
from bot.services.rendering import Rendering
from bot.services.tagging import Tagging
from bot.services.threads import Threads
from bot.services.vendors import Vendors
from bot.socket import Socket
from digests import charts
from storage.database import Database

log = logging.getLogger(__name__)

_CALL = 10.0  # seconds one call to Slack may take
_PATIENCE = Patience()
# A stop waits this long for messages in flight; hanging up takes up to five seconds more.
_DRAIN = 4.0
_READERS = 4  # a question that takes its time keeps no other one waiting


class Bot:
    """A whole bot, wired in one go; `start` and `stop` bracket its life."""

    def __init__(
        self,
        settings: Settings,
        loaded: Loaded,
        db: Database,
        gateway: Slack,
        patience: Patience,
        model: Llm | None,
    ) -> None:
        agreement = loaded.agreement
        core = parts.core(db, loaded)
        self._rendering = Rendering(agreement, core.briefs, core.desk, core.telling)
        self.delivery = Delivery(db, gateway, self._rendering.renderers, agreement, patience, charts.png)
        wake = self.delivery.wake
        self._posed = asyncio.Event()  # a question waits to be read
        self._silent = asyncio.Event()  # the rules may have been silent on a comment
        directory = Directory(db, agreement, gateway)
        self.tagging = Tagging(db, wake, agreement.themes, agreement.competitors)
        self.model_tagging: ModelTagging | None = None
        if model is not None and agreement.feedback.model:
            self.model_tagging = ModelTagging(
                db, model, agreement.settable, self.tagging.rules, patience.lease, wake
            )
        addressed = Addressed(core.questions, self.tagging)
        feedback = Feedback(db, agreement, core.clocks, directory, self.tagging, addressed.settled, wake)
        self.vendors = Vendors(db, agreement, self.tagging, wake)
        self.threads = Threads(db, gateway, feedback, directory, wake)
        self.owners = Owners(db, core.clocks, wake)
        self.services = Services(
            agreement=agreement,
            slack=gateway,
            directory=directory,
            decisions=Decisions(db, agreement, core.clocks, wake),
            absences=Absences(db, agreement, core.clocks, wake),
            desk=core.desk,
            homes=Homes(db, wake),
            delivery=self.delivery,
            followups=Followups(db, agreement, wake),
            asking=Asking(
                db,
                agreement,
                core.questions,
                Interpreter(model),
                Claims(db, gateway, core.questions, addressed.settled),
                core.telling,
                patience.lease,
                self._posed.set,
                wake,
            ),
            telling=core.telling,
            campaigns=Campaigns(db, agreement, self.owners, wake),
            feedback=feedback,
            corrections=Corrections(db, feedback, self.tagging, wake),
            log=Logging(db, agreement, feedback, directory, self.tagging, wake),
            asks=Asks(db, agreement, core.clocks, feedback, self.tagging, wake),
            answers=Answers(db, core.clocks, core.desk.inbox, wake),
            threads=self.threads,
        )
        self.digests = Digests(db, agreement, core.clocks, wake)
        self.nudges = Nudges(db, agreement, core.clocks, wake)
        self.housekeeping = Housekeeping(db, agreement, core.clocks, wake)
        self.intake = Intake(db, agreement, core.clocks, sources.readers(loaded.sources), wake)
        self.bolt = joining.bolt(settings, gateway, self.services)
        self._identity: slack.Identity | None = None
        self._db = db
        self._settings = settings
        self._arrived = asyncio.Event()
        self._stopping = asyncio.Event()
        self._socket = Socket(self.bolt, settings.app_token) if settings.app_token else None
        self._web = http.build(
            Door(db, sources.doors(loaded.sources), self._arrived.set),
            Health(db, self._listening),
            None if self._socket else http.Ear(self.bolt, settings.signing_secret or ""),
        )
        self._runner = http.runner(self._web)
        self._tasks: list[asyncio.Task[None]] = []
        self._sweep = patience.sweep
        self._ticker = Ticker(self._bells())

    async def start(self, *, ticking: bool = True) -> None:
        """Listen, and begin to work. Without `ticking` nothing happens by itself: a test rings the bells."""
        if self._db.is_exclusive:
            await self.delivery.take_over()
        await self.services.campaigns.declare()
        await self.owners.level()
        # Leads are taken in before Slack is asked anything: it may take its time to answer.
        await self._runner.setup()
        await http.bind(self._runner, self._settings.host, self._settings.port)
        await self.meet()
        if self._socket is not None:
            self._socket.start()
        if ticking:
            self._tasks = [
                asyncio.create_task(self.delivery.run(self._stopping)),
                asyncio.create_task(self._work_off(self._arrived, self.intake.work_off, "events")),
                *(
                    asyncio.create_task(
                        self._work_off(self._posed, self.services.asking.work_off, "questions")
                    )
                    for _ in range(_READERS)
                ),
            ]
            if self.model_tagging is not None:
                work = self._work_off(self._silent, self.model_tagging.tag_silent, "silent comments")
                self._tasks.append(asyncio.create_task(work))
            self._ticker.start()

    async def stop(self) -> None:
        """Hear nothing more, finish what is in flight, and be gone within ten seconds."""
        self._ticker.stop()
        self._stopping.set()
        self._arrived.set()
        self._posed.set()
        self._silent.set()
        if self._socket is not None:
            await self._socket.stop()
        await self._runner.cleanup()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=_DRAIN)
            for task in late:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def meet(self) -> None:
        """Learn from Slack who we are and who the agreement's people are, as far as that is not known.

        Raises ConfigError for a token that Slack refuses.
        """
        if self._identity is None:
            self._identity = await joining.introduce(self.services.slack)
            workspace = self._identity.url if self._identity else ""
            self._rendering.workspace = self.services.followups.workspace = workspace
            self.services.campaigns.workspace = workspace
            self.services.desk.inbox.workspace = workspace
            user = self._identity.user_id if self._identity else ""
            self.threads.bot_user = self.services.asking.claims.bot_user = user
            await self.services.directory.resolve()
        elif self.services.directory.incomplete:
            await self.services.directory.resolve()

    @property
    def port(self) -> int:
        """The port that the web server listens on."""
        port: int = self._runner.addresses[0][1]
        return port

    def _listening(self) -> bool:
        return self._socket is None or self._socket.connected()

    async def _work_off(self, some: asyncio.Event, work: Callable[[], Awaitable[object]], what: str) -> None:
        """Work as it comes; the ticker also wakes this for what other processes stored."""
        while not self._stopping.is_set():
            try:
                with guard.guarded(f"working off {what}"):
                    await work()
            except StorageError as error:
                # All is stored; the ticker's next bell tries again.
                log.error("%s cannot be worked in now: %s", what, error)
            # Another reader may have cleared the bell that `stop` rang.
            if not self._stopping.is_set():
                await some.wait()
                some.clear()

    async def _settle(self) -> None:
        await self.delivery.settle(await self._db.now())

    async def _read_threads(self) -> None:
        """Over HTTP the start is the only gap that we know of; Slack itself repeats the rest for minutes."""
        await self.threads.watch(self._socket.line() if self._socket else self._web)
        await self.threads.read_due()

    async def _look(self) -> None:
        self._arrived.set()
        self._posed.set()
        self._silent.set()
        self.delivery.wake()

    def _bells(self) -> list[Bell]:
        bells = [
            Bell("look", 1, self._look),
            Bell("nudges", 1, self.nudges.send_due),
            Bell("settle", self._sweep, self._settle),
            Bell("bring back", 60, self.housekeeping.bring_back),
            Bell("digest", 15, self.digests.ring),
            Bell("campaigns", 30, self.services.campaigns.ring),
            Bell("tidy", 3600, self.housekeeping.tidy),
            Bell("catch up", 1, self.housekeeping.catch_up),
            Bell("tag", 2, self.tagging.tag_new),
            Bell("asks", 60, self.services.asks.ring),
            Bell("vendors", 900, self.vendors.ring),
            # Systems rename campaigns, too, and names say which marketer answers.
            Bell("owners", 300, self.owners.level),
            Bell("threads", 60, self.threads.follow),
            Bell("read threads", self._sweep, self._read_threads),
            Bell("meet", 15, self.meet),
            # Whoever joins Slack after the start is found within minutes.
            Bell("people", 300, self.services.directory.resolve),
        ]
        return [*bells, Bell("watch", 15, self._socket.watch)] if self._socket else bells


@asynccontextmanager
async def running(
    settings: Settings,
    loaded: Loaded,
    db: Database,
    *,
    patience: Patience = _PATIENCE,
    ticking: bool = True,
) -> AsyncIterator[Bot]:
    """A bot that is up while the context is open. `db` is migrated; the caller closes it."""
    db.claim_exclusive()
    async with (
        slack.connect(settings.bot_token, settings.slack_url, _CALL) as gateway,
        parts.model(settings) as model,
    ):
        bot = Bot(settings, loaded, db, gateway, patience, model)
        try:
            await bot.start(ticking=ticking)
            yield bot
        finally:
            began = time.monotonic()
            await bot.stop()
            log.info("stopped in %.1f s", time.monotonic() - began)
