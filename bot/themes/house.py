"""What is said of ourselves and not of a lead: our calendar, our booth, the working day among colleagues."""

import re
from collections.abc import Sequence

from bot.themes import speech
from bot.themes.lexicon import HINT, PRAISE, THEMES
from bot.themes.words import ASK, STOP

_OUR = r"(?:my|our|mein|meine|unser|unsere|mi|mis|nuestro|nuestra)"
# What we have and leads have not: said of it, a cue says nothing of a lead.
_THINGS = (
    r"calendar|inbox|headset|laptop|quota|commission|expenses?|travel|hotel|booth|stand|event|sponsoring"
    r"|merch|swag|headcount|dashboard|templates?|sequences?|script|decks?|slides?|sandbox|tabs?|browser"
    r"|chrome|vpn|zoom|slack|mobile|battery|desk|chair|lunch|coffee|kids?|daughter|son|dog|cat|wife"
    r"|husband|partner s|car|train|flight|weekend|holiday|vacation|pto|birthday|colleague|intern"
    r"|working student|forecast|report|spreadsheet|notes|ticket|training|onboarding|monday|tuesday"
    r"|wednesday|thursday|friday|morning|afternoon|evening|day|week|head|brain|voice|fault|turn|list of"
    r"|password|login|alarm|internet|wifi|screen|keyboard|charger|printer|standup|offsite|bonus|salary"
    r"|visa|card|badge|dial|dialler|dialer|test|draft|office|kitchen|fridge|conference|summit|roadshow"
    r"|kick ?off|meetup|migration|kalender|postfach|rechner|urlaub|dienstreise|zug|flug|buro|termine?"
    r"|calendario|agenda|portatil|ordenador|vuelo|tren|oficina|vacaciones"
)
_OWN_THING = re.compile(rf"\b{_OUR} (?:[^ ,.?:]+ ){{0,2}}?(?:{_THINGS})\b")
# What is ours and yet tells of leads: "my champion left", "our price made them laugh".
_TELLING = (
    r"leads?|contacts?|prospects?|champion|buyer|deals?|opp|opportunit|account|customer|client|call|email|mail"
    r"|message|inmail|voicemail|demo|meeting|pric|quote|proposal|product|tool|platform|fee|licen[cs]e|minimum"
    r"|floor|offer|region|market|icp|target|best|first|second|third|last|latest|campaign|webinar|list|ads?|own"
    r"|competitor|form|guy|man|woman|person|poc|old|former|new|entry|starter|basic|plan|invite|reminder"
    r"|attempt|tries|dials?|connector|agent|software|system|cheapest|smallest|sponsor|interlocutor|trial|pilot"
    r"|smb|enterprise|mid|letter|number|device|pump|machine|scanner|sensor|terminal|policy|service|module|api|app"
    r"|kunde|kontakt|angebot|preis|cliente|contacto"
)
_OURS_FIRST = re.compile(rf"{speech.FIRST}{_OUR} (?!(?:{_TELLING}))")
_OF_MINE = re.compile(
    r"(?:[^ ,.?:]+ ){0,3}"
    r"(?:(?:from|on|by|for) (?:me|my (?:side|end|part|desk)|our (?:side|end|part))|of mine)\b"
)
# Words of the working day: in a sentence that names no lead they make it a remark among colleagues.
_DAILY = re.compile(
    r"\b(?:"
    r"slides?|spreadsheets? is|threads?|(?:the|our|new|my|which) templates?|battlecards?|workshop|training"
    r"|sync|standup|offsite|party|kitchen|(?:the|our|in|an?) office(?! manager)|font|screen|printer|dial in"
    r"|train|flight|trip|forecast|our receipts?|network|headset|charger|parking spots?|report|dashboard|env"
    r"|(?:this|our|my) hotel(?! (?:chain|group))|lunch|enablement|wiki|(?<!\d )laptop|scoring|noon"
    r"|expenses|bonus|helpers?|weather|catering|caterer|venue|menu"
    r"|music|playlist|gif|meme|emoji|cake|helpdesk|meeting room|recording|agenda|minutes|kickoff|commission"
    r"|pipeline call|my signature|in a (?:call|meeting)|by mistake|customs|hoodies|newbie|new joiner|retro"
    r"|sprint|jira|sandbox|tab|browser|vpn|wifi|zoom link|mail server|lead time|banners?|my card|travel card"
    r"|my request|creative|taxi|gate|luggage|throat|(?<!school )kids?|ticket|panel|case study|nurture flow"
    r"|mailings?"
    r"|footer|team list|test account|locked out|plan b|lobby|all hands|promotion round|stand builder|lounge"
    r"|weekly|known issue|comp plan|dry run"
    r"|(?:my|mein|mi|our|unser) (?:calendar|kalender|calendario|agenda|diary|inbox|postfach|outlook|laptop)"
    r"|our (?:new|own) (?:vp|cro|cmo|ceo|cfo|boss|manager|director|head|rep|sdr|ae)"
    r")\b"
)
_LEAD = re.compile(
    r"(?<!\S)(?:"
    r"he|she|they|him|her|them|his|their|theirs|hers|leads?(?! (?:time|scoring))|prospects?|contacts?|guys?"
    r"|(?<!our )(?<!new )(?:directors?|vp|ciso|chro|head of)"
    r"|lady|man|woman|person|company|firm|accounts?(?! is locked)|mqls?|buyer|cfo|ceo|cto|cio|boss|team of|er"
    r"|sie|ihn|ihm|ihr|ihre|el|ella|ellos|le|les|su|sus|lo|la|kunde|firma|empresa|cliente|somebody|nobody"
    r"|people|folks?|students?|interns?|number|email|(?<!desk )(?<!my )(?<!work )phone"
    r"|list|campaign|webinar|copy|ads?|page|form|names?"
    r"|crowd|scans?|batch|visitors?|attendees?|demos?|meetings|@rival|@mail"
    r")\b"
)
# A theme of the house's own may well be about the house.
_OF_LEADS = frozenset((*THEMES, PRAISE, HINT))
_OF_US_TOO = frozenset(("other", "hint", "good_quality", "praise"))
_TO_US_TOO = frozenset(("duplicate_or_customer", "no_response"))
_FAR = 40


def is_of_own_things(words: Sequence[str], start: int, end: int, theme: str) -> bool:
    """Whether the clause around a cue is about a thing of ours, such as my calendar or our booth."""
    if theme in _OF_US_TOO or theme not in _OF_LEADS:
        return False
    if theme not in _TO_US_TOO and _OF_MINE.match(speech.line(words, end, end + 7)):
        return True
    opening = speech.line(words, speech.clause(words, start), end)
    return bool(_OURS_FIRST.match(opening) or _OWN_THING.search(opening))


def is_daily(words: Sequence[str], start: int, theme: str) -> bool:
    """Whether the sentence around a cue, up to forty words each way, is about our day and names no lead."""
    first, last = max(0, start - _FAR), min(len(words), start + _FAR)
    opening = next((at + 1 for at in range(start - 1, first - 1, -1) if words[at] in (STOP, ASK)), first)
    closing = next((at for at in range(start, last) if words[at] in (STOP, ASK)), last)
    said = speech.line(words, opening, closing)
    return theme in _OF_LEADS and bool(_DAILY.search(said)) and not _LEAD.search(said)
