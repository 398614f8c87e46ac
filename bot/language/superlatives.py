"""The superlative of a question, and how many rows it wants."""

import itertools

from bot.domain.metric import Dimension
from bot.language.desk import Part
from bot.language.marks import Mark

_ONE = frozenset(("is", "has", "was", "had", "does", "gets"))
_SINGLE = frozenset((("which", "one"), ("which", "is"), ("which", "was"), ("which", "has"), ("which", "had")))


class Superlatives(Part):
    """Reads top, best, worst and their numbers."""

    def read(self) -> None:
        ranks = [mark for mark in self._marks if mark.kind == "rank"]
        self.draft.ordered = any(mark.kind == "order" for mark in self._marks)
        self._who()
        self.draft.reverse = any(mark.kind == "reverse" for mark in self._marks)
        if not ranks:
            self.draft.rank = "desc" if self.draft.ordered else ""
            self._first()
            return
        told = [mark for mark in ranks if mark.value in ("asc", "desc", "bottom")] or ranks
        self.draft.rank = str((told if ranks[0].value == "top" else ranks)[0].value)
        self.draft.reverse &= self.draft.rank not in ("asc", "desc")  # `flip it, smallest first`
        first = any("first" in self.sheet.text(mark.first, mark.last).lower() for mark in ranks)
        self.draft.limit = self._count(ranks)
        self.draft.singular = self.draft.singular or self._one_of()
        if self.draft.limit is None and self.draft.singular and not first and not self.draft.ordered:
            self.draft.limit = 1
        who = any(
            m.kind == "which" and self.sheet.tokens[m.first].word in ("who", "whose") for m in self._marks
        )
        if who and not self.draft.groups and Dimension.OWNER in self._vocabulary.dimensions:
            self.draft.groups.append(Dimension.OWNER)
            self.draft.limit = self.draft.limit or 1

    def _who(self) -> None:
        """`who has how many open leads`: by owner."""
        first = next(iter(self.sheet.telling()), None)
        asked = first is not None and first.kind == "which" and self.sheet.tokens[first.first].word == "who"
        if asked and not self.draft.groups and not self.draft.filters.get(Dimension.OWNER):
            self.draft.groups.append(Dimension.OWNER)
            self.draft.singular = True

    def _one_of(self) -> bool:
        """`which of our sources is`, `which one`: one row is wanted."""
        read = [token.word for token in self.sheet.tokens]
        after = [
            read[mark.last] for mark in self._marks if mark.kind == "dimension" and mark.last < len(read)
        ]
        after += [
            "is" for mark in self._marks if mark.kind == "rank" and read[mark.last : mark.last + 1] == ["one"]
        ]
        return any(word in _ONE for word in after) or bool(_SINGLE & set(itertools.pairwise(read)))

    def _first(self) -> None:
        """`limit 5`, `the first 3` without a superlative."""
        for mark in self._marks:
            before = self.sheet.tokens[mark.first - 1].word if mark.kind == "number" and mark.first else ""
            after = self._neighbour(mark, 1) if before else None
            if mark.kind == "number" and self._follows and self._recounted(mark):
                self._use(mark)
                self.draft.limit, self.draft.recount = int(str(mark.value)), True
            listed = before == "first" and after is not None and after.kind == "dimension"
            if (self._follows and before in ("first", "limit", "to", "only", "just", "show", "me")) or listed:
                self._use(mark)
                self.draft.limit = int(str(mark.value))
                self.draft.rank = self.draft.rank or ("desc" if listed else "")

    def _recounted(self, mark: Mark) -> bool:
        """`make that 10`, and nothing else: as many rows."""
        return [one.kind for one in self._marks] == ["instead", "number"] and 0 < int(str(mark.value)) <= 1000

    def _count(self, ranks: list[Mark]) -> int | None:
        for mark in self._marks:
            if mark.kind != "number" or not 0 < int(str(mark.value)) <= 1000:
                continue
            near = (self._neighbour(mark, -1, ("noise",)), self._neighbour(mark, 1, ("noise",)))
            if any(other in ranks or other.kind == "dimension" for other in near if other):
                self._use(mark)
                return int(str(mark.value))
        return None
