"""What a turn is about, for statements that do not say so: "really glad they do it".

People name a thing once and go on with "it", "the whole thing", or nothing. Such a statement says
little by itself, and is near to no request. The phrase of the turn whose vector is nearest to that
of the turn names what it is about (KeyBERT, Grootendorst 2020), and follows in brackets:
"Really glad they do it (fostering kittens)".
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from prefmem._remembered import remembered
from prefmem.distillers.accounts import _stories
from prefmem.distillers.words import _core, _whole
from prefmem.distillers.words._attitudes import attitudes
from prefmem.distillers.words._sensitivity import sensitivity_of
from prefmem.distillers.words._sentences import sentences
from prefmem.distillers.words._statements import MAX_WORDS, finished
from prefmem.distillers.words._third_person import word_set
from prefmem.records import Matrix, Vector
from prefmem.stages import keys
from prefmem.types import Evidence

LEAST_WORDS = 12
"""Of a turn that may name its topic apart from what it says of it."""
MOST_READ = 400
"""Characters of a turn that are read for its topic."""
MOST = 8
"""Phrases of a turn that are compared with it."""
MOST_WORDS = 4
"""Of a phrase: the last."""
NEAR = 0.35
"""Cosine with its turn from which a phrase names what the turn is about."""
NAMING = 2
"""Words of content with which a liking names what it is of."""
_WORD = re.compile(r"[^\W_][\w'&-]*")
_CLAUSE = re.compile(r"[.,;:!?()\[\]\n—–\"“”…/]|\s-\s")
_ABOUT = ("taste.", "value.", "topic.", "work.", "learning.")
_LIGHT = word_set(
    "me mine myself us ourselves you yours yourself he him himself she herself they themselves who whom whose",
    "nor yet so then than onto upon within along across behind beyond down near per via off away back around",
    "since till without among amongst despite except unless wherever whenever whichever whoever whatever possible",
    "jan feb mar apr jun jul aug sept oct nov dec",
    "am isn't aren't wasn't weren't been hasn't haven't hadn't shall should might must could may",
    "yes yeah yep ok okay oh well hey hi thanks thank please sorry lol btw tbh cos anyway",
    "just really very quite rather too also even still again already always ever never once twice almost nearly",
    "maybe perhaps later soon ago today tomorrow yesterday tonight else instead apart together",
    "one two three four five six seven eight nine ten eleven twelve dozen hundred thousand half couple several many",
    "first second third last next another other others such every each all both any either neither most least less",
    "thing things stuff something anything nothing everything someone anyone everyone nobody everybody people person",
    "way ways lot lots bit kind kinds sort sorts type side part parts rest end place idea point fact case reason",
    "time times moment day days week weeks weekend weekends month months year years hour hours minute minutes",
    "morning mornings afternoon afternoons evening evenings night nights life",
    "monday mondays tuesday tuesdays wednesday wednesdays thursday thursdays friday fridays saturday saturdays",
    "sunday sundays january february march april june july august september october november december",
    "spring summer autumn winter",
    "go goes going went gone come comes coming came make makes making made take takes taking took taken",
    "give gives giving gave given put puts putting keep keeps keeping kept let lets say says saying said",
    "tell tells telling told think thinks thinking thought know knows knowing knew known see sees seeing saw seen",
    "look looks looking looked try tries trying tried start starts starting started stop stops stopping stopped",
    "begin begins beginning began begun seem seems seemed become becomes became turn turns turning turned",
    "ask asks asking asked bring brings bringing brought buy buys bought spend spends spent sit sits sat stand stood",
    "run ran call called show shows showed hear hears heard leave leaves left mean means meant lose lost wait waited",
    "happen happens happened hold holds held set sets walk walked join joined attend attended sign signed visit visited",
    "prefer work works worked help helps helped read decided realized realised wanted needed",
    "nice better best bad worse worst new old big small little long short right wrong sure able fun whole different",
    "same own glad happy proud tired bored content amazing awful lovely brilliant wonderful terrible fine full",
    "genre genres hobby hobbies activity activities experience experiences approach format style session sessions",
    "wife husband partner mum mom dad mother father son daughter kid kids child friend friends neighbour neighbours",
    "neighbor colleague colleagues boss sister brother aunt uncle cousin",
)  # fmt: skip
"""Words that begin or end a phrase, and are in none."""


def phrases(text: str) -> list[str]:
    """The phrases of a text that may name what it is about, each once.

    Those with a word that comes back in others stand first, else they stand in the text's order.
    A text that touches something sensitive has none: it would travel in a statement that does not.
    """
    if sensitivity_of(text) is not None:
        return []
    found: dict[str, str] = {}
    for sentence in sentences(text[:MOST_READ].replace("’", "'")):
        opening = sentence.text.partition(" ")[0]
        for clause in _CLAUSE.split(sentence.text):
            for phrase in _runs(_WORD.findall(clause)):
                found.setdefault(phrase.lower(), _without_capital(phrase, opening))
    counts = Counter(stem for one in found.values() for stem in keys.content(one))
    said_often = sorted(
        found.values(), key=lambda one: -max((counts[s] for s in keys.content(one)), default=0)
    )
    return said_often[:MOST]


def may_lack_topic(one: Evidence, text: str) -> bool:
    """True for what may leave open what it is about: neither form, nor constraint, nor choice.

    What is said in a short turn names it, unless it points back or names nothing; what has
    a word that the turn uses again does, too.
    """
    if one.kind not in ("stated", "observed") or not one.behaviour.startswith(_ABOUT):
        return False
    said = keys.content(one.statement)
    if not said or _stories.points_back(one.quote):
        return True
    if len(said) >= NAMING and _whole.is_wordy(text) and _core.says_liking(one.statement):
        return False
    return len(text.split()) >= _stories.LEAST_WORDS and said.isdisjoint(_said_again(text))


@remembered(64)
def _said_again(text: str) -> frozenset[str]:
    """Words that a turn uses more than once: what it is about, as a rule."""
    words = (word for word in _WORD.findall(text.lower()) if not _is_light(word))
    return frozenset(word for word, n in Counter(map(keys.stem, words)).items() if n > 1)


def topic_of(found: Sequence[str], vectors: Matrix, turn: Vector) -> str | None:
    """The phrase that is nearest to its turn, or None if none is near enough.

    Args:
        found: The phrases.
        vectors: Theirs.
        turn: The vector of the turn.
    """
    near = vectors @ turn
    best = int(np.argmax(near))
    return found[best] if near[best] >= NEAR else None


def named(one: Evidence, topic: str, text: str) -> Evidence:
    """The evidence with what its turn is about, unless its statement has a word of that.

    Its quote grows to where the topic is named: what a statement says stands in its quote.

    Args:
        one: Of the turn.
        topic: What the turn is about, one of its `phrases`.
        text: The turn.
    """
    if not keys.content(topic).isdisjoint(keys.content(one.statement)):
        return one
    statement = f"{one.statement} ({topic})"
    quote = _reaching(text, one.quote, topic)
    if quote is None or len(statement.split()) > MAX_WORDS:
        return one
    return replace(one, statement=finished(statement), quote=quote)


def _reaching(text: str, quote: str, topic: str) -> str | None:
    """The words of a text that hold both, or None if that would be no quote any more."""
    places = [(text.find(quote), len(quote))]
    places.append((text.replace("’", "'").lower().find(topic.lower()), len(topic)))
    start, end = min(at for at, _ in places), max(at + length for at, length in places)
    return text[start:end] if start >= 0 and end - start <= _stories.MOST_QUOTED else None


def _without_capital(phrase: str, opening: str) -> str:
    """A phrase without the capital of the sentence that it opens; a single word may be a name."""
    opens = phrase.startswith(f"{opening} ") and phrase[1:] == phrase[1:].lower()
    return phrase[0].lower() + phrase[1:] if opens else phrase


def _runs(words: Sequence[str]) -> Iterator[str]:
    """The runs of words between light ones, without a deed at their head."""
    run: list[str] = []
    for word in [*words, "the"]:
        bare = word.lower().removesuffix("'s")
        if not _is_light(bare):
            run.append(word)
            continue
        while run and (run[0].lower().endswith("ed") or any(attitudes(run[0]))):
            run.pop(0)
        while run and any(attitudes(run[-1])):
            run.pop()
        if run and any(len(w) > 2 for w in run):
            yield " ".join(run[-MOST_WORDS:]).removesuffix("'s").removesuffix("'")
        run = []


def _is_light(word: str) -> bool:
    adverb = len(word) > 4 and word.endswith("ly")
    return (
        adverb or word.isdigit() or word in _LIGHT or word in keys.STOPWORDS or word in keys.GENERIC
    )
