"""What a user asks of the memory itself."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

from prefmem.policy.question import ends
from prefmem.records import Command, Turn
from prefmem.stages.lowered import low, lowered

_TOPIC = r"(?P<topic>[^.!?\n;]{2,120})"
_ABOUT = (
    r"(?:what(?:ever)? (?:i|you) (?:said|told you|mentioned|know|have|saved|remember|stored)|"
    r"everything (?:i said|i told you|you know|you have|you remember)?|anything|all|stuff|things?)"
)
_BARE = r"(?:that|this|it|what i (?:just )?(?:said|told you|wrote|mentioned)|(?:the|my) last (?:message|thing|one|part))"
_POLITE = (
    r"(?:^|[.!?\n;,][^\S\n]*|\b(?:and|but|so|then|please|actually|ok|okay|wait|no|hey|could you|"
    r"can you|would you|i want you to|i'd like you to|you can|you should)[, ]+)(?:please\s+|just\s+|also\s+)?"
)

_FORGET_ABOUT = re.compile(
    rf"{_POLITE}(?:forget|delete|erase|remove|wipe)\s+(?:{_ABOUT}\s*)(?:about|on|regarding)\s+{_TOPIC}",
    re.IGNORECASE,
)
_FORGET_MEMORY = re.compile(
    rf"{_POLITE}(?:delete|erase|remove|wipe)\s++(?:the |my |that )?(?P<topic>[\w' -]{{2,60}}?)\s++"
    r"from (?:your|my|the) (?:memory|profile|notes|records)",
    re.IGNORECASE,
)
_FORGET_I = re.compile(
    rf"{_POLITE}forget (?:that |what )?(?:i (?:ever )?(?:said|told you|mentioned) (?:that |about )?)"
    rf"(?P<topic>[^.!?\n;]{{2,120}})|{_POLITE}forget (?:that )?(?P<fact>(?:i|my)\b[^.!?\n;]{{3,120}})",
    re.IGNORECASE,
)
_FORGET_BARE = lowered(
    rf"{_POLITE}(?:forget {_BARE}(?! (?:the|a|about|i))|"
    rf"(?:delete|erase|remove) {_BARE} from (?:your|my|the) (?:memory|profile|notes))\s*"
    r"(?=$|[.!?,;\n]|please|again|ever|for good)",
)
_FORGET_ALL = lowered(
    rf"{_POLITE}(?:forget|delete|erase|wipe) (?:everything|all)(?: of)?(?: (?:that|what))? ?"
    r"(?:you(?:'ve| have)? (?:know|remember|have|hold|saved?|stored?|learn(?:ed|t)?)(?: (?:about|on|of) me)"
    r"|(?:about|on) me)\s*(?=$|[.!?,;\n])",
)
_UNREMEMBERED = lowered(
    r"\b(?:do not|don'?t|don’t|never|please don'?t|no need to|rather you didn'?t|shouldn'?t)\s+"
    r"(?:remember|save|store|memori[sz]e|keep|record|note|learn|hold on to)\s+"
    r"(?:any of )?(?:this|that|it|what i|any of what|these)\b(?! (?:short|brief|long|formal|informal|casual|simple|plain|light|snappy|friendly|serious|polite|professional|technical|concise|crisp|tight|dry|fun|so|too|that|very|under|below|to (?:one|two|three|a|the|\d))\b)|"
    r"\boff the record\b|\bjust between us for now\b|\bkeep (?:this|that) out of (?:your|my) (?:memory|profile)",
)
_RECALL = lowered(
    r"\bwhat (?:do|did|have) you (?:actually |currently |already |really )?"
    r"(?:know|remember|remembered|stored?|saved?|learn(?:ed|t)?|got|have|note[ds]?) "
    r"(?:stored |saved |noted |on file )?(?:about|on|of) me\b|"
    r"\bwhat(?:'s| is| are)(?: in)? my (?:profile|preferences|memory|memories)\b|"
    r"\b(?:show|list|tell) me (?:everything |all |what )?(?:you (?:know|remember|have|'ve (?:saved|stored)) (?:about|on) me|my (?:profile|memories|saved preferences))\b|"
    r"\bdo you remember (?:anything|something|what) (?:about me|i (?:said|told you|like|prefer))",
)
_PAUSE = lowered(
    r"\b(?:stop|pause|turn off|switch off|disable) (?:remembering(?: (?:things|anything|stuff))?(?: about me)?|"
    r"learning about me|(?:your |my |the )?memory|saving (?:things|stuff|anything) about me|personali[sz]ation|personali[sz]ing)\b",
)
_RESUME = lowered(
    r"\b(?:you (?:can|may) (?:start )?remember(?:ing)? (?:things |stuff )?(?:about me )?again|"
    r"(?:start|resume|turn on|switch on|enable) (?:remembering(?: things| stuff)?(?: about me)?|learning about me|(?:your |my |the )?memory|personali[sz]ation)(?: again)?)\b",
)
_NO_MEMORY = lowered(
    r"\b(?:no memory (?:for |on )?(?:this|please)|without (?:using )?(?:my |your |any )?"
    r"(?:memory|memories|profile|saved preferences|personali[sz]ation)|"
    r"(?:ignore|disregard|set aside|leave out|don'?t use|do not use|forget for a (?:moment|second)|put aside|skip) "
    r"(?:everything |anything |all |what(?:ever)? )?(?:that )?(?:you (?:know|remember|have|(?:'ve|have) (?:saved|learned|stored))(?: (?:about|on|of) me)?|"
    r"(?:my|your|the|any|saved)(?: saved)? (?:profile|preferences|memory|memories|history|usual (?:preferences|tastes?)))|"
    r"(?:as if|like|pretend) you (?:didn'?t|don'?t|did not|do not) know (?:me|anything about me)|"
    r"(?:treat|answer) me (?:like|as) (?:a stranger|someone new|a new user))\b",
)

_MAX = 2_000
"""Characters at each end of a message: where people say how they want to be answered."""


def wants_no_memory(text: str) -> bool:
    """True if this message asks to be answered without what is remembered."""
    return _NO_MEMORY.search(low(ends(text, _MAX))) is not None


def commands_in(text: str, turn: Turn) -> list[Command]:
    """The commands in a span of the user's own words, at most one of each action."""
    text = text[:_MAX]
    found: dict[str, Command] = {}

    def add(action: str, target: str | None = None) -> None:
        made = Command(action=action, turn=turn, target=target)  # pyright: ignore[reportArgumentType]
        found.setdefault(action, made)

    said = low(text)
    if _NO_MEMORY.search(said):
        add("no_memory")
    if _UNREMEMBERED.search(said):
        add("do_not_remember")
    if _FORGET_ALL.search(said):
        add("forget_all")
    elif topic := _topic_to_forget(text):
        add("forget", topic)
    elif _FORGET_BARE.search(said) and "no_memory" not in found:
        add("forget")
    if _RECALL.search(said):
        add("recall")
    if _PAUSE.search(said):
        add("pause")
    elif _RESUME.search(said):
        add("resume")
    return list(found.values())


def _topic_to_forget(text: str) -> str | None:
    for pattern in (_FORGET_ABOUT, _FORGET_MEMORY, _FORGET_I):
        for match in pattern.finditer(text):
            topic = next((t for t in match.groups() if t), "")
            if bare := _bare(topic):
                return bare
    return None


_LEADING = re.compile(
    r"^(?:that |about |the |my |me |i |i'm |i am |being |liking |loving |hating |having |prefer(?:ring)? |"
    r"like |likes |love |hate |don'?t like |can'?t stand |said |told you |a |an )+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:,.*| please| for now| anymore| any more| at all| thing| stuff| from .*)+$", re.IGNORECASE
)


def _bare(topic: str) -> str:
    bare = _TRAILING.sub("", _LEADING.sub("", topic.strip())).strip(" .!?,\"'")
    return "" if bare.lower() in {"", "me", "it", "that", "this", "us"} else bare
