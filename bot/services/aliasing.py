"""Letting words stand for a name, so that the next question which has them is understood."""

import difflib

from bot.domain.metric import Dimension
from bot.language.vocabulary import Vocabulary

SHORTEST = 3  # letters; shorter words are too often something else


def problem(vocabulary: Vocabulary, words: str, dimension: Dimension, value: str) -> str | None:
    """Why words cannot stand for a name, with what would be right; None when they can."""
    names = vocabulary.names.get(dimension, ())
    if value not in names:
        near = difflib.get_close_matches(value, names, 3, cutoff=0.4) or sorted(names)[:5]
        told = ", ".join(f"“{name}”" for name in near) or "none yet"
        return f"“{value}” is no {dimension.replace('_', ' ')}; there is {told}."
    if sum(sign.isalnum() for sign in words) < SHORTEST:
        return f"“{words}” is too short: at least {SHORTEST} letters, or it would be found everywhere."
    told = words.casefold()
    taken = next(
        (name for known in vocabulary.names.values() for name in known if name.casefold() == told), None
    )
    return f"“{words}” is the name of “{taken}” already." if taken and taken != value else None
