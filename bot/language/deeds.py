"""What somebody does with leads besides being handed them: counted nowhere, so their number is no answer."""

from bot.domain.metric import Dimension
from bot.language import words
from bot.language.marks import Sheet
from bot.language.vocabulary import Name

_DEEDS = words.listed(
    "added analysed arranged organised organized "
    "check checked confirm confirmed contact contacted discuss discussed evaluate evaluated examine examined "
    "follow followed handle handled hold held hit keep kept leave left like liked love look looked manage "
    "managed meet met pick picked process processed reach reached react reacted read replied reply respond "
    "responded retrieve review reviewed run stay stayed stick struggling try tried wait waited want work "
    "worked"
)
_SUBJECTS = words.listed("sales they")


def undone(sheet: Sheet) -> list[int]:
    """The places of such verbs, where somebody is told of: `how many leads did Rosa reach`."""
    told = [mark.last for mark in sheet.marks if _person(mark.value)]
    told += [place + 1 for place, token in enumerate(sheet.tokens) if token.word in _SUBJECTS]
    return [place for place in told if place < len(sheet.tokens) and _deed(sheet, place)]


def _person(value: object) -> bool:
    return value == Dimension.OWNER or (isinstance(value, Name) and value.dimension is Dimension.OWNER)


def _deed(sheet: Sheet, place: int) -> bool:
    mark = sheet.at(place)
    return mark is not None and mark.kind == "noise" and sheet.tokens[place].word in _DEEDS
