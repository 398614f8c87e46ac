"""Whether an ordinary word is meant as a vendor's name, by its capitals and the words around it."""

import re
from collections.abc import Iterator, Sequence

_BEFORE = (
    r"(?:kick(?:ed|s|ing) off|start(?:ed|s|ing)|go(?:es)? live) (?:with|on)"
    r"|vs\.?|versus|using|uses?|used|use|instead of|switched (?:over )?(?:to|from)|switch(?:ing)? (?:to|from)"
    r"|renew(?:ed|al|ing|s)?(?: their)?(?: contract| deal| licen[cs]e)?(?: with)?|signed (?:up )?with|signed"
    r"|contract with"
    r"|locked in(?:to)?(?: with)?|went with|gone with|going with|go with|go(?:es)? for|went for|chose"
    r"|choosing"
    r"|chosen|picked|picking|picks|prefers?|bought|buying|purchased|customers? of|users? of|clients? of"
    r"|live (?:in|on)|lives? (?:in|on)"
    r"|runs? on|running on|running|runs?|moved (?:over )?(?:to|from)|moving (?:to|from)|moved off"
    r"|migrat(?:ed|ing) (?:to|from)|migration (?:to|from)|lost to|lost (?:it|this|them|out) to|happy with"
    r"|happy on|stuck with|stuck on|stick(?:s|ing)? (?:with|to)|stay(?:s|ing|ed)? (?:with|on)|compar(?:ed"
    r"|ing|es|ison|e)(?: us| our \w+| it)? (?:to|with|against)"
    r"|comparing|against|evaluating|evaluates?|considering|looking at|demo(?:ed)? (?:with|from|of)"
    r"|quote from|offer from|trial(?:l?ing)?|trial of|replac(?:e|es|ed|ing)(?: their)?"
    r"|leaving|left|ditch(?:ed|ing)|drop(?:ped|ping)|on the (?:same )?(?:plan )?of|powered by|built on"
    r"|integrated? with|integraci[oó]n(?: \w+)? con"
    r"|integration(?: \w+)? mit|anbindung an|integration with"
    r"|work(?:s|ing|ed)? (?:at|for|in)|employee (?:of|at)|(?:reps?"
    r"|someone|somebody|people|guys?|employee) (?:from|at)"
    r"|subscription (?:to|with)"
    r"|all in on|standardi[sz]ed on|committed to|tied to|bound to|paying(?: for)?|pay for|pays for"
    r"|implement(?:ed|ing)|rolled out|rolling out|rollout of|adopted|deployed|selected|opted for|decided for"
    r"|decided on|settled (?:on|for)"
    r"|already (?:on|use|uses|using|have|has|with|got)|(?:they|she|he|is|are|'s|'re|team|company)(?:'re|'s"
    r"| are| is)? (?:already |all |still |currently |happily )?on|tools like|vendors like|such as"
    r"|competitors? like|trust|loves?|swears? by|ex|former"
    r"|competitors?|incumbent(?: is)?|vendor is|tool is|crm is|provider is|alternative to|between"
    r"|nutzen(?: schon)?|nutzt(?: schon)?|verwenden|verwendet|benutzen|setzen auf|arbeiten mit|wechsel zu"
    r"|statt|usan(?: ya)?|usa(?: ya)?|utilizan|trabajan con|est[aá]n con|contrato con|en vez de"
    r"|contra|gegen|beaten by|undercut by"
)
_CUED = re.compile(
    rf"(?:^|[^\w])(?:{_BEFORE})(?:\s+(?:their|the|a|our|an|just|both|already|old|full|only))?\s+[\"“'(]?$",
    re.IGNORECASE,
)
# Words before exact capitals that name a vendor whatever follows: "five more years of Check Point".
_TERM = re.compile(
    r"\b(?:(?:more|another|\d+|two|three|four|five|multiple) (?:more )?(?:years?|yrs?|months?)"
    r" (?:of|on|with|at)"
    r"|went|going|gone|(?:would|['’]d|to|could) (?:leave|ditch|drop|dump|quit|replace))\s+$",
    re.IGNORECASE,
)
# The same, also where the words behind are a noun's: "lost these to Front in May", "wants off Concur by May".
_TAKEN = re.compile(
    r"\b(?:(?:want(?:s|ed)?|get(?:s|ting)?|got|come|coming|way|move[sd]?|moving) (?:off|out of)"
    r"|renew(?:ed|al|ing|s)? w/?|battle ?cards? (?:for|on|about|against)|lost (?:\w+ ){1,4}to"
    r"|(?:switch|mov|migrat|chang)(?:ed|ing) (?:over )?from \w+(?: \w+)? to"
    r"|(?:runs?|running|does|do|handles?|manages?) (?:everything|all|it all|support|sales|payroll|hr|expenses"
    r"|tickets|marketing|(?:their|all|the) \w+) (?:in|on|through|via))\s+$",
    re.IGNORECASE,
)
# Words behind an ordinary word that make it one again: "using outreach emails", "on Monday morning".
_NOUN = re.compile(
    r"\s+(?:emails?|mails?|calls?|messages?|sequences?|cadences?|steps?|efforts?|campaigns?|team|strategy"
    r"|plan"
    r"|to\b(?! \d)|date|dates|deadline|door|desk|line|page|row|end|office|runner|of|morning|afternoon"
    r"|evening|night|next|noon|at"
    r"|the|this|that|a|an|my|our|his|her|their|it|them|him|by|\d|attempts?|activit\w+|touch\w*|friend\w*"
    r"|contact\w*|eye|second|call|with|in on|enough|rate|week|works?\b|would|will|is fine|is good|is ok"
    r"|sounds|standup|meeting|sync|mission|landing|program\w*)\b",
    re.IGNORECASE,
)  # fmt: skip
_NAMED = re.compile(
    r"\s*(?:'s|’s)?\s*(?:shop|house|customers?|users?|contract|renewal|licen[cs]e|instance|subscription"
    r"|for (?:chat|crm|everything|sales|email|support|calls|sequenc\w+|project\w*|tickets?|the rest|outbound"
    r"|prospecting|their|all)|crm\b|"
    r"is what (?:they|she|he|it|everyone)|pricing|prices|reps?\b|employees?|guy"
    r"|is (?:way |much |so much )?(?:cheaper|easier|faster|nicer|simpler|better)|is (?:in place|their"
    r"|already|the incumbent|entrenched)|already|instead|rather|over us|vs\b|versus|or us|and (?:happy|love"
    r"|us)|in place|through|until|till|til|since|(?:just |already )?(?:beat|won|landed|snapped up"
    r"|signed (?:them|it))|undercut|does|has|have|offers?|offered|got|integration"
    r"|account|instalado|implantado|desplegado|l[äa]uft|im einsatz|battle ?cards?"
    r"|(?:via|through|under) (?:their|its|the (?:group|parent|holding|reseller|accountant)"
    r"|an? (?:msp|partner|reseller)|[em]\d{1,3})"
    r"|for (?:e-?mail|mail|payroll|hr|security|endpoints?|backups?|marketing|service"
    r"|time ?(?:tracking|sheets?)|contractors?))\b",
    re.IGNORECASE,
)  # fmt: skip
# Words behind exact capitals that make a name of any word: "a page for Ramp customers".
_USED = re.compile(
    r"\s+(?:customers?|users?|contracts?|renewals?|licen[cs]es?|subscriptions?)\b", re.IGNORECASE
)
# "switched from Sage to spreadsheets", "replaced Vault with a script": the words behind are no noun's.
_LEFT = re.compile(
    r"\b(?:(?:switch(?:ed|ing)?|mov(?:ed|ing)|migrat(?:ed|ing)|chang(?:ed|ing)|went) from"
    r"|(?:replac|swapp|trad|exchang)(?:ed|ing)(?: out| in)?)\s+$",
    re.IGNORECASE,
)
# A person who has gone where a vendor's name is also a town's.
_TOWNS = frozenset(("palo alto", "phoenix", "aurora", "geneva", "cambridge", "lexington"))
_THERE = re.compile(
    r"\b(?:(?:he|she|guy|contact|lead)(?:['’]s| has| is)? (?:just |now |recently )?"
    r"(?:moved|relocated|moving|gone|back) to"
    r"|(?:based|lives?|living|born|office|hq|team|weekend|conference|meeting|offsite) in"
    r"|(?:fly|flying|flew|flight|trip|train|travel(?:l?ing)?) to)\s+$",
    re.IGNORECASE,
)
# What joins two vendors: "Elastic and Expel", "Deel or Remote".
JOINED = re.compile(r"\s*(?:/|&|\+|\b(?:and|or|und|oder|y|o|vs\.?|versus)\b)\s*(?:an? |the )?", re.IGNORECASE)
_AWAY = re.compile(
    r"\b(?:mov(?:e[sd]?|ing)|get(?:s|ting)?|got|com(?:e|es|ing)) (?:off|out of)\s+$", re.IGNORECASE
)
# What somebody goes, such as remote, is no vendor that they went with.
_STATES = frozenset(("remote", "public", "private", "live", "global", "digital"))
# Words behind a vendor's name that tell when or why, and make no noun of it.
_THEN = re.compile(r"\s+(?:in|by|on|at|to|with|next|the|this|that|their|week|\d)\b", re.IGNORECASE)
_WEEK = frozenset(("monday", "tuesday", "wednesday", "thursday", "friday"))
_DAY = re.compile(
    r"(?:\b(?:again|back|early|late|on|by|until|till|before|after|next|last|this|every|from|since|of|for"
    r"|each|a|to|meet|call\w*|starts?|out|due|begins|opens|ends|closes"
    r"|and|or)|[,(])\s+$",
    re.IGNORECASE,
)
_FIRM_DAY = re.compile(
    r"(?:(?:they|she|he|team|company|everyone|everybody|people)(?:'re|’re|'s|’s| are| is| were)? (?:already "
    r"|all |still |currently |happily |now )?on|(?:all in|standardi[sz]ed|runs?|running|shop|stay|stuck"
    r"|everything|built|happy|fully) on|vs\.?|switched to|moved to|migrated to|went with|compar(?:ing"
    r"|ed) us (?:to|with|against)|lost to|away from"
    r"|(?:switched|moved|migrated|went) from (?!(?:mon|tues|wednes|thurs|fri|satur|sun)day)\w+ to)\s+$",
    re.IGNORECASE,
)  # fmt: skip
_POSTPONED = re.compile(
    r"\b(?:meeting|call|demo|sync|session|stand-?up|webinar|launch|deadline|lunch|review|training|workshop"
    r"|slot|appointment|it|this|that)(?:['’]s| is| was| got| has been)? (?:moved|pushed|switched)(?: over)?"
    r" to\s+$",
    re.IGNORECASE,
)
_DAYS = frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "front", "close"))
_ENDS = re.compile(
    r"\s*(?:$|[.,;:!?)\"”…\n–—]|- |and\b|but\b|for\b|so\b|since\b|already\b|until\b|till\b|because\b|now\b"
    r"|today|last\b|instead|through|over us|or\b|vs\b|versus|as\b|which\b|who\b|in the|right now|across"
    r"|company|already|und\b|y\b|they\b|not\b|everywhere|too\b|also\b|\()",
    re.IGNORECASE,
)  # fmt: skip
_START = re.compile(r"(?:^|[.!?\n;:•]\s*|^[\s>*_~\"“'(-]+)$")
_OURS = re.compile(
    r"(?:\b(?:our|my|your|no|more|cold|first|some|any|initial|automated|sales|email|linkedin|marketing|for"
    r"|of|do|did|doing|an|please|let's|lets|to|will|can|could|should|would|not|i|we'll|i'll))\s+$",
    re.IGNORECASE,
)

# A capitalised word where a vendor would be named.
STRANGER = re.compile(
    r"\b(?:use|uses|using|went with|gone with|going with|signed with|signed up with|chose|picked|bought"
    r"|switched to|moved to|migrated to"
    r"|locked into|locked in with|contract with|renewed with|renewal with|all in on|happy with|stuck with"
    r"|sticking with|lost to|lost it to"
    r"|already on|already have|already has|already use|already using|running|runs on|are on|is on|they're on"
    r"|they’re on|evaluating us against|comparing us (?:to|with)|compared (?:us )?(?:to|with)|against|vs\.?"
    r"|versus|standardi[sz]ed on|live in|built on|customer of|nutzen|nutzt|verwenden|usan|arbeiten mit"
    r"|trabajan con|setzen auf|opted for|settled on|committed to|switching to|moving to|deal with|trialing"
    r"|trialling|implemented|rolled out|deployed|adopted|beaten by)"
    r"\s+(?:(?:their|the|a|just|already|both)\s+)?(?P<name>[A-Z][\w]*[a-z0-9][\w.]*(?:[ ][A-Z][\w]+)?)"
)  # fmt: skip
# A capitalised word that a lead has chosen: nothing but a vendor can be meant, listed or not.
_CHOSEN = re.compile(
    r"(?:\b(?:[Ww]ent|gone|go(?:es)?) (?:with|w/|over to)|\b(?:they(?:'re|’re| are)|is|are) going with"
    r"|\b(?:[Rr]e-?)?[Ss]igned (?:up )?(?:with|w/)|\b[Rr]enew(?:ed|ing|al) (?:with|w/)"
    r"|\b(?:switch|migrat)(?:ed|ing) (?:over )?to|\b(?:stay|stick)(?:s|ing|ed)? (?:with|w/|on)"
    r"|\bstuck (?:with|on)|\blost (?:(?:it|this|them|this one|the deal|out) )?to"
    r"|\b(?:they|she|he|who|have|has|board|team|cfo|cio|client|customer|finally|just|then)(?:'ve|’ve)?"
    r" (?:just |already |then )?(?:chose|chosen|picked|selected|prefers?)"
    r"|\b(?:opted|settled|decided) (?:for|on)|\b[Ll]ocked in(?:to|(?: with| w/))"
    r"|\b(?:[Tt]ied|[Bb]ound) to(?=\s+\S+ (?:until|till|through|for))"
    r"|(?:^|[.;:]\s+)With(?=\s+\S+ (?:until|till|through) (?:next|at least|the end|20\d\d)\b)"
    r"|\b(?:chose|chosen|picked|selected|took|prefers?|preferred)(?=\s+\S+(?: \S+)? over us\b)"
    r"|\b(?:[Ww]hole|[Ee]ntire) (?:\w+ ){1,2}(?:runs|is|are|works) on|\bf(?:ü|ue?)r(?=\s+\S+ entschieden)"
    r"|\b[Aa]rbeite(?:n|t) (?:schon|bereits|komplett|ausschlie(?:ß|ss)lich|nur|seit \w+) mit"
    r"|\b[Ee]st[aá]n con(?=\s+\S+ (?:y (?:no|contentos|encantados)|hasta|desde hace)\b)"
    r"|\b(?:contract|licen[cs]e|renewal) (?:with|w/)|\bstandardi[sz]ed on|\brolled out|\ball in on"
    r"|\b[Bb]een with(?=\s+\S+ (?:for (?:ages|years|a decade|\d+ years)|since ))"
    r"|\b(?:loyal|married|wedded) to|\b[Uu]san(?: ya)?(?=\s+\S+(?: \S+)? desde (?:hace|el|20))"
    r"|\b[Nn]utz(?:en|t)(?=\s+\S+(?: \S+)? (?:schon |bereits )?seit )"
    r"|\b[Aa](?:n|n old|n all)?(?: pure| full| die-?hard)?(?=\s+\S+ (?:house|shop)\b)"
    r"|\b(?:se quedan|siguen|se fueron|firmaron|firmado|renovaron|contrataron) con"
    r"|\b(?:called|named)"
    r"(?=\s+\S+ (?:is|are|was) (?:already )?(?:deployed|installed|in place|running|in use|rolled|live)))"
    r"\s+(?P<name>[A-Z]\w*[a-z0-9]\w*|[A-Z]{4,})(?!['’]s|\w)(?! (?:team|and I|to (?:lunch|the)))"
)
_OURSELVES = re.compile(
    r"(?:\b(?:i|we|let'?s|you|our|my)\b|\bi['’]\w+|\bwe['’]\w+)[^.,;:!?\n]{0,25}$", re.IGNORECASE
)
_NO_VENDOR = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|monday"
    r"|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|english|german|french|spanish|italian|linkedin|excel|google|zoom|slack|teams|q[1-4]|h[12]|eu|us|uk"
    r"|usa|germany|europe|dach|emea|apac|i|we|they|he|she|it|vp|cfo|ceo|cto|cio|coo|cro|cmo|dm|dms|ooo|vm"
    r"|icp|smb|hr|crm|erp|sales|marketing|the|this|that|and|but|no|not|friday|easter|christmas|ai|gdpr|sso"
    r"|sdr|ae|utm|php|java|python|windows|linux|aws|azure|sap|oracle|android|ios|wordpress|postgres"
    r"|sharepoint|access|outlook|berlin|munich|london|paris|madrid|vienna|zurich|hamburg|amsterdam|new|spreadsheets?"
    r"|plan|option|vendor|version|phase|stage|gmail|whatsapp|youtube|facebook|instagram|tiktok|twitter|n/?a)(?:\s.*)?",
    re.IGNORECASE,
)  # fmt: skip


def is_name(text: str, start: int, end: int, exact: bool) -> bool:
    """Whether the ordinary word from `start` to before `end` names the vendor; `exact` is about its"
    " capitals."""
    before, after = text[max(0, start - 60) : start], text[end : end + 40]
    word = text[start:end].casefold()
    if word in _DAYS and _POSTPONED.search(before):
        return False
    if word in _TOWNS and (_THERE.search(before) or _AWAY.search(before)):
        return False
    if exact and word not in _WEEK and _TAKEN.search(before):
        return not _NOUN.match(after) or bool(_THEN.match(after))
    if word in _DAYS and _DAY.search(before) and not (exact and _FIRM_DAY.search(before)):
        return False
    if _NOUN.match(after) and not (_NAMED.match(after) or (exact and _LEFT.search(before))):
        return False
    if _CUED.search(before):
        return exact or bool(_ENDS.match(after))
    if exact and _TERM.search(before):
        return word not in _WEEK and word not in _STATES
    return exact and (bool(_USED.match(after)) or (not _OURS.search(before) and _named(before, after)))


def is_joined(text: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> bool:
    """Whether the ordinary word from `start` to before `end` stands beside one of `names`, both vendors."""
    after = text[end : end + 40]
    if text[start:end].casefold() in _WEEK or (_NOUN.match(after) and not _NAMED.match(after)):
        return False
    return any(
        JOINED.fullmatch(text, one, other)
        for first, last in names
        for one, other in ((last, start), (end, first))
    )


def _named(before: str, after: str) -> bool:
    """Whether exact capitals mean something here: not at the start of a sentence, unless what follows says"
    " so."""
    if _START.search(before):
        return bool(_NAMED.match(after))
    return bool(_ENDS.match(after) or _NAMED.match(after))


def chosen(text: str) -> Iterator[re.Match[str]]:
    """Where a lead, and nobody of ours, has chosen a vendor that is known by its capital only; see `name`."""
    for match in _CHOSEN.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        if is_stranger(match["name"]) and not _OURSELVES.search(before):
            yield match


def is_stranger(name: str) -> bool:
    """Whether a capitalised word can be a vendor's name at all."""
    return len(name) > 2 and not _NO_VENDOR.fullmatch(name)
