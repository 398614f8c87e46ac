"""What is not answered, and why: closed codes, decided by closed lists of words and by patterns.

They are held against the question without the names that exist, so that a real campaign refuses nothing.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from bot.language import words


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


_RULES = "(?:instruction|rule|prompt|order|guideline|policy|policie|restriction|guardrail|safety|directive|safeguard|permission)s?"
_INJECTION = (
    rf"\b(?:ignore|disregard|forget|override|bypass|skip|dismiss|drop|discard|neglect|violate)\b(?: \S+){{0,4}} {_RULES}\b",
    r"\b(?:ignore|disregard|forget) (?:all |everything |anything |what |the |your )*(?:above|previous|prior|preceding|earlier|before|you were told|told)\b",
    r"\byou are (?:now )?(?:dan|an? (?:unrestricted|evil|free|helpful|new|different|unfiltered|pirate|hacker|admin|root|assistant|ai))\b",
    r"\b(?:you are|youre|from) now (?:on )?(?:dan|an?|the|in|you|act|answer|reply|respond|free|unrestricted|jailbroken)\b",
    r"\b(?:system|hidden|initial|secret|developer|original) (?:prompt|message|instruction|instructions|mode)\b",
    r"\b(?:jailbreak|jailbroken|do anything now|prompt injection|dan mode|god mode|debug mode|admin mode|root access|sudo|maintenance mode|unrestricted mode)\b",
    r"\b(?:pretend|imagine|roleplay|role play|act as|behave as|simulate)\b(?: (?:to|that|you|be|are|as|if|like|an?|the|is|there|we|no|it|were|have))* \S+",
    r"\b(?:reveal|print|leak|expose|translate|dump|output|repeat|disclose|show|tell|give|what is|what are|whats|read out)\b(?: \S+){0,3} (?:prompt|system message|your instruction|your instructions|api key|api keys|secret|secrets|token|tokens|password|passwords|credential|credentials|environment variable|environment variables|env|connection string|source code|config|configuration|database schema)\b",
    r"\b(?:drop|truncate|alter|delete from|insert into|update) (?:table|database|schema|leads|handoffs|users)\b",
    r"\bselect\b.*\bfrom\b.*(?:\bwhere\b|\bunion\b|\blimit\b|leads\b|users\b|handoffs\b|people\b)|\bunion (?:all )?select\b|\bselect all from\b",
    r"\b(?:answer|reply|respond|say|output|return|set)\b(?: \S+){0,3} (?:to|with|for|as) (?:everything|all questions|every question|all|anything|whatever|any question|each question)\b",
    r"\b(?:answer|reply|respond|say|return)\b (?:only |just |always )*(?:with )?(?:100|yes|true|0|99|the word|ok)\b",
    r"\b(?:always|only) (?:answer|say|reply|respond|return|report)\b",
    r"\bnew (?:instruction|instructions|rule|rules|task|system|role|directive|persona)\b(?! filter)",
    r"\b(?:without|no|skip|turn off|disable|remove|lift|off) (?:any |all |the |your )*(?:permission|permissions|access|safety|authorization|authorisation|security|guardrail|guardrails|validation) ?(?:check|checks|control|controls|filter|filters|rules|limits)?\b",
    r"\b(?:as|i am|im|i m) (?:an? |the |your )?(?:admin|administrator|root|superuser|developer|creator|system|openai|ceo with full access|owner of this bot)\b",
    r"\b(?:begin|end|start) (?:system|prompt|instructions|of prompt)\b|\binst\b|\bim_start\b|\bendoftext\b|\bassistant:|\bsystem:",
    r"\b(?:execute|run|eval) (?:this |the |following |some |a |arbitrary )*(?:code|sql|command|commands|script|python|shell|query against|bash)\b",
    r"\b(?:ignoriere|vergiss|missachte|ignorez|oublie|oubliez|ignora|olvida|ignorar|dimentica|negeer|ignorera|ignoruj)\b",
    r"\b(?:script alert|xp_cmdshell|or 1 1|rm rf|os system|import os|etc passwd)\b",
    r"\bshow (?:me )?(?:every|all) (?:lead|leads|row|rows|customer)s? (?:row|rows|record|records|regardless|unfiltered|without)\b",
    r"\b(?:override|bypass|circumvent|evade|disable|hack|exploit)\b",
    r"\b(?:stop being|you must obey|obey me|obey|do as i say|comply with|your new (?:task|job|role|goal)|your (?:real|true) (?:task|purpose|goal))\b",
    r"\b(?:fabricate|invent|fake|falsify|make up|hallucinate|inflate|fudge|lie about|manipulate|massage)\b",
    r"\b(?:above|previous|prior|preceding) (?:instruction|instructions|rules|prompt|text|message|messages|directions|commands)\b",
)  # fmt: skip
_ABOVE = r"\b(?:repeat|print|output|show|copy|quote|recite)\b(?: \S+){0,3} (?:above|verbatim|word for word)\b"
_WRITE = (
    r"^(?:VERB)\b(?! (?:rate|rates|ratio|percent|time|value|share|volume|by|count|in|of|per|for|over))",
    r"^(?:can|could|would|will) (?:you )(?:please |pls |also |just )*(?:VERB)\b(?! (?:rate|rates|ratio|percent))",
    r"\b(?:and|then|also|now) (?:please )?(?:reassign|delete|assign|accept all|reject all|accept lead|reject lead|email|e mail|notify|message|send|archive|transfer|escalate|remind|ping|dm|update the|mark|merge|erase|purge)\b",
    r"\b(?:i want|i need|i would like|i d like|id like|please|want|need|lets|let us) (?:you )?(?:to )?(?:VERB)\b(?! (?:rate|rates|ratio|percent))",
    r"\b(?:reassign|unassign|delete all|delete the|delete lead|erase)\b",
    r"\bremind (?:me|us|him|her|them|everyone|the|all|\x00\w*)\b(?! of (?:the|our|what|how))",
)  # fmt: skip
_VERBS = (
    "reassign|assign|unassign|delete|erase|close|archive|merge|move|transfer|route|reroute|approve|notify|message|email|"
    "e mail|mail|send|post|schedule|book|create|make a|add a|add an|add lead|add note|add the lead|set the|set up|set sla|set|"
    "update|edit|rename|pause|stop|launch|start a|mark|flag|snooze|escalate|withdraw|reopen|recycle lead|recycle all|"
    "recycle the|recycle this|recycle these|recycle|reject lead|reject all|reject the|reject this|reject these|reject every|"
    "accept lead|accept all|accept the|accept this|accept these|accept every|accept everything|reject everything|"
    "give lead|hand over|hand off|"
    "upload|import|sync|change the|change sla|change owner|increase the|reduce the|lower the|raise the|ping|dm|call|"
    "invite|remove lead|remove the lead|remove all lead|remove all leads|delete|disable|enable|turn on|turn off|cancel|undo|excuse|park|assigning|"
    "hand \\S+ leads|give \\S+ leads|give all|give \\S+ \\S+ leads|accept \\S+ leads|reject \\S+ leads|purge|log a|write back|put \\S+ on|tag|"
    "push|publish|forward|lock|unlock|share this|share the report|export to|block|unsubscribe|convert lead|convert all|"
    "increase|raise|decrease|swap \\S+ leads|take \\S+ off|promote|put all|release|reset"
)
_PII = (
    r"\b(?:e ?mails?|email address|e mail address|phones?|phone numbers?|mobiles?|cell numbers?|telephones?|mobile numbers?|telefon|home address|addresses|postal address|contact details?|contact info|contact information|contact data for|contact list|personal data|personal details|personal information|date of birth|birthdays?|birth dates?|linkedin (?:url|profile|profiles)|ssn|social security|passport|ip address|ip addresses|cell phones?|dial|whatsapp|social media handles?|private data|gdpr export|twitter handles?|home addresses|credit cards?|bank details|where (?:does|do) \S+ live)\b",
    r"\b(?:names?|full names?|first names?|last names?|surnames?|contacts?|identity|identities) (?:and \S+ )*(?:of|for|from|on|behind) (?:the |all |our |every |each |those |these |any )*(?:\S+ ){0,2}(?:leads?|mqls?|contacts?|persons?|people|prospects?|customers?|handoffs?|rejected|accepted)\b",
    r"\b(?:which (?:people|persons|person|contacts?|individuals?|leads?|prospects?|mqls?)) (?:is|are|were|was|exactly|rejected|got|did|have|has|submitted|filled|attended|signed)(?: \S+){0,3} (?:leads?|mqls?|prospects?|people|contacts?|rejected|accepted|recycled|form|forms)$",
    r"^(?:list|show|export|download|give|send|dump|pull|get|print|name)(?: me| us)?(?: a list of| the list of| every| all| each| the| single| individual| names of| our| of)* (?:leads?|mqls?|rows?|records?|contacts?|prospects?|people)(?: rows?| records?| names?| list| table| data| details)?(?: (?:from|for|in|of|with|at|who|that|to|as|we|by|rejected|accepted) .*)?$",
    r"\b(?:lead|contact|person|prospect|customer) (?:names?|details|rows?|records?|list|lists)\b|\b(?:lead level|person level|row level|individual leads?|raw data|raw leads?|names? and companys?|names? and compan(?:y|ies))\b",
    r"\bwho (?:exactly )?(?:are|were|is) (?:the|our|these|those|all) (?:\S+ ){0,3}(?:leads?|mqls?|prospects?|contacts?|people)\b",
    r"\b(?:list|export|download|csv|spreadsheet|excel)\b(?: \S+){0,5} (?:leads?|contacts?|mqls?|prospects?|people) (?:with|by|and|including|as|to) (?:their )?(?:names?|csv|excel|details|contact)\b",
)  # fmt: skip
_HR = (
    r"\b(?:fire|fired|firing|sack|sacked|lay off|laid off|let go|terminate|terminated|promoted|promotion|bonus|bonuses|salary|salaries|pay rise|raise for|commission|commissions|lazy|lazier|laziest|incompetent|useless|stupid|slacker|slackers|slacking|slacks off|underperformers?|deadweight|dead weight|deserves?|deserving|pip|performance review|performance reviews|performance plans?|improvement plans?|performance improvement|disciplin\w*|blame|to blame|competent|hardest working|hardworking|work ethic|motivated|burned out|burnt out|attitude|talented|dumbest|smartest|sick leave|sick days|a raise|pay raise|reprimand|warning letter|appraisal|slacked|negligent|not doing (?:his|her|their) jobs?|doing (?:his|her|their) jobs?|get rid of \x00owner|get rid of|kick out|demote|demoted|demotion|coaching|trustworthy|unreliable|reliable|pull(?:ing)? (?:his|her|their) weight|dismissed|layoffs?|quit|resign|resigning|productive|overpaid|underpaid|sucks?|idiots?|good at (?:his|her|their) jobs?|bad at (?:his|her|their) jobs?)\b",
    r"\b(?:worst|best|weakest|strongest|poorest|better|top|bottom|favou?rite|greatest|bad|good|terrible|great|awful|mediocre|dumb) (?:performing )?(?:employee|employees|performer|performers|worker|workers|person|human|colleague|colleagues|teammate|salesman|saleswoman|hire|at selling)\b",
    r"\b(?:is|are|was) \x00owner(?: and \x00owner)* (?:any |a |an |really |very |doing |too |so |not |such a |the |our )*(?:good|bad|great|terrible|weak|strong|slow|lazy|useless|worse|better|best|worst|ok|okay|struggling|problem|underperforming|a good|a bad|job|well|badly|poorly|poor|fit|capable|performing|worth|useful)\b(?! (?:acceptance|rejection|sla|at hitting|win|at meeting))",
    r"\bshould (?:i|we|they|she|he|\x00owner)? ?(?:be )?(?:fire|keep|promote|hire|replace|sack|reward|punish|drop|coach|warn|trust)\b",
    r"\b(?:rate|judge|evaluate|assess|score|grade|review|rank) (?:\x00owner|my team|the team|our reps|the reps|my reps|each rep|all reps|my people|the sales team|our sales team|people|employees|the sdrs)(?: (?:as|for|on|out|please|from).*)?$",
    r"\bhow (?:good|bad|competent|useful|reliable|productive) (?:is|are|a \S+ is) (?:\x00owner|(?:the |our |my )?(?:reps?|sdrs?|sellers?|sales team|salespeople|aes?))\b",
    r"\b(?:what do you think|your opinion|opinion|thoughts) (?:of|about|on) (?:\x00owner|the reps|our reps|the sales team)\b",
    r"\b(?:who|which (?:rep|seller|sdr|owner|ae|salesperson)s?)(?: is| are)? (?:the |our |my )?(?:best|worst|weakest|strongest|slackest|weak|bad|good|poor|useless|failing|struggling|star|problem|top|most useless|least useful)(?: (?:rep|reps|seller|sellers|sdr|sdrs|salesperson|sales rep|ae|owner|one|person))?$",
    r"^(?:the |our |my )?(?:best|worst|weakest|strongest) (?:rep|reps|seller|sellers|sdr|sdrs|salesperson|ae|sales rep|sales reps)$",
    r"\b(?:women|men|female|male|gender|older|younger|ethnic|race|religion|pregnant|nationality|disabled|disability|union member|maternity|paternity)\b",
)  # fmt: skip
_FORECAST = (
    r"\b(?:predict|predicts|predicted|prediction|predictions|forecast|forecasts|forecasted|forecasting|project(?:ed)? (?:the |our |mqls?|to|for|value|acceptance|pipeline|win|number|volume)|projections?|extrapolate|extrapolation|prognosis|prognose|estimate|estimated|estimates|outlook|anticipate|anticipated|expect|expected|expecting|expectation|run rate|on track|on pace|on course|pace to|likely to|what if|what would happen|whatif|simulate|going to (?:be|hit|get|have|reach|look|land|miss|close|win|meet|make|need|end)|gonna|if we (?:double|doubled|increase|increased|spend|spent|halve|halved|cut|add|added|hire|hired|stop|stopped|triple|raise|raised)|by (?:the )?(?:end of (?:the )?(?:year|month|quarter|week)|year end|years end|end of year|eoy|eoq|eom|next)|will (?:be|we|our|the|it|they|there|acceptance|mqls?|sla|pipeline|win|rejection|have|hit|\x00\w+)|when will|where will|how will|will end|what will|will \S+ (?:hit|be|reach|grow|go|make|look|rise|fall|improve|drop|miss)|shall we (?:hit|reach|get)|tomorrow|next (?:week|month|quarter|year|half|few|\d+|two|three|four|six)s?|upcoming (?:week|month|quarter|year)|coming (?:week|month|quarter|year|weeks|months|quarters)|future)\b",
)  # fmt: skip
_METRIC = (
    r"\b(?:roi|roas|romi|return on (?:investment|ad|marketing|ads)|cac|cpl|cpa|cpc|cpm|cpo|cost|costs|costing|spend|spent|spending|ad spend|expense|expenses|expensive|price|prices|cheapest|budget spent|budgets?|revenue|revenues|turnover|arr|mrr|acv|tcv|ltv|clv|lifetime value|bookings?|billings?|profit|profits|margin|margins|churn|churned|retention|nps|net promoter|csat|satisfaction|ctr|clickthrough|click through|click rate|clicks?|email opens?|impressions?|reach of|page ?views?|visits?|visitors?|sessions?|traffic|bounce rate|bounces?|unsubscribes?|unsubscribe rate|open rate|open rates|deliverability|engagement|likes|followers|shares on|mentions|share of voice|brand awareness|market share|attendance|attendees|registrations?|registrants?|sign ?ups?|form fills?|form submissions?|downloads?|demos? booked|meetings?(?: booked| held| set)|calls? (?:made|per|logged)|number of calls|how many calls|emails? sent|activities|dials|deal size|deal sizes|average deal|contract value|order value|basket|sales cycle|cycle length|cycle time|pipeline velocity|sales velocity|pipeline coverage|coverage ratio|quota|quota attainment|commission rate|attribution|attributed revenue|multi touch|mqas?|pqls?|product qualified|sqos?|sals?|upsell|cross sell|renewals?|renewal rate|payback|headcount growth|employee satisfaction|uptime|tickets|support tickets|domain authority|seo ranking|keyword ranking|backlinks|subscribers?|trial conversions?|activation rate|dau|mau|gross margin|ebitda|burn rate|valuation|lead velocity rate|lost rate|loss rate|average lead score|avg lead score|mean lead score|average score|avg score|mean score|time on site|watch time|conversion lift|ad performance|quality score|account penetration|deal velocity|funding|discount|discounts|cost per \S+)\b",
)  # fmt: skip
_DIMENSION_WORDS = (
    "country|countries|city|cities|state|states|county|zip|zip code|postcode|postal code|language|languages|device|devices|"
    "browser|browsers|operating system|os|job title|job titles|title|titles|seniority|department|departments|keyword|keywords|"
    "ad group|ad groups|adset|ad set|ad sets|ad|creative|creatives|landing page|landing pages|page|pages|product|products|"
    "product line|plan|pricing plan|hour|hours|hour of day|hour of the day|time of day|weekday|weekdays|day of week|day of the week|"
    "team|teams|sales team|account|accounts|company name|companies|company|currency|competitor name|manager|managers|office|offices|"
    "year|years|continent|time zone|timezone|zone|age|gender|technology|tech stack|stage|deal stage|lifecycle stage|funnel stage|"
    "form|forms|content|content type|asset|assets|topic|topics|theme|themes|revenue band|annual revenue|revenue|partner name|"
    "account tier|customer type|customer tier|lead status|status|deal size|email domain|domain|domains|intent|intent level|crm|"
    "business unit|subregion|sub region|subsegment|funding stage|referrer|website|utm term|utm content|ad network|publisher|"
    "speaker|venue|day part|daypart|shift|minute|lead type|campaign type|campaign owner|marketer|marketers|priority|"
    "buying group|buying stage|first name|name|names|size of deal|brand|store|budget|tenure|experience|contact|contacts|"
    "half|halves|half year|fortnight|decade|customer|customers|approver|generation|education level|"
    "sub industry|subindustry|skill|cohort|vendor|tool|persona group|language code|audience|placement|geo target|street"
)
_DIMENSION = (
    rf"\b(?:by|per|split by|broken down by|for each|in each|for every|grouped by|across|which|what) (?:the |each |lead |our )*(?:{_DIMENSION_WORDS})\b(?! (?:score|size|band|attainment|rate|to date|so far|was|were|are|is|do|did|share|percent|between|in the))",
)  # fmt: skip
_SCOPE = (
    r"\b(?:joke|jokes|poem|poems|haiku|limerick|song|sing|story|weather|temperature|recipe|recipes|cook|pizza|capital of|president|prime minister|stock price|share price|bitcoin|crypto|football|soccer|score of the game|who won the|world cup|movie|movies|film|restaurant|lunch|dinner|breakfast|translate|translation|write (?:me |us |a |an |some )+\S+|draft (?:me |us |a |an |some )*\S+|blog post|subject line|meaning of life|who are you|what are you|how old are you|are you (?:human|a bot|an ai|real|chatgpt|alive|sentient)|your name|your favou?rite|what time is it|what day is it|whats the date|square root|\d+ (?:times|plus|minus|divided by|x) \d+|what can you do|love me|marry|horoscope|lottery|news|headline|headlines|flight|flights|hotel|train|vacation|holiday policy|expense report|wifi|printer|reset my|slogan|tagline|essay|code a|python script|javascript|summarise this article|summarize this article|ceo|founded|wikipedia|google for|search the web|competitor website|play (?:a|some) \S+|coffee|beer|birthday|bored|how do i|how do you|how to|explain (?:quantum|relativity)|sky blue|riddle|quiz|trivia|chess|speak (?:german|french|spanish)|gossip|religion|politics|election|vote|happy|sad|feel|feeling|tallest|population of|distance to|currency exchange|exchange rate|good restaurant|book a table|order (?:a|me|some) \S+|sql query for|excel formula|regex|music|concert|ticket|sports|tennis|basketball|nba|nfl)\b",
)  # fmt: skip


def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns).replace("VERB", _VERBS))


_PATTERNS: Mapping[Code, re.Pattern[str]] = {
    Code.PROMPT_INJECTION: _compiled((*_INJECTION, _ABOVE)),
    Code.WRITE_ACTION: _compiled(_WRITE),
    Code.PII: _compiled(_PII),
    Code.HR_JUDGEMENT: _compiled(_HR),
    Code.FORECAST: _compiled(_FORECAST),
    Code.UNSUPPORTED_METRIC: _compiled(_METRIC),
    Code.UNSUPPORTED_DIMENSION: _compiled(_DIMENSION),
    Code.OUT_OF_SCOPE: _compiled(_SCOPE),
}


def _listed(patterns: tuple[str, ...]) -> frozenset[str]:
    found = " ".join(patterns)
    return frozenset(
        words.stem(one) for one in re.findall(r"[a-z]{4,}", re.sub(r"\\[bSwd]|x00\w*", " ", found))
    )


WORDS = _listed((*_METRIC, *_FORECAST, _DIMENSION_WORDS))
OTHERS = _listed((*_INJECTION, *_WRITE, _VERBS, *_PII, *_HR, *_SCOPE))


_POLITE = re.compile(
    r"(?:(?:hi|hey|hello|hallo|dear|there|bot|team|all|good morning|good afternoon|morning|please|pls|kindly|ok|okay|so|now|"
    r"and|then|also|just|quick question|quick one|question|thanks|(?:can|could|would|will) you|tell me|show me|let me know|"
    r"i was wondering if|i wonder if|i would like you to|i d like you to|i want you to|i need you to|go ahead and|"
    r"you (?:can|could|should|must)|lets|let us|be so kind as to|be so kind and|would you mind) )+"
)


def judge(plain: str) -> Code | None:
    """Why a question is refused; `plain` is its words, with names as `\\x00dimension`."""
    polite = _POLITE.match(plain)
    bare = plain[polite.end() :] if polite else plain
    found = (code for code, pattern in _PATTERNS.items() if pattern.search(plain) or pattern.search(bare))
    return next(found, None)


def orders(word: str) -> bool:
    """Whether the word is one that tells the bot to do something."""
    return bool(re.fullmatch(_VERBS, word))


def hostile(plain: str) -> bool:
    """Whether the words try to give orders to whoever reads them."""
    return bool(_PATTERNS[Code.PROMPT_INJECTION].search(plain))
