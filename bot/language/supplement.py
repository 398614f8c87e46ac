"""A form that a model filled, laid on the question as marks: only on words that the grammar does not know.

What the grammar knows stays as it is; names are looked up here, as the parser looks them up. The parser then
reads the marked question as if it had known the words itself.
"""

from collections.abc import Collection
from datetime import date

from bot.domain.metric import Dimension, Metric
from bot.language import foreign_period, repair
from bot.language.evidence import MOST_OF_NAME, Evidence, Unfounded
from bot.language.form import (
    ComparePart,
    Form,
    GroupPart,
    How,
    MetricPart,
    NamePart,
    PeriodPart,
    Rank,
    RankPart,
)
from bot.language.marks import Sheet
from bot.language.names import GENERIC
from bot.language.outcome import Doubted, Slot
from bot.language.span import Found, Span
from bot.language.vocabulary import Name, Vocabulary

_RANKS = {Rank.BEST: "best", Rank.WORST: "worst", Rank.HIGHEST: "desc", Rank.LOWEST: "asc"}
_COMPARED = {How.PREVIOUS: ("change", ""), How.YEAR_EARLIER: ("relative", "year"), How.PERIOD: ("vs", "")}


class Supplement:
    """Lays one form on a sheet, which it changes."""

    def __init__(
        self, sheet: Sheet, evidence: Evidence, vocabulary: Vocabulary, known: Collection[Metric], today: date
    ) -> None:
        self._sheet = sheet
        self._known_metrics = known
        self._evidence = evidence
        self._vocabulary = vocabulary
        self._today = today

    def lay(self, form: Form, question: str) -> None:
        """Raises `Unfounded` where the question does not bear the form out, `Doubted` for an unknown name."""
        self._evidence.check_apart(form.said())
        self._forget_guesses()
        for name in form.names:
            self._name(name)
        for metric in form.metrics:
            self._metric(metric)
        for group in form.groups:
            self._group(group)
        if form.period:
            self._period(form.period, question)
        if form.compare:
            self._compare(form.compare, question)
        if form.rank:
            self._rank(form.rank)
        for said in form.aside:
            self._aside(said, form)

    def _forget_guesses(self) -> None:
        """`für` that was taken for a mistyped “four” and came to nothing is as unknown as any other word."""
        read, raw = self._sheet.tokens, self._sheet.raw
        self._sheet.marks = [
            mark
            for mark in self._sheet.marks
            if not all(
                read[place].word != raw[place].word and self._evidence.unexplained(range(place, place + 1))
                for place in range(mark.first, mark.last)
            )
        ]

    def _name(self, part: NamePart) -> None:
        places = self._evidence.find(part.words, MOST_OF_NAME)
        if part.negation:
            self._evidence.check_negation(self._evidence.find(part.negation), places)
            self._symbol(part.negation, "not", "")
        if not self._evidence.unexplained(places):
            return
        name = self._known(part.dimension, tuple(self._sheet.tokens[place].stem for place in places))
        if name is None:
            raise Doubted(Slot.ENTITY, self._options(part))
        self._put("name", name, places.start, places.stop)

    def _known(self, dimension: Dimension, stems: tuple[str, ...]) -> Name | None:
        """The one name with these words; a noun that only says what kind of thing it is names nothing."""
        whole = [name for name in self._vocabulary.of(stems) if name.dimension is dimension]
        if whole:
            return whole[0] if len(whole) == 1 else None
        if len(stems) == 1 and stems[0] in GENERIC:
            return None
        having = [self._vocabulary.having.get(stem, frozenset()) for stem in stems]
        found = [name for name in frozenset.intersection(*having) if name.dimension is dimension]
        return found[0] if len(found) == 1 else None

    def _options(self, part: NamePart) -> tuple[str, ...]:
        near = repair.nearest(part.words, self._vocabulary)
        return tuple(name for name in near if name in self._vocabulary.names.get(part.dimension, ())) or near

    def _symbol(self, said: str, kind: str, value: object) -> None:
        """Mark unexplained words as a symbol."""
        places = self._evidence.find(said)
        if self._evidence.unexplained(places):
            self._evidence.check_symbol(places)
            self._lay(kind, value, places)

    def _metric(self, part: MetricPart) -> None:
        """A figure that is known already needs no other words: what is told to be one is words put aside."""
        places = self._evidence.find(part.words)
        if part.metric in self._known_metrics and self._evidence.unexplained(places):
            raise Unfounded(part.words)
        self._evidence.check_metric(places)
        self._symbol(part.words, "metric", str(part.metric))

    def _group(self, part: GroupPart) -> None:
        kind = "dimension" if isinstance(part.by, Dimension) else "unit"
        self._symbol(part.words, kind, str(part.by))

    def _period(self, part: PeriodPart, question: str) -> None:
        places = self._evidence.find(part.words)
        if not self._evidence.unexplained(places):
            return
        self._evidence.check_period(places)
        found = foreign_period.resolve(part, question, self._today)
        if found is None:
            raise Unfounded(part.words)
        self._absorb(found, places)
        self._lay("period", found, places)

    def _absorb(self, found: Found, places: range) -> None:
        """A number, or the year of a month, that the grammar has read alone belongs to the period."""
        for mark in list(self._sheet.marks):
            wider = isinstance(mark.value, Span) and isinstance(found, Span) and _within(found, mark.value)
            if mark.first in places and mark.last - 1 in places and (mark.kind == "number" or wider):
                self._sheet.marks.remove(mark)

    def _compare(self, part: ComparePart, question: str) -> None:
        kind, value = _COMPARED[part.how]
        if part.period and part.how is How.PERIOD:
            self._period(part.period, question)
        self._symbol(part.words, kind, value)

    def _rank(self, part: RankPart) -> None:
        self._symbol(part.words, "rank", _RANKS[part.rank])

    def _aside(self, said: str, form: Form) -> None:
        """Words that ask for nothing; where leads are counted, they may say which, or what became of them."""
        counted = {part.metric for part in form.metrics} == {Metric.MQL_COUNT}
        for place in self._evidence.unexplained(self._evidence.find(said, MOST_OF_NAME)):
            if counted:
                raise Unfounded(said)
            self._evidence.check_aside(place)
            self._put("noise", "", place, place + 1)

    def _lay(self, kind: str, value: object, places: range) -> None:
        """Mark all the words where nothing else is among them, otherwise the unexplained ones."""
        rests = self._evidence.unexplained(places)
        wide = self._telling(places.start, places.stop)
        first, last = (rests[0], rests[-1] + 1) if wide else (places.start, places.stop)
        self._put(kind, value, first, last)

    def _put(self, kind: str, value: object, first: int, last: int) -> None:
        if self._telling(first, last):
            raise Unfounded(self._sheet.text(first, last))
        self._sheet.marks = [
            mark for mark in self._sheet.marks if not first <= mark.first < mark.last <= last
        ]
        if not self._sheet.free(first, last):
            raise Unfounded(self._sheet.text(first, last))
        if kind in ("dimension", "unit"):
            # The words may hold their own "by", which the grammar wants before a breakdown.
            self._sheet.put("by", "", first, first)
        self._sheet.put(kind, value, first, last)
        self._evidence.explain(range(first, last))

    def _telling(self, first: int, last: int) -> bool:
        """Whether something else than words in passing is marked there."""
        return any(mark.first < last and first < mark.last for mark in self._sheet.telling())


def _within(one: Span, other: Span) -> bool:
    return other.period.start <= one.period.start and one.period.end <= other.period.end
