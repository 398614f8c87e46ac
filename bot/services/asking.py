"""Answering questions in plain words: each is stored, read by a worker, and answered where it was asked.

An answer is rendered from the stored query, as of when it was asked, so it can be sent by whichever process
comes to it, and sent again.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from bot.domain.agreement import Agreement, Person
from bot.domain.asked import Asked, Fields, Place, Told, Unanswered
from bot.domain.post import Kind
from bot.domain.query import MetricQuery
from bot.language import record
from bot.language.outcome import Outcome, Query, Refusal
from bot.language.parser import Parser
from bot.language.refusals import Code
from bot.services import claims, editing, guard, questions, telling
from bot.services.claims import Claims
from bot.services.interpreter import Interpreter
from bot.services.questions import Questions
from bot.services.telling import Telling
from bot.views import question_modals
from storage import posts
from storage import questions as stored
from storage.database import Database, Session
from storage.questions import Claim

_UNREAD = Refusal(Code.OUT_OF_SCOPE)  # a question that is too long to be read
_ATTEMPTS = 3
_PATIENCE = 1.5  # seconds


@dataclass(frozen=True, slots=True)
class Whisper:
    """An answer for the person alone who asked, where there is no thread for it."""

    question_id: int
    told: Told


class Asking:
    """Answers for the members of one workspace."""

    def __init__(
        self,
        db: Database,
        agreement: Agreement,
        read: Questions,
        interpreter: Interpreter,
        checking: Claims,
        telling: Telling,
        lease: float,
        posed: Callable[[], None],
        wake: Callable[[], None],
    ) -> None:
        """A worker keeps a question for `lease` seconds. `posed` wakes workers, `wake` whoever delivers."""
        self._db = db
        self._agreement = agreement
        self._questions = read
        self._interpreter = interpreter
        self.claims = checking
        self._telling = telling
        self._lease = timedelta(seconds=lease)
        self._posed = posed
        self._wake = wake

    async def hear(self, place: Place, user: str, person: Person | None, text: str) -> bool:
        """Store a question for the worker; False for a message that is stored already."""
        now, key = await self._db.now(), person.key if person else None
        found = await self._db.run(lambda tx: stored.record(tx, place, user, key, _kept(text), now))
        self._posed()
        return found is not None

    async def is_followup(self, place: Place, user: str, text: str) -> bool:
        """Whether somebody goes on asking, without a mention, in a thread that they began by asking.

        Only what is understood in full and asks for something else counts: people may also talk there.
        """
        thread, now = place.thread_ts, await self._db.now()
        if thread is None or len(text) > questions.MOST:
            return False

        def work(tx: Session) -> bool:
            if stored.begun_by(tx, place.channel, thread) != user:
                return False
            turns = stored.turns(tx, place.channel, thread)
            today = self._questions.day(now)
            outcome = questions.in_conversation(self._questions.parser(tx), text, today, turns)
            return isinstance(outcome, Query) and outcome.query != questions.context(turns)

        return await self._db.read(work)

    async def work_off(self) -> None:
        """Read what was asked and put the answers on the list of messages, until nothing is left."""
        while True:
            now = await self._db.now()
            if not await self._db.read(partial(stored.waiting, now=now)):
                return
            claimed = await self._db.run(partial(stored.claim, now=now, lease=self._lease))
            if claimed is not None:
                await self._read(claimed)

    async def at_once(self, channel: str, user: str, by: Person | None, text: str) -> Whisper:
        """Answer now and to the person alone: what the command does, which has no thread."""
        now = await self._db.now()
        parser = await self._db.read(self._questions.parser)
        outcome = await self._quickly(parser, text, self._questions.day(now))
        return await self._whisper(channel, user, by, _kept(text), record.write(outcome), now)

    async def again(
        self, origin: Asked, user: str, by: Person | None, text: str, query: MetricQuery
    ) -> Whisper | None:
        """Answer another query where `origin` was asked; where it has no thread, to the person alone."""
        now, outcome = await self._db.now(), record.write(Query(query))
        place = origin.place
        if place.thread_ts is None:
            return await self._whisper(place.channel, user, by, text, outcome, now)
        key = by.key if by else None
        put = Place(place.channel, None, place.thread_ts, place.direct)

        def work(tx: Session) -> None:
            question_id = stored.record(tx, put, user, key, text, now, outcome)
            self._put(tx, stored.get(tx, question_id or 0), now)

        await self._db.run(work)
        self._wake()
        return None

    async def get(self, question_id: int) -> Asked | None:
        """A stored question."""
        return await self._db.read(lambda tx: stored.get(tx, question_id))

    async def edited(self, told: Fields, origin: Asked | None) -> MetricQuery | editing.Problems:
        """The query that was filled in, on the days of the question that was changed."""
        now = await self._db.now()
        base = (questions.query_of(origin) if origin else None) or question_modals.USUAL
        today = self._questions.day(now)
        return await self._db.read(lambda tx: editing.query(told, base, self._questions.parser(tx), today))

    async def complain(self, question_id: int, remark: str) -> bool:
        """Somebody says that the answer is not what was asked: it goes on the review list, or is gone."""
        now = await self._db.now()
        return await self._db.run(lambda tx: stored.complain(tx, question_id, remark, now))

    async def _read(self, claimed: Claim) -> None:
        """One question. Whatever goes wrong with it must not stop the others; it is tried again."""
        understood: list[Outcome] = []
        with guard.guarded(f"reading question {claimed.asked.id}"):
            understood.append(await self._understand(claimed.asked))
        if not understood and claimed.attempts < _ATTEMPTS:
            return
        now = await self._db.now()

        def work(tx: Session) -> None:
            documents = [record.write(one) for one in understood]
            if stored.settle(tx, claimed, documents[0] if documents else None):
                self._put(tx, stored.get(tx, claimed.asked.id), now)

        await self._db.run(work)
        self._wake()

    async def _understand(self, asked: Asked) -> Outcome:
        """It may take as long as a language model takes, and holds no transaction meanwhile."""
        if len(asked.text) > questions.MOST:
            return _UNREAD
        parser, turns, text = await self._db.read(
            lambda tx: (self._questions.parser(tx), stored.before(tx, asked), questions.placed(tx, asked))
        )
        if claims.ASKED.fullmatch(asked.text):
            return await self.claims.outcome(asked, parser)
        today = self._questions.day(asked.at)
        answered = questions.completed(parser, text, today, turns)
        before = questions.context(turns)
        return answered or await self._interpreter.read(parser, text, today, before, asked.id)

    async def _quickly(self, parser: Parser, text: str, today: date) -> Outcome:
        """Slack waits three seconds for a command: a language model that takes longer is not waited for."""
        if len(text) > questions.MOST:
            return _UNREAD
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._interpreter.read(parser, text, today)
        except TimeoutError:
            return parser.parse(text, today)

    def _put(self, tx: Session, asked: Asked | None, now: datetime) -> None:
        """The answer onto the list of messages; of figures of people a second one, to the person alone."""
        if asked is None:
            return
        place, key = asked.place, f"question:{asked.id}"
        posts.add(tx, key, Kind.REPLY, asked.id, place.channel, now, thread_ts=place.thread_ts)
        query, by = record.query(asked.outcome), self._agreement.person(asked.person)
        if query and by and self._telling.elsewhere(asked, query, by):
            posts.add(tx, f"{key}:alone", Kind.REPLY, asked.id, f"@{by.key}", now)

    async def _whisper(
        self,
        channel: str,
        user: str,
        by: Person | None,
        text: str,
        outcome: Mapping[str, object],
        now: datetime,
    ) -> Whisper:
        def work(tx: Session) -> Asked | None:
            key = by.key if by else None
            return stored.get(tx, stored.record(tx, Place(channel), user, key, text, now, outcome) or 0)

        asked = await self._db.run(work)
        if asked is None:
            return Whisper(0, Unanswered(telling.FAILED))
        return Whisper(
            asked.id, await self._db.read(lambda tx: self._telling.told(tx, asked, to_them_alone=True))
        )


def _kept(text: str) -> str:
    """What is stored of a question: of one that is too long as much as shows that it is."""
    return text[: questions.MOST + 1]
