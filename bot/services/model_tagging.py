"""Tagging feedback on which the rules are silent, by a language model: after the rules, where it is wanted.

What leaves the house is a comment without addresses and telephone numbers, and the agreement's themes with
their definitions. No transaction is open meanwhile. Whatever becomes of a call, the rules' labels stand.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.domain.contacts import without_contacts
from bot.domain.feedback import Tagged
from bot.domain.theme import Theme
from bot.gateways.llm import Failure, Llm, Reason
from bot.services import guard, timeline
from bot.themes import spans
from bot.themes.spans import Form
from storage import feedback, feedback_calls, feedback_labels
from storage.database import Database, Session
from storage.feedback_calls import Call

log = logging.getLogger(__name__)

LONGEST = 2_000  # characters of a comment that are sent
AGE = timedelta(days=7)  # older comments are never sent: not when this is switched on, nor after an outage
_AGAIN = timedelta(minutes=10)  # after the first failure; six times as long after each further one


class ModelTagging:
    """Labels by one model, of these themes; `rules` is the version of the rules that read before it.

    A worker keeps a comment for `lease` seconds, which are more than a call takes.
    """

    def __init__(
        self,
        db: Database,
        model: Llm,
        themes: Sequence[Theme],
        rules: str,
        lease: float,
        wake: Callable[[], None],
    ) -> None:
        self._db = db
        self._model = model
        self._keys = [theme.key for theme in themes]
        self._told = spans.instructions(themes)
        self._rules = rules
        self._lease = timedelta(seconds=lease)
        self._wake = wake

    async def tag_silent(self) -> int:
        """Ask about what waits for it, one comment after the other; answers with how many calls were made."""
        count = 0
        # Each is looked up when its turn comes: it may be deleted or labelled while another one is read.
        while not self._model.is_resting and (call := await self._claim()) is not None:
            count += 1
            with guard.guarded(f"asking a model about feedback {call.item.id}"):
                await self._make(call)
        return count

    async def _claim(self) -> Call | None:
        now = await self._db.now()
        wanted = partial(feedback_calls.waiting, rules=self._rules, since=now - AGE, now=now)
        if await self._db.read(wanted) is None:
            return None

        def work(tx: Session) -> Call | None:
            item = wanted(tx)
            return feedback_calls.claim(tx, item, now, self._lease) if item else None

        return await self._db.run(work)

    async def _make(self, call: Call) -> None:
        sent = without_contacts(call.item.text)[:LONGEST]
        start = time.perf_counter()
        found = await self._model.ask(self._told, sent, Form)
        evidence = () if isinstance(found, Failure) else spans.grounded(found, sent, self._keys)
        self._note(call, found, len(evidence), round(1_000 * (time.perf_counter() - start)))
        now = await self._db.now()
        again_at = now + _AGAIN * 6 ** (call.tries - 1) if _may_pass(found) else None

        def work(tx: Session) -> None:
            if feedback_calls.settle(tx, call, again_at) and evidence:
                self._label(tx, call, evidence, now)

        await self._db.run(work)
        self._wake()

    def _label(self, tx: Session, call: Call, evidence: tuple[tuple[str, str], ...], now: datetime) -> None:
        """Keep what was found, unless the comment has other words by now, or the rules say as much."""
        item = feedback.hold(tx, call.item.id)
        if item is None or not item.counts or item.text != call.item.text:
            return
        themes = tuple(theme for theme, _ in evidence)
        if not set(themes) <= set(feedback_labels.standing(tx, item.id).themes):
            found = Tagged(themes, evidence=evidence)
            feedback_labels.add(tx, item, found, now, model=self._model.model)
            timeline.show_homes(tx, (item.owner,), now)

    def _note(self, call: Call, found: Form | Failure, kept: int, milliseconds: int) -> None:
        """The log has neither the comment nor the key."""
        which = call.item.id, self._model.model
        if isinstance(found, Failure):
            log.warning(
                "feedback %d: model %s failed after %d ms, try %d of %d: %s %s",
                *which, milliseconds, call.tries, feedback_calls.MOST, found.reason, found.detail,
            )  # fmt: skip
        else:
            log.info(
                "feedback %d: model %s said %d themes in %d ms, %d of them in the comment's words",
                *which, len(found.themes), milliseconds, kept,
            )  # fmt: skip


def _may_pass(found: Form | Failure) -> bool:
    """Whether the same comment may be answered another time: a model that does not want to stays so."""
    return isinstance(found, Failure) and found.reason is not Reason.DECLINED
