"""`X rather than Y`: what is put in the place of something else, and what is no longer asked for."""

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


def settle(sheet: Sheet) -> None:
    """Pass over what is replaced, where the question also names what takes its place."""
    for mark in sheet.of("replaced"):
        given_up = _after(sheet, mark)
        if given_up is None or not any(_alike(one, given_up) for one in sheet.marks if one is not given_up):
            continue
        following = _after(sheet, given_up)
        if following and following.kind == "and":
            continue  # `rather than EMEA and APAC`: how much of it is given up, nobody can say
        first, last = mark.first, given_up.last
        sheet.marks = [one for one in sheet.marks if not first <= one.first < last]
        sheet.put("noise", "", first, last)


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
