"""Letting words stand for a name, so that the next question which has them is understood."""

from bot.domain import near
from bot.domain.metric import Dimension
from bot.language.vocabulary import Vocabulary

SHORTEST = 3  # letters; shorter words are too often something else


def problem(vocabulary: Vocabulary, words: str, dimension: Dimension, value: str) -> str | None:
    """Why words cannot stand for a name, with what would be right; None when they can."""
    names = vocabulary.names.get(dimension, ())
    if value not in names:
        return f"“{value}” is no {dimension.replace('_', ' ')}; {near.offer(value, names)}."
    if sum(sign.isalnum() for sign in words) < SHORTEST:
        return f"“{words}” is too short: at least {SHORTEST} letters, or it would be found everywhere."
    told = words.casefold()
    taken = next(
        (name for known in vocabulary.names.values() for name in known if name.casefold() == told), None
    )
    return f"“{words}” is the name of “{taken}” already." if taken and taken != value else None
