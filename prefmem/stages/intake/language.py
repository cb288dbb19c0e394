"""Is a text in a language that the local distiller reads?"""

from __future__ import annotations

import re
from typing import Literal

Reading = Literal["read", "unread", "empty"]

_SAMPLE = 2_000
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


ENGLISH = _words(
    "the and of to is are was in that it you for on with as at by from this have not be or an "
    "what how my me i im your we can do does don't i'm i've it's please would could should when "
    "which who where why if but so they he she there their has had will about into than then no "
    "any some more like want need give make write tell use get just only very too love hate prefer "
    "never always avoid enjoy"
)
OTHERS = _words(
    # Spanish, Portuguese, Italian, French
    "el los las una unos por para con pero como más muy qué cómo está estoy soy mi tu su yo del "
    "al es en que se lo le gusta prefiero quiero hola gracias os um uma não com mais meu minha eu "
    "você isso dos das na prefiro gosto obrigado il gli che di della sono mio mia io non per "
    "anche molto ciao grazie perché le les des une est et je tu vous nous pas pour dans avec sur "
    "mon ma mes ce cette qui très j'aime préfère bonjour merci c'est n'est "
    # German, Dutch, Nordic
    "der die das und ist nicht ich mich mir mein meine ein eine einen mit für auf von zu auch "
    "sehr bitte danke wie warum kein keine wir sie het een van ik niet mijn ook voor zijn maar "
    "graag wil naar dit dat och jag är inte det att som på av jeg ikke og er til med "
    # Polish, Czech, Turkish, Indonesian, Vietnamese
    "nie jest się na jak czy dla lubię chcę proszę že mám bir ve için ben çok değil bu ne yang "
    "saya tidak dan untuk dengan ini itu ada tôi không là và của"
)
_SHARED = _words("is in me on do as so no an at has he use more the die was had")
_ENGLISH_ONLY = ENGLISH - OTHERS
_OTHERS_ONLY = OTHERS - ENGLISH - _SHARED


def reading_of(text: str) -> Reading:
    """`read` for English or too short to tell, `unread` for another language, `empty` for none."""
    sample = text[:_SAMPLE]
    accented = False
    if not sample.isascii():
        letters = [c for c in sample if c.isalpha()]
        latin = [c for c in letters if c < "\u0250"]
        if len(latin) < 0.6 * len(letters) or not letters:
            return "unread" if letters else "empty"
        accented = sum(c >= "\u00c0" for c in latin) >= max(1.0, 0.04 * len(letters))
    words = _WORD.findall(sample.lower().replace("’", "'"))
    if not words:
        return "empty"
    english = sum(map(_ENGLISH_ONLY.__contains__, words))
    others = sum(map(_OTHERS_ONLY.__contains__, words))
    if others >= 2 and others > english:
        return "unread"
    foreign = others >= 1 or accented
    return "unread" if english == 0 and foreign else "read"


def is_english(text: str) -> bool:
    """True if a sentence is not evidently in another language."""
    return reading_of(text) == "read"
