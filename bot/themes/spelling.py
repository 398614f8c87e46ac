"""One spelling for what people write in many: contractions, shorthand, plurals, accents and slips."""

import functools
import re
import unicodedata

_SHORT = (
    "cannot: can not | dont: do not | doesnt: does not | didnt: did not | isnt: is not | arent: are not"
    " | wasnt: was not | werent: were not | cant: can not | wont: will not | wouldnt: would not"
    " | couldnt: could not | shouldnt: should not | hasnt: has not | havent: have not | hadnt: had not"
    " | aint: is not | im: i am | ive: i have | theyre: they are | theyve: they have | hes: he s"
    " | shes: she s | thats: that s | whats: what s | theres: there s | youre: you are | weve: we have"
    " | gonna: going to | wanna: want to | gotta: got to | lemme: let me | dunno: do not know"
    " | kinda: kind of | outta: out of | ppl: people | mgr: manager | mgrs: manager | dept: department"
    " | lvl: level | yr: year | yrs: year | qtr: quarter | mth: month | mths: month | mo: month | wk: week"
    " | wks: week | bc: because | cuz: because | tho: though | til: until | till: until | biz: business"
    " | emp: employee | emps: employee | ees: employee | msg: message | msgs: message | convo: conversation"
    " | convos: conversation | mtg: meeting | mtgs: meeting | appt: appointment | opp: opportunity"
    " | opps: opportunity | oppty: opportunity | cust: customer | dup: duplicate | dups: duplicate"
    " | dupe: duplicate | dupes: duplicate | duped: duplicate | vm: voicemail | vms: voicemail"
    " | vmail: voicemail | ooo: out of office | oof: out of office | tel: phone | num: number | ph: phone"
    " | nr: number | resp: response | u: you | ur: your | acct: account | accts: account | comms: message"
    " | mktg: marketing | mkting: marketing | mktng: marketing | mails: email | mail: email"
    " | mailed: emailed | rn: right now | atm: at the moment | smbs: smb | startups: startup"
    " | someones: someone s | nobodys: nobody s | whos: who s | lets: let s | itll: it will"
    " | theyll: they will | rlly: really | defo: definitely | def: definitely | prob: probably"
    " | probs: probably | prolly: probably | org: organisation | orgs: organisation"
    " | organization: organisation | program: programme | favour: favor | pls: please | plz: please"
    " | thx: thanks | tx: thanks | ty: thanks | bday: birthday | gov: government | govt: government"
    " | uni: university | jr: junior | snr: senior | exec: executive | execs: executive | asst: assistant"
    " | admin: assistant | cos: because | thier: their | teh: the | recieved: received | adress: address"
    " | compnay: company | buget: budget | bugdet: budget | budjet: budget | custumer: customer"
    " | competiter: competitor | wnat: want | hv: have | nvr: never | bks: because | w: with | wrng: wrong"
    " | thru: through | abt: about | smth: something | smthg: something | sth: something | sthg: something"
    " | tmrw: tomorrow | tmr: tomorrow | yday: yesterday | coz: because | bcs: because | cud: could"
    " | wud: would | shud: should | cld: could | wld: would | grt: great | intl: international"
    " | prev: previous | ntg: nothing | evry: every | nobdy: nobody | agrmt: agreement | lic: licence"
    " | dir: director | mkt: market | sched: scheduled | conv: conversation | convs: conversation"
    " | mgmt: management | prosp: prospect | nxt: next | rcvd: received"
)
_SHORTS = {short.strip(): long.split() for short, long in (one.split(":") for one in _SHORT.split("|"))}
_ENDS = {"s": ("s",), "re": ("are",), "ve": ("have",), "ll": ("will",), "d": ("would",), "m": ("am",)}
_PLAIN = frozenset(
    [
        "this",
        "was",
        "has",
        "does",
        "yes",
        "always",
        "less",
        "news",
        "its",
        "his",
        "is",
        "us",
        "as",
        "ours",
        "yours",
        "theirs",
        "perhaps",
        "besides",
        "towards",
        "afterwards",
        "whereas",
        "thanks",
        "sales",
        "ops",
        "saas",
        "plus",
        "minus",
        "series",
        "across",
        "unless",
        "business",
        "status",
        "previous",
        "serious",
        "campus",
        "bonus",
        "virus",
        "focus",
        "versus",
        "process",
        "access",
        "express",
        "press",
        "boss",
        "miss",
        "pass",
        "class",
        "loss",
        "guess",
        "lunes",
        "dies",
        "das",
        "los",
        "las",
        "mas",
        "tres",
        "seis",
        "dos",
        "mes",
        "pues",
        "nos",
        "es",
        "les",
        "nes",
        "des",
        "menos",
        "quizas",
        "gracias",
        "ademas",
        "mars",
        "paris",
        "texas",
        "jonas",
        "klaus",
        "thomas",
        "james",
    ]
)
_SIGNS = {
    ":ghost:": "👻", ":clown_face:": "🤡", ":face_with_rolling_eyes:": "🙄", ":eye_roll:": "🙄",
    ":rolling_eyes:": "🙄", ":upside_down_face:": "🙃", ":joy:": "😂", ":cricket:": "🦗", ":sob:": "😭",
    ":unamused:": "😒", ":facepalm:": "🤦", ":face_palm:": "🤦", ":poop:": "💩", ":hankey:": "💩",
    ":skull:": "💀", ":wastebasket:": "🗑", ":fire:": "🔥",
}  # fmt: skip
_MARKS = "'’ʼ`´"
_APOSTROPHE = re.compile(f"[{_MARKS}]")
_LEAST_SLIP, _MOST_SLIP = 6, 24
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = set("aeiouy")


def words(text: str, known: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """What a word is read as: `Don't` is `do not`, `e-mails` and `mails` are `email`."""
    return tuple(_meant(stem(word), known) for word in _parts(text))


@functools.lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[str, ...]:
    folded = fold(text)
    parts = _APOSTROPHE.split(folded)
    joined = "".join(parts)
    if joined in _SHORTS:
        return tuple(_SHORTS[joined])
    if len(parts) == 2 and parts[1] in _ENDS:
        return (*_SHORTS.get(parts[0], [parts[0]]), *_ENDS[parts[1]])
    return (joined,)


def fold(text: str) -> str:
    """Lower case without accents; apostrophes stay."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def stem(word: str) -> str:
    """The word without the ending of its plural; the same for both numbers, and not always a word."""
    if len(word) < 4 or word in _PLAIN or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word if word.endswith(("ss", "us", "is")) else word[:-1]


def sign(text: str) -> str:
    """An emoji under one name, whether it is drawn or spelled."""
    return _SIGNS.get(text, text)


def _meant(word: str, known: frozenset[str]) -> str:
    """The word, or the only known one that is a slip away."""
    if not _LEAST_SLIP <= len(word) <= _MOST_SLIP or not known or word in known or not word.isalpha():
        return word
    return _repaired(word, known)


@functools.lru_cache(maxsize=8192)
def _repaired(word: str, known: frozenset[str]) -> str:
    near = {one for one in _near(word) if one in known and len(one) >= _LEAST_SLIP and one[0] == word[0]}
    return near.pop() if len(near) == 1 else word


def _near(word: str) -> set[str]:
    """All that is one slip away: a letter too many, too few, two swapped, or a neighbour's key."""
    splits = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    letters = "abcdefghijklmnopqrstuvwxyz"
    found = {left + right[1:] for left, right in splits if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    found |= {left + key + right[1:] for left, right in splits if right for key in _beside(right[0])}
    return found | {left + letter + right for left, right in splits for letter in letters}


@functools.cache
def _beside(letter: str) -> str:
    """The keys around a letter's on an English or German keyboard, and vowels, which are mixed up by ear."""
    near = {letter}
    for row, keys in enumerate(_KEYS):
        at = keys.find(letter)
        if at >= 0:
            for others in _KEYS[max(0, row - 1) : row + 2]:
                near.update(others[max(0, at - 1) : at + 2])
    return "".join(sorted((near | (_VOWELS if letter in _VOWELS else set())) - {letter}))
