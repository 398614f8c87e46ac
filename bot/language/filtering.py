"""Names as filters, with their negation; and filters that are taken away again."""

from bot.domain.metric import Dimension
from bot.domain.query import Filter
from bot.language.desk import Part
from bot.language.marks import Doubt, Mark
from bot.language.outcome import Doubted, Slot
from bot.language.vocabulary import Name

_WHOLE = frozenset(("all", "any", "every", "each", "everything", "everyone", "anything", "anyone", "no"))
_IGNORING = frozenset(("ignore", "disregard", "remove", "forget", "take"))
_RESET = frozenset(("in", "for", "from", "at", "within", "of"))


class Filtering(Part):
    """Reads the filters of a question."""

    def _drops(self) -> None:
        """`drop the region filter`, `without the breakdown`, `all regions`, `no comparison`."""
        for mark in self._marks:
            if mark.kind == "everywhere" and self._follows:
                self.draft.unfilter = [*(self.draft.unfilter or []), Dimension.REGION]
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
        elif (
            what.kind in ("name", "band")
            and mark.kind == "drop"
            and (self._follows or self._left(mark, what))
        ):
            self._use(mark)
            self._negating.add(mark)

    def _left(self, mark: Mark, what: Mark) -> bool:
        """`if you ignore EMEA`; `did acceptance drop EMEA` leaves nothing out."""
        after = self.sheet.tokens[mark.last].word  # `take out of EMEA` is no exclusion
        ignoring = self.sheet.tokens[mark.first].word in _IGNORING
        return ignoring and after != "of" and what.first - mark.last < 3

    def read(self) -> None:
        """Names as filters, with their negation, which ends at a new preposition."""
        self._drops()
        negated, found = False, False
        for mark in self.sheet.marks:
            if mark.kind in ("not", "but") or mark in self._negating:
                negated, found = self._negates(mark), False
            elif mark.kind == "doubt" and isinstance(mark.value, Doubt):
                raise Doubted(Slot.ENTITY, mark.value.options)
            elif mark.kind in ("name", "band"):
                negated = negated and not (found and self._resets(mark))
                self._name(mark, negated)
                found = True
            elif mark.kind not in ("noise", "and", "by", "dimension", "lead", "all"):
                negated = False

    def _name(self, mark: Mark, negated: bool) -> None:
        if self._breaks_down(mark):
            raise Doubted(Slot.ENTITY)
        names = (mark.value,) if isinstance(mark.value, Name) else mark.value
        for name in names if isinstance(names, tuple) else ():
            self._filter(name, negated)
            self.draft.ranges |= {name.dimension} if mark.kind == "band" else set()

    def _negates(self, mark: Mark) -> bool:
        if mark.kind == "but" and not self._of_all(mark):
            return False
        following = self._neighbour(mark, 1, ("noise", "dimension", "lead", "all", "and", "by"))
        if following is not None and following.kind in ("name", "band", "doubt"):
            self._use(mark)
            return True
        return False

    def _of_all(self, mark: Mark) -> bool:
        """`all sources but outbound`; `sorry, but EMEA` leaves nothing out."""
        said = {token.word for token in self.sheet.tokens[: mark.first]}
        return bool(said & _WHOLE)

    def _breaks_down(self, mark: Mark) -> bool:
        """`by fleet size`, `by webinar`: by one value of something nothing can be broken down."""
        at = mark.first - 1
        if at < 1 or self.sheet.tokens[at].word not in ("by", "per"):
            return False
        by = self.sheet.at(at)
        passive = self.sheet.tokens[at - 1].word.endswith(("ed", "made", "won", "given", "driven", "brought"))
        owner = isinstance(mark.value, Name) and mark.value.dimension is Dimension.OWNER
        return by is not None and by.kind == "by" and not owner and not (passive and by.first == at)

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
