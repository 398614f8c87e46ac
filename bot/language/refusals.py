"""What is not answered, and why: closed codes, decided by closed lists of words and by patterns.

They are held against the question without the names that exist, so that a real campaign refuses nothing.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from bot.language import lexicon, refused, unanswered, words


class Code(StrEnum):
    """Why a question is refused."""

    OUT_OF_SCOPE = "out_of_scope"
    UNSUPPORTED_METRIC = "unsupported_metric"
    UNSUPPORTED_DIMENSION = "unsupported_dimension"
    FORECAST = "forecast"
    PII = "pii"
    WRITE_ACTION = "write_action"
    HR_JUDGEMENT = "hr_judgement"
    PROMPT_INJECTION = "prompt_injection"


def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns).replace("VERB", refused.VERBS))


_PATTERNS: Mapping[Code, re.Pattern[str]] = {
    Code.PROMPT_INJECTION: _compiled((*refused.INJECTION, refused.ABOVE)),
    Code.WRITE_ACTION: _compiled(refused.WRITE),
    Code.PII: _compiled(refused.PII),
    Code.HR_JUDGEMENT: _compiled(refused.HR),
    Code.FORECAST: _compiled(unanswered.FORECAST),
    Code.UNSUPPORTED_METRIC: _compiled(unanswered.METRIC),
    Code.UNSUPPORTED_DIMENSION: _compiled(unanswered.DIMENSION),
    Code.OUT_OF_SCOPE: _compiled(unanswered.SCOPE),
}


_BEST = _compiled(refused.BEST)
_CAMPAIGN = re.compile(r"\b(?:of|from|for|in|with) (?:the |our )?(?:\S+ ){1,3}campaign\b")
_ORDER = _compiled(refused.WRITE[:1])
# After these a verb tells what happened, or what may happen.
_ASKING = words.listed(
    "did does do how what which who whom when where why has have had is are was were can could may might we "
    "they he she sales reps rep team marketing that if whether to of much many not"
)


def _listed(patterns: tuple[str, ...]) -> frozenset[str]:
    found = " ".join(patterns)
    return frozenset(
        words.stem(one) for one in re.findall(r"[a-z]{4,}", re.sub(r"\\[bSwd]|x00\w*", " ", found))
    )


WORDS = _listed((*unanswered.METRIC, *unanswered.FORECAST, unanswered.DIMENSION_WORDS))
OTHERS = _listed(
    (*refused.INJECTION, *refused.WRITE, refused.VERBS, *refused.PII, *refused.HR, *unanswered.SCOPE)
)


_POLITE = re.compile(
    r"(?:(?:hi|hey|hello|hallo|dear|there|bot|team|all|good morning|good afternoon|morning|please|pls|"
    r"kindly|ok|okay|so|now|"
    r"and|then|also|just|quick question|quick one|question|thanks|(?:can|could|would|will) you|tell me|"
    r"show me|let me know|"
    r"i was wondering if|i need to know|sorry to bother you but|sorry to bother you|i was wondering|"
    r"i wonder if|i would like you to|i d like you to|i want you to|i need you to|go ahead and|"
    r"you (?:can|could|should|must)|lets|let us|be so kind as to|be so kind and|would you mind) )+"
)


def judge(plain: str, *, follows: bool = False) -> Code | None:
    """Why a question is refused; `plain` is its words, with names as `\\x00dimension`.

    `follows` tells whether there is a figure that the question may be about, from the turn before.
    """
    polite = _POLITE.match(plain)
    bare = plain[polite.end() :] if polite else plain
    found = (code for code, pattern in _PATTERNS.items() if _says(code, pattern, plain, bare))
    best = None if follows or not _BEST.search(bare) else Code.HR_JUDGEMENT
    return next(found, best) or (Code.WRITE_ACTION if _ordered(bare) else None)


def _says(code: Code, pattern: re.Pattern[str], *ways: str) -> bool:
    """Whether a question is of a code; a campaign of an unknown name is nothing else."""
    if code is Code.OUT_OF_SCOPE:
        ways = tuple(_CAMPAIGN.sub("", plain) for plain in ways)
    return any(pattern.search(plain) for plain in ways)


def _ordered(plain: str) -> bool:
    """Whether an order comes after words that ask for nothing: `hmm ok accept all leads`."""
    rest = plain.split(" ")
    while rest and rest[0] not in _ASKING and lexicon.SILENT.whole((words.stem(rest[0]),)):
        rest = rest[1:]
        if _ORDER.match(" ".join(rest)):
            return True
    return False


def orders(word: str) -> bool:
    """Whether the word is one that tells the bot to do something."""
    return bool(re.fullmatch(refused.VERBS, word))


def hostile(plain: str) -> bool:
    """Whether the words try to give orders to whoever reads them."""
    return bool(_PATTERNS[Code.PROMPT_INJECTION].search(plain))
