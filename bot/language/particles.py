"""Verbs whose particle stands apart: `take the source filter out again`, `leave webinars out`."""

from bot.language import words
from bot.language.marks import Sheet

_TAKING = words.listed("take taking throw kick strip")
_LEAVING = words.listed("leave leaving")
_AWAY = words.listed("out off away aside")
_BETWEEN = frozenset(("noise", "and", "name", "band", "dimension", "filter", "grouping", "by", "lead", "vs"))
_FAR = 7  # words between the two


def settle(sheet: Sheet) -> None:
    """Mark the verb as what it means together with its particle."""
    for place, token in enumerate(sheet.tokens):
        kind = "drop" if token.word in _TAKING else "not" if token.word in _LEAVING else ""
        away = _away(sheet, place) if kind and _loose(sheet, place) else None
        if away is not None:
            sheet.marks = [mark for mark in sheet.marks if mark.first not in (place, away)]
            sheet.put(kind, "", place, place + 1)
            sheet.put("noise", "", away, away + 1)


def _loose(sheet: Sheet, place: int) -> bool:
    mark = sheet.at(place)
    return mark is None or (mark.kind == "noise" and mark.last == place + 1)


def _away(sheet: Sheet, place: int) -> int | None:
    """The place of the particle, where something to be left out stands between."""
    kinds: set[str] = set()
    for at in range(place + 1, min(place + _FAR, len(sheet.tokens))):
        mark = sheet.at(at)
        if sheet.tokens[at].word in _AWAY and mark is not None and mark.last == at + 1:
            return at if kinds - {"noise", "and", "lead"} else None
        if mark is None or mark.kind not in _BETWEEN or sheet.tokens[at].parted:
            return None
        kinds.add(mark.kind)
    return None
