"""Putting what somebody answered to a question back into the question that it was about."""

import re
from collections.abc import Iterator

from bot.language.outcome import Clarification, Slot

_DATE = re.compile(r"\d+[./-]\d+[./-]\d+")
_WORD = re.compile(r"\w+")


def completed(question: str, asked: Clarification, answer: str) -> Iterator[str]:
    """Questions that the answer may complete, the likeliest first; whoever uses one parses it again."""
    for words in _open(question, asked, answer):
        yield re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", lambda _: answer, question, count=1)
    yield f"{question.rstrip(' ?!.')}, {answer}"
    yield f"{answer}, {question}"


def _open(question: str, asked: Clarification, answer: str) -> Iterator[str]:
    """The words of the question that the answer takes the place of: those that the question back is about."""
    match asked.slot:
        case Slot.PERIOD:
            yield from filter(None, [" ".join(asked.unexplained), *asked.unexplained])
            yield from _DATE.findall(question)
        case Slot.ENTITY:
            yield from filter(None, [" ".join(asked.unexplained), *asked.unexplained])
            # Of two people called James the question names both, and the answer one.
            told = {word.lower() for word in _WORD.findall(answer)}
            yield from (word for word in _WORD.findall(question) if word.lower() in told)
        case _:
            return
