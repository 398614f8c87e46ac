"""Questions in plain words about the live data: its names, the agreement's people, the workspace's day."""

from datetime import date, datetime

from bot.domain import period
from bot.domain.agreement import Agreement
from bot.domain.metric import Dimension
from bot.domain.query import MetricQuery
from bot.language.outcome import Outcome
from bot.language.parser import Parser
from bot.language.vocabulary import Vocabulary
from storage import labels
from storage.database import Session


class Questions:
    """Reads questions in the words of one workspace."""

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement

    def read(self, tx: Session, question: str, now: datetime, context: MetricQuery | None = None) -> Outcome:
        """What a question asks for as of `now`; `context` is the last query of the conversation."""
        return Parser(self.vocabulary(tx)).parse(question, self.day(now), context)

    def day(self, now: datetime) -> date:
        """The workspace's day."""
        return period.local_day(now, self._agreement.zone)

    def vocabulary(self, tx: Session) -> Vocabulary:
        """Every name that figures can be filtered by; people by the names that the agreement gives them."""
        names = {dimension: list(labels.names(tx, dimension)) for dimension in Dimension}
        people = [person.name for person in self._agreement.people.values()]
        owners = [self._agreement.name(key) for key in names[Dimension.OWNER]]
        names[Dimension.OWNER] = list(dict.fromkeys(owners + people))
        return Vocabulary(names, more={Dimension.REJECT_REASON: self._reasons()})

    def _reasons(self) -> dict[str, str]:
        """What people read for the key of a reason."""
        return {reason.key: reason.label for reason in (*self._agreement.reject, *self._agreement.recycle)}
