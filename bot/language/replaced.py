"""`X rather than Y`, `X, sorry, Y`: what takes the place of what is no longer asked for."""

from bot.language import words
from bot.language.marks import Mark, Sheet
from bot.language.vocabulary import Name

_FAMILIES = {
    "metric": "metric",
    "lead": "metric",
    "dimension": "group",
    "unit": "group",
    "period": "period",
    "name": "name",
    "band": "band",
}
# What leads up to words that are taken back goes with them.
_LEADING_UP = words.listed("the our a in for from of at with on")


def settle(sheet: Sheet) -> None:
    """Pass over what is replaced, where the question also names what takes its place."""
    for mark in sheet.of("corrected"):
        _pass(sheet, _corrected(sheet, mark), mark.last)
    for mark in sheet.of("replaced"):
        given_up = _after(sheet, mark)
        if given_up is None or not any(_alike(one, given_up) for one in sheet.marks if one is not given_up):
            continue
        following = _after(sheet, given_up)
        if following and following.kind == "and":
            continue  # `rather than EMEA and APAC`: how much of it is given up, nobody can say
        _pass(sheet, mark.first, given_up.last)


def _pass(sheet: Sheet, first: int, last: int) -> None:
    while first and sheet.tokens[first - 1].word in _LEADING_UP and not sheet.tokens[first].parted:
        first -= 1
    sheet.marks = [one for one in sheet.marks if not first <= one.first < last]
    sheet.put("noise", "", first, last)


def _corrected(sheet: Sheet, mark: Mark) -> int:
    """Where that begins which is taken back; `by specialty, sorry, by industry` may have unknown words."""
    meant, at = _after(sheet, mark), sheet.marks.index(mark) - 1
    while at >= 0 and sheet.marks[at].kind == "noise":
        at -= 1
    before = sheet.marks[at] if at >= 0 else None
    if meant is None or before is None:
        return mark.first
    if _alike(before, meant):
        return before.first
    again = sheet.marks[sheet.marks.index(mark) + 1].kind == before.kind == "by"
    return before.first if again else mark.first


def _after(sheet: Sheet, mark: Mark) -> Mark | None:
    place = sheet.marks.index(mark) + 1
    while place < len(sheet.marks) and sheet.marks[place].kind in ("noise", "by"):
        place += 1
    return sheet.marks[place] if place < len(sheet.marks) else None


def _alike(one: Mark, other: Mark) -> bool:
    """Whether one may stand for the other: of one family, and names of one dimension."""
    if isinstance(one.value, Name) and isinstance(other.value, Name):
        return one.value.dimension is other.value.dimension
    family = _FAMILIES.get(one.kind)
    return family is not None and family == _FAMILIES.get(other.kind)
