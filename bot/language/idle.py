"""Words that ask for nothing: particles, politeness, small talk, and the verbs around a question.

Whatever is not here, no name and no part of the grammar is unexplained, and never passed over.
"""

WORDS = """
a abit able about abt account accounts across actual actually adn afaik afternoon afterwards again against
ah ahead ahem aka all allhands allocated along already alright also although always am among amongst amount
an another answer any anybody anyone anything anyway apart apologies apparently appear appeared appears
appreciate appreciated approx approximate approximately are arent argue arguing around arrive arrived
arriving as asap aside ask asked asking assigned assistant at attributed available away awesome back
background ballpark based basically basis be because become becoming been behind being believe belong
belonging belongs bigger bit board boss bot both bother bothering bracket brackets break breakdown breaking
brief briefly bring bringing brings broken brought btw bucket buddy business businesses busy calculate
called came campaign can cant case cases categories categorised categorized category certainly chance chart
chats chatting check cheers clearly client clients close clue cmon colleague come comes coming common
companies company compare comparing competing compute concerned concerning confirm consider considered
contact contacts context contribute contributed convenience convince cool correct could couldnt count
counted couple create created creates crew curious curiously current currently customer customers d
dashboard data dataset date dates day days dear debate debating decent decide decided deciding decision
decisions deck definite definitely deliver delivered delivering delivers depends describe despite detail
details determine did didnt different differently differing difficult directly discover discuss discussing
discussion display distributed distribution do doc document does doesnt done dont down drill drilling drive
driven drives driving drove due dunno during each easier easily easy ebr effect eg eh either else employees
end ensure enter entered entering entirely equally er especially essentially etc evaluate even evening
eventually ever every everybody everyone everything exact exactly examine excuse exec execs expand explain
explicit explore extend extent fairly false familiar far fare fared faring fashion fast faster favor favour
feel feels fetch few figure figures fill finally find fine firm firms fo folk folks follow followed for form
format forth forward frequently friend frm from fully further furthermore fyi gang gave generally generate
generated generates generating get gets getting gimme giv give given glad glance glimpse go goes going gone
gonna good got gotcha gotten grab granted graph grateful great greetings ground group groups guess guys gve
ha had hadnt haha hallo hand handed handing handled handoffbot happen happened happening happens hard hardly
has hasnt hassle have havent having he heads hear heard held hello help helpful helping hence her here hers
hey hi high him his hit hits hitting hiya hm hmm hold honest honestly hope hopefully hoping how howdy however
hows hte huh hurry hw hwo i idea ie if imo important in indeed indicate info information insight insights
intend intended interested interesting into invite is isnt it item items its itself joined just keen keep
keeping kept key kickoff kind kinda kindly know labeled labelled land landed lands large later latest latter
leadership learn leave leaves leaving left legit lemme less let lets level levels like liked list literally
little log logged lol long look looked lookup lot lots love lovely low made main mainly major make makes
manage managed management manages manner many marked marketer marketers marketing mate may maybe me meant
meet meeting meets memo mention mentioned merely met might mind minded mine minute moment monitoring more
morning mostly much must my name named near neat necessary need needed needing needs neither new next nice
nicely no nobody normally not note noted nothing notice noticed now nowadays number numbers obliged
obviously occur occurred of off offhand officially offsite often oh ok okay on one ones onto openly ordinary
organisation organisations organization organizations originate originated originating ot other others
ought our ours out over overall
owing own owned pardon part particular particularly partly pass passed passes pct pelase people per perfect
perfectly perhaps period person personally persons pick picked picks picture piece pieces ping place plain
planning pleae please plese plot pls plz pm point points possible possibly precise prep prepare preparing
prepping present presentation pretty primarily primary probably problem produce produced produces proper
properly proves provide provided pull pulling purely purpose put putting puzzled q qbr quantify question
questions quick quicker quickly quite r range rapidly re reach reached react reacting read reading ready
real realise realised realize realized really recall recap recapping receive received receiving reckon
record recorded records refer reference referring reflect regarding relate related relevant remain remained
remember remind replied reply report reporting reports request requested require respect respective
respectively respond responded responding retrieve retro review right roll rolled rough roughly routed run
rundown running s said sales same saw say says sec second see seeking seem seemed seems seen send sending
sense sent separate separated separately seriously set settle several shall share she short should shouldnt
show showing shown shw si side sight significant silly similar similarly simple simply since single sit sits
sitting skim slide slides slightly slower slowly snapshot so some somebody someone something soonest sorry
sort sorta sought source sourced speaking specific specifically spread stack stakeholder stakeholders stand
standing stands standup start started stay stayed step stick sticking sticks still stood straight strictly
struggling stuck stuff succeed such sudden suggest sup suppose supposed sure surely surprised swiftly sync
table tagged take takeaway taken takes taking talk tally tbh team teams technically teh tel tell tha than
thank thanks that the their theirs them then there therefore these they thing things think thinking this
those thought thousand thr through throughout thus thx time timeframe times titled to today tomorrow took
topline tot total toward towards townhall track tracking tracks tricky tried trouble true truly truth try
trying turned two ty type types typically u uh ultimately um unclear understand understanding understood
unless unsure until up update upfront upon ur urgent urgently us use used useful using usually utterly valid
value values various versus very via view vs wait waited waits wanna want wanted wanting wants was wasnt wat
way ways we well went were werent weve what whatever whats when whenever where wheres which whichever while
whilst whn who whole whom whos whose will willing window wins wish with within wonder wondered wondering
wont wording work worked worried worries worry worth worthwhile would wouldnt wow write writeup writing
written wth ya yeah yep yes yet yield yielded yields yo you youd youll your yours
added analyse analyze arrange arranged charted collate compile complaining depict draw dunno enumerate
grumbling idk iirc illustrate imho itemise itemize lmk moaning ngl organise organised organize organized
orgs outline plotted render sites sketch summarise summarised summarize summarized tabulate tabulated
visualise visualised visualize visualized whining
"""

# Phrases that ask for nothing, although their words might alone.
PHRASES = (
    "not gonna lie | before i forget | while i remember | long story short | out of curiosity | tl dr"
    " | pie chart | line chart | bar chart | bar graph | line graph | area chart | column chart"
    " | felt like | make up their minds | made up their minds | make up their mind | make up its mind"
    " | everything else the same | same everything else | everything else same | everything else unchanged"
    " | everything else as before | everything else as is | rest unchanged | keep everything else"
    " | keep the rest | rest the same | everything else stays | everything else equal"
    " | what about | how about | or not | whether or not | not sure | no rush | no worries | no problem"
    " | by any chance"
    " | by the way | more or less | all time | of all time | to date | ever since launch | not only"
    " | if not | why not"
    " | good morning | good afternoon | good evening | in advance | up to now | until now"
    " | lose to | lost to | up until now | same days | same dates"
    " | same period | same point | same time"
    " | no idea | at all | on average | in general | on the whole | for a change | more than anything"
    " | over to you"
    " | no more than that | up to date | from our side | and so on | so to speak | like for like | how big"
    " | how large"
    " | how small | percentage wise"
    " | percent wise | number wise | first of all | above all"
    " | my manager | my cmo | my cro | my ceo | my cfo | my coo | my vp | my director | my head | my md"
    " | our manager | our cmo | our cro | our ceo | our cfo | our coo | our vp | our director | our md"
    " | with the manager | with the cmo | with the cro | with the ceo | with the cfo"
    " | with the coo | with the vp | with the director | with the head | with the md"
)
