"""Which options a reply names, and how a choice among them is told."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from prefmem.distillers.offers._options import DANGLING, Option
from prefmem.distillers.words._statements import finished, plain
from prefmem.distillers.words._third_person import gerund, word_set

MOST_CHOSEN = 2
PICKED_WORDS = 10
MOST_REJECTED = 3
"""Told by name; the rest are "others"."""
REJECTED_WORDS = 6
_PHRASE = word_set(
    "with for in at that which to featuring using by on like from where who whose made",
    "offering such including and or - – —",
)
_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "sixth": 6, "former": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
}  # fmt: skip
NUMBERED = re.compile(
    r"(?:\b(?:options?|numbers?|choices?|no\.?|nr\.?)\s*|#\s*)\(?(?P<number>\d{1,2}|one|two|three|four|five|[a-h]\b)|"
    r"\b(?:the |my )?(?P<ordinal>first|second|third|fourth|fifth|sixth|1st|2nd|3rd|4th|5th|former|latter|last|middle)(?: \w+){0,2}? (?:one|option|choice|suggestion|idea|sounds|seems|is|please)\b|"
    r"^\W*(?P<lead>\d{1,2}|[a-h]|one|two|three|four|five)(?:\s*[).,:;!–—]|\s+(?:please|pls|is|it|sounds|for me|would|then)\b)(?! ?(?:days?|weeks?|hours?|nights?|people|times?)\b)|"
    r"\b(?:the |my )(?P<nth>first|second|third|fourth|fifth|sixth|1st|2nd|3rd|4th|5th|former|latter|last)(?=\s*(?:[,.!;)–—-]|$)|\s+(?:way|route|version|plan|approach|idea|kind|place|film|book|recipe|of (?:these|those|them)|is|sounds|seems|suits|appeals|because|since|as)\b)|"
    r"^\W*(?P<bare>\d{1,2}|[a-h])\W*(?:please|thanks|it is|sounds \w+|,.*)?\W*$|"
    r"^\W*(?:the )?(?P<alone>first|second|third|fourth|fifth|last|former|latter|middle)(?: one| option| choice)?\W*(?:please|thanks|pls)?\W*$|"
    r"\b(?:go with|pick|choose|take|do|try|prefer|say)\s+(?:the )?(?P<plain>\d{1,2}|first|second|third|fourth|last|former|latter)\b(?! (?:days?|weeks?|hours?|months?|nights?|people|times?|minutes?|years?))",
    re.IGNORECASE,
)
_DEEDS = word_set(
    "add adopt arrange ask attend avoid bring browse build buy choose collect consider count create describe download",
    "eat enjoy enroll ensure experiment explore find follow get give go have hire immerse improvise",
    "incorporate indulge install invest join keep learn let listen make meet opt organize participate",
    "pick purchase relax spend stay stick stroll subscribe swap take try use visit volunteer write",
)
"""Verbs that an option opens with, and no nouns."""
_DEEDS_BEFORE = word_set(
    "bake book borrow call catch change check clean contact cook cut cycle dance draw drink drive fly",
    "grow hit host look mix order paint plan plant play practice put read rent ride run schedule see set",
    "chat hug jog knit nap sit stop win share shop sign skip start stream study swim switch tour train travel wait walk watch wear work",
)
"""Verbs that are nouns, too: "book a table", and "book club"."""
_AFTER_A_VERB = word_set(
    "a an the their some in into on out at with through around up together from by"
)
_VIA = re.compile(r"\bover(?= [A-Z])")
"""The "over" of a route: "the train over Paris" would sound like a choice over Paris."""
_YOURS = re.compile(r"\b(?:your|you|yourself|yours)\b", re.IGNORECASE)
_THEIRS = {"your": "their", "you": "they", "yourself": "themselves", "yours": "theirs"}
_PEOPLES = word_set(
    "African American Arab Argentine Asian Australian Austrian Belgian Brazilian British Bulgarian",
    "Canadian Caribbean Chinese Cuban Czech Danish Dutch Egyptian English Ethiopian European Finnish",
    "French German Greek Hungarian Icelandic Indian Indonesian Irish Israeli Italian Jamaican",
    "Japanese Korean Latin Lebanese Malaysian Mediterranean Mexican Moroccan Nordic Norwegian Persian",
    "Peruvian Polish Portuguese Roman Romanian Russian Scandinavian Scottish Spanish Swedish Swiss",
    "Syrian Thai Tunisian Turkish Ukrainian Vietnamese Welsh",
)
_WORD = re.compile(r"[a-z][a-z'’-]{2,}")
_STOP = word_set(
    "the and for with that this are was you your can could would will some any more most",
    "option options one two three first second third other others rest sounds sound seems",
    "like love prefer think want going choose pick take try great good perfect best really",
    "very just about from into them they don't doesn't didn't not but i'd i'll i'm it's let's",
    "what which have has had been too much lot also something anything appeal appealing",
    "interested suggestion suggestions choice choices idea ideas definitely probably rather",
    "than instead seem way sure yes please thanks thank visit visiting go get there here how",
    "when where enjoy nice local my me of or to in on at a an is it be do as so",
)


def named(piece: str, options: tuple[Option, ...]) -> dict[int, float]:
    """Which options a part of a reply names, by number or by words, and how surely."""
    found: dict[int, float] = {}
    numbers = {o.number for o in options}
    for match in NUMBERED.finditer(piece):
        number = _number(match, len(options))
        if number in numbers:
            found[number] = 3.0
    if found:
        return found
    if cheapest := _by_price(piece, options):
        return {cheapest: 3.0}
    said = words_of(piece)
    counts: dict[str, int] = {}
    texts = {o.number: (words_of(o.name), words_of(o.text)) for o in options}
    for _, whole in texts.values():
        for word in whole:
            counts[word] = counts.get(word, 0) + 1
    for number, (name, whole) in texts.items():
        score = sum(1.0 / counts[w] for w in said & whole if counts[w] < len(options))
        score += 0.5 * sum(1.0 / counts[w] for w in said & name if counts[w] < len(options))
        if score >= 0.5:
            found[number] = score
    if not found and len(piece.split()) <= SHORT_NAMING:
        found = _misspelt(piece, options)
    top = max(found.values(), default=0.0)
    return {n: s for n, s in found.items() if s >= 0.5 * top}


SHORT_NAMING = 6
"""Words of a piece that may be little more than a name, spelt wrong."""
NEARLY = 0.8
"""How alike two words are (`difflib`) that are one word, spelt wrong."""
_SHORTEST = 5
"""Letters of a word that can be told from others when it is spelt wrong."""
_PRICE = re.compile(
    r"(?:[$£€]\s*)?\d+(?:[.,]\d+)?(?:\s*(?:€|\$|£|euros?|dollars?|pounds?|quid|kr|chf))?", re.I
)
_OF_MONEY = re.compile(r"[$£€]|\b\d+[.,]\d\d\b|\b(?:euros?|dollars?|pounds?|quid|chf)\b", re.I)
_CHEAPEST = re.compile(
    r"\b(?:the |whichever is |whatever['’]s |what['’]s )?(?P<way>cheap(?:est|er)|(?:most expensive|dearest|priciest))\b",
    re.I,
)


def _by_price(piece: str, options: tuple[Option, ...]) -> int | None:
    """The number of the cheapest option, where a reply asks for that, and all have one price."""
    asked = _CHEAPEST.search(piece)
    if asked is None or not all(_OF_MONEY.search(o.text) for o in options):
        return None
    prices = {o.number: _price(o.text) for o in options}
    pick = min if asked["way"].lower().startswith("cheap") else max
    return pick(prices, key=prices.__getitem__)


def _price(text: str) -> float:
    """The last price in a text."""
    figures = [m.group() for m in _PRICE.finditer(text) if _OF_MONEY.search(m.group())]
    digits = re.sub(r"[^\d.,]", "", figures[-1] if figures else "0").replace(",", ".").strip(".")
    return float(digits) if digits.count(".") <= 1 and digits else 0.0


def _misspelt(piece: str, options: tuple[Option, ...]) -> dict[int, float]:
    """Options whose name has a word that a piece has, spelt nearly so."""
    said = [word for word in _WORD.findall(piece.lower()) if len(word) >= _SHORTEST]
    found: dict[int, float] = {}
    for option in options:
        names = [word for word in _WORD.findall(option.name.lower()) if len(word) >= _SHORTEST]
        if any(get_close_matches(word, names, n=1, cutoff=NEARLY) for word in said):
            found[option.number] = 1.0
    return found if len(found) == 1 else {}


def _number(match: re.Match[str], count: int) -> int:
    word = next(g for g in match.groupdict().values() if g is not None).lower()
    if word.isdigit():
        return int(word)
    if word in {"last", "latter"}:
        return count
    if word == "middle":
        return (count + 1) // 2
    if word in _ORDINALS:
        return _ORDINALS[word]
    return ord(word) - 96 if len(word) == 1 else 0


def words_of(text: str) -> set[str]:
    """Content words, cut to a stem."""
    return {
        stem
        for word in _WORD.findall(text.lower().replace("’", "'"))
        if word not in _STOP and (stem := _stem(word)) not in _STOP
    }


def _stem(word: str) -> str:
    for ending in ("'s", "ing", "ies", "es", "ed", "s", "ly", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def statement(chosen: Sequence[Option], rejected: Sequence[Option]) -> str:
    """As in "Chose lesser-known bands over mainstream hits, chart pop and others"."""
    if chosen:
        lead = "Chose " + _listed(chosen[:MOST_CHOSEN], PICKED_WORDS)
        joint = " rather than " if re.search(r"\bover\b", lead) else " over "
    elif rejected:
        lead, joint = "Turned down " + _listed(rejected, REJECTED_WORDS), ""
    else:
        return ""
    against = joint + _listed(rejected, REJECTED_WORDS) if joint and rejected else ""
    return finished(plain(lead + against))


def _listed(options: Sequence[Option], most: int) -> str:
    """Their names, the first few, joined as in a sentence."""
    picked = most == PICKED_WORDS
    bare = [_VIA.sub("via", o.described if picked else o.name) for o in options[:MOST_REJECTED]]
    if most == REJECTED_WORDS:  # what was turned down is only named, not described
        bare = [name.partition(", ")[0] for name in bare]
    names = [_told(shortened(name, most)) for name in bare]
    if any(name.partition(" ")[0].endswith("ing") for name in names):
        names = [gerund(n) if n.lower() in _DEEDS | _DEEDS_BEFORE else n for n in names]
    if len(options) > len(names):
        names.append("others")
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def shortened(name: str, most: int) -> str:
    """The first words of a name, up to where a phrase of it begins."""
    words = name.split()
    if len(words) <= most:
        return name
    breaks = [k for k in range(2, most + 1) if words[k].lower() in _PHRASE]
    breaks += [k for k in range(2, most) if words[k - 1].endswith(",")]
    kept = words[: max(breaks, default=most)]
    while len(kept) > 1 and kept[-1].lower() in DANGLING:
        kept.pop()
    return " ".join(kept).rstrip(" ,;:-–—")


def _told(name: str) -> str:
    """A name as it stands in a sentence about somebody: "join your club" is "joining their club"."""
    name = re.sub(r"^to (?=[a-z]+ )", "", name)
    name = _lowered(_YOURS.sub(lambda m: _THEIRS[m.group().lower()], name))
    verb, _, rest = name.partition(" ")
    following = rest.partition(" ")[0]
    of_a_thing = following in _AFTER_A_VERB or (verb.islower() and following[:1].isupper())
    done = verb.lower() in _DEEDS or (verb.lower() in _DEEDS_BEFORE and of_a_thing)
    return f"{gerund(verb)} {rest}" if rest and done else name


def _lowered(name: str) -> str:
    """Lower case at its start, unless that is a name."""
    name = re.sub(r"\s+", " ", name)
    words = name.split(" ")
    if words[0] in _PEOPLES:
        return name
    if (
        len(words) > 1
        and words[0][:1].isupper()
        and words[0][1:].islower()
        and not words[1][:1].isupper()
    ):
        return words[0].lower() + name[len(words[0]) :]
    named = len(words) > 1 and words[1][:1].isupper()
    doing = words[0].lower().endswith("ing") and not named
    if words[0].lower() in {"a", "an", "the"} or doing:
        return words[0].lower() + name[len(words[0]) :]
    return name
