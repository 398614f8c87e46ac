"""Answering feedback: one answer may close several items, whoever said them is told, and may say once that it
did not help.

Each use case is one unit of work; of two answers to one item one stands.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import permission, post
from bot.domain.agreement import Person
from bot.domain.feedback import NEEDS_TEXT, Answer, AnswerKind, Item
from bot.domain.outcome import Invalid
from bot.domain.permission import Denied, FeedbackAction
from bot.services import inbox, owed
from bot.services.clocks import Clocks
from bot.services.inbox import Inbox
from bot.views.feedback import Waiting
from storage import feedback, feedback_answers, feedback_lists, posts
from storage.database import Database, Session

_GONE = "This feedback does not exist any more."
_TAKEN_BACK = "It was deleted or set aside meanwhile: no answer is owed any more."


@dataclass(frozen=True, slots=True)
class Form:
    """What may be answered together: an item, those like it, and `here` what waits in the same thread."""

    waiting: Waiting
    alike: tuple[Item, ...]
    here: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that stands, and how many items it answers."""

    answer: Answer
    count: int


@dataclass(frozen=True, slots=True)
class Reopened:
    """Items whose answer did not help: a new promise runs for each."""

    items: tuple[Item, ...]


class Answers:
    """The use cases, bound to one database. `wake` tells delivery that there is work."""

    def __init__(self, db: Database, clocks: Clocks, lists: Inbox, wake: Callable[[], None]) -> None:
        self._db = db
        self._clocks = clocks
        self._lists = lists
        self._wake = wake

    async def form(
        self, feedback_id: int, by: Person | None, *, thread: bool = False
    ) -> Form | Denied | Invalid:
        """What somebody may answer, with what is like it, and with `thread` all that waits in its thread."""

        def read(tx: Session) -> Form | Denied | Invalid:
            item = feedback.get(tx, feedback_id)
            denied = inbox.denied(tx, by, item)
            if item is None or by is None or denied is not None:
                return denied or Denied(_GONE)
            here = inbox.in_thread(tx, item.channel, item.thread_ts, by) if thread else ()
            # Of what waited there some may be answered by now.
            about = item if item.is_open else next(iter(here), None)
            if about is None:
                return Invalid("It waits for no answer any more.")
            others = tuple(one for one in here if one.id != about.id)
            return Form(self._lists.waiting(tx, about), self._lists.alike(tx, about), others)

        return await self._db.read(read)

    async def answer(
        self, ids: Sequence[int], kind: AnswerKind, text: str, by: Person | None
    ) -> Given | Denied | Invalid:
        """Answer these items; those that wait no more are left as they are."""
        if kind in NEEDS_TEXT and not text.strip():
            return Invalid("Say it in a few words: without them the answer says nothing.", "detail")
        now = await self._db.now()

        def work(tx: Session) -> Given | Denied | Invalid:
            items = [item for one in sorted(set(ids)) if (item := feedback.hold(tx, one)) is not None]
            denied = next((no for item in items if (no := inbox.denied(tx, by, item))), None)
            if denied is not None or by is None or not items:
                return denied or Denied(_GONE)
            waiting = [item for item in items if item.is_open]
            if not waiting:
                gone = not any(item.counts for item in items)
                return Invalid(_TAKEN_BACK if gone else "It was answered meanwhile.")
            given = feedback_answers.add(tx, kind, text.strip(), by.key, now)
            for item in waiting:
                _give(tx, given, item, now)
            owed.show(tx, waiting, now)
            _tell(tx, given, waiting, now)
            return Given(given, len(waiting))

        done = await self._db.run(work)
        self._wake()
        return done

    async def mine(self, answer_id: int, by: Person | None) -> tuple[Item, ...] | Denied:
        """The items of somebody's own to which this answer stands."""
        return await self._db.read(lambda tx: _mine(tx, answer_id, by))

    async def reopen(self, answer_id: int, by: Person | None, why: str) -> Reopened | Denied | Invalid:
        """The answer did not help, or more is said: marketing owes another one, counted from now on."""
        if not why.strip():
            return Invalid("Say in a few words what is missing.", "detail")
        now = await self._db.now()

        def work(tx: Session) -> Reopened | Denied | Invalid:
            mine = _mine(tx, answer_id, by)
            if isinstance(mine, Denied):
                return mine
            again = [item for item in mine if _take_back(tx, answer_id, item, why.strip(), now)]
            if not again:
                return Invalid("You said so already, and it waits for another answer.")
            for item in again:
                self._owe_again(tx, item, now)
            for key in sorted({key for item in again for key in keys_of(tx, answer_id, item)}):
                posts.touch(tx, key, now)
            return Reopened(tuple(again))

        done = await self._db.run(work)
        self._wake()
        return done

    def _owe_again(self, tx: Session, item: Item, now: datetime) -> None:
        open_again = feedback.get(tx, item.id)
        if open_again is not None:
            owed.settle(tx, open_again, self._clocks, now, since=now)


def _mine(tx: Session, answer_id: int, by: Person | None) -> tuple[Item, ...] | Denied:
    items = [item for one in feedback_answers.items(tx, answer_id) if (item := feedback.get(tx, one))]
    mine = [
        item for item in items if permission.check_feedback(by, FeedbackAction.REOPEN, item, None) is None
    ]
    if by is None or not mine:
        no = permission.check_feedback(by, FeedbackAction.REOPEN, items[0] if items else None, None)
        return no or Denied(_GONE)
    return tuple(mine)


def _take_back(tx: Session, answer_id: int, item: Item, why: str, now: datetime) -> bool:
    first = feedback_answers.take_back(tx, answer_id, item.id, why, now)
    return first and item.answer_id is not None and feedback.reopen(tx, item.id, item.answer_id)


def _give(tx: Session, given: Answer, item: Item, now: datetime) -> None:
    feedback.answer(tx, item.id, given.id)
    feedback_answers.give(tx, given.id, item.id)
    close = owed.ask_back if given.kind is AnswerKind.NEED_MORE else owed.keep
    close(tx, item, now)


def _tell(tx: Session, given: Answer, items: Sequence[Item], now: datetime) -> None:
    """One message in each thread where it belongs, and one to every author who wrote in none of these."""
    roots = {root.key: root for item in items if (root := inbox.place(tx, item)) is not None}
    told = {given.by}
    for key, root in sorted(roots.items()):
        posts.add(tx, _key(given.id, key), post.Kind.ANSWER, given.id, root.to, now, thread_key=key)
        if root.channel and root.ts:
            told |= feedback_lists.authors_in_thread(tx, root.channel, root.ts)
    for author in sorted({item.author for item in items if item.author} - told):
        posts.add(tx, _key(given.id, f"@{author}"), post.Kind.ANSWER, given.id, f"@{author}", now)


def keys_of(tx: Session, answer_id: int, item: Item) -> tuple[str, ...]:
    """The keys of the messages that may tell of an answer to this item: in a thread, and to its author."""
    root = inbox.place(tx, item)
    places = (root.key if root else None, f"@{item.author}" if item.author else None)
    return tuple(_key(answer_id, place) for place in places if place)


def _key(answer_id: int, place: str) -> str:
    return f"answer:{answer_id}:{place}"
