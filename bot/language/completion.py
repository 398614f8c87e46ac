"""Putting what somebody answered to a question back into the question that it was about."""

import re
from collections.abc import Iterator

from bot.language.outcome import Clarification, Slot

_DATE = re.compile(r"\d+[./-]\d+[./-]\d+")
_MORE = re.compile(r"\s*(?:and|by|per|vs|versus|against|compared)\b", re.IGNORECASE)  # no name: more is asked
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
        case Slot.ENTITY if not _MORE.match(answer):
            yield from filter(None, [" ".join(asked.unexplained), *asked.unexplained])
            # Of two people called James the question names both, and the answer one.
            yield from _shared(question, answer)
        case _:
            return


def _shared(question: str, answer: str) -> list[str]:
    """What the question has of the words of the answer, as it stands there, the longest stretch first.

    A half of "growth summit" alone would leave the other half behind, which may mean something else.
    """
    told = {word.lower() for word in _WORD.findall(answer)}
    found: list[str] = []
    start = end = None
    for word in [*_WORD.finditer(question), None]:
        if word and word[0].lower() in told:
            start, end = (word.start() if start is None else start), word.end()
        elif start is not None:
            found.append(question[start:end])
            start = None
    return sorted(dict.fromkeys(found), key=len, reverse=True)
