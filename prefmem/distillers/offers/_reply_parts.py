"""The parts of a short reply: what is wanted or not, why, and what is no wish at all."""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from prefmem.distillers.words._sentences import Sentence
from prefmem.stages import keys
from prefmem.types import Polarity

Form = Literal["without", "nothing", "limit", "only", "rather", "too", "mostly", "never", "bare"]

PERSON = r"(?:husband|hubby|wife|wifey|partner|boyfriend|girlfriend|bf|gf|fianc[eé]e?|kids?|children|child|son|daughter|toddler|baby|little ones?|boys?|girls?|twins|mum|mom|dad|parents|mother|father|gran(?:dma|dad|ny)?|roommate|flatmate|housemate|neighbou?rs?|family|sister|brother|dogs?|cats?|puppy)"
_SPLIT = re.compile(
    r"\s*[,;](?!\s*(?:like|such as|e\.?g)\b)\s*(?:(?:and|but|so|or|cos|because|bc|since|as)\s+)?|\s+[-–—]+\s+|\s*—\s*|\s*\.{2,}\s*|\s*…\s*|"
    r"(?<!\banything),?\s+(?:but|so|because|bc|cos|cuz|coz|since|tho(?:ugh)?(?= \w)|otherwise(?= \w))\s+|"
    r"\s+and\s+(?=(?:(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)days? )?(?:i|my|we|no|not|nothing|never|her|his)\b)|"
    r"(?<!\bfor)(?<!\bwith)(?<!\bin)(?<!\bon)(?<!\bto)(?<!\bat)(?<!\bof)(?<!\band)(?<!\bby)(?<!\bthat)(?<!\bwhere)(?<!\bwhen)(?<!\bif)(?<!\bonly)\s+(?="
    rf"(?:(?:my|our|the) (?:[\w'-]+ )?{PERSON} (?:can|won|is|are|has|have|hate|do|does|get|never|always|eat|love|prefer|chew|will|cry|refuse)|(?:i['’]?m|im|we['’]?re) \w|(?:i|we|she|he|they|it) (?:get|gets|hate|hates|have|has|live|can['’]?t (?!see)|don['’]?t|doesn['’]?t|always|never|burn|use|rent|work|makes|gives|won['’]?t|stopped|find)\b|my (?:\w+ )?neighbou?rs?\b|there['’]?s no\b))",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:very |so |all )?(?:nice|ok(?:ay)?|k|cool|great|good|perfect|lovely|thanks|thank you|thx|ta|ooo*h?|ahh?|oh|hmm+|mmm*|ye[ap]h?|yep|yes|sounds? (?:good|great|nice|lovely)|nope|nah|no(?=\s*[,.!–—-])|sure|lol|haha+|well|actually|honestly|but|and|so|also|then|just|please|pls|plz|maybe|ideally|preferably|tbh|ngl|ugh|ew+|hm|sorry|still|more like|i['’]?d (?:like|prefer|want)|i (?:just )?want|we want|looking for|can (?:it|we) be|make it|these are|those are|they['’]?re|it['’]?s|that['’]?s)\b[\s,.!:–—-]*)+(?=\w)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[\s,]+(?:please|pls|plz|tho|though|thanks|thx|ideally|if possible|lol|haha|tbh|really|then|ofc|obviously|ok|okay|either|btw|for sure|definitely|100%|all the way|at all|for me|for us|personally|in those|in these|in it|again|here|everywhere|ever))+(?=\W*$)|[\s.!,;:)(]+$",
    re.IGNORECASE,
)
_NP = r"(?:[\w'’&%/-]+)(?:,? [\w'’&%/-]+){0,6}"
_VALUE = r"(?:an? |one |half an? )?(?:[£$€]\s?)?(?:\d+(?:[.,]\d+)?k?|half an? |an?|one|two|three|four|five|six|seven|eight|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety)\s?(?:-\s?)?(?:mins?|minutes?|hrs?|hours?|h|pages?|episodes?|seasons?|ingredients?|euros?|eur|quid|pounds?|bucks|dollars|usd|gbp|[£$€]|kg|kilos?|g|grams|lbs?|km|kms|kilometers|kilometres|miles?|cm|litres?|liters?|people|syllables?|steps?|words|calories|kcal|days?|players?|stops?|nights?|inch(?:es)?)?"
_MONEY = r"(?:[£$€]\s?\d+(?:[.,]\d+)?k?|\d+\s?(?:[£$€]|euros?|quid|bucks|dollars|pounds))"
_EACH = r"(?: (?:an?|per|each|every) (?:day|week|night|session|meal|month|person|episode|time))?"
_LIMITS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:(?:an? |the )?\w+ )?(?P<value>{_VALUE}{_EACH}) (?:max(?:imum)?|tops|at (?:the )?most|or (?:less|under|fewer|shorter)|limit)$",
        r"^(?P<value>(?:\d{1,3}|one|two|three|four|five|six|ten) [a-z]{3,}(?: [a-z]{3,})?) (?:max(?:imum)?|tops|at (?:the )?most|or (?:less|fewer))$",
        rf"^(?:my |our )?budget(?:['’]?s| is| of|:)?(?: about| around| like| max)? (?P<value>{_MONEY}|\d{{2,}}k?)(?: max| tops| or so| ish)?$",
        rf"^(?:has to be |have to be |must be |keep it |stay )?(?:max(?:imum)?(?: of)?|under|below|less than|no more than|not more than|no longer than|not longer than|at most|up to|within|fewer than|nothing (?:over|longer than|above)|not over) (?P<value>{_VALUE}{_EACH}|{_MONEY})$",
    )
)
_EVERY = re.compile(r" (?:an?|per|each|every) (?:day|week|night|month)$", re.IGNORECASE)
"""Of what goes on."""
_UNITLESS = re.compile(r"^(?:an?|one|\d{1,2})$", re.IGNORECASE)
_ONE_AT_A_TIME = r"(?:is|was|were|are|will|has|had|have|does|did|do|can|works?|helps?|happens?)"
_SAID: tuple[tuple[Form, Polarity, str], ...] = (
    ("never", "against", rf"^(?P<what>never (?:ever )?(?:spend|eat|drink|wear|watch|read|buy|drive|fly|cook|listen|play|use|order|stay|travel|ride|pay|queue|camp|bake|run|go to|fry) {_NP})$"),
    ("never", "for", rf"^(?P<what>always (?:spend|eat|drink|wear|watch|read|buy|drive|fly|cook|listen|play|use|order|stay|travel|ride|pay|queue|camp|bake|run|go to|fry) {_NP})$"),
    ("without", "against", rf"^(?:not|no|nothing with|without)(?: any)? (?P<much>too (?:much|many)) (?P<what>{_NP})$"),
    ("nothing", "against", rf"^(?P<how>nothing|nowhere|no ?where|none) (?P<what>(?!with\b|of\b|by\b|else\b|about\b|(?:really|yet|now|left|more|special|much|particular)$)(?:too |that |so |very |overly |where |from |made |on |in )?{_NP})$"),
    ("nothing", "against", rf"^(?P<how>not) (?P<what>(?:too|so|that|overly|super) (?!bad\b|sure\b|long ago){_NP})$"),
    ("only", "for", r"^always (?P<what>(?!(?:the|it|a|an|that|this|these|do|does|be|is|have|has|get|go|like|love|want|need|been|up|on|in|so|happy|good|fun|nice|great)\b)[a-z][\w'’-]*(?: (?!(?:is|are|was|and|but)\b)[\w'’-]+){0,2})$"),
    ("without", "against", rf"^(?:no(?! need| one)|without|minus|skip|avoid|leave out|hold|never(?! (?:mind|knew|heard|been|tried|seen|had|again|gets?|got|ends?)\b)(?: any)?|nothing with|not (?:any|ones?|those) (?:with|full of|about)|anything but|none with|can['’]?t do|cannot do|i don['’]?t want|please no)(?: the| any| an?)? (?P<what>{_NP})$"),
    ("rather", "for", rf"^(?P<what>(?!the\b|it\b|this\b|that\b|not\b|i\b|why\b|i['’]m\b|im\b|my\b|so\b|but\b|and\b|\d)(?!\w+['’]s ){_NP}?)(?<!['’]s),? (?:not|over|rather than|instead of|>) (?P<other>(?!the\b|it\b|this\b|that\b|only\b|too\b|sure\b|so\b|my\b|really\b|as\b|for\b|a\b|an\b|in\b|at\b|on\b|to\b|with\b|very\b|quite\b|exactly\b|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\d){_NP}?)(?P<ever> (?:any day|any time|every time|always|all day)(?: of the week)?)?$"),
    ("without", "against", rf"^not (?P<what>(?!the\b|this|that|these|those|it\b|sure|yet|really|now|today|tonight|for|my\b|what|even|to\b|as\b|in\b|at\b|on\b|bad|working|quite|exactly|a\b|an\b|so\b|too\b|more\b|only\b|just\b|i\b|funny){_NP}?)$"),
    ("without", "against", r"^(?P<what>[a-z'’-]{4,}(?: [a-z'’-]{3,}){0,1}),? (?:no|nope|nah|no thanks)$"),
    ("too", "against", rf"^(?:all |way |a bit |a little |kinda |far |just )*too (?P<what>(?:much |many )?(?!late\b|bad\b|tired|busy|soon\b|long ago)[\w'’-]+(?: [\w'’-]+){{0,2}}?)(?P<own> for (?:me|us|(?:my|our|the) {PERSON}))?$"),
    ("only", "for", rf"^(?:only|strictly|exclusively) (?P<what>(?!if\b|when\b|got\b|have\b|had\b|one\b|the\b|a\b|an\b|that\b|this\b|to\b|\d|staying|saturdays|problem|issue|thing|because|just\b|been\b){_NP})$"),
    ("only", "for", rf"^(?P<what>(?!i\b|we\b|it\b|that\b|this\b|the\b){_NP}) only(?: (?:please|if possible))?$"),
    ("only", "for", rf"^(?P<what>(?:something|somewhere|anything|sth|smth|smthg) (?!else|like that|similar|different|new\b|wrong|came|is\b|happened|about|i\b|you\b|[\w'’-]+er\b){_NP})$"),
    ("only", "for", rf"^(?:it |they |there )?(?:has|have|needs?|must)(?: (?:to be|be|to have|to offer|have))? (?P<what>(?!to\b|help|you\b|it\b|a\b|an\b|the\b|been|had\b|no\b|got\b){_NP})$"),
    ("only", "for", rf"^i (?:only )?(?:need|want|like|prefer) (?P<what>(?!to\b|someone|somebody|time\b|help|you\b|it\b|a\b|an\b|the\b|that\b|this\b|these\b|those\b|some\b|more\b|ideas|no\b|one\b|them\b){_NP})$"),
    ("only", "for", rf"^(?P<what>(?!i\b|we\b|it\b|that\b|this\b|not\b|no\b|the\b|never\b|as\b){_NP}?)(?P<ever>,? (?:always|every time|any day|any time|all day|every single time)(?: of the week)?)$"),
    ("only", "for", rf"^rather (?P<what>(?!not\b|than\b|i\b){_NP})$"),
    ("only", "for", r"^(?P<what>(?!the\b|these\b|those\b|this\b|that\b|both\b|other\b|same\b|new\b|which\b|\w+er\b|\w+est\b|first\b|second\b|last\b|two\b|three\b|more\b|left\b(?! ?hand)|better\b)[\w'’-]+(?: [\w'’-]+){0,2} ones)(?: only)?$"),
    ("mostly", "for", r"^(?P<what>(?!i\b|we\b|it\b|for\b|yes\b|yeah\b)[\w'’-]+(?: [\w'’-]+){0,3}) (?P<how>mostly|mainly)$"),
    ("mostly", "for", rf"^(?P<how>mostly|mainly|usually|primarily|generally) (?P<what>(?!i\b|it\b|the\b|because\b|when\b|just\b|for\b|to\b){_NP})$"),
)  # fmt: skip
_WISHES: tuple[tuple[Form, Polarity, re.Pattern[str]], ...] = tuple(
    (form, polarity, re.compile(pattern, re.IGNORECASE)) for form, polarity, pattern in _SAID
)
_BARE = re.compile(
    r"^(?P<what>(?!(?:yes|yeah|yep|yup|no|nope|nah|sure|ok|okay|thanks|thx|lol|haha|both|well|um|uh|hm|deal|done|good|great|nice|cool|perfect|love|sounds|looks|i|it|this|that|these|those|we|you|my|our|the|a|an|what|how|why|one|two|none|here|there|not|hate|like|want|need|have|had|got|try|make|give|show|add|can|could|do|did|is|are|was|will|bit|way|so|too|very|more|less|other|another|same|next|new|different|help|stuck|confused|lost|fine|right|wrong|true|fair|agreed|exactly|amazing|awesome|excellent|interesting|beautiful|gorgeous|cute|weird|funny|sad|wow|god|damn|shit|fuck|man|dude|hey|hi|hello|alright|late|early|tired|busy|hungry|sick|ill)\b|\w+er\b|\w+est\b)[a-z'’-]+(?: (?:(?:and|or) )?(?!is\b|are\b|was\b|it\b|me\b|to\b|you\b|i\b|that\b|this\b|then\b|one\b)[a-z'’-]+){0,3})$",
    re.IGNORECASE,
)
"""A few words that may be all of a wish, where a reason follows: "indoors, she has eczema"."""
_CLAUSE = re.compile(
    r"^(?:my|our|his|her|he|she|they|you|your)\b|\b(?:says?|said|is|are|was|were|looks?|think|thinks|wants?|likes|loves|hates|prefers|needs|reads|eats|watches|i['’]ll|i['’]d)\b",
    re.IGNORECASE,
)
_THAT_DOES = re.compile(
    r"that (?:takes?|has|have|needs?|involves?|requires?|costs?|contains?|uses|makes me|lasts?|goes|comes)\b(?!.*\b(?:today|tonight|now|yet)\b)",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    rf"^(?:(?:\w+ )?(?:problems?|worries|worry|thanks|thank you|idea|ideas|clue|luck|need|way|rush|hurry|doubt|joke|kidding|chance|difference|errors?|questions?|comments?|notes?|changes?|reason|matter|wonder|offen[cs]e|pressure|longer|more|again|time|good|bad|sure|yet|really|now|biggie|stress|cap|shot|fun|bueno|intro|preamble|explanations?|emojis?|bullets?|bullet points|tables?|lists?|headings?|markdown|jargon|worse|better|same|thing|such thing|further ado)|ones?|{_ONE_AT_A_TIME}|"
    r"(?:it|that|this|these|those|them|you|your|i|we|he|she|him|her|me|us|they|there|here|one of|all of|any of|the (?:first|second|third|last|other|same|rest|one|night train|next)|what|which|how|if|to|on the|from the|in the|at the|is|was|a|an|not|so|as)\b.*|.*\b(?:it|this|that|these|those|you|your|today|tonight|tomorrow|rn|right now|now|anymore|any more|left|yet|this time|fridge|this week|last night|yesterday|already|sold out|answer|answers|reply|replies|response|version|sentence|paragraph)\b.*|\w+ (?:is|was|were|are|has|had|did|does)\b.*|\d+.*)$",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:today|tonight|right now|rn|atm|at the moment|tomorrow|yesterday|this (?:time|week|weekend|morning|evening|afternoon|month)|last (?:night|week|time)|just (?:had|ate|got|did|been|broke|died|bought|started)|(?:we|i) (?:land|arrive|depart|check (?:in|out)|get there)|mine|already|tired|hungover|exhausted|in a (?:rush|hurry)|late\b|leaving|leave (?:at|on|in)|before (?:my|the)|my (?:train|flight|meeting|bus|exam|interview|appointment|deadline)|boss|teacher|client|heroine|character|customers?|left|sold out|closed|broken|fridge|for now|not in the mood)\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    rf"^(?:nothing|anything) else (?:works?|does it|will do|helps|fits|distracts|suits)\b|^(?:i|i['’]?(?:m|ve)|im|ive|we|we['’]?(?:re|ve)|my|our|mine)\b|^(?:the |her |his |my |our )?(?:[\w'-]+ )?{PERSON}\b(?: \w|['’])|^(?:she|he|they|it|theyre|its|it['’]s|they['’]re)\s(?:\w+ ){{0,2}}?(?:hates?|can['’]?t|cant|won['’]?t|wont|never|always|makes?|gives?|ruins?|kills?|bores?|drains?|stress(?:es)?|hurts?|tastes?|looks?|smells?|gets?|sleeps?|cry|cries|has|have|is|are|weird|awful|gross|puts?|upsets?|triggers?|refuses?|makes|scares?)\b|"
    r"^(?:he|she|they)['’]?(?:s|re) (?:scared|afraid|allergic|vegan|vegetarian|picky|tiny|little|shy|old|only|too|not|always|\d)|^(?:can['’]?t|cant|don['’]?t|dont|hate|hates|love|prefer) (?!do\b|you\b|this\b|think\b|know\b|want\b|need\b|worry|forget|find\b|see\b|wait\b|be\b)\w|^(?:they|it|those|that) (?:(?:always|just|really|all|totally) )?\w+ (?:me|my|us|our)\b|^so \w+$|^(?:work|life|school|home) is \w+|^[\w'’ -]{3,25} (?:is|are) (?:an? )?(?:crime|awful|gross|ugly|boring|weird|overrated|torture|nightmare|the worst|horrible|pointless|waste(?:ful)?|cruel|tacky|cringe|not for me)\b|^it['’]?s (?:weird|gross|annoying|too|so|awful|horrible|pointless|boring|a pain|embarrassing|cruel)\b|^(?:bad|dodgy|weak|dicky|busted|creaky|sore) (?:knees?|back|hips?|shoulders?|ankles?|wrists?|neck)\b|^(?:light sleeper|squeamish|lefty|left[- ]handed)\b|"
    r"^[\w'’ -]{3,30} (?:makes?|gives?|kills?|bores?|drains?|stress(?:es)?|hurts?|scares?|depress(?:es)?|ruins?|disgusts?|freaks?|puts?|tastes?|smells?|upsets?|annoys?|triggers?|looks? (?:awful|bad|silly|terrible|wrong|odd|cheap|ugly|tacky|naff)) (?:me|us|my|off|it|everything|like|on me|horrible|awful|gross|weird|cheap|ugly|tacky|naff|horrid)\b|^[\w'’ -]{3,30} (?:looks?|feels?|smells?|tastes?|sounds?) (?:so |really |too |just )?(?:cheap|ugly|tacky|naff|horrid|awful|bad|silly|boring|weird|gross)\b|^(?:tastes?|smells?|looks?) (?:like|awful|gross|weird|horrible)\b|^there['’]?s no \w+ (?:at|in) (?:my|our|the) \w+|^(?:otherwise )?(?:we|i) (?:fight|sleep|forget)\b|^(?:my )?mornings are\b|^money['’]?s? (?:is )?tight",
    re.IGNORECASE,
)
_NO_WHY = re.compile(
    r"^(?:i|we)(?:['’](?:ll|d|m|re|ve))? ?(?:both |all |really |still )?(?:think|guess|mean|meant|want|wanted|need (?:it|this|that|them|these|an?|some|to|the|more|help|one|something)|would|will|thought|was|were|am looking|looking|like (?:the|these|this|that|it)|love (?:the|these|this|that|it)|like\b.{0,12}\bbut|just|see|know|hope|found it|asked|said|did|got|going|gonna|do|tried)\b|\?$|^(?:i['’]?m|im|we['’]?re) (?:looking|going|trying|thinking|asking|just|not sure|on my|about to|leaving|here|in (?:a|the)|cooking|making|hosting|switching|moving|\d+)\b|^my (?:name|question|point|guess)\b|^(?:he|she|they)['’]?(?:re|s)? turning\b",
    re.IGNORECASE,
)
LASTING = re.compile(
    r"\bno [\w'’ -]{2,30} ever\b|\b(?:never|always|every (?:single )?time|any day|can['’]?t (?:stand|bear|do|deal)|cant stand|hate|for (?:me|us|(?:my|our|the) (?:\w+ )?(?:kids|husband|wife|son|daughter|partner|family|baby|toddler)))\b",
    re.IGNORECASE,
)
"""Words by which a wish holds beyond the request at hand."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a reply between two joints, without what only leads up to it."""

    text: str
    start: int
    end: int
    first: int
    """Where it begins with what leads up to it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a part wants or does not."""

    form: Form
    polarity: Polarity
    what: str
    how: str = ""
    """The word that it is put with: "nothing", "nowhere", "mostly"."""
    other: str = ""
    """What is not wanted beside it."""
    lasting: bool = False


def parts_of(text: str, offset: int) -> list[Part]:
    """The parts of a sentence, with their places in its turn."""
    ends = [*((m.start(), m.end()) for m in _SPLIT.finditer(text)), (len(text), len(text))]
    found: list[Part] = []
    begin = 0
    for end, following in ends:
        piece = text[begin:end]
        lead = _LEAD.match(piece)
        skipped = lead.end() if lead else len(piece) - len(piece.lstrip(" \"'(*"))
        bare = piece[skipped:]
        while (shorter := _TAIL.sub("", bare)) != bare:
            bare = shorter
        if bare:
            at = offset + begin + skipped
            found.append(Part(bare, at, at + len(bare), offset + begin))
        begin = following
    return found


def reason_behind(sentence: Sentence, behind: Sentence | None) -> list[Part]:
    """The parts of the next sentence if they only say why: "wood, not plastic. Plastic is ugly"."""
    if behind is None:
        return []
    parts = parts_of(behind.text, behind.start)
    about = keys.content(sentence.text) & keys.content(behind.text)
    if not (about or _POINTS.search(behind.text)):
        return []
    return parts if all(is_why(one.text) for one in parts) else []


_POINTS = re.compile(r"\b(?:it|them|that|those|these|they)\b", re.IGNORECASE)


def wish_of(part: Part, whole: str) -> Wish | None:
    """What a part wants or does not; None if it is no wish, or one of the moment.

    Args:
        part: The part.
        whole: The same with what stands around it, up to the joints: "… for us" makes it last.
    """
    text = part.text
    if _NOW.search(text) or len(text.split()) > MOST_WORDS:
        return None
    for limit in _LIMITS:
        if (found := limit.match(text)) and not _UNITLESS.match(found["value"]):
            lasting = _lasts(whole) or _EVERY.search(found["value"]) is not None
            return Wish("limit", "for", found["value"], lasting=lasting)
    for form, polarity, pattern in _WISHES:
        found = pattern.match(text)
        if found is None:
            continue
        said = found.groupdict()
        what = said["what"].strip()
        if (
            _CLAUSE.search(what)
            or (_EMPTY.match(what) and not _THAT_DOES.match(what))
            or (said.get("other") and _EMPTY.match(said["other"]))
        ):
            return None
        if said.get("much"):
            what = f"{said['much']} {what}"
        lasting = _lasts(whole) or bool(said.get("own") or said.get("ever")) or form in _ALWAYS
        lasting = lasting or (form == "rather" and _of_kinds(what, said["other"]))
        return Wish(form, polarity, what, said.get("how") or "", said.get("other") or "", lasting)
    return None


def bare_wish_of(part: Part) -> Wish | None:
    """The few words of a part as a wish; of use only where its reason follows."""
    found = _BARE.match(part.text)
    if (
        found is None
        or part.text.lower() in _ALSO
        or _EMPTY.match(found["what"])
        or is_why(part.text)
        or is_of_now(part.text)
    ):
        return None
    return Wish("bare", "for", found["what"])


_ALSO = frozenset({"also", "plus", "too", "again", "mostly", "really", "still"})
"""What only leads on to a reason."""
_ALWAYS = ("mostly", "never")


def _of_kinds(one: str, other: str) -> bool:
    """True for two kinds of things, which are told in the plural: "suits not dresses"."""
    return all(words.endswith("s") and not words.endswith("ss") for words in (one, other))


def _lasts(text: str) -> bool:
    return LASTING.search(text) is not None


MOST_WORDS = 10
"""Of a part that is a wish."""


def is_why(text: str) -> bool:
    """True if a part says something of the user, or who is with them, that goes on."""
    if _NOW.search(text) or _NO_WHY.search(text) or len(text.split()) < 2:
        return False
    return _WHY.match(text) is not None


def is_of_now(text: str) -> bool:
    """True if a part speaks of the moment: "too tired", "before my train"."""
    return _NOW.search(text) is not None
