"""Stored text as one line of a prompt: nothing in it can act or hide; it may be told in brief."""

from __future__ import annotations

import re
import unicodedata

WHOLE = 0
"""No limit: all of a text is told."""
CUT = "…"
"""Ends what is not told whole."""
_ANGLES = dict.fromkeys(map(ord, "＜﹤≮‹«❮❬❰⟨⟪⦑⧼〈\u2329《︿︽≺≪⋘⋖⪡⩹⪦⊰˂ᐸᚲ𝈶"), "(") | dict.fromkeys(
    map(ord, "＞﹥≯›»❯❭❱⟩⟫⦒⧽〉\u232a》﹀︾≻≫⋙⋗⪢⩺⪧⊱˃ᐳ𖼿𝈷"), ")"
)
"""What is an angle bracket, is drawn like one, or becomes one when text is normalised."""
_TAG = re.compile(r"<(?!\s?[\d=])|(?<![\s\d=-])>")
_CLAUSE = re.compile(
    r"[,;:]? (?:over|because|since|so|(?:such )?as|which|but|and|due to|instead of)\b|[,;]"
)
_WHY = re.compile(r"[,;:]? (?:because|since|so|due to)\b")
_REASON = re.compile(r"(?:Due to|Because|Since|Thanks to|Owing to) [^,]{1,80}, (?=\w)")
_CONDITION = re.compile(r"(?:When|While|If|For|On|In|At|During|After|Before|Unless) ")
_DENIES = re.compile(r"(?:[\w-]+ ){0,3}?(?:never|no|not|nothing|cannot)\b", re.IGNORECASE)
"""A statement that denies from its beginning: what follows is what it denies."""
_NARROWS = re.compile(
    r"\b(?:but|except(?:ing|ed|ions?)?|excluding|excluded|unless|without|though|although|however|"
    r"yet|only|if|(?:apart|aside) from|other than|as long as|provided|"
    r"never|no|not|nor|nothing|none|cannot|\w+n['’]t)\b",
    re.IGNORECASE,
)
"""Opens what narrows a statement: without it, more is said than the user did."""
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_UNSEEN = frozenset(
    map(chr, (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x3164, 0xFFA0))
) | frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Letters and marks that nothing is drawn for: a row of them can spell what nobody sees."""


def defuse(text: str, *, limit: int = WHOLE) -> str:
    """Stored text as one line that can neither close the marks nor hide anything.

    Control characters, overrides of direction, characters without width, unseen and private ones
    are gone; angle brackets and what looks like them are parentheses, but in comparisons (`< 20`).

    Args:
        text: What is told.
        limit: Characters from which it is told in brief, and then ends with `CUT`. What narrows it
            ("but never …") is told nevertheless, however long that makes it.
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(" " if c.isspace() else c for c in text if c.isspace() or _visible(c))
        text = text.translate(_ANGLES)
    if "<" in text or ">" in text:
        text = _TAG.sub(lambda found: "(" if found.group() == "<" else ")", text)
    text = " ".join(text.split())
    return text if limit == WHOLE or len(text) <= limit else _shortened(text, limit)


def _shortened(text: str, limit: int) -> str:
    """The text without its reason, up to the last clause that fits, or else to the last word."""
    if reason := _REASON.match(text):
        text = text[reason.end() :]
        text = text[:1].upper() + text[1:]
        if len(text) < limit:
            return text + CUT
    if (needed := _narrowed(text)) >= limit:
        return text if needed == len(text) else text[:needed] + CUT
    # What comes first may be a condition ("When tired, …"): without the rest it says nothing.
    least = text.find(",") + 1 if _CONDITION.match(text) else limit // 3
    clauses = [found.start() for found in _CLAUSE.finditer(text, needed, limit)]
    if clauses and clauses[-1] >= max(least, needed):
        return text[: clauses[-1]] + CUT
    if needed:
        return text[:needed] + CUT
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + CUT


def _narrowed(text: str) -> int:
    """Where the last clause that narrows a text ends: at its reason, or with the text; 0 if none.

    What it names may be a list, so that no comma ends it.
    """
    denial = _DENIES.match(text)
    last = 0
    for found in _NARROWS.finditer(text, denial.end() if denial else 0):
        last = found.end()
    if not last:
        return 0
    why = _WHY.search(text, last)
    return why.start() if why else len(text)


def _visible(character: str) -> bool:
    return character not in _UNSEEN and unicodedata.category(character) not in _UNSAFE
