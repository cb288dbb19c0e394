"""Health conditions of one's own, and what follows from them: "I'm pregnant, so no raw fish".

No head is asked: missing one does harm, and the words say it themselves. Only what somebody says of
themselves is read; from "my son is allergic to nuts, so nothing with nuts" the wish is kept alone,
since his allergy is not the user's to have remembered.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from prefmem.distillers.answers import _needs
from prefmem.distillers.words import _frames, _vetoes, _whose
from prefmem.distillers.words._elided import lowered_at_start
from prefmem.distillers.words._said import evidence_of
from prefmem.distillers.words._sensitivity import sensitivity_of
from prefmem.distillers.words._sentences import Sentence, sentences
from prefmem.distillers.words._statements import finished, plain, statement_of
from prefmem.distillers.words._subjects import subject_of
from prefmem.records import Segment, Turn
from prefmem.stages.keydata import HEALTH
from prefmem.types import Evidence, Polarity

STRENGTH = 0.95
CONDITION = "said which condition they have"
FOLLOWS = "said what follows from a condition"
MOST_WORDS = 40
"""Of a sentence that is read."""
MOST_FOLLOWING = 14
"""Words behind a condition that tell what it means."""
LEAST_TOLD = 4
"""Words from which a condition is told in the third person; fewer are taken as they are."""

_AM = (
    r"(?:(?:\d+ weeks |\w+ months |heavily |newly )?pregnant|expecting (?:a baby|twins|(?:our|my) (?:first|second|third|next)(?: baby| child)?)|breast-?feeding|(?:pre-?)?diabetic|epileptic|asthmatic|dyslexic|dyspraxic|autistic|"
    r"(?:red-green )?colou?r[- ]?blind|(?:legally |partially |nearly |almost )?blind(?: in (?:one|my left|my right) eye)?|(?:profoundly |partially |almost )?deaf(?: in (?:one|my left|my right) ear)?|"
    r"hard of hearing|(?:visually|hearing)[- ]impaired|an(?:a)?emic|a wheelchair user|in a wheelchair|immuno-?(?:compromised|suppressed)|(?:a )?recovering (?:alcoholic|addict)|in recovery|sober|"
    r"prone to migraines|(?:a )?c(?:o)?eliac|hypermobile|allergic(?= *(?:$|[.,;!]))|a (?:kidney|transplant|stroke|heart|cancer) patient|"
    r"on (?:blood thinners|warfarin|insulin|statins|beta blockers|immunosuppressants|dialysis|chemo\w*|crutches|oxygen))"
)
_KIND = r"(?:(?!(?:no|not|never|nor|without|with|of|about|for|on|in|who|whose|had|been)\b)[\w'-]+ ){0,2}?"
"""Words between "I have" and a condition: "mild", "a severe"; nobody else's, and not its absence."""
_HAVE = (
    rf"(?:{_KIND}(?:asthma|epilepsy|adhd|dyslexia|dyspraxia|diabetes|c(?:o)?eliac(?: disease)?|crohn['’]?s(?: disease)?|ibs|colitis|gerd|(?:acid )?reflux|(?:stomach )?ulcers?|gastritis|gout|hypertension|"
    r"high blood pressure|low blood pressure|high cholesterol|heart (?:condition|disease|problem|murmur)|arrhythmia|pacemaker|arthritis|fibromyalgia|osteoporosis|migraines|vertigo|herniated disc|sciatica|"
    r"tinnitus|eczema|psoriasis|rosacea|lupus|multiple sclerosis|parkinson['’]?s|hypothyroidism|thyroid (?:condition|problem)|kidney (?:disease|stones)|endometriosis|pcos|ptsd|chronic (?:pain|fatigue|back pain|migraines)|"
    r"sleep apn(?:o)?ea|hearing loss|hearing aids|low vision|prosthetic (?:leg|arm|hand)|gallstones|diverticulitis|motion sickness)|"
    r"(?:an? |really |very |pretty |got )*(?:bad|dodgy|weak|bum|busted|injured|torn|arthritic|dicky) (?:knees?|back|hips?|shoulders?|ankles?|wrists?|neck)(?: \w+)?)"
)
_USE = (
    r"(?:(?:(?:use|wear|rely on|depend on|walk with|get around (?:in|with)) (?:an? |my )?(?:screen ?readers?|wheelchair|white cane|walking stick|cane|crutches|rollator|walker|hearing aids?|cochlear implants?|insulin pump|cpap|guide dog)(?! for (?:my|our|his|her|a|an|the)\b))|"
    r"(?:carry|need) an? (?:epipen|epi-pen|inhaler)|(?:take|inject|am on) (?:blood thinners|warfarin|insulin|immunosuppressants))"
)
_HOUSEHOLD = r"we(?:['’]ve| have)(?: got)? (?:an? )?(?:(?!no\b)\w+ ){0,3}(?:allerg(?:y|ies)|intolerances?)(?: \w+){0,4}?"
_LEAD = r"^\W*(?:(?:and|but|also|so|well|hi|hello|hey|oh|ok|okay|sorry|btw|by the way|fyi|heads up|since|because|as|given that|just so you know|now that)\b[\s,:]*)*"
_HOW = r"(?:(?:also|still|just|really|actually|now|currently|unfortunately|sadly|a bit|quite|very|severely|mildly|slightly|both|in fact)\s+)*"
_TAIL = rf"(?P<more>(?:(?: (?:with|since|for|from|after|because of|at|in my|\d+ weeks)\b[^,.;!?]{{1,40}}?)|(?: and (?:an? |i have )?(?:{_AM}|{_HAVE}))|(?: and (?:i )?need (?!to\b|help|some\b|a\b|an\b|you\b|your\b)[\w' -]{{3,40}}?)|(?:,? \d+ weeks))?)"
_END = r"(?=\s*(?:$|[,.;:!)(–—]|\s[-–—]\s|\b(?:and|so|but|because|which|hence|therefore|lol|btw|anyway|again|myself)\b))"
_OWN = re.compile(
    rf"{_LEAD}(?P<said>(?:i(?:['’]?m| am)\s+{_HOW}{_AM}|i(?:['’]?ve| have| get| suffer from| live with| was diagnosed with)\s+(?:got |had )?{_HOW}(?:an? |my |some )?{_HAVE}|i\s+{_HOW}{_USE}(?: for [\w ]{{3,30}}?)?|{_HOUSEHOLD}){_TAIL}){_END}",
    re.IGNORECASE,
)
_BACK = re.compile(
    rf"{_LEAD}(?P<said>my (?:back|knees?|hips?|shoulders?|eyesight|hearing|stomach|heart)(?: is| are| isn['’]t| aren['’]t|['’]s) (?:\w+ ){{0,2}}?(?:bad|weak|shot|bust(?:ed)?|dodgy|poor|sensitive|what (?:it|they) used to be))(?: now(?:adays)?| these days)?{_END}",
    re.IGNORECASE,
)
_SICKENS = re.compile(
    r"^\W*(?:(?:and|but|also|so)\W+)*(?P<said>(?P<what>[\w' -]{2,30}?) (?:(?:always |really |usually |just )*(?:upsets? my stomach|gives? me (?:hives|a rash|migraines|heartburn|(?:terrible |bad )?stomach (?:cramps|aches?))|makes? (?:me ill|my (?:throat|face|tongue|lips) (?:swell|itch)\w*)|sends? me to (?:the )?(?:hospital|er|a&e))|(?:could|would|can|will|might|nearly|almost) kill(?:ed)? me))(?= *(?:$|[.,;!]))",
    re.IGNORECASE,
)
_EATEN = re.compile(
    r"\b(?:pea)?nuts?\b|\b(?:almonds?|cashews?|walnuts?|hazelnuts?|pistachios?|shellfish|seafood|fish|shrimps?|prawns?|crab|lobster|mussels|oysters|eggs?|milk|dairy|lactose|cheese|cream|gluten|wheat|bread|soy|tofu|sesame|mustard|celery|lupin|"
    r"caffeine|coffee|alcohol|wine|beer|sulphites|sulfites|latex|penicillin|ibuprofen|aspirin|bees?|wasps?|stings?|kiwis?|strawberr\w+|citrus|tomatoes|onions?|garlic|mushrooms?|beans|lentils|pork|beef|red meat|grapefruit|aspartame|msg|sugar|chilli|spicy (?:food|things|stuff)|raw \w+)\b",
    re.IGNORECASE,
)
_MUST_NOT = re.compile(
    r"^\W*(?:(?:and|but|also|so|because|since|btw|fyi)\W+)*(?P<said>i (?:really |absolutely )?(?:can(?:['’]?t|not| not)|must(?:n['’]?t| not)|(?:['’]m|am) not allowed(?: to)?|(?:['’]m|am) not supposed to|(?:['’]m|am) unable to) (?:have|eat|drink|tolerate|digest|touch|take) (?:any |anything with )?(?P<what>(?!the |that |this |it\b|another )[\w', -]{3,40}?))(?=\s*(?:$|[.;!?]|,? (?:and|so|but|because|since)\b|, (?:please|i|what|which|how|can|could|any|do|is|are)\b))",
    re.IGNORECASE,
)
_THING = r"(?!(?:because|since|as|not|but|my|our|his|her|their|i|i['’](?:m|ve)|im|is|are|due|for|with|so|we|you|he|she|they|when|if)\b)[\w'’&-]+"
_FOR = r"(?:because|since|as|cause|due to|because of|on account of|with)"
_HAVING = r"(?:i['’]?m|i am|i have|i['’]ve(?: got)?|i get|it['’]?s|of|my)"
_AVOIDED = re.compile(
    rf"{_LEAD}(?P<said>(?:i (?:(?:really|just|also|always|can|must|have to|need to|try to) )*(?:never(?: ever)?|don['’]?t|do not|can['’]?t|cannot|avoid|must(?:n['’]t| not)|won['’]?t|stay (?:away from|off)|steer clear of)|no) (?:(?:ever|eat|eating|have|touch|drink|use|wear|take|go near|any) )*"
    r"(?P<what>(?!(?:it|that|this|them|everything|anything)\b)"
    rf"{_THING}(?:(?:,| or| and|, or|, and)? {_THING}){{0,4}}?)"
    rf"(?:,? (?:please|pls|thanks))?(?:(?:,|\s+[-–—:(]|\s*[(;:–—])\s*(?:{_FOR}\s+)?(?:{_HAVING}\s+)?|\s+{_FOR}\s+(?:{_HAVING}\s+)?)"
    r"(?:an?\s+)?(?P<how>(?:(?:severely|very|highly|badly|deathly|seriously|really|severe|bad|serious|slightly|mildly|mild|food) )*)(?P<kind>allergic|allergy|allergies|intolerant|intolerance)(?: to (?:it|them|those|these))?)\W*$",
    re.IGNORECASE,
)
"""What is avoided for an allergy that is told behind it: "I never eat peanuts, I'm allergic"."""
_LISTED = re.compile(
    r"^\W*(?:(?:and|also|btw|fyi|oh)\W+)*(?P<said>(?:my )?(?:food )?(?P<kind>allergy|allergies|intolerances?)(?: list)?\s?[:=]\s+(?P<what>(?!(?:none|no|nope|n/?a|nil|unknown|contains|may)\b)[\w', /&-]{3,80}?))\s*[.;!]*$",
    re.IGNORECASE,
)
"""An entry as in a form: "allergies: peanuts, kiwi"."""
_ALLERGENS = re.compile(
    r"\b(?:cats?|dogs?|horses?|rabbits?|fur|feathers?|pollen|grass|trees?|birch|dust|mites?|mou?ld|nickel|perfumes?|fragrances?|plasters|amoxicillin|antibiotics|codeine|iodine|wool|pets?|animals?|insects?|shrimp|molluscs?|crustaceans|lactose|histamine|fructose)\b",
    re.IGNORECASE,
)
"""What people are allergic to, besides food."""
_SEVERE = re.compile(r"\b(?:sever|high|bad|death|serious)", re.IGNORECASE)
_RULING = re.compile(
    r"(?:^\W*|,?\s+(?:so|and so|hence|therefore)[ ,]+|[,;:]\s+|\s[-–—]\s)(?:please |pls |and )*(?P<ruling>(?:no|nothing|avoid|without|only|never|skip|leave out|steer clear of)\b(?! (?:idea|problem|worries|doubt|clue|longer|wonder|need|one|matter|way|big deal|helps?|works?|been|had|was|felt|seen|knew|asking))[^.;!?]{3,80}?)(?=\s*(?:$|[.;!?]|,? (?:please|pls|thanks|thank you)\b|, (?:i|it)\b))",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"^\W*(?:(?:and|but|also|so|since|because|fyi|btw)\W+)*(?:my|our|one of (?:my|our)) (?:[\w-]+ ){0,2}?(?:son|daughter|kids?|child(?:ren)?|husband|wife|partner|spouse|boyfriend|girlfriend|fiancée?|fiance|mother|father|mum|mom|dad|brother|sister|roommate|flatmate|grandmother|grandfather|gran|toddler|baby|boys?|girls?|family)\b[^.;!?]*?"
    r"\b(?:allerg\w+|intoleran\w+|c(?:o)?eliac|diabetic|can(?:['’]?t|not) (?:eat|have|drink|tolerate)|pregnant|vegan|vegetarian|asthma\w*)\b[^.;!?]*?",
    re.IGNORECASE,
)
_WISH_FOR_THEM = re.compile(
    r"(?:,?\s+so\s+|,\s+(?=please|no\b|nothing\b|keep\b|avoid\b|only\b)|\s[-–—]\s)(?P<wish>(?:please |pls |i need |i want |we need )*(?:(?:no|nothing|avoid|without|only|never|skip|leave out|keep|make sure)\b[^.;!?]{3,80}?))(?=\s*(?:$|[.;!?]|,? (?:please|pls|thanks|thank you)\b))",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"^(?:(?:please|pls|and|i need|i want|we need|make sure (?:it['’]?s |there(?:['’]?s| is) )?|keep)\s+)+",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?:[,;:]\s+|\s[-–—]\s+)(?:(?:and|but|because|since|as)\s+)?|,?\s+(?:because|since|as|and|but)\s+(?=(?:i|my|it|we)\b)",
    re.IGNORECASE,
)
"""What stands between the parts of a sentence that may tell a condition."""
_RULED_OUT = re.compile(
    r"^(?:no|nothing(?: with| that has)?|avoid|without|never|skip|leave out|steer clear of) ",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Need:
    """Words of the user that say what their health asks for."""

    turn: Turn
    start: int
    """In the turn."""
    end: int
    statement: str
    subject: str
    polarity: Polarity
    """`against` where something is ruled out, `for` where only the condition is told."""
    condition: str

    def meets(self, start: int, end: int) -> bool:
        """True if a place of its turn and its words overlap."""
        return self.start < end and start < self.end

    def evidence(self, *, source: str) -> Evidence:
        """It as evidence."""
        return evidence_of(
            self.turn,
            self.turn.content[self.start : self.end],
            kind="stated",
            polarity=self.polarity,
            strength=STRENGTH,
            source=source,
            behaviour=HEALTH,
            subject=self.subject,
            statement=self.statement,
            sensitivity="health",
            condition=self.condition,
        )


def needs_in(segments: Sequence[Segment]) -> list[Need]:
    """What a user's turn says that their health asks for, in its order."""
    found: list[Need] = []
    writing = False
    for segment in segments:
        for sentence in sentences(segment.text, offset=segment.start):
            writing = writing or _vetoes.is_writing_task(sentence.text)
            one = None if writing else _read(segment.turn, sentence)
            if one is not None:
                found.append(one)
    return found


def is_of_others(text: str) -> bool:
    """True if a condition that a text names is not its speaker's: "a friend with diabetes"."""
    return _NOT_OWN.search(text) is not None or _whose.is_of_others(text)


def is_over(text: str) -> bool:
    """True if a text says of a condition that it names that it is had no more."""
    return _NO_MORE.search(text) is not None


def is_none(text: str) -> bool:
    """True if a text only names a condition: it is denied, or disliked as anybody would."""
    found = _NOT_HAD.search(text)
    if found and sensitivity_of(found["what"]) == "health":
        return True
    return any(pattern.search(text) for pattern in (_DENIED, _NOT_ONE, _ONLY_HATED))


def is_figurative(text: str) -> bool:
    """True for an "allergy" that no body has: "I'm allergic to small talk"."""
    return _FIGURATIVE.search(text) is not None or _BY_CHOICE.search(text) is not None


def _read(turn: Turn, sentence: Sentence) -> Need | None:
    """What a sentence says that its speaker's health asks for, or None."""
    text = sentence.text
    if len(text.split()) > MOST_WORDS or _vetoes.is_about_authority(text):
        return None
    if _vetoes.is_for_a_friend(text) or _needs.wish_in(text):
        return None
    if _vetoes.is_reported(text) and not _ADVISED.match(text):
        return None
    if _OF_OTHERS.match(text):
        return _wished(turn, sentence)
    begins = [0, *(found.end() for found in _PART.finditer(text))]
    for begin in begins:
        part = text[begin:]
        said = next((m for p in _TOLD if (m := p.match(part)) and _is_sure(m)), None)
        if said is not None and not _is_elsewhere(text, begin + said.start("said"), said):
            return _told(turn, sentence, begin, said)
    return None


def _is_elsewhere(text: str, start: int, said: re.Match[str]) -> bool:
    """True if it is supposed or quoted, a dislike, or beside an allergy, which is read with it."""
    if _vetoes.is_hypothetical(text[:start]) or _frames.is_quoted(text, start):
        return True
    if said.re is _MUST_NOT and _DISLIKED.search(text):
        return True
    return _ALLERGY.search(text) is not None and _ALLERGY.search(said["said"]) is None


def _is_sure(found: re.Match[str]) -> bool:
    """True unless the words only tell a condition where they name something that is eaten."""
    if found.re is _ADVISED and _FOR_A_TIME.search(found.string):
        return False
    if found.re is _LISTED:
        return any(one.search(found["what"]) for one in (_EATEN, _ALLERGENS))
    if found.re is _AVOIDED:
        return not is_figurative(f"allergic to {found['what']}")
    what = found.groupdict().get("what")
    return what is None or _EATEN.search(what) is not None or what.lower() in ("it", "that")


def _told(turn: Turn, sentence: Sentence, begin: int, said: re.Match[str]) -> Need | None:
    """A condition, with what the rest of its sentence rules out for it."""
    text = sentence.text
    start, end = begin + said.start("said"), begin + said.end("said")
    if said.re in (_AVOIDED, _LISTED):
        had = "intolerant" if said["kind"].lower().startswith("into") else "allergic"
        how = "Severely " if _SEVERE.search(said.groupdict().get("how") or "") else ""
        made = f"{how}{had} to {plain(said['what'])}"
        return _need(turn, sentence, (start, end), made, subject_of(said["what"], 0, 0), "against")
    ruling = next((r for r in _RULING.finditer(text) if not start < r.start("ruling") < end), None)
    named = said.groupdict().get("what")
    bare = named is not None and _EATEN.search(named) is None
    if ruling is None and (bare or _BARE.search(said["said"])):
        return None  # "it upsets my stomach" and "I'm allergic" do not say what
    made = _as_is(said["said"])
    if ruling is None:
        todo = said.groupdict().get("todo")
        about = named or (_ADVICE.sub("", todo) if todo else None)
        subject = subject_of(about, 0, 0) if about else _ARTICLE.sub("", made.partition(" ")[2])
        if said.re is _OWN and _goes_on(text[end:]):
            end = len(text.rstrip(" .!,;"))
            made = _as_is(text[start:end])
        against = about is not None or _FOOD_HARMS.search(made) is not None
        polarity: Polarity = "against" if against else "for"
        return _need(turn, sentence, (start, end), made, subject, polarity)
    out = lowered_at_start(ruling["ruling"])
    words = f"Wants {out}: {lowered_at_start(made)}" if bare else f"{made}: {out}"
    place = min(start, ruling.start("ruling")), max(end, ruling.end("ruling"))
    return _need(turn, sentence, place, words, _ruled(out), "against")


def _wished(turn: Turn, sentence: Sentence) -> Need | None:
    """What somebody wants for the sake of another's condition; of that one nothing is kept."""
    wish = _WISH_FOR_THEM.search(sentence.text)
    if wish is None or sensitivity_of(wish["wish"]) is not None:
        return None
    words = _ASKED.sub("", wish["wish"])
    place = wish.span("wish")
    polarity: Polarity = "against" if _RULED_OUT.match(words) else "for"
    return _need(
        turn, sentence, place, f"Wants {words}", _ruled(words), polarity, condition=FOLLOWS
    )


def _need(
    turn: Turn,
    sentence: Sentence,
    place: tuple[int, int],
    words: str,
    subject: str,
    polarity: Polarity,
    *,
    condition: str = CONDITION,
) -> Need | None:
    start, end = (sentence.start + at for at in place)
    statement = finished(words)
    return Need(turn, start, end, statement, subject, polarity, condition) if statement else None


def _ruled(words: str) -> str:
    """What is ruled out, or asked for."""
    return subject_of(_RULED_OUT.sub("", words), 0, 0)


def _as_is(said: str) -> str:
    """In the third person, with the "is" that a statement about a taste does without."""
    led = _I_AM.match(said)
    if led and len(said.split()) < LEAST_TOLD:
        return f"Is {plain(said[led.end() :])}"
    made = statement_of(said)
    return f"Is {lowered_at_start(made)}" if led and not made.startswith("Is ") else made


def _goes_on(rest: str) -> bool:
    """True if a sentence goes on with what the condition means: "… so I need subtitles"."""
    follows = _FOLLOWING.match(rest)
    if follows is None or len(rest.split()) > MOST_FOLLOWING or "?" in rest:
        return False
    return follows["and"] is not None or not _vetoes.is_request(rest[follows.end() :])


_NOT_OWN = re.compile(
    r"\b(?:friends?|sons?|daughters?|kids?|child(?:ren)?|husband|wife|partner|brother|sister|mother|father|mum|mom|dad|colleagues?|neighbou?rs?|patients?|students?|people|someone|somebody|cats?|dogs?|horse) (?:with|who|that)\b|"
    r"\bi (?:\w+ly |also )?(?:research|treat|study|teach|diagnose|write about|read about|work (?:with|on))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\bi(?:['’]ve| have)(?: got)? (?:no|never had(?: any)?|zero) (?:known |particular |serious |major )?(?:food |health |heart |medical |dietary )?(?:allerg\w+|intoleranc\w+|(?:health|heart|medical) (?:conditions?|problems?|issues?)|phobias?|[\w ]{0,20}(?:asthma|diabetes|migraines?|epilepsy|blood pressure)[\w ]{0,10})\W*$",
    re.IGNORECASE,
)
_NOT_HAD = re.compile(
    r"(?:\bi(?: do(?:n['’]?t| not)|['’]ve not| haven['’]?t) (?:really |actually |even )?(?:have|got|get|suffer from)|\bi(?:['’]?m| am) not on) (?:any |an? |the )?(?P<what>(?:[\w'-]+ ){0,2}?[\w'-]+)(?=\s*(?:$|[.,;!?)–—-]|\b(?:and|but|or|so|any ?more|after all|at all)\b))",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(
    r"\ballergic to (?:nothing|none|nobody|no food)\b|\bi(?:['’]?m| am) (?:\w+ )??(?:not|no longer) (?!(?:only|just|merely)\b)(?:\w+ ){0,3}?(?:allergic|intolerant|diabetic|pregnant|epileptic|asthmatic|c(?:o)?eliac)\b",
    re.IGNORECASE,
)
_ONLY_HATED = re.compile(
    r"^\W*(?:(?:and|but|so|god|ugh|man)\W+)*i (?:really |just |absolutely |fucking |so )*(?:hate|dislike|despise|loathe|can['’]?t stand|cannot stand) (?:getting )?(?:migraines?|asthma|allerg(?:y|ies)|arthritis|vertigo|insomnia|eczema|diabetes|epilepsy)\W*$",
    re.IGNORECASE,
)
_FIGURATIVE = re.compile(
    r"\ballergic to (?:(?:all|any|the|this|that|such|your|my|other|most|too much|corporate|cheesy|fake|unnecessary|pointless|boring|bad|long|early|empty) )*(?:small ?talk|bull ?shit|bs|crap|nonsense|drama|mondays?|mornings?|meetings?|calls|work(?:ing)?|exercis\w+|commitment|people|humans|hype|jargon|buzz ?words?|fluff|waffle|marketing|corporate|speak|stupid\w*|idiots?|boredom|bureaucracy|paperwork|admin|spreadsheets|powerpoints?|emojis?|ads|adverts|cleaning|housework|ironing|hoovering|responsibility|politics|politicians|fun|happiness|joy|change|effort|the gym|gyms|musicals|romcoms?|rom-coms?|clich[eé]s?|flattery|platitudes|micro-?manag\w+|liars|lies|lying|laziness|rudeness|code|frameworks?|javascript|java|php|excel|technology|maths?|numbers|rules|authority|deadlines|money|spending|losing|silence|compliments|feelings|love|marriage|kids|children|crowds|hugs|karaoke|sports?|running|mess|noise)\b",
    re.IGNORECASE,
)
"""Closed, so that whatever else somebody is allergic to is taken at its word."""
_BY_CHOICE = re.compile(
    r"\bby choice\b[^.!?]*\b(?:not|no) (?:because of )?(?:an? )?(?:allerg|intoleran)|\b(?:not|isn['’]?t) (?:because of )?(?:an? )?(?:allergy|allergic|intolerance|intolerant)\b[^.!?]*\b(?:choice|prefer(?:ence)?|taste)\b",
    re.IGNORECASE,
)
_NO_MORE = re.compile(
    r"\bno longer (?:have|get|suffer|need|use|take)\b|n['’]t (?:have|get|need|use) [\w' -]{2,40} any ?more\b",
    re.IGNORECASE,
)
_ALLERGY = re.compile(r"\b(?:allerg\w+|intoleran\w+|anaphyla\w+)\b", re.IGNORECASE)
_DISLIKED = re.compile(
    r"\b(?:disgust\w*|hate|dislike|don['’]?t like|taste|gross|yuck\w*)\b", re.IGNORECASE
)
_FOLLOWING = re.compile(
    r"^,?\s+(?:(?:so|which means)\s+|(?P<and>and)\s+(?=(?:i|my)\b|(?:can(?:['’]?t|not)?|do(?:n['’]?t| not)|have|need|must(?:n['’]?t)?|avoid)\b))",
    re.IGNORECASE,
)
_FOOD_HARMS = re.compile(r"\bc(?:o)?eliac\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:an?|the) ", re.IGNORECASE)
_ADVISED = re.compile(
    r"^\W*(?:(?:and|but|also|so|because|since|btw|fyi|hi|hey)\W+)*(?P<said>my (?:doctor|gp|dietitian|dietician|cardiologist|midwife|consultant|nurse|nutritionist|oncologist|dentist) (?:(?:has |have |just |recently )*(?:told|advised|asked|warned|ordered|wants) me (?:to|not to)|(?:says|said|thinks|insists) (?:that )?i (?:should|must|need to|have to|ought to|can['’]?t|shouldn['’]?t|mustn['’]?t)) (?P<todo>(?:really )?(?:avoid|cut (?:down|back|out)(?: on)?|stay off|stay away from|eat|drink|have|limit|reduce|watch|lay off|stop eating|stop drinking|give up|quit|lower)\b[\w' ,-]{3,50}?))(?=\s*(?:$|[.;!?]|, (?:what|which|how|can|could|any|do|is|are)\b|,? (?:and|so|but)\b))",
    re.IGNORECASE,
)
"""What a doctor told somebody to eat or drink, or not to."""
_FOR_A_TIME = re.compile(
    r"\b(?:tomorrow|today|tonight|this (?:week|morning|evening)|before|after|until|till|next|for (?:a|the next|two|three|\d+) (?:few )?(?:days?|weeks?|hours?))\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"^(?:(?:really|avoid|cut|down|back|out|on|stay|off|away|from|eat|drink|have|limit|reduce|watch|lay|stop|eating|drinking|give|up|quit|lower|less|fewer|more|my|any|so much)\b\s*)+",
    re.IGNORECASE,
)
_TOLD = (_AVOIDED, _LISTED, _OWN, _BACK, _SICKENS, _MUST_NOT, _ADVISED)
_BARE = re.compile(r"\ballergic$", re.IGNORECASE)
_I_AM = re.compile(r"i(?:['’]?m| am)\b", re.IGNORECASE)
