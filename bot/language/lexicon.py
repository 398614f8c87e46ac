"""The closed vocabulary of questions: one table in which each line is a symbol and what people call it.

Metrics, dimensions and common values come from the catalogue's own aliases (`domain.aliases`); here are the
words of the grammar around them. Words that may be passed over are in `idle`.
"""

from bot.domain import aliases
from bot.domain.metric import Dimension, Metric
from bot.language import idle, words
from bot.language.phrases import Phrases, Symbol
from bot.language.time_words import MONTHS, NUMBERS, ORDINALS, UNITS, WEEKDAYS

# `the same quarter of last year`, in all its forms.
_STRETCHES = (
    "period",
    "quarter",
    "month",
    "week",
    "half",
    "time",
    "days",
    "dates",
    "point",
    "span",
    "stretch",
)
_YEARS = ("last year", "previous year", "the previous year", "prior year", "the prior year", "a year ago",
          "one year ago", "a year earlier", "the year before")  # fmt: skip
_SAME = " | ".join(
    f"same {unit} {joint}{year}" for unit in _STRETCHES for joint in ("", "of ", "in ") for year in _YEARS
)

_GRAMMAR: tuple[tuple[str, str, str], ...] = (
    # kind, value, phrases
    ("unit", "day", "day | daily | day by day | per day | by day | each day | every day | a day | days"),
    ("unit", "week", "week | weekly | week by week | by week | per week | each week | every week"
        " | by calendar week"
     " | a week | wk | wkly"),
    ("unit", "month", "month | monthly | month by month | by month | per month | each month | every month"
     " | by calendar month | a month | mth | mnth"),
    ("unit", "quarter", "quarter | quarterly | quarter by quarter | by quarter | per quarter | each quarter"
     " | every quarter | qtr | a quarter"),
    ("unit", "year", "year | yearly | annually | annual | by year | per year | each year | every year"
        " | year by year"),
    ("trend", "", "trend | over time | trending | development | evolution | time series | timeline"
        " | trend line | history"),
    ("by", "", "by | per | x | split by | broken down by | break down by | breakdown by | grouped by"
        " | group by | sliced by"
     " | for each | in each | for every | in every | each | split into | split | broken down | break down"
     " | breakdown"
     " | broken out by | break out by | across | slice by | segmented by | divided by | from each"
     " | from every | every"
     " | break it down by | break that down by | split it by | split that by | split them by | broken into"
     " | cut by"
     " | break this down by | break them down by | slice it by | divided into | separated by | divide by"
     " | sort by the"
     " | of each | of every | among | amongst | between | according to | one by one"),
    ("which", "", "which | what | whose | who | where | whom"),
    ("not", "", "excluding | except | except for | without | not | other than | but not | all but"
        " | apart from"
     " | besides | ex | non | minus | ignoring | leaving out | leave out | everything but | outside"
     " | outside of"
     " | not counting | not including | not from | not in | aside from | excl | exclude | excludes"
     " | barring | bar"
     " | everyone but | anything but | but no | all except | omitting | omit | no | not for | excepting"
     " | save for"
     " | everywhere but | skipping | skip | disregarding | bar for | but without"
     " | with the exception of"
     " | everything except | everyone except | anywhere but | everywhere except | discounting | sans"
     " | anything except | neither"),
    ("vs", "", "vs | versus | against | compared to | compared with | compare to | compare with | compared"
        " | compare"
     " | comparing | v | comparison | relative to | compares to | compares with | stack up against"
     " | in comparison to"
     " | in comparison with | as opposed to | compares | measured against | next to | side by side"
     " | set against"
     " | comparison between | comparison of | difference between | gap between | higher than | lower than"
     " | better than"
     " | worse than | more than | less than | than | up on | down on | comparing with | comparing to"
     " | contrast"
     " | contrasted with | up from | down from | benchmark against | opposite | difference from | differ"
     " | difference | variation | vary | varies | varying | delta | gap"),
    ("change", "", "change | changed | move | moved | grow | grew | growth | dropped"
     " | improve | improved | improvement | rise | rose | fall | fell | increase | increased | decrease"
     " | decreased | went up | go up | went down | go down | gone up | gone down | decline | evolve"
     " | evolved | develop"
     " | developed | changing | improving | moving | worsen | worsened | shift | shifted | getting better"
     " | getting worse | gain | uplift | dip | dipped"),
    ("relative", "before", "last | the one before | one before | the one before that | one before that"
        " | the period before | period before | previous period"
     " | prior period | preceding period | before that | the preceding one | the previous one | previous one"
     " | the prior one | the time before | earlier period | last period | the last one | the previous"
     " | the prior"
     " | the preceding | prior one | preceding one | the same period before | previous"
     " | the earlier one | prior | preceding | last time"
     " | period over period | pop | the same length of time before | same length of time before"
     " | the same length before | same length before | the same span before | equally long before"
     " | the same number of days before | same number of days before | as long before | as many days before"
     " | the same stretch before | equal length before | an equal length of time before"),
    ("relative", "year", "year on year | year over year | yoy | year ago | a year ago | a year earlier"
        " | year earlier | last year same period | one year ago | one year earlier | twelve months ago"
        " | 12 months ago | year to year | the year before | yr on yr | a year before | one year before"
        " | this time last year"),
    ("relative", "year", _SAME),
    ("pop", "week", "week over week | week on week | wow | week to week"),
    ("pop", "month", "month over month | month on month | mom | month to month"),
    ("pop", "quarter", "quarter over quarter | quarter on quarter | qoq | quarter to quarter"),
    ("pop", "day", "day over day | day on day | dod"),
    ("rank", "desc", "highest | most | largest | biggest | greatest | longest | slowest | max | maximum"
        " | the most"
     " | descending | desc | high to low | largest number of | highest number of | highest first"
     " | biggest first"
     " | most first | largest first | the highest number of | greatest number of | slowest first"
     " | longest first"),
    ("rank", "asc", "lowest | least | fewest | smallest | shortest | fastest | quickest | min | minimum"
        " | ascending"
     " | asc | low to high | lowest first | smallest first | lowest number of | smallest number of"
     " | least first"
     " | fastest first | quickest first | fewest first | shortest first | speediest"),
    ("rank", "top", "top | leading | foremost | number one | no 1 | top most | topmost"),
    ("rank", "best", "best | strongest | most successful | finest | best performing | top performing"
        " | healthiest"
     " | most effective | best first | best result | the best | highest performing"),
    ("rank", "worst", "worst | weakest | poorest | least successful | worst performing | lowest performing"
     " | least effective | worst first | bottom performing | poorest performing | the worst"
     " | underperforming | struggling most | most problematic"),
    ("rank", "bottom", "bottom | tail end | bottom most"),
    ("order", "", "rank | ranked | ranking | sort | sorted | order by | ordered | ordered by | sort by"
        " | sorted by"
     " | ranked by | rank by | in order | in order of | ranking by | ranking of | league table"
     " | leaderboard"),
    ("reverse", "", "reverse | reversed | other way round | the other way round | other way around"
        " | flip it | flip that | flip the order | flip the sort | flip them | invert | invert that"),
    ("rest", "", "rest | something else | the rest | everyone else | everything else"
        " | others | other region | other source"
        " | other segment"
     " | other campaign | benchmark | industry average | competition average | all others | everybody else"
     " | the others"),
    ("and", "", "and | plus | as well as | along with | together with | alongside | und | y | both | or | nor"
        " | to | then"),
    ("but", "", "but"),
    ("also", "", "also | too | as well | add | additionally | include | including | on top"
        " | on top of that | in addition"),
    ("only", "", "only | just | solely | nothing but | exclusively | restrict to | limit to | narrow to"
        " | limited to"
     " | narrow it to | restrict it to | limit it to | filter to | filter by | filter on | narrow down to"
     " | filtered to"),
    ("drop", "", "drop | ignore | disregard | remove | clear | lose | get rid of | forget | undo"
        " | take away | take out"
        " | delete | reset"
     " | take off | scrap | no more | ditch | lift | turn off | cancel"),
    ("instead", "", "instead | rather | change to | switch to | make it | change it to"
        " | change that to"
     " | make that | swap to | swap for | swap"),
    ("corrected", "", "sorry | i mean | i meant | sorry i mean | sorry i meant | no wait | wait no | oops"
     " | correction | scratch that"),
    ("replaced", "", "rather than | instead of | in place of"),
    ("filter", "", "filter | restriction | condition | filters | constraint"),
    ("grouping", "", "the breakdown | grouping | the split | the grouping"),
    ("combined", "", "combined | together | in total | total | overall | altogether | summed | aggregate"
        " | aggregated"
     " | in aggregate | sum | jointly | as a whole | all together | taken together | lumped together"
     " | one figure | a single figure | one number | a single number | one total"),
    ("all", "", "all | any | whole | entire | across all | for all | of all | every kind of | all our"
     " | all the | among all | over all | from all | in all | regardless of"),
    ("everywhere", "", "worldwide | globally | everywhere | across the board | in all regions together"),
    ("why", "", "why | what for | what are lead rejected for | what were lead rejected for | how come"
        " | for what reason | what made"),
    ("split", "", "over | into"),
    ("first", "", "first | 1st"),
    ("after", "", "after"),
    ("before", "", "before | prior to | up to | until | till | ahead of"),
    ("now", "", "now | right now | currently | at the moment | at present | as of now | as of today"
        " | at this moment"
     " | presently | rn | atm | as we speak | this moment | at this time | this minute"),
    ("vague_metric", "", "rate | performance | perform | performing | performed | quality | number"
        " | figure | stats"
     " | statistics | doing | do | how are we doing | kpi | metric | result | conversion rate | conversion"
     " | convert"
     " | status | look | looking | converted | work | working | efficiency | situation | converting"
     " | funnel | kpis"
     " | how good | ratio | percent | percentage | share | portion | proportion | speed up | how much"
     " | how many"
     " | rates | fraction"
     " | lost | lose | success | successful"
        " | value | average | avg | mean | typical | better | worse | good | bad"
     " | outcome | summary | overview"
     " | sales like | sales liked | sales love | happy with | satisfied with | think of | sales think"
     " | effectiveness | going | good is | opportunity | opp | sql | deal | sales qualified lead"
     " | velocity of decision"),
    ("lead", "", "lead | mql | handoff | hand off | marketing qualified lead | handed over | handed off"
        " | leads handed over"
     " | passed to sales | passed on | passed over | prospects | enquiry | inquiry | enquiries | hand over"
     " | passed"
     " | handover | sent to sales | given to sales | marketing lead | qualified lead | handed to sales"
     " | delivered to sales"),
    ("vague_period", "", "recent | recently | lately | these days | a while ago | the other day"
        " | at some point | a while"
     " | of late | earlier | some time ago | not long ago | historically | soon | last few"
     " | summer | winter | spring | autumn | fall season | christmas | easter | holiday season | black friday"
     " | fiscal year | fiscal quarter | financial year | fy | fiscal | last weekend | this weekend"
     " | past weekend | weekend | season | last hour | hours | minutes"
     " | last night | this morning | this afternoon | tonight | hour | hourly | minute | since launch"
     " | end of"
     " | beginning of | early | late | middle of | the past few | half year | start of | kickoff"
     " | halfway through"),
    ("employee", "", "employee | staff | headcount of | seat | head | small | large | big | tiny | huge"
        " | small sized | mid | worker"),
    ("bound", "", "under | below | over | above | at least | at most | or more | or higher | and up"
        " | and above"
     " | and over | or above | and more | plus | or less | or below | and below | or lower | up to"
     " | upwards of"
     " | bigger than | smaller than | larger than | fewer than | greater than | exceeding | or over"
     " | or under"
     " | and under | between | minimum of | scoring | scored | or fewer | and higher"),
)  # fmt: skip


def _lines() -> list[tuple[Symbol, str]]:
    found = [(Symbol("metric", metric), line) for metric, line in aliases.METRICS.items()]
    found += [
        (Symbol("dimension", dimension), line)
        for dimension, line in aliases.DIMENSIONS.items()
        if dimension is not Dimension.THEME
    ]
    found += [(Symbol(kind, value), line) for kind, value, line in _GRAMMAR]
    return found


PHRASES = Phrases(_lines())
# In questions about feedback alone: elsewhere "say yes to" is an acceptance, and a topic is no breakdown.
OF_FEEDBACK = Phrases(
    [
        *_lines(),
        (Symbol("dimension", Dimension.THEME), aliases.DIMENSIONS[Dimension.THEME]),
        (Symbol("metric", Metric.FEEDBACK_COUNT), aliases.SAYING),
    ]
)
SILENT = Phrases([(Symbol("noise"), word) for word in idle.WORDS.split()] + [(Symbol("noise"), idle.PHRASES)])

# Words of the period grammar, which have no meaning alone or another one.
TIMES = frozenset((*MONTHS, *WEEKDAYS, *ORDINALS, *NUMBERS, *UNITS)) | words.listed(
    "last past previous prior this current next since between from ago today yesterday tomorrow until till "
    "fortnight half yday yest trailing rolling preceding following upcoming months weeks quarters days years "
    "commencing beginning ending ytd mtd qtd wtd full complete so far date"
)
