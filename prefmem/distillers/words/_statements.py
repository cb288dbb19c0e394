"""Turns what somebody says of themselves into a short third-person phrase that stands alone."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

from prefmem.distillers.words._addressee import speaks_to_assistant, told_of_assistant
from prefmem.distillers.words._elided import (
    DECORATION,
    HESITATION,
    completed,
    condition_last,
    day_last,
    lowered_at_start,
)
from prefmem.distillers.words._third_person import (
    SELF,
    in_third_person,
    opens_with_name,
    third,
    word_set,
)

MAX_WORDS = 40


_SPACES = re.compile(r"\s+")
_APOSTROPHE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
_LEAD = re.compile(
    r"^(?:[\s,.;:!?\-–—*\"'()\]]+|(?:and|but|so|well|also|plus|oh|ah|hmm+|yeah|yes|yep|no(?=[,.!;])|nope|nah|ok|okay|sure|right|"
    r"something (?:has )?changed(?=[:,])|honestly|personally|frankly|actually|basically|anyway|anyways|besides|seriously|though|however|like|look|listen|"
    r"(?:no,? )?wait(?=[, ])|sorry|thanks|thank you|please|pls|plz|plese|pleas|kindly|(?:great|perfect|excellent|nice|cool|awesome|perfekt|good|wonderful|lovely|alright|fine|super)(?=[,.!;])|btw|by the way|fyi|tbh|to be honest|to be fair|to be frank|ngl|imo|imho|in general|"
    r"you know|i mean|i (?:actually |really )?meant(?: to say)?(?: that)?(?=[,:]? (?:i|i'm|i've|my|we)\b)|haha|hah|lol|lmao|omg|ugh|urgh|welp|ps(?=[\s:.-])|p\.s|you see|just so you know|for (?:what it's worth|context|the record|reference)|in my (?:opinion|view)|"
    r"as (?:you know|i said|i mentioned|mentioned|for me)|like i(?:['’]ve)? (?:already )?(?:said|mentioned|told you)|remember(?: that)?|note(?: that)?|please (?:note|remember)(?: that)?|keep in mind(?: that)?|bear in mind(?: that)?|"
    r"[a-h](?=[.)] )|you (?:could|might|can) (?:even )?say(?: that)?|fine (?:with|by) me(?=,)|heads up|good grief|"
    r"one thing(?: is)?|the thing is(?: that)?|thing is|my point is|needless to say|truth is|the truth is|fun fact|full disclosure|"
    r"i (?:guess|think(?! (?:better|best|in|with|on|by)\b)|suppose|must say|should (?:mention|say|add|note)|have to (?:say|admit)|must admit|will admit|gotta (?:say|admit)|'d say|would say|can tell you|realized|noticed)(?: that)?|"
    r"i'?d say|i'?ll admit|it'?s just that|especially since|because|since|given that|considering(?: that)?|although|even though|as long as|cause|cuz|whereas|unless|hi|hey|hello)(?:(?=[\s,:;.!\-–—])|$))+",
    re.IGNORECASE,
)
_SPEAKING = re.compile(
    r"^(?:(?:and |also |but |oh |on that note |now )*(?:speaking of|on (?:a|the|another|an)|regarding|as for|when it comes to|while we're on|talking of|apropos|in terms of)\b[^,;:]{2,60}[,;:\-–—]\s*)",
    re.IGNORECASE,
)
_CONTRACTIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), text)
    for pattern, text in (
        (
            r"^(?:(?:me and )?my [\w'-]+ and I|I and my [\w'-]+) (?:(?:both|all) )?(?!am\b|are\b|was\b|were\b)(?=\w)",
            "I ",
        ),
        (r"\b(we|I) (?:both|all)\b(?= \w)", r"\1"),
        (r"\bi'?m\b", "I am"),
        (r"\bi'?ve\b", "I have"),
        (
            r"\bi'd(?= (?:\w+ly )?(?:\w{2,}ed|been|gone|done|had|made|taken|given|seen|got|begun)\b)",
            "I had",
        ),
        (r"\bi'd\b|\bid(?= (?:rather|prefer|like|love|much|never|always|say))", "I would"),
        (r"\bi'll\b", "I will"),
        (r"\bcan'?t\b|\bcan not\b", "cannot"),
        (r"\bwon'?t\b", "will not"),
        (r"\bshan't\b", "shall not"),
        (r"\bain't\b", "am not"),
        (r"\b(do|does|did|is|are|was|were|has|have|had|would|could|should)n'?t\b", r"\1 not"),
        (r"\b(it|that|there|what|who|he|she)'s\b", r"\1 is"),
        (r"\b(they|we|you)'re\b", r"\1 are"),
        (r"\b(?!(?-i:You've [A-Z]))(they|we|you)'ve\b", r"\1 have"),
        (r"\bI no longer\b", "I no-longer"),
        (r"\bI also (?=\w)|\bI do (?=(?:like|love|enjoy|prefer|hate|want|need|care)\b)", "I "),
        (r"\bi\b", "I"),
        (r"\bI am (?:starting|beginning) to (?:think|feel|suspect)(?: that)? (?=I\b)", ""),
    )
)


def plain(text: str) -> str:
    """Straight quotes, single blanks, no "um"."""
    return _SPACES.sub(" ", HESITATION.sub("", text.translate(_APOSTROPHE))).strip()


def without_lead(text: str) -> str:
    """Without the words that only lead up to what is said."""
    before = None
    while before != text:
        before = text
        text = _SPEAKING.sub("", _LEAD.sub("", text))
    return text


def expanded(text: str) -> str:
    """With contractions written out."""
    for pattern, full in _CONTRACTIONS:
        text = pattern.sub(full, text)
    return text


_DECORATIONS = re.compile(f"{DECORATION}+")


def undecorated(text: str) -> str:
    """Without emoji and the like, which are no words of a statement."""
    return plain(_DECORATIONS.sub(" ", text))


_AS_SOMEONE = re.compile(
    r"^(?:as|being) (?:someone|somebody|one|an? (?:\w+ ){0,2}person) (?:who|that)\s+", re.IGNORECASE
)


_AS_ONE = re.compile(r"^(?:as|being) (?=an? (?:[\w-]++ ?){1,4}$)", re.IGNORECASE)


_NOTHING = re.compile(
    r"^(?:nothing (?!(?:compares|beats|is|was|makes|gives|has|can|could|tops|matches|calms|works|feels|tastes|will|would|quite|else|ever|like)\b)\w+|no (?!longer\b|one\b|interest\b)[\w' -]{2,50}\b(?:for me|please|any ?more)\W*$|no (?!longer\b|one\b|fan\b|need\b|idea\b|problem\b|interest\b|doubt\b|way\b|wonder\b|matter\b|good\b|more than\b)[\w-]+(?: (?!(?:is|are|was|were|has|have|can|could|will|would|goes|works|makes|beats|i|you|it|that|which|who|without|better|worse)\b)[\w-]+){0,8}\W*$)",
    re.IGNORECASE,
)
_FROM_NOW = re.compile(
    r"(?:,?\s+(?:next time|any ?more|from now on|in (?:the )?future|for me|please))+\W*$",
    re.IGNORECASE,
)
_TOLD_TO_DO = re.compile(
    r"^(?:(?:please )?do not \w+ (?:me|us)\b|you (?:can|may|should|must|need not) (?!say\b)\w)",
    re.IGNORECASE,
)
"""Said of the assistant, among what is said of oneself."""
_ANYWAY = re.compile(
    r"(?<=\w),? (?:anyway|anyhow|tho|lol|haha|btw|if you ask me|never (?:could|did|have|will))\b(?=[,.!;]|$)",
    re.IGNORECASE,
)


_LEFT_OUT_SELF = re.compile(r"^(?:do not|don['’]?t) (?=\w)", re.IGNORECASE)
_WHEN_FIRST = re.compile(
    r"^(?P<when>(?:when(?:ever)? i\b|(?:before|when(?:ever)?|if|every time|each time) (?:you|it|a|my|we|something|there|i)\b|(?:before|when(?:ever)?|if|unless|for (?:any|every)thing)\b|(?:for|in) (?=(?:[\w-]+ ){0,2}(?:\w+s|code|maths?)\b))[^,;.]{3,90}?),? (?:just |then |please |better |only )*(?P<said>(?:please )?(?:always|never|keep|be|use|give|show|explain|answer|reply|write|skip|describe|go|talk|make|ask|do not|no(?! longer)|check|tell|say|put|name|wait|stop|list|number|cite|quote|add|include|warn|let|admit|suggest|offer|start|leave|one|two|three|four|five|a (?:few|couple|single))\b.*)$",
    re.IGNORECASE,
)


def statement_of(said: str) -> str:
    """The statement for what a user said, or "" if none can be made of it."""
    text = _AS_SOMEONE.sub("", expanded(completed(without_lead(undecorated(plain(said))))))
    if _TOLD_TO_DO.match(text):
        return wish_of(text)
    text = _AS_ONE.sub("Is ", text)
    if _NOTHING.match(text):
        text = f"Wants {lowered_at_start(_FROM_NOW.sub('', text))}"
    text = _LEFT_OUT_SELF.sub("does not ", _ANYWAY.sub("", text))
    text = condition_last(day_last(text))
    if not opens_with_name(text):
        text = re.sub(r"^(?:my|our)\s+", "", text, flags=re.IGNORECASE)
    if speaks_to_assistant(text):
        text = told_of_assistant(text)
    told = in_third_person(text)
    return finished(told.replace("no-longer", "no longer"))


def finished(text: str) -> str:
    """Capitalised, without a final mark, at most `MAX_WORDS` words; "" if too little is left."""
    text = _SPACES.sub(" ", text).strip(" ,.;:!?-–—\"'(*&~|_<>")
    words = text.split(" ")
    if len(words) > MAX_WORDS:
        text = _cut(words)
        words = text.split(" ")
    text += ")" * (text.count("(") > text.count(")")) + '"' * (text.count('"') % 2)
    text += "'" * (_OPEN_QUOTE.search(text) is not None)
    if len(words) < 2 or words[0].lower() in {"i", "i'm", "i've", "we"}:
        return ""
    return text[0].upper() + text[1:]


_OPEN_QUOTE = re.compile(r"(?<!\w)'(?!em\b|til\b|cause\b|n\b|\d)\w[^']*$")
"""A quotation whose closing mark was taken for a final one."""


def _cut(words: list[str]) -> str:
    """At most `MAX_WORDS`, ending where a phrase ends if there is such a place."""
    head = words[:MAX_WORDS]
    for k in range(len(head) - 1, 12, -1):
        if head[k][-1] in ",;:" or head[k - 1][-1] in ",;:":
            return " ".join(head[: k + 1 if head[k][-1] in ",;:" else k]).rstrip(" ,;:-–—")
    while head and head[-1].lower() in {"and", "or", "but", "the", "a", "to", "of", "with", "for"}:
        head.pop()
    return " ".join(head)


_WANTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), text)
    for pattern, text in (
        (r"^(?:please )?(?:call|address) me (?:as )?", "Wants to be called "),
        (
            r"^(?:please )?(?:use|refer to me (?:as|with|by|using)) (?=(?:he|she|they|xe|ze)\b)",
            "Wants the pronouns ",
        ),
        (
            r"^(?:please )?(?:do not (?=\w+ (?:me|us)\b)|(?:do not(?: ever)?|never|no need to|stop|avoid|skip|drop) (?=ask|us|add|start|end|includ|repeat|sugar|call|writ|explain|be|apolog|bother|giv|mak|put|say|talk|tell|assum|suggest|recommend|treat|respond|reply|answer))",
            "Wants the assistant not to ",
        ),
        (
            r"^(?:please )?(?:no(?! longer)|skip|drop|avoid|stop(?: with)?|without) (?:the |your |any )?",
            "Wants no ",
        ),
        (
            r"^(?!.*\b(?:helps?|works?|suits?) )(?=(?:(?:nothing|short|shorter|long|longer|brief|briefer|simple|simpler|more|less|fewer|metric|imperial|british|american|plain|one|two|three|code|all|prices?|dates?|times?|temperatures?|distances?|weights?|measurements?) \w+|(?:24|12)[- ]?h|(?:metric|imperial|celsius|fahrenheit)\b))",
            "Wants ",
        ),
        (r"^(?:please )?(?:always )(?=\w)", "Wants the assistant to always "),
        (
            r"^(?:please )?(?=(?:push|use|reply|respond|answer|talk|speak|write|keep|be|stay|stick|give|show|teach|treat|explain|assume|make|put|start|end|include|provide|format|present|ask|tell|refer|remember|let|cite|suggest|recommend|convert|default|limit|get|go|say|list|add|offer|challenge|correct|quiz|test|guide|walk|break|lead|point|check|warn|remind|focus|consider|define|translate|describe|summari[sz]e|structure|wait|number|name|quote|admit|leave|stop|just|only|briefly)\b)",
            "Wants the assistant to ",
        ),
    )
)
_ENOUGH = re.compile(
    r"(?<=\w) (?:is|are) (?:plenty|enough|fine|all I (?:need|want)|perfect|sufficient)(?: for me)?\b",
    re.IGNORECASE,
)
_YOU_DO = re.compile(
    r"(?P<led>\b(?:before|when|whenever|if|what|that|unless|until|till|as|where|how|which|because|since|once|while|time) )"
    r"you (?P<how>(?:\w+ly |ever |just |also |really |still |always |never )*)(?P<verb>[a-z]+)\b",
    re.IGNORECASE,
)
"""Where the assistant is the subject: "before you write" is "before it writes"."""
_THEIRS = (
    *SELF.items(),
    ("I am", "they are"),
    ("I'm", "they are"),
    ("I have", "they have"),
    ("I", "they"),
    ("we", "they"),
)
_GERUND = re.compile(r"(?<=not to )(?!(?:b?ring|sing|ping|string|swing)\b)(\w+?)ing\b")


_ONLY_NAMED = re.compile(
    r"^(?P<what>(?!(?:i|we|you|my|it|that|this|no|yes|ok|okay|more|thanks)\b)[\w'-]+(?: [\w'-]+){0,2}),? (?:please|pls|plz)\W*$",
    re.IGNORECASE,
)
"""A form that is asked for by its name alone: "snake_case please"."""


def wish_of(said: str) -> str:
    """The statement for an instruction to the assistant."""
    text = expanded(plain(said))
    text = text if _WHEN_FIRST.match(text) else without_lead(text)
    text = re.sub(
        r"^(?:(?:actually|instead|and|but|so|from now on|(?:just |only )?for (?:this (?:chat|conversation|session|thread)|now|today|tonight)|from here on|going forward|moving forward|in (?:the )?future|in general|generally|as a rule|by default|"
        r"for all future (?:answers|replies|responses)|when(?:ever)? you (?:answer|reply|respond|explain)[^,]{0,30}|if possible|"
        r"(?:can|could|would|will) you(?: please)?|i(?: would|'d) (?:like|love|prefer) (?:you|it if you)(?: to)?|i (?:want|need|prefer) you to|please|you (?:should|can|must|may|could)|try to|make sure (?:to|you)|remember to)[,:]?\s+)+",
        "",
        text,
        flags=re.IGNORECASE,
    )
    text = _WHEN_FIRST.sub(
        lambda m: f"{m['said'].rstrip('.! ')} {lowered_at_start(m['when'])}", text
    )
    for pattern, lead in _WANTS:
        if found := pattern.match(text):
            rest = text[found.end() :]
            text = lead + (rest if lead.startswith("Wants to be") else lowered_at_start(rest))
            break
    else:
        bare = _ONLY_NAMED.match(text)
        return finished(f"Wants {lowered_at_start(bare['what'])}") if bare else statement_of(text)
    text = _GERUND.sub(lambda m: _base(m.group(1)), text)
    if text.startswith(("Wants no ", "Wants the assistant not")):
        text = _FROM_NOW.sub("", text)
    text = _ENOUGH.sub("", text) if text.startswith("Wants ") else text
    text = _YOU_DO.sub(lambda m: f"{m['led']}it {m['how'] or ''}{third(m['verb'])}", text)
    text = re.sub(r"\byour\b", "its", text, flags=re.IGNORECASE)
    text = re.sub(r"\byou\b", "it", text, flags=re.IGNORECASE)
    for own, their in _THEIRS:
        text = re.sub(rf"\b{own}\b", their, text)
    text = re.sub(
        r"(?:,\s*ever|\s+already|,?\s*\b(?:please|pls|plz|plese|thanks|thank you|ok|okay|if possible))\b\W*$",
        "",
        text,
        flags=re.IGNORECASE,
    )
    return finished(text)


_WITH_E = word_set("us includ giv mak writ apologiz apologis assum")


def _base(stem: str) -> str:
    return f"{stem}e" if stem in _WITH_E else stem
