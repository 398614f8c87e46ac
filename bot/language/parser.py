"""A question in plain words becomes a typed query, a refusal or a question back.

`parse` is a pure function of the question, the day, the names that exist and the query before it. Words that
were not understood are never dropped: they end in a question back, or in a refusal with its code.
"""

import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.domain.metric import CATALOGUE, Dimension, Metric
from bot.domain.query import MetricQuery
from bot.language import comparison, feedback, followups, lexicon, ranking, refusals, repair, slots, words
from bot.language import draft as drafting
from bot.language.desk import Draft
from bot.language.marks import Mark, Sheet
from bot.language.outcome import Clarification, Doubted, Outcome, Query, Reading, Refusal, Slot
from bot.language.reading import Reader
from bot.language.refusals import Code
from bot.language.span import Span
from bot.language.vocabulary import Name, Vocabulary

_DOMAIN = (
    "metric",
    "dimension",
    "period",
    "name",
    "band",
    "lead",
    "vague_metric",
    "rank",
    "unit",
    "trend",
    "vs",
    "change",
)

# Tags that tell a model who speaks; nobody asks in them.
_ROLES = frozenset(("system", "user", "assistant", "end", "inst", "instruction", "instructions", "prompt"))
# Orders that nobody gives about a query, and what they are given about.
_ORDERS = words.listed(
    "lead leads owner owners email message notify send assign close reassign unassign archive approve "
    "schedule book snooze escalate withdraw reopen transfer route reroute rename flag ping dm invite"
)
# Orders that change a query more often than anything else.
_TURNING = frozenset(("remove", "set", "change", "make", "move", "swap", "add", "take"))
# What can change the query of the turn before; a turn without any of them asks for nothing.
_CHANGING = (
    *("metric", "dimension", "period", "name", "band", "number", "rank", "order", "reverse", "unit", "trend"),
    *("relative", "pop", "change", "vs", "why", "combined", "drop", "not", "all", "by", "before", "after"),
    *("filter", "grouping", "rest", "vague_period", "everywhere"),
)


@dataclass(frozen=True, slots=True)
class Study:
    """A question as far as it was understood: its marks, and the draft once one could be drawn.

    `left` are the places of the words that nobody knows, where nothing else stands in the way of an answer.
    """

    outcome: Outcome
    sheet: Sheet
    draft: Draft | None = None
    left: frozenset[int] = frozenset()


class Parser:
    """Answers to questions in one vocabulary; making one costs more than a question."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._reader = Reader(vocabulary)

    @functools.cached_property
    def _feedback_reader(self) -> Reader | None:
        """How questions about feedback are read; None where it has no themes."""
        has_themes = Dimension.THEME in self.vocabulary.dimensions
        return Reader(self.vocabulary.of_feedback()) if has_themes else None

    def _read(self, question: str, today: date, context: MetricQuery | None) -> tuple[Reader, Sheet]:
        """The names in a question, and the reader that knows the rest of its words."""
        tokens, of_feedback = words.tokens(question), self._feedback_reader
        named = feedback.is_named(tokens, context)
        if of_feedback and (named or feedback.may_be_meant(tokens)):
            sheet = of_feedback.names(question, today)
            if named or feedback.is_themed(sheet):
                return of_feedback, sheet
        return self._reader, self._reader.names(question, today)

    def parse(self, question: str, today: date, context: MetricQuery | None = None) -> Outcome:
        """What the question asks for; `context` is the last query of the conversation."""
        return self.study(question, today, context).outcome

    def study(self, question: str, today: date, context: MetricQuery | None = None) -> Study:
        """The same, with the marks on the question and the words that were in the way."""
        reader, sheet = self._read(question, today, context)
        if any(_tagged(one, two) for one, two in itertools.pairwise(sheet.raw)):
            return Study(_doubted(Doubted(Code.PROMPT_INJECTION), sheet), sheet)
        plain = sheet.plain() if reader is self._reader else feedback.known(sheet.plain())
        code = refusals.judge(plain, follows=context is not None)
        if code and not (context and code is Code.WRITE_ACTION and _about_query(sheet)):
            return Study(_doubted(Doubted(code), sheet), sheet)
        reader.rest(sheet, today)
        found = self.conclude(sheet, today, context)
        if reader is not self._reader and _may_count(found.outcome, context) and feedback.is_by_whom(plain):
            return Study(_doubted(Doubted(Code.UNSUPPORTED_DIMENSION), sheet), sheet)
        if code and isinstance(found.outcome, Clarification) and not _of_queries(sheet):
            return Study(_doubted(Doubted(code), sheet), sheet)
        return found

    def conclude(self, sheet: Sheet, today: date, context: MetricQuery | None = None) -> Study:
        """What the marks of a sheet come to."""
        draft = None
        try:
            draft = drafting.draw(sheet, self.vocabulary, follows=context is not None)
            query = self._query(sheet, draft, today, context)
        except Doubted as doubt:
            left = frozenset(draft.unexplained) if draft else frozenset()
            return Study(_doubted(doubt, sheet), sheet, draft, left)
        return Study(Query(query, tuple(_readings(sheet))), sheet, draft)

    def _query(self, sheet: Sheet, draft: Draft, today: date, context: MetricQuery | None) -> MetricQuery:
        if not draft.metrics and context is None:
            self._no_metric(sheet, draft)
        self._explained(sheet, draft)
        if context and not draft.metrics and not sheet.of(*_CHANGING):
            raise Doubted(Slot.METRIC if sheet.telling() else Code.OUT_OF_SCOPE)
        return followups.merge(context, draft, today) if context else _fresh(draft, today)

    def _no_metric(self, sheet: Sheet, draft: Draft) -> None:
        known = sum(mark.last - mark.first for mark in sheet.marks if mark.kind in _DOMAIN)
        if len(draft.unexplained) > known or not known:
            raise Doubted(Code.OUT_OF_SCOPE)
        raise Doubted(Slot.METRIC)

    def _explained(self, sheet: Sheet, draft: Draft) -> None:
        if not draft.unexplained:
            return
        place = min(draft.unexplained)
        before = next((m for m in reversed(sheet.marks) if m.last <= place and m.kind != "noise"), None)
        passive = before is not None and before.first and sheet.tokens[before.first - 1].word.endswith("ed")
        if before and before.kind == "by" and sheet.at(place) is None and not passive:
            raise Doubted(Code.UNSUPPORTED_DIMENSION)
        timely = lexicon.TIMES
        if all(
            sheet.tokens[one].word in timely or sheet.tokens[one].word.isdigit() for one in draft.unexplained
        ):
            raise Doubted(Slot.PERIOD)
        mark = sheet.at(place)
        if slots.denies(sheet, place):
            raise Doubted(Slot.METRIC)
        if mark and mark.kind in ("unit", "before", "after"):
            raise Doubted(Slot.PERIOD)
        raise Doubted(Slot.ENTITY, repair.nearest(sheet.raw[place].text, self.vocabulary))


def parse(question: str, today: date, vocabulary: Vocabulary, context: MetricQuery | None = None) -> Outcome:
    """The same for a single question."""
    return Parser(vocabulary).parse(question, today, context)


def _tagged(one: words.Token, two: words.Token) -> bool:
    """`<system>`, `</question>`, `assistant:`: signs for a model, and no question."""
    if one.text == "<":
        return two.word in _ROLES or two.gap == "/"
    return one.word == "assistant" and two.gap.startswith(":")


def _may_count(outcome: Outcome, context: MetricQuery | None) -> bool:
    """Whether feedback is what is counted; what follows a question about feedback may be about leads."""
    if isinstance(outcome, Query):
        return Metric.FEEDBACK_COUNT in outcome.query.metrics
    return context is None


def _about_query(sheet: Sheet) -> bool:
    """Whether an order in a conversation changes the query: remove EMEA, set it to last month."""
    return not _ORDERS & {token.word for token in sheet.tokens}


def _of_queries(sheet: Sheet) -> bool:
    """Whether the order is one that is given about queries: `remove Wintershow` has an unknown name in it."""
    return bool(sheet.tokens) and any(token.word in _TURNING for token in sheet.tokens[:3])


def _fresh(draft: Draft, today: date) -> MetricQuery:
    if draft.pointed:
        raise Doubted(Slot.ENTITY)
    times = comparison.resolve(draft.said, today)
    groups = list(draft.groups)
    several = [
        each
        for each in draft.filters.values()
        if len(each.values) > 1 and not each.negated and each.dimension not in draft.ranges
    ]
    if not groups and not draft.ungroup:
        groups += [each.dimension for each in several]
    if draft.versus:
        groups += [each.dimension for each in several if each.dimension not in groups]
    if draft.rest or (draft.versus and not groups and len(draft.metrics) < 2 and not times.compare_to):
        raise Doubted(Slot.COMPARISON)
    sort = ranking.sort(draft.rank, draft.metrics[0]) if draft.rank else None
    if draft.rank and not groups:
        raise Doubted(Slot.ENTITY)
    period, compared = times.period, times.compare_to
    if draft.metrics == [Metric.OPEN_LEADS]:
        comparison.check_stock(draft.said)
        period = compared = None
    filters = tuple(draft.filters.values())
    return MetricQuery(tuple(draft.metrics), tuple(groups), filters, period, compared, sort, draft.limit)


def _doubted(doubt: Doubted, sheet: Sheet) -> Outcome:
    readings = tuple(_readings(sheet))
    unexplained = tuple(sheet.raw[place].text for place in sheet.unmarked())
    if isinstance(doubt.what, Slot):
        return Clarification(doubt.what, doubt.options, readings, unexplained)
    return Refusal(doubt.what, readings, unexplained)


def _readings(sheet: Sheet) -> Iterator[Reading]:
    for mark in sheet.marks:
        meaning = _meaning(mark)
        if meaning:
            yield Reading(sheet.text(mark.first, mark.last), meaning)


def _meaning(mark: Mark) -> str:
    match mark.kind, mark.value:
        case "name", Name(dimension=dimension, value=value):
            return f"{dimension} {value}"
        case "metric", str(metric):
            return CATALOGUE[Metric(metric)].title
        case "dimension", str(dimension):
            return Dimension(dimension).replace("_", " ")
        case "period", Span(period=period):
            return f"{period.start} up to {period.end}"
        case _:
            return ""
