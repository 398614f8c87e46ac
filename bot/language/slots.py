"""Places where only a name can stand: what is passed over elsewhere is not passed over there.

`acceptance for Nice`, `win rate in the US`, `MQLs from key accounts`: the words ask for nothing by
themselves, but whoever puts them there means some of the leads and not all of them.
"""

from collections.abc import Iterator

from bot.language import lexicon, words
from bot.language.marks import Mark, Sheet

_PREPOSITIONS = frozenset(("for", "from", "in", "of", "with", "at", "within"))
_ARTICLES = frozenset(("the", "our", "a", "an", "my", "your", "this", "that", "these", "those", "their"))
# What may follow a preposition without narrowing anything: people spoken to, occasions, turns of speech.
_HARMLESS = words.listed(
    "me us you him her his them it its all both one ones each other others everyone everybody anyone anybody "
    "someone somebody general total detail details short brief fact practice reality comparison charge mind "
    "moment time once least last least first order context reference information info interest background "
    "example instance sure case cases number numbers figure figures thanks way view side part parts use "
    "meeting meetings deck decks board boss slide slides presentation report reports reporting memo review "
    "qbr call sync standup leadership exec execs management manager team teams crew group folks stakeholder "
    "stakeholders marketing sales marketers company business organisation organization handoffbot today now "
    "planning prep retro update kickoff allhands townhall colleague colleagues track question questions "
    "decision decisions due breakdown help helping point stage data record records logged period window "
    "question mention note what which whom hand doc document graph chart table dashboard percentage average "
    "particular please pls plz cheers thx ta so then more compare show tell how what is are was were do did"
)
_PARTED = words.listed("on during over since throughout between")  # `came in on Thursday`
_BEFORE_NAMES = words.listed("for from in of with except excluding without minus")
_NOUNS = words.listed(
    "person persons people individual client clients customer customers contact contacts thing"
)
_PRONOUNS = words.listed("me you him her them this that these those all each both one last")
FOLLOWING = lexicon.TIMES | words.listed("by per in for from vs versus and or during over split with")
_SPEAKERS = words.listed("i im we my our they their it its he she you your everybody everyone nobody")
_DENIALS = words.listed(
    "not never nobody none didnt doesnt dont hasnt havent hadnt wasnt werent isnt arent cant couldnt wont"
)
_DEEDS = words.listed(
    "accept accepted accepting reject rejected rejecting decide decided deciding recycle recycled win won "
    "miss missed hit met meet become became convert converted reach reached breach breached decline declined"
)
_ORDINALS = words.listed("second third fourth next 2nd 3rd 4th nth")
_QUALIFYING = words.listed(
    "single cold long short hard key main major primary real named assigned fast slow urgent important "
    "significant proper perfect useful valid true false familiar decent easy tricky separate related "
    "potential possible interested interesting high low heavy light rough plain ordinary legit lovely "
    "fine neat great nice value quality good bad better worse converted successful converting recorded "
    "tagged marked labelled"
)
_HEADS = frozenset(("customer", "client", "account", "company", "business", "firm", "contact", "prospect"))


def unfilled(sheet: Sheet) -> Iterator[int]:
    """The places of words that narrow the leads to something that does not exist here."""
    for place, token in enumerate(sheet.tokens):
        mark = sheet.at(place)
        if mark is None or mark.kind not in ("noise", "and"):
            continue
        if mark.kind == "and":
            yield from _complement(sheet, place + 1) if _of_names(sheet, place) else ()
        elif _country(sheet, place) or _dateless(sheet, place) or denies(sheet, place):
            yield place
        elif token.word in _PREPOSITIONS and mark.last == place + 1:
            yield from _complement(sheet, place + 1)
    yield from _qualified(sheet)
    yield from (mark.last for mark in sheet.of("by") if _by_noun(sheet, mark))


def _by_noun(sheet: Sheet, mark: Mark) -> bool:
    """`for each person`: by something that is no dimension."""
    return (
        mark.last < len(sheet.tokens) and sheet.tokens[mark.last].word in _NOUNS and _idle(sheet, mark.last)
    )


def introduced(sheet: Sheet, place: int) -> bool:
    """Whether a preposition that a name may follow stands right before."""
    before = place - 2 if place > 1 and sheet.tokens[place - 1].word == "the" else place - 1
    return before >= 0 and sheet.tokens[before].word in _BEFORE_NAMES


def holds_name(sheet: Sheet, first: int, last: int) -> bool:
    """Whether the words are all that a preposition has: `from Other`, and not `from other sources`."""
    tokens, alone = sheet.tokens, last - first == 1
    told = " ".join(token.text for token in sheet.raw)
    if alone and tokens[first].word.isdigit():
        return False
    if alone and sheet.raw[first].text.isupper() and len(sheet.raw[first].text) > 1 and told != told.upper():
        return True
    if alone and tokens[first].word in _PRONOUNS:
        return False
    if len(tokens) == 1 and sheet.raw[0].text.isupper() and len(sheet.raw[0].text) > 1:
        return True
    ended = last == len(tokens) or tokens[last].parted or tokens[last].word in FOLLOWING
    return ended and introduced(sheet, first)


def _complement(sheet: Sheet, at: int) -> Iterator[int]:
    """`for Nice`, and then nothing that has a meaning before the next pause."""
    if at < len(sheet.tokens) and sheet.tokens[at].word in _PARTED:
        return
    first = at
    while first < len(sheet.tokens) and sheet.tokens[first].word in _ARTICLES and _idle(sheet, first):
        first += 1
    last = first
    while last < len(sheet.tokens) and _idle(sheet, last) and not (last > at and sheet.tokens[last].parted):
        last += 1
    said = [token.word for token in sheet.tokens[first:last]]
    ended = last == len(sheet.tokens) or sheet.tokens[last].parted
    following = None if ended else sheet.at(last)
    if said and not _HARMLESS & set(said) and (following is None or following.kind == "period"):
        yield first


def _dateless(sheet: Sheet, place: int) -> bool:
    """`since the relaunch`: a beginning that is no date; `since my boss asks` is a reason."""
    after = sheet.tokens[place + 1].word if place + 1 < len(sheet.tokens) else ""
    return sheet.tokens[place].word == "since" and after not in _SPEAKERS


def denies(sheet: Sheet, place: int) -> bool:
    """`leads Tom hasn't accepted`: what did not happen is another figure than what did."""
    if sheet.tokens[place].word not in _DENIALS:
        return False
    places = range(place + 1, min(place + 5, len(sheet.tokens)))
    after = (at for at in places if (one := sheet.at(at)) and one.kind not in ("name", "lead", "and"))
    at = next((one for one in after if _telling(sheet, one)), None)
    mark = None if at is None else sheet.at(at)
    if mark is None or mark.kind not in ("metric", "noise"):
        return False
    return bool(_DEEDS & {token.word for token in sheet.tokens[mark.first : mark.last]})


def _telling(sheet: Sheet, place: int) -> bool:
    return not _idle(sheet, place) or sheet.tokens[place].word in _DEEDS


def _of_names(sheet: Sheet, place: int) -> bool:
    """`webinars and fars`: what stands beside a name is one, or is meant to be."""
    before = sheet.at(place - 1) if place else None
    return (
        before is not None and before.kind in ("name", "band") and sheet.tokens[place].word in ("and", "or")
    )


def _country(sheet: Sheet, place: int) -> bool:
    """`the US`, `US leads`, and not `us`."""
    token, told = sheet.raw[place], " ".join(token.text for token in sheet.raw)
    article = place > 0 and sheet.tokens[place - 1].word == "the"
    return token.word == "us" and (article or (token.text == "US" and told != told.upper()))


def _qualified(sheet: Sheet) -> Iterator[int]:
    """`key accounts`, `good leads`: some of them, and nobody knows which."""
    for mark in sheet.marks:
        place = mark.first - 1
        if place >= 0 and mark.kind == "rank" and sheet.tokens[place].word in _ORDINALS:
            yield place  # `second best`
        if place < 0 or sheet.tokens[mark.first].parted or not _head(sheet, mark):
            continue
        before = sheet.at(place)
        if (
            before
            and before.kind in ("noise", "vague_metric")
            and before.last == before.first + 1
            and sheet.tokens[place].word in _QUALIFYING
        ):
            yield place


def _head(sheet: Sheet, mark: Mark) -> bool:
    return mark.kind == "lead" or (mark.kind == "noise" and sheet.tokens[mark.first].stem in _HEADS)


def _idle(sheet: Sheet, place: int) -> bool:
    mark = sheet.at(place)
    return mark is not None and mark.kind == "noise"
