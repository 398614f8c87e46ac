"""What people call metrics, dimensions and common values: one line each, beside the catalogue.

Alternatives are parted by `|`; plurals, possessives, hyphens and case need no line of their own. A new metric
or dimension is a line here and a definition in `domain.metric`.
"""

from collections.abc import Mapping

from bot.domain.metric import Dimension, Metric

METRICS: Mapping[Metric, str] = {
    Metric.MQL_COUNT: "mql count | mql volume | mql number | number of mqls | mql total | lead count"
    " | lead volume | number of leads | handoff count | handoff volume | hand off volume"
    " | number of handoffs | number of hand offs | volume of leads | volume of mqls | volume of handoffs"
    " | count of leads | count of mqls | count of handoffs | how many leads | how many mqls"
    " | how many handoffs | lead number | how many hand offs | mql flow | lead flow | volume | mql intake"
    " | lead intake | marketing qualified lead count",
    Metric.ACCEPTANCE_RATE: "acceptance | accepted | accept | accepting | acceptance rate | accept rate"
    " | acceptance ratio | acceptance share | acceptance percent | accepted rate | percent accepted"
    " | share accepted | acc rate | approval rate | taken on by sales | sales acceptance | say yes to"
    " | said yes to | sal rate | acceptance level | accepted by sales | rate of acceptance | took on"
    " | taken on | take on | takes on | taking on",
    Metric.REJECTION_RATE: "rejection | rejected | reject | rejecting | rejection rate | reject rate"
    " | rejection ratio | rejection share | rejection percent | rejected rate | percent rejected"
    " | share rejected | rej rate | turned down | turn down | turn lead down | turned lead down"
    " | turn mql down | turning down | declined | decline rate | refused | refusal rate | knocked back"
    " | thrown out | rate of rejection | said no to | say no to | rejection level"
    " | rejected by sales | sales rejection",
    Metric.RECYCLE_RATE: "recycle | recycled | recycling | recycle rate | recycled rate | recycling rate"
    " | recycle percent | percent recycled | share recycled | sent back to marketing | returned to marketing"
    " | sent back to nurture | returned to nurture | back to nurture | recycle ratio | go back to marketing"
    " | went back to marketing | handed back to marketing | goes back to marketing | back to marketing",
    Metric.DECISION_TIME_MEDIAN: "decision time | time to decision | time to decide | median decision time"
    " | median time to decision | median time to decide | median | med | med decision time"
    " | med time to decision | typical decision time | average decision time | mean decision time"
    " | average time to decision | average time to decide | mean time to decision | mean time to decide"
    " | typical time to decision | typical time to decide | decision speed | speed of decision"
    " | how long to decide | how long does a decision take | how long do decision take"
    " | how long decision take | how long does it take to decide | how long do we take to decide"
    " | how long does sales take to decide | how long until decision | how long until a decision"
    " | how long before a decision | turnaround | turnaround time | response time | time to respond"
    " | reaction time | decision turnaround | time to accept | time to a decision | decision duration"
    " | decision delay | decision lag | handling time | waiting time | wait time | how quickly | how quick"
    " | how fast | how long | deciding time | time till decision | time until decision | decide | deciding"
    " | usual wait | typical wait | average wait | median wait | mean wait"
    " | decision latency | to decide | speed | how many hours does it take | how many days does it take"
    " | how many hours to decide | how many days to decide | hours to decide | days to decide | how much time"
    " | how many hours until a decision | how many days until a decision",
    Metric.DECISION_TIME_P90: "p90 | p90 decision time | decision time p90 | p90 time to decision"
    " | 90th percentile | 90th percentile decision time | 90th percentile of decision time"
    " | decision time 90th percentile | p90 of decision time | 90 percentile | 90 percentile decision time"
    " | 90 percent decision time | slowest 10 percent | slowest tenth | ninetieth percentile"
    " | ninetieth percentile decision time | p90 time to decide | 90th percentile time to decide"
    " | 90th percentile time to decision | p 90 | slowest ten percent | decision time 90th | 90th pct"
    " | 90th pct decision time | 90th percentile of time to decision",
    Metric.SLA_ATTAINMENT: "sla | sla attainment | sla percent | sla rate | sla compliance | sla performance"
    " | sla hit rate | hitting sla | hitting the sla | hitting our sla | meeting sla | meeting the sla"
    " | meeting our sla | met sla | met the sla | meet sla | meet the sla | meet our sla | hit sla"
    " | hit the sla | hit our sla | within sla | within the sla | in sla | inside sla | inside the sla"
    " | on time | decided on time | decided in time | in time | attainment | deadline | sla deadline"
    " | deadline met | meet the deadline | kept sla | keep the sla | keeping the sla | keeping sla"
    " | sla met | sla adherence | sla success | service level | service level attainment | sla score"
    " | sla kept | sla figure | percent on time | percent within sla | percent in sla"
    " | service level agreement | sla fulfilment | on time rate | on time decision | sla achievement"
    " | decided within sla | decided within the sla | within our sla | inside our sla",
    Metric.SLA_BREACHES: "breach | not decided on time | not decided in time | not on time | not in time"
    " | blow the sla | blow our sla | blew our sla | blow sla"
    " | not within sla | outside of sla | didnt hit sla | didnt meet sla | did not hit sla"
    " | did not meet sla | sla not met | not met sla"
    " | sla breach | breached | sla breached | missed sla | miss | missed"
    " | missing | miss the sla | miss our sla | sla we missed | missing the service level | sla missed"
    " | sla miss | miss sla | sla violation | violation | sla failure | failed sla | out of sla"
    " | outside sla | outside the sla | blew the sla | blown sla | missed deadline | past deadline"
    " | past the deadline | past their deadline | after the deadline | past due | late decision"
    " | missed the sla | missing the sla | missing sla | missing our sla | missed our sla | breach count"
    " | number of breach | broke the sla | broken sla | overdue | decided late | decided too late"
    " | breach of sla | breach of the sla | breaching | breaches of our sla | number of sla breach"
    " | ran past the sla | past their sla | past our sla | past the sla | past sla | over sla | broke sla"
    " | breaching sla | violating sla"
    " | sla breach count | breached sla | breached the sla | breached our sla | busted sla",
    Metric.OPEN_LEADS: "open lead | open mql | open handoff | open hand off | unworked | unworked lead"
    " | unworked mql | undecided | undecided lead | undecided mql | pending | pending lead | pending mql"
    " | backlog | outstanding lead | outstanding mql | outstanding | awaiting decision"
    " | awaiting a decision | waiting for a decision | waiting for decision | waiting on a decision"
    " | waiting lead | not yet decided | not decided yet | still open | lead still open | open"
    " | unanswered lead | queue | lead waiting | still waiting | still undecided | lead open | mql open"
    " | open count | in the queue | open pile | lead backlog | open queue | waiting to be decided"
    " | sitting on | sit on | still with | still sit | still sitting | sitting with | sit with | stuck"
    " | stuck with | sitting around | lying around | still pending | still to decide | not decided"
    " | waiting | open mql count | left to decide | waiting for an answer"
    " | awaiting an answer | waiting for answer | waiting for a reply | waiting for a response | unanswered"
    " | nobody has decided | nobody has decided on | nobody decided | nobody decided on"
    " | no one has decided | no one has decided on | no one decided on"
    " | hasnt decided | havent decided | has not decided | have not decided | hasnt decided on"
    " | havent decided on | hasnt looked at | havent looked at | hasnt touched | havent touched"
    " | not looked at | not yet looked at | not touched | not yet touched | nobody has touched"
    " | without a decision | without decision | no decision yet | not been decided | not acted on"
    " | not yet worked | not worked on | not answered | not yet answered | not reviewed"
    " | not yet reviewed | unreviewed | need a decision | need deciding | sitting with | sit with"
    " | still to be decided | yet to be decided | untouched lead | untouched mql | awaiting",
    Metric.SQL_CONVERSION_RATE: "sql rate | sql conversion | sql conversion rate | mql to sql"
    " | mql to sql rate | mql to sql conversion | mql to sql conversion rate | conversion to sql"
    " | conversion rate to sql | converted to sql | convert to sql | became sql | become sql | sql share"
    " | sql percent | sales qualified rate | mql2sql | mql2sql rate | turned into sql | turn into sql"
    " | lead to sql | lead to sql rate | sql ratio | lead to sql conversion | lead to sql conversion rate"
    " | reached sql | reach sql | sales qualified conversion | converting to sql | becoming sql"
    " | conversion into sql | made it to sql | make it to sql | turning into sql | converted into sql"
    " | convert into sql | conversion from mql to sql | got to sql | get to sql | percent sql"
    " | mql sql conversion | mql sql rate | mql sql conversion rate | sql conversion ratio | go on to sql"
    " | went on to sql",
    Metric.OPPORTUNITY_RATE: "opportunity rate | opp rate | opportunity conversion"
    " | opportunity conversion rate | mql to opportunity | mql to opportunity rate | mql to opp"
    " | mql to opp rate | mql to opportunity conversion | mql to opp conversion"
    " | conversion to opportunity | conversion to opp | became opportunity | became an opportunity"
    " | become opportunity | become an opportunity | turn into opportunity | turned into opportunity"
    " | became opp | become opp | turn into opp | turned into opp | lead to opportunity"
    " | lead to opportunity rate | opportunity share | lead to opp | lead to opp rate"
    " | opportunity percent | opp percent | oppty rate | converted to opportunity | convert to opportunity"
    " | converting to opportunity | reached opportunity | opp conversion | opp conversion rate"
    " | turning into opportunity | becoming opportunity | converted into opportunity"
    " | convert into opportunity | opp share | conversion into opportunity | reach opportunity"
    " | lead to opportunity conversion | opportunity ratio | mql to opportunity conversion rate"
    " | convert to opp | converted to opp | conversion rate to opportunity",
    Metric.WIN_RATE: "win rate | won rate | close rate | closed won rate | win percent | win ratio"
    " | share won | percent won | deal won | won deal | win | won | winning | closed won | winrate"
    " | deal win rate | closing rate | winning rate | how often do we win | win percentage | deal we win"
    " | share of deal won | close ratio | deal we won | won share | percent of deal won"
    " | share of deal we won | success rate of deal",
    Metric.PIPELINE_VALUE: "pipeline | pipeline value | pipeline created | pipeline generated"
    " | pipeline sourced | opportunity value | value of opportunity | value of pipeline"
    " | how much pipeline | pipe | total pipeline | total pipeline value | pipeline amount"
    " | pipeline total | pipe value | value of the pipeline | pipe generated | pipe created | opp value"
    " | value of opp | pipeline volume | opportunity amount | how much pipe | pipeline worth"
    " | pipeline sum | opportunity value created | opp amount",
    Metric.FEEDBACK_COUNT: "feedback | feedback count | comment | comment from sales | feedback item"
    " | sales feedback | feedback from sales | remark | number of comment | number of feedback item"
    " | amount of feedback | piece of feedback | feedback volume | feedback received | feedback entry"
    " | feedback note | feedback given | remark from sales | number of remark | sales comment"
    " | comment count | feedback number | feedback comment",
    Metric.TOUCH_ATTAINMENT: "first touch | touch attainment | first touch in time | first touch rate"
    " | touched in time | first touch on time | first touch attainment",
    Metric.COMPLETENESS: "completeness | definition met | complete lead | complete mql | completeness rate"
    " | lead completeness",
    Metric.RETURN_RATE: "return rate | accepted then recycled | accepted, then recycled"
    " | accepted then sent back"
    " | returned after acceptance",
}

DIMENSIONS: Mapping[Dimension, str] = {
    Dimension.CAMPAIGN: "campaign | campaign name | programme | initiative",
    Dimension.SOURCE: "source | lead source | channel | marketing channel | origin | acquisition channel",
    Dimension.MEDIUM: "medium | utm medium",
    Dimension.SEGMENT: "segment | customer segment | market segment",
    Dimension.REGION: "region | rgn | geo | geography | territory | sales region",
    Dimension.OWNER: "owner | rep | sales rep | salesperson | sales person | seller | lead owner | ae"
    " | sdr | bdr | account executive | sales people | salespeople | sales representative | representative",
    Dimension.REJECT_REASON: "reason | reject reason | rejection reason | reason for rejection"
    " | reason for rejecting | rejected reason | reason for reject | reason of rejection | decline reason"
    " | reason for the rejection | reason for being rejected",
    Dimension.PERSONA: "persona | buyer persona | buying persona | buyer role",
    Dimension.INDUSTRY: "industry | vertical | sector | industry vertical",
    Dimension.COMPANY_SIZE: "company size | size of company | size of the company | employee count"
    " | headcount | employee band | size band | firm size | size | employee size | number of employees"
    " | size of business | company headcount | organisation size | account size",
    Dimension.SCORE_BAND: "score band | score | lead score | score range | lead score band | score bucket"
    " | scoring band | score bracket | band",
    Dimension.TIER: "tier | sla tier",
    Dimension.DEFINITION_VERSION: "definition version | mql definition | definition",
    Dimension.THEME: "theme | feedback theme | comment theme | theme of feedback | topic | feedback topic",
}

# Feedback again, in questions that name one of its themes.
SAYING = (
    "say | said | says | saying | hear | heard | complain | complained | complain about | complained about"
    " | complaint | complaint about | mention | mentioned | tell u | told u | sales say | sales said"
    " | how often did sales say | how often has sales said | how often does sales say | how often"
    " | how often did we hear | how often do we hear | how often have we heard | how often was"
    " | how many times | how many times did sales say | how many times have we heard | gripe | gripe about"
    " | feedback about | feedback on | comment about | comment on | lead with feedback"
)

# Only where the name on the left exists; how it is written (case, signs) does not matter.
VALUES: Mapping[Dimension, Mapping[str, str]] = {
    Dimension.REGION: {
        "North America": "na | nam | noram | n america | namer | north american | amer",
        "EMEA": "europe middle east and africa | e m e a",
        "APAC": "asia pacific | asia pac | apj | asiapac | asia and pacific",
        "LATAM": "latin america | latin american | latam region | lac",
    },
    Dimension.SEGMENT: {
        "Enterprise": "ent | enterprise customer | enterprise account | entreprise",
        "Mid-Market": "mid market | midmarket | mm | mid size | midsize | mid sized | mid mkt",
        "SMB": "small business | small and medium business | small and medium | sme | smbs"
            " | small and mid size business",
    },
    Dimension.SOURCE: {
        "webinar": "web seminar | online seminar",
        "paid_search": "ppc | sem | search ads | paid search ads | sea | search ad | pay per click",
        "paid_social": "social ads | social ad | paid social media | paid social ads",
        "organic_search": "seo | organic | natural search | unpaid search | organic traffic",
        "content_syndication": "syndication | content synd | syndicated content | content syndicate",
        "event": "trade show | tradeshow | in person event | live event | field event",
        "referral": "referred | word of mouth | referrer",
        "partner": "channel partner | partner sourced | alliance",
        "outbound": "cold outreach | cold call | cold calling | outbound prospecting | out bound",
        "direct": "direct traffic",
    },
    Dimension.REJECT_REASON: {
        "bad_fit": "poor fit | not a fit | no fit | not a good fit | wrong fit | didnt fit | misfit"
            " | bad fits",
        "no_budget": "lack of budget | without budget | budget reason | no money | missing budget | budget"
            " | lacking budget",
        "bad_timing": "timing | wrong timing | wrong time | poor timing | bad time | too early",
        "wrong_contact": "wrong person | wrong contact person | incorrect contact",
        "duplicate": "dupe | dup | duplicate lead | duplicated | already in crm",
        "bad_data": "incorrect data | wrong data | poor data | bad contact data | data quality"
            " | dirty data | invalid data",
        "competitor": "competition | from a competitor | competing vendor",
        "student_or_jobseeker": "student | jobseeker | job seeker | student or job seeker"
            " | students and job seekers",
        "existing_customer": "already a customer | already customer | current customer | already a client",
        "no_response": "unresponsive | didnt respond | no reply | not responding | never replied"
            " | no answer | didnt reply",
    },
    Dimension.THEME: {
        "wrong_persona": "wrong person | wrong people | wrong role | wrong contact | wrong job title"
            " | not the decision maker",
        "wrong_company_fit": "wrong company | wrong kind of company | bad fit | poor fit | wrong fit"
            " | not a fit | company fit | wrong industry",
        "no_budget": "lack of budget | no money | missing budget | budget | budget issue | without budget",
        "bad_timing": "timing | wrong time | wrong timing | poor timing | too early",
        "no_response": "unresponsive | no reply | no answer | not responding | never replied",
        "bad_contact_data": "bad data | wrong data | contact data | wrong email | wrong number | bad contact",
        "duplicate_or_customer": "duplicate | dupe | existing customer | already a customer",
        "competitor_in_place": "competitor | competition | uses a competitor",
        "good_quality": "good lead | good quality lead | praise",
    },
    Dimension.PERSONA: {
        "VP Marketing": "vp of marketing | marketing vp | vice president marketing"
            " | vice president of marketing | vps of marketing | vps marketing",
        "Marketing Ops": "marketing operations | mops | marops | mktg ops | marketing op",
        "RevOps": "revenue operations | revenue ops | rev op",
        "Demand Gen Manager": "demand generation manager | demand gen | demand generation | demandgen"
            " | dg manager",
        "CIO": "chief information officer",
        "Sales Leader": "sales leadership | head of sales | sales head",
        "IT Manager": "manager of it | information technology manager | it mgr",
    },
    Dimension.INDUSTRY: {
        "SaaS": "software as a service",
        "Manufacturing": "manufacturer | mfg",
        "Healthcare": "health care | health",
        "Financial Services": "finserv | fin serv | fs | finance | financial | fin services"
            " | financial service",
        "Retail": "retailer",
        "Education": "edu | higher education",
        "Professional Services": "prof services | proserv | professional service | prof service",
        "Public Sector": "government | govt | gov | public",
    },
}  # fmt: skip
