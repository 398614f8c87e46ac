"""Whether what one cue says is already told by another: then it gives no label of its own."""

from bot.themes import irony, speech
from bot.themes.lexicon import Hit
from bot.themes.scope import Scope
from bot.themes.words import RIVAL as NAMED

GOOD, OTHER, RIVAL, CUSTOMER = "good_quality", "other", "competitor_in_place", "duplicate_or_customer"
TIMING = "bad_timing"
_TIMED = frozenset((TIMING, "no_budget", RIVAL))
_TURNS = frozenset(("but", "though", "although", "however", "aber", "pero"))
# Happy with whom, signed with whom: beside a rival it is the rival unless the words say us.
_FOND = frozenset(
    (
        *("thrilled", "happy", "delighted", "love", "loved", "impressed", "satisfied"),
        *("signed", "closed", "won", "hooked"),
    )
)
_US = frozenset(("u", "us", "our", "we", "demo"))
# Trying alone is no silence where the same sentence says that the number is wrong.
_SILENT = frozenset(
    (
        *("no", "not", "never", "nothing", "nobody", "none", "zero", "silence", "silent", "voicemail"),
        *("ignored", "unanswered", "ghosted", "kein", "keine", "keiner", "nicht", "nie", "niemand"),
        *("nichts", "nada", "nadie", "ni", "sin", "nunca", "buzon"),
    )
)
_UNFIT = frozenset(("wrong_persona", "wrong_company_fit", "bad_contact_data"))
# "Nothing for us" where a rival is the reason.
_CONCLUSION = frozenset(("nothing", "nix", "to", "sell", "win", "do", "for", "us", "here", "there"))
# A number of seats is a small firm only where it is called small, or nothing good is said beside it.
_SCANT = frozenset(("only", "just", "merely", "max", "tops", "tiny", "small"))
# It is no good news where the person is wrong.
_RIGHT_FIRM = frozenset(("right", "company"))
_CHAT = frozenset(("chat", "talk", "conversation", "call", "exchange", "discussion"))


def is_repeated(hit: Hit, other: Hit, scope: Scope) -> bool:
    """Whether the first says nothing that the other does not."""
    if hit.theme in _TIMED and other.theme in _TIMED and hit.overlaps(other) and hit.theme != other.theme:
        return _is_told_by(hit, other, scope)
    if hit.theme == OTHER and other.theme != OTHER:
        return _is_rest(hit, other, scope)
    if hit.theme == GOOD:
        return _is_no_news(hit, other, scope)
    said = set(scope.words[hit.start : hit.end])
    if hit.theme == "no_response" and other.theme == "bad_contact_data":
        return _in_one(hit, other, scope) and said.isdisjoint(_SILENT)
    if hit.theme == "wrong_company_fit" and other.theme == RIVAL:
        return said <= _CONCLUSION
    if hit.theme == "wrong_company_fit" and other.theme in (GOOD, CUSTOMER):
        return "seat" in said and said.isdisjoint(_SCANT)
    return False


def _in_one(hit: Hit, other: Hit, scope: Scope) -> bool:
    return scope.sentence(hit.start) == scope.sentence(other.start)


def _is_rest(hit: Hit, other: Hit, scope: Scope) -> bool:
    """Whether what fits none of the nine is already told by one of them."""
    if other.theme == CUSTOMER and hit.start > other.start:
        return _in_one(hit, other, scope) and _TURNS.isdisjoint(scope.words[other.end : hit.start])
    return not scope.parted(hit, other)


def _is_no_news(hit: Hit, other: Hit, scope: Scope) -> bool:
    """Whether good words praise the talk or the firm with a wrong person, a rival, or a running deal."""
    said = set(scope.words[hit.start : hit.end])
    if other.theme in _UNFIT and _CHAT & said:
        return not irony.contrasted(hit, other, scope)
    if other.theme == "wrong_persona" and said >= _RIGHT_FIRM:
        return _in_one(hit, other, scope)
    if other.theme == RIVAL and not irony.contrasted(other, hit, scope):
        return _in_one(hit, other, scope) and bool(said & _FOND and not said & _US)
    if other.theme == CUSTOMER:
        return _in_one(hit, other, scope) and not (
            irony.contrasted(hit, other, scope) or irony.contrasted(other, hit, scope)
        )
    return False


def _is_told_by(hit: Hit, other: Hit, scope: Scope) -> bool:
    """A freeze with an end is the lead's timing; a rival's contract is so only where its end is named."""
    timing = hit if hit.theme == TIMING else other
    dated = speech.is_dated(scope.words, timing.start, timing.end)
    if hit.theme == RIVAL and NAMED in scope.words[hit.start : hit.end]:
        return False
    if RIVAL in (hit.theme, other.theme):
        return not dated and (hit.length, hit.theme == RIVAL) < (other.length, other.theme == RIVAL)
    return dated == (hit.theme == "no_budget") and hit.inside(other)
