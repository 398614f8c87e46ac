"""By what figures are broken down, and which nouns only say what kind of name stands beside them."""

from bot.domain.metric import Dimension
from bot.domain.period import Unit
from bot.language.desk import Part
from bot.language.marks import Mark
from bot.language.outcome import Doubted
from bot.language.refusals import Code
from bot.language.vocabulary import Name

_OF = frozenset(("for", "of", "from", "in", "with"))
_PASSIVE = frozenset(("accepted", "rejected", "decided", "recycled", "worked", "handled", "made"))


class Grouping(Part):
    """Reads the breakdown of a question."""

    def read(self) -> None:
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
        if self._is_cue(mark, dimension) or self._is_subject(mark, dimension) or self._extent(mark):
            return
        if dimension not in self._vocabulary.dimensions:
            raise Doubted(Code.UNSUPPORTED_DIMENSION)
        if self._points(mark):
            self.draft.pointed.append(dimension)
            return
        if dimension not in self.draft.groups:
            last = self.sheet.tokens[mark.last - 1]
            self.draft.singular = last.word == last.stem
            self.draft.groups.append(dimension)

    def _extent(self, mark: Mark) -> bool:
        """`size of the open queue`: how much of it there is."""
        after, words = self._neighbour(mark, 1), [token.word for token in self.sheet.tokens]
        counted = after is not None and after.kind in ("metric", "lead")
        return counted and words[mark.first : mark.last + 1] == ["size", "of"]

    def _points(self, mark: Mark) -> bool:
        """`of this campaign`, `in the region` mean one that everybody knows by now, and no breakdown."""
        last, words = self.sheet.tokens[mark.last - 1], [token.word for token in self.sheet.tokens]
        before = words[max(mark.first - 2, 0) : mark.first]
        if last.word != last.stem or not before or self._ranked():
            return False
        return before[-1] in ("this", "that") or (before[-1] == "the" and before[0] in _OF)

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

    def _is_subject(self, mark: Mark, dimension: Dimension) -> bool:
        """`how long do reps take`: people as such, and no breakdown."""
        last = self.sheet.tokens[mark.last - 1]
        before = self._neighbour(mark, -1, ("noise",))
        if (
            dimension is Dimension.OWNER
            and mark.first
            and self.sheet.tokens[mark.first - 1].word in ("a", "an")
        ):
            return True
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
        if after and (self._earlier(after) or after.kind == "relative"):
            return
        bare = mark.last - mark.first == 1 and not token.word.endswith("ly")
        before = self._neighbour(mark, -1, ("noise", "and"))
        known = before is not None and (
            before.kind in ("by", "which", "rank") or before.value in self.draft.groups
        )
        if bare and not known and not self._alone(mark):
            self.draft.unexplained.append(mark.first)
        elif mark.value == "year":
            raise Doubted(Code.UNSUPPORTED_DIMENSION)
        elif Unit(str(mark.value)) not in self.draft.groups:
            self.draft.singular = token.word == token.stem
            self.draft.groups.append(Unit(str(mark.value)))

    def _alone(self, mark: Mark) -> bool:
        """`show me weeks`, said of the figure before: a breakdown, where nothing else can be meant."""
        told = self.sheet.tokens[mark.last - 1]
        others = [
            one for one in self._marks if one.kind in ("number", "period", "before", "after", "vague_period")
        ]
        return self._follows and not others and (told.word != told.stem or bool(self.sheet.of("instead")))
