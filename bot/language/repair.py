"""Slips of the keyboard: a word that is nowhere known becomes the one word it was meant to be.

For names the rule is the agreement on metrics, section 4: a similarity of 85 or more on words of four letters
or more, and the best ten ahead of the second. Words of the grammar may lack, repeat or swap a letter.
"""

import functools
import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Indel

from bot.language import lexicon, refusals, words
from bot.language.dates import MONTHS, WEEKDAYS
from bot.language.vocabulary import Vocabulary
from bot.language.words import Token

NEAR = 85.0
AHEAD = 10.0

_KEEP = re.compile(r"\d|^[a-z]{1,2}$")
_VOWELS = frozenset("aeiou")
_DATED = frozenset((*MONTHS, *WEEKDAYS))


def _closed() -> tuple[str, ...]:
    """The grammar's own words, the telling ones first."""
    listed = [*lexicon.PHRASES.words, *lexicon.TIMES, *refusals.WORDS, *lexicon.SILENT.words]
    return tuple(dict.fromkeys(word for word in listed if word.isalpha() and len(word) >= 4))


_CLOSED = _closed()
_TELLING = frozenset((*lexicon.PHRASES.words, *lexicon.TIMES, *refusals.WORDS))
_KNOWN = frozenset((*_CLOSED, *lexicon.PHRASES.words, *lexicon.SILENT.words, *lexicon.TIMES, *refusals.WORDS,
                    *refusals.OTHERS))  # fmt: skip


def known(token: Token) -> bool:
    """Whether the grammar has the word."""
    return token.stem in _KNOWN or token.word in _KNOWN or bool(_KEEP.search(token.word))


def repaired(read: Sequence[Token], vocabulary: Vocabulary) -> tuple[tuple[Token, ...], frozenset[int]]:
    """The words as they were meant, and which of them are names in a spelling that nobody has."""
    found, guessed = list(read), set()
    for at, token in enumerate(read):
        if (
            known(token)
            or token.stem in vocabulary.having
            or vocabulary.of((token.stem,))
            or len(token.word) < 3
        ):
            continue
        if at + 1 < len(read) and vocabulary.of((token.stem, read[at + 1].stem)):
            continue
        if at and vocabulary.of((read[at - 1].stem, token.stem)):
            continue
        meant, name = _meant(token.word, vocabulary)
        if meant:
            found[at] = token.spelled(meant)
            guessed |= {at} if name and not _slip(token.word, meant) else set()
    return tuple(found), frozenset(guessed)


def nearest(text: str, among: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The names that look most like a text, to be offered and never to be taken."""
    found = process.extract(
        words.fold(text), list(among), scorer=fuzz.WRatio, processor=words.fold, limit=most
    )
    return tuple(name for name, score, _ in found if score >= 60)


def _meant(word: str, vocabulary: Vocabulary) -> tuple[str | None, bool]:
    ours, score = _ours(word)
    if len(word) < 4:
        return ours, False
    names = process.extract(word, vocabulary.spelled, scorer=fuzz.ratio, score_cutoff=NEAR - AHEAD, limit=2)
    if names and names[0][1] >= NEAR and (len(names) == 1 or names[0][1] - names[1][1] >= AHEAD):
        if names[0][1] > score or (ours is not None and ours not in _TELLING):
            return names[0][0], True
    return ours, False


@functools.lru_cache(maxsize=4096)
def _ours(word: str) -> tuple[str | None, float]:
    """The grammar's word, and how near it is."""
    near = process.extract(word, _CLOSED, scorer=OSA.distance, score_cutoff=2, limit=12)
    stemmed = words.stem(word)
    near += [(one, distance, at) for one, distance, at in process.extract(
        stemmed, _CLOSED, scorer=OSA.distance, score_cutoff=2, limit=12)] if stemmed != word else []  # fmt: skip
    fitting = [(distance, one not in _TELLING, -fuzz.ratio(word, one), one)
               for one, distance, _ in near if _allowed(word, one, int(distance))]  # fmt: skip
    if not fitting:
        return None, 0.0
    best = min(fitting)
    return best[3], -best[2]


def _allowed(word: str, meant: str, distance: int) -> bool:
    shorter = min(len(word), len(meant))
    if word[0] != meant[0] and not (word[:2] == meant[1::-1] and distance == 1):
        return False
    if meant in _DATED and shorter < 5:
        return False
    if shorter < 4:
        return _lost_vowel(word, meant) and meant in _TELLING
    if distance == 1:
        return len(word) != len(meant) or sorted(word) == sorted(meant) or shorter >= 6
    return shorter >= 7


def _lost_vowel(word: str, meant: str) -> bool:
    if len(meant) != len(word) + 1:
        return False
    return any(
        meant[at] in _VOWELS and meant[:at] + meant[at + 1 :] == word for at in range(1, len(meant) - 1)
    )


def _slip(word: str, meant: str) -> bool:
    """Whether letters were only swapped or repeated: no other name comes about like that."""
    swapped = sorted(word) == sorted(meant) and OSA.distance(word, meant) == 1
    return swapped or (
        len(word) == len(meant) + 1 and Indel.distance(word, meant) == 1 and _doubled(word, meant)
    )


def _doubled(word: str, meant: str) -> bool:
    return any(
        word[at] == word[at + 1] and word[:at] + word[at + 1 :] == meant for at in range(len(word) - 1)
    )
