"""What a clause does when it says nothing of a lead: plans, favours asked, hopes, praise of a colleague."""

import re
from collections.abc import Sequence

from bot.themes.words import ASK, MARKS, STOP

_DEED = (
    "call|ring|ping|try|follow|chase|check|send|email|write|reach|circle|get back|come back|ask|loop|talk"
    "|speak|revisit"
    "|touch|keep|take|look|book|add|sort|clean|update|dial|give|do|work|forward|post|share|join|be|let|bring"
    "|run|use"
    "|park|hold|pause|postpone|leave|drop|skip|shelve|table|log|tag|invite|ignore|remove|delete|close|open"
    "|test|set up|discuss|move|wait|start|put|plan|swap|have|see|go|need|nudge|make|pick|cover|return|visit"
    "|meet"
)
_DOING = (
    "calling|trying|sending|checking|emailing|dialling|dialing|chasing|following up|pinging|working|adding"
    "|booking"
    "|asking|looking into|preparing|prepping|drafting|writing|updating|sharing|posting|cleaning|heading"
    "|travelling"
    "|traveling|planning|waiting for (?:my|our|your|legal|finance|marketing)|rescheduling|forwarding|nudging"
    "|going to"
)
# What a clause may begin with before it says anything.
FIRST = r"(?:(?:ok|okay|so|and|then|also|just|hi|hey|now|yes|yep|but|or|maybe|please|team|all|fyi) )*"
_PLAN = re.compile(
    rf"{FIRST}(?:(?:i|we) )?(?:(?:will|shall|would|let s|let me|let us|gonna|need to|have to|going to"
    rf"|plan to|must"
    rf"|(?:am|are|m|was|were) going to) (?:just |also |then |now |probably |definitely "
    rf"|maybe )?(?:{_DEED})\b(?! not))"
    rf"|{FIRST}(?:(?:i|we) (?:am |are |m |re |was |were )?)?(?:just |now |still )?(?:{_DOING})\b"
)
_FAVOUR = re.compile(
    rf"{FIRST}(?:(?:(?:can|could|would|will) )?(?:someone|somebody|anyone|anybody|you|u|one of you) "
    r"(?:please |kindly |guys )*|please |kindly )"
    r"(?:remind|share|post|send|drop|check|look|add|forward|upload|update|confirm|tell|ping|invite|book"
    r"|explain|loop"
    r"|hold|wait|ignore|disregard|excuse|mute|bear|stand by|switch|leave the|park|do not reply|do not wait"
    r"|have|know|remember|got|use|find|link|give me|help|cover|join|jump|keep me|let me know|put|show)\b"
    r"|(?:remind me|let me know|tell me|does anyone|does anybody|has anyone|has anybody|did anyone"
    r"|did anybody"
    r"|anyone know|any idea|any chance|any update|any news|how do (?:i|we|you)|where (?:is|are|do|can|did)"
    r"|when (?:is|are|do)"
    r"|who (?:own|is|cover|has|own|take|took) (?:the|this|that|it|our)|what is (?:the|our|your)"
    r"|what s (?:the|our|your)"
    r"|do (?:we|you|i|they)|does (?:she|he|it|this|that)|did (?:we|you|they|he|she)|are (?:they|we|you|these"
    r"|those)"
    r"|is (?:he|she|this|that|it|there)|have (?:we|you|they)|has (?:he|she|it|this)|should (?:i|we)|can (?:i"
    r"|we) (?!stop|please stop))"
)
_HOPE = re.compile(
    r"\b(?:hope|hoping|hopefully|wish|finger crossed|fingers crossed|ideal world|pray|praying)\b"
)
_HEDGE = re.compile(r"\b(?:might|may|maybe|could|think|guess|perhaps|possibly|probably)\b")
_UNSURE = re.compile(
    r"\b(?:not sure|unsure|checking|tbc|to be confirmed"
    r"|(?:will|let me|need to|have to) (?:check|double check|ask|find out|confirm|see|verify))\b"
)
_PAST = re.compile(r"\b(?:used to|(?:was|were) once|fruher war|antes era) (?:be |have )?(?:\S+ ){0,2}$")
_PAST_VERB = re.compile(r"\b(?:was|were|had|estaban?|ten[ií]an?|war|waren|hatten?) ")
# What was so then and is said to be otherwise now: "an intern back then, now she runs the team".
_SINCE = re.compile(
    r"(?:\S+ ){0,3}?(?:back then|at th(?:e|at) time|in (?:19|20)\d\d|last year|(?:a|\d+|many|some) year ago"
    r"|once|entonce|damal) (?:\S+ ){0,2}?[,.] (?:but |and )?(?:now(?:aday)?|today|this year|since|doing"
    r"|these day|by now|ahora|heute|inzwischen) "
    r"(?!.*\b(?:still|again|same|neither|no|not|nothing|also|too|kein|keine) )"
)
_MAYBE = re.compile(r"\b(?:would|could|might|may|if|should) (?:\S+ ){0,3}$")
_MINE = re.compile(r"\b(?:i|we) (?:am|are|m|re|was|were|feel|felt) (?:\S+ ){1,2}$")
_SORRY = re.compile(rf"{FIRST}(?:sorry|apologies|apology) (?:for|about|i|we|my|that i|that we)\b")
_DATED = re.compile(
    r"\b(?:q[1-4]|h[12]|year|quarter|january|february|march|april|june|july|august|september|october"
    r"|november|december|jan|feb|apr|jun|jul|aug|sept|oct|nov|dec|spring|summer|autumn|winter|20\d\d)\b"
)
_NAMED_DATE = re.compile(
    r"\b(?:q[1-4]|h[12]|january|february|march|april|june|july|august|september|october|november|december|jan|feb"
    r"|apr|jun|jul|aug|sept|oct|nov|dec|spring|summer|autumn|winter|enero|febrero|marzo|abril|mayo|junio|julio"
    r"|agosto|septiembre|octubre|noviembre|diciembre|januar|februar|marz|mai|juni|juli|oktober|dezember"
    r"|(?:in|until|till|by|from|of|early|late|mid) may)\b"
)
_OF_LEADS = re.compile(
    r"\b(?:leads?|mqls?|prospects?|contacts?|accounts?|lists?|batch|fit|persona|audience|crowd|campaign"
    r"|quality"
    r"|pipeline|opportunit\w+|opps?|deal|compan\w+|people|attendees|buyers?|budget|meeting|demo|call)\b",
    re.IGNORECASE,
)
_STOPS = re.compile(r"[.!?\n]")
_CALLED = re.compile(
    r"(?: (?:yesterday|today|again|this morning|last week|there|here))?,? @?[A-Z][a-zé]+ ?(?:[.!,:)]|$)"
)
_CALLING = re.compile(r"^\s*(?:hey |hi )?@?[A-Z][a-zé]+, (?:that was |this was |what )?(?:an? )?$")
_YOU = re.compile(
    r"\b(?:(?<!what )you|your|yours|guys|everyone|everybody|team(?! of)|all of you|y'all|folks(?=[,!]))\b",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^\s*(?:hi|hey|hello|morning|good morning) (?:team|all|everyone|folks|guys)[,!:] ", re.IGNORECASE
)
_LEARNED = re.compile(
    r"\b(?:learn(?:ed|t) (?:a lot|loads|so much|something|tons)|well done|nicely done|well played)\b",
    re.IGNORECASE,
)
_CLOSED = frozenset(("but", "because", "since", "so", "though", "although", "aber", "pero", "weil", "porque"))
_PLANNED = frozenset(
    ("bad_timing", "good_quality", "praise", "no_response", "other", "hint", "duplicate_or_customer")
)
_LONGEST = 60  # words of a clause: what goes on without a mark is no clause
_SOON = 12  # words behind a guess in which it is taken back
_PRAISED = frozenset(("good_quality", "praise"))


def is_dated(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a month, a season or the like is named from `start` to before `end`."""
    return bool(_NAMED_DATE.search(line(words, start, end)))


def is_request(words: Sequence[str], start: int) -> bool:
    """Whether the clause that `start` belongs to asks colleagues for something, with or without its mark."""
    opening = clause(words, start)
    return bool(_FAVOUR.match(line(words, opening, opening + 24)))


def asserts(words: Sequence[str], start: int, end: int, theme: str) -> bool:
    """Whether the clause around a cue, from `start` to before `end`, tells and does not plan or hope."""
    opening = clause(words, start)
    if theme in _PLANNED and _PLAN.match(line(words, opening, end)):
        dated = theme == "bad_timing" and bool(_DATED.search(line(words, start, end)))
        return dated and words[opening] != "let"
    if _SORRY.match(line(words, sentence(words, start), end)):
        return False
    leading = line(words, opening, start)
    if _HEDGE.search(line(words, opening, end)) and _UNSURE.search(line(words, end, end + _SOON)):
        return False
    if _HOPE.search(leading) or _PAST.search(leading):
        return False
    if _PAST_VERB.search(line(words, opening, end)) and _SINCE.match(line(words, end, end + _SOON)):
        return False
    return theme not in _PRAISED or not (
        _MAYBE.search(leading) or _MINE.search(line(words, opening, start + 1))
    )


def is_to_colleague(text: str, start: int, end: int) -> bool:
    """Whether praise, the characters from `start` to before `end`, is said to somebody of the house."""
    if _OF_LEADS.search(text, start, end):
        return False
    rest = _STOPS.split(text[end:], maxsplit=1)[0]
    # Whom a comment greets is not whom it praises.
    before = _GREETING.sub("", _STOPS.split(text[:start])[-1])
    return bool(
        _LEARNED.search(text, end)
        or _CALLED.match(text, end)
        or _CALLING.search(before)
        or _YOU.search(f"{before} {rest}")
    )


def line(words: Sequence[str], start: int, end: int) -> str:
    """The words from `start` to before `end`, each with a space behind it."""
    return "".join(f"{word} " for word in words[start:end])


def clause(words: Sequence[str], at: int) -> int:
    """Where the clause begins that the word belongs to."""
    least = max(0, at - _LONGEST)
    while at > least and words[at - 1] not in MARKS and words[at - 1] not in _CLOSED:
        at -= 1
    return at


def sentence(words: Sequence[str], at: int) -> int:
    """Where the sentence begins that the word belongs to."""
    while at > 0 and words[at - 1] not in (STOP, ASK):
        at -= 1
    return at
