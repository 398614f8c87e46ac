"""What the marks of one question ask for, part by part, before an earlier query is laid under it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bot.domain.metric import Dimension, Metric
from bot.domain.period import Unit
from bot.domain.query import Filter, Group
from bot.language import asked_metrics
from bot.language.comparison import Said
from bot.language.marks import Doubt, Mark, Sheet
from bot.language.outcome import Doubted, Slot
from bot.language.refusals import Code
from bot.language.span import Span, Unclear
from bot.language.vocabulary import Name, Vocabulary

_RESET = frozenset("in for from at within of".split())
_OCCASIONS = frozenset("meeting board call review deck sync standup presentation qbr kickoff retro boss lunch".split())
_PASSIVE = frozenset("accepted rejected decided recycled worked handled made".split())
_LINKS = ("noise", "and", "all", "lead", "only", "also")


@dataclass(slots=True)
class Draft:
    """Parts of a query, and the words that steer how they meet the query before."""

    metrics: list[Metric] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    singular: bool = False  # the group was named in the singular
    filters: dict[Dimension, Filter] = field(default_factory=dict)
    ranges: set[Dimension] = field(default_factory=set)  # one range of numbers, and not several values
    said: Said = field(default_factory=Said)
    rank: str = ""
    ordered: bool = False
    limit: int | None = None
    ungroup: bool = False
    unfilter: list[Dimension] | None = None
    uncompare: bool = False
    also: bool = False
    reverse: bool = False
    versus: bool = False
    rest: bool = False
    unexplained: list[int] = field(default_factory=list)


class Drafting:
    """Reads the marks of one sheet, in order, into a draft."""

    def __init__(self, sheet: Sheet, vocabulary: Vocabulary, today: date, *, follows: bool) -> None:
        self.sheet = sheet
        self.draft = Draft()
        self._vocabulary = vocabulary
        self._today = today
        self._follows = follows
        self._marks = sheet.telling()
        self._used: set[Mark] = set()
        self._negating: set[Mark] = set()

    def draw(self) -> Draft:
        """The draft. Raises `Doubted` where a name or a date may mean several things."""
        self._drops()
        self._filters()
        self._groups()
        self._rank()
        self.draft.metrics = asked_metrics.choose(self.sheet, self._vocabulary, self.draft)
        self._time()
        self._words()
        self.draft.unexplained += list(self.sheet.unmarked())
        return self.draft

    def _neighbour(self, mark: Mark, step: int, skipped: Iterable[str] = ("noise",)) -> Mark | None:
        marks = self.sheet.marks
        at = marks.index(mark) + step
        while 0 <= at < len(marks) and marks[at].kind in skipped:
            at += step
        return marks[at] if 0 <= at < len(marks) else None

    def _drops(self) -> None:
        """`drop the region filter`, `without the breakdown`, `all regions`, `no comparison`."""
        for mark in self._marks:
            if mark.kind not in ("drop", "not", "all"):
                continue
            following = self._neighbour(mark, 1, ("noise", "all", "by", "filter", "lead"))
            before = self._neighbour(mark, 1, ("noise", "all", "by"))
            if before and before.kind == "filter" and (following is None or following.kind != "dimension"):
                self._use(mark, before)
                self.draft.unfilter = list(Dimension)
            elif following and following.kind == "dimension" and mark.kind == "all":
                self._all(mark, following)
            elif following and mark.kind != "all":
                self._drop(mark, following)

    def _all(self, mark: Mark, dimension: Mark) -> None:
        """`all regions` is everything; `all sources but outbound` has its names after it."""
        self._use(mark, dimension)
        if self._follows:
            self.draft.unfilter = [*(self.draft.unfilter or []), Dimension(str(dimension.value))]

    def _drop(self, mark: Mark, what: Mark) -> None:
        if what.kind == "dimension":
            after = self._neighbour(what, 1)
            grouping = after is not None and after.kind in ("grouping", "by")
            if mark.kind == "drop" or self._follows or (after and after.kind == "filter"):
                self._use(
                    mark, what, *([after] if after and after.kind in ("filter", "grouping", "by") else [])
                )
                self.draft.ungroup |= grouping
                if not grouping:
                    self.draft.unfilter = [*(self.draft.unfilter or []), Dimension(str(what.value))]
        elif what.kind in ("grouping", "by", "unit") and (
            self._neighbour(what, 1) is None or what.kind != "by"
        ):
            self._use(mark, what)
            self.draft.ungroup = True
        elif what.kind in ("vs", "relative"):
            self._use(mark, what)
            self.draft.uncompare = True
        elif what.kind in ("name", "band") and mark.kind == "drop" and self._follows:
            self._use(mark)
            self._negating.add(mark)

    def _use(self, *marks: Mark) -> None:
        self._used |= set(marks)

    def _filters(self) -> None:
        """Names as filters, with their negation, which ends at a new preposition."""
        negated, found = False, False
        for mark in self.sheet.marks:
            if mark.kind in ("not", "but") or mark in self._negating:
                negated, found = self._negates(mark), False
            elif mark.kind == "doubt" and isinstance(mark.value, Doubt):
                raise Doubted(Slot.ENTITY, mark.value.options)
            elif mark.kind in ("name", "band"):
                negated = negated and not (found and self._resets(mark))
                names = (mark.value,) if isinstance(mark.value, Name) else mark.value
                for name in names if isinstance(names, tuple) else ():
                    self._filter(name, negated)
                found = True
                if mark.kind == "band":
                    self.draft.ranges |= {name.dimension for name in names} if isinstance(names, tuple) else set()
            elif mark.kind not in ("noise", "and", "dimension", "lead", "all"):
                negated = False

    def _negates(self, mark: Mark) -> bool:
        following = self._neighbour(mark, 1, ("noise", "dimension", "lead", "all", "and", "by"))
        if following is not None and following.kind in ("name", "band", "doubt"):
            self._use(mark)
            return True
        return False

    def _resets(self, mark: Mark) -> bool:
        before = self.sheet.tokens[mark.first - 1].word if mark.first else ""
        return before in _RESET or (
            mark.first > 1 and before == "the" and self.sheet.tokens[mark.first - 2].word in _RESET
        )

    def _filter(self, name: Name, negated: bool) -> None:
        if name.dimension not in self._vocabulary.dimensions:
            return
        known = self.draft.filters.get(name.dimension)
        if known is None or (known.negated and not negated):
            self.draft.filters[name.dimension] = Filter(name.dimension, (name.value,), negated)
        elif known.negated == negated and name.value not in known.values:
            values = (*known.values, name.value)
            self.draft.filters[name.dimension] = Filter(name.dimension, values, negated)

    def _groups(self) -> None:
        for mark in self._marks:
            if mark in self._used:
                continue
            if mark.kind == "dimension":
                self._group(mark, Dimension(str(mark.value)))
            elif mark.kind == "unit":
                self._unit(mark)
        if any(mark.kind == "trend" for mark in self._marks) and not any(
            isinstance(group, Unit) for group in self.draft.groups
        ):
            self.draft.groups.append(Unit.WEEK)

    def _group(self, mark: Mark, dimension: Dimension) -> None:
        if self._is_cue(mark, dimension) or self._is_subject(mark, dimension):
            return
        if dimension not in self._vocabulary.dimensions:
            raise Doubted(Code.UNSUPPORTED_DIMENSION)
        if dimension not in self.draft.groups:
            last = self.sheet.tokens[mark.last - 1]
            self.draft.singular = last.word == last.stem
            self.draft.groups.append(dimension)

    def _is_cue(self, mark: Mark, dimension: Dimension) -> bool:
        """Whether the noun only says what kind of name stands beside it."""
        for step in (-1, 1):
            other = self._neighbour(mark, step, ("noise",))
            if other and other.kind in ("name", "band") and self._explicit(mark) is False:
                name = other.value[0] if isinstance(other.value, tuple) else other.value
                if isinstance(name, Name) and name.dimension == dimension and self._adjacent(mark, other):
                    return True
                if (
                    step == -1
                    and dimension is Dimension.CAMPAIGN
                    and isinstance(name, Name)
                    and (
                        name.dimension is Dimension.SOURCE and other.last == mark.first and not self._ranked()
                    )
                ):
                    return True
        return False

    def _adjacent(self, mark: Mark, other: Mark) -> bool:
        return min(abs(other.first - mark.last), abs(mark.first - other.last)) <= 1

    def _ranked(self) -> bool:
        return any(mark.kind in ("rank", "which", "order") for mark in self._marks)

    def _explicit(self, mark: Mark) -> bool:
        before = self._neighbour(mark, -1, ("noise",))
        return before is not None and before.kind in ("by", "which", "rank", "number")

    def _is_subject(self, mark: Mark, dimension: Dimension) -> bool:
        """`how long do reps take`: people as such, and no breakdown."""
        last = self.sheet.tokens[mark.last - 1]
        before = self._neighbour(mark, -1, ("noise",))
        if dimension is not Dimension.OWNER or last.word == last.stem:
            return False
        if before and before.kind == "by":
            word = self.sheet.tokens[before.first - 1].word if before.first else ""
            return word in _PASSIVE
        others = any(m.kind == "dimension" and m.value != dimension for m in self._marks)
        steered = any(m.kind in ("vs", "order", "rank", "which") for m in self._marks)
        return not self._explicit(mark) and (others or not steered)

    def _unit(self, mark: Mark) -> None:
        token = self.sheet.tokens[mark.first]
        after = self._neighbour(mark, 1)
        if after and self._earlier(after):
            return
        bare = mark.last - mark.first == 1 and not token.word.endswith("ly")
        before = self._neighbour(mark, -1, ("noise", "and"))
        known = before is not None and (
            before.kind in ("by", "which", "rank") or before.value in self.draft.groups
        )
        if bare and not known:
            self.draft.unexplained.append(mark.first)
        elif mark.value == "year":
            raise Doubted(Code.UNSUPPORTED_DIMENSION)
        elif Unit(str(mark.value)) not in self.draft.groups:
            self.draft.singular = token.word == token.stem
            self.draft.groups.append(Unit(str(mark.value)))

    def _rank(self) -> None:
        ranks = [mark for mark in self._marks if mark.kind == "rank"]
        self.draft.ordered = any(mark.kind == "order" for mark in self._marks)
        self.draft.reverse = any(mark.kind == "reverse" for mark in self._marks)
        if not ranks:
            self.draft.rank = "desc" if self.draft.ordered else ""
            self._first()
            return
        told = [mark for mark in ranks if mark.value in ("asc", "desc", "bottom")] or ranks
        self.draft.rank = str((told if ranks[0].value == "top" else ranks)[0].value)
        first = any("first" in self.sheet.text(mark.first, mark.last).lower() for mark in ranks)
        self.draft.limit = self._count(ranks)
        if self.draft.limit is None and self.draft.singular and not first and not self.draft.ordered:
            self.draft.limit = 1
        who = any(
            m.kind == "which" and self.sheet.tokens[m.first].word in ("who", "whose") for m in self._marks
        )
        if who and not self.draft.groups and Dimension.OWNER in self._vocabulary.dimensions:
            self.draft.groups.append(Dimension.OWNER)
            self.draft.limit = self.draft.limit or 1

    def _first(self) -> None:
        """`limit 5`, `the first 3` without a superlative."""
        for mark in self._marks:
            if (
                mark.kind == "number"
                and mark.first
                and self._follows
                and (self.sheet.tokens[mark.first - 1].word in ("first", "limit", "to", "only", "just"))
            ):
                self._use(mark)
                self.draft.limit = int(str(mark.value))

    def _count(self, ranks: list[Mark]) -> int | None:
        for mark in self._marks:
            if mark.kind != "number" or not 0 < int(str(mark.value)) <= 1000:
                continue
            near = (self._neighbour(mark, -1, ("noise",)), self._neighbour(mark, 1, ("noise",)))
            if any(other in ranks or other.kind == "dimension" for other in near if other):
                self._use(mark)
                return int(str(mark.value))
        return None

    def _time(self) -> None:
        kinds = {mark.kind for mark in self._marks if mark not in self._used}
        found = [mark.value for mark in self._marks if mark.kind == "period"]
        relative = self._counted_before() or next(
            (str(m.value) for m in self._marks if m.kind == "relative" and m not in self._used), ""
        )
        over = next((str(mark.value) for mark in self._marks if mark.kind == "pop"), "")
        if "vague_period" in kinds:
            found.append(Unclear())
        timed = any(isinstance(group, Unit) for group in self.draft.groups)
        named = any(len(one.values) > 1 for one in self.draft.filters.values())
        sided = named or bool(self.draft.groups) or len(self.draft.metrics) > 1
        versus = any(mark.kind == "vs" and not self._idle(mark) for mark in self._marks)
        self.draft.versus = versus
        self.draft.rest = "rest" in kinds
        periods = [one for one in found if isinstance(one, Span)]
        alone = len(periods) == 1 and not periods[0].parts
        against = versus and not (alone and sided and not self._follows_vs())
        self.draft.said = Said(
            found=[one for one in found if not isinstance(one, str)],  # type: ignore[misc]
            against=against or (versus and self._follows_vs()),
            change=("change" in kinds or self._dropped()) and not timed and not ((versus or named) and sided and alone),
            relative=relative, over=over, event=self._event(), length=self._length(),
        )  # fmt: skip

    def _idle(self, mark: Mark) -> bool:
        """`tracking against SLA`: the metric itself is what somebody is held against."""
        after = self._neighbour(mark, 1)
        metrics = self.sheet.of("metric")
        held = self.sheet.tokens[mark.first].word == "against" and len(metrics) == 1
        return held and after is not None and after == metrics[0]

    def _earlier(self, mark: Mark) -> bool:
        """`the week before`, `the week before that`."""
        return (mark.kind == "before" and not self._dated(mark)) or (mark.kind, mark.value) == ("relative", "before")

    def _dropped(self) -> bool:
        """`did acceptance drop`: no order to drop something."""
        found = [m for m in self._marks if m.kind == "drop" and m not in self._used and m.first
                 and self.sheet.tokens[m.first].word.startswith("drop")]  # fmt: skip
        self._use(*found)
        return bool(found)

    def _counted_before(self) -> str:
        """`the four weeks before`: as long a time right before the period."""
        for mark in self._marks:
            unit = self._neighbour(mark, 1)
            if mark.kind == "unit" and unit and self._earlier(unit):
                self._use(mark, unit)
                self.draft.unexplained = [place for place in self.draft.unexplained if place != mark.first]
                return "before"
            if mark.kind == "number" and unit and unit.kind == "relative":
                self._use(mark, unit)
                return str(unit.value)
            tail = self._neighbour(unit, 1) if unit and unit.kind == "unit" else None
            if (
                mark.kind == "number"
                and unit
                and tail
                and tail.kind in ("before", "relative")
                and not self._dated(tail)
            ):
                self._use(mark, unit, tail)
                self.draft.unexplained = [place for place in self.draft.unexplained if place != unit.first]
                return "before"
        return ""

    def _follows_vs(self) -> bool:
        """Whether a period stands right after the word that compares."""
        return any(
            mark.kind == "vs" and (after := self._neighbour(mark, 1)) is not None and after.kind == "period"
            for mark in self._marks
        )

    def _event(self) -> str:
        sides = [mark for mark in self._marks if mark.kind in ("before", "after")]
        if not any(self._dated(mark) for mark in sides):
            return ""
        if len({mark.kind for mark in sides}) == 2:
            self._use(*sides, *(mark for mark in self._marks if mark.kind in ("vs", "change")))
            return "both"
        return next(mark.kind for mark in sides if self._dated(mark))

    def _dated(self, mark: Mark) -> bool:
        after = self._neighbour(mark, 1, ("noise", "and", "before", "after", "vs", "change"))
        return after is not None and after.kind == "period"

    def _length(self) -> tuple[str, int] | None:
        for mark in self._marks:
            after = self._neighbour(mark, 1)
            if mark.kind == "number" and after and after.kind == "unit" and self._event():
                self._use(mark, after)
                self.draft.unexplained = [place for place in self.draft.unexplained if place != after.first]
                return str(after.value), int(str(mark.value))
        return None

    def _words(self) -> None:
        """Words of the grammar that came to nothing are as unexplained as any other."""
        self.draft.also = any(mark.kind == "also" for mark in self._marks)
        combined = any(mark.kind == "combined" for mark in self._marks)
        self.draft.ungroup |= combined and not self.draft.groups
        for mark in self._marks:
            if mark in self._used or (mark.kind == "number" and self._one(mark)):
                continue
            if mark.kind == "employee" and Dimension.COMPANY_SIZE in self.draft.filters:
                continue
            if mark.kind in ("not", "number", "drop", "employee") or (
                mark.kind in ("before", "after") and not self._dated(mark) and not self._occasion(mark)
            ):
                self.draft.unexplained.append(mark.first)

    def _occasion(self, mark: Mark) -> bool:
        """`before my board meeting` says when the answer is needed, and nothing of its period."""
        return any(token.word in _OCCASIONS for token in self.sheet.tokens[mark.last : mark.last + 5])

    def _one(self, mark: Mark) -> bool:
        return not self.sheet.tokens[mark.first].word.isdigit() and int(str(mark.value)) <= 2
