"""Forms as a language model might fill them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.cli import question_file
from bot.domain.metric import Dimension, Metric
from bot.domain.period import Unit
from bot.domain.query import MetricQuery
from bot.language import settling
from bot.language.form import (
    Calendar,
    ComparePart,
    Distance,
    Form,
    GroupPart,
    MetricPart,
    Named,
    NamePart,
    PeriodPart,
    RankPart,
    Stretch,
    Verdict,
)
from bot.language.outcome import Outcome, Slot
from bot.language.refusals import Code
from tests.language import company


def query(
    *metrics: tuple[Metric, str],
    groups: Sequence[tuple[Dimension | Unit, str]] = (),
    names: Sequence[tuple[Dimension, str] | tuple[Dimension, str, str]] = (),
    period: PeriodPart | None = None,
    compare: ComparePart | None = None,
    rank: RankPart | None = None,
    aside: Sequence[str] = (),
) -> Form:
    """A form that asks for figures."""
    return Form(
        Verdict.QUERY, None, None,
        tuple(MetricPart(*each) for each in metrics),
        tuple(GroupPart(*each) for each in groups),
        tuple(NamePart(each[0], each[1], each[2] if len(each) == 3 else None) for each in names),
        period, compare, rank, tuple(aside),
    )  # fmt: skip


def refuse(code: Code | None) -> Form:
    """A form that refuses."""
    return Form(Verdict.REFUSE, code, None, (), (), (), None, None, None, ())


def clarify(slot: Slot | None) -> Form:
    """A form that asks back."""
    return Form(Verdict.CLARIFY, None, slot, (), (), (), None, None, None, ())


def last(words: str, unit: Stretch = Stretch.MONTH, count: int = 1, offset: int = 1) -> PeriodPart:
    """The last complete units."""
    return PeriodPart(words, Distance(unit, offset, count, offset == 0), None)


def called(words: str, name: Named, year: int | None = None) -> PeriodPart:
    """A period with a name."""
    return PeriodPart(words, None, Calendar(name, year))


def pointed(words: str) -> PeriodPart:
    """A period that the form only points at."""
    return PeriodPart(words, None, None)


def outcome(
    question: str, form: Form, context: MetricQuery | None = None, today: date = company.TODAY
) -> Outcome:
    """What comes of a question with a form."""
    parser = company.parser()
    return settling.settle(form, parser.study(question, today, context), parser, question, today, context)


def read(question: str, form: Form, context: MetricQuery | None = None) -> dict[str, Any]:
    """The same as question files have it."""
    found = question_file.prediction(outcome(question, form, context))
    found.pop("options", None)
    return found
