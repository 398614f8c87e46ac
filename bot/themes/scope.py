"""What the words around a cue make of it: denied, asked, supposed, or said of ourselves."""

from collections.abc import Sequence

from bot.themes import house, speech, supposing
from bot.themes.lexicon import Hit
from bot.themes.words import ASK, INVERTED, MARKS, STOP, Token


def _listed(line: str) -> frozenset[str]:
    return frozenset(line.split())


DENIALS = _listed(
    "not never no without nor neither hardly nobody kein keine keinen nicht ohne sin nunca tampoco zero none"
    " doubt bezweifle dudo"
)
_NOT_DENYING = _listed(
    "only just merely even wonder doubt surprise sure know known realise realize notice tell told bother"
    " matter"
    " solo nur idea longer clue mention like"
)  # fmt: skip
_CONTRAST = _listed(
    "but though however although except yet still because since so and aber pero sondern sino while whereas"
    " then"
)
_AUXILIARY = _listed(
    "be am is are was were do does did have has had can could will would might may must should not never no"
    " just only"
    " really also currently still already s run ran cut the a to get got need all so going be been too very"
    " pretty"
    " fully currently literally almost always usually even now own travel marketing event team booth budget"
)  # fmt: skip
_WE, _OUR = _listed("i we ich wir"), _listed("our my mein unser")
# Words of a cue that make it about the lead, whoever the sentence begins with: "we are too expensive".
_OF_THEM = _listed(
    "lost lose expensive teuer caro caros pricey costly dear sell you they their them he she his her"
)
_OF_ANYONE = frozenset(
    ("no_response", "duplicate_or_customer", "good_quality", "praise", "other", "bad_contact_data")
)
_SAID = _listed(
    "said say says told tells tell quote quoted wrote claims claimed goes answered replied explained"
    " admitted mentioned"
    " confirmed states stated sagt sagte meinte meint dice dijo word words like reply verbatim line"
    " literally response"
)  # fmt: skip
_STRESS = _listed("exactly actually ever precisely honestly")
_AND = _listed("und and y e oder or")
_NAY, _SHORT = _listed("no nope nah negative wrong false not nein nee"), 4
_OPENERS = _listed(
    "is are was were am do does did has have had can could will would should may might any anyone anybody"
    " who what when"
    " where which how why whose whom haben hat ist sind wer wann wo warum gibt kann tienen tiene quien"
    " cuando donde"
    " alguien hay cual sabe sabemos wissen weiss shall es son esta estan nutzt nutzen kennt kennen lauft darf"
    " war waren hatte hatten wurde wurden kommt gehort"
)  # fmt: skip
_FILLERS = _listed(
    "and so but hey hi hello ok okay also btw um well quick question oh und y guys team all please sorry just"
    " curious question then or"
)  # fmt: skip
_LEADING = (
    "why", "how am", "how many more", "how often", "how many time", "how is", "how are", "how can",
    "how could",
    "how did this", "how did that",
    "how did he", "how did she", "how did they", "how does a", "how does this", "how on earth", "how the",
    "how come", "who decided", "who thought", "who scored",
    "who approved", "who checks", "who check", "who qualified", "who let", "who put", "who sent",
    "who send", "who keep", "who marked",
    "who even", "who on earth", "who the", "who gives", "who passed", "who call", "who came up", "who in",
    "who at", "what s next",
    "who buys", "who signed off", "who would", "who writes", "who wrote", "what am i",
    "what are we supposed", "what do you expect",
    "what is the point", "what s the point", "what were", "what was marketing", "what the", "what on earth",
    "what kind of", "what good", "what part of", "what use", "what should i do with", "what do i do with",
    "since when",
    "can we stop", "can we please", "could we please", "could we stop", "can you stop",
    "can you please stop", "could you stop", "can somebody stop", "can someone stop",
    "could you please stop", "can marketing stop", "can marketing please", "are you kidding",
    "are you serious", "are we serious", "are we really", "are we seriously", "is this a joke",
    "is that a joke",
    "is that supposed", "is this supposed", "are these supposed", "is it just me", "is it me or",
    "did you know", "do you know that", "do we even", "does anyone even", "does anybody even",
    "did anyone even", "did anybody even", "did anyone", "did anybody", "does anyone check",
    "does anybody check", "does nobody", "did nobody", "did no one", "does no one", "has nobody",
    "has anyone noticed", "has anybody noticed", "has no one", "when will we stop",
    "when are we going to stop", "when do we stop", "when will", "is there any lead", "is there anyone who",
    "is there a single", "would you", "would it kill", "is nobody", "is anyone actually",
    "do you guys even", "do you even", "have you seen", "have we learned", "should we really",
    "should i really", "do i really", "must we", "do we really", "what did we", "really",
    "warum", "wieso", "por que",
)  # fmt: skip


class Scope:
    """The marks and words of one comment, asked about one cue at a time."""

    def __init__(self, tokens: Sequence[Token], hits: Sequence[Hit]) -> None:
        self.tokens = tokens
        self.words = [token.word for token in tokens]
        self.taken = {number for hit in hits for number in range(hit.start, hit.end)}
        self._asked = self._questions()

    def counts(self, hit: Hit) -> bool:
        """Whether the cue is asserted of a lead, a list or a campaign."""
        return not (
            house.is_daily(self.words, hit.start, hit.theme)
            or self._is_asked(hit)
            or supposing.is_supposed(self.words, hit.start, self.taken)
            or self.is_denied(hit)
            or self._is_ours(hit)
        ) and speech.asserts(self.words, hit.start, hit.end, hit.theme)

    def sentence(self, number: int) -> tuple[int, int]:
        """The tokens of the sentence around a token, as a half-open range."""
        end = number
        while end < len(self.words) and self.words[end] not in (STOP, ASK):
            end += 1
        return speech.sentence(self.words, number), end

    def parted(self, one: Hit, other: Hit) -> bool:
        """Whether a mark or a conjunction stands between two cues."""
        first, last = sorted((one, other), key=lambda hit: hit.start)
        between = self.words[first.end : last.start]
        return any(word in MARKS or word in _CONTRAST or word == "and" for word in between)

    def is_denied(self, hit: Hit) -> bool:
        """Whether a word of denial stands up to six words before, in the same clause."""
        for at in range(hit.start - 1, max(-1, hit.start - 7), -1):
            word = self.words[at]
            if word in MARKS or word in _CONTRAST:
                return False
            if word in DENIALS:
                return not (at in self.taken or self._denies_another(at, hit))
        return False

    def _denies_another(self, at: int, hit: Hit) -> bool:
        """Whether the denial belongs to other words: `not only`, `gibt es nicht und`, `no cierran no hay`."""
        following = self.words[at + 1]
        return (
            following in _NOT_DENYING
            or (self.words[at] == "doubt" and self.words[max(0, at - 1)] in DENIALS)
            or following in _AND
            or self.words[at] == self.words[hit.start] == "no"
            or self.words[at - 2 : at] in (["who", "do"], ["who", "doe"], ["who", "does"], ["who", "would"])
            or self._asks_leading(at)
        )

    def _is_asked(self, hit: Hit) -> bool:
        if ASK in self.words[hit.start : hit.end]:
            return False  # the writer answers it
        if hit.theme in ("good_quality", "praise"):
            start, end = self.sentence(hit.start)
            if self.words[end : end + 1] == [ASK]:
                return not self._is_leading(start)
        if hit.start in self._asked or self._is_answered_no(hit):
            return True
        opening = speech.clause(self.words, hit.start)
        return speech.is_request(self.words, hit.start) and not self._is_leading(opening)

    def _is_answered_no(self, hit: Hit) -> bool:
        """`Ghosted? Nope, he wrote`: a short question that the writer answers in the negative."""
        if ASK not in self.words[hit.start : hit.start + _SHORT + 1]:
            return False
        start, end = self.sentence(hit.start)
        if end - start > _SHORT or self.words[end : end + 1] != [ASK]:
            return False
        return bool(_NAY & set(self.words[end + 1 : end + 2])) and hit.theme != "good_quality"

    def _is_ours(self, hit: Hit) -> bool:
        """Whether `our`, `my`, `we` or `I` governs the cue, and no lead is quoted."""
        if self.tokens[hit.start].quoted:
            return False
        if house.is_of_own_things(self.words, hit.start, hit.end, hit.theme):
            return True
        return hit.theme not in _OF_ANYONE and self._is_governed_by_us(hit)

    def _is_governed_by_us(self, hit: Hit) -> bool:
        if not _OF_THEM.isdisjoint(self.words[hit.start : hit.end]):
            return False
        for at in range(hit.start, max(-1, hit.start - 6), -1):
            word = self.words[at]
            inside = at == hit.start
            if (word in _OUR or word in _WE) and not inside:
                return not self._is_reported(at)
            if not inside and word not in _AUXILIARY and hit.start - at > 1:
                return False
            if word in MARKS:
                return False
        return False

    def _is_reported(self, at: int) -> bool:
        start, _ = self.sentence(at)
        return any(word in _SAID for word in self.words[start:at])

    def _asks_leading(self, at: int) -> bool:
        """`Isn't this a customer?` denies nothing: the denial belongs to the question."""
        start, end = self.sentence(at)
        return (
            end < len(self.words)
            and self.words[end] == ASK
            and self._opening(start, at + 1) in (at - 2, at - 1, at)
        )

    def _questions(self) -> frozenset[int]:
        """Every token that belongs to a genuine question."""
        asked: set[int] = set()
        for end, word in enumerate(self.words):
            if word == ASK and end:
                start, _ = self.sentence(end - 1)
                opening = self._opening(start, end)
                if opening is not None and not self._is_leading(opening):
                    asked.update(range(opening, end))
                    if self.words[end + 1 : end + 2] in (["or"], ["oder"], ["o"]):
                        asked.update(range(end + 1, self.sentence(end + 1)[1]))
        return frozenset(asked)

    def _opening(self, start: int, end: int) -> int | None:
        """Where the question begins: at the first part of the sentence that opens as questions do."""
        fresh = True
        for at in range(start, end):
            word = self.words[at]
            if word == INVERTED:
                return at + 1
            if word in MARKS:
                fresh = True
            elif fresh and word in _OPENERS:
                return at
            elif word not in _FILLERS and not word.startswith("@"):
                fresh = False
        return None

    def _is_leading(self, opening: int) -> bool:
        said = self.words[opening : opening + 6]
        if "not" in said[1:3]:
            return True
        plain = [word for word in said if word not in _STRESS]
        lines = [" ".join(words[:4]) + " " for words in (said, plain)]
        return any(line.startswith(f"{phrase} ") for phrase in _LEADING for line in lines)
