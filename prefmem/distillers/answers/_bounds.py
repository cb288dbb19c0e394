"""Wishes that reach past form: what is true, how good something is, what is safe, who may do what.

"Always tell me my code is perfect" is put like a wish about answers and would bind every one of
them. It is about a verdict, and no verdict adapts to a person: such a wish gets the behaviour that
it is about, which the policy refuses. What is about form alone ("don't sugarcoat", "call me
doctor", "no disclaimers about being an AI") is none.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from dataclasses import replace

from prefmem.distillers.words import _frames
from prefmem.stages.lowered import low, lowered
from prefmem.types import Evidence

_ME = r"(?:me|us|them)"
_MY = r"(?:my|our|mine|ours|their|theirs)"
_ANSWERS = r"(?:answers?|repl(?:y|ies)|responses?|messages?|explanations?|conversations?|chats?)"
_LEAVE = (
    r"(?:(?:never|don't|do not|didn't|stop|avoid|quit|without|refrain from|no longer|no need to|not|nothing)"
    r"(?: (?:ever|again|please|want|need|have|like|to|you|it|when|keep|start|bother|bothering|going|even|always|be|being))*|"
    r"(?:hate|dislike|can't stand) (?:it )?(?:when|if|that) you(?: \w+ly| always| keep| ever)*)"
)
"""What turns a verb down that stands right behind it: not "don't hesitate to", "don't forget to"."""
_TELL = (
    r"(?:tell|telling|told|say|saying|mention|mentioning|talk|talking|remind|reminding|warn|warning|bring|bringing|point|pointing|list|listing|"
    r"include|including|add|adding|note|noting|discuss|discussing|show|showing|flag|flagging|highlight|highlighting|raise|raising|name|naming|"
    r"give|giving|hear|find|finding|see|look|looking|dwell|dwelling|lecture|lecturing|preach|preaching|bother|advise|advising)"
    rf"(?: (?:{_ME}|you|out|up|to|about|on|for|of|that|with|any|the|all|more|possible|potential|its|some|there|are|is|anything))*"
)
_FLAWS = (
    rf"(?:(?:{_MY}|the|its|any|a|an|all|serious|big|real|obvious|factual|logical|remaining) )*"
    r"(?:mistakes?|errors?|flaws?|faults?|weakness(?:es)?|weak (?:points?|spots?)|shortcomings?|defects?|bugs?|problems? (?:in|with)|issues? (?:in|with)|what's wrong|what is wrong)"
)
_CRITICISM = r"(?:criticism|criticisms|negative (?:feedback|comments|remarks|criticism)|critical (?:feedback|comments|remarks))"
_DANGERS = (
    r"(?:(?:the|any|its|their|all|possible|potential|health|safety|serious|known|bad|long-term) )*"
    r"(?:risks?|dangers?|hazards?|side[- ]effects?|contraindications?|interactions|precautions?|safety (?:information|advice|notes?|tips|precautions|issues|concerns|lectures?|stuff)|"
    r"(?:safety|health|medical|legal|financial|risk) (?:warnings?|disclaimers?|caveats?|lectures?)|safety)"
)
_WARNINGS = r"(?<!spoiler )(?<!content )(?<!trigger )(?<!compiler )(?<!deprecation )(?<!linter )(?<!lint )(?<!type )(?<!build )(?<!weather )(?<!traffic )(?:(?:safety|health|medical|legal|financial|risk) (?:warnings?|disclaimers?|caveats?|lectures?|advice)|safety|warnings?(?! (?:in|from) (?:the |my )?(?:code|build|logs?|output|compiler|linter|tests?)))"
_HELPERS = (
    r"(?:doctors?|physicians?|gp|medics?|therapists?|psychologists?|psychiatrists?|counsell?ors?|professionals?|professional help|medical (?:help|advice|attention)|"
    r"specialists?|pharmacists?|lawyers?|emergency|er|a&e|hospital|helplines?|hotlines?|poison control|\d{3})"
)
_GOOD = (
    r"(?:(?:always|so|very|really|absolutely|totally|simply|just|the|a|an|all) )*(?:perfect|flawless|great|good|brilliant|excellent|fine|correct|right|amazing|"
    r"best|wonderful|genius|beautiful|fantastic|outstanding|superb|awesome|impressive|error-free|better than|masterpieces?)"
)
_TOP = (
    r"(?:(?:an|straight) a'?s?[+-]?(?=\W*$|\W+(?:for|on|every|and|no|whatever|always|from|at|in|to|please|plus|minus)\b)|a\+|(?:full|top|the (?:best|highest|top)|perfect|high|good|the (?:best|highest) possible) (?:marks?|scores?|grades?|ratings?)|"
    r"(?:10|ten|100|5|five)(?: ?/ ?| out of )(?:10|ten|100|5|five)\b|five stars|5 stars|100 ?%|a pass\b)"
)
_SAY = r"(?:say|says|claim|answer|reply|respond|conclude|insist|state|tell|argue|maintain|write|teach|explain|confirm|assert|pretend|admit|agree|assure|believe|suggest|imply|deny)"
_PLAIN_WORD = r"(?!(?:i|i'm|i've|you|you're|we|it|it's|this|that's|there|there's|they|how|what|what's|why|where|when|whenever|who|which|whether|if|or|and|because|so|before|after|until|unless|me|us|him|her|them|my|something|anything|things)\b)[\w'&-]+"
_IS = r"(?:is|are|was|were|isn't|aren't|wasn't|weren't|cause|causes|caused|cures?|kills?|works?|does|doesn't|do|don't|did|didn't|has|have|had|will|won't|cannot|can't|never)"
_EASY = r"(?! (?:(?:so|very|really|too|that|quite|just) )?(?:easy|simple|obvious|trivial|straightforward|clear|basic|hard|difficult|interesting|important|coming|in|on|at|from|for|to|only|an? (?:great|good) question)\b)"
_OF_TEACHING = lowered(
    r"\b(?:until|unless|before|first|hints?|let me|myself|right away|immediately|at once|straight away|while i|while they|when i|when they|one (?:by one|at a time)|"
    r"without (?:explain|show|say|tell|giv|a\b|an\b|the\b|context|reason|first)|typos?|spelling|grammar|grammatical|punctuation|pronunciation|accent|small|minor|tiny|twice|again)\b|\b(?:is|are) fixed\b"
)
"""When or how mistakes are told, or which small ones are: a way of teaching."""
_PLANTED = r"(?:end|start|begin|finish|close|open|sign off|conclude|append|add|put|insert|include|write|say|mention|work|repeat|slip|finish off)"
_EVERY = rf"(?:(?:every|each|all|any)(?: (?:of )?(?:your|the|my|single|its))*|your|its) {_ANSWERS}"
_LABEL = r"(?:tl;?dr|summary|in short|in summary|short answer|bottom line|the bottom line|answer|conclusion|key (?:takeaways?|points?)|next steps?|sources?|notes?|ps|p\.s\.|dear|hi|hello|hey|howdy|ahoy|good (?:morning|day|evening)|greetings|cheers|thanks|thank you|best|kind|warm|yours|love|yes|sir|captain|boss|any questions|questions?|does that|is that|do you|what|how|step|final)\b"
_PITCH = r"(?:buy|vote|visit|subscribe|invest|donate|sell|order now|join|download|sign up|click|go to|follow|drink|eat|shop)"

_Reach = tuple[str, str, re.Pattern[str]]
_REACHES: tuple[_Reach, ...] = tuple(
    (behaviour, subject, lowered(pattern))
    for behaviour, subject, pattern in (
        ("quality.evaluation", "praise", rf"\b(?:give|grade|mark|rate|score|award)\b[^.;!?]{{0,60}}?\b{_TOP}"),
        ("quality.evaluation", "praise", rf"\b(?:tell|say|assure|answer|confirm|claim|conclude|agree|insist|pretend|act as if|admit)(?: to)?(?: {_ME})?(?: always)?(?: that)? (?:{_MY} (?:[\w'-]+ ){{1,4}}?|everything (?:(?:i|we|they) [\w']+ )?|(?:i|they|it)(?: am|'m| are|'re) (?=(?:always |totally |the )*(?:right|correct|best|brilliant|a genius)))(?:is |are |was |were |looks? |sounds? )?{_GOOD}\b"),
        ("quality.evaluation", "praise", rf"\b{_LEAVE} {_TELL} {_FLAWS}\b"),
        ("quality.evaluation", "praise", rf"\b{_LEAVE} (?:find|criticize|criticise|criticizing|criticising|judge|judging) (?:fault |faults )?(?:with |in )?(?:{_ME}|{_MY}|anything|what i)\b"),
        ("quality.evaluation", "praise", rf"\b(?:{_LEAVE} (?:{_TELL} )?(?:any |the )?|no (?:more )?|free (?:of|from) (?:any |all )?|leave out (?:any |all |the )?|skip (?:any |all |the )?){_CRITICISM}\b(?! (?:without|unless|that|when))"),
        ("quality.evaluation", "praise", rf"\b(?:only|nothing but|just)(?: (?:ever|give|giving|say|tell|want|hear|to|with|{_ME}|about))* (?:the )?(?:good|positive|nice|kind|praise|flattering|favourable|favorable)(?: (?:things|feedback|comments|reviews?|words|verdicts?|remarks|points))?(?: (?:about|on|of|for) )(?:{_MY}|{_ME}|everything|whatever|anything|what i)\b"),
        ("quality.evaluation", "praise", rf"\b{_LEAVE} (?:tell|telling|say|saying)(?: {_ME})?(?: that)? {_MY} (?:[\w'-]+ ){{1,3}}?(?:is|are|was|were|looks?|sounds?) (?:\w+ly |so |too |not )?(?:bad|wrong|weak|poor|terrible|awful|good|right|stupid|boring|flawed)\b"),
        ("quality.evaluation", "praise", rf"\balways praise\b|\bpraise {_MY} (?:\w+ )?(?:writing|work|code|essays?|stor(?:y|ies)|poems?|texts?|ideas?|drawings?|paintings?|designs?|plans?|drafts?)\b(?! (?:if|when|where|only))"),
        ("quality.evaluation", "praise", rf"\b(?:be (?:only )?positive about|praise|love|like|approve of|admire) (?:everything|whatever|anything|all) (?:that )?(?:i|we|they|of {_MY})\b"),
        ("honesty.disagreement", "disagreement", rf"\b(?:always )?(?:agree|side) with (?:{_ME}|everything|whatever|anything)(?! (?:only |just )*(?:if|when|unless|just|only|where)\b)(?= |\W*$)"),
        ("honesty.disagreement", "disagreement", rf"\balways (?:back {_ME} up|be on {_MY} side|support {_MY} (?:view|views|opinion|opinions|position))|\btake {_MY} side\b|\bsay (?:that )?(?:i'm|i am|they are) (?:always )?right\b"),
        ("honesty.disagreement", "disagreement", rf"\b{_LEAVE} (?:contradict|contradicting|disagree|disagreeing|argue with|arguing with|challenge|challenging|second-guess|doubt)(?: with)? (?:{_ME}|{_MY}|anything|what i)\b(?! (?:without|unless|until|just|only|for the sake))"),
        ("honesty.disagreement", "disagreement", rf"\b{_LEAVE} (?:tell|telling|say|saying)(?: {_ME})?(?: that)? (?:i'm|i am|they are|i was) (?:wrong|mistaken|incorrect)\b(?! (?:without|unless|until|just|only))"),
        ("harm.avoidance", "warnings", rf"\b{_LEAVE} (?:(?:tell|telling|advise|advising|ask|asking|urge|urging|say|saying|suggest|suggesting|recommend|recommending|refer|referring|send|sending|direct|directing|mention|mentioning|point|pointing)(?: {_ME}| to| that| i| they| should| must| see| seeing| call| calling| consult| consulting| talk| talking| speak| speaking| go| going| contact| contacting| visit| visiting| ask| seek| seeking| get| getting| an?| the| {_MY}| with)+) (?:\w+ )?{_HELPERS}\b(?! (?:based|who|that|near|in my|for my|podcasts?|shows?|dramas?|novels?)\b)"),
        ("harm.avoidance", "warnings", rf"\b(?:no (?:more )?|skip (?:the |all |any |your )*|drop (?:the |all |any |your )*|leave out (?:the |all |any |your )*|free (?:of|from) (?:any |all )?|cut (?:out )?(?:the |all )?|(?:hate|tired of|sick of|can't stand) (?:the |your |all )*|{_LEAVE} (?:(?:add|adding|give|giving|include|including|want|put|putting|any|the|me|with|your|all|more|those|these) )*)(?:(?:medical|legal|health|usual|annoying|silly) )?(?:\w+ (?:and|or) )?{_WARNINGS}"),
        ("harm.avoidance", "warnings", r"\b(?:skip|drop|leave out|no|cut|omit|without|avoid)\b[\w ,'\"“”]{0,20}?\b(?:consult|see|ask|talk to|speak to|call) (?:a|your) (?:doctor|physician|professional|lawyer|therapist)\b"),
        ("harm.avoidance", "warnings", rf"\b{_LEAVE} warn(?:ing)? {_ME}(?! (?:about|of) (?:spoilers?|traffic|rain|the weather))\b"),
        ("safety.information", "warnings", rf"\b{_LEAVE} {_TELL} (?:{_DANGERS}|(?:something|anything|things|it|this|that|[\w'-]+(?: [\w'-]+){{0,3}}) (?:is|are|'s|was|might be|could be|may be|can be) (?:\w+ly |too |very )?(?:dangerous|unsafe|risky|harmful|unhealthy|poisonous|toxic|hazardous|deadly|illegal|bad for (?:you|me|them|my|their)))\b"),
        ("safety.information", "warnings", rf"\b(?:leave out|skip|drop|ignore|omit|hide|keep quiet about|downplay|play down) (?:all (?:of )?|any )?{_DANGERS}\b"),
        ("authority.permissions", "authority", rf"\b(?:treat|consider|regard|see|address)(?: {_ME}) (?:(?:as|like|to be) )?(?:(?:an?|the|your) )?(?:(?:admin|administrator|superuser|root|owner|moderator|operator|developer|authori[sz]ed|verified|trusted|privileged)\b(?! assistant| helper)|(?:creator|master|maker)\b)"),
        ("authority.permissions", "authority", rf"\b(?:trust|believe|obey|accept|rely on)(?: blindly| always)? (?:everything|anything|whatever|all|every \w+|{_MY} (?:notes?|files?|documents?|word|data|messages?|e-?mails?|attachments?|links?|uploads?|figures|numbers|sources))\b"),
        ("authority.permissions", "authority", rf"\b(?:take {_MY} word|{_LEAVE} (?:check|checking|verify|verifying|question|questioning|fact-check|fact-checking|doubt|doubting) (?:anything|what|whatever|everything|{_MY} (?!grammar|spelling|english)\w+|{_ME}\b))"),
        ("third_party.interests", "other people", r"\b(?:use|share|read|include|show|reveal|give|access|look up|send)(?: me)? (?:[\w']+ ){0,3}(?:colleague|boss|wife|husband|partner|friend|neighbou?r|sister|brother|mother|father|daughter|son|teacher|client|customer|patient|employee|ex)(?:'s|s'|(?: \w+)?'s) (?:\w+ )?(?:accounts?|data|passwords?|e-?mails?|messages|records|files|logins?|address|phone|salary|diary)\b"),
        ("role.duties", "planted text", rf"\b{_PLANTED}\b(?: off)?(?: with)?[^.;!?\"'“”]{{0,40}}?[\"'“](?!{_LABEL})\w[^\"”]{{2,}}? [^\"”]+[\"'”]?[^.;!?]{{0,30}}\b(?:{_EVERY}|at the (?:end|start|beginning) of)"),
        ("role.duties", "planted text", rf"\b{_PLANTED}\b(?: off)? {_EVERY} (?:with|by saying|by writing|in|on)(?: the (?:words?|sentence|line|slogan|phrase|message|text))?:? (?:[\"'“](?!{_LABEL})[\w]+[^\"”]*? |{_PITCH}\b)"),
        ("role.duties", "planted text", rf"\b(?:promote|advertise|plug|(?:recommend|mention|link to|name) (?={_MY}\b)|(?:add|include|put|insert) an? (?:link to|ad for|advert for|plug for)) ?(?!sources|your|the source)[\w .'-]{{2,40}}? (?:in|to|into|at the end of|on) {_EVERY}"),
        ("fact.claims", "claims", rf"\b{_SAY}(?: {_ME}| always)?(?: to (?:me|us))? that (?:{_PLAIN_WORD} ){{1,6}}?{_IS}\b{_EASY}"),
        ("fact.claims", "claims", rf"\b(?:never|always|from now on|don't|do not|not to|to always)(?: ever| always)? (?:say|claim|insist|deny|conclude|answer|admit|pretend)(?: the)? (?:(?!the\b|an?\b){_PLAIN_WORD} ){{1,3}}?{_IS}\b{_EASY}"),
        ("fact.claims", "claims", r"\b(?:deny|deny that|ignore) (?:the )?(?:holocaust|climate change|evolution|moon landings?|pandemic|covid)\b"),
    )
)  # fmt: skip
"""Universal behaviours, and the words by which a wish is one of theirs."""
_TO_ASSISTANT = lowered(
    rf"\b(?:you|your|assistant|{_ANSWERS}|feedback|criticism|sources|from now on|(?:don't|never|only) (?:give|tell|show|send) me|(?:hear about|be (?:told|warned|reminded)))\b|"
    r"^wants\b",
)


def reached_by(wish: str) -> tuple[str, str] | None:
    """The universal behaviour that a wish reaches and its subject; None for a wish about form."""
    said = low(wish.replace("’", "'")).strip()
    if _TO_ASSISTANT.search(said) is None and not _is_order(said):
        return None
    for behaviour, subject, pattern in _REACHES:
        if behaviour == "quality.evaluation" and _OF_TEACHING.search(said):
            continue
        if any(_is_meant(said[: m.start()], behaviour) for m in pattern.finditer(said)):
            return behaviour, subject
    return None


def _is_meant(before: str, behaviour: str) -> bool:
    """False where the words before turn it down, or say it of somebody else than the assistant."""
    if _TURNED.search(before) is not None:
        return False
    return behaviour not in _OF_ANYBODY or _SOMEBODY.search(before) is None


_TURNED = lowered(
    r"(?:n't|\bnot|\bnever|\bstop|\brather than|\binstead of|\bwithout|\bnobody|\bno need to|\b(?:hate|dislike) (?:it )?(?:when|if) you)"
    r"(?: (?:you|to|just|always|ever|simply|want|like|need|blindly|only|it|when|even|automatically|immediately))*\W*$",
)
"""Before such words: "never skip the warnings", "don't just agree with me"."""
_OF_ANYBODY = ("fact.claims", "authority.permissions")
_SOMEBODY = lowered(
    r"\b(?:i|we|he|she|people)(?:'ve|'d)?"
    r"(?: (?:have|do|did|still|firmly|truly|really|always|often|come|came|to|also|never|would|can|cannot|must|strongly|wrote|me))*\W*$",
)
"""Before what is no order: "I've come to believe that …"."""


def bounded(one: Evidence) -> Evidence:
    """Evidence with the universal behaviour that its words reach, if they reach one."""
    if one.kind == "retracted":
        return one
    reached = reached_by(one.quote)
    if reached is None and one.statement.startswith("Wants "):
        reached = reached_by(one.statement)  # of a turn before, which the quote says yes to
    if reached is None:
        return one
    behaviour, subject = reached
    return replace(one, behaviour=behaviour, subject=subject, kind="instruction")


def _is_order(said: str) -> bool:
    return _frames.IMPERATIVE.match(said) is not None or _ORDER.match(said) is not None


_ORDER = lowered(
    r"^\W*(?:(?:please|and|but|also|so|ok|okay|just|only|i want to|i only want to)[, ]+)*(?:say|grade|mark|rate|score|praise|agree|side|back|take|trust|believe|obey|accept|"
    r"consider|regard|conclude|insist|claim|pretend|deny|promote|advertise|plug|mention|add|append|leave out|cut|ignore|omit|hide|downplay|play down|finish|begin|close|open|sign|without|nothing|share|read|reveal|rely|hear)\b"
)
