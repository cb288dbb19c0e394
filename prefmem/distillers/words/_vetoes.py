"""What looks like a preference and is not the user's own, not meant, or not for a memory."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

from prefmem.distillers.words._frames import CALLS_FOR
from prefmem.distillers.words._people import BEHIND_OWN, OF_PEOPLE, PERSON, RELATION
from prefmem.stages.lowered import low, lowered

_SUBJECTS = re.compile(
    r"(?P<own>\b(?:i|i'?m|im|i'?ve|ive|i'd|i'll|me)\b)|"
    rf"(?P<other>\b(?:my|our|his|her|their|your|a|the|some|many|most)\s+(?:\w+\s+){{0,2}}?(?:{RELATION}|group|class|band)\b(?!(?:'s\b|'(?!s))(?! (?:an?|not|also|very|really|always|never|so|been|got|into|vegan|vegetarian|allergic|obsessed|gluten|lactose|diabetic|pregnant|kosher|halal|on|afraid|scared|crazy|mad|the one|just|more|pretty|quite|super|too)\b))|"
    rf"\b(?:my|our) {PERSON}\b(?!'s\b|'(?!s)| and (?:i|me)\b)|"
    r"\b(?:he|she|you|people|everyone|everybody|someone|somebody|nobody|others?|who|we|they|folks|users|"
    r"americans|kids|women|men|guys)\b(?!'s?\s+\w+\s+(?:stress|bore|annoy)))",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"\b(?:if i(?= (?:was|were|had|could|would|did|didn|ever|like|liked|love|hate|prefer|don|want|only))|"
    r"if i(?:['’]?m| am)(?= (?:ever |also |really )?(?:pregnant|diabetic|allergic|c(?:o)?eliac|vegan|vegetarian|deaf|blind|autistic|ill|sick)\b)|"
    r"(?:maybe|perhaps|possibly)(?=,? (?:one day |some day |next time )?i(?:['’]?ll| will| should| could| can|['’]d| might| ought)\b)|"
    r"what if|suppos(?:e|ing)|imagin(?:e|ing)|let'?s say|(?<!t )(?<!d )(?<!not )(?<!to )(?<!must )say i\b|hypothetical\w*|pretend\w*|in theory|"
    r"whether (?:i|or)|wonder(?:ing)? (?:if|whether)|as if i|even if i|would i\b|should i\b|do i\b|am i\b|"
    r"could i\b|can i\b|why i\b|how i\b|what i\b(?! (?:(?:now|do|really|most|mostly|usually|always|actually|truly) )*(?:like|love|prefer|enjoy|hate|need|value|appreciate|look for|want|now|do (?:now|instead|these)|eat|drink|wear|read|listen|can['’]?t (?:stand|bear)|cannot (?:stand|bear)|dislike|dread|miss|crave|avoid|loathe|have no|did(?:n['’]t| not) (?:take to|like|enjoy)|do(?:n['’]t| not) (?:like|enjoy|care)|go for|live for))|"
    r"in case i\b|assum(?:e|ing) (?:that )?i\b|for example,? i|e\.g\.|such as \"?i\b)",
    re.IGNORECASE,
)
_REPORTED = lowered(
    r"\bi (?:read|heard|was told|saw|know) (?:somewhere |once )?(?:that |people |about )|\b(?:said|says?|told|tells?|claims?|claimed|(?<!you )(?<!to )thinks?|thought|wrote|quote|quoting|character|"
    r"protagonist|narrator|lyrics?|called|titled|sentence|phrase|means?|translate|mention(?:ing|s)?|"
    r"explain(?:ing|s)?|saying|states?|stating|respond(?:ing)?|reply(?:ing)?) (?:(?:me|him|her|them|us|you|to|my \w+|\w+) )?(?:that |to |with |is |: ?)?[\"“'‘]?i\b",
)
_SAYS_OF_ME = lowered(
    r"\b(?:says|said|reads|claims) (?:the|my|his|her|our|a|an) \w+|,\s*(?:it|he|she|they|(?:my|his|her|the) \w+) (?:says?|said|thinks|reckons|claims|writes|wrote)\b|"
    r"^\W*(?:(?:please|can you|could you|now|and|ok|but)\W+)*(?:say|rephrase|reword|rewrite|translate|correct|complete|continue|fix|turn|put|shorten|write|reply|answer|send|text|type|print|sing|spell|make|tell (?:him|her|them|us))\b[^:\n]{0,50}:\s|"
    r"\b(?:user stor(?:y|ies)|persona|scenario|(?:test )?input|(?:expected )?output|examples?|sentences?|quote|lyrics|slogans?|title|caption|headline|label|motto|joke|riddle|profile|bio|tagline|acceptance criteria|the survey (?:asks|says)|is (?:this|it) (?:ok|right|correct)[^:]{0,30}|which (?:is|of these|one)[^:]{0,30})\s*\d*\s*:\s|"
    r"^\W*as an? (?:user|customer|admin|visitor|shopper|guest|player|reader|student|\w+er|\w+or|vegetarian|vegan|parent)\b,? i (?:want|need|should|must|can|would like)(?: to)? \w+[^.]*\bso that\b|"
    r"\b(?:everyone|everybody|people|they|he|she|friends|my (?!doctor|gp|dietitian|dietician|physio|dentist|oncologist|nutritionist)\w+) (?:keeps? |always |kept |all |just )*(?:tell(?:s|ing)?|told|ask(?:s|ed|ing)?|want(?:s|ed)?|advis(?:es|ed)|urg(?:es|ed)|beg(?:s|ged)) (?:me|us) (?:to|that i should|not to)\b",
)
"""Somebody else's word on the speaker, a text to be worked on, a story of a user."""
_OWN_SAYING = re.compile(
    r"\byou (?:could|might|can|may) (?:even )?say|\bi(?:['’]d| would| must| have to| should)? (?:say|mention|admit|think|thought|said)|"
    r"\bi (?:can(?:['’]?t|not)|couldn['’]?t|could not|wouldn['’]?t|would not) (?:really |honestly |exactly )?(?:say|claim)(?! (?:that )?i(?:['’]m| am)? (?:\w+ )??(?:hate|dislike|detest|despise|loathe|against|averse|mind)\b)",
    re.IGNORECASE,
)
_WRITING = re.compile(
    r"\b(?:write|draft|compose|create|generate|make|prepare|craft|come up with|produce|give me|help me (?:write|with|draft)|i need)\b"
    r"[^.!?\n]{0,60}?\b(?:e-?mails?|letters?|essays?|stor(?:y|ies)|poems?|speech(?:es)?|scripts?|songs?|lyrics|"
    r"raps?|haikus?|dialogues?|scenes?|paragraphs?|bios?|profiles?|captions?|tweets?|posts?|status(?: updates?)?|posters?|blogs?|reviews?|"
    r"articles?|messages?|texts?|statements?|cover letters?|resumes?|summar(?:y|ies)|repl(?:y|ies)|responses?|"
    r"toasts?|vows?|jokes?|monologues?|novels?|chapters?|reports?|ads?|introductions?|conclusions?|headlines?|titles?|slogans?|"
    r"copy|descriptions?|leaflets?|flyers?|brochures?|blurbs?|press releases?|newsletters?|pitch(?:es)?|proposals?|invitations?|announcements?)\b",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"\b(?:i|we)(?:['’](?:ve|d)| have| had)? (?:(?:\w+ly|often|always|sometimes|never|also|just|do|don['’]t|did|didn['’]t|used to|had to|could|couldn['’]t|would) )*"
    r"(?:(?:tried|attempted|managed|wanted|started|began|decided|used|learn(?:ed|t)|love|like|hate|enjoy|prefer|loved|liked|hated|struggled?|sat down|set out|failed|agreed|offered|volunteered|got asked|was asked|were asked) (?:once |again |recently )?to )?$",
    re.IGNORECASE,
)
"""Before what somebody wrote, tried to write, or writes as a habit: that is no task."""
_FRIEND = re.compile(
    r"\b(?:asking|question|this is|it'?s) for (?:a|my|another) (?:friend|mate|\w+ of mine)\b|"
    r"\b(?:gift|present|recipe|meal|party|trip) for (?:my|a|an|the) (?:\w+ )?(?:who|that) \w+",
    re.IGNORECASE,
)
_AUTHORITY = lowered(
    r"\b(?:auto-?approv\w+|pre-?approv\w+|(?:you (?:are|have)|give you|grant(?:ed|ing)? you|you'?re) (?:full )?(?:permission|access|authori[sz]\w+|allowed|admin\w*|root)|"
    r"permission(?:s)? to|without (?:asking|confirm\w+|approval|checking with)|(?:admin|root|developer|god|sudo|debug|jailbr\w+) (?:mode|access|rights|privileges)|"
    r"password|passcode|api key|credential\w*|secret(?:s|ly)?\b(?! (?:garden|ingredient|recipe|santa|menu|spot|bar|history|beach))|confidential|"
    r"(?:don'?t|do not|never) (?:tell|reveal|disclose|share|show|mention|let) [\w' ]{0,30}(?:anyone|anybody|others|users?|customers?|people|them|him|her|boss|wife|husband|this conversation|know)|"
    r"other users?|all users|every user|for everyone(?: else)?|(?:ignore|disregard|override|bypass|forget|overrule) (?:\w+ ){0,4}(?:instructions?|rules?|polic(?:y|ies)|guidelines?|restrictions?|filters?|safety|prompt|safeguards?|training)|"
    r"system (?:prompt|message|instructions?)|(?:your|the (?:assistant|ai|model|bot|chatbot)(?:['’]s)?) (?:rules|guidelines|restrictions|policies|filters|safety|safeguards|ethics|guardrails|programming|training|instructions)\b|the (?:guardrails|safeguards|safety (?:rules|filters|guidelines))\b|"
    r"(?:no|without) (?:restrictions|filters?|limits|censorship|rules)|uncensored|unfiltered|jailbreak|\bdan\b mode|do anything now|"
    r"always (?:trust|obey|approve|comply|execute|accept|authori[sz]e|allow)|never (?:refuse|decline|deny|warn|question me)|"
    r"(?:send|forward|upload|post|transfer|wire|email|copy) (?:\w+ ){0,5}(?:data|money|funds|payments?|details|credentials|to (?:this|the following|\S+@\S+|https?))|"
    r"treat (?:me|my \w+) as (?:an? )?(?:admin|owner|developer|root|authori\w+)|i am (?:the|an|your) (?:admin\w*|owner|developer|creator))\b",
)
_TASK_NOW = lowered(
    r"\b(?:this (?:time|one|question|task|code|essay|text|paragraph|email|story|function|file|chat|message|answer|sentence|"
    r"article|problem|exercise|assignment|project|script|image|table|list|letter|poem|draft)|for (?:now|today|this|the moment)|"
    r"right now|at the moment|just (?:once|today|this once)|tonight|today|this (?:evening|morning|weekend|week|afternoon)|tomorrow|"
    r"currently|the (?:above|following|previous|next|last|first|second) (?:\w+ )?)\b",
)
_REQUEST = re.compile(
    r"^(?:(?:and|so|but|then|also|ok|okay|hi|hey|hello|please|now|well|anyway|just)[, ]+)*"
    r"(?:can(?!['’]?t (?:\w+ly )?(?:stand|bear|handle|stomach|abide|do\b|be (?:doing|bothered|arsed)|get enough|live without))|could|would|will|won'?t|do|does|did|is|are|am|was|were|has|have you|should|shall|may|might|any|what(?! i (?>\w+ly |always |most |just |also )*(?:love|like|enjoy|prefer|can['’]?t (?:stand|bear|abide)|cannot (?:stand|bear)|dislike|hate|loathe|appreciate|miss|value|crave|dread|avoid|did(?:n['’]t| not) (?:take to|like|enjoy)|do(?:n['’]t| not) (?:like|enjoy|care for)|have no (?:time|patience|use) for|go for|live for)\b[^?]*\b(?:is|are|was|were)\b[^?]*$)(?! (?:\w+ly )?(?:works|calms|suits|bothers|annoys|irritates|captivates|fascinates|moves|delights) (?:(?:best|better) )?(?:for )?me\b[^?]*$)|what'?s|which|how|where|"
    r"who|when (?:is|are|do|does|did|was|will|should|can)|why|please|suggest|recommend|give|tell|help|show|list|write|find me|explain|"
    r"i (?:need|want|would like|'d like) (?:you to|to know|help|some|a list|advice)|got any|know any|let me know|"
    r"let'?s|imagine|pretend|act as)\b",
    re.IGNORECASE,
)
_FORMULA = lowered(
    r"^\W*(?:(?:ok|okay|so|well|just|now) )*(?:changing|switching|shifting) (?:gears|topics?|subjects?|the subject|lanes)\b|"
    rf"^\W*(?:(?:and|but|so|please|just|then|you can|ok|okay)\W+)*call (?:me|us) {CALLS_FOR}|"
    r"\bi(?:['’]d| would)? (?:rather|prefer) not (?:to )?say\b|\bi(?:['’]d| would) (?:prefer|like|take|rather have) the (?:[\w:]+ ){0,3}(?:slot|appointment|time|date|one|option|seat at \w+|table)\b|\bhate to (?:bother|ask|interrupt|say|be (?:a|that)|tell|admit|disturb|break)\b|\bi['’]?m afraid (?:i|that|it|not|so|this|we)\b|"
    r"\bi(?: would|['’]d) (?:also )?like to (?:return|cancel|book|order|swap|exchange|report|ask|know|pay|change my|reserve|apply|sign up|check)\b|"
    r"\bi(?: would|['’]d) (?:also )?like (?:it|this|that) (?:to|in|at|on|with|more|less|as)\b|"
    r"\btend to (?:lose|forget|fail|drop|miss|struggle|mess|mix up|overheat|crash)\b|"
    r"^\W*(?:(?:sorry|no|oh|ah|wait|oops|well|and|but|yes|yeah)\W+)*i (?:actually |really |only |just )?meant (?!(?:to (?:say|write) )?(?:that )?(?:i\b|i['’]|my\b|we\b))|"
    r"\b(?:never mind|forget|ignore|disregard|take back) (?:all |everything )?(?:what|that|whatever) (?:that )?i\b|"
    r"\bonly have (?:\w+ ){1,3}(?:minutes?|hours?|days?) (?:before|until|till|left)\b",
)
_SOUGHT = re.compile(
    r"^\W*(?!.*\b(?:i|i['’]m|im|my|our|we|love|loves|hate|like|prefer|enjoy|fan|always|never|only|no|not|into|can['’]?t|don['’]?t|over|than|favou?rite)\b)(?:[\w'’-]+ ){1,6}(?:near me|(?:ideas?|menu|recs|recommendations?|suggestions?|tips)(?: (?:for|near) (?:me|us))?)(?: please| pls)?\W*$",
    re.IGNORECASE,
)
"""A request that names what is looked for and nothing else: "cheap lunch near me"."""
_OF_ONE = lowered(
    r"\bmy (?:usual|favou?rite|go-to|preferred|typical|comfort|regular) (?:\w+ ){1,3}?(?:(?:does|did|is|was|has|wo|ca)(?:n['’]t| not| ?nt)\b|has\b|had\b|broke\b|got\b|went\b|was\b|were\b|closed\b|shut\b|left\b|keeps\b|says\b|said\b|is (?:away|broken|closed|shut|gone|out\b|down|late|missing|full|ill|sick|on holiday|cancelled|too\b|when\b|where\b|that\b|here|there))|"
    r"^\W*(?:(?:hi|hello|hey|and|so|well)\W+)*i['’]?m an? [\w -]{3,30}? from (?!the\b|a\b)\w+|\bi['’]?m an? [\w -]{3,30}?,? (?:and i['’]?m )?\d\d(?: years old)?\b|"
    r"\bmy favou?rite (?:part|bit|scene|line|moment|chapter|character|verse|thing (?:today|about (?:it|this|that)|so far)|one (?:is|was|of these|so far))\b",
)
"""Who somebody is; what happens to their favourite, or what they like of one work."""
_MOOD = lowered(
    r"\bmy (?:\w+ )?(?:back|head|feet|foot|knees?|neck|shoulders?|legs?|arms?|throat|stomach|tooth|teeth|eyes|ears?|hips?|wrists?|brain)(?:['’]s| is| are)? (?:(?:absolutely|really|just|so|still) )*(?:killing|hurts?|hurting|aching|aches?|sore|throbbing|pounding|freezing|fried)\b|^\W*(?:i['’]?m|im|i am) (?:switching|moving|coming|transitioning|changing)(?: careers?| jobs?| over)? from (?:retail|banking|teaching|nursing|sales|hospitality|marketing|finance|consulting|engineering|accounting|law|academia|the (?:army|military|navy)|hr|construction|journalism|education|health ?care|logistics|catering|customer service|admin|another (?:job|field|career))\W*$|^\W*no (?:worries|problem|prob|rush|hurry|thanks|idea|clue|stress|pressure|need|biggie|offen[cs]e)\b[^.!?,;]{0,16}\W*$|\bback to (?:square one|the drawing board|normal|zero|where (?:i|we) started)\b|\bi['’]?m off to (?:bed|work|sleep|the\b|an?\b|see\b|get\b)|\bmy (?:[\w-]+ )?(?:phone|laptop|battery|car|computer|wifi|internet|printer|screen|session|account|app|charger|router)(?: is| has| was|['’]s) (?:just |now |completely |basically )?(?:dead|broken|expired|down|dying|out of|acting up|frozen|stuck|slow)\b|\bi['’]?m (?:so |really |just |very )?(?:hungry|starving|thirsty) and\b|\b(?:i['’]?m|i am) (?:(?:just|still|currently) )?on (?:an?|the) (?:\w+ )?(?:call|bus|train|tram|plane|ferry|break|walk|boat|coach)\b(?! person)|(?:n['’]?t|\bnot) have any \w+(?: \w+)?\W*$|\bno (?:known |food )?allergies\b|\bi (?:\w+ )?(?:have|['’]?ve got|got) (?:no|zero|little) \w+ left\b|\bat the end of my (?:rope|tether)\b|\bi['’]?m (?:so |really |just |very )?(?:tired|exhausted|done|stressed|hungry|bored|sick|fed up)(?: (?:today|tonight|now|right now|already))?\W*$",
)

MAX_BETWEEN = 2
"""Words between "we" and a cue that is theirs."""


def is_request(clause: str) -> bool:
    """True if a clause asks for something, so that its cues are about what is asked."""
    return _REQUEST.match(clause.strip()) is not None


def is_formula(text: str) -> bool:
    """True for what is polite, an errand or a complaint: "I hate to ask", "I'd like to return"."""
    said = low(text)
    if _SOUGHT.match(text):
        return True
    return _FORMULA.search(said) is not None or _OF_ONE.search(said) is not None


def is_mood(text: str) -> bool:
    """True if it says how somebody is just now, or has nothing: "I have no patience left"."""
    return _MOOD.search(low(text)) is not None


def is_letter(text: str) -> bool:
    """True for a letter that is pasted in to be worked on: it speaks to somebody else."""
    return _LETTER.match(text) is not None and _WORK_ON_IT.search(text) is not None


_LETTER = re.compile(
    r"^\W*(?:dear|hi|hello|hey|good morning) (?!(?:there|chat|gpt|claude|assistant|bot|again|can|could|i)\b)[A-Za-z]+(?: [A-Z]\w+)?,\s",
    re.IGNORECASE,
)
_WORK_ON_IT = re.compile(
    r"\b(?:can|could|would) (?:you|u) (?:please |pls )?(?:polish|proof-?read|correct|edit|rewrite|rephrase|check|improve|shorten|translate|tidy(?: up)?|fix|reword|soften) (?:this|it|that|my \w+)\b[^.?!]*[.?!]?\W*$",
    re.IGNORECASE,
)


def is_unmeant(text: str) -> bool:
    """True for what its speaker is not: what they wish, may become, could never be."""
    return _UNMEANT.search(low(text)) is not None


def is_ironic(text: str) -> bool:
    """True for a sentence that means something else, or nothing: "yeah right, I love Mondays"."""
    return _IRONIC.search(low(text)) is not None


_DIETS = r"(?:vegan|vegetarian|pescatarian|pescetarian|veggie|keto|paleo|kosher|halal|teetotal|sober|plant[- ]based|gluten[- ]free|dairy[- ]free)"
_UNMEANT = lowered(
    r"\bi (?:(?:kind of|sort of|really|just|do|so|often|sometimes|always) )*wish(?:ed)? (?:that )?(?:i (?:liked|loved|enjoyed|could|was|were|had|did|didn['’]?t|knew|preferred)|(?:my|our) (?:[\w-]+ ){1,3}(?:was|were|would|could|had|did))\b|"
    rf"\bi was (?:an? )?(?:(?:strict|lifelong|committed|fully|mostly|briefly) )*{_DIETS}\b(?![^.!?]*\bstill\b)|"
    rf"\bi(?: am|['’]m|['’]d| would)? (?:might|may|could|should|ought to|want(?:ed)? to|wanna|like to|love to|hope to|plan(?:ning)? to|trying to|try to|tried to|thinking (?:of|about)|considering|consider|tempted to|going to|never|could never|would never|will never|couldn['’]?t|wouldn['’]?t|can['’]?t)(?: (?:ever|never|just|also|actually|maybe|one day))* (?:go|going|become|becoming|turn|turning|be|being|try|trying|do|doing) (?:an? )?(?:fully |completely |strictly )?{_DIETS}\b",
)
_IRONIC = lowered(
    r"^\W*(?:(?:and|but|so|well|ok|haha|lol)\W+)*if (?:i|we|it|there|money|time) (?:were|was|weren['’]?t|wasn['’]?t|had(?! (?:to|the (?:choice|option|chance)|a choice)\b)|could(?! (?:choose|pick|only)\b)|won|knew|lived|owned|ruled|did(?:n['’]?t| not))\b[^.!?]*\b(?:i|we)(?:['’]?d| would)\b|"
    r"^\W*(?:(?:please|let['’]s|now|ok|okay|so|just)\W+)*(?:pretend|imagine|suppose|role-?play|make believe|let['’]s say|say i['’]?m)\b|^\W*(?:(?:and|so|ok|okay|actually)\W+)*(?:there['’]?s )?(?:no need|you (?:don['’]?t (?:have|need)|needn['’]?t))\b[^.!?]*\b(?:any ?more|now|again)\W*$|\bi could (?:really |so |totally |honestly )?(?:murder|kill for|go for|do with|use) (?:an?|some) |^\W*(?:please )?(?:don['’]?t|do not) (?:even )?(?:talk|speak) to me (?:before|until|till)\b|^\W*(?:yeah,? right|oh,? sure|oh,? joy|as if|just what i (?:needed|wanted)|sure,? because)\b|\bsaid no ?(?:one|body) ever\b|\s/s\W*$|(?:\.\.\.|…|,) not\W*$",
)


def is_hypothetical(text: str, end: int | None = None) -> bool:
    """True if words make a supposition or an open question of what follows them.

    Args:
        text: A clause.
        end: Where in it the words end that may do so; None for all of it. What comes after is
            looked at only to tell "what I love is …" from "what I should do".
    """
    limit = len(text) if end is None else end
    return any(found.end() <= limit for found in _HYPOTHETICAL.finditer(text))


def is_reported(text: str) -> bool:
    """True if somebody else says "I" in it."""
    said = low(text)
    if _SAYS_OF_ME.search(said) is not None or is_dictated(text):
        return True
    return _REPORTED.search(said) is not None and _OWN_SAYING.search(text) is None


def is_writing_task(text: str) -> bool:
    """True if it asks for a text to be written: what it says belongs into that text."""
    return any(not _wrote(text[: found.start()]) for found in _WRITING.finditer(text))


def is_dictated(text: str) -> bool:
    """True if what is behind a colon goes into a text: "draft a tweet: I love pineapple"."""
    ordered, colon, behind = text.partition(": ")
    if not (colon and behind.strip()):
        return False
    return _SENT.match(ordered) is not None or (
        _FOR_A_READER.match(ordered) is not None and is_writing_task(ordered)
    )


_POLITE = r"^\W*(?:(?:please|pls|can you|could you|would you|will you|now|and|ok|okay|so|then|but|hey|hi)\W+)*"
_FOR_A_READER = re.compile(
    rf"{_POLITE}(?:(?:let['’]?s|help me|help us) )?(?:to )?(?:draft|compose|craft|write|create|generate|prepare|produce|come up with|make)\b",
    re.IGNORECASE,
)
_SENT = re.compile(
    rf"{_POLITE}(?:(?:tweet|post|text|e-?mail|message|dm|caption|publish|blog)(?: (?>this|the following|out|him|her|them|everyone|back|(?:my|our|the) \w+|to (?:my |our |the )?\w+))+|"
    r"(?:an? |my |our |the )?(?:new )?(?:tweet|post|blog ?post|caption|status(?: update)?|announcement|newsletter|toast|speech|review|ad|comment) (?:for|to|on|about) (?:\w+ ){0,4}\w+)$",
    re.IGNORECASE,
)


def _wrote(before: str) -> bool:
    """True if the words before "write" say that it was done, tried, or is a habit."""
    return _WROTE.search(before) is not None


def is_for_a_friend(text: str) -> bool:
    """True if the whole question is asked on somebody else's behalf."""
    return _FRIEND.search(text) is not None


def is_no_statement(text: str) -> bool:
    """True for what asks or is to be written, what others say or ask, and what is about authority."""
    return any(
        veto(text)
        for veto in (
            is_request,
            is_writing_task,
            is_reported,
            is_about_authority,
            is_for_a_friend,
        )
    )


def is_about_authority(text: str) -> bool:
    """True for permissions, secrecy, other users and the assistant's own rules."""
    return _AUTHORITY.search(low(text)) is not None


def holds_only_now(text: str) -> bool:
    """True if it says that it is about this time only."""
    return _TASK_NOW.search(low(text)) is not None


def is_somebody_elses(clause: str, cue_start: int, cue_end: int) -> bool:
    """True if the nearest subject before a cue is another person."""
    subject = None
    for found in _SUBJECTS.finditer(clause[: cue_end + 1].replace("’", "'")):
        if found.start() > cue_start:
            break
        subject = found
    if subject is None or subject.group("own"):
        return False
    who = subject.group("other").lower()
    if who in {"who", "they", "you"}:
        if OF_PEOPLE.match(clause, subject.start()):
            return True
        own = BEHIND_OWN.sub("", clause[:cue_end])
        return re.search(r"\b(?:me|my|i)\b", own, re.IGNORECASE) is None
    if who == "we":
        if clause[subject.end() : cue_start].strip().lower() in ("both", "all"):
            return False
        return len(clause[subject.end() : cue_start].split()) > MAX_BETWEEN
    own_before = re.search(r"\bi(?:'?m|'?ve|'?d|'?ll)?\b", clause[: subject.start()], re.IGNORECASE)
    behind = clause[subject.end() : max(cue_start, subject.end() + len(" and me"))]
    joined = re.search(r"\band (?:i|me)\b", behind, re.IGNORECASE) or _WITH_ONE.search(
        clause, 0, subject.start()
    )
    return own_before is None and joined is None and not _is_felt(clause, cue_start, cue_end)


_WITH_ONE = re.compile(r"\b(?:i|me),? and $", re.IGNORECASE)
"""Before somebody who is told of beside the speaker: "me and my hubby"."""
_FELT = re.compile(rf"\b(?:me|my(?! {PERSON}\b))\b", re.IGNORECASE)
_EFFECT = re.compile(
    r"\b(?:mak|giv|leav|driv|bor|calm|suit|annoy|irritat|drain|stress|overwhelm|inspir|scar|bother|"
    r"disgust|delight|excit|kill|put|turn|get|freak|creep|relax|keep|hurt|wak|help|do|fit|mean)"
    r"(?:e|es|s)? (?:\w+ )?(?:to |for |on |in |out )?$|\b(?:made|gave|left|drove|kept|woke) $",
    re.IGNORECASE,
)


def _is_felt(clause: str, cue_start: int, cue_end: int) -> bool:
    """True if a cue says what something does to the speaker: "makes me", "gets on my nerves"."""
    felt = _FELT.search(clause, cue_start, cue_end)
    if felt is None or felt.group().lower() == clause[cue_start:cue_end].lower() == "my":
        return False
    return felt.start() > cue_start or _EFFECT.search(clause, 0, cue_start) is not None
