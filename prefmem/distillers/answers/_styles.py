"""Ways of answering: which behaviour a wish about style is, and what it is about."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from dataclasses import dataclass

from prefmem._remembered import remembered
from prefmem.distillers.words._frames import CALLS_FOR, SAYING
from prefmem.distillers.words._third_person import word_set
from prefmem.stages.lowered import low, lowered
from prefmem.types import Polarity


@dataclass(frozen=True, slots=True)
class Style:
    """What a wish about the assistant's answers is about."""

    behaviour: str
    subject: str
    polarity: Polarity


_NEGATED = lowered(
    r"\b(?:no|not|never|don'?t|do not|did(?:n'?t| not)|were(?:n'?t| not)|would(?:n'?t| not)(?! (?:mind|hurt))|without|stop|avoid|skip|drop|less|fewer|enough|hate|dislike|can'?t stand|no more|quit|leave out|tired of|sick of)\b",
)

_OF_LIFE = (
    r"\b(?! than (?:\d+|an?|one|two|three|half an?) ?(?:min\w*|h\b|hours?|days?|weeks?|km|miles?|metres)\b)(?!,? (?:\w+ )?(?:walks?|runs?|rides?|hikes?|drives?|flights?|haul|trips?|journeys?|commutes?|layovers?|queues?|waits?|films?|"
    r"movies?|books?|novels?|series|seasons?|games?|songs?|meetings?|calls?|days?|hours?|weeks?|weekends?|nights?|evenings?|shifts?|stays?|"
    r"holidays?|breaks?|lunches|dinners|workouts?|classes|courses|lectures|hair\w*|sleeves?|skirts?|dresses|nails|distances?|"
    r"winters?|summers?|baths?|showers?|naps?|coats?)\b)"
)
"""Of what is long or short in a life, and no answer."""
_WORDS: tuple[tuple[str, str, Polarity | None, str], ...] = (
    (
        "identity.address",
        "pronouns",
        "for",
        r"\b(?:my pronouns|pronouns are|use (?:they|she|he|xe|ze)/\w+|(?:they/them|she/her|he/him))\b",
    ),
    (
        "identity.address",
        "name",
        "for",
        rf"\b(?:call me(?!\s*(?:,|\.|$|{CALLS_FOR}|{SAYING}))|address me|i go by|my name(?:'s| is)|refer to me as|people call me|everyone calls me|goes by(?! without| so| too| that| and))\b",
    ),
    (
        "honesty.disagreement",
        "disagreement",
        "against",
        r"\b(?:always agree with|agree with (?:me|everything)|never (?:contradict|disagree|correct|challenge|question)|don'?t (?:contradict|disagree with|argue with|challenge) me|take my side|tell me i'?m right|confirm (?:that )?i'?m right)\b",
    ),
    (
        "quality.evaluation",
        "praise",
        "for",
        r"\b(?:always praise|only (?:praise|compliment|positive feedback)|never critici[sz]e|don'?t critici[sz]e|only say (?:nice|good) things)\b",
    ),
    (
        "harm.avoidance",
        "warnings",
        "against",
        r"\b(?:never (?:tell|advise|ask) me to (?:see|call|consult|go to)|(?:no|skip|without|stop giving|stop adding|leave out)\b[^.!?]{0,20}\b(?:safety warnings?|warnings?))\b",
    ),
    (
        "style.units",
        "units",
        "for",
        r"\b(?:metric|imperial|celsius|fahrenheit|kilomet\w+|kilogram\w*|kilos|kg|km|miles|pounds|ounces|grams|cm|lbs?|inches|litres|liters|oz|24[- ]?h(?:our|r)?s?\b|12[- ]?h(?:our|r)?s?\b|military time|(?:dates?|times?) (?:as|in|like)\b|euros?|dollars?|gbp|usd|eur|units?|dd/mm|iso dates?|date format)\b",
    ),
    (
        "style.language",
        "language",
        "for",
        r"\b(?:(?:in|speak|use|write|reply|answer|respond)\s+(?:in\s+)?(?:plain |simple |british |american |australian |uk |us |canadian )?(?:english|spanish|french|german|dutch|italian|portuguese|japanese|chinese|mandarin|korean|hindi|arabic|russian|polish|turkish|swedish|british spelling|american spelling|uk spelling|us spelling)|(?:british|american|uk|us) (?:english|spelling)|my (?:native|first|mother) (?:language|tongue)|plain english|simple english)\b",
    ),
    ("style.format", "emoji", None, r"\bemoji\w*|\bsmil(?:ey|ie)s?\b"),
    (
        "style.format",
        "bullet points",
        None,
        r"\bbullet(?:s|ed|[- ]points?| lists?)?\b|\bdot points?\b",
    ),
    (
        "style.format",
        "tables",
        None,
        r"\b(?:in a |as a |use |no |over |into )?tables?\b|\btabular\b",
    ),
    ("style.format", "headings", None, r"\bhead(?:ing|er)s?\b"),
    (
        "style.format",
        "markdown",
        None,
        r"\bmarkdown\b|\bplain text\b|\bbold(?:ing| text)?\b|\bitalics\b|\bformatting\b",
    ),
    (
        "style.format",
        "numbered lists",
        None,
        r"\bnumbered (?:lists?|steps?|points?)\b|\blists\b|\ba list\b",
    ),
    (
        "style.format",
        "code",
        None,
        r"\b(?:(?:the )?code (?:first|before|blocks?|only|snippets?|comments?)|just (?:the )?code|comments? in (?:the |my )?code|type hints?|one[- ]liners?|pseudo-?code|snake[_ ]?case|camel ?case|tabs|type hints|(?:single|double) quotes|docstrings?)\b",
    ),
    (
        "style.format",
        "descriptions of images",
        None,
        r"\b(?:describ\w+|descriptions? of|alt text) (?:for |of |the |all |any )*(?:images?|pictures?|photos?|diagrams?|charts?|figures?|graphs?)\b",
    ),
    (
        "value.perspective",
        "point of view",
        "for",
        r"\b(?:left|right)[- ](?:leaning|wing)\b|\b(?:conservative|liberal|progressive|libertarian|socialist) (?:framing|perspective|point of view|slant|angle|take)\b",
    ),
    (
        "style.format",
        "sources",
        None,
        r"\b(?:cit(?:e|es|ing|ations?)|references|sources|links|footnotes?)\b",
    ),
    (
        "style.format",
        "answer first",
        "for",
        r"\b(?:answer|conclusion|result|point|bottom line|tl;?dr|verdict|recommendation) (?:first|up ?front|at the (?:top|beginning|start))\b|\b(?:lead|start|begin|open) with the (?:answer|conclusion|result|bottom line|verdict|point)\b",
    ),
    (
        "style.format",
        "prose",
        None,
        r"^(?!.*\btone\b).*?\b(?:prose|paragraphs?|essays?|flowing text|em[- ]dash(?:es)?|semicolons?|exclamation (?:marks?|points?)|all caps|capital letters|lower ?case|headings|summary (?:at|first|up)|bottom line|conclusion)\b",
    ),
    (
        "style.examples",
        "examples",
        None,
        r"\b(?:examples?|analog(?:y|ies)|metaphors?|real[- ]life|real[- ]world|case stud(?:y|ies)|illustrat(?:e|es|ed|ing|ions?|ive)|diagrams?|visuals?|anecdotes?)\b",
    ),
    (
        "interaction.pace",
        "pace",
        "for",
        r"\b(?:one (?:step|question|thing|at a time)|step[- ]by[- ]step|slow(?:ly|er)?\b|at a time|wait for me|pause (?:after|between)|take it slow|walk me through)\b",
    ),
    (
        "interaction.initiative",
        "follow-up questions",
        None,
        r"\b(?:follow[- ]?up questions?|ask(?:ing)? me (?:questions?|first|before|if|whether|to clarify)|clarify\w* questions?|asking|unsolicited|suggestions? (?:at the end|unless)|offer(?:ing)? (?:more|further|to|help|alternatives)|next steps|proactive\w*|unprompted|unless i ask|let me (?:try|figure|think)|hints?|just (?:answer|do|give)|options|alternatives|make the (?:decision|choice)|recommendation first|second[- ]guess)\b",
    ),
    (
        "style.verbosity",
        "answer length",
        "against",
        rf"\b(?:short(?:er|ish)?{_OF_LIFE}|brief(?:ly|er)?|concise(?:ly)?|succinct(?:ly)?|terse|to the point|cut to the chase|straight to|less (?:text|verbose|wordy|detail)|(?:too|so|overly) (?:long|wordy|verbose|detailed)|wall(?:s)? of text|long[- ]winded|long intros?|one[- ](?:line|sentence|liner|paragraph)\w*|(?:a few|two|three|2|3|five|5|four|4) (?:lines?|sentences?|paragraphs?|words|bullets?)|under \d+ words|max(?:imum)? \d+|tl;?dr|waffl\w+|fluff|filler|padding|preamble|intro(?:duction)?s?|rambl\w+|verbos\w+|wordy|no nonsense|crisp|compact|lengthy|keep it (?:simple|tight|quick)|bare minimum|just the (?:answer|facts|gist|essentials))\b",
    ),
    (
        "style.verbosity",
        "answer length",
        "for",
        rf"\b(?:long(?:er)?{_OF_LIFE}|detail(?:s|ed)?|in[- ]depth|thorough(?:ly)?|comprehensive|elaborate|more (?:depth|context|explanation|background)|expand|extensive|exhaustive|full explanations?|deep dives?|explain (?:everything|fully|the (?:why|reasoning)))\b",
    ),
    (
        "expertise.level",
        "expertise",
        "for",
        r"\b(?:beginner|newbie|novice|expert|like i'?m (?:five|six|a|an|ten|twelve|\d+)\b|eli5|layman\w*|non[- ]technical|technical (?:terms|detail|level|language)|jargon|simple (?:terms|words|language)|simpl(?:e|er|y)|basics|advanced|assume i (?:know|already|don'?t)|i already know|i know (?:the basics|how)|dumb(?:ed)? (?:it )?down|over my head|acronyms?|too (?:technical|complicated|basic|advanced|simple))\b",
    ),
    (
        "style.tone",
        "formality",
        "for",
        r"\b(?:formal(?:ly)?|professional(?:ly)?|business[- ]like|polite(?:ly)?|respectful)\b",
    ),
    (
        "style.tone",
        "formality",
        "against",
        r"\b(?:informal(?:ly)?|casual(?:ly)?|laid[- ]back|chatty|conversational|friendly|like a friend|relaxed|chill|stiff|corporate|robotic|stuffy|human)\b",
    ),
    (
        "style.tone",
        "directness",
        "for",
        r"\b(?:blunt(?:ly)?|direct(?:ly|ness)?|straight(?:forward)?|honest(?:ly)?|candid|brutal\w*|no sugar[- ]?coating|sugar[- ]?coat\w*|frank|harsh|tough love|critical|push back|play devil'?s advocate|hold back)\b",
    ),
    (
        "style.tone",
        "tone",
        "for",
        r"\b(?:warm|gentle|kind|positive|encouraging|supportive|upbeat|neutral|soft|dry)(?:er)?(?: \w+){0,2}? tone\b",
    ),
    (
        "style.tone",
        "compliments",
        None,
        r"\b(?:compliment\w*|flatter\w*|(?:it'?s|a|my questions?|questions?) (?:is |are )?(?:a )?(?:great|good)(?: questions?)?|prais\w+|great question|good question|apologi[sz]\w*|sorry|disclaimers?|as an ai|moraliz\w*|morali[sz]ing|lectur\w+|preach\w*|hedg\w+|caveats?|patroni[sz]\w*|condescend\w*|cheerful\w*|enthusias\w+|pleasantries|small talk|encourag\w+|support(?:ive)?|gentle|warm(?! (?:to|up)\b|-)|empath\w+|cold|dry|calm)\b",
    ),
    (
        "style.tone",
        "humour",
        None,
        r"\b(?:jokes?|humou?r(?:ous)?|funny|puns?|witty|sarcas\w+|playful|banter|serious)\b",
    ),
    (
        "style.tone",
        "tone",
        "for",
        r"\b(?:tone|slang|swear\w*|curs(?:e|ing)|profanity|poetic|clich[eé]s?|buzzwords?)\b",
    ),
)
_TABLE: tuple[tuple[str, str, Polarity | None, re.Pattern[str]], ...] = tuple(
    (behaviour, subject, polarity, lowered(pattern))
    for behaviour, subject, polarity, pattern in _WORDS
)

_OF_ANSWERS = lowered(
    r"\b(?:you(?:r)?|answers?|repl(?:y|ies)|respon(?:se|ses|d|ding)|explanations?|explain\w*|feedback|messages?|assistant|"
    r"talk to me|speak to me|tell me|give me|show me|teach me|call me|address me|emoji\w*|bullet(?:s|[- ]points?| lists?)?|tables?\b|headings|flattery|follow[- ]?up|lecture me|with me|markdown|jargon|"
    r"wall(?:s)? of text|instructions|summar(?:y|ies)|metric|celsius|fahrenheit|imperial|pronouns|units|sugar[- ]?coat\w*|"
    r"code (?:first|snippets|blocks|comments)|disclaimers?|to the point|my name|i go by|step[- ]by[- ]step|reading|skim)\b",
)


_AMONG_PEOPLE = lowered(
    r"\b(?:conversations?|meetings?|events?|networking|lectures?|teachers?|classes|seminars?|workshops?|meetups?|friends?|colleagues?|"
    r"bosses|managers?|parties|interviews?|podcasts?|books?|novels?|films?|movies?|games?)\b",
)
_TO_YOU = lowered(r"\b(?:you(?:r)?|assistant|answers?|repl(?:y|ies)|responses?)\b")


@remembered(1_024)
def style_of(text: str) -> Style | None:
    """The style that a wish is about, or None if it is about something else."""
    text = low(text.replace("’", "'"))
    for behaviour, subject, polarity, pattern in _TABLE:
        found = pattern.search(text)
        if found is None or _is_of_a_thing(text, found):
            continue
        negated = _NEGATED.search(text[: found.end()]) is not None
        negated = negated and found.group() not in _COMPLAINTS
        return Style(behaviour, subject, _signed(behaviour, polarity, negated))
    return None


_TURNED_DOWN = lowered(
    r"^\W*(?:(?:please|pls|and|but|also|so|ok|okay|just)\W+)*(?:no|without|avoid|skip|drop|fewer|less)\s+(?:(?:too|more|very|overly|super|any|such)\s+)?$",
)
_OF_A_THING = lowered(
    r"\s+(?!(?:and|or|but|with|to|in|on|when|if|for|about|of|at|than|as|from|please|pls|thanks|thank|enough|always|again|too|because|since|so|me|it|i|you|unless|while|even|by|though|like|more|less|ever|any|stuff|mode|"
    r"tones?|voice|words?|wording|language|styles?|manner|ways?|humou?r|jokes?|puns?|answers?|repl(?:y|ies)|responses?|explanations?|feedback|speech|talk(?:ing)?|speak|terms?|english|opinions?|advice|questions?|messages?|text|writing|e-?mails?|phras\w+|sentences?|"
    r"paragraphs?|comments?|critici\w+|critique|truth|facts?|instructions?|steps?|overviews?|summar\w+|breakdowns?|details?|examples?|level|fluff|filler|waffle|pleasantries|greetings?|intro\w*|outros?|preambles?|disclaimers?|apologies|compliments?|remarks?|lectur\w+|notes?|tables?|lists?|headings?)\b)[a-z]",
)


def _is_of_a_thing(text: str, found: re.Match[str]) -> bool:
    """True for a word that says of a thing what it is, and of no answer: the "warm" of "no warm milk"."""
    return (
        found.group() in _MANNERLY
        and _TURNED_DOWN.match(text[: found.start()]) is not None
        and _OF_A_THING.match(text, found.end()) is not None
    )


_MANNERLY = word_set(
    "formal informal professional polite respectful casual friendly relaxed chill stiff corporate stuffy human blunt direct straight honest frank harsh",
    "critical gentle warm cold dry calm supportive encouraging serious funny playful detailed thorough comprehensive extensive elaborate simple advanced expert beginner",
)
_COMPLAINTS = frozenset(["stiff", "corporate", "robotic", "stuffy"])
"""Nobody wants them: "no corporate speak" turns them down as "too corporate" does."""


def _signed(behaviour: str, polarity: Polarity | None, negated: bool) -> Polarity:
    if polarity is None:
        return "against" if negated else "for"
    if not negated or behaviour in {
        "honesty.disagreement", "quality.evaluation", "harm.avoidance", "identity.address",
        "style.units", "interaction.pace", "expertise.level",
    }:  # fmt: skip
        return polarity
    if behaviour == "style.verbosity" and polarity == "against":
        return "against"  # "no long answers", "less text": the negation is in the word
    return "against" if polarity == "for" else "for"


def is_of_answers(text: str) -> bool:
    """True if it speaks of how the assistant answers, and not of the world."""
    said = low(text)
    if _AMONG_PEOPLE.search(said) and not _TO_YOU.search(said):
        return False
    return _OF_ANSWERS.search(said) is not None


_OF_ALL_ANSWERS = lowered(
    r"\b(?:your|all) (?:\w+ )?(?:answers|replies|responses|explanations|messages)\b|"
    r"\b(?:with|to|call|address|teach|treat|lecture) me\b|\bmy (?:name|pronouns)\b",
)


def is_of_all_answers(text: str) -> bool:
    """True if it speaks of the assistant's answers as such, not of one."""
    return _OF_ALL_ANSWERS.search(low(text)) is not None


_MEASURED = r"(?:it|everything|all(?: \w+)?|things|(?:all )?(?:the )?(?:dates?|prices?|temperatures?|distances?|weights?|times?|numbers?|money|amounts?|measurements?|recipes?))"
_FOR_GOOD = re.compile(
    rf"^\W*(?:(?:and|also|but|so|ok|okay|please|pls)\W+)*(?P<asked>(?:(?:use|write|spell|give|show|prefer|stick to|i want|i need|i use|i['’]d like|i prefer|(?:i|we) (?:write|spell)(?: in)?|we use|keep)(?: me)?(?: {_MEASURED})? |{_MEASURED} )?)"
    r"(?:(?:only|always|in|with|as|the) )*"
    r"(?:metric(?: units| system)?|imperial(?: units)?|(?:degrees )?celsius|fahrenheit|si units|(?:british|american|uk|us|canadian|australian) (?:english|spelling)|24[- ]?h(?:our|rs?)?(?: clock| time| format)?|iso dates?|(?:day[ -/]month[ -/]year|month[ -/]day[ -/]year|dd/mm/yyyy|yyyy-mm-dd)|tabs(?:,? (?:not|over) spaces)?|spaces,? (?:not|over) tabs|snake[_ ]?case|camel ?case|type hints|(?:single|double) quotes|(?:kg|cm|km|lbs?|inches|feet|metres|meters|litres|liters|oz)(?: and (?:kg|cm|km|mm|lbs?|inches|feet|litres|liters|oz))?|dates (?:like|as) [\d/.-]+|(?:kilomet(?:re|er)s|miles|kilos|kilograms|pounds|grams|ounces|euros?|dollars?|sterling|swiss francs))"
    r"(?P<asking>(?:,? (?:please|pls|thanks|always|only|not (?:imperial|metric|fahrenheit|celsius|miles|pounds|dollars|euros|american|british|cups|ounces)(?: \w+)?))*)(?:,? (?:because |since |as )?(?:my|our) \w+ (?:is|are|wants|insists|prefers)\b[^.!?]{0,30})?\W*$",
    re.IGNORECASE,
)
"""Spelling, units and formats: nobody wants them for one answer only."""
_STANDING = re.compile(
    r"^\W*(?:(?:and|but|also|so|ok|okay|please|pls|plz|plese|hey|hi)\W+)*(?:"
    r"(?:from now on|from here on|going forward|moving forward|in (?:the )?future|by default|as a (?:general )?rule|in general|at all times)\b|"
    r"(?:(?:please|pls) )?(?:always|never|don['’]?t ever|do not ever) (?:present|list|number|explain|use|answer|reply|respond|write|give|start|end|include|put|add|cite|show|format|keep|call|address|speak|talk|tell|apologi[sz]e|ask)\b|"
    r"use (?:only )?(?:metric|imperial|celsius|fahrenheit)\b(?! (?:for|in) (?:this|the|my))|"
    r"no more (?:emojis?|smileys?|bullet points|bullets|tables|headings|headers|markdown|bold(?: text)?|em[- ]dashes|exclamation (?:marks|points)|jokes|puns|slang|jargon|buzzwords|metaphors|apologies|apologi[sz]ing|disclaimers|flattery|compliments|small talk|waffle|filler)(?:,? (?:please|pls|thanks|thank you|ok|okay))*\W*$|"
    r"(?:please )?(?:don['’]?t|do not|stop|no)\b.{2,60}\b(?:any ?more|ever again|next time|from now on|in (?:the )?future)\W*$|"
    r"[\w' ]{4,80},? always\W*$|(?:don['’]?t|do not|never) [\w' ]{4,60}, ever\W*$|(?:please )?(?:don['’]?t|do not) ever (?:sugar-?coat|lecture|patroni[sz]e|flatter|praise|waffle|ramble|summari[sz]e|mention|suggest|assume|repeat|hold back)\b|(?:don['’]?t|do not|no need to) (?:explain|lecture|remind|repeat)\b.{1,50}\bto me\b|.{4,80}\b(?:from now on|going forward|in future|every time|each time|at all times)\W*$|"
    r"(?:please |pls )?stop (?:asking|ending|adding|starting|apologi[sz]ing|repeating|summari[sz]ing|lecturing|flattering|praising|reminding|telling) (?:me|your|my|every|all|with|at the (?:end|start)|up|answers?|replies)\b|"
    r"skip\b.{2,60}\b(?:next time|from now on|in (?:the )?future)\b|"
    r"(?:when(?:ever)? i['’]?m [\w ]{3,40},? )?i (?:really |much |always |usually |generally |definitely )?(?:prefer|like|love|want|['’]d like|would like)\b.{0,30}\b(?:the )?(?:code first|(?:short|long|brief|detailed|thorough|concise)(?:er)? (?:answers|replies|responses|explanations))\b|"
    r"(?:short|long|brief|detailed|thorough|concise)(?:er)? (?:answers|replies|responses|explanations)\b.{0,30}\bwhen(?:ever)? i)",
    re.IGNORECASE,
)
_OF_THIS = lowered(
    r"\b(?:(?:number|row|line|item|point|question) \d+|(?:reply|answer|respond) to (?:this|that|him|her|them|it)\b|this (?:one|time|text|file|module|script|branch|page|pr|repo|essay|email|code|story|function|chat|task|table|poem|question)|the (?:story|essay|text|poem|email|letter|function|script|class|character|table|column)|(?:the|this|my|our|that) (?:\w+ )?(?:appendix|abstract|slides?|presentation|introduction|chapter|section|article|thesis|cv|resume|invitation|post|caption|title|leaflet|flyer|poster|readme|docstring|speech|toast|homepage|website|menu|brochure|newsletter|worksheet|quiz))\b",
)


def is_of_a_text(text: str) -> bool:
    """True if it is about one text at hand."""
    return _OF_THIS.search(low(text)) is not None


def is_standing(text: str) -> bool:
    """True for a wish about answers that says in so many words that it holds from now on."""
    return _STANDING.match(text) is not None and not is_of_a_text(text)


def is_for_good(text: str) -> bool:
    """True for a wish about spelling, units or formats: "prices in euros, please"."""
    found = _FOR_GOOD.match(text)
    return found is not None and bool(found["asked"] or found["asking"])
