"""Whether good words are meant: mockery, feigned assent, and praise beside what is bad."""

import re
from collections.abc import Sequence

from bot.themes.lexicon import Hit
from bot.themes.scope import Scope

_IRONIC = frozenset(("🙄", "🤡", "🙃", "😂", "😒", "🤦", "💩", "😭", "🤣", "😑", "💀"))
_MOCKING = re.compile(
    r"(?:^|[.,:] )not(?: [.])?$|yeah right|supposedly"
    r"|as if(?: [.]|$)|my (?:ass|arse|foot)\b|\blol\b|\bhaha|so called"
)
# "Sure, interns sign contracts all the time": assent to what nobody believes.
_ASSENT = re.compile(
    r"(?:(?:yes|yeah|oh|ah|ok) (?:, )?)?(?:sure|of course|naturally|obviously|right|because obviously) , "
    r"|(?:yes|yeah|oh) sure "
    r"|(?:because|as if) an? (?:\S+ ){1,2}?(?:surely|obviously|totally|definitely|always) "
)
_FEIGNED = frozenset(("yeah", "sure", "oh", "wow", "ah", "yay", "ooh", "woohoo", "hooray"))
_SURE = frozenset(("no_budget", "bad_timing", "competitor_in_place"))
_BUT = frozenset(
    (
        *("but", "though", "although", "however", "only", "except", "yet", "still", "just", "until"),
        *("despite", "while", "too", "now", "currently", "shame", "pity", "sadly", "unfortunately", "alas"),
        *("downside", "hitch", "catch", "problem", "snag", "aber", "pero", "leider"),
    )
)


def is_mocking(said: Sequence[str]) -> bool:
    """Whether the comment mocks, in words or signs."""
    return any(word in _IRONIC for word in said) or bool(_MOCKING.search(" ".join(said)))


def is_scorned(good: Hit, scope: Scope) -> bool:
    """Whether good news stands in a sentence that assents to it in scorn."""
    start, end = scope.sentence(good.start)
    return bool(_ASSENT.match(" ".join(scope.words[start:end])))


def is_ironic(praise: Hit, bad: Sequence[Hit], scope: Scope) -> bool:
    """Whether praise is meant as its opposite: quoted, feigned, or said of what is bad in the same breath."""
    if scope.tokens[praise.start].quoted:
        return True
    if bad and praise.start and scope.words[praise.start - 1] in _FEIGNED:
        return True
    start, end = scope.sentence(praise.start)
    short = end - start <= 4
    for hit in bad:
        near = start <= hit.start < end or (
            short and end < hit.start <= scope.sentence(min(end + 1, len(scope.words) - 1))[1]
        )
        if near and not (
            contrasted(praise, hit, scope)
            or (hit.theme in _SURE and praise.start < hit.start and "another" not in scope.words)
        ):
            return True
    return False


def contrasted(one: Hit, other: Hit, scope: Scope) -> bool:
    """Whether the first comes first and a `but` sets the other off."""
    first, last = sorted((one, other), key=lambda hit: hit.start)
    return any(word in _BUT for word in scope.words[first.end : last.end + 4]) and first is one
