"""What is not answered, though nobody means harm: other figures, other parts, the future, other matters.

Lists of words and patterns, one for each code, as in `refused`.
"""

FORECAST = (
    r"^(?:project|extrapolate) (?!\x00|managers?\b)",
    r"\b(?:predict|predicts|predicted|prediction|predictions|forecast|forecasts|forecasted|forecasting|"
    r"project(?:ed)? (?:the |our |mqls?|leads?|to|for|value|acceptance|pipeline|win|number|"
    r"volume)|projections?|"
    r"extrapolate|extrapolation|prognosis|prognose|estimate|estimated|estimates|outlook|anticipate|"
    r"anticipated|expect|expected|expecting|expectation|run rate|on track|on pace|on course|pace to|"
    r"likely to|what if(?! (?:you|we|i|u) (?:just |only )?(?:ignore|exclude|leave|"
    r"drop|remove|skip|take out))|what would happen|whatif|simulate|"
    r"going to (?:be|hit|get|have|reach|look|land|"
    r"miss|close|win|meet|make|need|end)|gonna(?! lie)|if we (?:double|doubled|increase|increased|"
    r"spend(?! (?:on )?(?:deciding|to decide|before|until))|spent|halve|halved|cut|add|added|hire|hired|"
    r"stop|stopped|triple|raise|raised)|by (?:the )?(?:end of (?:the )?(?:year|month|quarter|week)|"
    r"year end|years end|end of year|eoy|eoq|eom|next)|will (?:be|we|our|the|it|they|there|acceptance|"
    r"mqls?|sla|pipeline|win|rejection|have|hit|\x00\w+)|when will|where will|how will|will end|what will|"
    r"will \S+ (?:hit|be|reach|grow|go|make|look|rise|fall|improve|drop|miss)|shall we (?:hit|reach|get)|"
    r"tomorrow|next (?:week|month|quarter|year|half|few|\d+|two|three|four|six)s?|upcoming (?:week|month|"
    r"quarter|year)|coming (?:week|month|quarter|year|weeks|months|quarters)|future)\b",
)  # fmt: skip
METRIC = (
    r"\b(?:roi|roas|romi|return on (?:investment|ad|marketing|ads)|cac|cpl|cpa|cpc|cpm|cpo|cost|costs|"
    r"costing|spend|spent|spending|ad spend|expense|expenses|expensive|price|prices|cheapest|budget spent|"
    r"budgets?|revenue|revenues|turnover|arr|mrr|acv|tcv|ltv|clv|lifetime value|bookings?|billings?|"
    r"profit|profits|margin|margins|churn|churned|retention|nps|net promoter|csat|satisfaction|ctr|"
    r"clickthrough|click through|click rate|clicks?|email opens?|impressions?|reach of|page ?views?|"
    r"visits?|visitors?|sessions?|traffic|bounce rate|bounces?|unsubscribes?|unsubscribe rate|open rate|"
    r"open rates|deliverability|engagement|likes|followers|shares on|mentions|share of voice|"
    r"brand awareness|market share|attendance|attendees|registrations?|registrants?|sign ?ups?|"
    r"form fills?|form submissions?|downloads?|demos|demos? booked|meetings?(?: booked| held| set| did)|"
    r"calls? (?:made|per|logged)|number of calls|how many calls|how many (?:people|users|customers|"
    r"folks) (?:attended|registered|signed|visited|downloaded|watched|came)|emails? sent|activities|"
    r"dials|deal size|"
    r"deal sizes|average deal|contract value|order value|basket|sales cycle|cycle length|cycle time|"
    r"pipeline velocity|sales velocity|pipeline coverage|coverage ratio|quota|quota attainment|"
    r"commission rate|attribution|attributed revenue|multi touch|mqas?|pqls?|product qualified|sqos?|"
    r"sals?|upsell|cross sell|renewals?|renewal rate|payback|headcount growth|employee satisfaction|"
    r"uptime|tickets|support tickets|domain authority|seo ranking|keyword ranking|backlinks|subscribers?|"
    r"trial conversions?|activation rate|dau|mau|gross margin|ebitda|burn rate|valuation|"
    r"lead velocity rate|lost rate|loss rate|average lead score|avg lead score|mean lead score|"
    r"average score|avg score|mean score|time on site|watch time|conversion lift|ad performance|"
    r"quality score|account penetration|deal velocity|funding|discount|discounts|cost per \S+)\b",
)  # fmt: skip
DIMENSION_WORDS = (
    "country|countries|city|cities|state|states|county|zip|zip code|postcode|postal code|language|"
    "languages|device|devices|browser|browsers|operating system|os|job title|job titles|title|titles|"
    "seniority|department|departments|keyword|keywords|ad group|ad groups|adset|ad set|ad sets|ad|"
    "creative|creatives|landing page|landing pages|page|pages|product|products|product line|plan|"
    "pricing plan|hour|hours|hour of day|hour of the day|time of day|weekday|weekdays|day of week|"
    "day of the week|team|teams|sales team|account|accounts|company name|companies|company|currency|"
    "competitor name|manager|managers|office|offices|year|years|continent|time zone|timezone|zone|age|"
    "gender|technology|tech stack|stage|deal stage|lifecycle stage|funnel stage|form|forms|content|"
    "content type|asset|assets|topic|topics|theme|themes|revenue band|annual revenue|revenue|"
    "partner name|account tier|customer type|customer tier|lead status|status|deal size|email domain|"
    "domain|domains|intent|intent level|crm|business unit|subregion|sub region|subsegment|funding stage|"
    "referrer|website|utm term|utm content|ad network|publisher|speaker|venue|day part|daypart|shift|"
    "minute|lead type|campaign type|campaign owner|marketer|marketers|priority|buying group|buying stage|"
    "first name|name|names|size of deal|brand|store|budget|tenure|experience|contact|contacts|half|"
    "halves|half year|fortnight|decade|customer|customers|approver|generation|education level|"
    "sub industry|subindustry|skill|cohort|vendor|tool|persona group|language code|audience|placement|"
    "geo target|street"
)
DIMENSION = (
    rf"\b(?:by|per|split by|broken down by|for each|in each|for every|grouped by|across|which|"
    rf"what) (?:the |each |lead |our |\x00\w+ )*(?:{DIMENSION_WORDS})\b(?! (?:score|size|band|attainment|"
    rf"rate|to date|so far|was|were|are|is|do|did|share|percent|between|in the))",
    r"\b(?:by|per) (?:the )?(?:number|count) of \x00(?!owner)\w+(?: \x00\w+)*"
    r"(?: (?:in|last|this|for|since|over)\b|$)",
    r"\b(?:by|per) (?:the )?(?:number|count) of (?:\x00\w+ )?(?!leads?\b|mqls?\b|hand|employees?\b|staff\b|"
    r"people\b|heads?\b|seats?\b|workers?\b|reject|accept|declin|refus|turn|sla\b|breach|open\b|sqls?\b|"
    r"opp|wins?\b|won\b|deals?\b|decision|decided|recycl|feedback|comment|marketing|qualified|the\b|our\b|"
    r"all\b|new\b|overdue|missed|unanswered|undecided|waiting|pending|late\b|sales\b|total|prospect|enquir|"
    r"inquir|pass|sent|given|deliver|convert|those|these|its|their|days?\b|hours?\b)[a-z]+",
)  # fmt: skip
SCOPE = (
    r"\b(?:what do you think|your opinion|joke|jokes|poem|poems|haiku|limerick|song|sing|"
    r"(?<!long )story|weather|"
    r"temperature|recipe|recipes|cook|"
    r"pizza|capital of|president|prime minister|stock price|share price|bitcoin|crypto|football|soccer|"
    r"score of the game|who won the|world cup|movie|movies|film|restaurant|dinner|breakfast|translate|"
    r"translation|write (?:me |us |a |an |some )+\S+|draft (?:me |us |a |an |some )*\S+|blog post|"
    r"subject line|meaning of life|who are you|what are you|how old are you|are you (?:human|a bot|an ai|"
    r"real|chatgpt|alive|sentient)|your name|your favou?rite|what time is it|what day is it|"
    r"whats the date|square root|\d+ (?:times|plus|minus|divided by|x) \d+|what can you do|love me|marry|"
    r"horoscope|lottery|news|flight|flights|hotel|train|vacation|holiday policy|expense report|wifi|"
    r"printer|reset my|slogan|tagline|essay|code a|python script|javascript|summarise this article|"
    r"summarize this article|founded|wikipedia|google for|search the web|competitor website|play (?:a|"
    r"some) \S+|coffee|beer|birthday|bored|how do i|how do you|how to|explain (?:quantum|relativity)|"
    r"sky blue|riddle|quiz|trivia|chess|speak (?:german|french|spanish)|gossip|religion|politics|election|"
    r"vote|tallest|population of|distance to|currency exchange|exchange rate|good restaurant|book a table|"
    r"order (?:a|me|some) \S+|sql query for|excel formula|regex|music|concert|ticket|sports|tennis|"
    r"basketball|nba|nfl)\b",
)  # fmt: skip
