"""The closed vocabulary of questions: ONE table in which a metric, a dimension, a unit or an alias is one line.

Metrics, dimensions and common values come from the catalogue's own aliases (`domain.aliases`); here are the
words of the grammar around them, and the words that may be passed over because they ask for nothing.
"""

from bot.domain import aliases
from bot.language.dates import MONTHS, ORDINALS, WEEKDAYS
from bot.language.periods import NUMBERS, UNITS
from bot.language.phrases import Phrases, Symbol

_GRAMMAR: tuple[tuple[str, str, str], ...] = (
    # kind, value, phrases
    ("unit", "day", "day | daily | day by day | per day | by day | each day | every day | a day | days"),
    ("unit", "week", "week | weekly | week by week | by week | per week | each week | every week | by calendar week"
     " | a week | wk | wkly"),
    ("unit", "month", "month | monthly | month by month | by month | per month | each month | every month"
     " | by calendar month | a month | mth"),
    ("unit", "quarter", "quarter | quarterly | quarter by quarter | by quarter | per quarter | each quarter"
     " | every quarter | qtr | a quarter"),
    ("unit", "year", "year | yearly | annually | annual | by year | per year | each year | every year | year by year"),
    ("trend", "", "trend | over time | trending | development | evolution | time series | timeline | trend line | history"),
    ("by", "", "by | per | split by | broken down by | break down by | breakdown by | grouped by | group by | sliced by"
     " | for each | in each | for every | in every | each | split into | split | broken down | break down | breakdown"
     " | broken out by | break out by | across | slice by | segmented by | divided by | from each | from every | every"
     " | break it down by | break that down by | split it by | split that by | split them by | broken into | cut by"
     " | break this down by | break them down by | slice it by | divided into | separated by | divide by | sort by the"
     " | of each | of every | among | amongst | between | according to | one by one"),
    ("which", "", "which | what | whose | who | where | whom"),
    ("not", "", "excluding | except | except for | without | not | other than | but not | all but | apart from"
     " | besides | ex | non | minus | ignoring | leaving out | leave out | everything but | outside | outside of"
     " | not counting | not including | not from | not in | aside from | excl | exclude | excludes | barring | bar"
     " | everyone but | anything but | but no | all except | omitting | omit | no | not for | excepting | save for"
     " | everywhere but | skipping | skip | disregarding | bar for | but without | rather than | with the exception of"
     " | everything except | everyone except | anywhere but | everywhere except | discounting | sans | anything except"),
    ("vs", "", "vs | versus | against | compared to | compared with | compare to | compare with | compared | compare"
     " | comparing | v | comparison | relative to | compares to | compares with | stack up against | in comparison to"
     " | in comparison with | as opposed to | compares | measured against | next to | side by side | set against"
     " | comparison between | comparison of | difference between | gap between | higher than | lower than | better than"
     " | worse than | more than | less than | than | up on | down on | comparing with | comparing to | contrast"
     " | contrasted with | up from | down from | benchmark against | opposite | difference from | differ | difference | variation | vary | varies | varying | delta | gap"),
    ("change", "", "change | changed | move | moved | grow | grew | growth | dropped"
     " | improve | improved | improvement | rise | rose | fall | fell | increase | increased | decrease"
     " | decreased | went up | go up | went down | go down | gone up | gone down | decline | evolve | evolved | develop"
     " | developed | changing | improving | moving | worsen | worsened | shift | shifted | getting better"
     " | getting worse | gain | uplift | dip | dipped"),
    ("relative", "before", "the one before | one before | the one before that | one before that | the period before | period before | previous period"
     " | prior period | preceding period | before that | the preceding one | the previous one | previous one"
     " | the prior one | the time before | earlier period | last period | the last one | the previous | the prior"
     " | the preceding | prior one | preceding one | the same period before | previous"
     " | the earlier one | prior | preceding | last time"
     " | period over period | pop"),
    ("relative", "year", "year on year | year over year | yoy | year ago | a year ago | a year earlier | year earlier"
     " | same period last year | same time last year | same period a year ago | same period of last year"
     " | same period the year before | same quarter last year | same month last year | same week last year"
     " | same days last year | same period previous year | same quarter a year ago | same month a year ago"
     " | last year same period | one year ago | one year earlier | twelve months ago | 12 months ago | year to year"
     " | the year before | same period the previous year | same quarter of last year | same month of last year"
     " | same dates last year | same quarter the year before | same month the year before "
     " | same week a year ago | same span last year | this time last year | same time a year ago"
     " | same point last year | same period in the previous year | yr on yr | same stretch last year"
     " | same half last year | same dates a year ago | same time the year before | a year before | one year before"),
    ("pop", "week", "week over week | week on week | wow | week to week"),
    ("pop", "month", "month over month | month on month | mom | month to month"),
    ("pop", "quarter", "quarter over quarter | quarter on quarter | qoq | quarter to quarter"),
    ("pop", "day", "day over day | day on day | dod"),
    ("rank", "desc", "highest | most | largest | biggest | greatest | longest | slowest | max | maximum | the most"
     " | descending | desc | high to low | largest number of | highest number of | highest first | biggest first"
     " | most first | largest first | the highest number of | greatest number of | slowest first | longest first"),
    ("rank", "asc", "lowest | least | fewest | smallest | shortest | fastest | quickest | min | minimum | ascending"
     " | asc | low to high | lowest first | smallest first | lowest number of | smallest number of | least first"
     " | fastest first | quickest first | fewest first | shortest first | speediest"),
    ("rank", "top", "top | leading | foremost | number one | no 1 | top most | topmost"),
    ("rank", "best", "best | strongest | most successful | finest | best performing | top performing | healthiest"
     " | most effective | best first | winner | best result | star | the best | highest performing"),
    ("rank", "worst", "worst | weakest | poorest | least successful | worst performing | lowest performing"
     " | least effective | worst first | loser | bottom performing | poorest performing | laggard | the worst"
     " | underperforming | struggling most | most problematic"),
    ("rank", "bottom", "bottom | tail end | bottom most"),
    ("order", "", "rank | ranked | ranking | sort | sorted | order by | ordered | ordered by | sort by | sorted by"
     " | ranked by | rank by | in order | in order of | ranking by | ranking of | league table | leaderboard"),
    ("reverse", "", "reverse | reversed | other way round | the other way round | other way around | flip it"),
    ("rest", "", "rest | the rest | everyone else | everything else | others | other region | other source | other segment"
     " | other campaign | benchmark | industry average | competition average | all others | everybody else | the others"),
    ("and", "", "and | plus | as well as | along with | together with | alongside | und | y | both | or | to | then"),
    ("but", "", "but"),
    ("also", "", "also | too | as well | add | additionally | include | including | on top | on top of that | in addition"),
    ("only", "", "only | just | solely | nothing but | exclusively | restrict to | limit to | narrow to | limited to"
     " | narrow it to | restrict it to | limit it to | filter to | filter by | filter on | narrow down to | filtered to"),
    ("drop", "", "drop | remove | clear | lose | get rid of | forget | undo | take away | take out | delete | reset"
     " | take off | scrap | no more | ditch | lift | turn off | cancel"),
    ("instead", "", "instead | instead of | rather | change to | switch to | make it | change it to | change that to"
     " | make that | swap to | swap for | swap"),
    ("filter", "", "filter | restriction | condition | filters | constraint"),
    ("grouping", "", "the breakdown | grouping | the split | the grouping"),
    ("combined", "", "combined | together | in total | total | overall | altogether | summed | aggregate | aggregated"
     " | in aggregate | sum | jointly | as a whole | all together | taken together | lumped together"),
    ("all", "", "all | any | whole | entire | across all | for all | of all | every kind of | all our"
     " | all the | among all | over all | from all | in all | regardless of"),
    ("why", "", "why | how come | for what reason | what made"),
    ("split", "", "over | into"),
    ("first", "", "first | 1st"),
    ("after", "", "after"),
    ("before", "", "before | prior to | up to | until | till | ahead of"),
    ("now", "", "now | right now | currently | at the moment | at present | as of now | as of today | at this moment"
     " | presently | this moment | at this time | this minute | as it stands | as things stand | sitting"),
    ("vague_metric", "", "rate | performance | perform | performing | performed | quality | number | figure | stats"
     " | statistics | doing | do | how are we doing | kpi | metric | result | conversion rate | conversion | convert"
     " | status | look | looking | converted | work | working | efficiency | situation | converting | funnel | kpis"
     " | how good | ratio | percent | percentage | share | proportion | speed up | how much | how many | rates | fraction"
     " | success | successful | value | average | avg | mean | typical | better | worse | good | bad | outcome | summary | overview"
     " | effectiveness | going | good is | opportunity | opp | sql | deal | sales qualified lead | velocity of decision"),
    ("lead", "", "lead | mql | handoff | hand off | marketing qualified lead | handed over | handed off | leads handed over"
     " | passed to sales | passed on | passed over | prospects | enquiry | inquiry | enquiries | hand over | passed"
     " | handover | sent to sales | given to sales | marketing lead | qualified lead | handed to sales | delivered to sales"),
    ("vague_period", "", "recent | recently | lately | these days | a while ago | the other day | at some point | a while"
     " | of late | earlier | some time ago | not long ago | historically | soon | last few"
     " | summer | winter | spring | autumn | fall season | christmas | easter | holiday season | black friday"
     " | fiscal year | fiscal quarter | financial year | fy | fiscal | last weekend | this weekend | past weekend | weekend | season | last hour | hours | minutes"
     " | last night | this morning | this afternoon | tonight | hour | hourly | minute | since launch | end of"
     " | beginning of | early | late | middle of | the past few | half year | start of | kickoff | halfway through"),
    ("employee", "", "employee | staff | headcount of | seat | head | small | large | big | tiny | huge | small sized | mid | worker"),
    ("bound", "", "under | below | over | above | at least | at most | or more | or higher | and up | and above"
     " | and over | or above | and more | plus | or less | or below | and below | or lower | up to | upwards of"
     " | bigger than | smaller than | larger than | fewer than | greater than | exceeding | or over | or under"
     " | and under | between | minimum of | scoring | scored | or fewer | and higher"),
)  # fmt: skip

NOISE = """
a an the this that these those it its is are was were be been being am do does did done has have had having will
would could should can may might shall must i we you they he she him her us them me my our your their his hers ours
mine yours theirs of in on at for from with within during through throughout to as about around into onto upon than
if so such there here when while because since until also ever even still yet already again very really quite pretty
much many more less lot lots bit little few some any please pls plz kindly thanks thank thx ty cheers hi hello hey
dear morning afternoon evening good hallo ok okay alright right well um uh hmm oh ah yo yeah yes yep sure fine great
cool nice awesome perfect lovely quick quickly question questions q wondering wonder curious ask asking asked
want wanted need needed like liked love know tell show showing shown give given gave get gets getting got gotten
see seen view display list pull run find fetch share provide report reporting reports bring brought brings
let lets help look check calculate compute work out figure count say says said explain understand remind
data dataset dashboard chart graph table plot picture figures exactly roughly approximately actually
basically currently overall just simply maybe perhaps possibly possible able team teams company business sales
marketing marketer marketers guys folks everyone everybody people boss manager meeting board deck slide slides
review presentation management exec execs leadership colleague bot handoffbot assistant buddy mate friend
how what whats hows whos wheres which who whom whose where when
period date dates time times timeframe range window
come came coming comes go goes went going gone make makes made take takes took taken taking put keep kept
handed hand over sent send sending pass passed passes received receive receiving create created creates generate
generated generates generating produce produced produces drive drove driven drives driving deliver delivered delivers
delivering arrive arrived arriving enter entered entering yield yielded yields contribute contributed source sourced
sit sits stand standing stands stood happen happened happening happens see saw record recorded recorded log logged
up down off out via using use used based terms term regarding concerning respect respective respectively
two one ones other others another same thing things stuff kind sort type types level levels
per each group groups category categories value values item items record records
not no isnt arent wasnt werent dont doesnt didnt hasnt havent hadnt cant couldnt wont wouldnt shouldnt
new total currently present moment now day days
please asap urgently urgent fast real really needs having
am pm vs via etc eg ie ie aka re fyi btw imo tbh afaik lol haha wow
whatever however anyway therefore thus hence then than next
teh adn hte qbr ebr kickoff monthly-report main major key primary common leave left leaves leaving due because owing
stakeholder stakeholders vp cmo cro coo cfo director directors    standup sync retro quarterly-review
offsite townhall allhands memo doc document spreadsheet sheet excel powerpoint ppt slack  thread
afternoon evening weekly-report monday-meeting discussing discuss discussion debate debating arguing argue
preparing prepare prep prepping putting ready writing write written reading read keen interested hoping trying try tried
struggling hard easy easier difficult important busy asap soonest possible whenever convenience chance favour favor
appreciate appreciated grateful obliged pardon sorry excuse apologies bother bothering hassle trouble
ground truth true truly exact precise rough approximate ballpark latest up-to-date snapshot
managed manage manages able actually indeed certainly definitely obviously clearly apparently
keep kept keeping seem seems seemed appear appears appeared become becoming
terms way ways manner fashion form format
tally sticking stick sticks stuck tracking track tracks wait waits waited pct roughly tot
hw hwat wht shw giv gve tel plz abt tha thr wth whn
high low large often frequently form different various several differing assigned owned handled belongs respond responding responded react reacting reply replied decide decided deciding allocated routed marked respectively people person persons frm fo ot si waht wat wht hwo waht whcih wich plese pleae pelase
u r ur ya gimme gonna wanna lemme dunno kinda sorta cmon
ah ha hmm er eh ahem hiya howdy greetings sup
morning tomorrow team crew gang all
mind moment second sec minute ping
hit hits hitting meet meets met meeting reach reached
against both either neither own
set place case cases point points basis purpose context background
long far near close
anything something nothing everything somebody anybody nobody someone anyone
specifically particular particularly especially mainly mostly generally
think thought feel guess believe suppose hope hear heard talk
compare comparing versus
related relate belonging belong belongs marked labelled labeled tagged categorised categorized attributed coming
originate originated originating campaign's called named titled
decision decisions
account accounts customer customers contact contacts client clients company companies organisation organization firms
firm businesses employees folk
today's current actual latest
end start overall across
update insight insights info information detail details breakdown answer
got gotten stay stayed remain remained turned
sense idea clue
quickly slowly
 nice one
number numbers amount
whole part
side wise
it'd i'd we'd you'd that'd
worth
roll rolled
wins
hold held
fare faring fared
stack
spread distribution distributed
break broken breaking
picture
individual separately separate separated
honest honestly
simple plain short brief
bring bringing
landed land lands
pick picked picks
quick-check
since
marketing's sales's
every
pull pulling
grab
handing
gone
slower faster quicker
behind
always
time
"""


def _lines() -> list[tuple[Symbol, str]]:
    found = [(Symbol("metric", metric), line) for metric, line in aliases.METRICS.items()]
    found += [(Symbol("dimension", dimension), line) for dimension, line in aliases.DIMENSIONS.items()]
    found += [(Symbol(kind, value), line) for kind, value, line in _GRAMMAR]
    return found


PHRASES = Phrases(_lines())
# Phrases that ask for nothing, although their words might alone.
_IDLE = (
    "what about | how about | or not | whether or not | not sure | no rush | no worries | no problem | by any chance"
    " | by the way | more or less | all time | of all time | to date | ever since launch | not only | if not | why not"
    " | no idea | at all | on average | in general | on the whole | for a change | more than anything | over to you"
    " | no more than that | up to date | from our side | and so on | so to speak | first of all | above all"
)
SILENT = Phrases([(Symbol("noise"), word) for word in NOISE.split()] + [(Symbol("noise"), _IDLE)])

# Words of the period grammar, which have no meaning alone or another one.
TIMES = frozenset(
    {*MONTHS, *WEEKDAYS, *ORDINALS, *NUMBERS, *UNITS}
    | set("last past previous prior this current next since between from ago today yesterday tomorrow until till"
          " fortnight half trailing rolling preceding following upcoming months weeks quarters days years commencing beginning ending ytd mtd qtd wtd full complete so far date".split())
)  # fmt: skip
