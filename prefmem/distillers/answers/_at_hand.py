"""What is asked for just now: a thing that is sought, an order about the text that is being written.

Both are put like preferences ("a weekend in York for me", "no jokes please") and are done with once
they are answered.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence

from prefmem.distillers.answers import _styles
from prefmem.distillers.words import _cues, _vetoes
from prefmem.stages import artefacts
from prefmem.stages.lowered import low, lowered

_PERSONAL = r"(?:i|we)(?:['’]?(?:m|ve|d|ll|re))?"
_VERB = re.compile(
    rf"\b(?:{_PERSONAL}|is|are|was|were|has|have|had|does|do|did|will|would|must|beats?|works?|suits?|it['’]s|that['’]s|always|never|only|usually|any day|every time)\b|n['’]t\b|['’]s (?:an?|the|my|not|so|too)\b",
    re.IGNORECASE,
)
"""A clause that has one says something; without, it only names."""
_FOR_ME = re.compile(
    r"\bfor (?:me|us)(?:,? (?:and|&|\+) \w|,? (?:to|on|at|in|this|next|tonight|tomorrow|today)\b)|\b(?:just|only) (?:for )?(?:me|us|the two of us)\W*$",
    re.IGNORECASE,
)
_DO_A_THING = re.compile(
    r"^\W*(?:(?:so|and|then|now|ok|okay|please|pls)\W+)*(?!(?:for|to|with|of|on|from|by|like|not|had|got|gave|made|bought|took|cost|left|sent|told|brought|did|love|hate|need|prefer)\b)[a-z]+(?<!s)(?<!ed) (?:(?:me|us) (?:an?|some|the|another|two|three|\d+)\b|(?:an?|some) [^,;]*\bfor (?:me|us)\b)",
    re.IGNORECASE,
)
"""A verb in its base form, what is to be done, and for whom: "book me a table", "plan a day for us"."""
_ONE_I_CAN = re.compile(
    rf"^\W*(?:(?:so|and|then|ok|okay|maybe|just)\W+)*(?:something|anything|somewhere|(?:an? |some |more )?(?!(?:things?|all|what|everything|the|my|that|this|it|is|are|was|as|if|when|how|because|since|{_PERSONAL})\b)[\w'-]+(?: (?!(?:{_PERSONAL}|is|are|was|that)\b)[\w'-]+){{0,2}}) (?:that |which )?(?:i|we) (?:can|could)\b(?!['’]t| (?:not|always|only)\b)",
    re.IGNORECASE,
)
"""What is to be found, by what is to be done with it: "quick swaps I can do in one pan"."""
_TEXT = (
    r"(?:e-?mail|mail|letter|message|speech|toast|poem|eulogy|vows|essay|caption|tweet|post|reminder|invitation|card|bio|cover letter|personal statement|reply|note|text|comment|statement|review|"
    r"blurb|slogan|tagline|headline|press release|newsletter|advert|ad|announcement|apology|complaint|resignation|reference|abstract|introduction|summary|report|script|story|lyrics|song|dialogue|"
    r"nachricht|brief|rede|gedicht|einladung|correo|mensaje|carta|discurso|poema|courriel|lettre|discours|poème|mensagem|discorso|lettera|messaggio|bericht|list|wiadomość)"
)
_ASKED_FOR_TEXT = lowered(
    rf"^\W*(?>(?:[\w ]{{3,30}}:|hi|hey|hello|ok|okay|so|now|and|please|pls)\W+)*(?>an? |the |my |our |short |quick |another |funny |eine[nr]? |una? |une )*(?:[\w'’-]+ ){{0,3}}{_TEXT}\b(?: (?:for|to|about|of|on|from|saying|that|an|für|a|para|per|à|pour|do)\b|\W*$|[,:])|"
    r"^\W*(?:(?:please|pls|can you|could you)\W+)*(?:rewrite|re-write|reword|rephrase|proof-?read|shorten|polish|paraphrase)\b|"
    rf"\b(?:schreib|schreibe|formuliere|verfasse|escribe|escríbeme|redacta|escreva|écris|rédige|scrivi|schrijf|napisz|skriv)\b[^.?!]*\b{_TEXT}\b",
)
_IS_LETTER = re.compile(
    r"^\W*(?:dear|sehr geehrte\w*|liebe[rs]?|hallo|hola|estimad[oa]|querid[oa]|bonjour|cher|chère|caro|cara|gentile|beste|geachte|prezad[oa]|ladies and gentlemen|hi|hello|good (?:evening|morning|afternoon))\b,? (?!(?:i|there! how|how|what)\b)[^.?!\n]{0,40}(?:[,!:\n]|\.\.\.)",
    re.IGNORECASE,
)
_OF_ALL = re.compile(
    r"\b(?:i|my|our|we|always|never|ever|every|each|all|in general|generally|usually|from now on)\b",
    re.IGNORECASE,
)
MOST_WORDS = 30
"""Of a request that only names the text."""


_HAS_ALREADY = re.compile(
    rf"^\W*(?:(?:but|well|no|yeah|thanks|ok|hm+)\W+)*{_PERSONAL}(?: have)? (?:already|both) (?:have|had|got|own|use|did|tried|bought|seen)\b",
    re.IGNORECASE,
)


def has_already(text: str) -> bool:
    """True for what somebody has or did already: neither a pick nor a liking."""
    return _HAS_ALREADY.match(text) is not None


def is_sought(clause: str) -> bool:
    """True for a clause that names what is looked for, and whoever it is for."""
    if _DO_A_THING.match(clause) or _ONE_I_CAN.match(clause):
        return True
    return _FOR_ME.search(clause) is not None and _VERB.search(clause) is None


def sought_before(text: str) -> int:
    """Where in a sentence begins what is said behind a thing that is sought; 0 if none is."""
    found = _BEFORE.match(text)
    return found.end() if found is not None and is_sought(found["sought"]) else 0


_BEFORE = re.compile(r"^(?P<sought>[^,;–—]{4,80})(?:[,;–—]| -)\s+")


def is_a_text(requests: Sequence[str], offered: str) -> bool:
    """True if a text is being written: one was asked for, or the answer before is one.

    Args:
        requests: The user's last turns, the latest first, this one included.
        offered: The assistant's turn before.
    """
    return _IS_LETTER.match(offered) is not None or any(
        _vetoes.is_writing_task(text)
        or (len(text.split()) <= MOST_WORDS and _ASKED_FOR_TEXT.search(low(text)) is not None)
        for text in requests
    )


def is_a_pick(text: str, offered: str) -> bool:
    """True for what is said of one offer in quotation marks, picked here and now: "love 'dsy'"."""
    found = _PICKED.match(text)
    return found is not None and found["name"].lower() in offered.lower()


_PICKED = re.compile(
    r"^\W*(?:(?:ok|oh|haha|and|i|really|kinda|kind of|do)\W+)*(?:love|like|prefer|hate|don['’]?t like) [\"“'‘](?P<name>[^\"”'’]{1,40})[\"”'’]",
    re.IGNORECASE,
)


_IN_GENERAL = re.compile(
    r"\b(?:from (?:now|here) on|going forward|in (?:the )?future|in general|generally|at all times|by default|with me|to me)\b",
    re.IGNORECASE,
)


def is_of_texts(wish: str, *, told: str) -> bool:
    """True for a wish about form which, said of a text, holds for texts and not for every answer.

    Args:
        wish: A sentence.
        told: Its kind: `stated`, or `instruction` where it tells the assistant what to do.
    """
    if _styles.is_of_all_answers(wish) or _IN_GENERAL.search(wish):
        return False
    return told == "instruction" or _styles.style_of(wish) is not None or is_of_words(wish)


def is_of_words(text: str) -> bool:
    """True if what is liked or not is a word itself: "I hate 'epic' and 'immersive'"."""
    return _OF_WORDS.search(text) is not None


_OF_WORDS = re.compile(
    r"\b(?:hate|can['’]?t (?:stand|bear)|loathe|dislike|love|prefer|(?:never|always) (?:say|write|use)) (?:the words? )?[\"“'‘](?!\d)[a-z][^\"”'’]{1,30}[\"”'’](?=\W*$|,| and\b| or\b| not\b| over\b| in\b)",
)
"""A word in small letters: a title has capitals."""


def is_of_one_text(wish: str) -> bool:
    """True for an order about a text that is being written which does not say that it lasts."""
    lasts = _cues.asks_lastingly(wish) or _styles.is_standing(wish)
    return not (lasts or artefacts.is_about_texts(wish) or _OF_ALL.search(wish))
