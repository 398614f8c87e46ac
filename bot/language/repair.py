"""Slips of the keyboard: a word that is nowhere known becomes the one word it was meant to be.

For names the rule is the agreement on metrics, section 4: a similarity of 85 or more on words of four letters
or more, and the best ten ahead of the second. Words of the grammar may lack, repeat or swap a letter.
"""

import functools
import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Indel

from bot.language import lexicon, ordinary, refusals, slips, words
from bot.language.time_words import MONTHS, WEEKDAYS
from bot.language.vocabulary import Vocabulary
from bot.language.words import Token

NEAR = 85.0
AHEAD = 10.0

_KEEP = re.compile(r"\d|^[a-z]{1,2}$")
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = frozenset("aeiou")
_DATED = frozenset((*MONTHS, *WEEKDAYS))


_EXTRA = (
    "leads",
    "mqls",
    "regions",
    "campaigns",
    "sources",
    "segments",
    "industries",
    "owners",
    "personas",
    "reasons",
)


def _kind(word: str) -> str:
    symbol = lexicon.PHRASES.whole((words.stem(word),))
    return symbol.kind if symbol else ""


_TELLING = frozenset((*lexicon.PHRASES.spelled, *lexicon.TIMES, *refusals.WORDS, *_EXTRA))
_CLOSED = tuple(
    word
    for word in dict.fromkeys((*sorted(_TELLING), *sorted(lexicon.SILENT.spelled), *sorted(refusals.OTHERS)))
    if word.isalpha() and (len(word) >= 4 or word in ("win", "mql", "sla"))
)
_BY_LETTER = {
    letter: tuple(word for word in _CLOSED if word[0] == letter) for letter in {word[0] for word in _CLOSED}
}
_SPOKEN = frozenset((*lexicon.PHRASES.words, *lexicon.SILENT.words, *lexicon.TIMES))
# Short words that ask for nothing and are mistyped most; of others a slip might be somebody's name.
_FUNCTION = words.listed(
    "what show from with have many much does give tell please which when where there their about could would "
    "should that this were need want know look find like some bring takes sales"
)
_ENDINGS = ("ations", "ation", "tions", "tion", "ions", "ings", "ion", "ing", "ers", "est", "ed", "er")
# What may be passed over, or says only what everything here is about: a wrong repair would not be noticed.
_LEADS = frozenset(word for word in _CLOSED if word not in _EXTRA and _kind(word) == "lead")
_PASSING = _LEADS | frozenset(
    word for word in _CLOSED if word not in _TELLING or _kind(word) in ("combined", "now")
)
_STEMS = frozenset((*lexicon.PHRASES.words, *lexicon.TIMES, *refusals.WORDS, *refusals.OTHERS))
_KNOWN = frozenset((*_CLOSED, *lexicon.SILENT.spelled, *ordinary.WORDS))


def known(token: Token) -> bool:
    """Whether the grammar has the word."""
    return token.stem in _STEMS or token.word in _KNOWN or bool(_KEEP.search(token.word))


def grammatical(token: Token) -> bool:
    """Whether the word says something besides a name: of time, of metrics, or in passing."""
    return token.stem in _SPOKEN or token.word in _SPOKEN or bool(_KEEP.search(token.word))


def repaired(read: Sequence[Token], vocabulary: Vocabulary) -> tuple[tuple[Token, ...], frozenset[int]]:
    """The words as they were meant, and which of them are names in a spelling that nobody has."""
    found, guessed = list(read), set()
    for at, token in enumerate(read):
        if known(token) or len(token.word) < 3 or _named(read, at, vocabulary):
            continue
        if other := vocabulary.respelled.get(token.word):
            found[at] = token.spelled(other)
            continue
        meant, name = _meant(token.word, vocabulary)
        if not meant and token.stem != token.word and len(token.stem) > 3:
            meant, name = _meant(token.stem, vocabulary)
            meant = meant and meant + "s"
        if meant:
            found[at] = token.spelled(meant)
            guessed |= {at} if name and not _slip(token.word, meant) else set()
    lost = [at for at, token in enumerate(found) if _lost(token) and not _named(read, at, vocabulary)]
    for at, other in slips.mended(found, lost).items():
        found[at] = read[at].spelled(other)
    return tuple(found), frozenset(guessed)


def _lost(token: Token) -> bool:
    """Whether nothing is known of a word; two letters are mostly an abbreviation."""
    short = len(token.word) == 2 and token.word.isalpha() and token.word not in _SPOKEN
    return short or not known(token)


def _named(read: Sequence[Token], at: int, vocabulary: Vocabulary) -> bool:
    """Whether the word is one of a name as it stands, alone or with its neighbour."""
    stem = read[at].stem
    after = at + 1 < len(read) and vocabulary.of((stem, read[at + 1].stem))
    before = at > 0 and vocabulary.of((read[at - 1].stem, stem))
    return bool(stem in vocabulary.having or vocabulary.of((stem,)) or after or before)


def nearest(text: str, vocabulary: Vocabulary, most: int = 3) -> tuple[str, ...]:
    """The names that look most like a text, to be offered and never to be taken."""
    near = process.extract(
        words.fold(text), vocabulary.spelled, scorer=fuzz.ratio, score_cutoff=60, limit=most
    )
    found = (
        sorted(name.value for name in vocabulary.having.get(words.stem(word), ())) for word, _, _ in near
    )
    return tuple(dict.fromkeys(name for names in found for name in names))[:most]


def _meant(word: str, vocabulary: Vocabulary) -> tuple[str | None, bool]:
    ours, score = _ours(word)
    if len(word) < 4:
        return ours, False
    names = process.extract(word, vocabulary.spelled, scorer=fuzz.ratio, score_cutoff=NEAR - AHEAD, limit=3)
    names = [each for each in names if each[0][0] == word[0] or each[0][:2] == word[1::-1]]
    rival = next((each for each in names[1:] if not _same(names[0][0], each[0], vocabulary)), None)
    clear = names and names[0][1] >= NEAR and (rival is None or names[0][1] - rival[1] >= AHEAD)
    if clear and (names[0][1] > score or (ours is not None and ours not in _TELLING)):
        return names[0][0], True
    swapped = _anagrams(word, vocabulary) or (_anagrams(word[:-1], vocabulary) if word[-1] == "s" else [])
    return (swapped[0], True) if len(swapped) == 1 and score < NEAR else (ours, False)


def _same(one: str, other: str, vocabulary: Vocabulary) -> bool:
    """Whether both are spellings of the same name."""
    names = vocabulary.of((words.stem(one),))
    return bool(names) and names == vocabulary.of((words.stem(other),))


def _anagrams(word: str, vocabulary: Vocabulary) -> list[str]:
    """The words of names that have these letters, two of them in another order."""
    return [name for name in vocabulary.letters.get("".join(sorted(word)), ()) if _swapped(word, name)]


@functools.lru_cache(maxsize=4096)
def _ours(word: str) -> tuple[str | None, float]:
    """The grammar's word, and how near it is."""
    alike = [*_BY_LETTER.get(word[0], ()), *(_BY_LETTER.get(word[1], ()) if word[1] != word[0] else ())]
    near = process.extract(word, alike, scorer=OSA.distance, score_cutoff=2, limit=20)
    fitting = [
        (distance, _tier(one), not _swapped(word, one), -fuzz.ratio(word, one), one)
        for one, distance, _ in near
        if _allowed(word, one, int(distance))
    ]
    best = min(fitting, default=None)
    return (best[-1], -best[-2]) if best else (None, 0.0)


def _tier(meant: str) -> int:
    return 0 if meant in _TELLING else 1 if meant in lexicon.SILENT.spelled else 2


def _allowed(word: str, meant: str, distance: int) -> bool:
    shorter = min(len(word), len(meant))
    if word[0] != meant[0] and not (word[:2] == meant[1::-1] and distance == 1 and shorter >= 5):
        return False
    if meant in _DATED and shorter < 5:
        return len(word) >= 5 and _slip(word, meant)
    if shorter < 4:
        return (meant in _TELLING or meant in _FUNCTION) and (_lost_vowel(word, meant) or _slip(word, meant))
    if meant in _PASSING:
        return distance == 1 and (_slip(word, meant) if meant in _LEADS else _careless(word, meant))
    if distance == 1 and shorter == 4 and len(word) == 5:
        return _doubled(word, meant)
    if distance == 1 and shorter < 6 and len(word) == len(meant):
        return _swapped(word, meant) or (shorter == 5 and _beside(word, meant))
    if distance == 1:
        return True
    return shorter >= 7 and not _other_stem(word, meant)


def _careless(word: str, meant: str) -> bool:
    """Whether it is an ordinary slip of a word that asks for nothing: anything else may be a name."""
    if len(meant) < 5 and meant not in _FUNCTION:
        return len(word) == 5 and _slip(word, meant)
    lost = len(word) == len(meant) - 1 and (meant in _FUNCTION or len(meant) >= 6)
    beside = len(meant) >= 5 and _beside(word, meant)
    return lost or beside or _slip(word, meant) or (len(word) == len(meant) >= 8)


def _beside(word: str, meant: str) -> bool:
    """Whether one letter is that of the key beside the right one."""
    if len(word) != len(meant):
        return False
    pairs = [pair for pair in zip(word, meant, strict=True) if pair[0] != pair[1]]
    return len(pairs) == 1 and any(
        pairs[0][0] + pairs[0][1] in row or pairs[0][1] + pairs[0][0] in row for row in _KEYS
    )


def _other_stem(word: str, meant: str) -> bool:
    """Whether both are inflected alike, so that two letters more make it another word: banding, barring."""
    ending = next((one for one in _ENDINGS if word.endswith(one) and meant.endswith(one)), "")
    root = min(len(word), len(meant)) - len(ending)
    return bool(ending) and root < 7 and sorted(word) != sorted(meant)


def _lost_vowel(word: str, meant: str) -> bool:
    if len(meant) != len(word) + 1:
        return False
    return any(
        meant[at] in _VOWELS and meant[:at] + meant[at + 1 :] == word for at in range(1, len(meant) - 1)
    )


def _slip(word: str, meant: str) -> bool:
    """Whether letters were only swapped or repeated: no other name comes about like that."""
    return _swapped(word, meant) or (
        len(word) == len(meant) + 1 and Indel.distance(word, meant) == 1 and _doubled(word, meant)
    )


def _swapped(word: str, meant: str) -> bool:
    return sorted(word) == sorted(meant) and OSA.distance(word, meant) == 1


def _doubled(word: str, meant: str) -> bool:
    return any(
        word[at] == word[at + 1] and word[:at] + word[at + 1 :] == meant for at in range(len(word) - 1)
    )
