"""From a question to what it asks for: the grammar first, and a language model for words that it lacks.

What leaves the house is the question and the closed vocabulary, and neither for questions that are refused or
hold an address or a number of somebody. Whatever becomes of a call, there is an outcome: the grammar's own.
"""

import hashlib
import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.domain.query import MetricQuery
from bot.gateways.llm import Failure, Llm
from bot.language import briefing, settling
from bot.language.form import Form
from bot.language.outcome import Clarification, Outcome, Query
from bot.language.parser import Parser, Study

log = logging.getLogger(__name__)

LONGEST = 500  # characters of a question that a model is asked about

_ADDRESS = re.compile(r"\S@\S")
_NUMBER = re.compile(r"\d(?:[ ()/.+-]{0,2}\d){8,}")  # a date has eight digits


@dataclass(frozen=True, slots=True)
class Call:
    """One call to a model: how long it took, and "answered" or why it failed."""

    model: str
    milliseconds: int
    result: str


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What a question asks for, and the call that was made for it, if any."""

    outcome: Outcome
    call: Call | None = None


class Interpreter:
    """Reads questions; without a model it is the grammar alone."""

    def __init__(self, model: Llm | None = None, clock: Callable[[], float] = time.perf_counter) -> None:
        self._model = model
        self._clock = clock

    async def read(
        self,
        parser: Parser,
        question: str,
        today: date,
        context: MetricQuery | None = None,
        asked: object = None,
    ) -> Outcome:
        """What the question asks for. It may take 12 s: hold no transaction meanwhile.

        `context` is the last query of the conversation, `asked` names the question in the log.
        """
        return (await self.interpret(parser, question, today, context, asked)).outcome

    async def interpret(
        self,
        parser: Parser,
        question: str,
        today: date,
        context: MetricQuery | None = None,
        asked: object = None,
    ) -> Interpretation:
        """The same, with the call that was made."""
        study = parser.study(question, today, context)
        if self._model is None or not study.left or not may_leave(question):
            return Interpretation(study.outcome)
        found, call = await self._ask(self._model, parser, question)
        outcome = study.outcome
        if isinstance(found, Form):
            outcome = settling.settle(found, study, parser, question, today, context)
        _note(call, found, study, outcome, asked if asked is not None else _digest(question))
        return Interpretation(outcome, call)

    async def _ask(self, model: Llm, parser: Parser, question: str) -> tuple[Form | Failure, Call]:
        told = briefing.instructions(parser.vocabulary.metrics, parser.vocabulary.dimensions)
        start = self._clock()
        found = await model.ask(told, question, Form)
        result = str(found.reason) if isinstance(found, Failure) else "answered"
        return found, Call(model.model, round(1_000 * (self._clock() - start)), result)


def may_leave(question: str) -> bool:
    """Whether a question may be sent to a model: a short one without an address or a telephone number."""
    return len(question) <= LONGEST and not _ADDRESS.search(question) and not _NUMBER.search(question)


def _note(call: Call, found: Form | Failure, study: Study, outcome: Outcome, asked: object) -> None:
    """The log has neither the question nor the key."""
    if isinstance(found, Failure):
        log.warning(
            "question %s: model %s failed after %d ms: %s %s",
            asked, call.model, call.milliseconds, found.reason, found.detail,
        )  # fmt: skip
        return
    taken = "taken" if outcome != study.outcome else "not taken"
    log.info(
        "question %s: model %s said %s in %d ms, %s; the outcome is %s",
        asked, call.model, found.verdict, call.milliseconds, taken, _named(outcome),
    )  # fmt: skip


def _named(outcome: Outcome) -> str:
    if isinstance(outcome, Query):
        return "query"
    return f"clarify {outcome.slot}" if isinstance(outcome, Clarification) else f"refuse {outcome.code}"


def _digest(question: str) -> str:
    return hashlib.sha256(question.encode("utf-8", "surrogatepass")).hexdigest()[:12]
