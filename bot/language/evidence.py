"""Where the words of a filled form stand in the question, and what they may be taken for.

A word that nobody knows may be somebody's name. It is no metric, no breakdown and no small talk where the
sentence treats it as a name: behind "for" or "from", in quotes, beside a metric or the word for leads.
"""

from collections import Counter
from collections.abc import Iterable

from bot.language import words
from bot.language.marks import Sheet
from bot.language.vocabulary import SMALL

MOST = 6  # words that one thing is said with
MOST_OF_NAME = 16

# Words of other languages that stand before anything and neither exclude nor compare.
_PARTICLES = SMALL | words.listed("fur im am vom zum pour dans du des por para el il lo di del")
_ARTICLES = words.listed("the our a an der die das den el la le les il lo")
_BEFORE_PEOPLE = words.listed("for from at without excluding except not vs versus")
_BEFORE_NAMES = _BEFORE_PEOPLE | {"in"}
_BEFORE_ANYTHING = _BEFORE_NAMES | words.listed("with by of and or than about per but to")
_DOMAIN = frozenset(("metric", "lead", "dimension", "name", "band", "doubt"))


class Unfounded(Exception):  # noqa: N818 - it is no error of the program
    """Raised where a form says what the question does not."""


class Evidence:
    """The question of one form; `left` are the places of its unexplained words."""

    def __init__(self, question: str, sheet: Sheet, left: frozenset[int]) -> None:
        self._question = question
        self._sheet = sheet
        self._read = [token.word for token in sheet.raw]
        self._left = left
        self._all = left

    def find(self, said: str, most: int = MOST) -> range:
        """The places of words copied from the question, at best of unexplained ones. Raises `Unfounded`."""
        wanted = [token.word for token in words.tokens(said)]
        if not wanted or len(wanted) > most or said not in self._question:
            raise Unfounded(said)
        starts = range(len(self._read) - len(wanted) + 1)
        found = [range(at, at + len(wanted)) for at in starts if self._read[at : at + len(wanted)] == wanted]
        if not found:
            raise Unfounded(said)
        return next((each for each in found if self._all & set(each)), found[0])

    def unexplained(self, places: range) -> list[int]:
        """Those places whose words nobody knows."""
        return sorted(self._left & set(places))

    def explain(self, places: range) -> None:
        """Take note that these words have a meaning now."""
        self._left -= set(places)

    def check_apart(self, said: Iterable[str]) -> None:
        """An unexplained word says one thing only. Raises `Unfounded`."""
        told = Counter(place for each in said for place in self.unexplained(self.find(each, MOST_OF_NAME)))
        if any(times > 1 for times in told.values()):
            raise Unfounded(str(told))

    def check_negation(self, places: range, name: range) -> None:
        """What excludes a name stands right before it. Raises `Unfounded`."""
        between = self._read[places.stop : name.start]
        if places.stop > name.start or not set(between) <= _ARTICLES:
            raise Unfounded(self._read[places.start])

    def check_symbol(self, places: range) -> None:
        """Whether unexplained words may stand for a symbol. Raises `Unfounded`."""
        for place in self.unexplained(places):
            self._check_plain(place)
            if self._before(place) in _BEFORE_NAMES:
                raise Unfounded(self._read[place])

    def check_metric(self, places: range) -> None:
        """Whether they may stand for a figure; near a known one, or leads, a capital letter tells a name."""
        self.check_symbol(places)
        for place in self.unexplained(places) if self._sheet.of("metric", "lead", "vague_metric") else ():
            if self._capital(place) or (self._upper(place) and self._beside(place)):
                raise Unfounded(self._read[place])

    def check_period(self, places: range) -> None:
        """Whether they may stand for a period: "in Dezember", and not "for Dana". Raises `Unfounded`."""
        for place in self.unexplained(places):
            named = self._capital(place) and self._before(place) in _BEFORE_PEOPLE
            if named or self._sheet.raw[place].quoted:
                raise Unfounded(self._read[place])

    def check_aside(self, place: int) -> None:
        """Whether an unexplained word may be small talk. Raises `Unfounded`."""
        self._check_plain(place)
        if self._sheet.at(place) is not None or self._before(place) in _BEFORE_ANYTHING:
            raise Unfounded(self._read[place])
        if self._read[place] not in _PARTICLES and (self._capital(place) or self._beside(place)):
            raise Unfounded(self._read[place])

    def _check_plain(self, place: int) -> None:
        """Neither a number nor a quotation."""
        if not self._read[place].isalpha() or self._sheet.raw[place].quoted:
            raise Unfounded(self._read[place])

    def _capital(self, place: int) -> bool:
        return place > 0 and self._upper(place)

    def _upper(self, place: int) -> bool:
        return self._sheet.raw[place].text[0].isupper()

    def _beside(self, place: int) -> bool:
        """Whether the word may belong to what stands beside it, as in `Nummern der Leads`."""
        last = place + 1
        while last < len(self._read) and self._read[last] in _PARTICLES:
            last += 1
        direct = (self._sheet.at(place - 1) if place else None, self._sheet.at(place + 1))
        return any(mark is not None and mark.kind in _DOMAIN for mark in direct) or (
            (mark := self._sheet.at(last)) is not None and mark.kind in _DOMAIN - {"metric"}
        )

    def _before(self, place: int) -> str:
        at = place - 1
        while at > 0 and self._read[at] in _ARTICLES:
            at -= 1
        return self._read[at] if at >= 0 else ""
