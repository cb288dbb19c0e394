"""Options that an assistant offered: numbered, bulleted, or strung together in a sentence."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_READ = 6_000
MAX_OPTIONS = 12

_ITEM = re.compile(
    r"^[ \t]*(?:\*\*)?(?:option\s+)?(?:(?P<number>\d{1,2})|(?P<letter>[A-Ha-h]))[.):]\**\s*(?P<text>\S[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_BULLETED = re.compile(r"^[ \t]*[-*•–]\s+(?P<text>\S[^\n]*)$", re.MULTILINE)
_INLINE = re.compile(
    r"(?:^|[\s:;,.])\(?(?P<number>\d{1,2})[.):]\s*(?P<text>[A-Za-z\"*“][^\n]*?)"
    r"(?=[\s:;,.]+\(?\d{1,2}[.):]\s*[A-Za-z\"*“]|\n|$)"
)
_TRAILING_NUMBER = re.compile(
    r"(?P<text>[^,;()\n]{6,160}?)\s*\((?:option\s*)?(?P<number>\d{1,2})\)"
)
_OFFER = re.compile(
    r"\b(?:consider|(?:could|can|might) (?:also |either )?(?!be\b)\w+(?: (?:at|in|on|with|for|from|between))?|options?|such as|like|including|"
    r"include|suggest\w*|recommend\w*|choices?|try|choose|either|how about|what about|ideas?|are|is|offer|have|might (?:enjoy|like|want|try|consider)|can|between)\b[:,]?\s*(?P<list>.+)",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN = re.compile(
    r",?\s+(?:or|and|as well as|and/or)\s+(?:even\s+|perhaps\s+|maybe\s+|alternatively,?\s+)?|[;,]\s+(?:or\s+|and\s+)?(?:you (?:could|can|might)\s+)?",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(
    r"\b(?:alternatively|another (?:option|idea|choice|possibility)|(?:or|also|finally|lastly|additionally|otherwise),? (?:you (?:could|can|might|may)|there(?:'s| is| are)|how about|consider|try)|"
    r"you (?:could|can|might|may)(?: also)?|how about|there(?:'s| is| are)(?: also)?|for something|if you)\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"\*\*|__|`|[\"“”]")
_LEADIN = re.compile(
    r"^(?:(?:first|second|third|finally|alternatively|also|or|and|another option (?:is|would be)|you (?:could|can|might|may)(?: also| want to| consider| try| opt for| choose to| go with)*|how about|"
    r"consider|let'?s|why not|we could|i(?:'d| would)? (?:suggest|recommend)|there(?:'s| is| are)|try(?:ing)?(?: out)?|check(?:ing)? out|option \d+:?|(?:go )?into|go for|invest in)[\s,:]+)+",
    re.IGNORECASE,
)
_GLOSS = re.compile(r"\s*(?:[-–—:]\s+|\.\s+|!\s+|\?\s+|\((?!\d)).*$", re.DOTALL)


_DANGLING = frozenset(
    (
        "a",
        "an",
        "the",
        "and",
        "or",
        "with",
        "for",
        "to",
        "of",
        "in",
        "on",
        "at",
        "by",
        "from",
        "that",
        "which",
        "is",
        "are",
        "its",
        "your",
        "some",
    )
)
_NO_OPTION = re.compile(
    r"(?:(?:here|there|these|those|that|this|it|they) (?:are|is|can|will|might)|while|i\b|as\b|sure|great|that's|it's|you're|you'll|since|because|if\b|when|which|so\b)\b",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"^(?P<name>(?!(?:you|we|it|this|that|these)\b)[^.!?]{3,90}?)\s+(?:is|are|was|were|offers?|has|have|would|will|can|could|features?|provides?|boasts?|comes|may|might|makes?|gives?|lets?|combines?|helps?)\b",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"^(?:(?:i(?:'d| would| can|'ll| will|'ve)? (?:also )?(?:highly )?(?:suggest|recommend|compiled|propose|offer)(?: that you| a list of| trying| checking out)?|have you (?:considered|thought about|tried)|what about|how about|"
    r"why not|perhaps|maybe|look(?:ing)? into|here (?:are|is) (?:some|a few|a)?|some|for [\w' -]{2,40}, (?:try|consider|you could)?|you(?:'ll| might| may| can| could) (?:also )?(?:enjoy|like|love|want to|consider|try)?|"
    r"we could|we can|let's|also|then|definitely)\b[\s,:]*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Option:
    """One of the options, by number and by text."""

    number: int
    text: str
    """All that was said of it."""

    @property
    def name(self) -> str:
        """What it is called: its first words, without what is said about it."""
        bare = _LEADIN.sub("", _MARKUP.sub("", self.text)).strip(" .,;:!?-–—")
        named = _GLOSS.sub("", bare).strip(" .,;:!?-–—")
        named = named if len(named) > 2 else bare
        if len(framed := _FRAME.sub("", named)) > 2:
            named = framed
        if said := _PREDICATE.match(named):
            named = said.group("name")
        words = named.split()[:14]
        while len(words) > 1 and words[-1].lower() in _DANGLING:
            words.pop()
        return " ".join(words).strip(" ,;:")


def options_in(text: str) -> tuple[Option, ...]:
    """The options that a turn offers, at least two, or none."""
    text = text[:MAX_READ]
    for found in (_numbered(text), _inline(text), _bulleted(text), _strung(text)):
        if len(found) >= 2:
            return tuple(found[:MAX_OPTIONS])
    return ()


def _numbered(text: str) -> list[Option]:
    items: list[Option] = []
    for match in _ITEM.finditer(text):
        letter = match.group("letter")
        number = int(match.group("number")) if letter is None else ord(letter.lower()) - 96
        items.append(Option(number, match.group("text").strip()))
    return items if _counts_up(items) else []


def _counts_up(items: list[Option]) -> bool:
    return [o.number for o in items] == list(range(1, len(items) + 1))


def _inline(text: str) -> list[Option]:
    items = [
        Option(int(m.group("number")), m.group("text").strip()) for m in _INLINE.finditer(text)
    ]
    if len(items) >= 2 and _counts_up(items):
        return items
    behind = [
        Option(int(m.group("number")), m.group("text").strip())
        for m in _TRAILING_NUMBER.finditer(text)
    ]
    return behind if len(behind) >= 2 and _counts_up(behind) else []


def _bulleted(text: str) -> list[Option]:
    return [Option(n, m.group("text").strip()) for n, m in enumerate(_BULLETED.finditer(text), 1)]


def _strung(text: str) -> list[Option]:
    """Options in running text: one a sentence, or one list of them."""
    pieces = [s.strip() for s in re.split(r"(?<=[.!?])\s+|\n+", text[:1_500]) if s.strip()]
    offered = [s for s in pieces if _ALTERNATIVE.search(s)]
    best: list[str] = []
    for piece in pieces:
        found = _OFFER.search(piece)
        if found is None:
            continue
        parts = [p.strip(" .?!:") for p in _BETWEEN.split(found.group("list"))]
        parts = [p for p in parts if not _NO_OPTION.match(p)]
        parts = [p for p in parts if 2 <= len(p) <= 200 and len(p.split()) <= 30]
        if len(parts) > len(best):
            best = parts
    if len(best) < 2 or (len(offered) >= 2 and len(best) < 3):
        best = offered if len(offered) >= 2 else best
    return [Option(n, p) for n, p in enumerate(best, 1)]
