"""What questions are refused by: lists of words and patterns, one for each code.

`\\x00` begins the dimension of a name, `VERB` stands for any order that is given to the bot.
"""

RULES = (
    "(?:instruction|rule|prompt|order|guideline|policy|policie|restriction|guardrail|safety|directive|"
    "safeguard|permission)s?"
)
INJECTION = (
    rf"\b(?:ignore|disregard|forget|override|bypass|skip|dismiss|drop|discard|neglect|"
    rf"violate)\b(?: \S+){{0,4}} {RULES}\b",
    r"\b(?:ignore|disregard|forget) (?:all |everything |anything |what |the |your )*(?:above|previous|"
    r"prior|preceding|earlier|before|you were told|told)\b",
    r"\byou are (?:now )?(?:dan|an? (?:unrestricted|evil|free|helpful|new|different|unfiltered|pirate|"
    r"hacker|admin|root|assistant|ai))\b",
    r"\b(?:you are|youre|from) now (?:on )?(?:dan|an?|the|in|you|act|answer|reply|respond|free|"
    r"unrestricted|jailbroken)\b",
    r"\b(?:system|hidden|initial|secret|developer|original) (?:prompt|message|instruction|instructions|"
    r"mode)\b",
    r"\b(?:jailbreak|jailbroken|do anything now|prompt injection|dan mode|god mode|debug mode|admin mode|"
    r"root access|sudo|maintenance mode|unrestricted mode)\b",
    r"\b(?:pretend|imagine|roleplay|role play|act as|behave as|simulate)\b(?: (?:to|that|you|be|are|as|if|"
    r"like|an?|the|is|there|we|no|it|were|have))* \S+",
    r"\b(?:reveal|print|leak|expose|translate|dump|output|repeat|disclose|show|tell|give|what is|what are|"
    r"whats|read out)\b(?: \S+){0,3} (?:prompt|system message|your instruction|your instructions|api key|"
    r"api keys|secret|secrets|token|tokens|password|passwords|credential|credentials|environment variable|"
    r"environment variables|env|connection string|source code|config|configuration|database schema)\b",
    r"\b(?:drop|truncate|alter|delete from|insert into|update) (?:table|database|schema|leads|handoffs|"
    r"users)\b",
    r"\bselect\b.*\bfrom\b.*(?:\bwhere\b|\bunion\b|\blimit\b|leads\b|users\b|handoffs\b|people\b)|"
    r"\bunion (?:all )?select\b|\bselect all from\b",
    r"\b(?:answer|reply|respond|say|output|return|set)\b(?: \S+){0,3} (?:to|with|for|as) (?:everything|"
    r"all questions|every question|all|anything|whatever|any question|each question)\b",
    r"\b(?:answer|reply|respond|say|return)\b (?:only |just |always )*(?:with )?(?:100|yes|true|0|99|"
    r"the word|ok)\b(?! to)",
    r"\bfor (?:every|each|any|all) questions? (?:reply|answer|respond|say|return)\b",
    r"\b(?:always|only) (?:answer|say|reply|respond|return|report)\b",
    r"\bnew (?:instruction|instructions|rule|rules|task|system|role|directive|persona)\b(?! filter)",
    r"\b(?:without|no|skip|turn off|disable|remove|lift|off) (?:any |all |the |your )*(?:permission|"
    r"permissions|access|safety|authorization|authorisation|security|guardrail|guardrails|"
    r"validation) ?(?:check|checks|control|controls|filter|filters|rules|limits)?\b",
    r"\b(?:as|i am|im|i m) (?:an? |the |your )?(?:admin|administrator|root|superuser|developer|creator|"
    r"system|openai|ceo with full access|owner of this bot)\b",
    r"\b(?:begin|end|start) (?:system|prompt|instructions|of prompt)\b|\binst\b|\bim_start\b|"
    r"\bendoftext\b|\bassistant:|\bsystem:",
    r"\b(?:admin|root) rights\b|\bgrant \S+ (?:admin|root|access)\b",
    r"\b(?:execute|run|eval) (?:this |the |following |some |a |arbitrary )*(?:code|sql|command|commands|"
    r"script|python|shell|query against|bash)\b",
    r"\b(?:ignoriere|vergiss|missachte|ignorez|oublie|oubliez|ignora|olvida|ignorar|dimentica|negeer|"
    r"ignorera|ignoruj)\b",
    r"\b(?:script alert|xp_cmdshell|or 1 1|rm rf|os system|import os|etc passwd)\b",
    r"\bshow (?:me )?(?:every|all) (?:lead|leads|row|rows|customer)s? (?:row|rows|record|records|"
    r"regardless|unfiltered|without)\b",
    r"\b(?:override|bypass|circumvent|evade|disable|hack|exploit)\b",
    r"\b(?:stop being|you must obey|obey me|obey|do as i say|comply with|your new (?:task|job|role|goal)|"
    r"your (?:real|true) (?:task|purpose|goal))\b",
    r"\b(?:fabricate|invent|fake|falsify|make up(?! (?:their|your|its|his|her|our))|hallucinate|inflate|"
    r"fudge|lie about|manipulate|massage)\b",
    r"\b(?:above|previous|prior|preceding) (?:instruction|instructions|rules|prompt|text|message|messages|"
    r"directions|commands)\b",
)  # fmt: skip
ABOVE = r"\b(?:repeat|print|output|show|copy|quote|recite)\b(?: \S+){0,3} (?:above|verbatim|word for word)\b"
WRITE = (
    r"^(?:VERB)\b(?! (?:rate|rates|ratio|percent|time|value|share|volume|by|count|in|of|per|for|over|"
    r"address|addresses|open))",
    r"^(?:can|could|would|will) (?:you )(?:please |pls |also |just )*(?:VERB)\b(?! (?:rate|rates|ratio|"
    r"percent))",
    r"\b(?:and|then|also|now) (?:please )?(?:reassign|delete|assign|accept all|reject all|accept lead|"
    r"reject lead|email|e mail|notify|message|send|archive|transfer|escalate|remind|ping|dm|update the|"
    r"mark|merge|erase|purge)\b",
    r"\b(?:i want|i need|i would like|i d like|id like|please|want|need|lets|"
    r"let us) (?:you )?(?:to )?(?:VERB)\b(?! (?:rate|rates|ratio|percent))",
    r"^(?:change|extend|shorten|adjust|modify|relax|tighten|double|halve|overwrite|correct|fix)\b(?! (?:in|"
    r"of|from|since|over|between|vs|by|to)\b) (?:\S+ ){0,4}(?:sla|deadline|owner|status|target|limit|stage|"
    r"priority|quota|password|score|threshold|working hours|calendar|definition)\b",
    r"\b(?:tell|ask|order|instruct|remind|let) (?:\x00owner|the reps?|the team|sales|everyone|everybody)"
    r" (?:to|know|that)\b",
    r"^(?:tell|ask|order|instruct|remind) (?!me\b|us\b|you\b)(?:\S+ ){1,4}to\b",
    r"\b(?:and|then|also) (?:mail|forward|share|text|call|tell|inform) "
    r"(?:it|this|that|them|him|her|\x00owner)\b",
    r"\b(?:make|appoint) \x00owner (?:the |an? )?(?:owner|lead|manager|admin)\b",
    r"^(?:give|hand|assign|pass) (?:\S+ ){0,4}to \x00owner\b",
    r"\b(?:reassign|unassign|delete all|delete the|delete lead|erase)\b",
    r"\bremind (?:me|us|him|her|them|everyone|the|all|\x00\w*)\b(?! of (?:the|our|what|how))",
)  # fmt: skip
VERBS = (
    "reassign|assign|unassign|delete|erase|close|archive|merge|move|transfer|route|reroute|approve|notify|"
    "message|email|"
    "e mail|mail|send|post|schedule|book|create|make a|add a|add an|add lead|add note|add the lead|"
    "set the|set up|set sla|set|"
    "update|edit|rename|pause|stop|launch|start a|mark|flag|snooze|escalate|withdraw|reopen|recycle lead|"
    "recycle all|"
    "recycle the|recycle this|recycle these|recycle|reject lead|reject all|reject the|reject this|"
    "reject these|reject every|"
    "accept lead|accept all|accept the|accept this|accept these|accept every|accept everything|"
    "reject everything|"
    "give lead|hand over|hand off|"
    "upload|import|sync|change the|change sla|change owner|increase the|reduce the|lower the|raise the|"
    "ping|dm|call|"
    "invite|remove lead|remove the lead|remove all lead|remove all leads|delete|disable|enable|turn on|"
    "turn off|cancel|undo|excuse|park|assigning|"
    "hand \\S+ leads|give \\S+ leads|give all|give \\S+ \\S+ leads|accept \\S+ leads|reject \\S+ leads|"
    "purge|log a|write back|put \\S+ on|tag|"
    "push|publish|forward|lock|unlock|share this|share the report|export to|block|unsubscribe|"
    "convert lead|convert all|"
    "increase|raise|decrease|swap \\S+ leads|take \\S+ off|promote|put all|release|reset|"
    "wipe|nuke|destroy|trash|bin the|bin all|clean up|clear out|prioritise|prioritize|allocate|kick|suspend|"
    "deactivate|reactivate|activate|confirm the|confirm all|finalise|finalize"
)
PII = (
    r"\b(?:e ?mails?(?! open| click| rate| campaign)|"
    r"email address|e mail address|phones?|phone numbers?|mobiles?|cell numbers?|"
    r"telephones?|mobile numbers?|telefon|home address|addresses|postal address|contact details?|"
    r"contact info|contact information|contact data for|contact list|personal data|personal details|"
    r"personal information|date of birth|birthdays?|birth dates?|linkedin (?:url|profile|profiles)|ssn|"
    r"social security|passport|ip address|ip addresses|cell phones?|dial|whatsapp|social media handles?|"
    r"private data|gdpr export|twitter handles?|home addresses|credit cards?|bank details|where (?:does|"
    r"do) \S+ live)\b",
    r"\b(?:names?|full names?|first names?|last names?|surnames?|contacts?|identity|"
    r"identities) (?:and \S+ )*(?:of|for|from|on|behind) (?:the |all |our |every |each |those |these |"
    r"any )*(?:\S+ ){0,2}(?:leads?|mqls?|contacts?|persons?|people|prospects?|customers?|handoffs?|"
    r"rejected|accepted)\b",
    r"\b(?:which (?:people|persons|person|contacts?|individuals?|leads?|prospects?|mqls?)) (?:is|are|were|"
    r"was|exactly|rejected|got|did|have|has|submitted|filled|attended|signed)(?: \S+){0,3} (?:leads?|"
    r"mqls?|prospects?|people|contacts?|rejected|accepted|recycled|form|forms)$",
    r"^(?:list|export|download|send|dump|print|name|(?:show|give|get|pull)(?=(?: me| us)?(?: a| the| every|"
    r" all| each| single| individual| names| rows| records| contacts| people| (?!mqls)\S+$)))(?: me| us)?"
    r"(?: a list of| the list of| every| all| each| the| single| individual| names of| our| of)* "
    r"(?:leads?|mqls?|rows?|records?|contacts?|prospects?|people)(?: rows?| records?| names?| list| table|"
    r" data| details)?(?: (?:from|for|in|of|with|at|who|that|to|as|we|rejected|accepted)"
    r"(?: (?!by |per |split )\S+)*)?$",
    r"\b(?:leads?|mqls?|contacts?|people) (?:with|and|including|incl) (?:their |the )?(?:full |first |last )?"
    r"names?\b",
    r"\b(?:lead|contact|person|prospect|customer) (?:names?|details|rows?|records?|list|lists)\b|"
    r"\b(?:lead level|person level|row level|individual leads?|raw data|raw leads?|names? and companys?|"
    r"names? and compan(?:y|ies))\b",
    r"\bwho (?:exactly )?(?:are|were|is) (?:the|our|these|those|all) (?:\S+ ){0,3}(?:leads?|mqls?|"
    r"prospects?|contacts?|people)\b",
    r"\b(?:list|export|download|csv|spreadsheet|excel)\b(?: \S+){0,5} (?:leads?|contacts?|mqls?|"
    r"prospects?|people) (?:with|by|and|including|as|to) (?:their )?(?:names?|csv|excel|details|contact)\b",
)  # fmt: skip
HR = (
    r"\b(?:fire|fired|firing|sack|sacked|lay off|laid off|let go|"
    r"(?:let|letting) (?!me|us|s)(?:\S+ ){1,2}go|terminate|terminated|promoted|promotion|"
    r"bonus|bonuses|salary|salaries|pay rise|raise for|commission|commissions|lazy|lazier|laziest|"
    r"incompetent|useless|stupid|slacker|slackers|slacking|slacks off|underperformers?|deadweight|"
    r"dead weight|deserves?|deserving|pip|performance review|performance reviews|performance plans?|"
    r"improvement plans?|performance improvement|disciplin\w*|blame|to blame|competent|hardest working|"
    r"hardworking|work ethic|motivated|burned out|burnt out|attitude|talented|dumbest|smartest|sick leave|"
    r"sick days|a raise|pay raise|reprimand|warning letter|appraisal|slacked|negligent|not doing (?:his|"
    r"her|their) jobs?|doing (?:his|her|their) jobs?|get rid of \x00owner|get rid of|kick out|demote|"
    r"demoted|demotion|coaching|trustworthy|unreliable|reliable|pull(?:ing)? (?:his|her|their) weight|"
    r"dismissed|layoffs?|quit|resign|resigning|productive|overpaid|underpaid|sucks?|idiots?|"
    r"good at (?:his|her|their) jobs?|bad at (?:his|her|their) jobs?)\b",
    r"\b(?:worst|best|weakest|strongest|poorest|better|top|bottom|favou?rite|greatest|bad|good|terrible|"
    r"great|awful|mediocre|dumb) (?:performing )?(?:employee|employees|performer|performers|worker|"
    r"workers|person|human|colleague|colleagues|teammate|salesman|saleswoman|hire|at selling)\b",
    r"\b(?:is|are|was) \x00owner(?: and \x00owner)* (?:any |a |an |really |very |doing |too |so |not |"
    r"such a |the |our )*(?:good|bad|great|terrible|weak|strong|slow|lazy|useless|worse|better|best|worst|"
    r"ok|okay|struggling|problem|underperforming|a good|a bad|job|well|badly|poorly|poor|fit|capable|"
    r"performing|worth|useful)\b(?! (?:acceptance|rejection|sla|at hitting|win|at meeting))",
    r"\bweakest link\b",
    r"^(?:so )?(?:who|which (?:rep|seller|one)s?) (?:should|must|has to|needs to|ought to) (?:go|leave)\b",
    r"\bshould (?:i|we|they|she|he|\x00owner)? ?(?:be )?(?:fire|keep|promote|hire|replace|sack|reward|"
    r"punish|drop|coach|warn|trust)\b",
    r"\b(?:rate|judge|evaluate|assess|score|grade|review|rank) (?:\x00owner|my team|the team|our reps|"
    r"the reps|my reps|each rep|all reps|my people|the sales team|our sales team|people|employees|"
    r"the sdrs)(?: performance| work)?(?: (?:as|for|on|out|please|from).*)?$",
    r"\bhow (?:good|bad|competent|useful|reliable|productive) (?:is|are|a \S+ is) (?:\x00owner|(?:the |"
    r"our |my )?(?:reps?|sdrs?|sellers?|sales team|salespeople|aes?))\b",
    r"\b(?:what do you think|your opinion|opinion|thoughts) (?:of|about|on) (?:\x00owner|the reps|"
    r"our reps|the sales team)\b",
    r"\b(?:women|men|female|male|gender|ethnic|race|religion|pregnant|nationality|disabled|disability|"
    r"union member|maternity|paternity)\b",
)  # fmt: skip
# A ranking of people without a figure; in a conversation the figure is that of the question before.
BEST = (
    r"\b(?:who|which (?:rep|seller|sdr|owner|ae|salesperson)s?)(?: is| are)? (?:the |our |my )?(?:best|"
    r"worst|weakest|strongest|slackest|weak|bad|good|poor|useless|failing|struggling|star|problem|top|"
    r"most useless|least useful)(?: (?:rep|reps|seller|sellers|sdr|sdrs|salesperson|sales rep|ae|owner|"
    r"one|person))?(?: (?:on|in|of) (?:the|our|my) (?:\S+ )?team)?$",
    r"^(?:the |our |my )?(?:best|worst|weakest|strongest) (?:rep|reps|seller|sellers|sdr|sdrs|salesperson|"
    r"ae|sales rep|sales reps)$",
)  # fmt: skip
