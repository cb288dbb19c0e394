"""Chooses the few preferences that a request is about, ranked, with one line why for every one."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import repeat, starmap
from typing import NamedTuple

from prefmem.records import CLOSED, Attention, Candidate, Request, Selection, Verdict
from prefmem.stages import keys, relevance
from prefmem.stages.expansions import applies_to
from prefmem.stages.occasions import Occasion
from prefmem.stages.relevance import Words, words_of
from prefmem.stages.traits import (
    ABOUT,
    ALWAYS,
    UNLIKELY,
    Judged,
    Mask,
    Prepared,
    Trait,
    prepare,
)
from prefmem.types import Applied, Preference, RequestDecision, Withheld

__all__ = ["Prepared", "Words", "applies_to", "everything", "prepare", "select", "words_of"]

CLEARLY = 0.3
"""Probability from which a request is about a preference, whichever persona it seems to call."""
TOLD_WITHIN = timedelta(days=1)
"""After an announced change, how long what is told comes with it: people tell one in a talk."""
AS_NEAR = 0.8
"""Times the rank of what is in doubt that what came since must have to keep it out."""
HERE = "wanted in this conversation"
NOT_HERE = "wanted in another conversation only"


class _Choice(NamedTuple):
    """A preference that applies, before conflicts are resolved; what is better goes first."""

    soft: bool
    behind: float
    """Its rank, below zero."""
    name: str
    """The preference's id: no two have the same, so that the order of choices is told by here."""
    judged: Judged
    place: int
    """Among the candidates."""
    why: str
    """Empty where the request is about it: most often, and then the score says the rest."""

    @property
    def rank(self) -> float:
        return -self.behind

    @property
    def preference(self) -> Preference:
        return self.judged.preference

    @property
    def trait(self) -> Trait:
        return self.judged.trait

    @property
    def binding(self) -> bool:
        return self.judged.binding


class _Asked(NamedTuple):
    """A request beside all that is held: says of each candidate whether it applies, and why."""

    candidates: Sequence[Candidate]
    verdicts: Sequence[Verdict]
    traits: Sequence[Trait]
    scored: relevance.Relevance
    occasion: Occasion
    attention: Attention
    at: datetime

    def choices(self, about: Mask, ready: Prepared) -> dict[int, _Choice]:
        """Those of the candidates that apply, by place.

        Most have nothing of their own that could keep them out, and so are not looked at closely.
        """
        found: dict[int, _Choice] = {}
        everyone, known = self.attention.everyone, ready.judged
        (possible,) = (about | ready.whole).nonzero()
        near: list[bool] = about[possible].tolist()
        scores: Iterable[float] = repeat(0.0)  # what holds whatever is asked needs none
        if True in near:
            scores = self.scored.figures().scores[possible].tolist()
        for i, is_near, score in zip(possible.tolist(), near, scores, strict=False):
            one, verdict = known[i], self.verdicts[i]
            if verdict.force is None:
                continue
            if one is None or one.verdict is not verdict:
                one = known[i] = Judged.of(self.candidates[i], verdict, self.traits[i])
            why = one.why if everyone and one.simple else self._why(i, about=is_near)
            if why is not None:
                # Of what ranks first whatever its relevance, what is nearer goes first.
                rank = one.counts + score if one.whole else one.counts * score
                found[i] = _Choice(not one.binding, -rank, one.name, one, i, why)
        return found

    def score(self, i: int) -> float:
        """How likely it is that the candidate in a place applies."""
        return float(self.scored.figures().scores[i])

    def _least(self, i: int) -> float:
        """What the score of the candidate in a place must reach."""
        return float(self.scored.figures().thresholds[i])

    def _why(self, i: int, *, about: bool) -> str | None:
        """Why the candidate in a place applies, or None if it does not."""
        trait, context = self.traits[i], self.candidates[i].preference.context
        here = not trait.conditions or self.occasion.meets(context)
        if self._refusal(i, here) is not None:
            return None
        return _why(trait, here=here, about=about)

    def withheld(
        self, chosen: Container[int], lost: Iterable[tuple[_Choice, _Choice]]
    ) -> tuple[Withheld, ...]:
        """What lost to a rival, then the candidates in all places that are not `chosen`."""
        left = (i for i in range(len(self.candidates)) if i not in chosen)
        return (*starmap(self._outweighed, lost), *map(self._withheld, left))

    def _withheld(self, i: int) -> Withheld:
        preference, score = self.candidates[i].preference, self.score(i)
        refusal = self._refusal(i, self.occasion.meets(preference.context))
        if refusal is None:
            refusal = self.scored.why_not(score, self._least(i))
        return Withheld(preference=preference, reason=refusal, scores={"relevance": score})

    def _outweighed(self, one: _Choice, rival: _Choice) -> Withheld:
        reason = f"outweighed by {rival.preference.statement!r}"
        if one.preference.doubted is not None and not _conflict(one, rival):
            reason = f"told before a change of mind: {rival.preference.statement!r}"
        scores = {"relevance": self.score(one.place)}
        return Withheld(preference=one.preference, reason=reason, scores=scores)

    def told(self, kept: Iterable[_Choice], some: Iterable[Applied]) -> tuple[Applied, ...]:
        """Some of what was kept, with the persona it belongs to, the reason and the scores."""
        chosen = {one.preference.id: one for one in kept}
        return tuple([self._explained(chosen[one.preference.id], one) for one in some])

    def _explained(self, one: _Choice, rendered: Applied) -> Applied:
        score, found = self.score(one.place), one.judged
        reason = one.why or self.scored.why(score, self._least(one.place))
        told_so = rendered.force == found.applied.force
        because = found.verdict.reason if told_so else "no room to tell it as what binds, whole"
        return replace(
            rendered,
            persona=self.attention.personas.get(found.preference.id),
            reason=f"{reason}; {because}" if because else reason,
            scores={"relevance": score, "weight": found.preference.weight},
        )

    def _refusal(self, i: int, here: bool | None) -> str | None:
        """Why the candidate in a place stays out, however near the request is, or None."""
        preference, verdict = self.candidates[i].preference, self.verdicts[i]
        if verdict.force is None:
            return verdict.reason
        if preference.status in CLOSED or (preference.valid_to and preference.valid_to <= self.at):
            return f"it no longer holds ({preference.status})"
        if preference.suspended:
            return "the reason it was given for has ended"
        if preference.confidence < UNLIKELY and not preference.outright:
            return "too unsure: it was shown, not said, and more speaks against it than for it"
        if preference.conversation is not None and not self.occasion.is_conversation_of(preference):
            return NOT_HERE
        persona = self._uncalled(preference)
        if persona and not preference.pinned and self.score(i) < CLEARLY:
            return f"it belongs with {persona!r}, which this request is not about"
        return None if here else _elsewhere(self.traits[i], here)

    def _uncalled(self, preference: Preference) -> str | None:
        """The persona that a preference belongs to, where it does not speak."""
        if self.attention.everyone:
            return None
        persona = self.attention.personas.get(preference.id)
        return None if persona in self.attention.speaking else persona


def select(
    candidates: Sequence[Candidate],
    verdicts: Sequence[Verdict],
    *,
    request: Request,
    decision: RequestDecision,
    attention: Attention,
    at: datetime,
    prepared: Prepared | None = None,
    words: Words | None = None,
) -> Selection:
    """What applies to a request, best first, and why the rest does not.

    Most of what is held has nothing to do with a request: only what can apply is looked at one by
    one, and why the rest does not is worked out when somebody asks.

    Args:
        candidates: All preferences held.
        verdicts: The policy's word on each, in the same order.
        request: What is asked.
        decision: What the policy says of the request.
        attention: Which personas speak.
        at: The time asked for.
        prepared: What was made of the candidates (`prepare`); made here where it is not given.
        words: Those of the request (`words_of`); read here where they are not given.
    """
    ready = prepared or prepare(candidates)
    scored = relevance.relevance(ready.compared, request=request, decision=decision, words=words)
    about = scored.near
    if ready.constrained and scored.gate > 0:
        about = about | (scored.reached() & ready.constraint)
    if ready.ailing:
        concerned = scored.concerned(decision.kinds) | ready.named(request.text)
        about = about | (concerned & ready.health)
    if ready.constrained:
        about = about | ready.needed(request, decision.kinds)
    occasion = Occasion(request, decision.kinds)
    asked = _Asked(candidates, verdicts, ready.traits, scored, occasion, attention, at)
    chosen = asked.choices(about, ready)
    kept: list[_Choice] = list(chosen.values())
    lost: list[tuple[_Choice, _Choice]] = []
    if not ready.rivals.isdisjoint(chosen):
        kept, lost = _without_conflicts(chosen, ready.rivals)
    if ready.turned:
        kept, doubted = _without_doubted(kept)
        lost += doubted
    kept.sort()
    return Selection(
        applied=tuple([one.judged.applied for one in kept]),
        told=partial(asked.told, kept),
        withheld=partial(asked.withheld, frozenset(chosen), lost),
        lines=ready.lines,
    )


def everything(
    candidates: Sequence[Candidate], verdicts: Sequence[Verdict], *, request: Request
) -> Selection:
    """All that the policy lets through, what weighs most first: for who asks what is remembered.

    Args:
        candidates: All preferences held.
        verdicts: The policy's word on each, in the same order.
        request: What is asked.
    """
    occasion = Occasion(request, ())
    applied: list[Applied] = []
    withheld: list[Withheld] = []
    for one, verdict in zip(candidates, verdicts, strict=True):
        preference = one.preference
        if verdict.force is None:
            withheld.append(Withheld(preference=preference, reason=verdict.reason))
        elif preference.conversation is not None and not occasion.is_conversation_of(preference):
            withheld.append(Withheld(preference=preference, reason=NOT_HERE))
        else:
            reason = f"you asked what is known of you; {verdict.reason}"
            applied.append(
                Applied(
                    preference=preference,
                    force=verdict.force,
                    reason=reason,
                    safeguards=verdict.safeguards,
                )
            )
    applied.sort(key=lambda one: (-one.preference.weight, one.preference.id))
    return Selection(applied=tuple(applied), withheld=tuple(withheld))


def _elsewhere(trait: Trait, here: bool | None) -> str | None:
    """Why the context of a preference keeps it out, or None; in doubt a constraint stays on.

    What a person wants of an answer "when debugging" is no wish for any other answer, however near
    its words are; a taste is only kept out where the request is known to be elsewhere.
    """
    if trait.constraint or here or (here is None and not trait.form):
        return None
    return f"only for {', '.join(trait.conditions)}" if trait.conditions else None


def _why(trait: Trait, *, here: bool | None, about: bool) -> str | None:
    """Why a preference applies, or None if it does not."""
    if trait.always:
        return ALWAYS
    if trait.passing and (here or not trait.conditions):
        return HERE
    if here and trait.occasional:
        return f"the request is one of {', '.join(trait.conditions)}"
    return ABOUT if about else None


def _without_conflicts(
    chosen: Mapping[int, _Choice], possible: frozenset[int]
) -> tuple[list[_Choice], list[tuple[_Choice, _Choice]]]:
    """Of two that want opposite things of one subject only the better founded one is kept.

    What is lost comes with its rival. Only those in the places `possible` can have one.
    """
    kept = [one for i, one in chosen.items() if i not in possible]
    rivals: dict[tuple[str, str], list[_Choice]] = {}
    lost: list[tuple[_Choice, _Choice]] = []
    at_odds = [one for i, one in chosen.items() if i in possible]
    for one in sorted(at_odds, key=_authority, reverse=True):
        preference = one.preference
        known = rivals.setdefault((preference.behaviour, preference.subject), [])
        rival = next((other for other in known if _conflict(one, other)), None)
        if rival is None:
            kept.append(one)
            known.append(one)
        else:
            lost.append((one, rival))
    return kept, lost


def _without_doubted(
    kept: Sequence[_Choice],
) -> tuple[list[_Choice], list[tuple[_Choice, _Choice]]]:
    """What was told before a change of mind stays out where what came with the change applies."""
    turned = [one for one in kept if one.judged.preference.turned is not None]
    found = [(one, _turned_from(one, turned)) for one in kept]
    return (
        [one for one, rival in found if rival is None],
        [(one, rival) for one, rival in found if rival is not None],
    )


def _turned_from(one: _Choice, turned: Sequence[_Choice]) -> _Choice | None:
    """What the person has turned to since, if that puts this in doubt."""
    preference = one.judged.preference
    if preference.doubted is None or preference.turned is not None or preference.pinned:
        return None
    trait = one.trait
    if one.binding or trait.always or trait.form or trait.constraint:
        return None
    since = [
        other
        for other in turned
        if other.preference.turned is not None
        and preference.doubted <= other.preference.turned <= preference.doubted + TOLD_WITHIN
        and other.rank >= AS_NEAR * one.rank
    ]
    return max(since, key=lambda other: (other.rank, other.preference.id), default=None)


def _conflict(one: _Choice, other: _Choice) -> bool:
    """True if both cannot be followed; hotels "without packages" and "that save water" can.

    What is wanted for now stands beside what always holds: the stable part of the block stays as
    it is, and the words over the other say which goes first.
    """
    a, b = one.preference, other.preference
    if a.polarity == b.polarity or (one.trait.passing and other.trait.always):
        return False
    vectors, others = one.judged.vectors, other.judged.vectors
    if not len(vectors) or not len(others):
        return True
    mine, yours = _matched(a), _matched(b)
    only_mine, only_yours = mine.words - mine.subject, yours.words - yours.subject
    if only_mine and only_yours and keys.overlap(only_mine, only_yours) < keys.SHARED:
        return False
    return keys.same(mine, yours, float(vectors[0] @ others[0])) >= keys.SAME


def _matched(preference: Preference) -> keys.Trait:
    return keys.trait(preference.statement, preference.subject, preference.behaviour)


def _authority(one: _Choice) -> tuple[bool, bool, bool, int, datetime, str]:
    preference = one.preference
    newest = preference.last_confirmed or preference.valid_from
    conditions = len(one.trait.conditions)
    return (_for_now(one), preference.pinned, one.binding, conditions, newest, preference.id)


def _for_now(one: _Choice) -> bool:
    """True for what is wanted in this conversation: what was just said goes before what lasts."""
    return one.preference.conversation is not None
