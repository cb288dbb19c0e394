"""Whose condition it is that a text names: "I'm coeliac", and "I'm cooking for a coeliac".

What somebody's body cannot take is kept without a doubt, and only of themselves: of others it is not
theirs to have remembered. So the way from "I" to a condition is narrow, and what leads elsewhere is
told by what owns, has or stands behind the condition.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

from prefmem.distillers.words._sentences import clauses
from prefmem.stages.lowered import low, lowered

BOTH_OF_US = r"(?:my [\w'-]+ and (?:i|me)|(?:me|i) and my [\w'-]+)(?: (?:both|all))? (?:are|r|have|['’]re)(?: (?:both|all))?|we(?:(?: both| all)? (?:are|r|have)|['’]?re)(?: (?:both|all))?"
"""Subjects of whom the speaker is one."""

_PERSON = (
    r"(?:friends?|besties?|mates?|buddy|buddies|sons?|daughters?|kids?|child(?:ren)?|bab(?:y|ies)|toddlers?|teens?|teenagers?|twins?|girls?|boys?|wife|husband|hubby|missus|partner|spouse|fianc[eé]e?|girlfriend|boyfriend|gf|bf|half|ex|"
    r"brothers?|sisters?|siblings?|mothers?|fathers?|mums?|moms?|dads?|parents?|gran(?:ny|dma|dpa|dad)?|grandmother|grandfather|grandparents|grandkids|grandson|granddaughter|aunts?|aunty|uncles?|cousins?|nieces?|nephews?|in-laws?|mother-in-law|father-in-law|relatives?|family|"
    r"colleagues?|co-?workers?|boss|manager|clients?|customers?|patients?|students?|pupils?|teammates?|classmates?|roommates?|flatmates?|housemates?|lodgers?|tenants?|neighbou?rs?|landlord|guests?|visitors?|people|persons?|man|men|woman|women|lady|guys?|someone|somebody|"
    r"cats?|dogs?|puppy|puppies|kittens?|pets?|horses?|pony|hamsters?|rabbits?|parrots?|guinea pigs?)"
)
_NOUN = r"(?:allerg(?:y|ies)|intolerances?|diabetes|c(?:o)?eliac(?: disease)?|anaphylaxis|asthma|epilepsy)"
"""What somebody has."""
_STATE = r"(?:allergic|intolerant|diabetic|c(?:o)?eliac|anaphylactic|asthmatic|epileptic)"
"""What somebody is."""
_ONE = r"(?:diabetic|c(?:o)?eliac|asthmatic|epileptic|vegan|vegetarian)s?(?![ -](?:diet|friendly|safe|menu|meals?|recipes?|plan|disease|condition|reaction|attack|shock|options?|desserts?|snacks?|food|dishes|myself))\b"
"""Somebody with a condition, as a noun."""
_BY_THE_WAY = r"(?!(?:not|no|never|without|about|for|of|on|from|by|over|after|than|at|against|into|whose?|who|that|my|our|his|her|their|your|he|she|they|it|you|is|are|was|were|has|had|do|does|to|because|if|whether|\w+['’]s|(?!sting\b)\w{2,}ing)\b)"
"""Before a word that leads from "I" to no condition of theirs."""
_WAY = rf"(?:{_BY_THE_WAY}[\w'-]+\s+)"
_NO_TOPIC = rf"(?!['’]s?\b| {_PERSON}\b| (?:wards?|clinic|nurse|exam|lecture|class|lesson|essay|paper|study|research|charity|project|question|awareness|specialist|consultant|researcher|unit|team|tests?)\b)"
_OWN = lowered(
    r"^\W*(?:[\w ]{0,20}[,:]\s*)?(?>(?:and|but|also|so|well|because|since|btw) )*"
    rf"(?:(?:{BOTH_OF_US}|i['’]?m|i am|im|i(?: just)? found out (?:that )?i(?:['’]?m| am))\s+(?!(?:[\w-]+ )?with\b){_WAY}{{0,5}}?(?:allergic to\b|intolerant\b|diabetic\b|c(?:o)?eliac\b|anaphylactic\b)|"
    rf"(?:{BOTH_OF_US}|i['’]?m living with|i live with|i (?:also )?have(?: (?:always )?had)?|i['’]?ve(?: got| had| always had| also got)?|ive got|i (?:only )?got|i suffer from|i was (?:just |recently )?diagnosed with|i(?: just)? found out (?:that )?i have)\s+(?!(?:[\w-]+ )?with\b){_WAY}{{0,5}}?{_NOUN}{_NO_TOPIC})|"
    rf"^\W*(?:\w+ly )?allergic to \w+|\bmy (?:(?!{_PERSON}s?\b)(?!(?:has|have|is|are|and|says?)\b)(?!\w+['’]s)[\w'-]+ ){{0,3}}(?:allergy|allergies|intolerance|coeliac disease|celiac disease)\b{_NO_TOPIC}",
)
_NAMES = lowered(
    r"\b(?:allerg\w+|intoleran\w+|c(?:o)?eliacs?|diabet\w+|anaphyla\w+|asthma\w*|epilep\w+)\b"
)
_BODY = r"(?:body|stomach|gut|guts|tummy|skin|system|digestion|nose|eyes|lungs|throat|bowels?)"
_OF_OTHERS = lowered(
    rf"\b{_PERSON}s? (?:with|who|that)\b|"
    r"\bi(?:['’]?m| am)? (?:\w+ly |also |just )?(?:research(?:ing)?|treat(?:ing)?|study(?:ing)?|teach(?:ing)?|diagnos(?:e|ing)|writ(?:e|ing) about|read(?:ing)? (?:up )?(?:about|on)|learning about|work(?:ing)? (?:with|on))\b(?! my\b)|"
    # owned by another: "my son's nut allergy", "my flatmates nut allergy"
    rf"\b(?:my|our|his|her|their|the|an?) (?:[\w-]+ ){{0,2}}?(?!{_BODY}\b)(?:[\w-]+['’]s?|{_PERSON}s?) (?:[\w-]+ ){{0,3}}?{_NOUN}\b|\b(?:his|her|their|your) (?:[\w-]+ ){{0,3}}?{_NOUN}\b|"
    # had by another: "my bestie is allergic", "a colleague allergic to perfume", "the cat has an allergy"
    rf"\b(?:my|our|his|her|their|the|an?|one of \w+|some|two|three) (?:(?!(?:i|i['’]\w+|im|and|but)\b)[\w'-]+ ){{0,3}}?(?!{_BODY}\b)[\w-]+ (?:is|are|was|might be|may be|is also|turned out) (?:(?!(?:i|i['’]\w+|im|my|that|because)\b)[\w'-]+ ){{0,3}}?(?:allergic to|{_STATE})\b(?! reaction)|"
    rf"\b{_PERSON} (?:(?:is|are|has|have|had|gets?|suffers? from) )?(?:(?!(?:i|i['’]\w+|im|my|and|but|because)\b)[\w'-]+ ){{0,3}}?(?:{_STATE}|{_NOUN})\b|"
    rf"\b{_PERSON}, who[^,]{{2,40}}, (?:is|are|has|have)\b|"
    rf"\b{_NOUN}(?: \w+)? (?:for|of) (?:my|our|the|an?) (?:\w+ )?{_PERSON}\b|"
    # a person behind it: "a diabetic cat", "a nut allergy kid", where it is not what "I am"
    rf"(?<!\bi['’]m a )(?<!\bi['’]m an )(?<!\bi am a )(?<!\bim a )(?<!\bas a )(?<!\bi['’]m )(?<!\bi am )(?<!\bim )\b(?:{_STATE}|{_NOUN}) (?:little |young |elderly |old )?{_PERSON}\b|"
    # somebody who is one, in the place of another: "cooking for a diabetic", "dating a coeliac"
    rf"(?<!['’])\b(?!(?:am|i['’]m|im|as|being|been|be|become|becoming|and|or|also|yet|but|was|we['’]re|are|not|like|just|only|still|actually|really|is|type|\w+ly)\b)\w[\w'’-]* (?:an?|the|another|two|three|some|several|many|\d+) (?:[\w-]+ ){{0,2}}?{_ONE}|"
    # what is spoken about
    rf"\b(?:about|regarding|(?:exam|lecture|book|essay|talk|class|lesson|paper|course|project|report) on) (?:(?!my\b)[\w-]+ ){{0,3}}?{_NOUN}\b|"
    r"\b(?:an?|the) (?:[\w-]+ )?(?:allergy|diabetes|asthma|epilepsy) (?:ward|clinic|nurse|unit|team|charity)\b",
)


_SPEAKER = lowered(
    rf"\b(?:my [\w'’-]+ and (?:i|me)|(?:me|i) and my [\w'’-]+)\b|\b(?:i['’]?m|i am|im|as|being) an? (?:[\w-]+ ){{0,3}}?{_PERSON}\b"
)
"""Who speaks, and whom they call themselves: "my wife and I", "I'm a man with a nut allergy"."""


def is_own_condition(text: str) -> bool:
    """True if a text says of its speaker that they have an allergy, an intolerance, or the like."""
    return _OWN.search(low(text)) is not None and not is_of_others(text)


def is_of_others(text: str) -> bool:
    """True if no clause names a condition of its speaker, and one names another's."""
    named = [said for part in clauses(text) if _NAMES.search(said := low(part.of(text)))]
    return bool(named) and all(_OF_OTHERS.search(_SPEAKER.sub("i", said)) for said in named)
