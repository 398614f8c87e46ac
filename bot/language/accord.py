"""Whether a model and the grammar read a question alike: then, and only then, a question has been understood.

Every name, period and figure that the grammar knows must be in the form, and everything in the form must have
come to something. So a model that overlooks half a question, or reads it differently, changes nothing.
"""

from datetime import date

from bot.language import foreign_period
from bot.language.desk import Draft
from bot.language.evidence import MOST_OF_NAME, Evidence
from bot.language.form import Form, NamePart, PeriodPart
from bot.language.marks import Mark, Sheet
from bot.language.outcome import Outcome, Query
from bot.language.span import Span
from bot.language.vocabulary import Name


class Accord:
    """One form beside the draft that the marked question came to."""

    def __init__(self, form: Form, sheet: Sheet, draft: Draft, evidence: Evidence) -> None:
        self._form = form
        self._sheet = sheet
        self._draft = draft
        self._evidence = evidence

    def holds(self, outcome: Outcome, question: str, today: date) -> bool:
        """Whether both say the same. Raises `Unfounded` for words that are not in the question."""
        return (
            {part.metric for part in self._form.metrics} == set(self._draft.metrics)
            and self._names()
            and self._periods(question, today)
            and self._groups(outcome)
            and self._compared()
            and self._ranked()
        )

    def _names(self) -> bool:
        names, bands = self._sheet.of("name"), self._sheet.of("band")
        met = [(part, self._over(part.words, names)) for part in self._form.names]
        covered = [mark for _, marks in met for mark in marks]
        return all(mark in covered for mark in names) and all(
            all(self._same(part, mark) for mark in marks) if marks else bool(self._over(part.words, bands))
            for part, marks in met
        )

    def _same(self, part: NamePart, mark: Mark) -> bool:
        if not isinstance(mark.value, Name) or mark.value.dimension is not part.dimension:
            return False
        found = self._draft.filters.get(part.dimension)
        return found is None or found.negated == (part.negation is not None)

    def _periods(self, question: str, today: date) -> bool:
        marks = self._sheet.of("period")
        told = [self._form.period, self._form.compare.period if self._form.compare else None]
        parts = [part for part in told if part is not None]
        met = [self._over(part.words, marks) for part in parts]
        if any(len(each) != 1 for each in met) or not all(
            any(mark in each for each in met) for mark in marks
        ):
            return False
        return all(
            self._same_days(part, each[0], question, today) for part, each in zip(parts, met, strict=True)
        )

    def _same_days(self, part: PeriodPart, mark: Mark, question: str, today: date) -> bool:
        """A period that the form only points at is the grammar's alone."""
        if part.distance is None and part.calendar is None:
            return True
        found = foreign_period.resolve(part, question, today)
        if isinstance(found, Span) and isinstance(mark.value, Span):
            return found.period == mark.value.period
        return type(found) is type(mark.value)

    def _groups(self, outcome: Outcome) -> bool:
        """What several names are broken down by is in the query only."""
        drawn = (
            set(outcome.query.group_by) if isinstance(outcome, Query) else {p.by for p in self._form.groups}
        )
        return {part.by for part in self._form.groups} <= drawn

    def _compared(self) -> bool:
        said = self._draft.said
        return self._form.compare is None or bool(
            said.against or said.change or said.relative or said.over or said.event
        )

    def _ranked(self) -> bool:
        part = self._form.rank
        return part is None or (bool(self._draft.rank) and part.limit in (None, self._draft.limit))

    def _over(self, said: str, marks: list[Mark]) -> list[Mark]:
        places = self._evidence.find(said, MOST_OF_NAME)
        return [mark for mark in marks if mark.first < places.stop and places.start < mark.last]
