"""What is said to the bot in the thread of a lead or a campaign: a question, or feedback all the same.

It is feedback where the rules find a theme in it and it asks nothing. Only its words and the names that the
house knows decide, so that a thread that is read again tells the same.
"""

import re
from dataclasses import replace

from bot.domain.feedback import Said
from bot.language.outcome import Query, Refusal
from bot.language.refusals import Code
from bot.services import claims, questions
from bot.services.questions import Questions
from bot.services.tagging import Tagging
from storage.database import Session

_OPENING = r"\W*(?:(?:please|pls|and|so|hey|hi|ok) )*"
# What asks for a figure or a list, whatever it is about and with or without its sign.
_COUNTING = re.compile(
    rf"{_OPENING}(?:how (?:many|much|often|long|big)|what(?:'s|’s| is| are| was| were) (?:the|our|my)"
    r"|what (?:share|percentage)|which (?!is\b|means\b)|(?:tell|give|show) (?:me|us)"
    r"|(?:show|list|count) (?:of|all|the)|compare|wie ?viele?|wie oft|cu[aá]nt[oa]s?)\b",
    re.IGNORECASE,
)
# Other questions; where they have their sign, the rules for themes tell them from complaints.
_ASKING = re.compile(
    rf"{_OPENING}(?:how (?:is|are|was|were|do|does|did|come)|what(?! an?\b)|who|whose|why"
    r"|(?:is|are|was|were|do|does|did|can|could|will|would|has|have)"
    r" (?:it|that|this|these|those|there|they|we|you|the|i|all|any)"
    r"|welche[rsmn]?|warum|wieso|wer|qué|cuál(?:es)?|por qué)\b",
    re.IGNORECASE,
)
# Whoever speaks of somebody tells, though the grammar of questions may pass over such words.
_TELLING = re.compile(r"\W*(?:they|he|she|it|these|those)\b[^?]*", re.IGNORECASE)


class Addressed:
    """Tells the two apart, by the rules for themes and by the grammar of questions."""

    def __init__(self, read: Questions, tagging: Tagging) -> None:
        self._questions = read
        self._tagging = tagging

    def settled(self, tx: Session, said: Said) -> Said:
        """The message, as one to the bot only where it asks."""
        return replace(said, to_bot=False) if said.to_bot and self._asserts(tx, said) else said

    def _asserts(self, tx: Session, said: Said) -> bool:
        text = said.text
        if not said.worded or _COUNTING.match(text) or claims.ASKED.fullmatch(text):
            return False
        if ("?" not in text and _ASKING.match(text)) or not self._tagging.read(text).themes:
            return False
        if len(text) > questions.MOST or _TELLING.fullmatch(text):
            return True
        found = self._questions.parser(tx).parse(text, self._questions.day(said.at))
        return not (
            isinstance(found, Query) or (isinstance(found, Refusal) and found.code is Code.PROMPT_INJECTION)
        )
