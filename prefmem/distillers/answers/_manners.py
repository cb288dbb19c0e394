"""Wishes about answers that nobody has for one answer only: "less fluff", "give it to me straight".

A wish of this kind is known by its whole sentence, so no head is asked whether it lasts.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re

from prefmem._remembered import remembered
from prefmem.distillers.words._statements import lowered_at_start, wish_of

_LED = r"^\W*(?:(?:and|but|also|so|ok|okay|oh|hey|hi|well|btw|please|pls|just|can you|could you|i want you to|i['’]d like you to)\b[\s,:]*)*"
_POLITE = r"(?:,? (?:please|pls|plz|thanks|thank you|ok|okay|haha|lol|always))*\W*$"
_FILLING = r"(?:emojis?|smileys?|fluff|waffle|waffling|filler|jargon|small talk|chit-?chat|padding|preamble|preambles|intros|outros|buzzwords|flattery|flattering|hedging|apologies|apologi[sz]ing|disclaimers|pleasantries|exclamation (?:marks|points)|em[- ]dashes|slang|puns|jokes|corporate speak|corporate talk|marketing speak|legalese|lecturing|morali[sz]ing|preaching|sugar-?coating|cheerleading|pep talks)"
_LANGUAGES = r"(?:english|spanish|french|german|dutch|italian|portuguese|japanese|chinese|mandarin|cantonese|korean|hindi|urdu|bengali|arabic|hebrew|farsi|russian|ukrainian|polish|czech|turkish|greek|swedish|danish|norwegian|finnish|hungarian|romanian|thai|vietnamese|indonesian|swahili|catalan|welsh|latin)"
_COUNT = r"(?:one|two|three|four|five|\d)"
_EVER = r"\b(?:after (?:every|each)|every|each|when(?:ever)?|always|as (?:we|i) go|if i|regularly|once in a while|from time to time)\b"
_DRILL = r"(?:correct|quiz|test|drill) (?:me|my (?:mistakes|errors|grammar|spelling|punctuation|pronunciation|english|spanish|french|german|\w+ (?:mistakes|errors|grammar|spelling|pronunciation)))\b"
_ONLY_SAID = r"correct me if i['’]?(?:m| am) (?:wrong|mistaken)\b"
_MANNERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (behaviour, re.compile(_LED + pattern, re.IGNORECASE))
    for behaviour, pattern in (
        ("style.tone", rf"(?:more|less|fewer|no|zero|(?:drop|skip|cut|enough with|enough of) the) {_FILLING}(?: and {_FILLING})?{_POLITE}"),
        ("style.tone", rf"(?:no|never|stop|quit|skip|drop|enough|less|avoid|don['’]?t) (?:(?:more|the|say|saying|write|with|ever|using|use|of) )*[\"“'‘](?!\d)[^\"”\n]{{3,40}}?[\"”'’](?: (?:stuff|thing|openers?|at the (?:start|end)))?{_POLITE}"),
        ("style.tone", r"(?:give|tell) (?:it|me|things)(?: to me)? straight\b"),
        ("style.tone", r"(?:don['’]?t|do not|never|stop|avoid|quit) (?:ever )?(?:use|using|say|saying|write|writing) (?:the )?(?:words?|phrases?|expressions?|terms?)\b"),
        ("expertise.level", r"(?:(?:there['’]?s )?no need to|you (?:don['’]?t|do not) (?:have|need) to|(?:don['’]?t|do not)) explain (?:to me )?(?:what|how|the basics|basic)\b[^.?!]*\b(?:i know|i['’]m an? \w+|to me)\W*$"),
        ("style.tone", r"you (?:can|may) (?:swear|curse|joke(?: around)?|be (?:blunt|rude|direct|critical|harsh|sarcastic|funny|informal)(?: with me)?|tease me)\b"),
        ("style.language", rf"(?:answer|reply|respond|speak|talk|write back)(?: to me)?(?: only| always)? in {_LANGUAGES}{_POLITE}"),
        ("style.format", rf"(?:a )?(?:tl;?dr|summary|(?:the )?(?:short )?(?:answer|conclusion|short version|key points?|verdict|bottom line)) (?:at the (?:very )?(?:top|start|beginning|end|bottom)|first|up ?front){_POLITE}"),
        ("style.format", r"i (?:always|generally) (?:want|need|like to see) (?:the |some )?(?:key |main |exact |raw |actual |real )?(?:numbers|figures|sources|facts|dates|prices|sums|reasons|pros and cons|trade-?offs|links|references)\b"),
        ("style.format", r"(?:i (?:want|need|expect)|give me|add|put|include|show(?: me)?|cite) (?:an? |the |your )?(?:sources?|citations?|links?|references?|dates?|page numbers?) (?:for|with|to|on|behind|after) (?:every|each|all|any)\b"),
        ("style.verbosity", r"i (?:don['’]?t|do not) (?:really )?(?:need|want) (?:the |an? |any |your )?(?:intros?|introductions?|outros?|preambles?|recaps?|summary at the end|closing (?:line|remarks?)|pep talks?)(?:(?: and| or)(?: the)? (?:intros?|outros?|recaps?|preambles?))*\W*$"),
        ("style.units", rf"(?:please )?(?:round (?:the |all |your |any )?(?:numbers|figures|amounts|results)|no decimals|prices? (?:in \w+ )?(?:including|incl\.?|with|without|excluding|before|after) (?:vat|taxe?s?)){_POLITE}"),
        ("interaction.initiative", rf"(?:give|show|offer|suggest|send)(?: me)? (?:only |just |at most |max(?:imum)? |no more than |never more than )?{_COUNT} (?:options?|suggestions?|ideas?|alternatives?|choices?)(?:,? (?:never|not|no|and no|and never) more|,? (?:max(?:imum)?|tops|at most|at a time))"),
        ("interaction.initiative", r"(?:remind me to (?:take (?:a )?breaks?|drink|stretch|stand up|breathe|rest|save)\b|(?:warn|stop|nudge) me (?:when(?:ever)?|if|before|every)\b)"),
        ("interaction.pace", rf"(?:write|explain|give|show|tell|go|take|ask|do)\b[\w ,'’]{{0,40}}\b(?:one(?: step| thing| question| bit)? at a time|in (?:small|smaller|larger|big|bigger|tiny|baby|short) steps)(?:, one(?: step)? at a time)?{_POLITE}"),
        ("learning.method", rf"(?:always (?!{_ONLY_SAID}){_DRILL}|(?!{_ONLY_SAID}){_DRILL}[^.?!]*{_EVER})"),
        ("identity.address", r"(?:use|call me by) my (?:first|last|full|nick) ?name\b"),
    )
)  # fmt: skip
_TURNED_DOWN = re.compile(
    rf"{_LED}(?:less|fewer|no|zero|drop|skip|cut|enough|don['’]?t|do not|never|stop|avoid|quit|i don['’]?t|i do not)\b",
    re.IGNORECASE,
)


_NO_NEED = re.compile(
    r"^\W*(?:(?:there['’]?s )?no need to|you (?:don['’]?t|do not) (?:have|need) to)\b",
    re.IGNORECASE,
)
_NEVER_SAID = re.compile(r"^\W*never (?=[\"“'‘])", re.IGNORECASE)
_PLEASE = re.compile(r",?\s*\b(?:please|pls|plz)\b", re.IGNORECASE)
_ONLY_HOW = re.compile(
    r"^\W*(?P<how>(?:much |a bit |a little |even )?(?:shorter|longer|briefer|simpler|slower|clearer|more detailed))\W*$",
    re.IGNORECASE,
)
_BY_THE_USER = re.compile(r"^\W*(?:i|my|we|our|you|it)\b", re.IGNORECASE)


def wish(said: str) -> str:
    """The statement for a wish about answers, whatever its sentence leaves out."""
    said = _NO_NEED.sub("don't", _PLEASE.sub("", _NEVER_SAID.sub("no ", said)))
    if bare := _ONLY_HOW.match(said):
        return f"Wants {bare['how'].lower()} answers"
    statement = wish_of(said)
    if statement and not statement.startswith("Wants") and not _BY_THE_USER.match(said):
        statement = f"Wants {lowered_at_start(statement)}"
    return statement


@remembered(1_024)
def behaviour_of(text: str) -> str | None:
    """The behaviour that such a wish is about; None if the sentence is none."""
    return next((name for name, pattern in _MANNERS if pattern.match(text)), None)


def turns_down(text: str) -> bool:
    """True if such a wish asks that something be left."""
    return _TURNED_DOWN.match(text) is not None
