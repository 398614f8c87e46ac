"""Who asks and on what occasion: `the CFO wants to know`, `the board meets tomorrow`, `before lunch`."""

from bot.language import words
from bot.language.marks import Sheet
from bot.language.time_words import WEEKDAYS

ROLES = words.listed("ceo cfo cmo cro coo cto vp svp evp md gm")
_WISHES = words.listed("ask asks asking asked want wants wanted need needs needed know curious wonders")
_MOODS = words.listed("is was has keeps kept just thinks says said feels")
_JOINING = words.listed("before after over")
_OCCASIONS = words.listed("meeting qbr presentation sync standup kickoff offsite board meets allhands")
_HELD = words.listed("from of in at since during after with")  # leads come of such a meeting
_LINKS = words.listed("is on at due this next coming meeting meets")
_DAYS = frozenset((*WEEKDAYS, "tomorrow", "today"))
_MEALS = words.listed("lunch dinner breakfast coffee")
_ARTICLES = words.listed("the a an our my your their")
_OPENING = words.listed("so because since as if given cause cos")


def settle(sheet: Sheet) -> None:
    """Pass over what says so, before names are looked for.

    There may be a persona who is called CFO; and a meeting has its day, which is not that of the figures.
    """
    read = [token.word for token in sheet.tokens]
    for place in range(len(read)):
        last = _addressed(read, place)
        if last and sheet.free(place, last):
            sheet.put("noise", "", place, last)


def _addressed(read: list[str], place: int) -> int:
    """Where the words end that say so; 0 where they do not."""
    before, after = read[place - 1] if place else "", read[place + 1 : place + 4]
    if read[place] in ROLES and before in _ARTICLES:
        opened = place == 1 or read[place - 2] in _OPENING
        return place + 1 if _WISHES & set(after) or (opened and set(after[:1]) & _MOODS) else 0
    if read[place] in ("quick", "quickie") and after[:1] == ["one"]:
        return place + 2
    if read[place] in _JOINING and set(after[:1]) & _MEALS:
        return place + 2
    if read[place] in _OCCASIONS and not _HELD & set(read[max(0, place - 3) : place]):
        return _dated(read, place)
    if read[place] in _DAYS and before in ("for", "before", "in") and _OCCASIONS & set(after[:2]):
        return place + 1
    return 0


def _dated(read: list[str], place: int) -> int:
    """`QBR is on Thursday`, `the board meets next week`."""
    last = place + 1
    while last < len(read) and read[last] in _LINKS:
        last += 1
    ahead = read[last - 1] in ("next", "this", "coming")
    timed = last < len(read) and (
        read[last] in _DAYS or (ahead and read[last] in ("week", "month", "quarter"))
    )
    return last + 1 if timed else 0
