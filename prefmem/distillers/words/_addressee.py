"""Tells of the assistant what its user told it as "you": "your answers" are "the assistant's answers"."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

from prefmem.distillers.words._third_person import third, word_set

_ANSWERS = (
    r"(?:(?:last|latest|previous|recent|first|second|earlier|usual|current|new|old|other|own|long|short|whole|writing|detailed|concise|step-by-step|code|little|very) )*"
    r"(?:answers?|repl(?:y|ies)|responses?|explanations?|summar(?:y|ies)|messages?|suggestions?|recommendations?|wording|phrasing|style|tone|outputs?|examples?|analog(?:y|ies)|emojis?|disclaimers?|apologies|feedback|corrections?|questions|advice|jokes|humou?r|manner|honesty|patience|directness|bluntness|way of|formatting|bullet points|lists|tables|text)\b"
)
_DOES = (
    r"(?:(?:always|never|sometimes|often|just|also|ever|keep|kept|can|could|would|do|did|don['’]t|didn['’]t|not|already|\w+ly) )*"
    r"(?:explain(?:ed|s)?|answer(?:ed)?|reply|replied|respond(?:ed)?|phrase[d]?|word(?:ed)?|g[ai]ve (?:me|them|us|your|its|an?|the|some|so|too|more|less|short|long|steps|examples?|everything)|call(?:ed)? (?:me|them)|ask(?:ed)? (?:me|them|first|before|questions|for|if|so|too|back)|tell|told|use[d]? (?:emojis?|bullets?|bullet|tables?|lists?|markdown|headings?|jargon|analog|examples?|metaphors?|too|so|more|fewer|less|simple|plain|long|short|big|my|their|a lot|code|metric|american|british)|write (?:so|too|to me|to them|it|things|code|your|in|less|more)|wrote|format(?:ted)?|show(?:ed)? (?:me|them|your|its|an?|the|both)|break|broke|make (?:big |any |small |more |no |major |large |sweeping |further )*(?:changes|edits|suggestions|assumptions|jokes|lists|tables|mistakes|it)|made (?:it|me|them)|suggest(?:ed)?|recommend(?:ed)?|summari[sz]ed?|list(?:ed)?|put it|keep it|kept it|start(?:ed)? (?:with|by|your|every|each)|end(?:ed)? (?:with|by|your|every|each)|repeat(?:ed)?|apologi[sz]ed?|remember(?:ed)?|remind(?:ed)?|challenge[d]?|correct(?:ed)?|praise[d]?|flatter(?:ed)?|talk(?:ed)? (?:to|down|like|so|too|with)|speak to|teach|taught|cite[d]?|quote[d]?|structure[d]?|edit(?:ed)?|rewrite|rewrote|refactor(?:ed)?|change[d]? (?:my|their|any|the|code|anything)|touch (?:my|their|the|any)|do (?:this|that|it|anything|something)|(?:are|were|were not|aren['’]t|weren['’]t|are not) (?:(?:so|too|very|more|less|really|always|being|overly|way|far|much|a bit|a little) )*(?:direct|concise|brief|blunt|honest|verbose|wordy|long|short|formal|informal|casual|friendly|funny|chatty|polite|patient|precise|vague|unsure|clear|sarcastic|critical|strict|wrong|curt|blunter|shorter|briefer|gentler|terse|repetitive|long-winded|pushy|preachy|patronising|patronizing|condescending|helpful))\b"
    r"|(?<=['’]re )(?:(?:so|too|very|more|less|really|always|being|overly|way|far|much|a bit|a little) )+(?:direct|concise|brief|blunt|verbose|wordy|long|short|formal|informal|casual|chatty|polite|vague|preachy|patronising|patronizing|repetitive|long-winded|terse|curt)\b"
)
_LED = r"(?:how|way|ways|when|whenever|if|that|what|before|after|unless|until|till|as|where|which|because|since|once|while|time|rather|but|and|so|prefer|prefers)"
_OF_ASSISTANT = re.compile(
    rf"\byour {_ANSWERS}|\b(?:(?:{_LED}|like it|rather) |^(?:\w+ly |and |but |so )*)you(?:['’]re)? {_DOES}|"
    r"\bhow \w+(?:-\w+)? you (?:are|were|can be)\b|\b(?:like|want|wants|need|needs|prefer|prefers|love|wish|rather have|expect|trust|appreciate it if) you to (?!know\b|guys\b)\w|\b(?:i|we) (?:really )?(?:like|love|hate) (?:it )?(?:how|when|that|the way) you\b(?! (?:can|could|get|feel|see|never know|know|have to|go|travel|walk|live|eat|wake|look|hear|don['’]?t)\b)",
    re.IGNORECASE,
)
"""Words that only the assistant can be meant by: "films that make you think" are for anybody."""
_YOU = re.compile(
    rf"(?:\b(?P<led>{_LED}) |(?P<first>^\W*))?\b(?P<you>you|(?<!\w )You)(?P<am>['’]re)?(?![\w'’])"
    r"(?(am)|(?: (?P<how>(?:(?:\w+ly|always|never|just|also|ever|really|still|only|often) )*)(?P<verb>[a-z]+)\b)?)"
)
_MANY = {"are": "is", "were": "was", "have": "has"}
_NO_VERB = word_set("to and or for about with in on at by when if as of so too up out not")


def speaks_to_assistant(text: str) -> bool:
    """True if the "you" of a text is the assistant, whatever its subject is."""
    return _OF_ASSISTANT.search(_spelt(text)) is not None


def _spelt(text: str) -> str:
    """With "u" and "ur" written out."""
    return re.sub(r"\bu(?P<own>r)?(?= [a-z])", r"you\g<own>", text)


def told_of_assistant(text: str) -> str:
    """A text with "you" as the assistant, and with verbs that agree; names of works stay."""
    named = False

    def name(*, own: bool) -> str:
        nonlocal named
        first, named = not named, True
        if own:
            return "the assistant's" if first else "its"
        return "the assistant" if first else "it"

    def told(found: re.Match[str]) -> str:
        before = f"{found['led']} " if found["led"] else found["first"] or ""
        who = name(own=False)
        if found["am"]:
            return f"{before}{who} is"
        verb, how = found["verb"], found["how"] or ""
        if verb is None:
            return f"{before}{who}"
        subject = found["led"] or found["first"] is not None or verb in ("are", "were")
        return f"{before}{who} {how}{_agreeing(verb) if subject else verb}"

    said = re.split(r"(\b[Yy]our\b(?! [A-Z]))", _spelt(text))
    return "".join(name(own=True) if one.lower() == "your" else _YOU.sub(told, one) for one in said)


def _agreeing(verb: str) -> str:
    return verb if verb in _NO_VERB else _MANY.get(verb, third(verb))


def without_works(text: str) -> str:
    """A text with "it" for each work whose name speaks of "me" or "you": "Call Me by Your Name"."""
    return _WORK.sub("it", text)


_WORK = re.compile(
    r"(?<=[a-z,] )(?:[A-Z][a-z]+ (?:(?:of|the|by|in|and|to|with|for|on|a) )*)*(?:Me|My|You|Your|Us|Our)\b(?: (?:(?:of|the|by|in|and|to|with|for|on|a) )*[A-Z][a-z]+)+"
)
