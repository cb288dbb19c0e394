"""Where a preference applies, in words: written down once, when the preference is.

The texts come from a fixed pool, so that an embedder meets each of them once. They carry a
preference to requests that share no word with it: an allergy to "plan a trip".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from prefmem.records import PreferenceRecord
from prefmem.stages.keydata import HEALTH

LIMIT = 8
PLACES: Mapping[str, str] = {
    "eat out": "Recommend a restaurant where I can eat tonight.",
    "cook": "What should I cook? Suggest a recipe.",
    "meals": "Make me a meal plan and a grocery list.",
    "drink": "What should I drink? Suggest something to order at the bar.",
    "trip": "Plan a trip: what should I do and see there?",
    "stay": "Where should I stay? Recommend a hotel.",
    "travel": "How should I travel there, by plane, train or car?",
    "holiday": "Where should I go on holiday?",
    "film": "What film or series should I watch tonight?",
    "read": "What book should I read next?",
    "listen": "What music should I listen to?",
    "play": "Which game should I play?",
    "event": "Which concert, show or event could I go to?",
    "news": "How should I keep up with the news? Suggest podcasts and newsletters.",
    "wear": "What should I wear? Help me choose an outfit.",
    "beauty": "Suggest skincare, make-up and hair products for me.",
    "device": "Which phone, laptop or gadget should I buy?",
    "software": "Which app or software should I use?",
    "furnish": "How should I furnish and decorate my home?",
    "vehicle": "Which car or vehicle should I buy?",
    "buy": "Which product should I buy?",
    "household": "How should I clean and run my household?",
    "garden": "What should I plant in my garden?",
    "pet": "Which pet would suit me, and how do I care for it?",
    "train": "Make me a workout plan. How can I get fit?",
    "sport": "Which sports could I follow or take up?",
    "outdoors": "Suggest an outdoor adventure or a hike.",
    "medicine": "Which medicine helps? What can I take against pain, a cold or an infection?",
    "recover": "How can I relax, sleep better and feel less stressed?",
    "learn": "What is the best way for me to learn this? Recommend resources.",
    "study": "Make me a study plan. How should I revise?",
    "work": "How should I organise my working day?",
    "career": "What should my next career step be?",
    "meet": "Which professional event should I attend? How do I run the meeting?",
    "write": "Help me write this text or presentation.",
    "code": "Which programming language and tools should I use for my project?",
    "create": "Suggest a creative project for me.",
    "invest": "How should I invest and save my money?",
    "date": "Where should we go on a date?",
    "friends": "What could I do with friends? How should I celebrate?",
    "family": "What could I do with my children?",
    "weekend": "What should I do this weekend in my free time?",
    "live": "Which flat or neighbourhood should I move to?",
    "help": "Which charity or cause should I support?",
    "habit": "Help me build a habit and reach my goals.",
}
"""Kinds of situation, by name, as somebody would ask about them."""
_MEDICINE = (
    r"penicillin|antibiotic|amoxicillin|ibuprofen|aspirin|paracetamol|codeine|morphine|sulfa|latex|"
    r"iodine|ana?esthe|medic(?:ine|ation)|blood thinner|warfarin|insulin|statin|steroid|vaccin"
)
_AIRBORNE = (
    r"\b(?:pollen|hay ?fever|birch|ragweed|grass(?:es)?|mou?ld|dust|mites?|cats?|dogs?|horses?|fur|"
    r"feathers?|dander|pets?)\b"
)
_TOUCHED = r"\b(?:latex|nickel|perfumes?|fragrances?|cosmetics?|detergents?|wool|plasters?)\b"
_STINGS = r"\b(?:bees?|wasps?|hornets?|stings?|insect bites?|mosquito(?:e?s)?)\b"
_NOT_EATEN = f"(?:{_MEDICINE}|{_AIRBORNE}|{_TOUCHED}|{_STINGS})"
"""What people are allergic to and do not eat."""
_SPENT_ON = (
    r"\b(?:budget|spend\w*)\b[^.;]{0,30}?\b(?:for|on) (?!(?:an?|the|this|next|each|every|most|all|"
    r"now|me|them|themselves|everything|anything|average|purpose)\b)\w"
)
"""Names what a budget is for: it is for nothing else."""
_REACH: tuple[tuple[str, str], ...] = (
    (
        rf"(?s)\A(?!.*{_NOT_EATEN}).*allerg|intoleran|gluten|coeliac|celiac|lactose|dairy|peanut|"
        r"\bnuts?\b|shellfish|vegan|vegetarian|halal|kosher|\bpork\b|\bmeat\b|\bdiet|ketogenic|"
        r"\bfasting",
        "eat out|cook|meals|trip|friends",
    ),
    (
        r"\bfood|\beat|cook|recipe|cuisine|dish|spic[ey]|ingredient|meal|flavou?r|vegetable|sugar",
        "eat out|cook|meals",
    ),
    (r"restaurant|dining|\bbars?\b|café|cafe\b|buffet", "eat out|date|friends"),
    (r"alcohol|wine|beer|cocktail|coffee|\btea\b|caffeine", "drink|eat out|friends"),
    (r"crowd|queue|\blines?\b|noise|noisy|loud|quiet|calm", "trip|event|eat out|weekend|friends"),
    (
        rf"(?s)\A(?!.*{_SPENT_ON}).*(?:budget|cheap|afford|expensive|frugal|\bcosts?\b)",
        "buy|trip|stay|eat out|weekend",
    ),
    (
        r"wheelchair|crutch|step-free|rollator|mobility|stairs|\bknee|\bback (pain|problem|injury)|"
        r"\bhip\b|blind|deaf|hearing aid|guide dog",
        "trip|stay|eat out|weekend|train|event|live",
    ),
    (r"afraid|fear|phobia|vertigo|heights|seasick|motion sick", "trip|weekend|outdoors|travel"),
    (r"\beco|sustainab|environment|plastic|climate|carbon|recycl", "buy|trip|household|wear"),
    (
        r"animal products|leather|\bwool|\bfur\b|cruelty",
        "wear|beauty|furnish|vehicle|buy",
    ),
    (r"privacy|tracking|personal data|accounts?\b|subscription", "software|device|learn|buy"),
    (r"\bmorning|\bearly\b|\blate\b|\bevening", "work|train|trip|weekend"),
    (r"child|toddler|\bkids?\b|\bbaby\b|\bson\b|daughter", "family|trip|weekend"),
    (r"introvert|small talk|gathering|sociali[sz]|\bparty|parties", "friends|weekend|meet|date"),
    (r"\bnature\b|outdoor|hik(e|ing)|camping|mountain|forest", "outdoors|trip|weekend"),
    (r"hotel|resort|hostel|accommodation|lodg|room\b|guesthouse", "stay|trip"),
    (r"flight|\bfly|airline|train journey|\btrains\b|ferr(y|ies)|cruise", "travel|trip"),
    (r"travel|tour(ist|s)?\b|destination|sightsee|holiday|vacation|beach", "trip|holiday|weekend"),
    (r"film|movie|series|cinema|television|\btv\b|documentar|anime|episode", "film|weekend"),
    (r"\bbooks?\b|novel|fiction|author|reading|poetry|memoir|biograph", "read|weekend"),
    (r"music|song|album|jazz|singer|\bbands?\b|vinyl|playlist", "listen|event|create"),
    (r"concert|festival|opera|theatre|theater|live show|museum|galler", "event|trip|weekend"),
    (r"\bgam(e|es|ing)\b|console|multiplayer|puzzle", "play|friends"),
    (r"podcast|newspaper|journalis|\bnews\b|magazine", "news|listen"),
    (r"cloth|wear|dress|shoe|fashion|fabric|jewel|outfit", "wear|buy"),
    (r"skin|make-?up|cosmetic|beauty|hair|perfume|fragrance|shampoo", "beauty|buy"),
    (r"phone|laptop|device|gadget|headphone|smart ?watch|tablet|camera", "device|buy"),
    (r"\bapps?\b|software|open.source|notification", "software|device"),
    (r"furniture|decor|sofa|carpet|wallpaper|kitchen|lighting|interior", "furnish|buy"),
    (r"\bcars?\b|vehicle|suv|motorcycle|engine|transmission|dealership", "vehicle|travel"),
    (r"garden|plants?\b|lawn|flowers?\b", "garden|weekend"),
    (r"\bpets?\b|\bdogs?\b|\bcats?\b|puppy|kitten|animal|breed", "pet"),
    (r"work-?out|exercis|\bgym|yoga|running|fitness|weights|swimm|cycling", "train|weekend|sport"),
    (r"\bsports?\b|football|soccer|tennis|basketball|boxing|match(es)?\b|golf", "sport|event"),
    (r"sleep|stress|meditat|therap|relax|wellness", "recover|habit"),
    (r"learn|course|lecture|tutor|textbook|lesson|class(es)?\b", "learn|study"),
    (r"\bstud(y|ies|ying)\b|exam|revis|flash ?card|memori[sz]", "study|learn"),
    (r"\bwork(ing|s)?\b|office|focus|deadline|multitask|\btasks?\b", "work|career"),
    (r"career|\bjobs?\b|salary|manager|company|companies|promotion|start-?up", "career|work"),
    (r"meeting|networking|conference|colleague|\bteam", "meet|work"),
    (r"writ(e|es|ing)\b|draft|essay|report|e-?mail|slides|presentation", "write|create"),
    (r"\bcod(e|es|ing)\b|program|python|javascript|framework", "code|software"),
    (r"paint|draw|photograph|craft|instrument|\bart\b|knit|improvis", "create|weekend"),
    (r"invest|stock|savings|bank|\bdebt|credit|insurance|crypto", "invest|buy"),
    (r"\bdat(e|es|ing)\b|romantic|partner", "date"),
    (r"volunteer|charit|donat|community", "help|weekend"),
    (r"apartment|\bflat\b|neighbou?rhood|renting", "live"),
    (r"activit(y|ies)|\badventur", "trip|weekend|outdoors|train"),
    (r"goal|habit|motivat|accountab|routine", "habit|work"),
)
_OF_HEALTH: tuple[tuple[str, str], ...] = (
    (rf"{_MEDICINE}|immuno|kidney|liver", "medicine"),
    (_AIRBORNE, "outdoors|trip|stay|garden|pet|medicine"),
    (_TOUCHED, "beauty|wear|household|medicine"),
    (_STINGS, "outdoors|garden|trip|medicine"),
    (r"pregnan|breast-?feed|expecting", "eat out|cook|drink|medicine|meals|train|trip"),
    (r"diabet|insulin|cholesterol|gout\b|kidney", "eat out|cook|meals|drink|medicine|train"),
    (
        r"ulcer|reflux|gastritis|colitis|crohn|\bibs\b|stomach",
        "eat out|cook|meals|drink|medicine|trip",
    ),
    (
        r"\bfish|seafood|prawn|shrimp|\beggs?\b|milk|cheese|\bsoya?\b|wheat|sesame|mustard|"
        r"celery|mushroom|kiwi|strawberr|citrus|tomato|onion|garlic|\bbeans?\b|lentil|\bsalt|\braw\b|chilli",
        "eat out|cook|meals|trip|friends",
    ),
    (r"sober|recovery|alcohol", "drink|eat out|friends|event|date"),
    (r"asthma|smok|epilep|heart|blood pressure|dust", "train|trip|outdoors|medicine|stay"),
    (
        r"\b(?:back|knees?|hips?|shoulders?|ankles?|wrists?|neck|disc)\b|sciatica|arthritis|"
        r"lifting|jumping",
        "train|sport|outdoors|trip|work",
    ),
    (
        r"screen ?reader|low vision|\bblind|colou?r[- ]?blind|deaf|hearing|subtitle",
        "software|device|film|event",
    ),
)
"""The same of what health asks for: it may bear on much, and missing it does harm."""
_USUAL: Mapping[str, str] = {
    "taste.food": "eat out|cook|meals",
    "taste.media": "film|read|listen",
    "taste.travel": "trip|holiday|stay",
    "taste.shopping": "buy",
    "taste.activity": "weekend|friends|trip",
    "learning.method": "learn|study",
    "work.method": "work|meet",
    "constraint.health": "train|recover",
    "constraint.faith": "weekend|eat out",
    "risk.appetite": "invest|career",
    "emotion.support": "recover",
    "persuasion.self": "habit",
}


def _compiled(
    table: tuple[tuple[str, str], ...],
) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple((re.compile(words), tuple(names.split("|"))) for words, names in table)


_PATTERNS = _compiled(_REACH)
_HEALTH_PATTERNS = _compiled(_OF_HEALTH)


def is_dietary(statement: str, subject: str) -> bool:
    """True if what health or faith asks for limits what somebody eats."""
    eaten = {PLACES["cook"], PLACES["meals"]}
    return not eaten.isdisjoint(situations(statement, subject, HEALTH))


def applies_to(record: PreferenceRecord) -> tuple[str, ...]:
    """At most eight requests that this preference would bear on, as somebody would put them."""
    return situations(record.statement, record.subject, record.behaviour)


def situations(statement: str, subject: str, behaviour: str) -> tuple[str, ...]:
    """The same, from its parts."""
    text = f"{statement} {subject}".lower()
    table = _PATTERNS if behaviour != HEALTH else (*_HEALTH_PATTERNS, *_PATTERNS)
    found = [names for pattern, names in table if pattern.search(text)]
    if not found and (usual := _USUAL.get(behaviour)):
        found = [tuple(usual.split("|"))]
    # First what each word reaches first, so that one far-reaching word leaves room for the others.
    depth = max((len(names) for names in found), default=0)
    names = [group[k] for k in range(depth) for group in found if k < len(group)]
    return tuple(PLACES[name] for name in list(dict.fromkeys(names))[:LIMIT])
