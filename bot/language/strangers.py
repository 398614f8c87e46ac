"""Names of others: what the question treats as a name, although nobody here has it and the words say more.

`from "Accepted!"`, `the Last Week campaign`, `Rose's median`, `leads from IT`: whoever writes so means a
name, and a figure without it would be another one.
"""

from collections.abc import Iterator

from bot.domain.metric import Dimension
from bot.language import slots, words
from bot.language.marks import Mark, Sheet

_NAMED = frozenset(("name", "band", "doubt"))
_VERBS = frozenset(("change", "rank", "drop", "not", "vs", "order", "instead"))
_LEADS = words.listed("leads mqls handoffs")
_REJECTED = words.listed("rejected declined refused")
_LONE = words.listed("us it")


def found(sheet: Sheet) -> Iterator[int]:
    """The places of such words."""
    for mark in sheet.marks:
        if mark.kind not in _NAMED and mark.first < mark.last and _stranger(sheet, mark):
            yield mark.first


def _stranger(sheet: Sheet, mark: Mark) -> bool:
    token = sheet.tokens[mark.first]
    return (
        (mark.kind in _VERBS and token.possessive)
        or any(_quoted(sheet, place) for place in range(mark.first, mark.last))
        or _capitals(sheet, mark)
        or _campaign(sheet, mark)
        or _letter(sheet, mark)
        or _reason(sheet, mark)
    )


def _quoted(sheet: Sheet, place: int) -> bool:
    return sheet.tokens[place].quoted and slots.introduced(sheet, place)


def _capitals(sheet: Sheet, mark: Mark) -> bool:
    """`leads from IT`, where everything else is not in capitals."""
    told = sheet.raw[mark.first].text
    whole = " ".join(token.text for token in sheet.raw)
    return sheet.tokens[mark.first].word in _LONE and told.isupper() and whole != whole.upper()


def _campaign(sheet: Sheet, mark: Mark) -> bool:
    """`the Last Week campaign`: of a period, or a figure, there is no campaign."""
    after = sheet.at(mark.last) if mark.last < len(sheet.tokens) else None
    if mark.kind not in ("period", "metric") or after is None or after.value != Dimension.CAMPAIGN:
        return False
    singular = sheet.tokens[after.first].word == sheet.tokens[after.first].stem
    told = {token.word for token in sheet.tokens[max(0, mark.first - 1) : mark.last]}
    return singular and not sheet.tokens[mark.last].parted and bool(told & {"the", "our"})


def _letter(sheet: Sheet, mark: Mark) -> bool:
    """`A leads`, `in score band D`: no article."""
    told = sheet.raw[mark.first].text
    if len(told) > 1 or not told.isupper() or told == "I":
        return False
    before = sheet.at(mark.first - 1) if mark.first else None
    after = sheet.tokens[mark.last].word if mark.last < len(sheet.tokens) else ""
    return after in _LEADS or (before is not None and before.kind == "dimension")


def _reason(sheet: Sheet, mark: Mark) -> bool:
    """`rejected as too far`: a reason that is not among those that exist."""
    if mark.kind != "noise" or not mark.first or mark.last >= len(sheet.tokens):
        return False
    after = sheet.at(mark.last)
    before = sheet.tokens[mark.first - 1].word
    told = sheet.tokens[mark.first].word == "as" and sheet.tokens[mark.last].word not in (
        "of",
        "a",
        "the",
        "it",
    )
    return told and before in _REJECTED and after is not None and after.kind in ("noise", "also")
