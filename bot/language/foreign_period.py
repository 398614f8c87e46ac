"""A period as a form tells it, read by the same grammar as the words of a question.

So its days come about by the same conventions; a number that the question does not say is none.
"""

from datetime import date

from bot.language import words
from bot.language.form import Calendar, Distance, PeriodPart
from bot.language.periods import Periods
from bot.language.span import Ahead, Found
from bot.language.time_words import NUMBERS

_FREE = 2  # the last one, and the one before it, need no number


def resolve(part: PeriodPart, question: str, today: date) -> Found | None:
    """The span, or None where the part says nothing that the question bears out."""
    said = _said(question)
    if part.distance is not None and part.calendar is None:
        return _distance(part.distance, said, today)
    if part.calendar is not None and part.distance is None:
        return _calendar(part.calendar, said, today)
    return None


def _distance(told: Distance, said: frozenset[int], today: date) -> Found | None:
    if told.offset < 0:
        return Ahead()
    if any(number > _FREE and number not in said for number in (told.offset, told.count)):
        return None
    if told.offset == 0:
        return _read(["this", told.unit], today) if told.to_date and told.count == 1 else None
    if told.to_date or told.count < 1:
        return None
    if told.offset == 1:
        return _read(["last", str(told.count), told.unit], today)
    return _read([str(told.offset), told.unit, "ago"], today) if told.count == 1 else None


def _calendar(told: Calendar, said: frozenset[int], today: date) -> Found | None:
    if told.year is None:
        return _read([told.name], today)
    return _read([told.name, str(told.year)], today) if told.year in said else None


def _read(read: list[str], today: date) -> Found | None:
    found = Periods(read, [" "] * len(read), today).find(0)
    return found[0] if found and found[1] == len(read) else None


def _said(question: str) -> frozenset[int]:
    """The numbers that stand in the question."""
    read = [token.word for token in words.tokens(question)]
    spelled = {NUMBERS[word] for word in read if word in NUMBERS}
    return frozenset(spelled | {int(word) for word in read if word.isascii() and word.isdigit()})
