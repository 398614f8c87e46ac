"""Whether a question is about feedback: then what reasons are called are its themes.

Words that only ever mean feedback say so; "say" and "hear" do where a theme is named, and else mean nothing.
"""

import re
from collections.abc import Iterable

from bot.domain.metric import Dimension, Metric
from bot.domain.query import MetricQuery
from bot.language import words
from bot.language.marks import Sheet
from bot.language.vocabulary import Name
from bot.language.words import Token

_NAMED = words.listed("feedback comment comments remark remarks theme themes topic topics gripe gripes")
_SAID = words.listed(
    "say says said saying hear heard complain complained complaint complaints mention mentioned tell told"
)
_THEME = re.compile(r"\b(?:themes?|topics?)\b")
# Feedback is counted by the owner of its lead. These ask who said it, which is another thing.
_ITS = r"(?:feedback|comments?|remarks?|gripes?|complaints?)"
_SAYING = (
    r"(?:g[ai]ves?|given|ma[dk]es?|wr[io]tes?|written|leaves?|left|says?|said|posts?|posted|commented|"
    r"complain(?:s|ed)?|logs?|logged|sends?|sent|submits?|submitted)"
)
_SAID_IT = rf"(?:(?:\S+ )?{_SAYING}|comment(?:s|ed)?)\b"
_NO_LEAD = r"(?!leads?\b|mqls?\b|campaigns?\b)"
_BY_WHOM = re.compile(
    rf"\b{_ITS}(?: {_NO_LEAD}\S+){{0,3}} (?:by|from) \x00owner\b(?! s\b| leads?\b| campaigns?\b)"
    rf"|(?:\x00owner (?:s )?|\bmy (?:own )?){_ITS}\b"
    rf"|\b(?:did|does|has|have|had|do) (?:\x00owner|who|i) {_SAID_IT}"
    rf"|\b(?:who|i|which (?:rep|person|people)) {_SAID_IT}"
    rf"|\b{_ITS} (?:by|per) (?:author|writer|commenter|sender)\b"
)


def is_named(tokens: Iterable[Token], context: MetricQuery | None) -> bool:
    """Whether the words, or the question before, are about feedback whatever else is said."""
    before = context is not None and Metric.FEEDBACK_COUNT in context.metrics
    return before or any(token.word in _NAMED for token in tokens)


def may_be_meant(tokens: Iterable[Token]) -> bool:
    """Whether it is about feedback if it names a theme: `how often did sales say no budget`."""
    return any(token.word in _SAID for token in tokens)


def known(plain: str) -> str:
    """The words of a question as the refusals read them, to whom a theme is no breakdown that there is."""
    return _THEME.sub("\x00theme", plain)


def is_by_whom(plain: str) -> bool:
    """Whether a question about feedback asks who said it."""
    return bool(_BY_WHOM.search(plain))


def is_themed(sheet: Sheet) -> bool:
    """Whether one of its names is a theme."""
    names = (mark.value for mark in sheet.of("name"))
    return any(isinstance(name, Name) and name.dimension is Dimension.THEME for name in names)
