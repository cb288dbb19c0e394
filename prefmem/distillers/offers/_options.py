"""Options that an assistant offered: numbered, bulleted, or strung together in a sentence."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_READ = 6_000
MAX_OPTIONS = 12

_ITEM = re.compile(
    r"^[ \t]*(?:\*\*)?\(?(?:option\s+)?(?:(?P<number>\d{1,2})|(?P<letter>[A-Ha-h]))[.):]\**\s*(?P<text>\S[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_BULLETED = re.compile(r"^[ \t]*[-*•–]\s+(?P<text>\S[^\n]*)$", re.MULTILINE)
_MARK = r"(?:\((?:\d{1,2}|[a-h]|i{1,3}|iv|v)\)|(?:\d{1,2}|[A-Ha-h]|i{1,3}|iv|v)[.):](?=\s)|(?:option|version|approach|plan|choice|number) (?:\d|[A-H]|one|two|three|four|five)(?: is| means| would be|[:,.)]| (?=\()))"
_INLINE = re.compile(rf"(?:^|(?<=[\s:;,.]))(?P<mark>{_MARK})[ \t]*", re.IGNORECASE)
_TRAILING_NUMBER = re.compile(
    r"(?P<text>[^,;()\n]{5,159}?[^\s,;()])\s*+\((?:option\s*)?(?P<number>\d{1,2})\)"
)
_OFFER = re.compile(
    r"\b(?:consider|(?:could|can|might) (?:also |either )?(?:(?:try|consider|use|choose|pick|get|have|opt|look|check|explore|eat|order|suggest|recommend|offer)(?: (?:at|in|into|out|on|with|for|from|between))?|(?=(?!be\b)\w))|options?|such as|like|including|"
    r"include|suggest\w*|recommend\w*|choices?|try|choose|either|how about|what about|ideas?|are|is|offer|have|might (?:enjoy|like|want|try|consider)|can|between)\b[:,]?\s*(?P<list>.+)",
    re.IGNORECASE | re.DOTALL,
)
_LED = re.compile(
    r"^[^:;]{3,80}:\s+(?P<list>[^;]{2,160};\s+[^;].{1,160})$|"
    r"^(?:there(?:['’]s| is| are)|you(?:['’]ve| have)(?: got)?|i(?:['’]d| would) compare|(?:good|common|popular|typical|the usual) \w+ (?:are|would be)|it comes in|they (?:come|do it) in|we have)\s+(?P<list2>(?=.*(?:,|;|\bor\b|\band\b)).+)$",
    re.IGNORECASE | re.DOTALL,
)
"""A list behind a colon, in pieces; or one behind "there's": a plan with …, a plan with … and …."""
_BETWEEN = re.compile(
    r",?\s+(?:or|and|as well as|and/or)\s+(?:even\s+|perhaps\s+|maybe\s+|alternatively,?\s+)?|[;,]\s+(?:or\s+|and\s+)?(?:you (?:could|can|might)\s+)?",
    re.IGNORECASE,
)
_LISTED = re.compile(r",\s+(?:or|and)\s", re.IGNORECASE)
_COMMAS = re.compile(
    r",\s+(?:(?:or|and)\s+)?(?:even\s+|perhaps\s+|maybe\s+|alternatively,?\s+)?(?:you (?:could|can|might)\s+)?",
    re.IGNORECASE,
)
"""Where a comma stands before the last "or", an "and" within a piece belongs to it."""
_SEMICOLON = re.compile(
    r";\s+(?:or\s+|and\s+)?(?:(?:you|we) (?:could|can|might)\s+)?", re.IGNORECASE
)
_ALTERNATIVE = re.compile(
    r"\b(?:alternatively|another (?:option|idea|choice|possibility)|(?:or|also|finally|lastly|additionally|otherwise),? (?:you (?:could|can|might|may)|there(?:'s| is| are)|how about|consider|try)|"
    r"you (?:could|can|might|may)(?: also)?|how about|there(?:'s| is| are)(?: also)?|for something|if you)\b",
    re.IGNORECASE,
)
_TITLED = re.compile(r"^\((?P<title>[^()]{3,60})\)\s*:\s*")
_ASIDE = re.compile(r"\s*\([^()]{1,60}\)")
_MARKUP = re.compile(r"\*\*|__|`|[\"“”]")
_LEADIN = re.compile(
    r"^(?:(?:first|second|third|finally|alternatively|also|or|and|another option (?:is|would be)|you (?:could|can|might|may)(?: also| want to| consider| try| opt for| choose to| go with)*|how about|"
    r"consider|let'?s|why not|we could|i(?:'d| would)? (?:suggest|recommend)|there(?:'s| is| are)|try(?:ing)?(?: out)?|check(?:ing)? out|option \d+:?|(?:go )?into|go for|invest in)[\s,:]+)+",
    re.IGNORECASE,
)
_GLOSS = re.compile(
    r"\s*+(?:,?\s*(?:e\.g|i\.e|such as)\b|[-–—:]\s+|\.\s+|!\s+|\?\s+|\((?!\d)).*$", re.DOTALL
)


_SAID_OF_IT = re.compile(r"^\s*[(:–—-]+\s*(?P<gloss>[A-Za-z][^.()\n;!?:]{3,90})")
GLOSS_WORDS = 6
FEWEST_WORDS = 4
"""Words of a sentence that only announces: "There are a few."."""
DANGLING = frozenset(
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
        while len(words) > 1 and words[-1].lower() in DANGLING:
            words.pop()
        return " ".join(words).strip(" ,;:")

    @property
    def described(self) -> str:
        """Its name; a proper name with what it is: "Blue Hill (a quiet inn)"."""
        name = self.name
        words = name.split()
        if len(words) < 2 or not all(word[:1].isupper() or word[:1].isdigit() for word in words):
            return name
        bare = _MARKUP.sub("", self.text)
        gloss = _SAID_OF_IT.match(bare[bare.find(name) + len(name) :])
        if gloss is None:
            return name
        told = " ".join(gloss.group("gloss").split()[:GLOSS_WORDS]).rstrip(" ,;:")
        return f"{name} ({told[:1].lower()}{told[1:]})"


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


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_SPELT = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


def _inline(text: str) -> list[Option]:
    """Options marked within their line: "(1) … (2) …", "A) … B) …", "Option one is …"."""
    marks = list(_INLINE.finditer(text))
    ends = [*(m.start() for m in marks[1:]), len(text)][: len(marks)]
    items = [
        Option(_place(m.group("mark")), _one_line(text[m.end() : end]))
        for m, end in zip(marks, ends, strict=True)
    ]
    if len(items) >= 2 and _counts_up(items) and all(o.text for o in items):
        return items
    behind = [
        Option(int(m.group("number")), m.group("text").strip())
        for m in _TRAILING_NUMBER.finditer(text)
    ]
    return behind if len(behind) >= 2 and _counts_up(behind) else []


def _one_line(text: str) -> str:
    """A marked option up to the end of its line, without what joins it to the next."""
    line = _TITLED.sub(r"\g<title>: ", text.strip().split("\n")[0])
    return re.sub(r"[\s,;]+(?:(?:or|and)\s*)?$", "", line)


def _place(mark: str) -> int:
    """The number that a mark stands for: 2 for "(2)", "b)", "Option two is" and "ii."."""
    name = re.findall(r"[a-z0-9]+", mark.lower())
    word = next((w for w in name if w not in _NO_PLACE), "")
    if word.isdigit():
        return int(word)
    found = _ROMAN.get(word) if word != "i" or len(name) > 1 else 1
    return _SPELT.get(word) or found or (ord(word) - 96 if len(word) == 1 else 0)


_NO_PLACE = frozenset(["option", "version", "approach", "plan", "choice", "number", "is", "means"])


def _bulleted(text: str) -> list[Option]:
    return [Option(n, m.group("text").strip()) for n, m in enumerate(_BULLETED.finditer(text), 1)]


_OF_ALL = re.compile(
    r";\s+(?:both|either|neither|each|all|these|they)\b.*", re.IGNORECASE | re.DOTALL
)
"""What is said of all options behind them: "…; both move little"."""


def _strung(text: str) -> list[Option]:
    """Options in running text: one a sentence, or one list of them."""
    pieces = [s.strip() for s in re.split(r"(?<=[.!?])\s+|\n+", text[:1_500]) if s.strip()]
    offered = [s for s in pieces if _ALTERNATIVE.search(s) and len(s.split()) > FEWEST_WORDS]
    best: list[str] = []
    for piece in pieces:
        if len(weighed := _weighed(piece)) > len(best):
            best = weighed
        if weighed:
            continue
        found = _LED.match(bare := _ASIDE.sub("", piece)) or _OFFER.search(bare)
        if found is None:
            continue
        said = _OF_ALL.sub("", found.group("list") or found.groupdict().get("list2") or "")
        said = said.partition(": ")[2] if ": " in said.split(";")[0].split(",")[0] else said
        commas = _COMMAS if _LISTED.search(said) else _BETWEEN
        between = commas if said.count(";") == 0 else _SEMICOLON
        parts = [p.strip(" .?!:") for p in between.split(said)]
        parts = [p for p in parts if not _NO_OPTION.match(p)]
        parts = [p for p in parts if 2 <= len(p) <= 200 and len(p.split()) <= 30]
        if len(parts) > len(best):
            best = parts
    if len(best) < 2 or (len(offered) >= 2 and len(best) < 3):
        best = offered if len(offered) >= 2 else best
    return [Option(n, p) for n, p in enumerate(best, 1)]


_IS = r"(?:is|are|has|have|was|were|would be|takes?|costs?|tastes?|gives?|makes?|needs?|feels?|comes?|works?|lasts?|offers?|keeps?)"
_ITS_OWN = rf"(?!(?:it|this|that|these|those|they|you|we|i|there|here|he|she|which|who|what|if|when|while|as|so|one|both|all|either|each)\b)(?:[\w'’-]+ ){{1,5}}?{_IS}\b"
_NEXT = re.compile(
    rf"(?:[,;]\s+(?:but|and|while|whereas|though|although|yet)?|\s+(?:but|while|whereas))\s*(?={_ITS_OWN})",
    re.IGNORECASE,
)
_WEIGHED = re.compile(rf"^{_ITS_OWN} \w", re.IGNORECASE)


def _weighed(piece: str) -> list[str]:
    """Options that a sentence says a clause of each: "coffee is strong, but tea is also great"."""
    parts = [part.strip(" .?!:") for part in _NEXT.split(piece)]
    told = len(parts) > 1 and ":" not in piece and all(map(_WEIGHED.match, parts))
    return parts if told else []


MOST_TOLD = 6
"""Sentences of an answer that may each be an option."""


def told_apart(text: str) -> tuple[Option, ...]:
    """What an answer tells a sentence each, where no options are marked: "The bus … The boat …".

    Most such answers offer nothing: what a reply names of them has to be plain.
    """
    pieces = re.split(r"(?<=[.!?])\s+|\n+", text[:1_500])
    parts = [p.strip(" .") for piece in pieces for p in _SEMICOLON.split(piece)]
    told = [p for p in parts if p and not p.endswith(("?", "!")) and not _NO_OPTION.match(p)]
    if not 2 <= len(told) <= MOST_TOLD:
        return ()
    return tuple(Option(n, p) for n, p in enumerate(told, 1))
