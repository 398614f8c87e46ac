"""Answering questions in plain words: read, permitted, counted, and told with how they were understood."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain import query_document
from bot.domain.agreement import Agreement, Person, Role
from bot.domain.lead import FieldError
from bot.domain.metric import Dimension
from bot.domain.query import MetricQuery
from bot.language import replies
from bot.language.outcome import Clarification, Query, Refusal
from bot.services.numbers import Numbers
from bot.services.questions import Questions
from bot.views import answers
from storage.database import Database, Session

_OF_PEOPLE = "Figures of people are for them and for their manager."


class Asking:
    """Answers for the members of one workspace."""

    def __init__(self, db: Database, agreement: Agreement, numbers: Numbers) -> None:
        self._db = db
        self._agreement = agreement
        self._numbers = numbers
        self._questions = Questions(agreement)

    async def ask(self, question: str, by: Person | None) -> tuple[str, ...]:
        """The answer, or why there is none, line by line; names in it are foreign and not escaped.

        Sums are for every member of the workspace, `by` None being one whom the agreement does not name.
        """
        now = await self._db.now()
        return await self._db.read(lambda tx: tuple(self._lines(tx, question, by, now)))

    def _lines(self, tx: Session, question: str, by: Person | None, now: datetime) -> Iterator[str]:
        outcome = self._questions.read(tx, question, now)
        if not isinstance(outcome, Query):
            yield from _unanswered(outcome)
            return
        asked = query_document.read(query_document.document(outcome.query))
        if not isinstance(asked, MetricQuery):
            yield from _spelled(asked)
        elif not self._may_see(asked, by):
            yield _OF_PEOPLE
        else:
            found = self._numbers.ask(tx, asked, now)
            yield from _spelled(found) if isinstance(found, list) else answers.lines(found)

    def _may_see(self, query: MetricQuery, by: Person | None) -> bool:
        """Whether it is about sums, or asked by the person whom it is about, or by who leads people."""
        filters = [each for each in query.filters if each.dimension is Dimension.OWNER]
        if not filters and Dimension.OWNER not in query.group_by:
            return True
        if by is None or by.roles & {Role.MANAGER, Role.ADMIN}:
            return by is not None
        return any(not each.negated and set(each.values) <= {by.key, by.name} for each in filters)


def _unanswered(outcome: Refusal | Clarification) -> Iterator[str]:
    said = replies.reply(outcome)
    yield said.text
    yield from (f"• {suggestion}" for suggestion in said.suggestions)


def _spelled(problems: list[FieldError]) -> Iterator[str]:
    return (f"{each.path} {each.problem}".strip() for each in problems)
