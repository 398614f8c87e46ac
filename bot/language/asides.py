"""Sentences and clauses beside the question: `the CFO is asking again... what was pipeline in May?`

A clause that says nothing of figures, names, numbers or periods explains nothing and filters nothing. Its
words are passed over, unknown ones too, unless one of them is written or placed as a name is.
"""

import itertools
import re
from collections.abc import Iterator

from bot.language import occasions, words
from bot.language.marks import Mark, Sheet

_DEPARTMENTS = words.listed("finance legal hr controlling procurement accounting")
_STOP = re.compile(r"[.!?…;](?:[\s.…!?]|$)|\n|\s[-–—]+\s")
_OPENING = words.listed("so because since as if given cause cos felt seems")
_CLOSING = words.listed("because cause cos")
_QUIET = frozenset(("noise", "and", "also", "now", "which", "vague_metric", "split"))
_ASKING = frozenset(("metric", "lead", "dimension", "period", "name", "band", "rank", "unit", "why", "drop"))
# Somebody speaks, or something is the case: a mere noun beside the question might narrow it.
_SPEAKING = words.listed(
    "i im ive we weve my he hes she shes they theyre you youre is are was were has have had keeps keep kept "
    "needs need wants want been asking asked asks"
)
_DENYING = words.listed(
    "not no never nobody none without dont doesnt didnt isnt arent wasnt cant wont nor neither hardly besides"
)
# Moods that no ending tells.
_MOODY = words.listed(
    "mad sad ill slow sick wild weird odd rude loud nuts tense tough calm grumpy angry happy unhappy scary "
    "crazy cranky moody shaky messy nasty ugly skeptical sceptical furious anxious"
)
_PERSONS = words.listed(
    "i we he she they everybody everyone somebody someone boss manager marketing sales team board "
    "management gut"
)
_BEING = words.listed("is are was were been being")
_LEADING = words.listed(
    "for from in of with at within about on by per to only just and or like than into want wants need needs "
    "mean meaning through via"
)
# What follows a word that narrows it: `zebra customers`.
_HEADS = words.listed(
    "customer client account company business firm contact prospect people one market side deal"
)
_ARTICLES = words.listed("the a an our my your their")
_MODALS = words.listed("could can must should may")
_KEEPING = words.listed("keep keeps kept been")
_ABOUT = words.listed("about that again")
_OWN = words.listed("plate desk lap table hands")


def settle(sheet: Sheet) -> None:
    """Pass over what stands beside the question."""
    for place in [*_verbs(sheet), *_places(sheet)]:
        sheet.put("noise", "", place, place + 1)
    if next(sheet.unmarked(), None) is None:
        return
    asking = [mark.first for mark in sheet.of(*_ASKING)]
    for clause in _clauses(sheet):
        if any(place not in clause for place in asking) and _aside(sheet, clause):
            sheet.marks = [mark for mark in sheet.marks if mark.first not in clause]
            sheet.put("noise", "", clause.start, clause.stop)


def _clauses(sheet: Sheet) -> Iterator[range]:
    """The places of each: ended by a full stop or a dash, or opened by a word of reason or condition."""
    ends = [place for place in range(1, len(sheet.tokens)) if _ends(sheet, place)]
    first = 0
    for end in (*ends, len(sheet.tokens)):
        if first == 0 or sheet.tokens[first].word in _OPENING:
            comma = next((at for at in range(first + 1, end) if "," in sheet.tokens[at].gap), end)
            yield range(first, comma)
            first = comma
        if first < end:
            yield range(first, end)
        first = end


def _ends(sheet: Sheet, place: int) -> bool:
    gap = sheet.tokens[place].gap
    return bool(_STOP.search(gap)) or ("," in gap and sheet.tokens[place].word in _CLOSING)


def _aside(sheet: Sheet, clause: range) -> bool:
    unknown = [place for place in clause if sheet.at(place) is None]
    said = {sheet.tokens[place].word for place in clause}
    marks = [mark for place in clause if (mark := sheet.at(place))]
    if not unknown or len(unknown) * 2 > len(clause) or not said & _SPEAKING or said & _DENYING:
        return False
    told = [mark for mark in sheet.marks if mark.first not in clause]
    return all(_quiet(mark, told) for mark in marks) and not any(
        _nominal(sheet, place, clause) for place in unknown
    )


def _quiet(mark: Mark, told: list[Mark]) -> bool:
    """Whether the question loses nothing with it: leads beside a metric, or a name that it has itself."""
    if mark.kind == "lead":
        return any(one.kind == "metric" for one in told)
    return mark.kind in _QUIET or (mark.kind == "name" and mark.value in [one.value for one in told])


def _nominal(sheet: Sheet, place: int, clause: range) -> bool:
    """Whether an unknown word is written or placed as a name is."""
    token, raw = sheet.tokens[place], sheet.raw[place]
    if token.word in occasions.ROLES | _DEPARTMENTS:
        return False
    if not token.word.isalpha() or token.quoted or token.possessive:
        return True
    first = place == clause.start
    if (raw.text[:1].isupper() or first) and not (first and token.word.endswith(("ing", "ed"))):
        return True
    if _narrows(sheet, place, clause):
        return True
    before = place - 1
    while before >= clause.start and sheet.tokens[before].word in _ARTICLES:
        before -= 1
    if before >= clause.start and sheet.tokens[before].word in _LEADING:
        return True
    return not _moody(token.word, [one.word for one in sheet.tokens[clause.start : place]])


def _moody(word: str, before: list[str]) -> bool:
    """Whether a word is a verb or tells a mood: `is fretting`, `swears`; any other might be what is meant."""
    last, thing = before[-1] if before else "", set(before[-2:-1]) & {"it", "this", "that", "what"}
    if word in _MOODY or last == "my":
        return True
    if word.endswith("ing"):
        return not before or (last in _BEING | _KEEPING and not thing)
    if word.endswith("ed"):
        return not before or last in _BEING | _PERSONS | {"has", "have", "had"}
    return word.endswith("s") and last in _PERSONS | occasions.ROLES | _DEPARTMENTS


def _narrows(sheet: Sheet, place: int, clause: range) -> bool:
    """`zebra customers`, `EMEA dentists`, `the leads are dentists`: which leads, and no mood."""
    marks = {at: mark for at in clause if (mark := sheet.at(at))}
    after, before = marks.get(place + 1), marks.get(place - 1)
    if after and (after.kind == "lead" or sheet.tokens[place + 1].stem in _HEADS):
        return True
    told = any(mark.kind == "lead" for mark in marks.values())
    being = place > clause.start and sheet.tokens[place - 1].word in _BEING
    plural = sheet.tokens[place].word != sheet.tokens[place].stem
    return bool(before and before.kind in ("name", "lead")) or (being and (told or plural))


def _verbs(sheet: Sheet) -> list[int]:
    """`if I could only fund one source`, `sales keep moaning about EMEA`: what somebody would do, or does."""
    read = [token.word for token in sheet.tokens]
    return [
        place
        for place in sheet.unmarked()
        if sheet.raw[place].text.islower()
        and (
            _supposed(read, place)
            or _kept(read, place)
            or _bothering(read, place)
            or _shortened(sheet, place)
        )
    ]


def _supposed(read: list[str], place: int) -> bool:
    """Somebody has to choose one; what would come of anything else is a forecast."""
    at = place - 1
    while at > 0 and read[at] in ("only", "just"):
        at -= 1
    opened = at >= 2 and read[at] in _MODALS and read[at - 2] == "if" and read[at - 1] in ("i", "we", "you")
    return opened and bool({"one", "single"} & set(read[place + 1 : place + 4]))


def _kept(read: list[str], place: int) -> bool:
    after = read[place + 1] if place + 1 < len(read) else ""
    return place > 0 and read[place].endswith("ing") and read[place - 1] in _KEEPING and after in _ABOUT


def _bothering(read: list[str], place: int) -> bool:
    """`sorry to bug you`."""
    return 0 < place < len(read) - 1 and read[place - 1] == "to" and read[place + 1] in ("you", "u", "ya")


def _shortened(sheet: Sheet, place: int) -> bool:
    """`fr EMEA`: before a name, and nowhere else, as it may be a country."""
    after = sheet.at(place + 1)
    return sheet.tokens[place].word in ("fr", "fm", "fom") and after is not None and after.kind == "name"


def _places(sheet: Sheet) -> list[int]:
    """`on Will's plate`."""
    pairs = itertools.pairwise(enumerate(sheet.tokens))
    found = [place for (_, one), (place, two) in pairs if one.possessive and two.word in _OWN]
    return [place for place in found if sheet.at(place) is None]
