"""Whether a sentence says anything of leads at all: a second opinion, which only takes labels away.

Cues find a theme's words also where nobody speaks of a lead ("my expense claim was a duplicate"). How often
each word stands in comments with a theme, and how often in chatter, tells the two apart better than more
cues do. It hears one sentence at a time, so that lunch plans beside a statement take nothing from it. This is
a naive Bayes classifier on which words occur (Manning, Raghavan and Schütze, *Introduction to Information
Retrieval*, 2008, chapter 13), with even odds to begin with; `words.tsv` holds its counts.
"""

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from bot.themes.words import ASK, Token

_SMOOTHING = 0.5  # added to each count, so that a word that was never seen decides little
# The logarithm of the odds below which it is chatter, 2.7 to one. `docs/themes.md` tells what others cost.
_SURE = -1.0
_MOST = 0.6  # of a sentence's words: cues that hold as many leave too few others to speak against them
_NUMBER = "0"  # every number is one word
# Said to colleagues around anything, so they tell nothing.
_COURTESY = frozenset(
    (
        *("all", "btw", "everyone", "folks", "fyi", "guys", "hello", "hey", "hi", "morning"),
        *("please", "team", "thank", "thanks", "thx", "cheers"),
    )
)
# Said before and after anything.
_FILLERS = _COURTESY | frozenset(
    (
        *("ok", "so", "well", "oh", "and", "also", "just", "really", "again", "yeah", "yep", "nope", "hmm"),
        *("lol", "haha", "ugh", "tbh", "imo", "honestly", "sorry", "update", "i", "think"),
    )
)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each word adds to the logarithm of the odds of a theme; unknown ones add nothing."""

    by_word: Mapping[str, float]

    @classmethod
    def of(cls, counts: Mapping[str, tuple[int, int]]) -> "Weights":
        """From how many comments with a theme, and how many pieces of chatter, have each word."""
        themed = sum(one for one, _ in counts.values()) + _SMOOTHING * len(counts)
        idle = sum(one for _, one in counts.values()) + _SMOOTHING * len(counts)
        return cls(
            {
                word: math.log((one + _SMOOTHING) / themed) - math.log((other + _SMOOTHING) / idle)
                for word, (one, other) in counts.items()
            }
        )

    def is_chatter(self, tokens: Sequence[Token]) -> bool:
        """Whether the words of a sentence speak clearly against any theme."""
        return sum(self.by_word.get(word, 0.0) for word in seen(tokens)) < _SURE


def is_most(cues: Sequence[Token], others: Sequence[Token]) -> bool:
    """Whether cues hold most of a sentence's words, beside the others; fillers and emoji are no words."""
    said = sum(not token.is_mark for token in cues)
    beside = sum(not token.is_mark and _is_word(token.word) for token in others)
    return said >= _MOST * (said + beside)


def _is_word(word: str) -> bool:
    return word not in _FILLERS and any(map(str.isalnum, word))


def seen(tokens: Sequence[Token]) -> frozenset[str]:
    """The words of a comment as they are counted: each once, no courtesies, and a `?` at its end only."""
    spoken = (token.word for token in tokens if not token.is_mark)
    found = {_NUMBER if word[0].isdigit() else word for word in spoken} - _COURTESY
    return frozenset(found | {ASK} if tokens and tokens[-1].word == ASK else found)


@functools.cache
def usual() -> Weights:
    """Those that ship: `words.tsv` has a word a line, with its two counts."""
    text = resources.files("bot.themes").joinpath("words.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return Weights.of({word: (int(themed), int(idle)) for word, themed, idle in rows})
