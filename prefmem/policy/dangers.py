"""More ways to tell of danger: what people say around it, and what they did not see as one.

Beside the plain words of `lexicon`: euphemisms and farewells, violence told by what was done,
accidents told by what is seen. Each pattern names a deed, a sign or a means together with what
makes it grave, so that a thriller that gets the heart racing is none.
"""

# ruff: noqa: E501  (a pattern is read whole, a list of words as a line)
from __future__ import annotations

from prefmem.policy.lexicon import Sign, sign

_SO_NEAR = r"[^.!?]{0,40}"
_THEY = (
    r"(?:he|she|they|who|ex|husband|wife|partner|boyfriend|girlfriend|fianc[eé]e?|dad|father|mom|mum|mother|"
    r"stepdad|stepfather|stepmother|uncle|brother|son|boss|coach|roommate|flatmate)"
)
_KIN = r"(?:everyone|everybody|they|the world|people|my (?:family|kids|children|parents|friends|wife|husband|partner))"
_LITTLE = (
    r"(?:toddler|baby|son|daughter|child|kid|niece|nephew|grandson|granddaughter|boy|girl|he|she)"
)
_PET = r"(?:dog|puppy|cat|kitten|rabbit|parrot)"
_DRUG = (
    r"(?:amoxicillin|penicillin|metformin|lithium|statins?|beta ?blockers?|ssris?|sertraline|fluoxetine|zoloft|prozac|"
    r"diazepam|valium|codeine|tramadol|oxycodone|morphine|naproxen|diclofenac|benadryl|antihistamines?|steroids?|"
    r"methotrexate|blood thinners?|antidepressants?|antibiotics?|insulin|"
    r"(?:blood pressure|heart|sleeping|thyroid|pain|diabetes) (?:pills?|tablets?|meds?|medication))"
)

DANGERS: tuple[Sign, ...] = (
    sign(
        "crisis",
        "unalive unaliving kms goodbye goodbyes bye gone without miss notice care wake future myself done end ending letters last "
        "better easier happier lighter freer see picture imagine "
        "letter note notes earth alive life way",
        r"\bunaliv(?:e|ing)\b|(?:^|[.!?,;]\s*|\b(?:to|gonna|wanna|might|will|i'll) )kms\b(?! (?:per|an?|from|away|to|long|of|in)\b)",
        rf"\b{_KIN}(?:'d| would| will|'ll)? (?:all |just |only )?(?:be|breathe|live|sleep|do|have it) (?:so much |much |far |a lot )?(?:better|easier|happier|lighter|freer)\b{_SO_NEAR}\b(?:without me|(?:once|when|if|after) i(?:'m| am| was| were| wasn'?t| weren'?t))\b",
        r"\b(?:nobody|no one|no-one)(?:'d| would| will) (?:even |really )?(?:miss me|notice (?:if|when|that) i|care if i)\b",
        r"\b(?:never|not|didn'?t|don'?t) (?:want to |have to )?wake up (?:again|tomorrow|any ?more)\b|\bfall asleep and (?:never|not) wake\b",
        r"\b(?:don'?t|can'?t|cannot|do not|no longer) (?:really |even )?(?:see|picture|imagine) (?:\w+ ){0,5}(?:with me in it|for myself any ?more|where i(?:'m| am) (?:still )?(?:here|alive|around))\b|\bi (?:can )?see no (?:way out|future for (?:me|myself))\b",
        r"\bi(?:'m| am) (?:just |so |really )?done (?:with (?:life|living|being alive)|being alive)\b|\b(?:end|ending) (?:it|everything) (?:all|for good|tonight|tomorrow)\b(?! (?:with|by)\b)",
        r"\bcan'?t (?:do|take|bear|stand) (?:this|it) any ?(?:more|longer)\b.{0,60}\b(?:i'?m done|(?:my|the) last (?:night|evening|days?|weekend)|good-?bye|over for me)\b|\b(?:my|the) last (?:evening|night|day|days|weekend|meal) (?:alive|on earth|of my life)\b",
        r"\b(?:written|wrote|writing|left|leaving|write) (?:\w+ ){0,2}(?:goodbye|suicide) (?:letters?|notes?)\b(?! (?:to|for) (?:my |the |our )?(?:team|colleagues?|coworkers?|boss|class|clients?|students?|office|customers?)\b)",
        r"\b(?:written|wrote) (?:\w+ ){0,3}letters\b.{0,80}\b(?:given|gave|giving) .{0,30}\b(?:away|cat|dog|pets?|keys|things|belongings)\b",
    ),
    sign(
        "crisis",
        "pills tablets meds medication painkillers bridge roof balcony building train tram bus truck lorry traffic tracks rails window platform "
        "razor blade cuts cutting scars wrists wrist thighs thigh forearm forearms skin throw vomit puke sick purge purged purging eaten eat",
        r"\b(?:sav(?:ed|ing)|stockpil(?:ed|ing)|hoard(?:ed|ing)|stash(?:ed|ing)) (?:up )?(?:\w+ ){0,4}(?:pills|tablets|meds|medication|painkillers)\b",
        r"\b(?:throw(?:ing)?|threw|hurl(?:ing)?) myself (?:off|from|under|in front of|out of)\b|\b(?:jump|step|walk|leap)(?:p?ing)? (?:in front of|under) (?:a|the|that|my) (?:\w+ )?(?:train|bus|tram|truck|lorry|traffic|metro)\b",
        r"\b(?:want to|going to|gonna|wanna|think(?:ing)? (?:about|of)|thought about|feel like|urge to) (?:just )?jump(?:ing)? (?:off|from|out of) (?:a|the|my|this|that) (?:\w+ )?(?:bridge|roof|building|balcony|window)\b",
        r"\b(?:train|platform|tracks|metro)\b.{0,60}\b(?:stepping|jumping) (?:forward|in front|onto the (?:tracks|rails))\b",
        r"\bcut(?:ting|s)? (?:on |up |open )?my (?:own )?(?:wrists?|thighs?|forearms?|skin)\b|\b(?:cuts|cutting|scars)\b.{0,60}\b(?:razor|blade|couldn'?t stop|on purpose|relapsed)\b.{0,60}\bhide\b|\b(?:cutting|cuts|razor|blade)\b.{0,60}\b(?:couldn'?t stop|on purpose|relapsed)\b",
        r"\b(?:haven'?t|have not) eaten (?:anything |a thing |at all )?(?:in|for) (?:\w+ )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|many) (?:whole |full )?(?:days|weeks)\b|\bmak(?:e|es|ing) myself (?:throw up|vomit|puke)\b|\bpurg(?:e|ed|ing) (?:after|every|again)\b|\bthr(?:ow|ew) up (?:on purpose|after every meal|everything i eat)\b",
    ),
    sign(
        "crisis",
        "throat neck hair arm slap slaps slapped shove shoves shoved threaten threatens threatened threatening pinned burns burned kicked molest molests molested "
        "assault assaults assaulted grope gropes groped stalk stalks stalked stalking lock locks locked shut let lets force forces forced room bed "
        "afraid scared terrified frightened",
        rf"\b{_THEY}\b.{{0,25}}\b(?:grabs?|grabbed|held|holds|dragged|drags|took) me by (?:the|my) (?:throat|neck|hair|arm)\b",
        rf"\b{_THEY}\b.{{0,25}}\b(?:slaps?|slapped|shove[sd]?|threaten(?:s|ed)|pinned|burn(?:s|ed)|kicked|molest(?:s|ed)|assault(?:s|ed)|grope[sd]?|stalk(?:s|ed|ing)) me\b(?! (?:at|in|to|by|with|that|on|a|an|out|off|if|for)\b)",
        rf"\b{_THEY}\b.{{0,25}}\b(?:lock(?:s|ed)?|shut) me (?:in|up|inside|out(?:side)? (?:at|all) night)\b|\b{_THEY} (?:won'?t|doesn'?t|don'?t|never) (?:let|lets) me (?:leave|out|see (?:my )?(?:friends|family|parents|anyone|anybody))\b",
        rf"\b{_THEY}\b.{{0,25}}\bforce[sd]? (?:himself on me|me to (?:have sex|undress|sleep with))\b|\b(?:he|stepdad|stepfather|dad|father|uncle|coach)\b.{{0,20}}\bcomes? (?:in)?to my (?:room|bed) (?:at night|every night|when)\b",
        rf"\b(?:afraid|scared|terrified|frightened) (?:that )?(?:my )?{_THEY}(?:'ll| will| is going to| might)? (?:kill|hurt|hit|beat|find) (?:me|us)\b|\bthreaten(?:s|ed|ing) to (?:kill|hurt|hit) (?:me|us|himself|herself)\b",
    ),
    sign(
        "safety_critical",
        "lips fingertips skin breathing breathes breathe breath air gasping battery batteries magnet magnets detergent pod pods antifreeze bleach poison "
        "pills tablets medication vape nicotine lily lilies mistletoe raisins grapes xylitol onions chocolate throat tongue",
        r"\b(?:lips|fingertips|skin)\b[^.!?]{0,15}\b(?:turn(?:ed|ing|s)?|went|gone|going) (?:\w+ )?(?:blue|purple|grey|gray)\b",
        r"\b(?:breathing|breathes) (?:\w+ )?(?:funny|fast|weird(?:ly)?|strange(?:ly)?|shallow(?:ly)?|rapid(?:ly)?|noisily)\b|\b(?:struggl\w+|gasping|fighting) (?:to breathe|for (?:air|breath))\b|\bstopped breathing\b|\bhard to breathe\b",
        rf"\b{_LITTLE}\b[^.!?]{{0,25}}\b(?:ate|eaten|swallow(?:ed|s)?|drank|drunk|licked|chewed|got into|been into)\b{_SO_NEAR}\b(?:batter(?:y|ies)|magnets?|detergent|(?:laundry )?pods?|antifreeze|bleach|rat poison|pills?|tablets|medication|vape|nicotine)\b",
        rf"\b{_PET}\b[^.!?]{{0,25}}\b(?:ate|eaten|eats|swallow(?:ed|s)?|drank|licked|chewed|got into|got hold of|been into|stole)\b{_SO_NEAR}\b(?:batter(?:y|ies)|magnets?|antifreeze|rat poison|pills?|tablets|lily|lilies|mistletoe|raisins|grapes|xylitol|onions|chocolate)\b",
        r"\b(?:throat|tongue|lips)\b[^.!?]{0,25}\b(?:swell(?:s|ing)?|swelled|swollen|closing(?: up)?|getting tight)\b",
    ),
    sign(
        "safety_critical",
        "face mouth body heart chest cut sliced gashed burn burns burning cough coughing dizzy headache headaches thirsty diabetic diabetes insulin old newborn",
        r"\b(?:half|side|corner) of (?:my|his|her|their) (?:face|mouth|body)\b[^.!?]{0,40}\b(?:droop\w*|hang(?:s|ing)?|numb|weak|paraly[sz]ed|sagg\w*|slack)\b|\b(?:face|mouth) (?:is |has been |was )?(?:drooping|hanging down)\b",
        r"\bheart(?!-)\b[^.!?]{0,20}\b(?:racing|pounding|skipping|fluttering|irregular\w*)\b[^.!?]{0,40}\b(?:for (?:an?|\d+|\w+) (?:hours?|minutes|days)|at rest|won'?t (?:stop|slow)|all (?:day|night)|since)\b",
        r"\bchest (?:hurts|aches|is (?:tight|hurting))\b|\b(?:pain|ache|pressure|tightness) in (?:my|his|her) chest\b",
        r"\b(?:cut|sliced|gashed) (?:my|his|her|myself|himself|herself)\b[^.!?]{0,60}\b(?:deep(?:ly)?|pumping|spurting|gushing|to the bone|won'?t stop)\b",
        r"\b(?:cleaned|cleaners?|cleaning|products?|spray(?:ed)?|fumes|mixed|chlorine|solvent|varnish)\b[^.!?]{0,80}\b(?:eyes|throat|nose|chest|i|we)\b[^.!?]{0,12}\b(?:burn(?:s|ing)?|cough(?:ing)?|dizzy|headaches?)\b",
        r"\b(?:diabetic|diabetes|insulin)\b[^?]{0,80}\b(?:haven'?t|skipped|forgot|ran out|missed|thirsty|shaky|shaking|dizzy|confused)\b",
        r"\b(?:newborn|(?:day|week|month)s?[- ]old)\b[^.!?]{0,60}\b(?:very hot|too hot|burning up|fever|temperature|won'?t (?:drink|feed|wake)|not (?:drinking|feeding|waking)|limp|floppy|vomit\w*)\b",
    ),
    sign(
        "safety_critical",
        "amoxicillin penicillin metformin lithium statin statins beta betablockers ssri ssris sertraline fluoxetine zoloft prozac diazepam valium "
        "codeine tramadol oxycodone morphine naproxen diclofenac benadryl antihistamine antihistamines steroids methotrexate thinners thinner "
        "antidepressants antidepressant antibiotics antibiotic insulin pill pills tablet tablets med meds medication",
        rf"\b(?:doubled?(?: up)?(?: on)?|twice|extra|leftover|left over|expired|mixed up|missed|skip(?:ped|ping)?|stop(?:ped|ping)?(?: taking)?|haven'?t taken|forgot(?:ten)?|swapped)\b{_SO_NEAR}\b{_DRUG}\b",
        rf"\b{_DRUG}\b{_SO_NEAR}\b(?:double(?:d)?|twice|extra|leftover|left over|expired|missed|skipp?(?:ed|ing)?|stop taking|forgot(?:ten)?|overdid|at once|by mistake|from last year|with (?:alcohol|wine|beer|grapefruit))\b",
    ),
    sign(
        "safety_critical",
        "pints beers wine shots drinks whiskies whiskeys cocktails joints car drive driving wheel along pregnant bulged bulging hissed hisses hissing swollen slimy hemlock "
        "nightshade foraged foraging generator charcoal stove heater blanket line lines gas",
        r"\b(?:\d+|two|three|four|five|six|seven|eight|several|a few|a couple of|too many) (?:\w+ )?(?:pints|beers|glasses of wine|shots|drinks|whisk(?:ie|ey)s|cocktails|joints)\b.{0,80}\b(?:(?:my|the) car(?:'s)?|drive|driving|behind the wheel|motorbike)\b(?!-)",
        r"\bi(?:'m| am)\b[^.!?]{0,20}\b(?:weeks?|months?) (?:along|pregnant)\b.{0,100}\b(?:eat|meals?|food|diet|sushi|cheese|drink|wine|coffee|take|fly|workout|exercise|sauna)\b",
        rf"\b(?:jar|can|tin|lid|tuna|yogh?urt|meat|chicken|fish|mince|sausages?)\b{_SO_NEAR}\b(?:bulg(?:ed|ing|es)|hiss(?:ed|es|ing)|swollen|slimy)\b",
        rf"\bhemlock\b|\b(?:deadly )?nightshade\b|\bforag(?:ed|ing)\b{_SO_NEAR}\b(?:salad|eat|cook|soup|risotto|recipe)\b",
        r"\b(?:generator|charcoal|camping stove|gas heater|patio heater|gas stove)\b[^.!?]{0,30}\b(?:in|inside)\b[^.!?]{0,15}\b(?:garage|tent|basement|caravan|van|cellar|bedroom|living room)\b|\b(?:space heater|electric blanket|gas heater)\b[^.!?]{0,30}\b(?:overnight|unattended|all night)\b",
        r"\b(?:downed|fallen|live|sagging) power ?lines?\b|\bpower ?lines?\b[^.!?]{0,20}\b(?:is down|came down|fell|on the ground)\b",
    ),
    sign(
        "crisis",
        "breaking broke trying following follows touches touched touching raped spiked drugged kill killed hurt shoot stab painless painlessly point sense reason "
        "feel traffic tree bridge cliff wall truck lorry pole barrier live",
        r"\b(?:someone|somebody|a man|men|they|he|burglars?|intruders?)\b.{0,20}\b(?:breaking|broke|trying to (?:break|get)) in(?:to (?:my|our|the) (?:house|home|flat|apartment|room|building))?\b.{0,15}(?:now|\bhelp\b|$)",
        r"\b(?:someone|somebody|a man|a guy|he|a car|they)\b.{0,12}\b(?:is|are|keeps?|has been|'s|'re) follow(?:ing|s) me\b(?! (?:on|back)\b)",
        rf"\b(?:{_THEY}|stepbrother|teacher|priest)\b touch(?:es|ed) me\b(?! (?:deeply|so)\b)",
        r"\b(?:was|were|been|got|getting) (?:gang-?)?raped\b|\b(?:spiked|drugged) my (?:drink|beer|wine|coffee)\b|\bmy (?:drink|beer|wine) (?:was|got|has been) (?:spiked|drugged)\b(?! with (?!something|drugs?|a drug))",
        r"\b(?:says?|said|swears?|swore|promised|texted|wrote|told me) (?:that )?(?:he|she|they)(?:'ll| will|'s going to| is going to|'re going to| are going to|'d| would) (?:kill|hurt|shoot|stab) (?:me|us|my|the kids|himself|herself|themselves)\b",
        r"\bpainless(?:ly)? (?:and \w+ )?(?:ways? )?(?:to )?(?:die|death|suicide|kill)\b",
        r"\b(?:no|don'?t see (?:the|any|a)|can'?t see (?:the|any|a)|what'?s the|what is the) (?:point|sense|reason) (?:in|of|to) (?:(?:liv(?:e|ing)|being alive|life|(?:my|this) life|existing|exist)\b(?! (?:in|with|at|near|there|here|abroad)\b)|(?:go(?:ing)?|carry(?:ing)?) on\b(?=(?: any ?more| like this| at all)?\W*(?:$|[.!?,;\n])))",
        r"\b(?:don'?t|do not) feel like (?:living|being alive|existing)\b(?! (?:in|with|at|near|there|abroad)\b)",
        r"\b(?:want|feel|think\w*|thought\w*|urge|imagin\w+|tempted)\b.{0,25}\b(?:driv(?:e|ing)|crash(?:ing)?|steer(?:ing)?) (?:my car |the car )?(?:(?:right |straight )?into (?:an? |the )?(?:oncoming )?(?:traffic|tree|wall|truck|lorry|pole|barrier)|off (?:a|the|that) (?:bridge|cliff|road))",
        r"\b(?:he|she|my \w+)(?: \w+){0,3} (?:doesn'?t|does not|didn'?t) want to (?:live|be alive) ?(?:any ?more|any longer)?\s*(?:[.!?,;]|$)",
    ),
    sign(
        "safety_critical",
        "slurred slurring speech gibberish pulse breathing collapsed unconscious wake hives od'd od inhaler attack sugar glucose face tongue throat tight "
        "blue vision sight heart chest labour labor water baby kick move moving shivering vomiting throwing puking coughing shaking bleeding",
        r"\b(?:speech|words|talk(?:s|ing)?|voice)\b.{0,20}\bslurr(?:ed|ing|y)\b|\bslurring (?:his|her|their|my) (?:words|speech)\b|\b(?:talks?|talking|speaks?|speaking) gibberish\b",
        r"\b(?:isn'?t|not|hardly|barely|stopped|is no longer) breathing\b|\b(?:no|hasn'?t got a|can'?t (?:find|feel) (?:a|his|her)) pulse\b(?! (?:width|wave|rate|data|signal|train)\b)",
        rf"\b(?:{_THEY[3:-1]}|grandma|grandpa|grandmother|grandfather|friend|man|woman|child|kid|daughter|baby)\b (?:just |has |suddenly |fell down and )*collapsed\b(?! (?:(?:the|an?|my|his|its)\b|on(?:to)? (?:the|my|her|his) (?:sofa|couch|bed)|laughing|in laughter)\b)",
        r"\b(?:in|with|got|have|has|having) hives\b(?! (?:of|and|for|with|in) (?:bees|honey))|\bhives (?:all over|everywhere|on my|on his|on her|after)\b",
        r"\bod(?:'d|ed)\b(?! on (?:netflix|coffee|chocolate|sugar|cheese|work|christmas|series))|\basthma attack|\b(?:inhaler is empty|(?:no|without (?:my|an?|his|her)|lost (?:my|his|her)|forgot (?:my|his|her)) inhaler)\b",
        r"\b(?:blood sugar|glucose)\b.{0,25}\b(?:is|of|at|to|was|reads|says) (?:only )?\d{2,3}\b(?! ?(?:mg\/dl )?(?:normal|the normal|what))",
        r"\b(?:face|eyes?|tongue|throat|lips?)\b(?: is| are| has| have|'s| feels?| gets?| started)? (?:(?:all|really|so|very|getting|going|feeling|slightly|a bit|also|now|starting to|like it'?s) ){0,2}(?:swelling|swelled|swollen|thick(?:er)?|tight(?:ening)?|numb|tingling|closing)\b(?! (?:hair|eyebrows?|beard|lines?)\b)",
        r"\b(?:(?:baby|face|lips|toddler|newborn)(?:'s)? (?:is|are|has|have|looks?|look)(?: (?:all|turned|turning|gone|going|really))?|(?:baby|face|lips|toddler|newborn|he|she)(?:'s)? (?:is turning|is going|turning|turned|turns|went)) blue\b(?! (?:eyes?|with|belt|team|ribbon|dress|shirt|hair|because)\b)",
        r"\b(?:sudden(?:ly)?|just)\b.{0,20}\b(?:loss of (?:vision|sight|hearing)|lost (?:my |his |her )?(?:vision|sight|hearing))\b|\blost (?:my|his|her) (?:vision|sight)\b",
        r"\bheart(?:'s| is| was| keeps?| has been)? (?:\w+ )?beating (?:like (?:crazy|mad)|(?:so|very|really|too) (?:fast|hard)|irregularly|out of (?:my|his|her) chest)\b.{0,40}\b(?:hours?|minutes|rest|stop|dizzy|morning|night)\b",
        r"\bchest (?:feels?|is|was|feeling)\b.{0,25}\b(?:elephant|crush\w*|squeez\w*|heavy|tight|on fire)\b(?! (?:in|with|across) (?:this|that|these|the|my|a)\b)|\btight chest\b.{0,40}\b(?:sweat\w*|sick|arm|breath\w*|dizzy|nausea\w*)\b",
        r"\b(?:in|into) labou?r\b(?! (?:market|law|cost|force|union|party|dispute|court)\w*)|\bmy water(?:s)? (?:just |have |has )?broke\b|\b(?:felt|feel|feeling) (?:the |my |our )?baby (?:move|kick|moving|kicking)\b|\bbaby\b.{0,15}\b(?:stopped|isn'?t|hasn'?t|not) (?:been )?(?:mov|kick)\w+",
        r"\b(?:can'?t|cannot|won'?t|doesn'?t|not able to) stop (?:vomiting|throwing up|puking|shivering|shaking|bleeding|coughing)\b(?! (?:up money|this|that|the|off|my (?:head|fist))\b)|\b(?:vomiting|throwing up|puking)\b.{0,30}\b(?:since|after)\b.{0,30}\b(?:ate|eating|eaten|mushrooms?|berries|oysters|seafood|hit|fell|fall)\b",
    ),
    sign(
        "safety_critical",
        "fire flames smoke outlet socket smell smells smelling bit shock shocked else drank swallowed inhaled ingested lost stranded trapped stuck ice sinking "
        "swollen bulging hissing puffy nail screw glass needle stabbed bullet gun",
        r"\b(?:house|home|flat|apartment|kitchen|room|garage|oven|pan|stove|toaster|dryer|curtains?|car|engine|laptop|phone|battery|outlet|tent|hair|building)\b(?:'s| is| are| just| has| got)* (?:on fire|in flames|caught fire)\b(?! (?:sale|with|lately|these days|this season)\b)",
        r"\b(?:there'?s|there is|we have|i have|i've got) (?:a )?(?:\w+ )?(?:fire|smoke)\b.{0,25}\b(?:kitchen|house|flat|apartment|pan|oven|building|garage|room|stairwell|basement|hallway|car)\b|\bsmoke (?:is )?(?:coming|pouring|rising) (?:out )?(?:of|from) (?:the|my|our|an?|this)\b(?! (?:chimney|grill|barbecue|smoker|bbq)\b)",
        r"\b(?:fork|knife|finger|keys?|screwdriver|needle|hairpin)\b.{0,15}\b(?:in|into) (?:the|a|an) (?:wall |power |electrical )?(?:socket|outlet)\b(?! (?:mall|store|shop|set|wrench)\b)|\belectric shock\b(?! (?:collar|therapy|treatment|experiment))|\bgot (?:an? )?(?:\w+ )?shock(?:ed)? (?:from|by|off) (?:the|my|an?) (?:\w+ )?(?:machine|socket|outlet|lamp|switch|plug|toaster|oven|wires?|cable|fence|charger|fridge|dryer|kettle|heater|appliance|light|tap|shower)\b",
        r"\bsmell\w*\b.{0,12}\b(?:of|like) (?:rotten eggs?|sulphur|sulfur)\b.{0,40}\b(?:kitchen|stove|oven|boiler|house|flat|apartment|basement|heater|gas)\b",
        r"\b(?:snake|adder|viper|scorpion|spider|dog|bat|rat|monkey|fox)s? (?:just |has )?(?:bit|stung) (?:me|him|her|us|my)\b",
        r"\b(?:someone|somebody) else'?s (?:\w+ )?(?:pills?|meds|tablets?|medication|insulin)\b|\b(?:drank|swallowed|inhaled|ingested)\b(?! (?:my|his|her) (?:pride|words)\b).{0,40}\bby (?:mistake|accident)\b|\b(?:accidentally|mistakenly) (?:drank|swallowed|inhaled|ingested|injected)\b",
        r"\b(?:i'?m|we'?re|i am|we are|got|are|is|he'?s|she'?s)(?: \w+)? (?:lost|stranded|trapped|stuck) (?:in|on|under|inside|at) (?:the |an? |my |our )?(?:\w+ )?(?:mountains?|woods|forest|desert|wilderness|snow(?:storm)?|avalanche|cave|cliff|rubble|flood(?:ing|water)?s?|elevator|lift|burning \w+)\b(?! (?:pitch|map|level|biome|temple|mission|stage|of)\b)|^\W*lost in the (?:mountains?|woods|forest|desert|snow)\b.{0,60}\b(?:water|dark|cold|battery|help)\b",
        r"\bfell (?:through the ice|into the (?:river|lake|sea|harbou?r|water))\b|\bcar (?:is |'s )?sinking\b(?! in (?:value|price)\b)",
        r"\bbatter(?:y|ies)\b.{0,30}\b(?:swollen|bulging|hissing|smoking|puffy|leaking)\b|\b(?:swollen|bulging|puffy|hissing) (?:\w+ )?batter(?:y|ies)\b",
        r"\b(?:nail|screw|knife|glass|needle|splinter|fish ?hook)\b (?:went |is |stuck )?(?:through|deep in|in|into) (?:my|his|her) (?:foot|hand|finger|eye|leg|arm|toe)\b(?! (?:cream|lotion)\b)|\bgun went off\b|\b(?:was|been|got) (?:stabbed|shot) (?!down\b|on\b|with (?:an?|my) (?:camera|iphone))|\bbullet wound\b",
    ),
)
