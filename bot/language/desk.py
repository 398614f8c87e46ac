"""What the readers of one question share: its marks, the draft, and which marks have been made use of."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.domain.metric import Dimension, Metric
from bot.domain.query import Filter, Group
from bot.language.comparison import Said
from bot.language.marks import Mark, Sheet
from bot.language.vocabulary import Vocabulary


@dataclass(slots=True)
class Draft:
    """Parts of a query, and the words that steer how they meet the query before."""

    metrics: list[Metric] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    singular: bool = False  # the group was named in the singular
    pointed: list[Dimension] = field(default_factory=list)  # "this campaign": one that was named before
    filters: dict[Dimension, Filter] = field(default_factory=dict)
    ranges: set[Dimension] = field(default_factory=set)  # one range of numbers, and not several values
    said: Said = field(default_factory=Said)
    rank: str = ""
    ordered: bool = False
    limit: int | None = None
    recount: bool = False  # the rows of the query before, in another number
    ungroup: bool = False
    unfilter: list[Dimension] | None = None
    uncompare: bool = False
    also: bool = False
    earlier: bool = False  # the period was called the previous one
    reverse: bool = False
    versus: bool = False
    rest: bool = False
    inverted: bool = False  # not this, everything else
    why: bool = False
    unexplained: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Desk:
    """One question on the desk; `follows` tells whether there is a query before it."""

    sheet: Sheet
    vocabulary: Vocabulary
    follows: bool
    draft: Draft = field(default_factory=Draft)
    used: set[Mark] = field(default_factory=set)
    negating: set[Mark] = field(default_factory=set)


class Part:
    """Reads one part of a question; a subclass for each."""

    def __init__(self, desk: Desk) -> None:
        self.sheet = desk.sheet
        self.draft = desk.draft
        self._vocabulary = desk.vocabulary
        self._follows = desk.follows
        self._marks = desk.sheet.telling()
        self._used = desk.used
        self._negating = desk.negating

    def _neighbour(self, mark: Mark, step: int, skipped: Iterable[str] = ("noise",)) -> Mark | None:
        marks = self.sheet.marks
        at = marks.index(mark) + step
        while 0 <= at < len(marks) and marks[at].kind in skipped:
            at += step
        return marks[at] if 0 <= at < len(marks) else None

    def _use(self, *marks: Mark) -> None:
        self._used |= set(marks)

    def _explicit(self, mark: Mark) -> bool:
        before = self._neighbour(mark, -1, ("noise",))
        if before is None or self.sheet.tokens[before.first].word == "where":
            return False  # `where source = webinar`
        return before.kind in ("by", "which", "rank", "number")

    def _earlier(self, mark: Mark) -> bool:
        """`the week before`, `the week before that`."""
        return (mark.kind == "before" and not self._dated(mark)) or (mark.kind, mark.value) == (
            "relative",
            "before",
        )

    def _dated(self, mark: Mark) -> bool:
        after = self._neighbour(mark, 1, ("noise", "and", "before", "after", "vs", "change"))
        if after is None or after.kind != "period":
            return False
        return not any(token.parted for token in self.sheet.tokens[mark.last : after.first + 1])
