"""Reading questions in the words of one workspace: its names, the agreement's people, what it calls them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.domain import period
from bot.domain.agreement import Agreement
from bot.domain.asked import Asked, Choice
from bot.domain.metric import Dimension, Metric
from bot.domain.query import MetricQuery
from bot.language import completion, record, replies
from bot.language.outcome import Clarification, Outcome, Query, Refusal
from bot.language.parser import Parser
from bot.language.vocabulary import Vocabulary
from bot.services import feedback
from storage import aliases, campaigns, labels
from storage.database import Session

MOST = 1500  # characters of a question; a button holds 2,000
_HERE = re.compile(r"\b(?:this|that|the) campaign\b", re.IGNORECASE)

_Names = Mapping[Dimension, list[str]]
_More = Mapping[Dimension, Mapping[str, str]]


class Questions:
    """Reads questions; what it made of the names is kept until they change."""

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        self._kept: tuple[_Names, _More, Parser] | None = None

    def read(self, tx: Session, question: str, now: datetime, context: MetricQuery | None = None) -> Outcome:
        """What a question asks for as of `now`; `context` is the last query of the conversation."""
        return self.parser(tx).parse(question, self.day(now), context)

    def parser(self, tx: Session) -> Parser:
        """The parser for the names that there are now."""
        names, more = self._names(tx), self._more(tx)
        kept = self._kept
        if kept is None or kept[:2] != (names, more):
            kept = self._kept = (names, more, Parser(Vocabulary(names, more=more)))
        return kept[2]

    def day(self, now: datetime) -> date:
        """The workspace's day."""
        return period.local_day(now, self._agreement.zone)

    def _names(self, tx: Session) -> _Names:
        """Every name that figures can be filtered by; people by the names that the agreement gives them."""
        names = {dimension: list(labels.names(tx, dimension)) for dimension in Dimension}
        people = [person.name for person in self._agreement.people.values()]
        owners = [self._agreement.name(key) for key in names[Dimension.OWNER]]
        names[Dimension.OWNER] = list(dict.fromkeys(owners + people))
        themes = [theme.key for theme in self._agreement.themes]
        names[Dimension.THEME] = list(dict.fromkeys(themes + names[Dimension.THEME]))
        return names

    def _more(self, tx: Session) -> _More:
        """What people call reasons and themes, and what somebody who reviewed questions said of a name."""
        said: dict[Dimension, dict[str, str]] = {
            dimension: {name: " | ".join(words) for name, words in names.items()}
            for dimension, names in aliases.all_(tx).items()
        }
        reasons = (*self._agreement.reject, *self._agreement.recycle)
        told = (
            *((Dimension.CAMPAIGN, name, alias) for alias, name in campaigns.aliases(tx).items()),
            *((Dimension.REJECT_REASON, reason.key, reason.label) for reason in reasons),
            *((Dimension.THEME, theme.key, theme.label) for theme in self._agreement.themes),
        )
        for dimension, name, words in told:
            known = said.setdefault(dimension, {})
            known[name] = " | ".join(filter(None, [words, known.get(name)]))
        return said


def placed(tx: Session, asked: Asked) -> str:
    """The question with the name of the thread's campaign, or its lead's, where it says "this campaign"."""
    name = campaign_of(tx, asked) if _HERE.search(asked.text) else None
    return _HERE.sub(lambda _: f'campaign "{name}"', asked.text) if name else asked.text


def campaign_of(tx: Session, asked: Asked) -> str | None:
    """The name of the campaign whose thread, or whose lead's thread, it was asked in."""
    subject = feedback.subject_of(tx, asked.place.channel, asked.place.thread_ts)
    known = campaigns.read(tx, subject.candidates[0]) if subject and subject.candidates else None
    return known.name if known else None


def completed(
    parser: Parser, question: str, today: date, turns: Sequence[Asked]
) -> Query | Clarification | None:
    """The question that was asked back, completed by what was said now; None where that is something else.

    `turns` are what was asked before in the conversation, newest first. Where more is open, that is asked
    back of both together: what was said first is not forgotten.
    """
    last = record.read(turns[0].outcome or {}) if turns else None
    if not isinstance(last, Clarification):
        return None
    alone = parser.parse(question, today)
    if _is_whole(alone):
        return None
    first, before = last.whole or turns[0].text, context(turns[1:])
    answered = _first(parser, completion.completed(first, last, question), today, before)
    if answered:
        return answered[1]
    both = f"{first}, {question}"
    if isinstance(alone, Refusal) or alone.unexplained or len(both) > MOST:
        return None
    more = parser.parse(both, today, before)
    return replace(more, whole=both) if isinstance(more, Clarification) else None


def in_conversation(parser: Parser, question: str, today: date, turns: Sequence[Asked]) -> Outcome:
    """What a question asks for after others: an answer to what was asked back, a change of the last query,
    or something new."""
    return completed(parser, question, today, turns) or parser.parse(question, today, context(turns))


def _is_whole(outcome: Outcome) -> bool:
    """Whether it is a question of its own; the name of a figure alone may be an answer."""
    return isinstance(outcome, Query) and outcome.query != MetricQuery(outcome.query.metrics)


def context(turns: Sequence[Asked]) -> MetricQuery | None:
    """The last query of a conversation, newest turn first."""
    return next((found for turn in turns if (found := record.query(turn.outcome))), None)


def query_of(asked: Asked) -> MetricQuery | None:
    """What was understood; None where it was none."""
    return record.query(asked.outcome)


def by_reason(query: MetricQuery) -> MetricQuery:
    """The leads of a query by the reason why they were sent back: the parts of a rate sum to it."""
    metric = Metric.REJECTION_RATE
    if Metric.RECYCLE_RATE in query.metrics and Metric.ACCEPTANCE_RATE not in query.metrics:
        metric = Metric.RECYCLE_RATE
    group = (Dimension.REJECT_REASON,)
    return replace(query, metrics=(metric,), group_by=group, compare_to=None, sort=None, limit=None)


def choices(
    parser: Parser, question: str, outcome: Refusal | Clarification, today: date, before: MetricQuery | None
) -> Iterator[Choice]:
    """What can be asked instead, each with the whole question, which will be answered.

    What is offered to be asked by itself is a whole question, and changes nothing that was asked before.
    """
    said = replies.reply(outcome).suggestions
    for suggestion in said if isinstance(outcome, Clarification) else (*said, *replies.USUAL):
        found = None
        if isinstance(outcome, Clarification):
            completions = completion.completed(outcome.whole or question, outcome, suggestion)
            found = _first(parser, completions, today, before)
        found = found or _first(parser, [suggestion], today, None)
        if found and len(found[0]) <= MOST:
            yield Choice(suggestion, found[0])


def _first(
    parser: Parser, wordings: Iterator[str] | list[str], today: date, before: MetricQuery | None
) -> tuple[str, Query] | None:
    """The first wording that is understood in full."""
    for wording in wordings:
        outcome = parser.parse(wording, today, before)
        if isinstance(outcome, Query):
            return wording, outcome
    return None
