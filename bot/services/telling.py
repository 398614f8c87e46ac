"""What is told to a question: figures to whoever may see them, or why there are none and what to ask."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain import permission, query_document
from bot.domain.agreement import Agreement, Person
from bot.domain.asked import Asked, Told, Unanswered
from bot.domain.figure import Answer, Key
from bot.domain.lead import FieldError
from bot.domain.metric import CATALOGUE, Dimension
from bot.domain.permission import Action, Denied
from bot.domain.query import MetricQuery
from bot.language import record, replies
from bot.language.outcome import Clarification, Query, Refusal
from bot.services import behind, claims, feedback, questions
from bot.services.behind import Behind
from bot.services.numbers import Numbers
from bot.services.questions import Questions
from storage import questions as stored
from storage.database import Database, Session

LISTED = 20_000  # leads behind a figure, above which they are not listed

FAILED = "Something went wrong while I read this. Please ask again, perhaps in other words."
_LONG = f"That is more than the {questions.MOST:,} characters that I read. Please ask in fewer words."
_AS_FEEDBACK = "To leave it as feedback, write it here again without mentioning me."
_ELSEWHERE = "That is about single people, so I have sent you the answer in a direct message."


class Telling:
    """Answers to the stored questions of one workspace, and to queries that belong to no question."""

    def __init__(self, db: Database, agreement: Agreement, numbers: Numbers, read: Questions) -> None:
        self._db = db
        self._agreement = agreement
        self._numbers = numbers
        self._questions = read

    async def figures(self, query: MetricQuery, by: Person | None) -> Told:
        """The answer to a query, as of now."""
        now = await self._db.now()
        return await self._db.read(lambda tx: self._figures(tx, query, by, now))

    async def leads(self, question_id: int, by: Person | None) -> Behind | Denied | Unanswered:
        """The leads behind the first figure of an answer, as of when it was asked for."""
        denied = permission.check(by, Action.SEE, None, self._agreement)
        if denied is not None:
            return denied
        return await self._db.read(lambda tx: self._leads(tx, question_id, by))

    async def called(self, query: MetricQuery) -> MetricQuery:
        """A stored query with the names of today."""
        return await self._db.read(lambda tx: self._numbers.called(tx, query))

    def told(self, tx: Session, asked: Asked, *, to_them_alone: bool) -> Told:
        """What is told to a question: in the open, or to the person alone."""
        if len(asked.text) > questions.MOST:
            return Unanswered(_LONG)
        if asked.outcome is None:
            return Unanswered(FAILED)
        by = self._agreement.person(asked.person)
        if "query" in asked.outcome:
            query = query_document.read(_mapping(asked.outcome["query"]))
            if not isinstance(query, MetricQuery):
                return Unanswered(_spelled(query))
            if not to_them_alone and self.elsewhere(asked, query, by):
                return Unanswered(_ELSEWHERE, private=True)
            return self._figures(tx, query, by, asked.at, rest=asked.outcome.get("rest") is True)
        return self._unanswered(tx, asked)

    def elsewhere(self, asked: Asked, query: MetricQuery, by: Person | None) -> bool:
        """Whether there are figures which others read along would not be shown."""
        return (
            permission.about_people(query)
            and not asked.place.direct
            and permission.figures(by, query) is None
        )

    def _figures(
        self, tx: Session, query: MetricQuery, by: Person | None, now: datetime, *, rest: bool = False
    ) -> Told:
        denied = permission.figures(by, query)
        if denied is not None:
            return Unanswered(denied.why)
        count = self._numbers.against_rest if rest else self._numbers.ask
        found = count(tx, query, now)
        return Unanswered(_spelled(found)) if isinstance(found, list) else found

    def _unanswered(self, tx: Session, asked: Asked) -> Unanswered:
        outcome = record.read(asked.outcome or {})
        if outcome is None or isinstance(outcome, Query):
            return Unanswered(FAILED)
        if claims.ASKED.fullmatch(asked.text) and isinstance(outcome, Clarification):
            return Unanswered(claims.OPEN, tuple(map(claims.choice, outcome.options)))
        before = questions.context(stored.before(tx, asked))
        today = self._questions.day(asked.at)
        possible = questions.choices(self._questions.parser(tx), asked.text, outcome, today, before)
        understood = tuple((each.text, each.meaning) for each in outcome.readings)
        text = replies.reply(outcome).text
        if _may_be_feedback(tx, asked, outcome):
            text = f"{text} {_AS_FEEDBACK}"
        return Unanswered(text, tuple(possible)[: replies.MOST], understood)

    def _leads(self, tx: Session, question_id: int, by: Person | None) -> Behind | Denied | Unanswered:
        asked = stored.get(tx, question_id)
        query = record.query(asked.outcome) if asked else None
        if asked is None or query is None:
            return Unanswered("This question is not stored any more. Please ask again.")
        answer = self._figures(tx, query, by, asked.at)
        if isinstance(answer, Unanswered):
            return answer
        metric = query.metrics[0]
        figures = [figure for row in answer.rows for figure in row.figures if figure.metric is metric]
        whole = CATALOGUE[metric].counts_among
        total = sum((figure.n if whole else None) or figure.k for figure in figures)
        if total > LISTED:
            return Unanswered(f"{total:,} leads are too many to list here; `handoff query` lists them all.")
        lists = [
            [
                handoff_id
                for group, handoff_id in self._numbers.behind(tx, query, metric, asked.at, among=among)
                if _is_shown(answer, group)
            ]
            for among in (False, True)
        ]
        messages = {item for _, item in self._numbers.messages_behind(tx, query, metric, asked.at)}
        return behind.of(tx, CATALOGUE[metric].title, metric, lists[0], lists[1], messages=len(messages))


def _is_shown(answer: Answer, group: Key) -> bool:
    """Whether a lead of that group is behind a row that is shown: of the top five it is those of five groups.

    The leads that a rate by reason counts among have no reason, and belong to every row.
    """
    asked = answer.query
    if not answer.more or Dimension.REJECT_REASON in asked.group_by:
        return True
    size = len(asked.group_by)
    return any(row.group[:size] == group[:size] for row in answer.rows)


def _may_be_feedback(tx: Session, asked: Asked, outcome: Refusal | Clarification) -> bool:
    """Whether it was said where feedback is, and in words that no question has."""
    place, strange = asked.place, isinstance(outcome, Refusal) or bool(outcome.unexplained)
    return (
        strange
        and place.ts is not None
        and feedback.subject_of(tx, place.channel, place.thread_ts) is not None
    )


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _spelled(problems: list[FieldError]) -> str:
    """What is wrong with a query, as in “campaign: “Globex” is not known”."""
    told = ((each.path.removeprefix("filters.").replace("_", " "), each.problem) for each in problems)
    return "; ".join(f"{path}: {problem}" if path else problem for path, problem in told)
