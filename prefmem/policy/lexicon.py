"""Words by which a request tells what kind it is. Exact where they speak, silent elsewhere.

Each kind has cheap triggers (single words, looked up in the set of words of the request) that guard
its patterns, so that a request pays only for the patterns that could match.
"""

# ruff: noqa: E501, SIM905  (a pattern is read whole, a list of words as a line)
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


def _sign(kind: str, triggers: str, *patterns: str) -> Sign:
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

STRICT: tuple[Sign, ...] = (
    _sign(
        "crisis",
        "kill suicide suicidal die dying dead life live alive myself self-harm harm hurt pills "
        "overdose overdosed hits beats abuses abused abusing hopeless anymore cutting raped hotline",
        r"\b(?:kill|hurt|harm|cut|cutting|hang|shoot|drown|starve|starving|hurting) myself\b",
        r"\bsuicid(?:e|al)\b",
        r"\b(?:end|take|taking|ending) my (?:own )?life\b|\bend it all\b",
        r"\b(?:want|wish|rather|going) (?:to |i (?:was|were) |be )?(?:die|dead)\b",
        r"\bdon'?t (?:want to|wanna) (?:live|be alive|be here|exist|wake up)\b",
        r"\bno (?:reason|point) (?:to|in) (?:live|living|go on|going on)\b",
        r"\bbetter off (?:dead|without me)\b|\bcan'?t go on\b|\bself-?harm",
        r"\b(?:took|swallowed|taken) (?:too many|a (?:whole )?bottle of|all (?:of )?(?:my|the)|\d+) .{0,20}(?:pills|tablets)",
        r"\b(?:hits|beats|chokes|hit|beat|abuses|raped|abusing) me\b|\bbeing (?:abused|beaten)\b",
        r"\b(?:life|living) (?:is|isn'?t) (?:not )?worth (?:living|it)\b",
    ),
    _sign(
        "safety_critical",
        "bleach ammonia mix mixing dose dosage mg ibuprofen paracetamol tylenol acetaminophen aspirin "
        "medication medicine antibiotics xanax pills safe dangerous toxic poisonous poison poisoned "
        "swallowed swallow chest breathe breathing stroke seizure unconscious bleeding overdose choking "
        "allergic anaphylaxis anaphylactic monoxide gas asbestos wiring wire fuse breaker electric shock fever pregnant "
        "pregnancy newborn infant bitten bite rash mole lump numb fainted concussion expired raw mould "
        "mold mushroom mushrooms berries undercooked canning botulism drunk driving drive helmet "
        "airbag explosive fireworks flammable fire burn burnt burned insulin warfarin alcohol withdrawal "
        "heatstroke hypothermia frostbite drown tetanus rabies snake tick meningitis appendicitis "
        "headache vision slurred sepsis infected pressure doctor symptoms",
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
        r"\bfever (?:of|over|above|for)\b|\b(?:\d{2,3}(?:\.\d)?) ?(?:degree )?fever\b",
        r"\bwhile (?:pregnant|breastfeeding|driving)\b|\bduring pregnancy\b|\bi'?m (?:\w+ )?(?:weeks )?pregnant\b.{0,80}\b(?:eat|take|safe|drink|can i)",
        r"\b(?:fuse box|breaker (?:box|panel)|live wire|electrical (?:panel|outlet|wiring|shock)|rewire|asbestos|black mou?ld)\b",
        r"\b(?:wild mushrooms?|raw (?:chicken|pork|eggs)|undercooked|expired (?:milk|meat|medicine|chicken|eggs)|home canning|botulism)\b",
        r"\bdrive (?:home )?after\b|\bdrunk driv\w+|\b(?:beers|drinks|glasses of wine).{0,40}\bdrive\b",
    ),
    _sign(
        "persuasion",
        "persuade persuading persuasive convince convincing sell selling sales pitch ad ads advert advertising "
        "advertisement marketing upsell donate donors voters fundraising propaganda manipulate slogan "
        "copy cold buy leads prospects landing campaign testimonial guilt",
        r"\b(?:persuade|convince|manipulate|talk|guilt|nudge|pressure) (?!me\b|myself\b|you\b)(?:\w+ ){0,4}(?:to|that|into|of)\b",
        r"\b(?:persuasive|persuading)\b",
        r"\b(?:sales|marketing|advertising|fundraising|campaign|cold|promo(?:tional)?) (?:pitch|copy|e-?mails?|letter|script|page|calls?|text|message|speech|flyer|slogan|post)",
        r"\bad(?:vert(?:isement)?)? (?:copy|for|text|campaign|headline|script)\b|\b(?:ad|ads|advert|advertisement|slogan|landing page|product description|sales page)\b.{0,40}\b(?:for|that|to)\b",
        r"\bupsell|\bget (?!me\b)(?:\w+ ){1,4}to (?:buy|sign|vote|donate|subscribe|agree|purchase|pay|switch|upgrade)\b",
        r"\bsell (?:this|my|our|it|the|these|them|more)\b.{0,50}\bto\b|\bmake (?:people|customers|visitors|them) (?:want|buy|feel)\b",
        r"\bwin over (?:voters|donors|investors|customers)\b",
    ),
    _sign(
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
    _sign(
        "quality_evaluation",
        "review rate rating grade critique criticize criticise evaluate assess judge score feedback think good "
        "tell say confirm agree honest opinion ready better strong weak convincing thoughts mark flaws weaknesses enough right correct",
        rf"\b(?:review|rate|grade|critique|critici[sz]e|evaluate|assess|judge|score|mark|roast)\b.{{0,25}}\b{_OWN}\b.{{0,40}}\b{_WORK}\b",
        rf"\b(?:feedback|thoughts|honest opinion|opinion|critique|verdict)\b.{{0,20}}\b(?:on|about|of)\b.{{0,30}}\b{_OWN}\b.{{0,40}}\b{_WORK}\b",
        rf"\bwhat do you (?:honestly |really )?think (?:of|about) {_OWN}\b.{{0,40}}\b{_WORK}\b",
        rf"\b(?:is|are|does|do|will|would) (?:my|this|our)\b.{{0,40}}\b{_WORK}\b.{{0,40}}\b(?:good|ready|strong|convincing|publishable|enough|work|make sense|sound|correct|right|any good|hold up|clear|bad|weak)\b",
        rf"\bhow (?:good|bad|strong|weak|convincing|clear|is|well)\b.{{0,20}}\b(?:my|this|our)\b.{{0,40}}\b{_WORK}\b",
        r"\b(?:tell|say|confirm|agree)(?: me)?(?: that)? (?:it|this|my \w+)(?:'s| is) (?:great|good|fine|ready|perfect|right|brilliant|correct|finished)\b",
        r"\b(?:grade|mark|score) would\b|\bconfirm (?:that )?i'?m right\b|\b(?:flaws|weaknesses|mistakes)\b.{0,20}\bin (?:my|this|our)\b",
        r"\b(?:am i|was i|is it) (?:right|correct)\b.{0,40}\b(?:about|that|to think|in thinking)\b",
    ),
    _sign(
        "choice_for_others",
        "gift gifts present presents for behalf his her their them they he she surprise",
        rf"\b(?:gifts?|presents?|surprise)\b.{{0,60}}\b(?:for|to)\b.{{0,20}}\b(?:my|our|a|her|his|the|someone)\b.{{0,20}}\b{_WHO}\b",
        rf"\b(?:get|buy|give|make) (?:for )?(?:my|our)\b.{{0,20}}\b{_WHO}\b.{{0,30}}\b(?:birthday|christmas|graduation|wedding|retirement|anniversary|gift|present)\b",
        rf"\bwhat (?:should|would|could|can|might) (?:my|our)\b.{{0,20}}\b{_WHO}\b (?!and i\b)",
        rf"\bshould (?:my|our)\b.{{0,15}}\b{_WHO}\b (?!and i\b)",
        r"\bwhat (?:to|should i|can i|could i|do i) (?:get|buy|give|cook for|bring)\b.{0,10}\b(?:my|our|a|her|him|them)\b",
        rf"\b(?:recommend|suggest|find|choose|pick|ideas?|books?|movies?|games?|toys?|courses?|activit\w+|shoes|something)\b.{{0,60}}\bfor (?:my|our|his|her)\b.{{0,20}}\b{_WHO}\b(?! and (?:me|i|us)\b)",
        r"\bon (?:his|her|their|my \w+'s) behalf\b|\bfor (?:him|her|them) to\b|\b(?:he|she) (?:likes|loves|turns|hates|enjoys)\b",
    ),
    _sign(
        "shared_choice",
        "we us our friends friend family everyone team group guests wife husband partner spouse kids party together "
        "roommate roommates colleagues coworkers company office couple both girlfriend boyfriend meeting class club "
        "audience colleague stakeholders participants neighbours neighbors",
        rf"\b(?:with|for|among|invite|inviting|hosting|host)\b.{{0,25}}\b(?:my|our|some|a few|the|all|old)?\b ?(?:whole |close |best |entire )?{_WHO}\b",
        rf"\b(?:my|our) {_WHO} and (?:i|me)\b|\bme and my {_WHO}\b|\b(?:both of us|two of us|the (?:whole|entire) (?:team|group|family|office)|everyone|our guests|all of us)\b",
        r"\b(?:our|the|my) (?:team|group|company|office|department|club|class|committee|family|board|colleagues|stakeholders)\b",
        r"\b(?:we|us)\b.{0,60}\b(?:should|all|both|need|want|decide|agree|meet)\b|\bshould we\b|\bteam (?:meeting|event|offsite|building|lunch)\b",
    ),
    _sign(
        "evidence_decision",
        "which compare comparison versus vs tradeoff tradeoffs trade-off trade-offs caveat giving pros cons adopt choose "
        "select decide decision recommendation evidence data benchmark benchmarks rationale candidate candidates vendor "
        "supplier migrate switch fastest cheapest reliable battery durable better best evaluate criteria requirements hire worth",
        r"\btrade-?offs?\b|\bgiv(?:e|ing) up\b.{0,30}\b(?:by|if|choosing|when)\b|\bcaveats?\b|\bpros and cons\b|\bfinal recommendation\b",
        r"\b(?:which|what) (?:one|option|system|platform|tool|service|vendor|provider|supplier|candidate|approach|database|framework|library|product|"
        r"model|solution|software|method|architecture|strategy|bid|plan|design|drug|treatment|fund)\b.{0,50}\b(?:choose|adopt|pick|go with|move forward|select|"
        r"makes? (?:the )?most sense|settle|use|buy|deploy|standardi[sz]e|hire|better|safer|cheaper|faster|best for|migrate|switch)\b",
        r"\bwhat would you recommend (?:i|we) (?:adopt|choose|select|use|standardi[sz]e)\b",
        r"\b(?:compare|comparison|versus|vs\.?)\b",
        r"\bwhich\b.{0,40}\b(?:has|have|gives?|offers?|lasts?|is)\b.{0,20}\b(?:the )?(?:best|better|longest|fastest|cheapest|cheaper|most|more|highest|lowest|safest|strongest)\b.{0,25}\b(?:battery|camera|performance|mileage|"
        r"warranty|range|value|price|reliab\w+|accura\w+|secur\w+|durab\w+|safe\w*|rated|efficient|speed|screen|storage|evidence|record|returns?)\b",
        r"\b(?:based on|given|according to|looking at) (?:the|these|this|our|its) (?:\w+ )?(?:data|evidence|results|numbers|benchmarks?|figures|requirements|criteria|test|study|studies|reviews)\b",
        r"\b(?:ready|need|have) to (?:choose|select|settle|decide|pick)\b.{0,80}\b(?:for|between|on|among)\b|\bsettle the choice\b|\b(?:next step|task) is to (?:select|choose|decide)\b",
        r"\bwhich (?:candidate|applicant|bid|vendor|supplier)\b|\bshould (?:we|i) (?:hire|switch|migrate|adopt)\b",
    ),
    _sign(
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

OPEN: tuple[Sign, ...] = (
    _sign(
        "recommendation",
        "recommend recommendation recommendations recommended suggest suggestion suggestions ideas looking options option should prefer "
        "preference preferences taste tastes which what where are there help playlist based given enjoy try pick must-see must-read must-try must-visit interests for favorite worth mood some",
        r"\b(?:recommend|suggest)(?:ed|ions?|ations?|s)?\b",
        r"\b(?:ideas|inspiration|options) (?:for|to|of|on)\b|\bany (?:good )?(?:ideas|options|suggestions|recommendations)\b",
        r"\blooking (?:for|to (?:buy|get|try|find|attend|watch|read|explore|start|purchase|pick))\b|\bin the mood\b|\bsomething (?:to|new|good|fun|different)\b",
        r"\bwhat (?:\w+ ){0,6}(?:should|can|could|would|might|do) (?:i|we|the user) (?:\w+ )?(?:read|watch|eat|cook|buy|get|play|listen|visit|see|wear|drink|try|do|order|make|go|check|consider|choose|pick|enjoy|explore|bring|expect|look|use)\b",
        r"\bwh(?:ich|ere) (?:\w+ ){0,6}(?:should|could|can|would) (?:i|we)\b",
        r"\b(?:align|aligns|fit|fits|suit|suits|match|matches)\b.{0,30}\b(?:my|their|his|her|me|them|user'?s?|best|preferences?|taste)\b|\bbest (?:fits?|suits?|matches|aligns?)\b|\bbest (?:fit|match)\b",
        r"\b(?:which|what) (?:\w+ ){0,3}(?:is|are|would be|do you think is|seems?) (?:the )?(?:best|most (?:suitable|appropriate|fitting|enjoyable|fulfilling|satisfying|rewarding)|a good)\b(?! (?:\w+ )?(?:explanation|estimate|evidence|predictor|conductor|example))",
        r"\bwhich (?:\w+ ){1,3}(?:should|would|might) (?:i|we|they|he|she|the user)\b|\bhelp me (?:find|pick|choose|select|decide)\b|\b(?:where|how) (?:can|could|do|should|might) i (?:find|get|buy|take|go|watch|hear|see|meet|eat|stay)\b|\bplaylist\b",
        r"\bbased on (?:my|their|his|her|the user's|what i|what they)\b.{0,30}\b(?:preferences?|interests?|tastes?|like|enjoy|feelings|feel)\b|\bgiven (?:my|their) (?:\w+ )?(?:preferences?|interests?|tastes?)\b|\b(?:are there|is there|do you (?:know|have)) (?:any|some|a|an)\b.{0,60}\b(?:i|me|suggestions?|recommendations?|ideas)\b",
        r"\bwhat are some\b|\bworth (?:reading|watching|visiting|trying|buying|seeing|playing)\b|\bmust-(?:see|read|try|visit|do|have)\b|\b(?:for me|to try|check out|would i (?:like|enjoy|love))\b",
        r"\bwhat'?s (?:a |some |the )?(?:good|nice|great|fun|cool|new)\b",
    ),
    _sign(
        "planning",
        "plan planning itinerary schedule organize organise prepare roadmap timetable routine agenda checklist "
        "meal weekend trip week budget arrange",
        r"\b(?:plan|planning|itinerary|timetable|roadmap|agenda|checklist|schedule)\b",
        r"\b(?:organi[sz]e|arrange|prepare for|map out|lay out)\b.{0,40}\b(?:my|our|a|the|it|this)\b|\b(?:weekly|daily|morning|workout|study|training) routine\b",
    ),
    _sign(
        "advice",
        "should advice tips help improve cope deal better handle stop approach manage struggling life career decide ways way",
        r"\bshould i\b|\b(?:advice|tips|guidance)\b|\bwhat would you do\b|\bhow (?:should|would|can|could|do|might) (?:i|we) (?:best )?(?:improve|deal|cope|handle|stop|get better|approach|manage|become|find|balance|stay|overcome|decide|start|learn)\b",
        r"\bhow would you approach\b|\b(?:best )?ways? (?:for me )?to\b|\bwhat (?:approach|method|path|steps|strategy|strategies|approaches)\b",
    ),
    _sign(
        "how_to",
        "how steps way guide tutorial instructions recipe learn",
        r"\bhow (?:do|can|could|should|would|might|to) (?:i|you|we|one)\b|\bhow to\b|\bsteps (?:to|for)\b|\bstep[- ]by[- ]step\b|\b(?:tutorial|instructions|recipe|guide) (?:for|to|on)\b|\bteach me\b",
    ),
    _sign(
        "creative",
        "write compose create make invent brainstorm story poem song joke haiku lyrics limerick scene dialogue character name names "
        "tale fanfic sonnet riddle roleplay imagine pretend continue novel screenplay",
        r"\b(?:write|compose|create|make up|invent|tell|draft|generate|craft|give)\b.{0,40}\b(?:story|stories|poem|song|joke|haiku|lyrics|limerick|scene|dialogue|monologue|tale|fanfic|sonnet|riddle|screenplay|rap|verse|plot|villain|character|backstory|fable|myth|toast|ballad|titles?|names?|captions?)\b",
        r"\b(?:brainstorm|role-?play|pretend|imagine (?:you|that|a))\b|\bcontinue (?:the|this|my) (?:story|scene|poem)\b|\bname (?:ideas )?for my\b",
    ),
    _sign(
        "code",
        "python javascript typescript java rust golang sql regex bash html css react function script bug error exception traceback "
        "api compile compiler docker git class method loop array dataframe pandas segfault null undefined async json yaml kubernetes "
        "debug debugging debugger keyerror typeerror valueerror syntaxerror indexerror importerror attributeerror nameerror runtimeerror "
        "referenceerror nullpointerexception stacktrace pytest def return import const numpy c++ c# kotlin swift php ruby excel formula node django flask unittest",
        r"\b(?:python|javascript|typescript|rust|golang|sql|regex|bash|html|css|react|c\+\+|c#|kotlin|php|ruby|django|pandas|docker|kubernetes|git)\b.{0,80}\b(?:write|function|script|code|bug|error|query|fix|class|loop|implement|component|command|file|test|refactor|why|returns?|how|method|exception|list|merge|commit|container|list|string|decorator)\b",
        r"\b(?:write|fix|debug|refactor|implement|optimi[sz]e|review|explain|convert|port|test)\b.{0,60}\b(?:function|script|code|query|regex|class|method|endpoint|component|unit tests?|algorithm|program|api|dockerfile|formula|python|javascript|rust|sql|java|bash)\b",
        r"\b(?:debug(?:ging|ger)?|pytest|traceback|stack ?trace|segfault|nullpointer\w*|(?:type|value|key|syntax|index|import|attribute|name|runtime|reference)error|undefined is not|compile error|merge conflict)\b|\bdef \w+\(|\bimport \w+\b.{0,30}\bas\b|\bconst \w+ ?=|\bselect .{1,60}\bfrom\b \w+ (?:where|join|group|order)",
    ),
    _sign(
        "rewriting",
        "rewrite reword rephrase proofread edit polish shorten paraphrase grammar improve sound correct revise punctuation",
        r"\b(?:re-?write|re-?word|rephrase|proof-?read|paraphrase|polish|shorten|copy-?edit|revise)\b",
        r"\b(?:fix|correct|check)\b.{0,20}\b(?:grammar|spelling|punctuation|typos)\b|\bedit (?:this|my|the)\b|\bimprove (?:this|the following) (?:text|paragraph|sentence|email)\b|\bmake (?:this|it|that|my)\b.{0,40}\b(?:sound|shorter|clearer|formal|concise|friendlier|professional|flow)\b",
    ),
    _sign(
        "summary",
        "summarize summarise summary tldr tl;dr condense recap gist key main takeaways points bullet",
        r"\b(?:summari[sz]e|summary|tl;?dr|condense|recap|the gist|takeaways)\b|\b(?:key|main) (?:points|ideas|takeaways)\b|\bboil (?:it|this) down\b",
    ),
    _sign(
        "translation",
        "translate translation spanish french german italian japanese chinese dutch portuguese korean russian english arabic say",
        r"\btranslat(?:e|ion|ing)\b|\bhow (?:do|would) (?:you|i|we) say\b|\b(?:say|put|write) (?:this|that|it) in (?:spanish|french|german|italian|japanese|chinese|dutch|portuguese|korean|russian|english|arabic)\b",
    ),
)
"""Kinds that leave a request as open as it is."""

MEASURED = re.compile(
    r"\b(?:in the (?:world|universe|solar system|history)|of all time|on earth|ever (?:recorded|made|built|lived))\b"
)
SEEKING = re.compile(
    r"\b(?:recommend|suggest|should (?:i|we|he|she|they|the user)|advice|tips|ideas|options?|good|best|great|nice|fun|cool|better|ideal|worth|perfect|suitable|fitting|meaningful|"
    r"popular|top|favou?rite|enjoy|fits?|suits?|ways? to|activities|some)\b"
)
MEASURE = re.compile(
    r"^how (?:many|much|old|tall|far|long|big|deep|fast|often|high|heavy|large|hot|cold)\b"
    r"(?!.*\b(?:should|you|ought|need)\b)"
)
"""Asks for a figure about the world, unless it speaks of what to do."""
FIRST = re.compile(
    r"\b(?:i|me|my|mine|myself|i'm|i'd|i've|i'll|we|us|our|ours|we're|we'd|we've|im|ive)\b|\bthe user(?:'s)?\b"
)
ADVISER = re.compile(
    r"\byour?(?: \w+)? (?:think|recommend|suggest|suggestions?|recommendations?|advise|advice|choose|pick|opinion|thoughts|have|say|consider|prefer|like)\b"
)
"""The question asks for the assistant's own view: not for a fact."""
CARRIER = re.compile(
    r"^(?:(?:and|but|so|ok|okay|well|now|also|hey|hi|please|just|quick question|question|one more thing|btw|by the way|"
    r"out of curiosity|just curious|curious)[,:.!]* +)*"
    r"(?:(?:can|could|would|will) you (?:please |kindly |maybe )?(?:tell|explain|clarify|answer|say|remind|help me understand)(?: (?:to )?(?:me|us))?(?: (?:this|it|that|now|again|briefly))*[,:]* *|"
    r"(?:please )?(?:tell|remind) (?:me|us)[,:]* *|do you (?:happen to )?know[,:]* *|i(?:'m| am| was|'ve been)? ?(?:just )?(?:wonder(?:ing)?|curious(?: about)?|asking)[,:]* *(?:if |whether )?|"
    r"i(?:'d| would) (?:like|love) to know[,:]* *|help me understand[,:]* *|any idea[,:]* *|does anyone know[,:]* *|i (?:want|need) to know[,:]* *)?"
)
FACT = re.compile(
    r"^(?:who|whom|whose|what|when|where|why|which|is|are|was|were|does|do|did|can|could|has|have|had|will|would|"
    r"what's|who's|where's|when's|how's|whats|"
    r"how (?:many|much|old|tall|far|long|big|deep|fast|often|high|heavy|large|hot|cold|did|does|do|is|are|was|were|can|could|has|have|come))\b"
)
EXPLAIN = re.compile(
    r"^(?:please )?(?:explain|describe|define|tell me (?:about|more)|what does .{1,60} mean|walk me through|give (?:me )?an overview|"
    r"how (?:does|do|did) .{1,80} (?:work|form|happen|function)|what is the difference|what's the difference|elaborate)\b"
)
PARTAKES = re.compile(
    r"\b(?:host|hosting|we|we're|us|our|with (?:my|the|some)|together|party|night|dinner|vacation|holiday|trip|potluck|reunion|barbecue|cookout|and (?:i|me))\b"
)
"""The asker is one of those who share it."""
_OTHERS = frozenset(
    "him her his hers them they he she someone somebody friend friends mom mum mother dad father parents sister brother son "
    "daughter child children kid kids wife husband spouse partner girlfriend boyfriend boss manager colleague colleagues coworker "
    "coworkers teammate roommate roommates flatmates neighbor neighbour neighbors neighbours uncle aunt grandma grandmother grandpa "
    "grandfather nephew niece cousin teacher student students client clients customer customers patient patients employee employees "
    "team family guests guest toddler baby teenager teenagers people gift gifts present couple everyone group".split()
)
NEEDED: dict[str, frozenset[str]] = {
    "choice_for_others": _OTHERS,
    "shared_choice": _OTHERS
    | frozenset(
        "we us our ours we're both together company office club committee meeting party wedding".split()
    ),
    "code": next(sign.triggers for sign in OPEN if sign.kind == "code")
    | frozenset(
        "file program test tests code column query list variable dict dictionary server npm pip cron vim branch module terminal".split()
    ),
    "summary": frozenset(
        "this that it text article report paper document summary points point these attached above below thread transcript notes pasted "
        "meeting chapter contract say says takeaways gist brief short shorten synopsis essentials minutes".split()
    ),
    "rewriting": frozenset(
        "this it my text sentence sentences paragraph email message draft wording tone grammar words write written rewrite reword rephrase "
        "shorter clearer formal these the".split()
    ),
    "translation": next(sign.triggers for sign in OPEN if sign.kind == "translation")
    | frozenset(
        "greek turkish polish swedish hungarian finnish thai hindi ukrainian vietnamese danish norwegian czech latin irish welsh catalan swahili "
        "mandarin brazilian mean means word language phrase called".split()
    ),
    "quality_evaluation": frozenset(
        "my this our it these those i mine here attached below above draft version right correct".split()
    ),
}
"""Words of which a request has one, if it is of this kind; a guard on what the heads find."""
EXPLAINABLE = re.compile(
    r"^(?:why|how|explain|describe|what (?:is|are|'s) the (?:idea|intuition|reason))"
)
SMALL = re.compile(
    r"^(?:hi+|hello+|hey+|yo|howdy|good (?:morning|evening|afternoon|night)|thanks?(?: you)?|thank you|thx|ty|cheers|bye|goodbye|see (?:you|ya)|lol|haha+|"
    r"ok(?:ay)?|cool|nice|great|how are you|how's it going|what'?s up|sup|how was your|who are you|are you (?:there|human|real|an? (?:ai|bot))|"
    r"nice to meet|you'?re (?:great|awesome|funny)|welcome back|happy (?:new year|birthday|friday)|i'?m (?:bored|back|tired|home))\b"
)
GENERIC = frozenset(
    "for the a an of to and or in on with what which how would should could can do does is are be you your we i me my our it "
    "this that these those plan approach decision situation sensible look like recommend recommendation organize organise "
    "structure suggest best go about handle next step steps make good reasonable proceed option options choose case please now "
    "think here there discussed discuss talked about then one way from as so if at by will help any ideas idea thing things "
    "start first where when need want".split()
)
"""Words that name no matter of their own: a request made of them speaks of what went before."""
