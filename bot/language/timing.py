"""What a question says of time: its periods, and the words that set them against each other."""

from bot.domain.period import Unit
from bot.language.comparison import Said
from bot.language.desk import Part
from bot.language.marks import Mark
from bot.language.span import Ahead, Span, Unclear

_EARLIER = frozenset(("previous", "prior", "preceding"))
_POINTING = frozenset(("it", "this", "that"))
_MIDDLES = frozenset(("average", "avg", "mean", "typical"))


class Timing(Part):
    """Reads the periods of a question."""

    def read(self) -> None:
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
        self.draft.inverted = "rest" in kinds and self._left()
        self.draft.rest = ("rest" in kinds and not self.draft.inverted) or self._to_nothing()
        periods = [one for one in found if isinstance(one, Span)]
        alone = len(periods) == 1 and not periods[0].parts
        against = versus and not (sided and (alone or not periods) and not self._follows_vs())
        change = "change" in kinds or self._dropped()
        self.draft.earlier = any(
            mark.kind == "period" and set(self._words(mark)) & _EARLIER for mark in self._marks
        ) and not (versus or change or relative)
        self.draft.said = Said(
            found=[one for one in found if isinstance(one, (Span, Unclear, Ahead))],
            against=against or (versus and self._follows_vs()),
            change=change and not timed and not ((versus or named) and sided and alone),
            relative=relative, over=over, event=self._event(), length=self._length(),
        )  # fmt: skip

    def _words(self, mark: Mark) -> list[str]:
        return [token.word for token in self.sheet.tokens[mark.first : mark.last]]

    def _left(self) -> bool:
        """`not webinars - everything else`: the rest is what an exclusion leaves."""
        negated = any(each.negated for each in self.draft.filters.values())
        return negated and not self.sheet.of("vs")

    def _to_nothing(self) -> bool:
        """`last week compared to the average`: there is nothing of which a figure could be taken."""
        for mark in self.sheet.of("vs"):
            before = self.sheet.tokens[mark.first - 1].word if mark.first else ""
            if before in _POINTING and mark == self._marks[-1] and not self.sheet.of("relative", "pop"):
                return True  # `how does it compare?`
            after = self._neighbour(mark, 1, ("noise", "by"))
            said = self.sheet.tokens[after.first : after.last] if after else ()
            if after and after.kind == "vague_metric" and any(token.word in _MIDDLES for token in said):
                return True
        return False

    def _idle(self, mark: Mark) -> bool:
        """`tracking against SLA`: the metric itself is what somebody is held against."""
        after = self._neighbour(mark, 1)
        metrics = self.sheet.of("metric")
        held = self.sheet.tokens[mark.first].word == "against" and len(metrics) == 1
        return held and after is not None and after == metrics[0]

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
            earlier = unit if unit and self._earlier(unit) else self._neighbour(mark, -1)
            if mark.kind == "number" and earlier and self._earlier(earlier):
                self._use(mark, earlier)
                return str(earlier.value) or "before"
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
        if self.sheet.of("change") and all(mark.kind == "after" for mark in sides):
            self._use(*sides, *self.sheet.of("change"))
            return "both"  # `did it rise after 1 October`
        return next(mark.kind for mark in sides if self._dated(mark))

    def _length(self) -> tuple[str, int] | None:
        for mark in self._marks:
            after = self._neighbour(mark, 1)
            if mark.kind == "number" and after and after.kind == "unit" and self._event():
                self._use(mark, after)
                self.draft.unexplained = [place for place in self.draft.unexplained if place != after.first]
                return str(after.value), int(str(mark.value))
        return None
