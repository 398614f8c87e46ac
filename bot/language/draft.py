"""What the marks of one question ask for, part by part, before an earlier query is laid under it."""

from bot.domain.metric import Dimension, Metric
from bot.language import asked_metrics, deeds, slots, strangers, words
from bot.language.desk import Desk, Draft, Part
from bot.language.filtering import Filtering
from bot.language.grouping import Grouping
from bot.language.marks import Mark, Sheet
from bot.language.superlatives import Superlatives
from bot.language.timing import Timing
from bot.language.vocabulary import Vocabulary

_BOUNDS = frozenset(("under", "below", "above", "exceeding", "least", "most", "bigger", "smaller", "larger"))
_DECIDED = frozenset(("decided", "decision", "decisions"))
_OCCASIONS = words.listed(
    "meeting board call review deck sync standup presentation qbr kickoff retro boss lunch"
)


def draw(sheet: Sheet, vocabulary: Vocabulary, *, follows: bool) -> Draft:
    """The draft of one question. Raises `Doubted` where a name or a date may mean several things."""
    desk = Desk(sheet, vocabulary, follows)
    Filtering(desk).read()
    Grouping(desk).read()
    Superlatives(desk).read()
    desk.draft.metrics = asked_metrics.choose(sheet, vocabulary, desk.draft)
    Timing(desk).read()
    Rest(desk).read()
    return desk.draft


class Rest(Part):
    """Reads what is left."""

    def read(self) -> None:
        """Words of the grammar that came to nothing are as unexplained as any other."""
        self.draft.also = any(mark.kind == "also" for mark in self._marks)
        combined = any(mark.kind == "combined" for mark in self._marks)
        self.draft.ungroup |= combined and not self.draft.groups
        for mark in self._marks:
            if mark in self._used or (mark.kind == "number" and self._one(mark)):
                continue
            if mark.first == 0 and self.sheet.tokens[0].word == "no" and self._said_no():
                continue
            if mark.kind == "employee" and Dimension.COMPANY_SIZE in self.draft.filters:
                continue
            if self._bound(mark):
                self.draft.unexplained.append(mark.first)
            if mark.kind in ("not", "number", "drop", "employee", "replaced") or (
                mark.kind in ("before", "after")
                and not (self._dated(mark) or self._occasion(mark) or self._decision(mark))
            ):
                self.draft.unexplained.append(mark.first)
        if self.draft.metrics == [Metric.MQL_COUNT]:
            self.draft.unexplained += deeds.undone(self.sheet)
        self.draft.unexplained += [
            *self.sheet.unmarked(),
            *slots.unfilled(self.sheet),
            *strangers.found(self.sheet),
        ]

    def _said_no(self) -> bool:
        """`no, I meant ...`"""
        return len(self.sheet.tokens) > 1 and self.sheet.tokens[1].parted

    def _bound(self, mark: Mark) -> bool:
        """`above average`: a bound without a number that the bands have."""
        said = {token.word for token in self.sheet.tokens[mark.first : mark.last]}
        return mark.kind == "bound" and bool(said & _BOUNDS) and not self.draft.ranges

    def _occasion(self, mark: Mark) -> bool:
        """`before my board meeting` says when the answer is needed, and nothing of its period."""
        return any(token.word in _OCCASIONS for token in self.sheet.tokens[mark.last : mark.last + 5])

    def _decision(self, mark: Mark) -> bool:
        """`how long until somebody decides`: what the time is taken to."""
        timed = {Metric.DECISION_TIME_MEDIAN, Metric.DECISION_TIME_P90} & set(self.draft.metrics)
        after = self._neighbour(mark, 1, ("noise", "lead", "dimension", "name"))
        decided = any(token.word in _DECIDED for token in self.sheet.tokens[mark.last :])
        return bool(timed) and (decided or (after is not None and after.kind == "metric"))

    def _one(self, mark: Mark) -> bool:
        return not self.sheet.tokens[mark.first].word.isdigit() and int(str(mark.value)) <= 2
