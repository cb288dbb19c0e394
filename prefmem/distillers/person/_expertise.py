"""How well somebody knows a field: "I'm new to Rust", "I've been baking bread for a living".

No head is asked: the words say it themselves, and the topic has nothing to do with it. What is found
holds for its field only, so it is kept with that field as its context.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from prefmem.distillers.words import _vetoes
from prefmem.distillers.words._said import evidence_of
from prefmem.distillers.words._sensitivity import sensitivity_of
from prefmem.distillers.words._sentences import Clause, Sentence, clauses, sentences
from prefmem.distillers.words._statements import finished, plain, statement_of
from prefmem.distillers.words._subjects import subject_of
from prefmem.records import Segment, Turn
from prefmem.types import Evidence, Polarity

STRENGTH = 0.85
CONDITION = "said how well they know it"
_LONGEST = 60
"""Words of a sentence that is read."""
_LEAD = re.compile(
    r"^\W*(?:(?:and|but|so|also|well|hi|hello|hey|ok|okay|sorry|btw|by the way|fyi|since|because|as|given that|considering|full disclosure|i should (?:say|mention)|just so you know|to be honest|tbh|honestly|mind you|bear with me|note that)\b[,:!]?\s+(?:that\s+)?)*",
    re.IGNORECASE,
)
_I = r"i(?:['’]?m| am)\s+"
_I_HAVE = r"i(?:['’]?ve| have)\s+"
_HOW = r"(?>(?:still|also|just|really|actually|quite|pretty|fairly|rather|very|relatively|completely|totally|absolutely|brand|all|a bit|bit|kind of|sort of|reasonably|moderately|highly|extremely|basically|practically|more or less|somewhat|only|now|myself|personally|admittedly|so|too|that|at all|a|an|the)[ -])*"
_PLACES = r"(?:here|there|this|that|it|these|those|them|all (?:this|that|of (?:this|that|it))|everything|me|you|us|(?:the |my |our |a |your )?(?:town|city|area|country|neighbou?rhood|village|street|building|house|flat|company|firm|team|job|role|position|department|office|school|class|course|site|forum|app|group|club|channel|server|list|platform|market))\b"
_FIELD = rf"(?P<field>(?!{_PLACES})(?!(?:what|why|how|where|when|who|which|whether|if|that)\b)[\w+#./&'’-]+(?: (?!(?:is|are|was|and|but|so|because|since|which|that|who|what|how|can|could|do|does|though|although|when|if|me|here|before|yet|please|for|in my|at the moment|right now|then)\b)[\w+#./&'’-]+){{0,4}}?)"
_END = r"(?=\s*(?:$|[.,;:!?)(–—]|\s[-–—]\s|\b(?:and|but|so|because|since|which|that|who|what|how|can|could|do|though|although|when|if|me|here|before|yet|please|for|in my|then|at the moment|right now|lol|haha|tbh|is|are)\b))"
_WORKED = r"(?:writing|coding|programming|developing|building|designing|teaching|doing|using|playing|baking|cooking|brewing|sewing|knitting|painting|drawing|climbing|sailing|gardening|growing|keeping|breeding|running|working (?:with|in|on|as)|practi[sc]ing|studying|speaking|administering|managing|trading|translating|editing|photographing|shooting|repairing|welding|riding|training|restoring|making)"
_SPAN = r"(?:for|since) (?:(?:about|around|over|nearly|almost|more than|well over|the (?:best|better) part of|at least|some|a good|the last|the past) )*(?:(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|several|many|a few|a couple of|a|my whole|most of my)(?:[- ](?:odd|plus|or so))? ?\+? ?(?:years?|decades?|yrs?|life|career)\b|(?:years|ages|decades|yrs)\b|(?:19|20)\d\d\b|(?:i was|school|childhood|uni\w*|college)\b)"
_TRADE = r"(?P<field>(?:[\w-]+ ){0,2}[\w-]{4,}(?:er|or|ist|ian|ant|ent|eer|man|woman|nurse|vet|chef|cook|lawyer|pilot))"
_NO_TRADE = r"(?!(?:\w+ )*(?:customer|user|member|subscriber|reader|driver|owner|visitor|player|buyer|renter|homeowner|believer|number|letter|answer|summer|winter|computer|printer|server|another|other|either|paper|order|offer|matter|question|president|parent|student|patient|client|resident|tenant|person|woman|man|summarizer|calendar|monitor|error)\b)"

_CRAFT = r"(?:programmer|developer|coder|engineer|designer|data scientist|scientist|analyst|statistician|mathematician|physicist|chemist|biologist|economist|accountant|bookkeeper|lawyer|solicitor|attorney|paralegal|doctor|physician|gp|nurse|midwife|pharmacist|vet|dentist|surgeon|paramedic|physio(?:therapist)?|psychologist|therapist|teacher|professor|librarian|translator|editor|writer|journalist|architect|electrician|plumber|carpenter|joiner|builder|mechanic|welder|chef|cook|baker|barista|butcher|gardener|farmer|florist|photographer|musician|guitarist|pianist|drummer|singer|artist|painter|illustrator|knitter|sewer|pilot|sailor|sysadmin|devops engineer|tailor|brewer|sommelier)"

Made = tuple[re.Pattern[str], Polarity, str]


def _made(pattern: str, polarity: Polarity, told: str = "") -> Made:
    return re.compile(pattern, re.IGNORECASE), polarity, told


_LEVELS: tuple[Made, ...] = (
    _made(rf"{_I}(?P<how>{_HOW})new to {_FIELD}{_END}", "against", "Is {how}new to {field}"),
    _made(
        rf"(?P<how>(?:brand|completely|totally|pretty|very|quite)[ -])?new to {_FIELD}(?: here)?{_END}",
        "against",
        "Is {how}new to {field}",
    ),
    _made(
        r"(?P<field>[\w+#./&-]+(?: [\w+#./&-]+){0,2}) (?:is|are) (?P<how>(?:all|completely|totally|very|quite|pretty|still|rather|brand)[ -])*new (?:to|for) me\b",
        "against",
        "Is new to {field}",
    ),
    _made(
        rf"(?:{_I}(?:{_HOW}))?(?:first[- ]time|novice|newbie|beginner) (?P<field>(?:[\w-]+ )?[\w-]{{3,}}(?:er|or|ist|ian))(?: here)?\b(?<!buyer)(?<!user)(?<!visitor)(?<!owner)",
        "against",
        "Is a first-time {field}",
    ),
    _made(
        rf"(?:{_I})?(?P<how>{_HOW}(?:(?:complete|total|absolute|real|bloody|rank|utter|keen)[ -])*(?:beginner|newbie|noob|novice|rookie|newcomer|amateur|learner))(?:,? here)? (?:at|in|with|to|when it comes to|as far as) {_FIELD}{_END}",
        "against",
        "Is a {how}at {field}",
    ),
    _made(
        rf"{_I}(?P<how>{_HOW})(?:clueless|lost|hopeless|useless|rubbish|terrible|bad|weak|illiterate|ignorant|no (?:good|expert|pro)|not (?:{_HOW})(?:good|great|strong|confident|comfortable|experienced|familiar|an? expert|well versed|up to speed))(?: about| at| with| in| on| of| when it comes to)+ {_FIELD}{_END}",
        "against",
    ),
    _made(
        rf"(?:i )?(?:really |still |honestly |basically |practically |literally |just )*(?:know|understand|have|['’]?ve got|got|haven['’]?t(?: got)?)(?: absolutely| next to| almost| basically| practically| literally| pretty much| really)* (?:nothing|very little|not much|(?:no|zero|a|not a|not the first|not the faintest|not the foggiest) (?:clue|idea|knowledge|experience|background|understanding)|little|zilch) (?:about|of|in|with|when it comes to) {_FIELD}{_END}",
        "against",
        "Knows nothing about {field}",
    ),
    _made(
        rf"i (?:really |still |honestly )*(?:do(?:n['’]?t| not)) (?:really |actually )*know (?:much|a lot|anything|a thing|the first thing|very much|a great deal) (?:about|of|when it comes to) {_FIELD}{_END}",
        "against",
        "Knows little about {field}",
    ),
    _made(
        rf"i (?:really |still )*(?:only|just) (?:really )?know (?:the (?:basics|very basics|bare basics|fundamentals)|a (?:bit|little)) (?:of|about|in) {_FIELD}{_END}",
        "against",
        "Knows only the basics of {field}",
    ),
    _made(
        rf"{_I_HAVE}never (?:ever |really |actually |once )*(?:coded|programmed|cooked|baked|knitted|sewn|painted|drawn|played|used|done any|tried|touched|worked with|written|learnt|learned|studied|built|soldered|sailed|climbed|invested in|read any|run|ridden|grown)(?: an?| any| with)?(?: (?P<field>(?!(?:this|that|it|the|these|those|my|your|his|her|one|so|such)\b)[\w+#./&-]+(?: [\w+#./&-]+){{0,2}}?))?(?: myself)?(?: before| in my (?:whole )?life| at all| until now)\b",
        "against",
    ),
    _made(
        rf"{_I}(?P<how>{_HOW})(?:experienced|fluent|comfortable|familiar|confident|proficient|well versed|well-versed|at home|advanced|an? (?:expert|pro|specialist|old hand|veteran|advanced \w+)) (?:with|in|at|on) {_FIELD}{_END}",
        "for",
    ),
    _made(
        r"i know (?:(?:quite|pretty|very|fairly) )?(?P<field>(?!(?:what|why|how|where|that|it|him|her|them|you|this|who|of|my|the (?!basics)|a |an |about|i )\b)[\w+#./&-]+(?: [\w+#./&-]+){0,2}?) (?:inside out|inside and out|backwards|(?:quite|pretty|very|fairly|really|rather) well|well(?=\s*(?:$|[.,;!]|(?:but|and|so)\b))|like the back of my hand|by heart|down to the last)\b",
        "for",
    ),
    _made(
        rf"(?:{_I_HAVE}|i )?(?:only |literally |really )?just (?:started|begun|begun to learn|taken up) (?:with|learning|studying|practi[sc]ing|to learn|out (?:with|in)) {_FIELD}{_END}",
        "against",
        "Has just started with {field}",
    ),
    _made(
        rf"(?:{_I}|^)(?:(?:just|only|still|now|currently) )*(?:starting|beginning|started) (?:to learn|to study|learning|studying|out (?:with|in)) {_FIELD}{_END}",
        "against",
        "Is just starting with {field}",
    ),
    _made(
        rf"{_I}(?:(?:currently|still|now) )*(?:learning|studying|teaching myself) {_FIELD},? (?:(?:about|around|roughly|maybe|at|on|now at) )*(?:an? )?(?P<at>[abc][12]|beginners?|elementary|intermediate|advanced)(?: level)?\b",
        "against",
        "Is learning {field} ({at})",
    ),
    _made(
        rf"{_I}(?P<how>(?:(?:pretty|quite|very|really|fairly|rather|reasonably|damn|bloody) )+)(?:good|handy|solid|strong|decent|skilled|great) (?:with|at|in) {_FIELD}{_END}",
        "for",
    ),
    _made(
        rf"{_I}(?P<how>(?:pretty |quite |fairly |just |about )?(?:ok|okay|alright|decent|average|intermediate|middling) )at (?!\d){_FIELD}{_END}",
        "for",
        "Is {how}at {field}",
    ),
    _made(
        rf"(?:{_I_HAVE}|i )?(?:only )?just (?:taken|took) up {_FIELD}{_END}",
        "against",
        "Has just taken up {field}",
    ),
    _made(
        rf"{_I}an? (?P<how>(?:junior|beginner|novice|budding|aspiring|trainee) )(?P<field>(?:[\w+#./&-]+ )??{_CRAFT})(?=\W*$|\s*[,.;!?])",
        "against",
        "Is a {how}{field}",
    ),
    _made(
        rf"{_I}an? (?P<how>(?:senior|lead|staff|principal|experienced|seasoned|self-taught|professional) )(?P<field>(?:[\w+#./&-]+ )??{_CRAFT})(?=\W*$|\s*[,.;!?])",
        "for",
        "Is a {how}{field}",
    ),
    _made(
        rf"(?:{_I_HAVE}been|been|{_I}) ?an? (?:\w+ )??(?P<field>(?:[\w+#./&-]+ )?{_CRAFT}) (?:\w+ ){{0,2}}?{_SPAN}",
        "for",
        "Has long been a {field}",
    ),
    _made(
        rf"{_I}(?P<how>(?:(?:really|just|definitely|absolutely|also) )*)not (?:very |really |at all |that |so |particularly |exactly |much )*(?P<field>technical|techy|tech-?savvy|computer[- ]literate|mathsy|musical|academic|handy)(?=\W*$|\s*[,.;!?]|\s+(?:so|and|at all)\b)",
        "against",
        "Is not {field}",
    ),
    _made(
        r"(?P<field>english|german|french|spanish|italian|dutch|polish|portuguese) (?:isn['’]?t|is not) my (?:first|native|mother|own) (?:language|tongue)\b",
        "against",
    ),
    _made(
        rf"{_I}not an? native (?P<field>english|german|french|spanish)? ?speaker\b",
        "against",
        "Is not a native {field} speaker",
    ),
    _made(
        rf"{_I}(?P<how>(?:(?:really|just|definitely|absolutely) )*)not (?:really |much of )?an? (?P<field>{_CRAFT}|native speaker|techie|tech person|maths? person)(?=\W*$|\s*[,.;!?])(?!,? but\b)",
        "against",
        "Is not a {field}",
    ),
    _made(
        rf"(?:i (?:already )?know what [^,.;]{{1,30}} (?:is|are|means?|does|do)|no need to explain [^,.;]{{1,40}}|(?:you can )?skip the basics)\W+(?:because |since |as )?{_I}an? (?P<field>(?:[\w-]+ )??{_CRAFT})\b",
        "for",
        "Is a {field}",
    ),
    _made(
        rf"{_I}an? (?P<field>(?:[\w-]+ )??{_CRAFT})(?=\W+(?:so|and|you|no|which)\b[^.!?]{{0,60}}?\b(?:terms?|jargon|the basics|technical|language|details?|dumb|simplif\w+|explain)\b)(?:[^.!?]{{0,30}}?\b(?P<terms>(?:medical|legal|technical|scientific|proper|engineering) (?:terms|jargon|language))\b)?",
        "for",
        "Is a {field}{terms}",
    ),
    _made(
        rf"(?:{_I})?(?P<how>{_HOW})rusty (?:on|in|at|with) {_FIELD}{_END}",
        "against",
        "Is {how}rusty in {field}",
    ),
    _made(
        r"i (?:can )?speak (?P<how>(?:\w+ ){0,2}?)(?P<level>fluent|good|decent|native|perfect|passable|conversational) (?P<field>[a-z]+)\b",
        "for",
        "Speaks {how}{level} {field}",
    ),
    _made(
        rf"{_I}(?:mostly |entirely |completely )?self[- ]taught (?:in|at|with) {_FIELD}{_END}",
        "for",
    ),
    _made(
        rf"i (?:only )?know (?:just )?(?P<how>a (?:little|bit|tiny bit)|some) (?:of )?(?P<field>english|german|french|spanish|italian|dutch|polish|portuguese|russian|arabic|hindi|turkish|swedish|greek|japanese|mandarin|chinese|korean|welsh|irish|latin|python|sql|java|javascript|html|css|excel|maths?|statistics)\b{_END}",
        "against",
        "Knows only a little {field}",
    ),
    _made(rf"i know my way around {_FIELD}{_END}", "for"),
    _made(
        rf"i(?:['’]?ve| have)(?: got)? (?:(?:about|around|over|nearly|almost|more than|at least|some|a good) )*(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|many)\+? (?:years?|yrs|decades)['’]?(?: of)? (?:(?:(?:professional|working|hands-on|practical|solid) )*experience (?:in|with|of|as an?) (?P<of>{_FIELD.replace('(?P<field>', '(?:')})|{_FIELD} experience){_END}",
        "for",
    ),
    _made(
        rf"(?:i(?:['’]?ve| have) |^)?been (?:\w+ly )?{_WORKED}(?: (?:with|in))? ?(?P<field>(?!(?:this|that|it|the|these|those|my|your|on|at)\b)[\w+#./&-]+(?: (?!for\b|since\b)[\w+#./&-]+){{0,3}}?) {_SPAN}",
        "for",
    ),
    _made(
        rf"i(?:['’]?ve| have) (?:used|taught|written|played|done|worked (?:with|in|as)|run|kept|studied|spoken|programmed|coded|sold|made|grown|bred) (?P<field>(?!(?:this|that|it|the|these|those|my|your|on|at|up|here|there)\b)[\w+#./&-]+(?: (?!for\b|since\b)[\w+#./&-]+){{0,3}}?) {_SPAN}",
        "for",
    ),
    _made(
        r"i (?P<said>(?:teach|write|bake|cook|build|design|paint|sew|translate|edit|code|program|brew|repair|restore|photograph|draw|play|sing|dance|grow|make|sell|fix|trade) (?P<field>(?!(?:this|that|it|the|these|those|my|your)\b)[\w+#./&-]+(?: [\w+#./&-]+){0,2}?)) (?:for a living|professionally|for my job|as my job)\b",
        "for",
    ),
    _made(
        rf"{_NO_TRADE}{_TRADE} here\b[^.!?]{{0,30}}?\b(?:years?|decades?|career|retired|professional)\b",
        "for",
        "Is a {field}",
    ),
    _made(
        rf"{_I}an? (?P<how>(?:(?:semi-?)?professional|trained|qualified|certified|practi[sc]ing|retired|experienced|seasoned|senior|chartered|licensed|former) ){_NO_TRADE}{_TRADE}\b(?=[^.!?]*?\b(?:so|old hat|basics|familiar|know|skip|terms|no need|needn['’]?t|don['’]?t need|can use|jargon|technical)\b)",
        "for",
        "Is a {how}{field}",
    ),
    _made(
        r"my (?:spoken |written |everyday )?(?P<field>english|german|french|spanish|italian|dutch|polish|portuguese|russian|arabic|hindi|turkish|swedish|danish|norwegian|finnish|greek|japanese|mandarin|chinese|korean|czech|hungarian|welsh|irish|latin|hebrew|maths?|statistics|physics|chemistry|excel|python|sql|java|coding|grammar)(?: skills| level| knowledge)? (?:is|are) (?:\w+ ){0,2}?(?P<low>a[12]\b|b1\b|rusty|basic|weak|poor|terrible|bad|shaky|limited|non-?existent|not (?:very |that |so )?(?:good|great|strong))",
        "against",
    ),
    _made(
        r"my (?:spoken |written |everyday )?(?P<field>english|german|french|spanish|italian|dutch|polish|portuguese|russian|arabic|hindi|turkish|swedish|danish|norwegian|finnish|greek|japanese|mandarin|chinese|korean|czech|hungarian|welsh|irish|latin|hebrew|maths?|statistics|physics|chemistry|excel|python|sql|java|coding)(?: skills| level| knowledge)? (?:is|are) (?:\w+ ){0,2}?(?:b2\b|c[12]\b|fluent|strong|solid|excellent|advanced|native|good)",
        "for",
    ),
)
_NO_FIELD = re.compile(
    r"^(?:(?:an?|the|high|low|big|small|too much|very|such|other) )*(?:when\b|if\b|him\b|her\b|them\b|terms?\b|words?\b|concepts?\b|expressions?\b|phrases?\b|woods\b|accident|whole\b|what\b|any|every|some|nothing|none|heat|cold|heights?|crowds?|people|kids|children|babies|risks?|losses|debt|investments?|volatil\w+|surprises?|changes?|names?|faces|mornings?|pain|blood|needles|silence|noise|stairs|offices?|open-plan|groups?|meetings?|parties|being|having|getting|waiting|goodbyes|feedback|criticism|pressure|stress|uncertainty|today|tomorrow|date|time|price|it|this|that|money|shape|directions?|my|your|his|her|our|their|most|life|love|food|spic\w+)\b",
    re.IGNORECASE,
)
"""Nothing that one learns: what somebody bears badly, or something at hand."""
_SAYS = re.compile(
    r"\b(?:said|says?|wrote|writes|goes|reads|told \w+|asked|line)\s*:", re.IGNORECASE
)
_AN = re.compile(r"^Is a (?=[aeiou])", re.IGNORECASE)
_I_AM = re.compile(r"i(?:['’]?m| am)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^an? ", re.IGNORECASE)
_HINT = re.compile(
    r"\bnew (?:to|for)\b|\bi know [^.,;!?]{1,30} well\b|beginner|newbie|noob|novice|rookie|newcomer|amateur|learner|first[- ]time|clueless|\blost\b|hopeless|useless|rubbish|terrible|\bbad\b|weak|illiterate|\bno (?:good|expert|pro|clue|idea|knowledge|experience|background)\b|\bnot\b|nothing|little|\bclue\b|zero|know|never|experienced|fluent|comfortable|familiar|confident|proficient|versed|at home|advanced|\bexpert|\bpro\b|veteran|years|decades|rusty|start|\bat\b|junior|budding|aspiring|trainee|lead|staff|principal|self-taught|beginning|learning|studying|\bgood\b|handy|\bi(?:['’]?m| am|['’]?ve been) an?\b|started|begun|speak|self[- ]taught|taken|\byrs|since|living|professional|\bhere\b|trained|qualified|retired|senior|my \w+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Level:
    """Words of the user that say how well they know a field."""

    turn: Turn
    start: int
    """In the turn."""
    end: int
    field: str
    polarity: Polarity
    """`for` where they know it, `against` where they do not."""
    statement: str

    def says(self, place: int) -> bool:
        """True if a place of its turn is within its words."""
        return self.start <= place < self.end

    def evidence(self, *, source: str) -> Evidence:
        """It as evidence."""
        topic = subject_of(self.field, 0, 0)
        topic = self.field.lower() if topic == "general" else topic
        return evidence_of(
            self.turn,
            self.turn.content[self.start : self.end],
            kind="stated",
            polarity=self.polarity,
            strength=STRENGTH,
            context=replace(self.turn.context, task=topic),
            source=source,
            behaviour="expertise.level",
            subject=topic,
            statement=self.statement,
            condition=CONDITION,
        )


def levels_in(segments: Sequence[Segment]) -> list[Level]:
    """What the user says of how well they know a field, in order."""
    return [
        level
        for segment in segments
        for sentence in sentences(segment.text, offset=segment.start)
        if _may(sentence.text)
        for part in clauses(sentence.text)
        if (level := _level(segment.turn, sentence, part)) is not None
    ]


def _may(text: str) -> bool:
    if not _HINT.search(text) or len(text.split()) > _LONGEST:
        return False
    elsewhere = _vetoes.is_reported(text) or _vetoes.is_for_a_friend(text)
    elsewhere = elsewhere or _SAYS.search(text) is not None
    return not (elsewhere or _vetoes.is_writing_task(text) or _vetoes.is_about_authority(text))


def _level(turn: Turn, sentence: Sentence, part: Clause) -> Level | None:
    """What a clause says of how well its speaker knows a field, or None."""
    text = sentence.text
    if _vetoes.is_hypothetical(part.of(text)) or part.joint.startswith("if"):
        return None
    lead = _LEAD.match(text[part.start :])
    begin = part.start + (lead.end() if lead else 0)
    for pattern, polarity, told in _LEVELS:
        found = pattern.match(text, begin)
        if found is None:
            continue
        named = found["field"] or found.groupdict().get("of") or ""
        field = plain(named).rstrip(".")
        if not field or _NO_FIELD.match(field) or sensitivity_of(found.group()) is not None:
            return None
        said = text[begin : max(found.end(), part.end)].rstrip(" ,;:.!?–—-")
        start = sentence.start + begin
        if statement := finished(_told(told, found, field) if told else _as_said(said)):
            return Level(turn, start, start + len(said), field, polarity, statement)
    return None


def _told(told: str, found: re.Match[str], field: str) -> str:
    """A statement of a pattern's own, with the article that goes with what follows."""
    how = plain(found.groupdict().get("how") or "")
    how = f"{_ARTICLE.sub('', how).lower()} " if how else ""
    at = plain(found.groupdict().get("at") or "")
    terms = found.groupdict().get("terms")
    fine = f" ({plain(terms)} may be used)" if terms else ""
    return _AN.sub(
        "Is an ",
        told.format(how=how, field=field, at=at, terms=fine, level=found.groupdict().get("level")),
    )


def _as_said(said: str) -> str:
    """In the third person; with the "is" that a statement about a taste does without."""
    made = statement_of(said)
    if not _I_AM.match(said) or made.startswith("Is "):
        return made
    return f"Is {made[:1].lower()}{made[1:]}"
