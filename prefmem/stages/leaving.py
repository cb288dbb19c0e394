"""How sure it is that an announced change is about a held preference: that this is what ended.

People tell a change in several sentences, so one piece of evidence is read with what the rest of
its message announces. One logistic model, whose weights `training/keys/train.py` learns from
labelled messages, compares both sides: by meaning, by the words that name what goes, and by what
was said when the preference was founded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prefmem._remembered import remembered
from prefmem.stages.changewords import CHANGED, ENDED, TURNED
from prefmem.stages.keys import SHOWN, Trait, content, opposed, overlap
from prefmem.stages.keyweights import LEAVES_WEIGHTS
from prefmem.stages.lowered import low, lowered
from prefmem.stages.partings import Side, partings
from prefmem.types import Evidence

NAMED = 0.98
"""Probability from which a preference ends that the evidence itself takes back."""
BESIDE = 0.985
"""The same, where the change is announced by other words of the message, or only hinted at."""
NEARBY = 0.4
"""How sure at least for what stood in one message with what ended to go with it."""
DOUBTED = 0.3
"""How sure at least for a preference to be in doubt: not closed, not told beside what is new."""
POINTED = "pointed back at what was said before"
"""Condition of what is taken back without being named: "I don't do those any more"."""
IN_PLACE = "came in its place"
"""Condition of evidence for what comes where a change was announced shortly before."""
SPARED = "read as left standing"
"""Condition of what a message that tells of a change was read to leave standing: its `target`."""
Words = frozenset[str]
_CHANGED = lowered("|".join(CHANGED))
_ENDED = lowered("|".join(ENDED))
_ADDS = re.compile(
    r"\b(?:also|too|as well|in addition|besides|another|on top of that|additionally)\b",
    re.IGNORECASE,
)
_TURNED = lowered("|".join(TURNED))


@dataclass(frozen=True, slots=True)
class Told:
    """What a message, or one piece of evidence alone, tells of a change."""

    words: Words
    """All words that carry meaning."""
    gone: tuple[Words, ...] = ()
    """The words of each thing that is left behind."""
    instead: tuple[Words, ...] = ()
    """The same of what is only set against what comes: "instead of", "rather than"."""
    sides: frozenset[Side] = frozenset()
    """How what is left behind was held."""
    ended: bool = False
    """Words leave no doubt that something ended: "I no longer", "moved away from"."""
    changed: bool = False
    """Words say so, or may as well speak of one more thing: "lately", "started to"."""
    turned: bool = False
    """Something new is set against what was, not beside it."""
    spared: frozenset[str] = frozenset()
    """Ids of what was read to hold on: preferences, or the evidence that founds them."""


def told(evidence: Iterable[Evidence]) -> Told:
    """What all evidence of one message tells of a change."""
    every = list(evidence)
    items = [e for e in every if e.condition != SPARED]
    read = [_told(e.kind, e.quote, e.statement, e.subject) for e in items]
    return Told(
        words=frozenset[str]().union(*(one.words for one in read)),
        gone=tuple(sorted({g for one in read for g in one.gone}, key=sorted)),
        instead=read[0].instead if len(read) == 1 else (),
        sides=frozenset[Side]().union(*(one.sides for one in read)),
        ended=any(one.ended for one in read),
        changed=any(one.changed for one in read) or any(e.condition == IN_PLACE for e in items),
        turned=any(one.turned for one in read),
        spared=frozenset(e.target for e in every if e.condition == SPARED and e.target),
    )


def told_by_message(evidence: Iterable[Evidence]) -> dict[tuple[str, str], Told]:
    """The same for each message, by conversation and message."""
    messages: dict[tuple[str, str], list[Evidence]] = {}
    for one in evidence:
        messages.setdefault(message(one), []).append(one)
    return {name: told(items) for name, items in messages.items()}


@remembered(4_096)
def _told(kind: str, quote: str, statement: str, subject: str) -> Told:
    """What one piece of evidence tells; a choice announces nothing by itself."""
    words = content(quote)
    if kind in SHOWN:
        return Told(words=words)
    texts = (quote, statement)
    if kind == "retracted":  # its statement names what is taken back, its quote may tell more
        found, changed = partings(statement) or partings(quote), True
        ended = any(map(_ended, texts)) or not any(map(_changed, texts))
    else:
        found = partings(quote) or partings(statement)
        ended = any(map(_ended, texts))
        changed = any(map(_changed, texts))
    against = any(not p.plain for p in found)
    gone = tuple(g for p in found if p.plain and (g := content(p.gone)))
    if kind == "retracted" and not found and (about := content(subject)):
        gone = (about,)  # "likes jazz": what is taken back has its own name
    return Told(
        words=words | content(statement),
        gone=gone,
        instead=tuple(g for p in found if not p.plain and (g := content(p.gone))),
        sides=frozenset(p.held for p in found if content(p.gone)),
        ended=ended or bool(gone),
        changed=changed or ended or bool(found),
        turned=(against or any(map(announces, texts))) and not all(map(_adds, texts)),
    )


def announces_change(evidence: Evidence) -> bool:
    """True if the words say that something is no longer as it was."""
    return told([evidence]).changed


def announces(text: str) -> bool:
    """True if words say that something is no longer as it was; hints do not count."""
    return any(p.plain for p in partings(text)) or _ended(text) or _turned(text)


def ends(text: str) -> bool:
    """True if words say that something ended."""
    return _ended(text)


def message(evidence: Evidence) -> tuple[str, str]:
    """Which message it was said in."""
    return evidence.conversation_id, evidence.message_id


def features(
    held: Trait, quoted: Words, said: Trait, cosines: tuple[float, float], own: Told, whole: Told
) -> tuple[float, ...]:
    """What the model sees of a held preference and of evidence that may end it.

    Args:
        held: The preference.
        quoted: Words of the evidence that it rests on.
        said: The evidence.
        cosines: Of both statements; of the preference and the passage that announces the change,
            which is the first once more where there is none.
        own: What the evidence tells of a change.
        whole: What its message tells.
    """
    cosine, told_of = cosines
    gone = own.gone or own.instead or whole.gone
    heard = max((_share(g, held.words) for g in gone), default=0.0)
    known = max((_share(g, held.words | quoted) for g in gone), default=0.0)
    another = bool(gone) and known == 0.0
    takes_back = own.ended
    return (
        1.0,
        cosine,
        told_of,
        overlap(held.subject, said.subject),
        len(held.words & said.words) / max(1, len(held.words | said.words)),
        float(held.behaviour == said.behaviour),
        float(held.family == said.family),
        max(0.0, cosine) if opposed(held, said) else 0.0,
        heard,
        known,
        float(bool(gone)),
        float(another),
        cosine if another else 0.0,
        _share(held.subject, whole.words),
        _share(held.words, whole.words),
        float(takes_back),
        cosine if takes_back else 0.0,
    )


def probability(values: Sequence[float]) -> float:
    """Probability that the preference of these `features` is what ended."""
    return 1.0 / (1.0 + math.exp(-sum(w * v for w, v in zip(LEAVES_WEIGHTS, values, strict=True))))


def quoted_words(evidence: Iterable[Evidence]) -> Words:
    """Words of what was said when a preference was founded and confirmed."""
    return frozenset[str]().union(*(content(e.quote) for e in evidence))


def needed(said: Evidence, own: Told, whole: Told) -> float | None:
    """Probability from which evidence replaces a preference; None if nothing announces a change."""
    if said.kind in SHOWN or not (own.changed or whole.gone):
        return None
    named = bool(own.gone) or (said.kind == "retracted" and own.ended)
    return NAMED if named else BESIDE


def _share(words: Words, of: Words) -> float:
    return len(words & of) / len(words) if words else 0.0


@remembered(4_096)
def _changed(text: str) -> bool:
    return _CHANGED.search(low(text.replace("’", "'"))) is not None


@remembered(4_096)
def _adds(text: str) -> bool:
    """True if words add something, and give nothing up."""
    given_up = any(p.plain for p in partings(text)) or _ended(text)
    return _ADDS.search(text) is not None and not given_up


@remembered(4_096)
def _turned(text: str) -> bool:
    return _TURNED.search(low(text.replace("’", "'"))) is not None


@remembered(4_096)
def _ended(text: str) -> bool:
    return _ENDED.search(low(text.replace("’", "'"))) is not None
