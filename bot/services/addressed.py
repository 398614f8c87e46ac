"""What is said to the bot in the thread of a lead or a campaign: a question, or feedback all the same.

It is feedback where the rules find a theme in it and it asks nothing. Only its words and the names that the
house knows decide, so that a thread that is read again tells the same.
"""

import re
from dataclasses import replace

from bot.domain.feedback import Said
from bot.language.outcome import Query
from bot.services import claims, questions
from bot.services.questions import Questions
from bot.services.tagging import Tagging
from storage.database import Session

# How questions begin that may lack their sign; what they are about need not be known.
_ASKING = re.compile(
    r"\W*(?:please |pls |and |so |hey |hi )*"
    r"(?:how (?:many|much|often|long|big|is|are|was|were|do|does|did|come)"
    r"|what(?:'s|’s| is| are| was| were| did| does| share)"
    r"|which|who|whose|why|show|list|give|tell|compare|count"
    r"|(?:is|are|was|were|do|does|did|can|could|will|would|has|have)"
    r" (?:it|that|this|these|those|there|they|we|you|the|i|all|any)"
    r"|wie ?viele?|wie oft|welche[rsmn]?|warum|wieso|wer|cu[aá]nt[oa]s?|qu[eé]|cu[aá]l(?:es)?|por qu[eé])\b",
    re.IGNORECASE,
)


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
        if not said.worded or _ASKING.match(text) or claims.ASKED.fullmatch(text):
            return False
        if not self._tagging.read(text).themes:
            return False
        if len(text) > questions.MOST:
            return True
        found = self._questions.parser(tx).parse(text, self._questions.day(said.at))
        return not isinstance(found, Query)
