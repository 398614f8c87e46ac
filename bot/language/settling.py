"""What comes of a question when a model has filled the form for it: never more than the parser could say.

The form is laid on the question, the parser reads it again, and both have to agree. Wherever they do not, the
outcome without the model stands.
"""

from dataclasses import replace
from datetime import date

from bot.domain import query_document
from bot.domain.metric import Dimension, Metric
from bot.domain.query import MetricQuery
from bot.language.accord import Accord
from bot.language.evidence import Evidence, Unfounded
from bot.language.form import Form, Verdict
from bot.language.outcome import Clarification, Doubted, Outcome, Query, Refusal, Slot
from bot.language.parser import Parser, Study
from bot.language.refusals import Code
from bot.language.supplement import Supplement

# Where the figure is known, these are no reasons: another word was not understood.
_NO_FIGURE = frozenset((Code.OUT_OF_SCOPE, Code.UNSUPPORTED_METRIC))


def settle(
    form: Form, study: Study, parser: Parser, question: str, today: date, context: MetricQuery | None = None
) -> Outcome:
    """The outcome with the model's help, or the study's own."""
    if form.verdict is not Verdict.QUERY:
        return _declined(form, study)
    sheet = replace(study.sheet, marks=list(study.sheet.marks))
    evidence = Evidence(question, sheet, study.left)
    try:
        Supplement(sheet, evidence, parser.vocabulary, _metrics(study), today).lay(form, question)
        found = parser.conclude(sheet, today, context)
        if found.left or found.draft is None:
            return study.outcome
        agreed = Accord(form, sheet, found.draft, evidence).holds(found.outcome, question, today)
    except Unfounded:
        return study.outcome
    except Doubted as doubt:
        return Clarification(Slot.ENTITY, doubt.options, study.outcome.readings, study.outcome.unexplained)
    sound = _sound(found.outcome) and not _judges(found.outcome, study)
    return found.outcome if agreed and sound else study.outcome


def _metrics(study: Study) -> list[Metric]:
    return study.draft.metrics if study.draft else []


def _sound(outcome: Outcome) -> bool:
    """Whether a query can be asked at all."""
    if not isinstance(outcome, Query):
        return True
    return query_document.read(query_document.document(outcome.query)) == outcome.query


def _judges(outcome: Outcome, study: Study) -> bool:
    """`which rep is a dud`: a word for people that nobody knows is no figure of theirs."""
    people = isinstance(outcome, Query) and Dimension.OWNER in outcome.query.group_by
    return people and not _metrics(study) and bool(study.sheet.of("which"))


def _declined(form: Form, study: Study) -> Outcome:
    """A refusal or a question back, unless the parser knows better."""
    own, draft, known = study.outcome, study.draft, bool(_metrics(study))
    if form.verdict is Verdict.REFUSE and form.refusal and not (known and form.refusal in _NO_FIGURE):
        return Refusal(form.refusal, own.readings, own.unexplained)
    if form.verdict is not Verdict.CLARIFY or form.clarify is None:
        return own
    if isinstance(own, Clarification) and own.slot is form.clarify:
        return own
    if (form.clarify is Slot.METRIC and known) or (
        form.clarify is Slot.PERIOD and draft and draft.said.found
    ):
        return own
    return Clarification(form.clarify, (), own.readings, own.unexplained)
