"""Words by which a request tells what kind it is. Exact where they speak, silent elsewhere.

Each kind has cheap triggers (single words, looked up in the set of words of the request) that guard
its patterns, so that a request pays only for the patterns that could match.
"""

# ruff: noqa: E501  (a pattern is read whole, a list of words as a line)
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Sign:
    """A pattern for one kind, and the words without which it cannot match."""

    kind: str
    source: str
    triggers: frozenset[str]

    def shows(self, text: str, words: frozenset[str]) -> bool:
        """True if `text`, whose words are `words`, shows this sign."""
        return (
            not self.triggers.isdisjoint(words) and _compiled(self.source).search(text) is not None
        )


@cache
def _compiled(source: str) -> re.Pattern[str]:
    """Compiled when first needed: importing the package compiles nothing of it."""
    return re.compile(source)


def sign(kind: str, triggers: str, *patterns: str) -> Sign:
    """A sign of one kind: words that guard it, and patterns of which one must match."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return Sign(kind, joined, frozenset(triggers.split()))


_WHO = (
    r"(?:mom|mum|mother|dad|father|parents?|sister|brother|sibling|son|daughter|child|children|kids?|"
    r"wife|husband|spouse|partner|girlfriend|boyfriend|fianc[eé]e?|friends?|boss|manager|colleagues?|"
    r"coworkers?|co-workers?|teammates?|roommates?|flatmates?|neighbou?rs?|uncle|aunt|grandma|"
    r"grandmother|grandpa|grandfather|grandparents|nephew|niece|cousins?|in-laws|mother-in-law|"
    r"father-in-law|teacher|students?|pupils?|clients?|customers?|patients?|employees?|class|team|"
    r"family|guests?|toddler|baby|teenager|mentor|secret santa)"
)
_OWN = r"(?:my|our|this|the|these|following|attached|below|his|her)"
_WORK = (
    r"(?:essays?|draft|paper|thesis|dissertation|poem|story|novel|chapter|cv|résumé|resume|cover letter|"
    r"plan|pitch|deck|presentation|slides|design|logo|portfolio|code|function|solution|answer|proof|"
    r"argument|speech|letter|email|e-mail|article|post|blog|website|site|app|painting|drawing|photo|"
    r"song|lyrics|script|screenplay|proposal|report|abstract|introduction|paragraph|statement|"
    r"application|idea|work|attempt|translation|business|model|analysis|homework|project|recipe|"
    r"bill|budget|profile|bio|outfit|move|opening|routine|schema|query|pull request|pr)"
)
_SOMEBODY = rf"(?:him|her|them|(?:my|our|his|her|their|the|an?|this|that) (?:[\w-]+ )?(?:{_WHO[3:-1]}|ex|exes|crush|tenants?|landlord|landlady|flatmate|stepdad|stepmom|stepson|stepdaughter|woman|man|girl|boy|guy))"
"""A person who is to be moved, not the one who asks."""

STRICT: tuple[Sign, ...] = (
    sign(
        "crisis",
        "kill suicide suicidal die dying dead life live alive myself self-harm harm hurt pills "
        "overdose overdosed hit beat beating hitting chokes choked choking strangled strangle punches punched kicks kicked hits beats abused abuses abused abusing hopeless anymore cutting raped hotline",
        r"\b(?:kill|hurt|harm|cut|cutting|hang|shoot|drown|starve|starving|hurting) myself\b",
        r"\bsuicid(?:e|al)\b",
        r"\b(?:end|take|taking|ending) my (?:own )?life\b|\bend it all\b",
        r"\b(?:want|wish|rather|going) (?:to |i (?:was|were) |be )?(?:die|dead)\b",
        r"\bdon'?t (?:want to|wanna) (?:live|be alive|be here|exist|wake up)\b",
        r"\bno (?:reason|point) (?:to|in) (?:live|living|go on|going on)\b",
        r"\bbetter off (?:dead|without me)\b|\bcan'?t go on\b(?! (?:an?|the|my|this|that|to|with(?:out)?|holiday|vacation|strike)\b)|\bself-?harm",
        r"\b(?:took|swallowed|taken) (?:too many|a (?:whole )?bottle of|all (?:of )?(?:my|the)|\d+) .{0,20}(?:pills|tablets)",
        r"\b(?:abuses|abused|raped|abusing) me\b|\bbeing (?:abused|beaten)\b",
        rf"\b(?:he|she|they|who|ex|{_WHO[3:-1]}|stepdad|stepfather)\b.{{0,25}}\b(?:hits?|beats?|beating|hitting|chokes?d?|choking|strangled?|punche[sd]|kicks?|kicked) me\b(?! (?:at|in|to|by|with|that|on)\b)",
        r"\b(?:life|living) (?:is|isn'?t) (?:not )?worth (?:living|it)\b",
    ),
    sign(
        "safety_critical",
        "bleach ammonia mix mixing dose dosage mg ibuprofen paracetamol tylenol acetaminophen aspirin "
        "medication medicine antibiotics xanax pills safe dangerous toxic poisonous poison poisoned "
        "swallowed swallow chest breathe breathing stroke seizure unconscious bleeding overdose choking "
        "allergic anaphylaxis anaphylactic monoxide gas asbestos wiring wire fuse breaker electric shock fever pregnant "
        "pregnancy newborn infant bitten bite rash mole lump numb fainted concussion expired raw mould "
        "mold mushroom mushrooms berries undercooked canning botulism drunk driving drive helmet "
        "airbag explosive fireworks flammable fire burn burnt burned insulin warfarin alcohol withdrawal "
        "heatstroke hypothermia frostbite drown tetanus rabies snake tick meningitis appendicitis "
        "headache vision slurred sepsis infected pressure doctor symptoms lethal deadly hazardous edible antidote antivenom carcinogenic side interactions "
        "interaction aid cpr heimlich harmful fatal flammable contagious surgery operation stitches chemo transplant heart blood vaccinated vaccine anesthesia "
        "scalded stung electrocuted fell head choked inhaled passed vomiting wake feel inhaling fumes contraindicated drug",
        r"\b(?:bleach|ammonia|drain cleaner|hydrogen peroxide|muriatic)\b.{0,60}\b(?:mix|together|with|and|combine)",
        r"\bmix(?:ing|ed)?\b.{0,40}\b(?:bleach|ammonia|chemicals?|cleaners?|vinegar|medications?|pills|alcohol with)",
        r"\b(?:dose|dosage|how (?:much|many)|max(?:imum)?|double)\b.{0,60}\b(?:ibuprofen|paracetamol|tylenol|acetaminophen|aspirin|"
        r"medication|medicine|pills?|insulin|xanax|antibiotics?|melatonin|caffeine|tablets?)\b",
        r"\b(?:ibuprofen|paracetamol|tylenol|acetaminophen|aspirin|warfarin|antibiotics?|antidepressants?|xanax|medication|pills?)\b"
        r".{0,60}\b(?:with|and|together|while|before|after|dose|mg)\b",
        r"\b(?:is|was|are|would|be|it'?s) (?:it|this|that|these|they|there)? ?(?:still |really |actually )?(?:safe|dangerous|poisonous|toxic) (?:to|for|if|when|in|enough)\b",
        r"\bsafe to (?:eat|drink|take|use|mix|drive|swim|touch|give|feed|plug|microwave|reheat|consume|sleep|fly|burn|breathe)\b",
        r"\bsafely (?:handle|dispose|remove|store|use|install|can|lift|mix|disconnect)\b",
        r"\b(?:chest (?:pain|tight|pressure)|can'?t breathe|trouble breathing|short(?:ness)? of breath|slurred speech|coughing (?:up )?blood|"
        r"blood in|numb(?:ness)?|passed out|fainted|unconscious|seizure|stroke|heart attack|concussion|anaphyla\w+|"
        r"allergic reaction|choking|overdos\w+|bleeding (?:won'?t|a lot|heavily)|won'?t stop bleeding|carbon monoxide|gas leak|smell gas|"
        r"smells? (?:like|of) gas|heatstroke|hypothermia|frostbite|snake ?bite|bitten by|swallowed (?:a|an|some|my|the)|"
        r"stiff neck|worst headache|sudden(?:ly)? (?:blind|vision|weak)|meningitis|appendicitis|sepsis)\b",
        r"\b(?:poisonous|lethal|deadly|hazardous|edible|antidote|antivenom|carcinogenic|contraindicat\w+|side effects?|drug interactions?|first aid|cpr|heimlich)\b|\b(?:toxic|dangerous|harmful|fatal) (?:for|to|if|when|in|during|with|near|around|after|while)\b|\bsafe (?:for|to|during|while|with) (?:a |my |our |the )?(?:cats?|dogs?|pets?|kids?|child\w*|bab(?:y|ies)|toddlers?|pregnan\w+|humans?|infants?|eat\w*|touch\w*|inhale|heat\w*|microwave)\b|\b(?:is|are)(?: it| this| that)? (?:\w+ ){0,6}(?:toxic|harmful|flammable|contagious)(?: \w+){0,3}\?",
        r"\b(?:can|could|may|should|shall|is it ok(?:ay)? (?:to|if|for)) (?:i |we |you |my \w+ |a \w+ |he |she |they )?(?:still )?(?:take|drink|eat|give|use|sleep|drive|swim|fly|exercise|stop taking|breastfeed)\b.{0,60}\b(?:pregnant|surgery|operation|concussion|medication|medicine|alcohol|fever|stitches|chemo\w*|transplant|heart|pills?|antibiotics|blood thinners?|vaccin\w+|anesthesia|anaesthesia)\b",
        r"\b(?:burn(?:ed|t) (?:my|his|her|their|myself|himself|herself)|scalded|stung|bitten|electrocuted|fainted|fell off (?:a|the|my|his|her) (?!wagon)|hit (?:my|his|her) head|swallowed|choked|inhaled|passed out|threw up blood|vomiting blood|won'?t wake up|not breathing|can'?t feel)\b",
        r"\bfever (?:of|over|above|for)\b|\b(?:\d{2,3}(?:\.\d)?) ?(?:degree )?fever\b",
        r"\bwhile (?:pregnant|breastfeeding|driving)\b|\bduring pregnancy\b|\bi'?m (?:\w+ )?(?:weeks )?pregnant\b.{0,80}\b(?:eat|take|safe|drink|can i)",
        r"\b(?:fuse box|breaker (?:box|panel)|live wire|electrical (?:panel|outlet|wiring|shock)|rewire|asbestos|black mou?ld)\b",
        r"\b(?:wild mushrooms?|raw (?:chicken|pork|eggs)|undercooked|expired (?:milk|meat|medicine|chicken|eggs)|home canning|botulism)\b",
        r"\bdrive (?:home )?after\b|\bdrunk driv\w+|\b(?:beers|drinks|glasses of wine).{0,40}\bdrive\b",
    ),
    sign(
        "persuasion",
        "persuade persuading persuasive convince convincing sell selling sales pitch ad ads advert advertising "
        "advertisement marketing upsell donate donors voters fundraising propaganda manipulate slogan "
        "copy cold buy leads prospects landing campaign testimonial guilt talk nudge pressure trick lure coax push agree say accept lend pay vote sign "
        "get win mind minds promote promoting commercial jingle tagline crowdfunding flyer upselling fundraiser donation make making promo into",
        r"\b(?:persuade|convince|manipulate|nudge|pressure) (?!me\b|myself\b|you\b)(?:[\w'-]+ ){0,4}(?:to|that|into|of)\b",
        r"\b(?:talk|trick|lure|guilt|coax|push|sweet-?talk|charm) (?!me\b|myself\b|you\b)(?:[\w'-]+ ){1,4}(?:into|out of)\b",
        r"\b(?:persuade|convince|guilt-?trip|sway|win over) (?:my|our|the|a|his|her|him|them|people|everyone|customers|voters|investors)\b",
        r"\b(?:get|getting|make|want|need|so) (?!me\b|it\b|rid\b)(?:[\w'-]+ ){1,5}(?:to )?(?:agree|say yes|let (?:me|us|him|her)|lend (?:me|us)|approve|accept (?:my|our|the)|hire me|invest|donate|give (?:me|us) (?:a|the|more|money)|change (?:his|her|their) minds?|go out with me|forgive me|take me back)\b",
        r"\b(?:change|changing) (?:his|her|their|my \w+'?s|people'?s) minds?\b|\bwin (?:[\w'-]+ ){1,3}over\b",
        r"\b(?:persuasive|persuading)\b",
        r"\b(?:sales|marketing|advertising|fundraising|campaign|cold|promo(?:tional)?) (?:pitch|copy|e-?mails?|letter|script|page|calls?|text|message|speech|flyer|slogan|post)",
        r"\bad(?:vert(?:isement)?)? (?:copy|for|text|campaign|headline|script)\b|\b(?:facebook|instagram|insta|google|linkedin|tiktok|tv|radio|print|newspaper|banner) (?:ads?|adverts?|commercials?|spots?|promo)\b|\b(?:ad|ads|advert|advertisement|slogan|landing page|product description|sales page)\b.{0,40}\b(?:for|that|to)\b",
        r"\bupsell|\b(?:slogan|tagline|jingle|sales pitch|elevator pitch|investor pitch|crowdfunding|call to action|fundraiser|donation) ?(?:text|page|letter|for|to|email|speech|appeal|message)?\b.{0,5}(?:for|to|that|about|:|$)|\bpromot(?:e|ing|es) (?:my|our|this|the|a|an)\b|\bget (?!me\b)(?:\w+ ){1,4}to (?:buy|sign|vote|donate|subscribe|agree|purchase|pay|switch|upgrade)\b",
        r"\bsell (?:this|my|our|it|the|these|them|more)\b.{0,50}\bto\b|\bmake (?:people|customers|visitors|them|readers|users|clients|recruiters|employers|voters|donors|investors|buyers|everyone|her|him) (?:want|buy|feel|click|believe|trust|donate|need|come|say|pay|vote)\b",
        r"\bwin over (?:voters|donors|investors|customers)\b",
    ),
    sign(
        "persuasion",
        "make makes making get getting keep keeping gaslight gaslighting blackmail blackmailing manipulate manipulating guilt trip tripping "
        "humiliate humiliating isolate isolating sabotage sabotaging revenge back rumor rumors rumour rumours lie lies gossip against fake",
        rf"\b(?:make|makes|making|get|getting|keep|keeping) {_SOMEBODY} (?:to )?(?:feel (?:\w+ )?(?:guilty|jealous|worthless|small|stupid|ashamed|indebted|sorry for)|(?:\w+ )?jealous|regret|obey|submit|dependent on|depend on me|confess|miss me|want me|beg|move out|quit|resign|change (?:his|her|their) will|sign over|hand over|from (?:leaving|quitting|unioni[sz]ing|voting|seeing|talking to))\b",
        rf"\b(?:gaslight(?:ing)?|blackmail(?:ing)?|manipulat(?:e|ing)|guilt-?trip(?:ping)?|humiliat(?:e|ing)|isolat(?:e|ing)|sabotag(?:e|ing)|(?:get|take|taking|getting) revenge on|(?:get|getting) back at|spread(?:ing)? (?:an? |the |some )?(?:rumou?rs?|lies?|gossip) about|turn(?:ing)? [\w' -]{{2,30}} against) {_SOMEBODY}\b|\bfake (?:reviews?|testimonials?|endorsements?)\b(?= (?:for|of|about|that)\b)",
    ),
    sign(
        "value_laden",
        "abortion abortions gun guns immigration immigrants death euthanasia god vote election republicans democrats party "
        "capitalism socialism communism gender transgender trans reparations ethical moral immoral wrong "
        "morally ethically government legalized legalize legal banned ban taxes wealth palestine israel gaza "
        "ukraine brexit conservatives liberals veganism meat monarchy religion atheism affirmative policing "
        "feminism welfare ubi healthcare nuclear surrogacy circumcision spanking privacy justice left-wing right-wing "
        "president minister parliament bill refugees colonialism patriotism",
        r"\b(?:pro-?(?:life|choice)|gun control|death penalty|capital punishment|affirmative action|same-sex marriage|gay marriage|"
        r"universal basic income|wealth tax|open borders|assisted (?:suicide|dying)|euthanasia)\b",
        r"\babortions?\b",
        r"\b(?:is|are|was|isn'?t|would) (?:it |there |\w+ ){0,3}(?:morally |ethically )?(?:wrong|ethical|unethical|moral|immoral|justified|fair|acceptable)\b.{0,3}(?: to\b| for\b| when\b|\?|$)",
        r"\bshould (?:the |our |a )?(?:government|governments|state|country|countries|society|schools|police|people|everyone|rich|drugs|prostitution|"
        r"companies|voting|religion|animals|parents be|we (?:ban|abolish|legali[sz]e|tax|allow|defund)|there be|billionaires|marijuana|cannabis)\b",
        r"\b(?:does|is there a?|do you believe in) god\b|\b(?:which|what) (?:political )?party\b|\bwho should (?:i|we|people) vote\b|\bvote for\b",
        r"\b(?:socialism|capitalism|communism|feminism|brexit|republicans|democrats|left-wing|right-wing)\b.{0,60}\b(?:better|good|bad|right|wrong|evil|fail|should|think|opinion|fair)\b",
        r"\b(?:think|opinion|stance|view|side|right|wrong)\b.{0,40}\b(?:immigration|palestine|israel|gaza|ukraine|election|monarchy|reparations|policing|welfare|refugees|trump|biden)\b",
        r"\b(?:news|article|speech|essay|op-ed|coverage|headlines|arguments?|piece|post)\b.{0,30}\b(?:on|about|for|against)\b.{0,30}\b(?:immigration|abortion|gun|palestine|israel|gaza|ukraine|"
        r"election|elections|refugees|reparations|euthanasia|welfare|gender|religion|capitalism|socialism|monarchy|death penalty|parliament|president|prime minister)\b",
        r"\b(?:immigration|palestine|israel|gaza|election|monarchy|reparations|tax|spending|climate) (?:debate|controversy|policy|bill|conflict|reform)\b",
    ),
    sign(
        "quality_evaluation",
        "review rate rating grade critique criticize criticise evaluate assess judge score feedback think good "
        "tell say confirm agree honest opinion ready better strong weak convincing thoughts mark flaws weaknesses enough right correct "
        "roast honest brutal how how's look looked over through opinions opinion did here's wrote written made painted drew designed built composed finished solved correctly scale",
        rf"\b(?:review|rate|grade|critique|critici[sz]e|evaluate|assess|judge|score|mark|roast)\b.{{0,25}}\b{_OWN}\b.{{0,40}}\b{_WORK}\b",
        rf"\b(?:feedback|thoughts|honest opinion|opinion|critique|verdict)\b.{{0,20}}\b(?:on|about|of)\b.{{0,30}}\b{_OWN}\b.{{0,40}}\b{_WORK}\b",
        rf"\bwhat do you (?:honestly |really )?think (?:of|about) {_OWN}\b.{{0,40}}\b{_WORK}\b",
        rf"\b(?:is|are|does|do|will|would) (?:my|this|our)\b.{{0,40}}\b{_WORK}\b.{{0,40}}\b(?:good|ready|strong|convincing|publishable|realistic|original|balanced|embarrassing|professional|amateurish|readable|plausible|viable|solid|suck|sucks|any use|too \w+|enough|work|make sense|sound|correct|right|any good|hold up|clear|bad|weak)\b",
        rf"\bhow (?:good|bad|strong|weak|convincing|clear|is|well)\b.{{0,20}}\b(?:my|this|our)\b.{{0,40}}\b{_WORK}\b",
        r"\b(?:tell|say|confirm|agree)(?: me)?(?: that)? (?:it|this|my \w+)(?:'s| is) (?:great|good|fine|ready|perfect|right|brilliant|correct|finished)\b",
        r"\b(?:grade|mark|score) would\b|\bconfirm (?:that )?i'?m right\b|\b(?:flaws|weaknesses|mistakes)\b.{0,20}\bin (?:my|this|our)\b",
        r"\b(?:here'?s|here is|this is|i(?:'ve| have)? (?:just )?(?:wrote|written|made|painted|drew|drawn|designed|built|composed|finished|drafted|recorded))\b.{0,200}(?:\bthoughts\b|\bopinions?\b|\bfeedback\b|\bverdict\b|\bwhat do you (?:think|make of)\b|\bgood enough\b|\bany good\b|\bis it (?:good|ok|okay|ready|bad|too)\b|\btoo (?:much|long|short|boring|plain|pushy|cheesy|simple)\b|\bdoes (?:it|this) work\b|\bhonest(?:ly)?\b|\b(?:good|right) or (?:bad|wrong)\b)",
        r"\b(?:did|have|has) (?:i|we) (?:\w+ ){0,3}(?:solved?|do|done|get|got|answer(?:ed)?|understood|understand|calculated?|translated?|spell(?:ed)?|use[d]?|make|made)\b.{0,60}\b(?:right|correctly|correct|properly|wrong|well|mistakes?|errors?)\b",
        rf"\b(?:look over|look through|go over|read over|read through|tear apart|roast|grade|critique) (?:my|our|this|these)\b(?:.{{0,40}}\b{_WORK}\b)?",
        rf"\bbe (?:\w+ly )?(?:honest|brutal|blunt|frank)\b.{{0,60}}\b(?:my|this|it)\b|\bhow(?:'s| is| are|'re| was) (?:my|this|our) (?!day|week|weekend|morning)(?:\w+ ){{0,2}}{_WORK}\b|\bhow(?:'s| is) my (?:\w+ ){0, 1}(?:english|french|spanish|german|italian|japanese|korean|accent|pronunciation|grammar|spelling|handwriting|technique|form|posture|aim|playing|singing)\b|\bhow did i do\b|\bon a scale (?:of|from)\b.{{0,60}}\b(?:my|this)\b",
        r"\b(?:am i|was i|is it) (?:right|correct)\b.{0,40}\b(?:about|that|to think|in thinking)\b",
    ),
    sign(
        "choice_for_others",
        "gift gifts present presents for behalf his her their them they he she surprise my our stocking santa someone birthday christmas valentines for",
        rf"\b(?:gifts?|presents?|surprise)\b.{{0,60}}\b(?:for|to)\b.{{0,20}}\b(?:my|our|a|her|his|the|someone)\b.{{0,20}}\b{_WHO}\b",
        rf"\b(?:get|buy|give|make) (?:for )?(?:my|our)\b.{{0,20}}\b{_WHO}\b.{{0,30}}\b(?:birthday|christmas|graduation|wedding|retirement|anniversary|gift|present)\b",
        rf"\bwhat (?:should|shall|would|could|can|might) (?:my|our)\b.{{0,20}}\b{_WHO}\b (?!and i\b)",
        rf"\b(?:should|shall) (?:my|our)\b.{{0,15}}\b{_WHO}\b (?!and i\b)",
        r"\b(?:(?:birthday|christmas|xmas|wedding|farewell|leaving|retirement|graduation|anniversary|housewarming|hostess|thank-?you|baby shower|get[- ]well) (?:gifts?|presents?|cards?)|gift ideas?|gifts? for|presents? for|(?:a|good|nice|decent|perfect|suitable|little|small) (?:gift|present)(?! ?(?:cards?|vouchers?|certificates?|tokens?)\b)|secret santa|stocking (?:filler|stuffer)s?)\b(?! ?(?:ideas? )?(?:for )?(?:me|myself|us)\b)",
        rf"\b(?:my|our|his|her)\b.{{0,15}}\b{_WHO}\b.{{0,15}}\b(?:wants?|needs?|would like|asked for|is looking for|is turning|turns|is into|is getting into|wants to (?:learn|start|study|try)|likes|loves|hates|can'?t decide|has to (?:choose|pick|decide)|is (?:visiting|moving to|retiring|leaving))\b.{{0,120}}\b(?:which|what (?:should|would|could|can|do|present|kind|sort)|any ideas?|ideas|suggest\w*|recommend\w*|help (?:him|her|them))\b",
        r"\bfor (?:my|our|his|her|their|an?|the|some) (?:[\w-]+ ){0,2}(?:mom|mum|mother|dad|father|parents?|sister|brother|sibling|son|daughter|child|nephew|niece|uncle|aunt|grandma|grandmother|grandpa|grandfather|grandparents|"
        r"cousin|neighbou?r|boss|manager|colleague|co-?worker|friend|teacher|students?|pupils?|clients?|customers?|patients?|employees?|trainee|intern|mentor|mentee|girlfriend|boyfriend|toddler|baby|newborn|teenager|mother-in-law|father-in-law|goddaughter|godson)\b(?! and (?:me|i|us)\b)(?!'s? (?:and|class|party))",
        r"\bfor (?:a|an|this|some) (?:\w+ ){0,3}(?:boy|girl|guy|man|woman|teen|teenager|kid|child|toddler|person(?! like me\b)(?! in my\b)(?! with my\b)|lady|couple|baby|pupil|colleague|coworker|co-worker|friend|neighbou?r|boss|teacher|year[- ]old|someone(?! like me\b)(?! in my\b)(?! with my\b))\b|\bfor (?:someone|somebody) i\b|\bfor (?:an? )?\d+[- ]year[- ]olds?\b",
        r"\b(?:cook|make|buy|get|bring|bake|plan|choose|pick|give|send|wear|say|write|gifts?|presents?|surprise|flowers|cards?|toys?|help|care|caring|visit|host|hosting|supper|party)\b.{0,60}\bfor (?:someone|somebody) (?:who|that|with(?! my\b)|from(?! my\b))\b",
        r"\bfor (?:someone|somebody) (?:who|that|with(?! my\b)|from(?! my\b))\b.{0,80}\b(?:he|she|they|him|her|them|his|their|lost (?:a|the|their|his|her)|grieving|dying|passed away|widowed|gave birth|a baby)\b",
        r"\b(?:he|she|they)(?:'s| is|'re| are) (?:\w+ )?(?:turning|\d{1,2}|six|seven|eight|nine|ten|eleven|twelve|retiring|getting married|diabetic|obsessed|crazy about|into)\b.{0,120}\b(?:what|which|ideas?|something|help|suggest\w*|recommend\w*|get)\b",
        r"\bwhat (?:to|(?:should|shall) (?:i|we)|can (?:i|we)|could (?:i|we)|do (?:i|we)) (?:get|buy|give|cook for|bring)\b.{0,10}\b(?:my|our|a|her|him|them)\b",
        rf"\b(?:recommend|suggest|find|choose|pick|ideas?|books?|movies?|games?|toys?|courses?|activit\w+|shoes|something)\b.{{0,60}}\bfor (?:my|our|his|her)\b.{{0,20}}\b{_WHO}\b(?! and (?:me|i|us)\b)",
        r"\bon (?:his|her|their|my \w+'s) behalf\b|\bfor (?:him|her|them) to\b|\b(?:he|she) (?:likes|loves|turns|hates|enjoys)\b",
    ),
    sign(
        "shared_choice",
        "we us our friends friend family everyone team group guests wife husband partner spouse kids party together "
        "roommate roommates colleagues coworkers company office couple both girlfriend boyfriend meeting class club "
        "audience colleague stakeholders participants neighbours neighbors friendly date in-laws children toddlers people "
        "partygoers attendees anniversary potluck picnic barbecue bbq",
        rf"\b(?:with|for|among|invite|inviting|hosting|host)\b.{{0,25}}\b(?:my|our|some|a few|the|all|old)?\b ?(?:whole |close |best |entire )?{_WHO}\b",
        rf"\b(?:my|our) {_WHO} and (?:i|me)\b|\bme and my {_WHO}\b|\b(?:both of us|two of us|the (?:whole|entire) (?:team|group|family|office)|everyone|our guests|all of us)\b",
        r"\b(?:our|the|my) (?:team|group|company|office|department|club|class|committee|family|board|colleagues|stakeholders)\b",
        r"\bdate (?:night|ideas?)\b|\b(?:movie|game|family|girls'?|boys'?|guys'?) night\b|\bfamily (?:holiday|vacation|trip|dinner|outing|car|game|day)\b|\bfor (?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty) (?:of us|people|guests|persons?|adults|kids|children|friends|vegans?|vegetarians?)\b|\b(?:the )?(?:two|three|four|five|six) of us\b|\bfriends (?:are )?(?:coming|over|staying)\b|\bin-laws (?:are )?(?:coming|over|visiting)\b",
        r"\b(?:we|us)\b.{0,60}\b(?:should|shall|all|both|need|want|decide|agree|meet)\b|\b(?:should|shall) we\b|\bteam (?:meeting|event|offsite|building|lunch)\b",
    ),
    sign(
        "evidence_decision",
        "which compare comparison versus vs tradeoff tradeoffs trade-off trade-offs caveat giving pros cons adopt choose "
        "select decide decision recommendation evidence data benchmark benchmarks rationale candidate candidates vendor "
        "supplier migrate switch fastest cheapest reliable battery durable better best evaluate criteria requirements hire worth lasts costs uses breaks charges performs works pays scores rated top-rated best-rated highest-rated lease rent cost-effective efficient durable accurate secure",
        r"\btrade-?offs?\b|\bgiv(?:e|ing) up\b.{0,30}\b(?:by|if|choosing|when)\b|\bcaveats?\b|\bpros and cons\b|\bfinal recommendation\b",
        r"\b(?:which|what) (?:one|option|system|platform|tool|service|vendor|provider|supplier|candidate|approach|database|framework|library|product|"
        r"model|solution|software|method|architecture|strategy|bid|plan|design|drug|treatment|fund)\b.{0,50}\b(?:choose|adopt|pick|go with|move forward|select|"
        r"makes? (?:the )?most sense|settle|use|buy|deploy|standardi[sz]e|hire|better|safer|cheaper|faster|best for|migrate|switch)\b",
        r"\bwhat would you recommend (?:i|we) (?:adopt|choose|select|use|standardi[sz]e)\b",
        r"\b(?:compare|comparison|versus|vs\.?)\b",
        r"\bwhich\b.{0,40}\b(?:has|have|gives?|offers?|lasts?|is)\b.{0,20}\b(?:the )?(?:best|better|longest|fastest|cheapest|cheaper|most|more|highest|lowest|safest|strongest)\b.{0,25}\b(?:battery|camera|performance|mileage|"
        r"warranty|range|value|price|reliab\w+|accura\w+|secur\w+|durab\w+|safe\w*|rated|efficient|speed|screen|storage|evidence|record|returns?|suction|motor|sound|grip|lens|processor|signal|coverage|fuel|mpg|emissions?|lifespan|rates?|interest|fees?|yield|capacity|resolution|noise|insulation|nutri\w+|protein|quality|ratings?|specs|safety|support)\b",
        r"\b(?:is|are) (?:an? |the |it )?(?:\w+ ){1,4}(?:really |actually |still )?worth (?:it|the (?:money|price|cost|extra|premium|investment|upgrade))\b",
        r"\b(?:which|what)(?: \w+){0,3} (?:lasts?|costs?|uses?|breaks?|charges?|performs?|works?|pays?|scores?|consumes?|holds?) (?:the )?(?:longer|longest|less|least|more|most|best|better|faster|fastest|cheaper)\b|\b(?:best|highest|top)[- ]rated\b|\bmost (?:fuel[- ]|energy[- ])?(?:efficient|reliable|durable|accurate|secure)\b|\bcost[- ]effective\b|\b(?:lease|rent) or buy\b|\bor (?:lease|rent) it\b",
        r"\b(?:based on|given|according to|looking at) (?:the|these|this|our|its) (?:\w+ )?(?:data|evidence|results|numbers|benchmarks?|figures|requirements|criteria|test|study|studies|reviews)\b",
        r"\b(?:ready|need|have) to (?:choose|select|settle|decide|pick)\b.{0,80}\b(?:for|between|on|among)\b|\bsettle the choice\b|\b(?:next step|task) is to (?:select|choose|decide)\b",
        r"\bwhich (?:candidate|applicant|bid|vendor|supplier)\b|\b(?:should|shall) (?:we|i) (?:hire|switch|migrate|adopt)\b",
    ),
    sign(
        "unstated_situation",
        "situation discussed talked mentioned described earlier before above previous case scenario that it this",
        r"\b(?:situation|case|matter|scenario|project|trip|event|plan|thing|problem|decision|one|task|topic|arrangement|issue)s? (?:that |which )?(?:we|i|you)(?:'ve| have)? (?:just |already |previously )?"
        r"(?:discussed|talked|mentioned|described|covered|spoke|outlined|told)\b",
        r"\bas (?:we |i )?(?:discussed|mentioned|described|said)(?: before| earlier| above)?\b|\bwhat (?:we|i) (?:discussed|talked about|told you|described)\b",
        r"\b(?:in|for|about|given|with) (?:that|this|the) (?:situation|case|scenario|matter|circumstances?)\b",
        r"\bfrom (?:before|earlier|above|last time)\b",
    ),
)
"""Kinds that make a decision stricter; any of them that shows, holds."""

FAILURE = re.compile(r"\b(?!(?:counter)?terror\b)\w+(?:error|exception)s?\b")
"""The name of an error of a program."""

OPEN: tuple[Sign, ...] = (
    sign(
        "recommendation",
        "recommend recommendation recommendations recommended suggest suggestion suggestions ideas looking options option should shall prefer "
        "preference preferences taste tastes which what where are there help playlist based given enjoy try pick must-see must-read must-try must-visit interests for favorite worth mood some who who's what's which's whats nice good best top great decent cheap cosy cozy romantic quiet fun lovely cool healthy easy quick affordable "
        "budget hidden beautiful small simple light tasty vegan vegetarian short inspo inspiration recs hotel hotels hostel hostels guesthouse guesthouses airbnb restaurant restaurants "
        "cafe caf cafes family-friendly bar bars pub pubs bakery bakeries beach beaches hike hikes museum museums market markets eats nightlife brunch ramen pizza sushi tapas spa",
        r"^(?:\W*(?:and|so|hey|ok)\b)*\W*what(?:'?s| is| should be) for (?:dinner|lunch|breakfast|tea|supper|brunch|dessert)\b",
        r"^(?:(?:an?|some|any|good|new|easy|quick|nice) )*(?:stretches|exercises|podcasts?|books?|films?|movies?|songs?|games?|recipes?|outfits?|restaurants?|shows?|series|music|snacks?|meals?|hobby|hobbies) (?:for|about|with|like|similar to)\b(?!.*\b(?:is|are|was|were)\b)",
        r"\bi need (?:an?|some) (?:new|better|good|decent) \w+(?! (?:for (?:this|the) (?:code|function|essay)|of))",
        r"\b(?:recommend|suggest)(?:ed|ions?|ations?|s)?\b",
        r"\b(?:ideas|inspiration|options) (?:for|to|of|on)\b|\bany (?:good )?(?:ideas|options|suggestions|recommendations)\b",
        r"\blooking (?:for|to (?:buy|get|try|find|attend|watch|read|explore|start|purchase|pick))\b|\bin the mood\b|\bsomething (?:to|new|good|fun|different)\b",
        r"\bwhat (?:\w+ ){0,6}(?:should|shall|can|could|would|might|do) (?:i|we|the user) (?:\w+ )?(?:read|watch|eat|cook|buy|get|play|listen|visit|see|wear|drink|try|do|order|make|go|check|consider|choose|pick|enjoy|explore|bring|expect|look|use)\b",
        r"\bwh(?:ich|ere) (?:\w+ ){0,6}(?:should|shall|could|can|would) (?:i|we)\b",
        r"\b(?:align|aligns|fit|fits|suit|suits|match|matches)\b.{0,30}\b(?:my|their|his|her|me|them|user'?s?|best|preferences?|taste)\b|\bbest (?:fits?|suits?|matches|aligns?)\b|\bbest (?:fit|match)\b",
        r"\b(?:which|what) (?:\w+ ){0,3}(?:is|are|would be|do you think is|seems?) (?:the )?(?:best|most (?:suitable|appropriate|fitting|enjoyable|fulfilling|satisfying|rewarding)|a good)\b(?! (?:\w+ )?(?:explanation|estimate|evidence|predictor|conductor|example))",
        r"\bwhich (?:\w+ ){1,3}(?:should|shall|would|might) (?:i|we|they|he|she|the user)\b|\bhelp me (?:find|pick|choose|select|decide)\b|\b(?:where|how) (?:can|could|do|should|shall|might) i (?:find|get|buy|take|go|watch|hear|see|meet|eat|stay)\b|\bplaylist\b",
        r"\bbased on (?:my|their|his|her|the user's|what i|what they)\b.{0,30}\b(?:preferences?|interests?|tastes?|like|enjoy|feelings|feel)\b|\bgiven (?:my|their) (?:\w+ )?(?:preferences?|interests?|tastes?)\b|\b(?:are there|is there|do you (?:know|have)) (?:any|some|a|an)\b.{0,60}\b(?:i|me|suggestions?|recommendations?|ideas)\b",
        r"\bwh(?:ich|at) (?:[\w'-]+ ){1,4}(?:do|shall|does|would|should) (?:i|we|you) (?:take|reserve|book|get|buy|pick|choose|wear|bring|go for|put on|order|cook|serve)\b|\bwh(?:at|ich) (?:[\w'-]+ ){1,4}would be (?:a |an |the )?(?:good|right|suitable|nice|ideal|fun|great|fitting|best)\b",
        r"\bi (?:need|want|could use|fancy|feel like) (?:an?|some|something|another) (?!(?:help|answer|explanation|summary|translation|script|function|regex|query|doctor|lawyer|ambulance|second|minute|list|table|poem|essay|email|letter|text|paragraph|way|word|synonym|formula)\b)(?:[\w'-]+ ){0,3}(?:that|to|for|which|with)\b",
        r"\b(?:what|which) (?:[\w-]+ ){0,2}?(?:tents?|boots|shoes|trainers|sandals|jackets?|coats?|gloves|bags?|backpacks?|rucksacks?|suitcases?|bikes?|scooters?|prams?|helmets?|mattress(?:es)?|pillows?|sofas?|chairs?|desks?|lamps?|laptops?|tablets?|headphones|earbuds|speakers?|cameras?|keyboards?|pens?|notebooks?|knives|pans?|pots?|kettles?|grinders?|beans|wines?|beers?|cheeses?|teas?|instruments?|guitars?|sports?|toys?|puzzles?|yarns?|houseplants?|plants|flowers|herbs|shrubs|climbers|vegetables|breeds?|pets?|dogs?|cats?|fish|rabbits?|hamsters?|reptiles?|birds?|parrots?|curtains|rugs?) (?:is|are|would be) (?:really |quite |very |pretty |also )*(?:good|great|nice|ideal|decent|comfortable|warm|cosy|light|easy|low[- ]maintenance|hard to kill|fun|suitable)(?: enough)?(?: (?:for|to|in|on|with|when)\b|\W*$)",
        r"\bwhat can (?:we|i|(?:me|my \w+|[a-z]+) and (?:i|me|[a-z]+)) do (?:this|at|on|over|in|when|with|tonight|today|tomorrow)\b|\bwhat would you (?:take|bring|cook|wear|get|make|serve|order|pick|choose|read|watch|eat|drink)\b|\bwhat['’]?s for (?:dinner|lunch|breakfast|supper|tea)\b",
        r"\bwhat are some\b|\bworth (?:reading|watching|visiting|trying|buying|seeing|playing)\b|\bmust-(?:see|read|try|visit|do|have)\b|\b(?:for me|to try|check out|would i (?:like|enjoy|love))\b",
        r"\bwhat'?s (?:a |some |the )?(?:good|nice|great|fun|cool|new)\b",
        r"\bwhat(?:'s| is| are) (?:an? |some )(?:[\w-]+ ){1,3}(?:series|shows?|films?|movies?|books?|novels?|podcasts?|games?|albums?|songs?|documentar(?:y|ies)|restaurants?|places?|hotels?|recipes?|dish(?:es)?|meals?|hobb(?:y|ies)|gifts?|outfits?|activit(?:y|ies)|destinations?) (?:about|for|to|with|set in|like|that (?:i|we|would|will|feels?|makes?)|i|we)\b",
        r"\b(?:what|which|who|where)(?:'s|'re|s| is| are| has| does| do| sells| makes| serves) the (?:best|nicest|coolest|prettiest|tastiest|cosiest|coziest|most (?:beautiful|fun|interesting|romantic)) (?!explanation|estimate|evidence|predictor|conductor|example|selling|known|paid|rated|case|definition|approximation|way to\b)",
        r"\b(?:what|where|which \w+) to (?:do|eat|see|stay|drink|go|visit|read|watch|cook|buy|wear|order|try|play|listen|shop|bring|hike|swim|party)\b(?! (?:if|when|about|with (?:a|my) (?:burn|wound|bite)))",
        r"\b(?:what|which) (?:\w+ ){0,2}(?:goes|go|pairs?) (?:well |best )?with\b|\bwhat (?:\w+ )?(?:plants?|flowers?|colou?rs?|shoes|paint|curtains|herbs|trees|crops|breeds?|pets?) (?:go|goes|survive|like|grow|suit|would|work|look|thrive|live)\b",
        r"^(?:any |some |a |an |the |more |need |want |really )*(?:good|nice|best|top|great|decent|cheap|cosy|cozy|romantic|quiet|fun|lovely|cool|healthy|easy|quick|affordable|budget|family-friendly|hidden|must|beautiful|small|simple|light|tasty|vegan|vegetarian|rainy|short) "
        r"(?!morning\b|afternoon\b|evening\b|night\b|job\b|point\b|idea\b|luck\b|one\b|day\b|work\b|thanks\b|to (?:know|hear|see|meet)\b|regards\b|wishes\b|fact\b|talk\b|question\b|man\b|for you\b|enough\b|try\b|as\b|story\b)(?:[\w'’&-]+(?: |\??$)){1,9}$",
        r"^(?:\w+ ){0,2}(?:dinner|lunch|breakfast|brunch|snack|dessert|recipe|outfit|weekend|holiday|gift|hobby|book|movie|date|birthday|activity|travel|decor(?:ation)?|project|name)s? (?:ideas|inspo|inspiration|suggestions|tips|recs)\b",
        r"^(?:\w+ ){0,3}(?:hotels?|hostels?|guesthouses?|b&bs?|airbnbs?|restaurants?|caf[eé]s?|bars?|pubs?|bakery|bakeries|beach(?:es)?|hikes?|museums?|markets?|eats|nightlife|brunch|ramen|pizza|sushi|tapas|spas?|campsites?|playgrounds?) (?:in|near|around|close to|under|with|by|for|on|at)\b",
    ),
    sign(
        "planning",
        "plan planning itinerary schedule organize organise prepare roadmap timetable routine agenda checklist "
        "meal weekend trip week budget arrange book reserve",
        r"\b(?:book|reserve)(?: me| us)? (?:an? |the |some |two |\d )?(?:[\w'-]+ ){0,2}(?:flights?|seats?|tables?|hotels?|rooms?|trains?|tickets?|trips?|holidays?|campsites?)\b(?! of\b)",
        r"\b(?:plan|planning|itinerary|timetable|roadmap|agenda|checklist|schedule)\b",
        r"\b(?:organi[sz]e|arrange|prepare for|map out|lay out)\b.{0,40}\b(?:my|our|a|the|it|this)\b|\b(?:weekly|daily|morning|workout|study|training) routine\b",
    ),
    sign(
        "advice",
        "should shall advice tips help improve make might change cope deal better handle stop approach manage struggling life career decide ways way",
        r"\b(?:should|shall) i\b|\b(?:advice|tips|guidance)\b|\bwhat would you do\b|\bhow (?:should|shall|would|can|could|do|might) (?:i|we) (?:best )?(?:improve|deal|cope|handle|stop|get better|approach|manage|become|find|balance|stay|overcome|decide|start|learn)\b",
        r"\bhow would you approach\b|\b(?:best )?ways? (?:for me )?to\b|\bways? (?:that |in which )?(?:i|we) (?:can|could|might|should|shall)\b|\bwhat (?:else )?(?:can|could|do you think|would you say|might) (?:i|we) (?:(?:should|shall) )?(?:do|try|focus|concentrate|work|start|change|contribute|improve)\b|\bwhat do you think (?:i|we) (?:should|shall)\b|\bwould (?:best )?(?:help|suit|allow|let) (?:me|us)\b|\bwhat (?:approach|method|path|steps|strategy|strategies|approaches)\b|\bwhat (?:(?:new|small|simple|good|other|daily) )?(?:\w+ )?(?:might|could|would|can) (?:help|improve|make|change|do (?:more|something|wonders) for) my\b",
    ),
    sign(
        "how_to",
        "how steps way guide tutorial instructions recipe learn",
        r"\bhow (?:do|can|could|should|shall|would|might|to) (?:i|you|we|one)\b|\bhow to\b|\bsteps (?:to|for)\b|\bstep[- ]by[- ]step\b|\b(?:tutorial|instructions|recipe|guide) (?:for|to|on)\b|\bteach me\b",
    ),
    sign(
        "creative",
        "write compose create make invent brainstorm story poem song joke haiku lyrics limerick scene dialogue character name names "
        "tale fanfic sonnet riddle roleplay imagine pretend continue novel screenplay",
        r"\b(?:write|compose|create|make up|invent|tell|draft|generate|craft|give)\b.{0,40}\b(?:story|stories|poem|song|joke|haiku|lyrics|limerick|scene|dialogue|monologue|tale|fanfic|sonnet|riddle|screenplay|rap|verse|plot|villain|character|backstory|fable|myth|toast|ballad|titles?|names?|captions?)\b",
        r"\b(?:brainstorm|role-?play|pretend|imagine (?:you|that|a))\b|\bcontinue (?:the|this|my) (?:story|scene|poem)\b|\bname (?:ideas )?for my\b",
    ),
    sign(
        "code",
        "python javascript typescript java rust golang sql regex bash html css react function script bug error exception traceback "
        "api compile compiler docker git class method loop array dataframe pandas segfault null undefined async json yaml kubernetes "
        "debug debugging debugger keyerror typeerror valueerror syntaxerror indexerror importerror attributeerror nameerror runtimeerror "
        "referenceerror nullpointerexception stacktrace pytest def return import const numpy c++ c# kotlin swift php ruby excel formula node django flask unittest npm pip webpack compiler stack trace div centre center thread deadlock build deploy deployment "
        "container pod container's lint linter endpoint localhost regexp cron ssh cli repo commit branch rebase merge recursion pointer variable argument arguments parameter goroutine goroutines structs exceptions generics pointers slices stdout stderr json.loads",
        r"\b(?:python|javascript|typescript|rust|golang|sql|regex|bash|html|css|react|c\+\+|c#|kotlin|php|ruby|django|pandas|docker|kubernetes|git)\b.{0,80}\b(?:write|function|script|code|bug|error|query|fix|class|loop|implement|component|command|file|test|refactor|why|returns?|how|method|exception|list|merge|commit|container|string|decorator)\b",
        r"\b(?:write|fix|debug|refactor|implement|optimi[sz]e|review|explain|convert|port|test)\b.{0,60}\b(?:function|script|code|query|regex|class|method|endpoint|component|unit tests?|algorithm|program|api|dockerfile|formula|python|javascript|rust|sql|java|bash)\b",
        r"\b(?:debug(?:ging|ger)?|pytest|traceback|stack ?trace|segfault|nullpointer\w*|(?:type|value|key|syntax|index|import|attribute|name|runtime|reference|assertion|overflow|recursion|permission|connection|module\w*|file\w*|os|io|unicode\w*|zero\w*)(?:error|exception)|\w+(?:error|exception)(?=\b.{0,30}\b(?:when|at|in|on|line|from|while|after|running|import))|\bgit (?:says?|tells?|status|push|pull|log|stash|reset|checkout|clone|keeps|refuses|won'?t)\b|\b(?:exceptions?|goroutines?|structs?|generics|macros|pointers?|slices?) in (?:go|rust|c|swift|zig)\b|\bstack ?traces?\b|\b(?:center|centre|style|align) (?:a |the |my )?(?:div|button|flex\w*|text in)|\b(?:global variables?|default arguments?|null pointer|linked list|for loop|while loop|try[- ]except|try[- ]catch|unit tests?|race condition|memory leak|garbage collect\w*|type hints?)\b|\b(?:the|my|our) (?:build|deploy(?:ment)?|pipeline|container|pod|linter|endpoint|localhost|repo) (?:is|are|keeps?|breaks?|broke|fails?|failed|hangs?|won'?t|doesn'?t|times? out|crash\w*)\b|undefined is not|compile error|merge conflict)\b|\bdef \w+\(|\bimport \w+\b.{0,30}\bas\b|\bconst \w+ ?=|\bselect .{1,60}\bfrom\b \w+ (?:where|join|group|order)",
    ),
    sign(
        "rewriting",
        "rewrite reword rephrase proofread edit polish shorten paraphrase grammar improve sound correct revise punctuation shorter clearer formal concise friendlier professional flow warmer politer softer",
        r"\b(?:re-?write|re-?word|rephrase|proof-?read|paraphrase|polish|shorten|copy-?edit|revise)\b",
        r"\b(?:fix|correct|check)\b.{0,20}\b(?:grammar|spelling|punctuation|typos)\b|\bedit (?:this|my|the)\b|\bimprove (?:this|the following) (?:text|paragraph|sentence|email)\b|\bmake (?:this|it|that|my)\b.{0,40}\b(?:sound|shorter|clearer|formal|concise|friendlier|professional|flow|warmer|politer|softer)\b",
    ),
    sign(
        "summary",
        "summarize summarise summary tldr tl;dr condense recap gist key main takeaways points bullet",
        r"\b(?:summari[sz]e|summary|tl;?dr|condense|recap|the gist|takeaways)\b|\b(?:key|main) (?:points|ideas|takeaways)\b|\bboil (?:it|this) down\b",
    ),
    sign(
        "translation",
        "translate translation spanish french german italian japanese chinese dutch portuguese korean russian english arabic say",
        r"\btranslat(?:e|ion|ing)\b|\bhow (?:do|would) (?:you|i|we) say\b|\b(?:say|put|write) (?:this|that|it) in (?:spanish|french|german|italian|japanese|chinese|dutch|portuguese|korean|russian|english|arabic)\b",
    ),
)
"""Kinds that leave a request as open as it is."""
