"""Ordinary words that look like a slip of the grammar's words, and are none.

They are the frequent English words that `repair` would otherwise take for another one ("mission" for
"missing", "reception" for "rejection"). Nothing is known of what they mean here: the question is asked back.
"""

from bot.language import words

WORDS = words.listed("""
abound accent acceptable accordingly accordion accounted acidity acreage activate activating actively
activism activist activists addiction addictions addison additive adherents aide alight allocate altitude
appealed aptitude archie arise assent assert asses attachment attendant attendants attends attribute
attributes audition auditions augusta backing barking barrier batter beach beaches beak beater bedside
benches bets bette billion billions bing bitter blacked blanket bleach bleached bleaching blow boeing booed
booker booming booted booth bought bounced bouncer bouncy bowser bracelet brad braking bran branches brandt
brandy breath breathe breathed breather breathes breathing breaths bridging brig broker brooke brookings
browse brunt budge burying buster butter calvert campaigned campaigner camping cancer capita cast casting
centrist certainty chained chanel changer channing chanting charge charged charger charges charging charting
cheated cheater christian christians chun clement clint cloned cloning closer closet coarse coating coatings
coding colbert cold combing commanding commence commend commenting commissioned commissioner commune compact
companion compass compassion compete competed competes competitive compile complex complexes compliant
compose composition compress computation computing comrade comrades concept concern concerted concerto
concession conditioned conditioner conduct conferred confession confident congested connect connected
connecting consent consented consenting conserved consort constant constrained construct contain containment
contempt contend contends contest contested contesting contests continental contingent contracted contractor
contradict contrary convection convene convent convention converge conversation converse converter conveys
convict convicted coping counter counteract counters coupe coupled courage courting coventry covert crate
crates creating creation creatively creature cremated crete crypt curse customary customs daycare dealing
deceased deceive decidedly decisive declare decode decoding decrees definitive deliveries delivery
departmental depressed descendant developmental devine devise devotion diner ding disregarded distribute
distributes dives dividend dividends divine diving doable dong doping dose doubly doubted dries earl eastern
eater educating educational educator effectively efficient efficiently eighteenth eighth eighties eighty
ejection elective electron emil employed employer employers employs enlargement entice entirety erection
ester ether evacuate everton exceedingly exceptional excerpt excessive excessively exclusive exclusivity
executing execution expanse expansive experienced expert explode explodes explosive expressive extensive
faction factions fairy familial fascist fats fiend fifteenth fifties fight filed filler fillers financially
financier financing finding findings fist fitter foresight forge forged forgot founding fourteenth
fractional fremont friction fried funded garde genera generational generator geographic gong graceful grated
greatly greatness greeted greta haired hale hallway hallways halted hanged hangover hanover hardy haven
hickory highness hinting honesty hopping ignorant ignored impressing impressive improvise incense incline
industrial inert infection initiate initiating initiation insider jaguars keyboard lads lager landline
lansing latte leaking leaning leaping leasing legged lending lengthy lien lifeline lively loading locking
lodged longed looming looping loosing looting lowe lunch manly manny marin marker marketed marlin martin
marvin matte maximal maximus medial medina melting messed messing mined minimal misled missile mission
missions misused moaning monkeys moore moths motivate motivates mourning mowing nigh nineteenth noting
nuclear nurtured oblige offside operation operations operative oppose opposes opposing orderly otters
outdoor outline outsider outsiders overdose overrun oversee overture overuse palin parsons parties party
pats pavement pearson pendant penetrating perforated persian persians pervert petty pierce pierson pint
pints planting playback pleas pointe pointy police pont portal portman postpone potion precedent precinct
precious predicated predicting predictive predictor prefect presence presenter pretext prevent prevents
previews priced pricey prince priory probable producer projected projectile projecting projector prompted
proportional propose protect protection protections protects protest provider prudent puzzle qualifier
qualifiers quantity racked racking rage raided rained rally ranger ranging rankin ranting ration reaching
reacted reactive reactor reasoned receiver receivers recon recorder redmond referee referees refugee refuse
refuses refuted regained regent regimes registrar reign reigning relating relation relatively reliably
relied remorse remote removed renewable renewed repent representation resent reserve reserved resin
resistant resorting responsive restraint restricted restricting restrictive retained retract reused revel
revenge revere revered reverence reverend reversal reverted rewarding rollins rowling sacking sage salle
sands scales scared scaring scorer scrape scratch sediment sediments seed seeing seized serpent serves
serving seventeenth seventies severn sharpe shifter shipping shopper shortcut shorten shortlist sift sill
simmer simulated simulator sine sipping situational sixteenth slipping slit sloan smelled sneaker sneakers
sneaking snitch snoring sore sorely sowing sparing sped speeding speedy spiced spit sprang sprint sprung
spying stacking stag stalled star stared staten statue statues steep stepped steven stimulate stimulated
stimulates sting stinking stitch stocking stoop stopper stored storey storing streep stretched stretcher
stringent stuart submissive subsequent successfully successor suing sumner supporter surprise surprises
survive sven tablet tack tale tend tending tent terribly thanking thinning thirsty thirteenth thorough
though throughput throw throws ticked ticker tile tiled tilted tire tired topical torches touchy tougher
tracing trail training tree trendy tribal trick tricking tripled tropical trough trucking tuned tuning
turbine turing turner tying undefined undivided vale valued varied verizon verses vertically vice visited
vocation voiced wailing waist wandered wandering waning wasting weakened weakens weakness webster weeds
weigh whiting widow wight winding winger winner winnipeg withdrew wore worthy
""")
