"""Which classes of sensitive content a text touches, by its words, and what that forbids."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

from prefmem.policy.tier import OUTRIGHT, Behaviour, TierPolicy
from prefmem.records import PersonState
from prefmem.types import Evidence

_SELF, _OWN = r"(?:me|them|us)", r"(?:my|their|our)"
_ORGAN = (
    r"(?:bladder|bowels?|gut(?! (?:feeling|instinct|reaction))|guts|stomach|tummy|belly|digestion|digestive system|insides|intestines|skin(?! ?(?:care|tone|routine))|sinuses|lungs|airways|kidneys?|liver|prostate|blood sugar|hormones|"
    r"joints|knees?(?![ -]jerk)|hips?(?![ -]hop)|spine|back(?! (?:gardens?|yards?|doors?|rooms?|porch|pockets?|seats?|catalogue|catalog|street|up|office|then|home|patio|balcony|stor(?:y|ies)|fence|wall)\b))\b"
)
_SENSE = r"(?:eyes|eyesight|vision|hearing|heart(?!['’]s)|ankles?|feet|wrists?|neck|shoulders?|balance|nerves|weak \w+|bad \w+)\b"
_SYMPTOM = (
    r"(?:rash(?:es)?|hives|heartburn|indigestion|reflux|headaches|cramps|bloating|diarrh?o?ea|constipation|wind|gas|the runs|spots|acne|pimples|blisters|nosebleeds|palpitations|cold sores|mouth ulcers|ulcers|itch(?:es|ing)?|swelling|nausea|tummy ?aches?|"
    r"(?:stomach|back|joint|tooth|ear)[- ]?(?:aches?|pains?|cramps)|hot flushes|night sweats|dizzy spells|flare[- ]?ups?|a (?:bad|sore|dodgy|upset) (?:stomach|tummy|throat|back))\b"
)
_UNWELL = (
    r"(?:bloat(?:ed|y)?|gassy|itch(?:y)?|ill|poorly|nauseous|nauseated|dizzy|faint|queasy|wheez[ey]|wheezy|sneez[ey]|cough|swell(?: up)?|vomit|throw up|constipated|light-?headed|cramp(?: up)?|break out|"
    r"(?:feel |physically |violently )+sick|sick(?= (?:to my stomach|every time)))\b"
)
_HOW = r"(?:(?:an?|the|some|really|so|very|terrible|terribly|awful|awfully|bad|badly|nasty|severe|horrible|constant|such|always|quite|all|feel|super|instant|splitting) )*"
_BODY = (
    rf"\b(?:gives?|gave|giving|brings? on) {_SELF} {_HOW}{_SYMPTOM}|"
    rf"\b(?:mak(?:es?|ing)|made|leaves?|left|gets?|turns?) {_SELF} {_HOW}{_UNWELL}|"
    rf"\b(?:wrecks?|ruins?|upsets?|irritates?|destroys?|mess(?:es)? (?:with|up)|plays? havoc with|wreaks? havoc on|kills?|hurts?|inflames?|aggravates?|bothers?|triggers?|bloats?|(?:is|are) (?:bad|hard|rough|tough|murder|hell) (?:on|for)|(?:do|does)(?:n['’]t| not) agree with) {_OWN} {_ORGAN}|"
    rf"\b(?:because of|due to|on account of|thanks to|owing to|cos of) {_OWN} (?:{_ORGAN}|{_SENSE})|"
    rf"\b(?:{_OWN} )?(?:stomach|tummy|gut|belly|digestion|bladder|bowels|skin) (?:can(?:['’]?t|not)|won['’]?t|do(?:es)?(?:n['’]t| not)) (?:really )?(?:handle|tolerate|take|cope with|digest|agree with|stand|bear|like)\b"
)
"""What something does to a body, and what is done for the sake of one."""
CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("health", rf"{_BODY}|" r"\b(?:allerg\w+|intoleran\w+|anaphyla\w+|c(?:o)?eliac|diabet\w+|asthma\w*|dyslexi\w+|adhd|autis\w+|bipolar|depress(?:ion|ed)|anxiety (?:disorder|attacks?)?|ptsd|ocd|phobia|phobic|claustrophob\w*|agoraphob\w*|vertigo|epilep\w+|seizures?|migraines?|arthritis|chronic|disabilit(?:y|ies)|disabled (?:person|people|user|woman|man|veteran|access|parking)|(?:i['’]?m|am|is|being) disabled|wheelchair|hearing (?:loss|aids?|impair\w+)|hard of hearing|deaf|blind|visually impaired|colou?r[- ]?blind|pregnan\w+|insomnia|hypertension|blood pressure|cholesterol|ibs|crohn\w*|gerd|acid reflux|eczema|psoriasis|lupus|cancer|hiv|chemo(?:therapy)?\b|radiotherapy|insulin|pacemakers?|statins?|blood thinners?|antipsychotics?|medication|antidepressants?|surgery|injur(?:y|ies|ed)|bad (?:knees?|back|hip|shoulder)|motion sick\w*|heart (?:condition|disease|problem)|eating disorder|in recovery|recovering (?:alcoholic|addict)|alcoholi(?:c|sm)\b(?! (?:drink|beverage|beer|option|cocktail))|(?:i['’]?m|am|is|been|stay(?:s|ing)?|getting) sober|schizo\w+|dementia|alzheimer\w*|parkinson\w*|multiple sclerosis|endometriosis|pcos|menopaus\w+|infertil\w*|ivf|miscarriage|anorexi\w+|bulimi\w+|dialysis|hepatitis|herpes|narcolep\w+|tourette\w*|mental health|panic attacks?|sensory (?:issues|overload|processing)|fibromyalgia|thyroid|gout|epipen|low fodmap|mobility (?:issues|problems|impair\w+)|sleep apn\w+)\b"),
        ("faith", r"\b(?:christian\w*|catholic\w*|protestant|muslim|islam\w*|jew(?:ish)?|judaism|hindu\w*|buddhis\w+|sikh\w*|atheis\w+|agnostic|mormon|lds|jehovah\w*|orthodox|quaker|pagan|wicca\w*|my (?:faith|religion|church|mosque|temple|synagogue)|religious (?:beliefs?|reasons|person)|god\b|pray(?:er|ers|ing)?|bible|quran|torah|kosher|halal|haram|ramadan|sabbath|shabbat|lent\b(?! (?:me|him|her|us|them|you|my|it|out|an?|the|this|that|to|his|some|itself|one|two)\b))\b"),
        ("politics", r"\b(?:republicans?|democrats?|conservative politic\w*|liberal politic\w*|left[- ](?:wing|leaning)|right[- ](?:wing|leaning)|socialis\w+|communis\w+|capitalis\w+|libertarian\w*|marxis\w+|anarchis\w+|labou?r party|tories|tory|green party|trump|biden|maga|brexit|abortion|pro-?(?:life|choice)|gun control|second amendment|political\w*|politics|partisan|progressive (?:politics|values)|vot(?:e[sd]?|ing) (?:for|green|left|right|labou?r|conservative|liberal|republican|democrat\w*|progressive)|(?:on the|to the) (?:left|right) politically|immigration)\b"),
        ("orientation", r"\b(?:gay|lesbian|bisexual|(?:i['’]?m|am|is|being|openly) bi\b(?!-)|bi (?:man|woman|guy|girl|person)|queer|straight (?:man|woman|guy|girl)|pansexual|asexual|lgbt\w*|same[- ]sex|heterosexual|homosexual|polyamor\w+|sexual orientation|(?:dat(?:e|es|ing)|attracted to|sleep(?:s|ing)? with|in love with|crush(?:es)? on) (?:only |mostly |other |both )*(?:men|women|guys|girls|boys))\b"),
        ("identity", r"\b(?:trans(?:gender)?(?! fat)|non-?binary|genderqueer|gender[- ]?fluid|my pronouns|they/them)\b"),
        ("ethnicity", r"\b(?:as an? (?:black|white|asian|latin[oax]|hispanic|african[- ]american|native american|indigenous|arab|mixed[- ]race)\b|my (?:ethnicity|ethnic|race and|skin colou?r)|i(?:['’]?m| am) (?:an? )?(?:black|roma|latin[oax]|hispanic|african[- ]american|indigenous|native american)\b|immigrant)\b"),
        ("finances", r"\b(?:my (?:salary|income|debts?|mortgage|credit (?:score|card debt)|student loans?)|in debt|bankrupt\w*|low income|paycheck to paycheck|on benefits|on welfare|(?:earn|make|get paid)s? (?:about |around |only |just |under |over )?(?:[$€£] ?\d[\d.,]*k?|\d[\d.,]*k?)(?: ?(?:[$€£]|euros?|dollars?|pounds?|bucks|quid))? (?:an?|per|each|every) (?:hour|day|week|month|year)|(?:earn|make)s? minimum wage)\b"),
        ("trade_union", r"\b(?:(?:trade|labou?r) union|union (?:member|rep|steward)s?|member of (?:the|a|my) union|unioni[sz]ed)\b"),
        ("criminal", r"\b(?:criminal record|felon(?:y|ies|s)?|on parole|arrested(?! development)|convicted|(?:went to|been (?:to|in)|was in|served time in|out of|time in) (?:prison|jail))\b|\b(?:on probation (?:for|until|since))\b"),
    )
)  # fmt: skip


def classes_of(text: str) -> tuple[str, ...]:
    """Every class whose words are in a text."""
    return tuple([name for name, pattern in CLASSES if pattern.search(text)])


_TASTES = re.compile(
    r"\b(?:lik|lov|enjoy|prefer|want|read|watch|ador|favou?r|collect|listen|hat(?:e|ing)|dislik|interest|curious|fond|fan of|stud(?:y|ie)|research|writ|teach|work|follow|play|bak|grow|paint|visit|admir|learn)\w*",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"\b(?:has|have|having|had|is|am|are|was|being|got|gets|suffers?|lives? with|takes?|needs?|uses?|avoids?|cannot|can['’]?t|can not|(?:does|do)(?: not|n['’]t)|no|never|without|allergic|intolerant|because|due to|since|owing to|after|keeps?|eats?|observes?|fasts?|prays?|votes?|identif(?:y|ies))\b|[(:;]",
    re.IGNORECASE,
)


def tells_of_self(statement: str, sensitivity: str) -> bool:
    """True if a statement says of the person what belongs to a class, not only what they like.

    What governs the words of the class is what stands last before them: in "Has asthma and likes
    slow walks" they have it, in "Likes books about asthma" they do not.
    """
    pattern = dict(CLASSES).get(sensitivity)
    for found in pattern.finditer(statement) if pattern is not None else ():
        before = statement[: found.start()]
        state = max((m.end() for m in _STATES.finditer(before)), default=0)
        taste = max((m.end() for m in _TASTES.finditer(before)), default=0)
        if state >= taste:
            return True
    return False


def touched(evidence: Evidence) -> frozenset[str]:
    """The classes that evidence belongs to: the one that its distiller names, and by its words.

    Whoever tells two things in one breath, an allergy and whom they love, has told both.
    """
    named = () if evidence.sensitivity is None else (evidence.sensitivity,)
    told = ". ".join((evidence.statement, evidence.quote, evidence.reason or ""))
    return frozenset((*named, *classes_of(told)))


def refusal(
    evidence: Evidence,
    held: Behaviour,
    *,
    policy: TierPolicy,
    person: PersonState,
    strict: bool,
) -> str | None:
    """Why evidence of a behaviour may not be stored for the classes it touches, or None.

    `strict` asks for consent to every class.
    """
    found = refused(evidence, held, policy=policy, person=person, strict=strict)
    return None if found is None else found[1]


def refused(
    evidence: Evidence,
    held: Behaviour,
    *,
    policy: TierPolicy,
    person: PersonState,
    strict: bool,
) -> tuple[str, str] | None:
    """The same, after the class that it is refused for."""
    classes = touched(evidence) | ({held.sensitivity} - {None})
    for name in sorted(map(str, classes)):
        known = policy.sensitivities.get(name)
        consent = person.consents.get(name)
        if known is None and name not in (evidence.sensitivity, held.sensitivity):
            continue  # a policy may know fewer classes than there are words for
        if known is None or known.stored == "never":
            return name, f"{name} is never stored"
        if consent is False:
            return name, f"no consent to store {known.says}"
        if evidence.kind not in OUTRIGHT:
            return name, f"{known.says} is never inferred"
        if consent is None and (strict or known.stored == "consent"):
            return name, f"{known.says} needs consent"
    return None
