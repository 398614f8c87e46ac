"""From words to marks: names, then bands, then at each place the longest of a period, a phrase, a number."""

import re
from datetime import date

from bot.language import asides, lexicon, occasions, particles, repair, replaced, words
from bot.language.bands import Bands
from bot.language.marks import Doubt, Mark, Sheet
from bot.language.names import Names
from bot.language.periods import Periods
from bot.language.time_words import NUMBERS
from bot.language.vocabulary import Vocabulary

_VERBS = frozenset(("will", "may", "can", "bill", "mark", "pat", "sue", "drew", "chase", "grant"))
_PREPOSITIONS = frozenset(("for", "of", "from", "by", "with", "rep"))
_MASK = "\x00"


class Reader:
    """Reads questions in one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._names = Names(vocabulary)
        self._bands = Bands(vocabulary)
        self._phrases = lexicon.OF_FEEDBACK if vocabulary.is_of_feedback else lexicon.PHRASES

    def names(self, question: str, today: date) -> Sheet:
        """The words of a question with the names in it."""
        raw = words.tokens(question)
        tokens, guessed = repair.repaired(raw, self._vocabulary)
        sheet = Sheet(tokens, raw, guessed)
        occasions.settle(sheet)
        self._bands.mark(sheet)
        self._names.mark(sheet, today)
        return sheet

    def rest(self, sheet: Sheet, today: date) -> None:
        """Everything else that the words mean."""
        masked = [_MASK if sheet.at(place) else token.word for place, token in enumerate(sheet.tokens)]
        stems = [_MASK if sheet.at(place) else token.stem for place, token in enumerate(sheet.tokens)]
        periods = Periods(masked, [token.gap for token in sheet.tokens], today)
        at = 0
        while at < len(masked):
            at = at + 1 if masked[at] == _MASK else self._next(sheet, periods, stems, at)
        particles.settle(sheet)
        replaced.settle(sheet)
        asides.settle(sheet)
        self._what_for(sheet)
        for mark in sheet.of("metric", "change", "vs"):
            self._doubt(sheet, mark)
        if not sheet.of("vs", "relative", "change", "pop"):
            self._promote(sheet, sheet.of("period"))
            self._promote(sheet, sheet.of("metric", "lead"))

    def _what_for(self, sheet: Sheet) -> None:
        """`what does Mei reject leads for?`"""
        last = sheet.at(len(sheet.tokens) - 1) if sheet.tokens else None
        if (
            last
            and last.kind == "noise"
            and sheet.tokens[-1].word == "for"
            and sheet.tokens[0].word == "what"
        ):
            sheet.marks.remove(last)
            sheet.put("why", "", last.first, last.last)

    def _doubt(self, sheet: Sheet, mark: Mark) -> None:
        """`Open Leads win rate`, `did Growth bring in more`: it may be a campaign of that name."""
        found = self._vocabulary.of(tuple(token.stem for token in sheet.tokens[mark.first : mark.last]))
        after = sheet.at(mark.last) if mark.last < len(sheet.tokens) else None
        subject = mark.first > 0 and sheet.tokens[mark.first - 1].word in ("did", "does", "has", "had")
        followed = after is not None and after.kind == "metric" and not sheet.tokens[mark.last].parted
        if found and (subject or followed):
            sheet.marks.remove(mark)
            options = tuple(sorted(name.value for name in found))
            sheet.put("doubt", Doubt(options[:3], found[0].dimension), mark.first, mark.last)

    def _promote(self, sheet: Sheet, marks: list[Mark]) -> None:
        """`MQLs from Last Week in March`: of two periods, or two metrics, one may be a name after all."""
        for mark in marks if len(marks) > 1 else ():
            found = self._vocabulary.of(tuple(token.stem for token in sheet.tokens[mark.first : mark.last]))
            if len(found) == 1 and mark.first and sheet.tokens[mark.first - 1].word in _PREPOSITIONS:
                sheet.marks.remove(mark)
                sheet.put("name", found[0], mark.first, mark.last)
                return

    def _next(self, sheet: Sheet, periods: Periods, stems: list[str], at: int) -> int:
        period, phrase = periods.find(at), self._phrases.match(stems, at, _stops(sheet))
        silent = lexicon.SILENT.match(stems, at)
        if silent and silent[1] == at + 1 and sheet.tokens[at].word not in lexicon.SILENT.spelled:
            silent = None  # the plural of a particle is another word
        if period and (
            phrase is None or period[1] > phrase[1] or _yields(phrase[0].kind, phrase[1], period[1])
        ):
            sheet.put("period", period[0], at, period[1])
            return period[1]
        number = _number(sheet.tokens[at].word)
        if number is not None and (phrase is None or phrase[1] == at + 1):
            sheet.put("number", number, at, at + 1)
            return at + 1
        if phrase and (
            silent is None or (phrase[1] >= silent[1] and not (silent[1] > at + 1 and phrase[1] == silent[1]))
        ):
            sheet.put(phrase[0].kind, phrase[0].value, at, phrase[1])
            return phrase[1]
        if sheet.tokens[at].word == "wise" and sheet.tokens[at].gap == "-":
            sheet.put("noise", "", at, at + 1)
            return at + 1
        if silent and not _named(sheet, at):
            sheet.put("noise", "", at, silent[1])
            return silent[1]
        return at + 1


def _named(sheet: Sheet, at: int) -> bool:
    """`for Will`: no verb comes after a preposition, so it is somebody unknown."""
    return at > 0 and sheet.tokens[at].word in _VERBS and sheet.tokens[at - 1].word in _PREPOSITIONS


def _stops(sheet: Sheet) -> frozenset[int]:
    return frozenset(place for place, token in enumerate(sheet.tokens) if token.parted)


def _yields(kind: str, end: int, period_end: int) -> bool:
    """Whether a phrase gives way to a period of the same length."""
    return end == period_end and kind not in ("relative", "pop")


def _number(word: str) -> int | None:
    if re.fullmatch(r"\d{1,5}", word):
        return int(word)
    return NUMBERS.get(word) if word not in ("one",) else None
