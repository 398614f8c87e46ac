"""Whether a clause only supposes what it says: `if they bounce`, `in case he left`, `falls`, `si rebota`."""

import re
from collections.abc import Container, Sequence

from bot.themes import speech
from bot.themes.words import ASK, COMMA, MARKS, STOP

# Wherever they stand in a clause.
_ANYWHERE = frozenset(
    (
        *("if", "whether", "unless", "wonder", "wondering", "assuming", "imagine", "pretend", "suppose"),
        *("hope", "hoping", "hopefully", "ob", "wenn", "sofern", "ojala"),
    )
)
# Where they open a clause only: `Sollte er`, but `was er sollte`; in Spanish `si` is also yes.
_OPENING = frozenset(("should", "sollte", "sollten", "si", "supposing", "angenommen", "assume"))
# The plural's ending is taken off `falls`; alone it is also a season.
_PHRASE = re.compile(
    r"(?:in case (?!you)|in the event (?:that|of|he|she|they|it) |provided that |im falle? "
    r"|en caso (?!contrario)|(?:por|ver|se|saber|sabemos|pregunto) si "
    r"|fall (?:d(?:ie|er|as)|sie|er|es|ich|wir|ihr|keine?|niemand|man|jemand|eine?) )"
)
_JOINED = frozenset(("and", "but", "und", "aber", "y", "pero", "so", "o", "or", "oder"))
_AGAINST = frozenset((COMMA, STOP, ASK, "but", "aber", "pero", "because"))
_NO_MATTER = frozenset(("even", "as", "what", "surprised", "surprise", "selbst", "auch", "como"))


def is_supposed(words: Sequence[str], start: int, taken: Container[int]) -> bool:
    """Whether the clause has a word of supposing before `start` that no cue, by `taken`, covers."""
    for at in range(start - 1, -1, -1):
        word, before = words[at], words[at - 1] if at else STOP
        if word in _AGAINST:
            return False
        if at not in taken and before not in _NO_MATTER and _supposes(words, at, before):
            return True
    return False


def _supposes(words: Sequence[str], at: int, before: str) -> bool:
    following = words[at + 1]
    if words[at] in _OPENING:
        return (before in MARKS or before in _JOINED) and following not in MARKS and following != "que"
    return words[at] in _ANYWHERE or bool(_PHRASE.match(speech.line(words, at, at + 3)))
