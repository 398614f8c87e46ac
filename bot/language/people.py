"""People whose names are words: Will, April, Mark, Hope. Where the question can only mean the person."""

import itertools
from collections.abc import Iterable

from bot.domain.metric import Dimension
from bot.language import edges, lexicon, refusals, words
from bot.language.marks import Sheet
from bot.language.slots import FOLLOWING
from bot.language.vocabulary import Name

_BEFORE = words.listed("for from of about with rep owner add")
_AFTER = FOLLOWING | words.listed("please pls instead too now only again also thanks as")
# `for long`, `of late`: turns of speech, unless a capital letter tells a name.
_TURNS = words.listed(
    "long short good best last sure now free fun real late once all example instance hope price"
)
_AUXILIARY = words.listed("did does has had")
_ACTS = words.listed(
    "get got receive received accept accepted reject rejected take taken decide decided miss missed meet hit "
    "breach handle recycle recycled convert win won turn work"
)
# What is no question by itself.
_MEANINGLESS = frozenset(("", "not", "drop", "but", "vs", "change", "only", "order", "instead"))
_COMPARING = words.listed("vs versus against compared compare than")
JOINING = words.listed("vs versus v against or and")
_INTRODUCING = words.listed("in during over since for of this last past")


def among(names: Iterable[Name]) -> list[Name]:
    """The people of some names, in order."""
    return sorted((one for one in names if one.dimension is Dimension.OWNER), key=lambda one: one.value)


def meant(sheet: Sheet, first: int) -> bool:
    """Whether the word at a place is a person, although it has another meaning."""
    token = sheet.tokens[first]
    return (
        token.possessive or _acts(sheet, first) or (token.word not in lexicon.TIMES and _told(sheet, first))
    )


def month(sheet: Sheet, first: int) -> bool:
    """Whether `April's` may be the month's: not with a period after it, unless two are compared."""
    token, later = sheet.tokens[first], sheet.tokens[first + 1 :]
    if not token.possessive or token.word not in lexicon.TIMES:
        return False
    compared = bool({one.word for one in sheet.tokens} & _COMPARING)
    pairs = itertools.pairwise(later)
    return compared or not any(one.word in _INTRODUCING and _timely(two.word) for one, two in pairs)


def ordering(sheet: Sheet, first: int, last: int) -> bool:
    """`mark all leads` is an order at the beginning, whoever is called Mark; `for Mark` is none."""
    token = sheet.tokens[first]
    before = all(lexicon.SILENT.whole((one.stem,)) for one in sheet.tokens[:first])
    asked = first > 0 and sheet.tokens[first - 1].word in _BEFORE | edges.PREPOSITIONS
    verb = last - first == 1 and refusals.orders(token.word)
    return before and verb and not asked and not token.possessive


def _acts(sheet: Sheet, first: int) -> bool:
    """`how many did Jan get`."""
    after = sheet.tokens[first + 1].word if first + 1 < len(sheet.tokens) else ""
    return first > 0 and sheet.tokens[first - 1].word in _AUXILIARY and after in _ACTS


def _told(sheet: Sheet, first: int) -> bool:
    """`same for Hope`, `how about Will?`, `Hope?`: nothing but a name can stand there."""
    token, raw = sheet.tokens[first], sheet.raw
    capital = raw[first].text[:1].isupper()
    telling = lexicon.PHRASES.whole((token.stem,)) is not None or token.word in _TURNS
    ended = first + 1 == len(raw) or sheet.tokens[first + 1].parted or sheet.tokens[first + 1].word in _AFTER
    if not ended or not (capital or not (telling or any(one.text[0].isupper() for one in raw))):
        return False
    opened = all(lexicon.SILENT.whole((one.stem,)) for one in sheet.tokens[:first])
    if opened and first + 1 == len(raw) and capital and _kind(token.stem) in _MEANINGLESS:
        return True  # `Hope?`, `and Skip?`
    return first > 0 and sheet.tokens[first - 1].word in _BEFORE


def _kind(stem: str) -> str:
    symbol = lexicon.PHRASES.whole((stem,))
    return symbol.kind if symbol else ""


def _timely(word: str) -> bool:
    return word in lexicon.TIMES or word[:1].isdigit() or word[:1] == "q"
